/* What the reader is told of a letter: the ask it answers, which questions
 * are open, and our mails it may quote. */
#include "keep/reading.h"
#include "store_test.h"

struct scene {
	struct bench bench;
	struct program program;
	struct facts *facts;
	struct participant *ana, *bob;
	struct reading *reading;
};

static void
add_form(struct program *program)
{
	struct form *form = LIST_ADD(program->pool, &program->forms);
	static const struct question questions[] = {
		{ .id = "met", .type = QUESTION_YESNO, .required = true },
		{ .id = "rating", .type = QUESTION_SCALE, .required = true },
		{ .id = "words", .type = QUESTION_TEXT },
	};

	form->name = "checkin";
	for (size_t i = 0; i < G_N_ELEMENTS(questions); i++)
		*LIST_ADD(program->pool, &form->questions) = questions[i];
}

static struct scene *
scene_new(void)
{
	struct scene *s = g_new0(struct scene, 1);
	struct pool *pool = pool_new();
	struct inbox *letter = POOL_NEW(pool, struct inbox);

	bench_open(&s->bench);
	s->program.pool = s->bench.pool;
	s->program.language = "de";
	s->program.address = "mentoring@example.org";
	s->program.zone = zone_find("Europe/Berlin");
	add_form(&s->program);
	s->facts = bench_facts(&s->bench);
	s->ana = add_person(s->facts, "Ana");
	s->bob = add_person(s->facts, "Bob");
	s->ana->language = "en";
	*letter = (struct inbox){
		.id = 7, .mailbox = "INBOX", .sha256 = "0", .raw = "x", .len = 1
	};
	s->reading = reading_new(pool, letter);
	s->reading->about.participant = s->ana->id;
	return s;
}

static void
scene_free(struct scene *s)
{
	reading_free(s->reading);
	bench_close(&s->bench);
	g_free(s);
}

static void
answer(struct scene *s, struct ask *ask, const char *question,
	const char *value)
{
	*LIST_ADD(s->facts->pool, &ask->answers) = (struct answer){
		.question = question, .value = value, .raw = "hm"
	};
}

static const struct read_context *
context(struct scene *s)
{
	reading_context(s->reading, &s->program, s->facts);
	return &s->reading->context;
}

static void
test_questions(void)
{
	struct scene *s = scene_new();
	struct ask *ask = add_ask(s->facts, s->ana->id, 5);

	ask->session = 6;
	s->reading->about.mail = 9;
	s->reading->about.ask = ask->id;
	const struct read_context *c = context(s);
	g_assert_cmpuint(c->questions.n, ==, 3);
	g_assert_cmpuint(c->open, ==, 7);
	g_assert_false(c->no_questions);
	g_assert_cmpstr(c->language, ==, "en");
	g_assert_cmpstr(c->writer, ==, "Ana");
	g_assert_cmpstr(c->program_address, ==, "mentoring@example.org");
	/* a reminder asks for what has no answer */
	answer(s, ask, "met", "yes");
	g_assert_cmpuint(context(s)->open, ==, 6);
	/* a clarifying mail for what must be answered or was not understood */
	ask->clarified_at = NOW;
	g_assert_cmpuint(context(s)->open, ==, 2);
	answer(s, ask, "words", NULL);
	g_assert_cmpuint(context(s)->open, ==, 6);
	scene_free(s);
}

/* A mail of ours that asks nothing, or one of our own questions. */
static void
test_no_questions(void)
{
	struct scene *s = scene_new();
	struct ask *ask = add_ask(s->facts, s->ana->id, 0);

	s->reading->about.mail = 9;
	g_assert_true(context(s)->no_questions);
	g_assert_cmpint(s->reading->ask, ==, 0);
	ask->form = FORM_LEAVE;
	s->reading->about.ask = ask->id;
	g_assert_true(context(s)->no_questions);
	g_assert_cmpuint(context(s)->questions.n, ==, 0);
	ask->form = "of former days";
	g_assert_true(context(s)->no_questions);
	scene_free(s);
}

