/* Words of the roster as small sets of numbers. Words are compared by what they
 * mean to a reader: case, width and compatibility forms and runs of blanks do
 * not count.
 */
#include "match/items.h"

#include <stdlib.h>
#include <string.h>

#define MOST_WORDS 256 /* of one cell */

char *
items_fold(struct pool *pool, const char *word)
{
	g_autofree char *valid = g_utf8_make_valid(word, -1);
	g_autofree char *plain = g_utf8_normalize(valid, -1, G_NORMALIZE_NFKC);
	g_autofree char *folded = g_utf8_casefold(plain, -1);
	GString *line = g_string_sized_new(strlen(folded));

	for (const char *p = folded; *p; p = g_utf8_next_char(p)) {
		if (!g_unichar_isspace(g_utf8_get_char(p)))
			g_string_append_len(line, p, g_utf8_next_char(p) - p);
		else if (line->len && line->str[line->len - 1] != ' ')
			g_string_append_c(line, ' ');
	}
	g_strchomp(line->str);
	char *copy = pool_strdup(pool, line->str);
	g_string_free(line, TRUE);
	return copy;
}

struct text_list
items_words(struct pool *pool, const char *value)
{
	struct text_list words = { 0 };
	g_auto(GStrv) parts = g_strsplit_set(value ? value : "", ",;\n", -1);

	for (size_t i = 0; parts[i] && words.n < MOST_WORDS; i++) {
		g_strstrip(parts[i]);
		if (*parts[i])
			*LIST_ADD(pool, &words) = pool_strdup(pool, parts[i]);
	}
	return words;
}

/* The number of a folded word, a new one when it is new. */
static uint32_t
number_of(GHashTable *numbers, const char *folded)
{
	gpointer found;

	if (g_hash_table_lookup_extended(numbers, folded, NULL, &found))
		return GPOINTER_TO_UINT(found);
	uint32_t next = g_hash_table_size(numbers);
	g_hash_table_insert(numbers, g_strdup(folded), GUINT_TO_POINTER(next));
	return next;
}

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

struct item_set
items_set(struct pool *pool, GHashTable *numbers, const struct text_list *words)
{
	uint32_t *at = pool_alloc(pool, words->n * sizeof *at);
	struct item_set set = { at, 0, 0 };
	POOL_AUTO scratch = pool_new();

	for (size_t i = 0; i < words->n; i++)
		at[i] = number_of(numbers, items_fold(scratch, words->at[i]));
	if (words->n)
		qsort(at, words->n, sizeof *at, by_number);
	for (size_t i = 0; i < words->n; i++) {
		if (set.n && at[set.n - 1] == at[i])
			continue;
		at[set.n++] = at[i];
		set.mask |= UINT64_C(1) << (at[set.n - 1] % ITEMS_EXACT);
	}
	return set;
}

GHashTable *
items_numbers(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

uint32_t
items_common(bool exact, const struct item_set *a, const struct item_set *b)
{
	uint64_t mask = a->mask & b->mask;
	uint32_t common = 0;

	if (exact || !mask)
		return (uint32_t)__builtin_popcountll(mask);
	for (uint32_t i = 0, j = 0; i < a->n && j < b->n;) {
		if (a->at[i] == b->at[j]) {
			common++;
			i++;
			j++;
		} else if (a->at[i] < b->at[j]) {
			i++;
		} else {
			j++;
		}
	}
	return common;
}
