/* mentord check: everything that starting would look at, but the network. */
#include <stdio.h>

#include "cmd/cmd.h"

static const char *
plural(size_t n)
{
	return n == 1 ? "" : "s";
}

int
cmd_check(int argc, char **argv)
{
	size_t warnings;
	int status = cmd_options(&argc, &argv, "[PROGRAM.CONF]",
		"Checks the config, its roster and all templates in every "
		"branch and language,\nand prints every mistake as "
		"FILE:LINE: KEY: VALUE: WHY.",
		NULL);

	if (status)
		return status < 0 ? EXIT_OK : status;
	struct program *program =
		cmd_program(argc > 1 ? argv[1] : NULL, &warnings);
	if (!program)
		return EXIT_CONFIG;
	printf("%s: %s: fine: %zu participant%s, %zu form%s, %zu step%s in the "
	       "timeline\n",
		program->path, program->name, program->roster.n,
		plural(program->roster.n), program->forms.n,
		plural(program->forms.n), program->timeline.n,
		plural(program->timeline.n));
	program_free(program);
	return EXIT_OK;
}
