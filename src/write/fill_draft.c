/* The draft of matches that a coordinator approves: each match with its best
 * reasons, how the scores are spread, who is left out and what would help, and
 * what is different from the draft before. How good it is and what was said of
 * it comes from the decision (decide/draft.c). */
#include "write/fill.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>

#include "write/reason.h"

/* The strongest come first; the rest is in "mentord show match". */
#define REASONS_SHOWN 3
#define CHANGES_SHOWN 40
#define BANDS         10 /* of the histogram */
#define BAR_CELLS     24

/* A draft, and the one that it replaces. */
struct drafted {
	const struct run *run;
	struct match_list matches;
};

static struct drafted
drafted_of(struct filler *f, const struct run *run)
{
	struct drafted drafted = { run, { 0 } };

	for (size_t i = 0; run && i < f->facts->matches.n; i++) {
		struct match *match = f->facts->matches.at[i];

		if (match->run == run->id &&
			(match->state != MATCH_DISCARDED ||
				run->state == RUN_DISCARDED))
			*LIST_ADD(f->pool, &drafted.matches) = match;
	}
	return drafted;
}

/* The newest of those given up, when its matches are there: it was given up
 * for this one. */
static const struct run *
run_before(const struct facts *facts, const struct run *run)
{
	const struct run *before = NULL;

	for (size_t i = 0; i < facts->runs.n; i++) {
		const struct run *other = facts->runs.at[i];

		if (other->state == RUN_DISCARDED && other->id < run->id &&
			(!before || other->id > before->id))
			before = other;
	}
	return before;
}

/* ---- one match ------------------------------------------------------------- */

static void
fill_reasons(struct filler *f, struct fields *item, const struct match *match)
{
	struct gathered_list lines = reason_gather(
		f->pool, f->program, &match->members, &match->reasons, 0);

	fields_list(f->pool, item, "reasons");
	for (size_t i = 0; i < MIN(lines.n, REASONS_SHOWN); i++) {
		const struct gathered *line = &lines.at[i];
		struct fields *why = fields_item(f->pool, item, "reasons");

		fields_text(f->pool, why, "text",
			reason_said(f->pool, f->program, f->to->words, f->facts,
				&match->members, line, 0));
		fields_text(f->pool, why, "criterion", line->reason.criterion);
		fields_printf(f->pool, why, "points", "%" PRId64,
			line->reason.points);
	}
}

static int64_t
percent_of(const struct filler *f, const struct match *match)
{
	const struct match *joined = facts_match(f->facts, match->joins);
	size_t people = match->members.n + (joined ? joined->members.n : 0);

	return matching_percent(&f->program->matching, match->score, people);
}

/* "Ana → Ben" between a mentor and a mentee, else "Ana & Ben". */
static const char *
names_of(struct filler *f, const struct match *match)
{
	const struct participant *lead =
		facts_participant(f->facts, match->lead);

	if (!lead || f->program->matching.form != MATCHING_MENTORS)
		return match_names(f->pool, f->facts, match, 0);
	return pool_printf(f->pool, "%s → %s", lead->name,
		match_names(f->pool, f->facts, match, match->lead));
}

static void
fill_place(struct filler *f, struct fields *item, const struct match *match,
	int64_t round_before)
{
	bool led = f->program->matching.form == MATCHING_GROUPS;
	const struct participant *lead =
		led ? facts_participant(f->facts, match->lead) : NULL;
	const struct match *joined = facts_match(f->facts, match->joins);

	fields_text(f->pool, item, "lead", lead ? lead->name : NULL);
	fields_printf(f->pool, item, "round", "%" PRId64, match->round);
	fields_truth(f->pool, item, "new_round",
		match->round > 0 && match->round != round_before);
	fields_text(f->pool, item, "joins",
		joined ? match_names(f->pool, f->facts, joined, 0) : NULL);
}

/* Of all matches of the draft. */
struct spread {
	int64_t lowest, highest, sum;
	int64_t bands[BANDS]; /* how many in each tenth */
};

