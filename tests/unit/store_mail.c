/* The outbox: no mail is lost, and none goes out twice. */
#include "base/clock.h"
#include "store_test.h"

#define SAME_INT(field)  g_assert_cmpint(got->field, ==, want->field)
#define SAME_TEXT(field) g_assert_cmpstr(got->field, ==, want->field)

static void
same_bytes(const void *a, size_t a_len, const void *b, size_t b_len)
{
	g_assert_cmpuint(a_len, ==, b_len);
	g_assert_true(a_len == b_len && !memcmp(a, b, a_len));
}

static bool
add(struct bench *b, struct mail mail)
{
	bool added = false;

	OK(b, store_add_mail(b->store, &mail, &added, &b->err));
	return added;
}

static struct mail *
stored(struct bench *b, int64_t id)
{
	struct mail *mail = NULL;

	OK(b, store_mail(b->store, b->pool, id, &mail, &b->err));
	return mail;
}

static struct mail_list
claim(struct bench *b, int64_t now, int limit)
{
	struct mail_list mails = { 0 };

	OK(b, store_claim(b->store, b->pool, now, limit, &mails, &b->err));
	return mails;
}

static void
settle(struct bench *b, struct mail *mail, enum mail_state state, int64_t next)
{
	mail->state = state;
	mail->next_at = next;
	mail->settled_at = NOW + 1;
	mail->reply = "250 2.0.0 OK";
	OK(b, store_settle(b->store, mail, &b->err));
}

/* ---- outbox ------------------------------------------------------------- */

static void
same_mail(const struct mail *got, const struct mail *want)
{
	SAME_INT(id);
	SAME_TEXT(occurrence);
	SAME_INT(moment);
	SAME_INT(participant);
	SAME_TEXT(recipient);
	SAME_TEXT(envelope_from);
	SAME_TEXT(message_id);
	SAME_TEXT(in_reply_to);
	SAME_TEXT(subject);
	SAME_INT(match);
	SAME_INT(session);
	SAME_INT(ask);
	SAME_INT(run);
	SAME_INT(state);
	SAME_INT(created_at);
	SAME_INT(not_before);
	SAME_INT(expires_at);
	SAME_INT(attempts);
	SAME_INT(first_attempt_at);
	SAME_INT(last_attempt_at);
	SAME_INT(next_at);
	SAME_INT(settled_at);
	SAME_TEXT(reply);
	same_bytes(got->bytes, got->len, want->bytes, want->len);
}

static void
test_every_field(void)
{
	struct bench b;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	struct participant *p = add_person(facts, "Ana");
	struct match *match =
		add_match(facts, p->id, add_person(facts, "B")->id);
	struct session *session = add_session(facts, match, 1);
	struct ask *ask = add_ask(facts, p->id, match->id);
	struct run *run = facts_new_run(facts);
	OK(&b, store_save(b.store, facts, &b.err));
	struct mail want = { facts->next.mail, "checkin/1", MOMENT_NOTE, p->id,
		p->email, "", "id@x", "re@y", "Sub\303\244ject", match->id,
		session->id, ask->id, run->id, "a\0b\r\n", 5, MAIL_DEFERRED,
		NOW + 1, NOW + 2, NOW + 3, 4, NOW + 5, NOW + 6, NOW + 7,
		NOW + 8, "451 4.7.1 later", FACT_SAME };
	g_assert_true(add(&b, want));
	same_mail(stored(&b, want.id), &want);
	g_assert_null(stored(&b, 99));
	bench_close(&b);
}

/* Every state and every moment can be stored, and comes back. */
static void
test_every_word(void)
{
	struct bench b;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	for (unsigned i = 0; i < MOMENT_COUNT; i++) {
		g_autofree char *occurrence = g_strdup_printf("word/%u", i);
		struct mail mail = make_mail(facts, occurrence);

		mail.moment = (enum moment)i;
		mail.state = (enum mail_state)(i % (MAIL_CANCELLED + 1));
		g_assert_true(add(&b, mail));
		g_assert_cmpint(stored(&b, mail.id)->moment, ==, i);
		g_assert_cmpint(stored(&b, mail.id)->state, ==, mail.state);
	}
	bench_close(&b);
}

static void
test_sends_once(void)
{
	struct bench b;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	struct mail first = make_mail(facts, "welcome/1");
	struct mail again = make_mail(facts, "welcome/1");
	again.bytes = "other";
	again.len = 5;
	g_assert_true(add(&b, first));
	g_assert_false(add(&b, again));
	g_assert_null(stored(&b, again.id));
	struct mail_list mails = claim(&b, NOW, 9);
	g_assert_cmpuint(mails.n, ==, 1);
	settle(&b, mails.at[0], MAIL_SENT, 0);
	again = make_mail(facts, "welcome/1");
	g_assert_false(add(&b, again));
	g_assert_cmpuint(claim(&b, NOW + DAY, 9).n, ==, 0);
	bench_close(&b);
}

