/* noun/facts -- room noun: what a decision is given, and what it gives back.
 *
 * The store loads the facts that an event can touch; a decision changes them
 * in place, adds new ones and appends mails, due items and outcomes; the
 * store saves what changed in one transaction. Lists hold pointers, so that
 * facts stay where they are while lists grow.
 */
#ifndef MENTORD_NOUN_FACTS_H
#define MENTORD_NOUN_FACTS_H

#include "noun/ask.h"
#include "noun/directive.h"
#include "noun/due.h"
#include "noun/letter.h"
#include "noun/mail.h"
#include "noun/match.h"
#include "noun/outcome.h"
#include "noun/participant.h"
#include "noun/poll.h"
#include "noun/proposal.h"
#include "noun/series.h"
#include "noun/session.h"

/* A subject whose unsent mails lost their sense: the store cancels them
 * before the mails of this decision are queued. */
struct cancel {
	enum subject_kind subject_kind;
	int64_t subject;
};
LIST_OF(cancel_list, struct cancel);

/* How much of what was asked of a person happened: meetings they were invited
 * to, forms they were sent. */
struct deeds {
	int64_t participant;
	int64_t held, missed, answered, unanswered;
};
LIST_OF(deeds_list, struct deeds);

struct facts {
	struct pool *pool; /* everything below lives here */
	int64_t now;

	/* loaded, changed, added to */
	struct participant_list participants;
	struct match_list matches;
	struct run_list runs;
	struct session_list sessions;
	struct series_list series;      /* of these sessions */
	struct proposal_list proposals; /* about these sessions: all, in
					   order, also those that are over */
	struct poll_list polls;         /* of these matches; likewise */
	struct ask_list asks;
	struct due_list dues;
	struct directive_list directives; /* those that count */
	struct deeds_list deeds;          /* of everybody: with the history */

	/* appended by the decision */
	struct cancel_list cancels;
	struct mail_request_list mails;
	struct outcome_list outcomes;

	struct occurrences *occurrences; /* of dues: facts.c's; starts NULL */

	/* ids for new rows: take with facts->next.match++ */
	struct {
		int64_t participant, match, run, session, ask, due, mail,
			directive, series, proposal, poll;
	} next;
};

/* By id; NULL when it was not loaded. */
struct participant *facts_participant(const struct facts *facts, int64_t id);
struct match *facts_match(const struct facts *facts, int64_t id);
struct run *facts_run(const struct facts *facts, int64_t id);
struct session *facts_session(const struct facts *facts, int64_t id);
struct ask *facts_ask(const struct facts *facts, int64_t id);
struct series *facts_series(const struct facts *facts, int64_t id);
struct proposal *facts_proposal(const struct facts *facts, int64_t id);
struct poll *facts_poll(const struct facts *facts, int64_t id);

/* The active matches of a participant: a mentor has as many as mentees. The
 * list is the caller's: matches may end while it is gone through. */
struct match_list facts_active_matches(
	const struct facts *facts, int64_t participant);
/* The first of them, or NULL. */
struct match *facts_active_match(
	const struct facts *facts, int64_t participant);

/* The next session to come with that person in it, of that match or (0) of the
 * only one they are in; NULL. */
struct session *facts_next_session(
	const struct facts *facts, int64_t match, int64_t participant);

/* New facts, FACT_NEW, with their ids, added to their lists. */
struct match *facts_new_match(struct facts *facts);
struct run *facts_new_run(struct facts *facts);
struct session *facts_new_session(struct facts *facts);
struct ask *facts_new_ask(struct facts *facts);
struct participant *facts_new_participant(struct facts *facts);
struct directive *facts_new_directive(struct facts *facts); /* made now */
struct series *facts_new_series(struct facts *facts);
struct proposal *facts_new_proposal(struct facts *facts);
struct poll *facts_new_poll(struct facts *facts);

/* A due item at that time; occurrence as printf. An item of that occurrence
 * that exists already wins: adding twice adds once. */
struct due *facts_new_due(struct facts *facts, enum due_kind kind, int64_t at,
	enum subject_kind subject_kind, int64_t subject, const char *fmt, ...)
	PRINTF(6, 7);

/* A mail wanted; the rest is filled in by the caller. occurrence as printf. */
struct mail_request *facts_new_mail(struct facts *facts, enum moment moment,
	int64_t participant, const char *fmt, ...) PRINTF(4, 5);

/* An outcome at facts->now; detail as printf, "" allowed. */
struct outcome *facts_new_outcome(struct facts *facts, enum outcome_kind kind,
	const char *fmt, ...) PRINTF(3, 4);

#endif
