/* Words of the roster as small sets of numbers. Words are compared by what they
 * mean to a reader: case, width and compatibility forms and runs of blanks do
 * not count.
 */
#include "match/items.h"

#include <stdlib.h>
#include <string.h>

#define MOST_WORDS 256 /* of one cell */

/* Runs of blanks become one, those at the ends none. */
static void
squeeze(GString *line, const char *text)
{
	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		if (!g_unichar_isspace(g_utf8_get_char(p)))
			g_string_append_len(line, p, g_utf8_next_char(p) - p);
		else if (line->len && line->str[line->len - 1] != ' ')
			g_string_append_c(line, ' ');
	}
	g_strchomp(line->str);
}

/* What all of the below comes to for plain ASCII, which most words are. */
static char *
fold_ascii(struct pool *pool, const char *word)
{
	char *folded = pool_alloc(pool, strlen(word) + 1);
	size_t len = 0;

	for (const char *p = word; *p; p++) {
		if (!g_ascii_isspace(*p))
			folded[len++] = g_ascii_tolower(*p);
		else if (len && folded[len - 1] != ' ')
			folded[len++] = ' ';
	}
	if (len && folded[len - 1] == ' ')
		folded[len - 1] = '\0';
	return folded;
}

char *
items_fold(struct pool *pool, const char *word)
{
	if (g_str_is_ascii(word))
		return fold_ascii(pool, word);
	g_autofree char *valid = g_utf8_make_valid(word, -1);
	g_autofree char *plain = g_utf8_normalize(valid, -1, G_NORMALIZE_NFKC);
	g_autofree char *folded = g_utf8_casefold(plain, -1);
	GString *line = g_string_sized_new(strlen(folded));

	squeeze(line, folded);
	char *copy = pool_strdup(pool, line->str);
	g_string_free(line, TRUE);
	return copy;
}

struct text_list
items_words(struct pool *pool, const char *value)
{
	struct text_list words = { 0 };

	if (!value)
		return words;
	for (const char *at = value; words.n < MOST_WORDS;) {
		size_t len = strcspn(at, ",;\n");
		char *word = g_strstrip(pool_strndup(pool, at, len));

		if (*word)
			*LIST_ADD(pool, &words) = word;
		if (!at[len])
			break;
		at += len + 1;
	}
	return words;
}

/* ---- numbers ---------------------------------------------------------- */

struct item_numbers {
	GHashTable *folded; /* word as compared: number + 1 */
	GHashTable *spelt;  /* as written: the same, 0 for a blank one */
};

struct item_numbers *
items_numbers(void)
{
	struct item_numbers *numbers = g_new(struct item_numbers, 1);

	numbers->folded =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	numbers->spelt =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return numbers;
}

void
items_numbers_cleanup(struct item_numbers **numbers)
{
	g_hash_table_unref((*numbers)->folded);
	g_hash_table_unref((*numbers)->spelt);
	g_free(*numbers);
}

uint32_t
items_count(const struct item_numbers *numbers)
{
	return g_hash_table_size(numbers->folded);
}

static uint32_t
number_of_folded(struct item_numbers *numbers, const char *folded)
{
	uint32_t number =
		GPOINTER_TO_UINT(g_hash_table_lookup(numbers->folded, folded));

	if (number || !*folded)
		return number;
	number = items_count(numbers) + 1;
	g_hash_table_insert(
		numbers->folded, g_strdup(folded), GUINT_TO_POINTER(number));
	return number;
}

int64_t
items_number(struct item_numbers *numbers, const char *word)
{
	gpointer found;

	if (!g_hash_table_lookup_extended(numbers->spelt, word, NULL, &found)) {
		POOL_AUTO scratch = pool_new();

		found = GUINT_TO_POINTER(
			number_of_folded(numbers, items_fold(scratch, word)));
		g_hash_table_insert(numbers->spelt, g_strdup(word), found);
	}
	return (int64_t)GPOINTER_TO_UINT(found) - 1;
}

/* ---- sets ------------------------------------------------------------- */

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

struct item_set
items_set(struct pool *pool, struct item_numbers *numbers,
	const struct text_list *words)
{
	uint32_t *at = pool_alloc(pool, words->n * sizeof *at);
	struct item_set set = { at, 0, 0 };
	size_t found = 0;

	for (size_t i = 0; i < words->n; i++) {
		int64_t number = items_number(numbers, words->at[i]);

		if (number >= 0)
			at[found++] = (uint32_t)number;
	}
	if (found > 1)
		qsort(at, found, sizeof *at, by_number);
	for (size_t i = 0; i < found; i++) {
		if (set.n && at[set.n - 1] == at[i])
			continue;
		at[set.n++] = at[i];
		set.mask |= UINT64_C(1) << (at[set.n - 1] % ITEMS_EXACT);
	}
	return set;
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
