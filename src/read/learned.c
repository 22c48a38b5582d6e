/* How a person ends letters, learned from earlier ones: signature, device line,
 * disclaimer, in any language. That lines came twice before is not enough, as an
 * answer may be the same three times; among them one must tell by itself that it
 * belongs to a signature, and only what stands with it goes. */
#include <glib.h>
#include <string.h>

#include "read/align.h"
#include "read/tail.h"

#define HASHED_LEAST   4  /* letters and digits of a line that is hashed */
#define ENDING_LINES   16 /* of one stretch that are hashed */
#define LEARNED_WORDS  8  /* of a learned tail that nothing tells */
#define OPENING_ROWS   4  /* above the telling one, in its paragraph */
#define SENTENCE_LEAST 60 /* bytes of a line that is part of a sentence */

uint64_t
tail_hash(const char *line)
{
	POOL_AUTO pool = pool_new();
	struct word_list words = { 0 };
	uint64_t hash = 14695981039346656037u;

	words_add(pool, line, 0, 0, &words);
	for (size_t i = 0; i < words.n; i++)
		hash = (hash ^ words.at[i].hash) * 0x9e3779b97f4a7c15u;
	return words.n ? hash | 1 : 0;
}

char *
tail_name(struct pool *pool, uint64_t hash)
{
	return pool_printf(pool, "%016" G_GINT64_MODIFIER "x", hash);
}

uint64_t
tail_of_name(const char *name)
{
	return strspn(name, "0123456789abcdef") == 16 && !name[16]
		? g_ascii_strtoull(name, NULL, 16)
		: 0;
}

/* --- what is told to the keeper --- */

/* What many people write says nothing of one: closings are known by their words
 * and single short words are too common; a numbered line is an answer. */
static uint64_t
hash_of_ending(const char *line)
{
	size_t n = 0;

	for (const char *p = line; *p; p = g_utf8_next_char(p))
		n += g_unichar_isalnum(g_utf8_get_char(p));
	return n < HASHED_LEAST || tail_is_closing(line) ? 0 : tail_hash(line);
}

static bool
is_own(const struct cut_line *line)
{
	return line->reason == LINE_KEPT || line->reason == LINE_SIGNATURE;
}

static bool
is_known(const struct tail_list *closing, uint64_t hash)
{
	for (size_t i = 0; i < closing->n; i++)
		if (closing->at[i] == hash)
			return true;
	return false;
}

/* The lines before line `end` up to old text or an answer, from the bottom. */
static void
hash_ending(struct pool *pool, const struct cut *cut, size_t end,
	struct tail_list *closing)
{
	size_t lines = 0;

	while (end-- > 0 && lines < ENDING_LINES && closing->n < TAIL_LINES) {
		const struct cut_line *line = &cut->lines.at[end];
		uint64_t hash = is_own(line) ? hash_of_ending(line->text) : 0;

		if ((!is_own(line) && line->reason != LINE_BLANK) ||
			line_number(line->text, NULL))
			return;
		if (hash && !is_known(closing, hash))
			*LIST_ADD(pool, closing) = hash;
		lines += is_own(line) && *line->text;
	}
}

/* The line behind the first stretch of own text, and behind the last. */
static void
find_endings(const struct cut *cut, size_t *first, size_t *last)
{
	bool ended = false;

	*first = *last = 0;
	for (size_t i = 0; i < cut->lines.n; i++) {
		const struct cut_line *line = &cut->lines.at[i];

		if (is_own(line) && *line->text)
			*last = i + 1;
		else if (line->reason != LINE_BLANK && *last)
			ended = true;
		if (!ended)
			*first = *last;
	}
}

void
tail_closing(
	struct pool *pool, const struct cut *cut, struct tail_list *closing)
{
	size_t first, last;

	find_endings(cut, &first, &last);
	hash_ending(pool, cut, last, closing);
	if (first < last)
		hash_ending(pool, cut, first, closing);
}

/* --- what is done with it --- */

static bool
is_learned(const struct quote_writer *writer, const char *text)
{
	uint64_t hash = tail_hash(text);

	for (size_t i = 0; hash && i < writer->tails.n; i++)
		if (writer->tails.at[i] == hash)
			return true;
	return false;
}

struct ending {
	struct pool *pool;
	const struct row_list *rows;
	size_t from, till; /* of the stretch */
	const struct quote_writer *writer;
	const struct word_list *name;
};

