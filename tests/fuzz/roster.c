/* Any bytes as a roster: whoever comes out of it without a mistake can be
 * written to. */
#include <glib.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "program/config.h"
#include "program/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void
check_person(const struct participant *person)
{
	g_assert_null(address_fault(person->email));
	g_assert_false(text_has_controls(person->name));
	g_assert_nonnull(person->key);
	for (size_t i = 0; i < person->attributes.n; i++)
		g_assert_false(
			text_has_controls(person->attributes.at[i].value));
	for (size_t i = 0; i < person->free.n; i++) {
		const struct free_window *window = &person->free.at[i];

		g_assert_cmpint(window->weekday, >=, 0);
		g_assert_cmpint(window->weekday, <, 7);
		g_assert_cmpint(window->from, <, window->till);
		g_assert_cmpint(window->till, <=, 24 * 60);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const struct words nothing;
	POOL_AUTO pool = pool_new();
	struct mistake_list *mistakes = mistakes_new();
	struct program program = { .pool = pool,
		.address = "mentoring@example.org",
		.language = "en",
		.words = &nothing,
		.zone = zone_find("UTC") };
	struct reading reading = { pool, mistakes, "fuzz.conf", &program };

	*LIST_ADD(pool, &program.attributes) =
		(struct attribute_rule){ "offers", ATTRIBUTE_LIST,
			VISIBLE_PARTNER, "offers" };
	roster_read(&reading, "fuzz.csv", (const char *)bytes, len);
	for (size_t i = 0; !mistakes_count(mistakes) && i < program.roster.n;
		i++)
		check_person(program.roster.at[i]);
	mistakes_free(mistakes);
	return 0;
}
