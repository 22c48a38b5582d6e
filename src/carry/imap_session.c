/* One command at a time: the next one is chosen when the last is answered, in
 * this order: learn what the server can, open the folder, put letters away
 * (many at once), fetch, search, and when nothing is left, wait.
 *
 * Times: a command without a word for 60 s, or without an end for 15 min, is a
 * dead connection. While waiting the whole folder is looked through every 5
 * min, which also renews IDLE well before the 9 min at which some routers and
 * servers drop it (RFC 2177 allows 29). NOOP goes out every minute where there
 * is no IDLE.
 */
#include "carry/imap_session.h"

#include <string.h>

#include "base/clock.h"
#include "carry/fetching.h"
#include "carry/filing.h"
#include "carry/imap.h"

#define SECOND        1000
#define SILENT_MAX    (60 * SECOND)
#define COMMAND_MAX   (15 * 60 * SECOND)
#define POLL_EVERY    (5 * 60 * SECOND)
#define NOOP_EVERY    (60 * SECOND)
#define LITERAL_LIMIT (256u << 20)
#define SEARCH_LIMIT  200000 /* uids of one search */
#define SEARCH_WINDOW 10000  /* mails a SEARCH without ESEARCH looks at */
#define FILE_EAGERLY  100    /* letters waiting, though there is more to get */

enum doing {
	DOING_NOTHING,
	DOING_CAPABILITY,
	DOING_NAMESPACE,
	DOING_LIST,
	DOING_SELECT,
	DOING_SEARCH,
	DOING_FETCH,
	DOING_FILE,
	DOING_NOOP,
	DOING_IDLE
};

struct imap_session {
	const struct imap_reports *reports;
	void *to;
	struct imap_folders folders;
	struct fetching *fetching;
	struct filing *filing;
	struct imap *parser;
	GByteArray *out;
	gsize out_used;

	bool connected, failed, stopping;
	struct err why;
	enum doing doing;
	unsigned tag;
	int64_t said_at, heard_at;

	/* what this server is like */
	bool asked_capability, asked_names;
	bool idle, esearch, move, uidplus, namespace;
	char *prefix;
	char delimiter;
	char *inbox, *done, *quarantine; /* quoted */

	/* the folder */
	bool selected;
	int64_t uidvalidity, selecting; /* known; said by this SELECT */
	uint64_t exists;

	/* looking */
	bool look, paused, fetching_on;
	int64_t look_at, noop_at;
	GArray *found;   /* uint32_t */
	uint64_t window; /* first message of the next SEARCH, 0 none */
	GArray *polls;   /* int64_t serials */
	guint answering; /* of these, asked before the search began */
	bool idling, done_said;
};

static void
on_literal(void *to, const char *text, size_t len, uint64_t size)
{
	struct imap_session *session = to;

	fetching_literal(
		session->fetching, (struct imap_text){ text, len }, size);
}

static void
on_octets(void *to, const void *bytes, size_t len)
{
	struct imap_session *session = to;

	fetching_octets(session->fetching, bytes, len);
}

static void on_line(void *to, const char *text, size_t len);

static const struct imap_events events = { on_literal, on_octets, on_line };

static void
report_fetched(void *to, uint32_t uid, const void *raw, size_t len, bool cut)
{
	struct imap_session *session = to;

	session->reports->fetched(
		session->to, session->uidvalidity, uid, raw, len, cut);
}

static void
report_filed(void *to, int64_t letter, uint32_t uid, bool gone)
{
	struct imap_session *session = to;

	if (gone)
		fetching_left(session->fetching, uid);
	session->reports->filed(session->to, letter);
}

struct imap_session *
imap_session_new(const struct imap_folders *folders,
	const struct imap_reports *reports, void *to)
{
	struct imap_session *session = g_new0(struct imap_session, 1);

	session->folders = *folders;
	session->reports = reports;
	session->to = to;
	session->fetching = fetching_new(report_fetched, session);
	session->filing = filing_new(report_filed, session);
	session->out = g_byte_array_new();
	session->found = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	session->polls = g_array_new(FALSE, FALSE, sizeof(int64_t));
	return session;
}

