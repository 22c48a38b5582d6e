/* read/tail -- room read: how mails end, and what stands above them that nobody
 * wrote.
 *
 * The mark "-- ", the client's signature elements and the lines of devices; the
 * footers of lists and the notices of lawyers; the person's own name and
 * numbers below a closing; the banners of gateways; and the lines with which
 * this person ended earlier letters, when one of them tells what it is. Nothing goes when nothing would be left,
 * and no line with the number of an answer goes.
 */
#ifndef MENTORD_READ_TAIL_H
#define MENTORD_READ_TAIL_H

#include <stdbool.h>
#include <stdint.h>

#include "read/align.h"
#include "read/quote.h"

/* Marks what is tail and banner among the kept rows; answers: old text was found
 * in them, so this is an answer. */
void tail_cut(struct pool *pool, struct row_list *rows,
	const struct quote_writer *writer, bool answers);

/* What a line is known by among the tails of a person: its words without
 * marks; 0 when it has none. */
uint64_t tail_hash(const char *line);

/* The hashes of the lines that end a letter, whether they were dropped as a
 * tail or not, from the bottom: of the last stretch of new text, and of the
 * first where old text stands between them. No closing phrase, no line of less
 * than four letters and no numbered answer is among them. At most TAIL_LINES.
 *
 * Who keeps them passes those that ended two letters of one person as
 * quote_writer.tails. They are as confidential as the letter itself: whoever
 * knows how telephone numbers look finds the one behind a hash, and the same
 * line has the same hash in everybody's letters. They go when the letters go. */
#define TAIL_LINES 32
void tail_closing(
	struct pool *pool, const struct cut *cut, struct tail_list *closing);

/* A hash as letter.closing holds it, and back: 0 when it is none. */
char *tail_name(struct pool *pool, uint64_t hash);
uint64_t tail_of_name(const char *name);

/* --- learned.c: where in rows from..till the tail begins that earlier letters
 * had; till when there is none. name: the words of the writer's --- */

size_t tail_learned_start(struct pool *pool, const struct row_list *rows,
	size_t from, size_t till, const struct quote_writer *writer,
	const struct word_list *name);

/* --- tail_lines.c: what a line is by its shape --- */

bool tail_is_mark(const char *text); /* "-- " alone */
bool tail_is_long_ruler(const char *text);
bool tail_is_contact(const char *text); /* a way to reach somebody */
bool tail_is_name(const char *text);    /* up to four words in capitals */
bool tail_is_writer(/* nothing but words of the writer's name */
	struct pool *pool, const struct word_list *name, const char *text);

/* --- signer.c: how people sign --- */

/* The words of the writer's name, folded; and whether the line is made of them,
 * of short forms and initials. That is weak: only below a closing or a dash. */
void signer_words(struct pool *pool, const struct quote_writer *writer,
	struct text_list *words);
bool signer_signs(
	struct pool *pool, const struct text_list *known, const char *line);

/* --- tail_words.c: what it is by its words --- */

/* What follows the words of a closing on its line ("Thanks, Ana"); NULL when it
 * does not begin with one. */
const char *tail_behind_closing(const char *text);

/* In lower case, without blanks and marks around it; owned by the caller. */
char *tail_fold(const char *text);
bool tail_is_device(const char *text);
bool tail_is_closing(const char *text); /* "Best wishes," */
bool tail_is_warning(const char *low);  /* a gateway's "external sender" */
/* A notice about who should have got the mail, with `least` kinds of legal
 * words. */
bool tail_is_notice(const char *low, int least);
/* What programs add to save paper, against viruses, and as mail is watched; 0
 * when it is nothing of that. People speak of it as well. */
#define PRINT_PAPER   1u
#define PRINT_VIRUS   2u
#define PRINT_WATCHED 4u
unsigned tail_small_print(const char *low);

#endif
