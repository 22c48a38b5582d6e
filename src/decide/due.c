/* Due items: what is done with each kind, and how one ends. Everything that
 * is dropped says why; what was merely settled earlier says so in its own row
 * and not in the log of outcomes.
 *
 * Catching up after downtime: of several late items of a person and kind only
 * the newest counts, so that three weeks off do not end in a storm. */
#include "decide/concern.h"

#include <glib.h>

/* Later than this is late because we were not there, not because a turn took
 * its time. */
#define LATE HOUR

static void
end(struct due *due, enum due_state state, const char *why)
{
	due->state = state;
	due->why = why;
	fact_touch(due);
}

void
due_done(struct due *due)
{
	end(due, DUE_DONE, NULL);
}

void
due_moot(struct due *due, const char *why)
{
	end(due, DUE_DROPPED, why);
}

static void
note_subject(struct outcome *outcome, const struct due *due)
{
	switch (due->subject_kind) {
	case SUBJECT_PROGRAM:
		return;
	case SUBJECT_PARTICIPANT:
		outcome->participant = due->subject;
		return;
	case SUBJECT_MATCH:
		outcome->match = due->subject;
		return;
	case SUBJECT_SESSION:
		outcome->session = due->subject;
		return;
	case SUBJECT_ASK:
		outcome->ask = due->subject;
		return;
	}
}

void
due_drop(struct facts *facts, struct due *due, const char *why)
{
	const char *what = due->what ? due->what : due_kind_name(due->kind);

	end(due, DUE_DROPPED, why);
	note_subject(facts_new_outcome(
			     facts, OUTCOME_DUE_DROPPED, "%s: %s", what, why),
		due);
}

const char *
due_absence(const struct facts *facts, const struct participant *p)
{
	if (!p)
		return "nobody of that number takes part";
	switch (p->state) {
	case PARTICIPANT_ENROLLED:
		return p->away_until > facts->now ? "they are away" : NULL;
	case PARTICIPANT_PAUSED:
		return "they are pausing";
	case PARTICIPANT_SUSPENDED:
		return "mail to them comes back";
	case PARTICIPANT_LEFT:
		return "they left the program";
	}
	return NULL;
}

/* The person and kind of an item that may pile up: "4/ask", "ask 12"; NULL
 * when it never does. */
static char *
pile_of(const struct program *program, struct pool *pool, const struct due *due)
{
	const struct step *step;
	int64_t reader;

	switch (due->kind) {
	case DUE_STEP:
		step = program_step(program, due->what);
		reader = timeline_reader(program, due);
		if (!step || !reader)
			return NULL;
		return pool_printf(pool, "person %" G_GINT64_FORMAT " %d",
			reader, (int)step->action);
	case DUE_REMIND:
		return pool_printf(pool, "ask %" G_GINT64_FORMAT, due->subject);
	case DUE_MATCHING:
	case DUE_EXPIRE:
	case DUE_SILENCE:
	case DUE_RESUME:
	case DUE_PLAN:
	case DUE_DIGEST:
	case DUE_END:
		break;
	}
	return NULL;
}

static bool
is_late(const struct facts *facts, const struct due *due)
{
	return due->state == DUE_WAITING && facts->now - due->at > LATE;
}

void
decide_catch_up(const struct program *program, struct facts *facts,
	const struct due_list *late)
{
	g_autoptr(GHashTable) newest =
		g_hash_table_new(g_str_hash, g_str_equal);

	for (size_t i = 0; i < late->n; i++) {
		struct due *due = late->at[i];
		char *pile = is_late(facts, due)
			? pile_of(program, facts->pool, due)
			: NULL;

		if (!pile)
			continue;
		struct due *older = g_hash_table_lookup(newest, pile);
		if (older && older->at > due->at) {
			struct due *swap = older;
			older = due;
			due = swap;
		}
		g_hash_table_insert(newest, pile, due);
		if (!older)
			continue;
		due_drop(facts, older, "a newer one was due as well");
		*LIST_ADD(facts->pool, &facts->dues) = older;
	}
}

void
decide_due(const struct program *program, struct facts *facts, struct due *due,
	const struct fields *digest)
{
	if (due->state != DUE_WAITING || due->at > facts->now)
		return;
	switch (due->kind) {
	case DUE_STEP:
		timeline_fire(program, facts, due, digest);
		return;
	case DUE_MATCHING:
		matching_due(program, facts, due);
		return;
	case DUE_REMIND:
		ask_remind(program, facts, due);
		return;
	case DUE_EXPIRE:
		ask_expire(program, facts, due);
		return;
	case DUE_SILENCE:
		silence_due(program, facts, due);
		return;
	case DUE_RESUME:
		pause_due(program, facts, due);
		return;
	case DUE_PLAN:
		session_due(program, facts, due);
		return;
	case DUE_DIGEST:
		digest_due(program, facts, due, digest);
		return;
	case DUE_END:
		ending_program(program, facts, due);
		return;
	}
}
