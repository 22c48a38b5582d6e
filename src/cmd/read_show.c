/* A letter as JSON for scripts, and for a person who wonders why. */
#include <glib.h>
#include <string.h>

#include "base/table.h"
#include "base/text.h"
#include "base/zone.h"
#include "cmd/read.h"

/* --- JSON --- */

static void
json_field(struct pool *pool, GString *out, const char *name, const char *text)
{
	g_string_append_printf(out, "%s\"%s\":%s",
		out->len && !strchr("{[", out->str[out->len - 1]) ? "," : "",
		name, text ? json_string(pool, text) : "null");
}

static void
json_answers(struct pool *pool, GString *out, const struct letter *letter)
{
	g_string_append(out, ",\"answers\":{");
	for (size_t i = 0; i < letter->answers.n; i++) {
		const struct letter_answer *answer = &letter->answers.at[i];

		g_string_append_printf(out, "%s\"%d\":%s", i ? "," : "",
			answer->number,
			json_string(pool,
				answer->value ? answer->value : answer->raw));
	}
	g_string_append_c(out, '}');
}

static void
json_bounce(struct pool *pool, GString *out, const struct letter *letter)
{
	g_string_append(out, ",\"bounce\":{");
	json_field(
		pool, out, "action", bounce_action_name(letter->bounce.action));
	json_field(pool, out, "status", letter->bounce.status);
	json_field(pool, out, "recipient", letter->bounce.recipient);
	g_string_append_c(out, '}');
}

static char *
day_text(struct pool *pool, int64_t days)
{
	struct civil c = civil_from_days(days);

	return pool_printf(pool, "%04d-%02d-%02d", c.year, c.month, c.day);
}

static void
json_auto_reply(struct pool *pool, GString *out, const struct letter *letter)
{
	json_field(
		pool, out, "auto_reply", auto_reply_name(letter->auto_reply));
	if (letter->until)
		json_field(pool, out, "until", day_text(pool, letter->until));
}

static char *
ical_time(struct pool *pool, int64_t utc)
{
	int64_t day = utc / 86400, rest = utc % 86400;

	if (!utc)
		return NULL;
	if (rest < 0) {
		rest += 86400;
		day--;
	}
	struct civil c = civil_from_days(day);
	return pool_printf(pool, "%04d%02d%02dT%02d%02d%02dZ", c.year, c.month,
		c.day, (int)(rest / 3600), (int)(rest / 60 % 60),
		(int)(rest % 60));
}

/* What a proposal or somebody else's meeting says of itself. */
static void
json_when(struct pool *pool, GString *out, const struct letter_calendar *c)
{
	if (c->organizer)
		json_field(pool, out, "organizer", c->organizer);
	if (c->place)
		json_field(pool, out, "place", c->place);
	if (c->start)
		json_field(pool, out, "start", ical_time(pool, c->start));
	if (c->end)
		json_field(pool, out, "end", ical_time(pool, c->end));
	if (c->floating)
		g_string_append(out, ",\"floating\":true");
	if (c->weeks)
		g_string_append_printf(out, ",\"weeks\":%d", c->weeks);
	if (c->count)
		g_string_append_printf(out, ",\"count\":%d", c->count);
	if (c->until)
		json_field(pool, out, "until", ical_time(pool, c->until));
}

static void
json_calendar(struct pool *pool, GString *out, const struct letter *letter)
{
	g_string_append(out, ",\"calendar\":[");
	for (size_t i = 0; i < letter->calendar.n; i++) {
		const struct letter_calendar *c = &letter->calendar.at[i];

		g_string_append(out, i ? ",{" : "{");
		json_field(pool, out, "method", c->method);
		json_field(pool, out, "uid", c->uid);
		g_string_append_printf(
			out, ",\"sequence\":%" G_GINT64_FORMAT, c->sequence);
		json_field(pool, out, "dtstamp", ical_time(pool, c->dtstamp));
		json_field(pool, out, "recurrence_id", c->recurrence_id);
		json_field(pool, out, "attendee", c->attendee);
		json_field(pool, out, "partstat", c->partstat);
		json_field(pool, out, "comment", c->comment);
		json_when(pool, out, c);
		g_string_append_c(out, '}');
	}
	g_string_append_c(out, ']');
}

