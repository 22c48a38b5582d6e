/* mentord pin and mentord forbid: a word on two people, as a reply to the draft
 * by mail would say it. */
#include <stdio.h>

#include "base/clock.h"
#include "cmd/cmd.h"
#include "keep/direct.h"

static const char *
effect_of(const struct direct_wish *wish)
{
	if (wish->undo)
		return "are as the matching finds best again";
	return wish->kind == DIRECTIVE_PIN ? "are put together"
					   : "are kept apart";
}

static void
print(const struct direct_wish *wish, const struct direct_done *done)
{
	switch (done->what) {
	case DIRECTED_NOT:
		break;
	case DIRECTED_SAME:
		printf("%s and %s: %s; nothing was changed\n", done->one,
			done->other,
			wish->undo ? "nothing was said of them"
				   : "that counted before");
		break;
	case DIRECTED_NOTED:
		printf("%s and %s %s; it counts from the next matching on\n",
			done->one, done->other, effect_of(wish));
		break;
	case DIRECTED_REDRAWN:
		printf("%s and %s %s; a new draft goes to the coordinators\n",
			done->one, done->other, effect_of(wish));
		break;
	}
}

/* "[PROGRAM.CONF] ONE OTHER" */
static int
direct(int argc, char **argv, struct direct_wish *wish)
{
	struct cmd_context context;
	struct direct_done done;
	struct err err = { 0 };
	POOL_AUTO pool = pool_new();

	if (argc < 3 || argc > 4) {
		fprintf(stderr,
			"mentord: name the two people, and nothing "
			"else; `mentord %s --help` tells more\n",
			argv[0]);
		return EXIT_USAGE;
	}
	wish->one = argv[argc - 2];
	wish->other = argv[argc - 1];
	int status =
		cmd_open(argc == 4 ? argv[1] : NULL, STORE_WRITE, &context);
	if (status)
		return status;
	if (keep_direct(context.program, context.store, pool, wish, clock_now(),
		    &done, &err))
		print(wish, &done);
	else
		status = cmd_fail(&err);
	cmd_close(&context);
	return status;
}

static int
command(int argc, char **argv, enum directive_kind kind, const char *about)
{
	struct direct_wish wish = { .kind = kind };
	gboolean undo = FALSE;
	const GOptionEntry options[] = {
		{ "undo", 0, 0, G_OPTION_ARG_NONE, &undo,
			"whatever was said of these two counts no longer",
			NULL },
		{ 0 },
	};
	int status = cmd_options(
		&argc, &argv, "[PROGRAM.CONF] ONE OTHER", about, options);

	if (status)
		return status < 0 ? EXIT_OK : status;
	wish.undo = undo;
	return direct(argc, argv, &wish);
}

int
cmd_pin(int argc, char **argv)
{
	return command(argc, argv, DIRECTIVE_PIN,
		"Puts two people together in the next matching, even against a "
		"rule. A draft that waits is made anew at once. People are "
		"named by address, key of the roster, or name, in part where "
		"only one can be meant.");
}

int
cmd_forbid(int argc, char **argv)
{
	return command(argc, argv, DIRECTIVE_FORBID,
		"Keeps two people apart in every matching from now on. A draft "
		"that waits is made anew at once. People are named by address, "
		"key of the roster, or name, in part where only one can be "
		"meant.");
}
