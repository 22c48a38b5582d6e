/* All sessions as one calendar. Every one is an event of its own with a UID of
 * its own, which is not the one that participants have: importing this must
 * not meddle with an invitation that the same person got. */
#include "write/publish.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "write/object.h"

static const char *
names(struct pool *pool, const struct facts *facts,
	const struct session *session)
{
	const struct match *match = facts_match(facts, session->match);
	char *all = pool_strdup(pool, "");

	for (size_t i = 0; match && i < match->members.n; i++) {
		const struct participant *p =
			facts_participant(facts, match->members.at[i]);

		all = pool_printf(pool, "%s%s%s", all, *all ? " + " : "",
			p && p->name ? p->name : "?");
	}
	return all;
}

static const char *
domain(const struct program *program)
{
	const char *at =
		program->address ? strrchr(program->address, '@') : NULL;

	return at ? at + 1 : "localhost";
}

static void
print_event(struct object *object, const struct program *program,
	const struct facts *facts, const struct session *session)
{
	object_line(object, "BEGIN:VEVENT");
	object_line(object, "UID:session-%" PRId64 ".%s@%s", session->id,
		program->id, domain(program));
	object_utc(object, "DTSTAMP", facts->now);
	object_line(object, "ORGANIZER;CN=\"%s\":mailto:%s",
		object_parameter(object->pool, program->name),
		program->address);
	object_line(object, "SEQUENCE:%" PRId64, session->sequence);
	object_utc(object, "DTSTART", session->starts_at);
	object_utc(object, "DTEND", session_end(session));
	object_text(object, "SUMMARY", names(object->pool, facts, session));
	object_text(object, "LOCATION", session->place);
	object_line(object, "STATUS:%s",
		session->state == SESSION_CANCELLED ? "CANCELLED"
						    : "CONFIRMED");
	object_line(object, "TRANSP:TRANSPARENT");
	object_line(object, "END:VEVENT");
}

static struct session_list
chosen(struct pool *pool, const struct facts *facts, int64_t match,
	int64_t since)
{
	struct session_list list = { 0 };

	for (size_t i = 0; i < facts->sessions.n; i++) {
		struct session *session = facts->sessions.at[i];

		if ((!match || session->match == match) &&
			session_end(session) > since)
			*LIST_ADD(pool, &list) = session;
	}
	session_sort(&list);
	return list;
}

char *
calendar_publish(struct pool *pool, const struct program *program,
	const struct facts *facts, int64_t match, int64_t since)
{
	struct session_list list = chosen(pool, facts, match, since);
	g_autoptr(GString) out = g_string_new(NULL);
	struct object object = { .pool = pool, .out = out };

	if (!list.n)
		return NULL;
	object_line(&object, "BEGIN:VCALENDAR");
	object_line(&object, "VERSION:2.0");
	object_line(&object, "PRODID:-//mentord//mentord//EN");
	object_line(&object, "METHOD:PUBLISH");
	object_text(&object, "X-WR-CALNAME", program->name);
	for (size_t i = 0; i < list.n; i++)
		print_event(&object, program, facts, list.at[i]);
	object_line(&object, "END:VCALENDAR");
	return pool_strndup(pool, out->str, out->len);
}
