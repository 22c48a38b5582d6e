/* write/fill -- room write: from facts to the fields of a mail.
 *
 * What a mail may say is decided here: partners appear with what they agreed
 * to show, reasons only when the partner may see them, answers only to the
 * person who gave them. Fields carry no words of ours (those stand in the
 * templates), only names, figures and dates.
 */
#ifndef MENTORD_WRITE_FILL_H
#define MENTORD_WRITE_FILL_H

#include "noun/facts.h"
#include "program/program.h"
#include "program/words.h"

/* Who will read the mail. */
struct addressee {
	const struct participant *participant; /* NULL: a coordinator */
	const char *name, *email, *language;
	const struct language *words;
	const struct zone *zone;
};

/* The recipient of the request: a participant that facts hold and that may
 * be mailed (who has left gets a goodbye and cancellations, nothing else), or
 * a coordinator of the program. ERR_NEVER when it is neither. */
bool addressee_find(const struct program *program, const struct facts *facts,
	const struct mail_request *request, struct addressee *addressee,
	struct err *err);

/* The fields of the request's moment; request->fields go before ours.
 * ERR_NEVER when facts or the form are missing. */
bool fill_fields(struct pool *pool, const struct program *program,
	const struct facts *facts, const struct mail_request *request,
	const struct addressee *addressee, struct fields **fields,
	struct err *err);

/* What a request is about, found from its own ids and those of its ask,
 * session, proposal and poll; NULL when it is about none. For an invitation and a cancellation
 * there is a session, and the match of it. */
struct match *request_match(
	const struct facts *facts, const struct mail_request *request);
struct session *request_session(
	const struct facts *facts, const struct mail_request *request);

/* What fill_fields works on, and its parts by subject; each adds to
 * f->fields. */
struct filler {
	struct pool *pool;
	const struct program *program;
	const struct facts *facts;
	const struct mail_request *request;
	const struct addressee *to;
	struct fields *fields;
};
bool fill_match(struct filler *f, struct err *err);
/* Whether the session did not take place, and when the next one is. */
bool fill_missed(struct filler *f);
bool fill_schedule(struct filler *f, struct err *err);
bool fill_questions(struct filler *f, struct err *err);
bool fill_draft(struct filler *f, struct err *err);
bool fill_silence(struct filler *f, struct err *err);
/* ERR_NEVER: the proposal, the poll of the mail is not loaded. */
bool fill_proposal(struct filler *f, struct err *err);
bool fill_times(struct filler *f, struct err *err);
void fill_session(struct filler *f, const struct session *session);
/* When that is for a partner, and whether their clock shows another hour. */
void fill_their_time(struct filler *f, struct fields *item,
	const struct participant *partner, const struct session *session);
/* The match's people, for a coordinator. */
void fill_people(
	struct filler *f, struct fields *to, const struct match *match);

/* The names of all members but one (0: of all), "Ana, Bob & Cem". Members
 * that are not loaded are left out. */
char *match_names(struct pool *pool, const struct facts *facts,
	const struct match *match, int64_t except);

/* A date in the addressee's language and zone; "" for 0. */
const char *fill_date(const struct filler *f, int64_t utc);
/* The addressee's zone, as "America/New York". */
const char *fill_zone(const struct filler *f);

#endif
