/* Matching, publishing, sessions, and calendar answers. */
#include "decide/concern.h"
#include "decide_world.h"

/* ---- matching ---------------------------------------------------------------- */

static void
draft_all(struct world *w)
{
	enrol_all(w);
	run_until(w, berlin("2027-01-01 08:00"));
}

static struct post
coordinator_post(struct world *w, int64_t run, enum command what)
{
	struct post post = { 0 };

	post.letter.kind = LETTER_REPLY;
	post.letter.text = "";
	post.letter.command = what;
	post.letter.head.from = "cora@example.org";
	post.about.letter = ++w->letters;
	post.about.coordinator = "cora@example.org";
	post.about.token = post.about.address = true;
	post.about.run = run;
	for (size_t i = 0; i < w->facts->asks.n; i++)
		if (w->facts->asks.at[i]->run == run &&
			!strcmp(w->facts->asks.at[i]->coordinator,
				"cora@example.org"))
			post.about.ask = w->facts->asks.at[i]->id;
	return post;
}

static void
test_draft(void)
{
	struct world *w = world_new(6);

	draft_all(w);
	g_assert_cmpuint(w->facts->matches.n, ==, 3);
	g_assert_cmpint(fresh(w, MOMENT_DRAFT, 0), ==, 2);
	g_assert_cmpuint(w->fresh.n, ==, 2);
	for (size_t i = 0; i < 3; i++)
		g_assert_cmpint(
			w->facts->matches.at[i]->state, ==, MATCH_DRAFT);
	g_assert_cmpuint(w->facts->sessions.n, ==, 0);
	world_free(w);
}

static void
test_approved_by_reply(void)
{
	struct world *w = world_new(6);

	draft_all(w);
	struct post post = coordinator_post(w, 1, COMMAND_APPROVE);
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COMMAND);
	g_assert_cmpint(w->facts->runs.at[0]->state, ==, RUN_PUBLISHED);
	g_assert_cmpint(fresh(w, MOMENT_INTRODUCTION, -1), ==, 6);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, -1), ==, 6);
	g_assert_cmpint(w->facts->asks.at[0]->state, ==, ASK_ANSWERED);
	g_assert_cmpint(w->facts->asks.at[1]->state, ==, ASK_CLOSED);
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_IGNORED);
	g_assert_cmpuint(w->fresh.n, ==, 0);
	world_free(w);
}

static void
test_not_approved(void)
{
	static const struct {
		enum command command;
		enum confidence confidence;
		bool token;
		enum disposition want;
		enum run_state after;
	} cases[] = {
		{ COMMAND_NO, CONFIDENCE_SURE, true, DISPOSITION_COMMAND,
			RUN_DISCARDED },
		{ COMMAND_NONE, CONFIDENCE_SURE, true, DISPOSITION_COORDINATOR,
			RUN_DRAFT },
		{ COMMAND_APPROVE, CONFIDENCE_UNSURE, true,
			DISPOSITION_COORDINATOR, RUN_DRAFT },
		{ COMMAND_APPROVE, CONFIDENCE_SURE, false,
			DISPOSITION_COORDINATOR, RUN_DRAFT },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct world *w = world_new(2);

		draft_all(w);
		struct post post = coordinator_post(w, 1, cases[i].command);
		post.letter.confidence = cases[i].confidence;
		post.about.token = cases[i].token;
		g_test_message("case %zu", i);
		g_assert_cmpint(ends_as(w, &post), ==, cases[i].want);
		g_assert_cmpint(
			w->facts->runs.at[0]->state, ==, cases[i].after);
		g_assert_cmpint(
			count_mails(&w->mails, MOMENT_INTRODUCTION, -1), ==, 0);
		world_free(w);
	}
}

