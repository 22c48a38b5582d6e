/* The inbox: every letter is stored once and has one fate. */
#include "store_test.h"

static void
same_bytes(const void *a, size_t a_len, const void *b, size_t b_len)
{
	g_assert_cmpuint(a_len, ==, b_len);
	g_assert_true(a_len == b_len && !memcmp(a, b, a_len));
}

static char empty[65];

static struct inbox
letter(int64_t uid, const char *raw)
{
	static char sha256[65];

	sha256_hex(raw, strlen(raw), sha256);
	return (struct inbox){ .mailbox = "INBOX",
		.uidvalidity = 4294967295,
		.uid = uid,
		.sha256 = sha256,
		.raw = raw,
		.len = strlen(raw),
		.received_at = NOW };
}

static int64_t
arrive(struct bench *b, struct inbox inbox, bool known)
{
	int64_t id = 0;
	bool there = !known;

	OK(b, store_add_letter(b->store, &inbox, &id, &there, &b->err));
	g_assert_cmpint(there, ==, known);
	return id;
}

static void
test_letter(void)
{
	struct bench b;
	struct inbox_list list = { 0 };
	struct inbox *got;

	bench_open(&b);
	sha256_hex("", 0, empty);
	struct facts *facts = bench_facts(&b);
	int64_t ana = add_person(facts, "Ana")->id;
	OK(&b, store_save(b.store, facts, &b.err));
	int64_t first = arrive(&b, letter(7, "one"), false);
	int64_t second = arrive(&b, letter(8, ""), false);
	g_assert_cmpint(arrive(&b, letter(7, "one"), true), ==, first);
	struct inbox other = letter(7, "one");
	other.uidvalidity = 1;
	int64_t third = arrive(&b, other, false);

	OK(&b, store_unread(b.store, b.pool, 0, 9, &list, &b.err));
	g_assert_cmpuint(list.n, ==, 3);
	got = list.at[0];
	g_assert_cmpint(got->id, ==, first);
	g_assert_cmpstr(got->mailbox, ==, "INBOX");
	g_assert_cmpint(got->uidvalidity, ==, 4294967295);
	g_assert_cmpint(got->uid, ==, 7);
	same_bytes(got->raw, got->len, "one", 3);
	g_assert_cmpint(got->received_at, ==, NOW);
	g_assert_cmpint(got->state, ==, INBOX_STORED);
	g_assert_cmpuint(list.at[1]->len, ==, 0);
	g_assert_cmpstr(list.at[1]->sha256, ==, empty);

	int64_t same = -1;
	OK(&b, store_same_letter(b.store, got->sha256, third, &same, &b.err));
	g_assert_cmpint(same, ==, 0);
	got->kind = LETTER_CALENDAR;
	got->disposition = DISPOSITION_FORGED;
	got->reason = "dmarc=fail";
	got->participant = ana;
	got->applied_at = NOW + 5;
	OK(&b, store_applied(b.store, got, &b.err));
	OK(&b, store_same_letter(b.store, got->sha256, third, &same, &b.err));
	g_assert_cmpint(same, ==, first);
	OK(&b, store_same_letter(b.store, got->sha256, first, &same, &b.err));
	g_assert_cmpint(same, ==, 0);

	OK(&b, store_letter(b.store, b.pool, first, &got, &b.err));
	g_assert_cmpint(got->state, ==, INBOX_APPLIED);
	g_assert_cmpint(got->kind, ==, LETTER_CALENDAR);
	g_assert_cmpint(got->disposition, ==, DISPOSITION_FORGED);
	g_assert_cmpstr(got->reason, ==, "dmarc=fail");
	g_assert_cmpint(got->participant, ==, ana);
	g_assert_cmpint(got->applied_at, ==, NOW + 5);
	g_assert_cmpint(got->filed_at, ==, 0);
	OK(&b, store_letter(b.store, b.pool, 99, &got, &b.err));
	g_assert_null(got);

	list.n = 0;
	OK(&b, store_unread(b.store, b.pool, 0, 1, &list, &b.err));
	g_assert_cmpuint(list.n, ==, 1);
	g_assert_cmpint(list.at[0]->id, ==, second);
	list.n = 0;
	OK(&b, store_unfiled(b.store, b.pool, 0, 9, &list, &b.err));
	g_assert_cmpuint(list.n, ==, 1);
	g_assert_cmpint(list.at[0]->id, ==, first);
	OK(&b, store_filed(b.store, first, NOW + 6, &b.err));
	list.n = 0;
	OK(&b, store_unfiled(b.store, b.pool, 0, 9, &list, &b.err));
	g_assert_cmpuint(list.n, ==, 0);
	OK(&b, store_letter(b.store, b.pool, first, &got, &b.err));
	g_assert_cmpint(got->filed_at, ==, NOW + 6);
	bench_close(&b);
}

