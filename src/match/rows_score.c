/* The points of one person with all others, column by column. Where points
 * come from things in common, only the people who hold one of those things are
 * visited, and each visit adds what the points grow by: nobody else costs
 * anything. Every sum is the same as score.c's, to the last point.
 */
#include <glib.h>
#include <string.h>

#include "match/rows_parts.h"
#include "match/score.h"

#define RANKS  10 /* from here on all wishes count the same */
#define MET    3  /* so many met wishes, or more */
#define STATES (1 + RANKS * MET)
#define ROLES  (ROLE_BOTH + 1)
#define ENOUGH SCORE_ENOUGH_ITEMS
#define EASY   (100 * SCORE_SCALE) /* points that need no long division */
#define DOUBLE 1e10 /* ranges up to here are divided by in floating point */

static const struct criterion *
criterion_at(const struct rows *rows, size_t c)
{
	return &rows->sheet->input->matching->criteria.at[c];
}

static int64_t
full_points(const struct rows *rows, size_t c)
{
	return criterion_at(rows, c)->weight * SCORE_SCALE;
}

/* ---- things in common ------------------------------------------------- */

/* What the points of a pair grow by with the next thing that both hold, by
 * what kind of person the other is and how many things there were. */
struct growth {
	const uint8_t *kind; /* of each person */
	int32_t by[ROLES * KINDS][ENOUGH + 1];
};

static void
grow(struct growth *growth, unsigned kind, int64_t most, int64_t enough)
{
	for (int64_t had = 0; had <= ENOUGH; had++)
		growth->by[kind][had] = 0;
	if (enough < 1)
		return;
	for (int64_t had = 0; had < enough && had <= ENOUGH; had++)
		growth->by[kind][had] = (int32_t)(most * (had + 1) / enough -
			most * had / enough);
}

static void
add_common(struct rows *rows, const struct postings *postings,
	const struct item_set *items, size_t from, const struct growth *growth,
	int32_t *points)
{
	uint8_t *had = rows->state;

	for (uint32_t k = 0; k < items->n; k++) {
		uint32_t till = postings->start[items->at[k] + 1];

		for (uint32_t at = postings_from(postings, items->at[k], from);
			at < till; at++) {
			uint32_t j = postings->who[at];

			points[j] += growth->by[growth->kind[j]][had[j]];
			had[j] = (uint8_t)(had[j] + (had[j] < ENOUGH));
		}
	}
	if (from < rows->n)
		memset(had + from, 0, rows->n - from);
}

static void
add_shared(struct rows *rows, size_t c, size_t i, size_t from, int32_t *points)
{
	const struct row_criterion *row = &rows->criteria[c];
	struct growth growth;

	growth.kind = row->held;
	for (unsigned kind = 0; kind < ROLES * KINDS; kind++)
		grow(&growth, kind, full_points(rows, c),
			MIN(kind % KINDS, row->held[i] % KINDS));
	add_common(rows, row->on, &rows->sheet->criteria[c].on[i], from,
		&growth, points);
}

/* i gives: enough is what the other wants. And the other way. */
static void
add_complement(struct rows *rows, size_t c, size_t i, bool directed,
	size_t from, int32_t *points)
{
	const struct row_criterion *row = &rows->criteria[c];
	const struct column *column = &rows->sheet->criteria[c];
	enum role role = rows->sheet->who[i]->role;
	int64_t full = full_points(rows, c);
	struct growth growth;

	growth.kind = row->held;
	for (unsigned kind = 0; kind < ROLES * KINDS; kind++)
		grow(&growth, kind,
			score_most(full, role, (enum role)(kind / KINDS),
				directed),
			kind % KINDS);
	add_common(rows, row->with, &column->on[i], from, &growth, points);
	if (directed)
		return;
	for (unsigned kind = 0; kind < ROLES * KINDS; kind++)
		grow(&growth, kind,
			score_most(
				full, (enum role)(kind / KINDS), role, false),
			row->held[i] % KINDS);
	add_common(rows, row->on, &column->with[i], from, &growth, points);
}

/* ---- ranked wishes ---------------------------------------------------- */

/* State 0: nothing met; else one for the best met wish and how many. */
static unsigned
state_after(unsigned state, unsigned rank)
{
	unsigned best = state ? (state - 1) / MET : rank;
	unsigned met = state ? (state - 1) % MET + 1 : 0;

	return 1 + MIN(best, rank) * MET + MIN(met, MET - 1);
}

