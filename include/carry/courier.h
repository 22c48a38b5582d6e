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

/* Fork the courier; program is borrowed and must outlive it. */
struct courier *courier_start(const struct program *program, struct err *err);

/* Lets what is on the wire finish for at most 5 s, then ends it. */
void courier_stop(struct courier *courier);

/* Hand a mail over. at most courier_room() at once; at is the mail's own time
 * (name of the file in a Maildir). */
void courier_deliver(struct courier *courier, const struct mail *mail);
int courier_room(const struct courier *courier);

/* File a letter away: it was applied and committed. */
void courier_file(struct courier *courier, int64_t letter, const char *mailbox,
	int64_t uidvalidity, int64_t uid, bool quarantine);

/* Look into the mailbox now; answered by COURIER_POLLED with that serial when
 * everything found was reported. */
void courier_poll(struct courier *courier, int64_t serial);

int courier_fd(const struct courier *courier);
short courier_events(const struct courier *courier);
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
	COURIER_CHANNEL
};
struct courier_event {
	enum courier_what what;
	int64_t id; /* SETTLED: mail, FILED: letter, POLLED: serial */
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
	const char *text;
};
bool courier_next(struct courier *courier, struct pool *pool,
	struct courier_event *event);

#endif
