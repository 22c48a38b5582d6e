/* mentord hold and resume: nothing leaves until somebody has looked. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/table.h"
#include "base/zone.h"
#include "cmd/cmd.h"
#include "keep/hold.h"

#define LISTED 500 /* mails that `resume --list` shows */

int
cmd_hold(int argc, char **argv)
{
	struct cmd_context context;
	struct err err = { 0 };
	int status = cmd_options(&argc, &argv, "[PROGRAM.CONF]",
		"Stops all sending at once, also of a running daemon. Mail is "
		"still read, and what\nfalls due is still written: `mentord "
		"resume --list` shows it.",
		NULL);

	if (status)
		return status < 0 ? EXIT_OK : status;
	status = cmd_open(argc > 1 ? argv[1] : NULL, STORE_WRITE, &context);
	if (status)
		return status;
	if (hold_set(context.store, "by command", clock_now(), &err))
		puts("on hold: nothing is sent until `mentord resume`");
	else
		status = cmd_fail(&err);
	cmd_close(&context);
	return status;
}

/* One row a waiting mail: what, to whom, since when. */
static bool
print_waiting(
	const struct cmd_context *context, struct pool *pool, struct err *err)
{
	struct mail_list mails = { 0 };
	struct table *table = table_new(pool, 4);
	int n = 0;

	if (!store_waiting(context->store, pool, INT_MAX, &mails, err))
		return false;
	table_head(table, 0, "mail", true);
	table_head(table, 1, "moment", false);
	table_head(table, 2, "to", false);
	table_head(table, 3, "subject", false);
	for (size_t i = 0; i < mails.n; i++) {
		const struct mail *mail = mails.at[i];

		if (mail->expires_at <= clock_now() || ++n > LISTED)
			continue;
		const char *cells[] = {
			pool_printf(pool, "%d", (int)mail->id),
			moment_name(mail->moment),
			mail->recipient,
			mail->subject,
		};

		table_row(table, cells);
	}
	fputs(table_print(table, terminal_width(), terminal_colour()), stdout);
	printf("%d mails would go out%s\n", n,
		n > LISTED ? "; the first ones are shown" : "");
	return true;
}

static bool
resume(const struct cmd_context *context, bool skip, struct err *err)
{
	int64_t now = clock_now(), skipped = 0;

	if (!(skip ? hold_skip(context->store, now, &skipped, err)
		   : hold_clear(context->store, now, err)))
		return false;
	if (skip)
		printf("%d mails that waited will not be sent\n", (int)skipped);
	puts("sending again");
	return true;
}

int
cmd_resume(int argc, char **argv)
{
	struct cmd_context context;
	struct err err = { 0 };
	gboolean list = FALSE, skip = FALSE;
	const GOptionEntry options[] = {
		{ "list", 0, 0, G_OPTION_ARG_NONE, &list,
			"show what waits, and stay on hold", NULL },
		{ "skip", 0, 0, G_OPTION_ARG_NONE, &skip,
			"give up what waits now; send only what comes", NULL },
		{ 0 },
	};
	int status = cmd_options(&argc, &argv, "[PROGRAM.CONF]",
		"Lets mail go again after a hold, which a coordinator set, or "
		"which began because\nthe state was copied or nothing ran for "
		"long.",
		options);

	if (status)
		return status < 0 ? EXIT_OK : status;
	status = cmd_open(argc > 1 ? argv[1] : NULL, STORE_WRITE, &context);
	if (status)
		return status;
	POOL_AUTO pool = pool_new();
	if (!(list ? print_waiting(&context, pool, &err)
		   : resume(&context, skip, &err)))
		status = cmd_fail(&err);
	cmd_close(&context);
	return status;
}
