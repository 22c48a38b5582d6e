/* noun/figures -- room noun: the program in numbers, and what needs a person.
 */
#ifndef MENTORD_NOUN_FIGURES_H
#define MENTORD_NOUN_FIGURES_H

#include <stdint.h>

#include "base/pool.h"

/* One line of the coordinator's list: what needs them. */
struct need {
	const char *what;    /* "silent", "unclear", "concern", "unmatched",
				"bounced", "draft", "in doubt", "quarantine",
				"refused" */
	const char *subject; /* names, or "mail 12" */
	const char *why;     /* in words */
	int64_t since;
};
LIST_OF(need_list, struct need);

/* Answers to one closed question, in figures only. */
struct tally {
	const char *form, *question;
	int64_t answers;   /* typed answers */
	int64_t people;    /* different persons among them */
	double mean;       /* scale, number; yes counts 1, no 0 */
	int64_t count[11]; /* scale: how often 0..10 */
};
LIST_OF(tally_list, struct tally);

/* How one week went, for the small chart. */
struct week {
	int64_t starts_at;
	int64_t planned, held, asked, answered;
};
LIST_OF(week_list, struct week);

struct figures {
	int64_t now, since;
	/* funnel, people */
	int64_t enrolled; /* ever */
	int64_t present, paused, suspended, left;
	int64_t welcomed; /* welcome or introduction was sent */
	int64_t reached;  /* something was sent and nothing bounced */
	int64_t matched;  /* in an active match now */
	int64_t ever_matched;
	int64_t met;   /* people with a session held */
	int64_t heard; /* people we ever heard from */
	/* matches */
	int64_t matches, matches_active, matches_ended, matches_silent;
	int64_t matches_met; /* with at least one session held */
	/* sessions */
	int64_t sessions, sessions_past, sessions_held, sessions_missed;
	int64_t sessions_cancelled;
	int64_t minutes_held; /* of the sessions held: time spent together */
	int64_t invitations, rsvp_accepted, rsvp_declined, rsvp_tentative;
	/* asks */
	int64_t asks, asks_answered, asks_open, asks_unclear, asks_closed;
	int64_t reminders;
	/* mail */
	int64_t mails, mails_sent, mails_deferred, mails_refused;
	int64_t mails_in_doubt, mails_held, mails_waiting, mails_expired;
	int64_t letters, letters_answer, letters_rsvp, letters_bounce;
	int64_t letters_auto, letters_ignored, letters_coordinator;
	int64_t letters_quarantined;
	struct need_list needs;
	struct tally_list tallies; /* private questions included: the report
				      applies k */
	struct week_list weeks;
};

#endif
