/* Memory for the pair engine: never sized by a product that overflows, never
 * the end of the process when there is none, and with a seam by which a test
 * can see what then happens. */
#include <glib.h>

#include "match/pairs_inner.h"

static int fail_at;

void
pairs_fail_at(int k)
{
	fail_at = k;
}

static bool
fails(void)
{
	if (fail_at > 1)
		fail_at--;
	else
		return fail_at == 1;
	return false;
}

void *
pairs_take(size_t n, size_t size)
{
	return fails() ? NULL : g_try_malloc_n(MAX(n, 1), size);
}

void *
pairs_retake(void *old, size_t n, size_t size)
{
	return fails() ? NULL : g_try_realloc_n(old, MAX(n, 1), size);
}
