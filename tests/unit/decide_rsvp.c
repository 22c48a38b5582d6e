/* Calendar answers: whose they are, in which order, and what they change. */
#include "decide_world.h"

struct rsvp {
	const char *method, *attendee, *partstat;
	int64_t sequence, dtstamp; /* dtstamp: seconds after publication */
	enum disposition want;
	enum partstat after;
};

static enum disposition
answer(struct world *w, int64_t who, const struct rsvp *r)
{
	struct session *s = w->facts->sessions.at[0];
	struct post post = post_from(w, who, NULL);

	post.letter.kind = LETTER_CALENDAR;
	*LIST_ADD(w->pool, &post.letter.calendar) =
		(struct letter_calendar){ .method = r->method,
			.uid = s->uid,
			.attendee = r->attendee,
			.partstat = r->partstat,
			.sequence = r->sequence,
			.dtstamp = r->dtstamp ? s->created_at + r->dtstamp : 0,
			.start = s->starts_at + DAY };
	return ends_as(w, &post);
}

/* A clock that is years ahead has its answer counted, but not for years. */
static void
test_clock_ahead(void)
{
	static const struct rsvp yes = { "REPLY", "ana@example.org", "ACCEPTED",
		0, 900 * DAY, 0, 0 };
	static const struct rsvp no = { "REPLY", "ana@example.org", "DECLINED",
		0, DAY, 0, 0 };
	struct world *w = world_new(2);

	start_all(w);
	struct session *s = w->facts->sessions.at[0];
	g_assert_cmpint(answer(w, 1, &yes), ==, DISPOSITION_RSVP);
	g_assert_cmpint(
		session_attendee(s, 1)->partstat, ==, PARTSTAT_ACCEPTED);
	w->facts->now += DAY;
	g_assert_cmpint(answer(w, 1, &no), ==, DISPOSITION_RSVP);
	g_assert_cmpint(
		session_attendee(s, 1)->partstat, ==, PARTSTAT_DECLINED);
	world_free(w);
}

/* One after the other, from participant 1. */
static void
test_replies_in_order(void)
{
	static const struct rsvp cases[] = {
		{ "REPLY", "ana@example.org", "TENTATIVE", 0, 100,
			DISPOSITION_RSVP, PARTSTAT_TENTATIVE },
		{ "REPLY", "ana@example.org", "ACCEPTED", 0, 200,
			DISPOSITION_RSVP, PARTSTAT_ACCEPTED },
		{ "REPLY", "ana@example.org", "ACCEPTED", 0, 200,
			DISPOSITION_RSVP, PARTSTAT_ACCEPTED },
		/* older than what we have */
		{ "REPLY", "ana@example.org", "DECLINED", 0, 150,
			DISPOSITION_IGNORED, PARTSTAT_ACCEPTED },
		/* says nothing */
		{ "REPLY", "ana@example.org", "NEEDS-ACTION", 0, 300,
			DISPOSITION_IGNORED, PARTSTAT_ACCEPTED },
		{ "REPLY", "ana@example.org", NULL, 0, 300, DISPOSITION_IGNORED,
			PARTSTAT_ACCEPTED },
		{ "REPLY", "ana@example.org", "X-PERHAPS", 0, 300,
			DISPOSITION_IGNORED, PARTSTAT_ACCEPTED },
		/* in somebody else's name */
		{ "REPLY", "bob@example.org", "DECLINED", 0, 300,
			DISPOSITION_IGNORED, PARTSTAT_ACCEPTED },
		/* nobody but we change the session */
		{ "REQUEST", "ana@example.org", "ACCEPTED", 9, 300,
			DISPOSITION_IGNORED, PARTSTAT_ACCEPTED },
		/* ... but a guest may take it out of their own calendar */
		{ "CANCEL", "bob@example.org", "ACCEPTED", 9, 300,
			DISPOSITION_IGNORED, PARTSTAT_ACCEPTED },
		{ "CANCEL", "ana@example.org", NULL, 9, 301, DISPOSITION_RSVP,
			PARTSTAT_DECLINED },
		{ "REPLY", "ana@example.org", "ACCEPTED", 0, 302,
			DISPOSITION_RSVP, PARTSTAT_ACCEPTED },
		/* a lone line under an alias, a delegate, a later sequence */
		{ "REPLY", "ana.x@mail.example", "declined", 0, 310,
			DISPOSITION_RSVP, PARTSTAT_DECLINED },
		{ "REPLY", "ana@example.org", "ACCEPTED", 1, 10,
			DISPOSITION_RSVP, PARTSTAT_ACCEPTED },
		{ "REPLY", "ana@example.org", "DELEGATED", 1, 320,
			DISPOSITION_RSVP, PARTSTAT_DECLINED },
		{ "REPLY", "ANA@EXAMPLE.ORG", "ACCEPTED", 1, 330,
			DISPOSITION_RSVP, PARTSTAT_ACCEPTED },
		{ "COUNTER", "ana@example.org", "TENTATIVE", 1, 340,
			DISPOSITION_RSVP, PARTSTAT_TENTATIVE },
		{ "COUNTER", "ana@example.org", NULL, 0, 339,
			DISPOSITION_IGNORED, PARTSTAT_TENTATIVE },
	};
	struct world *w = world_new(2);

	start_all(w);
	struct session *s = w->facts->sessions.at[0];
	int64_t starts_at = s->starts_at;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_test_message("case %zu", i);
		g_assert_cmpint(answer(w, 1, &cases[i]), ==, cases[i].want);
		g_assert_cmpint(
			session_attendee(s, 1)->partstat, ==, cases[i].after);
		g_assert_cmpint(session_attendee(s, 2)->partstat, ==,
			PARTSTAT_NEEDS_ACTION);
	}
	g_assert_cmpint(s->starts_at, ==, starts_at);
	g_assert_cmpint(s->sequence, ==, 0);
	g_assert_cmpint(outcomes(w, OUTCOME_PROPOSAL, true), ==, 1);
	g_assert_cmpint(outcomes(w, OUTCOME_RSVP, true), ==, 8);
	world_free(w);
}