/* Times that were proposed in words. */
static void
json_times(struct pool *pool, GString *out, const struct letter *letter)
{
	g_string_append(out, ",\"times\":[");
	for (size_t i = 0; i < letter->times.n; i++) {
		const struct letter_time *t = &letter->times.at[i];

		g_string_append(out, i ? ",{" : "{");
		json_field(pool, out, "from", ical_time(pool, t->from));
		json_field(pool, out, "till", ical_time(pool, t->till));
		g_string_append_printf(out, ",\"whole_day\":%s",
			t->whole_day ? "true" : "false");
		json_field(pool, out, "confidence",
			confidence_name(t->confidence));
		g_string_append_c(out, '}');
	}
	g_string_append_c(out, ']');
}

char *
read_json(struct pool *pool, const char *mail, const struct letter *letter)
{
	g_autoptr(GString) out = g_string_new("{");

	json_field(pool, out, "mail", mail);
	json_field(pool, out, "kind", letter_kind_name(letter->kind));
	json_field(pool, out, "text", letter->text);
	json_field(
		pool, out, "confidence", confidence_name(letter->confidence));
	if (letter->fault)
		json_field(pool, out, "fault", letter->fault);
	if (letter->command != COMMAND_NONE)
		json_field(pool, out, "command", command_name(letter->command));
	if (letter->answers.n)
		json_answers(pool, out, letter);
	if (letter->times.n)
		json_times(pool, out, letter);
	if (letter->kind == LETTER_BOUNCE)
		json_bounce(pool, out, letter);
	if (letter->kind == LETTER_AUTO_REPLY)
		json_auto_reply(pool, out, letter);
	if (letter->calendar.n)
		json_calendar(pool, out, letter);
	if (letter->calendar_why)
		json_field(pool, out, "calendar_why", letter->calendar_why);
	g_string_append_c(out, '}');
	return pool_strdup(pool, out->str);
}

/* --- for a person --- */

struct sheet {
	struct pool *pool;
	GString *out;
	bool colour;
};

static void
put(struct sheet *sheet, const char *name, const char *value)
{
	if (value && *value)
		g_string_append_printf(sheet->out, "%s%-12s%s %s\n",
			sheet->colour ? "\033[1m" : "", name,
			sheet->colour ? "\033[0m" : "",
			text_one_line(sheet->pool, value));
}

static void
put_head(struct sheet *sheet, const struct letter_head *head)
{
	put(sheet, "From", head->from);
	put(sheet, "Subject", head->subject);
	put(sheet, "Auth", head->auth_why);
	if (head->automatic)
		put(sheet, "Header", "says it was sent by a machine");
}

static const char *
reason_colour(enum line_reason reason)
{
	switch (reason) {
	case LINE_KEPT:
		return "\033[32m";
	case LINE_QUOTE:
		return "\033[2m";
	case LINE_ATTRIBUTION:
		return "\033[36m";
	case LINE_SIGNATURE:
		return "\033[35m";
	case LINE_BLANK:
		return "";
	}
	return "";
}

static void
put_lines(struct sheet *sheet, const struct letter *letter)
{
	for (size_t i = 0; i < letter->lines.n; i++) {
		const struct letter_line *line = &letter->lines.at[i];

		if (line->reason == LINE_BLANK) {
			g_string_append_c(sheet->out, '\n');
			continue;
		}
		g_string_append_printf(sheet->out, "%s%-12s %s%s\n",
			sheet->colour ? reason_colour(line->reason) : "",
			line_reason_name(line->reason),
			text_one_line(sheet->pool, line->text),
			sheet->colour ? "\033[0m" : "");
	}
}

