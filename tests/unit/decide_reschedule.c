/* A coordinator moves a session by command: what changes, and what speaks
 * against it. */
#include "decide_world.h"

static struct session *
first_session(struct world *w)
{
	struct match *match = start_all(w);

	g_assert_nonnull(match);
	for (size_t i = 0; i < w->facts->sessions.n; i++)
		if (w->facts->sessions.at[i]->match == match->id)
			return w->facts->sessions.at[i];
	g_assert_not_reached();
}

static void
refuses(struct world *w, int64_t id, int64_t at, const char *words)
{
	struct err err = { 0 };
	size_t outcomes = w->facts->outcomes.n;

	g_assert_false(decide_reschedule(&w->program, w->facts, id, at, &err));
	g_assert_cmpint(err.kind, ==, ERR_NEVER);
	g_test_message("%s", err.text);
	g_assert_nonnull(strstr(err.text, words));
	g_assert_cmpuint(w->facts->mails.n, ==, 0);
	g_assert_cmpuint(w->facts->outcomes.n, ==, outcomes);
}

static void
test_moves(void)
{
	struct world *w = world_new(4);
	struct session *s = first_session(w);
	int64_t sequence = s->sequence, at = s->starts_at + 2 * DAY;
	struct err err = { 0 };

	w->facts->now = berlin("2027-01-04 09:00");
	s->attendees.at[0].partstat = PARTSTAT_ACCEPTED;
	g_assert_true(
		decide_reschedule(&w->program, w->facts, s->id, at, &err));
	settle(w);
	g_assert_cmpint(s->starts_at, ==, at);
	g_assert_cmpint(s->sequence, ==, sequence + 1);
	g_assert_cmpint(s->attendees.at[0].partstat, ==, PARTSTAT_NEEDS_ACTION);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, -1), ==, 2);
	g_assert_cmpint(outcomes(w, OUTCOME_SESSION_MOVED, false), ==, 1);
	world_free(w);
}

static void
test_refuses(void)
{
	struct world *w = world_new(4);
	struct session *s = first_session(w);
	int64_t at = s->starts_at + 2 * DAY, before = s->starts_at;

	w->facts->now = berlin("2027-01-04 09:00");
	refuses(w, 4711, at, "there is no session 4711");
	refuses(w, s->id, before, "at that time already");
	refuses(w, s->id, w->facts->now, "is past");
	refuses(w, s->id, berlin("2027-04-12 09:00"), "program is over");
	s->organizer = s->attendees.at[1].participant;
	refuses(w, s->id, at, "only they can move it");
	s->organizer = 0;
	s->state = SESSION_CANCELLED;
	refuses(w, s->id, at, "is cancelled");
	s->state = SESSION_PLANNED;
	facts_match(w->facts, s->match)->state = MATCH_ENDED;
	refuses(w, s->id, at, "match of session");
	facts_match(w->facts, s->match)->state = MATCH_ACTIVE;
	w->facts->now = before + 60;
	refuses(w, s->id, at, "has begun");
	world_free(w);
}

/* Nobody is put into two meetings at once; who does not come to the other one
 * is not in it. */
static void
test_clash(void)
{
	struct world *w = world_new(4);
	struct session *s = first_session(w), *other = NULL;
	struct err err = { 0 };
	int64_t at = s->starts_at + 2 * DAY;

	w->facts->now = berlin("2027-01-04 09:00");
	for (size_t i = 0; i < w->facts->sessions.n; i++)
		if (w->facts->sessions.at[i] != s)
			other = w->facts->sessions.at[i];
	g_assert_nonnull(other);
	other->starts_at = at + 30 * MINUTE;
	other->attendees.at[0].participant = s->attendees.at[1].participant;
	refuses(w, s->id, at, "is in session");
	refuses(w, s->id, at + HOUR, "is in session");
	other->attendees.at[0].partstat = PARTSTAT_DECLINED;
	g_assert_true(
		decide_reschedule(&w->program, w->facts, s->id, at, &err));
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/decide/reschedule/moves", test_moves);
	g_test_add_func("/decide/reschedule/refuses", test_refuses);
	g_test_add_func("/decide/reschedule/clash", test_clash);
	return g_test_run();
}