static void
forget_server(struct imap_session *session)
{
	imap_free(session->parser);
	session->parser = NULL;
	g_free(session->prefix);
	g_free(session->inbox);
	g_free(session->done);
	g_free(session->quarantine);
	session->prefix = session->inbox = NULL;
	session->done = session->quarantine = NULL;
	filing_means(session->filing, FILING_IN_PLACE, NULL, NULL);
}

void
imap_session_free(struct imap_session *session)
{
	if (!session)
		return;
	forget_server(session);
	fetching_free(session->fetching);
	filing_free(session->filing);
	g_byte_array_unref(session->out);
	g_array_unref(session->found);
	g_array_unref(session->polls);
	g_free(session);
}

void
imap_session_begin(struct imap_session *session, int64_t now)
{
	imap_session_lost(session);
	session->parser = imap_new(&events, session, LITERAL_LIMIT);
	session->connected = true;
	session->failed = false;
	session->delimiter = '/';
	session->asked_capability = session->asked_names = false;
	session->idle = session->esearch = session->move = false;
	session->uidplus = session->namespace = false;
	session->look = true;
	session->heard_at = session->noop_at = now;
	imap_session_turn(session, now);
}

void
imap_session_lost(struct imap_session *session)
{
	session->connected = session->selected = false;
	session->doing = DOING_NOTHING;
	session->idling = session->done_said = session->fetching_on = false;
	session->answering = 0;
	g_byte_array_set_size(session->out, 0);
	session->out_used = 0;
	fetching_stop(session->fetching);
	filing_stop(session->filing);
	forget_server(session);
}

static void
fail(struct imap_session *session, enum err_kind kind, const char *why)
{
	if (!session->failed)
		err_set(&session->why, kind, "%s", why);
	session->failed = true;
}

bool
imap_session_failed(const struct imap_session *session, struct err *why)
{
	if (session->failed)
		*why = session->why;
	return session->failed;
}

/* --- saying ------------------------------------------------------------- */

static void
say_raw(struct imap_session *session, const char *text)
{
	g_byte_array_append(
		session->out, (const guint8 *)text, (guint)strlen(text));
}

static void
say(struct imap_session *session, enum doing doing, const char *command,
	int64_t now)
{
	g_autofree char *line =
		g_strdup_printf("m%u %s\r\n", ++session->tag, command);

	session->doing = doing;
	session->said_at = session->heard_at = now;
	say_raw(session, line);
}

const void *
imap_session_out(const struct imap_session *session, size_t *len)
{
	*len = session->out->len - session->out_used;
	return session->out->data + session->out_used;
}

void
imap_session_wrote(struct imap_session *session, size_t n)
{
	session->out_used += n;
	if (session->out_used < session->out->len)
		return;
	g_byte_array_set_size(session->out, 0);
	session->out_used = 0;
}

/* The folder's name as this server writes it: its delimiter for "/", below its
 * personal namespace ("INBOX." with some). */
static char *
folder_name(const struct imap_session *session, const char *name)
{
	g_autofree char *own = g_strdup(name);
	const char *prefix = session->prefix ? session->prefix : "";

	if (session->delimiter && session->delimiter != '/' &&
		!strchr(own, session->delimiter))
		g_strdelimit(own, "/", session->delimiter);
	if (!g_ascii_strcasecmp(own, "INBOX") || g_str_has_prefix(own, prefix))
		prefix = "";
	g_autofree char *whole = g_strconcat(prefix, own, NULL);
	return imap_mailbox(whole);
}

static void
say_select(struct imap_session *session, int64_t now)
{
	const struct imap_folders *folders = &session->folders;

	if (!session->inbox) {
		session->inbox = folder_name(session, folders->inbox);
		session->done = folder_name(session, folders->done);
		session->quarantine = folder_name(session, folders->quarantine);
		filing_means(session->filing,
			session->move              ? FILING_MOVE
				: session->uidplus ? FILING_COPY
						   : FILING_IN_PLACE,
			session->done, session->quarantine);
	}
	g_autofree char *command = g_strdup_printf("SELECT %s", session->inbox);
	session->selecting = 0;
	say(session, DOING_SELECT, command, now);
}

/* Learn what must be known before work; true when a command was said. */
static bool
prepare(struct imap_session *session, int64_t now)
{
	if (!session->asked_capability) {
		session->asked_capability = true;
		say(session, DOING_CAPABILITY, "CAPABILITY", now);
	} else if (!session->asked_names) {
		session->asked_names = true;
		if (session->namespace)
			say(session, DOING_NAMESPACE, "NAMESPACE", now);
		else
			say(session, DOING_LIST, "LIST \"\" \"\"", now);
	} else if (!session->selected) {
		say_select(session, now);
	} else {
		return false;
	}
	return true;
}

