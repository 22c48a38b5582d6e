/* A due item: the names of its kinds and states.
 *
 * The names are what the store holds and people read: changing one needs a
 * migration. */
#include "noun/due.h"

#include <assert.h>
#include <glib.h>

static const char *const due_kind_names[] = {
	[DUE_STEP] = "step",
	[DUE_MATCHING] = "matching",
	[DUE_REMIND] = "remind",
	[DUE_EXPIRE] = "expire",
	[DUE_SILENCE] = "silence",
	[DUE_RESUME] = "resume",
	[DUE_PLAN] = "plan",
	[DUE_DIGEST] = "digest",
	[DUE_END] = "end",
};
static_assert(G_N_ELEMENTS(due_kind_names) == DUE_END + 1, "a name for each");

const char *
due_kind_name(enum due_kind kind)
{
	return due_kind_names[kind];
}

static const char *const due_state_names[] = {
	[DUE_WAITING] = "waiting",
	[DUE_DONE] = "done",
	[DUE_DROPPED] = "dropped",
};
static_assert(
	G_N_ELEMENTS(due_state_names) == DUE_DROPPED + 1, "a name for each");

const char *
due_state_name(enum due_state state)
{
	return due_state_names[state];
}

static const char *const subject_kind_names[] = {
	[SUBJECT_PROGRAM] = "program",
	[SUBJECT_PARTICIPANT] = "participant",
	[SUBJECT_MATCH] = "match",
	[SUBJECT_SESSION] = "session",
	[SUBJECT_ASK] = "ask",
};
static_assert(
	G_N_ELEMENTS(subject_kind_names) == SUBJECT_ASK + 1, "a name for each");

const char *
subject_kind_name(enum subject_kind kind)
{
	return subject_kind_names[kind];
}
