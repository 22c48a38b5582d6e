/* Authentication-Results, believed only when a coordinator named the server
 * that writes them. The fields are read from the top, where our own mail
 * server puts them, and no further than the first Received field that another
 * host wrote, or the one with which our server took the mail from another network:
 * below stands what the sender could have written. A server should
 * remove fields in its own name that arrive (RFC 8601 5), but not each does: of
 * each method the first field that speaks of it counts, and below it only what
 * speaks against the sender. The grammar is RFC 8601 2.2, read in one pass; a
 * field that breaks it is void. */
#include <glib.h>
#include <string.h>

#include "read/kind.h"

enum verdict {
	VERDICT_NONE,
	VERDICT_PASS,
	VERDICT_FAIL
};

struct verdicts {
	enum verdict dmarc, dkim;
	bool dmarc_said, dkim_said; /* by a field above */
};

/* Quoted, a sign that would end a word means nothing. */
static char
quoted_sign(char c)
{
	return c && strchr(";= \t\"()", c) ? '_' : g_ascii_tolower(c);
}

/* Blanks beside "=" mean nothing (RFC 8601 2.2 allows them, and comments). */
static void
append_bare(GString *out, char c)
{
	if (c == '=')
		while (out->len && out->str[out->len - 1] == ' ')
			g_string_truncate(out, out->len - 1);
	if (c == ' ' && out->len && out->str[out->len - 1] == '=')
		return;
	g_string_append_c(out, c);
}

/* The value in lower case, comments turned into blanks, quotes taken off;
 * false when brackets or quotes do not close. */
static bool
bare_value(const char *value, GString *out)
{
	size_t depth = 0;
	bool quoted = false;

	for (const char *p = value; *p; p++) {
		if (*p == '\\' && p[1] && (quoted || depth)) {
			if (*++p && quoted)
				append_bare(out, quoted_sign(*p));
		} else if (*p == '"' && !depth) {
			quoted = !quoted;
		} else if (quoted) {
			append_bare(out, quoted_sign(*p));
		} else if (*p == '(') {
			depth++;
			append_bare(out, ' ');
		} else if (*p == ')') {
			if (!depth--)
				return false;
		} else if (!depth) {
			append_bare(out,
				g_ascii_isspace(*p) ? ' '
						    : g_ascii_tolower(*p));
		}
		if (depth > 50)
			return false;
	}
	return !depth && !quoted;
}

/* The value behind "name=" among the blank-separated words of piece. */
static bool
property(const char *piece, const char *name, char *out, size_t size)
{
	size_t len = strlen(name);

	for (const char *p = piece; *p;) {
		size_t n = strcspn(p, " \t");

		if (n > len && !strncmp(p, name, len) && p[len] == '=') {
			g_strlcpy(out, p + len + 1, MIN(size, n - len));
			return true;
		}
		p += n;
		p += strspn(p, " \t");
	}
	return false;
}

static bool
is_domain(const char *property_value, const char *domain)
{
	const char *at = strrchr(property_value, '@');

	return !g_ascii_strcasecmp(at ? at + 1 : property_value, domain);
}

static void
judge_dmarc(const char *piece, const char *result, const char *domain,
	struct verdicts *v)
{
	char from[256];

	if (g_str_has_prefix(result, "fail"))
		v->dmarc = VERDICT_FAIL;
	else if (!strcmp(result, "pass") && !v->dmarc_said &&
		v->dmarc != VERDICT_FAIL &&
		property(piece, "header.from", from, sizeof from) &&
		is_domain(from, domain))
		v->dmarc = VERDICT_PASS;
}

static void
judge_dkim(const char *piece, const char *result, const char *domain,
	struct verdicts *v)
{
	char signer[256];

	if (!strcmp(result, "pass") && !v->dkim_said &&
		(property(piece, "header.d", signer, sizeof signer) ||
			property(piece, "header.i", signer, sizeof signer)) &&
		is_domain(signer, domain))
		v->dkim = VERDICT_PASS;
}

