/* Mails as people and machines write them: the layouts are those that mail
 * programs make, the words come from speech.c. */
#include "rehearse/reply.h"

#include <glib.h>
#include <string.h>

#include "base/clock.h"
#include "program/words.h"

/* "Thu, 14 Jan 2027 17:00:00 +0000" (RFC 5322 3.3). */
static char *
mail_date(struct pool *pool, int64_t at)
{
	static const char days[] = "MonTueWedThuFriSatSun";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct civil c = civil_of(zone_find("UTC"), at);

	return pool_printf(pool, "%.3s, %d %.3s %d %02d:%02d:%02d +0000",
		days + 3 * c.weekday, c.day, months + 3 * (c.month - 1), c.year,
		c.hour, c.minute, c.second);
}

/* The header of an answer, up to and with the fields of a plain text. */
static char *
head(struct pool *pool, const struct writer *writer, const char *to,
	const struct post *post, const char *extra, const char *type,
	int64_t at, int64_t id)
{
	return pool_printf(pool,
		"From: \"%s\" <%s>\n"
		"To: <%s>\n"
		"Subject: %s%s\n"
		"Date: %s\n"
		"Message-ID: <rehearsal.%d@%s>\n"
		"In-Reply-To: <%s>\n"
		"References: <%s>\n"
		"%s"
		"MIME-Version: 1.0\n"
		"Content-Type: %s\n"
		"Content-Transfer-Encoding: 8bit\n\n",
		writer->name, writer->address, to,
		language_is_german(writer->language) ? "AW: " : "Re: ",
		post->subject, mail_date(pool, at), (int)id,
		strchr(writer->address, '@') + 1, post->message_id,
		post->message_id, extra, type);
}

static char *
text_head(struct pool *pool, const struct writer *writer,
	const struct post *post, int64_t at, int64_t id)
{
	return head(pool, writer, post->reply_to, post, "",
		"text/plain; charset=utf-8", at, id);
}

static void
attribution(GString *out, const struct writer *writer, const struct post *post)
{
	if (language_is_german(writer->language))
		g_string_append_printf(
			out, "Am %s schrieb %s:\n", post->date, post->from);
	else
		g_string_append_printf(
			out, "On %s, %s wrote:\n", post->date, post->from);
}

static void
header_block(GString *out, const struct writer *writer, const struct post *post)
{
	if (language_is_german(writer->language))
		g_string_append_printf(out,
			"Von: <%s>\nGesendet: %s\nAn: <%s>\nBetreff: %s\n\n",
			post->from, post->date, post->to, post->subject);
	else
		g_string_append_printf(out,
			"From: <%s>\nSent: %s\nTo: <%s>\nSubject: %s\n\n",
			post->from, post->date, post->to, post->subject);
}

/* What was said to the question that stands in this line, or NULL. */
static const struct words_said *
said_to(const struct words_said_list *said, const char *line)
{
	for (size_t i = 0; said && i < said->n; i++)
		if (!strcmp(said->at[i].line, line))
			return &said->at[i];
	return NULL;
}

/* The original with "> ", and behind a question its answer. */
static void
quote(GString *out, const struct post *post, const struct words_said_list *said)
{
	g_auto(GStrv) lines = g_strsplit(post->text, "\n", -1);

	for (char **line = lines; *line; line++) {
		const struct words_said *words = said_to(said, *line);

		g_string_append_printf(
			out, ">%s%s\n", **line ? " " : "", *line);
		if (words)
			g_string_append_printf(out, "\n%s\n\n", words->answer);
	}
}

static void
say(GString *out, const struct words_said_list *said, bool numbered)
{
	for (size_t i = 0; i < said->n; i++)
		if (numbered)
			g_string_append_printf(out, "%d. %s\n",
				said->at[i].number, said->at[i].answer);
		else
			g_string_append_printf(
				out, "%s\n\n", said->at[i].answer);
}

static void
sign(GString *out, const struct writer *writer)
{
	g_string_append_printf(out, "\n%s\n%s\n\n",
		language_is_german(writer->language) ? "Viele Grüße"
						     : "Best wishes",
		writer->name);
}

char *
reply_answers(struct pool *pool, const struct writer *writer,
	const struct post *post, const struct words_said_list *said, int64_t at,
	int64_t id)
{
	g_autoptr(GString) out =
		g_string_new(text_head(pool, writer, post, at, id));

	switch (writer->style) {
	case STYLE_TOP:
		say(out, said, true);
		sign(out, writer);
		attribution(out, writer, post);
		quote(out, post, NULL);
		break;
	case STYLE_INLINE:
		attribution(out, writer, post);
		quote(out, post, said);
		break;
	case STYLE_BOTTOM:
		attribution(out, writer, post);
		quote(out, post, NULL);
		g_string_append_c(out, '\n');
		say(out, said, true);
		break;
	case STYLE_HEADERS:
		say(out, said, true);
		sign(out, writer);
		header_block(out, writer, post);
		g_string_append(out, post->text);
		break;
	case STYLE_BARE:
		say(out, said, false);
		break;
	case STYLE_COUNT:
		break;
	}
	return pool_strdup(pool, out->str);
}

