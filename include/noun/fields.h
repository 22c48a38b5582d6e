/* noun/fields -- room noun: named values for a template: text, truth, lists.
 *
 * A tree in a pool. Names are looked up from the innermost list item outward.
 */
#ifndef MENTORD_NOUN_FIELDS_H
#define MENTORD_NOUN_FIELDS_H

#include "base/pool.h"

struct fields;
LIST_OF(fields_list, struct fields *);

enum field_kind {
	FIELD_TEXT,
	FIELD_TRUTH,
	FIELD_LIST
};

struct field {
	const char *name;
	enum field_kind kind;
	const char *text; /* FIELD_TEXT; never NULL */
	bool truth;
	struct fields_list list; /* FIELD_LIST: one struct fields an item */
};
LIST_OF(field_list, struct field);

struct fields {
	const struct fields *outer; /* where a name is looked up next; NULL */
	struct field_list all;
};

struct fields *fields_new(struct pool *pool, const struct fields *outer);
void fields_text(struct pool *pool, struct fields *fields, const char *name,
	const char *text); /* NULL is "" */
void fields_printf(struct pool *pool, struct fields *fields, const char *name,
	const char *fmt, ...) PRINTF(4, 5);
void fields_truth(
	struct pool *pool, struct fields *fields, const char *name, bool truth);

/* A new item at the end of the list of that name (made when missing). */
struct fields *fields_item(
	struct pool *pool, struct fields *fields, const char *name);

/* An empty list of that name, for {{#each}} over nothing. */
void fields_list(struct pool *pool, struct fields *fields, const char *name);

/* The field of that name here or further out; NULL when there is none. */
const struct field *fields_find(const struct fields *fields, const char *name);

#endif
