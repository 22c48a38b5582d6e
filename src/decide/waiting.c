/* Who waits for a match, and for how long.
 *
 * Everybody who takes part and is in no active match; a mentor until all
 * places are taken, a mentee until there are mentors enough; in rounds
 * everybody, each time. A holiday is no reason to be left out of a season,
 * sessions wait for its end; a round does not. Two kinds of people
 * are named as unmatched instead of being given to somebody as a partner:
 * those no mail reaches, and those who let their last match end in silence.
 * Both are back in the next run with the first word that comes from them.
 *
 * Who was passed over before, or became free without doing, is first. */
#include "decide/concern.h"

#include <glib.h>
#include <string.h>

#include "match/solve.h"

/* More than any difference of scores that a usual config makes, and a little
 * more for each day: the credits decide who is placed, not with whom. */
#define CREDIT        200000
#define CREDIT_DAY    1000
#define CREDIT_MOST   1000000
#define ROUNDS_OF_RUN 1000 /* and more than a run has */

/* The active matches that somebody is in, and those of them they lead. */
struct places {
	int64_t all, leads;
};

/* The mentor of a pair that nobody called one: it is of a time when the program
 * matched peers, or of a store that did not know yet. */
static int64_t
lead_of(const struct program *program, const struct facts *facts,
	const struct match *match)
{
	if (match->lead || program->matching.form != MATCHING_MENTORS ||
		match->members.n != 2)
		return match->lead;
	for (size_t i = 0; i < 2; i++) {
		const struct participant *one = facts_participant(
						 facts, match->members.at[i]),
					 *other = facts_participant(facts,
						 match->members.at[1 - i]);

		if (one && other && role_mentors(one->role) &&
			role_learns(other->role) &&
			(one->role == ROLE_MENTOR ||
				other->role == ROLE_MENTEE))
			return one->id;
	}
	return 0;
}

static GHashTable *
places_taken(const struct program *program, const struct facts *facts)
{
	GHashTable *taken = g_hash_table_new(g_int64_hash, g_int64_equal);

	for (size_t i = 0; i < facts->matches.n; i++) {
		struct match *match = facts->matches.at[i];

		if (match->state != MATCH_ACTIVE)
			continue;
		int64_t lead = lead_of(program, facts, match);
		for (size_t m = 0; m < match->members.n; m++) {
			int64_t *id = &match->members.at[m];
			struct places *places = g_hash_table_lookup(taken, id);

			if (!places) {
				places = POOL_NEW(facts->pool, struct places);
				g_hash_table_insert(taken, id, places);
			}
			places->all++;
			places->leads += lead == *id;
		}
	}
	return taken;
}

static const struct places *
places_of(GHashTable *taken, const struct participant *p)
{
	static const struct places none = { 0, 0 };
	const struct places *places = g_hash_table_lookup(taken, &p->id);

	return places ? places : &none;
}

/* Somebody without a mentor, or with fewer than they may have. */
static bool
seeks_mentor(const struct program *program, const struct participant *p,
	const struct places *taken)
{
	return role_learns(p->role) &&
		taken->all - taken->leads < MAX(1, program->matching.mentors);
}

static bool
has_room(const struct program *program, const struct participant *p,
	const struct places *taken)
{
	return role_mentors(p->role) &&
		taken->leads <
		participant_capacity(p, program->matching.capacity);
}

/* In rounds everybody gets somebody else each time. */
static bool
wants_match(const struct program *program, const struct participant *p,
	const struct places *taken)
{
	switch (program->matching.form) {
	case MATCHING_PEERS:
	case MATCHING_GROUPS:
		break;
	case MATCHING_MENTORS:
		return seeks_mentor(program, p, taken) ||
			has_room(program, p, taken);
	case MATCHING_ROUNDS:
		return true;
	}
	return !taken->all;
}

/* Of each the match that ended last. */
static GHashTable *
matches_ended(const struct facts *facts)
{
	GHashTable *ended = g_hash_table_new(g_int64_hash, g_int64_equal);

	for (size_t i = 0; i < facts->matches.n; i++) {
		struct match *match = facts->matches.at[i];

		if (match->state != MATCH_ENDED)
			continue;
		for (size_t m = 0; m < match->members.n; m++) {
			int64_t *id = &match->members.at[m];
			const struct match *last =
				g_hash_table_lookup(ended, id);

			if (!last || match->ended_at > last->ended_at)
				g_hash_table_insert(ended, id, match);
		}
	}
	return ended;
}

static bool
ended_because(const struct match *match, const char *reason)
{
	return match->end_reason && !strcmp(match->end_reason, reason);
}

/* Their silence ended it, and not a word since. */
static bool
went_silent(const struct program *program, const struct participant *p,
	const struct match *last)
{
	return last && ended_because(last, ENDED_SILENT) &&
		p->heard_at < last->ended_at &&
		last->ended_at - p->heard_at >= program->silence.close;
}

