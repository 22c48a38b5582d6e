/* How sure the cut is. Each sign here means that a line could as well have been
 * judged otherwise; what depends on nothing of the kind is sure. */
#include "read/quoter.h"

#define COVERED_LEAST 4 /* words of ours in a line that was kept */

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
	return q->dropped_new || q->on_top;
}
