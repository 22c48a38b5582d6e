/* Facts in, facts out: every field of every noun comes back as it went in; a
 * load brings what hangs on its subject, and brings it once. */
#include "store_full.h"

/* ---- people ------------------------------------------------------------- */

static struct participant *
full_person(struct facts *facts)
{
	struct participant *p = add_person(facts, "Zo\303\253 O'Neil");

	p->language = "de";
	p->timezone = "Europe/Berlin";
	p->role = ROLE_MENTEE;
	p->state = PARTICIPANT_PAUSED;
	p->joined_at = NOW + 1;
	p->left_at = NOW + 2;
	p->gone_at = NOW + 8;
	p->paused_until = NOW + 3;
	p->away_until = NOW + 4;
	p->heard_at = NOW + 5;
	p->bounced_at = NOW + 6;
	p->bounces = 7;
	*LIST_ADD(facts->pool, &p->attributes) =
		(struct attribute){ "skills", "C, \"SQL\"" };
	*LIST_ADD(facts->pool, &p->attributes) = (struct attribute){ "x", "" };
	*LIST_ADD(facts->pool, &p->attributes) =
		(struct attribute){ "nothing", NULL };
	*LIST_ADD(facts->pool, &p->free) = (struct free_window){ 0, 540, 720 };
	*LIST_ADD(facts->pool, &p->free) = (struct free_window){ 6, 0, 1440 };
	*LIST_ADD(facts->pool, &p->aliases) = "zoe@home.example";
	*LIST_ADD(facts->pool, &p->aliases) = "zo@work.example";
	p->freebusy = "https://cal.example/zo.ifb?key=1";
	p->busy_at = NOW + 9;
	*LIST_ADD(facts->pool, &p->busy) = (struct busy){ NOW, NOW + 60 };
	*LIST_ADD(facts->pool, &p->busy) = (struct busy){ NOW + 60, NOW + 99 };
	return p;
}

static void
same_person(const struct participant *got, const struct participant *want)
{
	SAME_INT(id);
	SAME_TEXT(key);
	SAME_TEXT(email);
	SAME_TEXT(name);
	SAME_TEXT(language);
	SAME_TEXT(timezone);
	SAME_INT(role);
	SAME_INT(state);
	SAME_INT(joined_at);
	SAME_INT(left_at);
	SAME_INT(gone_at);
	SAME_INT(paused_until);
	SAME_INT(away_until);
	SAME_INT(heard_at);
	SAME_INT(bounced_at);
	SAME_INT(bounces);
	SAME_INT(attributes.n);
	for (size_t i = 0; i < want->attributes.n; i++) {
		SAME_TEXT(attributes.at[i].name);
		SAME_TEXT(attributes.at[i].value);
	}
	SAME_INT(free.n);
	for (size_t i = 0; i < want->free.n; i++) {
		SAME_INT(free.at[i].weekday);
		SAME_INT(free.at[i].from);
		SAME_INT(free.at[i].till);
	}
	SAME_INT(aliases.n);
	for (size_t i = 0; i < want->aliases.n; i++)
		SAME_TEXT(aliases.at[i]);
	SAME_TEXT(freebusy);
	SAME_INT(busy_at);
	SAME_INT(busy.n);
	for (size_t i = 0; i < want->busy.n; i++) {
		SAME_INT(busy.at[i].from);
		SAME_INT(busy.at[i].till);
	}
	g_assert_cmpint(got->change, ==, FACT_SAME);
}

static void
test_person(void)
{
	struct bench b;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	struct participant *p = full_person(facts);
	OK(&b, store_save(b.store, facts, &b.err));
	same_person(facts_participant(
			    bench_load(&b, SUBJECT_PARTICIPANT, p->id), p->id),
		p);

	/* everything changes, lists grow, shrink and are reordered */
	p->name = "Zo";
	p->email = "new@example.org";
	p->state = PARTICIPANT_LEFT;
	p->language = NULL;
	p->paused_until = 0;
	p->attributes.at[0].value = "Forth";
	p->attributes.n = 2;
	p->free.n = 0;
	p->aliases.at[0] = "zo@work.example";
	p->aliases.n = 1;
	p->busy.at[0].from = NOW - 5;
	p->busy.n = 1;
	fact_touch(p);
	OK(&b, store_save(b.store, facts, &b.err));
	same_person(facts_participant(
			    bench_load(&b, SUBJECT_PARTICIPANT, p->id), p->id),
		p);
	bench_close(&b);
}

