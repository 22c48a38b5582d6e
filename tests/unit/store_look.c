/* Looking at the store: figures and their denominators, and what needs a
 * person. */
#include "base/clock.h"
#include "store/figures.h"
#include "store_test.h"

/* ---- figures ------------------------------------------------------------ */

static struct figures
figures_of(struct bench *b, int64_t now, int64_t since)
{
	struct program program = { .privacy_k = 2 };
	struct figures figures = { 0 };
	struct form *form = LIST_ADD(b->pool, &program.forms);

	form->name = "checkin";
	LIST_ADD(b->pool, &form->questions)->id = "met";
	LIST_ADD(b->pool, &form->questions)->id = "how";
	OK(b,
		store_figures(b->store, b->pool, &program, now, since, &figures,
			&b->err));
	return figures;
}

static void
test_empty(void)
{
	struct bench b;

	bench_open(&b);
	struct figures f = figures_of(&b, NOW, NOW - DAY);
	g_assert_cmpint(f.now, ==, NOW);
	g_assert_cmpint(f.since, ==, NOW - DAY);
	g_assert_cmpint(f.enrolled, ==, 0);
	g_assert_cmpint(f.reminders, ==, 0);
	g_assert_cmpuint(f.needs.n, ==, 0);
	g_assert_cmpuint(f.tallies.n, ==, 0);
	g_assert_cmpuint(f.weeks.n, ==, 0);
	bench_close(&b);
}

/* Six people: Ana and Ben met, Cem and Dora are silent, Eva paused, Fred's
 * mail bounces. Ids are in that order. */
