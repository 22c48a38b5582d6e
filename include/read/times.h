/* read/times -- room read: times that somebody proposes, in words, and which
 * of the times that were offered suit them.
 *
 * A sentence that merely holds a time proposes nothing. What counts is a
 * clause in which nothing is denied, nothing is told of what was, and which is
 * either made of nothing but a time and what goes with one ("Thursday at 5
 * instead, please"), or says that it proposes ("could we", "would suit me").
 *
 * With the command of the letter it is settled like this, so that nobody is
 * taken to agree who only agrees to something else:
 * - "yes, but 15 minutes later", "yes" and a time in the next line: no
 *   command, and the time;
 * - "no, but Friday at 3 works": COMMAND_NO, and the time;
 * - a time and "another time", "skip this one": no command, and the time;
 * - "yes, Thursday at 5 works", where that is the meeting's own time:
 *   COMMAND_YES, and that time alone, so that it is no yes to another one;
 * - any other command ("pause until Friday"): that command, and no time.
 */
#ifndef MENTORD_READ_TIMES_H
#define MENTORD_READ_TIMES_H

#include "read/answer.h"

#define TIMES_MOST 9

/* The times that text proposes instead of context->meeting, in the order in
 * which they stand, each once, at most TIMES_MOST, none of them past or more
 * than 200 days away or the meeting's own. A day without an hour keeps the
 * meeting's hour and is likely; a part of a day is unsure, begins at the
 * meeting's hour where that is a part of it, and has an end (till); so have
 * "from 3 to 5" and "after 4pm" (which is likely); "any time on Friday" is a
 * whole day; two readings are unsure. Hours that no clock shows become the
 * next minute that one does, of hours that come twice the first counts.
 * slots: times that were offered (NULL: none), which are no proposals; beside
 * them only a day with its hour is one.
 * *agrees (may be NULL): the meeting's own time was named as one that suits. */
void times_read(struct pool *pool, const char *text,
	const struct value_context *context, const struct slot_list *slots,
	struct letter_time_list *times, bool *agrees);

/* Once, while there are files: the zones that people name beside an hour. */
void times_open(void);

/* The command of a letter in which such times were found; see above. text is
 * its new text. */
enum command times_settle(const char *text, enum command command,
	const struct value_context *context, struct letter_time_list *times,
	bool agrees);

/* Which slots of the question suit, by what was written between, beside or
 * above the lines that offered them: the answer to question 1, its value the
 * numbers parted by blanks ("1 3"), "" when none does, NULL when that is not
 * clear. */
void slots_answer(struct pool *pool, const struct cut *cut,
	const struct question *question, const struct value_context *context,
	struct letter_answer_list *answers);

/* The same of a bare text; NULL and CONFIDENCE_UNSURE when it is not clear. */
const char *slots_read(struct pool *pool, const struct question *question,
	const char *raw, const struct value_context *context,
	enum confidence *confidence);

#endif
