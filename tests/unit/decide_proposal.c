/* Other times for a session: put to the others, and what their answers do. */
#include "decide_propose.h"

/* ---- one round ------------------------------------------------------------------ */

static void
test_agreed(void)
{
	for (int by_calendar = 0; by_calendar < 2; by_calendar++) {
		struct world *w = pair();
		struct session *s = first(w);
		int64_t before = s->starts_at, wanted = NEW_TIME(s);
		struct letter_effect effect = by_calendar
			? counter(w, 1, s, wanted)
			: plain(w, 1, s, wanted);

		g_assert_cmpint(effect.disposition, ==, DISPOSITION_RSVP);
		g_assert_cmpint(s->starts_at, ==, before);
		g_assert_cmpint(fresh(w, MOMENT_PROPOSAL, 2), ==, 1);
		g_assert_cmpint(fresh(w, MOMENT_PROPOSAL, 1), ==, 0);
		g_assert_cmpint(newest(w)->calendar, ==, by_calendar);
		const struct mail_request *mail =
			mail_to(&w->fresh, MOMENT_PROPOSAL, 2);
		g_assert_cmpint(mail->proposal, ==, newest(w)->id);
		g_assert_cmpint(mail->session, ==, s->id);
		g_assert_null(waiting(w, 1, FORM_PROPOSAL));

		effect = answer(w, 2, COMMAND_YES, 0);
		g_assert_cmpint(effect.disposition, ==, DISPOSITION_ANSWER);
		g_assert_cmpint(s->starts_at, ==, wanted);
		g_assert_cmpint(s->sequence, ==, 1);
		g_assert_cmpint(newest(w)->state, ==, PROPOSAL_AGREED);
		g_assert_cmpint(session_attendee(s, 1)->partstat, ==,
			PARTSTAT_ACCEPTED);
		g_assert_cmpint(session_attendee(s, 2)->partstat, ==,
			PARTSTAT_ACCEPTED);
		g_assert_cmpint(fresh(w, MOMENT_INVITATION, -1), ==, 2);
		g_assert_cmpint(fresh(w, MOMENT_UNMOVED, -1), ==, 0);
		g_assert_cmpint(
			outcomes(w, OUTCOME_SESSION_MOVED, true), ==, 1);
		world_free(w);
	}
}

/* Check-ins and the like count from the new hour. */
static void
test_timeline_follows(void)
{
	struct world *w = pair();
	struct session *s = first(w);
	int64_t wanted = s->starts_at + 3 * DAY;

	counter(w, 1, s, wanted);
	answer(w, 2, COMMAND_YES, 0);
	run_until(w, wanted);
	g_assert_null(waiting(w, 1, "checkin"));
	run_until(w, wanted + 2 * DAY);
	g_assert_nonnull(waiting(w, 1, "checkin"));
	world_free(w);
}

static void
test_refused(void)
{
	struct world *w = pair();
	struct session *s = first(w);
	int64_t before = s->starts_at, dtstamp = s->dtstamp;

	counter(w, 1, s, NEW_TIME(s));
	answer(w, 2, COMMAND_NO, 0);
	g_assert_cmpint(s->starts_at, ==, before);
	g_assert_cmpint(s->sequence, ==, 0);
	g_assert_cmpint(s->dtstamp, >, dtstamp);
	g_assert_cmpint(newest(w)->state, ==, PROPOSAL_REFUSED);
	g_assert_cmpint(fresh(w, MOMENT_UNMOVED, 1), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_UNMOVED, 2), ==, 0);
	g_assert_true(told(w, 1, "refused"));
	g_assert_cmpint(mail_to(&w->fresh, MOMENT_UNMOVED, 1)->proposal, ==,
		newest(w)->id);
	/* they think again: that is a proposal of theirs */
	struct post post = post_from(w, 2, w->facts->asks.at[0]);
	post.letter.command = COMMAND_YES;
	receive(w, &post);
	g_assert_cmpint(open_proposals(w), ==, 1);
	g_assert_cmpint(newest(w)->participant, ==, 2);
	g_assert_cmpint(newest(w)->round, ==, 2);
	answer(w, 1, COMMAND_YES, 0);
	g_assert_cmpint(s->starts_at, ==, before + DAY);
	world_free(w);
}

