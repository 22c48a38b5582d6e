/* A match and a run: the names of their states, and who is in a match.
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

int64_t *
match_heard(struct match *match, int64_t participant)
{
	for (size_t i = 0; i < match->members.n; i++)
		if (match->members.at[i] == participant)
			return &match->heard[i];
	return NULL;
}

bool
match_add(struct match *match, int64_t participant)
{
	struct member_list *members = &match->members;
	size_t at = members->n;

	if (match_has(match, participant) ||
		members->n == G_N_ELEMENTS(members->at))
		return false;
	for (; at > 0 && members->at[at - 1] > participant; at--) {
		members->at[at] = members->at[at - 1];
		match->heard[at] = match->heard[at - 1];
	}
	members->at[at] = participant;
	match->heard[at] = 0;
	members->n++;
	return true;
}

void
match_remove(struct match *match, int64_t participant)
{
	struct member_list *members = &match->members;
	size_t n = 0;

	for (size_t i = 0; i < members->n; i++) {
		if (members->at[i] == participant)
			continue;
		members->at[n] = members->at[i];
		match->heard[n++] = match->heard[i];
	}
	members->n = n;
}
