/* Published calendars. */
#include "read/busy.h"

#include <string.h>

bool
busy_read(struct pool *pool, const char *text, const struct zone *fallback,
	int64_t from, int64_t till, struct busy_list *busy)
{
	(void)pool;
	(void)fallback;
	(void)from;
	(void)till;
	(void)busy;
	return strstr(text, "BEGIN:VCALENDAR") != NULL;
}
