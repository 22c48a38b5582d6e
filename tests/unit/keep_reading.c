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

/* ---- the meeting, and the times that are asked for ---------------------- */

/* Ana and Bob meet in a week, and in two. */
static struct match *
meetings(struct scene *s)
{
	struct match *match = add_match(s->facts, s->ana->id, s->bob->id);

	add_session(s->facts, match, 2);
	add_session(s->facts, match, 1);
	return match;
}

static int64_t
start_of(const struct scene *s, size_t i)
{
	return s->facts->sessions.at[i]->starts_at;
}

static void
test_meeting(void)
{
	struct scene *s = scene_new();
	struct letter_about *about = &s->reading->about;

	g_assert_cmpint(context(s)->meeting, ==, 0);
	meetings(s);
	/* nothing is named: the next one */
	g_assert_cmpint(context(s)->meeting, ==, start_of(s, 1));
	g_assert_cmpint(s->reading->context.minutes, ==, 45);
	about->session = s->facts->sessions.at[0]->id;
	g_assert_cmpint(context(s)->meeting, ==, start_of(s, 0));
	/* one that is over is followed by the next */
	s->facts->sessions.at[0]->state = SESSION_HELD;
	g_assert_cmpint(context(s)->meeting, ==, start_of(s, 1));
	s->facts->sessions.at[0]->state = SESSION_PLANNED;
	about->session = 0;
	s->facts->sessions.at[1]->state = SESSION_CANCELLED;
	g_assert_cmpint(context(s)->meeting, ==, start_of(s, 0));
	s->facts->sessions.at[0]->starts_at = NOW;
	s->reading->context = (struct read_context){ 0 };
	g_assert_cmpint(context(s)->meeting, ==, 0);
	scene_free(s);
}

/* With two partners nobody knows which meeting is meant, unless the mail says
 * with whom. */
static void
test_meeting_of_two(void)
{
	struct scene *s = scene_new();
	struct match *match = meetings(s);
	struct match *other = add_match(s->facts, s->ana->id, s->bob->id);

	add_session(s->facts, other, 1)->starts_at = NOW + 60;
	g_assert_cmpint(context(s)->meeting, ==, 0);
	s->reading->about.match = match->id;
	g_assert_cmpint(context(s)->meeting, ==, start_of(s, 1));
	scene_free(s);
}

/* Of one of our own questions it is the one that would be moved. */
static void
test_meeting_of_ask(void)
{
	struct scene *s = scene_new();

	meetings(s);
	struct ask *ask = add_ask(s->facts, s->ana->id, 0);
	ask->form = FORM_PROPOSAL;
	ask->about = add_proposal(s->facts, s->facts->sessions.at[0]->id)->id;
	s->reading->about.ask = ask->id;
	g_assert_cmpint(context(s)->meeting, ==, start_of(s, 0));
	g_assert_true(s->reading->context.no_questions);
	ask->form = FORM_TIMES;
	struct poll *poll = add_poll(s->facts, 1);
	ask->about = poll->id;
	poll->session = s->facts->sessions.at[0]->id;
	g_assert_cmpint(context(s)->meeting, ==, start_of(s, 0));
	poll->session = 0;
	ask->session = s->facts->sessions.at[0]->id;
	g_assert_cmpint(context(s)->meeting, ==, start_of(s, 0));
	scene_free(s);
}

