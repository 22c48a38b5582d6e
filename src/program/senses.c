/* What people write, looked up: each phrase of a language with what it means.
 *
 * Accents and case are folded away on both sides, since many type without
 * them; what that confuses is told apart by the kinds that the caller asks
 * for. The list is sorted, so that the phrases which share the first letters
 * of a text stand together and only those are compared. */
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "program/words.h"

/* ---- folding --------------------------------------------------------------- */

/* Letters that are no letter with a mark to Unicode, and yet are typed as
 * one; 0: unknown, the letter itself. */
static const char *
plain_letter(gunichar c)
{
	static const struct {
		gunichar c;
		const char *plain;
	} letters[] = { { 0x142, "l" }, { 0xf8, "o" }, { 0x111, "d" },
		{ 0xdf, "ss" }, { 0x131, "i" }, { 0xe6, "ae" }, { 0x153, "oe" },
		{ 0x60, "'" }, { 0xb4, "'" }, { 0x2018, "'" }, { 0x2019, "'" },
		{ 0x201b, "'" }, { 0x2bc, "'" }, { 0x2032, "'" },
		{ 0x201c, "\"" }, { 0x201d, "\"" }, { 0x201e, "\"" },
		{ 0xab, "\"" }, { 0xbb, "\"" }, { 0x2010, "-" },
		{ 0x2011, "-" }, { 0x2012, "-" }, { 0x2013, "-" },
		{ 0x2014, "-" }, { 0x2212, "-" }, { 0x3001, "," },
		{ 0x3002, "." } };

	for (size_t i = 0; i < G_N_ELEMENTS(letters); i++)
		if (letters[i].c == c)
			return letters[i].plain;
	return NULL;
}

/* Written, but not seen: marks of direction, soft hyphens. */
static bool
is_unseen(gunichar c)
{
	return c == 0xad || c == 0xfeff || (c >= 0x200b && c <= 0x200f) ||
		(c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069);
}

