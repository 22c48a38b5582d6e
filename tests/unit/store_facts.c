/* Facts in, facts out: every field of every noun comes back as it went in; a
 * load brings what hangs on its subject, and brings it once. */
#include "store_test.h"

/* Compare two facts field by field. */
#define SAME_INT(field)  g_assert_cmpint(got->field, ==, want->field)
#define SAME_TEXT(field) g_assert_cmpstr(got->field, ==, want->field)

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

static struct match *
full_match(struct facts *facts)
{
	struct run *run = facts_new_run(facts);
	struct participant *a = add_person(facts, "Ana");
	struct participant *b = add_person(facts, "Ben");
	struct participant *c = add_person(facts, "Cem");

	run->state = RUN_PUBLISHED;
	run->made_at = NOW + 1;
	run->published_at = NOW + 2;
	run->seed = INT64_MIN;
	run->score = -5;
	run->proof = RUN_BOUNDED;
	run->bound = INT64_MAX;
	*LIST_ADD(facts->pool, &run->unmatched) = (struct unmatched){ c->id,
		"different department", "without \"different department\"" };
	*LIST_ADD(facts->pool, &run->unmatched) =
		(struct unmatched){ a->id, NULL, NULL };
	/* Ben writes first */
	struct match *match = add_match(facts, b->id, a->id);
	match->run = run->id;
	match->score = 42;
	match->made_at = NOW + 3;
	match->published_at = NOW + 4;
	match->ended_at = NOW + 5;
	match->end_reason = "a participant left";
	match->nudged_at = NOW + 6;
	match->told_at = NOW + 7;
	match->lead = b->id;
	match->round = 3;
	match->joins = match->id;
	*LIST_ADD(facts->pool, &match->reasons) =
		(struct match_reason){ "language", "speaks", "German", 30, true,
			"shared", b->id, a->id, 75 };
	*LIST_ADD(facts->pool, &match->reasons) =
		(struct match_reason){ .criterion = "far", .points = -1 };
	return match;
}

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
same_session(const struct session *got, const struct session *want)
{
	SAME_INT(match);
	SAME_INT(number);
	SAME_INT(state);
	SAME_INT(starts_at);
	SAME_INT(minutes);
	SAME_TEXT(uid);
	SAME_INT(sequence);
	SAME_INT(dtstamp);
	SAME_INT(created_at);
	SAME_TEXT(place);
	SAME_INT(series);
	SAME_INT(original_at);
	SAME_INT(organizer);
	SAME_INT(attendees.n);
	for (size_t i = 0; i < want->attendees.n; i++) {
		SAME_INT(attendees.at[i].participant);
		SAME_INT(attendees.at[i].partstat);
		SAME_INT(attendees.at[i].answered_at);
		SAME_INT(attendees.at[i].reply_sequence);
		SAME_INT(attendees.at[i].reply_dtstamp);
		SAME_TEXT(attendees.at[i].comment);
	}
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
	g_test_add_func("/store/facts/series", test_series);
	g_test_add_func("/store/facts/theirs", test_theirs);
	g_test_add_func("/store/facts/proposal", test_proposal);
	g_test_add_func("/store/facts/poll", test_poll);
	g_test_add_func("/store/facts/tails", test_tails);
	g_test_add_func("/store/facts/tails-bounded", test_tails_bounded);
	g_test_add_func("/store/facts/calendars", test_calendars);
	g_test_add_func("/store/facts/ask", test_ask);
	g_test_add_func("/store/facts/directive", test_directive);
}

TEST_MAIN(add_tests)
