/* How sure the cut is. Each sign here means that a line could as well have been
 * judged otherwise; what depends on nothing of the kind is sure. */
#include "read/quoter.h"

#define COVERED_LEAST 4 /* words of ours in a line that was kept */
#define FEW_LABELS    2

static bool
is_kept(const struct row *row)
{
	return row->reason == LINE_KEPT && !row->blank;
}

/* A kept line that carries marks of quotation, or whose words are half ours:
 * it is an older mail's, or pasted. */
static bool
doubts_kept(const struct row *row)
{
	return is_kept(row) && !row->inserted &&
		(row->depth > 0 ||
			(row->covered >= COVERED_LEAST &&
				2 * row->covered >= row->n));
}

/* A header of two labels with nothing above. Most programs write three or more,
 * so these may have been copied, and what follows passed on. Attributions on top
 * are how people begin who answer below. */
static bool
doubts_top(const struct quoter *q)
{
	size_t labels = 0, i = 0;

	for (; i < q->rows.n && !q->rows.at[i].old; i++) {
		const struct row *row = &q->rows.at[i];

		if (is_kept(row))
			return false;
		labels += row->reason == LINE_ATTRIBUTION &&
			shape_is_label(row->text);
	}
	return labels == FEW_LABELS;
}

/* Tails go by their words, and so does the end of an answer that shares its
 * line with an attribution. */
static bool
doubts_dropped(const struct row *row)
{
	return row->reason == LINE_SIGNATURE ||
		(row->reason == LINE_ATTRIBUTION && row->own);
}

bool
quoter_doubts(const struct quoter *q)
{
	for (size_t i = 0; i < q->rows.n; i++)
		if (doubts_dropped(&q->rows.at[i]) ||
			(q->aligned && doubts_kept(&q->rows.at[i])))
			return true;
	return q->dropped_new || q->on_top || (q->aligned && doubts_top(q));
}
