/* Repairs of the alignment. An answer may be a word with which our text goes on,
 * and the longest run takes it along; where it stands tells whose it is. */
#include "read/quoter.h"

#define CARRIED_MOST 3 /* words that a run takes along: less than a gram */

/* The next row that holds words. */
static const struct row *
next_written(const struct quoter *q, size_t i)
{
	while (++i < q->rows.n)
		if (q->rows.at[i].n)
			return &q->rows.at[i];
	return NULL;
}

/* How many words the row begins with that stand so in one of our mails. */
static size_t
leading_run(const struct quoter *q, const struct row *row)
{
	const uint32_t *match = q->match + row->first;
	size_t k = 0;

	while (k < row->n && match[k] != ALIGN_NONE && match[k] == match[0] + k)
		k++;
	return k;
}

/* How many words of the row are those of ours from `from` on. */
static size_t
continues(const struct quoter *q, const struct row *row, uint32_t from)
{
	size_t k = 0;

	while (k < row->n && from + k < q->sent_words.n &&
		q->words.at[row->first + k].hash ==
			q->sent_words.at[from + k].hash)
		k++;
	return k;
}

/* An answer may be the word with which our text goes on: "3", typed above
 * "> 3. What next?". The run of the question before went on by that word; it
 * belongs to the row that goes on with ours, even where that row was found in
 * another mail of ours. */
static void
give_back_above(struct quoter *q)
{
	for (size_t i = 0; i < q->rows.n; i++) {
		const struct row *row = &q->rows.at[i];
		const struct row *below = row->n ? next_written(q, i) : NULL;
		size_t k = below ? leading_run(q, row) : 0;

		if (!k)
			continue;
		uint32_t from = q->match[row->first];
		uint32_t goes_on = q->match[below->first];
		size_t n = continues(q, below, from);
		if (goes_on == from + k || n < k ||
			(n == k && below->depth <= row->depth))
			continue;
		for (size_t w = 0; w < k; w++)
			q->match[row->first + w] = ALIGN_NONE;
		for (size_t w = 0; goes_on == ALIGN_NONE && w < n; w++)
			q->match[below->first + w] = from + (uint32_t)w;
	}
}

/* How many words from word k of the row on continue sent word `from`; more than
 * CARRIED_MOST are not counted. */
static size_t
carried(const struct quoter *q, const struct row *row, size_t k, uint32_t from)
{
	size_t n = 0;

	while (n <= CARRIED_MOST && k + n < row->n &&
		q->match[row->first + k + n] == from + n)
		n++;
	return n;
}

/* "1. Did you meet? yes, twice", and our next line is "(yes or no)": the run
 * goes on behind the end of our line, but breaks off in the next one. What is
 * typed behind a question is not ours, as nobody quotes half a hint. */
static void
give_back_behind(struct quoter *q, const struct row *row)
{
	for (size_t k = 0; k + 1 < row->n; k++) {
		uint32_t w = q->match[row->first + k];

		if (!ends_sent_line(q, w) || w + 1 >= q->sent_words.n)
			continue;
		size_t n = carried(q, row, k + 1, w + 1);
		size_t next = row->first + k + 1 + n;
		uint32_t end = w + (uint32_t)n;
		if (!n || n > CARRIED_MOST || ends_sent_line(q, end) ||
			(next < q->words.n && q->match[next] == end + 1))
			continue;
		for (size_t i = 1; i <= n; i++)
			q->match[row->first + k + i] = ALIGN_NONE;
	}
}

/* Our own copy of a word that was given back stands in front of the run that
 * follows it. */
static void
take_in_front(struct quoter *q, const bool *used)
{
	for (size_t i = q->words.n; i-- > 1;) {
		uint32_t w = q->match[i];

		if (w == ALIGN_NONE || !w || q->match[i - 1] != ALIGN_NONE ||
			used[w - 1] || !starts_sent_line(q, w - 1) ||
			q->words.at[i - 1].hash != q->sent_words.at[w - 1].hash)
			continue;
		q->match[i - 1] = w - 1;
	}
}

void
quoter_mend(struct quoter *q)
{
	give_back_above(q);
	for (size_t i = 0; i < q->rows.n; i++)
		give_back_behind(q, &q->rows.at[i]);
	bool *used = pool_alloc(q->pool, q->sent_words.n + 1);
	for (size_t i = 0; i < q->words.n; i++)
		if (q->match[i] != ALIGN_NONE)
			used[q->match[i]] = true;
	take_in_front(q, used);
}
