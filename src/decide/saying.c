/* What a coordinator wrote about pairs, in the words of words.conf.
 *
 * A clause is a line, or what stands between commas, or between "and"s. It is
 * followed when it is one of the phrases from end to end and both names lead
 * to one person each; nothing is guessed. What has the shape of a phrase, or
 * names two people, and cannot be followed is unclear, and asked about. All
 * else is talk. */
#include "decide/concern.h"

#include <glib.h>
#include <string.h>

#include "program/words.h"

#define LINES_MOST 120 /* that are not empty */
#define LINE_MOST  200 /* octets: nobody says so much about two people */
#define SAID_MOST  40
#define ANDS_MOST  4
#define LOOKS_MOST 3000 /* for a name among all names, in one letter */
#define NEAR_COSTS 20   /* so many of them, about */

/* What may still be done for this letter. */
struct patience {
	int looks;
	bool over; /* said so; the rest is not read */
};

struct hearing {
	struct pool *pool;
	const struct words *words;
	const struct naming *naming;
	const char *line; /* as it was written */
	struct sayings *said;
	struct patience *patience;
};

/* A phrase that fits a clause, and who it names. */
struct hit {
	bool shaped; /* it has the form of the phrase */
	enum saying_kind kind;
	struct meant a, b;
	const char *typed_a, *typed_b;
};

static bool
is_whole(const struct hit *hit)
{
	return hit->a.found == NAMED_ONE && hit->b.found == NAMED_ONE;
}

static struct meant
look_up(const struct hearing *h, const char *typed)
{
	if (h->patience->looks <= 0)
		return (struct meant){ 0, NAMED_NOBODY, "" };
	h->patience->looks--;
	return naming_find(h->naming, typed);
}

/* Nothing more is read once this is too much, so that nothing is taken for
 * talk that only looks like it. */
static const char *
look_near(const struct hearing *h, const char *typed)
{
	if (h->patience->looks < NEAR_COSTS) {
		h->patience->looks = 0;
		return "";
	}
	h->patience->looks -= NEAR_COSTS;
	return naming_near(h->naming, typed);
}

/* text is lead, a name, between, a name, tail; the two names may hold the
 * words between them, so every place of those is tried. */
static void
try_between(const struct hearing *h, const char *text, size_t len,
	const char *between, enum saying_kind kind, struct hit *hit)
{
	const char *end = text + len, *p = text;
	size_t gap = strlen(between);

	while (!is_whole(hit) && (p = g_strstr_len(p, end - p, between))) {
		struct hit one = { true, kind, { 0 }, { 0 },
			pool_strndup(h->pool, text, (size_t)(p - text)),
			pool_strndup(
				h->pool, p + gap, (size_t)(end - p) - gap) };

		p++;
		one.a = look_up(h, one.typed_a);
		one.b = look_up(h, one.typed_b);
		if (!hit->shaped || is_whole(&one))
			*hit = one;
	}
}

static void
try_phrase(const struct hearing *h, const char *clause, const char *phrase,
	enum saying_kind kind, struct hit *hit)
{
	char *folded = naming_fold(h->pool, phrase);
	const char *a = strstr(folded, "{a}"), *b = strstr(folded, "{b}");
	size_t len = strlen(clause);

	if (!a || !b || b < a + 3)
		return;
	size_t lead = (size_t)(a - folded), tail = strlen(b + 3);
	char *between = pool_strndup(h->pool, a + 3, (size_t)(b - a) - 3);
	if (len < lead + tail + strlen(between) + 2 ||
		strncmp(clause, folded, lead) ||
		strcmp(clause + len - tail, b + 3))
		return;
	try_between(h, clause + lead, len - lead - tail, between, kind, hit);
}

static const struct text_list *
phrases_of(const struct language *language, enum saying_kind kind)
{
	switch (kind) {
	case SAYING_EITHER:
		return &language->pairs.either;
	case SAYING_APART:
		return &language->pairs.apart;
	case SAYING_TOGETHER:
		return &language->pairs.together;
	}
	g_assert_not_reached();
}

/* A hit whose names are found, else the first that has the form; keeping apart
 * comes first, since its phrases hold those of bringing together. */
static struct hit
try_all(const struct hearing *h, const char *clause)
{
	static const enum saying_kind kinds[] = { SAYING_EITHER, SAYING_APART,
		SAYING_TOGETHER };
	struct hit best = { 0 };

	for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++)
		for (size_t l = 0; l < h->words->languages.n; l++) {
			const struct text_list *phrases = phrases_of(
				&h->words->languages.at[l], kinds[k]);

			for (size_t i = 0; i < phrases->n; i++) {
				struct hit hit = { 0 };

				try_phrase(h, clause, phrases->at[i], kinds[k],
					&hit);
				if (is_whole(&hit))
					return hit;
				if (hit.shaped && !best.shaped)
					best = hit;
			}
		}
	return best;
}

