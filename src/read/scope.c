/* The elements worth remembering while they are open. An element counts the
 * tags of its own name inside it, so that its end is found without a tree. */
#include <string.h>

#include "read/page.h"

#define BOLD_MOST 8

static void
scope_count(struct page *page, struct scope *scope, int by)
{
	switch (scope->meaning) {
	case MEANS_QUOTE:
	case MEANS_LOOSE:
		page->depth += by;
		break;
	case MEANS_HIDDEN:
		page->hidden += by;
		break;
	case MEANS_TINY:
		page->tiny += by;
		break;
	case MEANS_SIZED:
		if (by > 0)
			scope->saved = page->tiny;
		page->tiny = by > 0 ? 0 : scope->saved;
		break;
	case MEANS_HEADER:
		page->header += by;
		break;
	case MEANS_CUT:
		page->cut += by;
		break;
	case MEANS_SIGNATURE:
		page->signature += by;
		break;
	case MEANS_BOLD:
		page->bold += by;
		break;
	case MEANS_PRE:
		page->pre += by;
		break;
	case MEANS_NOTHING:
		break;
	}
}

/* Does an element of that meaning begin a line of its own? */
static bool
ends_line(enum meaning meaning)
{
	return meaning != MEANS_HIDDEN && meaning != MEANS_TINY &&
		meaning != MEANS_SIZED && meaning != MEANS_BOLD;
}

static void
scope_open(struct page *page, const char *name, enum meaning meaning)
{
	struct scope *scope = &page->scopes[page->n_scopes++];

	if (ends_line(meaning))
		page_line_end(page);
	*scope = (struct scope){ .meaning = meaning, .line = page->lines->n };
	g_strlcpy(scope->name, name, sizeof scope->name);
	scope_count(page, scope, 1);
}

/* The innermost remembered element of that name, as its number from 1. */
static size_t
scope_find(const struct page *page, const char *name)
{
	size_t i = page->n_scopes;

	while (i && strcmp(page->scopes[i - 1].name, name))
		i--;
	return i;
}

void
scope_leave(struct page *page)
{
	struct scope *scope = &page->scopes[--page->n_scopes];

	if (ends_line(scope->meaning))
		page_line_end(page);
	scope_count(page, scope, -1);
	if (scope->meaning != MEANS_LOOSE)
		return;
	page->loose.open = true;
	page->loose.level = 0;
	page->loose.from = scope->line;
	page->loose.till = page->lines->n;
}

void
scope_close(struct page *page, const char *name)
{
	size_t at = scope_find(page, name);

	if (at && page->scopes[at - 1].inner)
		page->scopes[at - 1].inner--;
	else if (at)
		while (page->n_scopes >= at)
			scope_leave(page);
}

void
scope_start(struct page *page, const struct tag *tag)
{
	enum meaning meaning = element_meaning(page, tag);
	size_t at = scope_find(page, tag->name);

	if (meaning == MEANS_BOLD && page->bold >= BOLD_MOST)
		meaning = MEANS_NOTHING; /* they are forgotten to be closed */
	if (meaning != MEANS_NOTHING && page->n_scopes < SCOPES_MOST)
		scope_open(page, tag->name, meaning);
	else if (at)
		page->scopes[at - 1].inner++;
}
