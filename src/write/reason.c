/* A part of a score as a sentence. The words stand in words.conf; here is only
 * who is "you", who is "both", and how values are listed.
 */
#include "write/reason.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>

/* What a sentence is made from, and for whom. */
struct saying {
	struct pool *pool;
	const struct program *program;
	const struct language *language;
	const struct facts *facts;
	const struct member_list *members;
	const struct match_reason *reason;
	const struct member_list *among; /* NULL: as the reason says */
	bool each;
	int64_t reader;
};

static const char *
phrase(const struct saying *s, enum phrase which)
{
	return words_phrase(s->language, which);
}

static const char *
filled(const struct saying *s, const char *sentence, const char *name,
	const char *value)
{
	g_auto(GStrv) parts = g_strsplit(sentence, name, -1);
	g_autofree char *joined = g_strjoinv(value, parts);

	return pool_strdup(s->pool, joined);
}

/* The first name, unless another member has the same one. */
static const char *
name_of(const struct saying *s, int64_t id)
{
	const struct participant *p = facts_participant(s->facts, id);

	if (!p)
		return "?";
	const char *first = participant_first_name(s->pool, p);
	for (size_t i = 0; i < s->members->n; i++) {
		const struct participant *other =
			facts_participant(s->facts, s->members->at[i]);

		if (other && other->id != id &&
			!strcmp(participant_first_name(s->pool, other), first))
			return p->name;
	}
	return first;
}

/* "Ana, Ben and you" */
static const char *
all_named(const struct saying *s)
{
	const struct member_list *among = s->among;
	const char *names[G_N_ELEMENTS(among->at)] = { "" };
	size_t n = 0;

	for (size_t i = 0; i < among->n; i++)
		if (among->at[i] != s->reader)
			names[n++] = name_of(s, among->at[i]);
	if (n < among->n)
		names[n++] = phrase(s, PHRASE_YOU);
	const char *text = names[0];
	for (size_t i = 1; i < n; i++)
		text = i + 1 < n
			? pool_printf(s->pool, "%s, %s", text, names[i])
			: pool_printf(s->pool, "%s %s %s", text,
				  phrase(s, PHRASE_AND), names[i]);
	return text;
}

/* All members: "you", "both", "all"; else "you and Ben", "Ana and Ben". */
static const char *
whom_it_is_about(const struct saying *s)
{
	const struct match_reason *r = s->reason;
	bool two = s->members->n == 2;

	if (s->among && s->among->n)
		return all_named(s);
	if (!r->one && s->reader)
		return phrase(s, two ? PHRASE_YOU : PHRASE_YOU_ALL);
	if (!r->one)
		return phrase(s, two ? PHRASE_BOTH : PHRASE_ALL);
	int64_t one = r->other == s->reader ? r->other : r->one;
	int64_t other = one == r->one ? r->other : r->one;
	return pool_printf(s->pool, "%s %s %s",
		one == s->reader ? phrase(s, PHRASE_YOU) : name_of(s, one),
		phrase(s, PHRASE_AND), name_of(s, other));
}

static const char *
about(const struct saying *s)
{
	const struct attribute_rule *rule = s->reason->attribute
		? program_attribute(s->program, s->reason->attribute)
		: NULL;

	return rule && rule->label ? rule->label : s->reason->criterion;
}

/* "running, jazz and chess" */
static const char *
listed(const struct saying *s, const char *text)
{
	const char *last = strrchr(text, ',');

	if (!last)
		return text;
	return pool_printf(s->pool, "%.*s %s%s", (int)(last - text), text,
		phrase(s, PHRASE_AND), last + 1);
}

static const char *
duration(const struct saying *s)
{
	int64_t minutes = s->reason->amount, hours = minutes / 60;
	const char *n =
		pool_printf(s->pool, "%" PRId64, hours ? hours : minutes);

	if (hours == 1)
		return phrase(s, PHRASE_HOUR);
	return filled(
		s, phrase(s, hours ? PHRASE_HOURS : PHRASE_MINUTES), "{n}", n);
}

/* Of one about the other; for the one, the other, or anybody else. */
static const char *
directed(const struct saying *s, enum phrase you, enum phrase to_you,
	enum phrase neither)
{
	const struct match_reason *r = s->reason;
	enum phrase which = r->one == s->reader ? you
		: r->other == s->reader         ? to_you
						: neither;
	const char *said =
		filled(s, phrase(s, which), "{whom}", name_of(s, r->other));

