/* write/reason -- room write: why people fit, said to one who reads it.
 *
 * A reason is kept in pieces (noun/match) and becomes a sentence only here, in
 * the language and from the place of the reader: "Carla can help you with
 * budgeting and data analysis".
 */
#ifndef MENTORD_WRITE_REASON_H
#define MENTORD_WRITE_REASON_H

#include "noun/facts.h"
#include "program/program.h"
#include "program/words.h"

/* The sentence, without a dot at its end, for one of the members or for a
 * coordinator (reader 0). An attribute that is for nobody's eyes counts, and
 * gives no more than the criterion's name. What a partner may not see is the
 * caller's to leave out. */
const char *reason_sentence(struct pool *pool, const struct program *program,
	const struct language *language, const struct facts *facts,
	const struct member_list *members, const struct match_reason *reason,
	int64_t reader);

#endif
