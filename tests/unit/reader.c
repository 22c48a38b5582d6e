/* The process itself: it answers in order, dies alone, and comes back. */
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/ipc.h"
#include "read/messages.h"
#include "read/reader.h"
#include "read/tail.h"
#include "read_words.h"

#define MAIL "From: ana@example.org\nSubject: Re: hi\n\nyes\n"

static struct reader *
start(struct pool *pool)
{
	struct program *program = POOL_NEW(pool, struct program);
	struct err err = { 0 };

	program->words = test_words(pool);
	program->address = "mentoring@home.example";
	struct reader *reader = reader_start(program, &err);
	g_assert_cmpstr(err.text, ==, "");
	g_assert_nonnull(reader);
	return reader;
}

static void
test_order(void)
{
	POOL_AUTO pool = pool_new();
	struct reader *reader = start(pool);
	struct read_context context = { 0 };
	struct reader_answer answer;
	struct err err;

	reader_head(reader, 7, MAIL, strlen(MAIL), 1);
	reader_letter(reader, 8, MAIL, strlen(MAIL), &context);
	g_assert_cmpuint(reader_jobs(reader), ==, 2);
	g_assert_true(reader_wait(reader, pool, &answer, &err));
	g_assert_cmpint(answer.what, ==, READER_HEAD);
	g_assert_cmpint(answer.id, ==, 7);
	g_assert_cmpstr(answer.head->from, ==, "ana@example.org");
	g_assert_true(reader_wait(reader, pool, &answer, &err));
	g_assert_cmpint(answer.what, ==, READER_LETTER);
	g_assert_cmpint(answer.id, ==, 8);
	g_assert_cmpstr(answer.letter->text, ==, "yes");
	g_assert_cmpint(answer.letter->command, ==, COMMAND_YES);
	g_assert_cmpuint(reader_jobs(reader), ==, 0);
	g_assert_false(reader_wait(reader, pool, &answer, &err));
	reader_stop(reader);
}

static int
answers_to(struct reader *reader, struct pool *pool, const char *body,
	const struct read_context *context, struct letter_answer *first)
{
	const char *mail = pool_printf(
		pool, "From: ana@example.org\nSubject: Re: hi\n\n%s", body);
	struct reader_answer answer;
	struct err err;

	reader_letter(reader, 1, mail, strlen(mail), context);
	g_assert_true(reader_wait(reader, pool, &answer, &err));
	g_assert_cmpint(answer.what, ==, READER_LETTER);
	if (answer.letter->answers.n)
		*first = answer.letter->answers.at[0];
	return (int)answer.letter->answers.n;
}

/* What the keeper knows reaches the reader: which questions are open, who
 * writes, and that nothing was asked. */
static void
test_context(void)
{
	POOL_AUTO pool = pool_new();
	struct reader *reader = start(pool);
	struct question questions[] = {
		{ .id = "met", .ask = "Did you?", .type = QUESTION_YESNO },
		{ .id = "words", .ask = "And?", .type = QUESTION_TEXT },
	};
	static const char original[] =
		"From: m@home.example\n\n1. First this\n2. Then that\n";
	struct read_context context = { .questions = { questions, 2, 2 },
		.open = 2,
		.writer = "Ana Berg" };
	struct letter_answer first = { 0 };

	g_assert_cmpint(
		answers_to(reader, pool, "It rained.\nAna\n", &context, &first),
		==, 1);
	g_assert_cmpint(first.number, ==, 2);
	g_assert_cmpstr(first.raw, ==, "It rained.");
	uint64_t tails[] = { tail_hash("Herzlichst, deine"),
		tail_hash("die aus dem Norden, +49 30 1234567") };
	context.tails = tails;
	context.n_tails = G_N_ELEMENTS(tails);
	g_assert_cmpint(answers_to(reader, pool,
				"It snowed.\n\nHerzlichst, deine\n"
				"die aus dem Norden, +49 30 1234567\n",
				&context, &first),
		==, 1);
	g_assert_cmpstr(first.raw, ==, "It snowed.");
	context = (struct read_context){ 0 };
	*LIST_ADD(pool, &context.originals) =
		(struct read_bytes){ original, strlen(original) };
	g_assert_cmpint(
		answers_to(reader, pool, "1. yes\n2. no\n", &context, &first),
		==, 2);
	context.no_questions = true;
	g_assert_cmpint(
		answers_to(reader, pool, "1. yes\n2. no\n", &context, &first),
		==, 0);
	reader_stop(reader);
}