/* Who is away for longer than this misses the meeting. A round is short: half
 * of it must be left. */
static int64_t
back_by(const struct program *program, const struct facts *facts)
{
	if (program->matching.form != MATCHING_ROUNDS)
		return INT64_MAX;
	int64_t round = round_now(program, facts);
	if (!round)
		return INT64_MAX;
	int64_t begins = round_begins(program, round);
	return round_in_event(program)
		? begins
		: begins + (round_ends(program, round) - begins) / 2;
}

/* Why nobody is given to them as a partner now; NULL when somebody may be. */
static const char *
bar(const struct program *program, const struct participant *p,
	const struct match *last, int64_t back)
{
	if (p->away_until > back)
		return "they are away at that time";
	if (p->bounces)
		return "mail to them comes back";
	if (went_silent(program, p, last))
		return "their last match ended because nothing was heard of "
		       "them";
	return NULL;
}

/* ---- what stands ---------------------------------------------------------- */

/* A mentor's mentees count against the capacity; a group that is not full may
 * take in one more than the wished size. */
static bool
is_open(const struct program *program, const struct match *match)
{
	switch (program->matching.form) {
	case MATCHING_PEERS:
	case MATCHING_ROUNDS:
		return false;
	case MATCHING_MENTORS:
		return true;
	case MATCHING_GROUPS:
		break;
	}
	return match->members.n <= (size_t)program->matching.size;
}

static void
add_standing(const struct program *program, const struct facts *facts,
	const struct match *match, GHashTable *there, struct waiting *waiting)
{
	*LIST_ADD(facts->pool, &waiting->standing) =
		(struct standing_match){ match->id, match->members,
			lead_of(program, facts, match) };
	for (size_t i = 0; i < match->members.n; i++) {
		struct participant *p =
			facts_participant(facts, match->members.at[i]);

		if (p && g_hash_table_add(there, &p->id))
			*LIST_ADD(facts->pool, &waiting->standing_people) = p;
	}
}

static void
find_standing(const struct program *program, const struct facts *facts,
	struct waiting *waiting)
{
	g_autoptr(GHashTable) there =
		g_hash_table_new(g_int64_hash, g_int64_equal);

	for (size_t i = 0; i < waiting->free.n; i++)
		g_hash_table_add(there, &waiting->free.at[i]->id);
	for (size_t i = 0; i < facts->matches.n; i++)
		if (facts->matches.at[i]->state == MATCH_ACTIVE &&
			is_open(program, facts->matches.at[i]))
			add_standing(program, facts, facts->matches.at[i],
				there, waiting);
}

/* ---- who waits ------------------------------------------------------------ */

static void
add_waiting(const struct program *program, const struct facts *facts,
	struct participant *p, const struct places *taken, const char *why,
	struct waiting *waiting)
{
	bool rounds = program->matching.form == MATCHING_ROUNDS;

	if (why && (rounds || !taken->all))
		*LIST_ADD(facts->pool, &waiting->barred) =
			(struct unmatched){ p->id, why, NULL };
	if (why)
		return;
	*LIST_ADD(facts->pool, &waiting->free) = p;
	waiting->alone += rounds || !taken->all;
	waiting->seek += seeks_mentor(program, p, taken);
	waiting->offer += has_room(program, p, taken);
}

struct waiting
waiting_people(const struct program *program, const struct facts *facts)
{
	g_autoptr(GHashTable) taken = places_taken(program, facts);
	g_autoptr(GHashTable) ended = matches_ended(facts);
	int64_t back = back_by(program, facts);
	struct waiting waiting = { 0 };

	for (size_t i = 0; i < facts->participants.n; i++) {
		struct participant *p = facts->participants.at[i];
		const struct places *places = places_of(taken, p);

		if (p->state == PARTICIPANT_ENROLLED &&
			wants_match(program, p, places))
			add_waiting(program, facts, p, places,
				bar(program, p,
					g_hash_table_lookup(ended, &p->id),
					back),
				&waiting);
	}
	find_standing(program, facts, &waiting);
	return waiting;
}

bool
waiting_need(const struct program *program, const struct waiting *waiting)
{
	return waiting->alone ||
		(program->matching.form == MATCHING_MENTORS && waiting->seek);
}

bool
waiting_can_match(const struct program *program, const struct waiting *waiting)
{
	switch (program->matching.form) {
	case MATCHING_PEERS:
	case MATCHING_ROUNDS:
		break;
	case MATCHING_MENTORS:
		return waiting->seek && waiting->offer && waiting->free.n > 1;
	case MATCHING_GROUPS:
		return waiting->free.n >= 2 ||
			(waiting->free.n && waiting->standing.n);
	}
	return waiting->free.n >= 2;
}

/* ---- former pairs -------------------------------------------------------- */

