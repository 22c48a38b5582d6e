/* mentord rehearse: the season, played before anyone is mailed. */
#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "cmd/cmd.h"
#include "rehearse/season.h"

/* The demo program lies beside the templates, installed or in the tree. */
static char *
demo_config(void)
{
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *folder = self ? g_path_get_dirname(self) : NULL;
	char *near = g_build_filename(folder ? folder : ".", "..", "conf",
		"demo", "program.conf", NULL);

	if (g_file_test(near, G_FILE_TEST_IS_REGULAR))
		return near;
	g_free(near);
	return g_strdup(DATADIR "/demo/program.conf");
}

static void
outcome_line(const struct outcome *o, int64_t id, void *file)
{
	fprintf(file,
		"%d %d %s participant=%d match=%d session=%d ask=%d mail=%d "
		"letter=%d %s\n",
		(int)id, (int)o->at, outcome_kind_name(o->kind),
		(int)o->participant, (int)o->match, (int)o->session,
		(int)o->ask, (int)o->mail, (int)o->letter,
		o->detail ? o->detail : "");
}

/* FOLDER/outcomes.log: one line an outcome, the same for the same seed. */
static bool
write_outcomes(
	const struct program *program, const char *folder, struct err *err)
{
	g_autofree char *path = g_build_filename(folder, "outcomes.log", NULL);
	FILE *file = fopen(path, "w");

	if (!file)
		return err_set(err, ERR_ASK, "%s: cannot be written: %s", path,
			g_strerror(errno));
	struct store *store =
		store_open(program->state_dir, program->id, STORE_READ, err);
	bool written =
		store && store_outcomes(store, 0, outcome_line, file, err);
	store_close(store);
	if (fclose(file) != 0 && written)
		return err_set(err, ERR_ASK, "%s: cannot be written: %s", path,
			g_strerror(errno));
	return written;
}

static int
rehearse(struct program *program, struct season *season)
{
	POOL_AUTO pool = pool_new();
	struct err err = { 0 };

	if (!season_play(pool, program, season, &err) ||
		!write_outcomes(program, season->folder, &err))
		return cmd_fail(&err);
	fputs(season_summary(pool, program, season), stdout);
	return season->findings ? EXIT_FINDING : EXIT_OK;
}

static int
bad_date(const char *until)
{
	fprintf(stderr,
		"mentord: --until: %s: is not a date; write it as "
		"2027-03-31\n",
		until);
	return EXIT_USAGE;
}

int
cmd_rehearse(int argc, char **argv)
{
	g_autofree char *out = NULL, *until = NULL, *config = NULL;
	gint64 seed = 1;
	gboolean verbose = FALSE;
	const GOptionEntry options[] = {
		{ "until", 0, 0, G_OPTION_ARG_STRING, &until,
			"play to the end of that day", "DATE" },
		{ "seed", 0, 0, G_OPTION_ARG_INT64, &seed,
			"who plays what; the same seed gives the same season",
			"N" },
		{ "out", 0, 0, G_OPTION_ARG_FILENAME, &out,
			"where mails and database go; made when missing",
			"DIR" },
		{ "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose,
			"log what the processes do", NULL },
		{ 0 },
	};
	int64_t day = 0;
	int status = cmd_options(&argc, &argv, "[PROGRAM.CONF]",
		"Plays the whole season on a virtual clock with simulated "
		"participants: every mail can\nbe read, and nobody is mailed. "
		"Without a config the demo program is played.",
		options);

	if (status)
		return status < 0 ? EXIT_OK : status;
	if (until && !civil_parse_date(until, &day))
		return bad_date(until);
	log_open("rehearsal", verbose ? LOG_LEVEL_INFO : LOG_LEVEL_ERROR);
	config = argc > 1 ? g_strdup(argv[1]) : demo_config();
	struct program *program = cmd_program(config, NULL);
	if (!program)
		return EXIT_CONFIG;
	if (!out)
		out = g_dir_make_tmp("mentord-XXXXXX", NULL);
	struct season season = { .folder = out,
		.seed = seed,
		.until = until ? (day + 1) * DAY : 0 };
	status = rehearse(program, &season);
	program_free(program);
	return status;
}