/* "Yes, Wednesday at 5", which is when it stands: no yes to the new time. */
static void
test_yes_to_the_old_time(void)
{
	struct world *w = pair();
	struct session *s = first(w);
	int64_t before = s->starts_at;

	counter(w, 1, s, NEW_TIME(s));
	answer(w, 2, COMMAND_YES, before);
	g_assert_cmpint(s->starts_at, ==, before);
	g_assert_cmpint(newest(w)->state, ==, PROPOSAL_OPEN);
	g_assert_cmpint(fresh(w, MOMENT_CLARIFY, 2), ==, 1);
	world_free(w);
}

static void
test_expired(void)
{
	struct world *w = pair();
	struct session *s = first(w);
	int64_t before = s->starts_at;

	s->starts_at = w->facts->now + 10 * DAY;
	before = s->starts_at;
	counter(w, 1, s, NEW_TIME(s));
	struct ask *ask = waiting(w, 2, FORM_PROPOSAL);
	struct due *remind = find_due(w, DUE_REMIND, ask->id);
	struct due *expire = find_due(w, DUE_EXPIRE, ask->id);
	g_assert_cmpint(expire->at, ==, w->facts->now + 3 * DAY);
	g_assert_cmpint(remind->at, >=, w->facts->now + 36 * HOUR);
	fire(w, remind);
	g_assert_cmpint(fresh(w, MOMENT_PROPOSAL, 2), ==, 1);
	g_assert_nonnull(field_to(&w->fresh, MOMENT_PROPOSAL, 2, "again"));
	fire(w, expire);
	g_assert_cmpint(newest(w)->state, ==, PROPOSAL_REFUSED);
	g_assert_cmpint(fresh(w, MOMENT_UNMOVED, 1), ==, 1);
	g_assert_false(told(w, 1, "refused"));
	g_assert_cmpint(s->starts_at, ==, before);
	g_assert_cmpint(ask->state, ==, ASK_CLOSED);
	world_free(w);
}

/* Nobody is waited for until the hour itself. */
static void
test_expires_before_the_session(void)
{
	struct world *w = pair();
	struct session *s = first(w);

	s->starts_at = w->facts->now + 20 * HOUR;
	counter(w, 1, s, s->starts_at + 5 * DAY);
	struct ask *ask = waiting(w, 2, FORM_PROPOSAL);
	g_assert_cmpint(
		find_due(w, DUE_EXPIRE, ask->id)->at, <, s->starts_at - HOUR);
	g_assert_null(find_due(w, DUE_REMIND, ask->id));
	world_free(w);
}

static void
test_same_again(void)
{
	struct world *w = pair();
	struct session *s = first(w);

	counter(w, 1, s, NEW_TIME(s));
	w->facts->now += 60;
	counter(w, 1, s, NEW_TIME(s));
	plain(w, 1, s, NEW_TIME(s));
	g_assert_cmpuint(w->facts->proposals.n, ==, 1);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_PROPOSAL, -1), ==, 1);
	world_free(w);
}

/* ---- several rounds -------------------------------------------------------------- */