/* Who is it: token and ATTENDEE suffice, either alone does not. */
static void
test_reply_identity(void)
{
	static const struct {
		bool token, address;
		const char *attendee;
		enum disposition want;
	} cases[] = {
		{ true, true, "ana@example.org", DISPOSITION_RSVP },
		{ true, false, "ana@example.org", DISPOSITION_RSVP },
		{ false, true, "ana@example.org", DISPOSITION_IGNORED },
		{ true, false, "bob@example.org", DISPOSITION_IGNORED },
		{ true, true, "x@mail.example", DISPOSITION_RSVP },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct world *w = world_new(2);

		start_all(w);
		struct post post = post_from(w, 1, NULL);
		post.letter.kind = LETTER_CALENDAR;
		post.about.token = cases[i].token;
		post.about.address = cases[i].address;
		*LIST_ADD(w->pool, &post.letter.calendar) =
			(struct letter_calendar){ .method = "REPLY",
				.uid = w->facts->sessions.at[0]->uid,
				.attendee = cases[i].attendee,
				.partstat = "ACCEPTED" };
		g_test_message("case %zu", i);
		g_assert_cmpint(ends_as(w, &post), ==, cases[i].want);
		/* a forwarded invitation is no sign of life of theirs */
		g_assert_cmpint(person(w, 1)->heard_at > 0, ==,
			cases[i].want == DISPOSITION_RSVP && cases[i].address);
		world_free(w);
	}
}

/* A forwarded invitation, answered by whoever got it: nobody is declined for
 * by somebody else, and they are asked once whether it was them. */
