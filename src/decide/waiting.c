/* Who waits for a match, and for how long.
 *
 * Everybody who takes part and is in no active match; a holiday is no reason
 * to be left out of a season, sessions wait for its end. Two kinds of people
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
#define CREDIT     200000
#define CREDIT_DAY 1000

/* Ids of everybody in an active match. */
static GHashTable *
matched_people(const struct facts *facts)
{
	GHashTable *matched = g_hash_table_new(g_int64_hash, g_int64_equal);

	for (size_t i = 0; i < facts->matches.n; i++) {
		struct match *match = facts->matches.at[i];

		if (match->state != MATCH_ACTIVE)
			continue;
		for (size_t m = 0; m < match->members.n; m++)
			g_hash_table_add(matched, &match->members.at[m]);
	}
	return matched;
}

/* The match of theirs that ended last; NULL when none did. */
static const struct match *
last_ended(const struct facts *facts, int64_t participant)
{
	const struct match *last = NULL;

	for (size_t i = 0; i < facts->matches.n; i++) {
		const struct match *match = facts->matches.at[i];

		if (match->state == MATCH_ENDED &&
			match_has(match, participant) &&
			(!last || match->ended_at > last->ended_at))
			last = match;
	}
	return last;
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

/* Why nobody is given to them as a partner now; NULL when somebody may be. */
static const char *
bar(const struct program *program, const struct facts *facts,
	const struct participant *p)
{
	if (p->bounces)
		return "mail to them comes back";
	if (went_silent(program, p, last_ended(facts, p->id)))
		return "their last match ended because nothing was heard of "
		       "them";
	return NULL;
}

struct waiting
waiting_people(const struct program *program, const struct facts *facts)
{
	g_autoptr(GHashTable) matched = matched_people(facts);
	struct waiting waiting = { 0 };

	for (size_t i = 0; i < facts->participants.n; i++) {
		struct participant *p = facts->participants.at[i];

		if (p->state != PARTICIPANT_ENROLLED ||
			g_hash_table_contains(matched, &p->id))
			continue;
		const char *why = bar(program, facts, p);

		if (why)
			*LIST_ADD(facts->pool, &waiting.barred) =
				(struct unmatched){ p->id, why, NULL };
		else
			*LIST_ADD(facts->pool, &waiting.free) = p;
	}
	return waiting;
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

struct waiting_credit_list
waiting_credits(const struct facts *facts, const struct participant_list *free)
{
	struct waiting_credit_list credits = { 0 };
	int64_t published = last_publication(facts);

	for (size_t i = 0; i < free->n; i++) {
		const struct participant *p = free->at[i];
		const struct match *last = last_ended(facts, p->id);
		int64_t since = last ? last->ended_at : p->joined_at;

		if (!last && p->joined_at >= published)
			continue;
		*LIST_ADD(facts->pool, &credits) = (struct waiting_credit){
			p->id,
			CREDIT + CREDIT_DAY * MAX((facts->now - since) / DAY, 0)
		};
	}
	return credits;
}
