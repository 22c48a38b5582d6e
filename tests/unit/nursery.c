/* The nursery forks what it was born with, for a keeper that could not. */
#include <fcntl.h>
#include <glib.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/nursery.h"
#include "base/sandbox.h"

/* Says its word, then echoes until the other end closes. */
static void
echo(int fd, const char *word)
{
	char bytes[100];
	ssize_t n;

	n = send(fd, word, strlen(word), MSG_NOSIGNAL);
	while (n > 0 && (n = recv(fd, bytes, sizeof bytes, 0)) > 0)
		n = send(fd, bytes, (size_t)n, MSG_NOSIGNAL);
}

/* Says whether it may open a socket to the network. */
static void
network(int fd, const char *word)
{
	int inet = socket(AF_INET, SOCK_STREAM, 0);

	(void)word;
	send(fd, inet >= 0 ? "yes" : "no", 3, MSG_NOSIGNAL);
}

static const struct nursery_entry entries[] = {
	{ "echo", echo },
	{ "network", network },
};

static bool
says(int fd, const char *want)
{
	char got[100] = "";

	return recv(fd, got, sizeof got - 1, 0) > 0 && !strcmp(got, want);
}

static bool
ended(int pidfd)
{
	struct pollfd p = { .fd = pidfd, .events = POLLIN };

	return poll(&p, 1, 10000) == 1;
}

static void
test_spawn(void)
{
	struct nursery *nursery = nursery_start(entries, 2, NULL);
	struct nursling a, b;

	g_assert_nonnull(nursery);
	g_assert_true(nursery_spawn(nursery, 0, "first", &a, NULL));
	g_assert_true(nursery_spawn(nursery, 0, "second", &b, NULL));
	g_assert_true(says(b.fd, "second"));
	g_assert_true(says(a.fd, "first"));
	g_assert_cmpint(a.pid, !=, b.pid);
	g_assert_cmpint(send(a.fd, "hello", 5, 0), ==, 5);
	g_assert_true(says(a.fd, "hello"));
	/* one that is killed ends, the other does not mind */
	int watch = dup(a.pidfd);
	nursling_end(&a);
	g_assert_true(ended(watch));
	close(watch);
	g_assert_cmpint(send(b.fd, "still", 5, 0), ==, 5);
	g_assert_true(says(b.fd, "still"));
	/* one that is let go ends by itself */
	close(b.fd);
	g_assert_true(ended(b.pidfd));
	close(b.pidfd);
	/* many deaths in a row, each of which wakes the nursery */
	int i = 0;
	for (; i < 200 && nursery_spawn(nursery, 0, "x", &a, NULL); i++)
		nursling_end(&a);
	g_assert_cmpint(i, ==, 200);
	nursery_stop(nursery);
	nursery_stop(NULL);
}

/* The keeper is confined; what is born later is not. */
static void
test_confined(void)
{
	struct nursery *nursery = nursery_start(entries, 2, NULL);
	pid_t keeper = fork();
	int status;

	if (keeper == 0) {
		struct nursling child;
		struct err err;

		if (!sandbox_keeper(&err) ||
			socket(AF_INET, SOCK_STREAM, 0) >= 0)
			_exit(1);
		if (!nursery_spawn(nursery, 1, "", &child, &err))
			_exit(2);
		_exit(says(child.fd, "yes") ? 0 : 3);
	}
	g_assert_cmpint(waitpid(keeper, &status, 0), ==, keeper);
	g_assert_cmpint(status, ==, 0);
	nursery_stop(nursery);
}

/* It serves nobody else, and says so when it is gone. */
static void
test_gone(void)
{
	struct nursery *nursery = nursery_start(entries, 1, NULL);
	struct nursling child = { 7, 8, 9 };
	struct err err = { 0 };

	g_assert_false(nursery_spawn(nursery, 1, "", &child, &err));
	g_assert_cmpint(err.kind, ==, ERR_LATER);
	g_assert_cmpint(child.fd, ==, 8);
	g_assert_false(nursery_spawn(nursery, 0, "", &child, &err));
	nursery_stop(nursery);
}

/* The child holds its socket and the standard streams, and nothing else. */
static void
count_fds(int fd, const char *word)
{
	char open_fds[16] = "";
	size_t n = 0;

	(void)word;
	for (int i = 3; i < 1000 && n < sizeof open_fds; i++)
		if (i != fd && fcntl(i, F_GETFD) >= 0)
			open_fds[n++] = 'x';
	send(fd, n ? open_fds : "none", n ? n : 4, MSG_NOSIGNAL);
}

static void
test_holds_nothing(void)
{
	static const struct nursery_entry counting[] = { { "c", count_fds } };
	int secret = open("/etc/passwd", O_RDONLY);
	struct nursery *nursery = nursery_start(counting, 1, NULL);
	struct nursling child;

	g_assert_true(nursery_spawn(nursery, 0, "", &child, NULL));
	g_assert_true(says(child.fd, "none"));
	nursling_end(&child);
	nursery_stop(nursery);
	close(secret);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/nursery/spawn", test_spawn);
	g_test_add_func("/nursery/confined", test_confined);
	g_test_add_func("/nursery/gone", test_gone);
	g_test_add_func("/nursery/holds-nothing", test_holds_nothing);
	return g_test_run();
}
