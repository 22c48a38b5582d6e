/* A session against a small IMAP server in memory, which can be made to lack
 * extensions and to misbehave; for several cuts of what it says. */
#include "carry/imap_session.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

struct mail {
	unsigned uid;
	const char *text;
	unsigned long size; /* as announced; 0: as it is */
	char folder;        /* i: inbox, d: done, q: quarantine, x: gone */
	bool deleted;
};

struct server {
	const char *can;
	unsigned uidvalidity;
	struct mail mails[8];
	int n;
	bool done_missing, uid_last, chatty;
	GString *heard; /* commands without tags */
	GString *says;
	char idle_tag[16];

	struct imap_session *session;
	GString *seen; /* what the session reported */
	int64_t now;
};

static void say(struct server *server, const char *fmt, ...)
	G_GNUC_PRINTF(2, 3);

static void
say(struct server *server, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	g_string_append_vprintf(server->says, fmt, ap);
	va_end(ap);
	g_string_append(server->says, "\r\n");
}

static bool
in_set(const char *set, unsigned uid)
{
	g_auto(GStrv) items = g_strsplit(set, ",", -1);

	for (char **item = items; *item; item++) {
		unsigned low = 0, high = 0;
		int n = sscanf(*item, "%u:%u", &low, &high);

		if (uid >= low && uid <= (n == 2 ? high : low))
			return true;
	}
	return false;
}

static void
serve_fetch(struct server *server, const char *set, const char *what)
{
	for (int i = 0; i < server->n; i++) {
		struct mail *mail = &server->mails[i];
		unsigned long size =
			mail->size ? mail->size : strlen(mail->text);

		if (mail->folder != 'i' || !in_set(set, mail->uid))
			continue;
		if (server->chatty)
			say(server, "* 1 FETCH (FLAGS (\\Seen))\r\n* 3 RECENT");
		if (strstr(what, "SIZE"))
			say(server, "* %d FETCH (UID %u RFC822.SIZE %lu)",
				i + 1, mail->uid, size);
		else if (server->uid_last)
			say(server, "* %d FETCH (BODY[] {%zu}\r\n%s UID %u)",
				i + 1, strlen(mail->text), mail->text,
				mail->uid);
		else
			say(server, "* %d FETCH (UID %u BODY[] {%zu}\r\n%s)",
				i + 1, mail->uid, strlen(mail->text),
				mail->text);
		if (server->chatty)
			say(server,
				"* 7 FETCH (UID 9999 BODY[] {5}\r\nalien)\r\n"
				"* OK [ALERT] {5}");
	}
}

static void
serve_search(struct server *server)
{
	g_autoptr(GString) set = g_string_new(NULL);
	bool extended = strstr(server->can, "ESEARCH");

	for (int i = 0; i < server->n; i++)
		if (server->mails[i].folder == 'i')
			g_string_append_printf(set, "%s%u",
				!set->len          ? ""
					: extended ? ","
						   : " ",
				server->mails[i].uid);
	if (extended)
		say(server, "* ESEARCH (TAG \"x\") UID%s%s",
			set->len ? " ALL " : "", set->str);
	else
		say(server, "* SEARCH %s", set->str);
}

/* Apply act (m move, c copy, d delete, e expunge) to a set. */
static bool
serve_set(struct server *server, char act, const char *set, const char *folder)
{
	char to = folder && strstr(folder, "Quarantine") ? 'q' : 'd';

	if (folder && to == 'd' && server->done_missing)
		return false;
	for (int i = 0; i < server->n; i++) {
		struct mail *mail = &server->mails[i];

		if (mail->folder != 'i' || !in_set(set, mail->uid))
			continue;
		if (act == 'm')
			mail->folder = to;
		else if (act == 'd')
			mail->deleted = true;
		else if (act == 'e' && mail->deleted)
			mail->folder = to;
	}
	return true;
}

static void
serve_uid(struct server *server, const char *tag, char **words)
{
	const char *verb = words[1], *set = words[2];
	const char *folder = g_strv_length(words) > 3 ? words[3] : NULL;
	bool good = true;

	if (!strcmp(verb, "SEARCH"))
		serve_search(server);
	else if (!strcmp(verb, "FETCH"))
		serve_fetch(server, set, words[4]);
	else if (!strcmp(verb, "MOVE"))
		good = serve_set(server, 'm', set, folder);
	else if (!strcmp(verb, "COPY"))
		good = serve_set(server, 'c', set, folder);
	else if (!strcmp(verb, "STORE"))
		serve_set(server, 'd', set, NULL);
	else if (!strcmp(verb, "EXPUNGE"))
		serve_set(server, 'e', set, NULL);
	say(server, good ? "%s OK done" : "%s NO [TRYCREATE] no such folder",
		tag);
}

