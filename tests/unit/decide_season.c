/* A season in miniature, turned by its due items alone; three weeks of
 * downtime; and that nothing happens twice. */
#include "decide_world.h"

/* What people do with what they are sent: everybody but the silent one
 * accepts invitations and answers check-ins the same hour. */
static void
answer_mail(struct world *w, const struct mail_request *mail, int64_t silent)
{
	if (!mail->participant || mail->participant == silent ||
		person(w, mail->participant)->state == PARTICIPANT_LEFT)
		return;
	if (mail->moment == MOMENT_CHECKIN) {
		struct ask *ask = facts_ask(w->facts, mail->ask);
		struct post post = post_from(w, mail->participant, ask);

		say(w, &post, 1, "yes", CONFIDENCE_SURE);
		if (!strcmp(ask->form, "checkin"))
			say(w, &post, 2, "4", CONFIDENCE_LIKELY);
		g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_ANSWER);
	}
	if (mail->moment == MOMENT_INVITATION) {
		struct post post = post_from(w, mail->participant, NULL);
		const struct session *s =
			facts_session(w->facts, mail->session);

		post.letter.kind = LETTER_CALENDAR;
		*LIST_ADD(w->pool, &post.letter.calendar) =
			(struct letter_calendar){ .method = "REPLY",
				.uid = s->uid,
				.attendee = person(w, mail->participant)->email,
				.partstat = "ACCEPTED",
				.sequence = s->sequence,
				.dtstamp = w->facts->now };
		receive(w, &post);
	}
}

/* Whoever left gets a farewell and cancellations, and nothing else. */
static void
check_recipients(const struct world *w)
{
	for (size_t i = 0; i < w->fresh.n; i++) {
		const struct mail_request *mail = &w->fresh.at[i];
		const struct participant *p =
			facts_participant(w->facts, mail->participant);

		if (!mail->participant) {
			g_assert_nonnull(mail->coordinator);
			continue;
		}
		g_assert_nonnull(p);
		if (p && p->state == PARTICIPANT_LEFT)
			g_assert_true(mail->moment == MOMENT_LEFT ||
				mail->moment == MOMENT_CANCELLATION);
	}
}

static void
season(struct world *w, int64_t until, int64_t silent)
{
	struct due *due;

	while ((due = next_due(w)) && due->at <= until) {
		fire(w, due);
		g_assert_true(
			due->state != DUE_WAITING || due->at > w->facts->now);
		check_recipients(w);
		struct mail_request_list mails = w->fresh;
		for (size_t i = 0; i < mails.n; i++)
			answer_mail(w, &mails.at[i], silent);
	}
}

static void
test_season(void)
{
	struct world *w = world_new(6);
	struct facts *f = w->facts;

	w->program.matching.publish = PUBLISH_AUTO;
	enrol_all(w);
	g_assert_cmpint(fresh(w, MOMENT_WELCOME, -1), ==, 6);
	season(w, berlin("2027-05-01 00:00"), 0);

	g_assert_cmpint(count_mails(&w->mails, MOMENT_INTRODUCTION, -1), ==, 6);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_NOTE, -1), ==, 6);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_MATCH_ENDED, -1), ==, 6);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_NUDGE, -1), ==, 0);
	/* every two weeks from January to April */
	g_assert_cmpuint(f->sessions.n, >=, 3 * 6);
	g_assert_cmpuint(f->sessions.n, <=, 3 * 7);
	for (size_t i = 0; i < f->sessions.n; i++) {
		const struct session *s = f->sessions.at[i];

		g_assert_cmpint(s->state, ==, SESSION_HELD);
		g_assert_cmpint(s->starts_at, >=, berlin("2027-01-06 00:00"));
		g_assert_cmpint(s->starts_at, <, berlin("2027-04-12 00:00"));
		g_assert_cmpint(s->sequence, ==, 0);
		g_assert_cmpuint(strlen(s->uid), <=, 64);
	}
	for (size_t i = 0; i < f->asks.n; i++)
		g_assert_cmpint(f->asks.at[i]->state, ==, ASK_ANSWERED);
	g_assert_cmpint(outcomes(w, OUTCOME_PROGRAM_ENDED, true), ==, 1);
	/* weekly digests to the one who wants them, one after the end */
	g_assert_cmpint(count_mails(&w->mails, MOMENT_DIGEST, 0), ==, 15);
	world_free(w);
}