/* ---- what stands around --------------------------------------------------- */

static bool
is_edge(char c)
{
	return !c || strchr(" ,;:.!?-*\"'", c);
}

/* The clause without words like "please" before and behind; in place. */
static char *
strip_words(char *clause, const struct text_list *words, bool *changed)
{
	for (size_t i = 0; i < words->n; i++) {
		size_t len = strlen(clause), n = strlen(words->at[i]);

		if (n > len)
			continue;
		if (!strncmp(clause, words->at[i], n) && is_edge(clause[n])) {
			clause += n;
			*changed = true;
			break;
		}
		if (!strcmp(clause + len - n, words->at[i]) && len > n &&
			is_edge(clause[len - n - 1])) {
			clause[len - n] = '\0';
			*changed = true;
			break;
		}
	}
	return clause;
}

static char *
strip_signs(char *clause)
{
	clause += strspn(clause, " ,;:.!?-*\"'");
	for (size_t n = strlen(clause);
		n && strchr(" ,;:.!?-*\"'", clause[n - 1]);)
		clause[--n] = '\0';
	return clause;
}

static char *
strip_once(const struct hearing *h, char *clause, bool *changed)
{
	*changed = false;
	for (size_t l = 0; l < h->words->languages.n && !*changed; l++)
		clause = strip_words(clause,
			&h->words->languages.at[l].pairs.besides, changed);
	return strip_signs(clause);
}

/* The clause, then without one word around it, and so on; *empty when all of
 * it was such words. */
static struct hit
hear_clause(const struct hearing *h, const char *text, bool *empty)
{
	char *clause = strip_signs(naming_fold(h->pool, text));
	struct hit first = try_all(h, clause), hit = first;
	bool changed = true;

	while (changed && *clause && !is_whole(&hit)) {
		clause = strip_once(h, clause, &changed);
		if (changed && *clause)
			hit = try_all(h, clause);
		if (hit.shaped) /* the names stand more bare now */
			first = hit;
	}
	*empty = !*clause;
	return is_whole(&hit) ? hit : first;
}

/* ---- following -------------------------------------------------------------- */

static void
add_unclear(const struct hearing *h, enum unclear_why why, const char *who,
	const char *perhaps)
{
	*LIST_ADD(h->pool, &h->said->unclear) =
		(struct unclear){ h->line, why, who, perhaps };
}

/* From here on nothing is read, and that is said. */
static void
give_up(const struct hearing *h)
{
	if (!h->patience->over)
		add_unclear(h, UNCLEAR_MANY, "", "");
	h->patience->over = true;
}

static void
follow(const struct hearing *h, const struct hit *hit)
{
	if (h->said->followed.n < SAID_MOST)
		*LIST_ADD(h->pool, &h->said->followed) = (struct saying){
			hit->kind, MIN(hit->a.participant, hit->b.participant),
			MAX(hit->a.participant, hit->b.participant), h->line
		};
	else
		give_up(h);
}

static void
wonder(const struct hearing *h, enum unclear_why why, const char *who,
	const char *perhaps)
{
	if (h->said->unclear.n < SAID_MOST - 1)
		add_unclear(h, why, who, perhaps);
	else
		give_up(h);
}

/* The folded name as it stands in the line: from one blank or sign to
 * another. */
static const char *
as_written(const struct hearing *h, const char *name)
{
	static const char edges[] = " ,;:.!?\"";

	for (const char *p = h->line; *p; p++) {
		if (p > h->line && !strchr(edges, p[-1]))
			continue;
		for (const char *end = p + 1; end[-1]; end++) {
			if (*end && !strchr(edges, *end))
				continue;
			const char *part =
				pool_strndup(h->pool, p, (size_t)(end - p));

			if (!strcmp(naming_fold(h->pool, part), name))
				return part;
		}
	}
	return name;
}

static void
wonder_about(
	const struct hearing *h, const char *who, const struct meant *meant)
{
	wonder(h,
		meant->found == NAMED_SEVERAL ? UNCLEAR_SEVERAL
					      : UNCLEAR_NOBODY,
		as_written(h, who),
		meant->found == NAMED_SEVERAL ? meant->perhaps
					      : look_near(h, who));
}

static bool
is_known(const struct hearing *h, const struct meant *meant, const char *typed)
{
	return meant->found != NAMED_NOBODY || *look_near(h, typed);
}

/* "I am happy with this" has the form of a phrase too, but names nobody. */
static bool
is_talk(const struct hearing *h, const struct hit *hit)
{
	return !hit->shaped ||
		(hit->kind == SAYING_TOGETHER &&
			!is_known(h, &hit->a, hit->typed_a) &&
			!is_known(h, &hit->b, hit->typed_b));
}

