/* Mentors: one person in several matches at once. What they do reaches all of
 * them or the one it is about, and never two meetings at the same hour. */
#include "decide/concern.h"
#include "decide_world.h"

/* Ana mentors three; Eva is looking for a mentor. */
static struct world *
mentors(struct match **matches)
{
	struct world *w = world_new(5);
	int64_t learner = 2;

	w->program.matching.form = MATCHING_MENTORS;
	w->program.matching.capacity = 4;
	w->program.matching.mentors = 1;
	for (size_t i = 0; i < w->program.roster.n; i++) {
		struct participant *p = w->program.roster.at[i];

		p->role = i ? ROLE_MENTEE : ROLE_MENTOR;
		p->timezone = "Europe/Berlin";
	}
	enrol_all(w);
	w->facts->now = berlin("2027-01-04 09:00");
	struct run *run = draft_run(w);
	for (int i = 0; i < 3; i++, learner++)
		matches[i] = propose(w, run, true, IDS(1, learner));
	publish_run(w, run);
	return w;
}

static bool
collide(const struct session *a, const struct session *b)
{
	return a->starts_at < session_end(b) && b->starts_at < session_end(a);
}

static bool
has_attendee(const struct session *s, int64_t participant)
{
	for (size_t i = 0; i < s->attendees.n; i++)
		if (s->attendees.at[i].participant == participant)
			return true;
	return false;
}

static void
test_sessions_do_not_collide(void)
{
	struct match *m[3];
	struct world *w = mentors(m);

	w->program.silence = (struct silence){ 0 };
	run_until(w, berlin("2027-04-01 12:00"));
	const struct session_list *all = &w->facts->sessions;
	g_assert_cmpuint(all->n, >=, 12);
	for (size_t i = 0; i < all->n; i++)
		for (size_t k = i + 1; k < all->n; k++)
			if (has_attendee(all->at[i], 1) &&
				has_attendee(all->at[k], 1))
				g_assert_false(collide(all->at[i], all->at[k]));
	world_free(w);
}

/* One hour a week in common: the three meetings fall into three weeks. */
static void
test_narrow_week(void)
{
	struct match *m[3];
	struct world *w = mentors(m);

	for (size_t i = 0; i < w->facts->sessions.n; i++)
		w->facts->sessions.at[i]->state = SESSION_CANCELLED;
	struct free_window_list narrow = { 0 };
	*LIST_ADD(w->pool, &narrow) = (struct free_window){ 2, 600, 660 };
	for (int64_t id = 1; id <= 5; id++)
		person(w, id)->free = narrow;
	struct session *s[3];
	const char *why;
	for (int i = 0; i < 3; i++) {
		s[i] = session_plan(&w->program, w->facts, m[i], &why);
		g_assert_nonnull(s[i]);
		for (int k = 0; k < i; k++)
			g_assert_false(collide(s[i], s[k]));
	}
	world_free(w);
}

static void
test_pause_and_back(void)
{
	struct match *m[3];
	struct world *w = mentors(m);

	pause_now(&w->program, w->facts, person(w, 1), w->facts->now + 30 * DAY,
		1, true);
	settle(w);
	g_assert_cmpint(fresh(w, MOMENT_PARTNER_PAUSED, -1), ==, 3);
	g_assert_cmpint(fresh(w, MOMENT_PAUSED, 1), ==, 1);
	for (size_t i = 0; i < w->facts->sessions.n; i++)
		g_assert_cmpint(
			w->facts->sessions.at[i]->state, ==, SESSION_CANCELLED);
	pause_resume(&w->program, w->facts, person(w, 1), 2);
	settle(w);
	g_assert_cmpint(fresh(w, MOMENT_RESUMED, 1), ==, 1);
	g_assert_cmpint(mail_to(&w->fresh, MOMENT_RESUMED, 1)->match, ==, 0);
	for (int i = 0; i < 3; i++)
		g_assert_cmpint(
			fresh(w, MOMENT_INVITATION, m[i]->members.at[1]), ==,
			1);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, 1), ==, 3);
	world_free(w);
}

