/* mentord sessions: who meets when, and who comes. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/table.h"
#include "cmd/cmd.h"
#include "cmd/people.h"
#include "write/publish.h"

struct wanted {
	gint64 match;
	gboolean past, json, ics;
};

struct listing {
	struct pool *pool;
	const struct program *program;
	const struct facts *facts;
	struct session_list sessions;
};

/* ---- which ---------------------------------------------------------------- */

static bool
is_wanted(
	const struct wanted *wanted, const struct session *session, int64_t now)
{
	if (wanted->match && session->match != wanted->match)
		return false;
	return wanted->past ||
		(session->state == SESSION_PLANNED &&
			session_end(session) > now);
}

static void
choose(struct listing *listing, const struct wanted *wanted)
{
	const struct facts *facts = listing->facts;

	for (size_t i = 0; i < facts->sessions.n; i++)
		if (is_wanted(wanted, facts->sessions.at[i], facts->now))
			*LIST_ADD(listing->pool, &listing->sessions) =
				facts->sessions.at[i];
	session_sort(&listing->sessions);
}

/* ---- a table ---------------------------------------------------------------- */

static const char *
answer_word(enum partstat partstat)
{
	switch (partstat) {
	case PARTSTAT_NEEDS_ACTION:
		return "?";
	case PARTSTAT_ACCEPTED:
		return "yes";
	case PARTSTAT_TENTATIVE:
		return "perhaps";
	case PARTSTAT_DECLINED:
		return "no";
	}
	return "";
}

/* Of everybody, in the order of the names before it. */
static const char *
answers(const struct listing *listing, const struct session *session)
{
	const struct attendee_list *all = &session->attendees;
	char *text = pool_strdup(listing->pool, "");

	for (size_t i = 0; i < all->n; i++)
		text = pool_printf(listing->pool, "%s%s%s", text, i ? ", " : "",
			answer_word(all->at[i].partstat));
	return text;
}

static const char *
who(const struct listing *listing, const struct session *session)
{
	char *text = pool_strdup(listing->pool, "");

	for (size_t i = 0; i < session->attendees.n; i++)
		text = pool_printf(listing->pool, "%s%s%s", text,
			i ? " + " : "",
			people_name(listing->pool, listing->facts,
				session->attendees.at[i].participant));
	return text;
}

static const struct proposal *
proposed(const struct listing *listing, const struct session *session)
{
	const struct proposal_list *all = &listing->facts->proposals;

	for (size_t i = 0; i < all->n; i++)
		if (all->at[i]->session == session->id &&
			all->at[i]->state == PROPOSAL_OPEN)
			return all->at[i];
	return NULL;
}

static const char *
state_of(const struct listing *listing, const struct session *session)
{
	const struct proposal *proposal = proposed(listing, session);

	if (session->state != SESSION_PLANNED)
		return session_state_name(session->state);
	if (session_end(session) <= listing->facts->now)
		return "past";
	if (proposal)
		return pool_printf(listing->pool, "or %s?",
			people_when(listing->pool, listing->program,
				proposal->starts_at));
	return session->organizer ? "their own"
		: session->series ? "repeats"
				  : "planned";
}

/* Where all of them are: mostly there is one room, or one link. */
static bool
is_one_place(const struct listing *listing)
{
	const struct session_list *all = &listing->sessions;

	for (size_t i = 1; i < all->n; i++)
		if (g_strcmp0(all->at[i]->place, all->at[0]->place))
			return false;
	return true;
}

static void
print_table(const struct listing *listing)
{
	static const char *const heads[] = { "session", "when", "who", "state",
		"answers", "place" };
	bool one = is_one_place(listing);
	const char *place = listing->sessions.at[0]->place;
	size_t columns = G_N_ELEMENTS(heads) - one;
	struct table *table = table_new(listing->pool, columns);

	for (size_t i = 0; i < columns; i++)
		table_head(table, i, heads[i], i == 0);
	for (size_t i = 0; i < listing->sessions.n; i++) {
		const struct session *s = listing->sessions.at[i];
		const char *const cells[] = {
			pool_printf(listing->pool, "%" PRId64, s->id),
			people_when(
				listing->pool, listing->program, s->starts_at),
			who(listing, s),
			state_of(listing, s),
			answers(listing, s),
			s->place,
		};

		table_row(table, cells);
	}
	fputs(table_print(table, terminal_width(), terminal_colour()), stdout);
	printf("times in %s%s%s\n", zone_name(listing->program->zone),
		one && place ? "; all at " : "",
		one && place ? people_safe(listing->pool, place, strlen(place))
			     : "");
}

/* ---- for scripts ------------------------------------------------------------ */

