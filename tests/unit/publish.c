/* All sessions as a calendar for who only looks: its bytes, what it leaves out,
 * and beside which digest it goes. */
#include "composed.h"

#include <libical/ical.h>

#include "write/publish.h"

static char *
published(struct season *s, int64_t match, int64_t since)
{
	return calendar_publish(s->pool, &s->program, &s->facts, match, since);
}

static bool
has_line(const char *text, const char *line)
{
	g_autofree char *whole = g_strdup_printf("\r\n%s\r\n", line);

	if (text && strstr(text, whole))
		return true;
	g_test_message("no %s in\n%s", line, text ? text : "nothing");
	return false;
}

static void
test_object(void)
{
	struct season *s = season_new();

	s->session->place = "Room 5; upstairs, left";
	s->session->sequence = 4;
	s->session->attendees.at[0].comment = "my secret reason";
	char *text = published(s, 0, 0);
	g_assert_true(g_str_has_prefix(text, "BEGIN:VCALENDAR\r\n"));
	g_assert_true(has_line(text, "METHOD:PUBLISH"));
	g_assert_true(has_line(text, "DTSTART:20270114T160000Z"));
	g_assert_true(has_line(text, "DTEND:20270114T170000Z"));
	g_assert_true(has_line(text, "SEQUENCE:4"));
	g_assert_true(has_line(text, "STATUS:CONFIRMED"));
	g_assert_true(
		has_line(text, "SUMMARY:Ana Lima + Bj\303\266rn \303\230re"));
	g_assert_true(has_line(text, "LOCATION:Room 5\\; upstairs\\, left"));
	/* nobody is invited by it, nothing of what they said is in it, and it
	 * is not the event that they have */
	g_assert_null(strstr(text, "ATTENDEE"));
	g_assert_null(strstr(text, "secret"));
	g_assert_null(strstr(text, "PARTSTAT"));
	g_assert_null(strstr(text, s->ana->email));
	g_assert_null(strstr(text, s->session->uid));
	icalcomponent *object = icalcomponent_new_from_string(text);
	g_assert_nonnull(object);
	g_assert_true(icalrestriction_check(object));
	g_assert_cmpint(icalcomponent_count_errors(object), ==, 0);
	icalcomponent_free(object);
	season_free(s);
}

static void
test_which(void)
{
	struct season *s = season_new();
	int64_t end = s->session->starts_at + s->session->minutes * 60;

	g_assert_nonnull(published(s, s->session->match, 0));
	g_assert_null(published(s, s->session->match + 1, 0));
	g_assert_nonnull(published(s, 0, end - 1));
	g_assert_null(published(s, 0, end));
	s->session->state = SESSION_CANCELLED;
	g_assert_true(has_line(published(s, 0, 0), "STATUS:CANCELLED"));
	season_free(s);
}

/* In the order of their time, one event each. */
static void
test_order(void)
{
	struct season *s = season_new();
	struct session *early = POOL_NEW(s->pool, struct session);

	*early = *s->session;
	early->id = s->session->id + 1;
	early->starts_at -= DAY;
	*LIST_ADD(s->pool, &s->facts.sessions) = early;
	char *text = published(s, 0, 0);
	const char *first = strstr(text, "DTSTART:20270113");
	const char *second = strstr(text, "DTSTART:20270114");
	g_assert_nonnull(first);
	g_assert_nonnull(second);
	g_assert_true(first < second);
	icalcomponent *object = icalcomponent_new_from_string(text);
	g_assert_cmpint(
		icalcomponent_count_components(object, ICAL_VEVENT_COMPONENT),
		==, 2);
	g_assert_true(icalrestriction_check(object));
	icalcomponent_free(object);
	season_free(s);
}

/* ---- beside the digest --------------------------------------------------- */

static const char *
attached(struct season *s, const struct mail_request *request)
{
	struct mail *mail = made(s, request);
	char *type, *text = part_of(s, mail, 4, &type);

	g_assert_null(strstr(mail->bytes, "Content-Class"));
	if (!text)
		return NULL;
	g_assert_cmpstr(type, ==, "text/calendar");
	g_assert_nonnull(
		strstr(mail->bytes, "Content-Disposition: attachment"));
	g_assert_nonnull(strstr(mail->bytes, "sessions.ics"));
	return text;
}

static void
test_digest(void)
{
	struct season *s = season_new();
	struct mail_request request = usual_request(s, MOMENT_DIGEST);
	struct coordinator *coordinator = &s->program.coordinators.at[0];

	g_assert_null(attached(s, &request));
	coordinator->calendar = true;
	const char *text = attached(s, &request);
	g_assert_cmpstr(text, ==, published(s, 0, s->facts.now - 7 * DAY));
	/* from the week before on */
	s->session->starts_at = s->facts.now - 8 * DAY;
	g_assert_null(attached(s, &request));
	/* other mails to them stay as they are */
	s->session->starts_at = s->facts.now + DAY;
	struct mail_request silence = usual_request(s, MOMENT_SILENCE);
	g_assert_null(attached(s, &silence));
	season_free(s);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/publish/object", test_object);
	g_test_add_func("/publish/which", test_which);
	g_test_add_func("/publish/order", test_order);
	g_test_add_func("/publish/digest", test_digest);
	return g_test_run();
}