static void
test_rounds(void)
{
	struct world *w = pair();
	struct session *s = first(w);
	int64_t before = s->starts_at;

	counter(w, 1, s, before + DAY);
	answer(w, 2, COMMAND_NONE, before + 2 * DAY);
	g_assert_cmpint(
		w->facts->proposals.at[0]->state, ==, PROPOSAL_REPLACED);
	g_assert_cmpint(newest(w)->participant, ==, 2);
	g_assert_cmpint(newest(w)->round, ==, 2);
	g_assert_cmpint(fresh(w, MOMENT_PROPOSAL, 1), ==, 1);
	answer(w, 1, COMMAND_NO, before + DAY + 2 * HOUR);
	g_assert_cmpint(newest(w)->round, ==, 3);
	g_assert_cmpint(open_proposals(w), ==, 1);
	/* a fourth is in a list that everybody gets */
	answer(w, 2, COMMAND_NONE, before + 7 * DAY);
	g_assert_cmpint(open_proposals(w), ==, 0);
	g_assert_cmpuint(w->facts->polls.n, ==, 1);
	struct poll *poll = w->facts->polls.at[0];
	g_assert_cmpint(poll->session, ==, s->id);
	g_assert_cmpuint(poll->slots.n, ==, 3);
	bool in_it = false;
	for (size_t i = 0; i < poll->slots.n; i++)
		in_it = in_it || poll->slots.at[i] == before + 7 * DAY;
	g_assert_true(in_it);
	g_assert_cmpint(fresh(w, MOMENT_TIMES, -1), ==, 2);
	g_assert_cmpint(s->starts_at, ==, before);
	world_free(w);
}

/* Both propose before they have seen the other's; the same or another time. */
static void
test_at_the_same_time(void)
{
	for (int same = 0; same < 2; same++) {
		struct world *w = pair();
		struct session *s = first(w);
		int64_t before = s->starts_at;

		counter(w, 1, s, before + DAY);
		counter(w, 2, s, before + (same ? DAY : 2 * DAY));
		if (same) {
			g_assert_cmpint(s->starts_at, ==, before + DAY);
			g_assert_cmpint(open_proposals(w), ==, 0);
		} else {
			g_assert_cmpint(open_proposals(w), ==, 1);
			g_assert_cmpint(newest(w)->participant, ==, 2);
			g_assert_nonnull(waiting(w, 1, FORM_PROPOSAL));
			g_assert_null(waiting(w, 2, FORM_PROPOSAL));
		}
		world_free(w);
	}
}

/* The buttons of the calendar, pressed for what stands, answer nothing. */
static void
test_rsvp_is_no_answer(void)
{
	struct world *w = pair();
	struct session *s = first(w);
	struct post post = post_from(w, 2, NULL);

	counter(w, 1, s, NEW_TIME(s));
	post.letter.kind = LETTER_CALENDAR;
	*LIST_ADD(w->pool, &post.letter.calendar) =
		(struct letter_calendar){ .method = "REPLY",
			.uid = s->uid,
			.attendee = person(w, 2)->email,
			.partstat = "ACCEPTED",
			.dtstamp = w->facts->now };
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_RSVP);
	g_assert_cmpint(open_proposals(w), ==, 1);
	g_assert_nonnull(waiting(w, 2, FORM_PROPOSAL));
	world_free(w);
}

/* ---- what cannot be ----------------------------------------------------------------- */

static void
test_cannot_be(void)
{
	static const struct {
		int64_t from_now; /* else: days after the session */
		int64_t days;
		bool off;
		const char *why;
	} cases[] = {
		{ -HOUR, 0, false, "soon" },
		{ HOUR, 0, false, "soon" },
		{ 0, 400, false, "beyond" },
		{ 0, 1, true, "off" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct world *w = pair();
		struct session *s = first(w);
		int64_t before = s->starts_at;

		w->program.sessions.proposals = !cases[i].off;
		g_test_message("case %zu", i);
		counter(w, 1, s,
			cases[i].from_now ? w->facts->now + cases[i].from_now
					  : before + cases[i].days * DAY);
		g_assert_true(told(w, 1, cases[i].why));
		g_assert_cmpint(open_proposals(w), ==, 0);
		g_assert_cmpint(fresh(w, MOMENT_PROPOSAL, -1), ==, 0);
		g_assert_cmpint(s->starts_at, ==, before);
		world_free(w);
	}
}

static void
test_outdated(void)
{
	struct world *w = pair();
	struct session *s = first(w);
	int64_t before = s->starts_at;

	counter(w, 1, s, NEW_TIME(s));
	answer(w, 2, COMMAND_YES, 0);
	session_attendee(s, 1)->reply_sequence = -1;
	session_attendee(s, 1)->reply_dtstamp = 0;
	w->facts->now += HOUR;
	counter_as(w, 1, s, before + 2 * DAY, 0);
	g_assert_true(told(w, 1, "outdated"));
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, 1), ==, 1);
	g_assert_cmpint(open_proposals(w), ==, 0);
	w->facts->now += HOUR;
	counter_as(w, 1, s, before + 2 * DAY, 0);
	counter_as(w, 1, s, before + 3 * DAY, 0);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, 1), ==, 0);
	world_free(w);
}

