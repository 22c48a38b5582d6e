/* The roster against the facts: who is new, who changed, who is gone; and the
 * program's own due items. Running it twice adds nothing, so it is also what
 * a reload does.
 *
 * Who left stays out even when the file still names them: leaving was their
 * own word, and the file is older. Who left only because the file had lost
 * them is in again when it names them again. */
#include "decide/concern.h"

#include <glib.h>
#include <string.h>

#include "base/text.h"

/* After a reload a step's time may just have passed. */
#define OLDEST (7 * DAY)
#define USEFUL (30 * DAY)

/* So many may leave by the file at once: three, or a fifth. */
#define LOST_FEW  3
#define LOST_PART 5

/* ---- changes ------------------------------------------------------------ */

static bool
set_text(const char **to, const char *from)
{
	if (!g_strcmp0(*to, from))
		return false;
	*to = from;
	return true;
}

static bool
has_alias(const struct participant *p, const char *address)
{
	for (size_t i = 0; i < p->aliases.n; i++)
		if (address_equal(p->aliases.at[i], address))
			return true;
	return address_equal(p->email, address);
}

/* Addresses learned by mail stay. */
static bool
add_aliases(
	struct pool *pool, struct participant *p, const struct participant *row)
{
	bool changed = false;

	for (size_t i = 0; i < row->aliases.n; i++)
		if (!has_alias(p, row->aliases.at[i])) {
			*LIST_ADD(pool, &p->aliases) = row->aliases.at[i];
			changed = true;
		}
	return changed;
}

/* A new address is a new chance for mail that came back. */
static bool
set_email(struct participant *p, const char *email)
{
	if (!set_text(&p->email, email))
		return false;
	p->bounces = 0;
	if (p->state == PARTICIPANT_SUSPENDED)
		p->state = PARTICIPANT_ENROLLED;
	return true;
}

/* What another calendar said is worth nothing. */
static bool
set_freebusy(struct participant *p, const char *url)
{
	if (!set_text(&p->freebusy, url))
		return false;
	p->busy = (struct busy_list){ 0 };
	p->busy_at = 0;
	return true;
}

static void
take_over(struct facts *facts, struct participant *p,
	const struct participant *row)
{
	bool changed = set_email(p, row->email);

	changed |= set_text(&p->name, row->name);
	changed |= set_text(&p->language, row->language);
	changed |= set_text(&p->timezone, row->timezone);
	changed |= set_freebusy(p, row->freebusy);
	changed |= add_aliases(facts->pool, p, row);
	changed |= p->role != row->role;
	p->role = row->role;
	if (!attributes_equal(&p->attributes, &row->attributes)) {
		p->attributes = row->attributes;
		changed = true;
	}
	if (!windows_equal(&p->free, &row->free)) {
		p->free = row->free;
		changed = true;
	}
	if (!changed)
		return;
	fact_touch(p);
	facts_new_outcome(facts, OUTCOME_ROSTER_CHANGED, "%s", "")
		->participant = p->id;
}

static void
enrol(struct facts *facts, const struct participant *row)
{
	struct participant *p = facts_new_participant(facts);
	int64_t id = p->id;

	*p = *row;
	p->id = id;
	p->change = FACT_NEW;
	p->state = PARTICIPANT_ENROLLED;
	p->joined_at = facts->now;
	facts_new_outcome(facts, OUTCOME_ENROLLED, "%s", role_name(p->role))
		->participant = id;
	tell(facts, MOMENT_WELCOME, id, "welcome/%" G_GINT64_FORMAT, id)
		->expires_at = facts->now + USEFUL;
}

/* The file lost them, and has found them: they are there as who joins late.
 * The match they had is over, and their partners know. */
static void
come_back(struct facts *facts, struct participant *p,
	const struct participant *row)
{
	int64_t gone_at = p->gone_at;

	p->state = PARTICIPANT_ENROLLED;
	p->joined_at = facts->now;
	p->left_at = p->gone_at = p->paused_until = 0;
	fact_touch(p);
	take_over(facts, p, row);
	facts_new_outcome(
		facts, OUTCOME_ENROLLED, "%s, again", role_name(p->role))
		->participant = p->id;
	tell(facts, MOMENT_RESUMED, p->id,
		"resumed/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, p->id,
		gone_at)
		->expires_at = facts->now + USEFUL;
}

/* Somebody put them back who may not know that they wanted to leave. */
static void
stay_out(const struct program *program, struct facts *facts,
	struct participant *p)
{
	struct alert alert = { .participant = p->id,
		.why = "the roster names them again, but they left by their "
		       "own wish and stay out; under another id they are "
		       "enrolled anew" };

	tell_alert(program, facts, &alert,
		"stays-out/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, p->id,
		p->gone_at);
	p->gone_at = 0;
	fact_touch(p);
}

/* True when they are in again. */
static bool
is_back(const struct program *program, struct facts *facts,
	struct participant *p, const struct participant *row)
{
	if (!p->gone_at)
		return false;
	if (p->gone_at == p->left_at) {
		come_back(facts, p, row);
		return true;
	}
	stay_out(program, facts, p);
	return false;
}

