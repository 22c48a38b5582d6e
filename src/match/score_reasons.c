/* The parts of a score in pieces that become sentences (write/reason). They
 * are made for the pairs that were chosen, and for those somebody asks about.
 */
#include "match/score.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "match/compat.h"

static const struct criterion *
criterion_at(const struct sheet *sheet, size_t c)
{
	return &sheet->input->matching->criteria.at[c];
}

/* ---- texts ------------------------------------------------------------ */

static const char *
value_of(const struct sheet *sheet, size_t i, const char *attribute)
{
	const char *value = participant_attribute(sheet->who[i], attribute);

	return value ? value : "";
}

static bool
holds(const struct text_list *folded, const char *word)
{
	for (size_t i = 0; i < folded->n; i++)
		if (!strcmp(folded->at[i], word))
			return true;
	return false;
}

static struct text_list
folded_words(struct pool *pool, const char *cell)
{
	struct text_list words = items_words(pool, cell);

	for (size_t i = 0; i < words.n; i++)
		words.at[i] = items_fold(pool, words.at[i]);
	return words;
}

/* The words of the one that the other has too, as the one spells them, each
 * once. */
static const char *
words_in_common(struct pool *pool, const char *one, const char *other)
{
	POOL_AUTO scratch = pool_new();
	struct text_list words = items_words(scratch, one);
	struct text_list others = folded_words(scratch, other);
	struct text_list said = { 0 };
	const char *text = "";

	for (size_t i = 0; i < words.n; i++) {
		const char *folded = items_fold(scratch, words.at[i]);

		if (!holds(&others, folded) || holds(&said, folded))
			continue;
		*LIST_ADD(scratch, &said) = folded;
		text = pool_printf(scratch, "%s%s%s", text, *text ? ", " : "",
			words.at[i]);
	}
	return pool_strdup(pool, text);
}

static const char *
two_values(struct pool *pool, const char *a, const char *b)
{
	POOL_AUTO scratch = pool_new();

	if (!strcmp(items_fold(scratch, a), items_fold(scratch, b)))
		return pool_strdup(pool, g_strstrip(pool_strdup(scratch, a)));
	return pool_printf(pool, "%s / %s", g_strstrip(pool_strdup(scratch, a)),
		g_strstrip(pool_strdup(scratch, b)));
}

static int
minutes_in_common(const struct sheet *sheet, size_t i, size_t j)
{
	return week_common(&sheet->week[i], &sheet->week[j]).total;
}

/* "95 %", or "95 % / 80 %" */
static const char *
reliability(struct pool *pool, const struct column *column, size_t i, size_t j)
{
	POOL_AUTO scratch = pool_new();
	const char *text[2] = { "?", "?" };
	const size_t at[2] = { i, j };

	for (size_t k = 0; k < 2; k++)
		if (column->number[at[k]] != NUMBER_MISSING)
			text[k] = pool_printf(scratch, "%d %%",
				(int)(column->number[at[k]] / 10));
	return two_values(pool, text[0], text[1]);
}

static const char *
reason_text(struct pool *pool, const struct sheet *sheet, size_t c, size_t i,
	size_t j)
{
	const char *on = criterion_at(sheet, c)->on;

	switch (criterion_at(sheet, c)->prefer) {
	case PREFER_SHARED:
		return words_in_common(
			pool, value_of(sheet, i, on), value_of(sheet, j, on));
	case PREFER_OVERLAP:
		return pool_printf(
			pool, "%d min", minutes_in_common(sheet, i, j));
	case PREFER_RELIABLE:
		return reliability(pool, &sheet->criteria[c], i, j);
	case PREFER_SAME:
	case PREFER_DIFFERENT:
	case PREFER_NEAR:
	case PREFER_FAR:
		return two_values(
			pool, value_of(sheet, i, on), value_of(sheet, j, on));
	case PREFER_COMPLEMENT:
	case PREFER_RANKED:
	case PREFER_NAMED:
		return "";
	}
	g_assert_not_reached();
}

/* ---- reasons ---------------------------------------------------------- */

/* What looks at no attribute looks at what happened, which is no secret
 * between the two, but not for one to hold up to the other. */
static bool
partner_may_see(const struct sheet *sheet, const char *attribute)
{
	const struct attribute_rule_list *all = sheet->input->attributes;

	for (size_t i = 0; attribute && i < all->n; i++)
		if (!strcmp(all->at[i].name, attribute))
			return all->at[i].visible == VISIBLE_PARTNER;
	return false;
}

static struct match_reason *
add_reason(struct pool *pool, const struct sheet *sheet, size_t c,
	struct match_reason_list *reasons, int64_t worth, const char *text)
{
	const struct criterion *criterion = criterion_at(sheet, c);
	struct match_reason *reason = LIST_ADD(pool, reasons);

	*reason = (struct match_reason){
		.criterion = pool_strdup(pool, criterion->name),
		.attribute = pool_strdup(pool, criterion->on),
		.text = text,
		.points = worth,
		.partner_may_see = partner_may_see(sheet, criterion->on) &&
			(!criterion->with ||
				partner_may_see(sheet, criterion->with)),
		.prefer = prefer_name(criterion->prefer),
	};
	return reason;
}

/* One reason each way: who brings what to whom. Of ranked wishes those that
 * count most come first, as their owner spells them. */
