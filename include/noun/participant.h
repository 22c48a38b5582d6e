/* noun/participant -- room noun: a person of the program. */
#ifndef MENTORD_NOUN_PARTICIPANT_H
#define MENTORD_NOUN_PARTICIPANT_H

#include <stdint.h>

#include "base/pool.h"
#include "noun/fact.h"

enum participant_state {
	PARTICIPANT_ENROLLED,  /* takes part */
	PARTICIPANT_PAUSED,    /* asked for a pause, see paused_until */
	PARTICIPANT_SUSPENDED, /* mail to them bounces for good */
	PARTICIPANT_LEFT,
};

enum role {
	ROLE_PEER,
	ROLE_MENTOR,
	ROLE_MENTEE,
	ROLE_BOTH /* mentor of some, mentee of others */
};

struct attribute {
	const char *name, *value;
};
LIST_OF(attribute_list, struct attribute);

/* A weekly window of free time in the person's own zone. */
struct free_window {
	int weekday;    /* 0 is Monday */
	int from, till; /* minutes after midnight; from < till <= 1440 */
};
LIST_OF(free_window_list, struct free_window);

/* A stretch of a published calendar in which somebody is not free. */
struct busy {
	int64_t from, till; /* UTC */
};
LIST_OF(busy_list, struct busy);

struct participant {
	int64_t id;
	const char *key; /* the roster's identity: its id column, or the
				   address in lower case */
	const char *email, *name, *language, *timezone;
	enum role role;
	enum participant_state state;
	int64_t joined_at, left_at, paused_until, away_until;
	int64_t heard_at;   /* last authentic mail or RSVP; 0 never */
	int64_t bounced_at; /* last permanent bounce; 0 never */
	int64_t bounces;    /* permanent ones since last heard */
	struct attribute_list attributes; /* as in the roster, all columns */
	struct free_window_list free;     /* parsed availability */
	struct text_list aliases;         /* further addresses of theirs */
	const char *freebusy;   /* where their calendar is published (an https
				 URL, the roster's column); NULL: nowhere */
	struct busy_list busy;  /* what it said last, in order, no overlaps */
	int64_t busy_at;        /* when it said so; 0: never */
	struct text_list tails; /* hashes (hex) of lines that closed two of
				     their letters: signatures */
	enum fact_change change;
	int64_t gone_at; /* since then the roster names them no more; 0: it
			    does. They left by that when it is left_at */
};
LIST_OF(participant_list, struct participant *);

const char *participant_state_name(enum participant_state state);
const char *role_name(enum role role);

/* The attribute's value, or NULL. Matches the name exactly. */
const char *participant_attribute(
	const struct participant *participant, const char *name);

/* The same entries in the same order. */
bool attributes_equal(
	const struct attribute_list *a, const struct attribute_list *b);
bool windows_equal(
	const struct free_window_list *a, const struct free_window_list *b);

/* True when mail may be sent to them at all (not left, not suspended). */
bool participant_reachable(const struct participant *participant);

/* True when they are taking part today: enrolled and not away. */
bool participant_present(const struct participant *participant, int64_t now);

/* May they be given a mentee; a mentor? */
bool role_mentors(enum role role);
bool role_learns(enum role role);

/* How many mentees they take by the roster's column capacity, else fallback. */
int participant_capacity(const struct participant *participant, int fallback);

/* What to call them in a mail: the first word of the name. */
const char *participant_first_name(
	struct pool *pool, const struct participant *participant);

#endif
