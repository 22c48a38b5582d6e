/* What is said of a match of four or more: a part of the score speaks of two
 * people, and all of them one by one would fill a page. What all have is said
 * once; of what some have, for each criterion, what most have.
 */
#include <glib.h>
#include <string.h>

#include "write/reason.h"

#define PEOPLE_MOST 32
#define ITEMS_MOST  200 /* of one criterion */
#define FEW         3   /* as many are told pair by pair */

typedef uint32_t people_set; /* a bit for each place in gathering.people */

struct gathering {
	struct pool *pool;
	const struct program *program;
	int64_t reader;
	int64_t people[PEOPLE_MOST];
	size_t n, pairs; /* how many of them can give a reason */
	struct gathered_list *lines;
};

/* The reasons of one criterion. */
struct part {
	const struct match_reason *at[PEOPLE_MOST * PEOPLE_MOST];
	size_t n;
	int64_t points;
};

/* ---- people ------------------------------------------------------------ */

static int
place_of(const struct gathering *g, int64_t id)
{
	for (size_t i = 0; i < g->n; i++)
		if (g->people[i] == id)
			return (int)i;
	return -1;
}

static void
add_person(struct gathering *g, int64_t id)
{
	if (id && place_of(g, id) < 0 && g->n < PEOPLE_MOST)
		g->people[g->n++] = id;
}

static people_set
bit_of(const struct gathering *g, int64_t id)
{
	int at = place_of(g, id);

	return at < 0 ? 0 : (people_set)1 << at;
}

static people_set
everybody(const struct gathering *g)
{
	return g->n == PEOPLE_MOST ? ~(people_set)0
				   : ((people_set)1 << g->n) - 1;
}

static people_set
set_of(const struct gathering *g, const struct match_reason *reason)
{
	return reason->one ? bit_of(g, reason->one) | bit_of(g, reason->other)
			   : everybody(g);
}

static bool
is_about_reader(const struct gathering *g, const struct match_reason *reason)
{
	return g->reader &&
		(reason->one == g->reader || reason->other == g->reader);
}

/* ---- lines ------------------------------------------------------------- */

static struct gathered *
add_line(struct gathering *g, const struct match_reason *like, int64_t points)
{
	struct gathered *line = LIST_ADD(g->pool, g->lines);

	*line = (struct gathered){ .reason = *like };
	line->reason.points = points;
	return line;
}

/* Of these people, who are named unless it is all of them. */
static void
add_common(struct gathering *g, const struct match_reason *like, people_set who,
	const char *text, int64_t points)
{
	struct match_reason *reason = &add_line(g, like, points)->reason;
	struct member_list among = { 0 };

	for (size_t i = 0; who != everybody(g) && i < g->n; i++)
		if (who >> i & 1 && among.n < G_N_ELEMENTS(among.at))
			among.at[among.n++] = g->people[i];
	reason->text = pool_strdup(g->pool, text);
	reason->one = among.n == 2 ? among.at[0] : 0;
	reason->other = among.n == 2 ? among.at[1] : 0;
	if (among.n != 2)
		g->lines->at[g->lines->n - 1].among = among;
}

/* The strongest; one of the reader's comes first. */
static const struct match_reason *
best_of(const struct gathering *g, const struct part *part)
{
	const struct match_reason *best = part->at[0];

	for (size_t i = 1; i < part->n; i++) {
		const struct match_reason *r = part->at[i];
		bool mine = is_about_reader(g, r),
		     his = is_about_reader(g, best);

		if (mine != his ? mine : r->points > best->points)
			best = r;
	}
	return best;
}

/* ---- things in common -------------------------------------------------- */

struct item {
	char *text, *folded;
	people_set who;
	int64_t points;
};

struct items {
	struct item at[ITEMS_MOST];
	size_t n;
};

static void
add_item(const struct gathering *g, struct items *items, const char *text,
	people_set who, int64_t points)
{
	char *clean = g_strstrip(pool_strdup(g->pool, text));
	g_autofree char *folded = g_utf8_casefold(clean, -1);
	size_t at = 0;

	while (at < items->n && strcmp(items->at[at].folded, folded) != 0)
		at++;
	if (at == ITEMS_MOST)
		return;
	if (at == items->n)
		items->at[items->n++] = (struct item){ .text = clean,
			.folded = pool_strdup(g->pool, folded) };
	items->at[at].who |= who;
	items->at[at].points += points;
}

