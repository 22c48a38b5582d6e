/* The keeper's end: a queue of jobs, the first few of which are with the
 * reader, so that it need not wait for our next turn. It answers one before it
 * begins another: when it dies, there is no question on which mail it was. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include "base/clock.h"
#include "base/ipc.h"
#include "base/sandbox.h"
#include "base/stem.h"
#include "read/messages.h"
#include "read/reader.h"

#define JOB_MS         20000
#define HAND_MOST      32          /* jobs with the reader */
#define HAND_BYTES     (1u << 18)  /* of theirs; a larger one goes alone */
#define MAIL_MOST      (32u << 20) /* bytes that are handed over */
#define ORIGINAL_MOST  (1u << 20)
#define ORIGINALS_MOST 20

struct job {
	int64_t id;
	unsigned type;
	GVariant *value; /* owned until sent */
};

struct reader {
	struct pool *words_pool;
	const struct words *words;
	const char *authserv_id, *program_address;
	int trusted_hops;
	struct stem *stem;
	pid_t pid;
	struct ipc *ipc; /* NULL: no process */
	GQueue jobs;     /* the first `handed` are with the reader */
	GQueue answers;  /* struct ipc_message, or type READER_IS_DEAD */
	guint handed;
	gsize handed_bytes;
	int64_t deadline; /* of the first */
};

#define READER_IS_DEAD 1000u

struct raw_answer {
	int64_t id;
	unsigned asked; /* type of the job */
	struct ipc_message message;
};

/* --- the process --- */

static void
grow(int fd, const void *arg)
{
	const struct reader *reader = arg;

	prctl(PR_SET_NAME, "mentord-reader");
	sandbox_close_all_but((const int[]){ fd, -1 });
	prctl(PR_SET_NAME, "mentord-reader");
	signal(SIGTERM, SIG_DFL);
	signal(SIGINT, SIG_IGN); /* the keeper ends us */
	signal(SIGHUP, SIG_IGN);
	reader_main(fd, reader->words, reader->authserv_id,
		reader->trusted_hops, reader->program_address);
}

static bool
spawn(struct reader *reader, struct err *err)
{
	int fd;

	if (!stem_fork(reader->stem, &fd, &reader->pid, err))
		return false;
	reader->ipc = ipc_new(fd, reader_types);
	return true;
}

/* Killed before its socket closes, so that the id is still its own. */
static void
bury(struct reader *reader)
{
	if (reader->ipc)
		kill(reader->pid, SIGKILL);
	ipc_free(reader->ipc);
	reader->ipc = NULL;
	reader->pid = 0;
}

static const struct words *
shipped_words(struct reader *reader)
{
	struct text_list dirs = { 0 };
	struct mistake_list *mistakes = mistakes_new();

	reader->words_pool = pool_new();
	*LIST_ADD(reader->words_pool, &dirs) =
		program_templates(reader->words_pool);
	const struct words *words =
		words_load(reader->words_pool, dirs, mistakes);
	mistakes_free(mistakes);
	return words;
}

struct reader *
reader_start(const struct program *program, struct err *err)
{
	struct reader *reader = g_new0(struct reader, 1);

	g_queue_init(&reader->jobs);
	g_queue_init(&reader->answers);
	reader->words = program ? program->words : shipped_words(reader);
	if (program) {
		reader->authserv_id = program->mail.authserv_id;
		reader->trusted_hops = program->mail.trusted_hops;
		reader->program_address = program->address;
	}
	reader->stem = stem_start("reader", grow, reader, err);
	if (!reader->stem || !spawn(reader, err)) {
		reader_stop(reader);
		return NULL;
	}
	return reader;
}

static void
job_free(void *p)
{
	struct job *job = p;

	if (job->value)
		g_variant_unref(job->value);
	g_free(job);
}

static void
answer_free(void *p)
{
	struct raw_answer *answer = p;

	ipc_message_clear(&answer->message);
	g_free(answer);
}