static void
test_poll(void)
{
	struct scene *s = scene_new();
	struct match *match = meetings(s);
	struct ask *ask = add_ask(s->facts, s->ana->id, match->id);

	ask->form = FORM_TIMES;
	ask->about = add_poll(s->facts, match->id)->id;
	s->reading->about.ask = ask->id;
	const struct read_context *c = context(s);
	g_assert_cmpuint(c->questions.n, ==, 1);
	g_assert_cmpuint(c->open, ==, 1);
	g_assert_false(c->no_questions);
	const struct question *q = &c->questions.at[0];
	g_assert_cmpstr(q->id, ==, POLL_QUESTION);
	g_assert_cmpint(q->type, ==, QUESTION_TIMES);
	g_assert_cmpint(q->minutes, ==, 45);
	g_assert_cmpuint(q->slots.n, ==, 2);
	g_assert_cmpint(q->slots.at[1], ==, NOW + 691200);

	/* a poll that is not there asks nothing */
	s->reading->context = (struct read_context){ 0 };
	ask->about = 99;
	g_assert_true(context(s)->no_questions);
	scene_free(s);
}

/* A letter that names no mail may quote a poll; never what must be confirmed. */
static void
test_candidates(void)
{
	static const char *const forms[] = { FORM_LEAVE, FORM_TIMES,
		FORM_PROPOSAL, FORM_ADDRESS, "checkin", "newest" };
	struct scene *s = scene_new();

	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
		struct ask *ask = add_ask(s->facts, s->ana->id, 0);

		ask->form = forms[i];
		ask->opened_at += (int64_t)i;
	}
	context(s);
	g_assert_cmpuint(s->reading->candidates.n, ==, 3);
	g_assert_cmpint(s->reading->candidates.at[0], ==, 5);
	g_assert_cmpint(s->reading->candidates.at[1], ==, 3);
	g_assert_cmpint(s->reading->candidates.at[2], ==, 2);
	scene_free(s);
}

/* ---- how they end their letters ------------------------------------------ */

/* As the keeper has it read and keeps what it learned. */
static const char *
reads(struct scene *s, const char *body)
{
	struct reading *reading = reading_new(pool_new(), s->reading->letter);
	struct facts *facts =
		bench_load(&s->bench, SUBJECT_PARTICIPANT, s->ana->id);
	g_autofree char *mail = g_strdup_printf(
		"From: ana@example.org\nSubject: hello\n\n%s", body);

	reading->about.participant = s->ana->id;
	reading_context(reading, &s->program, facts);
	struct letter *letter = letter_read(
		s->bench.pool, mail, strlen(mail), &reading->context);
	OK(&s->bench,
		store_add_tails(s->bench.store, s->ana->id, &letter->closing,
			NOW, &s->bench.err));
	reading_free(reading);
	return letter->text;
}

/* No closing phrase and no mark says that these are no words to anybody: only
 * that they came twice before. */
static void
test_learned(void)
{
	static const char tail[] = "Doktor Eisenbart\n"
				   "Kurfuerstendamm 14 (links)\n"
				   "Ruf +49 30 1234567\n";
	static const char *const said[] = { "We shall meet on the bridge.",
		"It was cold and we went home.", "See you by the river then.",
		"The river was frozen over." };
	struct scene *s = scene_new();
	const char *text = NULL;

	OK(&s->bench, store_save(s->bench.store, s->facts, &s->bench.err));
	for (size_t i = 0; i < G_N_ELEMENTS(said); i++) {
		g_autofree char *body =
			g_strdup_printf("%s\n\n%s", said[i], tail);

		text = reads(s, body);
		g_assert_nonnull(strstr(text, said[i]));
		if (i < 2)
			g_assert_nonnull(strstr(text, "Eisenbart"));
	}
	g_assert_null(strstr(text, "Eisenbart"));
	g_assert_null(strstr(text, "1234567"));
	g_assert_cmpstr(text, ==, "The river was frozen over.");
	/* what they say is never taken for it */
	g_assert_cmpstr(reads(s, "See you by the river then.\n"), ==,
		"See you by the river then.");
	scene_free(s);
}

/* ---- our mails at hand -------------------------------------------------- */

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
	TEST(meeting);
	TEST(meeting_of_two);
	TEST(meeting_of_ask);
	TEST(poll);
	TEST(candidates);
	TEST(learned);
	TEST(originals);
}
TEST_MAIN(add_tests)