static void
test_leave(void)
{
	struct match *m[3];
	struct world *w = mentors(m);

	/* a mentee goes: the two others are not touched */
	leave_now(&w->program, w->facts, person(w, 3), "test");
	settle(w);
	g_assert_cmpint(m[0]->state, ==, MATCH_ACTIVE);
	g_assert_cmpint(m[1]->state, ==, MATCH_ENDED);
	g_assert_cmpint(m[2]->state, ==, MATCH_ACTIVE);
	g_assert_cmpint(fresh(w, MOMENT_PARTNER_LEFT, -1), ==, 1);
	/* the mentor goes: both hear of it */
	leave_now(&w->program, w->facts, person(w, 1), "test");
	settle(w);
	g_assert_cmpint(m[0]->state, ==, MATCH_ENDED);
	g_assert_cmpint(m[2]->state, ==, MATCH_ENDED);
	g_assert_cmpint(fresh(w, MOMENT_PARTNER_LEFT, 2), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_PARTNER_LEFT, 4), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_PARTNER_LEFT, -1), ==, 2);
	world_free(w);
}

/* What the mentor writes about one counts for that one; a mail about nothing
 * counts for all. */
static void
test_silence_is_per_match(void)
{
	struct match *m[3];
	struct world *w = mentors(m);
	struct post post = post_from(w, 1, NULL);

	w->facts->now += 10 * DAY;
	post.about.match = m[1]->id;
	receive(w, &post);
	g_assert_cmpint(*match_heard(m[1], 1), ==, w->facts->now);
	g_assert_cmpint(*match_heard(m[0], 1), ==, 0);
	g_assert_cmpint(*match_heard(m[2], 1), ==, 0);
	g_assert_cmpint(person(w, 1)->heard_at, ==, w->facts->now);
	post = post_from(w, 1, NULL);
	w->facts->now += DAY;
	receive(w, &post);
	for (int i = 0; i < 3; i++)
		g_assert_cmpint(*match_heard(m[i], 1), ==, w->facts->now);
	world_free(w);
}

/* The mentor talks to one of the three: the two others are asked after. */
static void
test_nudge_for_the_silent_only(void)
{
	struct match *m[3];
	struct world *w = mentors(m);

	w->program.sessions.find = FIND_NONE;
	for (size_t i = 0; i < w->facts->sessions.n; i++)
		w->facts->sessions.at[i]->state = SESSION_CANCELLED;
	for (int day = 0; day < 12; day++) {
		run_until(w, w->facts->now + DAY);
		for (int64_t who = 1; who <= 2; who++) {
			struct post post = post_from(w, who, NULL);

			post.about.match = m[0]->id;
			receive(w, &post);
		}
	}
	g_assert_cmpint(m[0]->nudged_at, ==, 0);
	g_assert_cmpint(m[1]->nudged_at, >, 0);
	g_assert_cmpint(m[2]->nudged_at, >, 0);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_NUDGE, 2), ==, 0);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_NUDGE, 1), ==, 2);
	world_free(w);
}

/* A check-in for each meeting, each about its own match; one does not close
 * the other. */
static void
test_checkins(void)
{
	struct match *m[3];
	struct world *w = mentors(m);
	int64_t last = 0;
	int open = 0;

	for (size_t i = 0; i < w->facts->sessions.n; i++)
		last = MAX(last, w->facts->sessions.at[i]->starts_at);
	run_until(w, last + 2 * DAY);
	for (size_t i = 0; i < w->facts->asks.n; i++) {
		const struct ask *ask = w->facts->asks.at[i];

		open += ask->participant == 1 && ask_waits(ask) &&
			!strcmp(ask->form, "checkin");
	}
	g_assert_cmpint(open, >=, 3);
	world_free(w);
}

/* Two forms about two partners are open; a new mail that answers neither by
 * name could be for either: a person reads it. */
