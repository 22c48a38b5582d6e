/* mentord status: one screen on how the program stands, and what needs a
 * person. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/table.h"
#include "cmd/people.h"
#include "keep/hold.h"
#include "report/report.h"
#include "store/figures.h"

#define ALIVE_FOR (3 * MINUTE) /* it notes once a minute that it is */

struct status {
	const struct program *program;
	struct pool *pool;
	struct figures figures;
	int64_t now, alive_at, next_at;
	bool hold, running;
	const char *reason;
	struct text_list trouble; /* what stands in the way of the program */
};

/* Hold, reload, channels: the words of the first lines. */
static void
add_trouble(const struct cmd_context *context, struct status *status)
{
	static const struct {
		const char *meta, *words;
	} channels[] = {
		{ "channel.outgoing", "outgoing mail is down" },
		{ "channel.refused", "our mail account was refused" },
		{ "channel.incoming", "incoming mail is down" },
	};
	struct pool *pool = status->pool;
	const char *config = store_meta(context->store, pool, "config.error");

	if (status->hold)
		*LIST_ADD(pool, &status->trouble) = pool_printf(pool,
			"on hold, nothing is sent: %s (`mentord resume` ends "
			"it, `mentord resume --list` shows what waits)",
			status->reason);
	if (config)
		*LIST_ADD(pool, &status->trouble) = pool_printf(pool,
			"the config was not loaded again, the old one is in "
			"force: %s",
			config);
	for (size_t i = 0; status->running && i < G_N_ELEMENTS(channels); i++) {
		const char *state =
			store_meta(context->store, pool, channels[i].meta);

		if (state && strcmp(state, "up"))
			*LIST_ADD(pool, &status->trouble) = pool_printf(
				pool, "%s: %s", channels[i].words, state);
	}
}

static bool
look(const struct cmd_context *context, struct status *status, struct err *err)
{
	const char *alive =
		store_meta(context->store, status->pool, "alive.at");

	status->hold =
		hold_is_on(context->store, status->pool, &status->reason);
	status->alive_at = alive ? g_ascii_strtoll(alive, NULL, 10) : 0;
	status->running =
		status->alive_at && status->now - status->alive_at <= ALIVE_FOR;
	add_trouble(context, status);
	return store_next_due(context->store, &status->next_at, err) &&
		store_figures(context->store, status->pool, status->program,
			status->now, status->now - 7 * DAY, &status->figures,
			err);
}

static const char *
state_words(const struct status *status)
{
	const char *hold = status->hold ? ", on hold" : "";

	if (status->running)
		return pool_printf(status->pool, "running%s", hold);
	if (!status->alive_at)
		return pool_printf(status->pool, "never started%s", hold);
	return pool_printf(status->pool, "not running since %s%s",
		people_when(status->pool, status->program, status->alive_at),
		hold);
}

static void
print_head(const struct status *status)
{
	const struct program *program = status->program;

	for (size_t i = 0; i < status->trouble.n; i++)
		printf("%s\n", status->trouble.at[i]);
	if (status->trouble.n)
		putchar('\n');
	printf("%s (%s)\n", program->name, program->id);
	printf("state     %s\n", state_words(status));
	if (status->next_at == INT64_MAX)
		printf("next      nothing is due\n");
	else if (status->next_at <= status->now)
		printf("next      due now\n");
	else
		printf("next      in %s\n",
			people_span(
				status->pool, status->next_at - status->now));
}

