/* match/cut -- room match: people cut into groups, while it is being improved.
 *
 * What a cut is worth is a sum over its groups: of what each pair in it is
 * worth (a lot below zero when a rule parts them), less the group's fine for
 * what only shows in all of its members: no common item or hours, no leader
 * or too many, an odd size, too much of one value. Whoever is in no group sits
 * on the bench. Changes are told by what they change alone.
 */
#ifndef MENTORD_MATCH_CUT_H
#define MENTORD_MATCH_CUT_H

#include "match/groups.h"

struct team {
	int32_t at[GROUP_MOST];
	int32_t n, fixed;     /* the first `fixed` stay */
	int32_t most;         /* people */
	int32_t least;        /* of a standing group; others may be empty */
	int32_t mentors_most; /* of a standing group: perhaps two lead it */
	bool stands;
	int64_t fine;
};

/* What is wrong costs so much; never points of anybody. */
struct cut_prices {
	int64_t apart;  /* a pair that may not be, nothing in common, ... */
	int64_t again;  /* a pair that was */
	int64_t bench;  /* somebody in no group */
	int64_t uneven; /* the square of what a size is off */
};

struct cut {
	const struct groups_input *input;
	struct pool *pool;
	int32_t n;
	int32_t *worth; /* of a pair, n * n, both ways */
	struct cut_prices prices;
	int64_t high; /* the best score of a pair, 1 or more */

	/* Items and beginnings of hours in common, as bits of each person,
	 * one segment of words a rule. */
	uint64_t *bits;
	size_t words, segments;
	size_t *segment; /* where each begins; segments + 1 */

	enum {
		CUT_PLAIN,
		CUT_MENTOR,
		CUT_BOTH
	} * kind;
	int32_t **limit; /* of each balanced value in a group, by size */

	struct team *team;
	int32_t teams;
	int32_t *of;   /* team of a person; teams: the bench */
	int32_t *slot; /* where in the team or on the bench */
	int32_t *bench, benched;

	bool *tied; /* pinned: stays with others, wherever they are */

	int32_t *friends; /* of each the best partners, `likes` at most; -1 */
	int32_t likes;
	bool plain;         /* no fines but for sizes */
	double done, share; /* of the run: before this try, and for it */
};

static inline int32_t
cut_worth(const struct cut *cut, int32_t a, int32_t b)
{
	return cut->worth[(size_t)a * (size_t)cut->n + (size_t)b];
}

/* Who may not be moved, at least not alone. */
static inline bool
cut_stays(const struct cut *cut, int32_t i)
{
	int32_t t = cut->of[i];

	return cut->tied[i] ||
		(t < cut->teams && cut->slot[i] < cut->team[t].fixed);
}

/* groups_rules.c: what all members of a group need in common, as bits. */
void cut_find_common(struct cut *cut);
/* True when nothing but what is common to all stops these people. */
bool cut_all_common(const struct cut *cut, const int32_t *at, int32_t n);

/* groups_sizes.c: how many new groups there will be; their sizes go by
 * `uneven` alone. */
int32_t cut_count_teams(const struct cut *cut);

/* groups_cut.c */
struct cut *cut_new(struct pool *pool, const struct groups_input *input);
void cut_set_prices(struct cut *cut, struct cut_prices prices);
int64_t cut_fine(const struct cut *cut, const struct team *team,
	const int32_t *at, int32_t n);
/* How many rules a group breaks by what only shows in all of it. */
int32_t cut_wrongs(const struct cut *cut, const struct team *team,
	const int32_t *at, int32_t n);
/* What imbalance costs alone. */
int64_t cut_imbalance(const struct cut *cut, const int32_t *at, int32_t n);
int64_t cut_total(const struct cut *cut);
/* What is gained when a joins the team (the bench) of b, and b that of a. */
int64_t cut_swap_gain(
	const struct cut *cut, int32_t a, int32_t b, int64_t least);
void cut_swap(struct cut *cut, int32_t a, int32_t b);
/* What is gained when a leaves for that team, teams: the bench; INT64_MIN
 * when sizes forbid it. */
int64_t cut_move_gain(const struct cut *cut, int32_t a, int32_t to);
void cut_move(struct cut *cut, int32_t a, int32_t to);

/* groups_pins.c: those who are pinned together begin a team. */
void cut_pin(struct cut *cut);

/* groups_grow.c: a first cut, from matchings. */
void cut_grow(struct cut *cut);
/* groups_anneal.c */
void cut_anneal(struct cut *cut, int64_t steps, uint64_t seed);
/* groups_polish.c: nothing forbidden is left, and no swap or move helps. */
void cut_polish(struct cut *cut);
/* groups_bound.c: no cut into groups of these sizes scores more. */
int64_t cut_bound(const struct cut *cut);

#endif
