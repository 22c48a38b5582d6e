/* carry/imap -- room carry: what an IMAP server says, taken apart.
 *
 * Pure. Bytes come in as they come; out go events that do not depend on how
 * they were cut. A response is a logical line: its text with the octets of
 * literals taken out and their headers "{n}" left in. Octets stream past, so
 * that a mail is never held twice, and nothing a mail contains can pass for
 * the server's words (RFC 3501, RFC 9051).
 */
#ifndef MENTORD_CARRY_IMAP_H
#define MENTORD_CARRY_IMAP_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IMAP_LINE_LIMIT (1u << 20)

struct imap_events {
	/* A literal of size octets follows; text is the response so far and
	 * ends in its header. */
	void (*literal)(void *to, const char *text, size_t len, uint64_t size);
	void (*octets)(void *to, const void *bytes, size_t len);
	/* The response is complete; text may hold NULs. */
	void (*line)(void *to, const char *text, size_t len);
};

struct imap;

/* events is borrowed. Literals above limit octets break the conversation. */
struct imap *imap_new(
	const struct imap_events *events, void *to, uint64_t limit);
void imap_free(struct imap *imap);

/* False, for good, when the server keeps no limit. */
bool imap_in(struct imap *imap, const void *bytes, size_t len);

/* --- reading one response ----------------------------------------------- */

enum imap_status {
	IMAP_OK,
	IMAP_NO,
	IMAP_BAD,
	IMAP_BYE,
	IMAP_PREAUTH,
	IMAP_NO_STATUS /* anything else */
};

struct imap_text {
	const char *at;
	size_t len;
};

/* The word that a response without status begins with, after "* " and a
 * number if it has one: "EXISTS" and 23, "SEARCH" and 0. */
bool imap_untagged(struct imap_text line, const char *word, uint64_t *number,
	struct imap_text *rest);

/* "TAG OK words" of that tag ("*" for untagged). */
enum imap_status imap_status(
	struct imap_text line, const char *tag, struct imap_text *words);

/* Whether words begin with the response code "[NAME ...]"; argument is what
 * follows the name within the brackets. */
bool imap_code(
	struct imap_text words, const char *name, struct imap_text *argument);

/* Whether a list of words separated by blanks holds word (any case). */
bool imap_has_word(struct imap_text list, const char *word);

bool imap_number(struct imap_text text, uint64_t *number);

/* Append the numbers of a sequence set ("1:5,9") or of words ("1 2 9") to
 * numbers (uint32_t), at most limit in all; what is no number ends it. */
void imap_numbers(
	struct imap_text set, char separator, GArray *numbers, guint limit);

enum imap_body {
	IMAP_BODY_NONE,
	IMAP_BODY_LITERAL, /* its octets went by as a literal */
	IMAP_BODY_QUOTED,
	IMAP_BODY_NIL
};

struct imap_fetch {
	uint64_t uid;  /* 0: none was said */
	uint64_t size; /* RFC822.SIZE */
	bool has_size;
	enum imap_body body;
	struct imap_text quoted; /* with its escapes */
	bool body_open;          /* the text ends in the body's literal */
};

/* Read "* n FETCH (...)", whole, or as far as the literal that follows when
 * open. False when it is another response or malformed. */
bool imap_fetch(struct imap_text line, bool open, struct imap_fetch *fetch);

/* The first strings of a LIST or NAMESPACE response: *delimiter is 0 when the
 * server has no hierarchy; prefix is to be freed. False when malformed. */
bool imap_list_delimiter(struct imap_text rest, char *delimiter);
bool imap_namespace(struct imap_text rest, char **prefix, char *delimiter);

/* A quoted string's octets without its escapes. */
GString *imap_unquote(struct imap_text quoted);

/* --- what we say -------------------------------------------------------- */

/* name as a quoted string in modified UTF-7 (RFC 3501 5.1.3), to be freed. */
char *imap_mailbox(const char *name);

/* "1:5,9" of ascending numbers, appended to text. */
void imap_set(GString *text, const uint32_t *uids, size_t n);

#endif