static void
test_taken(void)
{
	struct world *w = pair();
	struct session *s = first(w);
	struct session *other = facts_new_session(w->facts);
	int64_t wanted = NEW_TIME(s);

	other->uid = "other";
	other->match = 99;
	other->starts_at = wanted + 30 * MINUTE;
	other->minutes = 60;
	*LIST_ADD(w->pool, &other->attendees) =
		(struct attendee){ .participant = 2 };
	counter(w, 1, s, wanted);
	g_assert_true(told(w, 1, "taken"));
	/* and one that comes in between */
	other->starts_at += 5 * DAY;
	counter(w, 1, s, wanted);
	other->starts_at -= 5 * DAY;
	answer(w, 2, COMMAND_YES, 0);
	g_assert_true(told(w, 1, "taken"));
	g_assert_true(told(w, 2, "taken"));
	g_assert_cmpint(s->starts_at, ==, wanted - DAY);
	world_free(w);
}

/* Whose it is not, what is over: no effect. */
static void
test_no_effect(void)
{
	struct world *w = world_new(4);
	struct letter_effect effect;

	start_all(w);
	w->facts->now += HOUR;
	struct session *s = first(w);
	int64_t stranger = 0;
	for (int64_t id = 1; id <= 4; id++)
		if (!session_attendee(s, id))
			stranger = id;
	effect = counter(w, stranger, s, NEW_TIME(s));
	g_assert_cmpint(effect.disposition, ==, DISPOSITION_IGNORED);
	effect = plain(w, stranger, s, NEW_TIME(s));
	g_assert_cmpint(effect.disposition, ==, DISPOSITION_COORDINATOR);
	int64_t who = s->attendees.at[0].participant;
	counter(w, who, s, s->starts_at);
	counter(w, who, s, 0);
	g_assert_cmpuint(w->facts->proposals.n, ==, 0);
	command(w, who, NULL, COMMAND_STOP);
	counter(w, who, s, NEW_TIME(s));
	g_assert_cmpuint(w->facts->proposals.n, ==, 0);
	world_free(w);
}

/* ---- crossing mails ------------------------------------------------------------------- */

static void
test_yes_after_cancel(void)
{
	struct world *w = pair();
	struct session *s = first(w);
	int64_t before = s->starts_at;

	counter(w, 1, s, NEW_TIME(s));
	struct ask *ask = waiting(w, 2, FORM_PROPOSAL);
	command(w, 1, NULL, COMMAND_STOP); /* pauses: the session goes */
	g_assert_cmpint(s->state, ==, SESSION_CANCELLED);
	g_assert_cmpint(newest(w)->state, ==, PROPOSAL_MOOT);
	g_assert_cmpint(ask->state, ==, ASK_CLOSED);
	struct post post = post_from(w, 2, ask);
	post.letter.command = COMMAND_YES;
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_ANSWER);
	g_assert_cmpint(s->starts_at, ==, before);
	world_free(w);
}

static void
test_moved_meanwhile(void)
{
	struct world *w = pair();
	struct session *s = first(w);
	int64_t moved = s->starts_at + 5 * DAY;

	counter(w, 1, s, NEW_TIME(s));
	struct ask *ask = waiting(w, 2, FORM_PROPOSAL);
	session_move(&w->program, w->facts, s, moved, 60, 0);
	settle(w);
	g_assert_cmpint(newest(w)->state, ==, PROPOSAL_MOOT);
	struct post post = post_from(w, 2, ask);
	post.letter.command = COMMAND_YES;
	receive(w, &post);
	g_assert_cmpint(s->starts_at, ==, moved);
	g_assert_cmpint(open_proposals(w), ==, 0);
	world_free(w);
}

