/* The template language: a text with {{tags}} becomes a tree of nodes, and
 * every name in it is looked up among the declared fields of its moment, so
 * that a mail can never go out with a hole in it. One pass over the text;
 * blocks within blocks are the only recursion, and it is limited. */
#include "write/template.h"

#include <glib.h>
#include <string.h>

#include "base/text.h"
#include "write/node.h"

#define NAME_LONGEST 40

struct parser {
	struct pool *pool;
	const char *file;
	enum moment moment;
	struct mistake_list *mistakes;
	const char *at, *end;
	const char *dropped; /* literal text before here is not printed */
	bool line_start;
	int line, depth;
	const char *path; /* declared name of the list we are in, or "" */
};

enum tag_kind {
	TAG_NONE, /* the text is over */
	TAG_VALUE,
	TAG_OWN,
	TAG_IF,
	TAG_EACH,
	TAG_ELSE,
	TAG_END_IF,
	TAG_END_EACH,
	TAG_NOTE,
	TAG_BAD
};

struct tag {
	enum tag_kind kind;
	const char *name;
	int line;
};

static void parse_nodes(
	struct parser *parser, struct node_list *nodes, struct tag *end);

static bool
starts(const char *at, const char *end, const char *with)
{
	size_t len = strlen(with);

	return (size_t)(end - at) >= len && !memcmp(at, with, len);
}

static const char *
seek(const char *at, const char *end, const char *what)
{
	return memmem(at, (size_t)(end - at), what, strlen(what));
}

static const char *
line_end(const char *at, const char *end)
{
	const char *feed = memchr(at, '\n', (size_t)(end - at));

	return feed ? feed + 1 : end;
}

/* Nothing but blanks, block tags and notes from here to the end of line? */
static bool
line_is_structure(const char *at, const char *end)
{
	bool seen = false;

	for (;;) {
		while (at < end && (*at == ' ' || *at == '\t'))
			at++;
		if (at == end || *at == '\n')
			return seen;
		if (!starts(at, end, "{{#") && !starts(at, end, "{{/") &&
			!starts(at, end, "{{!") && !starts(at, end, "{{else}}"))
			return false;
		at = seek(at, end, "}}");
		if (!at)
			return false;
		at += 2;
		seen = true;
	}
}

static struct node *
add_node(struct parser *p, struct node_list *nodes, enum node_kind kind,
	int line, const char *text)
{
	struct node *node = LIST_ADD(p->pool, nodes);

	node->kind = kind;
	node->line = line;
	node->text = text;
	return node;
}

/* Literal text up to the next tag or the end; structural lines are dropped. */
static void
parse_literal(struct parser *p, struct node_list *nodes)
{
	while (p->at < p->end && !starts(p->at, p->end, "{{")) {
		const char *stop = line_end(p->at, p->end);
		const char *tag = seek(p->at, stop, "{{");

		if (p->line_start && line_is_structure(p->at, stop))
			p->dropped = stop;
		if (tag)
			stop = tag;
		if (p->at >= p->dropped)
			add_node(p, nodes, NODE_TEXT, p->line,
				pool_strndup(p->pool, p->at,
					(size_t)(stop - p->at)));
		p->line_start = !tag && stop[-1] == '\n';
		p->line += p->line_start;
		p->at = stop;
	}
	if (p->line_start && p->at < p->end) {
		const char *stop = line_end(p->at, p->end);

		if (line_is_structure(p->at, stop))
			p->dropped = stop;
	}
}

static bool
name_is_good(const char *name)
{
	size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return len && len <= NAME_LONGEST && !name[len] &&
		g_ascii_islower(*name);
}

/* What stands between the braces, trimmed. */
static enum tag_kind
tag_classify(
	struct parser *p, bool triple, const char *inner, const char **name)
{
	static const struct {
		const char *start;
		enum tag_kind kind;
	} blocks[] = { { "#if ", TAG_IF }, { "#each ", TAG_EACH } };

	*name = inner;
	if (triple)
		return TAG_OWN;
	if (*inner == '!')
		return TAG_NOTE;
	if (!strcmp(inner, "else"))
		return TAG_ELSE;
	if (!strcmp(inner, "/if"))
		return TAG_END_IF;
	if (!strcmp(inner, "/each"))
		return TAG_END_EACH;
	for (size_t i = 0; i < G_N_ELEMENTS(blocks); i++) {
		size_t len = strlen(blocks[i].start);

		if (strncmp(inner, blocks[i].start, len))
			continue;
		*name = g_strchug(pool_strdup(p->pool, inner + len));
		return blocks[i].kind;
	}
	return TAG_VALUE;
}

static enum tag_kind
tag_fault(struct parser *p, const char *value, const char *why)
{
	mistake_add(p->mistakes, p->file, p->line, NULL, value, "%s", why);
	return TAG_BAD;
}

