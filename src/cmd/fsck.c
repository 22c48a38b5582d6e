/* mentord fsck: the store from end to end; and the names of fault points. */
#include <stdio.h>

#include "base/fault.h"
#include "cmd/cmd.h"

int
cmd_fsck(int argc, char **argv)
{
	struct cmd_context context;
	struct text_list findings = { 0 };
	struct err err = { 0 };
	int status = cmd_options(&argc, &argv, "[PROGRAM.CONF]",
		"Checks the store: the file, the references, the chain of "
		"outcomes, and states that\ncontradict each other. Exit "
		"status 1 when something was found.",
		NULL);

	if (status)
		return status < 0 ? EXIT_OK : status;
	status = cmd_open(argc > 1 ? argv[1] : NULL, STORE_READ, &context);
	if (status)
		return status;
	POOL_AUTO pool = pool_new();
	if (!store_check(context.store, pool, &findings, &err)) {
		status = cmd_fail(&err);
	} else {
		for (size_t i = 0; i < findings.n; i++)
			puts(findings.at[i]);
		printf("%zu findings\n", findings.n);
		status = findings.n ? EXIT_FINDING : EXIT_OK;
	}
	cmd_close(&context);
	return status;
}

int
cmd_faults(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	for (const char *const *name = fault_names(); *name; name++)
		puts(*name);
	return EXIT_OK;
}