static void
take_hit(const struct hearing *h, const struct hit *hit)
{
	if (hit->a.found != NAMED_ONE)
		wonder_about(h, hit->typed_a, &hit->a);
	else if (hit->b.found != NAMED_ONE)
		wonder_about(h, hit->typed_b, &hit->b);
	else if (hit->a.participant == hit->b.participant)
		wonder(h, UNCLEAR_SAME, hit->typed_a, "");
	else
		follow(h, hit);
}

/* Two first names with capitals, and nothing that we understand. */
static bool
names_two(const struct hearing *h, const char *text)
{
	g_auto(GStrv) words = g_strsplit_set(text, " ,;:.!?()\"&+/", -1);
	const char *first = NULL;

	for (char **word = words; *word; word++) {
		if (!**word || !g_unichar_isupper(g_utf8_get_char(*word)))
			continue;
		const char *folded = naming_fold(h->pool, *word);

		if (!naming_is_first(h->naming, folded))
			continue;
		if (first && strcmp(first, folded) != 0)
			return true;
		first = folded;
	}
	return false;
}

/* Both sides of one of its "and"s are followed; or nothing is. */
static bool
hear_halves(const struct hearing *h, const char *text)
{
	static const char *const ands[] = { " and ", " und ", " & ", ". " };

	for (size_t i = 0; i < G_N_ELEMENTS(ands); i++) {
		const char *p = text;

		for (int n = 0; n < ANDS_MOST && (p = strstr(p, ands[i]));
			n++, p++) {
			g_autofree char *left =
				g_strndup(text, (gsize)(p - text));
			bool empty;
			struct hit a = hear_clause(h, left, &empty);
			struct hit b =
				hear_clause(h, p + strlen(ands[i]), &empty);

			if (!is_whole(&a) || !is_whole(&b))
				continue;
			take_hit(h, &a);
			take_hit(h, &b);
			return true;
		}
	}
	return false;
}

/* Of a clause that is short enough. */
static void
hear_short(const struct hearing *h, const char *text)
{
	bool empty;
	struct hit hit = hear_clause(h, text, &empty);

	if (is_whole(&hit)) {
		take_hit(h, &hit);
		return;
	}
	bool talk = is_talk(h, &hit);
	if ((talk && empty) || hear_halves(h, text))
		return;
	if (!talk)
		take_hit(h, &hit);
	else if (names_two(h, text))
		wonder(h, UNCLEAR_WORDS, "", "");
}

/* The first octets of it. */
static const char *
beginning(struct pool *pool, const char *text)
{
	const char *end = text;

	while (*end && g_utf8_next_char(end) - text <= LINE_MOST)
		end = g_utf8_next_char(end);
	return pool_strndup(pool, text, (size_t)(end - text));
}

/* Some programs write a whole letter in one line: it is read by sentences. */
static void
hear_long(struct hearing *h, const char *text)
{
	for (const char *end = text; *text && !h->patience->over; text = end) {
		end = text + strcspn(text, ".!?");
		while (*end && end[1] && !g_ascii_isspace(end[1]))
			end += 1 + strcspn(end + 1, ".!?");
		end += *end != '\0';
		const char *sentence =
			pool_strndup(h->pool, text, (size_t)(end - text));

		h->line = beginning(h->pool, sentence);
		if (strlen(sentence) <= LINE_MOST)
			hear_short(h, sentence);
		else if (names_two(h, sentence))
			wonder(h, UNCLEAR_WORDS, "", "");
	}
}

static void
hear_parts(struct hearing *h, const char *line)
{
	g_auto(GStrv) parts = g_strsplit_set(line, ",;", -1);

	for (char **part = parts; *part && !h->patience->over; part++)
		if (strlen(line) > LINE_MOST)
			hear_long(h, *part);
		else
			hear_short(h, *part);
}

static void
hear_line(struct hearing *h, const char *line)
{
	bool empty;
	struct hit hit = { 0 };

	h->line = beginning(h->pool, line);
	if (strlen(line) <= LINE_MOST)
		hit = hear_clause(h, line, &empty);
	if (is_whole(&hit))
		take_hit(h, &hit);
	else
		hear_parts(h, line);
	if (h->patience->looks <= 0)
		give_up(h);
}

void
sayings_hear(struct pool *pool, const struct words *words,
	const struct facts *facts, const char *text, struct sayings *said)
{
	struct patience patience = { .looks = LOOKS_MOST };
	struct hearing h = { .pool = pool,
		.words = words,
		.naming = naming_new(pool, facts),
		.said = said,
		.patience = &patience };
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	int heard = 0;

	for (char **line = lines; words && *line && !patience.over; line++) {
		if (!*g_strstrip(*line))
			continue;
		if (heard++ < LINES_MOST) {
			hear_line(&h, *line);
		} else if (names_two(&h, *line)) {
			h.line = beginning(pool, *line);
			give_up(&h);
		}
	}
}