static void
test_states(void)
{
	struct bench b;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	for (unsigned i = 0; i <= PARTICIPANT_LEFT; i++)
		for (unsigned role = 0; role <= ROLE_BOTH; role++) {
			struct participant *p = add_person(facts, "P");

			p->state = (enum participant_state)i;
			p->role = (enum role)role;
		}
	for (unsigned i = 0; i <= RUN_DISCARDED; i++)
		facts_new_run(facts)->state = (enum run_state)i;
	for (unsigned i = 0; i <= RUN_OPTIMAL; i++)
		facts_new_run(facts)->proof = (enum run_proof)i;
	for (unsigned i = 0; i <= DIRECTIVE_FORBID; i++)
		add_directive(facts, (enum directive_kind)i, 1, 2);
	for (unsigned i = 0; i <= MATCH_DISCARDED; i++)
		add_match(facts, 1, 2)->state = (enum match_state)i;
	for (unsigned i = 0; i <= SESSION_CANCELLED; i++) {
		struct session *s = add_session(facts, facts->matches.at[0], 1);

		s->state = (enum session_state)i;
		s->attendees.at[0].partstat = (enum partstat)i;
	}
	g_assert_cmpint(SESSION_CANCELLED, ==, PARTSTAT_DECLINED);
	for (unsigned i = 0; i <= PROPOSAL_MOOT; i++)
		add_proposal(facts, 1)->state = (enum proposal_state)i;
	for (unsigned i = 0; i <= POLL_MOOT; i++)
		add_poll(facts, 1)->state = (enum poll_state)i;
	for (unsigned i = 0; i <= ASK_CLOSED; i++) {
		struct ask *ask = add_ask(facts, 1, 0);

		ask->state = (enum ask_state)i;
		*LIST_ADD(facts->pool, &ask->answers) =
			(struct answer){ .question = "q",
				.confidence = (enum confidence)(
					i % (CONFIDENCE_UNSURE + 1)) };
	}
	for (unsigned i = 0; i <= DUE_END; i++)
		for (unsigned state = 0; state <= DUE_DROPPED; state++) {
			struct due *due = facts_new_due(facts, (enum due_kind)i,
				NOW, (enum subject_kind)(i % (SUBJECT_ASK + 1)),
				1, "%u/%u", i, state);

			due->state = (enum due_state)state;
		}
	for (unsigned i = 0; i < OUTCOME_COUNT; i++)
		facts_new_outcome(facts, (enum outcome_kind)i, " ");
	OK(&b, store_save(b.store, facts, &b.err));
	for (unsigned i = 0; i <= ASK_CLOSED; i++) {
		facts = bench_load(&b, SUBJECT_ASK, i + 1);
		g_assert_cmpint(facts_ask(facts, i + 1)->state, ==, i);
	}
	bench_close(&b);
}

static void
test_who(void)
{
	struct bench b;
	int64_t who = -1;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	struct participant *p = full_person(facts);
	struct participant *gone = add_person(facts, "Gone");
	struct participant *heir = add_person(facts, "Heir");
	gone->email = heir->email = "desk@example.org";
	gone->state = PARTICIPANT_LEFT;
	OK(&b, store_save(b.store, facts, &b.err));

	OK(&b, store_who(b.store, p->email, &who, &b.err));
	g_assert_cmpint(who, ==, p->id);
	OK(&b, store_who(b.store, "zoe@HOME.example", &who, &b.err));
	g_assert_cmpint(who, ==, p->id);
	OK(&b, store_who(b.store, "ZOE@home.example", &who, &b.err));
	g_assert_cmpint(who, ==, p->id);
	OK(&b, store_who(b.store, "zo@home.example", &who, &b.err));
	g_assert_cmpint(who, ==, 0);
	OK(&b, store_who(b.store, "desk@example.org", &who, &b.err));
	g_assert_cmpint(who, ==, heir->id);
	OK(&b, store_who(b.store, "", &who, &b.err));
	g_assert_cmpint(who, ==, 0);
	bench_close(&b);
}

/* ---- matches, sessions, asks -------------------------------------------- */

static void
same_match(const struct match *got, const struct match *want)
{
	SAME_INT(id);
	SAME_INT(run);
	SAME_INT(state);
	SAME_INT(score);
	SAME_INT(made_at);
	SAME_INT(published_at);
	SAME_INT(ended_at);
	SAME_TEXT(end_reason);
	SAME_INT(nudged_at);
	SAME_INT(told_at);
	SAME_INT(lead);
	SAME_INT(round);
	SAME_INT(joins);
	SAME_INT(members.n);
	for (size_t i = 0; i < want->members.n; i++)
		SAME_INT(members.at[i]);
	SAME_INT(reasons.n);
	for (size_t i = 0; i < want->reasons.n; i++) {
		SAME_TEXT(reasons.at[i].criterion);
		SAME_TEXT(reasons.at[i].attribute);
		SAME_TEXT(reasons.at[i].text);
		SAME_INT(reasons.at[i].points);
		SAME_INT(reasons.at[i].partner_may_see);
		SAME_TEXT(reasons.at[i].prefer);
		SAME_INT(reasons.at[i].one);
		SAME_INT(reasons.at[i].other);
		SAME_INT(reasons.at[i].amount);
	}
}

