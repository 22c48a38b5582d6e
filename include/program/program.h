/* program/program -- room program: what the coordinator wrote, checked.
 *
 * The result of loading program.conf, its roster, its templates' language
 * tables. Const once loaded: a reload makes a new one and swaps. Every key is
 * described in mentord.conf(5); defaults stand there and in config.c's table.
 */
#ifndef MENTORD_PROGRAM_PROGRAM_H
#define MENTORD_PROGRAM_PROGRAM_H

#include <stdint.h>

#include "base/pool.h"
#include "base/zone.h"
#include "noun/mail.h"
#include "noun/participant.h"
#include "noun/poll.h"
#include "program/mistake.h"

struct words; /* program/words.h */

struct coordinator {
	const char *name, *email;
	bool digest, concerns; /* gets */
	bool calendar;         /* likewise: all sessions beside the digest */
};
LIST_OF(coordinator_list, struct coordinator);

/* mail = { ... }; outgoing and incoming are URLs:
 *   smtps://host:465  smtp://host:587 (STARTTLS)  imaps://  imap://
 *   maildir:PATH      (both ways; the default, inside the state folder)
 * "smtp+plain://" and "imap+plain://" speak without TLS, to loopback only. */
struct mail_config {
	const char *outgoing, *incoming;
	const char *user;
	const char *secret_file, *credential; /* where the password is; NULL */
	const char *token_command;            /* prints an OAuth2 token; NULL */
	const char *ca_file;                  /* NULL: the system's */
	const char *authserv_id;              /* NULL: believe none */
	int trusted_hops;  /* Received fields of our own servers on every mail;
			     0: they are told by what they say */
	bool require_auth; /* no pass: not believed */
	const char *folder, *done_folder, *quarantine_folder;
	int rate;        /* mails a minute; 0 without limit */
	int connections; /* SMTP, 1 to 4 */
	int in_flight;   /* mails handed over and unsettled; 1 to 200 */
	int daily_limit; /* mails a person a day; 6 */
};

enum attribute_type {
	ATTRIBUTE_TEXT,
	ATTRIBUTE_LIST,
	ATTRIBUTE_NUMBER,
	ATTRIBUTE_TIMES
};
enum visible {
	VISIBLE_PARTNER,
	VISIBLE_COORDINATOR,
	VISIBLE_NOBODY
};

struct attribute_rule {
	const char *name;
	enum attribute_type type;
	enum visible visible;
	const char *label; /* in mails; default: the name */
};
LIST_OF(attribute_rule_list, struct attribute_rule);

enum question_type {
	QUESTION_YESNO,
	QUESTION_SCALE,
	QUESTION_NUMBER,
	QUESTION_CHOICE,
	QUESTION_CHOICES,
	QUESTION_DATE,
	QUESTION_TEXT,
	QUESTION_TIMES /* of a form of our own: which of the slots suit */
};

struct question {
	const char *id, *ask;
	enum question_type type;
	int64_t from, till;       /* scale and number: bounds, inclusive */
	struct text_list options; /* choice, choices */
	struct slot_list slots;   /* times: when each begins, UTC */
	int minutes;              /* times: how long each takes */
	bool private, required;   /* private: shown to nobody but in figures */
};
LIST_OF(question_list, struct question);

struct form {
	const char *name;
	struct question_list questions;
};
LIST_OF(form_list, struct form);

enum rule_kind {
	RULE_DIFFERENT,  /* may not have the same value in `on` */
	RULE_SAME,       /* must have the same value in `on` */
	RULE_SHARE,      /* lists must share an item in `on` */
	RULE_OVERLAP,    /* free hours must overlap by `amount` minutes */
	RULE_NOT_BEFORE, /* never the same pair again */
	RULE_NOT_NAMED,  /* `on` of one may not name the other (line manager,
			    veto): compared with address and name */
	RULE_NOT_ABOVE,  /* nor may anybody along the chain of `on`: managers,
			    their managers, ... ("reporting line") */
	RULE_AT_LEAST,   /* numbers at least `apart` from each other */
	RULE_AT_MOST,    /* at most */
	RULE_SENIOR,     /* the mentor's number is the mentee's plus `apart`,
			    or more */
	RULE_JUNIOR, /* the mentor's is the mentee's less `apart`, or less */
};

