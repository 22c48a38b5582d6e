/* What fsck finds: each contradiction by its name, and none in a store in which
 * all is well. */
#include "base/clock.h"
#include "store_test.h"

static struct text_list
findings_of(struct bench *b)
{
	struct text_list findings = { 0 };

	OK(b, store_check(b->store, b->pool, &findings, &b->err));
	return findings;
}

/* Session 1 is single, 2 and 3 of a series; a proposal and a poll are open. */
static void
add_dates(struct facts *facts, const struct match *match)
{
	add_series(facts, match, 2);
	struct ask *suits = add_ask(facts, 2, match->id);
	suits->form = FORM_PROPOSAL;
	suits->session = 1;
	suits->about = add_proposal(facts, 1)->id;
	struct ask *times = add_ask(facts, 2, match->id);
	times->form = FORM_TIMES;
	times->about = add_poll(facts, match->id)->id;
	*LIST_ADD(facts->pool, &facts->participants.at[0]->busy) =
		(struct busy){ NOW, NOW + 60 };
	*LIST_ADD(facts->pool, &facts->participants.at[0]->busy) =
		(struct busy){ NOW + 60, NOW + 120 };
}

/* A store in which all is well, until something was done to it. */
static void
finds(const char *harm, const char *finding)
{
	struct bench b;
	struct mail mail;
	bool added;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	for (int i = 0; i < 3; i++)
		add_person(facts, "Ana");
	struct match *match = add_match(facts, 1, 2);
	struct run *run = facts_new_run(facts);
	run->state = RUN_PUBLISHED;
	match->run = run->id;
	add_session(facts, match, 1);
	give(facts, 1, "met", "yes");
	add_ask(facts, 2, match->id);
	add_dates(facts, match);
	for (int i = 0; i < 3; i++)
		facts_new_outcome(facts, OUTCOME_ENROLLED, "%d", i);
	OK(&b, store_save(b.store, facts, &b.err));
	mail = make_mail(facts, "x");
	OK(&b, store_add_mail(b.store, &mail, &added, &b.err));
	letters(&b);
	struct text_list before = findings_of(&b);
	g_assert_cmpuint(before.n, ==, 0);

	g_assert_cmpint(bench_raw(&b, harm), ==, SQLITE_OK);
	struct text_list after = findings_of(&b);
	for (size_t i = 0; i < after.n; i++)
		g_test_message("%s", after.at[i]);
	g_assert_true(has_text(&after, finding));
	bench_close(&b);
}

static void
test_contradictions(void)
{
	finds("UPDATE participant SET state = 'left' WHERE id = 2",
		"match 1 is active, but participant 2 has left");
	finds("INSERT INTO match (id, state, score, published_at) VALUES "
	      "(9, 'active', 0, 1); INSERT INTO member (match, position, participant) VALUES (9, 0, 1)",
		"participant 1 is in 2 active matches");
	finds("INSERT INTO match (id, state, score, published_at, round) "
	      "VALUES (9, 'active', 0, 1, 0); "
	      "INSERT INTO member (match, position, participant) VALUES (9, 0, 2), (9, 1, 1)",
		"participants 1 and 2 are in 2 active matches with each other");
	finds("UPDATE match SET lead = 3",
		"match 1 is led by participant 3, who is not in it");
	finds("UPDATE match SET joins = 1",
		"match 1 is active, but waits to join match 1");
	finds("INSERT INTO directive VALUES (1, 'pin', 1, 2, NULL, 1, NULL), "
	      "(2, 'forbid', 1, 2, NULL, 2, NULL), "
	      "(3, 'forbid', 1, 3, NULL, 2, NULL)",
		"two words count on participants 1 and 2");
	finds("UPDATE run SET proof = 'bounded', bound = score - 1",
		"run 1 scores 0, but is proven not to exceed -1");
	finds("DELETE FROM member WHERE participant = 1", "fewer than two");
	finds("UPDATE match SET published_at = NULL", "nobody knows since");
	finds("UPDATE run SET state = 'draft'", "but run 1 is draft");
	finds("UPDATE match SET state = 'ended', ended_at = 1",
		"session 1 is planned, but match 1 is ended");
	finds("UPDATE match SET state = 'ended', ended_at = 1",
		"ask 2 is open, but match 1 is ended");
	finds("UPDATE attendee SET participant = 3 WHERE participant = 2",
		"participant 3 is invited to session 1");
	finds("DELETE FROM answer", "ask 1 is answered, but holds no answer");
	finds("UPDATE ask SET participant = NULL WHERE id = 2",
		"ask 2 is to nobody");
	finds("DELETE FROM address WHERE participant = 1",
		"participant 1 has no address");
	finds("UPDATE address SET canonical = 'a@b'",
		"participants 1 and 3 take part with the same address");
	finds("UPDATE outbox SET state = 'sent', attempts = 1",
		"mail 1 is sent, but nobody knows since when");
	finds("UPDATE outbox SET state = 'sending'", "never tried");
	finds("DELETE FROM outbox_bytes", "mail 1 has lost its bytes");
	finds("UPDATE inbox SET disposition = NULL WHERE id = 2",
		"letter 2 is applied, but has no disposition");
	finds("UPDATE inbox SET filed_at = 1 WHERE state = 'stored'",
		"filed away before");
	finds("DELETE FROM inbox_bytes WHERE letter = 3",
		"letter 3 has lost its bytes");
	finds("PRAGMA foreign_keys = OFF; "
	      "UPDATE session SET match = 77",
		"session 1 refers to a match");
}

