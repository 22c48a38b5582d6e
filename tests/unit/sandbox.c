/* What the sandbox forbids is tried in a child each; what must go on working
 * (allocation, conversion, the mail and calendar libraries, messages) too. */
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <gmime/gmime.h>
#include <libical/ical.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/sandbox.h"

#if defined __SANITIZE_ADDRESS__
# define SANITIZED 1
#else
# define SANITIZED 0
#endif

/* Status of a child that confines itself and returns act(); -signal when one
 * ended it. */
static int
child(bool (*confine)(struct err *), int (*act)(void))
{
	int status;
	struct err err;
	pid_t pid = fork();

	if (pid == 0)
		_exit(confine(&err) ? act() : 99);
	g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static int
inet_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) < 0 ? errno : 0;
}

static int
inet6_socket(void)
{
	return socket(AF_INET6, SOCK_DGRAM, 0) < 0 ? errno : 0;
}

static int
unix_socket(void)
{
	int fds[2];

	if (socket(AF_UNIX, SOCK_DGRAM, 0) < 0)
		return errno;
	return socketpair(AF_UNIX, SOCK_STREAM, 0, fds) < 0 ? errno : 0;
}

static int
run_true(void)
{
	execl("/bin/true", "true", (char *)NULL);
	return errno;
}

static int
open_file(void)
{
	return open("/etc/hostname", O_RDONLY) < 0 ? errno : 0;
}

static int
write_file(void)
{
	return open("/tmp", O_TMPFILE | O_RDWR, 0600) < 0 ? errno : 0;
}

static int
fork_child(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid < 0 ? errno : 0;
}

static int
kill_parent(void)
{
	return kill(getppid(), 0) < 0 ? errno : 0;
}

static int
run_memory(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED
		? errno
		: 0;
}

static int
much_memory(void)
{
	g_autofree char *block = g_try_malloc((gsize)300 << 20);

	return block ? 0 : ENOMEM;
}

static int
io_uring(void)
{
	return syscall(SYS_io_uring_setup, 1, NULL) < 0 ? errno : 0;
}

static int
spin(void)
{
	sandbox_more_cpu();
	for (volatile unsigned n = 0; n < G_MAXUINT; n++)
		n /= 2;
	return 0;
}

static int
crash(void)
{
	abort();
}

static void
test_reader_denied(void)
{
	int gone = SANITIZED ? EPERM : -SIGSYS;

	g_assert_cmpint(child(sandbox_reader, inet_socket), ==, gone);
	g_assert_cmpint(child(sandbox_reader, unix_socket), ==, gone);
	g_assert_cmpint(child(sandbox_reader, run_true), ==, gone);
	g_assert_cmpint(child(sandbox_reader, io_uring), ==, gone);
	g_assert_cmpint(child(sandbox_reader, write_file), !=, 0);
	g_assert_cmpint(child(sandbox_reader, crash), ==, -SIGABRT);
	if (SANITIZED)
		return;
	g_assert_cmpint(child(sandbox_reader, open_file), ==, EPERM);
	g_assert_cmpint(child(sandbox_reader, fork_child), ==, EPERM);
	g_assert_cmpint(child(sandbox_reader, kill_parent), ==, EPERM);
	g_assert_cmpint(child(sandbox_reader, run_memory), ==, EPERM);
	g_assert_cmpint(child(sandbox_reader, much_memory), ==, ENOMEM);
	g_assert_cmpint(child(sandbox_reader, spin), ==, -SIGXCPU);
}

static int
mail_and_calendar(void)
{
	static const char mail[] =
		"From: =?iso-8859-2?Q?Ji=F8=ED?= <j@example.org>\r\n"
		"Content-Type: text/plain; charset=no-such-charset\r\n\r\nhi\r\n";
	static const char calendar[] =
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\n"
		"DTSTART;TZID=Europe/Berlin:20270301T100000\r\nEND:VEVENT\r\n"
		"END:VCALENDAR\r\n";
	GMimeStream *stream =
		g_mime_stream_mem_new_with_buffer(mail, sizeof mail - 1);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
	GMimeObject *part =
		message ? g_mime_message_get_mime_part(message) : NULL;
	char *text =
		part ? g_mime_text_part_get_text((GMimeTextPart *)part) : NULL;
	icalcomponent *component = icalparser_parse_string(calendar);

	return message && text && component ? 0 : 1;
}

static int
talk(void)
{
	char byte = 'x';
	struct pollfd p = { .fd = 0, .events = POLLOUT };
	g_autofree char *block = g_malloc(50 << 20);

	memset(block, 1, 50 << 20);
	fcntl(0, F_SETFL, fcntl(0, F_GETFL) | O_NONBLOCK);
	if (poll(&p, 1, 1000) != 1 || send(0, &byte, 1, MSG_NOSIGNAL) != 1)
		return 1;
	sandbox_more_cpu();
	return recv(0, &byte, 1, 0) < 0 && errno == EAGAIN ? 0 : 2;
}

static void
test_reader_allowed(void)
{
	int fds[2];

	g_assert_cmpint(child(sandbox_reader, mail_and_calendar), ==, 0);
	g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), ==, 0);
	int saved = dup(0);
	dup2(fds[0], 0);
	g_assert_cmpint(child(sandbox_reader, talk), ==, 0);
	dup2(saved, 0);
	close(saved);
	close(fds[0]);
	close(fds[1]);
}

static void
test_keeper(void)
{
	g_assert_cmpint(child(sandbox_keeper, inet_socket), ==, EPERM);
	g_assert_cmpint(child(sandbox_keeper, inet6_socket), ==, EPERM);
	g_assert_cmpint(child(sandbox_keeper, run_true), ==, EPERM);
	g_assert_cmpint(child(sandbox_keeper, io_uring), ==, EPERM);
	g_assert_cmpint(child(sandbox_keeper, unix_socket), ==, 0);
	g_assert_cmpint(child(sandbox_keeper, open_file), ==, 0);
	g_assert_cmpint(child(sandbox_keeper, write_file), ==, 0);
	g_assert_cmpint(child(sandbox_keeper, fork_child), ==, 0);
}

static bool
is_open(int fd)
{
	return fcntl(fd, F_GETFD) >= 0;
}

static int
close_most(void)
{
	int a = dup(0), b = dup(0), c = dup(0), d = dup2(0, 700);
	const int keep[] = { c, a, -1 }, none[] = { -1 };

	sandbox_close_all_but(keep);
	if (!is_open(a) || is_open(b) || !is_open(c) || is_open(d))
		return 1;
	sandbox_close_all_but(none);
	return is_open(a) || is_open(c) || !is_open(2);
}

static bool
no_confinement(struct err *err)
{
	(void)err;
	return true;
}

static void
test_close_all_but(void)
{
	g_assert_cmpint(child(no_confinement, close_most), ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_mime_init();
	g_test_add_func("/sandbox/reader/denied", test_reader_denied);
	g_test_add_func("/sandbox/reader/allowed", test_reader_allowed);
	g_test_add_func("/sandbox/keeper", test_keeper);
	g_test_add_func("/sandbox/close-all-but", test_close_all_but);
	return g_test_run();
}