static int64_t
end_as(struct bench *b, int64_t uid, enum disposition disposition,
	int64_t participant)
{
	int64_t id = arrive(b, letter(uid, "words"), false);
	struct inbox *got = NULL;

	OK(b, store_letter(b->store, b->pool, id, &got, &b->err));
	got->kind = LETTER_REPLY;
	got->disposition = disposition;
	got->reason = "so";
	got->participant = participant;
	got->applied_at = NOW;
	OK(b, store_applied(b->store, got, &b->err));
	return id;
}

static bool
is_kept(struct bench *b, int64_t id)
{
	struct inbox *got = NULL;

	OK(b, store_letter(b->store, b->pool, id, &got, &b->err));
	g_assert_nonnull(got);
	g_assert_true(got->state == INBOX_STORED || got->reason);
	g_assert_cmpuint(got->len, ==, got->raw ? strlen("words") : 0);
	return got->raw;
}

/* What strangers wrote goes, and only that. */
static void
test_forget(void)
{
	struct bench b;
	struct text_list findings = { 0 };
	int64_t n = -1;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	int64_t ana = add_person(facts, "Ana")->id;
	OK(&b, store_save(b.store, facts, &b.err));
	int64_t unread = arrive(&b, letter(1, "words"), false);
	int64_t stranger = end_as(&b, 2, DISPOSITION_STRANGER, 0);
	int64_t list = end_as(&b, 3, DISPOSITION_IGNORED, 0);
	int64_t hers = end_as(&b, 4, DISPOSITION_IGNORED, ana);
	int64_t answer = end_as(&b, 5, DISPOSITION_ANSWER, ana);
	int64_t command = end_as(&b, 6, DISPOSITION_COMMAND, 0);
	OK(&b, store_forget_strangers(b.store, NOW, &n, &b.err));
	g_assert_cmpint(n, ==, 0);
	g_assert_true(is_kept(&b, stranger));
	OK(&b, store_forget_strangers(b.store, NOW + 1, &n, &b.err));
	g_assert_cmpint(n, ==, 2);
	g_assert_false(is_kept(&b, stranger));
	g_assert_false(is_kept(&b, list));
	g_assert_true(is_kept(&b, unread));
	g_assert_true(is_kept(&b, hers));
	g_assert_true(is_kept(&b, answer));
	g_assert_true(is_kept(&b, command));
	OK(&b, store_check(b.store, b.pool, &findings, &b.err));
	g_assert_cmpuint(findings.n, ==, 0);
	bench_raw(&b, "DELETE FROM inbox_bytes");
	OK(&b, store_check(b.store, b.pool, &findings, &b.err));
	g_assert_cmpuint(findings.n, ==, 4);
	bench_close(&b);
}

static void
test_attempts(void)
{
	struct bench b;
	int64_t n = 0;

	bench_open(&b);
	int64_t id = arrive(&b, letter(1, "bomb"), false);
	OK(&b, store_count_attempt(b.store, id, &n, &b.err));
	g_assert_cmpint(n, ==, 1);
	bench_reopen(&b);
	OK(&b, store_begin(b.store, &b.err));
	OK(&b, store_count_attempt(b.store, id, &n, &b.err));
	OK(&b, store_commit(b.store, &b.err));
	g_assert_cmpint(n, ==, 2);
	bench_close(&b);
}

static void
test_every_fate(void)
{
	struct bench b;
	struct inbox *got;

	bench_open(&b);
	for (int i = 0; i < DISPOSITION_COUNT; i++) {
		struct inbox inbox = letter(i + 1, "x");

		inbox.id = arrive(&b, inbox, false);
		inbox.kind = (enum letter_kind)(i % (LETTER_UNREADABLE + 1));
		inbox.disposition = (enum disposition)i;
		inbox.applied_at = NOW;
		OK(&b, store_applied(b.store, &inbox, &b.err));
		OK(&b, store_letter(b.store, b.pool, inbox.id, &got, &b.err));
		g_assert_cmpint(got->kind, ==, inbox.kind);
		g_assert_cmpint(got->disposition, ==, i);
	}
	bench_close(&b);
}

static void
add_tests(void)
{
	g_test_add_func("/store/letter/every-field", test_letter);
	g_test_add_func("/store/letter/forget", test_forget);
	g_test_add_func("/store/letter/attempts", test_attempts);
	g_test_add_func("/store/letter/every-fate", test_every_fate);
}

TEST_MAIN(add_tests)
