/* Answers of ours: a proposal that is refused, and our yes to a meeting that
 * somebody else organizes. */
#include "calendar.h"

static struct invite
refusal(struct season *s)
{
	struct invite invite = calendar_invite(s, INVITE_DECLINE_COUNTER);

	invite.proposal = s->proposal;
	invite.only = s->bjoern->id;
	return invite;
}

/* RFC 5546 3.2.8: the SEQUENCE that they answered, the time that stays, and
 * nobody but them. */
static void
test_refusal(void)
{
	struct season *s = season_new();
	struct invite invite = refusal(s);

	s->session->sequence = 4;
	s->session->dtstamp = NOW + 3;
	s->proposal->sequence = 2;
	char *text = calendar_print(s, &invite);
	g_assert_true(calendar_has(text, "METHOD:DECLINECOUNTER"));
	g_assert_true(calendar_has(text, "SEQUENCE:2"));
	g_assert_true(calendar_has(text, "DTSTAMP:20270113T090003Z"));
	g_assert_true(
		calendar_has(text, "UID:session-1-7f1c2d54@circle.example"));
	g_assert_true(calendar_has(
		text, "DTSTART;TZID=Europe/Berlin:20270114T170000"));
	g_assert_cmpint(calendar_properties(text, "ATTENDEE"), ==, 1);
	g_assert_nonnull(strstr(text, "bjoern@"));
	g_assert_null(strstr(text, "ana@"));
	g_assert_cmpint(calendar_properties(text, "COMMENT"), ==, 0);
	season_free(s);
}

static void
test_refusal_in_series(void)
{
	struct season *s = season_new();

	season_series(s);
	struct invite invite = refusal(s);
	char *text = calendar_print(s, &invite);
	g_assert_true(calendar_has(
		text, "RECURRENCE-ID;TZID=Europe/Berlin:20270114T170000"));
	g_assert_false(calendar_repeats(text));
	invite.master = true;
	calendar_refused(s, &invite);
	invite = refusal(s);
	invite.only = 0;
	calendar_refused(s, &invite);
	season_free(s);
}

static const struct letter_calendar theirs = { .method = "REQUEST",
	.uid = "040000008200E00074C5B7101A82E0080000000010, \\;x",
	.sequence = 3,
	.organizer = "Ana.Lima@example.org" };

static char *
answer(struct season *s, const struct letter_calendar *to)
{
	struct invite invite = calendar_invite(s, INVITE_REPLY);
	struct err err = { 0 };
	char *text = NULL;

	invite.organizer = to->organizer;
	invite.guest = "mentoring+o1@circle.example";
	invite.theirs = to;
	g_assert_true(invite_print(
		s->pool, &s->program, &s->facts, &invite, &text, &err));
	calendar_bytes(text);
	icalcomponent *object = icalcomponent_new_from_string(text);
	g_assert_true(icalrestriction_check(object));
	g_assert_cmpint(icalcomponent_count_errors(object), ==, 0);
	icalcomponent_free(object);
	return text;
}

/* RFC 5546 3.2.3: what is theirs is said as they said it; we are the one
 * ATTENDEE; of the others nothing is said. */
static void
test_answer(void)
{
	struct season *s = season_new();

	s->session->organizer = s->ana->id;
	char *text = answer(s, &theirs);
	g_assert_true(calendar_has(text, "METHOD:REPLY"));
	g_assert_true(calendar_has(text,
		"UID:040000008200E00074C5B7101A82E0080000000010\\, \\\\\\;x"));
	g_assert_true(calendar_has(text, "SEQUENCE:3"));
	g_assert_true(calendar_has(text, "DTSTAMP:20270113T090000Z"));
	g_assert_true(calendar_has(text, "DTSTART:20270114T160000Z"));
	g_assert_true(calendar_has(text,
		"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;"
		"PARTSTAT=ACCEPTED;CN=\"Peer Circle Zürich\":mailto:"
		"mentoring+o1@circle.example"));
	g_assert_nonnull(strstr(text, ":mailto:Ana.Lima@example.org"));
	g_assert_cmpint(calendar_properties(text, "ATTENDEE"), ==, 1);
	g_assert_cmpint(calendar_properties(text, "ORGANIZER"), ==, 1);
	g_assert_cmpint(calendar_properties(text, "BEGIN"), ==, 2);
	g_assert_cmpint(calendar_properties(text, "RECURRENCE-ID"), ==, 0);
	season_free(s);
}