static void
test_unnamed_answer(void)
{
	struct match *m[3];
	struct world *w = mentors(m);
	int64_t last = 0;

	for (size_t i = 0; i < w->facts->sessions.n; i++)
		last = MAX(last, w->facts->sessions.at[i]->starts_at);
	run_until(w, last + 2 * DAY);
	struct ask *ask = waiting(w, 1, "checkin");
	g_assert_nonnull(ask);
	struct post post = post_from(w, 1, NULL);
	say(w, &post, 1, "yes", CONFIDENCE_SURE);
	say(w, &post, 2, "4", CONFIDENCE_SURE);
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COORDINATOR);
	post = post_from(w, 1, ask);
	say(w, &post, 1, "yes", CONFIDENCE_SURE);
	say(w, &post, 2, "4", CONFIDENCE_SURE);
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_ANSWER);
	world_free(w);
}

/* One step "to matched" that counts from the program: once for a person. */
static void
test_step_once_a_person(void)
{
	struct match *m[3];
	struct world *w = mentors(m);

	struct step *step = add_step(w, "halfway", ANCHOR_START, 30 * DAY, 600,
		STEP_SEND, "halfway");
	step->to = TO_MATCHED;
	w->program.silence = (struct silence){ 0 };
	enrol_all(w);
	run_until(w, berlin("2027-02-10 00:00"));
	int to_mentor = 0;
	for (size_t i = 0; i < w->mails.n; i++) {
		const struct mail_request *mail = &w->mails.at[i];

		if (mail->moment != MOMENT_NOTE ||
			strcmp(mail->template_name, "halfway"))
			continue;
		to_mentor += mail->participant == 1;
		if (mail->participant == 1)
			g_assert_cmpint(mail->match, ==, 0);
		if (mail->participant == 2)
			g_assert_cmpint(mail->match, ==, m[0]->id);
		g_assert_cmpint(mail->participant, !=, 5); /* unmatched */
	}
	g_assert_cmpint(to_mentor, ==, 1);
	world_free(w);
}

static bool
is_free(const struct waiting *waiting, int64_t participant)
{
	for (size_t i = 0; i < waiting->free.n; i++)
		if (waiting->free.at[i]->id == participant)
			return true;
	return false;
}

static void
test_who_waits(void)
{
	struct match *m[3];
	struct world *w = mentors(m);
	struct waiting waiting = waiting_people(&w->program, w->facts);

	/* three of four places taken: the mentor waits with Eva */
	g_assert_cmpuint(waiting.free.n, ==, 2);
	g_assert_true(is_free(&waiting, 1) && is_free(&waiting, 5));
	g_assert_cmpuint(waiting.standing.n, ==, 3);
	g_assert_cmpint(waiting.standing.at[0].lead, ==, 1);
	g_assert_cmpuint(waiting.standing_people.n, ==, 3);
	g_assert_true(waiting_can_match(&w->program, &waiting));
	g_assert_true(waiting_need(&w->program, &waiting));

	w->program.matching.capacity = 3; /* full */
	waiting = waiting_people(&w->program, w->facts);
	g_assert_cmpuint(waiting.free.n, ==, 1);
	g_assert_false(waiting_can_match(&w->program, &waiting));
	g_assert_true(waiting_need(&w->program, &waiting));

	w->program.matching.mentors = 2; /* everybody may have one more */
	waiting = waiting_people(&w->program, w->facts);
	g_assert_cmpuint(waiting.free.n, ==, 4);

	/* room, and nobody who needs it: nothing to be done */
	w->program.matching.mentors = 1;
	w->program.matching.capacity = 4;
	leave_now(&w->program, w->facts, person(w, 5), "test");
	waiting = waiting_people(&w->program, w->facts);
	g_assert_cmpuint(waiting.free.n, ==, 1);
	g_assert_false(waiting_need(&w->program, &waiting));
	world_free(w);
}

/* Pairs of a season that began without mentors take their places all the same,
 * when the roles tell who is whose. */
