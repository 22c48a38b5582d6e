/* For the tests of facts in and out: facts with every field filled, and the
 * comparison of each. */
#ifndef MENTORD_STORE_FULL_H
#define MENTORD_STORE_FULL_H

#include "store_test.h"

/* Compare two facts field by field. */
#define SAME_INT(field)  g_assert_cmpint(got->field, ==, want->field)
#define SAME_TEXT(field) g_assert_cmpstr(got->field, ==, want->field)

static inline struct match *
full_match(struct facts *facts)
{
	struct run *run = facts_new_run(facts);
	struct participant *a = add_person(facts, "Ana");
	struct participant *b = add_person(facts, "Ben");
	struct participant *c = add_person(facts, "Cem");

	run->state = RUN_PUBLISHED;
	run->made_at = NOW + 1;
	run->published_at = NOW + 2;
	run->seed = INT64_MIN;
	run->score = -5;
	run->proof = RUN_BOUNDED;
	run->bound = INT64_MAX;
	*LIST_ADD(facts->pool, &run->unmatched) = (struct unmatched){ c->id,
		"different department", "without \"different department\"" };
	*LIST_ADD(facts->pool, &run->unmatched) =
		(struct unmatched){ a->id, NULL, NULL };
	/* Ben writes first */
	struct match *match = add_match(facts, b->id, a->id);
	match->run = run->id;
	match->score = 42;
	match->made_at = NOW + 3;
	match->published_at = NOW + 4;
	match->ended_at = NOW + 5;
	match->end_reason = "a participant left";
	match->nudged_at = NOW + 6;
	match->told_at = NOW + 7;
	match->lead = b->id;
	match->round = 3;
	match->joins = match->id;
	*LIST_ADD(facts->pool, &match->reasons) =
		(struct match_reason){ "language", "speaks", "German", 30, true,
			"shared", b->id, a->id, 75 };
	*LIST_ADD(facts->pool, &match->reasons) =
		(struct match_reason){ .criterion = "far", .points = -1 };
	return match;
}

static inline void
same_session(const struct session *got, const struct session *want)
{
	SAME_INT(match);
	SAME_INT(number);
	SAME_INT(state);
	SAME_INT(starts_at);
	SAME_INT(minutes);
	SAME_TEXT(uid);
	SAME_INT(sequence);
	SAME_INT(dtstamp);
	SAME_INT(created_at);
	SAME_TEXT(place);
	SAME_INT(series);
	SAME_INT(original_at);
	SAME_INT(organizer);
	SAME_INT(attendees.n);
	for (size_t i = 0; i < want->attendees.n; i++) {
		SAME_INT(attendees.at[i].participant);
		SAME_INT(attendees.at[i].partstat);
		SAME_INT(attendees.at[i].answered_at);
		SAME_INT(attendees.at[i].reply_sequence);
		SAME_INT(attendees.at[i].reply_dtstamp);
		SAME_TEXT(attendees.at[i].comment);
	}
}

#endif