/* The tag at p->at, which is "{{". */
static void
read_tag(struct parser *p, struct tag *tag)
{
	bool triple = starts(p->at, p->end, "{{{");
	size_t braces = triple ? 3 : 2;
	const char *inner = p->at + braces;
	const char *stop = seek(inner, p->end, triple ? "}}}" : "}}");

	tag->line = p->line;
	if (!stop) {
		tag->kind = tag_fault(p, NULL,
			"a {{ is never closed; write }} behind the name");
		p->at = p->end;
		return;
	}
	char *text = g_strstrip(
		pool_strndup(p->pool, inner, (size_t)(stop - inner)));
	tag->kind = tag_classify(p, triple, text, &tag->name);
	if ((tag->kind == TAG_VALUE || tag->kind == TAG_OWN ||
		    tag->kind == TAG_IF || tag->kind == TAG_EACH) &&
		!name_is_good(tag->name))
		tag->kind = tag_fault(p, text,
			"not a tag; known are {{name}}, {{#if name}}, "
			"{{else}}, {{/if}}, {{#each list}}, {{/each}} and "
			"{{! a note}}");
	for (const char *c = p->at; c < stop; c++)
		p->line += *c == '\n';
	p->at = stop + braces;
	p->line_start = false;
}

/* "did you mean" among the names that are visible here. */
static const char *
nearest_field(struct parser *p, const char *name)
{
	size_t n;
	const struct moment_field *fields = moment_fields(p->moment, &n);
	struct text_list names = { 0 };

	for (size_t i = 0; i < n; i++) {
		const char *dot = strrchr(fields[i].name, '.');
		const char *last = dot ? dot + 1 : fields[i].name;

		if (moment_field_find(p->moment, p->path, last))
			*LIST_ADD(p->pool, &names) = last;
	}
	*LIST_ADD(p->pool, &names) = NULL;
	return text_nearest(name, names.at);
}

static const struct moment_field *
declared(struct parser *p, const struct tag *tag)
{
	static const struct moment_field place = { "first", FIELD_TRUTH,
		false };
	const struct moment_field *field =
		moment_field_find(p->moment, p->path, tag->name);

	if (field)
		return field;
	if (*p->path &&
		(!strcmp(tag->name, "first") || !strcmp(tag->name, "last")))
		return &place;
	const char *near = nearest_field(p, tag->name);
	mistake_add(p->mistakes, p->file, tag->line, NULL, tag->name,
		"no such field %s%s%s%s%s", *p->path ? "in the list " : "here",
		p->path, near ? "; did you mean {{" : "", near ? near : "",
		near ? "}}?" : "; the manual lists them");
	return NULL;
}

static void
parse_value(struct parser *p, struct node_list *nodes, const struct tag *tag)
{
	const struct moment_field *field = declared(p, tag);

	if (!field)
		return;
	if (field->kind != FIELD_TEXT) {
		mistake_add(p->mistakes, p->file, tag->line, NULL, tag->name,
			"%s cannot be printed; use {{#%s %s}}",
			field->kind == FIELD_LIST ? "a list" : "a yes or no",
			field->kind == FIELD_LIST ? "each" : "if", tag->name);
		return;
	}
	if (tag->kind == TAG_OWN && !field->own) {
		mistake_add(p->mistakes, p->file, tag->line, NULL, tag->name,
			"people's words may not stand in three braces; write "
			"{{%s}}",
			tag->name);
		return;
	}
	add_node(p, nodes, tag->kind == TAG_OWN ? NODE_OWN : NODE_VALUE,
		tag->line, tag->name);
}

/* The rest of {{#if}} or {{#each}}, up to its end. */
static void
parse_block(struct parser *p, struct node_list *nodes, const struct tag *tag)
{
	bool each = tag->kind == TAG_EACH;
	enum tag_kind wanted = each ? TAG_END_EACH : TAG_END_IF;
	const struct moment_field *field = declared(p, tag);
	struct node_list yes = { 0 }, no = { 0 };
	const char *outer = p->path;
	struct tag end;

	if (each && field && field->kind != FIELD_LIST)
		mistake_add(p->mistakes, p->file, tag->line, NULL, tag->name,
			"not a list; use {{#if %s}}", tag->name);
	else if (each && field)
		p->path = field->name;
	parse_nodes(p, &yes, &end);
	if (end.kind == TAG_ELSE && !each)
		parse_nodes(p, &no, &end);
	p->path = outer;
	if (end.kind != wanted)
		mistake_add(p->mistakes, p->file, tag->line, NULL, tag->name,
			"{{#%s %s}} is not closed by {{/%s}}",
			each ? "each" : "if", tag->name, each ? "each" : "if");
	struct node *node = add_node(
		p, nodes, each ? NODE_EACH : NODE_IF, tag->line, tag->name);
	node->yes = yes;
	node->no = no;
}