/* The numbered times of a poll, and how long each takes. */
static void
test_slots(void)
{
	POOL_AUTO pool = pool_new();
	struct read_context sent = { 0 }, got;
	struct question *times = LIST_ADD(pool, &sent.questions);
	struct read_bytes mail;
	int64_t id;

	times->id = POLL_QUESTION;
	times->ask = "";
	times->type = QUESTION_TIMES;
	times->minutes = 45;
	for (int64_t i = 0; i < POLL_SLOTS + 1; i++)
		*LIST_ADD(pool, &times->slots) = i * INT64_C(5000000000);
	sent.meeting = INT64_C(6000000000);
	sent.minutes = 50;
	sent.trusted_hops = 2;
	g_autoptr(GVariant) value =
		g_variant_ref_sink(ask_letter_value(1, &sent, "x", 1));
	ask_letter_of(pool, value, &id, &got, &mail);
	g_assert_cmpint(got.meeting, ==, INT64_C(6000000000));
	g_assert_cmpint(got.minutes, ==, 50);
	g_assert_cmpint(got.trusted_hops, ==, 2);
	g_assert_cmpuint(got.questions.n, ==, 1);
	const struct question *q = &got.questions.at[0];
	g_assert_cmpstr(q->id, ==, POLL_QUESTION);
	g_assert_cmpint(q->type, ==, QUESTION_TIMES);
	g_assert_cmpint(q->minutes, ==, 45);
	g_assert_cmpuint(q->slots.n, ==, POLL_SLOTS);
	for (size_t i = 0; i < q->slots.n; i++)
		g_assert_cmpint(q->slots.at[i], ==, times->slots.at[i]);
}

/* A published calendar between two mails; and one that is none. */
static void
test_busy(void)
{
	static const char calendar[] =
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
		"BEGIN:VFREEBUSY\r\nUID:1\r\nDTSTAMP:20270101T000000Z\r\n"
		"FREEBUSY:20270111T100000Z/20270111T110000Z\r\n"
		"END:VFREEBUSY\r\nEND:VCALENDAR\r\n";
	POOL_AUTO pool = pool_new();
	struct reader *reader = start(pool);
	struct busy_wish wish = { zone_find("Europe/Berlin"), 1799000000,
		1801000000 };
	struct reader_answer answer;
	struct err err;

	reader_head(reader, 7, MAIL, strlen(MAIL), 0);
	reader_busy(reader, 7, calendar, strlen(calendar), &wish);
	reader_busy(reader, 8, "\0\377<html>", 8, &wish);
	reader_busy(reader, 9, "", 0, &wish);
	g_assert_true(reader_wait(reader, pool, &answer, &err));
	g_assert_cmpint(answer.what, ==, READER_HEAD);
	g_assert_true(reader_wait(reader, pool, &answer, &err));
	g_assert_cmpint(answer.what, ==, READER_BUSY);
	g_assert_cmpint(answer.id, ==, 7);
	g_assert_true(answer.is_calendar);
	g_assert_cmpuint(answer.busy.n, ==, 1);
	g_assert_cmpint(answer.busy.at[0].from, ==, 1799661600);
	g_assert_cmpint(answer.busy.at[0].till, ==, 1799665200);
	for (int i = 8; i <= 9; i++) {
		g_assert_true(reader_wait(reader, pool, &answer, &err));
		g_assert_cmpint(answer.what, ==, READER_BUSY);
		g_assert_cmpint(answer.id, ==, i);
		g_assert_false(answer.is_calendar);
		g_assert_cmpuint(answer.busy.n, ==, 0);
	}
	reader_stop(reader);
}

/* The reader is the end that may be hostile: what overlaps, runs backwards or
 * is too much is not believed. */
static void
test_busy_range(void)
{
	POOL_AUTO pool = pool_new();
	struct busy_list busy = { 0 };
	bool is_calendar;
	int64_t id;

	struct busy_list sent = { 0 };
	*LIST_ADD(pool, &sent) = (struct busy){ 1, 3 };
	*LIST_ADD(pool, &sent) = (struct busy){ 3, 4 };
	g_autoptr(GVariant) good =
		g_variant_ref_sink(busy_value(4, true, &sent));
	g_assert_true(busy_of(pool, good, &id, &is_calendar, &busy));
	g_assert_cmpint(id, ==, 4);
	g_assert_cmpuint(busy.n, ==, 2);
	sent.at[1].from = 2;
	g_autoptr(GVariant) overlap =
		g_variant_ref_sink(busy_value(4, true, &sent));
	g_assert_false(busy_of(pool, overlap, &id, &is_calendar, &busy));
	sent.at[1] = (struct busy){ 9, 9 };
	g_autoptr(GVariant) empty =
		g_variant_ref_sink(busy_value(4, true, &sent));
	g_assert_false(busy_of(pool, empty, &id, &is_calendar, &busy));
	g_assert_cmpuint(busy.n, ==, 2); /* untouched */
}

