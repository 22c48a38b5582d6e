/* What must never reach GMime. Its address parser calls itself once per group,
 * so a header of 2 kB can end a process with a small stack; and its address
 * headers are parsed as soon as they are seen, in enclosed mails as well. A mail
 * of nothing but boundaries takes all memory. The scan below is one pass over the bytes and allocates nothing. */
#include <glib.h>
#include <string.h>

#include "read/header.h"

#define HEADER_LIMIT   (256u * 1024)
#define FIELD_LIMIT    1000
#define ADDRESS_LIMIT  (32u * 1024)
#define NESTING_LIMIT  100
#define ENCLOSED_LIMIT 1000
#define PARTS_LIMIT    20000

static const char *const address_fields[] = {
	"from",
	"to",
	"cc",
	"bcc",
	"sender",
	"reply-to",
	"resent-from",
	"resent-to",
	"resent-cc",
	"resent-bcc",
	"resent-sender",
	"resent-reply-to",
	"disposition-notification-to",
	"mail-followup-to",
};

struct guard {
	bool in_header;  /* of the outermost mail */
	bool in_address; /* the field at hand is one of address_fields */
	size_t fields, froms, total;
	size_t size, colons, brackets; /* of that field */
	bool in_parts;                 /* a boundary was declared */
	size_t dashes;                 /* lines that may be one */
};

static bool
is_address_field(const char *line, size_t len)
{
	for (size_t i = 0; len && i < G_N_ELEMENTS(address_fields); i++) {
		if (*address_fields[i] != g_ascii_tolower(*line))
			continue;
		size_t n = strlen(address_fields[i]);
		if (len <= n || g_ascii_strncasecmp(line, address_fields[i], n))
			continue;
		while (n < len && (line[n] == ' ' || line[n] == '\t'))
			n++;
		if (n < len && line[n] == ':')
			return true;
	}
	return false;
}

static bool
is_from(const char *line, size_t len)
{
	size_t n = 4;

	if (len < 5 || g_ascii_strncasecmp(line, "from", 4))
		return false;
	while (n < len && (line[n] == ' ' || line[n] == '\t'))
		n++;
	return n < len && line[n] == ':';
}

/* Colons of groups and opening brackets of comments are what nests. Enclosed
 * text may look like a header by chance, so it is allowed more. */
static const char *
guard_address(struct guard *g, const char *line, size_t len)
{
	size_t limit = g->in_header ? NESTING_LIMIT : ENCLOSED_LIMIT;

	if (!len || (*line != ' ' && *line != '\t')) {
		g->in_address = is_address_field(line, len);
		g->size = g->colons = g->brackets = 0;
	}
	if (!g->in_address)
		return NULL;
	g->size += len;
	for (size_t i = 0; i < len; i++) {
		g->colons += line[i] == ':';
		g->brackets += line[i] == '(';
	}
	if (g->in_header && g->size > ADDRESS_LIMIT)
		return "an address header is longer than 32 kB";
	if (g->colons > limit || g->brackets > limit)
		return "an address header is nested too deeply";
	return NULL;
}

static bool
declares_boundary(const char *line, size_t len)
{
	for (size_t i = 0; i + 9 <= len; i++)
		if ((line[i] | 32) == 'b' &&
			!g_ascii_strncasecmp(line + i, "boundary=", 9))
			return true;
	return false;
}

/* GMime keeps an object of some kilobytes for every part there is. */
static const char *
guard_parts(struct guard *g, const char *line, size_t len)
{
	g->in_parts = g->in_parts || declares_boundary(line, len);
	g->dashes += g->in_parts && len > 2 && line[0] == '-' && line[1] == '-';
	return g->dashes > PARTS_LIMIT ? "there are more than 20000 parts"
				       : NULL;
}

static const char *
guard_header(struct guard *g, const char *line, size_t len)
{
	bool folded = len && (*line == ' ' || *line == '\t');

	g->total += len + 1;
	g->fields += !folded;
	g->froms += is_from(line, len);
	if (memchr(line, '\0', len))
		return "there is a NUL in the header";
	if (g->total > HEADER_LIMIT)
		return "the header is longer than 256 kB";
	if (g->fields > FIELD_LIMIT)
		return "there are more than 1000 header fields";
	if (g->froms > 1)
		return "there are two From fields";
	return NULL;
}

const char *
guard_mail(const char *bytes, size_t len)
{
	struct guard g = { .in_header = true };
	const char *end = bytes + len, *why = NULL;

	bytes += header_start(bytes, len);
	for (const char *line = bytes; line < end && !why;) {
		const char *lf = memchr(line, '\n', (size_t)(end - line));
		const char *next = lf ? lf + 1 : end;
		size_t n = (size_t)((lf ? lf : end) - line);

		if (n && line[n - 1] == '\r')
			n--;
		if (!n)
			g.in_header = false;
		if (g.in_header)
			why = guard_header(&g, line, n);
		if (!why)
			why = guard_address(&g, line, n);
		if (!why)
			why = guard_parts(&g, line, n);
		line = next;
	}
	return why;
}
