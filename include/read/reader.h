/* read/reader -- room read: the reader process, and the keeper's end of it.
 *
 * The reader is forked before the keeper opens the database. It holds a pipe
 * and nothing else: seccomp, RLIMIT_AS 256 MB, 2 s of CPU a mail, no files,
 * no network. It takes one job after the other; when it dies on one, that job
 * comes back as READER_DIED, a new reader takes the rest. Two deaths on one
 * mail are the keeper's reason to quarantine it.
 */
#ifndef MENTORD_READ_READER_H
#define MENTORD_READ_READER_H

#include "noun/letter.h"
#include "read/read.h"

struct reader;

/* Fork the reader. program is borrowed for words, address and authserv_id and
 * must outlive it; NULL: languages of the shipped templates alone. NULL and
 * ERR_LATER when there is no process to be had. */
struct reader *reader_start(const struct program *program, struct err *err);
void reader_stop(struct reader *reader);

/* Jobs, answered in order. id is the caller's. Bytes are copied. */
void reader_head(struct reader *reader, int64_t id, const void *bytes,
	size_t len, int64_t now);
/* context->words is not sent: the reader has its own. */
void reader_letter(struct reader *reader, int64_t id, const void *bytes,
	size_t len, const struct read_context *context);
/* A published calendar, as it was fetched: when somebody is busy in it. */
struct busy_wish {
	const struct zone *zone; /* of times that name none; NULL: UTC */
	int64_t from, till;      /* within [from, till) */
};
void reader_busy(struct reader *reader, int64_t id, const void *bytes,
	size_t len, const struct busy_wish *wish);
size_t reader_jobs(const struct reader *reader); /* unanswered */

/* For the poll loop: fd, what to wait for, and a turn when it is ready or
 * when reader_deadline (clock_ms; INT64_MAX none) has passed: a job that takes
 * more than 20 s of wall time is killed. ERR_LATER: could not be restarted. */
int reader_fd(const struct reader *reader);
short reader_events(const struct reader *reader);
int64_t reader_deadline(const struct reader *reader);
bool reader_turn(struct reader *reader, struct err *err);

enum reader_what {
	READER_HEAD,
	READER_LETTER,
	READER_BUSY,
	READER_DIED
};
struct reader_answer {
	enum reader_what what;
	int64_t id;
	struct letter_head *head; /* READER_HEAD */
	struct letter *letter;    /* READER_LETTER */
	/* READER_BUSY; a calendar that kills the reader is none */
	bool is_calendar;
	struct busy_list busy;
};

/* The next answer, in pool; false when there is none now. */
bool reader_next(
	struct reader *reader, struct pool *pool, struct reader_answer *answer);

/* Blocking: waits until there is an answer (commands, not the keeper). */
bool reader_wait(struct reader *reader, struct pool *pool,
	struct reader_answer *answer, struct err *err);

#endif
