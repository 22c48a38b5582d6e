/* A mail of ours, taken apart as far as a simulated recipient needs it. It is
 * our own mail, so plain searching does. */
#include "rehearse/post.h"

#include <glib.h>
#include <string.h>

#include "read/read.h"

/* The header field of that name, unfolded; "" when it is missing. */
static const char *
header(struct pool *pool, const char *head, const char *name)
{
	size_t len = strlen(name);

	for (const char *line = head; line && *line;) {
		const char *end = strchr(line, '\n');

		if (!g_ascii_strncasecmp(line, name, len) && line[len] == ':') {
			g_autoptr(GString) value = g_string_new(NULL);
			const char *from = line + len + 1;

			while (end) {
				g_string_append_len(value, from, end - from);
				if (end[1] != ' ' && end[1] != '\t')
					break;
				from = end + 1;
				end = strchr(from, '\n');
			}
			g_strdelimit(value->str, "\r\t", ' ');
			return pool_strdup(pool, g_strstrip(value->str));
		}
		line = end ? end + 1 : NULL;
	}
	return "";
}

/* What stands between < and >, or the text itself. */
static const char *
bracketed(struct pool *pool, const char *text)
{
	const char *open = strrchr(text, '<');
	const char *close = open ? strchr(open, '>') : NULL;

	return close ? pool_strndup(pool, open + 1, (size_t)(close - open - 1))
		     : text;
}

/* Content lines are folded by CRLF and a blank (RFC 5545 3.1). */
static char *
unfold(struct pool *pool, const char *text)
{
	char *out = pool_alloc(pool, strlen(text) + 1), *to = out;

	for (const char *p = text; *p; p++) {
		if (*p == '\r')
			continue;
		if (*p == '\n' && (p[1] == ' ' || p[1] == '\t'))
			p++;
		else
			*to++ = *p;
	}
	*to = '\0';
	return out;
}

/* The first text/calendar part, which we always send in base64. */
static const char *
calendar(struct pool *pool, const char *bytes)
{
	const char *part = strstr(bytes, "Content-Type: text/calendar");
	const char *body = part ? strstr(part, "\n\n") : NULL;
	const char *end = body ? strstr(body, "\n--") : NULL;

	if (!end)
		return NULL;
	g_autofree char *base64 = g_strndup(body + 2, (gsize)(end - body - 2));
	gsize len;
	g_autofree guchar *object = g_base64_decode(base64, &len);
	g_autofree char *text = g_strndup((const char *)object, len);
	return unfold(pool, text);
}

/* Decoded, as a mail program shows it. */
static const char *
subject(struct pool *pool, const char *bytes, size_t len)
{
	const struct read_context context = { .mode = READ_MAIL };
	struct letter_head head = { 0 };

	letter_read_head(pool, bytes, len, &context, &head);
	return head.subject ? head.subject : "";
}

struct post *
post_open(struct pool *pool, const char *bytes, size_t len)
{
	struct post *post = POOL_NEW(pool, struct post);
	const char *end = strstr(bytes, "\n\n");
	const char *head = pool_strndup(
		pool, bytes, end ? (size_t)(end - bytes + 1) : len);

	post->to = header(pool, head, "Delivered-To");
	post->envelope = bracketed(pool, header(pool, head, "Return-Path"));
	post->from = bracketed(pool, header(pool, head, "From"));
	post->reply_to = bracketed(pool, header(pool, head, "Reply-To"));
	post->message_id = bracketed(pool, header(pool, head, "Message-ID"));
	post->subject = subject(pool, bytes, len);
	post->date = header(pool, head, "Date");
	post->text = letter_plain_text(pool, bytes, len);
	post->calendar = calendar(pool, bytes);
	return post;
}

const char *
post_calendar_value(struct pool *pool, const struct post *post,
	const char *name, const char **line)
{
	size_t len = strlen(name);
	const char *event =
		post->calendar ? strstr(post->calendar, "BEGIN:VEVENT") : NULL;

	for (const char *p = event; p && *p;) {
		const char *end = strchrnul(p, '\n');

		if (!strncmp(p, name, len) &&
			(p[len] == ':' || p[len] == ';')) {
			char *whole = pool_strndup(pool, p, (size_t)(end - p));
			const char *colon = strchr(whole, ':');

			if (line)
				*line = whole;
			return colon ? colon + 1 : NULL;
		}
		p = *end ? end + 1 : NULL;
	}
	return NULL;
}
