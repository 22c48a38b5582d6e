/* Who wrote, and to what: tokens, forged and old ones, and whose address the
 * sender's is. */
#include "base/clock.h"
#include "base/token.h"
#include "keep/about.h"
#include "store_test.h"

#define HOME "mentoring@example.org"

struct scene {
	struct bench bench;
	struct program program;
	struct participant *ana, *bob;
	struct mail mail, draft; /* to Ana about an ask; to a coordinator */
	struct letter_head head;
	struct letter_about about;
	bool stop;
};

static void
add_mails(struct scene *s, struct facts *facts)
{
	struct ask *ask = add_ask(facts, s->ana->id, 0);
	struct run *run = facts_new_run(facts);
	struct bench *bench = &s->bench;
	bool added;

	run->made_at = NOW;
	s->mail = make_mail(facts, "checkin/1");
	s->mail.participant = s->ana->id;
	s->mail.recipient = s->ana->email;
	s->mail.ask = ask->id;
	s->draft = make_mail(facts, "draft/1");
	s->draft.moment = MOMENT_DRAFT;
	s->draft.recipient = "cora@example.org";
	s->draft.run = run->id;
	OK(bench, store_begin(bench->store, &bench->err));
	OK(bench, store_save(bench->store, facts, &bench->err));
	OK(bench, store_add_mail(bench->store, &s->mail, &added, &bench->err));
	OK(bench, store_add_mail(bench->store, &s->draft, &added, &bench->err));
	OK(bench, store_commit(bench->store, &bench->err));
}

static struct scene *
scene_new(void)
{
	struct scene *s = g_new0(struct scene, 1);

	bench_open(&s->bench);
	s->program.pool = s->bench.pool;
	s->program.address = HOME;
	*LIST_ADD(s->bench.pool, &s->program.coordinators) =
		(struct coordinator){ "Cora", "cora@example.org", true, true,
			false };
	struct facts *facts = bench_facts(&s->bench);
	s->ana = add_person(facts, "ana");
	s->bob = add_person(facts, "bob");
	*LIST_ADD(facts->pool, &s->bob->aliases) = "bob@home.example";
	add_mails(s, facts);
	return s;
}

static void
scene_free(struct scene *s)
{
	bench_close(&s->bench);
	g_free(s);
}

static char *
address_of(struct scene *s, enum token_purpose purpose, int64_t id, int64_t day)
{
	char out[200];

	g_assert_true(token_address(store_key(s->bench.store),
		(struct token){ purpose, id, day }, HOME, out, sizeof out));
	return pool_strdup(s->bench.pool, out);
}

/* A mail from that address to these two recipients (NULL: none). */
static void
find(struct scene *s, const char *from, const char *to, const char *reference)
{
	struct bench *bench = &s->bench;

	s->head = (struct letter_head){ .from = from };
	s->about = (struct letter_about){ 0 };
	s->stop = false;
	if (to)
		*LIST_ADD(bench->pool, &s->head.recipients) = to;
	if (reference)
		*LIST_ADD(bench->pool, &s->head.references) = reference;
	OK(bench,
		about_find(&s->program, bench->store, bench->pool, &s->head,
			NOW, &s->about, &s->stop, &bench->err));
}

static void
test_token_in_recipient(void)
{
	struct scene *s = scene_new();

	find(s, s->ana->email,
		address_of(s, TOKEN_REPLY, s->mail.id, NOW / DAY), NULL);
	g_assert_true(s->about.token);
	g_assert_true(s->about.address);
	g_assert_cmpint(s->about.participant, ==, s->ana->id);
	g_assert_cmpint(s->about.mail, ==, s->mail.id);
	g_assert_cmpint(s->about.ask, ==, s->mail.ask);
	g_assert_false(s->stop);
	/* one that a server folded to capitals */
	g_autofree char *capitals =
		g_ascii_strup(address_of(s, TOKEN_REPLY, s->mail.id, 0), -1);
	find(s, s->ana->email, capitals, NULL);
	g_assert_true(s->about.token);
	scene_free(s);
}