/* Sessions keep their hour on the wall over the change of clocks. */
static void
test_sessions_keep_the_hour(void)
{
	struct world *w = world_new(2);
	struct facts *f = w->facts;

	w->program.matching.publish = PUBLISH_AUTO;
	enrol_all(w);
	season(w, berlin("2027-05-01 00:00"), 0);
	g_assert_cmpuint(f->sessions.n, >=, 6);
	const char *first =
		clock_of(w, "Europe/Berlin", f->sessions.at[0]->starts_at);
	for (size_t i = 1; i < f->sessions.n; i++) {
		const char *shown = clock_of(
			w, "Europe/Berlin", f->sessions.at[i]->starts_at);

		g_assert_cmpstr(shown + 11, ==, first + 11);
		g_assert_cmpint(f->sessions.at[i]->number, ==, (int)i + 1);
	}
	world_free(w);
}

/* One never says a word: nudged, told, closed, in that order and spaced. */
static void
test_silent_member(void)
{
	struct world *w = world_new(2);

	w->program.sessions.find = FIND_NONE;
	w->program.matching.publish = PUBLISH_AUTO;
	enrol_all(w);
	season(w, berlin("2027-03-01 00:00"), 2);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_NUDGE, 2), ==, 1);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_SILENCE, 0), ==, 1);
	g_assert_cmpint(outcomes(w, OUTCOME_SILENCE_CLOSED, true), ==, 1);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_MATCH_ENDED, -1), ==, 2);
	g_assert_null(facts_active_match(w->facts, 1));
	world_free(w);
}

/* ---- downtime -------------------------------------------------------------- */

/* All that is due now, the way the keeper works it off. */
static int
work_off(struct world *w, int64_t now)
{
	struct due_list late = { 0 };
	int mails = 0;

	w->facts->now = now;
	for (size_t i = 0; i < w->facts->dues.n; i++)
		if (w->facts->dues.at[i]->state == DUE_WAITING &&
			w->facts->dues.at[i]->at <= now)
			*LIST_ADD(w->pool, &late) = w->facts->dues.at[i];
	decide_catch_up(&w->program, w->facts, &late);
	settle(w);
	for (size_t i = 0; i < late.n; i++)
		if (late.at[i]->state == DUE_WAITING) {
			fire(w, late.at[i]);
			mails += (int)w->fresh.n;
		}
	return mails;
}

static void
test_downtime(void)
{
	struct world *w = world_new(6);
	int64_t down = berlin("2027-02-01 07:00"), back = down + 21 * DAY;

	w->program.matching.publish = PUBLISH_AUTO;
	for (int i = 0; i < 20; i++) /* a note a day: what would pile up */
		add_step(w, pool_printf(w->pool, "tip-%d", i), ANCHOR_DATE, 0,
			600, STEP_SEND, "tips")
			->date = date_of("2027-02-02") + i;
	enrol_all(w);
	season(w, down, 0);
	size_t before = w->mails.n;
	int rounds = 0;
	while (work_off(w, back) && ++rounds < 10)
		;
	for (int64_t id = 1; id <= 6; id++) {
		int notes = 0, all = 0;

		for (size_t i = before; i < w->mails.n; i++) {
			if (w->mails.at[i].participant != id)
				continue;
			all++;
			notes += w->mails.at[i].moment == MOMENT_NOTE;
		}
		g_assert_cmpint(notes, <=, 1);
		g_assert_cmpint(all, <=, 4);
	}
	g_assert_null(facts_active_match(w->facts, 99));
	g_assert_nonnull(facts_active_match(w->facts, 1)); /* nobody closed */
	g_assert_cmpint(outcomes(w, OUTCOME_DUE_DROPPED, true), >=, 6 * 19);
	for (size_t i = 0; i < w->facts->dues.n; i++)
		if (w->facts->dues.at[i]->state == DUE_DROPPED)
			g_assert_nonnull(w->facts->dues.at[i]->why);
	world_free(w);
}

/* The newest survives, in whatever order they come; what is not late, or
 * another person's, is left alone. */