struct match_rule {
	const char *name; /* as shown: "different department" */
	enum rule_kind kind;
	const char *on; /* attribute; NULL for RULE_NOT_BEFORE */
	int64_t amount; /* RULE_OVERLAP: minutes */
	int64_t apart;  /* numbers */
};
LIST_OF(match_rule_list, struct match_rule);

/* A criterion of weight w gives at most w * SCORE_SCALE points to a pair; all
 * points are whole numbers. */
#define SCORE_SCALE 100

enum prefer {
	PREFER_SAME,       /* equal values */
	PREFER_DIFFERENT,  /* differing values */
	PREFER_SHARED,     /* items in common of a list */
	PREFER_COMPLEMENT, /* what one offers (`on`) the other wants (`with`) */
	PREFER_NEAR,       /* numbers close to each other */
	PREFER_FAR,        /* numbers far apart */
	PREFER_OVERLAP,    /* free time in common */
	PREFER_RANKED,     /* as complement, but `with` is in order: what
			      stands first there counts most */
	PREFER_NAMED,      /* `on` names people one would like, best first */
	PREFER_RELIABLE,   /* both did what was asked of them so far */
};

struct criterion {
	const char *name, *on, *with;
	enum prefer prefer;
	int64_t weight; /* 1 to 100: points at full agreement */
};
LIST_OF(criterion_list, struct criterion);

enum matching_form {
	MATCHING_PEERS,
	MATCHING_MENTORS,
	MATCHING_GROUPS,
	MATCHING_ROUNDS
};
/* What counts, in order. */
enum objective {
	OBJECTIVE_COVERAGE, /* most people placed; sum of scores */
	OBJECTIVE_QUALITY,  /* sum of scores; a poor pair is left out */
	OBJECTIVE_FAIR,     /* most people; the worst pair as good as it can
			       be; sum */
	OBJECTIVE_STABLE,   /* no two who would both rather have each other */
};
enum odd {
	ODD_TRIO, /* the odd one joins a pair */
	ODD_REST  /* waits, and is first the next time */
};
enum matching_when {
	MATCHING_AT_START,
	MATCHING_WEEKLY,
	MATCHING_ON_JOIN
};
enum publish {
	PUBLISH_REVIEW,
	PUBLISH_AUTO
};

struct matching {
	enum matching_form form;
	enum matching_when when;
	enum publish publish;
	enum objective objective;
	enum odd odd;             /* peers and rounds */
	int size;                 /* groups: people in each, 3 to 12 */
	bool leaders;             /* groups: one of role mentor in each */
	struct text_list balance; /* groups: attributes to be spread */
	int capacity;             /* mentors: mentees of one mentor */
	int mentors;              /* mentors: mentors of one mentee */
	int spread;    /* 0 to 100: weight of an even load on mentors */
	int keep;      /* 0 to 100: what parting a pair of the last draft must
		       gain to be worth it */
	int rounds;    /* rounds: how many; 0 as many as fit */
	int64_t every; /* rounds: seconds from one to the next */
	/* rounds: all in one event that begins then (days since 1970, minutes
	 * after midnight of the program's zone); 0: none */
	int64_t event_day;
	int event_at;
	int64_t lead; /* seconds before `starts` that the run is made */
	struct match_rule_list rules;
	struct criterion_list criteria;
};

enum find {
	FIND_AVAILABILITY, /* overlap of free windows and published calendars */
	FIND_ASK,          /* a poll by mail */
	FIND_THEMSELVES,   /* participants invite the program as a guest */
	FIND_NONE
};

struct sessions {
	int count;     /* per match; 0: as many as fit until the end */
	int64_t every; /* seconds between sessions */
	int64_t first; /* earliest first session after publication */
	int minutes;   /* length */
	enum find find;
	const char *place;        /* NULL */
	struct text_list agendas; /* of session 1, 2, ...: one line each */
	int day_from, day_till;   /* minutes: when no availability is given */
	bool series;              /* one repeating object instead of one each */
	bool proposals;           /* participants may propose other times */
	int slots;                /* of a poll, 2 to POLL_SLOTS */
	int64_t answer;           /* how long a poll or a proposal is open */
	int rounds; /* of proposals about one session; then a poll */
};

