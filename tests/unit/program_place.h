/* A folder with a program in it, and what loading it has to say. */
#ifndef TESTS_UNIT_PROGRAM_PLACE_H
#define TESTS_UNIT_PROGRAM_PLACE_H

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "home.h"
#include "program/program.h"

#define ROSTER "email,name\nana@example.org,Ana Lima\nben@example.org,Ben\n"
#define HEAD                                                      \
 "program = { id = \"t\"; name = \"T\"; timezone = "              \
 "\"Europe/Berlin\";\n"                                           \
 "starts = \"2027-01-11\"; ends = \"2027-04-04\"; address = "     \
 "\"mentoring@example.org\";\n"                                   \
 "coordinators = ( { name = \"P\"; email = \"p@example.org\"; } " \
 "); };\n"
#define CRITERIA                                         \
 "matching = { criteria = ( { prefer = \"overlap\"; on " \
 "= \"availability\"; } ); };\n"

/* libconfig 1.5 loses a text that stands where none may; not our memory. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libconfig.so";
}

/* A folder with a program.conf and a roster.csv in it. */
struct place {
	char *dir, *conf, *roster;
	struct mistake_list *mistakes;
	struct program *program;
};

static inline void
place_write(struct place *p, const char *conf, const char *roster)
{
	if (!p->dir) {
		p->dir = g_dir_make_tmp("program-XXXXXX", NULL);
		p->conf = g_build_filename(p->dir, "program.conf", NULL);
		p->roster = g_build_filename(p->dir, "roster.csv", NULL);
	}
	g_assert_true(g_file_set_contents(p->conf, conf, -1, NULL));
	g_assert_true(g_file_set_contents(p->roster, roster, -1, NULL));
}

static inline void
place_load(struct place *p)
{
	program_free(p->program);
	mistakes_free(p->mistakes);
	p->mistakes = mistakes_new();
	p->program = program_load(p->conf, p->mistakes);
}

static inline void
place_clear(struct place *p)
{
	program_free(p->program);
	mistakes_free(p->mistakes);
	if (p->dir) {
		unlink(p->conf);
		unlink(p->roster);
		rmdir(p->dir);
	}
	g_free(p->dir);
	g_free(p->conf);
	g_free(p->roster);
}
#define PLACE __attribute__((cleanup(place_clear))) struct place

/* Each of want ends the text of one mistake line "N: key: ...", in order. */
static inline void
expect(const struct place *p, const char *const *want)
{
	POOL_AUTO pool = pool_new();
	size_t i;

	for (i = 0; i < p->mistakes->n && want[i]; i++) {
		char *line = mistake_print(pool, &p->mistakes->at[i]);
		const char *rest = strstr(line, ".conf:");

		g_assert_nonnull(rest);
		if (!g_str_has_prefix(rest + strlen(".conf:"), want[i]))
			g_test_message("want %s, have %s", want[i], line);
		g_assert_true(
			g_str_has_prefix(rest + strlen(".conf:"), want[i]));
	}
	for (; i < p->mistakes->n; i++)
		g_test_message(
			"more: %s", mistake_print(pool, &p->mistakes->at[i]));
	g_assert_null(want[i]);
	g_assert_cmpuint(p->mistakes->n, ==, i);
}

/* To the sources' folder, with no state folder but the one of the test. */
static inline void
go_to_sources(void)
{
	go_home();
	g_unsetenv("STATE_DIRECTORY");
	g_setenv("MENTORD_TEMPLATES", "templates", TRUE);
}

#endif
