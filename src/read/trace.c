/* What a body tells of the mail it answers. One pass over the text for each
 * question; nothing here is believed before its MAC is verified. */
#include "read/trace.h"

#include <glib.h>
#include <string.h>

#include "base/token.h"
#include "read/align.h"

#define MENTIONS_MOST 8
#define LOCAL_MOST    128
#define ORIGINALS     12 /* that are compared */

static bool
is_local(char c)
{
	return g_ascii_isalnum(c) || c == '+' || c == '.' || c == '-' ||
		c == '_';
}

/* The address around the sign at `at`, when it is of that domain and has room
 * for a token; NULL. */
static const char *
mention_at(
	struct pool *pool, const char *line, const char *at, const char *domain)
{
	size_t len = strlen(domain);
	const char *from = at;

	while (from > line && at - from < LOCAL_MOST && is_local(from[-1]))
		from--;
	if (at - from < TOKEN_LEN || g_ascii_strncasecmp(at + 1, domain, len) ||
		g_ascii_isalnum(at[1 + len]) || at[1 + len] == '-')
		return NULL;
	return pool_strndup(pool, from, (size_t)(at - from) + 1 + len);
}

void
trace_mentions(struct pool *pool, const struct body_line_list *body,
	const char *own, struct text_list *mentions)
{
	const char *domain = own ? strrchr(own, '@') : NULL;

	for (size_t i = 0; domain && i < body->n; i++) {
		const char *line = body->at[i].text, *at = line;

		for (; (at = strchr(at, '@')); at++) {
			const char *mention =
				mention_at(pool, line, at, domain + 1);

			if (!mention)
				continue;
			*LIST_ADD(pool, mentions) = mention;
			if (mentions->n == MENTIONS_MOST)
				return;
		}
	}
}

static uint32_t
cover_of(struct pool *pool, const struct word_list *words,
	const struct sent_mail *mail)
{
	struct word_list sent = { 0 };
	uint32_t n = 0;

	for (size_t i = 0; i < mail->lines.n; i++)
		words_add(pool, mail->lines.at[i].text, 0, (uint32_t)i, &sent);
	const uint32_t *match = words_align(pool, &sent, words);

	for (size_t i = 0; i < words->n; i++)
		n += match[i] != ALIGN_NONE;
	return n;
}

void
trace_cover(struct pool *pool, const struct body_line_list *body,
	const struct sent_list *sent, struct cover_list *cover)
{
	struct word_list words = { 0 };

	for (size_t i = 0; i < body->n; i++)
		words_add(pool, body->at[i].text, 0, (uint32_t)i, &words);
	for (size_t i = 0; i < sent->n && i < ORIGINALS; i++)
		*LIST_ADD(pool, cover) = cover_of(pool, &words, &sent->at[i]);
}
