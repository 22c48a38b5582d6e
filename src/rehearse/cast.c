/* Who plays what, and what each does with a mail: all of it follows from the
 * seed, the roster and the mails, so the same season comes out again. */
#include "rehearse/cast.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "rehearse/speech.h"

enum part {
	PART_ANSWERS,
	PART_SILENT,    /* reads and never writes */
	PART_BOUNCES,   /* the address is dead */
	PART_AWAY,      /* out of office for the first two weeks */
	PART_PAUSES,    /* asks for a pause at the first check-in */
	PART_LEAVES,    /* leaves at the second check-in */
	PART_REMATCHES, /* wants another partner at the second check-in */
	PART_COORDINATES,
	PART_COUNT
};

struct actor {
	struct writer writer;
	const struct zone *zone;
	enum part part;
	int64_t seed;
	int checkins;       /* mails with questions seen so far */
	bool asked_off;     /* has asked for the pause, to leave, ... */
	int64_t answers_at; /* when the answer they have in mind is written */
};

struct writing {
	int64_t at, order;
	const char *bytes;
};
LIST_OF(writing_list, struct writing);

struct cast {
	struct pool *pool;
	const struct program *program;
	int64_t seed, letters, away_until;
	GHashTable *actors;      /* address -> struct actor */
	struct text_list absent; /* names of those who never come */
	struct writing_list writings;
};