/* The first child of that process, found through /proc. */
static pid_t
child_of(pid_t pid)
{
	g_autofree char *path =
		g_strdup_printf("/proc/%d/task/%d/children", pid, pid);
	g_autofree char *text = NULL;

	if (!pid || !g_file_get_contents(path, &text, NULL, NULL))
		return 0;
	return (pid_t)g_ascii_strtoll(text, NULL, 10);
}

/* The reader grows from a stem of this process. */
static pid_t
reader_pid(void)
{
	return child_of(child_of(getpid()));
}

static void
test_death(void)
{
	POOL_AUTO pool = pool_new();
	struct reader *reader = start(pool);
	struct read_context context = { 0 };
	struct reader_answer answer;
	struct err err;
	pid_t pid = reader_pid();

	if (!pid) {
		g_test_skip("no /proc/PID/task/PID/children here");
		reader_stop(reader);
		return;
	}
	kill(pid, SIGSTOP); /* so that the job is in its hands */
	reader_letter(reader, 1, MAIL, strlen(MAIL), &context);
	reader_letter(reader, 2, MAIL, strlen(MAIL), &context);
	kill(pid, SIGKILL);
	g_assert_true(reader_wait(reader, pool, &answer, &err));
	g_assert_cmpint(answer.what, ==, READER_DIED);
	g_assert_cmpint(answer.id, ==, 1);
	g_assert_true(reader_wait(reader, pool, &answer, &err));
	g_assert_cmpint(answer.what, ==, READER_LETTER);
	g_assert_cmpint(answer.id, ==, 2);
	g_assert_cmpint(reader_pid(), !=, pid);

	/* of a calendar it is no mail that comes back */
	struct busy_wish wish = { NULL, 0, 1 };
	pid = reader_pid();
	kill(pid, SIGSTOP);
	reader_busy(reader, 3, "BEGIN:VCALENDAR", 15, &wish);
	kill(pid, SIGKILL);
	g_assert_true(reader_wait(reader, pool, &answer, &err));
	g_assert_cmpint(answer.what, ==, READER_BUSY);
	g_assert_cmpint(answer.id, ==, 3);
	g_assert_false(answer.is_calendar);
	reader_stop(reader);
}

/* A letter survives the way through the socket. */
static void
test_messages(void)
{
	POOL_AUTO pool = pool_new();
	struct letter_line lines[] = { { LINE_KEPT, "a" },
		{ LINE_QUOTE, "b" } };
	struct letter_answer answers[] = { { 1, "raw", NULL,
						   CONFIDENCE_UNSURE },
		{ 2, "four", "4", CONFIDENCE_SURE } };
	struct letter_calendar calendar[] = { { .method = "REPLY",
		.uid = "u",
		.partstat = "ACCEPTED",
		.sequence = 3,
		.dtstamp = 5,
		.email = "e@example.org",
		.organizer = "o@example.org",
		.place = "room 2",
		.zone = "Asia/Tokyo",
		.start = 7,
		.end = 8,
		.floating = true,
		.weeks = -1,
		.until = 9,
		.count = 10 } };
	struct letter_time times[] = { { 11, 12, true, CONFIDENCE_UNSURE } };
	const char *closing[] = { "abc" };
	const char *recipients[] = { "x@example.org" };
	struct letter letter = { .kind = LETTER_BOUNCE,
		.text = "a",
		.confidence = CONFIDENCE_LIKELY,
		.command = COMMAND_RESCHEDULE,
		.times = { times, 1, 1 },
		.closing = { closing, 1, 1 },
		.calendar_why = "why",
		.until = 99,
		.fault = "because",
		.head = { .from = "a@example.org",
			.date = 12,
			.received = 2,
			.auth = AUTH_FAIL,
			.automatic = true,
			.recipients = { recipients, 1, 1 } },
		.bounce = { BOUNCE_STOP, "5.1.1", "a@example.org" },
		.lines = { lines, 2, 2 },
		.answers = { answers, 2, 2 },
		.calendar = { calendar, 1, 1 } };
	struct letter back;
	int64_t id;

	g_autoptr(GVariant) value =
		g_variant_ref_sink(letter_value(42, &letter));
	g_assert_cmpstr(g_variant_get_type_string(value), ==,
		reader_types[READER_SAYS_LETTER]);
	g_assert_true(letter_of(pool, value, &id, &back));
	g_assert_cmpint(id, ==, 42);
	g_assert_cmpint(back.kind, ==, LETTER_BOUNCE);
	g_assert_cmpstr(back.head.recipients.at[0], ==, "x@example.org");
	g_assert_cmpint(back.head.auth, ==, AUTH_FAIL);
	g_assert_null(back.head.subject);
	g_assert_cmpstr(back.lines.at[1].text, ==, "b");
	g_assert_null(back.answers.at[0].value);
	g_assert_cmpstr(back.answers.at[1].value, ==, "4");
	const struct letter_calendar *c = &back.calendar.at[0];
	g_assert_cmpint(c->sequence, ==, 3);
	g_assert_cmpint(c->dtstamp, ==, 5);
	g_assert_cmpstr(c->email, ==, "e@example.org");
	g_assert_cmpstr(c->organizer, ==, "o@example.org");
	g_assert_cmpstr(c->place, ==, "room 2");
	g_assert_cmpstr(c->zone, ==, "Asia/Tokyo");
	g_assert_cmpint(c->start, ==, 7);
	g_assert_cmpint(c->end, ==, 8);
	g_assert_true(c->floating);
	g_assert_cmpint(c->weeks, ==, -1);
	g_assert_cmpint(c->until, ==, 9);
	g_assert_cmpint(c->count, ==, 10);
	g_assert_cmpstr(back.calendar_why, ==, "why");
	g_assert_cmpint(back.command, ==, COMMAND_RESCHEDULE);
	g_assert_cmpuint(back.times.n, ==, 1);
	g_assert_cmpint(back.times.at[0].from, ==, 11);
	g_assert_cmpint(back.times.at[0].till, ==, 12);
	g_assert_true(back.times.at[0].whole_day);
	g_assert_cmpstr(back.closing.at[0], ==, "abc");
	g_assert_cmpstr(back.bounce.recipient, ==, "a@example.org");
	g_assert_cmpint(back.until, ==, 99);
	letter.kind = (enum letter_kind)77;
	g_autoptr(GVariant) wrong =
		g_variant_ref_sink(letter_value(42, &letter));
	g_assert_false(letter_of(pool, wrong, &id, &back));
}