static void
test_cycle(void)
{
	struct bench b;
	int64_t n = 0, at = 0;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	add(&b, make_mail(facts, "a"));
	OK(&b, store_next_due(b.store, &at, &b.err));
	g_assert_cmpint(at, ==, NOW);
	g_assert_cmpuint(claim(&b, NOW - 1, 9).n, ==, 0);

	struct mail *mail = claim(&b, NOW, 9).at[0];
	g_assert_cmpint(mail->state, ==, MAIL_SENDING);
	g_assert_cmpint(mail->attempts, ==, 1);
	g_assert_cmpint(mail->first_attempt_at, ==, NOW);
	g_assert_cmpuint(mail->len, ==, 27);
	same_mail(stored(&b, mail->id), mail);
	g_assert_cmpuint(claim(&b, NOW, 9).n, ==, 0);
	OK(&b, store_next_due(b.store, &at, &b.err));
	g_assert_cmpint(at, ==, INT64_MAX);

	settle(&b, mail, MAIL_DEFERRED, NOW + 300);
	OK(&b, store_next_due(b.store, &at, &b.err));
	g_assert_cmpint(at, ==, NOW + 300);
	g_assert_cmpuint(claim(&b, NOW + 299, 9).n, ==, 0);
	mail = claim(&b, NOW + 300, 9).at[0];
	g_assert_cmpint(mail->attempts, ==, 2);
	g_assert_cmpint(mail->first_attempt_at, ==, NOW);
	g_assert_cmpint(mail->last_attempt_at, ==, NOW + 300);
	g_assert_cmpstr(mail->reply, ==, "250 2.0.0 OK");

	/* the process dies here, and another one finds it */
	bench_reopen(&b);
	OK(&b, store_doubt(b.store, NOW + 400, &n, &b.err));
	g_assert_cmpint(n, ==, 1);
	g_assert_cmpint(stored(&b, mail->id)->state, ==, MAIL_IN_DOUBT);
	OK(&b, store_doubt(b.store, NOW + 400, &n, &b.err));
	g_assert_cmpint(n, ==, 0);
	g_assert_cmpuint(claim(&b, NOW + 400, 9).n, ==, 0);
	mail = claim(&b, NOW + 1000, 9).at[0];
	g_assert_cmpint(mail->attempts, ==, 3);
	settle(&b, mail, MAIL_SENT, 0);
	g_assert_cmpuint(claim(&b, NOW + DAY, 9).n, ==, 0);
	mail = stored(&b, mail->id);
	g_assert_cmpint(mail->state, ==, MAIL_SENT);
	g_assert_cmpint(mail->settled_at, ==, NOW + 1);
	bench_close(&b);
}

static void
test_expiry(void)
{
	struct bench b;
	int64_t n;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	struct mail mail = make_mail(facts, "queued");
	mail.expires_at = NOW + 60;
	add(&b, mail);
	mail = make_mail(facts, "for ever");
	mail.expires_at = 0;
	add(&b, mail);
	mail = make_mail(facts, "doubt");
	mail.expires_at = NOW + 60;
	mail.state = MAIL_SENDING;
	add(&b, mail);
	OK(&b, store_doubt(b.store, NOW, &n, &b.err));
	struct mail_list mails = claim(&b, NOW + 60, 9);
	g_assert_cmpuint(mails.n, ==, 1);
	g_assert_cmpint(mails.at[0]->id, ==, 2);
	g_assert_cmpint(stored(&b, 1)->state, ==, MAIL_EXPIRED);
	g_assert_cmpint(stored(&b, 1)->settled_at, ==, NOW + 60);
	g_assert_null(stored(&b, 1)->reply);
	g_assert_cmpint(stored(&b, 3)->state, ==, MAIL_EXPIRED);
	g_assert_nonnull(strstr(stored(&b, 3)->reply, "may have arrived"));
	bench_close(&b);
}

/* Coordinators and answers to letters first; then by time, then by age. */
static void
test_order(void)
{
	struct bench b;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	int64_t ana = add_person(facts, "Ana")->id;
	OK(&b, store_save(b.store, facts, &b.err));
	const struct {
		int64_t participant, not_before;
		const char *from;
	} rows[] = { { ana, NOW - 1, "b@x" }, { ana, NOW - 9, "b@x" },
		{ ana, NOW - 9, "b@x" }, { 0, NOW - 2, "b@x" },
		{ ana, NOW - 3, "" }, { ana, NOW + 1, "" } };
	static const int64_t order[] = { 5, 4, 2, 3, 1 };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *occurrence = g_strdup_printf("%zu", i);
		struct mail mail = make_mail(facts, occurrence);

		mail.participant = rows[i].participant;
		mail.not_before = rows[i].not_before;
		mail.envelope_from = rows[i].from;
		add(&b, mail);
	}
	struct mail held = make_mail(facts, "held");
	held.state = MAIL_HELD;
	add(&b, held);
	for (size_t done = 0, i; done < 5; done += i) {
		struct mail_list mails = claim(&b, NOW, 2);

		g_assert_cmpuint(mails.n, ==, done == 4 ? 1 : 2);
		for (i = 0; i < mails.n; i++)
			g_assert_cmpint(mails.at[i]->id, ==, order[done + i]);
		if (!i)
			break;
	}
	g_assert_cmpuint(claim(&b, NOW, 2).n, ==, 0);
	bench_close(&b);
}