/* Who has a thing in common with one has it with all who have it. */
static void
split_items(const struct gathering *g, const struct part *part, bool split,
	struct items *items)
{
	for (size_t i = 0; i < part->n; i++) {
		const struct match_reason *r = part->at[i];
		g_auto(GStrv) words =
			g_strsplit(r->text, split ? "," : "\n", -1);
		guint n = g_strv_length(words);

		for (guint w = 0; w < n; w++)
			add_item(g, items, words[w], set_of(g, r),
				r->points / (int64_t)n);
	}
}

/* Not everybody's: what most people have, the reader's before others. */
static const struct item *
most_common(const struct gathering *g, const struct items *items)
{
	people_set reader = g->reader ? bit_of(g, g->reader) : 0;
	const struct item *best = NULL;

	for (size_t i = 0; i < items->n; i++) {
		const struct item *item = &items->at[i];

		if (item->who == everybody(g))
			continue;
		int more = best ? __builtin_popcount(item->who) -
				__builtin_popcount(best->who)
				: 1;
		bool mine = item->who & reader;
		bool his = best && best->who & reader;
		if (more > 0 ||
			(more == 0 &&
				(mine != his ? mine
					     : item->points > best->points)))
			best = item;
	}
	return best;
}

/* All that just these people have; its points. */
static int64_t
list_items(const struct items *items, people_set who, GString *text)
{
	int64_t points = 0;

	for (size_t i = 0; i < items->n; i++) {
		if (items->at[i].who != who)
			continue;
		g_string_append_printf(
			text, "%s%s", text->len ? ", " : "", items->at[i].text);
		points += items->at[i].points;
	}
	return points;
}

static void
gather_items(struct gathering *g, const struct part *part, bool split)
{
	g_autofree struct items *items = g_new0(struct items, 1);
	g_autoptr(GString) all = g_string_new(NULL);
	g_autoptr(GString) some = g_string_new(NULL);

	split_items(g, part, split, items);
	int64_t points = list_items(items, everybody(g), all);
	const struct item *most = most_common(g, items);
	if (all->len)
		add_common(g, part->at[0], everybody(g), all->str,
			most ? points : part->points);
	if (!most)
		return;
	list_items(items, most->who, some);
	add_common(g, part->at[0], most->who, some->str,
		all->len ? part->points - points : part->points);
}

/* ---- values ------------------------------------------------------------ */

/* "3 / 7" of two people says what each has, "3" that both have it. */
static void
read_values(const struct gathering *g, const struct part *part, char **value)
{
	for (size_t i = 0; i < part->n; i++) {
		const struct match_reason *r = part->at[i];
		g_auto(GStrv) two = g_strsplit(r->text, " / ", 2);
		int one = place_of(g, r->one), other = place_of(g, r->other);

		if (one >= 0 && !value[one])
			value[one] = pool_strdup(g->pool, two[0]);
		if (other >= 0 && !value[other])
			value[other] =
				pool_strdup(g->pool, two[1] ? two[1] : two[0]);
	}
}

static bool
is_known(char **value, people_set who, const char *text)
{
	for (size_t i = 0; who >> i; i++)
		if (who >> i & 1 && !strcmp(value[i], text))
			return true;
	return false;
}

/* Each value once, the reader's first. `differ`: of each one person only. */
static void
gather_values(struct gathering *g, const struct part *part, bool differ)
{
	char *value[PEOPLE_MOST] = { NULL };
	g_autoptr(GString) text = g_string_new(NULL);
	int reader = g->reader ? place_of(g, g->reader) : -1;
	people_set who = 0;

	read_values(g, part, value);
	for (int k = reader < 0 ? 0 : -1; k < (int)g->n; k++) {
		int i = k < 0 ? reader : k;
		bool known = value[i] && is_known(value, who, value[i]);

		if (!value[i] || who >> i & 1 || (known && differ))
			continue;
		if (!known)
			g_string_append_printf(
				text, "%s%s", text->len ? " / " : "", value[i]);
		who |= (people_set)1 << i;
	}
	if (who)
		add_common(g, part->at[0], who, text->str, part->points);
	else
		add_line(g, part->at[0], part->points); /* all have the same */
}

/* ---- hours, and what goes one way --------------------------------------- */

/* What any two have is no promise of an hour for all. */
static void
gather_hours(struct gathering *g, const struct part *part)
{
	const struct match_reason *least = part->at[0];
	struct gathered *line;

	for (size_t i = 1; i < part->n; i++)
		if (part->at[i]->amount < least->amount)
			least = part->at[i];
	if (!least->one || part->n < g->pairs) {
		add_line(g, best_of(g, part), part->points);
		return;
	}
	line = add_line(g, least, part->points);
	line->reason.one = line->reason.other = 0;
	line->each = true;
}