void
waiting_pairs(struct pool *pool, struct former_pair_list *pairs,
	const struct member_list *members)
{
	for (size_t a = 0; a < members->n; a++)
		for (size_t b = a + 1; b < members->n; b++)
			*LIST_ADD(pool, pairs) = (struct former_pair){
				.a = MIN(members->at[a], members->at[b]),
				.b = MAX(members->at[a], members->at[b])
			};
}

struct former_pair_list
waiting_history(const struct facts *facts)
{
	struct former_pair_list pairs = { 0 };

	for (size_t i = 0; i < facts->matches.n; i++)
		if (facts->matches.at[i]->published_at)
			waiting_pairs(facts->pool, &pairs,
				&facts->matches.at[i]->members);
	return pairs;
}

struct former_pair_list
waiting_parted(const struct facts *facts)
{
	struct former_pair_list pairs = { 0 };

	for (size_t i = 0; i < facts->matches.n; i++) {
		const struct match *match = facts->matches.at[i];

		if (match->state == MATCH_ENDED &&
			(ended_because(match, ENDED_ASKED) ||
				ended_because(match, ENDED_SILENT)))
			waiting_pairs(facts->pool, &pairs, &match->members);
	}
	return pairs;
}

/* ---- credit ---------------------------------------------------------------- */

/* When matches were last published: whoever waited then was passed over. */
static int64_t
last_publication(const struct facts *facts)
{
	int64_t last = 0;

	for (size_t i = 0; i < facts->matches.n; i++)
		last = MAX(last, facts->matches.at[i]->published_at);
	return last;
}

/* ---- turns -------------------------------------------------------------- */

/* When each round was published that ever was. */
LIST_OF(moment_list, int64_t);

static struct moment_list
published_rounds(const struct facts *facts)
{
	g_autoptr(GHashTable) known =
		g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, NULL);
	struct moment_list moments = { 0 };

	for (size_t i = 0; i < facts->matches.n; i++) {
		const struct match *match = facts->matches.at[i];
		int64_t *key = POOL_NEW(facts->pool, int64_t);

		*key = match->run * ROUNDS_OF_RUN + match->round;
		if (match->published_at && match->round &&
			g_hash_table_add(known, key))
			*LIST_ADD(facts->pool, &moments) = match->published_at;
	}
	return moments;
}

/* How often each was one of just two. */
static GHashTable *
times_paired(const struct facts *facts)
{
	GHashTable *paired = g_hash_table_new(g_int64_hash, g_int64_equal);

	for (size_t i = 0; i < facts->matches.n; i++) {
		struct match *match = facts->matches.at[i];

		if (!match->published_at || match->members.n != 2)
			continue;
		for (size_t m = 0; m < 2; m++) {
			int64_t *id = &match->members.at[m];
			gpointer times = g_hash_table_lookup(paired, id);

			g_hash_table_insert(paired, id,
				GSIZE_TO_POINTER(GPOINTER_TO_SIZE(times) + 1));
		}
	}
	return paired;
}

/* In rounds it goes by turns: how often somebody rested, or was one of three,
 * of the rounds since they are there. Who was the third of three is not known,
 * and all three of them had less of each other. */
static struct waiting_credit_list
turn_credits(const struct facts *facts, const struct participant_list *free)
{
	g_autoptr(GHashTable) paired = times_paired(facts);
	struct moment_list rounds = published_rounds(facts);
	struct waiting_credit_list credits = { 0 };

	for (size_t i = 0; i < free->n; i++) {
		const struct participant *p = free->at[i];
		int64_t turns = -(int64_t)GPOINTER_TO_SIZE(
			g_hash_table_lookup(paired, &p->id));

		for (size_t r = 0; r < rounds.n; r++)
			turns += rounds.at[r] >= p->joined_at;
		if (turns > 0)
			*LIST_ADD(facts->pool, &credits) =
				(struct waiting_credit){ p->id,
					MIN(turns * CREDIT_DAY, CREDIT_MOST) };
	}
	return credits;
}

struct waiting_credit_list
waiting_credits(const struct program *program, const struct facts *facts,
	const struct participant_list *free)
{
	if (program->matching.form == MATCHING_ROUNDS)
		return turn_credits(facts, free);
	g_autoptr(GHashTable) taken = places_taken(program, facts);
	g_autoptr(GHashTable) ended = matches_ended(facts);
	struct waiting_credit_list credits = { 0 };
	int64_t published = last_publication(facts);

	for (size_t i = 0; i < free->n; i++) {
		const struct participant *p = free->at[i];
		const struct match *last = g_hash_table_lookup(ended, &p->id);
		int64_t since = last ? last->ended_at : p->joined_at;

		if (places_of(taken, p)->all ||
			(!last && p->joined_at >= published))
			continue;
		*LIST_ADD(facts->pool, &credits) = (struct waiting_credit){
			p->id,
			CREDIT + CREDIT_DAY * MAX((facts->now - since) / DAY, 0)
		};
	}
	return credits;
}