static void
test_token_in_reference(void)
{
	struct scene *s = scene_new();
	char token[TOKEN_LEN + 1];

	token_print(store_key(s->bench.store),
		(struct token){ TOKEN_REPLY, s->mail.id, NOW / DAY }, token);
	find(s, s->ana->email, HOME,
		pool_printf(s->bench.pool, "%s@example.org", token));
	g_assert_true(s->about.token);
	g_assert_cmpint(s->about.ask, ==, s->mail.ask);
	/* other purposes count in an address alone: a Message-ID travels on */
	token_print(store_key(s->bench.store),
		(struct token){ TOKEN_STOP, s->ana->id, 0 }, token);
	find(s, s->ana->email, HOME,
		pool_printf(s->bench.pool, "%s@example.org", token));
	g_assert_false(s->about.token);
	g_assert_false(s->stop);
	scene_free(s);
}

/* The address beats the thread: who answers an old mail of the thread from a
 * newer one means what the reply address says. */
static void
test_recipient_comes_first(void)
{
	struct scene *s = scene_new();
	char token[TOKEN_LEN + 1];

	token_print(store_key(s->bench.store),
		(struct token){ TOKEN_REPLY, s->draft.id, 0 }, token);
	find(s, s->ana->email, address_of(s, TOKEN_REPLY, s->mail.id, 0),
		pool_printf(s->bench.pool, "%s@example.org", token));
	g_assert_cmpint(s->about.mail, ==, s->mail.id);
	scene_free(s);
}

static void
test_not_believed(void)
{
	struct scene *s = scene_new();
	char *good = address_of(s, TOKEN_REPLY, s->mail.id, 0);
	struct token_key other = *store_key(s->bench.store);
	char forged[200];

	/* every one of the MAC's characters matters */
	for (size_t i = strcspn(good, "+") + 2; good[i] != '@'; i++) {
		char *bent = pool_strdup(s->bench.pool, good);

		bent[i] = bent[i] == 'a' ? 'b' : 'a';
		find(s, s->ana->email, bent, NULL);
		g_assert_false(s->about.token);
		g_assert_cmpint(s->about.mail, ==, 0);
	}
	other.bytes[0] ^= 1;
	token_address(&other, (struct token){ TOKEN_REPLY, s->mail.id, 0 },
		HOME, forged, sizeof forged);
	find(s, s->ana->email, forged, NULL);
	g_assert_false(s->about.token);
	/* without it the sender is known by the address alone */
	g_assert_cmpint(s->about.participant, ==, s->ana->id);
	g_assert_true(s->about.address);
	/* a right one at somebody else's address is none of ours */
	token_address(store_key(s->bench.store),
		(struct token){ TOKEN_REPLY, s->mail.id, 0 },
		"mentoring@example.net", forged, sizeof forged);
	find(s, s->ana->email, forged, NULL);
	g_assert_false(s->about.token);
	/* of a mail that never was */
	find(s, s->ana->email, address_of(s, TOKEN_REPLY, 77777, 0), NULL);
	g_assert_false(s->about.token);
	scene_free(s);
}

static void
test_expired(void)
{
	struct scene *s = scene_new();
	const int64_t today = NOW / DAY;

	find(s, s->ana->email,
		address_of(s, TOKEN_REPLY, s->mail.id, today - 400), NULL);
	g_assert_true(s->about.token);
	find(s, s->ana->email,
		address_of(s, TOKEN_REPLY, s->mail.id, today - 401), NULL);
	g_assert_false(s->about.token);
	scene_free(s);
}

/* Right token, wrong sender: whose it is stays known, and that it was not
 * them is known as well. */
