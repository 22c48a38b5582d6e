/* The courier as a process, beside a Maildir and a rude SMTP server of our
 * own, which runs in a child and does what a word in the sender's address
 * says. */
#include "carry/courier.h"

#include <glib.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

#define PATIENCE 20000 /* ms for anything; tests end long before */

/* --- the server ---------------------------------------------------------- */

/* False: the connection is to be closed. */
static bool
serve_command(FILE *in, FILE *out, const char *line, char *sender, size_t size)
{
	char body[4096];

	if (!g_ascii_strncasecmp(line, "EHLO", 4)) {
		fputs("250-test\r\n250-PIPELINING\r\n250 SIZE 100000\r\n", out);
	} else if (!strncmp(line, "MAIL", 4)) {
		g_strlcpy(sender, line, size);
		fputs(strstr(line, "busy") ? "421 busy\r\n" : "250 ok\r\n",
			out);
		return !strstr(line, "busy");
	} else if (!strncmp(line, "DATA", 4)) {
		fputs("354 go\r\n", out);
		fflush(out);
		while (fgets(body, sizeof body, in) && strcmp(body, ".\r\n"))
			;
		if (strstr(sender, "hang"))
			pause();
		if (strstr(sender, "drop"))
			return false;
		fputs("250 2.0.0 queued\r\n", out);
	} else if (!strncmp(line, "QUIT", 4)) {
		fputs("221 bye\r\n", out);
		return false;
	} else {
		fputs("250 ok\r\n", out);
	}
	return true;
}

static void
serve(int fd)
{
	FILE *in = fdopen(fd, "r"), *out = fdopen(dup(fd), "w");
	char line[1024], sender[1024] = "";

	fputs("220 test\r\n", out);
	while (fflush(out) == 0 && fgets(line, sizeof line, in))
		if (!serve_command(in, out, line, sender, sizeof sender))
			break;
	fflush(out);
}

/* A server on a free port, one child for each connection. */
static pid_t
start_server(int *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof address;
	int listener = socket(AF_INET, SOCK_STREAM, 0), fd;

	g_assert_cmpint(
		bind(listener, (struct sockaddr *)&address, len), ==, 0);
	g_assert_cmpint(listen(listener, 20), ==, 0);
	getsockname(listener, (struct sockaddr *)&address, &len);
	*port = ntohs(address.sin_port);
	pid_t pid = fork();
	if (pid == 0) {
		setpgid(0, 0);
		signal(SIGCHLD, SIG_IGN);
		while ((fd = accept(listener, NULL, NULL)) >= 0) {
			if (fork() == 0) {
				serve(fd);
				_exit(0);
			}
			close(fd);
		}
		_exit(0);
	}
	close(listener);
	return pid;
}

/* --- the keeper's side --------------------------------------------------- */

static char *folder, *maildir;
static char server_url[64];

static struct program
make_program(char *outgoing, char *incoming)
{
	struct program program = { .address = "prog@example.org",
		.state_dir = folder };

	program.mail.outgoing = outgoing;
	program.mail.incoming = incoming;
	program.mail.connections = 1;
	return program;
}

static void
deliver(struct courier *courier, int64_t id, const char *from)
{
	struct mail mail = { .id = id,
		.created_at = 1700000000,
		.envelope_from = from,
		.recipient = "b@example.net",
		.bytes = "Subject: x\r\n\r\nx\r\n",
		.len = 17 };

	courier_deliver(courier, &mail);
}

/* The next event of that kind, within PATIENCE. */
static bool
wait_for(struct courier *courier, struct pool *pool, enum courier_what what,
	struct courier_event *event)
{
	int64_t until = clock_ms() + PATIENCE;
	struct err err = { 0 };

	while (clock_ms() < until) {
		while (courier_next(courier, pool, event))
			if (event->what == what)
				return true;
		struct pollfd p = { .fd = courier_fd(courier),
			.events = courier_events(courier) };
		poll(&p, 1, 100);
		g_assert_true(courier_turn(courier, &err));
	}
	return false;
}

