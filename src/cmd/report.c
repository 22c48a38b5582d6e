/* mentord report: the season in figures, for a terminal, a browser or a
 * script. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/table.h"
#include "cmd/cmd.h"
#include "report/report.h"
#include "store/figures.h"

struct wish {
	gboolean json;
	char *page, *since;
};

/* Written beside and renamed, so that a reader never sees half of it. */
static bool
write_page(const char *path, const char *html, struct err *err)
{
	g_autoptr(GError) error = NULL;

	if (!strcmp(path, "-")) {
		fputs(html, stdout);
		return true;
	}
	if (g_file_set_contents(path, html, -1, &error))
		return true;
	return err_set(err, ERR_ASK, "the page could not be written: %s",
		error->message);
}

/* The start of the period: --since, or a week ago. */
static bool
since_when(const struct program *program, const char *date, int64_t now,
	int64_t *since, struct err *err)
{
	int64_t days;

	*since = now - 7 * DAY;
	if (!date)
		return true;
	if (!civil_parse_date(date, &days))
		return err_set(err, ERR_ASK,
			"'%s' is no date; write it as 2027-03-01", date);
	*since = civil_to_utc(program->zone, civil_from_days(days));
	return true;
}

static bool
show_report(const struct cmd_context *context, const struct wish *wish,
	struct err *err)
{
	POOL_AUTO pool = pool_new();
	const struct program *program = context->program;
	struct figures figures = { 0 };
	int64_t now = clock_now(), since;

	if (!since_when(program, wish->since, now, &since, err) ||
		!store_figures(context->store, pool, program, now, since,
			&figures, err))
		return false;
	if (wish->page &&
		!write_page(
			wish->page, report_page(pool, program, &figures), err))
		return false;
	if (wish->json)
		fputs(report_json(pool, program, &figures), stdout);
	else if (!wish->page)
		fputs(report_text(pool, program, &figures, terminal_width(),
			      terminal_colour()),
			stdout);
	return true;
}

int
cmd_report(int argc, char **argv)
{
	struct cmd_context context;
	struct err err = { 0 };
	struct wish wish = { 0 };
	const GOptionEntry options[] = {
		{ "page", 0, 0, G_OPTION_ARG_FILENAME, &wish.page,
			"write one HTML file for a browser (-: to stdout)",
			"FILE" },
		{ "json", 0, 0, G_OPTION_ARG_NONE, &wish.json,
			"every figure, for scripts", NULL },
		{ "since", 0, 0, G_OPTION_ARG_STRING, &wish.since,
			"start of the period (default: a week ago)", "DATE" },
		{ 0 },
	};
	int status = cmd_options(&argc, &argv, "[PROGRAM.CONF]",
		"The season in figures, each with what it is a part of. "
		"Answers are shown only when\nenough people gave one.",
		options);

	if (status == EXIT_OK)
		status = cmd_open(
			argc > 1 ? argv[1] : NULL, STORE_READ, &context);
	else
		return status < 0 ? EXIT_OK : status;
	if (status == EXIT_OK) {
		if (!show_report(&context, &wish, &err))
			status = cmd_fail(&err);
		cmd_close(&context);
	}
	g_free(wish.page);
	g_free(wish.since);
	return status;
}
