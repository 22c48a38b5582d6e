/* base/stem: children that grow while their keeper can no longer fork for
 * itself what it needs, and that hold nothing of what it holds. */
#include "base/stem.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/sandbox.h"

/* Says its argument and whether it can make an internet socket and sees the
 * keeper's later memory; then echoes until the end. */
static char later[16] = "before";

static void
child(int fd, const void *arg)
{
	int inet = socket(AF_INET, SOCK_STREAM, 0);
	g_autofree char *text = g_strdup_printf(
		"%s %s %s", (const char *)arg, later, inet < 0 ? "no" : "net");
	char byte;

	if (send(fd, text, strlen(text), MSG_NOSIGNAL) < 0)
		return;
	while (read(fd, &byte, 1) == 1)
		if (send(fd, &byte, 1, MSG_NOSIGNAL) < 0)
			return;
}

static bool
ready(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, 10000) == 1;
}

static void
hear(int fd, const char *want)
{
	char text[64] = "";

	g_assert_true(ready(fd));
	g_assert_cmpint(read(fd, text, sizeof text - 1), >, 0);
	g_assert_cmpstr(text, ==, want);
}

static void
test_children(void)
{
	struct err err = { 0 };
	struct stem *stem = stem_start("thing", child, "a", &err);
	pid_t pid[2];
	int fd[2];

	g_assert_nonnull(stem);
	g_strlcpy(later, "after", sizeof later);
	for (int i = 0; i < 2; i++) {
		g_assert_true(stem_fork(stem, &fd[i], &pid[i], &err));
		hear(fd[i], "a before net");
	}
	g_assert_cmpint(pid[0], !=, pid[1]);
	g_assert_cmpint(kill(pid[0], SIGKILL), ==, 0);
	g_assert_true(ready(fd[0])); /* its end is seen as the end */
	g_assert_cmpint(read(fd[0], later, 1), ==, 0);
	g_assert_cmpint(write(fd[1], "x", 1), ==, 1);
	hear(fd[1], "x"); /* the other one lives */
	stem_stop(stem);
	g_assert_true(ready(fd[1]));
	g_assert_cmpint(read(fd[1], later, 1), ==, 0);
	close(fd[0]);
	close(fd[1]);
}

/* Two stems know nothing of each other: the first ends while the second, that
 * was forked later, lives on. */
static void
test_two(void)
{
	struct err err = { 0 };
	struct stem *first = stem_start("one", child, "1", &err);
	struct stem *second = stem_start("two", child, "2", &err);
	pid_t pid;
	int fd;

	stem_stop(first); /* hangs for ever when the second held its socket */
	g_assert_true(stem_fork(second, &fd, &pid, &err));
	stem_stop(second);
	close(fd);
}

/* In a process of its own, as the filter cannot be taken back. */
static void
test_filtered(void)
{
	if (g_test_subprocess()) {
		struct err err = { 0 };
		struct stem *stem = stem_start("courier", child, "c", &err);
		pid_t pid;
		int fd;

		g_assert_true(sandbox_keeper(&err));
		g_assert_cmpint(socket(AF_INET, SOCK_STREAM, 0), ==, -1);
		g_assert_cmpint(errno, ==, EPERM);
		g_assert_true(stem_fork(stem, &fd, &pid, &err));
		hear(fd, "c before net");
		stem_stop(stem);
		return;
	}
	g_test_trap_subprocess(NULL, 0, 0);
	g_test_trap_assert_passed();
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/stem/filtered", test_filtered);
	g_test_add_func("/stem/two", test_two);
	g_test_add_func("/stem/children", test_children);
	return g_test_run();
}
