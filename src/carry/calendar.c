/* Published calendars, fetched: libcurl does the transfer, we say no.
 *
 * A handle lives for one calendar and keeps no connection, no cookie and no
 * name of ours but the program's. Every connection it wants to make passes
 * open_socket, redirects too. */
#include "carry/calendar.h"

#include <curl/curl.h>
#include <glib.h>
#include <string.h>
#include <sys/socket.h>

#include "carry/messages.h"
#include "carry/transfer.h"
#include "program/calendar_url.h"
#include "program/program.h"

#define RUNNING_MOST 4
#define WAITING_MOST 1000
#define FETCH_MS     20000L
#define REDIRECTS    3L

struct calendars {
	struct wires *wires;
	const struct mail_config *mail;
	calendar_report *report;
	void *to;
	GQueue running, waiting; /* struct fetch */
};

struct fetch {
	struct transfer transfer; /* first: see take_end */
	struct calendars *calendars;
	int64_t id;
	char *url, *host; /* as libcurl takes it; whom it is asked of */
	bool loopback;
	CURL *easy;
	GString *body;
	bool too_long, refused;
	char trouble[CURL_ERROR_SIZE];
};

static void
fetch_free(void *p)
{
	struct fetch *fetch = p;

	if (fetch->easy) {
		curl_multi_remove_handle(
			wires_multi(fetch->calendars->wires), fetch->easy);
		curl_easy_cleanup(fetch->easy);
	}
	g_string_free(fetch->body, TRUE);
	g_free(fetch->url);
	g_free(fetch->host);
	g_free(fetch);
}

struct calendars *
calendars_new(struct wires *wires, const struct mail_config *mail,
	calendar_report *report, void *to)
{
	struct calendars *calendars = g_new0(struct calendars, 1);

	calendars->wires = wires;
	calendars->mail = mail;
	calendars->report = report;
	calendars->to = to;
	g_queue_init(&calendars->running);
	g_queue_init(&calendars->waiting);
	return calendars;
}

void
calendars_free(struct calendars *calendars)
{
	if (!calendars)
		return;
	g_queue_clear_full(&calendars->running, fetch_free);
	g_queue_clear_full(&calendars->waiting, fetch_free);
	g_free(calendars);
}

/* ---- what libcurl asks -------------------------------------------------- */

static curl_socket_t
open_socket(void *to, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct fetch *fetch = to;

	(void)purpose;
	if (!calendar_address_fits(&address->addr, fetch->loopback)) {
		fetch->refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC,
		address->protocol);
}

static size_t
take_body(char *bytes, size_t size, size_t n, void *to)
{
	struct fetch *fetch = to;
	size_t len = size * n;

	if (fetch->body->len + len > CALENDAR_OCTETS) {
		fetch->too_long = true;
		return CURL_WRITEFUNC_ERROR;
	}
	g_string_append_len(fetch->body, bytes, (gssize)len);
	return len;
}

/* ---- the end of one ----------------------------------------------------- */

static const char *
reason(const struct fetch *fetch, CURLcode code)
{
	if (fetch->too_long || code == CURLE_FILESIZE_EXCEEDED)
		return "it is larger than 1 MiB";
	if (fetch->refused)
		return "it leads to an address that is not public";
	return *fetch->trouble ? fetch->trouble : curl_easy_strerror(code);
}

static void
report(struct fetch *fetch, CURLcode code)
{
	struct calendars *calendars = fetch->calendars;

	if (code == CURLE_OK) {
		calendars->report(calendars->to, fetch->id, NULL,
			fetch->body->str, fetch->body->len);
		return;
	}
	const char *words = reason(fetch, code);
	g_autofree char *why = message_line(words, strlen(words));
	calendars->report(calendars->to, fetch->id, why, NULL, 0);
}

static void start_more(struct calendars *calendars);

static void
take_end(struct transfer *transfer, int code)
{
	struct fetch *fetch = (struct fetch *)transfer;
	struct calendars *calendars = fetch->calendars;

	report(fetch, (CURLcode)code);
	g_queue_remove(&calendars->running, fetch);
	fetch_free(fetch);
	start_more(calendars);
}

