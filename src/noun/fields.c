/* Named values for a template: small lists, searched in order. A mail has a
 * few dozen fields, so a list is faster than a table and keeps its order. */
#include "noun/fields.h"

#include <stdarg.h>
#include <string.h>

static struct field *
here(const struct fields *fields, const char *name)
{
	for (size_t i = 0; i < fields->all.n; i++)
		if (!strcmp(fields->all.at[i].name, name))
			return &fields->all.at[i];
	return NULL;
}

/* The field of that name, made when missing; setting twice replaces. */
static struct field *
field_for(struct pool *pool, struct fields *fields, const char *name,
	enum field_kind kind)
{
	struct field *field = here(fields, name);

	if (!field) {
		field = LIST_ADD(pool, &fields->all);
		field->name = pool_strdup(pool, name);
		field->text = "";
	}
	field->kind = kind;
	return field;
}

struct fields *
fields_new(struct pool *pool, const struct fields *outer)
{
	struct fields *fields = POOL_NEW(pool, struct fields);

	fields->outer = outer;
	return fields;
}

void
fields_text(struct pool *pool, struct fields *fields, const char *name,
	const char *text)
{
	field_for(pool, fields, name, FIELD_TEXT)->text =
		pool_strdup(pool, text ? text : "");
}

void
fields_printf(struct pool *pool, struct fields *fields, const char *name,
	const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	field_for(pool, fields, name, FIELD_TEXT)->text =
		pool_vprintf(pool, fmt, ap);
	va_end(ap);
}

void
fields_truth(
	struct pool *pool, struct fields *fields, const char *name, bool truth)
{
	field_for(pool, fields, name, FIELD_TRUTH)->truth = truth;
}

void
fields_list(struct pool *pool, struct fields *fields, const char *name)
{
	field_for(pool, fields, name, FIELD_LIST);
}

struct fields *
fields_item(struct pool *pool, struct fields *fields, const char *name)
{
	struct field *list = field_for(pool, fields, name, FIELD_LIST);
	struct fields *item = fields_new(pool, fields);

	*LIST_ADD(pool, &list->list) = item;
	return item;
}

const struct field *
fields_find(const struct fields *fields, const char *name)
{
	for (; fields; fields = fields->outer) {
		const struct field *field = here(fields, name);

		if (field)
			return field;
	}
	return NULL;
}
