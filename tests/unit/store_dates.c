/* Facts in, facts out: what is about when people meet, and what is learned of
 * them. */
#include "store_full.h"

/* ---- series, proposals, polls ------------------------------------------- */

static void
same_series(const struct series *got, const struct series *want)
{
	SAME_INT(id);
	SAME_INT(match);
	SAME_TEXT(uid);
	SAME_INT(sequence);
	SAME_INT(dtstamp);
	SAME_INT(starts_at);
	SAME_INT(minutes);
	SAME_INT(weeks);
	SAME_INT(count);
	SAME_TEXT(zone);
	SAME_TEXT(place);
	SAME_INT(created_at);
	SAME_INT(ended_at);
	SAME_INT(change);
}

/* Two occurrences share a UID; the master comes with either, and once. */
static void
test_series(void)
{
	struct bench b;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	g_assert_cmpint(facts->next.series, ==, 1);
	struct match *match = full_match(facts);
	struct series *series = add_series(facts, match, 2);
	OK(&b, store_save(b.store, facts, &b.err));

	struct facts *loaded = bench_load(&b, SUBJECT_SESSION, 2);
	g_assert_cmpint(loaded->next.series, ==, 2);
	g_assert_cmpuint(loaded->series.n, ==, 1);
	g_assert_cmpuint(loaded->sessions.n, ==, 2);
	same_series(facts_series(loaded, series->id), series);
	for (int64_t i = 1; i <= 2; i++)
		same_session(facts_session(loaded, i), facts_session(facts, i));
	OK(&b, store_load(b.store, loaded, SUBJECT_PROGRAM, 0, &b.err));
	g_assert_cmpuint(loaded->series.n, ==, 1);

	series->sequence = 9;
	series->dtstamp = NOW + 77;
	series->place = NULL;
	series->ended_at = NOW + 78;
	fact_touch(series);
	OK(&b, store_save(b.store, facts, &b.err));
	loaded = bench_load(&b, SUBJECT_MATCH, match->id);
	same_series(facts_series(loaded, series->id), series);

	/* an occurrence is there once */
	struct session *twice = add_session(facts, match, 3);
	twice->uid = series->uid;
	twice->series = series->id;
	twice->original_at = facts_session(facts, 1)->original_at;
	g_assert_false(store_save(b.store, facts, &b.err));
	bench_close(&b);
}

/* Of ours a UID is single; somebody else's may come as it likes. */
static void
test_theirs(void)
{
	struct bench b;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	struct match *match = full_match(facts);
	struct session *ours = add_session(facts, match, 1);
	for (int i = 0; i < 2; i++) {
		struct session *theirs = add_session(facts, match, 2);

		theirs->uid = ours->uid;
		theirs->organizer = match->members.at[0];
	}
	OK(&b, store_save(b.store, facts, &b.err));
	struct facts *loaded = bench_load(&b, SUBJECT_SESSION, 2);
	same_session(facts_session(loaded, 2), facts_session(facts, 2));
	add_session(facts, match, 3)->uid = ours->uid;
	g_assert_false(store_save(b.store, facts, &b.err));
	bench_close(&b);
}

static void
same_proposal(const struct proposal *got, const struct proposal *want)
{
	SAME_INT(id);
	SAME_INT(session);
	SAME_INT(participant);
	SAME_INT(state);
	SAME_INT(starts_at);
	SAME_INT(minutes);
	SAME_INT(round);
	SAME_INT(calendar);
	SAME_INT(sequence);
	SAME_INT(made_at);
	SAME_INT(over_at);
	SAME_INT(change);
}

/* All of a session, in order, those that are over too. */
static void
test_proposal(void)
{
	struct bench b;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	g_assert_cmpint(facts->next.proposal, ==, 1);
	struct match *match = full_match(facts);
	struct session *session = add_session(facts, match, 1);
	for (int i = 0; i < 3; i++)
		add_proposal(facts, session->id)->round = i + 1;
	struct proposal *full = facts->proposals.at[0];
	full->participant = match->members.at[0];
	full->state = PROPOSAL_REPLACED;
	full->calendar = true;
	full->sequence = 4;
	full->over_at = NOW + 5;
	OK(&b, store_save(b.store, facts, &b.err));

	struct facts *loaded = bench_load(&b, SUBJECT_MATCH, match->id);
	g_assert_cmpint(loaded->next.proposal, ==, 4);
	g_assert_cmpuint(loaded->proposals.n, ==, 3);
	for (size_t i = 0; i < 3; i++)
		same_proposal(loaded->proposals.at[i], facts->proposals.at[i]);

	full = facts_proposal(loaded, 2);
	full->state = PROPOSAL_AGREED;
	full->over_at = NOW + 6;
	fact_touch(full);
	OK(&b, store_save(b.store, loaded, &b.err));
	loaded = bench_load(&b, SUBJECT_PARTICIPANT, match->members.at[0]);
	g_assert_cmpuint(loaded->proposals.n, ==, 3);
	loaded = bench_load(&b, SUBJECT_SESSION, session->id);
	same_proposal(facts_proposal(loaded, 2), full);
	bench_close(&b);
}