/* A participant cannot approve, whatever the mail answers. */
static void
test_participant_cannot_approve(void)
{
	struct world *w = world_new(2);

	draft_all(w);
	struct post post = post_from(w, 1, w->facts->asks.at[0]);
	post.letter.command = COMMAND_APPROVE;
	post.about.run = 1;
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COORDINATOR);
	g_assert_cmpint(w->facts->runs.at[0]->state, ==, RUN_DRAFT);
	world_free(w);
}

static void
test_newer_draft(void)
{
	struct world *w = world_new(4);

	draft_all(w);
	add_person(w, "Eva", "Europe/Berlin");
	add_person(w, "Finn", "Europe/Berlin");
	enrol_all(w);
	decide_matching(&w->program, w->facts);
	settle(w);
	g_assert_cmpint(w->facts->runs.at[0]->state, ==, RUN_DISCARDED);
	g_assert_cmpint(w->facts->runs.at[1]->state, ==, RUN_DRAFT);
	g_assert_cmpint(w->facts->matches.at[0]->state, ==, MATCH_DISCARDED);
	g_assert_cmpint(fresh(w, MOMENT_DRAFT, 0), ==, 2);
	struct post late = coordinator_post(w, 1, COMMAND_APPROVE);
	g_assert_cmpint(ends_as(w, &late), ==, DISPOSITION_IGNORED);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_INTRODUCTION, -1), ==, 0);
	world_free(w);
}

/* Between draft and approval somebody leaves. */
static void
test_left_before_publication(void)
{
	struct world *w = world_new(4);

	draft_all(w);
	struct match *match = w->facts->matches.at[0];
	person(w, match->members.at[0])->state = PARTICIPANT_LEFT;
	g_assert_true(
		decide_publish(&w->program, w->facts, 1, "command", NULL));
	settle(w);
	g_assert_cmpint(match->state, ==, MATCH_DISCARDED);
	g_assert_cmpint(fresh(w, MOMENT_INTRODUCTION, -1), ==, 2);
	g_assert_cmpint(
		fresh(w, MOMENT_INTRODUCTION, match->members.at[1]), ==, 0);
	world_free(w);
}

/* One alone: told once for this wait, kept for the next run. */
static void
test_alone(void)
{
	struct world *w = world_new(1);

	w->program.matching.when = MATCHING_WEEKLY;
	draft_all(w);
	g_assert_cmpint(fresh(w, MOMENT_UNMATCHED, 1), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_DRAFT, 0), ==, 0);
	g_assert_cmpint(outcomes(w, OUTCOME_UNMATCHED, true), ==, 1);
	run_until(w, berlin("2027-01-15 08:00"));
	g_assert_cmpint(outcomes(w, OUTCOME_UNMATCHED, true), ==, 3);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_UNMATCHED, 1), ==, 1);
	add_person(w, "Bob", "Europe/Berlin");
	enrol_all(w);
	run_until(w, berlin("2027-01-22 08:00"));
	g_assert_cmpint(count_mails(&w->mails, MOMENT_DRAFT, 0), ==, 2);
	world_free(w);
}

/* Away when the run is made: matched all the same, met when back. */
static void
test_away_is_matched(void)
{
	struct world *w = world_new(2);

	enrol_all(w);
	person(w, 1)->away_until = berlin("2027-01-20 00:00");
	struct match *match = start_all(w);
	g_assert_nonnull(match);
	g_assert_cmpuint(w->facts->sessions.n, ==, 1);
	g_assert_cmpint(w->facts->sessions.at[0]->starts_at, >=,
		berlin("2027-01-20 00:00"));
	g_assert_cmpint(count_mails(&w->mails, MOMENT_INTRODUCTION, -1), ==, 2);
	world_free(w);
}

