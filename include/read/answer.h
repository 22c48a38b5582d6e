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
	int64_t today;                  /* days since 1970; 0 unknown */
	const char *writer, *from_name; /* who writes: by the roster, and as
					   the mail says; NULL unknown */
};

/* open: bit k - 1 says that question k still waits for an answer, and answers
 * without numbers are for those; 0: all do. asked: how many numbered
 * questions the original had, when there are no specifications. Returns false when there were questions and words, but they
 * could not be brought together. */
bool answers_read(struct pool *pool, const struct cut *cut,
	const struct question_list *questions, uint64_t open, int asked,
	const struct value_context *context,
	struct letter_answer_list *answers);

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

/* A command as the whole first line of the new text; COMMAND_NONE else. */
enum command command_read(
	const char *text, const struct value_context *context, int64_t *until);

/* The languages in the order in which they are tried; i from 0, NULL ends. */
const struct language *context_language(
	const struct value_context *context, size_t i);

#endif
