/* A match and its session, as one of its members may see them. Times are
 * said in the reader's own zone; where a partner's clock shows another hour,
 * theirs is said as well. */
#include "write/fill.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "write/reason.h"

#define REASONS 6 /* lines that an introduction gives */

struct match *
request_match(const struct facts *facts, const struct mail_request *request)
{
	const struct ask *ask = facts_ask(facts, request->ask);
	const struct session *session = request_session(facts, request);

	if (request->match)
		return facts_match(facts, request->match);
	if (ask && ask->match)
		return facts_match(facts, ask->match);
	if (session)
		return facts_match(facts, session->match);
	return NULL;
}

/* What it speaks of: the match of the request; for a mail about none, all
 * that the reader is in. */
static struct match_list
matches_of(const struct filler *f, struct match *match)
{
	enum moment moment = f->request->moment;
	struct match_list matches = { 0 };

	if (match)
		*LIST_ADD(f->pool, &matches) = match;
	else if (moment == MOMENT_NOTE || moment == MOMENT_RESUMED)
		matches =
			facts_active_matches(f->facts, f->request->participant);
	return matches;
}

/* The session the mail speaks of; else the next one that is planned. */
static const struct session *
session_of(const struct filler *f, const struct match *match)
{
	const struct session *next = request_session(f->facts, f->request);

	if (next || f->request->ask)
		return next;
	for (size_t i = 0; match && i < f->facts->sessions.n; i++) {
		const struct session *s = f->facts->sessions.at[i];

		if (s->match == match->id && s->state == SESSION_PLANNED &&
			s->starts_at > f->facts->now &&
			(!next || s->starts_at < next->starts_at))
			next = s;
	}
	return next;
}

static void
fill_partner(struct filler *f, const struct match *match,
	const struct participant *p, const struct session *session)
{
	struct fields *item = fields_item(f->pool, f->fields, "partners");

	fields_text(f->pool, item, "name", p->name);
	fields_text(f->pool, item, "first_name",
		participant_first_name(f->pool, p));
	fields_text(f->pool, item, "email", p->email);
	fields_truth(f->pool, item, "leads", match->lead == p->id);
	if (session)
		fill_their_time(f, item, p, session);
}

/* An introduction and an invitation without a partner's name would be
 * nonsense; elsewhere a name may be missing. */
static bool
fill_partners(struct filler *f, const struct match *match,
	const struct session *session, struct err *err)
{
	enum moment moment = f->request->moment;
	bool needed =
		moment == MOMENT_INTRODUCTION || moment == MOMENT_INVITATION;

	fields_list(f->pool, f->fields, "partners");
	for (size_t i = 0; i < match->members.n; i++) {
		const struct participant *p =
			facts_participant(f->facts, match->members.at[i]);

		if (match->members.at[i] == f->request->participant)
			continue;
		if (!p && needed)
			return err_set(err, ERR_NEVER,
				"a member of the match is not loaded");
		if (p)
			fill_partner(f, match, p, session);
	}
	return true;
}

/* Who is whose mentor is a question of the match: one can be both. */
static void
fill_roles(struct filler *f, const struct match *match)
{
	bool pair = match->members.n == 2;
	bool leads = match->lead == f->request->participant;
	bool partners = match->members.n >
		(match_has(match, f->request->participant) ? 2u : 1u);

	fields_truth(f->pool, f->fields, "group", partners);
	fields_truth(f->pool, f->fields, "leads", match->lead && leads);
	if (!match->lead || !pair)
		return;
	fields_truth(f->pool, f->fields, "mentor", leads);
	fields_truth(f->pool, f->fields, "mentee", !leads);
	fields_truth(f->pool, f->fields, "peer", false);
}

/* Who has left a group says nothing for it any more. */
static bool
is_among(const struct match *match, int64_t participant)
{
	return !participant || match_has(match, participant);
}

/* To be told to partners at all. */
static bool
may_be_told(const struct match *match, const struct match_reason *reason)
{
	return reason->partner_may_see && reason->text && *reason->text &&
		is_among(match, reason->one) && is_among(match, reason->other);
}

static struct match_reason_list
told_reasons(struct pool *pool, const struct match *match)
{
	struct match_reason_list told = { 0 };

	for (size_t i = 0; i < match->reasons.n; i++)
		if (may_be_told(match, &match->reasons.at[i]))
			*LIST_ADD(pool, &told) = match->reasons.at[i];
	return told;
}

static bool
has_member(const struct member_list *members, int64_t participant)
{
	for (size_t i = 0; i < members->n; i++)
		if (members->at[i] == participant)
			return true;
	return false;
}

