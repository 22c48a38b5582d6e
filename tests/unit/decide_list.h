/* People who are asked with lists of times. */
#ifndef TESTS_DECIDE_LIST_H
#define TESTS_DECIDE_LIST_H

#include "decide_world.h"

#include "decide/slot.h"

/* ---- worlds ---------------------------------------------------------------- */

/* People are asked for the time of each meeting. */
UNUSED static struct world *
asking(int people)
{
	struct world *w = world_new(people);

	w->program.sessions.find = FIND_ASK;
	return w;
}

UNUSED static struct world *
pair(void)
{
	struct world *w = asking(2);

	start_all(w);
	return w;
}

UNUSED static struct world *
circle(void)
{
	struct world *w = asking(4);

	w->program.matching.size = 4;
	enrol_all(w);
	w->facts->now = berlin("2027-01-05 10:00");
	match_them(w, false, IDS(1, 2, 3, 4));
	return w;
}

/* The last list; an empty one without slots when there is none. */
UNUSED static struct poll *
newest(const struct world *w)
{
	static struct poll none;

	return w->facts->polls.n ? w->facts->polls.at[w->facts->polls.n - 1]
				 : &none;
}

UNUSED static struct letter_effect
pick(struct world *w, int64_t who, const char *numbers)
{
	struct ask *ask = waiting(w, who, FORM_TIMES);

	g_assert_nonnull(ask);
	struct post post = post_from(w, who, ask);
	say(w, &post, 1, numbers,
		numbers ? CONFIDENCE_SURE : CONFIDENCE_UNSURE);
	return receive(w, &post);
}

UNUSED static int
planned(const struct world *w)
{
	int n = 0;

	for (size_t i = 0; i < w->facts->sessions.n; i++)
		n += w->facts->sessions.at[i]->state == SESSION_PLANNED;
	return n;
}

UNUSED static bool
offers(const struct poll *poll, int64_t at)
{
	for (size_t i = 0; i < poll->slots.n; i++)
		if (poll->slots.at[i] == at)
			return true;
	return false;
}

#endif
