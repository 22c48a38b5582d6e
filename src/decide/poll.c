/* Polls: a numbered list of times goes to everybody of a match, who name those
 * that suit. As soon as all have answered, the earliest that suits all of them
 * is taken; when there is none, a second list with new times goes out, and
 * then a person hears of it. How somebody answered is shown to nobody. */
#include "decide/finding.h"

#include <glib.h>
#include <string.h>

#define GRID    (30 * MINUTE)
#define NOTICE  DAY /* between the last answer and the first of the times */
#define TO_MOVE 3   /* times in a list that is to move a session */
#define LATEST  (2 * HOUR)

struct poll *
poll_standing(
	const struct facts *facts, int64_t match, const struct session *session)
{
	for (size_t i = 0; i < facts->polls.n; i++) {
		struct poll *poll = facts->polls.at[i];

		if (poll->state == POLL_OPEN && poll->match == match &&
			poll->session == (session ? session->id : 0))
			return poll;
	}
	return NULL;
}

/* ---- opened ------------------------------------------------------------------------- */

bool
poll_was_vain(const struct facts *facts, const struct session *session)
{
	const struct poll *last = NULL;

	for (size_t i = 0; i < facts->polls.n; i++)
		if (facts->polls.at[i]->session == session->id)
			last = facts->polls.at[i];
	return last && last->state == POLL_FAILED;
}

/* Never again what did not suit before. */
static struct slot_list
offered_before(const struct facts *facts, const struct match *match)
{
	struct slot_list never = { 0 };

	for (size_t i = 0; i < facts->polls.n; i++) {
		const struct poll *poll = facts->polls.at[i];

		for (size_t k = 0;
			poll->match == match->id && k < poll->slots.n; k++)
			slot_add_once(facts->pool, &never, poll->slots.at[k]);
	}
	return never;
}

/* Around which the times are looked for; 0: from the beginning. */
static int64_t
middle_of(const struct poll_start *start, const struct slot_search *search)
{
	const struct session *last = start->last
		? start->last
		: session_last(start->facts, start->match, NULL);

	if (start->moves)
		return start->moves->starts_at;
	return last ? when_after(program_zone_of(
					 start->program, search->people.at[0]),
			      last->starts_at, start->program->sessions.every)
		    : 0;
}

static int64_t
earliest_of(const struct poll_start *start, const struct slot_search *search,
	int64_t closes)
{
	const struct program *program = start->program;
	int64_t from = closes + NOTICE;

	if (!start->moves)
		from = MAX(from,
			MAX(program_start_time(program),
				start->match->published_at) +
				program->sessions.first);
	for (size_t i = 0; i < search->people.n; i++)
		from = MAX(from, search->people.at[i]->away_until);
	return from;
}

/* What somebody named comes first, as far as nobody is known not to come. */
static void
add_wishes(const struct poll_start *start, const struct slot_search *search,
	int64_t closes, size_t most, struct slot_list *slots)
{
	for (size_t i = 0; i < start->wishes.n; i++) {
		int64_t at = start->wishes.at[i];

		if (slots->n < most && at >= closes + LATEST &&
			at + search->minutes * MINUTE <= search->latest &&
			(start->only_wishes ||
				!slot_is_barred(
					search, at, start->participant)))
			slot_add_once(start->facts->pool, slots, at);
	}
}

