/* keep/state -- room keep: what the keeper remembers between turns.
 *
 * Everything here can be forgotten: it is found again in the store. For the
 * files of this room alone.
 */
#ifndef MENTORD_KEEP_STATE_H
#define MENTORD_KEEP_STATE_H

#include <glib.h>

#include "decide/decide.h"
#include "keep/keeper.h"

#define READING_AT_ONCE 64         /* letters with the reader */
#define READING_BYTES   (8u << 20) /* of theirs, or a single letter */
#define DUE_AT_ONCE     200        /* due items looked at in one turn */
#define DECIDE_AT_ONCE  40         /* of these decided: the courier waits */
#define EVENTS_AT_ONCE  200        /* events of the courier taken in one turn */

struct keeper {
	const struct program *program;
	struct store *store;
	struct courier *courier;
	struct reader *reader;

	bool writing;     /* a transaction is open in this turn */
	bool verdicts;    /* with the fate of a mail in it */
	bool work_left;   /* a limit of this turn was reached */
	int64_t version;  /* store_version seen last */
	int64_t retry_at; /* a turn's event failed: not before */
	int64_t alive_at; /* noted on the disk that we live */

	/* outbox */
	int64_t handed;        /* mails with the courier */
	double allowance;      /* mails that the rate lets through now */
	int64_t allowance_at;  /* when it was counted */
	int64_t channel_until; /* outgoing channel cools down */
	int64_t channel_pause; /* how long the last cooling was */

	/* inbox */
	GHashTable *letters; /* id -> struct reading, with the reader */
	size_t reading;      /* bytes of these */
	int64_t read_after; /* stored letters up to here are with it, or were */
	int64_t file_after; /* applied ones up to here are asked to be filed */
	GHashTable *filing; /* ids with the courier, to be filed away */
	bool look;          /* letters may wait for the reader or for filing */
	int64_t poll_serial, polled_serial;
	int64_t forgot_at;  /* when letters of strangers were last looked at */
	bool incoming_down; /* the mailbox cannot be reached now */

	/* calendars */
	GHashTable
		*calendars;   /* participant -> asked for, or with the reader */
	int64_t calendars_at; /* when to look for more */
	int64_t calendars_wait; /* since when planning waits for some; 0 */
	bool calendars_left;    /* more are to be asked for than at once */
};

/* A transaction is open after this. */
bool keep_writing(struct keeper *keeper, struct err *err);

/* outbox.c */
bool outbox_settle(struct keeper *keeper, const struct courier_event *event,
	int64_t now, struct err *err);
/* Within the turn's transaction: what is sent next is marked as being sent,
 * and handed over once that is committed. */
bool outbox_claim(struct keeper *keeper, struct pool *pool, int64_t now,
	struct mail_list *mails, struct err *err);
void outbox_hand_over(struct keeper *keeper, const struct mail_list *mails);
/* Nothing is sent now: the program is on hold, or the channel cools down. */
bool outbox_waits(struct keeper *keeper, int64_t now);

/* inbox.c */
bool inbox_fetched(struct keeper *keeper, const struct courier_event *event,
	int64_t now, struct err *err);
bool inbox_filed(
	struct keeper *keeper, int64_t letter, int64_t now, struct err *err);
bool inbox_answer(struct keeper *keeper, const struct reader_answer *answer,
	int64_t now, struct err *err);
/* Once a day: what strangers wrote is not kept. */
bool inbox_forget(struct keeper *keeper, int64_t now, struct err *err);
/* After the commit: file what was applied, give the reader its next. */
bool inbox_go_on(struct keeper *keeper, int64_t now, struct err *err);

/* calendars.c */
void calendars_forget(void *asked);
/* After the commit: ask for those that are not fresh. */
bool calendars_go_on(struct keeper *keeper, int64_t now, struct err *err);
/* Is one of a member of the match not fresh, so that planning waits for it? */
bool calendars_stale(struct keeper *keeper, int64_t match, int64_t now,
	bool *stale, struct err *err);
bool calendars_came(struct keeper *keeper, const struct courier_event *event,
	int64_t now, struct err *err);
bool calendars_read(struct keeper *keeper, const struct reader_answer *answer,
	int64_t now, struct err *err);

/* due.c */
bool due_work(struct keeper *keeper, int64_t now, struct err *err);

#endif
