/* read/page -- room read: what the parts of the HTML reader share.
 *
 * html.c walks over the text and keeps the lines, tag.c cuts a tag into its
 * attributes, element.c knows what mail clients mean by their elements, scope.c
 * remembers them while they are open, and original.c finds the header of a bare original among the lines. Nobody else
 * includes this.
 */
#ifndef MENTORD_READ_PAGE_H
#define MENTORD_READ_PAGE_H

#include <glib.h>

#include "read/body.h"

#define SCOPES_MOST 64
#define LISTS_MOST  32
#define RAWS        3
#define VALUE_MOST  2000 /* bytes of an attribute that are looked at */

enum attribute {
	A_CLASS,
	A_ID,
	A_STYLE,
	A_START, /* "value" of a list item as well */
	A_TYPE,
	A_NAME,
	A_ALT,
	A_CITE,
	A_WIDTH,
	A_HEIGHT,
	A_MARKER, /* Zimbra's data-marker */
	ATTRIBUTES
};

enum {
	KIND_VOID = 1,      /* it has no end */
	KIND_BLOCK = 2,     /* begins a line */
	KIND_PARAGRAPH = 4, /* with space around it */
	KIND_RAW = 8,       /* its content is no mark-up */
	KIND_FRAME = 16     /* may have the bar of a quotation */
};

struct tag {
	char name[16]; /* lower case */
	int kind;
	bool close, hidden;
	const char *at[ATTRIBUTES]; /* lower case without blanks, alt as it
				       is written; NULL: absent */
};

/* What an element says about the text inside. */
enum meaning {
	MEANS_NOTHING,
	MEANS_QUOTE,
	MEANS_LOOSE, /* a quotation, or only indented */
	MEANS_HIDDEN,
	MEANS_TINY,  /* too small to be read, until some element inside is
			not */
	MEANS_SIZED, /* that element */
	MEANS_HEADER,
	MEANS_CUT,
	MEANS_SIGNATURE,
	MEANS_BOLD,
	MEANS_PRE /* blanks and line feeds mean themselves */
};

struct scope {
	char name[16];
	enum meaning meaning;
	size_t inner; /* tags of that name open inside it */
	int saved;    /* MEANS_SIZED: what was tiny before */
	size_t line;  /* MEANS_LOOSE: first line inside */
};

/* What the lines do not say themselves. */
struct hint {
	bool ruled; /* a ruler or a border stands above */
	bool label; /* begins in bold up to a colon */
};
LIST_OF(hint_list, struct hint);

struct page {
	struct pool *pool;
	struct body_line_list *lines;
	struct hint_list hints; /* one a line */
	GString *line;
	struct hint hint; /* of the line at hand */
	bool maybe_label, attribution;
	bool space, blank; /* owed before the next character, next line */
	bool cut_next;     /* the next line is the header of an original */
	bool tight;        /* in a paragraph that is a line */
	size_t tight_from;
	bool dropped;    /* there was hidden text */
	bool show_all;   /* hidden text as well */
	char marker[24]; /* of a list item, owed */
	int depth, hidden, tiny, header, cut, signature, pre, bold, cells;
	struct scope scopes[SCOPES_MOST];
	size_t n_scopes;
	int lists[LISTS_MOST]; /* next number, -1 for bullets */
	bool letters[LISTS_MOST];
	size_t n_lists;
	struct { /* the last loose quotation, while it may be undone */
		bool open;
		size_t from, till;
		int level; /* of blocks opened behind it */
	} loose;
	size_t size, work;
	const char *end, *last_gt, *unquoted_till;
	bool no_comment_end, no_raw_end[RAWS]; /* behind here */
	char values[ATTRIBUTES][VALUE_MOST + 1];
};

/* --- html.c --- */

/* End the line if it holds anything. */
void page_line_end(struct page *page);

/* --- scope.c --- */

void scope_start(struct page *page, const struct tag *tag);
void scope_close(struct page *page, const char *name);
void scope_leave(struct page *page); /* the innermost one */

/* --- tag.c --- */

/* Cuts the tag at p ("<" and a letter, or "</"); returns what follows it, NULL
 * when it is only a sign. */
const char *tag_read(struct page *page, const char *p, struct tag *tag);

/* The ">" that ends the tag at p; a quoted ">" does not, if the quotes end
 * soon. NULL: there is none. */
const char *tag_end(struct page *page, const char *p);

/* --- element.c --- */

enum meaning element_meaning(const struct page *page, const struct tag *tag);

/* Does the element, empty as it is, say that an original follows? */
bool element_announces(const struct tag *tag);

bool element_has_rule(const struct tag *tag); /* above it */
bool element_is_tight(const struct tag *tag); /* a paragraph */
bool element_is_pixel(const struct tag *tag);
int element_kind(const char *name); /* KIND_... */

/* --- original.c --- */

/* Marks the header blocks of bare originals by their rulers and labels. */
void original_mark(struct page *page);

#endif