void
reader_stop(struct reader *reader)
{
	if (!reader)
		return;
	bury(reader);
	stem_stop(reader->stem);
	g_queue_clear_full(&reader->jobs, job_free);
	g_queue_clear_full(&reader->answers, answer_free);
	pool_free(reader->words_pool);
	g_free(reader);
}

/* --- jobs --- */

static bool
hand_has_room(const struct reader *reader, const struct job *job)
{
	return !reader->handed ||
		(reader->handed < HAND_MOST &&
			reader->handed_bytes + g_variant_get_size(job->value) <=
				HAND_BYTES);
}

static void
hand_over(struct reader *reader)
{
	struct job *job;

	if (!reader->ipc)
		return;
	while ((job = g_queue_peek_nth(&reader->jobs, reader->handed)) &&
		hand_has_room(reader, job)) {
		if (!reader->handed)
			reader->deadline = clock_ms() + JOB_MS;
		ipc_send(reader->ipc, job->type, job->value);
		reader->handed++;
		reader->handed_bytes += g_variant_get_size(job->value);
	}
	ipc_flush(reader->ipc);
}

static void
add_job(struct reader *reader, int64_t id, unsigned type, GVariant *value)
{
	struct job *job = g_new0(struct job, 1);

	job->id = id;
	job->type = type;
	job->value = g_variant_ref_sink(value);
	g_queue_push_tail(&reader->jobs, job);
	hand_over(reader);
}

void
reader_head(struct reader *reader, int64_t id, const void *bytes, size_t len,
	int64_t now)
{
	add_job(reader, id, READER_ASK_HEAD,
		ask_head_value(id, now, bytes, MIN(len, MAIL_MOST)));
}

void
reader_letter(struct reader *reader, int64_t id, const void *bytes, size_t len,
	const struct read_context *context)
{
	POOL_AUTO pool = pool_new();
	struct read_context less = *context;

	less.originals = (struct read_bytes_list){ 0 };
	for (size_t i = 0;
		i < MIN(context->originals.n, (size_t)ORIGINALS_MOST); i++) {
		struct read_bytes *one = LIST_ADD(pool, &less.originals);

		*one = context->originals.at[i];
		one->len = MIN(one->len, ORIGINAL_MOST);
	}
	add_job(reader, id, READER_ASK_LETTER,
		ask_letter_value(id, &less, bytes, MIN(len, MAIL_MOST)));
}

void
reader_busy(struct reader *reader, int64_t id, const void *bytes, size_t len,
	const struct busy_wish *wish)
{
	add_job(reader, id, READER_ASK_BUSY,
		ask_busy_value(id, wish, bytes, MIN(len, MAIL_MOST)));
}

size_t
reader_jobs(const struct reader *reader)
{
	return g_queue_get_length((GQueue *)(guintptr)&reader->jobs) +
		g_queue_get_length((GQueue *)(guintptr)&reader->answers);
}

/* --- turns --- */

int
reader_fd(const struct reader *reader)
{
	return reader->ipc ? ipc_fd(reader->ipc) : -1;
}

short
reader_events(const struct reader *reader)
{
	return (short)(POLLIN |
		(reader->ipc && ipc_pending(reader->ipc) ? POLLOUT : 0));
}

int64_t
reader_deadline(const struct reader *reader)
{
	if (reader->answers.length)
		return 0;
	if (!reader->ipc && reader->jobs.length)
		return clock_ms() + 1000;
	return reader->handed ? reader->deadline : INT64_MAX;
}

/* The first job is over, with that answer; the clock runs for the next. */
static void
settle(struct reader *reader, struct ipc_message message)
{
	struct job *job = g_queue_pop_head(&reader->jobs);
	struct raw_answer *answer = g_new0(struct raw_answer, 1);

	answer->id = job->id;
	answer->asked = job->type;
	answer->message = message;
	g_queue_push_tail(&reader->answers, answer);
	reader->handed--;
	reader->handed_bytes -= g_variant_get_size(job->value);
	reader->deadline = clock_ms() + JOB_MS;
	job_free(job);
}