/* One "method=result properties" of a field. False: not of that form. */
static bool
judge_piece(char *piece, const char *domain, struct verdicts *v,
	struct verdicts *said)
{
	char *equals, result[32];

	g_strstrip(piece);
	if (!*piece || !strcmp(piece, "none"))
		return true;
	equals = strchr(piece, '=');
	if (!equals || equals == piece || strlen(piece) > 4000)
		return false;
	g_strlcpy(result, equals + 1 + strspn(equals + 1, " "), sizeof result);
	result[strcspn(result, " \t")] = '\0';
	size_t n = strcspn(piece, " /=");
	if (n == 5 && !strncmp(piece, "dmarc", 5)) {
		judge_dmarc(piece, result, domain, v);
		said->dmarc_said = true;
	} else if (n == 4 && !strncmp(piece, "dkim", 4)) {
		judge_dkim(piece, result, domain, v);
		said->dkim_said = true;
	}
	return true;
}

/* Does it start with our name, and speak the version of the grammar that we
 * know (RFC 8601 2.3)? */
static bool
is_ours(char *piece, const char *authserv_id)
{
	char *id = g_strstrip(piece), *version = id + strcspn(id, " ");

	if (*version)
		*version++ = '\0';
	version = g_strstrip(version);
	return !g_ascii_strcasecmp(id, authserv_id) &&
		(!*version || !strcmp(version, "1"));
}

/* True when it was written in our server's name, whatever it says. */
static bool
judge_field(const char *value, const char *authserv_id, const char *domain,
	struct verdicts *v)
{
	g_autoptr(GString) bare = g_string_new(NULL);
	struct verdicts mine = *v, said = *v;

	if (!bare_value(value, bare))
		return false;
	g_auto(GStrv) pieces = g_strsplit(bare->str, ";", 100);
	if (!pieces[0] || !is_ours(pieces[0], authserv_id))
		return false;
	for (size_t i = 1; pieces[i]; i++)
		if (!judge_piece(pieces[i], domain, &mine, &said))
			return true;
	*v = mine;
	v->dmarc_said = said.dmarc_said;
	v->dkim_said = said.dkim_said;
	return true;
}

/* --- where the mail came from --- */

/* The host behind "by" in a Received field, comments aside. */
static bool
received_by(const char *value, char *host, size_t size)
{
	g_autoptr(GString) bare = g_string_new(" ");
	const char *by;

	if (!bare_value(value, bare))
		return false;
	by = strstr(bare->str, " by ");
	if (!by)
		return false;
	by += 4;
	by += strspn(by, " ");
	g_strlcpy(host, by, size);
	host[strcspn(host, " ;")] = '\0';
	return *host;
}

/* Is the host the server itself, below it, or its neighbour in a domain of
 * its own ("a.mail.example" and "mx.mail.example")? */
static bool
is_own_host(const char *host, const char *authserv_id)
{
	const char *tail = strchr(authserv_id, '.');
	size_t n = strlen(host), m = strlen(authserv_id);

	if (!g_ascii_strcasecmp(host, authserv_id))
		return true;
	if (n > m + 1 && host[n - m - 1] == '.' &&
		!g_ascii_strcasecmp(host + n - m, authserv_id))
		return true;
	if (!tail || !strchr(tail + 1, '.'))
		return false;
	m = strlen(tail);
	return n > m && !g_ascii_strcasecmp(host + n - m, tail);
}

/* Did one of ours write this Received field? Inner hops without a name count
 * too. */
static bool
is_own_hop(const char *value, const char *authserv_id)
{
	char host[256];

	return !received_by(value, host, sizeof host) || !strchr(host, '.') ||
		g_str_has_prefix(host, "localhost") ||
		is_own_host(host, authserv_id);
}