static void
test_newest_survives(void)
{
	for (int order = 0; order < 2; order++) {
		struct world *w = world_new(2);
		struct due_list late = { 0 };
		struct due *notes[4] = { NULL };

		for (int i = 0; i < 2; i++)
			add_step(w, i ? "tip-b" : "tip-a", ANCHOR_DATE, 0, 600,
				STEP_SEND, "tips")
				->date = date_of("2027-02-02") + i;
		enrol_all(w);
		for (size_t i = 0; i < w->facts->dues.n; i++) {
			struct due *due = w->facts->dues.at[i];

			if (due->what && !strncmp(due->what, "tip-", 4))
				notes[(due->subject - 1) * 2 +
					(due->what[4] == 'b')] = due;
		}
		for (int i = 0; i < 4; i++)
			*LIST_ADD(w->pool, &late) = notes[order ? 3 - i : i];
		w->facts->now = berlin("2027-02-03 10:30");
		decide_catch_up(&w->program, w->facts, &late);
		g_assert_cmpint(notes[0]->state, ==, DUE_WAITING);
		w->facts->now = berlin("2027-02-06 10:00");
		decide_catch_up(&w->program, w->facts, &late);
		for (int i = 0; i < 4; i++)
			g_assert_cmpint(notes[i]->state, ==,
				i % 2 ? DUE_WAITING : DUE_DROPPED);
		world_free(w);
	}
}

static void
test_late_reminder_and_checkin(void)
{
	static const struct {
		enum due_kind kind;
		int64_t late;
		enum due_state want;
	} cases[] = {
		{ DUE_REMIND, 23 * HOUR, DUE_DONE },
		{ DUE_REMIND, 25 * HOUR, DUE_DROPPED },
		{ DUE_STEP, 6 * DAY, DUE_DONE },
		{ DUE_STEP, 8 * DAY, DUE_DROPPED },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct world *w = world_new(2);
		struct due *due = NULL;

		start_all(w);
		const struct session *s = w->facts->sessions.at[0];
		run_until(w, s->starts_at + HOUR);
		if (cases[i].kind == DUE_REMIND)
			run_until(w, s->starts_at + 3 * DAY);
		for (size_t d = 0; d < w->facts->dues.n; d++) {
			struct due *one = w->facts->dues.at[d];

			if (one->kind == cases[i].kind &&
				one->state == DUE_WAITING &&
				(one->kind == DUE_REMIND ||
					one->subject_kind == SUBJECT_SESSION))
				due = due ? due : one;
		}
		g_assert_nonnull(due);
		w->facts->now = due->at + cases[i].late;
		fire(w, due);
		g_assert_cmpint(due->state, ==, cases[i].want);
		world_free(w);
	}
}

/* ---- twice ------------------------------------------------------------------ */

static void
test_twice_is_once(void)
{
	struct world *w = world_new(6);

	start_all(w);
	size_t dues = w->facts->dues.n, people = w->facts->participants.n;
	size_t mails = w->mails.n;
	enrol_all(w);
	enrol_all(w);
	g_assert_cmpuint(w->facts->dues.n, ==, dues);
	g_assert_cmpuint(w->facts->participants.n, ==, people);
	g_assert_cmpuint(w->mails.n, ==, mails);
	for (size_t i = 0; i < dues; i++) {
		struct due *due = w->facts->dues.at[i];

		if (due->state != DUE_WAITING) {
			fire(w, due);
			g_assert_cmpuint(w->fresh.n, ==, 0);
		}
	}
	struct err err = { 0 };
	g_assert_false(
		decide_publish(&w->program, w->facts, 1, "command", &err));
	g_assert_cmpint(err.kind, ==, ERR_NEVER);
	world_free(w);
}

/* The same facts decide the same: two worlds, one log. */
static void
test_same_again(void)
{
	struct world *a = world_new(6), *b = world_new(6);

	a->program.matching.publish = PUBLISH_AUTO;
	b->program.matching.publish = PUBLISH_AUTO;
	enrol_all(a);
	enrol_all(b);
	season(a, berlin("2027-05-01 00:00"), 3);
	season(b, berlin("2027-05-01 00:00"), 3);
	g_assert_cmpuint(a->outcomes.n, ==, b->outcomes.n);
	g_assert_cmpuint(a->mails.n, ==, b->mails.n);
	for (size_t i = 0; i < a->mails.n && i < b->mails.n; i++)
		g_assert_cmpstr(a->mails.at[i].occurrence, ==,
			b->mails.at[i].occurrence);
	world_free(a);
	world_free(b);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/decide/season/all", test_season);
	g_test_add_func("/decide/season/hour", test_sessions_keep_the_hour);
	g_test_add_func("/decide/season/silent", test_silent_member);
	g_test_add_func("/decide/season/downtime", test_downtime);
	g_test_add_func("/decide/season/newest", test_newest_survives);
	g_test_add_func("/decide/season/late", test_late_reminder_and_checkin);
	g_test_add_func("/decide/season/twice", test_twice_is_once);
	g_test_add_func("/decide/season/same-again", test_same_again);
	return g_test_run();
}