static void
test_rolled_back(void)
{
	struct bench b;

	bench_open(&b);
	add(&b, make_mail(bench_facts(&b), "a"));
	OK(&b, store_begin(b.store, &b.err));
	g_assert_cmpuint(claim(&b, NOW, 9).n, ==, 1);
	store_rollback(b.store);
	g_assert_cmpuint(claim(&b, NOW, 9).n, ==, 1);
	bench_close(&b);
}

/* One mail of each moment about the subject; which are left to be sent? */
static void
cancelled(enum subject_kind kind, unsigned left)
{
	struct bench b;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	int64_t ana = add_person(facts, "Ana")->id;
	int64_t ben = add_person(facts, "Ben")->id;
	struct match *match = add_match(facts, ana, ben);
	struct session *session = add_session(facts, match, 1);
	struct ask *ask = add_ask(facts, ana, match->id);
	OK(&b, store_save(b.store, facts, &b.err));
	for (unsigned i = 0; i < MOMENT_COUNT; i++) {
		g_autofree char *occurrence = g_strdup_printf("%u", i);
		struct mail mail = make_mail(facts, occurrence);

		mail.participant = ana;
		mail.moment = (enum moment)i;
		mail.match = match->id;
		mail.session = session->id;
		mail.ask = ask->id;
		add(&b, mail);
	}
	struct mail other = make_mail(facts, "other");
	other.participant = ben;
	add(&b, other);
	OK(&b, store_cancel_mails(b.store, kind, 1, NOW, &b.err));
	unsigned open = 0;
	for (int64_t id = 1; id <= MOMENT_COUNT; id++)
		if (stored(&b, id)->state == MAIL_QUEUED)
			open |= 1u << (id - 1);
		else
			g_assert_cmpint(
				stored(&b, id)->state, ==, MAIL_CANCELLED);
	g_assert_cmphex(open, ==, left);
	g_assert_cmpint(stored(&b, other.id)->state, ==,
		kind == SUBJECT_PROGRAM ? MAIL_CANCELLED : MAIL_QUEUED);
	bench_close(&b);
}

#define BIT(moment) (1u << (moment))

static void
test_cancel(void)
{
	unsigned over = BIT(MOMENT_LEFT) | BIT(MOMENT_MATCH_ENDED) |
		BIT(MOMENT_CANCELLATION);
	unsigned said = over | BIT(MOMENT_PARTNER_LEFT) | BIT(MOMENT_THANKS) |
		BIT(MOMENT_HELP);
	unsigned asks = BIT(MOMENT_CHECKIN) | BIT(MOMENT_REMINDER) |
		BIT(MOMENT_CLARIFY) | BIT(MOMENT_CONFIRM_LEAVE) |
		BIT(MOMENT_CONFIRM_ADDRESS) | BIT(MOMENT_CONFIRM_REMATCH) |
		BIT(MOMENT_DRAFT);

	cancelled(SUBJECT_PROGRAM, over);
	cancelled(SUBJECT_PARTICIPANT, over);
	cancelled(SUBJECT_MATCH, said);
	cancelled(SUBJECT_SESSION, said);
	cancelled(SUBJECT_ASK, (BIT(MOMENT_COUNT) - 1) & ~asks);
}

/* A mail on the wire cannot be called back; it is not tried again. */
static void
test_cancel_sending(void)
{
	struct bench b;
	int64_t n;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	int64_t ana = add_person(facts, "Ana")->id;
	OK(&b, store_save(b.store, facts, &b.err));
	for (int i = 0; i < 3; i++) {
		g_autofree char *occurrence = g_strdup_printf("%d", i);
		struct mail mail = make_mail(facts, occurrence);

		mail.participant = ana;
		add(&b, mail);
	}
	struct mail_list mails = claim(&b, NOW, 9);
	OK(&b,
		store_cancel_mails(
			b.store, SUBJECT_PARTICIPANT, ana, NOW, &b.err));
	g_assert_cmpint(stored(&b, 1)->state, ==, MAIL_SENDING);
	settle(&b, mails.at[0], MAIL_SENT, 0);
	settle(&b, mails.at[1], MAIL_DEFERRED, NOW + 5);
	OK(&b, store_doubt(b.store, NOW, &n, &b.err));
	g_assert_cmpint(stored(&b, 1)->state, ==, MAIL_SENT);
	g_assert_cmpint(stored(&b, 2)->state, ==, MAIL_CANCELLED);
	g_assert_cmpint(stored(&b, 3)->state, ==, MAIL_CANCELLED);
	bench_close(&b);
}