static void
test_dates(void)
{
	finds("UPDATE session SET original_at = 5 WHERE id = 1",
		"session 1 says where a series put it, but is of none");
	finds("UPDATE session SET original_at = NULL WHERE id = 2",
		"session 2 is of series 1, but has no place in it");
	finds("UPDATE session SET uid = 'x' WHERE id = 2",
		"session 2 is of series 1, but has another UID");
	finds("UPDATE session SET organizer = 1 WHERE id = 2",
		"session 2 is of series 1, but participant 1 organizes it");
	finds("UPDATE series SET count = 1",
		"series 1 repeats 1 times, but has 2 sessions");
	finds("UPDATE series SET ended_at = 5",
		"session 3 is planned, but series 1 was withdrawn");
	finds("UPDATE session SET organizer = 1, series = NULL, uid = 'x', "
	      "original_at = NULL",
		"session 1 and 3 are the same meeting of participant 1");
	finds("UPDATE proposal SET state = 'agreed', over_at = 5",
		"proposal 1 is agreed, but session 1 is at another time");
	finds("UPDATE session SET state = 'cancelled' WHERE id = 1",
		"proposal 1 is open, but session 1 is cancelled");
	finds("INSERT INTO proposal SELECT 2, session, participant, state, "
	      "starts_at, minutes, 2, calendar, sequence, made_at, over_at "
	      "FROM proposal",
		"session 1 has 2 open proposals");
	finds("UPDATE match SET state = 'ended', ended_at = 1",
		"poll 1 is open, but match 1 is ended");
	finds("INSERT INTO poll SELECT 2, match, session, state, minutes, 2, "
	      "opened_at, closes_at, over_at FROM poll",
		"match 1 has 2 open polls");
	finds("INSERT INTO match (id, state, score) VALUES (2, 'draft', 0); "
	      "UPDATE poll SET session = 1, match = 2",
		"poll 1 is of match 2, but session 1 is of match 1");
	finds("DELETE FROM poll_slot", "poll 1 has no times");
	finds("UPDATE proposal SET state = 'moot'",
		"proposal 1 is moot, but nobody knows since when");
	finds("UPDATE poll SET state = 'failed'",
		"poll 1 is failed, but nobody knows since when");
	finds("UPDATE proposal SET state = 'refused', over_at = 5",
		"ask 3 is open, but proposal 1 is refused");
	finds("UPDATE ask SET about = 99 WHERE form = '@proposal'",
		"ask 3 is open, but proposal is none");
	finds("UPDATE ask SET about = NULL, session = NULL "
	      "WHERE form = '@proposal'",
		"ask 3 is open, but session is none");
	finds("UPDATE poll SET state = 'moot', over_at = 5",
		"ask 4 is open, but poll 1 is moot");
	finds("UPDATE busy SET till_at = till_at + 1",
		"participant 1 is busy twice at once");
}

