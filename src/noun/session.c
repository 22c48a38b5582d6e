/* A session and its attendees: names, and the RSVP in a calendar's words.
 *
 * The names are what the store holds and people read: changing one needs a
 * migration. */
#include "noun/session.h"

#include <assert.h>
#include <glib.h>
#include <stdlib.h>

#include "base/clock.h"

static const char *const session_state_names[] = {
	[SESSION_PLANNED] = "planned",
	[SESSION_HELD] = "held",
	[SESSION_MISSED] = "missed",
	[SESSION_CANCELLED] = "cancelled",
};
static_assert(G_N_ELEMENTS(session_state_names) == SESSION_CANCELLED + 1,
	"a name for each");

const char *
session_state_name(enum session_state state)
{
	return session_state_names[state];
}

static const char *const partstat_names[] = {
	[PARTSTAT_NEEDS_ACTION] = "NEEDS-ACTION",
	[PARTSTAT_ACCEPTED] = "ACCEPTED",
	[PARTSTAT_TENTATIVE] = "TENTATIVE",
	[PARTSTAT_DECLINED] = "DECLINED",
};
static_assert(G_N_ELEMENTS(partstat_names) == PARTSTAT_DECLINED + 1,
	"a name for each");

const char *
partstat_name(enum partstat partstat)
{
	return partstat_names[partstat];
}

bool
partstat_parse(const char *name, enum partstat *partstat)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(partstat_names); i++)
		if (!g_ascii_strcasecmp(name, partstat_names[i])) {
			*partstat = (enum partstat)i;
			return true;
		}
	return false;
}

struct attendee *
session_attendee(struct session *session, int64_t participant)
{
	for (size_t i = 0; i < session->attendees.n; i++)
		if (session->attendees.at[i].participant == participant)
			return &session->attendees.at[i];
	return NULL;
}

int64_t
session_end(const struct session *session)
{
	return session->starts_at + session->minutes * MINUTE;
}

bool
session_to_come(const struct session *session, int64_t now)
{
	return session->state == SESSION_PLANNED && session->starts_at > now;
}

static int
by_time(const void *a, const void *b)
{
	const struct session *x = *(const struct session *const *)a;
	const struct session *y = *(const struct session *const *)b;

	return x->starts_at != y->starts_at
		? (x->starts_at > y->starts_at) - (x->starts_at < y->starts_at)
		: (x->id > y->id) - (x->id < y->id);
}

void
session_sort(struct session_list *sessions)
{
	if (sessions->n)
		qsort(sessions->at, sessions->n, sizeof *sessions->at, by_time);
}