static void
print_people(const struct status *status)
{
	const struct figures *f = &status->figures;
	struct pool *pool = status->pool;

	printf("people    %" PRId64 " taking part, %" PRId64 " paused, %" PRId64
	       " suspended, %" PRId64 " left\n",
		f->present, f->paused, f->suspended, f->left);
	printf("matched   %s of those taking part; %" PRId64
	       " matches active, %" PRId64 " silent, %" PRId64 " ended\n",
		report_ratio(pool, f->matched, f->present), f->matches_active,
		f->matches_silent, f->matches_ended);
	printf("sessions  %s of those past were held, %" PRId64
	       " hours together; %" PRId64 " to come\n",
		report_ratio(pool, f->sessions_held, f->sessions_past),
		report_hours(f),
		MAX(f->sessions - f->sessions_past - f->sessions_cancelled, 0));
	printf("asked     %s answered; %" PRId64 " open, %" PRId64 " unclear\n",
		report_ratio(pool, f->asks_answered, f->asks), f->asks_open,
		f->asks_unclear);
	printf("mail      %s sent; %" PRId64 " waiting, %" PRId64
	       " refused, %" PRId64 " in doubt, %" PRId64 " held\n",
		report_ratio(pool, f->mails_sent, f->mails),
		f->mails_waiting + f->mails_deferred, f->mails_refused,
		f->mails_in_doubt, f->mails_held);
	printf("letters   %" PRId64 " arrived; %" PRId64
	       " for a person, %" PRId64 " in quarantine\n",
		f->letters, f->letters_coordinator, f->letters_quarantined);
}

static void
print_needs(const struct status *status)
{
	const struct need_list *needs = &status->figures.needs;
	struct table *table = table_new(status->pool, 4);

	if (needs->n == 0) {
		if (!status->trouble.n)
			puts("\nNothing needs you.");
		return;
	}
	table_head(table, 0, "needs you", false);
	table_head(table, 1, "who or what", false);
	table_head(table, 2, "why", false);
	table_head(table, 3, "for", false);
	for (size_t i = 0; i < needs->n; i++)
		table_row(table,
			(const char *[]){ needs->at[i].what,
				needs->at[i].subject, needs->at[i].why,
				people_span(status->pool,
					status->now - needs->at[i].since) });
	putchar('\n');
	fputs(table_print(table, terminal_width(), terminal_colour()), stdout);
}

/* The report's figures with the state put before them. */
static void
print_json(const struct status *status)
{
	const char *figures =
		report_json(status->pool, status->program, &status->figures);

	printf("{\"state\":\"%s\",\"hold\":%s,\"trouble\":[",
		status->running ? "running" : "stopped",
		json_string(
			status->pool, status->hold ? status->reason : NULL));
	for (size_t i = 0; i < status->trouble.n; i++)
		printf("%s%s", i ? "," : "",
			json_string(status->pool, status->trouble.at[i]));
	printf("],\"alive_at\":%" PRId64 ",\"next_due\":", status->alive_at);
	if (status->next_at == INT64_MAX)
		fputs("null", stdout);
	else
		printf("%" PRId64, status->next_at);
	printf(",%s", figures + 1);
}

static int
show_status(const struct cmd_context *context, bool json)
{
	POOL_AUTO pool = pool_new();
	struct err err = { 0 };
	struct status status = {
		.program = context->program, .pool = pool, .now = clock_now()
	};

	if (!look(context, &status, &err))
		return cmd_fail(&err);
	if (json) {
		print_json(&status);
	} else {
		print_head(&status);
		print_people(&status);
		print_needs(&status);
	}
	return status.trouble.n || status.figures.needs.n ? EXIT_FINDING
							  : EXIT_OK;
}

int
cmd_status(int argc, char **argv)
{
	struct cmd_context context;
	gboolean json = FALSE;
	const GOptionEntry options[] = {
		{ "json", 0, 0, G_OPTION_ARG_NONE, &json,
			"all figures, for scripts (times in seconds)", NULL },
		{ 0 },
	};
	int status = cmd_options(&argc, &argv, "[PROGRAM.CONF]",
		"How the program stands, and what needs you. Ends with 1 when "
		"something does, or\nwhen something stands in its way: a "
		"hold, a failed reload, a mail server.",
		options);

	if (status)
		return status < 0 ? EXIT_OK : status;
	status = cmd_open(argc > 1 ? argv[1] : NULL, STORE_READ, &context);
	if (status)
		return status;
	status = show_status(&context, json);
	cmd_close(&context);
	return status;
}
