/* Any bytes as a program.conf: mistakes may be found, nothing else happens. */
#include <glib.h>
#include <stddef.h>
#include <stdint.h>

#include "program/config.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);
const char *__lsan_default_suppressions(void);

/* libconfig 1.5 loses a text that stands where none may; not our memory. */
const char *
__lsan_default_suppressions(void)
{
	return "leak:libconfig.so";
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	g_setenv("MENTORD_TEMPLATES", "/nowhere", TRUE);
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	POOL_AUTO pool = pool_new();
	POOL_AUTO printed = pool_new();
	struct mistake_list *mistakes = mistakes_new();
	struct program *program = POOL_NEW(pool, struct program);
	struct reading reading = { pool, mistakes, "fuzz.conf", program };

	program->pool = pool;
	config_text(&reading, (const char *)bytes, len);
	mistakes_sort(mistakes);
	for (size_t i = 0; i < mistakes->n; i++)
		mistake_print(printed, &mistakes->at[i]);
	mistakes_free(mistakes);
	return 0;
}