static void
same_poll(const struct poll *got, const struct poll *want)
{
	SAME_INT(id);
	SAME_INT(match);
	SAME_INT(session);
	SAME_INT(state);
	SAME_INT(minutes);
	SAME_INT(round);
	SAME_INT(opened_at);
	SAME_INT(closes_at);
	SAME_INT(over_at);
	SAME_INT(change);
	SAME_INT(slots.n);
	for (size_t i = 0; i < want->slots.n; i++)
		SAME_INT(slots.at[i]);
}

static void
test_poll(void)
{
	struct bench b;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	g_assert_cmpint(facts->next.poll, ==, 1);
	struct match *match = full_match(facts);
	match->state = MATCH_ACTIVE;
	struct session *session = add_session(facts, match, 1);
	struct poll *poll = add_poll(facts, match->id);
	add_poll(facts, match->id);
	poll->session = session->id;
	poll->state = POLL_FAILED;
	poll->round = 2;
	poll->over_at = NOW + 5;
	for (size_t i = poll->slots.n; i < POLL_SLOTS; i++)
		*LIST_ADD(facts->pool, &poll->slots) = NOW + (int64_t)i;
	struct ask *ask = add_ask(facts, match->members.at[0], match->id);
	ask->form = FORM_TIMES;
	ask->about = poll->id;
	OK(&b, store_save(b.store, facts, &b.err));

	static const enum subject_kind kinds[] = { SUBJECT_PROGRAM,
		SUBJECT_MATCH, SUBJECT_ASK };
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		struct facts *loaded = bench_load(&b, kinds[i], 1);

		g_assert_cmpint(loaded->next.poll, ==, 3);
		g_assert_cmpuint(loaded->polls.n, ==, 2);
		for (size_t j = 0; j < 2; j++)
			same_poll(loaded->polls.at[j], facts->polls.at[j]);
	}
	poll->state = POLL_AGREED;
	poll->slots.n = 3;
	fact_touch(poll);
	OK(&b, store_save(b.store, facts, &b.err));
	struct facts *loaded = bench_load(&b, SUBJECT_MATCH, match->id);
	same_poll(facts_poll(loaded, poll->id), poll);
	bench_close(&b);
}

/* ---- the ends of letters ------------------------------------------------ */

static struct text_list
tails_of(struct bench *b, int64_t id)
{
	struct facts *facts = bench_load(b, SUBJECT_PARTICIPANT, id);

	return facts_participant(facts, id)->tails;
}

static void
close_with(struct bench *b, int64_t now, const char *hashes)
{
	g_auto(GStrv) words = g_strsplit(hashes, " ", -1);
	struct text_list closing = { 0 };

	for (size_t i = 0; words[i]; i++)
		*LIST_ADD(b->pool, &closing) = words[i];
	OK(b, store_add_tails(b->store, 1, &closing, now, &b->err));
}

/* What ended two letters is a signature: not what stands twice in one. */
static void
test_tails(void)
{
	struct bench b;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	add_person(facts, "Ana");
	add_person(facts, "Ben");
	OK(&b, store_save(b.store, facts, &b.err));
	close_with(&b, NOW, "a1 b2 a1");
	g_assert_cmpuint(tails_of(&b, 1).n, ==, 0);
	close_with(&b, NOW + 1, "c3 b2");
	struct text_list tails = tails_of(&b, 1);
	g_assert_cmpuint(tails.n, ==, 1);
	g_assert_cmpstr(tails.at[0], ==, "b2");
	close_with(&b, NOW + 2, "a1");
	tails = tails_of(&b, 1);
	g_assert_cmpuint(tails.n, ==, 2);
	g_assert_cmpstr(tails.at[0], ==, "a1");
	g_assert_cmpuint(tails_of(&b, 2).n, ==, 0);
	bench_close(&b);
}

