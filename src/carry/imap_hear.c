/* What the server says, and what it means for the session: a mail's octets go
 * to fetching, a tagged answer ends the command, everything else may come at
 * any time and in any order (RFC 3501 7).
 */
#include "carry/imap_state.h"

#include <string.h>

void
imap_session_fail(
	struct imap_session *session, enum err_kind kind, const char *why)
{
	if (!session->failed)
		err_set(&session->why, kind, "%s", why);
	session->failed = true;
}

static void
hear_uidvalidity(struct imap_session *session, uint64_t number)
{
	if (session->doing == DOING_SELECT)
		session->selecting = (int64_t)number;
	else if ((int64_t)number != session->uidvalidity)
		imap_session_fail(
			session, ERR_LATER, "the mailbox was made anew");
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

		imap_session_fail(session, ERR_LATER, text);
	} else if (imap_code(words, "UIDVALIDITY", &argument) &&
		imap_number(argument, &number)) {
		hear_uidvalidity(session, number);
	}
}

static void
hear_search(struct imap_session *session, struct imap_text rest, bool extended)
{
	if (session->doing == DOING_SEARCH)
		imap_search_hear(&session->search, rest, extended);
}

static void
hear_exists(struct imap_session *session, uint64_t number)
{
	if (number > session->exists || session->doing == DOING_SELECT)
		session->look = true;
	session->exists = number;
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
		imap_server_can(&session->server, rest);
	else if (imap_untagged(line, "EXISTS", &number, &rest))
		hear_exists(session, number);
	else if (imap_untagged(line, "EXPUNGE", &number, &rest))
		session->exists -= session->exists > 0;
	else if (imap_untagged(line, "SEARCH", &number, &rest))
		hear_search(session, rest, false);
	else if (imap_untagged(line, "ESEARCH", &number, &rest))
		hear_search(session, rest, true);
	else if (session->doing == DOING_LIST &&
		imap_untagged(line, "LIST", &number, &rest))
		imap_server_list(&session->server, rest);
	else if (session->doing == DOING_NAMESPACE &&
		imap_untagged(line, "NAMESPACE", &number, &rest))
		imap_server_namespace(&session->server, rest);
}

static void
selected(struct imap_session *session, enum imap_status status,
	struct imap_text words)
{
	g_autofree char *why = g_strndup(words.at, MIN(words.len, 300));
	g_autofree char *text = g_strdup_printf(
		"the folder %s cannot be opened: %s", session->inbox, why);

	if (status != IMAP_OK) {
		imap_session_fail(session, ERR_ASK, text);
		return;
	}
	if (!session->selecting) {
		imap_session_fail(session, ERR_ASK,
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
			imap_session_fail(
				session, ERR_LATER, "the search was refused");
		if (session->failed || session->search.window)
			break;
		session->fetching_on = true;
		fetching_found(session->fetching, session->search.found);
		break;
	case DOING_FETCH:
		fetching_done(session->fetching);
		break;
	case DOING_FILE:
		filing_done(session->filing, status, session->heard_at);
		break;
	case DOING_IDLE:
		session->idling = false;
		session->server.idle = status == IMAP_OK;
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

const struct imap_events imap_session_events = { on_literal, on_octets,
	on_line };