/* Addresses that never come from outside (RFC 1918, RFC 4193, loopback). */
static bool
is_inner_address(const char *ip)
{
	static const char *const starts[] = { "10.", "127.", "192.168.", "::1",
		"fc", "fd", "fe80", "IPv6:::1", "IPv6:fc", "IPv6:fd",
		"IPv6:fe80" };

	for (size_t i = 0; i < G_N_ELEMENTS(starts); i++)
		if (!g_ascii_strncasecmp(ip, starts[i], strlen(starts[i])))
			return true;
	if (strncmp(ip, "172.", 4))
		return false;
	int second = (int)g_ascii_strtoull(ip + 4, NULL, 10);
	return second >= 16 && second <= 31;
}

/* Does this field of ours say that the mail came in from another network? The
 * address in brackets is what the server saw, and the name before it, in the
 * same comment, what it looked up; the name behind "from" is what the client
 * said of itself, and counts for nothing here. */
static bool
is_border(const char *value, const char *authserv_id)
{
	const char *open = strchr(value, '['), *by = strstr(value, " by ");
	char host[256];

	if (g_ascii_strncasecmp(value, "from ", 5) || !open ||
		(by && by < open) || is_inner_address(open + 1))
		return false;
	const char *name = open;
	while (name > value && name[-1] != '(')
		name--;
	g_strlcpy(host, name, MIN(sizeof host, (gsize)(open - name) + 1));
	host[strcspn(host, " ")] = '\0';
	if (*host && host[strlen(host) - 1] == '.')
		host[strlen(host) - 1] = '\0';
	return !is_own_host(host, authserv_id);
}

/* Fields from the top down, while ours may have written them. A server puts
 * its field above its Received or right below it; where it stands above, the
 * mail proper starts at the border, and behind the border's Received no other
 * can be ours, whatever it says. */
static void
judge_by_hosts(const struct header_list *fields, const char *authserv_id,
	const char *domain, struct verdicts *v)
{
	bool border = false, ours = false;

	for (size_t i = 0; i < fields->n; i++) {
		const struct header_field *field = &fields->at[i];

		if (!g_ascii_strcasecmp(field->name, "Received")) {
			if (border || !is_own_hop(field->value, authserv_id))
				return;
			border = is_border(field->value, authserv_id);
			if (border && ours)
				return;
		} else if (!g_ascii_strcasecmp(
				   field->name, "Authentication-Results")) {
			ours |= judge_field(
				field->value, authserv_id, domain, v);
		}
	}
}

/* All that stands above the field of our outermost server, the sender's own
 * being below it: there is nothing to guess. */
static void
judge_by_number(const struct header_list *fields, const char *authserv_id,
	int hops, const char *domain, struct verdicts *v)
{
	for (size_t i = 0; i < fields->n && hops > 0; i++) {
		const struct header_field *field = &fields->at[i];

		if (!g_ascii_strcasecmp(field->name, "Received"))
			hops--;
		else if (!g_ascii_strcasecmp(
				 field->name, "Authentication-Results"))
			judge_field(field->value, authserv_id, domain, v);
	}
}

enum auth
auth_read(struct pool *pool, const struct header_list *fields,
	const char *authserv_id, int hops, const char *domain, const char **why)
{
	struct verdicts v = { .dmarc = VERDICT_NONE };

	*why = NULL;
	if (!authserv_id || !*authserv_id || !domain)
		return AUTH_NONE;
	if (hops > 0)
		judge_by_number(fields, authserv_id, hops, domain, &v);
	else
		judge_by_hosts(fields, authserv_id, domain, &v);
	if (v.dmarc == VERDICT_FAIL) {
		*why = pool_strdup(pool, "dmarc=fail");
		return AUTH_FAIL;
	}
	if (v.dmarc == VERDICT_PASS || v.dkim == VERDICT_PASS) {
		*why = pool_strdup(pool,
			v.dmarc == VERDICT_PASS ? "dmarc=pass" : "dkim=pass");
		return AUTH_PASS;
	}
	return AUTH_NONE;
}
