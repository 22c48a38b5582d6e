/* The door to libcurl for mail (calendars have theirs in calendar.c).
 *
 * Each option is there for a reason that was measured. The ones worth telling:
 * a handle stays in the multi for as long as its connection lives, because
 * removing it closes a CONNECT_ONLY connection; revents of extra descriptors
 * are not cleared on a timeout, so nobody reads them; a TLS write that could
 * not go out must be repeated with the same bytes at the same place, so they
 * wait in the wire itself.
 */
#include "carry/wire.h"

#include <curl/curl.h>
#include <glib.h>
#include <string.h>

#include "carry/secret.h"
#include "carry/transfer.h"
#include "program/program.h"

#define CHUNK         16384 /* a TLS record */
#define WAIT_FDS      32
#define KEYWORDS_KEPT 8192
#define SAID_KEPT     400

struct wires {
	CURLM *multi;
};

struct wire {
	struct transfer transfer; /* first: see take_done */
	struct wires *wires;
	const struct mail_config *mail;
	const struct place *place;
	char *greeting;
	CURL *easy; /* NULL before the token is there */
	struct token_run *token;
	enum wire_state state;
	struct err fault;
	int fd;
	GString *keywords; /* "\nPIPELINING\nSIZE 1000" of the last EHLO */
	GString *said;     /* the server's last refusal */
	char trouble[CURL_ERROR_SIZE];
	char chunk[CHUNK];
	size_t chunk_len; /* on its way, must be offered again */
};

struct wires *
wires_new(void)
{
	struct wires *wires = g_new0(struct wires, 1);

	curl_global_init(CURL_GLOBAL_DEFAULT);
	wires->multi = curl_multi_init();
	return wires;
}

void *
wires_multi(struct wires *wires)
{
	return wires->multi;
}

/* --- what the server says during login ---------------------------------- */

static void
hear_smtp(struct wire *wire, const char *line, size_t len)
{
	if (len >= 3 && !memcmp(line, "220", 3))
		g_string_truncate(wire->keywords, 0); /* greeting, STARTTLS */
	if (len > 4 && !memcmp(line, "250", 3) &&
		wire->keywords->len < KEYWORDS_KEPT) {
		g_string_append_c(wire->keywords, '\n');
		g_string_append_len(
			wire->keywords, line + 4, (gssize)(len - 4));
	}
	if (len && (*line == '4' || *line == '5')) {
		g_string_truncate(wire->said, 0);
		g_string_append_len(wire->said, line, (gssize)len);
	}
}

static void
hear_imap(struct wire *wire, const char *line, size_t len)
{
	const char *word = memchr(line, ' ', len);

	if (!word)
		return;
	size_t left = (size_t)(line + len - ++word);
	if ((left > 3 && !g_ascii_strncasecmp(word, "NO ", 3)) ||
		(left > 4 && !g_ascii_strncasecmp(word, "BAD ", 4)) ||
		(left > 4 && !g_ascii_strncasecmp(word, "BYE ", 4))) {
		g_string_truncate(wire->said, 0);
		g_string_append_len(wire->said, word, (gssize)left);
	}
}

static size_t
hear(char *bytes, size_t size, size_t n, void *to)
{
	struct wire *wire = to;
	size_t len = size * n;

	while (len && (bytes[len - 1] == '\n' || bytes[len - 1] == '\r'))
		len--;
	if (wire->place->kind == PLACE_SMTP)
		hear_smtp(wire, bytes, MIN(len, SAID_KEPT));
	else
		hear_imap(wire, bytes, MIN(len, SAID_KEPT));
	return size * n;
}

bool
wire_announced(const struct wire *wire, const char *keyword, int64_t *number)
{
	size_t len = strlen(keyword);

	for (const char *at = strchr(wire->keywords->str, '\n'); at;
		at = strchr(at + 1, '\n')) {
		if (g_ascii_strncasecmp(at + 1, keyword, len) ||
			(at[1 + len] && !strchr(" =\n", at[1 + len])))
			continue;
		if (number && at[1 + len] == ' ')
			*number = g_ascii_strtoll(at + 2 + len, NULL, 10);
		return true;
	}
	return false;
}

/* --- opening ------------------------------------------------------------ */

#define SET(option, value) curl_easy_setopt(wire->easy, option, value)