static void
parse_deeper(struct parser *p, struct node_list *nodes, const struct tag *tag)
{
	if (p->depth == TEMPLATE_DEEPEST) {
		mistake_add(p->mistakes, p->file, tag->line, NULL, tag->name,
			"more than %d blocks within each other",
			TEMPLATE_DEEPEST);
		p->at = p->end;
		return;
	}
	p->depth++;
	parse_block(p, nodes, tag);
	p->depth--;
}

/* Nodes up to the end of the text, or to an {{else}} or {{/...}} which is
 * left in *end. */
static void
parse_nodes(struct parser *p, struct node_list *nodes, struct tag *end)
{
	for (;;) {
		parse_literal(p, nodes);
		end->kind = TAG_NONE;
		end->name = NULL;
		end->line = p->line;
		if (p->at >= p->end)
			return;
		read_tag(p, end);
		switch (end->kind) {
		case TAG_VALUE:
		case TAG_OWN:
			parse_value(p, nodes, end);
			break;
		case TAG_IF:
		case TAG_EACH:
			parse_deeper(p, nodes,
				&(struct tag){
					end->kind, end->name, end->line });
			break;
		case TAG_NONE:
		case TAG_ELSE:
		case TAG_END_IF:
		case TAG_END_EACH:
			return;
		case TAG_NOTE:
		case TAG_BAD:
			break;
		}
	}
}

/* One piece of the file, starting in that line. */
static void
parse_piece(struct parser *p, struct node_list *nodes, const char *at,
	const char *end, int line)
{
	struct tag tag;

	p->at = p->dropped = at;
	p->end = end;
	p->line = line;
	p->line_start = true;
	p->path = "";
	do {
		parse_nodes(p, nodes, &tag);
		if (tag.kind != TAG_NONE)
			mistake_add(p->mistakes, p->file, tag.line, NULL, NULL,
				"an {{else}} or {{/...}} without its "
				"beginning");
	} while (tag.kind != TAG_NONE);
}

/* Header lines; returns where the body starts. */
static const char *
parse_head(struct parser *p, struct template *t, const char *at,
	const char *end, int *line)
{
	for (; at < end; (*line)++) {
		const char *next = line_end(at, end);
		const char *stop = next - (next[-1] == '\n');
		const char *colon = memchr(at, ':', (size_t)(stop - at));

		if (stop == at) {
			(*line)++;
			return next;
		}
		if (starts(at, stop, "Subject:"))
			parse_piece(p, &t->subject, colon + 1, stop, *line);
		else if (starts(at, stop, "Preheader:"))
			parse_piece(p, &t->preheader, colon + 1, stop, *line);
		else
			mistake_add(p->mistakes, p->file, *line, NULL, NULL,
				"a template starts with \"Subject: ...\" and "
				"an empty line");
		at = next;
	}
	return end;
}

static bool
text_is_readable(struct parser *p, const char *text, size_t len)
{
	if (len > (size_t)TEMPLATE_LARGEST)
		mistake_add(p->mistakes, p->file, 0, NULL, NULL,
			"larger than %ld kB", TEMPLATE_LARGEST / 1024);
	else if (!g_utf8_validate(text, (gssize)len, NULL))
		mistake_add(p->mistakes, p->file, 0, NULL, NULL,
			"not UTF-8; save it in that encoding");
	else
		return true;
	return false;
}

const struct template *
template_parse(struct pool *pool, const char *file, const char *text,
	size_t len, enum moment moment, bool footer,
	struct mistake_list *mistakes)
{
	struct parser p = { .pool = pool,
		.file = file,
		.moment = moment,
		.mistakes = mistakes };
	struct template *t = POOL_NEW(pool, struct template);
	size_t before = mistakes->n;
	int line = 1;

	if (!text_is_readable(&p, text, len))
		return NULL;
	if (starts(text, text + len, "\xef\xbb\xbf")) {
		text += 3;
		len -= 3;
	}
	g_autofree char *copy = g_strndup(text, len);
	g_auto(GStrv) lines = g_strsplit(copy, "\r\n", -1);
	g_autofree char *joined = g_strjoinv("\n", lines);
	const char *at = pool_strdup(pool, joined);
	const char *end = at + strlen(at);

	t->file = file;
	if (!footer) {
		at = parse_head(&p, t, at, end, &line);
		if (!t->subject.n)
			mistake_add(mistakes, file, 1, "Subject", NULL,
				"missing; the first line says \"Subject: ...\"");
	}
	parse_piece(&p, &t->body, at, end, line);
	return mistakes->n == before ? t : NULL;
}
