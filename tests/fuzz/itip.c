/* fuzz/itip: Calendar mails; the first byte chooses what is taken, and in which
 * zone the writer is. What comes of them must be fit to cross the pipe, and the
 * same when it is read a second time. */
#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "read/itip.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void
check(const struct letter_calendar *c)
{
	const char *const texts[] = { c->method, c->uid, c->recurrence_id,
		c->attendee, c->email, c->sent_by, c->comment, c->partstat,
		c->organizer, c->place, c->zone };

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		if (texts[i] && !g_utf8_validate(texts[i], -1, NULL))
			g_error("no text");
	if (!c->method || !c->uid || c->sequence < 0)
		g_error("no entry");
	if (c->weeks < -1 || c->count < 0 || (c->end && c->end < c->start))
		g_error("no time");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const char *const zones[] = { NULL, "Pacific/Auckland",
		"America/Sao_Paulo", "Europe/Berlin" };
	POOL_AUTO pool = pool_new();
	size_t skip = size > 0;
	uint8_t mode = size ? bytes[0] : 0;
	g_autofree char *text = g_utf8_make_valid(
		(const char *)bytes + skip, (gssize)(size - skip));
	const struct zone *zone = zone_find(zones[mode % 4]);
	struct letter_calendar_list list = { 0 };
	const char *why = NULL;

	bool some = itip_read(pool, text, mode & 4 ? "REPLY" : NULL,
		!(mode & 8), zone, &list, &why);
	if (some != (list.n > 0) || (!some && !why))
		g_error("nothing, and no reason");
	for (size_t i = 0; i < list.n; i++)
		check(&list.at[i]);
	size_t n = list.n;
	itip_read(pool, text, mode & 4 ? "REPLY" : NULL, !(mode & 8), zone,
		&list, &why);
	if (list.n != n)
		g_error("new at the second look");
	return 0;
}