struct meeting {
	uint8_t next[STATES][RANKS];
	int32_t worth[ROLES][STATES]; /* by the other's role */
};

static void
fill_states(struct meeting *meeting)
{
	for (unsigned state = 0; state < STATES; state++)
		for (unsigned rank = 0; rank < RANKS; rank++)
			meeting->next[state][rank] =
				(uint8_t)state_after(state, rank);
}

/* gives: person of that role to the others; else the others to them. */
static void
fill_worth(struct meeting *meeting, int64_t full, enum role role, bool directed,
	bool gives)
{
	for (unsigned other = 0; other < ROLES; other++) {
		int64_t most = gives
			? score_most(full, role, (enum role)other, directed)
			: score_most(full, (enum role)other, role, directed);

		meeting->worth[other][0] = 0;
		for (unsigned state = 1; state < STATES; state++)
			meeting->worth[other][state] = (int32_t)(most *
				score_rank((state - 1) / MET,
					(state - 1) % MET + 1) /
				100);
	}
}

static void
meet(struct rows *rows, const struct meeting *meeting, uint32_t j,
	unsigned rank, int32_t *points)
{
	const int32_t *worth = meeting->worth[rows->role[j] - 1];
	uint8_t state = rows->state[j];
	uint8_t next = meeting->next[state][MIN(rank, RANKS - 1)];

	points[j] += worth[next] - worth[state];
	rows->state[j] = next;
}

static void
add_ranked(struct rows *rows, size_t c, size_t i, bool directed, size_t from,
	int32_t *points)
{
	const struct row_criterion *row = &rows->criteria[c];
	const struct item_set *offers = &rows->sheet->criteria[c].on[i];
	const struct wish_list *wishes = &rows->sheet->criteria[c].wishes[i];
	enum role role = rows->sheet->who[i]->role;
	int64_t full = full_points(rows, c);
	struct meeting meeting;

	fill_states(&meeting);
	fill_worth(&meeting, full, role, directed, true);
	for (uint32_t k = 0; k < offers->n; k++)
		for (uint32_t at =
				postings_from(row->with, offers->at[k], from);
			at < row->with->start[offers->at[k] + 1]; at++)
			meet(rows, &meeting, row->with->who[at],
				row->with->rank[at], points);
	memset(rows->state, 0, rows->n);
	if (directed)
		return;
	fill_worth(&meeting, full, role, false, false);
	for (uint32_t w = 0; w < wishes->n; w++)
		for (uint32_t at = postings_from(
			     row->on, wishes->at[w].what, from);
			at < row->on->start[wishes->at[w].what + 1]; at++)
			meet(rows, &meeting, row->on->who[at],
				wishes->at[w].rank, points);
	memset(rows->state, 0, rows->n);
}

/* ---- values ----------------------------------------------------------- */

static void
add_class(const struct rows *rows, size_t c, size_t i, size_t from,
	int32_t each, int32_t *points)
{
	const struct postings *classes = rows->criteria[c].classes;
	uint32_t class = rows->criteria[c].class[i];

	if (!class)
		return;
	for (uint32_t at = postings_from(classes, class, from);
		at < classes->start[class + 1]; at++)
		points[classes->who[at]] += each;
}

/* Everybody who gave a value, less those who gave the same one. */
static void
add_different(const struct rows *rows, size_t c, size_t i, size_t from,
	int32_t *points)
{
	const uint32_t *class = rows->criteria[c].class;
	int32_t full = (int32_t)full_points(rows, c);

	if (!class[i])
		return;
	for (size_t j = from; j < rows->n; j++)
		points[j] += class[j] ? full : 0;
	add_class(rows, c, i, from, -full, points);
}

static int64_t
part_of(int64_t full, int64_t apart, int64_t range)
{
	if ((double)range > DOUBLE || full > EASY)
		return full * apart / range;
	/* errs by less than a quotient can be away from a whole number */
	return (int64_t)((double)(full * apart) / (double)range);
}

static void
add_numbers(const struct rows *rows, size_t c, size_t i, size_t from,
	int32_t *points)
{
	const struct row_criterion *row = &rows->criteria[c];
	int64_t full = full_points(rows, c);
	int64_t range = rows->sheet->criteria[c].range;
	int64_t mine = row->value[row->class[i]];
	bool near = criterion_at(rows, c)->prefer == PREFER_NEAR;

	if (!row->class[i])
		return;
	for (uint32_t k = 1; k < row->class_count; k++) {
		int64_t apart = ABS(row->value[k] - mine);

		row->worth[k] = range == 0
			? (int32_t)(near ? full : 0)
			: (int32_t)part_of(
				  full, near ? range - apart : apart, range);
	}
	for (size_t j = from; j < rows->n; j++)
		points[j] += row->worth[row->class[j]];
}