static void
test_declined_by_another(void)
{
	static const struct {
		const char *attendee, *sent_by, *partstat;
		bool asked;
	} cases[] = {
		{ "ana@example.org", NULL, "DECLINED", true },
		{ "ana@example.org", NULL, "DELEGATED", true },
		{ "ana@example.org", "x@mail.example", "DECLINED", true },
		{ "x@mail.example", NULL, "ACCEPTED", true },
		{ "ana@example.org", "x@mail.example", "ACCEPTED", false },
		{ "x@mail.example", "ana@example.org", "TENTATIVE", false },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct world *w = world_new(2);

		start_all(w);
		struct session *s = w->facts->sessions.at[0];
		struct post post = post_from(w, 1, NULL);
		post.letter.kind = LETTER_CALENDAR;
		post.letter.head.from = "x@mail.example";
		post.about.address = false;
		*LIST_ADD(w->pool, &post.letter.calendar) =
			(struct letter_calendar){ .method = "REPLY",
				.uid = s->uid,
				.attendee = cases[i].attendee,
				.sent_by = cases[i].sent_by,
				.partstat = cases[i].partstat };
		g_test_message("case %zu", i);
		g_assert_cmpint(ends_as(w, &post), ==,
			cases[i].asked ? DISPOSITION_COORDINATOR
				       : DISPOSITION_RSVP);
		g_assert_cmpint(session_attendee(s, 1)->partstat ==
				PARTSTAT_NEEDS_ACTION,
			==, cases[i].asked);
		g_assert_cmpint(fresh(w, MOMENT_CONFIRM_ADDRESS, 1), ==,
			cases[i].asked);
		ends_as(w, &post);
		g_assert_cmpint(fresh(w, MOMENT_CONFIRM_ADDRESS, 1), ==, 0);

		/* once the address is theirs, it counts */
		*LIST_ADD(w->pool, &person(w, 1)->aliases) = "x@mail.example";
		post.about.address = true;
		g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_RSVP);
		world_free(w);
	}
}

/* Another time in their name, from whoever holds the invitation: the partner
 * would agree to an hour of which they know nothing. */
static void
test_proposed_by_another(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct session *s = w->facts->sessions.at[0];
	struct post post = post_from(w, 1, NULL);
	post.letter.kind = LETTER_CALENDAR;
	post.letter.head.from = "x@mail.example";
	post.about.address = false;
	*LIST_ADD(w->pool, &post.letter.calendar) =
		(struct letter_calendar){ .method = "COUNTER",
			.uid = s->uid,
			.attendee = "ana@example.org",
			.partstat = "TENTATIVE",
			.start = s->starts_at + DAY };
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COORDINATOR);
	g_assert_cmpuint(w->facts->proposals.n, ==, 0);
	g_assert_cmpint(
		session_attendee(s, 1)->partstat, ==, PARTSTAT_NEEDS_ACTION);
	g_assert_cmpint(fresh(w, MOMENT_CONFIRM_ADDRESS, 1), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_PROPOSAL, 2), ==, 0);

	*LIST_ADD(w->pool, &person(w, 1)->aliases) = "x@mail.example";
	post.about.address = true;
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_RSVP);
	g_assert_cmpuint(w->facts->proposals.n, ==, 1);
	world_free(w);
}

/* Thunderbird sends everybody's old lines along: only theirs counts. */
/* What others do with a reply, and we do not, or do otherwise: each is one mail
 * from participant 1 about a session whose answer so far is `before`. */
