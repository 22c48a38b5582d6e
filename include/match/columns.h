/* match/columns -- room match: what the cells of one attribute become.
 *
 * For sheet_new, with sheet->who standing. All in sheet->pool.
 */
#ifndef MENTORD_MATCH_COLUMNS_H
#define MENTORD_MATCH_COLUMNS_H

#include "match/sheet.h"

/* Sorted (in place, too); of the same thing the first wish only. */
struct wish_list wishes_sorted(
	struct pool *pool, struct wish *wishes, size_t n);

/* Words of `on`, and of `with` (NULL: none), in one numbering; as lists, or as
 * the one word that a cell is. ranked: the order in `with` is kept, too. */
struct column column_of_words(struct sheet *sheet, const char *on,
	const char *with, bool list, bool ranked);

struct column column_of_numbers(struct sheet *sheet, const char *on);
struct column column_of_reliability(struct sheet *sheet);

/* People named in `on` by address (also "Ana <ana@example.org>"), name or
 * key; who has several names equal to it, all are meant. `pairs` holds who
 * names whom; chain: and whom those name, and so on (a manager's manager),
 * through everybody who is known, in the run or not. */
struct column column_of_named(struct sheet *sheet, const char *on, bool chain);
/* Whom they would like, in order. */
struct column column_of_wishes(struct sheet *sheet, const char *on);

#endif
