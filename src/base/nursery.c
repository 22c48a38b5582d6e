/* One packet asks (which entry, which word), one answers (a pid, and with it
 * the socket and a pidfd). A pid may be used again once its process was
 * waited for, which is done here and not by the keeper; a pidfd may not. */
#include "base/nursery.h"

#include <errno.h>
#include <glib.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/sandbox.h"

struct nursery {
	int control;
	pid_t pid;
};

struct request {
	guint32 entry;
	char word[NURSERY_WORD];
};

/* The two descriptors that travel with an answer. */
union passengers {
	struct cmsghdr align;
	char bytes[CMSG_SPACE(2 * sizeof(int))];
};

static bool
send_child(int control, pid_t pid, const int fds[2])
{
	union passengers passengers = { 0 };
	struct iovec body = { &pid, sizeof pid };
	struct msghdr message = { .msg_iov = &body, .msg_iovlen = 1 };

	if (pid > 0) {
		message.msg_control = passengers.bytes;
		message.msg_controllen = sizeof passengers.bytes;
		struct cmsghdr *head = CMSG_FIRSTHDR(&message);
		head->cmsg_level = SOL_SOCKET;
		head->cmsg_type = SCM_RIGHTS;
		head->cmsg_len = CMSG_LEN(2 * sizeof(int));
		memcpy(CMSG_DATA(head), fds, 2 * sizeof(int));
	}
	return sendmsg(control, &message, MSG_NOSIGNAL) == sizeof pid;
}

static bool
take_child(int control, struct nursling *child)
{
	union passengers passengers;
	struct iovec body = { &child->pid, sizeof child->pid };
	struct msghdr message = { .msg_iov = &body,
		.msg_iovlen = 1,
		.msg_control = passengers.bytes,
		.msg_controllen = sizeof passengers.bytes };
	ssize_t n;
	int fds[2];

	do
		n = recvmsg(control, &message, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	struct cmsghdr *head =
		n == sizeof child->pid ? CMSG_FIRSTHDR(&message) : NULL;
	if (!head || head->cmsg_type != SCM_RIGHTS ||
		head->cmsg_len != CMSG_LEN(sizeof fds))
		return false;
	memcpy(fds, CMSG_DATA(head), sizeof fds);
	child->fd = fds[0];
	child->pidfd = fds[1];
	return true;
}

_Noreturn static void
grow_up(const struct nursery_entry *entry, int fd, const char *word)
{
	prctl(PR_SET_NAME, entry->name);
	signal(SIGTERM, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	signal(SIGCHLD, SIG_DFL);
	sandbox_close_all_but((const int[]){ fd, -1 });
	entry->run(fd, word);
	_exit(0);
}

/* False when the keeper is gone. */
static bool
fork_one(int control, const struct nursery_entry *entry, const char *word)
{
	int ends[2], passed[2] = { -1, -1 };
	pid_t pid = -1;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0) {
		pid = fork();
		if (pid == 0)
			grow_up(entry, ends[1], word);
		close(ends[1]);
		passed[0] = ends[0];
		passed[1] = pid > 0 ? pidfd_open(pid, 0) : -1;
	}
	bool sent = send_child(control, passed[1] < 0 ? -1 : pid, passed);
	for (size_t i = 0; i < 2; i++)
		if (passed[i] >= 0)
			close(passed[i]);
	return sent;
}

static void
wake_up(int number)
{
	(void)number; /* recv says EINTR, that is all */
}

/* The nursery's life. Those who have ended are waited for before the next
 * fork and never during one, so that pidfd_open finds the child. */
_Noreturn static void
nurse(int control, const struct nursery_entry *entries, size_t n_entries)
{
	struct sigaction wake = { .sa_handler = wake_up };
	struct request request;
	sigset_t none;

	prctl(PR_SET_NAME, "nursery");
	signal(SIGTERM, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	sigaction(SIGCHLD, &wake, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (;;) {
		ssize_t n = recv(control, &request, sizeof request, 0);
		bool woken = n < 0 && errno == EINTR;

		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		if (woken)
			continue;
		if (n < (ssize_t)sizeof request.entry + 1 ||
			request.entry >= n_entries)
			_exit(0);
		((char *)&request)[n - 1] = '\0';
		if (!fork_one(control, &entries[request.entry], request.word))
			_exit(0);
	}
}

struct nursery *
nursery_start(const struct nursery_entry *entries, size_t n, struct err *err)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) {
		err_set(err, ERR_LATER, "no socket for the nursery: %s",
			g_strerror(errno));
		return NULL;
	}
	pid_t pid = fork();
	if (pid == 0) {
		sandbox_close_all_but((const int[]){ ends[1], -1 });
		nurse(ends[1], entries, n);
	}
	close(ends[1]);
	if (pid < 0) {
		err_set(err, ERR_LATER, "the nursery cannot be forked: %s",
			g_strerror(errno));
		close(ends[0]);
		return NULL;
	}
	struct nursery *nursery = g_new(struct nursery, 1);
	nursery->control = ends[0];
	nursery->pid = pid;
	return nursery;
}

void
nursery_stop(struct nursery *nursery)
{
	if (!nursery)
		return;
	close(nursery->control);
	while (waitpid(nursery->pid, NULL, 0) < 0 && errno == EINTR)
		;
	g_free(nursery);
}

bool
nursery_spawn(struct nursery *nursery, size_t entry, const char *word,
	struct nursling *child, struct err *err)
{
	struct request request = { .entry = (guint32)entry };
	struct nursling born;
	size_t len = strlen(word);

	g_assert(len < sizeof request.word);
	memcpy(request.word, word, len);
	if (send(nursery->control, &request, sizeof request.entry + len + 1,
		    MSG_NOSIGNAL) < 0 ||
		!take_child(nursery->control, &born))
		return err_set(err, ERR_LATER,
			"no process can be started; when this stays, restart "
			"mentord");
	*child = born;
	return true;
}

void
nursling_end(struct nursling *child)
{
	pidfd_send_signal(child->pidfd, SIGKILL, NULL, 0);
	close(child->pidfd);
	close(child->fd);
	child->pidfd = child->fd = -1;
}