static void
put_answers(struct sheet *sheet, const struct letter *letter)
{
	for (size_t i = 0; i < letter->answers.n; i++) {
		const struct letter_answer *answer = &letter->answers.at[i];
		char *name =
			pool_printf(sheet->pool, "Answer %d", answer->number);

		/* "" is an answer too: none of the times that were offered */
		put(sheet, name,
			pool_printf(sheet->pool, "%s (%s)",
				!answer->value           ? answer->raw
					: *answer->value ? answer->value
							 : "none",
				confidence_name(answer->confidence)));
	}
	if (letter->command != COMMAND_NONE)
		put(sheet, "Command", command_name(letter->command));
}

static const char *
clock_text(struct pool *pool, int64_t utc)
{
	struct civil c = civil_from_days(utc / 86400);

	return pool_printf(pool, "%04d-%02d-%02d %02d:%02d", c.year, c.month,
		c.day, (int)(utc % 86400 / 3600), (int)(utc % 3600 / 60));
}

/* What is missing to be sure of it. */
static const char *
time_reason(const struct letter_time *time)
{
	switch (time->confidence) {
	case CONFIDENCE_SURE:
		return "day and hour were named";
	case CONFIDENCE_LIKELY:
		return time->till ? "a part of a day"
				  : "day or hour is that of the meeting";
	case CONFIDENCE_UNSURE:
		return "it can be read in two ways";
	}
	return "";
}

static void
put_times(struct sheet *sheet, const struct letter *letter)
{
	for (size_t i = 0; i < letter->times.n; i++) {
		const struct letter_time *t = &letter->times.at[i];

		put(sheet, "Time",
			pool_printf(sheet->pool, "%s%s%s UTC%s (%s: %s)",
				clock_text(sheet->pool, t->from),
				t->till ? " to " : "",
				t->till ? clock_text(sheet->pool, t->till) : "",
				t->whole_day ? ", the whole day" : "",
				confidence_name(t->confidence),
				t->whole_day ? "any hour of that day"
					     : time_reason(t)));
	}
}

static void
put_meaning(struct sheet *sheet, const struct letter *letter)
{
	if (letter->kind == LETTER_BOUNCE)
		put(sheet, "Bounce",
			pool_printf(sheet->pool, "%s %s %s",
				bounce_action_name(letter->bounce.action),
				letter->bounce.status ? letter->bounce.status
						      : "",
				letter->bounce.recipient
					? letter->bounce.recipient
					: ""));
	if (letter->kind == LETTER_AUTO_REPLY)
		put(sheet, "Automatic",
			pool_printf(sheet->pool, "%s%s%s",
				auto_reply_name(letter->auto_reply),
				letter->until ? ", until " : "",
				letter->until
					? day_text(sheet->pool, letter->until)
					: ""));
	for (size_t i = 0; i < letter->calendar.n; i++) {
		const struct letter_calendar *c = &letter->calendar.at[i];

		put(sheet, "Calendar",
			pool_printf(sheet->pool, "%s %s %s", c->method,
				c->attendee ? c->attendee : "",
				c->partstat ? c->partstat : ""));
	}
	put(sheet, "Calendar", letter->calendar_why);
}

char *
read_show(struct pool *pool, const char *mail, const struct letter *letter,
	bool colour)
{
	g_autoptr(GString) out = g_string_new(NULL);
	struct sheet sheet = { pool, out, colour };

	put(&sheet, "Mail", mail);
	put_head(&sheet, &letter->head);
	put(&sheet, "Kind", letter_kind_name(letter->kind));
	put(&sheet, "Confidence", confidence_name(letter->confidence));
	put(&sheet, "Fault", letter->fault);
	put_meaning(&sheet, letter);
	put_answers(&sheet, letter);
	put_times(&sheet, letter);
	g_string_append_c(out, '\n');
	put_lines(&sheet, letter);
	return pool_strdup(pool, out->str);
}