static void
print_moment(const char *name, int64_t utc)
{
	struct civil c = civil_of(zone_find("UTC"), utc);

	printf(",\"%s\":\"%04d-%02d-%02dT%02d:%02d:%02dZ\"", name, c.year,
		c.month, c.day, c.hour, c.minute, c.second);
}

static void
print_attendees(const struct listing *listing, const struct session *session)
{
	for (size_t i = 0; i < session->attendees.n; i++) {
		const struct attendee *a = &session->attendees.at[i];
		const struct participant *p =
			facts_participant(listing->facts, a->participant);

		printf("%s{\"participant\":%" PRId64
		       ",\"name\":%s,\"answer\":\"%s\"}",
			i ? "," : "", a->participant,
			json_string(listing->pool, p ? p->name : NULL),
			partstat_name(a->partstat));
	}
}

static void
print_session(const struct listing *listing, const struct session *s)
{
	const struct proposal *proposal = proposed(listing, s);

	printf("{\"session\":%" PRId64 ",\"match\":%" PRId64
	       ",\"number\":%" PRId64 ",\"state\":\"%s\"",
		s->id, s->match, s->number, session_state_name(s->state));
	print_moment("starts", s->starts_at);
	print_moment("ends", session_end(s));
	printf(",\"place\":%s,\"series\":%s,\"organizer\":%s",
		json_string(listing->pool, s->place),
		s->series ? pool_printf(listing->pool, "%" PRId64, s->series)
			  : "null",
		s->organizer
			? pool_printf(listing->pool, "%" PRId64, s->organizer)
			: "null");
	if (proposal)
		print_moment("proposed", proposal->starts_at);
	printf(",\"attendees\":[");
	print_attendees(listing, s);
	printf("]}");
}

static void
print_json(const struct listing *listing)
{
	putchar('[');
	for (size_t i = 0; i < listing->sessions.n; i++) {
		fputs(i ? ",\n " : "", stdout);
		print_session(listing, listing->sessions.at[i]);
	}
	puts("]");
}

/* ---- the command --------------------------------------------------------- */

static int
show(const struct cmd_context *context, const struct wanted *wanted)
{
	POOL_AUTO pool = pool_new();
	struct err err = { 0 };
	int64_t now = clock_now();
	struct facts *facts = people_facts(context, pool, now, &err);

	if (!facts || !store_load_sessions(context->store, facts, &err))
		return cmd_fail(&err);
	if (wanted->match && !facts_match(facts, wanted->match)) {
		fprintf(stderr,
			"mentord: there is no match %" PRId64
			"; `mentord match` lists them\n",
			wanted->match);
		return EXIT_FINDING;
	}
	struct listing listing = { pool, context->program, facts, { 0 } };
	choose(&listing, wanted);
	if (wanted->json) {
		print_json(&listing);
		return EXIT_OK;
	}
	const char *calendar = wanted->ics
		? calendar_publish(pool, context->program, facts, wanted->match,
			  wanted->past ? 0 : now)
		: NULL;
	if (calendar)
		fputs(calendar, stdout);
	else if (wanted->ics || !listing.sessions.n)
		fprintf(stderr, "mentord: no session %s\n",
			wanted->past ? "was ever planned" : "is to come");
	else
		print_table(&listing);
	return EXIT_OK;
}

int
cmd_sessions(int argc, char **argv)
{
	struct wanted wanted = { 0 };
	struct cmd_context context;
	const GOptionEntry options[] = {
		{ "match", 0, 0, G_OPTION_ARG_INT64, &wanted.match,
			"of this match only", "N" },
		{ "past", 0, 0, G_OPTION_ARG_NONE, &wanted.past,
			"those that are over or cancelled too", NULL },
		{ "json", 0, 0, G_OPTION_ARG_NONE, &wanted.json, "as JSON",
			NULL },
		{ "ics", 0, 0, G_OPTION_ARG_NONE, &wanted.ics,
			"as a calendar (iCalendar): names, times and places",
			NULL },
		{ 0 },
	};
	int status = cmd_options(&argc, &argv, "[PROGRAM.CONF]",
		"Lists the sessions to come: when, who, and whether they said "
		"that they come. Times are in the program's zone.",
		options);

	if (status)
		return status < 0 ? EXIT_OK : status;
	if (argc > 2) {
		fprintf(stderr, "mentord: '%s' is one argument too many\n",
			argv[2]);
		return EXIT_USAGE;
	}
	status = cmd_open(argc == 2 ? argv[1] : NULL, STORE_READ, &context);
	if (status)
		return status;
	status = show(&context, &wanted);
	cmd_close(&context);
	return status;
}