/* The next search: of everything, or of a window of messages where the answer
 * would be one endless line. */
static void
say_search(struct imap_session *session, int64_t now)
{
	g_autofree char *windowed = NULL;

	if (!session->window) {
		g_array_set_size(session->found, 0);
		session->look = false;
		session->look_at = now + POLL_EVERY;
		session->answering = session->polls->len;
		session->window = 1;
	}
	if (session->esearch || session->exists <= SEARCH_WINDOW) {
		session->window = 0;
		say(session, DOING_SEARCH,
			session->esearch ? "UID SEARCH RETURN (ALL) ALL"
					 : "UID SEARCH ALL",
			now);
		return;
	}
	uint64_t last =
		MIN(session->window + SEARCH_WINDOW - 1, session->exists);
	windowed = g_strdup_printf("UID SEARCH %llu:%llu",
		(unsigned long long)session->window, (unsigned long long)last);
	session->window = last < session->exists ? last + 1 : 0;
	say(session, DOING_SEARCH, windowed, now);
}

/* All that was found is reported: so are the polls that asked for it. */
static void
answer_polls(struct imap_session *session)
{
	session->fetching_on = false;
	for (guint i = 0; i < session->answering; i++)
		session->reports->polled(
			session->to, g_array_index(session->polls, gint64, i));
	g_array_remove_range(session->polls, 0, session->answering);
	session->answering = 0;
}

static bool
say_filing(struct imap_session *session, int64_t now)
{
	g_autoptr(GString) command = g_string_new(NULL);

	if (!filing_command(session->filing, now, command))
		return false;
	say(session, DOING_FILE, command->str, now);
	return true;
}

/* Go on fetching; true when a command was said. */
static bool
say_fetch(struct imap_session *session, int64_t now)
{
	g_autoptr(GString) command = g_string_new(NULL);

	if (!session->fetching_on || session->paused)
		return false;
	if (!fetching_command(session->fetching, command)) {
		answer_polls(session);
		return false;
	}
	say(session, DOING_FETCH, command->str, now);
	return true;
}

static bool
wants_to_look(const struct imap_session *session, int64_t now)
{
	return session->look || session->polls->len > session->answering ||
		now >= session->look_at;
}

static void
say_wait(struct imap_session *session, int64_t now)
{
	if (session->paused && session->fetching_on)
		return; /* soon there is more to do */
	if (session->idle) {
		session->idling = session->done_said = false;
		say(session, DOING_IDLE, "IDLE", now);
	} else if (now >= session->noop_at) {
		session->noop_at = now + NOOP_EVERY;
		say(session, DOING_NOOP, "NOOP", now);
	}
}

/* Nothing is under way: choose what comes next. */
static void
work(struct imap_session *session, int64_t now)
{
	if (session->stopping)
		return;
	if (prepare(session, now))
		return;
	bool eager = (!session->fetching_on && !session->window) ||
		session->paused ||
		filing_waiting(session->filing, now) >= FILE_EAGERLY;
	if ((filing_busy(session->filing) ||
		    (eager && filing_waiting(session->filing, now))) &&
		say_filing(session, now))
		return;
	if (say_fetch(session, now))
		return;
	if (!session->window && filing_waiting(session->filing, now) &&
		say_filing(session, now))
		return;
	if (session->window ||
		(!session->fetching_on && wants_to_look(session, now)))
		say_search(session, now);
	else
		say_wait(session, now);
}

/* IDLE must be ended before anything else can be said. */
static void
leave_idle(struct imap_session *session, int64_t now)
{
	if (!session->idling || session->done_said ||
		(!wants_to_look(session, now) &&
			!filing_waiting(session->filing, now)))
		return;
	session->done_said = true;
	session->said_at = session->heard_at = now;
	say_raw(session, "DONE\r\n");
}

/* --- hearing ------------------------------------------------------------ */

