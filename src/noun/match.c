/* A match and a run: the names of their states.
 *
 * The names are what the store holds and people read: changing one needs a
 * migration. */
#include "noun/match.h"

#include <assert.h>
#include <glib.h>

static const char *const match_state_names[] = {
	[MATCH_DRAFT] = "draft",
	[MATCH_ACTIVE] = "active",
	[MATCH_ENDED] = "ended",
	[MATCH_DISCARDED] = "discarded",
};
static_assert(G_N_ELEMENTS(match_state_names) == MATCH_DISCARDED + 1,
	"a name for each");

const char *
match_state_name(enum match_state state)
{
	return match_state_names[state];
}

static const char *const run_state_names[] = {
	[RUN_DRAFT] = "draft",
	[RUN_PUBLISHED] = "published",
	[RUN_DISCARDED] = "discarded",
};
static_assert(
	G_N_ELEMENTS(run_state_names) == RUN_DISCARDED + 1, "a name for each");

const char *
run_state_name(enum run_state state)
{
	return run_state_names[state];
}

static const char *const run_proof_names[] = {
	[RUN_UNPROVEN] = "unproven",
	[RUN_BOUNDED] = "bounded",
	[RUN_OPTIMAL] = "optimal",
};
static_assert(
	G_N_ELEMENTS(run_proof_names) == RUN_OPTIMAL + 1, "a name for each");

const char *
run_proof_name(enum run_proof proof)
{
	return run_proof_names[proof];
}

bool
match_has(const struct match *match, int64_t participant)
{
	for (size_t i = 0; i < match->members.n; i++)
		if (match->members.at[i] == participant)
			return true;
	return false;
}
