/* A template file of arbitrary bytes, and arbitrary bytes as the value of
 * every field: the parser must refuse or render within its limits, and what
 * it renders must come out of both faces of Markdown. The input is cut at its
 * first NUL: template before, value behind it. */
#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "write/markdown.h"
#include "write/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void
fill(struct pool *pool, struct fields *fields, const char *value)
{
	size_t n;
	const struct moment_field *all = moment_fields(MOMENT_CHECKIN, &n);

	for (size_t i = 0; i < n; i++)
		if (!strchr(all[i].name, '.') && all[i].kind == FIELD_TEXT)
			fields_text(pool, fields, all[i].name, value);
	struct fields *item = fields_item(pool, fields, "questions");
	fields_text(pool, item, "ask", value);
	fields_text(pool, fields_item(pool, item, "options"), "text", value);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	POOL_AUTO pool = pool_new();
	struct mistake_list mistakes = { .pool = pool };
	const char *text = (const char *)bytes;
	size_t len = size ? strnlen(text, size) : 0;
	char *value = size > len
		? pool_strndup(pool, text + len + 1, size - len - 1)
		: pool_strdup(pool, "v");
	struct rendering made;
	struct err err;
	const struct template *t = template_parse(
		pool, "f.md", text, len, MOMENT_CHECKIN, false, &mistakes);

	if (!t) {
		g_assert(mistakes.n);
		return 0;
	}
	struct fields *fields = fields_new(pool, NULL);
	fill(pool, fields, value);
	if (!template_render(pool, t, fields, &made, &err))
		return 0;
	g_assert(!strpbrk(made.subject, "\r\n"));
	const char *plain = markdown_text(pool, made.markdown, NULL);
	const char *html = markdown_html(
		pool, "en", made.subject, made.preheader, made.markdown, NULL);
	g_assert(g_utf8_validate(plain, -1, NULL));
	g_assert(g_utf8_validate(html, -1, NULL));
	g_assert(!strstr(html, "<script"));
	return 0;
}