	return filled(s, said, "{who}", name_of(s, r->one));
}

/* The first of the things is what was wished for most. */
static const char *
first_marked(const struct saying *s, const char *text)
{
	const char *end = strchr(text, ',');
	const char *first =
		end ? pool_strndup(s->pool, text, (size_t)(end - text)) : text;

	return pool_printf(s->pool, "%s%s",
		filled(s, phrase(s, PHRASE_FIRST), "{what}", first),
		end ? end : "");
}

static const char *
offer(const struct saying *s)
{
	const char *text = s->reason->text;

	if (s->reason->amount == 1)
		text = first_marked(s, text);
	return filled(s,
		directed(s, PHRASE_YOU_HELP, PHRASE_HELPS_YOU, PHRASE_HELPS),
		"{what}", listed(s, text));
}

static const char *
mutual(const struct saying *s, enum phrase which, const char *what)
{
	const char *said =
		filled(s, phrase(s, which), "{who}", whom_it_is_about(s));

	said = filled(s, said, "{about}", about(s));
	return filled(s, said, "{what}", what);
}

static bool
prefers(const struct match_reason *reason, enum prefer prefer)
{
	return !strcmp(reason->prefer, prefer_name(prefer));
}

static const char *
sentence(const struct saying *s)
{
	static const struct {
		enum prefer prefer;
		enum phrase phrase;
	} mutuals[] = {
		{ PREFER_SHARED, PHRASE_SHARED },
		{ PREFER_SAME, PHRASE_SAME },
		{ PREFER_DIFFERENT, PHRASE_DIFFERENT },
		{ PREFER_NEAR, PHRASE_NEAR },
		{ PREFER_FAR, PHRASE_FAR },
		{ PREFER_RELIABLE, PHRASE_RELIABLE },
	};
	const struct match_reason *r = s->reason;

	if (!r->prefer)
		return r->text;
	if ((prefers(r, PREFER_COMPLEMENT) || prefers(r, PREFER_RANKED)) &&
		r->one)
		return offer(s);
	if (prefers(r, PREFER_NAMED) && r->one)
		return directed(
			s, PHRASE_YOU_NAMED, PHRASE_NAMED_YOU, PHRASE_NAMED);
	if (prefers(r, PREFER_OVERLAP))
		return mutual(s, s->each ? PHRASE_OVERLAP_EACH : PHRASE_OVERLAP,
			duration(s));
	for (size_t i = 0; i < G_N_ELEMENTS(mutuals); i++)
		if (prefers(r, mutuals[i].prefer))
			return mutual(s, mutuals[i].phrase, listed(s, r->text));
	return pool_printf(s->pool, "%s: %s", r->criterion, r->text);
}

/* A sentence may begin with "you". */
static const char *
capital(struct pool *pool, const char *text)
{
	char first[7] = "";

	g_unichar_to_utf8(g_unichar_toupper(g_utf8_get_char(text)), first);
	return pool_printf(pool, "%s%s", first, g_utf8_next_char(text));
}

static const char *
said(const struct saying *s)
{
	const struct match_reason *reason = s->reason;
	const struct attribute_rule *rule = reason->attribute
		? program_attribute(s->program, reason->attribute)
		: NULL;

	if ((rule && rule->visible == VISIBLE_NOBODY) || !reason->text ||
		!*reason->text)
		return reason->criterion ? reason->criterion : "";
	return s->reader && reason->prefer ? capital(s->pool, sentence(s))
					   : sentence(s);
}

const char *
reason_sentence(struct pool *pool, const struct program *program,
	const struct language *language, const struct facts *facts,
	const struct member_list *members, const struct match_reason *reason,
	int64_t reader)
{
	const struct saying s = { pool, program, language, facts, members,
		reason, NULL, false, reader };

	return said(&s);
}

const char *
reason_said(struct pool *pool, const struct program *program,
	const struct language *language, const struct facts *facts,
	const struct member_list *members, const struct gathered *line,
	int64_t reader)
{
	const struct saying s = { pool, program, language, facts, members,
		&line->reason, &line->among, line->each, reader };

	return said(&s);
}
