/* Hashes stand for words throughout: 64 bits of FNV-1a. Somebody who forges a
 * collision only hides a word of the own mail. */
#include "read/align.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#define GRAM       4
#define SECOND     12 /* words in a run that may use sent words again */
#define CHAIN_MOST 32 /* places of one gram that are tried */
#define WORK_MOST  (8u << 20)

/* --- words --- */

#define HASH_START 14695981039346656037u
#define FOLD_MOST  255 /* bytes of a word whose forms are made equal */

static inline uint64_t
hash_on(uint64_t h, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)text[i]) * 1099511628211u;
	return h;
}

/* Small letters that are folded to others (sharp s, the final sigma, old forms
 * of Cyrillic ones) or to capitals (Cherokee). */
static bool
folds_further(gunichar low)
{
	return low == 0xdf || low == 0x345 || low == 0x3c2 ||
		(low >= 0x13a0 && low < 0x1400) ||
		(low >= 0x1c80 && low < 0x1c90) ||
		(low >= 0xab70 && low < 0xabc0);
}

/* Letter by letter, without allocating: nearly all that people write, as only
 * several marks on one letter change their places. False where GLib must do
 * it. */
static bool
hash_letters(const char *p, const char *end, uint64_t *hash)
{
	gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
	uint64_t h = HASH_START;
	bool marked = false;

	for (; p < end; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		size_t n = 1;

		if (marked && g_unichar_combining_class(c))
			return false;
		parts[0] = c;
		if (c >= 0x80)
			n = g_unichar_fully_decompose(
				c, TRUE, parts, G_N_ELEMENTS(parts));
		for (size_t i = 0; i < n; i++) {
			gunichar low = g_unichar_tolower(parts[i]);
			char bytes[6];

			if (folds_further(low))
				return false;
			int len = g_unichar_to_utf8(low, bytes);
			h = hash_on(h, bytes, (size_t)len);
		}
		marked = c >= 0x80 && g_unichar_combining_class(parts[n - 1]);
	}
	*hash = h;
	return true;
}

/* Compatibility forms and case folded, as the two sides may differ in both. A
 * word that is longer than any is compared as it stands: it is a text in a
 * script without blanks, or made to cost. */
static uint64_t
hash_word(const char *text, size_t len)
{
	uint64_t h;

	if (len > FOLD_MOST)
		return hash_on(HASH_START, text, len);
	if (hash_letters(text, text + len, &h))
		return h;
	g_autofree char *all =
		g_utf8_normalize(text, (gssize)len, G_NORMALIZE_ALL);
	g_autofree char *low = g_utf8_casefold(all ? all : "", -1);

	return hash_on(HASH_START, low, strlen(low));
}

/* The end of the ASCII word at p; NULL when it goes on with other letters. */
static const char *
ascii_word(const char *p, uint64_t *hash)
{
	uint64_t h = HASH_START;

	for (; g_ascii_isalnum(*p); p++)
		h = (h ^ (unsigned char)g_ascii_tolower(*p)) * 1099511628211u;
	*hash = h;
	return (unsigned char)*p < 0x80 ? p : NULL;
}

/* Scripts that write without blanks: one character is one word. */
static bool
is_single(gunichar c)
{
	return (c >= 0x2e80 && c <= 0x9fff && c != 0x3000) ||
		(c >= 0xf900 && c <= 0xfaff) ||
		(c >= 0x20000 && c <= 0x3ffff) || (c >= 0x0e00 && c <= 0x0eff);
}

static bool
is_letter(gunichar c)
{
	return g_unichar_isalnum(c) || g_unichar_ismark(c) || c == 0x200c;
}

static bool
starts_link(const char *p)
{
	switch (*p) {
	case 'h':
	case 'H':
		return !g_ascii_strncasecmp(p, "http://", 7) ||
			!g_ascii_strncasecmp(p, "https://", 8);
	case 'm':
	case 'M':
		return !g_ascii_strncasecmp(p, "mailto:", 7);
	default:
		return false;
	}
}

/* The end of the word at p, which begins with the letter c. */
static const char *
word_end(const char *p, gunichar c)
{
	p = g_utf8_next_char(p);
	while (!is_single(c) && *p) {
		c = g_utf8_get_char(p);
		if (!is_letter(c) || is_single(c))
			break;
		p = g_utf8_next_char(p);
	}
	return p;
}

void
words_add(struct pool *pool, const char *text, size_t from, uint32_t line,
	struct word_list *words)
{
	const char *p = text + from, *end;

	for (; *p && words->n < WORDS_MOST; p = end) {
		gunichar c = g_utf8_get_char(p);
		uint64_t hash = 1; /* all links are one */

		end = g_utf8_next_char(p);
		if (!is_letter(c))
			continue;
		if (starts_link(p))
			end = p + strcspn(p, " \t<>\"");
		else if (c >= 0x80 || !(end = ascii_word(p, &hash))) {
			end = word_end(p, c);
			hash = hash_word(p, (size_t)(end - p));
		}
		*LIST_ADD(pool, words) = (struct word){ .hash = hash,
			.line = line,
			.start = (uint32_t)(p - text),
			.end = (uint32_t)(end - text) };
	}
}

bool
words_contain(
	const struct word *hay, size_t n, const struct word *needle, size_t m)
{
	for (size_t i = 0; m && i + m <= n; i++) {
		size_t k = 0;

		while (k < m && hay[i + k].hash == needle[k].hash)
			k++;
		if (k == m)
			return true;
	}
	return false;
}

/* --- runs --- */

struct run {
	uint32_t reply, sent, len;
};
LIST_OF(run_list, struct run);

