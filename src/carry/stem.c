/* The stem sleeps in recvmsg and forks a courier for each socket it gets.
 *
 * It ignores the signals that end a service, so that a courier which died can
 * be replaced while the keeper still settles; the closing of the control
 * socket ends it. Its children are reaped by the kernel (SIGCHLD ignored), as
 * nobody asks how they ended: the keeper sees their socket close.
 */
#include "carry/stem.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "carry/process.h"

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
stem_process(const struct program *program, int control)
{
	int fd;

	prctl(PR_SET_NAME, "mentord-stem");
	signal(SIGTERM, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGCHLD, SIG_IGN);
	while ((fd = take_fd(control)) >= 0) {
		if (fork() == 0) {
			signal(SIGCHLD, SIG_DFL);
			courier_process(program, fd);
		}
		close(fd); /* if the fork failed the keeper sees it close */
	}
	_exit(0);
}

bool
stem_start(const struct program *program, int *control, pid_t *pid,
	struct err *err)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
		return err_set(err, ERR_LATER, "no socket for the courier: %s",
			strerror(errno));
	pid_t child = fork();
	if (child < 0) {
		close(ends[0]);
		close(ends[1]);
		return err_set(err, ERR_LATER,
			"the courier cannot be forked: %s", strerror(errno));
	}
	if (child == 0) {
		close(ends[0]);
		stem_process(program, ends[1]);
	}
	close(ends[1]);
	*control = ends[0];
	*pid = child;
	return true;
}

bool
stem_courier(int control, int *fd, struct err *err)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return err_set(err, ERR_LATER, "no socket for the courier: %s",
			strerror(errno));
	bool passed = pass_fd(control, ends[1]);
	close(ends[1]);
	if (!passed) {
		close(ends[0]);
		return err_set(err, ERR_LATER,
			"the courier's parent process is gone; restart "
			"mentord");
	}
	*fd = ends[0];
	return true;
}
