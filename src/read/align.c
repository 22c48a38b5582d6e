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

static uint64_t
hash_bytes(const char *text, size_t len)
{
	uint64_t h = 14695981039346656037u;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)text[i]) * 1099511628211u;
	return h;
}

/* Compatibility forms and case folded, as the two sides may differ in both. */
static uint64_t
hash_word(const char *text, size_t len)
{
	g_autofree char *all =
		g_utf8_normalize(text, (gssize)len, G_NORMALIZE_ALL);
	g_autofree char *low = g_utf8_casefold(all ? all : "", -1);

	return hash_bytes(low, strlen(low));
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
	return !g_ascii_strncasecmp(p, "http://", 7) ||
		!g_ascii_strncasecmp(p, "https://", 8) ||
		!g_ascii_strncasecmp(p, "mailto:", 7);
}

static bool
all_ascii_letters(const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!g_ascii_isalnum(p[i]))
			return false;
	return true;
}

static void
word_put(struct pool *pool, const char *text, size_t start, size_t end,
	uint32_t line, struct word_list *words)
{
	char low[64];
	size_t len = end - start;

	if (words->n >= WORDS_MOST)
		return;
	struct word *word = LIST_ADD(pool, words);
	word->line = line;
	word->start = (uint32_t)start;
	word->end = (uint32_t)end;
	if (len < sizeof low && all_ascii_letters(text + start, len)) {
		for (size_t i = 0; i < len; i++)
			low[i] = g_ascii_tolower(text[start + i]);
		word->hash = hash_bytes(low, len);
	} else {
		word->hash = hash_word(text + start, len);
	}
}

void
words_add(struct pool *pool, const char *text, size_t from, uint32_t line,
	struct word_list *words)
{
	const char *p = text + from;

	while (*p) {
		gunichar c = g_utf8_get_char(p);
		const char *start = p;

		p = g_utf8_next_char(p);
		if (!is_letter(c))
			continue;
		if (starts_link(start)) {
			p = start + strcspn(start, " \t<>\"");
			word_put(pool, text, (size_t)(start - text),
				(size_t)(p - text), line, words);
			if (words->n)
				words->at[words->n - 1].hash = 1;
			continue;
		}
		while (!is_single(c) && *p) {
			c = g_utf8_get_char(p);
			if (!is_letter(c) || is_single(c))
				break;
			p = g_utf8_next_char(p);
		}
		word_put(pool, text, (size_t)(start - text), (size_t)(p - text),
			line, words);
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
