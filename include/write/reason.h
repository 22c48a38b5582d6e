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

/* What is said of a match in one line. */
struct gathered {
	struct match_reason reason; /* its points: of all it stands for */
	struct member_list among;   /* whom it is about; none: see reason */
	bool each;                  /* at least so much for any two of them */
};
LIST_OF(gathered_list, struct gathered);

/* Of two or three people all reasons as they are. Of more: what all of them
 * have is one line, and of each criterion one more at most says what some
 * have, or (of what goes one way) what the reader gets and gives. Reader 0 is a
 * coordinator. In any case all points together are those of the reasons, the
 * best come first, and attributes for nobody's eyes are not spoken of. In
 * pool, and as long as the reasons. */
struct gathered_list reason_gather(struct pool *pool,
	const struct program *program, const struct member_list *members,
	const struct match_reason_list *reasons, int64_t reader);

/* Such a line as a sentence, like reason_sentence. */
const char *reason_said(struct pool *pool, const struct program *program,
	const struct language *language, const struct facts *facts,
	const struct member_list *members, const struct gathered *line,
	int64_t reader);

#endif
