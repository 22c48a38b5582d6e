/* match/sheet -- room match: people as numbers, ready to be compared.
 *
 * Millions of pairs are compared, so the words of the roster are folded and
 * numbered once: each rule and criterion gets a column, in which a person is a
 * set of words, a whole number of thousandths, a list of wishes, or a week.
 */
#ifndef MENTORD_MATCH_SHEET_H
#define MENTORD_MATCH_SHEET_H

#include "match/items.h"
#include "match/solve.h"
#include "match/week.h"

/* Something wished for: an item, or the place of a person, and how many
 * wishes stand before it in the cell. */
struct wish {
	uint32_t what, rank;
};

struct wish_list {
	const struct wish *at; /* by what, ascending; each thing once */
	uint32_t n;
	bool any; /* something was wished for, be it of people elsewhere */
};

/* Pairs of places. */
struct pair_set {
	uint64_t *at; /* smaller place first, in the upper 32 bits; ascending */
	size_t n;
	/* Both ways: the others of i are with[start[i]] to with[start[i + 1]],
	 * ascending. NULL when there are no pairs. */
	uint32_t *start, *with;
};

struct column {
	struct item_set *on;      /* one a person */
	struct item_set *with;    /* the other side, same numbering; NULL */
	uint32_t words;           /* how many are numbered */
	bool exact;               /* the masks say it all */
	int64_t *number;          /* thousandths; NUMBER_MISSING */
	int64_t range;            /* largest difference of two numbers */
	struct wish_list *wishes; /* PREFER_RANKED: items, the same as in
				     `with`; PREFER_NAMED: places */
	struct pair_set pairs;    /* who of whom a rule of names is about */
};

#define NUMBER_MISSING INT64_MIN

struct sheet {
	const struct solve_input *input;
	struct pool *pool;
	size_t n;
	const struct participant **who; /* in the order of their lots */
	struct sheet_place {
		int64_t id;
		size_t at;
	} * places;                  /* by id */
	struct column *rules;        /* one a rule */
	struct column *criteria;     /* one a criterion */
	struct week_span_list *week; /* one a person; NULL: not needed */
	int *week_minutes;
	int64_t *credit;
	struct pair_set history, pinned, forbidden, kept;
	struct rows **rows; /* made when first asked for: sheet_rows */
};

/* All in pool; input and people are borrowed for as long as the sheet is
 * used. People are put in the order of lots drawn from seed and key, so that
 * no tie is broken by name, by who joined first, or by the order of rows. */
struct sheet *sheet_new(struct pool *pool, const struct solve_input *input,
	const struct participant_list *people);

/* The place of that participant, -1 when not there. */
int64_t sheet_place(const struct sheet *sheet, int64_t participant);

/* In pool; keys may come in any order and more than once. */
struct pair_set pair_set_new(
	struct pool *pool, size_t people, uint64_t *keys, size_t n);
uint64_t pair_key(size_t i, size_t j);
bool pair_set_has(const struct pair_set *set, size_t i, size_t j);
bool pair_set_concerns(const struct pair_set *set, size_t i);

#endif
