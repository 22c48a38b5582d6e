/* Endings: whatever ends a match, or takes somebody out of it, each calendar
 * that holds a meeting to come is told once, under a higher SEQUENCE, and what
 * was stays. For single meetings, for a series before and after its first one,
 * and for meetings that participants organize. */
#include "decide/concern.h"
#include "decide_world.h"

enum kind {
	SINGLE,
	SERIES_BEFORE,
	SERIES_AFTER,
	THEIRS,
	KINDS
};
static const char *const kinds[] = { "single", "series before", "series after",
	"theirs" };

enum way {
	SILENT,
	WISHED,
	LEFT,
	GONE_FROM_ROSTER,
	PAUSED,
	PROGRAM_OVER,
	NEW_PARTNER,
	WAYS
};
static const char *const ways[] = { "silence", "an answer", "left", "roster",
	"pause", "program over", "rematch" };

static struct world *
world_of(enum kind kind)
{
	struct world *w = world_new(2);

	w->program.silence = (struct silence){ 0 };
	w->program.sessions.series =
		kind == SERIES_BEFORE || kind == SERIES_AFTER;
	w->program.sessions.count = 5;
	w->program.sessions.find =
		kind == THEIRS ? FIND_THEMSELVES : FIND_AVAILABILITY;
	start_all(w);
	run_until(w, berlin("2027-01-05 06:00"));
	if (kind != THEIRS)
		run_until(w,
			kind == SINGLE || kind == SERIES_AFTER
				? w->facts->sessions.at[0]->starts_at + 3 * HOUR
				: 0);
	return w;
}

/* A meeting that 1 organizes, by hand. */
static void
add_theirs(struct world *w)
{
	struct session *s = facts_new_session(w->facts);

	s->match = w->facts->matches.at[0]->id;
	s->number = 1;
	s->uid = "abc@calendar.example";
	s->organizer = 1;
	s->starts_at = w->facts->now + 3 * DAY;
	s->minutes = 60;
	s->dtstamp = 1;
	session_add_person(w->facts, s, 1);
	session_add_person(w->facts, s, 2);
}

static void
end_it(struct world *w, enum way way)
{
	struct match *match = w->facts->matches.at[0];
	struct due *over = find_due(w, DUE_END, 0);

	switch (way) {
	case SILENT:
		ending_match(w->facts, match, ENDED_SILENT);
		break;
	case WISHED:
		ending_match(w->facts, match, ENDED_ASKED);
		break;
	case LEFT:
		leave_now(&w->program, w->facts, person(w, 1), "test");
		break;
	case GONE_FROM_ROSTER:
		w->program.roster.n = 1;
		decide_roster(&w->program, w->facts);
		break;
	case PAUSED:
		pause_now(&w->program, w->facts, person(w, 1), 0, 1, true);
		break;
	case PROGRAM_OVER:
		w->program.ends = w->facts->now / DAY - 1;
		g_assert_nonnull(over);
		if (over) {
			over->at = w->facts->now;
			fire(w, over);
		}
		return;
	case NEW_PARTNER:
		rematch_part(&w->program, w->facts, match, person(w, 1));
		break;
	case WAYS:
		break;
	}
	settle(w);
}

static int
cancellations(const struct world *w, int64_t who)
{
	return fresh(w, MOMENT_CANCELLATION, who);
}

static void
check(enum kind kind, enum way way)
{
	struct world *w = world_of(kind);
	int64_t before[64], ahead = 0;
	enum session_state states[64];
	size_t n;

	if (kind == THEIRS)
		add_theirs(w);
	n = w->facts->sessions.n;
	g_assert_cmpuint(n, <=, 64);
	for (size_t i = 0; i < n; i++) {
		const struct session *s = w->facts->sessions.at[i];

		before[i] = s->sequence;
		states[i] = s->state;
		ahead += session_to_come(s, w->facts->now);
	}
	g_test_message(
		"%s, %s: %d to come", kinds[kind], ways[way], (int)ahead);
	g_assert_cmpint(ahead, >, 0);
	int64_t now = w->facts->now;
	end_it(w, way);
	for (size_t i = 0; i < n; i++) {
		const struct session *s = w->facts->sessions.at[i];

		if (s->starts_at <= now) {
			g_assert_cmpint(s->state, ==, states[i]);
			g_assert_cmpint(s->sequence, ==, before[i]);
			continue;
		}
		g_assert_cmpint(s->state, ==, SESSION_CANCELLED);
		/* nobody but its organizer withdraws their own */
		g_assert_cmpint(s->sequence, ==,
			kind == THEIRS ? before[i] : before[i] + 1);
	}
	for (int64_t who = 1; who <= 2; who++)
		g_assert_cmpint(
			cancellations(w, who), ==, kind == THEIRS ? 0 : 1);
	const struct mail_request *mail =
		mail_to(&w->fresh, MOMENT_CANCELLATION, 2);
	if (mail)
		g_assert_cmpint(mail->object, ==,
			kind == SINGLE                  ? OBJECT_SESSION
				: kind == SERIES_BEFORE ? OBJECT_SERIES
							: OBJECT_REST);
	/* and nothing is said twice */
	w->facts->now += HOUR;
	decide_roster(&w->program, w->facts);
	settle(w);
	g_assert_cmpint(cancellations(w, -1), ==, 0);
	world_free(w);
}

