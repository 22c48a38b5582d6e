/* read/quote -- room read: what is new in a reply, and what is old.
 *
 * Evidence first: the reply is aligned with the mails we sent (read/align);
 * attributions and header blocks go when they hold our address, name, subject
 * or the time we sent it, in any language. Only when nothing at all aligned do
 * rules about shapes decide, and then the result says so by its confidence.
 * Every line keeps a reason.
 */
#ifndef MENTORD_READ_QUOTE_H
#define MENTORD_READ_QUOTE_H

#include "noun/letter.h"
#include "read/body.h"

/* A mail of ours that may be answered. Strings may be NULL. */
struct sent_mail {
	struct body_line_list lines;
	const char *address, *name, *subject, *to;
	int64_t date; /* 0 unknown */
};
LIST_OF(sent_list, struct sent_mail);

/* What is known of the person who wrote: the name, and the lines with which
 * two letters of theirs ended (tail_hash in read/tail). */
LIST_OF(tail_list, uint64_t);
struct quote_writer {
	const char *name;                /* by the roster; NULL unknown */
	const char *from_name, *address; /* by the From field; NULL */
	struct tail_list tails;
};

/* A line of the reply, or a piece of one that holds old and new words. */
struct cut_line {
	const char *text;
	enum line_reason reason;
	int question; /* LINE_QUOTE: number of the question of ours that it
			 holds or ends; 0 none, -1 other text of ours */
};
LIST_OF(cut_line_list, struct cut_line);

struct cut {
	struct cut_line_list lines;
	enum confidence confidence;
	bool aligned; /* something of ours was found */
	bool shaped;  /* a rule of shape dropped something */
};

void quote_cut(struct pool *pool, const struct body_line_list *body,
	const struct sent_list *sent, struct cut *cut);

/* The same when something is known of the writer. */
void quote_cut_of(struct pool *pool, const struct body_line_list *body,
	const struct sent_list *sent, const struct quote_writer *writer,
	struct cut *cut);

/* The number a line starts with as a list item ("3. ", "3) ", "(3)", "Q3:",
 * "#3", full-width forms), 0 when none; *rest is what follows it. */
int line_number(const char *text, const char **rest);

/* The kept lines as one text, blank ends trimmed. */
char *cut_text(struct pool *pool, const struct cut *cut);

/* --- between quote.c, shape.c, shape_line.c and tail.c --- */

/* What stands in a line, as far as its shape goes. */
struct holds {
	bool address, time, year, colon;
	int numbers, words; /* words of letters */
};

struct row {
	const char *text;
	size_t prefix; /* bytes of quotation signs and blanks */
	int depth;     /* by signs and by mark-up */
	enum body_mark mark;
	bool blank, old, evidence;
	bool inserted;            /* typed into our quotation */
	size_t first, n, covered; /* words; how many are ours */
	size_t own; /* LINE_ATTRIBUTION: bytes that stand before it */
	enum line_reason reason;
	struct holds holds; /* these three once shape_cut has looked */
	bool label, known;  /* "Von:"; one that mail programs write */
};
LIST_OF(row_list, struct row);

/* Nothing aligned: quotation signs, separators, header blocks, attributions
 * that hold a date or an address. True when it dropped something. */
bool shape_cut(struct row_list *rows);

/* The first row of an attribution that ends right above the old row i: up to
 * three lines that end in a colon and hold a date or an address; else i. */
size_t shape_attribution_start(const struct row_list *rows, size_t i);

/* How many bytes of a line the person wrote before the attribution on it; 0 when
 * it is nothing else. named: where a name or address of ours stands in it. */
size_t shape_own_prefix(const char *text, size_t named);

/* Does text begin as attributions do, with a preposition and soon a number? */
bool shape_opens(const char *text);

/* The text behind blanks, quotation and direction marks; its length without
 * such marks at the end. */
const char *shape_start(const char *text);
size_t shape_length(const char *text);

bool shape_is_ruler(const char *text);
bool shape_is_label(const char *text);       /* "Von: ", "*Sent:* " */
bool shape_is_known_label(const char *text); /* one mail programs write */
bool shape_ends_in_colon(const char *text);
struct holds shape_look(const char *text);

#endif
