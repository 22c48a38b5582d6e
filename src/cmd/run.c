/* mentord run: the daemon. Courier and reader are forked first, then the
 * state is locked and opened, then it is one loop: wait, read the clock once,
 * one turn. */
#include <errno.h>
#include <glib.h>
#include <signal.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/notify.h"
#include "cmd/cmd.h"
#include "keep/keeper.h"
#include "keep/lock.h"

#define STOP_MOST 10 /* seconds to settle what is on the wire */

/* A program with the two processes that work by it. */
struct crew {
	struct program *program;
	struct courier *courier;
	struct reader *reader;
};

struct daemon {
	const char *config;
	struct crew crew;
	struct store *store;
	struct keeper *keeper;
	int signals, watch, lock;
	bool once, stop, reload;
};

static void
crew_dismiss(struct crew *crew)
{
	if (crew->courier)
		courier_stop(crew->courier);
	if (crew->reader)
		reader_stop(crew->reader);
	program_free(crew->program);
	*crew = (struct crew){ 0 };
}

static int
crew_hire(struct crew *crew, const char *config, struct err *err)
{
	crew->program = cmd_program(config, NULL);
	if (!crew->program)
		return EXIT_CONFIG;
	crew->courier = courier_start(crew->program, err);
	crew->reader = crew->courier ? reader_start(crew->program, err) : NULL;
	if (crew->reader)
		return EXIT_OK;
	int status = cmd_fail(err);
	crew_dismiss(crew);
	return status;
}

/* SIGTERM and SIGINT stop, SIGHUP reloads; all wait in a descriptor. */
static int
take_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

static void
read_signals(struct daemon *daemon)
{
	struct signalfd_siginfo got;

	while (read(daemon->signals, &got, sizeof got) == sizeof got)
		if (got.ssi_signo == SIGHUP)
			daemon->reload = true;
		else
			daemon->stop = true;
}

/* Another process that writes to the store wakes us. */
static int
watch_store(const char *state_dir)
{
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);

	if (fd >= 0)
		inotify_add_watch(fd, state_dir, IN_MODIFY);
	return fd;
}

static void
drain(int fd)
{
	char events[4096];

	while (read(fd, events, sizeof events) > 0)
		;
}

/* A faulty file leaves the running one in force, and `status` says so. */
static bool
reload(struct daemon *daemon, struct err *err)
{
	struct crew crew = { 0 }, old = daemon->crew;
	bool loaded = crew_hire(&crew, daemon->config, err) == EXIT_OK;

	daemon->reload = false;
	if (!store_begin(daemon->store, err) ||
		!store_set_meta(daemon->store, "config.error",
			loaded ? NULL
			       : "the last reload failed; `mentord "
				 "check` tells why",
			err) ||
		!store_commit(daemon->store, err))
		return false;
	if (!loaded) {
		log_error("the new config has mistakes: the old one stays in "
			  "force");
		return true;
	}
	daemon->crew = crew;
	keeper_swap(daemon->keeper, crew.program, crew.courier, crew.reader);
	crew_dismiss(&old);
	log_info("config loaded again");
	return keeper_enrol(daemon->keeper, clock_now(), err);
}

static bool
loop(struct daemon *daemon, struct err *err)
{
	while (!daemon->stop) {
		int64_t now = clock_now();

		if (daemon->reload && !reload(daemon, err))
			return false;
		if (!keeper_turn(daemon->keeper, now, err))
			return false;
		notify_watchdog();
		if (daemon->once && keeper_polled(daemon->keeper) &&
			keeper_quiet(daemon->keeper, now))
			return true;
		keeper_wait(daemon->keeper, daemon->signals,
			(keeper_next(daemon->keeper, now) - now) * 1000);
		read_signals(daemon);
		drain(daemon->watch);
	}
	return true;
}

/* Nothing new is begun; what the courier has in hand gets its verdict. */
static bool
wind_down(struct daemon *daemon, struct err *err)
{
	int64_t until = clock_ms() + STOP_MOST * 1000;

	notify_stopping();
	while (!keeper_settled(daemon->keeper) && clock_ms() < until) {
		if (!keeper_settle(daemon->keeper, clock_now(), err))
			return false;
		keeper_wait(daemon->keeper, -1, 200);
	}
	return true;
}

static int
work(struct daemon *daemon)
{
	struct program *program = daemon->crew.program;
	struct err err = { 0 };

	daemon->store =
		store_open(program->state_dir, program->id, STORE_WRITE, &err);
	if (!daemon->store)
		return cmd_fail(&err);
	daemon->watch = watch_store(program->state_dir);
	daemon->keeper = keeper_new(program, daemon->store,
		daemon->crew.courier, daemon->crew.reader, clock_now(), &err);
	if (!daemon->keeper || !keeper_enrol(daemon->keeper, clock_now(), &err))
		return cmd_fail(&err);
	if (daemon->once)
		keeper_poll(daemon->keeper);
	notify_ready("running");
	log_info("%s: running", program->id);
	if (!loop(daemon, &err) || !wind_down(daemon, &err)) {
		log_error("%s", err.text);
		return EXIT_TEMPFAIL;
	}
	log_info("stopped");
	return EXIT_OK;
}

int
cmd_run(int argc, char **argv)
{
	gboolean once = FALSE, verbose = FALSE;
	const GOptionEntry options[] = {
		{ "once", 0, 0, G_OPTION_ARG_NONE, &once,
			"do all that is due now, look into the mailbox, end",
			NULL },
		{ "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose, "log more",
			NULL },
		{ 0 },
	};
	struct daemon daemon = { .signals = -1, .watch = -1, .lock = -1 };
	struct err err = { 0 };
	int status = cmd_options(&argc, &argv, "[OPTION...] [PROGRAM.CONF]",
		"Runs the program until it is stopped: SIGTERM ends it, SIGHUP "
		"loads the config again.",
		options);

	if (status)
		return status < 0 ? EXIT_OK : status;
	log_open("keeper", verbose ? LOG_LEVEL_DEBUG : LOG_LEVEL_INFO);
	daemon.config = argc > 1 ? argv[1] : NULL;
	daemon.once = once;
	daemon.signals = take_signals();
	status = crew_hire(&daemon.crew, daemon.config, &err);
	if (status)
		return status;
	daemon.lock = lock_state(daemon.crew.program->state_dir, &err);
	status = daemon.lock < 0 ? cmd_fail(&err) : work(&daemon);
	keeper_free(daemon.keeper);
	store_close(daemon.store);
	crew_dismiss(&daemon.crew);
	return status;
}
