/* What may be asked of a loaded program. */
#include "program/program.h"

#include <assert.h>
#include <glib.h>
#include <string.h>

#include "base/text.h"

void
program_free(struct program *program)
{
	if (program)
		pool_free(program->pool);
}

const struct form *
program_form(const struct program *p, const char *name)
{
	for (size_t i = 0; i < p->forms.n; i++)
		if (!strcmp(p->forms.at[i].name, name))
			return &p->forms.at[i];
	return NULL;
}

const struct question *
form_question(const struct form *form, const char *id)
{
	for (size_t i = 0; i < form->questions.n; i++)
		if (!strcmp(form->questions.at[i].id, id))
			return &form->questions.at[i];
	return NULL;
}

const struct step *
program_step(const struct program *p, const char *name)
{
	for (size_t i = 0; i < p->timeline.n; i++)
		if (!strcmp(p->timeline.at[i].name, name))
			return &p->timeline.at[i];
	return NULL;
}

const struct attribute_rule *
program_attribute(const struct program *p, const char *name)
{
	for (size_t i = 0; i < p->attributes.n; i++)
		if (!strcmp(p->attributes.at[i].name, name))
			return &p->attributes.at[i];
	return NULL;
}

/* Capitals are folded in the local part as well: to take our own mail for a
 * participant's is worse than to refuse a namesake. */
bool
program_is_own_address(const struct program *p, const char *address)
{
	const char *own_at = p->address ? strrchr(p->address, '@') : NULL;
	const char *at = strrchr(address, '@');

	if (!own_at || !at || g_ascii_strcasecmp(own_at, at) != 0)
		return false;
	size_t own = (size_t)(own_at - p->address);
	size_t len = (size_t)(at - address);
	if (len < own || g_ascii_strncasecmp(p->address, address, own) != 0)
		return false;
	return address[own] == '@' || address[own] == '+';
}

const struct coordinator *
program_coordinator(const struct program *p, const char *address)
{
	for (size_t i = 0; i < p->coordinators.n; i++)
		if (address_equal(p->coordinators.at[i].email, address))
			return &p->coordinators.at[i];
	return NULL;
}

static int64_t
midnight(const struct program *p, int64_t days)
{
	return civil_to_utc(p->zone, civil_from_days(days));
}

int64_t
program_start_time(const struct program *p)
{
	return midnight(p, p->starts);
}

int64_t
program_end_time(const struct program *p)
{
	return midnight(p, p->ends + 1);
}

const struct zone *
program_zone_of(const struct program *p, const struct participant *participant)
{
	const struct zone *zone =
		participant ? zone_find(participant->timezone) : NULL;

	return zone ? zone : p->zone;
}

static const char *const prefer_names[] = {
	[PREFER_SAME] = "same",
	[PREFER_DIFFERENT] = "different",
	[PREFER_SHARED] = "shared",
	[PREFER_COMPLEMENT] = "complement",
	[PREFER_NEAR] = "near",
	[PREFER_FAR] = "far",
	[PREFER_OVERLAP] = "overlap",
	[PREFER_RANKED] = "ranked",
	[PREFER_NAMED] = "named",
	[PREFER_RELIABLE] = "reliable",
};
static_assert(
	G_N_ELEMENTS(prefer_names) == PREFER_RELIABLE + 1, "a name for each");

const char *
prefer_name(enum prefer prefer)
{
	return prefer_names[prefer];
}

int
matching_percent(const struct matching *matching, int64_t score, size_t people)
{
	int64_t full = 0, pairs = (int64_t)(people * (people - 1) / 2);

	for (size_t i = 0; i < matching->criteria.n; i++)
		full += matching->criteria.at[i].weight * SCORE_SCALE;
	full *= pairs;
	return full ? (int)CLAMP((score * 100 + full / 2) / full, 0, 100) : 100;
}