/* ---- the whole ------------------------------------------------------------ */

/* Everybody there was before, by their key in the roster. */
static GHashTable *
people_by_key(const struct facts *facts)
{
	GHashTable *people = g_hash_table_new(g_str_hash, g_str_equal);

	for (size_t i = 0; i < facts->participants.n; i++)
		g_hash_table_insert(people,
			pool_strdup(
				facts->pool, facts->participants.at[i]->key),
			facts->participants.at[i]);
	return people;
}

static bool
take_roster(const struct program *program, struct facts *facts)
{
	g_autoptr(GHashTable) people = people_by_key(facts);
	bool joined = false;

	for (size_t i = 0; i < program->roster.n; i++) {
		const struct participant *row = program->roster.at[i];
		struct participant *p = g_hash_table_lookup(people, row->key);

		if (!p) {
			enrol(facts, row);
			joined = true;
		} else if (p->state == PARTICIPANT_LEFT) {
			joined |= is_back(program, facts, p, row);
		} else {
			bool dead = p->state == PARTICIPANT_SUSPENDED;

			take_over(facts, p, row);
			joined |= dead && p->state == PARTICIPANT_ENROLLED;
		}
	}
	return joined;
}

/* Keys of everybody in the file. */
static GHashTable *
roster_keys(const struct program *program, const struct facts *facts)
{
	GHashTable *keys = g_hash_table_new(g_str_hash, g_str_equal);

	for (size_t i = 0; i < program->roster.n; i++)
		g_hash_table_add(keys,
			pool_strdup(facts->pool, program->roster.at[i]->key));
	return keys;
}

static void
see_off(const struct program *program, struct facts *facts)
{
	g_autoptr(GHashTable) keys = roster_keys(program, facts);

	for (size_t i = 0; i < facts->participants.n; i++) {
		struct participant *p = facts->participants.at[i];

		if (p->gone_at || g_hash_table_contains(keys, p->key))
			continue;
		bool takes_part = p->state != PARTICIPANT_LEFT;
		if (takes_part)
			leave_now(program, facts, p, "no longer in the roster");
		p->gone_at = takes_part ? facts->now
					: MAX(facts->now, p->left_at + 1);
		fact_touch(p);
	}
}

bool
decide_roster_lost(const struct program *program, const struct facts *facts,
	int64_t *gone, int64_t *of)
{
	g_autoptr(GHashTable) keys = roster_keys(program, facts);

	*gone = *of = 0;
	for (size_t i = 0; i < facts->participants.n; i++) {
		const struct participant *p = facts->participants.at[i];

		if (p->state == PARTICIPANT_LEFT)
			continue;
		++*of;
		*gone += !g_hash_table_contains(keys, p->key);
	}
	if (!*gone || ending_over(program, facts))
		return false;
	return !program->roster.n || (*gone == *of && *of > 1) ||
		*gone > MAX(LOST_FEW, *of / LOST_PART);
}

static void
plan_people(const struct program *program, struct facts *facts, int64_t oldest)
{
	for (size_t i = 0; i < facts->participants.n; i++)
		if (facts->participants.at[i]->state != PARTICIPANT_LEFT)
			timeline_joined(program, facts,
				facts->participants.at[i], oldest);
	for (size_t i = 0; i < facts->matches.n; i++)
		if (facts->matches.at[i]->state == MATCH_ACTIVE)
			timeline_matched(program, facts, facts->matches.at[i],
				MAX(oldest,
					facts->matches.at[i]->published_at));
	for (size_t i = 0; i < facts->sessions.n; i++)
		if (facts->sessions.at[i]->state != SESSION_CANCELLED)
			timeline_session(program, facts, facts->sessions.at[i],
				MAX(oldest, facts->sessions.at[i]->created_at));
}

/* It moves with the config, to and fro: what is to come goes out of the
 * calendars when the program is over, and no later. */
static void
plan_end(const struct program *program, struct facts *facts)
{
	int64_t at = program_end_time(program);
	struct due *due =
		facts_new_due(facts, DUE_END, at, SUBJECT_PROGRAM, 0, "end");

	if (due->state == DUE_WAITING && due->at != at) {
		due->at = at;
		fact_touch(due);
	}
}

void
decide_roster(const struct program *program, struct facts *facts)
{
	int64_t oldest = facts->now - OLDEST;

	bool first_start = !facts->participants.n;

	if (first_start)
		facts_new_outcome(facts, OUTCOME_PROGRAM_STARTED, "%s", "");
	if (ending_over(program, facts)) {
		plan_people(program, facts, oldest);
		if (!first_start)
			plan_end(program, facts);
		return;
	}
	bool joined = take_roster(program, facts);
	see_off(program, facts);
	session_follow_place(program, facts);
	timeline_program(program, facts, oldest);
	plan_people(program, facts, oldest);
	matching_plan(program, facts, first_start);
	if (joined)
		matching_joined(program, facts);
	digest_plan(program, facts);
	plan_end(program, facts);
}
