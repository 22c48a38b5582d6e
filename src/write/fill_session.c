/* When and where people meet: the session of a mail, the series that it stands
 * for, the time that somebody proposes for it, and times to choose from. All
 * of it on the reader's clock; where a partner's shows another hour, theirs is
 * said as well. */
#include "write/fill.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "write/invite.h"

#define SHIFTS 8 /* changes of the clock that an invitation tells of */

/* The proposal or poll: named by the request, or what its ask is about. */
static const struct proposal *
request_proposal(const struct facts *facts, const struct mail_request *r)
{
	const struct ask *ask = facts_ask(facts, r->ask);

	if (r->proposal)
		return facts_proposal(facts, r->proposal);
	return ask && !g_strcmp0(ask->form, FORM_PROPOSAL)
		? facts_proposal(facts, ask->about)
		: NULL;
}

static const struct poll *
request_poll(const struct facts *facts, const struct mail_request *r)
{
	const struct ask *ask = facts_ask(facts, r->ask);

	if (r->poll)
		return facts_poll(facts, r->poll);
	return ask && !g_strcmp0(ask->form, FORM_TIMES)
		? facts_poll(facts, ask->about)
		: NULL;
}

struct session *
request_session(const struct facts *facts, const struct mail_request *request)
{
	const struct ask *ask = facts_ask(facts, request->ask);
	const struct proposal *proposal = request_proposal(facts, request);
	const struct poll *poll = request_poll(facts, request);

	if (request->session)
		return facts_session(facts, request->session);
	if (ask && ask->session)
		return facts_session(facts, ask->session);
	if (proposal)
		return facts_session(facts, proposal->session);
	return poll && poll->session ? facts_session(facts, poll->session)
				     : NULL;
}

/* "America/New York": no underscore in a mail. */
static char *
zone_label(struct pool *pool, const struct zone *zone)
{
	char *label = pool_strdup(pool, zone_name(zone));

	return g_strdelimit(label, "_", ' ');
}

const char *
fill_zone(const struct filler *f)
{
	return zone_label(f->pool, f->to->zone);
}

static const char *
clock_of(const struct filler *f, int64_t at)
{
	return words_time(f->pool, f->to->words, f->to->zone, at);
}

/* The series that the mail is about as a whole; NULL. */
static const struct series *
whole_series(const struct filler *f, const struct session *s)
{
	return f->request->object == OBJECT_SERIES ||
			f->request->object == OBJECT_REST
		? facts_series(f->facts, s->series)
		: NULL;
}

/* When the mail says that it is: of a series, the next one to come. */
static int64_t
told_at(const struct filler *f, const struct session *s)
{
	const struct series *series = whole_series(f, s);
	int i = 0;

	if (!series)
		return s->starts_at;
	while (i < series->count &&
		invite_series_at(series, i) <= f->facts->now)
		i++;
	return invite_series_at(series, i < series->count ? i : 0);
}

void
fill_their_time(struct filler *f, struct fields *item,
	const struct participant *partner, const struct session *session)
{
	const struct zone *zone = program_zone_of(f->program, partner);
	int64_t at = told_at(f, session);

	fields_truth(f->pool, item, "other_zone",
		zone_offset(zone, at) != zone_offset(f->to->zone, at));
	fields_text(f->pool, item, "their_date",
		words_date(f->pool, f->to->words, zone, at));
	fields_text(f->pool, item, "their_time",
		words_time(f->pool, f->to->words, zone, at));
	fields_text(f->pool, item, "their_zone", zone_label(f->pool, zone));
}

/* ---- series ---------------------------------------------------------------- */

/* A series keeps the hour of its own zone; on a reader's clock elsewhere it
 * moves when one of the two changes to summer time. */
static void
fill_shifts(struct filler *f, const struct series *series, int64_t from)
{
	struct civil told = civil_of(f->to->zone, from);
	int shown = 0;

	for (int i = 1; i < series->count && shown < SHIFTS; i++) {
		int64_t at = invite_series_at(series, i);
		struct civil c = civil_of(f->to->zone, at);

		if (at <= from ||
			(c.hour == told.hour && c.minute == told.minute))
			continue;
		struct fields *item = fields_item(f->pool, f->fields, "shifts");
		fields_text(f->pool, item, "date", fill_date(f, at));
		fields_text(f->pool, item, "time", clock_of(f, at));
		told = c;
		shown++;
	}
}

/* The how manieth of the match its first session is. */
static int64_t
first_number(const struct facts *facts, const struct series *series)
{
	for (size_t i = 0; i < facts->sessions.n; i++)
		if (facts->sessions.at[i]->series == series->id &&
			facts->sessions.at[i]->original_at == series->starts_at)
			return MAX(1, facts->sessions.at[i]->number);
	return 1;
}

static void
fill_agendas(struct filler *f, const struct series *series)
{
	const struct text_list *agendas = &f->program->sessions.agendas;
	int64_t first = first_number(f->facts, series);

	for (int64_t n = first; n <= (int64_t)agendas->n; n++) {
		if (n - first >= series->count)
			break;
		struct fields *item =
			fields_item(f->pool, f->fields, "agendas");

		fields_printf(f->pool, item, "number", "%" PRId64, n);
		fields_text(f->pool, item, "text", agendas->at[n - 1]);
	}
}

static void
fill_series(
	struct filler *f, const struct session *s, const struct series *series)
{
	int64_t last = invite_series_at(series, series->count - 1);