static void
people(struct facts *facts)
{
	static const char *const names[] = { "Ana", "Ben", "Cem", "Dora", "Eva",
		"Fred" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		add_person(facts, names[i]);
	facts->participants.at[0]->heard_at = NOW;
	facts->participants.at[4]->state = PARTICIPANT_PAUSED;
	facts->participants.at[5]->state = PARTICIPANT_SUSPENDED;
	facts->participants.at[5]->bounced_at = NOW + 5;
	facts->participants.at[5]->bounces = 2;
}

static void
matches(struct facts *facts)
{
	struct run *run = facts_new_run(facts);
	run->state = RUN_PUBLISHED;
	*LIST_ADD(facts->pool, &run->unmatched) =
		(struct unmatched){ 5, "no free hours in common", NULL };
	struct match *met = add_match(facts, 1, 2);
	struct match *silent = add_match(facts, 4, 3);
	struct match *over = add_match(facts, 5, 6);
	silent->told_at = NOW + 2 * DAY;
	over->state = MATCH_ENDED;
	add_match(facts, 5, 6)->state = MATCH_DISCARDED;
	facts->matches.at[3]->published_at = 0;

	add_session(facts, met, 1)->state = SESSION_HELD;
	struct session *next = add_session(facts, met, 2);
	next->attendees.at[0].partstat = PARTSTAT_ACCEPTED;
	next->attendees.at[1].partstat = PARTSTAT_DECLINED;
	add_session(facts, over, 1)->state = SESSION_CANCELLED;
	add_session(facts, silent, 1);
}

static void
asks(struct facts *facts)
{
	give(facts, 1, "met", "yes");
	give(facts, 1, "met", "no");
	give(facts, 2, "met", "yes");
	give(facts, 1, "how", "10");
	give(facts, 2, "how", "4");
	give(facts, 2, "how", "4.5");
	give(facts, 2, "how", NULL);
	give(facts, 1, "words", "4");
	give(facts, 2, "words", "secret words");
	add_ask(facts, 3, 2)->state = ASK_UNCLEAR;
	add_ask(facts, 4, 2)->opened_at = NOW + 8 * DAY;
	add_ask(facts, 4, 2)->state = ASK_CLARIFY;
	add_ask(facts, 5, 0)->state = ASK_CLOSED;
	add_ask(facts, 1, 0)->form = FORM_LEAVE;
	struct ask *draft = add_ask(facts, 0, 0);
	draft->coordinator = "boss@example.org";
	draft->form = FORM_DRAFT;
}

static void
mails(struct bench *b, struct facts *facts)
{
	for (unsigned i = 0; i <= MAIL_CANCELLED; i++) {
		g_autofree char *occurrence = g_strdup_printf("%u", i);
		struct mail mail = make_mail(facts, occurrence);
		bool added;

		mail.state = (enum mail_state)i;
		mail.participant = i == MAIL_REFUSED ? 6 : 1;
		mail.moment = MOMENT_INTRODUCTION;
		mail.settled_at = NOW + 3;
		mail.attempts = 1;
		mail.last_attempt_at = NOW + 2;
		mail.reply = "550 5.1.1 unknown";
		OK(b, store_add_mail(b->store, &mail, &added, &b->err));
	}
	struct mail invitation = make_mail(facts, "invitation");
	bool added;
	invitation.moment = MOMENT_INVITATION;
	invitation.participant = 3;
	invitation.session = 4;
	invitation.state = MAIL_SENT;
	OK(b, store_add_mail(b->store, &invitation, &added, &b->err));
}

static void
fill(struct bench *b)
{
	bench_open(b);
	struct facts *facts = bench_facts(b);

	people(facts);
	matches(facts);
	asks(facts);
	OK(b, store_save(b->store, facts, &b->err));
	mails(b, facts);
	letters(b);
}

static void
test_counts(void)
{
	struct bench b;

	fill(&b);
	struct figures f = figures_of(&b, NOW + 9 * DAY, 0);
	g_assert_cmpint(f.enrolled, ==, 6);
	g_assert_cmpint(f.present, ==, 4);
	g_assert_cmpint(f.paused, ==, 1);
	g_assert_cmpint(f.suspended, ==, 1);
	g_assert_cmpint(f.left, ==, 0);
	g_assert_cmpint(f.welcomed, ==, 1);
	g_assert_cmpint(f.reached, ==, 2);
	g_assert_cmpint(f.matched, ==, 4);
	g_assert_cmpint(f.ever_matched, ==, 6);
	g_assert_cmpint(f.met, ==, 2);
	g_assert_cmpint(f.heard, ==, 1);
	g_assert_cmpint(f.matches, ==, 3);
	g_assert_cmpint(f.matches_active, ==, 2);
	g_assert_cmpint(f.matches_ended, ==, 1);
	g_assert_cmpint(f.matches_silent, ==, 1);
	g_assert_cmpint(f.matches_met, ==, 1);
	g_assert_cmpint(f.sessions, ==, 4);
	g_assert_cmpint(f.sessions_past, ==, 2);
	g_assert_cmpint(f.sessions_held, ==, 1);
	g_assert_cmpint(f.sessions_missed, ==, 0);
	g_assert_cmpint(f.sessions_cancelled, ==, 1);
	g_assert_cmpint(f.minutes_held, ==, 45 * f.sessions_held);
	g_assert_cmpint(f.invitations, ==, 3);
	g_assert_cmpint(f.rsvp_accepted, ==, 1);
	g_assert_cmpint(f.rsvp_declined, ==, 1);
	g_assert_cmpint(f.rsvp_tentative, ==, 0);
	g_assert_cmpint(f.asks, ==, 13);
	g_assert_cmpint(f.asks_answered, ==, 9);
	g_assert_cmpint(f.asks_open, ==, 2);
	g_assert_cmpint(f.asks_unclear, ==, 1);
	g_assert_cmpint(f.asks_closed, ==, 1);
	g_assert_cmpint(f.reminders, ==, 9);
	g_assert_cmpint(f.mails, ==, 10);
	g_assert_cmpint(f.mails_sent, ==, 2);
	g_assert_cmpint(f.mails_deferred, ==, 1);
	g_assert_cmpint(f.mails_refused, ==, 2);
	g_assert_cmpint(f.mails_in_doubt, ==, 1);
	g_assert_cmpint(f.mails_held, ==, 1);
	g_assert_cmpint(f.mails_waiting, ==, 2);
	g_assert_cmpint(f.mails_expired, ==, 1);
	g_assert_cmpint(f.letters, ==, DISPOSITION_COUNT + 1);
	g_assert_cmpint(f.letters_answer, ==, 1);
	g_assert_cmpint(f.letters_rsvp, ==, 1);
	g_assert_cmpint(f.letters_bounce, ==, 1);
	g_assert_cmpint(f.letters_auto, ==, 1);
	g_assert_cmpint(f.letters_ignored, ==, 4);
	g_assert_cmpint(f.letters_coordinator, ==, 1);
	g_assert_cmpint(f.letters_quarantined, ==, 1);
	bench_close(&b);
}

static void
test_tallies(void)
{
	struct bench b;

	fill(&b);
	struct figures f = figures_of(&b, NOW, 0);
	g_assert_cmpuint(f.tallies.n, ==, 2);
	const struct tally *how = &f.tallies.at[0], *met = &f.tallies.at[1];
	g_assert_cmpstr(how->form, ==, "checkin");
	g_assert_cmpstr(how->question, ==, "how");
	g_assert_cmpint(how->answers, ==, 3);
	g_assert_cmpint(how->people, ==, 2);
	g_assert_cmpfloat_with_epsilon(how->mean, 18.5 / 3, 1e-9);
	g_assert_cmpint(how->count[4], ==, 1);
	g_assert_cmpint(how->count[10], ==, 1);
	g_assert_cmpint(how->count[5], ==, 0);
	g_assert_cmpstr(met->question, ==, "met");
	g_assert_cmpint(met->answers, ==, 3);
	g_assert_cmpint(met->people, ==, 2);
	g_assert_cmpfloat_with_epsilon(met->mean, 2.0 / 3, 1e-9);
	g_assert_cmpint(met->count[0], ==, 1);
	g_assert_cmpint(met->count[1], ==, 2);
	bench_close(&b);
}

/* NOW is a Friday; sessions are one and two weeks later. */
static void
test_weeks(void)
{
	struct bench b;

	fill(&b);
	struct figures f = figures_of(&b, NOW + 15 * DAY, 0);
	g_assert_cmpuint(f.weeks.n, ==, 3);
	g_assert_cmpint((f.weeks.at[0].starts_at / DAY + 3) % 7, ==, 0);
	g_assert_cmpint(f.weeks.at[0].starts_at % DAY, ==, 0);
	g_assert_cmpint(f.weeks.at[0].asked, ==, 12);
	g_assert_cmpint(f.weeks.at[0].answered, ==, 9);
	g_assert_cmpint(f.weeks.at[0].planned, ==, 0);
	g_assert_cmpint(f.weeks.at[1].planned, ==, 2);
	g_assert_cmpint(f.weeks.at[1].held, ==, 1);
	g_assert_cmpint(f.weeks.at[1].asked, ==, 1);
	g_assert_cmpint(f.weeks.at[2].planned, ==, 1);
	bench_close(&b);
}

static const struct need *
need_of(const struct figures *f, const char *what, const char *subject)
{
	for (size_t i = 0; i < f->needs.n; i++)
		if (!strcmp(f->needs.at[i].what, what) &&
			strstr(f->needs.at[i].subject, subject))
			return &f->needs.at[i];
	g_test_message("no need '%s' of '%s'", what, subject);
	g_assert_not_reached();
}

static void
test_needs(void)
{
	struct bench b;

	fill(&b);
	struct facts *facts = bench_facts(&b);
	struct run *run = facts_new_run(facts);
	run->made_at = NOW + 7;
	struct match *draft = add_match(facts, 1, 2);
	draft->state = MATCH_DRAFT;
	draft->run = run->id;
	add_person(facts, "Gina");
	OK(&b, store_save(b.store, facts, &b.err));

	for (int i = 0; i < 2; i++) { /* two coordinators, one concern */
		g_autofree char *occurrence =
			g_strdup_printf("alert/2/met/%d", i);
		struct mail alert = make_mail(facts, occurrence);
		bool added;

		alert.ask = 2;
		alert.created_at = NOW + 1;
		OK(&b, store_add_mail(b.store, &alert, &added, &b.err));
	}

	struct figures f = figures_of(&b, NOW + 9 * DAY, NOW + 1);
	g_assert_cmpint(
		need_of(&f, "concern", "Ana (ask 2)")->since, ==, NOW + 1);
	g_assert_cmpint(
		need_of(&f, "silent", "Dora, Cem")->since, ==, NOW + 2 * DAY);
	need_of(&f, "unclear", "Cem");
	g_assert_cmpstr(
		need_of(&f, "unmatched", "Gina")->why, ==, "not in a match");
	g_assert_cmpint(need_of(&f, "bounced", "Fred")->since, ==, NOW + 5);
	g_assert_cmpstr(need_of(&f, "draft", "run 2")->why, ==,
		"1 matches wait for approval");
	need_of(&f, "in doubt", "Ana (mail 7)");
	need_of(&f, "refused", "Fred (mail 5)");
	g_assert_nonnull(strstr(
		need_of(&f, "refused", "mail 6")->why, "our own account"));
	g_assert_cmpstr(need_of(&f, "quarantine", "letter")->why, ==,
		"killed the reader");
	need_of(&f, "to read", "letter");
	g_assert_cmpuint(f.needs.n, ==, 11);
	for (size_t i = 0; i < f.needs.n; i++) {
		g_assert_null(strstr(f.needs.at[i].why, "secret"));
		g_assert_null(strstr(f.needs.at[i].subject, "secret"));
	}
	f = figures_of(&b, NOW + 9 * DAY, NOW + 10);
	g_assert_cmpuint(f.needs.n, ==, 6); /* refusals, letters are old */
	bench_close(&b);
}

/* A published calendar that fails, until it works again or another is named. */
static bool
fails(struct bench *b, const char **why)
{
	struct figures figures = figures_of(b, NOW + 9, NOW);

	for (size_t i = 0; i < figures.needs.n; i++)
		if (!strcmp(figures.needs.at[i].what, "calendar")) {
			*why = figures.needs.at[i].why;
			return true;
		}
	return false;
}

static void
test_calendar_fails(void)
{
	const char *why = NULL;
	struct bench b;
	int64_t since;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	struct participant *ana = add_person(facts, "Ana");
	ana->freebusy = "https://cal.example/ana";
	OK(&b, store_save(b.store, facts, &b.err));
	struct calendar calendar = { ana->id, ana->freebusy, "" };
	g_assert_false(fails(&b, &why));
	OK(&b,
		store_calendar_tried(
			b.store, &calendar, NOW, "404", &since, &b.err));
	g_assert_true(fails(&b, &why));
	g_assert_nonnull(strstr(why, "404"));
	OK(&b,
		store_calendar_tried(
			b.store, &calendar, NOW, NULL, &since, &b.err));
	g_assert_false(fails(&b, &why));
	OK(&b,
		store_calendar_tried(
			b.store, &calendar, NOW, "500", &since, &b.err));
	ana->freebusy = "https://cal.example/other";
	fact_touch(ana);
	OK(&b, store_save(b.store, facts, &b.err));
	g_assert_false(fails(&b, &why));
	bench_close(&b);
}

static void
add_tests(void)
{
	g_test_add_func("/store/figures/empty", test_empty);
	g_test_add_func("/store/figures/counts", test_counts);
	g_test_add_func("/store/figures/tallies", test_tallies);
	g_test_add_func("/store/figures/weeks", test_weeks);
	g_test_add_func("/store/look/calendar-fails", test_calendar_fails);
	g_test_add_func("/store/figures/needs", test_needs);
}

TEST_MAIN(add_tests)
