/* match/items -- room match: the words of a cell as a set of numbers.
 *
 * A set is short and sorted, with a 64-bit mask of its numbers: two sets
 * whose masks have nothing in common have no word in common, and while no more
 * than ITEMS_EXACT words are numbered the masks say it all.
 */
#ifndef MENTORD_MATCH_ITEMS_H
#define MENTORD_MATCH_ITEMS_H

#include <glib.h>
#include <stdint.h>

#include "base/pool.h"

#define ITEMS_EXACT 64

struct item_set {
	const uint32_t *at; /* ascending */
	uint32_t n;
	uint64_t mask;
};

/* The words of a cell (NULL: none), trimmed, in their order, split at commas
 * and semicolons; at most 256. */
struct text_list items_words(struct pool *pool, const char *value);
/* One word as it is compared. */
char *items_fold(struct pool *pool, const char *word);

/* A numbering of words, 0 and up. Every spelling is folded only once. */
struct item_numbers;
struct item_numbers *items_numbers(void);
void items_numbers_cleanup(struct item_numbers **numbers);
#define NUMBERS_AUTO \
 __attribute__((cleanup(items_numbers_cleanup))) struct item_numbers *
uint32_t items_count(const struct item_numbers *numbers);

/* The number of a word, a new one when it is new; -1 for a blank one. */
int64_t items_number(struct item_numbers *numbers, const char *word);

/* A set in that numbering; blank words are left out. */
struct item_set items_set(struct pool *pool, struct item_numbers *numbers,
	const struct text_list *words);

/* How many words both hold; exact: of a numbering that the masks cover. */
uint32_t items_common(
	bool exact, const struct item_set *a, const struct item_set *b);

#endif