static void
expect_settled(struct courier *courier, int64_t id, enum verdict verdict)
{
	POOL_AUTO pool = pool_new();
	struct courier_event event = { 0 };

	g_assert_true(wait_for(courier, pool, COURIER_SETTLED, &event));
	g_assert_cmpint(event.id, ==, id);
	g_assert_cmpstr(verdict_name(event.verdict), ==, verdict_name(verdict));
	g_assert_cmpuint(strlen(event.reply), >, 0);
}

static void
test_maildir(void)
{
	POOL_AUTO pool = pool_new();
	struct program program = make_program(maildir, maildir);
	struct err err = { 0 };
	struct courier *courier = courier_start(&program, &err);
	g_autofree char *path =
		g_build_filename(folder, "m", "inbox", "new", "1.a.b", NULL);
	struct courier_event event = { 0 };

	g_assert_nonnull(courier);
	deliver(courier, 1, "a@x");
	deliver(courier, 2, "a@x\nBcc: c@d");
	/* each mail is settled exactly once, refused ones first */
	expect_settled(courier, 2, VERDICT_CHANNEL);
	expect_settled(courier, 1, VERDICT_ACCEPTED);
	courier_poll(courier, 5);
	g_assert_true(wait_for(courier, pool, COURIER_POLLED, &event));
	g_assert_cmpint(event.id, ==, 5);
	/* unasked, by inotify */
	g_assert_true(g_file_set_contents(path, "mail", 4, NULL));
	g_assert_true(wait_for(courier, pool, COURIER_FETCHED, &event));
	g_assert_cmpstr(event.mailbox, ==, "maildir");
	g_assert_cmpuint(event.len, ==, 4);
	g_assert_cmpint(memcmp(event.raw, "mail", 4), ==, 0);
	courier_file(
		courier, 9, event.mailbox, event.uidvalidity, event.uid, false);
	g_assert_true(wait_for(courier, pool, COURIER_FILED, &event));
	g_assert_cmpint(event.id, ==, 9);
	g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
	courier_stop(courier);
}

static void
test_verdicts(void)
{
	POOL_AUTO pool = pool_new();
	struct program program = make_program(server_url, maildir);
	struct courier_event event = { 0 };
	struct err err = { 0 };
	struct courier *courier = courier_start(&program, &err);

	deliver(courier, 1, "fine@x");
	expect_settled(courier, 1, VERDICT_ACCEPTED);
	deliver(courier, 2, "drop@x");
	expect_settled(courier, 2, VERDICT_IN_DOUBT);
	deliver(courier, 3, "busy@x");
	expect_settled(courier, 3, VERDICT_UNSENT);
	g_assert_true(wait_for(courier, pool, COURIER_CHANNEL, &event));
	g_assert_false(event.up || event.incoming);
	g_assert_cmpint(event.kind, ==, ERR_LATER);
	/* during the pause that follows, at once */
	deliver(courier, 4, "fine@x");
	expect_settled(courier, 4, VERDICT_UNSENT);
	courier_stop(courier);
}

/* Killed with a mail behind the dot: in doubt, and another courier serves. */
static void
test_death(void)
{
	POOL_AUTO pool = pool_new();
	struct program program = make_program(server_url, maildir);
	struct courier_event event = { 0 };
	struct err err = { 0 };
	struct courier *courier = courier_start(&program, &err);

	deliver(courier, 1, "hang@x");
	/* up: the mail is being carried */
	do
		g_assert_true(wait_for(courier, pool, COURIER_CHANNEL, &event));
	while (event.incoming || !event.up);
	int64_t first = courier_pid(courier);
	g_assert_cmpint(first, >, 1);
	courier_poll(courier, 8); /* must survive */
	g_assert_cmpint(kill((pid_t)first, SIGKILL), ==, 0);
	expect_settled(courier, 1, VERDICT_IN_DOUBT);
	g_assert_true(wait_for(courier, pool, COURIER_POLLED, &event));
	g_assert_cmpint(event.id, ==, 8);
	deliver(courier, 2, "fine@x");
	expect_settled(courier, 2, VERDICT_ACCEPTED);
	g_assert_cmpint(courier_pid(courier), !=, first);
	courier_stop(courier);
}

