/* The header block that clients put above an original they do not quote. Its
 * labels are in the client's language, so it is known by how it is drawn: below
 * a ruler, or with every label in bold; and by what it holds: an address, a
 * date. A form that a person fills in has labels too, but not both, and its
 * answers stand alone. */
#include <string.h>

#include "read/page.h"
#include "read/quote.h"

#define BLOCK_MOST 9 /* lines of a header block */

struct block {
	size_t end, labels, numbers;
	bool address, year;
};

static void
look(struct block *block, const char *text)
{
	size_t digits = 0;

	for (const char *p = text;; p++) {
		bool digit = g_ascii_isdigit(*p);

		block->address |= *p == '@' && p > text && p[-1] > ' ' &&
			g_ascii_isalnum(p[1]);
		if (digit) {
			digits++;
			continue;
		}
		block->numbers += digits > 0;
		block->year |= digits == 4 && (p[-4] == '2' || p[-4] == '1');
		digits = 0;
		if (!*p)
			return;
	}
}

/* Labelled lines from i, and what goes on from them with an address. Clients
 * that make each of them a paragraph leave a blank line between two. */
static struct block
read_block(const struct page *page, size_t i, bool ruled)
{
	struct block block = { .end = i };
	size_t last = MIN(page->lines->n, i + BLOCK_MOST * 2), filled = 0;

	for (size_t k = i; k < last && filled < BLOCK_MOST; k++) {
		const char *text = page->lines->at[k].text;
		bool label = page->hints.at[k].label ||
			(ruled && shape_is_label(text));

		if (!*text && k > i && *page->lines->at[k - 1].text &&
			page->hints.at[k - 1].label)
			continue;
		if (!label && (k == i || !strchr(text, '@')))
			break;
		look(&block, text);
		block.labels += label;
		block.end = k + 1;
		filled++;
	}
	return block;
}

static bool
is_header(const struct block *block, bool ruled)
{
	bool dated = block->year && block->numbers >= 3;

	if (ruled)
		return (block->labels && block->address && dated) ||
			(block->labels >= 3 && (block->address || dated));
	return block->labels >= 3 && block->address && dated;
}

static void
mark(struct page *page, size_t i)
{
	struct body_line *line = &page->lines->at[i];

	if (!line->depth && *line->text)
		line->mark = MARK_CUT;
}

/* Outlook on the Mac draws its line below the name of the sender. */
static void
mark_above(struct page *page, size_t i)
{
	while (i && !*page->lines->at[i - 1].text)
		i--;
	if (i && page->hints.at[i - 1].label &&
		strchr(page->lines->at[i - 1].text, '@'))
		mark(page, i - 1);
}

void
original_mark(struct page *page)
{
	const struct hint *hints = page->hints.at;

	for (size_t i = 0; i < page->lines->n; i++) {
		bool ruled = hints[i].ruled;
		bool first = i && page->lines->at[i].mark == MARK_CUT &&
			page->lines->at[i - 1].mark != MARK_CUT;

		if (first)
			mark_above(page, i);
		if (!ruled && (!hints[i].label || (i && hints[i - 1].label)))
			continue;
		struct block block = read_block(page, i, ruled);
		if (!is_header(&block, ruled))
			continue;
		mark_above(page, i);
		for (; i < block.end; i++)
			mark(page, i);
		i--;
	}
}
