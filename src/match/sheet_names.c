/* People who are named in cells: managers, vetoes, whom one would like.
 */
#include "match/columns.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

/* Everybody who can be meant: those of the sheet first, then who is known
 * besides (somebody may stand in there twice, which does no harm). */
struct crowd {
	struct pool *pool;
	struct item_numbers *numbers; /* of names */
	const struct participant **who;
	size_t n;
	struct called {
		uint32_t name, who;
	} * called; /* by name, ascending */
	size_t calls;
};

LIST_OF(called_list, struct called);
LIST_OF(key_list, uint64_t);

/* "Ana Silva <ana@example.org>" names by its address. */
static const char *
address_in(struct pool *pool, const char *word)
{
	const char *open = strchr(word, '<');
	const char *shut = open ? strchr(open, '>') : NULL;

	return shut ? pool_strndup(pool, open + 1, (size_t)(shut - open - 1))
		    : word;
}

static void
add_name(struct crowd *crowd, struct called_list *called, size_t who,
	const char *name)
{
	int64_t number = name ? items_number(crowd->numbers, name) : -1;

	if (number >= 0)
		*LIST_ADD(crowd->pool, called) =
			(struct called){ (uint32_t)number, (uint32_t)who };
}

static int
by_name(const void *a, const void *b)
{
	const struct called *x = a, *y = b;

	if (x->name != y->name)
		return x->name < y->name ? -1 : 1;
	return (x->who > y->who) - (x->who < y->who);
}

static void
learn_names(struct crowd *crowd)
{
	struct called_list called = { 0 };

	for (size_t i = 0; i < crowd->n; i++) {
		const struct participant *person = crowd->who[i];

		add_name(crowd, &called, i, person->email);
		add_name(crowd, &called, i, person->name);
		add_name(crowd, &called, i, person->key);
		for (size_t a = 0; a < person->aliases.n; a++)
			add_name(crowd, &called, i, person->aliases.at[a]);
	}
	if (called.n)
		qsort(called.at, called.n, sizeof *called.at, by_name);
	crowd->called = called.at;
	crowd->calls = called.n;
}

static void
add_people(struct crowd *crowd, const struct participant_list *people)
{
	for (size_t i = 0; i < people->n; i++)
		crowd->who[crowd->n++] = people->at[i];
}

/* all: those who are not of the sheet, too. */
static struct crowd
gather(struct pool *pool, struct item_numbers *numbers,
	const struct sheet *sheet, bool all)
{
	const struct participant_list *standing =
		&sheet->input->standing_people;
	const struct participant_list *roster = &sheet->input->program->roster;
	struct crowd crowd = { .pool = pool, .numbers = numbers };

	crowd.who = pool_alloc(
		pool, (sheet->n + standing->n + roster->n) * sizeof *crowd.who);
	for (size_t i = 0; i < sheet->n; i++)
		crowd.who[crowd.n++] = sheet->who[i];
	if (all) {
		add_people(&crowd, standing);
		add_people(&crowd, roster);
	}
	learn_names(&crowd);
	return crowd;
}