static void
test_what_others_get_wrong(void)
{
	static const struct {
		const char *what;
		struct letter_calendar line;
		enum disposition want;
		enum partstat after;
	} cases[] = {
		{ "no ORGANIZER, as from Exchange",
			{ .method = "REPLY",
				.attendee = "ana@example.org",
				.partstat = "DECLINED",
				.dtstamp = 500 },
			DISPOSITION_RSVP, PARTSTAT_DECLINED },
		{ "our ORGANIZER with a tag, in capitals",
			{ .method = "REPLY",
				.attendee = "ana@example.org",
				.organizer = "MENTORING+oabc@Example.ORG",
				.partstat = "DECLINED",
				.dtstamp = 500 },
			DISPOSITION_RSVP, PARTSTAT_DECLINED },
		{ "another ORGANIZER",
			{ .method = "REPLY",
				.attendee = "ana@example.org",
				.organizer = "boss@example.org",
				.partstat = "DECLINED",
				.dtstamp = 500 },
			DISPOSITION_IGNORED, PARTSTAT_ACCEPTED },
		{ "an older answer that comes late",
			{ .method = "REPLY",
				.attendee = "ana@example.org",
				.partstat = "DECLINED",
				.dtstamp = 50 },
			DISPOSITION_IGNORED, PARTSTAT_ACCEPTED },
		{ "an address of theirs in EMAIL alone",
			{ .method = "REPLY",
				.attendee = "urn:uuid:0001",
				.email = "ana@example.org",
				.partstat = "DECLINED",
				.dtstamp = 500 },
			DISPOSITION_RSVP, PARTSTAT_DECLINED },
		{ "answered by somebody for them",
			{ .method = "REPLY",
				.attendee = "x@mail.example",
				.sent_by = "ana@example.org",
				.partstat = "DECLINED",
				.dtstamp = 500 },
			DISPOSITION_RSVP, PARTSTAT_DECLINED },
		{ "delegated",
			{ .method = "REPLY",
				.attendee = "ana@example.org",
				.partstat = "DELEGATED",
				.dtstamp = 500 },
			DISPOSITION_RSVP, PARTSTAT_DECLINED },
		{ "an instance of what does not repeat",
			{ .method = "REPLY",
				.attendee = "ana@example.org",
				.recurrence_id = "20270107T100000Z",
				.partstat = "DECLINED",
				.dtstamp = 500 },
			DISPOSITION_IGNORED, PARTSTAT_ACCEPTED },
		{ "the partner's line",
			{ .method = "REPLY",
				.attendee = "bob@example.org",
				.partstat = "DECLINED",
				.dtstamp = 500 },
			DISPOSITION_IGNORED, PARTSTAT_ACCEPTED },
		{ "CANCEL from a guest",
			{ .method = "CANCEL",
				.attendee = "ana@example.org",
				.partstat = "NEEDS-ACTION",
				.dtstamp = 500 },
			DISPOSITION_RSVP, PARTSTAT_DECLINED },
		{ "ADD",
			{ .method = "ADD",
				.attendee = "ana@example.org",
				.partstat = "DECLINED",
				.dtstamp = 500 },
			DISPOSITION_IGNORED, PARTSTAT_ACCEPTED },
		{ "PUBLISH",
			{ .method = "PUBLISH",
				.attendee = "ana@example.org",
				.partstat = "DECLINED",
				.dtstamp = 500 },
			DISPOSITION_IGNORED, PARTSTAT_ACCEPTED },
		{ "DECLINECOUNTER",
			{ .method = "DECLINECOUNTER",
				.attendee = "ana@example.org",
				.partstat = "DECLINED",
				.dtstamp = 500 },
			DISPOSITION_IGNORED, PARTSTAT_ACCEPTED },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct world *w = world_new(2);

		start_all(w);
		struct session *s = w->facts->sessions.at[0];
		struct letter_calendar line = cases[i].line;
		struct post post = post_from(w, 1, NULL);

		session_attendee(s, 1)->partstat = PARTSTAT_ACCEPTED;
		session_attendee(s, 1)->reply_sequence = 0;
		session_attendee(s, 1)->reply_dtstamp = s->created_at + 100;
		line.uid = s->uid;
		line.dtstamp += s->created_at;
		post.letter.kind = LETTER_CALENDAR;
		*LIST_ADD(w->pool, &post.letter.calendar) = line;
		g_test_message("%s", cases[i].what);
		g_assert_cmpint(ends_as(w, &post), ==, cases[i].want);
		g_assert_cmpint(
			session_attendee(s, 1)->partstat, ==, cases[i].after);
		g_assert_cmpint(session_attendee(s, 2)->partstat, ==,
			PARTSTAT_NEEDS_ACTION);
		g_assert_cmpint(s->state, ==, SESSION_PLANNED);
		g_assert_cmpint(s->sequence, ==, 0);
		world_free(w);
	}
}

/* Their words are kept, cut to a length, and go to nobody. */
static void
test_comment_is_confidential(void)
{
	struct world *w = world_new(2);
	g_autofree char *longest = g_strnfill(5000, 'x');

	start_all(w);
	struct session *s = w->facts->sessions.at[0];
	struct post post = post_from(w, 1, NULL);
	post.letter.kind = LETTER_CALENDAR;
	*LIST_ADD(w->pool, &post.letter.calendar) =
		(struct letter_calendar){ .method = "REPLY",
			.uid = s->uid,
			.attendee = "ana@example.org",
			.partstat = "DECLINED",
			.comment = longest };
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_RSVP);
	g_assert_cmpuint(strlen(session_attendee(s, 1)->comment), ==, 2000);
	for (size_t i = 0; i < w->fresh.n; i++) {
		const struct fields *fields = w->fresh.at[i].fields;

		for (size_t k = 0; fields && k < fields->all.n; k++)
			g_assert_false(fields->all.at[k].text &&
				strstr(fields->all.at[k].text, "xx"));
	}
	world_free(w);
}