static unsigned
answer_type(unsigned asked)
{
	return asked == READER_ASK_HEAD    ? READER_SAYS_HEAD
		: asked == READER_ASK_BUSY ? READER_SAYS_BUSY
					   : READER_SAYS_LETTER;
}

/* Does the message answer the first job that is with the reader? */
static bool
is_due(const struct reader *reader, const struct ipc_message *message)
{
	const struct job *job =
		reader->jobs.head ? reader->jobs.head->data : NULL;
	gint64 id;

	if (!reader->handed || !job)
		return false;
	if (message->type != answer_type(job->type))
		return false;
	g_variant_get_child(message->value, 0, "x", &id);
	return id == job->id;
}

/* Take what has arrived; false when the process is dead or out of its mind. */
static bool
collect(struct reader *reader)
{
	struct ipc_message message;
	bool alive = ipc_fill(reader->ipc);

	while (ipc_next(reader->ipc, &message)) {
		if (!is_due(reader, &message)) {
			ipc_message_clear(&message);
			return false;
		}
		settle(reader, message);
	}
	return alive && !ipc_broken(reader->ipc);
}

static bool
restart(struct reader *reader, struct err *err)
{
	if (reader->ipc)
		bury(reader);
	if (reader->handed)
		settle(reader, (struct ipc_message){ .type = READER_IS_DEAD });
	reader->handed = 0; /* the rest goes to the next reader */
	reader->handed_bytes = 0;
	return spawn(reader, err);
}

bool
reader_turn(struct reader *reader, struct err *err)
{
	/* only reading tells that it died: answers may wait in front of that */
	if (reader->ipc)
		ipc_flush(reader->ipc);
	bool fine = reader->ipc && collect(reader);
	bool late = reader->handed && clock_ms() >= reader->deadline;

	if ((!fine || late) && !restart(reader, err))
		return false;
	hand_over(reader);
	return true;
}

/* --- answers --- */

/* An answer with numbers out of range counts as a death: the reader that gave
 * it is not ours any more. */
static void
unpack(struct raw_answer *raw, struct pool *pool, struct reader_answer *answer)
{
	bool fine = false;
	int64_t id;

	answer->id = raw->id;
	if (raw->message.type == READER_SAYS_HEAD) {
		answer->what = READER_HEAD;
		answer->head = POOL_NEW(pool, struct letter_head);
		fine = head_of(pool, raw->message.value, &id, answer->head);
	} else if (raw->message.type == READER_SAYS_LETTER) {
		answer->what = READER_LETTER;
		answer->letter = POOL_NEW(pool, struct letter);
		fine = letter_of(pool, raw->message.value, &id, answer->letter);
	} else if (raw->message.type == READER_SAYS_BUSY) {
		answer->what = READER_BUSY;
		fine = busy_of(pool, raw->message.value, &id,
			&answer->is_calendar, &answer->busy);
	}
	if (!fine)
		*answer = (struct reader_answer){
			.what = raw->asked == READER_ASK_BUSY ? READER_BUSY
							      : READER_DIED,
			.id = raw->id
		};
}

bool
reader_next(
	struct reader *reader, struct pool *pool, struct reader_answer *answer)
{
	struct raw_answer *raw = g_queue_pop_head(&reader->answers);

	if (!raw)
		return false;
	*answer = (struct reader_answer){ 0 };
	unpack(raw, pool, answer);
	answer_free(raw);
	return true;
}

bool
reader_wait(struct reader *reader, struct pool *pool,
	struct reader_answer *answer, struct err *err)
{
	while (!reader_next(reader, pool, answer)) {
		struct pollfd p = { .fd = reader_fd(reader),
			.events = reader_events(reader) };
		int64_t left = reader_deadline(reader) - clock_ms();

		if (!reader->jobs.length)
			return err_set(
				err, ERR_NEVER, "there is no mail to be read");
		poll(&p, 1, (int)CLAMP(left, 0, JOB_MS));
		if (!reader_turn(reader, err))
			return false;
	}
	return true;
}