struct aligner {
	struct pool *pool;
	const struct word_list *sent, *reply;
	uint32_t *head, *next; /* chains of equal grams, by place in sent */
	uint32_t mask;
	struct run_list runs;
	size_t work;
	uint32_t *match;
	bool *used;
};

static uint64_t
gram(const struct word *w)
{
	uint64_t h = 0;

	for (int i = 0; i < GRAM; i++)
		h = (h ^ w[i].hash) * 0x9e3779b97f4a7c15u;
	return h ^ (h >> 29);
}

static void
index_sent(struct aligner *a)
{
	size_t n = a->sent->n, size = 64;

	while (size < 2 * n)
		size *= 2;
	a->mask = (uint32_t)size - 1;
	a->head = pool_alloc(a->pool, size * sizeof *a->head);
	a->next = pool_alloc(a->pool, n * sizeof *a->next);
	memset(a->head, 0xff, size * sizeof *a->head);
	for (size_t i = n - GRAM + 1; i-- > 0;) {
		uint32_t slot = (uint32_t)gram(&a->sent->at[i]) & a->mask;

		a->next[i] = a->head[slot];
		a->head[slot] = (uint32_t)i;
	}
}

static uint32_t
run_length(struct aligner *a, size_t i, size_t p)
{
	const struct word *r = a->reply->at, *s = a->sent->at;
	uint32_t len = 0;

	while (i + len < a->reply->n && p + len < a->sent->n &&
		r[i + len].hash == s[p + len].hash)
		len++;
	a->work += len;
	return len;
}

/* All maximal runs that start at word i of the reply. */
static void
find_at(struct aligner *a, size_t i)
{
	const struct word *r = a->reply->at, *s = a->sent->at;
	uint32_t p = a->head[(uint32_t)gram(&r[i]) & a->mask];

	for (int tried = 0; p != ALIGN_NONE && tried < CHAIN_MOST;
		tried++, p = a->next[p]) {
		if (i && p && r[i - 1].hash == s[p - 1].hash)
			continue; /* part of a longer run */
		uint32_t len = run_length(a, i, p);
		if (len >= GRAM)
			*LIST_ADD(a->pool, &a->runs) =
				(struct run){ (uint32_t)i, p, len };
	}
}

static int
longest_first(const void *a, const void *b)
{
	const struct run *x = a, *y = b;

	if (x->len != y->len)
		return x->len < y->len ? 1 : -1;
	if (x->reply != y->reply)
		return x->reply < y->reply ? -1 : 1;
	return x->sent < y->sent ? -1 : x->sent > y->sent;
}

static void
take(struct aligner *a, uint32_t reply, uint32_t sent, uint32_t len)
{
	for (uint32_t k = 0; k < len; k++) {
		a->match[reply + k] = sent + k;
		a->used[sent + k] = true;
	}
}

static bool
is_second_copy(const struct aligner *a, const struct run *run)
{
	uint32_t k = 0;

	while (k < run->len && a->used[run->sent + k])
		k++;
	return k == run->len;
}

/* Give the run what is still free of it, in pieces worth a gram. */
static void
place(struct aligner *a, const struct run *run)
{
	bool again = run->len >= SECOND && is_second_copy(a, run);
	uint32_t from = 0;

	for (uint32_t k = 0; k <= run->len; k++) {
		bool free = k < run->len &&
			a->match[run->reply + k] == ALIGN_NONE &&
			(again || !a->used[run->sent + k]);

		if (free)
			continue;
		if (k - from >= GRAM)
			take(a, run->reply + from, run->sent + from, k - from);
		from = k + 1;
	}
}

/* The longest run may have taken the end of the line before it: after "from 1
 * to 5?" and the answer "5" our next line starts with the wrong five. A word
 * that goes on where the one before it stands is the better match. */
static void
shift_back(struct aligner *a)
{
	size_t n = a->reply->n;
	g_autofree uint32_t *owner = g_new(uint32_t, a->sent->n + 1);

	memset(owner, 0xff, (a->sent->n + 1) * sizeof *owner);
	for (size_t i = n; i-- > 0;)
		if (a->match[i] != ALIGN_NONE)
			owner[a->match[i]] = (uint32_t)i;
	for (size_t e = 1; e < n; e++) {
		if (a->match[e] != ALIGN_NONE || a->match[e - 1] == ALIGN_NONE)
			continue;
		uint32_t p = a->match[e - 1] + 1;
		if (p >= a->sent->n ||
			a->sent->at[p].hash != a->reply->at[e].hash)
			continue;
		if (owner[p] != ALIGN_NONE && owner[p] < e)
			continue;
		if (owner[p] != ALIGN_NONE)
			a->match[owner[p]] = ALIGN_NONE;
		a->match[e] = p;
		owner[p] = (uint32_t)e;
	}
}

uint32_t *
words_align(struct pool *pool, const struct word_list *sent,
	const struct word_list *reply)
{
	struct aligner a = { .pool = pool, .sent = sent, .reply = reply };

	a.match = pool_alloc(pool, (reply->n + 1) * sizeof *a.match);
	memset(a.match, 0xff, (reply->n + 1) * sizeof *a.match);
	if (sent->n < GRAM || reply->n < GRAM)
		return a.match;
	a.used = pool_alloc(pool, sent->n * sizeof *a.used);
	index_sent(&a);
	for (size_t i = 0; i + GRAM <= reply->n && a.work < WORK_MOST; i++)
		find_at(&a, i);
	if (a.runs.n)
		qsort(a.runs.at, a.runs.n, sizeof *a.runs.at, longest_first);
	for (size_t i = 0; i < a.runs.n; i++)
		place(&a, &a.runs.at[i]);
	shift_back(&a);
	return a.match;
}
