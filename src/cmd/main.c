/* The table of commands. One binary; every command works on the same store
 * code, so that what the daemon does and what a person sees are one thing. */
#include <glib.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cmd/cmd.h"

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *about; /* NULL: not listed */
} commands[] = {
	{ "run", cmd_run,
		"run the program: read, decide, send, until stopped" },
	{ "check", cmd_check, "check config, roster and templates" },
	{ "rehearse", cmd_rehearse, "play the season on a virtual clock" },
	{ "match", cmd_match, "show who would be matched, and why" },
	{ "explain", cmd_explain, "why two people, and why not" },
	{ "pin", cmd_pin, "put two people together" },
	{ "forbid", cmd_forbid, "keep two people apart" },
	{ "approve", cmd_approve, "publish the draft of matches" },
	{ "sessions", cmd_sessions, "who meets when, and who comes" },
	{ "reschedule", cmd_reschedule, "move a session to another time" },
	{ "status", cmd_status, "how the program stands, and what needs you" },
	{ "show", cmd_show, "a participant, match, mail or letter in full" },
	{ "report", cmd_report, "the season in figures: text, page or JSON" },
	{ "read", cmd_read, "show how a mail is understood" },
	{ "hold", cmd_hold, "stop all sending until resume" },
	{ "resume", cmd_resume, "see what waits, and send again" },
	{ "fsck", cmd_fsck, "check the store from end to end" },
	{ "faults", cmd_faults, NULL },
};

static int
usage(FILE *out)
{
	fputs("Usage: mentord COMMAND [OPTION...] [ARGUMENT...]\n\n"
	      "A peer-mentoring program by mail: one config file, and its "
	      "participants\nneed only their mail and their calendar.\n\n",
		out);
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		if (commands[i].about)
			fprintf(out, "  %-10s  %s\n", commands[i].name,
				commands[i].about);
	fputs("\n`mentord COMMAND --help` tells its options; mentord(8) and "
	      "mentord.conf(5)\nthe rest. Try `mentord rehearse` first: it "
	      "mails nobody.\n",
		out);
	return out == stdout ? EXIT_OK : EXIT_USAGE;
}

static int
unknown(const char *name)
{
	const char *names[G_N_ELEMENTS(commands) + 1] = { NULL };

	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		names[i] = commands[i].name;
	const char *nearest = text_nearest(name, names);
	fprintf(stderr, "mentord: '%s' is not a command%s%s%s\n", name,
		nearest ? "; did you mean '" : "", nearest ? nearest : "",
		nearest ? "'?" : "; `mentord --help` lists them");
	return EXIT_USAGE;
}

int
main(int argc, char **argv)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	signal(SIGPIPE, SIG_IGN);
	if (argc < 2)
		return usage(stderr);
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") ||
		!strcmp(argv[1], "help"))
		return usage(stdout);
	if (!strcmp(argv[1], "--version")) {
		puts("mentord " VERSION);
		return EXIT_OK;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		if (!strcmp(argv[1], commands[i].name))
			return commands[i].run(argc - 1, argv + 1);
	return unknown(argv[1]);
}
