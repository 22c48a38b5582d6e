/* Working memory that runs out on request: stands before GLib's functions that
 * may fail, for whatever of the library is linked into a test. */
#ifndef TESTS_UNIT_MATCH_STARVED_H
#define TESTS_UNIT_MATCH_STARVED_H

#include <glib.h>
#include <stdlib.h>

/* How many more requests are met; negative: all. */
static int starved_after = -1;
static int starved_asked;

static inline void *
starved_take(void *memory, gsize n, gsize size, bool zero)
{
	starved_asked++;
	if (!starved_after || (size && n > G_MAXSIZE / size))
		return NULL;
	if (starved_after > 0)
		starved_after--;
	n *= size;
	if (zero)
		return calloc(1, n ? n : 1);
	return realloc(memory, n ? n : 1);
}

gpointer
g_try_malloc(gsize n)
{
	return starved_take(NULL, n, 1, false);
}

gpointer
g_try_malloc0(gsize n)
{
	return starved_take(NULL, n, 1, true);
}

gpointer
g_try_malloc_n(gsize n, gsize size)
{
	return starved_take(NULL, n, size, false);
}

gpointer
g_try_malloc0_n(gsize n, gsize size)
{
	return starved_take(NULL, n, size, true);
}

gpointer
g_try_realloc(gpointer memory, gsize n)
{
	return starved_take(memory, n, 1, false);
}

gpointer
g_try_realloc_n(gpointer memory, gsize n, gsize size)
{
	return starved_take(memory, n, size, false);
}

#endif