static void
hear_capability(struct imap_session *session, struct imap_text words)
{
	session->idle = imap_has_word(words, "IDLE");
	session->esearch = imap_has_word(words, "ESEARCH");
	session->move = imap_has_word(words, "MOVE");
	session->uidplus = imap_has_word(words, "UIDPLUS");
	session->namespace = imap_has_word(words, "NAMESPACE");
	if (imap_has_word(words, "IMAP4rev2"))
		session->idle = session->esearch = session->move =
			session->uidplus = session->namespace = true;
}

static void
hear_uidvalidity(struct imap_session *session, uint64_t number)
{
	if (session->doing == DOING_SELECT)
		session->selecting = (int64_t)number;
	else if ((int64_t)number != session->uidvalidity)
		fail(session, ERR_LATER, "the mailbox was made anew");
}

static void
hear_untagged_status(struct imap_session *session, enum imap_status status,
	struct imap_text words)
{
	struct imap_text argument;
	uint64_t number;

	if (status == IMAP_BYE) {
		g_autofree char *why = g_strndup(words.at, MIN(words.len, 300));
		g_autofree char *text =
			g_strdup_printf("the server said goodbye: %s", why);

		fail(session, ERR_LATER, text);
	} else if (imap_code(words, "UIDVALIDITY", &argument) &&
		imap_number(argument, &number)) {
		hear_uidvalidity(session, number);
	}
}

static void
hear_search(struct imap_session *session, struct imap_text rest)
{
	if (session->doing == DOING_SEARCH)
		imap_numbers(rest, ' ', session->found, SEARCH_LIMIT);
}

/* '(TAG "m5") UID ALL 1:5,9': the set is the last word. */
static void
hear_esearch(struct imap_session *session, struct imap_text rest)
{
	size_t start = rest.len;

	while (start && rest.at[start - 1] != ' ')
		start--;
	struct imap_text set = { rest.at + start, rest.len - start };
	if (session->doing == DOING_SEARCH)
		imap_numbers(set, ',', session->found, SEARCH_LIMIT);
}

static void
hear_exists(struct imap_session *session, uint64_t number)
{
	if (number > session->exists || session->doing == DOING_SELECT)
		session->look = true;
	session->exists = number;
}

static void
hear_names(struct imap_session *session, struct imap_text rest, bool list)
{
	char *prefix;

	if (list && session->doing == DOING_LIST) {
		imap_list_delimiter(rest, &session->delimiter);
	} else if (!list && session->doing == DOING_NAMESPACE &&
		imap_namespace(rest, &prefix, &session->delimiter)) {
		g_free(session->prefix);
		session->prefix = prefix;
	}
}

static void
hear_untagged(struct imap_session *session, struct imap_text line)
{
	struct imap_text rest;
	uint64_t number;
	enum imap_status status = imap_status(line, "*", &rest);

	if (status != IMAP_NO_STATUS)
		hear_untagged_status(session, status, rest);
	else if (imap_untagged(line, "CAPABILITY", &number, &rest))
		hear_capability(session, rest);
	else if (imap_untagged(line, "EXISTS", &number, &rest))
		hear_exists(session, number);
	else if (imap_untagged(line, "EXPUNGE", &number, &rest))
		session->exists -= session->exists > 0;
	else if (imap_untagged(line, "SEARCH", &number, &rest))
		hear_search(session, rest);
	else if (imap_untagged(line, "ESEARCH", &number, &rest))
		hear_esearch(session, rest);
	else if (imap_untagged(line, "LIST", &number, &rest))
		hear_names(session, rest, true);
	else if (imap_untagged(line, "NAMESPACE", &number, &rest))
		hear_names(session, rest, false);
}

static void
selected(struct imap_session *session, enum imap_status status,
	struct imap_text words)
{
	g_autofree char *why = g_strndup(words.at, MIN(words.len, 300));
	g_autofree char *text = g_strdup_printf(
		"the folder %s cannot be opened: %s", session->inbox, why);

	if (status != IMAP_OK) {
		fail(session, ERR_ASK, text);
		return;
	}
	if (!session->selecting) {
		fail(session, ERR_ASK,
			"the server gives mails no lasting numbers "
			"(UIDVALIDITY)");
		return;
	}
	if (session->selecting != session->uidvalidity) {
		session->uidvalidity = session->selecting;
		fetching_forget(session->fetching);
	}
	filing_valid(session->filing, session->uidvalidity);
	session->selected = session->look = true;
	session->reports->ready(session->to);
}