static void
same_run(const struct run *got, const struct run *want)
{
	SAME_INT(state);
	SAME_INT(made_at);
	SAME_INT(published_at);
	SAME_INT(seed);
	SAME_INT(score);
	SAME_INT(proof);
	SAME_INT(bound);
	SAME_INT(unmatched.n);
	for (size_t i = 0; i < want->unmatched.n; i++) {
		SAME_INT(unmatched.at[i].participant);
		SAME_TEXT(unmatched.at[i].why);
		SAME_TEXT(unmatched.at[i].remedy);
	}
}

static void
test_match(void)
{
	struct bench b;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	struct match *match = full_match(facts);
	OK(&b, store_save(b.store, facts, &b.err));
	struct facts *loaded = bench_load(&b, SUBJECT_MATCH, match->id);
	same_match(facts_match(loaded, match->id), match);
	loaded = bench_facts(&b);
	OK(&b, store_load_run(b.store, loaded, match->run, &b.err));
	same_run(facts_run(loaded, match->run), facts->runs.at[0]);
	same_match(facts_match(loaded, match->id), match);
	g_assert_cmpuint(loaded->participants.n, ==, 2);

	match->state = MATCH_ENDED;
	match->members.at[match->members.n++] = 3;
	match->reasons.n = 1;
	fact_touch(match);
	struct run *run = facts->runs.at[0];
	run->state = RUN_DISCARDED;
	run->unmatched.n = 1;
	fact_touch(run);
	OK(&b, store_save(b.store, facts, &b.err));
	loaded = bench_facts(&b);
	OK(&b, store_load_run(b.store, loaded, match->run, &b.err));
	same_run(facts_run(loaded, match->run), run);
	same_match(facts_match(loaded, match->id), match);
	bench_close(&b);
}

static void
test_session(void)
{
	struct bench b;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	struct session *session = add_session(facts, full_match(facts), 3);
	session->sequence = 4;
	session->dtstamp = NOW + 8;
	session->created_at = NOW + 9;
	session->place = "Room 5; \"upstairs\"";
	session->attendees.at[0].partstat = PARTSTAT_DECLINED;
	session->attendees.at[0].answered_at = NOW + 10;
	session->attendees.at[0].reply_sequence = 4;
	session->attendees.at[0].reply_dtstamp = NOW + 11;
	session->attendees.at[0].comment = "line\nbreak";
	OK(&b, store_save(b.store, facts, &b.err));
	struct facts *loaded = bench_load(&b, SUBJECT_SESSION, session->id);
	same_session(facts_session(loaded, session->id), session);
	g_assert_nonnull(facts_match(loaded, session->match));
	g_assert_cmpuint(loaded->participants.n, ==, 2);

	session->state = SESSION_HELD;
	session->place = NULL;
	session->attendees.at[1].partstat = PARTSTAT_ACCEPTED;
	fact_touch(session);
	OK(&b, store_save(b.store, facts, &b.err));
	loaded = bench_load(&b, SUBJECT_SESSION, session->id);
	same_session(facts_session(loaded, session->id), session);
	bench_close(&b);
}

/* ---- asks --------------------------------------------------------------- */

static void
same_ask(const struct ask *got, const struct ask *want)
{
	SAME_INT(participant);
	SAME_TEXT(coordinator);
	SAME_TEXT(form);
	SAME_TEXT(slot);
	SAME_INT(match);
	SAME_INT(session);
	SAME_INT(run);
	SAME_INT(state);
	SAME_INT(opened_at);
	SAME_INT(answered_at);
	SAME_INT(closed_at);
	SAME_INT(clarified_at);
	SAME_INT(reminders);
	SAME_TEXT(note);
	SAME_TEXT(promised);
	SAME_INT(about);
	SAME_INT(answers.n);
	for (size_t i = 0; i < want->answers.n; i++) {
		SAME_TEXT(answers.at[i].question);
		SAME_INT(answers.at[i].number);
		SAME_TEXT(answers.at[i].value);
		SAME_TEXT(answers.at[i].raw);
		SAME_INT(answers.at[i].confidence);
		SAME_INT(answers.at[i].letter);
		SAME_INT(answers.at[i].at);
		SAME_INT(answers.at[i].private);
	}
}

static int64_t
any_letter(struct bench *b)
{
	struct inbox letter = { .mailbox = "INBOX", .uid = 1 };
	int64_t id = 0;
	bool known;
	char sha256[65];

	sha256_hex("", 0, sha256);
	letter.sha256 = sha256;
	OK(b, store_add_letter(b->store, &letter, &id, &known, &b->err));
	return id;
}

