/* match/postings -- room match: which people hold a thing.
 *
 * The inverted index of a column: for each item the places of those who have
 * it, ascending; and for items that many have, the same as bits. Both together
 * take some 8 bytes for each time that somebody has something.
 */
#ifndef MENTORD_MATCH_POSTINGS_H
#define MENTORD_MATCH_POSTINGS_H

#include "match/sheet.h"

struct postings {
	size_t n, words; /* people; 64-bit words for a bit each */
	uint32_t items;
	uint32_t *
		start; /* of an item: who[start[item]] to who[start[item + 1]] */
	uint32_t *who;
	uint8_t *rank;   /* of a wish, as score_rank takes it; NULL */
	uint64_t **bits; /* of an item; NULL where few have it */
};

/* Of one set a person, in pool. */
struct postings *postings_of_sets(struct pool *pool,
	const struct item_set *sets, size_t n, uint32_t items);
/* Of one thing a person; 0 is nothing, and item 0 holds nobody. */
struct postings *postings_of_classes(
	struct pool *pool, const uint32_t *classes, size_t n, uint32_t items);
/* Of wishes, with their ranks. */
struct postings *postings_of_wishes(struct pool *pool,
	const struct wish_list *wishes, size_t n, uint32_t items);

/* The first of an item's people whose place is not below `from`. */
uint32_t postings_from(
	const struct postings *postings, uint32_t item, size_t from);

/* Set, or clear, the bits of the item's people from word `from` on. */
void postings_set(const struct postings *postings, uint32_t item, size_t from,
	uint64_t *bits);
void postings_clear(const struct postings *postings, uint32_t item, size_t from,
	uint64_t *bits);

/* Whole sets as one number each, equal when the sets are; 0: an empty set.
 * *classes: how many there are, that one included. */
uint32_t *postings_classes(struct pool *pool, const struct item_set *sets,
	size_t n, uint32_t *classes);

#endif