static struct spread
spread_of(const struct filler *f, const struct match_list *matches)
{
	struct spread spread = { .lowest = 101, .highest = -1 };

	for (size_t i = 0; i < matches->n; i++) {
		int64_t percent = percent_of(f, matches->at[i]);

		spread.lowest = MIN(spread.lowest, percent);
		spread.highest = MAX(spread.highest, percent);
		spread.sum += percent;
		spread.bands[MIN(percent / (100 / BANDS), BANDS - 1)]++;
	}
	return spread;
}

/* Where all are alike, none is marked. */
static void
fill_drafted(struct filler *f, const struct match_list *matches, size_t i,
	const struct spread *spread)
{
	const struct match *match = matches->at[i];
	struct fields *item = fields_item(f->pool, f->fields, "matches");
	int64_t percent = percent_of(f, match);
	bool differ = spread->lowest < spread->highest;

	fields_printf(f->pool, item, "number", "%zu", i + 1);
	fields_printf(f->pool, item, "score", "%" PRId64, match->score);
	fields_printf(f->pool, item, "percent", "%" PRId64, percent);
	fields_truth(f->pool, item, "strongest",
		differ && percent == spread->highest);
	fields_truth(
		f->pool, item, "weakest", differ && percent == spread->lowest);
	fields_text(f->pool, item, "names", names_of(f, match));
	fill_place(f, item, match, i ? matches->at[i - 1]->round : 0);
	fill_people(f, item, match);
	fill_reasons(f, item, match);
}

/* ---- all of them ------------------------------------------------------------ */

static const char *
bar_of(struct pool *pool, int64_t part, int64_t most)
{
	g_autoptr(GString) bar = g_string_new(NULL);
	int64_t cells = most ? (part * BAR_CELLS + most - 1) / most : 0;

	for (int64_t i = 0; i < cells; i++)
		g_string_append(bar, "█");
	return pool_strdup(pool, bar->str);
}

/* From the band of the weakest to that of the strongest. */
static void
fill_histogram(struct filler *f, const struct spread *spread)
{
	int64_t most = 0;

	fields_list(f->pool, f->fields, "histogram");
	for (int i = 0; i < BANDS; i++)
		most = MAX(most, spread->bands[i]);
	for (int i = 0; i < BANDS; i++) {
		int from = i * (100 / BANDS), till = from + 100 / BANDS - 1;

		if (till < spread->lowest || from > spread->highest)
			if (i < BANDS - 1 || !spread->bands[i])
				continue;
		struct fields *item =
			fields_item(f->pool, f->fields, "histogram");
		fields_printf(f->pool, item, "from", "%d", from);
		fields_printf(f->pool, item, "till", "%d",
			i == BANDS - 1 ? 100 : till);
		fields_printf(
			f->pool, item, "count", "%" PRId64, spread->bands[i]);
		fields_text(f->pool, item, "bar",
			bar_of(f->pool, spread->bands[i], most));
	}
}

static void
fill_figures(struct filler *f, const struct match_list *matches,
	const struct spread *spread)
{
	int64_t n = (int64_t)matches->n;

	fields_truth(f->pool, f->fields, "figures",
		n > 0 && f->program->matching.criteria.n > 0);
	fields_printf(f->pool, f->fields, "mean", "%" PRId64,
		n ? (spread->sum + n / 2) / n : 0);
	fields_printf(f->pool, f->fields, "worst", "%" PRId64,
		n ? spread->lowest : 0);
	fields_printf(f->pool, f->fields, "best", "%" PRId64,
		n ? spread->highest : 0);
}

static void
fill_unmatched(struct filler *f, const struct run *run)
{
	fields_list(f->pool, f->fields, "unmatched");
	for (size_t i = 0; i < run->unmatched.n; i++) {
		const struct unmatched *row = &run->unmatched.at[i];
		const struct participant *p =
			facts_participant(f->facts, row->participant);
		struct fields *item =
			fields_item(f->pool, f->fields, "unmatched");

		fields_text(f->pool, item, "name", p ? p->name : "?");
		fields_text(f->pool, item, "why", row->why);
		fields_text(f->pool, item, "remedy", row->remedy);
	}
}

