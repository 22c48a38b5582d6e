/* noun/directive -- room noun: a coordinator's word on two people.
 *
 * "Ana with Ben", "not Ana with Ben": said in a reply to a draft or by a
 * command. The newest word on a pair counts. A pin is spent when the two were
 * introduced to each other; a word that forbids stays until it is taken back.
 */
#ifndef MENTORD_NOUN_DIRECTIVE_H
#define MENTORD_NOUN_DIRECTIVE_H

#include <stdint.h>

#include "base/pool.h"
#include "noun/fact.h"

#define DIRECTIVE_WISH "a wish"

enum directive_kind {
	DIRECTIVE_PIN,
	DIRECTIVE_FORBID
};

struct directive {
	int64_t id;
	enum directive_kind kind;
	int64_t one, other; /* participants, one < other */
	const char *by;     /* a coordinator's address; NULL: a command;
			       DIRECTIVE_WISH: one of the two wished it */
	int64_t made_at;
	int64_t over_at; /* spent, taken back, or a newer word; 0: counts */
	enum fact_change change;
};
LIST_OF(directive_list, struct directive *);

const char *directive_kind_name(enum directive_kind kind);

#endif