/* One plain scheme, whatever it is called in the config. */
static void
set_url(struct wire *wire)
{
	const struct place *place = wire->place;
	const char *scheme = place->kind == PLACE_SMTP
		? (place->cover == COVER_TLS ? "smtps" : "smtp")
		: (place->cover == COVER_TLS ? "imaps" : "imap");
	g_autofree char *url = g_strdup_printf("%s://%s:%d/%s", scheme,
		place->host, place->port,
		place->kind == PLACE_SMTP ? wire->greeting : "");

	SET(CURLOPT_URL, url);
	SET(CURLOPT_PROTOCOLS_STR, scheme);
	SET(CURLOPT_PROXY, "");
	if (place->cover == COVER_STARTTLS)
		SET(CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (wire->mail->ca_file)
		SET(CURLOPT_CAINFO, wire->mail->ca_file);
}

static void take_done(struct transfer *transfer, int result);

static void
set_manners(struct wire *wire)
{
	SET(CURLOPT_CONNECT_ONLY, 1L);
	SET(CURLOPT_CONNECTTIMEOUT_MS, 30000L);
	SET(CURLOPT_SERVER_RESPONSE_TIMEOUT, 60L);
	SET(CURLOPT_HEADERFUNCTION, hear);
	SET(CURLOPT_HEADERDATA, wire);
	SET(CURLOPT_ERRORBUFFER, wire->trouble);
	SET(CURLOPT_PRIVATE, &wire->transfer);
	SET(CURLOPT_BUFFERSIZE, 65536L);
	SET(CURLOPT_TCP_KEEPALIVE, 1L);
	SET(CURLOPT_TCP_KEEPIDLE, 120L);
	SET(CURLOPT_TCP_KEEPINTVL, 60L);
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_SASL_IR, 1L);
}

static void
fail(struct wire *wire, const struct err *why)
{
	wire->state = WIRE_FAILED;
	wire->fault = *why;
}

/* Everything is there: connect, as nobody, with a password, or a token. */
static void
connect_as(struct wire *wire, const char *password, const char *token)
{
	wire->easy = curl_easy_init();
	set_url(wire);
	set_manners(wire);
	if (wire->mail->user)
		SET(CURLOPT_USERNAME, wire->mail->user);
	if (wire->mail->user && password)
		SET(CURLOPT_PASSWORD, password);
	if (wire->mail->user && token)
		SET(CURLOPT_XOAUTH2_BEARER, token);
	curl_multi_add_handle(wire->wires->multi, wire->easy);
}

static void
begin(struct wire *wire, int64_t now)
{
	struct err why = { 0 };
	char *password = NULL;

	if (wire->mail->user && wire->mail->token_command) {
		wire->token =
			token_run_start(wire->mail->token_command, now, &why);
		if (!wire->token)
			fail(wire, &why);
	} else if (wire->mail->user &&
		!secret_read(wire->mail, &password, &why)) {
		fail(wire, &why);
	} else {
		connect_as(wire, password, NULL);
	}
	secret_free(password);
}

struct wire *
wire_open(struct wires *wires, const struct mail_config *mail,
	const struct place *place, const char *greeting, int64_t now)
{
	struct wire *wire = g_new0(struct wire, 1);

	wire->transfer.done = take_done;
	wire->wires = wires;
	wire->mail = mail;
	wire->place = place;
	wire->greeting = g_strdup(greeting);
	wire->keywords = g_string_new(NULL);
	wire->said = g_string_new(NULL);
	wire->fd = -1;
	begin(wire, now);
	return wire;
}

void
wire_close(struct wire *wire)
{
	if (!wire)
		return;
	if (wire->easy) {
		curl_multi_remove_handle(wire->wires->multi, wire->easy);
		curl_easy_cleanup(wire->easy);
	}
	token_run_free(wire->token);
	g_string_free(wire->keywords, TRUE);
	g_string_free(wire->said, TRUE);
	g_free(wire->greeting);
	g_free(wire);
}

enum wire_state
wire_turn(struct wire *wire, int64_t now)
{
	struct err why = { 0 };
	char *token = NULL;

	if (!wire->token)
		return wire->state;
	switch (token_run_turn(wire->token, now, &token, &why)) {
	case TOKEN_RUNNING:
		return wire->state;
	case TOKEN_READY:
		connect_as(wire, NULL, token);
		break;
	case TOKEN_FAILED:
		fail(wire, &why);
		break;
	}
	secret_free(token);
	token_run_free(wire->token);
	wire->token = NULL;
	return wire->state;
}

const struct err *
wire_fault(const struct wire *wire)
{
	return &wire->fault;
}

int
wire_fd(const struct wire *wire)
{
	return wire->token ? token_run_fd(wire->token) : wire->fd;
}

int64_t
wire_deadline(const struct wire *wire)
{
	return wire->token ? token_run_deadline(wire->token) : INT64_MAX;
}

/* --- what became of a connection ---------------------------------------- */