/* courier_drain begins nothing new and keeps the last verdicts. */
static void
test_drain(void)
{
	struct program program = make_program(maildir, maildir);
	struct courier_event event;
	struct err err = { 0 };
	struct courier *courier = courier_start(&program, &err);
	int settled = 0;

	for (int i = 1; i <= 20; i++)
		deliver(courier, i, "a@x");
	courier_drain(courier);
	POOL_AUTO pool = pool_new();
	while (courier_next(courier, pool, &event))
		settled += event.what == COURIER_SETTLED;
	g_assert_cmpint(settled, ==, 20);
	g_assert_cmpint(courier_room(courier), ==, 0);
	courier_stop(courier);
}

/* No place, or a wrong one, is a channel that only the coordinator mends. */
static void
test_nowhere(void)
{
	POOL_AUTO pool = pool_new();
	struct program program =
		make_program(g_strdup("smtp+plain://example.org"), maildir);
	struct courier_event event = { 0 };
	struct err err = { 0 };
	struct courier *courier = courier_start(&program, &err);

	g_assert_true(wait_for(courier, pool, COURIER_CHANNEL, &event));
	g_assert_cmpint(event.kind, ==, ERR_ASK);
	deliver(courier, 1, "a@x");
	expect_settled(courier, 1, VERDICT_UNSENT);
	courier_stop(courier);
	g_free((char *)(guintptr)program.mail.outgoing);
}

/* One answer for each calendar, whatever becomes of the courier; none is
 * needed once it is drained. */
static void
test_calendars(void)
{
	POOL_AUTO pool = pool_new();
	struct program program = make_program(maildir, maildir);
	struct courier_event event;
	struct err err = { 0 };
	struct courier *courier = courier_start(&program, &err);

	g_assert_nonnull(courier);
	courier_calendar(courier, 5, "https://calendar.example/");
	g_assert_true(wait_for(courier, pool, COURIER_CALENDAR, &event));
	g_assert_cmpint(event.id, ==, 5);
	g_assert_nonnull(strstr(event.text, "not to be fetched"));
	g_assert_cmpuint(event.len, ==, 0);

	pid_t pid = (pid_t)courier_pid(courier);
	kill(pid, SIGSTOP); /* so that it is in its hands */
	courier_calendar(courier, 6, "http+plain://127.0.0.1:1/");
	kill(pid, SIGKILL);
	g_assert_true(wait_for(courier, pool, COURIER_CALENDAR, &event));
	g_assert_cmpint(event.id, ==, 6);
	g_assert_nonnull(strstr(event.text, "the courier ended"));

	courier_calendar(courier, 7, "https://calendar.example/");
	courier_drain(courier);
	while (courier_next(courier, pool, &event))
		g_assert_false(event.what == COURIER_CALENDAR && event.id == 6);
	courier_stop(courier);
}

int
main(int argc, char **argv)
{
	int port;

	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	pid_t server = start_server(&port);
	folder = g_dir_make_tmp("mentord-courier-XXXXXX", NULL);
	maildir = g_strdup_printf("maildir:%s/m", folder);
	g_snprintf(server_url, sizeof server_url, "smtp+plain://127.0.0.1:%d",
		port);
	g_test_add_func("/courier/maildir", test_maildir);
	g_test_add_func("/courier/verdicts", test_verdicts);
	g_test_add_func("/courier/death", test_death);
	g_test_add_func("/courier/drain", test_drain);
	g_test_add_func("/courier/nowhere", test_nowhere);
	g_test_add_func("/courier/calendars", test_calendars);
	int status = g_test_run();
	kill(-server, SIGKILL);
	waitpid(server, NULL, 0);
	const char *remove[] = { "rm", "-rf", folder, NULL };
	g_spawn_sync(NULL, (char **)(void *)remove, NULL, G_SPAWN_SEARCH_PATH,
		NULL, NULL, NULL, NULL, NULL, NULL);
	g_free(folder);
	g_free(maildir);
	return status;
}
