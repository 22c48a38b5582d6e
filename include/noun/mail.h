/* noun/mail -- room noun: a mail of ours, wanted, and in the outbox. */
#ifndef MENTORD_NOUN_MAIL_H
#define MENTORD_NOUN_MAIL_H

#include <stddef.h>
#include <stdint.h>

#include "base/pool.h"
#include "noun/fact.h"
#include "noun/fields.h"

enum mail_state {
	MAIL_QUEUED,
	MAIL_SENDING, /* handed to the courier, no verdict yet */
	MAIL_SENT,
	MAIL_DEFERRED, /* tried, will be tried again at next_at */
	MAIL_REFUSED,  /* for good, because of the recipient */
	MAIL_CHANNEL,  /* refused because of our own channel: operator */
	MAIL_IN_DOUBT, /* may have arrived: resent at next_at */
	MAIL_HELD,
	MAIL_EXPIRED, /* no longer useful; never sent */
	MAIL_CANCELLED,
};

/* The moment a mail is written for: each has a template of that name, and a
 * declared set of fields (write/moment.h). */
enum moment {
	MOMENT_WELCOME, /* enrolled: what this is, how to leave */
	MOMENT_DRAFT,   /* to coordinators: matches to approve */
	MOMENT_INTRODUCTION,
	MOMENT_SCHEDULE,     /* rounds of an event: when with whom */
	MOMENT_UNMATCHED,    /* to a participant without a match */
	MOMENT_INVITATION,   /* with METHOD:REQUEST */
	MOMENT_CANCELLATION, /* with METHOD:CANCEL */
	MOMENT_PROPOSAL,     /* to the others: does that time suit? */
	MOMENT_UNMOVED,      /* to who proposed: the time stays; with
				METHOD:DECLINECOUNTER to a calendar */
	MOMENT_TIMES,        /* numbered times: which suit? */
	MOMENT_GUEST,        /* to the organizer of their own meeting: noted;
				with METHOD:REPLY */
	MOMENT_DECLINED,     /* to who would sit there alone: the other one
				cannot come, or can again */
	MOMENT_CHECKIN,      /* a form, any form */
	MOMENT_REMINDER,     /* the same form again */
	MOMENT_CLARIFY,      /* one question on an unclear answer */
	MOMENT_THANKS,       /* a form is complete */
	MOMENT_NUDGE,        /* silence: to the members of a match */
	MOMENT_SILENCE,      /* silence: to coordinators */
	MOMENT_CONFIRM_LEAVE,
	MOMENT_CONFIRM_REMATCH,
	MOMENT_CONFIRM_ADDRESS,
	MOMENT_LEFT,         /* to who left: done, goodbye */
	MOMENT_PARTNER_LEFT, /* neutral note to the partner */
	MOMENT_MATCH_ENDED,
	MOMENT_PAUSED, /* to who pauses */
	MOMENT_PARTNER_PAUSED,
	MOMENT_RESUMED,
	MOMENT_HELP,
	MOMENT_UNREAD, /* to coordinators: a mail a person must read */
	MOMENT_DIGEST,
	MOMENT_NOTE, /* a timeline step's own text (send = "NAME") */
	MOMENT_COUNT
};

/* Which calendar object a mail carries (RFC 5546). The methods are those of the
 * moments: an invitation is a REQUEST, a cancellation a CANCEL, UNMOVED a
 * DECLINECOUNTER when its proposal came by calendar, GUEST a REPLY; all other
 * moments carry none whatever stands here. */
enum calendar_object {
	OBJECT_SESSION, /* request.session: alone, or with its RECURRENCE-ID when
			   it is one of a series */
	OBJECT_SERIES,  /* the master of the series that request.session is of:
			   all that repeats */
	OBJECT_REST,    /* with a cancellation: the master, shorter, as a
			   REQUEST; `keep` of its sessions stay */
	OBJECT_NONE,    /* words only */
};

struct letter_calendar;

/* What a decision wants sent. Compose turns it into a struct mail. */
struct mail_request {
	enum moment moment;
	const char *template_name;        /* MOMENT_NOTE: which; else NULL */
	int64_t participant;              /* recipient; 0: coordinator */
	const char *coordinator;          /* recipient address; NULL */
	int64_t match, session, ask, run; /* about; 0 none */
	const char *occurrence;  /* unique in the program: program planning
				      the same twice sends once */
	int64_t at;              /* not before */
	int64_t expires_at;      /* useless after this; 0 five days */
	bool reply;              /* answers a letter: null envelope sender */
	const char *in_reply_to; /* Message-ID answered; NULL */
	const struct fields *fields; /* extra fields of the moment; NULL */
	/* What follows is only for composing, which happens in the same turn:
	 * the outbox has no columns for it. */
	enum calendar_object object;
	int keep;               /* OBJECT_REST: how many, from the first */
	int64_t proposal, poll; /* of MOMENT_PROPOSAL, UNMOVED; TIMES */
	const struct letter_calendar *theirs; /* MOMENT_GUEST: the REQUEST that
						 is answered */
};
LIST_OF(mail_request_list, struct mail_request);

/* A row of the outbox. */
struct mail {
	int64_t id;
	const char *occurrence;
	enum moment moment;
	int64_t participant; /* 0: coordinator */
	const char *recipient;
	const char *envelope_from; /* "" is the null sender */
	const char *message_id;    /* without <> */
	const char *in_reply_to;
	const char *subject;
	int64_t match, session, ask, run;
	const void *bytes; /* final, CRLF, 7 bit */
	size_t len;
	enum mail_state state;
	int64_t created_at, not_before, expires_at;
	int64_t attempts, first_attempt_at, last_attempt_at, next_at;
	int64_t settled_at;
	const char *reply; /* the server's last line, one line; NULL */
	enum fact_change change;
};
LIST_OF(mail_list, struct mail *);

const char *mail_state_name(enum mail_state state);
const char *moment_name(enum moment moment); /* "introduction": template */
bool moment_parse(const char *name, enum moment *moment);

#endif
