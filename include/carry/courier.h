/* carry/courier -- room carry: the courier process, and the keeper's end.
 *
 * The courier is forked before the keeper opens the database. It holds the
 * network, the credentials and the mailboxes, and no database; it carries
 * bytes and never looks into a mail. SMTP, IMAP or Maildir, as the program's
 * mail.outgoing and mail.incoming say. When it dies, everything handed over
 * and not settled comes back as in doubt, and it is started anew.
 */
#ifndef MENTORD_CARRY_COURIER_H
#define MENTORD_CARRY_COURIER_H

#include "noun/mail.h"
#include "program/program.h"

struct courier;

/* Fork the courier; program is borrowed and must outlive it. Call it before
 * the database is opened and before sandbox_keeper: what is forked here is a
 * small stem process that forks the courier, so that a later restart inherits
 * neither the database nor the keeper's sandbox. */
struct courier *courier_start(const struct program *program, struct err *err);

/* Begin nothing new, let what is on the wire finish for at most 5 s and end
 * the courier; blocks so long. The last verdicts come out of courier_next
 * afterwards; whatever had no verdict is unsent or in doubt there. */
void courier_drain(struct courier *courier);

/* courier_drain, then free; NULL is allowed. Events that were not taken are
 * lost, so settle them first: courier_drain, courier_next, courier_stop. */
void courier_stop(struct courier *courier);

/* Hand a mail over, at most courier_room() at once; its not_before (else
 * created_at) names the file in a Maildir. The mail is copied. Exactly one
 * COURIER_SETTLED follows for each, also when the courier dies. */
void courier_deliver(struct courier *courier, const struct mail *mail);

/* How many mails it holds at once, handed over and not settled; 0 while it is
 * being restarted. */
int courier_room(const struct courier *courier);

/* The courier's process id, 0 while there is none (tests, logs). */
int64_t courier_pid(const struct courier *courier);

/* File a letter away: it was applied and committed. COURIER_FILED follows when
 * the mailbox has done it, or when there is nothing to be done (the mail is
 * gone, the server can neither MOVE nor UID EXPUNGE, the mailbox is another
 * one by now); a restart of the courier loses no request. */
void courier_file(struct courier *courier, int64_t letter, const char *mailbox,
	int64_t uidvalidity, int64_t uid, bool quarantine);

/* Look into the mailbox now; answered by COURIER_POLLED with that serial when
 * everything found was reported. A mailbox that cannot be reached answers when
 * it can again (COURIER_CHANNEL says so); a restart loses no serial. */
void courier_poll(struct courier *courier, int64_t serial);

/* Fetch a published calendar (see carry/calendar). Exactly one
 * COURIER_CALENDAR follows, also when the courier dies; none once it is
 * drained. */
void courier_calendar(struct courier *courier, int64_t id, const char *url);

/* For the keeper's poll: the descriptor (-1 while there is no courier) and
 * the events to wait for. */
int courier_fd(const struct courier *courier);
short courier_events(const struct courier *courier);

/* Read and write what the socket has and takes; call it when poll says so and
 * at least once a minute: it restarts a dead courier, at once the first time
 * and with growing pauses (1 s to 60 s) when it keeps dying. False (LATER)
 * when no courier can be had any more. */
bool courier_turn(struct courier *courier, struct err *err);

enum verdict {
	VERDICT_ACCEPTED,
	VERDICT_TEMPORARY, /* 4xx: this message again later */
	VERDICT_PERMANENT, /* 5xx because of the recipient */
	VERDICT_CHANNEL,   /* 5xx or 4xx because of us: auth, policy, quota */
	VERDICT_UNSENT,    /* the last byte never went out */
	VERDICT_IN_DOUBT,  /* it did, and no verdict came back */
};
const char *verdict_name(enum verdict verdict);

enum courier_what {
	COURIER_SETTLED,
	COURIER_FETCHED,
	COURIER_FILED,
	COURIER_POLLED,
	COURIER_CHANNEL,
	COURIER_CALENDAR
};
struct courier_event {
	enum courier_what what;
	int64_t id; /* SETTLED: mail, FILED: letter, POLLED: serial, CALENDAR:
		       as asked */
	/* SETTLED */
	enum verdict verdict;
	const char *reply; /* the server's last line, one line */
	/* FETCHED */
	const char *mailbox;
	int64_t uidvalidity, uid;
	const void *raw; /* cut at 25 MB; too_long says so */
	size_t len;
	bool too_long;
	/* CHANNEL: a state change of incoming or outgoing mail, for status */
	bool incoming, up;
	enum err_kind kind; /* when down: LATER, or ASK (password, ...) */
	const char *text;   /* CALENDAR: why it did not come; NULL: it did, and
			       is raw and len */
};
/* The next event, its strings and bytes in pool; false when there is none. */
bool courier_next(struct courier *courier, struct pool *pool,
	struct courier_event *event);

#endif
