/* read/answer -- room read: from the new text to answers and commands.
 *
 * Inline answers are read where they stand: behind the question they follow.
 * Otherwise numbers decide, and order only where the count is right and every
 * answer fits its question's type. Unsure is an answer: a value that does not
 * fit stays raw.
 */
#ifndef MENTORD_READ_ANSWER_H
#define MENTORD_READ_ANSWER_H

#include "program/program.h"
#include "program/words.h"
#include "read/quote.h"

/* In which languages, where and when the person wrote. */
struct value_context {
	const struct words *words;      /* NULL: digits and signs alone */
	const char *language;           /* NULL unknown; tried first */
	const char *second;             /* the program's; NULL unknown */
	int64_t today;                  /* days since 1970; 0 unknown */
	const char *writer, *from_name; /* who writes: by the roster, and as
					   the mail says; NULL unknown */
	const struct zone *zone;        /* the writer's; NULL: UTC */
	int64_t now;                    /* when they wrote; 0 unknown */
	int64_t meeting;                /* start of what they write about */
	int minutes;                    /* and its length */
};

/* open: bit k - 1 says that question k still waits for an answer, and answers
 * without numbers are for those; 0: all do. asked: how many numbered
 * questions the original had, when there are no specifications. Returns false when there were questions and words, but they
 * could not be brought together. */
bool answers_read(struct pool *pool, const struct cut *cut,
	const struct question_list *questions, uint64_t open, int asked,
	const struct value_context *context,
	struct letter_answer_list *answers);

/* Is the first line that was written, which may look like a command, one of
 * several answers? So where it stands behind a question of ours as others do,
 * or where several were typed that are no free words. */
bool answers_outweigh(const struct cut *cut,
	const struct question_list *questions,
	const struct letter_answer_list *answers);

/* raw typed by the question: "yes"/"no", digits, the option's text, a date
 * as YYYY-MM-DD, or the text itself. NULL and CONFIDENCE_UNSURE when it does
 * not fit. */
const char *value_read(struct pool *pool, const struct question *question,
	const char *raw, const struct value_context *context,
	enum confidence *confidence);

/* "yes" or "no" when text says one of them in a known language, or NULL. */
const char *value_yesno(const char *text, const struct value_context *context,
	enum confidence *confidence);

/* The first date in text ("3 March", "3.3.", "2027-03-03", "next Tuesday"),
 * as days since 1970, the next one from today where the year is missing.
 * *sure is false when day and month could be swapped. */
bool date_find(const char *text, const struct value_context *context,
	int64_t *days, bool *sure);

/* The same, and unsure where a second date is named. */
bool date_only(const char *text, const struct value_context *context,
	int64_t *days, bool *sure);

/* The same where the text is a date and nothing else but what stands before a
 * date ("until", "on the"). */
bool date_whole(const char *text, const struct value_context *context,
	int64_t *days, bool *sure);

/* A number in front of an answer, in any manner in which people write one
 * ("1.", "Q1:", "(1)", "question 1:", "ad 1", "[1]", "iv)", keycaps, wide
 * digits); *rest is what follows. 0 when there is none. */
int answer_number(const char *line, const struct value_context *context,
	const char **rest);

/* May the number n (below 100) stand somewhere in the text in one of these
 * manners? A quick look, for texts in which it would be looked for at every
 * word. */
bool answer_may_number(const char *text, int n);

/* Options of a list that the words mean, as they stand in the config. `many`:
 * any number of them, joined by ", ", else exactly one. */
const char *options_read(struct pool *pool, const struct text_list *options,
	const char *raw, const struct value_context *context, bool many,
	enum confidence *confidence);

/* The words beside the ticked boxes of "[x] yes [ ] no", "☑ a ☐ b", joined by
 * line feeds; NULL when there is no box with words. g_free() it. */
char *ticked_words(const char *text);

/* A command as the whole first line of the new text, a greeting above it and
 * politeness around it left out; COMMAND_NONE else. */
enum command command_read(
	const char *text, const struct value_context *context, int64_t *until);

/* What folded text at `at`, the start of a word, means: first in the person's
 * language, then in the program's, then in all others, if those that know the
 * phrase agree. *own (may be NULL): one of the first two. NULL: nothing. */
const struct sense *context_sense(const struct value_context *context,
	const char *at, unsigned kinds, bool *own);

/* The languages in the order in which they are tried; i from 0, NULL ends. */
const struct language *context_language(
	const struct value_context *context, size_t i);

#endif