static void
serve_line(struct server *server, const char *line)
{
	const char *space = strchr(line, ' ');
	g_autofree char *tag =
		space ? g_strndup(line, (gsize)(space - line)) : g_strdup(line);
	const char *command = space ? space + 1 : line;
	g_auto(GStrv) words = g_strsplit(command, " ", -1);

	g_string_append_printf(server->heard, "%s\n", command);
	if (!strcmp(line, "DONE")) {
		say(server, "%s OK idled", server->idle_tag);
	} else if (!strcmp(words[0], "CAPABILITY")) {
		say(server, "* CAPABILITY IMAP4rev1 %s", server->can);
		say(server, "%s OK", tag);
	} else if (!strcmp(words[0], "NAMESPACE")) {
		say(server, "* NAMESPACE ((\"INBOX.\" \".\")) NIL NIL");
		say(server, "%s OK", tag);
	} else if (!strcmp(words[0], "SELECT")) {
		say(server, "* %d EXISTS\r\n* OK [UIDVALIDITY %u] ok",
			server->n, server->uidvalidity);
		say(server, "%s OK [READ-WRITE] selected", tag);
	} else if (!strcmp(words[0], "CREATE")) {
		server->done_missing = false;
		say(server, "%s OK", tag);
	} else if (!strcmp(words[0], "IDLE")) {
		g_strlcpy(server->idle_tag, tag, sizeof server->idle_tag);
		say(server, "+ idling");
	} else if (!strcmp(words[0], "UID")) {
		serve_uid(server, tag, words);
	} else {
		say(server, "%s OK", tag);
	}
}

static void
on_fetched(void *to, int64_t uidvalidity, int64_t uid, const void *raw,
	size_t len, bool cut)
{
	struct server *server = to;

	g_string_append_printf(server->seen, "%d/%d%s=%.*s ", (int)uidvalidity,
		(int)uid, cut ? "!" : "", (int)len, (const char *)raw);
}

static void
on_filed(void *to, int64_t letter)
{
	struct server *server = to;

	g_string_append_printf(server->seen, "filed%d ", (int)letter);
}

static void
on_polled(void *to, int64_t serial)
{
	struct server *server = to;

	g_string_append_printf(server->seen, "polled%d ", (int)serial);
}

static void
on_ready(void *to)
{
	struct server *server = to;

	g_string_append(server->seen, "ready ");
}

static const struct imap_reports reports = { on_fetched, on_filed, on_polled,
	on_ready };

/* Let both talk until nobody has anything to say. */
static void
talk(struct server *server, size_t chunk)
{
	const char *out;
	size_t len;

	imap_session_turn(server->session, server->now);
	while (imap_session_has_out(server->session)) {
		out = imap_session_out(server->session, &len);
		g_autofree char *said = g_strndup(out, len);
		g_auto(GStrv) lines = g_strsplit(said, "\r\n", -1);

		imap_session_wrote(server->session, len);
		for (char **line = lines; *line; line++)
			if (**line)
				serve_line(server, *line);
		g_autofree char *answer = g_strdup(server->says->str);
		size_t left = server->says->len, n;
		g_string_truncate(server->says, 0);
		for (const char *at = answer; left; left -= n, at += n) {
			n = MIN(left, chunk);
			imap_session_in(server->session, at, n, server->now);
		}
		imap_session_turn(server->session, server->now);
	}
}

static const struct imap_folders folders = { "INBOX", "Done/2027",
	"Quarantine" };

static struct server
begin(const char *can)
{
	struct server server = { .can = can, .uidvalidity = 7, .n = 3 };

	server.mails[0] = (struct mail){ 4, "one", 0, 'i', false };
	server.mails[1] = (struct mail){ 9, "two)\r\nm5 OK x\r\n* 5 EXISTS", 0,
		'i', false };
	server.mails[2] = (struct mail){ 10, "", 0, 'i', false };
	server.heard = g_string_new(NULL);
	server.says = g_string_new(NULL);
	server.seen = g_string_new(NULL);
	return server;
}

static void
end(struct server *server)
{
	imap_session_free(server->session);
	g_string_free(server->heard, TRUE);
	g_string_free(server->says, TRUE);
	g_string_free(server->seen, TRUE);
}

static void
open_session(struct server *server, size_t chunk)
{
	server->session = imap_session_new(&folders, &reports, server);
	imap_session_poll(server->session, 5);
	imap_session_begin(server->session, server->now);
	talk(server, chunk);
}

