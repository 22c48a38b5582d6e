/* mentord approve: publish the draft, as a reply to it by mail would. */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "cmd/cmd.h"
#include "keep/keeper.h"

int
cmd_approve(int argc, char **argv)
{
	struct cmd_context context;
	struct err err = { 0 };
	int run = 0;
	const GOptionEntry options[] = {
		{ "run", 0, 0, G_OPTION_ARG_INT, &run,
			"the draft of that number, when there are several",
			"N" },
		{ 0 },
	};
	int status = cmd_options(&argc, &argv, "[PROGRAM.CONF]",
		"Publishes the draft of matches: introductions and invitations "
		"are queued, and the\nrunning daemon sends them.",
		options);

	if (status)
		return status < 0 ? EXIT_OK : status;
	status = cmd_open(argc > 1 ? argv[1] : NULL, STORE_WRITE, &context);
	if (status)
		return status;
	if (keep_approve(
		    context.program, context.store, run, clock_now(), &err))
		puts("published; `mentord status` shows what goes out");
	else
		status = cmd_fail(&err);
	cmd_close(&context);
	return status;
}
