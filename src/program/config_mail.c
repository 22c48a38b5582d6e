/* The section mail: where letters go out and come in, and with what secret.
 *
 * Absent, everything is a Maildir in the state folder and nothing leaves the
 * machine. TLS is not a choice: a URL without it is taken for loopback only.
 */
#include <errno.h>
#include <glib.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "program/config.h"

enum way {
	WAY_OUT,
	WAY_IN
};

static const struct scheme {
	const char *name;
	enum way way;
	bool plain;
} schemes[] = {
	{ "smtps://", WAY_OUT, false },
	{ "smtp://", WAY_OUT, false },
	{ "smtp+plain://", WAY_OUT, true },
	{ "imaps://", WAY_IN, false },
	{ "imap://", WAY_IN, false },
	{ "imap+plain://", WAY_IN, true },
};

static const struct scheme *
scheme_of(const char *url, enum way way)
{
	for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++)
		if (schemes[i].way == way &&
			g_str_has_prefix(url, schemes[i].name))
			return &schemes[i];
	return NULL;
}

/* "host", "host:port", "[::1]:port"; *len is the host's length. */
static const char *
host_fault(const char *host, size_t *len)
{
	const char *end;

	if (*host == '[') {
		*len = strspn(host + 1, "0123456789abcdefABCDEF:.") + 2;
		if (host[*len - 1] != ']')
			return "the address in brackets is not closed";
	} else {
		*len = strspn(host,
			"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			"0123456789.-");
	}
	if (!*len || *len > 253)
		return "there is no host name";
	end = host + *len;
	if (!*end)
		return NULL;
	if (*end == '@' || strchr(end, '@'))
		return "the user stands in mail.user, not in the URL";
	if (*end != ':')
		return "must end after host and port";
	const char *digits = end + 1;
	int port = 0;
	for (; g_ascii_isdigit(*digits) && port <= 65535; digits++)
		port = port * 10 + (*digits - '0');
	if (*digits || port < 1 || port > 65535)
		return "the port must be a number from 1 to 65535, and the "
		       "last thing";
	return NULL;
}

static bool
is_loopback(const char *host, size_t len)
{
	g_autofree char *name = g_strndup(host, len);

	return !strcmp(name, "localhost") || !strcmp(name, "[::1]") ||
		(g_str_has_prefix(name, "127.") &&
			!name[strspn(name, "0123456789.")]);
}

static const char *
url_fault(const char *url, enum way way)
{
	const struct scheme *scheme = scheme_of(url, way);
	const char *why;
	size_t len;

	if (g_str_has_prefix(url, "maildir:"))
		return url[strlen("maildir:")]
			? NULL
			: "a folder must follow \"maildir:\"";
	if (!scheme)
		return way == WAY_OUT
			? "must begin with \"smtps://\", \"smtp://\" or "
			  "\"maildir:\""
			: "must begin with \"imaps://\", \"imap://\" or "
			  "\"maildir:\"";
	why = host_fault(url + strlen(scheme->name), &len);
	if (!why && scheme->plain &&
		!is_loopback(url + strlen(scheme->name), len))
		return "speaks without TLS, which is allowed to this machine "
		       "alone (localhost, 127.0.0.1, [::1])";
	return why;
}

/* A Maildir's folder is seen from program.conf. */
static const char *
resolved(struct reading *reading, const char *url)
{
	const char *path = url + strlen("maildir:");

	if (!g_str_has_prefix(url, "maildir:"))
		return url;
	return pool_printf(
		reading->pool, "maildir:%s", config_path(reading, path));
}

static const char *
checked_url(struct reading *reading, config_setting_t *group, const char *name,
	const char *url, enum way way)
{
	const char *why = url_fault(url, way);

	if (!why)
		return resolved(reading, url);
	config_wrong(reading, config_at(group, name),
		way == WAY_OUT ? "mail.outgoing" : "mail.incoming", "%s", why);
	return url;
}

static void
urls(struct reading *reading, config_setting_t *group)
{
	struct mail_config *mail = &reading->program->mail;
	const char *state = reading->program->state_dir;

	if (!mail->outgoing != !mail->incoming)
		config_wrong(reading, group,
			mail->outgoing ? "mail.incoming" : "mail.outgoing",
			"is missing: set both, or neither for a Maildir in "
			"the state folder");
	mail->outgoing = mail->outgoing
		? checked_url(
			  reading, group, "outgoing", mail->outgoing, WAY_OUT)
		: pool_printf(reading->pool, "maildir:%s/mail/out", state);
	mail->incoming = mail->incoming
		? checked_url(
			  reading, group, "incoming", mail->incoming, WAY_IN)
		: pool_printf(reading->pool, "maildir:%s/mail/in", state);
}

static void
file_is_there(struct reading *reading, config_setting_t *group,
	const char *name, const char *path, bool secret)
{
	struct stat st;
	config_setting_t *at = config_at(group, name);
	const char *key = pool_printf(reading->mistakes->pool, "mail.%s", name);

	if (!path)
		return;
	if (stat(path, &st) < 0)
		config_wrong(reading, at, key, "cannot look at %s: %s", path,
			g_strerror(errno));
	else if (!S_ISREG(st.st_mode))
		config_wrong(reading, at, key, "is not a regular file");
	else if (access(path, R_OK) < 0)
		config_wrong(reading, at, key, "cannot read it: %s",
			g_strerror(errno));
	else if (secret && (st.st_mode & 077))
		config_warn(reading, at, key,
			"others on this machine may read it: chmod 600 %s",
			path);
}

static void
secrets(struct reading *reading, config_setting_t *group)
{
	struct mail_config *mail = &reading->program->mail;
	int n = !!mail->secret_file + !!mail->credential +
		!!mail->token_command;
	bool imap = !g_str_has_prefix(mail->incoming, "maildir:");

	if (n > 1)
		config_wrong(reading, group, "mail",
			"has more than one of secret_file, credential and "
			"token_command: keep one");
	if (n && !mail->user)
		config_wrong(reading, group, "mail.user",
			"is missing: a secret needs the name it belongs to");
	if (mail->user && !n)
		config_wrong(reading, config_at(group, "user"), "mail.user",
			"has no secret: set secret_file, credential or "
			"token_command");
	if (imap && !mail->user && !n)
		config_wrong(reading, group, "mail.user",
			"is missing: an IMAP mailbox needs user and secret");
	if (mail->credential && strchr(mail->credential, '/'))
		config_wrong(reading, config_at(group, "credential"),
			"mail.credential",
			"is the name given to systemd, not a path");
	file_is_there(reading, group, "secret_file", mail->secret_file, true);
	file_is_there(reading, group, "ca_file", mail->ca_file, false);
	if (mail->require_auth && !mail->authserv_id)
		config_wrong(reading, config_at(group, "require_auth"),
			"mail.require_auth",
			"needs mail.authserv_id: the name your mail server "
			"writes into Authentication-Results");
	if (mail->trusted_hops && !mail->authserv_id)
		config_wrong(reading, config_at(group, "trusted_hops"),
			"mail.trusted_hops",
			"needs mail.authserv_id: the name your mail server "
			"writes into Authentication-Results");
}

void
config_mail(struct reading *reading, config_setting_t *root)
{
#define AT(member) offsetof(struct mail_config, member)
	static const struct key keys[] = {
		{ "outgoing", KEY_TEXT, .at = AT(outgoing), .till = 1000 },
		{ "incoming", KEY_TEXT, .at = AT(incoming), .till = 1000 },
		{ "user", KEY_TEXT, .at = AT(user) },
		{ "secret_file", KEY_TEXT, .at = AT(secret_file),
			.till = 4000 },
		{ "credential", KEY_TEXT, .at = AT(credential) },
		{ "token_command", KEY_TEXT, .at = AT(token_command),
			.till = 4000 },
		{ "ca_file", KEY_TEXT, .at = AT(ca_file), .till = 4000 },
		{ "authserv_id", KEY_TEXT, .at = AT(authserv_id) },
		{ "trusted_hops", KEY_INT, AT(trusted_hops), .from = 1,
			.till = 10 },
		{ "require_auth", KEY_TRUTH, .at = AT(require_auth) },
		{ "folder", KEY_TEXT, .at = AT(folder), .fallback = "INBOX" },
		{ "done_folder", KEY_TEXT, .at = AT(done_folder),
			.fallback = "mentord-done" },
		{ "quarantine_folder", KEY_TEXT, .at = AT(quarantine_folder),
			.fallback = "mentord-quarantine" },
		{ "rate", KEY_INT, AT(rate), .till = 100000, .fallback = "20" },
		{ "connections", KEY_INT, AT(connections), .from = 1, .till = 4,
			.fallback = "2" },
		{ "in_flight", KEY_INT, AT(in_flight), .from = 1, .till = 200,
			.fallback = "20" },
		{ "daily_limit", KEY_INT, AT(daily_limit), .from = 1,
			.till = 50, .fallback = "6" },
		{ 0 },
	};
#undef AT
	struct mail_config *mail = &reading->program->mail;
	config_setting_t *group = config_at(root, "mail");

	config_section(reading, root, "mail", keys, mail);
	if (mail->secret_file)
		mail->secret_file = config_path(reading, mail->secret_file);
	if (mail->ca_file)
		mail->ca_file = config_path(reading, mail->ca_file);
	urls(reading, group);
	secrets(reading, group);
}
