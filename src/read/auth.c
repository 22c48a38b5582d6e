/* Authentication-Results, believed only when a coordinator named the server
 * that writes them. The fields are read from the top, where our own mail
 * server puts them, and no further than the first Received field that another
 * host wrote: below stands what the sender could have written. A server should
 * remove fields in its own name that arrive (RFC 8601 5), but not each does: of
 * each method the first field that speaks of it counts, and below it only what
 * speaks against the sender. The grammar is RFC 8601 2.2, read in one pass; a
 * field that breaks it is void. */
#include <glib.h>
#include <string.h>

#include "read/kind.h"

#define PIECE_MOST 400

enum verdict {
	VERDICT_NONE,
	VERDICT_PASS,
	VERDICT_FAIL
};

struct verdicts {
	enum verdict dmarc, dkim;
	bool dmarc_said, dkim_said; /* by a field above */
};

/* The value without comments, quotes and doubled blanks, in lower case; false
 * when brackets or quotes do not close. */
static bool
bare_value(const char *value, GString *out)
{
	size_t depth = 0;
	bool quoted = false;

	for (const char *p = value; *p; p++) {
		if (*p == '\\' && p[1] && (quoted || depth)) {
			p++;
			continue;
		}
		if (*p == '"' && !depth)
			quoted = !quoted;
		else if (!quoted && *p == '(')
			depth++;
		else if (!quoted && *p == ')' && depth--)
			continue;
		else if (!depth)
			g_string_append_c(out,
				quoted && strchr(";= ", *p)
					? '_'
					: g_ascii_tolower(*p));
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

static void
judge_field(const char *value, const char *authserv_id, const char *domain,
	struct verdicts *v)
{
	g_autoptr(GString) bare = g_string_new(NULL);
	struct verdicts mine = *v, said = *v;

	if (!bare_value(value, bare))
		return;
	g_auto(GStrv) pieces = g_strsplit(bare->str, ";", 100);
	if (!pieces[0])
		return;
	char *id = g_strstrip(pieces[0]);
	id[strcspn(id, " \t")] = '\0';
	if (g_ascii_strcasecmp(id, authserv_id))
		return;
	for (size_t i = 1; pieces[i]; i++)
		if (!judge_piece(pieces[i], domain, &mine, &said))
			return;
	*v = mine;
	v->dmarc_said = said.dmarc_said;
	v->dkim_said = said.dkim_said;
}

/* The host behind "by" in a Received field. */
static bool
received_by(const char *value, char *host, size_t size)
{
	const char *by =
		g_str_has_prefix(value, "by ") ? value : strstr(value, " by ");

	if (!by)
		return false;
	by += *by == ' ' ? 4 : 3;
	by += strspn(by, " ");
	g_strlcpy(host, by, size);
	host[strcspn(host, " \t;(")] = '\0';
	return *host;
}

/* Is the host the server itself, below it, or its neighbour in a domain of
 * its own ("a.mail.example" and "mx.mail.example")? Inner hops without a
 * name count too. */
static bool
is_own_hop(const char *value, const char *authserv_id)
{
	char host[256];
	const char *parent = strchr(authserv_id, '.');
	size_t n, m;

	if (!received_by(value, host, sizeof host))
		return true;
	if (!strchr(host, '.') || g_str_has_prefix(host, "localhost"))
		return true;
	if (!g_ascii_strcasecmp(host, authserv_id))
		return true;
	if (parent && !strchr(parent + 1, '.'))
		parent = NULL;
	const char *tail = parent ? parent : NULL;
	n = strlen(host);
	m = tail ? strlen(tail) : 0;
	if (m && n > m && !g_ascii_strcasecmp(host + n - m, tail))
		return true;
	m = strlen(authserv_id);
	return n > m + 1 && host[n - m - 1] == '.' &&
		!g_ascii_strcasecmp(host + n - m, authserv_id);
}

enum auth
auth_read(struct pool *pool, const struct header_list *fields,
	const char *authserv_id, const char *domain, const char **why)
{
	struct verdicts v = { .dmarc = VERDICT_NONE };

	*why = NULL;
	if (!authserv_id || !*authserv_id || !domain)
		return AUTH_NONE;
	for (size_t i = 0; i < fields->n; i++) {
		const struct header_field *field = &fields->at[i];

		if (!g_ascii_strcasecmp(field->name, "Received") &&
			!is_own_hop(field->value, authserv_id))
			break;
		if (!g_ascii_strcasecmp(field->name, "Authentication-Results"))
			judge_field(field->value, authserv_id, domain, &v);
	}
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
