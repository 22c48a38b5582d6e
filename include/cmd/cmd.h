/* cmd/cmd -- room cmd: what every command shares.
 *
 * A command is `int cmd_NAME(int argc, char **argv)`; argv[0] is its own
 * name, the result the exit status. Exit codes follow sysexits where they
 * say more than 1.
 */
#ifndef MENTORD_CMD_CMD_H
#define MENTORD_CMD_CMD_H

#include <glib.h>

#include "program/program.h"
#include "store/store.h"

enum {
	EXIT_OK = 0,
	EXIT_FINDING = 1,   /* done, and there is something to be seen to */
	EXIT_USAGE = 64,    /* the call's words are off */
	EXIT_TEMPFAIL = 75, /* try again: locked, no process, disk */
	EXIT_CONFIG = 78,   /* the config has mistakes; they were printed */
};

/* A program and its open store, for the length of a command. */
struct cmd_context {
	struct program *program;
	struct store *store;
};

/* Load the config (all mistakes go to stderr) and open the store. 0, or the
 * exit status to end with, everything closed and the reason printed. config
 * NULL: $MENTORD_CONFIG, else /etc/mentord/program.conf. */
int cmd_open(
	const char *config, enum store_mode mode, struct cmd_context *context);
void cmd_close(struct cmd_context *context);

/* The program alone, mistakes (templates included) printed; NULL: had some
 * that count. *warnings, when not NULL, gets how many were only warnings. */
struct program *cmd_program(const char *config, size_t *warnings);

/* Where the config is when the call does not name it (see cmd_open). */
const char *cmd_config_path(const char *config);

/* Parse options with GOption: `usage` is what stands behind the name in the
 * help and its options ("[PROGRAM.CONF]"), `about` one or two sentences. Handles
 * --help. EXIT_OK: go on with argv's rest; else the status to end with, or -1
 * after help was printed (end with EXIT_OK). */
int cmd_options(int *argc, char ***argv, const char *usage, const char *about,
	const GOptionEntry *entries);

/* "mentord: TEXT" to stderr; returns the exit status of the err's kind. */
int cmd_fail(const struct err *err);

int cmd_run(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_rehearse(int argc, char **argv);
int cmd_match(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_pin(int argc, char **argv);
int cmd_forbid(int argc, char **argv);
int cmd_approve(int argc, char **argv);
int cmd_sessions(int argc, char **argv);
int cmd_reschedule(int argc, char **argv);
int cmd_status(int argc, char **argv);
int cmd_show(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_read(int argc, char **argv);
int cmd_hold(int argc, char **argv);
int cmd_resume(int argc, char **argv);
int cmd_fsck(int argc, char **argv);
int cmd_faults(int argc, char **argv);

#endif