/* What the reader gets, and what they give; else the best of others. */
static void
gather_directed(struct gathering *g, const struct part *part)
{
	const struct match_reason *get = NULL, *give = NULL;

	for (size_t i = 0; g->reader && i < part->n; i++) {
		const struct match_reason *r = part->at[i];

		if (r->other == g->reader && (!get || r->points > get->points))
			get = r;
		if (r->one == g->reader && (!give || r->points > give->points))
			give = r;
	}
	if (get && give) {
		add_line(g, get, part->points - give->points);
		add_line(g, give, give->points);
	} else {
		add_line(g,
			get            ? get
				: give ? give
				       : best_of(g, part),
			part->points);
	}
}

/* ---- all of it ----------------------------------------------------------- */

static bool
prefers(const struct match_reason *reason, enum prefer prefer)
{
	return reason->prefer && !strcmp(reason->prefer, prefer_name(prefer));
}

static bool
is_hidden(const struct gathering *g, const struct match_reason *reason)
{
	const struct attribute_rule *rule = reason->attribute
		? program_attribute(g->program, reason->attribute)
		: NULL;

	return !reason->prefer || !reason->text || !*reason->text ||
		(rule && rule->visible == VISIBLE_NOBODY);
}

static void
gather_part(struct gathering *g, const struct part *part)
{
	const struct match_reason *r = part->at[0];

	if (is_hidden(g, r))
		add_line(g, r, part->points);
	else if (prefers(r, PREFER_SHARED) || prefers(r, PREFER_SAME))
		gather_items(g, part, prefers(r, PREFER_SHARED));
	else if (prefers(r, PREFER_OVERLAP))
		gather_hours(g, part);
	else if (r->one &&
		(prefers(r, PREFER_COMPLEMENT) || prefers(r, PREFER_RANKED) ||
			prefers(r, PREFER_NAMED)))
		gather_directed(g, part);
	else
		gather_values(g, part, prefers(r, PREFER_DIFFERENT));
}

static bool
is_of(const struct match_reason *a, const struct match_reason *b)
{
	return !g_strcmp0(a->criterion, b->criterion) &&
		!g_strcmp0(a->attribute, b->attribute) &&
		!g_strcmp0(a->prefer, b->prefer);
}

/* The reasons of the criterion that reasons->at[from] is the first of. */
static bool
take_part(
	const struct match_reason_list *reasons, size_t from, struct part *part)
{
	const struct match_reason *first = &reasons->at[from];

	*part = (struct part){ .n = 0 };
	for (size_t i = 0; i < from; i++)
		if (is_of(&reasons->at[i], first))
			return false;
	for (size_t i = from; i < reasons->n; i++) {
		if (!is_of(&reasons->at[i], first))
			continue;
		part->points += reasons->at[i].points;
		if (part->n < G_N_ELEMENTS(part->at))
			part->at[part->n++] = &reasons->at[i];
	}
	return true;
}

/* Stable: what came first stays first among equals. */
static void
sort_lines(struct gathered_list *lines)
{
	for (size_t i = 1; i < lines->n; i++) {
		struct gathered line = lines->at[i];
		size_t to = i;

		for (; to > 0 &&
			lines->at[to - 1].reason.points < line.reason.points;
			to--)
			lines->at[to] = lines->at[to - 1];
		lines->at[to] = line;
	}
}

struct gathered_list
reason_gather(struct pool *pool, const struct program *program,
	const struct member_list *members,
	const struct match_reason_list *reasons, int64_t reader)
{
	struct gathered_list lines = { 0 };
	struct gathering g = { .pool = pool,
		.program = program,
		.reader = reader,
		.lines = &lines };

	for (size_t i = 0; i < members->n; i++)
		add_person(&g, members->at[i]);
	size_t own = g.n;
	for (size_t i = 0; i < reasons->n; i++) {
		add_person(&g, reasons->at[i].one);
		add_person(&g, reasons->at[i].other);
	}
	g.pairs = own * (g.n - own) + own * (own > 0 ? own - 1 : 0) / 2;
	if (g.n <= FEW) {
		for (size_t i = 0; i < reasons->n; i++)
			add_line(&g, &reasons->at[i], reasons->at[i].points);
		return lines;
	}
	g_autofree struct part *part = g_new(struct part, 1);
	for (size_t i = 0; i < reasons->n; i++)
		if (take_part(reasons, i, part))
			gather_part(&g, part);
	sort_lines(&lines);
	return lines;
}
