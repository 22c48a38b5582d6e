/* Mistakes of the people who write config, roster and templates.
 *
 * Everything is copied into the list's own pool: what was being read when
 * the mistake was found is usually gone when it is shown.
 */
#include "program/mistake.h"

#include <glib.h>
#include <string.h>

struct mistake_list *
mistakes_new(void)
{
	struct mistake_list *mistakes = g_new0(struct mistake_list, 1);

	mistakes->pool = pool_new();
	return mistakes;
}

void
mistakes_free(struct mistake_list *mistakes)
{
	if (!mistakes)
		return;
	pool_free(mistakes->pool);
	g_free(mistakes);
}

static struct mistake *
add(struct mistake_list *mistakes, const char *file, int line, const char *key,
	const char *value)
{
	struct pool *pool = mistakes->pool;
	struct mistake *mistake = LIST_ADD(pool, mistakes);

	mistake->file = pool_strdup(pool, file);
	mistake->line = line;
	mistake->key = pool_strdup(pool, key);
	mistake->value = pool_strdup(pool, value);
	return mistake;
}

void
mistake_add(struct mistake_list *mistakes, const char *file, int line,
	const char *key, const char *value, const char *fmt, ...)
{
	struct mistake *mistake = add(mistakes, file, line, key, value);
	va_list ap;

	va_start(ap, fmt);
	mistake->why = pool_vprintf(mistakes->pool, fmt, ap);
	va_end(ap);
}

void
mistake_warn(struct mistake_list *mistakes, const char *file, int line,
	const char *key, const char *value, const char *fmt, ...)
{
	struct mistake *mistake = add(mistakes, file, line, key, value);
	va_list ap;

	va_start(ap, fmt);
	mistake->why = pool_vprintf(mistakes->pool, fmt, ap);
	va_end(ap);
	mistake->warning = true;
}

size_t
mistakes_count(const struct mistake_list *mistakes)
{
	size_t n = 0;

	for (size_t i = 0; i < mistakes->n; i++)
		n += !mistakes->at[i].warning;
	return n;
}

static int
by_place(const void *a, const void *b, void *files)
{
	const struct mistake *first = a, *second = b;
	int rank = GPOINTER_TO_INT(g_hash_table_lookup(files, first->file)) -
		GPOINTER_TO_INT(g_hash_table_lookup(files, second->file));

	return rank ? rank : first->line - second->line;
}

void
mistakes_sort(struct mistake_list *mistakes)
{
	g_autoptr(GHashTable) files =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (size_t i = 0; i < mistakes->n; i++)
		if (!g_hash_table_contains(files, mistakes->at[i].file))
			g_hash_table_insert(files,
				g_strdup(mistakes->at[i].file),
				GINT_TO_POINTER((int)i));
	if (mistakes->n)
		g_qsort_with_data(mistakes->at, (int)mistakes->n,
			sizeof *mistakes->at, by_place, files);
}

/* The value as one line of printable text, cut where it gets long. */
static void
append_value(GString *out, const char *value)
{
	g_autofree char *valid = g_utf8_make_valid(value, -1);
	size_t shown = 0;

	for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (++shown > 80) {
			g_string_append(out, "…");
			return;
		}
		if (c == '\n')
			g_string_append(out, "\\n");
		else if (c == '\r')
			g_string_append(out, "\\r");
		else if (c == '\t')
			g_string_append(out, "\\t");
		else if (!g_unichar_isprint(c) ||
			(c >= 0x202a && c <= 0x202e) ||
			(c >= 0x2066 && c <= 0x2069))
			g_string_append_printf(out, "\\u%04x", c);
		else
			g_string_append_unichar(out, c);
	}
}

char *
mistake_print(struct pool *pool, const struct mistake *mistake)
{
	g_autoptr(GString) out = g_string_new(NULL);

	append_value(out, mistake->file);
	if (mistake->line)
		g_string_append_printf(out, ":%d", mistake->line);
	g_string_append(out, ": ");
	if (mistake->warning)
		g_string_append(out, "warning: ");
	if (mistake->key && *mistake->key) {
		append_value(out, mistake->key);
		g_string_append(out, ": ");
	}
	if (mistake->value) {
		append_value(out, *mistake->value ? mistake->value : "\"\"");
		g_string_append(out, ": ");
	}
	g_string_append(out, mistake->why);
	return pool_strdup(pool, out->str);
}
