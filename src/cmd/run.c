/* mentord run: the daemon. A supervisor loads the config and forks a keeper;
 * the keeper forks stems for courier and reader, opens the state, gives up
 * the network, and then it is one loop: wait, read the clock once, one turn. */
#include <errno.h>
#include <glib.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/notify.h"
#include "base/sandbox.h"
#include "cmd/cmd.h"
#include "keep/keeper.h"
#include "keep/lock.h"
#include "keep/supervisor.h"

#define STOP_MOST 10 /* seconds to settle what is on the wire */
#define FILE_MOST 10 /* seconds in which some letter must be filed away */
#define FILE_LOOK 1  /* seconds between looks at that */

struct daemon {
	const struct program *program;
	struct courier *courier;
	struct reader *reader;
	struct store *store;
	struct keeper *keeper;
	int signals, watch, lock;
	int wake; /* readable when signals or watch is */
	bool once, stop, reload_failed, refused;
	int unfiled;        /* once: letters that were left to be filed away */
	int64_t unfiled_ms; /* since when there are so many; clock_ms */
};

#define META_ERROR   "config.error"   /* for `status` */
#define META_REFUSED "config.refused" /* why the keeper before us ended */

/* What the command line says. */
struct order {
	const char *config;
	bool once, accept_roster;
};

/* SIGTERM stops, SIGUSR1 says that a reload failed; both are blocked since
 * the supervisor, and wait in a descriptor. */
static int
take_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGUSR1);
	return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

static void
read_signals(struct daemon *daemon)
{
	struct signalfd_siginfo got;

	while (read(daemon->signals, &got, sizeof got) == sizeof got)
		if (got.ssi_signo == SIGUSR1)
			daemon->reload_failed = true;
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

/* One descriptor for both, to be waited for. */
static int
wake_by(int signals, int watch)
{
	struct epoll_event in = { .events = EPOLLIN };
	int fd = epoll_create1(EPOLL_CLOEXEC);

	if (fd < 0)
		return signals;
	epoll_ctl(fd, EPOLL_CTL_ADD, signals, &in);
	if (watch >= 0)
		epoll_ctl(fd, EPOLL_CTL_ADD, watch, &in);
	return fd;
}

static void
drain(int fd)
{
	char events[4096];

	while (read(fd, events, sizeof events) > 0)
		;
}

static bool
note(struct daemon *daemon, const char *name, const char *text, struct err *err)
{
	return store_begin(daemon->store, err) &&
		store_set_meta(daemon->store, name, text, err) &&
		store_commit(daemon->store, err);
}

/* A keeper that does not take a config leaves word of why to the one that
 * follows it with the old config. */
static bool
note_reload(struct daemon *daemon, struct err *err)
{
	POOL_AUTO pool = pool_new();
	const char *why = store_meta(daemon->store, pool, META_REFUSED);

	daemon->reload_failed = false;
	return note(daemon, META_ERROR,
		       why ? why
			   : "the last reload failed; `mentord check` tells "
			     "why",
		       err) &&
		(!why || note(daemon, META_REFUSED, NULL, err));
}

/* `run --once` does not wait for a server that will not file letters away: they
 * are applied, and the next start asks again. True when nothing but that is
 * left, and it does not get on. */
static bool
filing_stuck(struct daemon *daemon, int64_t now)
{
	int unfiled = keeper_files_only(daemon->keeper, now);

	if (!unfiled || unfiled != daemon->unfiled) {
		daemon->unfiled = unfiled;
		daemon->unfiled_ms = clock_ms();
		return false;
	}
	if (clock_ms() - daemon->unfiled_ms < FILE_MOST * 1000)
		return false;
	log_warn("%d letters could not be filed away: the next start tries "
		 "again",
		unfiled);
	return true;
}

/* Whether `run --once` has done what there was to do. */
static bool
is_over(struct daemon *daemon, int64_t now)
{
	return daemon->once && keeper_polled(daemon->keeper) &&
		(keeper_quiet(daemon->keeper, now) ||
			filing_stuck(daemon, now));
}

static int64_t
next_look(const struct daemon *daemon, int64_t now)
{
	int64_t next = keeper_next(daemon->keeper, now) - now;

	return daemon->unfiled ? MIN(next, FILE_LOOK) : next;
}

static bool
loop(struct daemon *daemon, struct err *err)
{
	while (!daemon->stop) {
		int64_t now = clock_now();

		if (daemon->reload_failed && !note_reload(daemon, err))
			return false;
		if (!keeper_turn(daemon->keeper, now, err))
			return false;
		notify_watchdog();
		if (is_over(daemon, now))
			return true;
		keeper_wait(daemon->keeper, daemon->wake,
			next_look(daemon, now) * 1000);
		read_signals(daemon);
		drain(daemon->watch);
	}
	return true;
}

/* Nothing new is begun; what the courier has in hand gets its verdict, or is
 * in doubt. */
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
	courier_drain(daemon->courier);
	return keeper_settle(daemon->keeper, clock_now(), err);
}