static void
test_on_join(void)
{
	struct world *w = world_new(2);

	w->program.matching.when = MATCHING_ON_JOIN;
	w->program.matching.publish = PUBLISH_AUTO;
	enrol_all(w);
	run_until(w, berlin("2027-01-20 12:00"));
	g_assert_cmpint(count_mails(&w->mails, MOMENT_INTRODUCTION, -1), ==, 2);
	add_person(w, "Cleo", "Europe/Berlin");
	add_person(w, "Dan", "Europe/Berlin");
	enrol_all(w);
	run_until(w, berlin("2027-01-20 12:00"));
	g_assert_cmpint(count_mails(&w->mails, MOMENT_INTRODUCTION, -1), ==, 4);
	world_free(w);
}

/* Former pairs are in the solver's history: they are not put together again
 * when the rule says so, and nobody is matched twice at a time. */
static void
test_history(void)
{
	struct world *w = world_new(2);
	struct match_rule rule = { .name = "not the same pair again",
		.kind = RULE_NOT_BEFORE };

	*LIST_ADD(w->pool, &w->program.matching.rules) = rule;
	struct match *match = start_all(w);
	decide_matching(&w->program, w->facts);
	g_assert_cmpuint(w->facts->runs.n, ==, 1);
	match->state = MATCH_ENDED;
	decide_matching(&w->program, w->facts);
	settle(w);
	g_assert_cmpuint(w->facts->runs.n, ==, 2);
	g_assert_cmpuint(w->facts->matches.n, ==, 1);
	g_assert_cmpuint(w->facts->runs.at[1]->unmatched.n, ==, 2);
	g_assert_cmpint(fresh(w, MOMENT_UNMATCHED, -1), ==, 2);
	world_free(w);
}

static void
test_no_matching_after_the_end(void)
{
	struct world *w = world_new(4);

	draft_all(w);
	run_until(w, berlin("2027-04-12 00:00"));
	g_assert_cmpint(w->facts->runs.at[0]->state, ==, RUN_DISCARDED);
	struct err err = { 0 };
	g_assert_false(decide_publish(&w->program, w->facts, 1, "x", &err));
	g_assert_cmpint(err.kind, ==, ERR_NEVER);
	g_assert_false(decide_publish(&w->program, w->facts, 99, "x", &err));
	world_free(w);
}

/* ---- sessions ------------------------------------------------------------------ */

static void
test_first_sessions_spread(void)
{
	struct world *w = world_new(12);
	g_autoptr(GHashTable) hours =
		g_hash_table_new(g_int64_hash, g_int64_equal);

	start_all(w);
	g_assert_cmpuint(w->facts->sessions.n, ==, 6);
	for (size_t i = 0; i < 6; i++) {
		struct session *s = w->facts->sessions.at[i];

		g_hash_table_add(hours, &s->starts_at);
		g_assert_cmpint(s->starts_at, >=, berlin("2027-01-06 00:00"));
		g_assert_cmpint(s->starts_at, <, berlin("2027-01-13 00:00"));
		g_assert_cmpint(s->starts_at % (30 * MINUTE), ==, 0);
		g_assert_cmpuint(s->attendees.n, ==, 2);
	}
	g_assert_cmpuint(g_hash_table_size(hours), >=, 4);
	world_free(w);
}

static void
test_no_common_time(void)
{
	struct world *w = world_new(2);

	for (size_t i = 0; i < 2; i++) { /* mornings and evenings */
		struct participant *p = w->program.roster.at[i];

		for (size_t d = 0; d < p->free.n; d++) {
			p->free.at[d].from = i ? 8 * 60 : 18 * 60;
			p->free.at[d].till = i ? 10 * 60 : 20 * 60;
		}
	}
	struct match *match = start_all(w);
	g_assert_nonnull(match);
	g_assert_cmpuint(w->facts->sessions.n, ==, 0);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_UNREAD, 0), ==, 1);
	/* found times later: the weekly look plans it */
	for (size_t d = 0; d < 5; d++)
		person(w, 2)->free.at[d].till = 20 * 60;
	run_until(w, berlin("2027-01-12 00:00"));
	g_assert_cmpuint(w->facts->sessions.n, ==, 1);
	world_free(w);
}