/* A number that depends on nothing but its arguments (splitmix64). */
static uint64_t
chance(int64_t seed, int64_t what)
{
	uint64_t z = (uint64_t)seed * 0x9e3779b97f4a7c15u +
		(uint64_t)what * 0xbf58476d1ce4e5b9u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static void
cast_one(struct cast *cast, const struct participant *person, size_t index,
	size_t of)
{
	static const enum part special[] = { PART_SILENT, PART_BOUNCES,
		PART_AWAY, PART_PAUSES, PART_LEAVES, PART_REMATCHES };
	size_t parts = of < 16 ? 5 : G_N_ELEMENTS(special);
	struct actor *actor = POOL_NEW(cast->pool, struct actor);
	size_t place = (index + chance(cast->seed, 1) % of) % of;

	/* every fourth or so has a part of its own, spread over the roster */
	if (of >= 8 && place % (of / 8) == 0 && place / (of / 8) < parts)
		actor->part = special[place / (of / 8)];
	actor->writer = (struct writer){ person->name, person->email,
		person->language ? person->language : cast->program->language,
		(enum style)(index % STYLE_COUNT) };
	actor->zone = program_zone_of(cast->program, person);
	actor->seed = (int64_t)(chance(cast->seed, (int64_t)index + 100) >> 1);
	if (actor->part == PART_SILENT)
		*LIST_ADD(cast->pool, &cast->absent) = person->name;
	g_hash_table_insert(cast->actors, g_strdup(person->email), actor);
}

static void
cast_coordinator(struct cast *cast, const struct coordinator *coordinator)
{
	struct actor *actor = POOL_NEW(cast->pool, struct actor);

	actor->part = PART_COORDINATES;
	actor->writer = (struct writer){ coordinator->name, coordinator->email,
		cast->program->language, STYLE_TOP };
	actor->zone = cast->program->zone;
	g_hash_table_insert(cast->actors, g_strdup(coordinator->email), actor);
}

struct cast *
cast_new(struct pool *pool, const struct program *program, int64_t seed)
{
	struct cast *cast = POOL_NEW(pool, struct cast);

	cast->pool = pool;
	cast->program = program;
	cast->seed = seed;
	cast->actors =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	cast->away_until = program_start_time(program) + 14 * DAY;
	for (size_t i = 0; i < program->roster.n; i++)
		cast_one(cast, program->roster.at[i], i, program->roster.n);
	for (size_t i = 0; i < program->coordinators.n; i++)
		cast_coordinator(cast, &program->coordinators.at[i]);
	return cast;
}

void
cast_free(struct cast *cast)
{
	if (cast)
		g_hash_table_destroy(cast->actors);
}

/* People write in the daytime of where they live. */
static int64_t
at_daytime(const struct actor *actor, int64_t at)
{
	struct civil c = civil_of(actor->zone, at);

	if (c.hour >= 8 && c.hour < 21)
		return at;
	if (c.hour >= 21)
		c.day++;
	c.hour = 8;
	c.minute = (int)(chance(actor->seed, at) % 60);
	return civil_to_utc(actor->zone, c);
}

static void
will_write(struct cast *cast, const char *bytes, int64_t at)
{
	if (bytes)
		*LIST_ADD(cast->pool, &cast->writings) =
			(struct writing){ at, cast->letters, bytes };
}

/* When this person answers: mostly within a day, now and then only after the
 * first reminder. */
static int64_t
answer_time(struct cast *cast, const struct actor *actor, int64_t now)
{
	uint64_t dice = chance(actor->seed, ++cast->letters);
	int64_t hours = dice % 8 == 0 ? 80 + (int64_t)(dice >> 8) % 30
				      : 1 + (int64_t)(dice >> 8) % 30;

	return at_daytime(
		actor, now + hours * HOUR + (int64_t)(dice >> 40) % HOUR);
}

/* Some day in the days after that one, in working hours. */
static int64_t
another_time(const struct actor *actor, struct civil day, uint64_t dice)
{
	struct civil c = { .year = day.year,
		.month = day.month,
		.day = day.day + 1 + (int)(dice % 3),
		.hour = 9 + (int)((dice >> 8) % 8) };
	int weekday =
		civil_of(actor->zone, civil_to_utc(actor->zone, c)).weekday;

	c.day += weekday > 4 ? 7 - weekday : 0;
	return civil_to_utc(actor->zone, c);
}

/* "20270114T170000": the day. */
static bool
day_of(const char *value, struct civil *day)
{
	int year, month, number;

	if (!value || sscanf(value, "%4d%2d%2dT", &year, &month, &number) != 3)
		return false;
	*day = (struct civil){ .year = year, .month = month, .day = number };
	return true;
}

/* One in twelve would like another time, by the button or in words; who was
 * asked already takes what comes. */
static const char *
wishes_another(struct cast *cast, const struct actor *actor,
	const struct post *post, uint64_t dice, int64_t at)
{
	const char *sequence =
		post_calendar_value(cast->pool, post, "SEQUENCE", NULL);
	struct civil day;

	if (!cast->program->sessions.proposals || dice % 24 > 3 ||
		dice % 24 < 2 || !sequence || strcmp(sequence, "0") != 0 ||
		!day_of(post_calendar_value(cast->pool, post, "DTSTART", NULL),
			&day))
		return NULL;
	int64_t start = another_time(actor, day, dice >> 16);
	if (dice % 24 == 2)
		return reply_counter(cast->pool, &actor->writer, post, start,
			start + cast->program->sessions.minutes * MINUTE, at,
			cast->letters);
	return reply_line(cast->pool, &actor->writer, post,
		speech_another(cast->pool, cast->program, &actor->writer,
			actor->zone, start),
		at, cast->letters);
}

static void
gets_invitation(struct cast *cast, const struct actor *actor,
	const struct post *post, int64_t now)
{
	const char *method = strstr(post->calendar, "METHOD:REQUEST");
	int64_t at = answer_time(cast, actor, now);
	uint64_t dice = chance(actor->seed, cast->letters + 7);
	const char *partstat = dice % 12 == 0 ? "DECLINED"
		: dice % 12 == 1              ? "TENTATIVE"
					      : "ACCEPTED";
	const char *other =
		method ? wishes_another(cast, actor, post, dice, at) : NULL;

	if (method)
		will_write(cast,
			other ? other
			      : reply_rsvp(cast->pool, &actor->writer, post,
					partstat, at, cast->letters),
			at);
}

/* Within a day as a rule, else after the reminder: time presses. */
static int64_t
soon(struct cast *cast, const struct actor *actor, int64_t now)
{
	uint64_t dice = chance(actor->seed, ++cast->letters);
	int64_t hours = dice % 8 == 0 ? 40 + (int64_t)(dice >> 8) % 20
				      : 1 + (int64_t)(dice >> 8) % 24;

	return at_daytime(
		actor, now + hours * HOUR + (int64_t)(dice >> 40) % HOUR);
}

/* To another time: yes, now and then no, or yet another. */
static const char *
says_to_proposal(struct cast *cast, const struct actor *actor, int64_t now,
	uint64_t dice)
{
	if (dice % 8 < 5)
		return speech_yes(&actor->writer);
	if (dice % 8 < 7)
		return speech_no(&actor->writer);
	return speech_another(cast->pool, cast->program, &actor->writer,
		actor->zone,
		another_time(actor, civil_of(actor->zone, now + 3 * DAY),
			dice >> 16));
}

static void
gets_times(struct cast *cast, struct actor *actor, const struct post *post,
	int64_t now)
{
	int64_t at = soon(cast, actor, now);
	uint64_t dice = chance(actor->seed, cast->letters + 7);

	if (now < actor->answers_at && speech_is_reminder(&actor->writer, post))
		return;
	actor->answers_at = MAX(actor->answers_at, at);
	will_write(cast,
		reply_line(cast->pool, &actor->writer, post,
			speech_is_proposal(&actor->writer, post)
				? says_to_proposal(cast, actor, now, dice)
				: speech_times(cast->pool, &actor->writer, post,
					  (int64_t)(dice >> 1)),
			at, cast->letters),
		at);
}

static void
gets_questions(struct cast *cast, struct actor *actor, const struct post *post,
	const struct words_said_list *said, int64_t now)
{
	int64_t at = answer_time(cast, actor, now);
	const char *line = NULL;

	if (now < actor->answers_at && speech_is_reminder(&actor->writer, post))
		return; /* they will answer anyway */
	actor->answers_at = MAX(actor->answers_at, at);
	actor->checkins++;
	if (!actor->asked_off && actor->part == PART_PAUSES)
		line = speech_pause(cast->pool, &actor->writer, now + 21 * DAY);
	if (!actor->asked_off && actor->part == PART_LEAVES &&
		actor->checkins >= 2)
		line = speech_leave(&actor->writer);
	if (!actor->asked_off && actor->part == PART_REMATCHES &&
		actor->checkins >= 2)
		line = speech_rematch(&actor->writer);
	if (line) {
		actor->asked_off = true;
		will_write(cast,
			reply_line(cast->pool, &actor->writer, post, line, at,
				cast->letters),
			at);
		return;
	}
	will_write(cast,
		reply_answers(cast->pool, &actor->writer, post, said, at,
			cast->letters),
		at);
}

/* A mail without questions and without a date: who asked to leave, or for
 * another partner, says yes where the mail wants that word. */
static void
gets_words(struct cast *cast, struct actor *actor, const struct post *post,
	int64_t now)
{
	if ((actor->part != PART_LEAVES && actor->part != PART_REMATCHES) ||
		!actor->asked_off || !speech_wants_yes(&actor->writer, post))
		return;
	int64_t at = answer_time(cast, actor, now);
	will_write(cast,
		reply_line(cast->pool, &actor->writer, post,
			speech_yes(&actor->writer), at, cast->letters),
		at);
}

static void
coordinator_gets(struct cast *cast, const struct actor *actor,
	const struct post *post, int64_t now)
{
	const char *word = speech_approve(&actor->writer);
	int64_t at = now + 3 * HOUR;

	if (!strstr(post->text, word))
		return;
	cast->letters++;
	will_write(cast,
		reply_line(cast->pool, &actor->writer, post, word, at,
			cast->letters),
		at);
}

/* Who never writes a word does not come to meetings, either. */
static bool
partner_came(const struct cast *cast, const struct post *post)
{
	for (size_t i = 0; i < cast->absent.n; i++)
		if (strstr(post->subject, cast->absent.at[i]) &&
			!strstr(post->subject, " & "))
			return false;
	return true;
}

static void
actor_gets(struct cast *cast, struct actor *actor, const struct post *post,
	int64_t now)
{
	struct words_said_list said = speech_answers(cast->pool, cast->program,
		&actor->writer, post, partner_came(cast, post),
		(int64_t)chance(actor->seed, now));

	if (post->calendar)
		gets_invitation(cast, actor, post, now);
	else if (speech_is_proposal(&actor->writer, post) ||
		speech_is_list(&actor->writer, post))
		gets_times(cast, actor, post, now);
	else if (said.n)
		gets_questions(cast, actor, post, &said, now);
	else
		gets_words(cast, actor, post, now);
}

void
cast_gets(struct cast *cast, const char *bytes, size_t len, int64_t now)
{
	struct post *post = post_open(cast->pool, bytes, len);
	struct actor *actor = g_hash_table_lookup(cast->actors, post->to);

	if (!actor || !*post->reply_to)
		return;
	switch (actor->part) {
	case PART_SILENT:
	case PART_COUNT:
		return;
	case PART_BOUNCES:
		if (*post->envelope)
			will_write(cast,
				reply_bounce(cast->pool, &actor->writer, post,
					now + MINUTE, ++cast->letters),
				now + MINUTE);
		return;
	case PART_AWAY:
		if (now >= cast->away_until) {
			actor_gets(cast, actor, post, now);
			return;
		}
		if (*post->envelope)
			will_write(cast,
				reply_away(cast->pool, &actor->writer, post,
					cast->away_until, now + MINUTE,
					++cast->letters),
				now + MINUTE);
		return;
	case PART_COORDINATES:
		coordinator_gets(cast, actor, post, now);
		return;
	case PART_ANSWERS:
	case PART_PAUSES:
	case PART_LEAVES:
	case PART_REMATCHES:
		actor_gets(cast, actor, post, now);
		return;
	}
}

/* Index of the writing that comes first; -1: none. */
static ssize_t
first_writing(const struct cast *cast)
{
	ssize_t first = -1;

	for (size_t i = 0; i < cast->writings.n; i++) {
		const struct writing *w = &cast->writings.at[i];
		const struct writing *best =
			first < 0 ? NULL : &cast->writings.at[first];

		if (!best || w->at < best->at ||
			(w->at == best->at && w->order < best->order))
			first = (ssize_t)i;
	}
	return first;
}

int64_t
cast_next(const struct cast *cast)
{
	ssize_t first = first_writing(cast);

	return first < 0 ? INT64_MAX : cast->writings.at[first].at;
}

const char *
cast_take(struct cast *cast, int64_t now)
{
	ssize_t first = first_writing(cast);

	if (first < 0 || cast->writings.at[first].at > now)
		return NULL;
	const char *bytes = cast->writings.at[first].bytes;
	cast->writings.at[first] = cast->writings.at[--cast->writings.n];
	return bytes;
}

char *
cast_describe(struct pool *pool, const struct cast *cast)
{
	static const char *const styles[] = {
		[STYLE_TOP] = "on top of the quote",
		[STYLE_INLINE] = "between the quoted lines",
		[STYLE_BOTTOM] = "below the quote",
		[STYLE_HEADERS] = "above a bare original",
		[STYLE_BARE] = "with nothing quoted",
	};
	static const char *const parts[] = {
		[PART_SILENT] = "never answers",
		[PART_BOUNCES] = "bounces",
		[PART_AWAY] = "is away at first",
		[PART_PAUSES] = "pauses",
		[PART_LEAVES] = "leaves",
		[PART_REMATCHES] = "asks for another partner",
	};
	int style[STYLE_COUNT] = { 0 }, part[PART_COUNT] = { 0 };
	g_autoptr(GString) out = g_string_new(NULL);
	GHashTableIter iter;
	gpointer value;

	g_hash_table_iter_init(&iter, cast->actors);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const struct actor *actor = value;

		if (actor->part == PART_ANSWERS)
			style[actor->writer.style]++;
		else
			part[actor->part]++;
	}
	for (int i = 0; i < STYLE_COUNT; i++)
		g_string_append_printf(out, "%s%d answer %s", i ? ", " : "",
			style[i], styles[i]);
	for (int i = PART_SILENT; i < PART_COORDINATES; i++)
		if (part[i])
			g_string_append_printf(
				out, ", %d %s", part[i], parts[i]);
	return pool_strdup(pool, out->str);
}