static int
by_time(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Half an hour earlier than a time is no other time. */
static void
keep_clear(
	const struct slot_search *search, int64_t at, struct slot_list *never)
{
	int64_t length = search->minutes * MINUTE;

	for (int64_t near = at - length + GRID; near < at + length;
		near += GRID)
		slot_add_once(search->facts->pool, never, near);
	slot_add_once(search->facts->pool, never, at);
}

static struct slot_list
slots_for(const struct poll_start *start, const struct slot_search *search,
	int64_t closes)
{
	struct facts *facts = start->facts;
	size_t most =
		start->moves ? TO_MOVE : (size_t)start->program->sessions.slots;
	struct slot_list slots = { 0 };
	struct slot_list never = offered_before(facts, start->match);

	if (start->only_wishes)
		most = POLL_SLOTS;
	add_wishes(start, search, closes, most, &slots);
	if (!start->only_wishes && slots.n < most) {
		for (size_t i = 0; i < slots.n; i++)
			keep_clear(search, slots.at[i], &never);
		if (start->moves)
			keep_clear(search, start->moves->starts_at, &never);
		struct slot_list found = slot_offer(search,
			earliest_of(start, search, closes),
			middle_of(start, search), most - slots.n, &never);

		for (size_t i = 0; i < found.n; i++)
			slot_add_once(facts->pool, &slots, found.at[i]);
	}
	if (slots.n)
		qsort(slots.at, slots.n, sizeof *slots.at, by_time);
	return slots;
}

/* Whoever named these times can come at each of them. */
static void
answer_for(const struct poll_start *start, struct ask *ask)
{
	struct facts *facts = start->facts;
	struct letter_about about = { .letter = start->letter };
	struct inquiry in = { .facts = facts, .about = &about };
	const char *all = "";
	const struct poll *poll = facts_poll(facts, ask->about);

	for (size_t i = 0; i < poll->slots.n; i++)
		all = pool_printf(
			facts->pool, "%s%s%zu", all, i ? " " : "", i + 1);
	poll_put(&in, ask, POLL_QUESTION, 1, all);
	ask_answered(facts, ask);
}

static void
ask_everybody(const struct poll_start *start, const struct poll *poll,
	const struct participant_list *people, int64_t from)
{
	struct facts *facts = start->facts;

	for (size_t i = 0; i < people->n; i++) {
		int64_t id = people->at[i]->id;
		struct ask *ask;

		if (start->moves && !session_attendee(start->moves, id))
			continue;
		ask = finding_ask(facts, FORM_TIMES, start->moves, start->match,
			id, poll->id);
		if (ask && start->only_wishes && id == start->participant)
			answer_for(start, ask);
		else if (ask)
			finding_send(start->program, facts, ask, from,
				poll->closes_at);
	}
}

/* Instead of what was asked about that session before. */
static void
close_proposals(struct facts *facts, const struct session *session)
{
	struct proposal *former = proposal_open(facts, session);

	if (!former)
		return;
	former->state = PROPOSAL_REPLACED;
	former->over_at = facts->now;
	fact_touch(former);
	finding_close(facts, FORM_PROPOSAL, former->id,
		"a list of times is asked about");
	finding_note(facts, OUTCOME_PROPOSAL, session, session->match,
		former->participant, "replaced");
}

static void
create(const struct poll_start *start, const struct slot_search *search,
	const struct slot_list *slots, int64_t from, int64_t closes)
{
	struct facts *facts = start->facts;
	struct poll *poll = facts_new_poll(facts);

	if (start->moves)
		close_proposals(facts, start->moves);
	poll->match = start->match->id;
	poll->session = start->moves ? start->moves->id : 0;
	poll->state = POLL_OPEN;
	poll->slots = *slots;
	poll->minutes = search->minutes;
	poll->round = start->round;
	poll->opened_at = facts->now;
	poll->closes_at = closes;
	finding_note(facts, OUTCOME_POLL, start->moves, poll->match, 0,
		pool_printf(facts->pool, "opened: %zu times, list %d", slots->n,
			poll->round));
	ask_everybody(start, poll, &search->people, from);
}

bool
poll_start(struct poll_start *start, const char **why)
{
	struct facts *facts = start->facts;
	struct slot_search search = finding_search(
		start->program, facts, start->match, start->moves);
	int64_t from = MAX(facts->now, start->match->published_at);
	int64_t closes =
		finding_closes(start->program, facts, from, start->moves, 0);
	struct slot_list slots = { 0 };

	if (start->minutes)
		search.minutes = start->minutes;
	*why = NULL;
	if (start->match->state != MATCH_ACTIVE)
		*why = "the match is not active";
	else if (poll_standing(facts, start->match->id, start->moves))
		*why = "a list of times is out already";
	else if (search.people.n < 2)
		*why = "a participant cannot be asked now";
	else if (!closes)
		*why = "it is too late to ask everybody";
	if (*why)
		return false;
	slots = slots_for(start, &search, closes);
	if (!slots.n) {
		*why = "there is no time when everybody of the match is free";
		return false;
	}
	create(start, &search, &slots, from, closes);
	return true;
}

bool
poll_open(const struct program *program, struct facts *facts,
	struct match *match, struct session *moves, const char **why)
{
	struct poll_start start = { .program = program,
		.facts = facts,
		.match = match,
		.moves = moves,
		.round = 1 };

	return poll_start(&start, why);
}