#define SEEN "ready 7/4=one 7/9=two)\r\nm5 OK x\r\n* 5 EXISTS 7/10= polled5 "

static const char *const abilities[] = {
	"IDLE ESEARCH MOVE UIDPLUS",
	"IDLE MOVE",
	"IDLE UIDPLUS NAMESPACE",
	"IDLE",
	"",
};

static void
test_all_cuts(const void *can)
{
	for (size_t chunk = 1; chunk < 200; chunk += chunk < 20 ? 1 : 37)
		for (int way = 0; way < 4; way++) {
			struct server server = begin(can);
			struct err why;

			server.uid_last = way & 1;
			server.chatty = way & 2;
			open_session(&server, chunk);
			g_assert_cmpstr(server.seen->str, ==, SEEN);
			g_assert_false(
				imap_session_failed(server.session, &why));
			g_assert_null(strstr(server.heard->str, "Seen"));
			g_assert_nonnull(
				strstr(server.heard->str, "(UID BODY.PEEK[])"));
			end(&server);
		}
}

static void
file_all(struct server *server)
{
	g_string_truncate(server->seen, 0);
	g_string_truncate(server->heard, 0);
	imap_session_file(server->session, 1, 7, 4, false);
	imap_session_file(server->session, 2, 7, 9, true);
	imap_session_file(server->session, 3, 7, 10, false);
	imap_session_file(server->session, 4, 6, 4, false);
	talk(server, 11);
}

static void
test_move(void)
{
	struct server server = begin("IDLE ESEARCH MOVE UIDPLUS");

	server.done_missing = true;
	open_session(&server, 100);
	file_all(&server);
	g_assert_cmpstr(server.seen->str, ==, "filed4 filed1 filed3 filed2 ");
	g_assert_cmpstr(server.heard->str, ==,
		"DONE\n"
		"UID MOVE 4,10 \"Done/2027\"\n"
		"CREATE \"Done/2027\"\n"
		"UID MOVE 4,10 \"Done/2027\"\n"
		"UID MOVE 9 \"Quarantine\"\n"
		"IDLE\n");
	g_assert_cmpint(server.mails[0].folder, ==, 'd');
	g_assert_cmpint(server.mails[1].folder, ==, 'q');
	end(&server);
}

static void
test_copy(void)
{
	struct server server = begin("IDLE UIDPLUS NAMESPACE");

	open_session(&server, 100);
	file_all(&server);
	g_assert_cmpstr(server.heard->str, ==,
		"DONE\n"
		"UID COPY 4,10 \"INBOX.Done.2027\"\n"
		"UID STORE 4,10 +FLAGS.SILENT (\\Deleted)\n"
		"UID EXPUNGE 4,10\n"
		"UID COPY 9 \"INBOX.Quarantine\"\n"
		"UID STORE 9 +FLAGS.SILENT (\\Deleted)\n"
		"UID EXPUNGE 9\n"
		"IDLE\n");
	end(&server);
}

/* Neither MOVE nor UIDPLUS: the mails stay, and are not fetched again. */
static void
test_in_place(void)
{
	struct server server = begin("IDLE");

	open_session(&server, 100);
	file_all(&server);
	g_assert_cmpstr(server.seen->str, ==, "filed4 filed1 filed2 filed3 ");
	imap_session_poll(server.session, 6);
	talk(&server, 100);
	g_assert_cmpstr(
		server.seen->str, ==, "filed4 filed1 filed2 filed3 polled6 ");
	g_assert_null(strstr(server.heard->str, "EXPUNGE"));
	g_assert_null(strstr(server.heard->str, "FETCH"));
	end(&server);
}

/* New mail wakes IDLE; so does the clock, every five minutes. */
static void
test_idle(void)
{
	struct server server = begin("IDLE ESEARCH MOVE");

	open_session(&server, 100);
	g_string_truncate(server.seen, 0);
	g_string_truncate(server.heard, 0);
	server.mails[server.n++] = (struct mail){ 11, "new", 0, 'i', false };
	imap_session_in(server.session, "* 4 EXISTS\r\n", 12, server.now);
	talk(&server, 100);
	g_assert_cmpstr(server.seen->str, ==, "7/11=new ");
	g_assert_cmpint(imap_session_deadline(server.session), ==, 300000);
	server.mails[server.n++] = (struct mail){ 12, "more", 0, 'i', false };
	server.now = 299999;
	talk(&server, 100);
	g_assert_cmpstr(server.seen->str, ==, "7/11=new ");
	server.now = 300000;
	talk(&server, 100);
	g_assert_cmpstr(server.seen->str, ==, "7/11=new 7/12=more ");
	end(&server);
}

