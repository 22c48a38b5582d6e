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

/* One VEVENT of a calendar mail (RFC 5546), attendee line by line. A REQUEST or
 * CANCEL without attendees is one entry without an attendee; and what a weekly
 * REQUEST leaves out (EXDATE) follows it as a CANCEL of each such instance. */
struct letter_calendar {
	const char *method; /* "REPLY", "COUNTER", "REFRESH", and of somebody
			       else's meeting "REQUEST", "CANCEL" */
	const char *uid;
	const char *recurrence_id; /* "YYYYMMDDTHHMMSSZ"; without the Z the wall
				      clock of a zone that nobody knows;
				      "YYYYMMDD" a day; NULL */
	const char *attendee, *sent_by, *comment;
	const char *email;    /* the attendee's EMAIL parameter (RFC 7986):
				  another address of theirs; NULL */
	const char *partstat; /* upper case, as it stood; NULL */
	int64_t sequence;     /* 0 when absent or absurd */
	int64_t dtstamp;      /* UTC; 0 when absent */
	int64_t start, end;   /* COUNTER: proposed, REQUEST: planned; UTC; 0
				 unknown, or a whole day */
	bool floating;        /* start and end stood in a zone that nobody
				 knows: they are as if in the writer's */
	const char *zone;     /* IANA name of the zone in which start stood, for
				  what repeats; NULL: UTC, or floating */
	const char
		*organizer; /* without mailto:; NULL: of Exchange's answers */
	const char *place;  /* of a REQUEST, one line; NULL */
	int weeks;          /* of a REQUEST that repeats weekly: every so
				  many; -1: it repeats otherwise; 0: once */
	int64_t until;      /* of what repeats: the last start at most; 0 */
	int count;          /* likewise: how many; 0: without end */
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
	COMMAND_APPROVE,    /* coordinator, to a draft */
	COMMAND_SKIP,       /* not this week: the session is left out */
	COMMAND_RESCHEDULE, /* another time, without saying which */
};

/* A time that somebody names for a meeting, in words. */
struct letter_time {
	int64_t from;               /* UTC */
	int64_t till;               /* "from 3 to 5"; 0: it was not said */
	bool whole_day;             /* no hour: from is the start of that day */
	enum confidence confidence; /* unsure: two readings */
};
LIST_OF(letter_time_list, struct letter_time);

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
	struct letter_time_list times; /* proposed for the meeting that
					  read_context names; at most 9 */
	int64_t until; /* COMMAND_PAUSE, auto-reply's return; days since
				1970 of that date; 0 none */
	enum auto_reply auto_reply; /* of LETTER_AUTO_REPLY */
	struct letter_bounce bounce;
	struct letter_calendar_list calendar;
	const char *calendar_why;  /* a calendar in it that says nothing, or
				      not all it seems to: why; NULL */
	const char *fault;         /* LETTER_UNREADABLE: why; NULL */
	struct text_list mentions; /* in its body: addresses and Message-IDs
				      of ours that may hold a token */
	struct cover_list cover;   /* words of each original that it repeats;
				    empty when there was no choice */
	struct text_list closing;  /* hashes (hex) of the lines that end it:
				      perhaps a signature */
};

const char *letter_kind_name(enum letter_kind kind);
const char *confidence_name(enum confidence confidence);
const char *bounce_action_name(enum bounce_action action);
const char *auto_reply_name(enum auto_reply what);
const char *command_name(enum command command);
const char *line_reason_name(enum line_reason reason);

#endif
