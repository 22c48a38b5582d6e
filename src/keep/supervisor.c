/* The supervisor waits for signals and for its one child; it holds a config
 * and nothing else. The child dies with it. */
#include "keep/supervisor.h"

#include <errno.h>
#include <glib.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"

#define STATUS_LATER 75

struct watch {
	const struct supervised *by;
	struct program *program; /* what the keeper works by */
	struct program *former; /* until the keeper took the new one; or NULL */
	pid_t keeper;
	bool stopping, changing;
	bool failed; /* a reload, while the keeper was changing */
};

static sigset_t
signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGCHLD);
	return set;
}

static bool
begin(struct watch *watch, bool again)
{
	pid_t supervisor = getpid();

	watch->keeper = fork();
	if (watch->keeper == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != supervisor)
			_exit(STATUS_LATER); /* it died meanwhile */
		_exit(watch->by->keep(watch->program, again, watch->by->arg));
	}
	if (watch->keeper < 0)
		log_error("no keeper can be forked: %s", g_strerror(errno));
	return watch->keeper > 0;
}

/* A reload: the keeper ends in order, and the next begins with the new. */
static void
load_again(struct watch *watch)
{
	struct program *fresh = watch->by->load(watch->by->arg);

	if (!fresh) {
		log_error("the new config has mistakes: the old one stays in "
			  "force");
		if (watch->changing)
			watch->failed = true;
		else
			kill(watch->keeper, SIGUSR1);
		return;
	}
	if (watch->changing) { /* no keeper has begun with the last one */
		program_free(watch->program);
	} else {
		program_free(watch->former);
		watch->former = watch->program;
	}
	watch->program = fresh;
	watch->changing = true;
	kill(watch->keeper, SIGTERM);
}

/* The new config was not taken: back to the old one, which is told so. */
static bool
fall_back(struct watch *watch)
{
	program_free(watch->program);
	watch->program = watch->former;
	watch->former = NULL;
	if (!begin(watch, true))
		return false;
	kill(watch->keeper, SIGUSR1);
	return true;
}

/* The keeper ended; true when there is another one now. *status is what we
 * end with otherwise. */
static bool
succeed(struct watch *watch, int *status)
{
	bool begun = false;

	if (watch->stopping || !WIFEXITED(*status))
		return false;
	if (watch->changing) {
		watch->changing = false;
		begun = begin(watch, true);
		if (begun && watch->failed)
			kill(watch->keeper, SIGUSR1);
		watch->failed = false;
	} else if (watch->former &&
		WEXITSTATUS(*status) == watch->by->refused) {
		begun = fall_back(watch);
	} else {
		return false;
	}
	if (!begun)
		*status = STATUS_LATER << 8; /* so that we are started anew */
	return begun;
}

static void
heed(struct watch *watch, int signal_number)
{
	if (signal_number == SIGHUP && !watch->stopping) {
		load_again(watch);
	} else if (signal_number == SIGTERM || signal_number == SIGINT) {
		watch->stopping = true;
		kill(watch->keeper, SIGTERM);
	}
}

/* Until the last keeper ended; its status as of waitpid. */
static int
watch_over(struct watch *watch)
{
	sigset_t set = signals();
	int status = STATUS_LATER << 8;

	for (;;) {
		int got = sigwaitinfo(&set, NULL);

		if (got > 0)
			heed(watch, got);
		if (waitpid(watch->keeper, &status, WNOHANG) != watch->keeper)
			continue;
		if (!succeed(watch, &status))
			return status;
	}
}

int
supervise(const struct supervised *supervised, int broken)
{
	struct watch watch = { .by = supervised };
	sigset_t set = signals();
	int status = STATUS_LATER << 8;

	sigprocmask(SIG_BLOCK, &set, NULL);
	watch.program = supervised->load(supervised->arg);
	if (!watch.program)
		return broken;
	if (begin(&watch, false))
		status = watch_over(&watch);
	program_free(watch.program);
	program_free(watch.former);
	return WIFEXITED(status) ? WEXITSTATUS(status) : STATUS_LATER;
}