static void
test_answer_to_one(void)
{
	static const struct {
		const char *id, *line;
	} rows[] = {
		{ "20270114T160000Z", "RECURRENCE-ID:20270114T160000Z" },
		{ "20270114T170000", "RECURRENCE-ID:20270114T170000" },
		{ "20270114", "RECURRENCE-ID;VALUE=DATE:20270114" },
	};
	struct season *s = season_new();
	struct letter_calendar to = theirs;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		to.recurrence_id = rows[i].id;
		g_assert_true(calendar_has(answer(s, &to), rows[i].line));
	}
	season_free(s);
}

/* A session without their letter at hand is answered as it is kept. */
static void
test_answer_later(void)
{
	struct season *s = season_new();
	struct invite invite = calendar_invite(s, INVITE_REPLY);

	invite.organizer = "ana@example.org";
	invite.guest = "mentoring@circle.example";
	s->session->sequence = 2;
	struct err err = { 0 };
	char *text = NULL;
	g_assert_true(invite_print(
		s->pool, &s->program, &s->facts, &invite, &text, &err));
	g_assert_true(calendar_has(text, "SEQUENCE:2"));
	g_assert_true(
		calendar_has(text, "UID:session-1-7f1c2d54@circle.example"));
	season_free(s);
}

/* What arrived by mail cannot put a line of its own into our answer. */
static void
test_hostile(void)
{
	struct season *s = season_new();
	struct invite invite = calendar_invite(s, INVITE_REPLY);
	struct letter_calendar to = theirs;
	g_autofree char *huge = g_strnfill(5000, 'u');

	invite.organizer = to.organizer;
	invite.guest = "mentoring@circle.example";
	invite.theirs = &to;
	to.uid = "a\r\nATTENDEE:mailto:x@y.example";
	calendar_refused(s, &invite);
	to.uid = huge;
	calendar_refused(s, &invite);
	to.uid = "";
	calendar_refused(s, &invite);
	to.uid = NULL;
	calendar_refused(s, &invite);
	to = theirs;
	to.recurrence_id = "20270114T1\r\nX:1";
	calendar_refused(s, &invite);
	to.recurrence_id = "2027";
	calendar_refused(s, &invite);
	to = theirs;
	invite.organizer = "ana@example.org\r\nX:1";
	calendar_refused(s, &invite);
	invite.organizer = to.organizer;
	invite.guest = "a b@c";
	calendar_refused(s, &invite);
	season_free(s);
}

/* Where the program forbids other times, calendars do not offer them. */
static void
test_no_proposals(void)
{
	struct season *s = season_new();
	struct invite invite = calendar_invite(s, INVITE_REQUEST);

	g_assert_true(calendar_has(calendar_print(s, &invite),
		"X-MICROSOFT-DISALLOW-COUNTER:FALSE"));
	s->program.sessions.proposals = false;
	g_assert_true(calendar_has(calendar_print(s, &invite),
		"X-MICROSOFT-DISALLOW-COUNTER:TRUE"));
	season_free(s);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	icalerror_set_errors_are_fatal(0);
	g_test_add_func("/invite-answers/refusal", test_refusal);
	g_test_add_func(
		"/invite-answers/refusal-in-series", test_refusal_in_series);
	g_test_add_func("/invite-answers/answer", test_answer);
	g_test_add_func("/invite-answers/answer-to-one", test_answer_to_one);
	g_test_add_func("/invite-answers/answer-later", test_answer_later);
	g_test_add_func("/invite-answers/hostile", test_hostile);
	g_test_add_func("/invite-answers/no-proposals", test_no_proposals);
	return g_test_run();
}
