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

#endif