static void
test_pairs_without_lead(void)
{
	struct match *m[3];
	struct world *w = mentors(m);

	for (int i = 0; i < 3; i++)
		m[i]->lead = 0;
	w->program.matching.capacity = 3;
	struct waiting waiting = waiting_people(&w->program, w->facts);
	g_assert_false(is_free(&waiting, 1));
	g_assert_true(is_free(&waiting, 5));
	g_assert_cmpint(waiting.standing.at[0].lead, ==, 1);
	person(w, 1)->role = ROLE_BOTH; /* of mentees */
	waiting = waiting_people(&w->program, w->facts);
	g_assert_cmpint(waiting.standing.at[0].lead, ==, 1);
	person(w, 1)->role = person(w, 2)->role = ROLE_MENTOR;
	waiting = waiting_people(&w->program, w->facts);
	g_assert_cmpint(waiting.standing.at[0].lead, ==, 0);
	world_free(w);
}

/* Mentor of one, mentee of another: full in one role, free in the other. */
static void
test_both_roles(void)
{
	struct match *m[3];
	struct world *w = mentors(m);

	w->program.matching.capacity = 3;
	person(w, 1)->role = ROLE_BOTH;
	struct waiting waiting = waiting_people(&w->program, w->facts);
	g_assert_true(is_free(&waiting, 1)); /* as a mentee */
	person(w, 2)->role = ROLE_BOTH;
	waiting = waiting_people(&w->program, w->facts);
	g_assert_true(is_free(&waiting, 2)); /* as a mentor */
	g_assert_false(is_free(&waiting, 3));
	world_free(w);
}

/* A mentor with mentees is not told that one more was not found. */
static void
test_unmatched_mail(void)
{
	struct match *m[3];
	struct world *w = mentors(m);
	struct run *run = draft_run(w);

	*LIST_ADD(w->pool, &run->unmatched) =
		(struct unmatched){ 1, "nobody is left", NULL };
	*LIST_ADD(w->pool, &run->unmatched) =
		(struct unmatched){ 5, "nobody is left", NULL };
	publish_run(w, run);
	g_assert_cmpint(fresh(w, MOMENT_UNMATCHED, 1), ==, 0);
	g_assert_cmpint(fresh(w, MOMENT_UNMATCHED, 5), ==, 1);
	world_free(w);
}

/* Only who is in no match at all is credited for waiting. */
static void
test_credits(void)
{
	struct match *m[3];
	struct world *w = mentors(m);

	w->facts->now += 20 * DAY;
	struct waiting waiting = waiting_people(&w->program, w->facts);
	struct waiting_credit_list credits =
		waiting_credits(&w->program, w->facts, &waiting.free);
	g_assert_cmpuint(credits.n, ==, 1);
	g_assert_cmpint(credits.at[0].participant, ==, 5);
	world_free(w);
}

static void
test_follow_through(void)
{
	struct match *m[3];
	struct world *w = mentors(m);
	struct criterion *c = LIST_ADD(w->pool, &w->program.matching.criteria);

	c->prefer = PREFER_NEAR;
	*LIST_ADD(w->pool, &w->facts->deeds) = (struct deeds){ 5, 2, 1, 4, 1 };
	*LIST_ADD(w->pool, &w->facts->deeds) = (struct deeds){ 1, 0, 0, 0, 0 };
	struct waiting waiting = waiting_people(&w->program, w->facts);
	g_assert_cmpuint(
		input_of(&w->program, w->facts, &waiting).follow_through.n, ==,
		0); /* nobody asked for it */
	c->prefer = PREFER_RELIABLE;
	struct solve_input input = input_of(&w->program, w->facts, &waiting);
	g_assert_cmpuint(input.follow_through.n, ==, 1);
	g_assert_cmpint(input.follow_through.at[0].participant, ==, 5);
	g_assert_cmpint(input.follow_through.at[0].thousandths, ==, 750);
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
#define TEST(name) g_test_add_func("/decide/mentors/" #name, test_##name)
	TEST(sessions_do_not_collide);
	TEST(narrow_week);
	TEST(pause_and_back);
	TEST(leave);
	TEST(silence_is_per_match);
	TEST(nudge_for_the_silent_only);
	TEST(checkins);
	TEST(unnamed_answer);
	TEST(step_once_a_person);
	TEST(who_waits);
	TEST(pairs_without_lead);
	TEST(both_roles);
	TEST(unmatched_mail);
	TEST(credits);
	TEST(follow_through);
	return g_test_run();
}