static size_t
count_people(const struct match_list *matches)
{
	g_autoptr(GHashTable) people =
		g_hash_table_new(g_int64_hash, g_int64_equal);

	for (size_t i = 0; i < matches->n; i++)
		for (size_t m = 0; m < matches->at[i]->members.n; m++)
			g_hash_table_add(
				people, &matches->at[i]->members.at[m]);
	return g_hash_table_size(people);
}

/* ---- what is different -------------------------------------------------------- */

static guint
members_hash(gconstpointer key)
{
	const struct match *match = key;
	guint hash = (guint)match->round;

	for (size_t i = 0; i < match->members.n; i++)
		hash = hash * 31 + (guint)match->members.at[i];
	return hash;
}

static gboolean
members_equal(gconstpointer a, gconstpointer b)
{
	const struct match *one = a, *other = b;

	return one->round == other->round &&
		one->members.n == other->members.n &&
		!memcmp(one->members.at, other->members.at,
			one->members.n * sizeof one->members.at[0]);
}

/* Those of `list` that the others lack; how many. */
static size_t
fill_missing(struct filler *f, const char *name, const struct match_list *list,
	const struct match_list *others)
{
	g_autoptr(GHashTable) known =
		g_hash_table_new(members_hash, members_equal);
	size_t n = 0;

	fields_list(f->pool, f->fields, name);
	for (size_t i = 0; i < others->n; i++)
		g_hash_table_add(known, others->at[i]);
	for (size_t i = 0; i < list->n; i++)
		if (!g_hash_table_contains(known, list->at[i]) &&
			n++ < CHANGES_SHOWN)
			fields_text(f->pool,
				fields_item(f->pool, f->fields, name), "names",
				names_of(f, list->at[i]));
	return n;
}

static void
fill_changes(
	struct filler *f, const struct drafted *now, const struct drafted *old)
{
	size_t gone = fill_missing(f, "gone", &old->matches, &now->matches);
	size_t come = fill_missing(f, "come", &now->matches, &old->matches);
	int64_t before = old->run ? old->run->score : 0;
	int64_t after = now->run->score;

	fields_truth(f->pool, f->fields, "revised", old->run != NULL);
	fields_truth(f->pool, f->fields, "unchanged", !gone && !come);
	fields_truth(f->pool, f->fields, "more_changes",
		MAX(gone, come) > CHANGES_SHOWN);
	fields_printf(f->pool, f->fields, "score_before", "%" PRId64, before);
	fields_printf(f->pool, f->fields, "score_now", "%" PRId64, after);
	fields_truth(f->pool, f->fields, "costs", after < before);
	fields_truth(f->pool, f->fields, "gains", after > before);
	fields_printf(f->pool, f->fields, "difference", "%" PRId64,
		ABS(after - before));
	fields_printf(f->pool, f->fields, "left_before", "%zu",
		old->run ? old->run->unmatched.n : 0);
	fields_printf(
		f->pool, f->fields, "left_now", "%zu", now->run->unmatched.n);
}

bool
fill_draft(struct filler *f, struct err *err)
{
	const struct ask *ask = facts_ask(f->facts, f->request->ask);
	int64_t id = f->request->run ? f->request->run : ask ? ask->run : 0;
	const struct run *run = facts_run(f->facts, id);

	if (!run)
		return err_set(
			err, ERR_NEVER, "the run of the draft is not loaded");
	struct drafted now = drafted_of(f, run);
	struct drafted old = drafted_of(f, run_before(f->facts, run));
	struct spread spread = spread_of(f, &now.matches);
	fields_list(f->pool, f->fields, "matches");
	for (size_t i = 0; i < now.matches.n; i++)
		fill_drafted(f, &now.matches, i, &spread);
	fill_unmatched(f, run);
	fill_figures(f, &now.matches, &spread);
	fill_histogram(f, &spread);
	fill_changes(f, &now, &old);
	fields_printf(f->pool, f->fields, "match_count", "%zu", now.matches.n);
	fields_printf(f->pool, f->fields, "person_count", "%zu",
		count_people(&now.matches));
	return true;
}