/* What kills a MIME library, and what is merely big. */
static void
test_hostile(void)
{
	POOL_AUTO pool = pool_new();
	struct reader *reader = start(pool);
	struct read_context context = { 0 };
	GString *big = g_string_new("From: a@example.org\n\n");
	GString *deep = g_string_new("From: a@example.org\n");
	struct reader_answer answer;
	struct err err;

	while (big->len < 25u << 20)
		g_string_append(big, "words and more words in a long mail\n");
	for (int i = 0; i < 10000; i++)
		g_string_append_printf(deep,
			"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n",
			i, i);
	reader_letter(reader, 1, big->str, big->len, &context);
	reader_letter(reader, 2, deep->str, deep->len, &context);
	reader_letter(reader, 3, MAIL, strlen(MAIL), &context);
	for (int i = 1; i <= 3; i++) {
		g_assert_true(reader_wait(reader, pool, &answer, &err));
		g_assert_cmpint(answer.id, ==, i);
	}
	g_assert_cmpint(answer.what, ==, READER_LETTER);
	g_string_free(big, TRUE);
	g_string_free(deep, TRUE);
	reader_stop(reader);
}

/* Encoded words without end, each of which was once measured to its end and
 * to the end of the field: more seconds than a mail has. */
static void
test_encoded_words(void)
{
	static const char *const units[] = { "=?utf-8?q?a?= ", "=?utf-8?q?a ",
		"=?utf-8" };
	struct read_context context = { 0 };
	struct err err;

	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		POOL_AUTO pool = pool_new();
		struct reader *reader = start(pool);
		GString *mail = g_string_new("From: a@example.org\nSubject: ");
		struct reader_answer answer;

		while (mail->len < 4u << 20)
			g_string_append(mail, units[i]);
		g_string_append(mail, "\n\nyes\n");
		reader_letter(reader, 1, mail->str, mail->len, &context);
		g_assert_true(reader_wait(reader, pool, &answer, &err));
		g_test_message("%s", units[i]);
		g_assert_cmpint(answer.what, ==, READER_LETTER);
		g_string_free(mail, TRUE);
		reader_stop(reader);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/reader/order", test_order);
	g_test_add_func("/reader/context", test_context);
	g_test_add_func("/reader/slots", test_slots);
	g_test_add_func("/reader/busy", test_busy);
	g_test_add_func("/reader/busy-range", test_busy_range);
	g_test_add_func("/reader/death", test_death);
	g_test_add_func("/reader/messages", test_messages);
	g_test_add_func("/reader/hostile", test_hostile);
	g_test_add_func("/reader/encoded-words", test_encoded_words);
	return g_test_run();
}