static void
add_offer(struct pool *pool, const struct sheet *sheet, size_t c, size_t from,
	size_t to, bool directed, struct match_reason_list *reasons)
{
	const struct criterion *criterion = criterion_at(sheet, c);
	const char *with = criterion->with ? criterion->with : criterion->on;
	const char *offers = value_of(sheet, from, criterion->on);
	const char *wants = value_of(sheet, to, with);
	bool ranked = criterion->prefer == PREFER_RANKED;
	int64_t worth = score_offer(sheet, c, from, to, directed);

	if (worth == 0)
		return;
	struct match_reason *reason = add_reason(pool, sheet, c, reasons, worth,
		ranked ? words_in_common(pool, wants, offers)
		       : words_in_common(pool, offers, wants));
	reason->one = sheet->who[from]->id;
	reason->other = sheet->who[to]->id;
	if (ranked)
		reason->amount = 1 + (int64_t)score_wish(sheet, c, to, from);
}

static void
add_named(struct pool *pool, const struct sheet *sheet, size_t c, size_t i,
	size_t j, struct match_reason_list *reasons)
{
	int64_t worth = score_named(sheet, c, i, j);

	if (worth == 0)
		return;
	struct match_reason *reason = add_reason(pool, sheet, c, reasons, worth,
		pool_strdup(pool, sheet->who[j]->name));
	reason->one = sheet->who[i]->id;
	reason->other = sheet->who[j]->id;
	reason->amount = 1 + (int64_t)score_wish(sheet, c, i, j);
}

/* Any part that has no direction. */
static void
add_mutual(struct pool *pool, const struct sheet *sheet, size_t c, size_t i,
	size_t j, struct match_reason_list *reasons)
{
	struct match_reason *reason = add_reason(pool, sheet, c, reasons,
		score_points(sheet, c, i, j, false),
		reason_text(pool, sheet, c, i, j));

	if (criterion_at(sheet, c)->prefer == PREFER_OVERLAP)
		reason->amount = minutes_in_common(sheet, i, j);
}

/* zeros: also that a criterion gives nothing. */
static void
add_criterion(struct pool *pool, const struct sheet *sheet, size_t c, size_t i,
	size_t j, bool directed, bool zeros, struct match_reason_list *reasons)
{
	enum prefer prefer = criterion_at(sheet, c)->prefer;

	if (score_points(sheet, c, i, j, directed) == 0) {
		if (zeros)
			add_reason(pool, sheet, c, reasons, 0,
				reason_text(pool, sheet, c, i, j));
	} else if (prefer == PREFER_COMPLEMENT || prefer == PREFER_RANKED) {
		add_offer(pool, sheet, c, i, j, directed, reasons);
		if (!directed)
			add_offer(pool, sheet, c, j, i, false, reasons);
	} else if (prefer == PREFER_NAMED) {
		add_named(pool, sheet, c, i, j, reasons);
		add_named(pool, sheet, c, j, i, reasons);
	} else {
		add_mutual(pool, sheet, c, i, j, reasons);
	}
}

/* Stable and short: a match has a handful of reasons. */
void
score_sort(struct match_reason_list *reasons)
{
	for (size_t i = 1; i < reasons->n; i++) {
		struct match_reason reason = reasons->at[i];
		size_t to = i;

		for (; to > 0 && reasons->at[to - 1].points < reason.points;
			to--)
			reasons->at[to] = reasons->at[to - 1];
		reasons->at[to] = reason;
	}
}

static struct match_reason_list
all_reasons(struct pool *pool, const struct sheet *sheet, size_t i, size_t j,
	bool directed, bool zeros)
{
	struct match_reason_list reasons = { 0 };

	for (size_t c = 0; c < sheet->input->matching->criteria.n; c++)
		add_criterion(pool, sheet, c, i, j, directed, zeros, &reasons);
	score_sort(&reasons);
	return reasons;
}

static struct match_reason_list
reasons_of(struct pool *pool, const struct sheet *sheet, size_t i, size_t j,
	bool zeros)
{
	bool mentors = sheet->input->matching->form == MATCHING_MENTORS;
	size_t first = sheet->who[i]->id < sheet->who[j]->id ? i : j;

	if (mentors)
		first = score_mentor(sheet, i, j);
	return all_reasons(
		pool, sheet, first, first == i ? j : i, mentors, zeros);
}

struct match_reason_list
score_reasons(struct pool *pool, const struct sheet *sheet, size_t i, size_t j)
{
	return reasons_of(pool, sheet, i, j, false);
}

struct match_reason_list
score_parts(struct pool *pool, const struct sheet *sheet, size_t i, size_t j)
{
	return reasons_of(pool, sheet, i, j, true);
}

struct match_reason_list
score_reasons_directed(struct pool *pool, const struct sheet *sheet,
	size_t mentor, size_t mentee)
{
	return all_reasons(pool, sheet, mentor, mentee, true, false);
}

bool
match_score(struct pool *pool, const struct solve_input *input,
	const struct participant *a, const struct participant *b,
	int64_t *score, struct match_reason_list *reasons, const char **why)
{
	POOL_AUTO scratch = pool_new();
	struct participant_list people = { 0 };

	for (size_t i = 0; i < input->people.n; i++)
		if (input->people.at[i]->id != a->id &&
			input->people.at[i]->id != b->id)
			*LIST_ADD(scratch, &people) = input->people.at[i];
	*LIST_ADD(scratch, &people) = (struct participant *)(uintptr_t)a;
	*LIST_ADD(scratch, &people) = (struct participant *)(uintptr_t)b;
	struct sheet *sheet = sheet_new(scratch, input, &people);
	size_t i = (size_t)sheet_place(sheet, a->id);
	size_t j = (size_t)sheet_place(sheet, b->id);
	int stops = compat_stops(sheet, i, j);
	if (stops != COMPAT_FINE) {
		*why = compat_name(sheet, stops);
		return false;
	}
	*score = score_pair(sheet, i, j);
	*reasons = score_reasons(pool, sheet, i, j);
	return true;
}
