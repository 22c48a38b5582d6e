/* From where a test was built to the folder of the sources, whose templates and
 * examples it reads. */
#ifndef TESTS_HOME_H
#define TESTS_HOME_H

#include <glib.h>
#include <glib/gstdio.h>

/* From build/unit/, wherever it was started. */
static inline void
go_home(void)
{
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *dir = g_path_get_dirname(self);
	g_autofree char *home = g_build_filename(dir, "..", "..", NULL);

	g_assert_cmpint(g_chdir(home), ==, 0);
}

#endif
