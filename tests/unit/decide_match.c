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

static size_t
dues_of(const struct world *w, enum due_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < w->facts->dues.n; i++)
		n += w->facts->dues.at[i]->kind == kind &&
			w->facts->dues.at[i]->state == DUE_WAITING;
	return n;
}

static void
test_not_approved(void)
{
	static const struct {
		enum command command;
		enum confidence confidence;
		bool token, elsewhere;
		enum disposition want;
		enum run_state after;
	} cases[] = {
		{ COMMAND_NO, CONFIDENCE_SURE, true, false, DISPOSITION_COMMAND,
			RUN_DISCARDED },
		{ COMMAND_NONE, CONFIDENCE_SURE, true, false,
			DISPOSITION_CLARIFY, RUN_DRAFT },
		{ COMMAND_APPROVE, CONFIDENCE_UNSURE, true, false,
			DISPOSITION_CLARIFY, RUN_DRAFT },
		{ COMMAND_APPROVE, CONFIDENCE_SURE, false, false,
			DISPOSITION_COORDINATOR, RUN_DRAFT },
		/* whoever got the draft passed on */
		{ COMMAND_APPROVE, CONFIDENCE_SURE, true, true,
			DISPOSITION_FORGED, RUN_DRAFT },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct world *w = world_new(2);

		draft_all(w);
		int planned = (int)dues_of(w, DUE_MATCHING);
		struct post post = coordinator_post(w, 1, cases[i].command);
		post.letter.confidence = cases[i].confidence;
		post.about.token = cases[i].token;
		post.about.address = !cases[i].elsewhere;
		g_test_message("case %zu", i);
		g_assert_cmpint(ends_as(w, &post), ==, cases[i].want);
		g_assert_cmpint(
			w->facts->runs.at[0]->state, ==, cases[i].after);
		/* who refuses a draft gets another */
		g_assert_cmpint((int)dues_of(w, DUE_MATCHING), ==,
			planned + (cases[i].after == RUN_DISCARDED));
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
	return g_test_run();
}