	fields_printf(f->pool, f->fields, "series_count", "%d", series->count);
	fields_printf(f->pool, f->fields, "series_weeks", "%d", series->weeks);
	fields_truth(f->pool, f->fields, "weekly", series->weeks == 1);
	fields_text(f->pool, f->fields, "last_date", fill_date(f, last));
	fill_shifts(f, series, told_at(f, s));
	fill_agendas(f, series);
}

/* Whether a new time is told; the decision may say otherwise. */
static bool
is_updated(const struct session *s, const struct series *series)
{
	if (series)
		return series->sequence > 0;
	return s->series ? s->starts_at != s->original_at : s->sequence > 0;
}

/* ---- a session --------------------------------------------------------------- */

static void
fill_when(struct filler *f, int64_t at, int minutes)
{
	fields_text(f->pool, f->fields, "date", fill_date(f, at));
	fields_text(f->pool, f->fields, "time", clock_of(f, at));
	fields_text(
		f->pool, f->fields, "till", clock_of(f, at + minutes * MINUTE));
	fields_text(
		f->pool, f->fields, "zone", zone_label(f->pool, f->to->zone));
	fields_printf(f->pool, f->fields, "minutes", "%d", minutes);
}

static bool
is_link(const char *place)
{
	return place &&
		(g_str_has_prefix(place, "https://") ||
			g_str_has_prefix(place, "http://"));
}

void
fill_session(struct filler *f, const struct session *s)
{
	const struct series *series = whole_series(f, s);
	const struct text_list *agendas = &f->program->sessions.agendas;
	bool agenda =
		!series && s->number >= 1 && (size_t)s->number <= agendas->n;
	const char *place = series ? series->place : s->place;

	fields_list(f->pool, f->fields, "shifts");
	fields_list(f->pool, f->fields, "agendas");
	fill_when(f, told_at(f, s), series ? series->minutes : s->minutes);
	if (series)
		fill_series(f, s, series);
	fields_printf(
		f->pool, f->fields, "session_number", "%" PRId64, s->number);
	fields_text(f->pool, f->fields, "place", place);
	fields_truth(f->pool, f->fields, "link", is_link(place));
	fields_text(f->pool, f->fields, "agenda",
		agenda ? agendas->at[s->number - 1] : "");
	fields_truth(f->pool, f->fields, "updated", is_updated(s, series));
	fields_truth(f->pool, f->fields, "no_proposals",
		!f->program->sessions.proposals);
	fields_truth(f->pool, f->fields, "one_of_series", s->series && !series);
	fields_text(f->pool, f->fields, "original_date",
		fill_date(f, s->original_at));
	fields_text(f->pool, f->fields, "original_time",
		s->original_at ? clock_of(f, s->original_at) : "");
}

bool
fill_missed(struct filler *f)
{
	const struct session *was = request_session(f->facts, f->request);
	bool missed = was && was->state == SESSION_MISSED;
	const struct session *next = missed
		? facts_next_session(
			  f->facts, was->match, f->request->participant)
		: NULL;

	fields_truth(f->pool, f->fields, "missed", missed);
	fields_text(f->pool, f->fields, "next_date",
		next ? fill_date(f, next->starts_at) : "");
	fields_text(f->pool, f->fields, "next_time",
		next ? clock_of(f, next->starts_at) : "");
	return true;
}

/* ---- times that are not settled ------------------------------------------------ */

static const char *
proposer(const struct filler *f, const struct proposal *proposal)
{
	const struct participant *p =
		facts_participant(f->facts, proposal->participant);

	if (p)
		return p->name;
	return f->program->coordinators.n ? f->program->coordinators.at[0].name
					  : "";
}

bool
fill_proposal(struct filler *f, struct err *err)
{
	const struct proposal *proposal =
		request_proposal(f->facts, f->request);

	if (!proposal)
		return err_set(err, ERR_NEVER,
			"the proposal of the mail is not loaded");
	int64_t at = proposal->starts_at;
	fields_text(f->pool, f->fields, "who", proposer(f, proposal));
	fields_text(f->pool, f->fields, "new_date", fill_date(f, at));
	fields_text(f->pool, f->fields, "new_time", clock_of(f, at));
	fields_text(f->pool, f->fields, "new_till",
		clock_of(f, at + proposal->minutes * MINUTE));
	return true;
}

bool
fill_times(struct filler *f, struct err *err)
{
	const struct poll *poll = request_poll(f->facts, f->request);

	if (!poll)
		return err_set(
			err, ERR_NEVER, "the times of the mail are not loaded");
	fields_truth(f->pool, f->fields, "moves", poll->session != 0);
	fields_text(
		f->pool, f->fields, "zone", zone_label(f->pool, f->to->zone));
	fields_text(
		f->pool, f->fields, "closes", fill_date(f, poll->closes_at));
	fields_list(f->pool, f->fields, "slots");
	for (size_t i = 0; i < poll->slots.n && i < POLL_SLOTS; i++) {
		int64_t at = poll->slots.at[i];
		struct fields *item = fields_item(f->pool, f->fields, "slots");

		fields_printf(f->pool, item, "number", "%zu", i + 1);
		fields_text(f->pool, item, "date", fill_date(f, at));
		fields_text(f->pool, item, "time", clock_of(f, at));
		fields_text(f->pool, item, "till",
			clock_of(f, at + poll->minutes * MINUTE));
	}
	return true;
}