/* A mail program that ends every mail otherwise: no more than so many rows,
 * and the signature stays. */
static void
test_tails_bounded(void)
{
	struct bench b;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	add_person(facts, "Ana");
	OK(&b, store_save(b.store, facts, &b.err));
	close_with(&b, NOW, "mine");
	close_with(&b, NOW, "mine");
	for (unsigned i = 1; i <= 100; i++) {
		g_autofree char *hashes = g_strdup_printf("%x %x", i, i + 1000);

		close_with(&b, NOW + i, hashes);
	}
	g_assert_cmpint(bench_ask(&b, "SELECT count(*) FROM tail"), ==, 64);
	g_assert_cmpint(
		bench_ask(&b, "SELECT count(*) FROM tail WHERE hash = '64'"),
		==, 1);
	struct text_list tails = tails_of(&b, 1);
	g_assert_cmpuint(tails.n, ==, 1);
	g_assert_cmpstr(tails.at[0], ==, "mine");
	bench_close(&b);
}

/* ---- published calendars ------------------------------------------------ */

/* Whom to ask next: ids, the one that waited longest first. */
static char *
to_ask(struct bench *b, int64_t match, int64_t before)
{
	struct calendar_list list = { 0 };
	GString *ids = g_string_new(NULL);

	OK(b,
		store_calendars(
			b->store, b->pool, match, before, &list, &b->err));
	for (size_t i = 0; i < list.n; i++)
		g_string_append_printf(ids, " %d", (int)list.at[i].participant);
	return g_string_free(ids, FALSE);
}

static void
asks_next(struct bench *b, int64_t match, int64_t before, const char *want)
{
	g_autofree char *ids = to_ask(b, match, before);

	g_assert_cmpstr(ids, ==, want);
}

static void
test_calendars(void)
{
	struct bench b;
	int64_t since = -1;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	for (int i = 0; i < 4; i++)
		add_person(facts, "Ana")->freebusy = "https://cal.example/";
	add_person(facts, "Nowhere");
	facts->participants.at[3]->state = PARTICIPANT_LEFT;
	facts->participants.at[1]->timezone = "Asia/Tokyo";
	struct match *match = add_match(facts, 5, 2);
	OK(&b, store_save(b.store, facts, &b.err));
	asks_next(&b, 0, NOW, " 1 2 3");
	asks_next(&b, match->id, NOW, " 2");

	struct calendar two = { 2, "https://cal.example/", "" };
	OK(&b, store_calendar_tried(b.store, &two, NOW, NULL, &since, &b.err));
	g_assert_cmpint(since, ==, 0);
	asks_next(&b, 0, NOW, " 1 3");
	asks_next(&b, match->id, NOW, "");
	asks_next(&b, 0, NOW + 1, " 1 3 2");

	/* since the first failure; a success ends it */
	OK(&b,
		store_calendar_tried(
			b.store, &two, NOW + 5, "404", &since, &b.err));
	g_assert_cmpint(since, ==, NOW + 5);
	OK(&b,
		store_calendar_tried(
			b.store, &two, NOW + 9, "500", &since, &b.err));
	g_assert_cmpint(since, ==, NOW + 5);
	OK(&b,
		store_calendar_tried(
			b.store, &two, NOW + 10, NULL, &since, &b.err));
	g_assert_cmpint(since, ==, 0);

	/* another address is news; what came from the old one is nothing */
	struct participant *moved = facts->participants.at[1];
	moved->freebusy = "https://cal.example/2";
	fact_touch(moved);
	OK(&b, store_save(b.store, facts, &b.err));
	asks_next(&b, match->id, NOW, " 2");
	OK(&b,
		store_calendar_tried(
			b.store, &two, NOW + 20, NULL, &since, &b.err));
	asks_next(&b, match->id, NOW, " 2");
	bench_close(&b);
}

static void
add_tests(void)
{
	g_test_add_func("/store/dates/series", test_series);
	g_test_add_func("/store/dates/theirs", test_theirs);
	g_test_add_func("/store/dates/proposal", test_proposal);
	g_test_add_func("/store/dates/poll", test_poll);
	g_test_add_func("/store/dates/tails", test_tails);
	g_test_add_func("/store/dates/tails-bounded", test_tails_bounded);
	g_test_add_func("/store/dates/calendars", test_calendars);
}

TEST_MAIN(add_tests)
