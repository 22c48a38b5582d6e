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
#include "carry/imap_state.h"

#include <string.h>

#include "base/clock.h"

#define SECOND        1000
#define SILENT_MAX    (60 * SECOND)
#define COMMAND_MAX   (15 * 60 * SECOND)
#define POLL_EVERY    (5 * 60 * SECOND)
#define NOOP_EVERY    (60 * SECOND)
#define LITERAL_LIMIT (256u << 20)
#define FILE_EAGERLY  100 /* letters waiting, though there is more to get */

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
	imap_search_begin(&session->search);
	session->search.window = 0;
	session->polls = g_array_new(FALSE, FALSE, sizeof(int64_t));
	return session;
}

static void
forget_server(struct imap_session *session)
{
	imap_free(session->parser);
	session->parser = NULL;
	imap_server_clear(&session->server);
	g_free(session->inbox);
	g_free(session->done);
	g_free(session->quarantine);
	session->inbox = session->done = session->quarantine = NULL;
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
	g_array_unref(session->search.found);
	g_array_unref(session->polls);
	g_free(session);
}

void
imap_session_begin(struct imap_session *session, int64_t now)
{
	imap_session_lost(session);
	session->parser =
		imap_new(&imap_session_events, session, LITERAL_LIMIT);
	session->connected = true;
	session->failed = false;
	session->asked_capability = session->asked_names = false;
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
	session->search.window = 0;
	g_byte_array_set_size(session->out, 0);
	session->out_used = 0;
	fetching_stop(session->fetching);
	filing_stop(session->filing);
	forget_server(session);
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

bool
imap_session_has_out(const struct imap_session *session)
{
	return session->out_used < session->out->len;
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

static void
say_select(struct imap_session *session, int64_t now)
{
	const struct imap_folders *folders = &session->folders;

	if (!session->inbox) {
		session->inbox =
			imap_server_folder(&session->server, folders->inbox);
		session->done =
			imap_server_folder(&session->server, folders->done);
		session->quarantine = imap_server_folder(
			&session->server, folders->quarantine);
		filing_means(session->filing,
			session->server.move              ? FILING_MOVE
				: session->server.uidplus ? FILING_COPY
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
		if (session->server.namespace)
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

static void
say_search(struct imap_session *session, int64_t now)
{
	if (!session->search.window) {
		imap_search_begin(&session->search);
		session->look = false;
		session->look_at = now + POLL_EVERY;
		session->answering = session->polls->len;
	}
	g_autofree char *command = imap_search_command(
		&session->search, &session->server, session->exists);
	say(session, DOING_SEARCH, command, now);
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
	if (session->server.idle) {
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
	bool eager = (!session->fetching_on && !session->search.window) ||
		session->paused ||
		filing_waiting(session->filing, now) >= FILE_EAGERLY;
	if ((filing_busy(session->filing) ||
		    (eager && filing_waiting(session->filing, now))) &&
		say_filing(session, now))
		return;
	if (say_fetch(session, now))
		return;
	if (!session->search.window && filing_waiting(session->filing, now) &&
		say_filing(session, now))
		return;
	if (session->search.window ||
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

void
imap_session_in(struct imap_session *session, const void *bytes, size_t len,
	int64_t now)
{
	if (session->failed || !session->connected)
		return;
	session->heard_at = now;
	if (!imap_in(session->parser, bytes, len))
		imap_session_fail(
			session, ERR_LATER, "the server keeps no limits");
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
		imap_session_fail(session, ERR_LATER,
			"the server did not answer in time");
}