static void
test_late_yes(void)
{
	struct world *w = pair();
	struct session *s = first(w);

	s->starts_at = w->facts->now + 10 * DAY;
	int64_t wanted = NEW_TIME(s);
	counter(w, 1, s, wanted);
	struct ask *ask = waiting(w, 2, FORM_PROPOSAL);
	fire(w, find_due(w, DUE_EXPIRE, ask->id));
	struct post post = post_from(w, 2, ask);
	post.letter.command = COMMAND_YES;
	receive(w, &post);
	g_assert_nonnull(waiting(w, 1, FORM_PROPOSAL));
	answer(w, 1, COMMAND_YES, 0);
	g_assert_cmpint(s->starts_at, ==, wanted);
	world_free(w);
}

/* Mail to who proposed comes back since: their calendar cannot be told of a
 * move, so it stays, and who said yes hears of it. */
static void
test_out_of_reach(void)
{
	struct world *w = pair();
	struct session *s = first(w);
	int64_t before = s->starts_at;

	counter(w, 1, s, NEW_TIME(s));
	person(w, 1)->state = PARTICIPANT_SUSPENDED;
	answer(w, 2, COMMAND_YES, 0);
	g_assert_cmpint(s->starts_at, ==, before);
	g_assert_cmpint(w->facts->proposals.at[0]->state, ==, PROPOSAL_REFUSED);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, -1), ==, 0);
	g_assert_cmpint(fresh(w, MOMENT_UNMOVED, 2), ==, 1);
	g_assert_true(told(w, 2, "alone"));
	world_free(w);
}

/* A calendar gone wild: a few answers a day, and no more, whatever it sends. */
static void
test_gone_wild(void)
{
	struct world *w = pair();
	struct session *s = first(w);
	int told_so = 0, alerts = 0;

	for (int i = 0; i < 50; i++) {
		counter(w, 1, s, w->facts->now - (i + 1) * HOUR);
		told_so += fresh(w, MOMENT_UNMOVED, 1);
		counter(w, 1, s, 0);
		alerts += fresh(w, MOMENT_UNREAD, 0);
		w->facts->now += MINUTE;
	}
	g_assert_cmpint(told_so, ==, 3);
	g_assert_cmpint(alerts, ==, 1);
	g_assert_cmpuint(w->facts->proposals.n, ==, 3);

	/* what can be is asked about even so */
	counter(w, 1, s, NEW_TIME(s));
	g_assert_nonnull(waiting(w, 2, FORM_PROPOSAL));
	w->facts->now += DAY;
	counter(w, 1, s, w->facts->now - HOUR);
	g_assert_true(told(w, 1, "soon"));
	world_free(w);
}

/* No clock of a calendar of ours has seconds. */
static void
test_seconds(void)
{
	struct world *w = pair();
	struct session *s = first(w);

	counter(w, 1, s, NEW_TIME(s) + 17);
	g_assert_cmpint(w->facts->proposals.at[0]->starts_at, ==, NEW_TIME(s));
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
#define TEST(name) g_test_add_func("/decide/proposal/" #name, test_##name)
	TEST(agreed);
	TEST(timeline_follows);
	TEST(refused);
	TEST(yes_to_the_old_time);
	TEST(expired);
	TEST(expires_before_the_session);
	TEST(same_again);
	TEST(rounds);
	TEST(at_the_same_time);
	TEST(rsvp_is_no_answer);
	TEST(cannot_be);
	TEST(outdated);
	TEST(taken);
	TEST(no_effect);
	TEST(yes_after_cancel);
	TEST(moved_meanwhile);
	TEST(late_yes);
	TEST(out_of_reach);
	TEST(gone_wild);
	TEST(seconds);
	return g_test_run();
}