static void
test_many_lines(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct session *s = w->facts->sessions.at[0];
	struct post post = post_from(w, 1, NULL);
	struct letter_calendar line = { .method = "REPLY",
		.uid = s->uid,
		.attendee = "bob@example.org",
		.partstat = "DECLINED" };

	post.letter.kind = LETTER_CALENDAR;
	*LIST_ADD(w->pool, &post.letter.calendar) = line;
	line.attendee = "ana@example.org";
	line.partstat = "ACCEPTED";
	*LIST_ADD(w->pool, &post.letter.calendar) = line;
	line.uid = "somebody-elses@calendar";
	*LIST_ADD(w->pool, &post.letter.calendar) = line;
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_RSVP);
	g_assert_cmpint(
		session_attendee(s, 1)->partstat, ==, PARTSTAT_ACCEPTED);
	g_assert_cmpint(
		session_attendee(s, 2)->partstat, ==, PARTSTAT_NEEDS_ACTION);
	world_free(w);
}

static void
test_plain_reply(void)
{
	static const struct {
		enum command command;
		enum confidence confidence;
		enum disposition want;
		enum partstat after;
	} cases[] = {
		{ COMMAND_YES, CONFIDENCE_SURE, DISPOSITION_RSVP,
			PARTSTAT_ACCEPTED },
		{ COMMAND_NO, CONFIDENCE_LIKELY, DISPOSITION_RSVP,
			PARTSTAT_DECLINED },
		{ COMMAND_NO, CONFIDENCE_UNSURE, DISPOSITION_COORDINATOR,
			PARTSTAT_NEEDS_ACTION },
		{ COMMAND_NONE, CONFIDENCE_SURE, DISPOSITION_COORDINATOR,
			PARTSTAT_NEEDS_ACTION },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct world *w = world_new(2);

		start_all(w);
		struct session *s = w->facts->sessions.at[0];
		struct post post = post_from(w, 1, NULL);
		post.about.mail = 77;
		post.about.session = s->id;
		post.letter.command = cases[i].command;
		post.letter.confidence = cases[i].confidence;
		g_test_message("case %zu", i);
		g_assert_cmpint(ends_as(w, &post), ==, cases[i].want);
		g_assert_cmpint(
			session_attendee(s, 1)->partstat, ==, cases[i].after);
		g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==,
			cases[i].want == DISPOSITION_COORDINATOR);
		w->facts->now = s->starts_at + 1;
		g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COORDINATOR);
		world_free(w);
	}
}

static void
test_refresh_once_an_hour(void)
{
	static const struct rsvp refresh = { .method = "REFRESH",
		.attendee = "ana@example.org" };
	struct world *w = world_new(2);

	start_all(w);
	struct session *s = w->facts->sessions.at[0];
	int64_t dtstamp = s->dtstamp;
	answer(w, 1, &refresh);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, 1), ==, 1);
	g_assert_cmpuint(w->fresh.n, ==, 1);
	g_assert_cmpint(s->dtstamp, >, dtstamp);
	answer(w, 1, &refresh);
	g_assert_cmpuint(w->fresh.n, ==, 0);
	world_free(w);
}

static void
test_reply_to_cancelled(void)
{
	static const struct rsvp yes = { .method = "REPLY",
		.attendee = "bob@example.org",
		.partstat = "ACCEPTED" };
	struct world *w = world_new(2);

	start_all(w);
	command(w, 1, NULL, COMMAND_STOP);
	g_assert_cmpint(answer(w, 2, &yes), ==, DISPOSITION_IGNORED);
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
#define TEST(name) g_test_add_func("/decide/rsvp/" #name, test_##name)
	TEST(replies_in_order);
	TEST(clock_ahead);
	TEST(reply_identity);
	TEST(declined_by_another);
	TEST(proposed_by_another);
	TEST(what_others_get_wrong);
	TEST(comment_is_confidential);
	TEST(many_lines);
	TEST(plain_reply);
	TEST(refresh_once_an_hour);
	TEST(reply_to_cancelled);
	return g_test_run();
}