/* A dead server is noticed in every state. */
static void
test_silence(void)
{
	struct server server = begin("IDLE ESEARCH MOVE");
	struct err why;

	open_session(&server, 100);
	server.now = 300000;
	imap_session_turn(server.session, server.now); /* DONE, unanswered */
	imap_session_turn(server.session, server.now + 59999);
	g_assert_false(imap_session_failed(server.session, &why));
	imap_session_turn(server.session, server.now + 60000);
	g_assert_true(imap_session_failed(server.session, &why));
	g_assert_cmpint(why.kind, ==, ERR_LATER);
	end(&server);
}

/* A lost connection loses nothing: not what was to be filed, not the poll,
 * and nothing is reported twice, unless the mailbox is another one. */
static void
test_again(void)
{
	struct server server = begin("ESEARCH MOVE");

	open_session(&server, 100);
	imap_session_lost(server.session);
	g_string_truncate(server.seen, 0);
	imap_session_poll(server.session, 6);
	imap_session_file(server.session, 1, 7, 4, false);
	server.mails[server.n++] = (struct mail){ 11, "new", 0, 'i', false };
	imap_session_begin(server.session, server.now);
	talk(&server, 3);
	g_assert_cmpstr(server.seen->str, ==, "ready filed1 7/11=new polled6 ");
	g_assert_cmpint(server.mails[0].folder, ==, 'd');

	imap_session_lost(server.session);
	imap_session_file(server.session, 2, 7, 9, false);
	g_string_truncate(server.seen, 0);
	server.uidvalidity = 8;
	imap_session_begin(server.session, server.now);
	talk(&server, 3);
	g_assert_true(g_str_has_prefix(server.seen->str, "filed2 ready 8/9="));
	g_assert_cmpint(server.mails[1].folder, ==, 'i');
	end(&server);
}

/* What is to be filed before the first connection waits for it. */
static void
test_filed_before(void)
{
	struct server server = begin("ESEARCH MOVE");

	server.session = imap_session_new(&folders, &reports, &server);
	imap_session_file(server.session, 1, 7, 4, false);
	g_assert_cmpstr(server.seen->str, ==, "");
	imap_session_begin(server.session, server.now);
	talk(&server, 100);
	g_assert_true(
		g_str_has_prefix(server.seen->str, "ready filed1 7/9=two"));
	g_assert_cmpint(server.mails[0].folder, ==, 'd');
	end(&server);
}

/* A giant is asked for its beginning only. */
static void
test_giant(void)
{
	struct server server = begin("ESEARCH MOVE");

	server.mails[1].size = 30ul << 20;
	open_session(&server, 100);
	g_assert_nonnull(strstr(server.seen->str, "7/9!=two"));
	g_assert_nonnull(strstr(server.heard->str,
		"UID FETCH 4 (UID BODY.PEEK[])\n"
		"UID FETCH 9 (UID BODY.PEEK[]<0.26214401>)\n"
		"UID FETCH 10 (UID BODY.PEEK[])\n"));
	end(&server);
}

/* A full receiver stops the fetching, not the filing. */
static void
test_pause(void)
{
	struct server server = begin("IDLE ESEARCH MOVE");

	server.session = imap_session_new(&folders, &reports, &server);
	imap_session_pause(server.session, true);
	imap_session_file(server.session, 1, 7, 4, false);
	imap_session_begin(server.session, server.now);
	talk(&server, 100);
	g_assert_cmpstr(server.seen->str, ==, "ready filed1 ");
	imap_session_pause(server.session, false);
	talk(&server, 100);
	g_assert_nonnull(strstr(server.seen->str, "7/9="));
	end(&server);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	for (size_t i = 0; i < G_N_ELEMENTS(abilities); i++) {
		g_autofree char *name = g_strdup_printf(
			"/imap_session/all cuts, %s", abilities[i]);

		g_test_add_data_func(name, abilities[i], test_all_cuts);
	}
	g_test_add_func("/imap_session/move", test_move);
	g_test_add_func("/imap_session/copy", test_copy);
	g_test_add_func("/imap_session/in place", test_in_place);
	g_test_add_func("/imap_session/idle", test_idle);
	g_test_add_func("/imap_session/silence", test_silence);
	g_test_add_func("/imap_session/again", test_again);
	g_test_add_func("/imap_session/filed before", test_filed_before);
	g_test_add_func("/imap_session/giant", test_giant);
	g_test_add_func("/imap_session/pause", test_pause);
	return g_test_run();
}
