/* Are there people enough for the form? Nothing here is refused: people may
 * still join. But who checks a config should hear at once that somebody will
 * be left over by the numbers alone, whatever the rules say. */
#include <glib.h>

#include "program/config.h"

struct numbers {
	size_t people, mentors, mentees, both;
	int64_t places; /* with mentors */
};

static struct numbers
count_people(const struct program *program)
{
	struct numbers n = { .people = program->roster.n };

	for (size_t i = 0; i < n.people; i++) {
		const struct participant *p = program->roster.at[i];

		n.mentors += role_mentors(p->role);
		n.mentees += role_learns(p->role);
		n.both += p->role == ROLE_BOTH;
		if (role_mentors(p->role))
			n.places += participant_capacity(
				p, program->matching.capacity);
	}
	return n;
}

static void
warn(const struct reading *reading, const char *text)
{
	mistake_warn(reading->mistakes, reading->program->roster_path, 0, NULL,
		NULL, "%s", text);
}

static void
check_mentors(const struct reading *reading, const struct numbers *n)
{
	if (!n->mentors || !n->mentees)
		warn(reading,
			n->mentors ? "nobody is a mentee: nobody can be matched"
				   : "nobody is a mentor: nobody can be "
				     "matched");
	else if (n->places < (int64_t)n->mentees)
		warn(reading,
			pool_printf(reading->pool,
				"there are %zu mentees, and places with "
				"mentors for %" G_GINT64_FORMAT
				": see the column capacity, or "
				"matching.capacity",
				n->mentees, n->places));
}

/* As match/groups counts: sizes may be one off, but not below three. */
static void
check_groups(const struct reading *reading, const struct numbers *n)
{
	const struct matching *m = &reading->program->matching;
	size_t least = (size_t)MAX(m->size - 1, 3),
	       most = (size_t)MIN(m->size + 1, 12);
	size_t groups = n->people / least;

	if (m->leaders)
		groups = MIN(groups, n->mentors);
	if (n->people < least)
		warn(reading,
			pool_printf(reading->pool,
				"%zu people are fewer than a group of %zu to "
				"%zu takes: see matching.size",
				n->people, least, most));
	else if (m->leaders && groups * most < n->people)
		warn(reading,
			pool_printf(reading->pool,
				"the leaders are enough for %zu people in "
				"groups of at most %zu, not for %zu",
				groups * most, most, n->people));
	else if (m->leaders && n->mentors - n->both > groups)
		warn(reading,
			pool_printf(reading->pool,
				"there are %zu leaders who are nothing else, "
				"and people for %zu groups",
				n->mentors - n->both, groups));
	else if (groups * most < n->people)
		warn(reading,
			pool_printf(reading->pool,
				"%zu people cannot be divided into groups of "
				"%zu to %zu",
				n->people, least, most));
}

/* In a round of an odd number somebody rests, or meets two. */
static void
check_rounds(const struct reading *reading, const struct numbers *n)
{
	int64_t rounds = reading->program->matching.rounds;
	int64_t most = (int64_t)(n->people - 1 + n->people % 2);

	if (rounds > most)
		warn(reading,
			pool_printf(reading->pool,
				"after %" G_GINT64_FORMAT
				" of %" G_GINT64_FORMAT
				" rounds %zu people have all met: from then on they meet again",
				most, rounds, n->people));
}

void
roster_enough(const struct reading *reading)
{
	struct numbers n = count_people(reading->program);

	if (n.people == 1)
		warn(reading, "there is only one person in it");
	if (n.people < 2)
		return;
	switch (reading->program->matching.form) {
	case MATCHING_PEERS:
		return;
	case MATCHING_MENTORS:
		check_mentors(reading, &n);
		return;
	case MATCHING_GROUPS:
		check_groups(reading, &n);
		return;
	case MATCHING_ROUNDS:
		check_rounds(reading, &n);
		return;
	}
}
