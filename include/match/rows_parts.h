/* match/rows_parts -- room match: what rows.c and rows_score.c share. */
#ifndef MENTORD_MATCH_ROWS_PARTS_H
#define MENTORD_MATCH_ROWS_PARTS_H

#include "match/hours.h"
#include "match/postings.h"
#include "match/rows.h"
#include "match/score.h"

/* Of people, by how many things they hold. */
#define KINDS (SCORE_ENOUGH_ITEMS + 1)

/* What a rule looks things up in. */
struct row_rule {
	struct postings *items; /* who has it */
	uint32_t *class;        /* RULE_SAME: whole sets; and */
	struct postings *classes;
	struct hours *hours; /* RULE_OVERLAP; NULL: pair by pair */
};

/* And a criterion. */
struct row_criterion {
	struct postings *on, *with; /* who offers, who wants */
	uint32_t *class;            /* of a whole set, or of a number; 0 none */
	struct postings *classes;
	uint32_t class_count;
	int64_t *value; /* of a class of numbers */
	int32_t *worth; /* of a class of numbers, made for each row */
	uint8_t *held;  /* how many items of `on` (of `with` for complement),
			     up to enough; plus the role, times KINDS */
	int32_t *thousandths; /* reliable; 0: nothing is known */
};

struct rows {
	const struct sheet *sheet;
	struct pool *pool; /* the sheet's */
	size_t n, words;
	struct row_rule *rules;
	struct row_criterion *criteria; /* NULL: nobody asked for points yet */
	struct postings *roles; /* of each role, by its number plus one */
	uint32_t *role;
	struct hours *hours; /* minutes in common; NULL: pair by pair */
	uint16_t *busy;      /* free minutes a week, up to enough */
	uint64_t *share;     /* a row of bits */
	uint16_t *minutes;   /* a row of minutes */
	uint8_t *state;      /* a row of what was found so far, all 0 */
};

void rows_prepare_criteria(struct rows *rows);

#endif