static const struct row *
written(const struct ending *e, size_t i)
{
	const struct row *row = &e->rows->at[i];

	return row->reason == LINE_KEPT && !row->blank ? row : NULL;
}

/* Does the line say by itself that a signature is here? */
static bool
tells(const struct ending *e, const char *text)
{
	return tail_is_device(text) || tail_is_contact(text) ||
		tail_is_mark(text) || tail_is_long_ruler(text) ||
		tail_is_writer(e->pool, e->name, text);
}

static bool
is_short(const struct row *row)
{
	return row->n <= 1 && strlen(row->text) < 2 * HASHED_LEAST;
}

/* The first row of those that end the stretch as earlier letters ended. What
 * is never hashed counts with its neighbours: "CEO" between two such rows. */
static size_t
chain_start(const struct ending *e, bool *learned)
{
	size_t start = e->till;

	*learned = false;
	for (size_t i = e->till; i-- > e->from;) {
		const struct row *row = written(e, i);

		if (!row)
			continue;
		if (line_number(row->text, NULL))
			break;
		if (is_learned(e->writer, row->text))
			*learned = true;
		else if (is_short(row))
			continue; /* counts when one above it does */
		else if (!tail_is_closing(row->text) && !tells(e, row->text))
			break;
		start = i;
	}
	return start;
}

/* Does the text of n bytes end in a word whose full stop is only its own:
 * "d.o.o.", "Ltd."? */
static bool
ends_short(const char *text, size_t n)
{
	static const char *const words[] = { "ltd", "inc", "corp", "co",
		"str" };
	size_t from = n - 1;

	while (from && text[from - 1] != ' ')
		from--;
	if (memchr(text + from, '.', n - 1 - from))
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strlen(words[i]) == n - 1 - from &&
			!g_ascii_strncasecmp(
				text + from, words[i], n - 1 - from))
			return true;
	return false;
}

static bool
ends_sentence(const char *text)
{
	size_t n = shape_length(text);

	return n &&
		(strchr("?!", text[n - 1]) ||
			(text[n - 1] == '.' && !ends_short(text, n)));
}

static bool
is_sentence(const char *text)
{
	return ends_sentence(text) || shape_length(text) >= SENTENCE_LEAST;
}

/* From the row that tells upwards: its closing, and the lines that open its
 * paragraph, if the paragraph begins inside the chain. */
static size_t
opening(const struct ending *e, size_t chain, size_t i)
{
	size_t top = i, rows = 0;

	while (top > chain && rows++ < OPENING_ROWS && written(e, top - 1) &&
		!is_sentence(e->rows->at[top - 1].text))
		top--;
	if (top > e->from && written(e, top - 1))
		top = i; /* it began above */
	size_t above = top;
	while (above > chain && !written(e, above - 1))
		above--;
	if (above > chain && tail_is_closing(e->rows->at[above - 1].text))
		top = above - 1;
	return top;
}

/* Long learned lines that are no sentences, in paragraphs of their own. */
static bool
is_long(const struct ending *e, size_t chain)
{
	size_t words = 0, lines = 0;

	for (size_t i = chain; i < e->till; i++) {
		const struct row *row = written(e, i);

		if (row && ends_sentence(row->text))
			return false;
		words += row ? row->n : 0;
		lines += row != NULL;
	}
	return lines > 1 && words >= LEARNED_WORDS &&
		(chain == e->from || !written(e, chain - 1));
}

static bool
any_written(const struct ending *e, size_t from, size_t till)
{
	while (from < till && !written(e, from))
		from++;
	return from < till;
}

size_t
tail_learned_start(struct pool *pool, const struct row_list *rows, size_t from,
	size_t till, const struct quote_writer *writer,
	const struct word_list *name)
{
	struct ending e = { .pool = pool,
		.rows = rows,
		.from = from,
		.till = till,
		.writer = writer,
		.name = name };
	bool learned = false;
	size_t chain = writer->tails.n ? chain_start(&e, &learned) : till;

	if (!learned)
		return till;
	for (size_t i = chain; i < till; i++) {
		const struct row *row = written(&e, i);

		if (!row || !tells(&e, row->text))
			continue;
		size_t top = opening(&e, chain, i);
		if (any_written(&e, from, top))
			return top;
	}
	return is_long(&e, chain) && any_written(&e, from, chain) ? chain
								  : till;
}