enum anchor {
	ANCHOR_START,
	ANCHOR_END,
	ANCHOR_JOIN,
	ANCHOR_MATCH,
	ANCHOR_SESSION,
	ANCHOR_DATE
};
enum step_action {
	STEP_SEND,
	STEP_ASK,
	STEP_MATCH,
	STEP_DIGEST
};
enum step_to {
	TO_ALL,
	TO_MATCHED,
	TO_COORDINATORS
};
LIST_OF(duration_list, int64_t);

/* One line of the timeline: at = "match + 3 days 09:00". */
struct step {
	const char *name;
	enum anchor anchor;
	int64_t date;   /* ANCHOR_DATE: days since 1970 */
	int64_t offset; /* seconds, may be negative */
	int at;         /* minutes after local midnight; -1: as the anchor */
	enum step_action action;
	const char *what; /* form (ASK) or template (SEND) */
	enum step_to to;
	struct duration_list remind; /* after the ask */
	int64_t expires;             /* seconds an ask stays open */
};
LIST_OF(step_list, struct step);

struct silence {
	int64_t nudge, tell, close; /* seconds without a sign; 0 never */
};

struct digest_config {
	int weekday, at; /* 0 is Monday; minutes, program's zone */
};

/* reactions: an answer that starts something. */
enum reaction_do {
	REACT_ALERT,
	REACT_END,
	REACT_REMATCH /* asks whether they want another partner */
};
struct reaction {
	const char *form, *question, *is; /* is: NULL when below/above count */
	bool has_below, has_above;
	int64_t below, above;
	enum reaction_do action;
};
LIST_OF(reaction_list, struct reaction);

struct template_shelf; /* of room write */

struct program {
	struct pool *pool; /* everything below */
	const char *path;  /* of program.conf */
	const char *id, *name, *purpose, *language, *address;
	const char *state_dir; /* store, Maildirs, lock */
	const struct zone *zone;
	int64_t starts, ends; /* days since 1970, in the program's zone */
	struct coordinator_list coordinators;
	struct mail_config mail;
	const char *roster_path;
	struct attribute_rule_list attributes;
	struct form_list forms;
	struct matching matching;
	struct sessions sessions;
	struct step_list timeline;
	struct silence silence;
	struct digest_config digest;
	struct reaction_list reactions;
	int privacy_k;
	int64_t keep;       /* seconds after the end */
	int64_t hold_after; /* down longer than this: start on hold; 3 days */
	struct text_list template_dirs; /* first wins; last: the shipped one */
	/* templates that were wanted, parsed once; NULL: none are kept */
	struct template_shelf **shelf;
	struct participant_list roster; /* ids are 0 here */
	const struct words *words;      /* all languages found */
};

/* Load and check everything: config, roster, language tables. All mistakes
 * go to `mistakes` (never NULL); returns NULL when there is one that counts
 * (warnings alone do not). Templates are checked by write/template.h, with
 * the result. The caller frees it with program_free. */
struct program *program_load(const char *path, struct mistake_list *mistakes);
void program_free(struct program *program);

/* The folder of the templates that came with this mentord: where the
 * environment says, where they are installed, or beside the build. */
const char *program_templates(struct pool *pool);

const struct form *program_form(const struct program *p, const char *name);
const struct question *form_question(const struct form *form, const char *id);
const struct step *program_step(const struct program *p, const char *name);
const struct attribute_rule *program_attribute(
	const struct program *p, const char *name);

/* True for an address of the program itself (any +tag), which no
 * participant may have. */
bool program_is_own_address(const struct program *p, const char *address);
const struct coordinator *program_coordinator(
	const struct program *p, const char *address);

/* Midnight at the start of the first day, and the end of the last, UTC. */
int64_t program_start_time(const struct program *p);
int64_t program_end_time(const struct program *p);

/* The person's zone, or the program's when theirs is unknown. */
const struct zone *program_zone_of(
	const struct program *p, const struct participant *participant);

const char *prefer_name(enum prefer prefer);

/* The score of so many people as a part of what all criteria together could
 * give their pairs, 0 to 100; 100 when there are no criteria. */
int matching_percent(
	const struct matching *matching, int64_t score, size_t people);

#endif
