/* A participant: names, and what may be asked of one.
 *
 * The names are what the store holds and people read: changing one needs a
 * migration. */
#include "noun/participant.h"

#include <assert.h>
#include <glib.h>
#include <string.h>

static const char *const participant_state_names[] = {
	[PARTICIPANT_ENROLLED] = "enrolled",
	[PARTICIPANT_PAUSED] = "paused",
	[PARTICIPANT_SUSPENDED] = "suspended",
	[PARTICIPANT_LEFT] = "left",
};
static_assert(G_N_ELEMENTS(participant_state_names) == PARTICIPANT_LEFT + 1,
	"a name for each");

const char *
participant_state_name(enum participant_state state)
{
	return participant_state_names[state];
}

static const char *const role_names[] = {
	[ROLE_PEER] = "peer",
	[ROLE_MENTOR] = "mentor",
	[ROLE_MENTEE] = "mentee",
	[ROLE_BOTH] = "both",
};
static_assert(G_N_ELEMENTS(role_names) == ROLE_BOTH + 1, "a name for each");

const char *
role_name(enum role role)
{
	return role_names[role];
}

bool
role_mentors(enum role role)
{
	return role == ROLE_MENTOR || role == ROLE_BOTH;
}

bool
role_learns(enum role role)
{
	return role == ROLE_MENTEE || role == ROLE_BOTH;
}

int
participant_capacity(const struct participant *participant, int fallback)
{
	const char *value = participant_attribute(participant, "capacity");
	guint64 most;

	if (!value ||
		!g_ascii_string_to_unsigned(value, 10, 0, 100, &most, NULL))
		return fallback;
	return (int)most;
}

const char *
participant_attribute(const struct participant *participant, const char *name)
{
	for (size_t i = 0; i < participant->attributes.n; i++)
		if (!strcmp(participant->attributes.at[i].name, name))
			return participant->attributes.at[i].value;
	return NULL;
}

bool
participant_reachable(const struct participant *participant)
{
	switch (participant->state) {
	case PARTICIPANT_ENROLLED:
	case PARTICIPANT_PAUSED:
		return true;
	case PARTICIPANT_SUSPENDED:
	case PARTICIPANT_LEFT:
		break;
	}
	return false;
}

bool
participant_present(const struct participant *participant, int64_t now)
{
	return participant->state == PARTICIPANT_ENROLLED &&
		participant->away_until <= now;
}

const char *
participant_first_name(struct pool *pool, const struct participant *participant)
{
	const char *name = participant->name;

	while (*name == ' ')
		name++;
	return pool_strndup(pool, name, strcspn(name, " "));
}

bool
attributes_equal(const struct attribute_list *a, const struct attribute_list *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (g_strcmp0(a->at[i].name, b->at[i].name) ||
			g_strcmp0(a->at[i].value, b->at[i].value))
			return false;
	return true;
}

bool
windows_equal(
	const struct free_window_list *a, const struct free_window_list *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (a->at[i].weekday != b->at[i].weekday ||
			a->at[i].from != b->at[i].from ||
			a->at[i].till != b->at[i].till)
			return false;
	return true;
}
