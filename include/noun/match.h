/* noun/match -- room noun: participants who belong together, and the run of
 * the matching that put them there. */
#ifndef MENTORD_NOUN_MATCH_H
#define MENTORD_NOUN_MATCH_H

#include <stdint.h>

#include "base/pool.h"
#include "noun/fact.h"

enum match_state {
	MATCH_DRAFT,     /* proposed, nobody knows of it */
	MATCH_ACTIVE,    /* published; since published_at */
	MATCH_ENDED,     /* over; since ended_at, because of end_reason */
	MATCH_DISCARDED, /* a draft that was not taken */
};

/* One part of the score. What is said of it is said in the language of who
 * reads it (write/reason), so it is kept in pieces. */
struct match_reason {
	const char *criterion; /* name of the criterion in the config */
	const char *attribute; /* what it speaks of; NULL: nothing to show */
	const char *text;      /* the values: "running, jazz", "2 / 16" */
	int64_t points;
	bool partner_may_see; /* attribute is visible = "partner" */
	const char *prefer;   /* "shared", "complement", ... as in the config */
	/* The participants it is about; for "complement" one can help the
	 * other. Both 0: all members. */
	int64_t one, other;
	/* "overlap": minutes a week; "ranked" and "named": which wish in the
	 * list it is, from 1 */
	int64_t amount;
};
LIST_OF(match_reason_list, struct match_reason);

struct member_list {
	int64_t at[16]; /* participant ids, ascending; [0] writes first */
	size_t n;
};

struct match {
	int64_t id, run;
	enum match_state state;
	struct member_list members;
	int64_t heard[16]; /* when each member last said something that counts
			      for this match; 0 never */
	int64_t lead;      /* the member who is the mentor, or leads; 0 none */
	int64_t round; /* which round of the program it is of, from 1; 0 none */
	int64_t joins; /* draft: the active match it is to become part of */
	struct match_reason_list reasons;
	int64_t score;
	int64_t made_at, published_at, ended_at;
	const char *end_reason; /* "a participant left", ...; NULL */
	int64_t nudged_at;      /* silence: last nudge; 0 none */
	int64_t told_at;        /* silence: coordinator told; 0 not */
	enum fact_change change;
};
LIST_OF(match_list, struct match *);

enum run_state {
	RUN_DRAFT,
	RUN_PUBLISHED,
	RUN_DISCARDED
};

/* Somebody the run could not place, and the rule that stopped it. */
struct unmatched {
	int64_t participant;
	const char *why;
	const char *remedy; /* the nearest change that would help; NULL */
};
LIST_OF(unmatched_list, struct unmatched);

/* What is known of how good it is. */
enum run_proof {
	RUN_UNPROVEN, /* nothing: only a person's word publishes it */
	RUN_BOUNDED,  /* valid, and at most that far from `bound` */
	RUN_OPTIMAL,  /* proven: nothing is better by the objective */
};

struct run {
	int64_t id;
	enum run_state state;
	enum run_proof proof;
	int64_t bound; /* of the score */
	int64_t made_at, published_at, seed, score;
	struct unmatched_list unmatched;
	enum fact_change change;
};
LIST_OF(run_list, struct run *);

const char *match_state_name(enum match_state state);
const char *run_state_name(enum run_state state);
const char *run_proof_name(enum run_proof proof);
bool match_has(const struct match *match, int64_t participant);

/* Members stay in ascending order, each with what was heard. Adding does
 * nothing, and returns false, when they are in already or it is full. */
bool match_add(struct match *match, int64_t participant);
void match_remove(struct match *match, int64_t participant);

/* Where what was heard of a member stands; NULL when they are not in it. */
int64_t *match_heard(struct match *match, int64_t participant);

#endif
