/* From a path to a program: the file, its sections, its roster. */
#include <glib.h>

#include "program/config.h"
#include "program/file.h"

#define CONFIG_LIMIT ((size_t)1 << 20)

static bool
read_config(struct reading *reading)
{
	g_autofree char *text = NULL;
	struct err err;
	size_t len;

	if (file_read(reading->file, CONFIG_LIMIT, &text, &len, &err))
		return config_text(reading, text, len);
	mistake_add(reading->mistakes, reading->file, 0, NULL, NULL, "%s",
		err.text);
	return false;
}

struct program *
program_load(const char *path, struct mistake_list *mistakes)
{
	struct pool *pool = pool_new();
	struct program *program = POOL_NEW(pool, struct program);
	struct reading reading = { pool, mistakes, path, program };
	size_t before = mistakes_count(mistakes);

	program->pool = pool;
	program->shelf = POOL_NEW(pool, struct template_shelf *);
	program->path = pool_strdup(pool, path);
	if (read_config(&reading))
		roster_load(&reading);
	if (mistakes_count(mistakes) == before)
		roster_enough(&reading);
	mistakes_sort(mistakes);
	if (mistakes_count(mistakes) == before)
		return program;
	program_free(program);
	return NULL;
}