/* A letter that names no mail is held against the newest ask of the writer
 * that waits. */
static void
test_newest_ask(void)
{
	struct scene *s = scene_new();
	struct ask *old = add_ask(s->facts, s->ana->id, 1);
	struct ask *newest = add_ask(s->facts, s->ana->id, 2);
	struct ask *done = add_ask(s->facts, s->ana->id, 3);
	struct ask *others = add_ask(s->facts, s->bob->id, 4);

	newest->opened_at = old->opened_at + 1;
	done->opened_at = others->opened_at = old->opened_at + 2;
	done->state = ASK_ANSWERED;
	context(s);
	g_assert_cmpint(s->reading->ask, ==, newest->id);
	g_assert_cmpuint(s->reading->context.questions.n, ==, 3);
	scene_free(s);
}

/* Who is not known writes in the program's language. */
static void
test_stranger(void)
{
	struct scene *s = scene_new();

	s->reading->about.participant = 0;
	g_assert_cmpstr(context(s)->language, ==, "de");
	g_assert_null(context(s)->writer);
	g_assert_cmpstr(zone_name(context(s)->zone), ==, "Europe/Berlin");
	scene_free(s);
}

static struct mail
sent(struct scene *s, const char *occurrence, int64_t ask, const char *text)
{
	struct mail mail = make_mail(s->facts, occurrence);
	bool added;

	mail.participant = s->ana->id;
	mail.ask = ask;
	mail.bytes = text;
	mail.len = strlen(text);
	OK(&s->bench,
		store_add_mail(s->bench.store, &mail, &added, &s->bench.err));
	mail.state = MAIL_SENT;
	mail.attempts = 1;
	mail.settled_at = mail.last_attempt_at = NOW;
	OK(&s->bench, store_settle(s->bench.store, &mail, &s->bench.err));
	return mail;
}

/* All mails of the ask are at hand; without one, the mail that is answered. */
static void
test_originals(void)
{
	struct scene *s = scene_new();
	struct bench *bench = &s->bench;
	struct ask *ask = add_ask(s->facts, s->ana->id, 0);
	const struct read_bytes_list *list = &s->reading->context.originals;

	OK(bench, store_begin(bench->store, &bench->err));
	OK(bench, store_save(bench->store, s->facts, &bench->err));
	sent(s, "checkin/1", ask->id, "Subject: a\r\n\r\nfirst\r\n");
	sent(s, "remind/1", ask->id, "Subject: b\r\n\r\nagain\r\n");
	struct mail other = sent(s, "welcome/1", 0, "Subject: c\r\n\r\nhi\r\n");
	OK(bench, store_commit(bench->store, &bench->err));
	s->reading->ask = ask->id;
	OK(bench, reading_originals(s->reading, bench->store, &bench->err));
	g_assert_cmpuint(list->n, ==, 2);
	s->reading->context.originals.n = 0;
	s->reading->ask = 0;
	s->reading->about.mail = other.id;
	OK(bench, reading_originals(s->reading, bench->store, &bench->err));
	g_assert_cmpuint(list->n, ==, 1);
	g_assert_true(list->at[0].len == other.len &&
		!memcmp(list->at[0].bytes, other.bytes, other.len));
	s->reading->context.originals.n = 0;
	s->reading->about.mail = 12345;
	OK(bench, reading_originals(s->reading, bench->store, &bench->err));
	g_assert_cmpuint(list->n, ==, 0);
	scene_free(s);
}

static void
add_tests(void)
{
#define TEST(name) g_test_add_func("/keep/reading/" #name, test_##name)
	TEST(questions);
	TEST(no_questions);
	TEST(newest_ask);
	TEST(stranger);
	TEST(originals);
}
TEST_MAIN(add_tests)