static void
test_asked(void)
{
	struct bench b;
	struct mail_list mails = { 0 };

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	int64_t ana = add_person(facts, "Ana")->id;
	int64_t ask = add_ask(facts, ana, 0)->id;
	OK(&b, store_save(b.store, facts, &b.err));
	for (int i = 0; i < 3; i++) {
		g_autofree char *occurrence = g_strdup_printf("%d", i);
		struct mail mail = make_mail(facts, occurrence);

		mail.ask = ask;
		mail.not_before += i;
		add(&b, mail);
	}
	claim(&b, NOW + 1, 9);
	OK(&b, store_mails_of_ask(b.store, b.pool, ask, &mails, &b.err));
	g_assert_cmpuint(mails.n, ==, 2);
	g_assert_cmpint(mails.at[0]->id, ==, 2);
	g_assert_cmpint(mails.at[1]->id, ==, 1);
	g_assert_cmpuint(mails.at[1]->len, ==, 27);
	bench_close(&b);
}

static void
test_daily(void)
{
	struct bench b;
	int64_t n = -1;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	for (int i = 0; i < 4; i++) {
		g_autofree char *occurrence = g_strdup_printf("%d", i);
		struct mail mail = make_mail(facts, occurrence);

		if (i == 3)
			mail.recipient = "ben@example.org";
		add(&b, mail);
	}
	OK(&b, store_mails_since(b.store, "ana@example.org", 0, &n, &b.err));
	g_assert_cmpint(n, ==, 0);
	struct mail_list mails = claim(&b, NOW, 9);
	settle(&b, mails.at[0], MAIL_SENT, 0);
	settle(&b, mails.at[1], MAIL_REFUSED, 0);
	OK(&b, store_mails_since(b.store, "ana@example.org", NOW, &n, &b.err));
	g_assert_cmpint(n, ==, 2);
	OK(&b,
		store_mails_since(
			b.store, "ana@example.org", NOW + 1, &n, &b.err));
	g_assert_cmpint(n, ==, 0);
	bench_close(&b);
}

static void
test_waiting(void)
{
	struct bench b;
	struct mail_list mails = { 0 };
	int64_t n = 0;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	for (unsigned i = 0; i <= MAIL_CANCELLED; i++) {
		g_autofree char *occurrence = g_strdup_printf("%u", i);
		struct mail mail = make_mail(facts, occurrence);

		mail.state = (enum mail_state)i;
		add(&b, mail);
	}
	OK(&b, store_waiting(b.store, b.pool, 9, &mails, &b.err));
	g_assert_cmpuint(mails.n, ==, 4);
	g_assert_cmpint(mails.at[0]->state, ==, MAIL_QUEUED);
	g_assert_cmpint(mails.at[1]->state, ==, MAIL_DEFERRED);
	g_assert_cmpint(mails.at[2]->state, ==, MAIL_IN_DOUBT);
	g_assert_cmpint(mails.at[3]->state, ==, MAIL_HELD);
	OK(&b, store_skip_waiting(b.store, NOW, &n, &b.err));
	g_assert_cmpint(n, ==, 4);
	g_assert_cmpint(stored(&b, 1)->state, ==, MAIL_EXPIRED);
	g_assert_cmpint(stored(&b, 3)->state, ==, MAIL_SENT);
	g_assert_cmpuint(claim(&b, NOW, 9).n, ==, 0);
	bench_close(&b);
}

static void
add_tests(void)
{
	g_test_add_func("/store/mail/every-field", test_every_field);
	g_test_add_func("/store/mail/every-word", test_every_word);
	g_test_add_func("/store/mail/sends-once", test_sends_once);
	g_test_add_func("/store/mail/cycle", test_cycle);
	g_test_add_func("/store/mail/expiry", test_expiry);
	g_test_add_func("/store/mail/order", test_order);
	g_test_add_func("/store/mail/rolled-back", test_rolled_back);
	g_test_add_func("/store/mail/cancel", test_cancel);
	g_test_add_func("/store/mail/cancel-sending", test_cancel_sending);
	g_test_add_func("/store/mail/asked", test_asked);
	g_test_add_func("/store/mail/daily", test_daily);
	g_test_add_func("/store/mail/waiting", test_waiting);
}

TEST_MAIN(add_tests)