/* ---- hours ------------------------------------------------------------ */

/* full * common / enough. Single precision is enough: the product is below 2^23,
 * so exact; the quotient is a whole number or 1 / 600 away from the next one
 * at least, and being below 2^14 it errs by 1 / 2048 at most. */
static inline int32_t
overlap_points(float full, int minutes, int mine, int busy)
{
	int enough = MIN(mine, busy);
	int common = MIN(minutes, enough);
	int divisor = MAX(enough, 1);

	return (int32_t)(full * (float)common / (float)divisor);
}

/* A fixed number of people: vector instructions. */
static void
add_overlap_step(int32_t *restrict points, const uint16_t *restrict minutes,
	const uint16_t *restrict busy, int mine, float full)
{
	for (size_t k = 0; k < HOURS_STEP; k++)
		points[k] += overlap_points(full, minutes[k], mine, busy[k]);
}

static void
add_overlap(struct rows *rows, size_t c, size_t i, size_t from, int32_t *points)
{
	int64_t full = full_points(rows, c);
	size_t j = from;

	if (!rows->hours || full > EASY) {
		for (; j < rows->n; j++)
			points[j] += (int32_t)score_points(
				rows->sheet, c, i, j, false);
		return;
	}
	hours_common(rows->hours, i, from, rows->minutes);
	for (; j + HOURS_STEP <= rows->n; j += HOURS_STEP)
		add_overlap_step(points + j, rows->minutes + j, rows->busy + j,
			rows->busy[i], (float)full);
	for (; j < rows->n; j++)
		points[j] += overlap_points((float)full, rows->minutes[j],
			rows->busy[i], rows->busy[j]);
}

/* ---- people ----------------------------------------------------------- */

static void
add_named(const struct rows *rows, size_t c, size_t i, size_t from,
	int32_t *points)
{
	const struct sheet *sheet = rows->sheet;
	const struct pair_set *pairs = &sheet->criteria[c].pairs;

	if (!pairs->n)
		return;
	for (uint32_t p = pairs->start[i]; p < pairs->start[i + 1]; p++) {
		size_t j = pairs->with[p];

		if (j >= from)
			points[j] += (int32_t)(score_named(sheet, c, i, j) +
				score_named(sheet, c, j, i));
	}
}

static void
add_reliable(const struct rows *rows, size_t c, size_t i, size_t from,
	int32_t *points)
{
	const int32_t *thousandths = rows->criteria[c].thousandths;
	int64_t most = full_points(rows, c) * thousandths[i];

	for (size_t j = from; most && j < rows->n; j++)
		points[j] += (int32_t)(most * thousandths[j] / 1000000);
}

/* ---- all of it -------------------------------------------------------- */

static void
add(struct rows *rows, size_t c, size_t i, bool directed, size_t from,
	int32_t *points)
{
	switch (criterion_at(rows, c)->prefer) {
	case PREFER_SAME:
		add_class(rows, c, i, from, (int32_t)full_points(rows, c),
			points);
		break;
	case PREFER_DIFFERENT:
		add_different(rows, c, i, from, points);
		break;
	case PREFER_SHARED:
		add_shared(rows, c, i, from, points);
		break;
	case PREFER_COMPLEMENT:
		add_complement(rows, c, i, directed, from, points);
		break;
	case PREFER_RANKED:
		add_ranked(rows, c, i, directed, from, points);
		break;
	case PREFER_NEAR:
	case PREFER_FAR:
		add_numbers(rows, c, i, from, points);
		break;
	case PREFER_OVERLAP:
		add_overlap(rows, c, i, from, points);
		break;
	case PREFER_NAMED:
		add_named(rows, c, i, from, points);
		break;
	case PREFER_RELIABLE:
		add_reliable(rows, c, i, from, points);
		break;
	}
}

void
rows_score(struct rows *rows, size_t i, enum rows_part part, size_t from,
	int32_t *points)
{
	if (from >= rows->n)
		return;
	if (!rows->criteria)
		rows_prepare_criteria(rows);
	memset(points + from, 0, (rows->n - from) * sizeof *points);
	for (size_t c = 0; c < rows->sheet->input->matching->criteria.n; c++)
		add(rows, c, i, part != ROWS_EITHER, from, points);
}
