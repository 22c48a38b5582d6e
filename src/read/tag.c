/* A tag and the attributes that mean something in mail. Values are copied into
 * room that the page holds once, so that 100,000 tags cost no memory. */
#include <string.h>

#include "read/page.h"

#define TAG_QUOTED      2048 /* a ">" inside quotes is looked for that far */
#define ATTRIBUTES_MOST 200  /* looked at per tag */

static const struct {
	const char *name;
	enum attribute to;
} known[] = {
	{ "class", A_CLASS },
	{ "id", A_ID },
	{ "style", A_STYLE },
	{ "start", A_START },
	{ "value", A_START },
	{ "type", A_TYPE },
	{ "name", A_NAME },
	{ "alt", A_ALT },
	{ "cite", A_CITE },
	{ "width", A_WIDTH },
	{ "height", A_HEIGHT },
	{ "data-marker", A_MARKER },
};

/* A copy in lower case without blanks, so that styles compare. */
static void
squeeze(char *to, const char *from, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!g_ascii_isspace(from[i]))
			*to++ = g_ascii_tolower(from[i]);
	*to = '\0';
}

static void
take_attribute(struct page *page, struct tag *tag, const char *name, size_t n,
	const char *value, size_t len)
{
	len = MIN(len, VALUE_MOST);
	if (n == 6 && !g_ascii_strncasecmp(name, "hidden", 6))
		tag->hidden = true;
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
		char *to = page->values[known[i].to];

		if (strlen(known[i].name) != n ||
			g_ascii_strncasecmp(name, known[i].name, n))
			continue;
		if (known[i].to == A_ALT) {
			memcpy(to, value, len);
			to[len] = '\0';
		} else {
			squeeze(to, value, len);
		}
		tag->at[known[i].to] = to;
	}
}

static const char *
skip_spaces(const char *p, const char *end)
{
	while (p < end && g_ascii_isspace(*p))
		p++;
	return p;
}

/* The value behind "=", its length in *len; returns what follows it. */
static const char *
take_value(const char *p, const char *end, const char **value, size_t *len)
{
	p = skip_spaces(p, end);
	char quote = p < end && (*p == '"' || *p == '\'') ? *p : 0;
	p += quote != 0;
	*value = p;
	while (p < end && (quote ? *p != quote : !g_ascii_isspace(*p)))
		p++;
	*len = (size_t)(p - *value);
	return p + (quote && p < end);
}

static void
take_attributes(
	struct page *page, struct tag *tag, const char *p, const char *end)
{
	for (int i = 0; p < end && i < ATTRIBUTES_MOST; i++) {
		while (p < end && (g_ascii_isspace(*p) || *p == '/'))
			p++;
		const char *name = p, *value = "";
		size_t len = 0;
		while (p < end && !g_ascii_isspace(*p) && *p != '=')
			p++;
		size_t n = (size_t)(p - name);
		p = skip_spaces(p, end);
		if (p < end && *p == '=')
			p = take_value(p + 1, end, &value, &len);
		if (n)
			take_attribute(page, tag, name, n, value, len);
	}
}

/* The ">" outside quotes, looked for up to limit. */
static const char *
quoted_end(struct page *page, const char *p, const char *limit)
{
	char quote = 0;

	for (const char *q = p; q < limit; q++) {
		page->work++;
		if (quote)
			quote = *q == quote ? 0 : quote;
		else if ((*q == '"' || *q == '\'') && q[-1] == '=')
			quote = *q;
		else if (*q == '>')
			return q;
	}
	return NULL;
}

/* Where quotes did not end, none is believed up to where that was looked for:
 * so no byte is looked at for many tags. */
const char *
tag_end(struct page *page, const char *p)
{
	const char *limit = MIN(page->end, p + TAG_QUOTED), *end = NULL;

	if (p > page->last_gt)
		return NULL;
	if (p >= page->unquoted_till) {
		end = quoted_end(page, p, limit);
		if (!end)
			page->unquoted_till = limit;
	}
	if (!end) {
		end = memchr(p, '>', (size_t)(page->end - p));
		page->work += end ? (size_t)(end - p) : 0;
	}
	return end;
}

const char *
tag_read(struct page *page, const char *p, struct tag *tag)
{
	*tag = (struct tag){ .close = p[1] == '/' };
	const char *name = p + 1 + tag->close;
	size_t n = 0;

	while (g_ascii_isalnum(name[n]))
		n++;
	if (!g_ascii_isalpha(*name))
		return NULL;
	const char *end = tag_end(page, name + n);
	if (!end)
		return NULL;
	for (size_t i = 0; i < MIN(n, sizeof tag->name - 1); i++)
		tag->name[i] = g_ascii_tolower(name[i]);
	tag->kind = element_kind(tag->name);
	if (!tag->close)
		take_attributes(page, tag, name + n, end);
	return end + 1;
}