static void
test_count_ends(void)
{
	struct world *w = world_new(2);

	w->program.sessions.count = 3;
	w->program.silence = (struct silence){ 0 };
	start_all(w);
	run_until(w, berlin("2027-04-11 00:00"));
	g_assert_cmpuint(w->facts->sessions.n, ==, 3);
	world_free(w);
}

static void
test_no_session_after_the_end(void)
{
	struct world *w = world_new(2);

	w->program.silence = (struct silence){ 0 };
	start_all(w);
	run_until(w, berlin("2027-05-11 00:00"));
	g_assert_cmpuint(w->facts->sessions.n, >=, 6);
	for (size_t i = 0; i < w->facts->sessions.n; i++)
		g_assert_cmpint(session_end(w->facts->sessions.at[i]), <=,
			program_end_time(&w->program));
	world_free(w);
}

static void
test_long_domain(void)
{
	struct world *w = world_new(2);

	w->program.address = "m@a-rather-long-name-of-an-organisation."
			     "another-label-that-is-long.example.org";
	start_all(w);
	const char *uid = w->facts->sessions.at[0]->uid;
	g_assert_cmpuint(strlen(uid), <=, 64);
	g_assert_cmpuint(strlen(uid), >=, 16);
	world_free(w);
}

/* ---- calendar answers --------------------------------------------------------------- */

struct rsvp {
	const char *method, *attendee, *partstat;
	int64_t sequence, dtstamp; /* dtstamp: seconds after publication */
	enum disposition want;
	enum partstat after;
};

static enum disposition
answer(struct world *w, int64_t who, const struct rsvp *r)
{
	struct session *s = w->facts->sessions.at[0];
	struct post post = post_from(w, who, NULL);

	post.letter.kind = LETTER_CALENDAR;
	*LIST_ADD(w->pool, &post.letter.calendar) =
		(struct letter_calendar){ .method = r->method,
			.uid = s->uid,
			.attendee = r->attendee,
			.partstat = r->partstat,
			.sequence = r->sequence,
			.dtstamp = r->dtstamp ? s->created_at + r->dtstamp : 0,
			.start = s->starts_at + DAY };
	return ends_as(w, &post);
}

