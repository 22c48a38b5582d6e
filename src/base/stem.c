/* The stem sleeps in recvmsg and forks a child for each socket it gets.
 *
 * It ignores the signals that end a service, so that a courier which died can
 * be replaced while the keeper still settles; the closing of the control
 * socket ends it. Its children are reaped by the kernel (SIGCHLD ignored), as
 * nobody asks how they ended: the keeper sees their socket close.
 */
#include "base/stem.h"

#include <errno.h>
#include <glib.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/sandbox.h"

struct stem {
	const char *what;
	int control;
	pid_t pid;
};

/* One byte with a descriptor beside it (unix(7), SCM_RIGHTS). */
union passenger {
	char bytes[CMSG_SPACE(sizeof(int))];
	struct cmsghdr aligned;
};

static bool
pass_fd(int control, int fd)
{
	union passenger passenger = { .bytes = { 0 } };
	char byte = 'c';
	struct iovec iov = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr message = { .msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = passenger.bytes,
		.msg_controllen = sizeof passenger.bytes };
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);

	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof fd);
	memcpy(CMSG_DATA(head), &fd, sizeof fd);
	return sendmsg(control, &message, MSG_NOSIGNAL) == 1;
}

/* The descriptor that came, or -1 at the end. */
static int
take_fd(int control)
{
	union passenger passenger;
	char byte;
	struct iovec iov = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr message = { .msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = passenger.bytes,
		.msg_controllen = sizeof passenger.bytes };
	ssize_t n;
	int fd;

	do
		n = recvmsg(control, &message, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	struct cmsghdr *head = n == 1 ? CMSG_FIRSTHDR(&message) : NULL;
	if (!head || head->cmsg_type != SCM_RIGHTS)
		return -1;
	memcpy(&fd, CMSG_DATA(head), sizeof fd);
	return fd;
}

_Noreturn static void
live(stem_child *child, int fd, const void *arg, int control)
{
	sigset_t none;

	close(control);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	child(fd, arg);
	_exit(0);
}

_Noreturn static void
stem_process(stem_child *child, const void *arg, int control)
{
	int fd;

	/* other stems' sockets above all: they would never see them close */
	sandbox_close_all_but((const int[]){ control, -1 });
	prctl(PR_SET_NAME, "mentord-stem");
	signal(SIGTERM, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGCHLD, SIG_IGN);
	while ((fd = take_fd(control)) >= 0) {
		pid_t pid = fork();

		if (pid == 0)
			live(child, fd, arg, control);
		close(fd);
		if (send(control, &pid, sizeof pid, MSG_NOSIGNAL) < 0)
			break;
	}
	_exit(0);
}

struct stem *
stem_start(
	const char *what, stem_child *child, const void *arg, struct err *err)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends)) {
		err_set(err, ERR_LATER, "no socket for the %s: %s", what,
			g_strerror(errno));
		return NULL;
	}
	pid_t pid = fork();
	if (pid == 0) {
		close(ends[0]);
		stem_process(child, arg, ends[1]);
	}
	int why = errno;
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		err_set(err, ERR_LATER, "the %s cannot be forked: %s", what,
			g_strerror(why));
		return NULL;
	}
	struct stem *stem = g_new(struct stem, 1);
	*stem = (struct stem){ what, ends[0], pid };
	return stem;
}

void
stem_stop(struct stem *stem)
{
	if (!stem)
		return;
	close(stem->control);
	while (waitpid(stem->pid, NULL, 0) < 0 && errno == EINTR)
		;
	g_free(stem);
}

/* Pass the child's end over and hear who got it. */
static bool
plant(struct stem *stem, int fd, pid_t *pid)
{
	ssize_t n;

	if (!pass_fd(stem->control, fd))
		return false;
	do
		n = recv(stem->control, pid, sizeof *pid, 0);
	while (n < 0 && errno == EINTR);
	return n == sizeof *pid && *pid > 0;
}

bool
stem_fork(struct stem *stem, int *fd, pid_t *pid, struct err *err)
{
	pid_t child;
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return err_set(err, ERR_LATER, "no socket for the %s: %s",
			stem->what, g_strerror(errno));
	bool planted = plant(stem, ends[1], &child);
	close(ends[1]);
	if (!planted) {
		close(ends[0]);
		return err_set(err, ERR_LATER,
			"there is no process for the %s; restart mentord",
			stem->what);
	}
	*fd = ends[0];
	*pid = child;
	return true;
}