/* A login that failed although the password may be right: RFC 4954 4 and 6,
 * RFC 5530. */
static bool
login_may_pass_later(const struct wire *wire)
{
	static const char *const codes[] = { "[UNAVAILABLE]", "[LIMIT]",
		"[SERVERBUG]", "[INUSE]", "[CONTACTADMIN]", "BYE ", NULL };

	if (wire->place->kind == PLACE_SMTP)
		return wire->said->str[0] == '4';
	for (const char *const *code = codes; *code; code++)
		if (strstr(wire->said->str, *code))
			return true;
	return false;
}

static enum err_kind
kind_of(const struct wire *wire, CURLcode code)
{
	switch ((int)code) {
	case CURLE_LOGIN_DENIED:
		return login_may_pass_later(wire) ? ERR_LATER : ERR_ASK;
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_USE_SSL_FAILED:
	case CURLE_URL_MALFORMAT:
	case CURLE_UNSUPPORTED_PROTOCOL:
		return ERR_ASK;
	default:
		return ERR_LATER;
	}
}

static void
take_failure(struct wire *wire, CURLcode code)
{
	const char *words =
		*wire->trouble ? wire->trouble : curl_easy_strerror(code);

	wire->state = WIRE_FAILED;
	if (wire->said->len)
		err_set(&wire->fault, kind_of(wire, code), "%s: %s: %s",
			wire->place->host, words, wire->said->str);
	else
		err_set(&wire->fault, kind_of(wire, code), "%s: %s",
			wire->place->host, words);
}

static void
take_done(struct transfer *transfer, int result)
{
	struct wire *wire = (struct wire *)transfer;
	curl_socket_t fd = CURL_SOCKET_BAD;
	CURLcode code = (CURLcode)result;

	if (code == CURLE_OK)
		code = curl_easy_getinfo(
			wire->easy, CURLINFO_ACTIVESOCKET, &fd);
	if (code != CURLE_OK || fd == CURL_SOCKET_BAD) {
		take_failure(
			wire, code != CURLE_OK ? code : CURLE_COULDNT_CONNECT);
		return;
	}
	wire->fd = fd;
	wire->state = WIRE_OPEN;
}

void
wires_wait(struct wires *wires, const struct pollfd *extra, size_t n,
	int64_t milliseconds)
{
	struct curl_waitfd fds[WAIT_FDS];
	int running, left;
	CURLMsg *message;

	g_assert(n <= WAIT_FDS);
	/* POLLIN and POLLOUT have the values of CURL_WAIT_* by accident only */
	for (size_t i = 0; i < n; i++) {
		fds[i].fd = extra[i].fd;
		fds[i].events = 0;
		fds[i].revents = 0;
		if (extra[i].events & POLLIN)
			fds[i].events |= CURL_WAIT_POLLIN;
		if (extra[i].events & POLLOUT)
			fds[i].events |= CURL_WAIT_POLLOUT;
	}
	curl_multi_poll(wires->multi, fds, (unsigned)n,
		(int)CLAMP(milliseconds, 0, G_MAXINT), NULL);
	curl_multi_perform(wires->multi, &running);
	while ((message = curl_multi_info_read(wires->multi, &left))) {
		struct transfer *transfer = NULL;

		if (message->msg != CURLMSG_DONE)
			continue;
		CURLcode code = message->data.result;
		curl_easy_getinfo(
			message->easy_handle, CURLINFO_PRIVATE, &transfer);
		transfer->done(transfer, (int)code);
	}
}

/* --- bytes -------------------------------------------------------------- */

static enum wire_io
moved(CURLcode code, size_t n)
{
	if (code == CURLE_AGAIN)
		return WIRE_AGAIN;
	return code == CURLE_OK && n ? WIRE_MOVED : WIRE_GONE;
}

enum wire_io
wire_recv(struct wire *wire, void *into, size_t size, size_t *n)
{
	*n = 0;
	CURLcode code = curl_easy_recv(wire->easy, into, size, n);
	return moved(code, *n);
}

enum wire_io
wire_send(struct wire *wire, const void *bytes, size_t len, size_t *n)
{
	*n = 0;
	if (!wire->chunk_len) {
		wire->chunk_len = MIN(len, CHUNK);
		memcpy(wire->chunk, bytes, wire->chunk_len);
	}
	CURLcode code =
		curl_easy_send(wire->easy, wire->chunk, wire->chunk_len, n);
	if (code == CURLE_AGAIN)
		return WIRE_AGAIN;
	wire->chunk_len = 0; /* what it did not take comes again */
	return moved(code, *n);
}
