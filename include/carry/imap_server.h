/* carry/imap_server -- room carry: what one IMAP server is like.
 *
 * Its extensions, as far as we use them, and how it writes folder names; and
 * the search of a whole folder in the way it can answer best.
 */
#ifndef MENTORD_CARRY_IMAP_SERVER_H
#define MENTORD_CARRY_IMAP_SERVER_H

#include "carry/imap.h"

struct imap_server {
	bool idle, esearch, move, uidplus, namespace;
	char *prefix;   /* of personal folders, NULL none */
	char delimiter; /* of the hierarchy, NUL none */
};

/* As before anything is known; frees what was. */
void imap_server_clear(struct imap_server *server);

/* The words of a CAPABILITY response; the rest of LIST and NAMESPACE. */
void imap_server_can(struct imap_server *server, struct imap_text words);
void imap_server_list(struct imap_server *server, struct imap_text rest);
void imap_server_namespace(struct imap_server *server, struct imap_text rest);

/* name ("a/b": b within a) as this server's quoted string, to be freed: its
 * delimiter for "/", below its personal namespace ("INBOX." with some). */
char *imap_server_folder(const struct imap_server *server, const char *name);

/* --- searching a folder -------------------------------------------------- */

struct imap_search {
	GArray *found;   /* uint32_t; imap_search_begin makes it */
	uint64_t window; /* first message of the next command; 0: no more */
};

void imap_search_begin(struct imap_search *search);

/* The next command without tag, to be freed: of all, or of a window of the
 * exists messages, where the answer would be one endless line. */
char *imap_search_command(struct imap_search *search,
	const struct imap_server *server, uint64_t exists);

/* The rest of a SEARCH or ESEARCH response. */
void imap_search_hear(
	struct imap_search *search, struct imap_text rest, bool extended);

#endif