/* Is it about the reader, or about all? */
static bool
is_about(const struct gathered *line, int64_t reader)
{
	const struct match_reason *reason = &line->reason;

	if (line->among.n)
		return has_member(&line->among, reader);
	return (!reason->one && !reason->other) || reason->one == reader ||
		reason->other == reader;
}

/* What the reader has a part in comes first. */
static void
fill_common_ground(struct filler *f, const struct match *match)
{
	int64_t reader = f->request->participant;
	struct match_reason_list told = told_reasons(f->pool, match);
	struct gathered_list lines = reason_gather(
		f->pool, f->program, &match->members, &told, reader);
	size_t shown = 0;

	fields_list(f->pool, f->fields, "common");
	for (int own = 1; own >= 0; own--)
		for (size_t i = 0; i < lines.n && shown < REASONS; i++) {
			if (is_about(&lines.at[i], reader) != own)
				continue;
			fields_text(f->pool,
				fields_item(f->pool, f->fields, "common"),
				"text",
				reason_said(f->pool, f->program, f->to->words,
					f->facts, &match->members, &lines.at[i],
					reader));
			shown++;
		}
}

/* Who leads a group writes first; of mentor and mentee the mentee does, as
 * it is about them. */
static int64_t
first_writer(const struct match *match)
{
	for (size_t i = 0; match->lead && i < match->members.n; i++)
		if ((match->members.n > 2) ==
			(match->members.at[i] == match->lead))
			return match->members.at[i];
	return match->members.n ? match->members.at[0] : 0;
}

static void
fill_first_writer(struct filler *f, const struct match *match)
{
	const struct participant *first =
		facts_participant(f->facts, first_writer(match));

	fields_truth(f->pool, f->fields, "writes_first",
		first && first->id == f->request->participant);
	fields_text(
		f->pool, f->fields, "first_writer", first ? first->name : "");
}

static void
append_name(GString *names, const char *name, bool last)
{
	if (names->len)
		g_string_append(names, last ? " & " : ", ");
	g_string_append(names, name);
}

char *
match_names(struct pool *pool, const struct facts *facts,
	const struct match *match, int64_t except)
{
	const struct participant *known[G_N_ELEMENTS(match->members.at)];
	g_autoptr(GString) names = g_string_new(NULL);
	size_t n = 0;

	for (size_t i = 0; i < match->members.n; i++) {
		known[n] = facts_participant(facts, match->members.at[i]);
		n += known[n] && known[n]->id != except;
	}
	for (size_t i = 0; i < n; i++)
		append_name(names, known[i]->name, i + 1 == n);
	return pool_strdup(pool, names->str);
}

/* All partners of all their matches, each once. */
static bool
fill_several(
	struct filler *f, const struct match_list *matches, struct err *err)
{
	struct match all = { .state = MATCH_ACTIVE };
	int64_t reader = f->request->participant;

	for (size_t i = 0; i < matches->n; i++)
		for (size_t m = 0; m < matches->at[i]->members.n; m++)
			match_add(&all, matches->at[i]->members.at[m]);
	fields_text(f->pool, f->fields, "partner_names",
		match_names(f->pool, f->facts, &all, reader));
	fields_truth(f->pool, f->fields, "goes_on", true);
	fields_truth(f->pool, f->fields, "group", false);
	return fill_partners(f, &all, NULL, err);
}

static bool
fill_one(struct filler *f, const struct match *match,
	const struct session *session, struct err *err)
{
	fields_text(f->pool, f->fields, "partner_names",
		match_names(f->pool, f->facts, match, f->request->participant));
	fields_truth(
		f->pool, f->fields, "goes_on", match->state == MATCH_ACTIVE);
	fields_printf(f->pool, f->fields, "round", "%" PRId64, match->round);
	fill_common_ground(f, match);
	fill_first_writer(f, match);
	fill_roles(f, match);
	return fill_partners(f, match, session, err);
}

bool
fill_match(struct filler *f, struct err *err)
{
	struct match *match = request_match(f->facts, f->request);
	struct match_list matches = matches_of(f, match);
	const struct match *one = matches.n == 1 ? matches.at[0] : NULL;
	const struct session *session = session_of(f, one);

	fields_truth(f->pool, f->fields, "session", session != NULL);
	if (session)
		fill_session(f, session);
	if (!match && f->request->match)
		return err_set(
			err, ERR_NEVER, "the match of the mail is not loaded");
	if (one)
		return fill_one(f, one, session, err);
	if (f->request->moment == MOMENT_INTRODUCTION)
		return err_set(err, ERR_NEVER, "an introduction needs a match");
	return !matches.n || fill_several(f, &matches, err);
}
