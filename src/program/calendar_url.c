/* What a cell must look like to be fetched from: a scheme that is encrypted, a
 * host, no user and no password, one line of printable ASCII. Where the host
 * really leads is looked at when it is connected to, by the courier. */
#include "program/calendar_url.h"

#include <glib.h>
#include <string.h>

#include "program/program.h"

static const struct calendar_scheme {
	const char *name, *plain;
	bool loopback;
} schemes[] = {
	{ "https://", "https://", false },
	{ "webcal://", "https://", false },
	{ "webcals://", "https://", false },
	{ "https+loopback://", "https://", true },
	{ "http+plain://", "http://", true },
};

static const struct calendar_scheme *
scheme_of(const char *url)
{
	for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++)
		if (!g_ascii_strncasecmp(
			    url, schemes[i].name, strlen(schemes[i].name)))
			return &schemes[i];
	return NULL;
}

static const char *
host_of(const struct calendar_scheme *scheme, const char *url)
{
	return url + strlen(scheme->name);
}

static bool
is_loopback_name(const char *host)
{
	g_autofree char *name = *host == '['
		? g_strndup(host, strcspn(host, "]") + 1)
		: g_strndup(host, strcspn(host, ":/?#"));

	return !g_ascii_strcasecmp(name, "localhost") ||
		!strcmp(name, "[::1]") ||
		(g_str_has_prefix(name, "127.") &&
			!name[strspn(name, "0123456789.")]);
}

static bool
is_printable(const char *text)
{
	for (; *text; text++)
		if (!g_ascii_isgraph(*text) || strchr("\"<>\\^`{|}", *text))
			return false;
	return true;
}

static const char *
host_fault(const char *host)
{
	size_t len = strcspn(host, "/?#");
	g_autofree char *authority = g_strndup(host, len);

	if (!len || len > 260 || *authority == ':')
		return "names no host";
	if (strchr(authority, '@'))
		return "holds a user: publish the calendar under an address "
		       "that needs none";
	return NULL;
}

static bool
stays_here(const struct mail_config *mail)
{
	return !mail->outgoing || g_str_has_prefix(mail->outgoing, "maildir:");
}

static const char *
fault_of(const struct mail_config *mail, const struct calendar_scheme *scheme,
	const char *value)
{
	if (!scheme)
		return "must begin with \"https://\"";
	const char *host = host_of(scheme, value);
	if (strlen(value) > CALENDAR_URL_MOST)
		return "is longer than 500 octets";
	if (!is_printable(value))
		return "holds a character that no URL has";
	if (!scheme->loopback)
		return host_fault(host);
	if (!is_loopback_name(host))
		return "must be on this machine (localhost, 127.0.0.1, [::1])";
	if (!stays_here(mail) &&
		!g_str_has_prefix(mail->outgoing, "smtp+plain://"))
		return "is on this machine, but the program's mail is not";
	return host_fault(host);
}

const char *
calendar_url(struct pool *pool, const struct mail_config *mail,
	const char *value, const char **why)
{
	const struct calendar_scheme *scheme = scheme_of(value);

	*why = fault_of(mail, scheme, value);
	if (*why || !scheme)
		return NULL;
	return pool_printf(pool, "%s%s",
		scheme->loopback ? scheme->name : scheme->plain,
		host_of(scheme, value));
}

bool
calendar_url_is_loopback(const char *url)
{
	const struct calendar_scheme *scheme = scheme_of(url);

	return scheme && scheme->loopback;
}

bool
calendar_url_goes(const struct mail_config *mail, const char *url)
{
	const char *why = fault_of(mail, scheme_of(url), url);

	return !why && (calendar_url_is_loopback(url) || !stays_here(mail));
}

const char *
calendar_url_plain(struct pool *pool, const char *url)
{
	const struct calendar_scheme *scheme = scheme_of(url);

	return scheme
		? pool_printf(pool, "%s%s", scheme->plain, host_of(scheme, url))
		: "";
}