/* What was agreed and moved again since, by command or by whom it belongs to. */
static void
test_moved_since(void)
{
	struct bench b;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	add_person(facts, "Ana");
	add_person(facts, "Ben");
	struct session *moved = add_session(facts, add_match(facts, 1, 2), 1);
	struct proposal *agreed = add_proposal(facts, moved->id);
	agreed->state = PROPOSAL_AGREED;
	agreed->over_at = NOW - 5;
	facts_new_outcome(facts, OUTCOME_SESSION_MOVED, "rescheduled")
		->session = moved->id;
	OK(&b, store_save(b.store, facts, &b.err));
	g_assert_cmpuint(findings_of(&b).n, ==, 0);
	bench_close(&b);
}

/* Somebody named a time that is not clear, and is asked which one they mean:
 * a question about a session, and about no proposal yet. */
static void
test_which_time(void)
{
	struct bench b;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	add_person(facts, "Ana");
	add_person(facts, "Ben");
	struct match *match = add_match(facts, 1, 2);
	struct session *session = add_session(facts, match, 1);
	struct ask *which = add_ask(facts, 2, match->id);
	which->form = FORM_PROPOSAL;
	which->session = session->id;
	which->state = ASK_CLARIFY;
	OK(&b, store_save(b.store, facts, &b.err));
	g_assert_cmpuint(findings_of(&b).n, ==, 0);
	session->state = SESSION_CANCELLED;
	fact_touch(session);
	OK(&b, store_save(b.store, facts, &b.err));
	struct text_list findings = findings_of(&b);
	g_assert_cmpuint(findings.n, ==, 1);
	g_assert_cmpstr(findings.at[0], ==,
		"ask 1 is clarify, but session 1 is cancelled");
	bench_close(&b);
}

/* What may look odd, but is not: nobody said whether they met before a match
 * ended; a mentor has two mentees, a mentee two mentors; peers meet in one round
 * after the other. */
static void
test_no_contradictions(void)
{
	struct bench b;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	add_person(facts, "Mentor")->role = ROLE_MENTOR;
	add_person(facts, "Ana");
	add_person(facts, "Ben");
	add_match(facts, 1, 2);
	struct match *over = add_match(facts, 1, 3);
	add_session(facts, over, 1);
	add_match(facts, 1, 3);
	over->state = MATCH_ENDED;
	over->ended_at = NOW + 20 * DAY;
	facts->participants.at[1]->role = ROLE_MENTEE;
	facts->participants.at[2]->role = ROLE_BOTH;
	add_match(facts, 2, 3)->lead = 3;
	int64_t dan = add_person(facts, "Dan")->id;
	int64_t eva = add_person(facts, "Eva")->id;
	for (int round = 1; round <= 2; round++)
		add_match(facts, dan, eva)->round = round;
	OK(&b, store_save(b.store, facts, &b.err));
	g_assert_cmpuint(findings_of(&b).n, ==, 0);
	bench_close(&b);
}

static void
test_chain(void)
{
	finds("DROP TRIGGER outcome_stays; "
	      "UPDATE outcome SET detail = 'else' WHERE id = 2",
		"outcome 2, or one before it, was changed");
	finds("DROP TRIGGER outcome_stays; UPDATE outcome SET at = at + 1 "
	      "WHERE id = 1",
		"outcome 1, or one before it, was changed");
	finds("DROP TRIGGER outcome_lasts; DELETE FROM outcome WHERE id = 2",
		"outcomes are missing between 1 and 3");
	finds("DROP TRIGGER outcome_lasts; DELETE FROM outcome WHERE id = 3",
		"the newest outcomes are missing");
	finds("DROP TRIGGER outcome_stays; UPDATE outcome SET "
	      "kind = 'never-heard-of' WHERE id = 3",
		"never-heard-of");
}

static void
add_tests(void)
{
	g_test_add_func("/store/check/contradictions", test_contradictions);
	g_test_add_func("/store/check/dates", test_dates);
	g_test_add_func("/store/check/which-time", test_which_time);
	g_test_add_func("/store/check/moved-since", test_moved_since);
	g_test_add_func(
		"/store/check/no-contradictions", test_no_contradictions);
	g_test_add_func("/store/check/chain", test_chain);
}

TEST_MAIN(add_tests)