static void
test_every_ending(void)
{
	for (enum kind kind = 0; kind < KINDS; kind++)
		for (enum way way = 0; way < WAYS; way++)
			check(kind, way);
}

/* In a group only who goes is told that it is over; a pause leaves out what
 * falls into it, and they are invited again when they are back. */
static void
test_one_of_a_group(void)
{
	static const bool series[] = { false, true };

	for (size_t i = 0; i < G_N_ELEMENTS(series); i++) {
		struct world *w = world_new(3);

		w->program.silence = (struct silence){ 0 };
		w->program.matching.form = MATCHING_GROUPS;
		w->program.matching.size = 3;
		w->program.sessions.series = series[i];
		w->program.sessions.count = 4;
		enrol_all(w);
		match_them(w, false, IDS(1, 2, 3));
		run_until(w, berlin("2027-01-04 06:00"));
		g_test_message("series %d", series[i]);
		pause_now(&w->program, w->facts, person(w, 2), 0, 1, true);
		settle(w);
		g_assert_cmpint(cancellations(w, 2), ==, 1);
		g_assert_cmpint(cancellations(w, -1), ==, 1);
		g_assert_cmpint(fresh(w, MOMENT_INVITATION, 1), ==, 1);
		g_assert_cmpint(fresh(w, MOMENT_INVITATION, 2), ==, 0);
		pause_resume(&w->program, w->facts, person(w, 2), 2);
		settle(w);
		g_assert_cmpint(fresh(w, MOMENT_INVITATION, 2), ==, 1);
		g_assert_cmpint(cancellations(w, -1), ==, 0);
		leave_now(&w->program, w->facts, person(w, 3), "test");
		settle(w);
		g_assert_cmpint(cancellations(w, 3), ==, 1);
		g_assert_cmpint(cancellations(w, -1), ==, 1);
		for (size_t k = 0; k < w->facts->sessions.n; k++)
			g_assert_cmpint(w->facts->sessions.at[k]->state, ==,
				SESSION_PLANNED);
		world_free(w);
	}
}

/* One says that they met, the other that they did not: they met. A no alone is
 * noted, and nobody is blamed. */
static void
test_held_and_missed(void)
{
	static const struct {
		const char *one, *other;
		enum session_state want;
	} cases[] = {
		{ "yes", "no", SESSION_HELD },
		{ "no", "yes", SESSION_HELD },
		{ "no", "no", SESSION_MISSED },
		{ "no", NULL, SESSION_MISSED },
		{ NULL, NULL, SESSION_PLANNED },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct world *w = world_new(2);

		open_checkin(w);
		const char *said[] = { cases[i].one, cases[i].other };
		for (int64_t who = 1; who <= 2; who++) {
			struct post post =
				post_from(w, who, waiting(w, who, "checkin"));

			if (!said[who - 1])
				continue;
			say(w, &post, 1, said[who - 1], CONFIDENCE_SURE);
			say(w, &post, 2, "3", CONFIDENCE_SURE);
			g_assert_cmpint(
				ends_as(w, &post), ==, DISPOSITION_ANSWER);
			/* the partner hears nothing of it */
			g_assert_cmpuint(w->fresh.n, ==, 1);
			g_assert_cmpint(fresh(w, MOMENT_THANKS, who), ==, 1);
		}
		g_test_message("case %zu", i);
		g_assert_cmpint(
			w->facts->sessions.at[0]->state, ==, cases[i].want);
		/* the next one is planned whatever became of this one */
		g_assert_cmpuint(w->facts->sessions.n, ==, 2);
		world_free(w);
	}
}

/* The coordinator writes an earlier end into the config, and reloads: nothing
 * stands in a calendar after it. A later one counts as well. */
static void
test_end_is_moved(void)
{
	static const int64_t days[] = { 3, -1, 400 };

	for (size_t i = 0; i < G_N_ELEMENTS(days); i++) {
		struct world *w = world_new(2);

		start_all(w);
		run_until(w, berlin("2027-01-05 06:00"));
		w->program.ends = w->facts->now / DAY + days[i];
		enrol_all(w);
		struct due *over = find_due(w, DUE_END, 0);
		g_test_message("case %zu", i);
		g_assert_cmpint(over->at, ==, program_end_time(&w->program));
		fire(w, over);
		g_assert_cmpint(
			w->facts->matches.at[0]->state, ==, MATCH_ENDED);
		for (size_t s = 0; s < w->facts->sessions.n; s++)
			g_assert_false(session_to_come(
				w->facts->sessions.at[s], w->facts->now));
		world_free(w);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
#define TEST(name) g_test_add_func("/decide/ending/" #name, test_##name)
	TEST(every_ending);
	TEST(one_of_a_group);
	TEST(held_and_missed);
	TEST(end_is_moved);
	return g_test_run();
}
