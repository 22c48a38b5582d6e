/* write/node -- room write: a parsed template, for parser and renderer only.
 */
#ifndef MENTORD_WRITE_NODE_H
#define MENTORD_WRITE_NODE_H

#include "base/pool.h"

enum node_kind {
	NODE_TEXT,  /* text as it stands */
	NODE_VALUE, /* {{text}} */
	NODE_OWN,   /* {{{text}}} */
	NODE_IF,
	NODE_EACH
};

struct node;
LIST_OF(node_list, struct node);

struct node {
	enum node_kind kind;
	int line;
	const char *text;         /* the literal, or the field's name */
	struct node_list yes, no; /* NODE_EACH has only yes */
};

struct template
{
	const char *file;
	struct node_list subject, preheader, body;
};

#endif