/* Everything that needs more than the keeper keeps: processes, files. */
static bool
set_up(struct daemon *daemon, struct err *err)
{
	const struct program *program = daemon->program;

	daemon->signals = take_signals();
	daemon->courier = courier_start(program, err);
	daemon->reader = daemon->courier ? reader_start(program, err) : NULL;
	if (!daemon->reader)
		return false;
	daemon->lock = lock_state(program->state_dir, err);
	if (daemon->lock < 0)
		return false;
	daemon->store =
		store_open(program->state_dir, program->id, STORE_WRITE, err);
	daemon->watch = watch_store(program->state_dir);
	daemon->wake = wake_by(daemon->signals, daemon->watch);
	return daemon->store && sandbox_keeper(err);
}

/* A roster that would make many leave is refused, unless told otherwise. */
static bool
admit(struct daemon *daemon, bool again, struct err *err)
{
	struct err other;

	if (keep_roster_fits(daemon->program, daemon->store, clock_now(), err))
		return true;
	daemon->refused = err->kind == ERR_ASK;
	if (daemon->refused && again)
		note(daemon, META_REFUSED, err->text, &other);
	return false;
}

static bool
work(struct daemon *daemon, struct err *err)
{
	daemon->keeper = keeper_new(daemon->program, daemon->store,
		daemon->courier, daemon->reader, clock_now(), err);
	if (!daemon->keeper || !note(daemon, META_ERROR, NULL, err) ||
		!keeper_enrol(daemon->keeper, clock_now(), err))
		return false;
	if (daemon->once)
		keeper_poll(daemon->keeper);
	notify_ready("running");
	log_info("%s: running", daemon->program->id);
	return loop(daemon, err) && wind_down(daemon, err);
}

static void
tear_down(struct daemon *daemon)
{
	keeper_free(daemon->keeper);
	store_close(daemon->store);
	if (daemon->courier)
		courier_stop(daemon->courier);
	if (daemon->reader)
		reader_stop(daemon->reader);
}

static int
keep(const struct program *program, bool again, void *arg)
{
	const struct order *order = arg;
	struct daemon daemon = { .program = program,
		.signals = -1,
		.watch = -1,
		.lock = -1,
		.once = order->once };
	struct err err = { 0 };
	int status = EXIT_OK;

	prctl(PR_SET_NAME, "mentord-keeper");
	if (again)
		log_info("the config was loaded again");
	if (!set_up(&daemon, &err) ||
		((again || !order->accept_roster) &&
			!admit(&daemon, again, &err))) {
		status = cmd_fail(&err);
		status = daemon.refused ? EXIT_CONFIG : status;
	} else if (!work(&daemon, &err)) {
		log_error("%s", err.text);
		status = EXIT_TEMPFAIL;
	} else {
		log_info("stopped");
	}
	tear_down(&daemon);
	return status;
}

static struct program *
load(void *arg)
{
	const struct order *order = arg;

	return cmd_program(order->config, NULL);
}

int
cmd_run(int argc, char **argv)
{
	gboolean once = FALSE, verbose = FALSE, accept = FALSE;
	const GOptionEntry options[] = {
		{ "accept-roster", 0, 0, G_OPTION_ARG_NONE, &accept,
			"let people leave, however many are gone from the "
			"roster",
			NULL },
		{ "once", 0, 0, G_OPTION_ARG_NONE, &once,
			"do all that is due now, look into the mailbox, end",
			NULL },
		{ "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose, "log more",
			NULL },
		{ 0 },
	};
	struct order order = { 0 };
	int status = cmd_options(&argc, &argv, "[PROGRAM.CONF]",
		"Runs the program until it is stopped: SIGTERM ends it, SIGHUP "
		"loads the config again.",
		options);

	if (status)
		return status < 0 ? EXIT_OK : status;
	log_open("keeper", verbose ? LOG_LEVEL_DEBUG : LOG_LEVEL_INFO);
	order.config = argc > 1 ? argv[1] : NULL;
	order.once = once;
	order.accept_roster = accept;
	const struct supervised supervised = { load, keep, &order,
		EXIT_CONFIG };
	return supervise(&supervised, EXIT_CONFIG);
}
