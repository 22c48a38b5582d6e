/* carry/imap_state -- room carry: the inside of an IMAP session.
 *
 * For imap_session.c, which speaks, and imap_hear.c, which listens; nobody
 * else.
 */
#ifndef MENTORD_CARRY_IMAP_STATE_H
#define MENTORD_CARRY_IMAP_STATE_H

#include "carry/fetching.h"
#include "carry/filing.h"
#include "carry/imap_server.h"
#include "carry/imap_session.h"

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
	struct imap_server server;
	char *inbox, *done, *quarantine; /* quoted */

	/* the folder */
	bool selected;
	int64_t uidvalidity, selecting; /* known; said by this SELECT */
	uint64_t exists;

	/* looking */
	bool look, paused, fetching_on;
	int64_t look_at, noop_at;
	struct imap_search search;
	GArray *polls;   /* int64_t serials */
	guint answering; /* of these, asked before the search began */
	bool idling, done_said;
};

/* Hears the parser for the session that is its "to". */
extern const struct imap_events imap_session_events;

/* The conversation cannot go on; the first reason stands. */
void imap_session_fail(
	struct imap_session *session, enum err_kind kind, const char *why);

#endif