char *
words_fold(const char *text)
{
	g_autofree char *parts = g_utf8_normalize(text, -1, G_NORMALIZE_ALL);
	GString *out = g_string_new(NULL);

	for (const char *p = parts; p && *p; p = g_utf8_next_char(p)) {
		gunichar c = g_unichar_tolower(g_utf8_get_char(p));
		const char *plain = plain_letter(c);

		if (g_unichar_ismark(c) || is_unseen(c))
			continue;
		if (plain)
			g_string_append(out, plain);
		else if (g_unichar_isdigit(c))
			g_string_append_printf(
				out, "%d", g_unichar_digit_value(c));
		else if (c != '\n' && g_unichar_isspace(c))
			g_string_append_c(out, ' ');
		else
			g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

/* ---- gathering ------------------------------------------------------------- */

static void
add_sense(struct pool *pool, struct language *language, const char *word,
	unsigned kind, int n)
{
	g_autofree char *folded = words_fold(word);
	char *bare = g_strstrip(folded);
	size_t len = strlen(bare);

	if (len > 1 && bare[len - 1] == '.')
		bare[len - 1] = '\0';
	if (*bare)
		*LIST_ADD(pool, &language->senses) =
			(struct sense){ pool_strdup(pool, bare), kind, n, 0 };
}

/* Of these the place in the list is the meaning. */
#define NUMBERED (SENSE_MONTH | SENSE_WEEKDAY | SENSE_NUMBER)

/* Each item is forms with "|" between them; "=" sets its number, else the
 * items count from `first`. */
static void
add_items(struct pool *pool, struct language *language,
	const struct text_list *list, unsigned kind, int first)
{
	for (size_t i = 0; i < list->n; i++) {
		g_auto(GStrv) forms = g_strsplit(list->at[i], "|", 20);
		int n = kind & NUMBERED ? first + (int)i : 0;

		for (char **form = forms; *form; form++) {
			char *sets = strrchr(*form, '=');

			if (sets) {
				*sets = '\0';
				n = atoi(sets + 1);
			}
			add_sense(pool, language, *form, kind, n);
		}
	}
}

void
language_add_senses(struct pool *pool, struct language *language,
	const struct text_list *list, unsigned kind)
{
	add_items(pool, language, list, kind, 0);
}

void
language_add_time(struct pool *pool, struct language *language,
	const char *word, unsigned roles, int n)
{
	struct sense_list *senses = &language->senses;
	size_t before = senses->n;

	add_sense(pool, language, word, SENSE_TIME, n);
	if (senses->n == before)
		return;
	struct sense *added = &senses->at[before];
	added->roles = roles;
	for (size_t i = 0; i < before; i++) {
		struct sense *sense = &senses->at[i];

		if (sense->kind != SENSE_TIME ||
			strcmp(sense->word, added->word) != 0)
			continue;
		sense->roles |= roles;
		sense->n = n ? n : sense->n;
		senses->n = before;
		return;
	}
}

static int
compare(const void *a, const void *b)
{
	const struct sense *one = a, *other = b;
	int order = strcmp(one->word, other->word);

	return order ? order
		     : (one->kind > other->kind) - (one->kind < other->kind);
}

void
language_sort_senses(struct language *language)
{
	if (language->senses.n)
		qsort(language->senses.at, language->senses.n,
			sizeof *language->senses.at, compare);
}

void
language_learn(struct pool *pool, struct language *language)
{
	add_items(pool, language, &language->months, SENSE_MONTH, 1);
	add_items(pool, language, &language->months_short, SENSE_MONTH, 1);
	add_items(pool, language, &language->weekdays, SENSE_WEEKDAY, 1);
	add_items(pool, language, &language->weekdays_short, SENSE_WEEKDAY, 1);
	add_items(pool, language, &language->numbers, SENSE_NUMBER, 0);
	add_items(pool, language, &language->yes, SENSE_YES, 0);
	add_items(pool, language, &language->no, SENSE_NO, 0);
	add_items(pool, language, &language->until, SENSE_UNTIL, 0);
	for (size_t i = 0; i < language->commands.n; i++)
		for (size_t k = 0; k < language->commands.at[i].words.n; k++)
			add_sense(pool, language,
				language->commands.at[i].words.at[k],
				SENSE_COMMAND,
				(int)language->commands.at[i].command);
	if (language->phrases[PHRASE_AND])
		add_sense(pool, language, language->phrases[PHRASE_AND],
			SENSE_AND, 0);
	if (language->phrases[PHRASE_ALL])
		add_sense(pool, language, language->phrases[PHRASE_ALL],
			SENSE_ALL, 0);
	language_sort_senses(language);
}

/* ---- looking up ------------------------------------------------------------ */

/* The first sense whose word is not before byte c. */
static size_t
lower_bound(const struct sense_list *senses, unsigned char c)
{
	size_t from = 0, till = senses->n;

	while (from < till) {
		size_t middle = from + (till - from) / 2;

		if ((unsigned char)*senses->at[middle].word < c)
			from = middle + 1;
		else
			till = middle;
	}
	return from;
}

/* Words end where no letter follows; in scripts without blanks, anywhere. */
static bool
ends_there(const char *at, size_t len)
{
	gunichar next = g_utf8_get_char(at + len);

	return !g_unichar_isalnum(next) ||
		g_utf8_get_char(g_utf8_prev_char(at + len)) >= 0x2e80;
}

const struct sense *
language_sense(const struct language *language, const char *at, unsigned kinds)
{
	const struct sense_list *senses = &language->senses;
	const struct sense *best = NULL;
	size_t longest = 0;

	if (!*at)
		return NULL;
	for (size_t i = lower_bound(senses, (unsigned char)*at);
		i < senses->n && *senses->at[i].word == *at; i++) {
		const struct sense *sense = &senses->at[i];
		size_t len;

		if (!(sense->kind & kinds) ||
			!g_str_has_prefix(at, sense->word))
			continue;
		len = strlen(sense->word);
		if (len > longest && ends_there(at, len)) {
			best = sense;
			longest = len;
		}
	}
	return best;
}
