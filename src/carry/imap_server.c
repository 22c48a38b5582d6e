/* Extensions make work shorter, never possible: everything here has a way for
 * the server that has none. */
#include "carry/imap_server.h"

#include <string.h>

#define FOUND_LIMIT 200000 /* uids of one search */
#define WINDOW      10000  /* messages a SEARCH without ESEARCH looks at */

void
imap_server_clear(struct imap_server *server)
{
	g_free(server->prefix);
	*server = (struct imap_server){ .delimiter = '/' };
}

void
imap_server_can(struct imap_server *server, struct imap_text words)
{
	bool rev2 = imap_has_word(words, "IMAP4rev2"); /* has them all */

	server->idle = rev2 || imap_has_word(words, "IDLE");
	server->esearch = rev2 || imap_has_word(words, "ESEARCH");
	server->move = rev2 || imap_has_word(words, "MOVE");
	server->uidplus = rev2 || imap_has_word(words, "UIDPLUS");
	server->namespace = rev2 || imap_has_word(words, "NAMESPACE");
}

void
imap_server_list(struct imap_server *server, struct imap_text rest)
{
	imap_list_delimiter(rest, &server->delimiter);
}

void
imap_server_namespace(struct imap_server *server, struct imap_text rest)
{
	char *prefix;

	if (!imap_namespace(rest, &prefix, &server->delimiter))
		return;
	g_free(server->prefix);
	server->prefix = prefix;
}

char *
imap_server_folder(const struct imap_server *server, const char *name)
{
	g_autofree char *own = g_strdup(name);
	const char *prefix = server->prefix ? server->prefix : "";

	if (server->delimiter && server->delimiter != '/' &&
		!strchr(own, server->delimiter))
		g_strdelimit(own, "/", server->delimiter);
	if (!g_ascii_strcasecmp(own, "INBOX") || g_str_has_prefix(own, prefix))
		prefix = "";
	g_autofree char *whole = g_strconcat(prefix, own, NULL);
	return imap_mailbox(whole);
}

void
imap_search_begin(struct imap_search *search)
{
	if (!search->found)
		search->found = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_array_set_size(search->found, 0);
	search->window = 1;
}

char *
imap_search_command(struct imap_search *search,
	const struct imap_server *server, uint64_t exists)
{
	uint64_t first = search->window;
	uint64_t last = MIN(first + WINDOW - 1, exists);

	if (server->esearch || exists <= WINDOW) {
		search->window = 0;
		return g_strdup(server->esearch ? "UID SEARCH RETURN (ALL) ALL"
						: "UID SEARCH ALL");
	}
	search->window = last < exists ? last + 1 : 0;
	return g_strdup_printf("UID SEARCH %llu:%llu",
		(unsigned long long)first, (unsigned long long)last);
}

/* '(TAG "m5") UID ALL 1:5,9': the set is the last word. */
void
imap_search_hear(
	struct imap_search *search, struct imap_text rest, bool extended)
{
	size_t start = rest.len;

	while (extended && start && rest.at[start - 1] != ' ')
		start--;
	if (extended)
		rest = (struct imap_text){ rest.at + start, rest.len - start };
	imap_numbers(rest, extended ? ',' : ' ', search->found, FOUND_LIMIT);
}
