/* The URLs of mail.outgoing and mail.incoming. */
#include "carry/place.h"

#include <arpa/inet.h>
#include <glib.h>
#include <string.h>

static const struct {
	const char *scheme;
	enum place_kind kind;
	enum place_cover cover;
	int port;
} schemes[] = {
	{ "smtps://", PLACE_SMTP, COVER_TLS, 465 },
	{ "smtp://", PLACE_SMTP, COVER_STARTTLS, 587 },
	{ "smtp+plain://", PLACE_SMTP, COVER_NONE, 25 },
	{ "imaps://", PLACE_IMAP, COVER_TLS, 993 },
	{ "imap://", PLACE_IMAP, COVER_STARTTLS, 143 },
	{ "imap+plain://", PLACE_IMAP, COVER_NONE, 143 },
};

static bool
is_this_machine(const char *host)
{
	struct in_addr address;

	if (!strcmp(host, "localhost") || !strcmp(host, "[::1]"))
		return true;
	return inet_pton(AF_INET, host, &address) == 1 &&
		ntohl(address.s_addr) >> 24 == 127;
}

/* Only what a host name or an address is made of: nothing that could mean
 * more than a host to whoever reads the URL next. */
static bool
host_is_sane(const char *host)
{
	size_t len = strlen(host);

	if (*host == '[')
		return len > 2 && host[len - 1] == ']' &&
			strspn(host + 1, "0123456789abcdefABCDEF:.") == len - 2;
	for (const char *p = host; *p; p++)
		if (!g_ascii_isalnum(*p) && *p != '.' && *p != '-')
			return false;
	return len > 0;
}

static bool
split_port(const char *rest, struct place *place)
{
	size_t len = strlen(rest);
	const char *colon = strrchr(rest, ':');
	const char *bracket = strrchr(rest, ']');

	if (len && rest[len - 1] == '/')
		len--;
	if (colon && (!bracket || colon > bracket)) {
		char *end;
		guint64 port = g_ascii_strtoull(colon + 1, &end, 10);

		if (end == colon + 1 || end != rest + len || !port ||
			port > 65535)
			return false;
		place->port = (int)port;
		len = (size_t)(colon - rest);
	}
	if (len >= sizeof place->host)
		return false;
	memcpy(place->host, rest, len);
	place->host[len] = '\0';
	return host_is_sane(place->host);
}

static bool
parse_maildir(const char *path, struct place *place, struct err *err)
{
	if (!*path || strlen(path) >= sizeof place->path)
		return err_set(err, ERR_ASK,
			"maildir: needs the path of a folder behind it");
	place->kind = PLACE_MAILDIR;
	g_strlcpy(place->path, path, sizeof place->path);
	return true;
}

bool
place_parse(const char *url, struct place *place, struct err *err)
{
	struct place found = { 0 };

	if (g_str_has_prefix(url, "maildir:")) {
		if (!parse_maildir(url + strlen("maildir:"), &found, err))
			return false;
		*place = found;
		return true;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++) {
		if (!g_str_has_prefix(url, schemes[i].scheme))
			continue;
		found.kind = schemes[i].kind;
		found.cover = schemes[i].cover;
		found.port = schemes[i].port;
		if (!split_port(url + strlen(schemes[i].scheme), &found))
			return err_set(err, ERR_ASK,
				"%s needs a host, and maybe :PORT, behind it",
				schemes[i].scheme);
		if (found.cover == COVER_NONE && !is_this_machine(found.host))
			return err_set(err, ERR_ASK,
				"%s is for this machine only; use %.4ss:// "
				"for %s",
				schemes[i].scheme, url, found.host);
		*place = found;
		return true;
	}
	return err_set(err, ERR_ASK,
		"a mail server is written smtps://HOST, smtp://HOST, "
		"imaps://HOST, imap://HOST or maildir:PATH");
}
