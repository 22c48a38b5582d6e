/* The languages that mentord is shipped with, for fuzz targets. */
#ifndef MENTORD_TESTS_FUZZ_SHIPPED_H
#define MENTORD_TESTS_FUZZ_SHIPPED_H

#include "program/words.h"

/* Read once; from the sources' folder, where make runs. */
static inline const struct words *
shipped(void)
{
	static const struct words *words;
	static struct pool *pool; /* kept, so that nothing is lost */
	struct text_list dirs = { 0 };

	if (pool)
		return words;
	pool = pool_new();
	struct mistake_list *mistakes = mistakes_new();
	*LIST_ADD(pool, &dirs) = "templates";
	words = words_load(pool, dirs, mistakes);
	mistakes_free(mistakes);
	return words;
}

#endif