/* The command under way is answered. */
static void
answered(struct imap_session *session, enum imap_status status,
	struct imap_text words)
{
	enum doing doing = session->doing;

	session->doing = DOING_NOTHING;
	switch (doing) {
	case DOING_NOTHING:
	case DOING_CAPABILITY:
	case DOING_NAMESPACE:
	case DOING_LIST:
	case DOING_NOOP:
		break;
	case DOING_SELECT:
		selected(session, status, words);
		break;
	case DOING_SEARCH:
		if (status != IMAP_OK)
			fail(session, ERR_LATER, "the search was refused");
		if (session->failed || session->window)
			break;
		session->fetching_on = true;
		fetching_found(session->fetching, session->found);
		break;
	case DOING_FETCH:
		fetching_done(session->fetching);
		break;
	case DOING_FILE:
		filing_done(session->filing, status, session->heard_at);
		break;
	case DOING_IDLE:
		session->idling = false;
		session->idle = status == IMAP_OK;
		break;
	}
}

static void
on_line(void *to, const char *text, size_t len)
{
	struct imap_session *session = to;
	struct imap_text line = { text, len }, words;
	char tag[16];

	if (fetching_line(session->fetching, line))
		return;
	g_snprintf(tag, sizeof tag, "m%u", session->tag);
	if (len && *text == '*') {
		hear_untagged(session, line);
	} else if (len && *text == '+') {
		session->idling = session->doing == DOING_IDLE;
	} else if (session->doing != DOING_NOTHING) {
		enum imap_status status = imap_status(line, tag, &words);

		if (status != IMAP_NO_STATUS)
			answered(session, status, words);
	}
}

void
imap_session_in(struct imap_session *session, const void *bytes, size_t len,
	int64_t now)
{
	if (session->failed || !session->connected)
		return;
	session->heard_at = now;
	if (!imap_in(session->parser, bytes, len))
		fail(session, ERR_LATER, "the server keeps no limits");
	imap_session_turn(session, now);
}

/* --- time and wishes ---------------------------------------------------- */

void
imap_session_poll(struct imap_session *session, int64_t serial)
{
	g_array_append_val(session->polls, serial);
}

void
imap_session_file(struct imap_session *session, int64_t letter,
	int64_t uidvalidity, int64_t uid, bool quarantine)
{
	if (uid > 0 && uid <= UINT32_MAX &&
		(!session->uidvalidity || uidvalidity == session->uidvalidity))
		filing_add(session->filing, letter, uidvalidity, (uint32_t)uid,
			quarantine);
	else
		session->reports->filed(session->to, letter);
}

void
imap_session_pause(struct imap_session *session, bool pause)
{
	session->paused = pause;
}

bool
imap_session_busy(const struct imap_session *session)
{
	return session->connected && !session->failed &&
		session->doing != DOING_NOTHING &&
		!(session->doing == DOING_IDLE && session->idling);
}

void
imap_session_stop(struct imap_session *session)
{
	if (session->stopping || imap_session_busy(session))
		return;
	session->stopping = true;
	if (session->connected)
		say_raw(session,
			session->doing == DOING_IDLE ? "DONE\r\nbye LOGOUT\r\n"
						     : "bye LOGOUT\r\n");
}

int64_t
imap_session_deadline(const struct imap_session *session)
{
	bool waits = session->doing == DOING_IDLE && session->idling &&
		!session->done_said;

	if (!session->connected || session->failed)
		return INT64_MAX;
	if (session->doing != DOING_NOTHING && !waits)
		return MIN(session->heard_at + SILENT_MAX,
			session->said_at + COMMAND_MAX);
	if (session->paused && session->fetching_on)
		return INT64_MAX;
	int64_t next = MIN(session->look_at, filing_again(session->filing));
	return waits ? next : MIN(next, session->noop_at);
}

void
imap_session_turn(struct imap_session *session, int64_t now)
{
	if (!session->connected || session->failed)
		return;
	if (session->doing == DOING_NOTHING)
		work(session, now);
	else if (session->doing == DOING_IDLE)
		leave_idle(session, now);
	if (session->doing != DOING_NOTHING &&
		now >= imap_session_deadline(session) &&
		(session->doing != DOING_IDLE || !session->idling ||
			session->done_said))
		fail(session, ERR_LATER, "the server did not answer in time");
}