/* The first of those who are called so, of crowd->called. */
static size_t
find_called(const struct crowd *crowd, const char *word)
{
	int64_t number =
		items_number(crowd->numbers, address_in(crowd->pool, word));
	size_t low = 0, high = crowd->calls;

	if (number < 0)
		return crowd->calls;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (crowd->called[middle].name < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low < crowd->calls && crowd->called[low].name == number
		? low
		: crowd->calls;
}

/* Whom i names, as wishes: who, and how early. */
LIST_OF(naming_list, struct wish);

static struct naming_list
named_by(const struct crowd *crowd, size_t i, const char *on, bool *any)
{
	struct naming_list named = { 0 };
	struct text_list words = items_words(
		crowd->pool, participant_attribute(crowd->who[i], on));

	*any = words.n > 0;
	for (size_t w = 0; w < words.n; w++) {
		size_t c = find_called(crowd, words.at[w]);

		if (c == crowd->calls)
			continue;
		for (uint32_t name = crowd->called[c].name;
			c < crowd->calls && crowd->called[c].name == name; c++)
			*LIST_ADD(crowd->pool, &named) =
				(struct wish){ crowd->called[c].who,
					(uint32_t)w };
	}
	return named;
}

/* ---- chains ----------------------------------------------------------- */

/* Whom everybody names; nobody is gone through twice on the way up from one
 * person, so that a circle of managers comes to an end. */
struct chain {
	const struct naming_list *above; /* one a person of the crowd */
	uint32_t *seen;                  /* the last start that came by */
	uint32_t *queue;
};

static void
climb(const struct sheet *sheet, struct pool *pool, struct chain *chain,
	size_t from, struct key_list *keys)
{
	size_t queued = 0;

	chain->queue[queued++] = (uint32_t)from;
	chain->seen[from] = (uint32_t)from + 1;
	for (size_t next = 0; next < queued; next++) {
		const struct naming_list *above =
			&chain->above[chain->queue[next]];

		for (size_t a = 0; a < above->n; a++) {
			uint32_t who = above->at[a].what;

			if (chain->seen[who] == from + 1)
				continue;
			chain->seen[who] = (uint32_t)from + 1;
			chain->queue[queued++] = who;
			if (who < sheet->n)
				*LIST_ADD(pool, keys) = pair_key(from, who);
		}
	}
}

static struct key_list
climb_all(const struct sheet *sheet, const struct crowd *crowd,
	const struct naming_list *above)
{
	struct key_list keys = { 0 };
	struct chain chain = { above, NULL, NULL };

	chain.seen = pool_alloc(crowd->pool, crowd->n * sizeof *chain.seen);
	chain.queue = pool_alloc(crowd->pool, crowd->n * sizeof *chain.queue);
	for (size_t i = 0; i < sheet->n; i++)
		climb(sheet, crowd->pool, &chain, i, &keys);
	return keys;
}

/* ---- columns ---------------------------------------------------------- */

struct column
column_of_named(struct sheet *sheet, const char *on, bool chain)
{
	POOL_AUTO scratch = pool_new();
	NUMBERS_AUTO numbers = items_numbers();
	struct crowd crowd = gather(scratch, numbers, sheet, chain);
	struct naming_list *named =
		pool_alloc(scratch, crowd.n * sizeof *named);
	struct key_list keys = { 0 };
	struct column column = { 0 };
	bool any;

	for (size_t i = 0; i < crowd.n; i++)
		named[i] = named_by(&crowd, i, on, &any);
	if (chain)
		keys = climb_all(sheet, &crowd, named);
	for (size_t i = 0; i < sheet->n && !chain; i++)
		for (size_t w = 0; w < named[i].n; w++)
			if (named[i].at[w].what != i)
				*LIST_ADD(scratch, &keys) =
					pair_key(i, named[i].at[w].what);
	column.pairs = pair_set_new(sheet->pool, sheet->n, keys.at, keys.n);
	return column;
}

struct column
column_of_wishes(struct sheet *sheet, const char *on)
{
	POOL_AUTO scratch = pool_new();
	NUMBERS_AUTO numbers = items_numbers();
	struct crowd crowd = gather(scratch, numbers, sheet, false);
	struct key_list keys = { 0 };
	struct column column = { 0 };

	column.wishes =
		pool_alloc(sheet->pool, sheet->n * sizeof *column.wishes);
	for (size_t i = 0; i < sheet->n; i++) {
		bool any;
		struct naming_list named = named_by(&crowd, i, on, &any);

		column.wishes[i] =
			wishes_sorted(sheet->pool, named.at, named.n);
		column.wishes[i].any = any;
		for (size_t w = 0; w < named.n; w++)
			if (named.at[w].what != i)
				*LIST_ADD(scratch, &keys) =
					pair_key(i, named.at[w].what);
	}
	column.pairs = pair_set_new(sheet->pool, sheet->n, keys.at, keys.n);
	return column;
}
