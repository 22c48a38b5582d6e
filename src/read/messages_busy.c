/* A published calendar as a GVariant, and what was found in it. */
#include "read/messages.h"

#include "base/ipc.h"

GVariant *
ask_busy_value(
	int64_t id, const struct busy_wish *wish, const void *bytes, size_t len)
{
	return g_variant_new("(xmsxx@ay)", (gint64)id,
		wish->zone ? zone_name(wish->zone) : NULL, (gint64)wish->from,
		(gint64)wish->till, ipc_bytes(bytes, len));
}

void
ask_busy_of(struct pool *pool, GVariant *value, int64_t *id,
	struct busy_wish *wish, struct read_bytes *calendar)
{
	g_autoptr(GVariant) bytes = NULL;
	gint64 i, from, till;
	const char *zone;

	g_variant_get(value, "(xm&sxx@ay)", &i, &zone, &from, &till, &bytes);
	*id = i;
	*wish = (struct busy_wish){ zone ? zone_find(zone) : NULL, from, till };
	const void *at = ipc_bytes_of(bytes, &calendar->len);
	calendar->bytes =
		calendar->len ? pool_memdup(pool, at, calendar->len) : "";
}

GVariant *
busy_value(int64_t id, bool is_calendar, const struct busy_list *busy)
{
	GVariantBuilder b;

	g_variant_builder_init(&b, G_VARIANT_TYPE("a(xx)"));
	for (size_t i = 0; i < busy->n && i < BUSY_MOST; i++)
		g_variant_builder_add(&b, "(xx)", (gint64)busy->at[i].from,
			(gint64)busy->at[i].till);
	return g_variant_new("(xb@a(xx))", (gint64)id, (gboolean)is_calendar,
		g_variant_builder_end(&b));
}

bool
busy_of(struct pool *pool, GVariant *value, int64_t *id, bool *is_calendar,
	struct busy_list *busy)
{
	g_autoptr(GVariant) stretches = NULL;
	struct busy_list got = { 0 };
	int64_t last = INT64_MIN;
	gboolean is;
	gint64 i;

	g_variant_get(value, "(xb@a(xx))", &i, &is, &stretches);
	*id = i;
	if (g_variant_n_children(stretches) > BUSY_MOST)
		return false;
	for (gsize k = 0; k < g_variant_n_children(stretches); k++) {
		gint64 from, till;

		g_variant_get_child(stretches, k, "(xx)", &from, &till);
		if (from < last || till <= from)
			return false;
		*LIST_ADD(pool, &got) = (struct busy){ from, till };
		last = till;
	}
	*is_calendar = is;
	*busy = got;
	return true;
}
