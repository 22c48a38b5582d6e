/* fuzz/busy: Published calendars; the first two bytes choose the stretch that
 * is asked for, and the zone. What comes back is sorted, apart and within. */
#include <glib.h>
#include <stdint.h>

#include "base/clock.h"
#include "read/busy.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const char *const zones[] = { NULL, "Pacific/Auckland",
		"America/Sao_Paulo", "Europe/Berlin" };
	POOL_AUTO pool = pool_new();
	size_t skip = MIN(size, 2);
	g_autofree char *text = g_utf8_make_valid(
		(const char *)bytes + skip, (gssize)(size - skip));
	int64_t from = civil_days(2027, 1, 1) * DAY;
	struct busy_list busy = { 0 };

	if (skip == 2)
		from += bytes[0] * DAY;
	int64_t till = from + 60 * DAY;
	if (!busy_read(pool, text,
		    zone_find(zones[skip == 2 ? bytes[1] % 4 : 0]), from, till,
		    &busy))
		return 0;
	for (size_t i = 0; i < busy.n; i++) {
		const struct busy *b = &busy.at[i];

		if (b->from >= b->till || b->from < from || b->till > till)
			g_error("outside");
		if (i && busy.at[i - 1].till >= b->from)
			g_error("not apart");
	}
	return 0;
}