static void
test_wrong_sender(void)
{
	struct scene *s = scene_new();
	char *to = address_of(s, TOKEN_REPLY, s->mail.id, 0);

	find(s, "stranger@example.net", to, NULL);
	g_assert_true(s->about.token);
	g_assert_false(s->about.address);
	g_assert_cmpint(s->about.participant, ==, s->ana->id);
	g_assert_cmpint(s->about.sender, ==, 0);
	find(s, "Bob@Home.example", to, NULL);
	g_assert_false(s->about.address);
	g_assert_cmpint(s->about.participant, ==, s->ana->id);
	g_assert_cmpint(s->about.sender, ==, s->bob->id);
	find(s, NULL, to, NULL);
	g_assert_false(s->about.address);
	find(s, "bob@home.example", HOME, NULL); /* an alias, no token */
	g_assert_cmpint(s->about.participant, ==, s->bob->id);
	g_assert_true(s->about.address);
	g_assert_false(s->about.token);
	scene_free(s);
}

static void
test_coordinator(void)
{
	struct scene *s = scene_new();
	char *to = address_of(s, TOKEN_REPLY, s->draft.id, 0);

	find(s, "Cora@Example.org", to, NULL);
	g_assert_cmpstr(s->about.coordinator, ==, "cora@example.org");
	g_assert_cmpint(s->about.run, ==, s->draft.run);
	g_assert_cmpint(s->about.participant, ==, 0);
	g_assert_true(s->about.address);
	/* a participant with the coordinator's token is no coordinator */
	find(s, s->ana->email, to, NULL);
	g_assert_false(s->about.address);
	g_assert_cmpint(s->about.sender, ==, s->ana->id);
	/* nor is who was one when the draft was sent */
	s->program.coordinators.n = 0;
	find(s, "cora@example.org", to, NULL);
	g_assert_false(s->about.address);
	s->program.coordinators.n = 1;
	/* and a coordinator without a token is known by the address */
	find(s, "cora@example.org", HOME, NULL);
	g_assert_cmpstr(s->about.coordinator, ==, "cora@example.org");
	g_assert_true(s->about.address);
	g_assert_false(s->about.token);
	scene_free(s);
}

static void
test_other_purposes(void)
{
	struct scene *s = scene_new();

	find(s, s->ana->email, address_of(s, TOKEN_STOP, s->ana->id, 0), NULL);
	g_assert_true(s->stop);
	g_assert_cmpint(s->about.participant, ==, s->ana->id);
	find(s, s->bob->email, address_of(s, TOKEN_ORGANIZER, s->ana->id, 0),
		NULL);
	g_assert_false(s->stop);
	g_assert_true(s->about.token);
	g_assert_false(s->about.address);
	g_assert_cmpint(s->about.participant, ==, s->ana->id);
	find(s, NULL, address_of(s, TOKEN_BOUNCE, s->mail.id, 0), NULL);
	g_assert_cmpint(s->about.bounced, ==, s->mail.id);
	g_assert_cmpint(s->about.participant, ==, s->ana->id);
	g_assert_false(s->about.token);
	scene_free(s);
}

/* What the letter is about is loaded; for a run, everybody. */
static void
test_load(void)
{
	struct scene *s = scene_new();
	struct bench *bench = &s->bench;
	struct facts *facts = bench_facts(bench);

	find(s, s->ana->email, address_of(s, TOKEN_REPLY, s->mail.id, 0), NULL);
	OK(bench, about_load(bench->store, facts, &s->about, &bench->err));
	g_assert_nonnull(facts_ask(facts, s->mail.ask));
	g_assert_nonnull(facts_participant(facts, s->ana->id));
	g_assert_null(facts_participant(facts, s->bob->id));
	facts = bench_facts(bench);
	find(s, "cora@example.org", address_of(s, TOKEN_REPLY, s->draft.id, 0),
		NULL);
	OK(bench, about_load(bench->store, facts, &s->about, &bench->err));
	g_assert_cmpuint(facts->participants.n, ==, 2);
	g_assert_nonnull(facts_run(facts, s->draft.run));
	scene_free(s);
}

static void
add_tests(void)
{
#define TEST(name) g_test_add_func("/keep/about/" #name, test_##name)
	TEST(token_in_recipient);
	TEST(token_in_reference);
	TEST(recipient_comes_first);
	TEST(not_believed);
	TEST(expired);
	TEST(wrong_sender);
	TEST(coordinator);
	TEST(other_purposes);
	TEST(load);
}
TEST_MAIN(add_tests)
