/* rehearse/speech -- room rehearse: what simulated participants say.
 */
#ifndef MENTORD_REHEARSE_SPEECH_H
#define MENTORD_REHEARSE_SPEECH_H

#include "rehearse/reply.h"

/* An answer to each numbered question of the mail that a form of the program
 * knows; came: so did the partner; dice picks among the plausible ones. */
struct words_said_list speech_answers(struct pool *pool,
	const struct program *program, const struct writer *writer,
	const struct post *post, bool came, int64_t dice);

const char *speech_pause(
	struct pool *pool, const struct writer *writer, int64_t until);
const char *speech_leave(const struct writer *writer);
const char *speech_rematch(const struct writer *writer);
const char *speech_yes(const struct writer *writer);
const char *speech_approve(const struct writer *writer);

/* Does the mail ask once more what was asked before? */
bool speech_is_reminder(const struct writer *writer, const struct post *post);

/* Does the mail ask for that very word, in quotation marks? */
bool speech_wants_yes(const struct writer *writer, const struct post *post);

/* Does it put another time to them; does it ask which of its times suit? */
bool speech_is_proposal(const struct writer *writer, const struct post *post);
bool speech_is_list(const struct writer *writer, const struct post *post);

/* Which of the numbered times of the mail suit: most of them as a rule, in one
 * of the ways in which people say that. */
const char *speech_times(struct pool *pool, const struct writer *writer,
	const struct post *post, int64_t dice);

/* "Could we meet on ... instead?" */
const char *speech_another(struct pool *pool, const struct program *program,
	const struct writer *writer, const struct zone *zone, int64_t at);
const char *speech_no(const struct writer *writer);

#endif