char *
reply_line(struct pool *pool, const struct writer *writer,
	const struct post *post, const char *line, int64_t at, int64_t id)
{
	g_autoptr(GString) out =
		g_string_new(text_head(pool, writer, post, at, id));

	g_string_append_printf(out, "%s\n", line);
	sign(out, writer);
	attribution(out, writer, post);
	quote(out, post, NULL);
	return pool_strdup(pool, out->str);
}

/* "20270114T170000Z" */
static char *
calendar_time(struct pool *pool, int64_t at)
{
	struct civil c = civil_of(zone_find("UTC"), at);

	return pool_printf(pool, "%04d%02d%02dT%02d%02d%02dZ", c.year, c.month,
		c.day, c.hour, c.minute, c.second);
}

/* start, end: whole content lines; NULL: as they stand in the invitation. */
static char *
calendar_reply(struct pool *pool, const struct writer *writer,
	const struct post *post, const char *method, const char *partstat,
	const char *new_start, const char *new_end, int64_t at, int64_t id)
{
	const char *uid = post_calendar_value(pool, post, "UID", NULL);
	const char *sequence =
		post_calendar_value(pool, post, "SEQUENCE", NULL);
	const char *organizer = NULL, *start = NULL, *end = NULL;

	post_calendar_value(pool, post, "ORGANIZER", &organizer);
	post_calendar_value(pool, post, "DTSTART", &start);
	post_calendar_value(pool, post, "DTEND", &end);
	if (!uid || !sequence || !organizer || !start || !end)
		return NULL;
	const char *mailbox = strstr(organizer, "mailto:");
	return pool_printf(pool,
		"%sBEGIN:VCALENDAR\r\nPRODID:-//Rehearsal//EN\r\n"
		"VERSION:2.0\r\nMETHOD:%s\r\nBEGIN:VEVENT\r\nUID:%s\r\n"
		"SEQUENCE:%s\r\nDTSTAMP:%s\r\n%s\r\n%s\r\n%s\r\n"
		"ATTENDEE;PARTSTAT=%s;CN=\"%s\":mailto:%s\r\n"
		"END:VEVENT\r\nEND:VCALENDAR\r\n",
		head(pool, writer, mailbox ? mailbox + 7 : post->from, post, "",
			pool_printf(pool,
				"text/calendar; charset=utf-8; method=%s",
				method),
			at, id),
		method, uid, sequence, calendar_time(pool, at),
		new_start ? new_start : start, new_end ? new_end : end,
		organizer, partstat, writer->name, writer->address);
}

char *
reply_rsvp(struct pool *pool, const struct writer *writer,
	const struct post *post, const char *partstat, int64_t at, int64_t id)
{
	return calendar_reply(
		pool, writer, post, "REPLY", partstat, NULL, NULL, at, id);
}

char *
reply_counter(struct pool *pool, const struct writer *writer,
	const struct post *post, int64_t start, int64_t end, int64_t at,
	int64_t id)
{
	return calendar_reply(pool, writer, post, "COUNTER", "TENTATIVE",
		pool_printf(pool, "DTSTART:%s", calendar_time(pool, start)),
		pool_printf(pool, "DTEND:%s", calendar_time(pool, end)), at,
		id);
}

char *
reply_away(struct pool *pool, const struct writer *writer,
	const struct post *post, int64_t back, int64_t at, int64_t id)
{
	struct civil c = civil_of(zone_find("UTC"), back);
	const char *body = language_is_german(writer->language)
		? pool_printf(pool,
			  "Ich bin bis %02d.%02d.%d nicht im Büro und lese "
			  "meine Mails nicht.\n",
			  c.day, c.month, c.year)
		: pool_printf(pool,
			  "I am out of the office until %04d-%02d-%02d and do "
			  "not read my mail.\n",
			  c.year, c.month, c.day);

	return pool_printf(pool, "%s%s",
		head(pool, writer, post->envelope, post,
			"Auto-Submitted: auto-replied\n",
			"text/plain; charset=utf-8", at, id),
		body);
}

char *
reply_bounce(struct pool *pool, const struct writer *writer,
	const struct post *post, int64_t at, int64_t id)
{
	const char *domain = strchr(writer->address, '@') + 1;

	return pool_printf(pool,
		"Return-Path: <>\n"
		"From: Mail Delivery System <MAILER-DAEMON@%s>\n"
		"To: <%s>\n"
		"Subject: Undelivered Mail Returned to Sender\n"
		"Date: %s\n"
		"Message-ID: <rehearsal.%d@%s>\n"
		"Auto-Submitted: auto-replied\n"
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/report; "
		"report-type=delivery-status; boundary=\"cut\"\n\n"
		"--cut\nContent-Type: text/plain\n\n"
		"Your message could not be delivered.\n"
		"<%s>: user unknown\n\n"
		"--cut\nContent-Type: message/delivery-status\n\n"
		"Reporting-MTA: dns; %s\n\n"
		"Final-Recipient: rfc822; %s\n"
		"Action: failed\nStatus: 5.1.1\n"
		"Diagnostic-Code: smtp; 550 5.1.1 user unknown\n\n"
		"--cut\nContent-Type: text/rfc822-headers\n\n"
		"Message-ID: <%s>\nSubject: %s\n\n--cut--\n",
		domain, post->envelope, mail_date(pool, at), (int)id, domain,
		writer->address, domain, writer->address, post->message_id,
		post->subject);
}
