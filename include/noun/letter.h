/* noun/letter -- room noun: a mail that arrived, taken apart.
 *
 * What the reader process says of one raw mail. All text is valid UTF-8
 * without NULs; every list and string is capped by the reader. `head` alone is
 * what it says first, so that the keeper can find which of our mails is
 * answered; the rest comes from the second look, with the originals at hand.
 */
#ifndef MENTORD_NOUN_LETTER_H
#define MENTORD_NOUN_LETTER_H

#include <stdint.h>

#include "base/pool.h"
#include "noun/session.h"

enum letter_kind {
	LETTER_REPLY,
	LETTER_CALENDAR,
	LETTER_BOUNCE,
	LETTER_AUTO_REPLY,
	LETTER_COMPLAINT,
	LETTER_UNREADABLE,
};

enum confidence {
	CONFIDENCE_SURE,
	CONFIDENCE_LIKELY,
	CONFIDENCE_UNSURE
};

/* Authentication-Results of the configured authserv-id (RFC 8601). */
enum auth {
	AUTH_NONE,
	AUTH_PASS,
	AUTH_FAIL
};

struct letter_head {
	const char *from;      /* the one From mailbox; NULL: none or several */
	const char *from_name; /* display name; NULL */
	const char *reply_to, *sender; /* first mailbox each; NULL */
	struct text_list recipients;   /* Delivered-To, X-Original-To, To, Cc */
	const char *message_id;        /* without <>; NULL */
	struct text_list references;   /* In-Reply-To first, then References */
	const char *subject;           /* decoded, one line; NULL */
	int64_t date;                  /* Date header, UTC; 0 none */
	bool null_sender;              /* Return-Path: <> */
	bool automatic;                /* RFC 3834 and kin say so */
	bool list;                     /* List-* headers: came through a list */
	bool own_loop;                 /* carries our own loop header */
	int received;                  /* count of Received fields */
	enum auth auth;
	const char *auth_why; /* "dmarc=fail", for the outcome; NULL */
	const char *fault;    /* why it must not be read further: limits,
				   two From fields, ...; NULL when fine */
};

enum bounce_action {
	BOUNCE_NONE,     /* delivered, relayed, delayed */
	BOUNCE_RETRY,    /* passing: full mailbox, greylisting */
	BOUNCE_STOP,     /* the address is dead */
	BOUNCE_OPERATOR, /* our channel is at fault: spam, policy, auth */
};

/* What an automatic reply is. */
enum auto_reply {
	AUTO_REPLY_AWAY,      /* they are out, or so it may be */
	AUTO_REPLY_CHALLENGE, /* it wants us to prove that we are people */
	AUTO_REPLY_RECEIPT,   /* read, or deleted (RFC 8098) */
};

struct letter_bounce {
	enum bounce_action action;
	const char *status;    /* "5.1.1"; NULL */
	const char *recipient; /* who it failed for; NULL */
};

/* One VEVENT of a calendar answer (RFC 5546), attendee line by line. */
struct letter_calendar {
	const char *method; /* "REPLY", "COUNTER", "REFRESH", upper case */
	const char *uid, *recurrence_id, *attendee, *sent_by, *comment;
	const char *partstat; /* upper case, as it stood; NULL */
	int64_t sequence;     /* 0 when absent or absurd */
	int64_t dtstamp;      /* UTC; 0 when absent */
	int64_t start, end;   /* COUNTER: proposed, UTC; 0 unknown */
};
LIST_OF(letter_calendar_list, struct letter_calendar);

struct letter_answer {
	int number;        /* of the question, from 1 */
	const char *raw;   /* the person's words */
	const char *value; /* typed by the form, NULL if it did not fit */
	enum confidence confidence;
};
LIST_OF(letter_answer_list, struct letter_answer);

enum command {
	COMMAND_NONE,
	COMMAND_HELP,
	COMMAND_STOP,  /* stop / unsubscribe: pause without end */
	COMMAND_PAUSE, /* pause until `until` (0: no date understood) */
	COMMAND_RESUME,
	COMMAND_LEAVE,
	COMMAND_REMATCH,
	COMMAND_EXPORT,
	COMMAND_FORGET,
	COMMAND_YES, /* answer to a confirmation */
	COMMAND_NO,
	COMMAND_APPROVE, /* coordinator, to a draft */
};

/* Why a line was kept or dropped (mentord read shows it). */
enum line_reason {
	LINE_KEPT,
	LINE_QUOTE,       /* quoted or aligned with what we sent */
	LINE_ATTRIBUTION, /* "On ... wrote:", header block */
	LINE_SIGNATURE,   /* signature, device line, disclaimer */
	LINE_BLANK,
};

struct letter_line {
	enum line_reason reason;
	const char *text;
};
LIST_OF(letter_line_list, struct letter_line);

LIST_OF(cover_list, uint32_t);

struct letter {
	enum letter_kind kind;
	struct letter_head head;
	const char *text; /* the new text, never NULL */
	enum confidence confidence;
	struct letter_line_list lines;
	struct letter_answer_list answers;
	enum command command;
	int64_t until; /* COMMAND_PAUSE, auto-reply's return; days since
				1970 of that date; 0 none */
	enum auto_reply auto_reply; /* of LETTER_AUTO_REPLY */
	struct letter_bounce bounce;
	struct letter_calendar_list calendar;
	const char *fault;         /* LETTER_UNREADABLE: why; NULL */
	struct text_list mentions; /* in its body: addresses and Message-IDs
				      of ours that may hold a token */
	struct cover_list cover;   /* words of each original that it repeats;
				    empty when there was no choice */
};

const char *letter_kind_name(enum letter_kind kind);
const char *confidence_name(enum confidence confidence);
const char *bounce_action_name(enum bounce_action action);
const char *auto_reply_name(enum auto_reply what);
const char *command_name(enum command command);
const char *line_reason_name(enum line_reason reason);

#endif
