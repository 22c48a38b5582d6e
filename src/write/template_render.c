/* A parsed template with its values in it. Values go into the body escaped,
 * so that Markdown takes every character of them literally; into the subject
 * as one clean line. */
#include "write/template.h"

#include <glib.h>
#include <string.h>

#include "base/text.h"
#include "write/node.h"

struct scope {
	const struct scope *outer;
	const struct fields *fields;
	bool first, last; /* place in the list */
	bool item;        /* of a list */
};

struct renderer {
	struct pool *pool;
	GString *out;
	bool escape;
};

char *
markdown_escape(struct pool *pool, const char *value)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (const char *p = text_one_line(pool, value); *p; p++) {
		if (g_ascii_ispunct(*p))
			g_string_append_c(out, '\\');
		g_string_append_c(out, *p);
	}
	g_strchug(out->str);
	return pool_strdup(pool, out->str);
}

static const struct field *
look_up(const struct scope *scope, const char *name)
{
	for (; scope; scope = scope->outer) {
		const struct field *field = fields_find(scope->fields, name);

		if (field)
			return field;
	}
	return NULL;
}

/* {{#if first}} and {{#if last}} speak of the innermost list. */
static bool
is_true(const struct scope *scope, const char *name)
{
	const struct field *field = look_up(scope, name);

	if (!field && scope->item)
		return !strcmp(name, "first")
			? scope->first
			: !strcmp(name, "last") && scope->last;
	if (!field)
		return false;
	switch (field->kind) {
	case FIELD_TEXT:
		return *field->text != '\0';
	case FIELD_TRUTH:
		return field->truth;
	case FIELD_LIST:
		return field->list.n > 0;
	}
	return false;
}

static void
render_text(
	struct renderer *r, const struct scope *scope, const struct node *node)
{
	const struct field *field = look_up(scope, node->text);

	if (!field || field->kind != FIELD_TEXT)
		return;
	if (node->kind == NODE_VALUE && r->escape)
		g_string_append(r->out, markdown_escape(r->pool, field->text));
	else
		g_string_append(r->out, text_one_line(r->pool, field->text));
}

static void render_nodes(struct renderer *r, const struct scope *scope,
	const struct node_list *nodes);

static void
render_each(
	struct renderer *r, const struct scope *scope, const struct node *node)
{
	const struct field *field = look_up(scope, node->text);

	if (!field || field->kind != FIELD_LIST)
		return;
	for (size_t i = 0; i < field->list.n; i++) {
		struct scope inner = { scope, field->list.at[i], i == 0,
			i + 1 == field->list.n, true };

		render_nodes(r, &inner, &node->yes);
	}
}

static void
render_nodes(struct renderer *r, const struct scope *scope,
	const struct node_list *nodes)
{
	for (size_t i = 0; i < nodes->n && r->out->len <= TEMPLATE_OUTPUT;
		i++) {
		const struct node *node = &nodes->at[i];

		switch (node->kind) {
		case NODE_TEXT:
			g_string_append(r->out, node->text);
			break;
		case NODE_VALUE:
		case NODE_OWN:
			render_text(r, scope, node);
			break;
		case NODE_IF:
			render_nodes(r, scope,
				is_true(scope, node->text) ? &node->yes
							   : &node->no);
			break;
		case NODE_EACH:
			render_each(r, scope, node);
			break;
		}
	}
}

static char *
render_piece(struct renderer *r, const struct fields *fields,
	const struct node_list *nodes, bool escape)
{
	struct scope scope = { .fields = fields };

	g_string_truncate(r->out, 0);
	r->escape = escape;
	render_nodes(r, &scope, nodes);
	if (r->out->len > TEMPLATE_OUTPUT)
		return NULL;
	return escape ? pool_strdup(r->pool, r->out->str)
		      : text_one_line(r->pool, r->out->str);
}

bool
template_render(struct pool *pool, const struct template *t,
	const struct fields *fields, struct rendering *rendering,
	struct err *err)
{
	g_autoptr(GString) out = g_string_new(NULL);
	struct renderer r = { pool, out, false };
	struct rendering made = {
		render_piece(&r, fields, &t->subject, false),
		render_piece(&r, fields, &t->preheader, false),
		render_piece(&r, fields, &t->body, true),
	};

	if (!made.subject || !made.preheader || !made.markdown)
		return err_set(err, ERR_ASK,
			"%s gives more than %lu kB; make it shorter", t->file,
			TEMPLATE_OUTPUT / 1024);
	*rendering = made;
	return true;
}
