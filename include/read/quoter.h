/* read/quoter -- room read: what the parts of the quotation finder share.
 *
 * sent.c takes our mails, mend.c repairs the alignment, quote.c judges rows,
 * evidence.c finds the headers above old text, emit.c turns judged rows into
 * lines, doubt.c says how sure they are. Nobody else includes this.
 */
#ifndef MENTORD_READ_QUOTER_H
#define MENTORD_READ_QUOTER_H

#include <glib.h>

#include "read/align.h"
#include "read/quote.h"

struct quoter {
	struct pool *pool;
	const struct sent_list *sent;
	struct word_list sent_words, words;
	int *question;   /* per sent line: its question's number */
	uint32_t *last;  /* per sent line: its last word */
	uint32_t *begin; /* per sent line: its first word */
	size_t n_sent_lines;
	const char **sent_text; /* per sent line */
	bool *sent_seen;        /* per sent line: found whole */
	uint32_t *match;
	struct row_list rows;
	bool aligned;
	bool dropped_new; /* words that are not ours went with old ones */
	bool on_top;      /* only a header of ours was found */
};

static inline uint32_t
sent_line_of(const struct quoter *q, uint32_t word)
{
	return q->sent_words.at[word].line;
}

static inline bool
ends_sent_line(const struct quoter *q, uint32_t word)
{
	return word != ALIGN_NONE && q->last[sent_line_of(q, word)] == word;
}

static inline bool
starts_sent_line(const struct quoter *q, uint32_t word)
{
	return word != ALIGN_NONE && q->begin[sent_line_of(q, word)] == word;
}

static inline bool
is_digit_form(gunichar c)
{
	return g_unichar_isdigit(c) && g_unichar_digit_value(c) >= 0;
}

/* The words of our mails, line by line, with their questions' numbers. */
void quoter_take_sent(struct quoter *q);

/* Words that the longest runs took and that are the person's. */
void quoter_mend(struct quoter *q);

/* Nothing aligned: marks a header of our mail above all that was written. */
void quoter_judge_top(struct quoter *q);

/* Marks the attributions and header blocks above old rows, and the old rows
 * themselves, by their reasons. */
void quoter_judge_headers(struct quoter *q);

/* Does anything speak against the cut? */
bool quoter_doubts(const struct quoter *q);

/* The judged rows as lines; a row with old and new words becomes several. */
void quoter_emit(struct quoter *q, struct cut *cut);

#endif
