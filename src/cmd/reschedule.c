/* mentord reschedule: a session at another time, everybody told by their
 * calendar. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "cmd/cmd.h"
#include "cmd/people.h"
#include "keep/reschedule.h"

/* "2027-01-14 17:00" on the clock of the program's zone. */
static bool
parse_time(const struct program *program, const char *text, int64_t *at)
{
	char date[11] = "";
	int hour, minute, end = 0;
	int64_t days;

	if (strlen(text) < 15 || (text[10] != ' ' && text[10] != 'T') ||
		sscanf(text + 11, "%2d:%2d%n", &hour, &minute, &end) != 2 ||
		text[11 + end] ||
		strspn(text + 11, "0123456789:") != (size_t)end)
		return false;
	memcpy(date, text, 10);
	if (!civil_parse_date(date, &days) || hour > 23 || minute > 59)
		return false;
	struct civil c = civil_from_days(days);
	c.hour = hour;
	c.minute = minute;
	*at = civil_to_utc(program->zone, c);
	return true;
}

static int
move(const struct cmd_context *context, const char *number, const char *time)
{
	POOL_AUTO pool = pool_new();
	struct rescheduled done;
	struct err err = { 0 };
	guint64 session;
	int64_t at;

	if (!g_ascii_string_to_unsigned(
		    number, 10, 1, G_MAXINT64, &session, NULL)) {
		fprintf(stderr,
			"mentord: '%s' is no session: `mentord sessions` lists "
			"them with their numbers\n",
			number);
		return EXIT_USAGE;
	}
	if (!parse_time(context->program, time, &at)) {
		fprintf(stderr,
			"mentord: '%s' is no time: write it as '2027-01-14 "
			"17:00', in the zone %s\n",
			time, zone_name(context->program->zone));
		return EXIT_USAGE;
	}
	if (!keep_reschedule(context->program, context->store, pool,
		    (int64_t)session, at, clock_now(), &done, &err))
		return cmd_fail(&err);
	printf("session %" PRIu64 " of %s: %s, was %s (%s); they are told by a "
	       "new invitation\n",
		(uint64_t)session, done.who,
		people_when(pool, context->program, at),
		people_when(pool, context->program, done.before),
		zone_name(context->program->zone));
	return EXIT_OK;
}

/* Without quotes the shell makes two words of a time. Puts it together, and
 * says how many words are left. */
static int
join_time(int argc, char **argv, char **joined)
{
	if (argc < 4 || strlen(argv[argc - 1]) > 5 ||
		!strchr(argv[argc - 1], ':') || strlen(argv[argc - 2]) != 10)
		return argc;
	*joined = g_strdup_printf("%s %s", argv[argc - 2], argv[argc - 1]);
	argv[argc - 2] = *joined;
	return argc - 1;
}

int
cmd_reschedule(int argc, char **argv)
{
	struct cmd_context context;
	g_autofree char *joined = NULL;
	int status = cmd_options(&argc, &argv,
		"[PROGRAM.CONF] SESSION 'YYYY-MM-DD HH:MM'",
		"Moves a session to come to another time, on the clock of the "
		"program's zone. Everybody in it gets a new invitation and is "
		"asked again; what was proposed for it is off.",
		NULL);

	if (status)
		return status < 0 ? EXIT_OK : status;
	argc = join_time(argc, argv, &joined);
	if (argc < 3 || argc > 4) {
		fprintf(stderr,
			"mentord: name the session and the time "
			"('YYYY-MM-DD HH:MM'), and nothing else; `mentord "
			"reschedule --help` tells more\n");
		return EXIT_USAGE;
	}
	status = cmd_open(argc == 4 ? argv[1] : NULL, STORE_WRITE, &context);
	if (status)
		return status;
	status = move(&context, argv[argc - 2], argv[argc - 1]);
	cmd_close(&context);
	return status;
}