static void
test_ask(void)
{
	struct bench b;

	bench_open(&b);
	int64_t letter = any_letter(&b);
	struct facts *facts = bench_facts(&b);
	struct match *match = full_match(facts);
	struct session *session = add_session(facts, match, 1);
	struct ask *ask = add_ask(facts, match->members.at[0], match->id);
	*ask = (struct ask){ ask->id, ask->participant, "boss@example.org",
		"checkin", "session-3", match->id, session->id, match->run,
		ASK_CLARIFY, NOW, NOW + 1, NOW + 2, NOW + 3, 2,
		"other@example.org", 77, { 0 }, FACT_NEW, "met how" };
	*LIST_ADD(facts->pool, &ask->answers) =
		(struct answer){ "met", 1, "yes", "Yes, we did!",
			CONFIDENCE_LIKELY, letter, NOW + 4, FACT_NEW, true };
	*LIST_ADD(facts->pool, &ask->answers) = (struct answer){ "how", 2, NULL,
		"so\nso", CONFIDENCE_UNSURE, 0, 0, FACT_SAME, false };
	OK(&b, store_save(b.store, facts, &b.err));
	struct facts *loaded = bench_load(&b, SUBJECT_ASK, ask->id);
	same_ask(facts_ask(loaded, ask->id), ask);
	g_assert_nonnull(facts_match(loaded, match->id));
	g_assert_nonnull(facts_session(loaded, session->id));
	g_assert_nonnull(facts_run(loaded, match->run));

	/* only an answer is touched; then a new one comes in */
	struct ask *later = facts_ask(loaded, ask->id);
	struct answer *how = ask_answer(later, "how");
	how->value = "3";
	fact_touch(how);
	*LIST_ADD(loaded->pool, &later->answers) =
		(struct answer){ "more", 3, "words", "words", CONFIDENCE_SURE,
			letter, NOW, FACT_NEW, false };
	OK(&b, store_save(b.store, loaded, &b.err));
	same_ask(facts_ask(bench_load(&b, SUBJECT_ASK, ask->id), ask->id),
		later);
	bench_close(&b);
}

/* ---- directives --------------------------------------------------------- */

/* Those that are over stay as a record, and are not loaded. */
static void
test_directive(void)
{
	struct bench b;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	g_assert_cmpint(facts->next.directive, ==, 1);
	add_person(facts, "Ana");
	add_person(facts, "Ben");
	add_directive(facts, DIRECTIVE_PIN, 1, 2)->over_at = NOW;
	add_directive(facts, DIRECTIVE_FORBID, 1, 2)->by = "boss@example.org";
	OK(&b, store_save(b.store, facts, &b.err));
	OK(&b, store_save(b.store, facts, &b.err));

	facts = bench_load(&b, SUBJECT_PROGRAM, 0);
	g_assert_cmpint(facts->next.directive, ==, 3);
	g_assert_cmpuint(facts->directives.n, ==, 1);
	struct directive *got = facts->directives.at[0];
	g_assert_cmpint(got->id, ==, 2);
	g_assert_cmpint(got->kind, ==, DIRECTIVE_FORBID);
	g_assert_cmpint(got->one, ==, 1);
	g_assert_cmpint(got->other, ==, 2);
	g_assert_cmpstr(got->by, ==, "boss@example.org");
	g_assert_cmpint(got->made_at, ==, NOW);
	g_assert_cmpint(got->over_at, ==, 0);
	OK(&b, store_load(b.store, facts, SUBJECT_PROGRAM, 0, &b.err));
	g_assert_cmpuint(facts->directives.n, ==, 1);

	facts = bench_load(&b, SUBJECT_PARTICIPANT, 2);
	g_assert_cmpuint(facts->directives.n, ==, 1);
	got = facts->directives.at[0];
	got->over_at = NOW + 1;
	fact_touch(got);
	OK(&b, store_save(b.store, facts, &b.err));
	facts = bench_load(&b, SUBJECT_PROGRAM, 0);
	g_assert_cmpuint(facts->directives.n, ==, 0);
	bench_close(&b);
}

static void
add_tests(void)
{
	g_test_add_func("/store/facts/person", test_person);
	g_test_add_func("/store/facts/states", test_states);
	g_test_add_func("/store/facts/who", test_who);
	g_test_add_func("/store/facts/match", test_match);
	g_test_add_func("/store/facts/session", test_session);
	g_test_add_func("/store/facts/ask", test_ask);
	g_test_add_func("/store/facts/directive", test_directive);
}

TEST_MAIN(add_tests)
