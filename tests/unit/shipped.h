/* The languages that are shipped: where make says, or in the folder in which the
 * test was started. */
#ifndef TESTS_SHIPPED_H
#define TESTS_SHIPPED_H

#include <glib.h>

#include "base/zone.h"
#include "read/answer.h"

static inline const struct words *
shipped_words(struct pool *pool)
{
	const char *dir = g_getenv("MENTORD_TEMPLATES");
	struct text_list dirs = { 0 };
	struct mistake_list *mistakes = mistakes_new();

	*LIST_ADD(pool, &dirs) = dir ? dir : "templates";
	const struct words *words = words_load(pool, dirs, mistakes);
	for (size_t i = 0; i < mistakes->n; i++)
		g_test_message("%s", mistake_print(pool, &mistakes->at[i]));
	g_assert_cmpuint(mistakes->n, ==, 0);
	mistakes_free(mistakes);
	return words;
}

/* Of somebody who speaks that language, on a Wednesday. */
static inline struct value_context
context_for(const struct words *words, const char *language)
{
	int64_t today;

	civil_parse_date("2027-01-13", &today);
	return (struct value_context){
		.words = words, .language = language, .today = today
	};
}

#endif
