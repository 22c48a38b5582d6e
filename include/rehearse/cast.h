/* rehearse/cast -- room rehearse: simulated participants and coordinators.
 *
 * Each participant gets a part, by the seed: how they answer, how long they
 * take, whether their calendar accepts. In a program of eight or more, one
 * never answers, one address bounces, one is away for two weeks, one pauses
 * and one leaves half-way; in one of sixteen or more somebody asks for another
 * partner. They know nothing but the mails that
 * reach them and the questions of the program's forms.
 */
#ifndef MENTORD_REHEARSE_CAST_H
#define MENTORD_REHEARSE_CAST_H

#include "program/program.h"
#include "rehearse/reply.h"

struct cast;

struct cast *cast_new(
	struct pool *pool, const struct program *program, int64_t seed);

void cast_free(struct cast *cast); /* what the pool does not hold */

/* A mail of ours was delivered: whatever its recipient will do is noted. */
void cast_gets(struct cast *cast, const char *bytes, size_t len, int64_t now);

/* When the next of them writes; INT64_MAX: nobody is going to. */
int64_t cast_next(const struct cast *cast);

/* The oldest mail that somebody has written by now; NULL: none. */
const char *cast_take(struct cast *cast, int64_t now);

/* How many parts of each kind there are, for the summary: "5 answer at the
 * top, ...". */
char *cast_describe(struct pool *pool, const struct cast *cast);

#endif