/* One after the other, from participant 1. */
static void
test_replies_in_order(void)
{
	static const struct rsvp cases[] = {
		{ "REPLY", "ana@example.org", "TENTATIVE", 0, 100,
			DISPOSITION_RSVP, PARTSTAT_TENTATIVE },
		{ "REPLY", "ana@example.org", "ACCEPTED", 0, 200,
			DISPOSITION_RSVP, PARTSTAT_ACCEPTED },
		{ "REPLY", "ana@example.org", "ACCEPTED", 0, 200,
			DISPOSITION_RSVP, PARTSTAT_ACCEPTED },
		/* older than what we have */
		{ "REPLY", "ana@example.org", "DECLINED", 0, 150,
			DISPOSITION_IGNORED, PARTSTAT_ACCEPTED },
		/* says nothing */
		{ "REPLY", "ana@example.org", "NEEDS-ACTION", 0, 300,
			DISPOSITION_IGNORED, PARTSTAT_ACCEPTED },
		{ "REPLY", "ana@example.org", NULL, 0, 300, DISPOSITION_IGNORED,
			PARTSTAT_ACCEPTED },
		{ "REPLY", "ana@example.org", "X-PERHAPS", 0, 300,
			DISPOSITION_IGNORED, PARTSTAT_ACCEPTED },
		/* in somebody else's name */
		{ "REPLY", "bob@example.org", "DECLINED", 0, 300,
			DISPOSITION_IGNORED, PARTSTAT_ACCEPTED },
		/* nobody but we change the session */
		{ "REQUEST", "ana@example.org", "ACCEPTED", 9, 300,
			DISPOSITION_IGNORED, PARTSTAT_ACCEPTED },
		{ "CANCEL", "ana@example.org", "DECLINED", 9, 300,
			DISPOSITION_IGNORED, PARTSTAT_ACCEPTED },
		/* a lone line under an alias, a delegate, a later sequence */
		{ "REPLY", "ana.x@mail.example", "declined", 0, 310,
			DISPOSITION_RSVP, PARTSTAT_DECLINED },
		{ "REPLY", "ana@example.org", "ACCEPTED", 1, 10,
			DISPOSITION_RSVP, PARTSTAT_ACCEPTED },
		{ "REPLY", "ana@example.org", "DELEGATED", 1, 320,
			DISPOSITION_RSVP, PARTSTAT_DECLINED },
		{ "REPLY", "ANA@EXAMPLE.ORG", "ACCEPTED", 1, 330,
			DISPOSITION_RSVP, PARTSTAT_ACCEPTED },
		{ "COUNTER", "ana@example.org", "TENTATIVE", 1, 340,
			DISPOSITION_COORDINATOR, PARTSTAT_TENTATIVE },
		{ "COUNTER", "ana@example.org", NULL, 0, 350,
			DISPOSITION_IGNORED, PARTSTAT_TENTATIVE },
	};
	struct world *w = world_new(2);

	start_all(w);
	struct session *s = w->facts->sessions.at[0];
	int64_t starts_at = s->starts_at;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_test_message("case %zu", i);
		g_assert_cmpint(answer(w, 1, &cases[i]), ==, cases[i].want);
		g_assert_cmpint(
			session_attendee(s, 1)->partstat, ==, cases[i].after);
		g_assert_cmpint(session_attendee(s, 2)->partstat, ==,
			PARTSTAT_NEEDS_ACTION);
	}
	g_assert_cmpint(s->starts_at, ==, starts_at);
	g_assert_cmpint(s->sequence, ==, 0);
	g_assert_cmpint(outcomes(w, OUTCOME_PROPOSAL, true), ==, 1);
	g_assert_cmpint(outcomes(w, OUTCOME_RSVP, true), ==, 6);
	world_free(w);
}

/* Who is it: token and ATTENDEE suffice, either alone does not. */
static void
test_reply_identity(void)
{
	static const struct {
		bool token, address;
		const char *attendee;
		enum disposition want;
	} cases[] = {
		{ true, true, "ana@example.org", DISPOSITION_RSVP },
		{ true, false, "ana@example.org", DISPOSITION_RSVP },
		{ false, true, "ana@example.org", DISPOSITION_IGNORED },
		{ true, false, "x@mail.example", DISPOSITION_IGNORED },
		{ true, true, "x@mail.example", DISPOSITION_RSVP },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct world *w = world_new(2);

		start_all(w);
		struct post post = post_from(w, 1, NULL);
		post.letter.kind = LETTER_CALENDAR;
		post.about.token = cases[i].token;
		post.about.address = cases[i].address;
		*LIST_ADD(w->pool, &post.letter.calendar) =
			(struct letter_calendar){ .method = "REPLY",
				.uid = w->facts->sessions.at[0]->uid,
				.attendee = cases[i].attendee,
				.partstat = "ACCEPTED" };
		g_test_message("case %zu", i);
		g_assert_cmpint(ends_as(w, &post), ==, cases[i].want);
		g_assert_cmpint(person(w, 1)->heard_at > 0, ==,
			cases[i].want == DISPOSITION_RSVP);
		world_free(w);
	}
}

