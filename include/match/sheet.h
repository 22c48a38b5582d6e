/* match/sheet -- room match: people as numbers, ready to be compared.
 *
 * Millions of pairs are compared, so the words of the roster are folded and
 * numbered once: each rule and criterion gets a column, in which a person is a
 * set of words, a whole number of thousandths, or a week.
 */
#ifndef MENTORD_MATCH_SHEET_H
#define MENTORD_MATCH_SHEET_H

#include "match/items.h"
#include "match/solve.h"
#include "match/week.h"

struct column {
	struct item_set *on;   /* one a person */
	struct item_set *with; /* the other side, same numbering; NULL */
	bool exact;            /* the masks say it all */
	int64_t *number;       /* thousandths; NUMBER_MISSING */
	int64_t range;         /* largest difference of two numbers */
};

#define NUMBER_MISSING INT64_MIN

struct sheet {
	const struct solve_input *input;
	struct pool *pool;
	size_t n;
	const struct participant **who; /* in the order of their lots */
	struct column *rules;           /* one a rule */
	struct column *criteria;        /* one a criterion */
	struct week_span_list *week;    /* one a person; NULL: not needed */
	int *week_minutes;
	int64_t *credit;
	/* pairs of places, smaller place first, ascending */
	struct pair_set {
		uint64_t *at;
		size_t n;
		bool *concerns; /* one a person: is in any pair */
	} history, pinned, forbidden;
};

/* All in pool; input and people are borrowed for as long as the sheet is
 * used. People are put in the order of lots drawn from seed and id, so that
 * no tie is broken by name or by who joined first. */
struct sheet *sheet_new(struct pool *pool, const struct solve_input *input,
	const struct participant_list *people);

/* The place of that participant, -1 when not there. */
int64_t sheet_place(const struct sheet *sheet, int64_t participant);

bool pair_set_has(const struct pair_set *set, size_t i, size_t j);

/* True when attribute's cells are lists by the config. */
bool sheet_is_list(const struct solve_input *input, const char *attribute);

#endif
