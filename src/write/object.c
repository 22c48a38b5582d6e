/* Calendar lines, one at a time: values are escaped and folded here and
 * nowhere else. */
#include "write/object.h"

#include <string.h>

#include "base/text.h"

#define FOLD_AT 75 /* octets of a line without its end, RFC 5545 3.1 */

/* One content line, folded between characters. */
static void
append_line(GString *out, const char *line)
{
	size_t room = FOLD_AT;

	for (const char *p = line; *p;) {
		size_t len = (size_t)(g_utf8_next_char(p) - p);

		if (len > room) {
			g_string_append(out, "\r\n ");
			room = FOLD_AT - 1;
		}
		g_string_append_len(out, p, (gssize)len);
		room -= len;
		p += len;
	}
	g_string_append(out, "\r\n");
}

void
object_line(struct object *object, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	append_line(object->out, pool_vprintf(object->pool, fmt, ap));
	va_end(ap);
}

void
object_text(struct object *object, const char *name, const char *value)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_auto(GStrv) lines = g_strsplit(value ? value : "", "\n", -1);

	for (char **l = lines; *l; l++) {
		if (l != lines)
			g_string_append(out, "\\n");
		for (const char *p = text_one_line(object->pool, *l); *p; p++) {
			if (strchr("\\;,", *p))
				g_string_append_c(out, '\\');
			g_string_append_c(out, *p);
		}
	}
	if (out->len)
		object_line(object, "%s:%s", name, out->str);
}

void
object_utc(struct object *object, const char *name, int64_t at)
{
	struct civil c = civil_of(zone_find("UTC"), at);

	object_line(object, "%s:%04d%02d%02dT%02d%02d%02dZ", name, c.year,
		c.month, c.day, c.hour, c.minute, c.second);
}

void
object_time(struct object *object, const char *name, int64_t at)
{
	if (!object->zone) {
		object_utc(object, name, at);
		return;
	}
	struct civil c = civil_of(object->zone, at);
	object_line(object, "%s;TZID=%s:%04d%02d%02dT%02d%02d%02d", name,
		zone_name(object->zone), c.year, c.month, c.day, c.hour,
		c.minute, c.second);
}

char *
object_parameter(struct pool *pool, const char *name)
{
	char *clean = text_one_line(pool, name ? name : "");

	return g_strdelimit(clean, "\"^", '\'');
}