/* Thunderbird sends everybody's old lines along: only theirs counts. */
static void
test_many_lines(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct session *s = w->facts->sessions.at[0];
	struct post post = post_from(w, 1, NULL);
	struct letter_calendar line = { .method = "REPLY",
		.uid = s->uid,
		.attendee = "bob@example.org",
		.partstat = "DECLINED" };

	post.letter.kind = LETTER_CALENDAR;
	*LIST_ADD(w->pool, &post.letter.calendar) = line;
	line.attendee = "ana@example.org";
	line.partstat = "ACCEPTED";
	*LIST_ADD(w->pool, &post.letter.calendar) = line;
	line.uid = "somebody-elses@calendar";
	*LIST_ADD(w->pool, &post.letter.calendar) = line;
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_RSVP);
	g_assert_cmpint(
		session_attendee(s, 1)->partstat, ==, PARTSTAT_ACCEPTED);
	g_assert_cmpint(
		session_attendee(s, 2)->partstat, ==, PARTSTAT_NEEDS_ACTION);
	world_free(w);
}

static void
test_plain_reply(void)
{
	static const struct {
		enum command command;
		enum confidence confidence;
		enum disposition want;
		enum partstat after;
	} cases[] = {
		{ COMMAND_YES, CONFIDENCE_SURE, DISPOSITION_RSVP,
			PARTSTAT_ACCEPTED },
		{ COMMAND_NO, CONFIDENCE_LIKELY, DISPOSITION_RSVP,
			PARTSTAT_DECLINED },
		{ COMMAND_NO, CONFIDENCE_UNSURE, DISPOSITION_COORDINATOR,
			PARTSTAT_NEEDS_ACTION },
		{ COMMAND_NONE, CONFIDENCE_SURE, DISPOSITION_COORDINATOR,
			PARTSTAT_NEEDS_ACTION },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct world *w = world_new(2);

		start_all(w);
		struct session *s = w->facts->sessions.at[0];
		struct post post = post_from(w, 1, NULL);
		post.about.mail = 77;
		post.about.session = s->id;
		post.letter.command = cases[i].command;
		post.letter.confidence = cases[i].confidence;
		g_test_message("case %zu", i);
		g_assert_cmpint(ends_as(w, &post), ==, cases[i].want);
		g_assert_cmpint(
			session_attendee(s, 1)->partstat, ==, cases[i].after);
		g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==,
			cases[i].want == DISPOSITION_COORDINATOR);
		w->facts->now = s->starts_at + 1;
		g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COORDINATOR);
		world_free(w);
	}
}

static void
test_refresh_once_an_hour(void)
{
	static const struct rsvp refresh = { .method = "REFRESH",
		.attendee = "ana@example.org" };
	struct world *w = world_new(2);

	start_all(w);
	struct session *s = w->facts->sessions.at[0];
	int64_t dtstamp = s->dtstamp;
	answer(w, 1, &refresh);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, 1), ==, 1);
	g_assert_cmpuint(w->fresh.n, ==, 1);
	g_assert_cmpint(s->dtstamp, >, dtstamp);
	answer(w, 1, &refresh);
	g_assert_cmpuint(w->fresh.n, ==, 0);
	world_free(w);
}

static void
test_reply_to_cancelled(void)
{
	static const struct rsvp yes = { .method = "REPLY",
		.attendee = "bob@example.org",
		.partstat = "ACCEPTED" };
	struct world *w = world_new(2);

	start_all(w);
	command(w, 1, NULL, COMMAND_STOP);
	g_assert_cmpint(answer(w, 2, &yes), ==, DISPOSITION_IGNORED);
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
#define TEST(name) g_test_add_func("/decide/match/" #name, test_##name)
	TEST(draft);
	TEST(approved_by_reply);
	TEST(not_approved);
	TEST(participant_cannot_approve);
	TEST(newer_draft);
	TEST(left_before_publication);
	TEST(alone);
	TEST(away_is_matched);
	TEST(on_join);
	TEST(history);
	TEST(no_matching_after_the_end);
	TEST(first_sessions_spread);
	TEST(no_common_time);
	TEST(count_ends);
	TEST(no_session_after_the_end);
	TEST(long_domain);
	TEST(replies_in_order);
	TEST(reply_identity);
	TEST(many_lines);
	TEST(plain_reply);
	TEST(refresh_once_an_hour);
	TEST(reply_to_cancelled);
	return g_test_run();
}