/* ---- the beginning ------------------------------------------------------ */

#define SET(option, value) curl_easy_setopt(fetch->easy, option, value)

static void
set_limits(struct fetch *fetch)
{
	const char *scheme =
		g_str_has_prefix(fetch->url, "https:") ? "https" : "http";

	SET(CURLOPT_PROTOCOLS_STR, scheme);
	SET(CURLOPT_REDIR_PROTOCOLS_STR, scheme);
	SET(CURLOPT_FOLLOWLOCATION, 1L);
	SET(CURLOPT_MAXREDIRS, REDIRECTS);
	SET(CURLOPT_TIMEOUT_MS, FETCH_MS);
	SET(CURLOPT_MAXFILESIZE, (long)CALENDAR_OCTETS);
	SET(CURLOPT_OPENSOCKETFUNCTION, open_socket);
	SET(CURLOPT_OPENSOCKETDATA, fetch);
	SET(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
	SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	SET(CURLOPT_PROXY, "");
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_FORBID_REUSE, 1L);
	SET(CURLOPT_FRESH_CONNECT, 1L);
	SET(CURLOPT_NOSIGNAL, 1L);
}

static void
set_up(struct fetch *fetch)
{
	const struct mail_config *mail = fetch->calendars->mail;

	SET(CURLOPT_URL, fetch->url);
	SET(CURLOPT_USERAGENT, "mentord");
	SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	SET(CURLOPT_FAILONERROR, 1L);
	SET(CURLOPT_WRITEFUNCTION, take_body);
	SET(CURLOPT_WRITEDATA, fetch);
	SET(CURLOPT_ERRORBUFFER, fetch->trouble);
	SET(CURLOPT_PRIVATE, &fetch->transfer);
	if (fetch->loopback && mail->ca_file)
		SET(CURLOPT_CAINFO, mail->ca_file);
	set_limits(fetch);
}

static bool
is_host_busy(const struct calendars *calendars, const struct fetch *fetch)
{
	for (GList *l = calendars->running.head; l; l = l->next)
		if (!strcmp(((struct fetch *)l->data)->host, fetch->host))
			return true;
	return false;
}

static void
start(struct calendars *calendars, struct fetch *fetch)
{
	fetch->easy = curl_easy_init();
	set_up(fetch);
	g_queue_push_tail(&calendars->running, fetch);
	curl_multi_add_handle(wires_multi(calendars->wires), fetch->easy);
}

static void
start_more(struct calendars *calendars)
{
	GList *next;

	for (GList *l = calendars->waiting.head;
		l && calendars->running.length < RUNNING_MOST; l = next) {
		struct fetch *fetch = l->data;

		next = l->next;
		if (is_host_busy(calendars, fetch))
			continue;
		g_queue_delete_link(&calendars->waiting, l);
		start(calendars, fetch);
	}
}

static char *
host_of(const char *url)
{
	const char *host = strstr(url, "://");

	host = host ? host + 3 : url;
	return g_ascii_strdown(host, (gssize)strcspn(host, "/?#"));
}

void
calendars_fetch(struct calendars *calendars, int64_t id, const char *url)
{
	POOL_AUTO pool = pool_new();

	if (!calendar_url_goes(calendars->mail, url)) {
		calendars->report(calendars->to, id,
			"it is not to be fetched from here", NULL, 0);
		return;
	}
	if (calendars->waiting.length >= WAITING_MOST) {
		calendars->report(calendars->to, id,
			"too many calendars wait to be fetched", NULL, 0);
		return;
	}
	struct fetch *fetch = g_new0(struct fetch, 1);
	fetch->transfer.done = take_end;
	fetch->calendars = calendars;
	fetch->id = id;
	fetch->url = g_strdup(calendar_url_plain(pool, url));
	fetch->host = host_of(fetch->url);
	fetch->loopback = calendar_url_is_loopback(url);
	fetch->body = g_string_new(NULL);
	g_queue_push_tail(&calendars->waiting, fetch);
	start_more(calendars);
}
