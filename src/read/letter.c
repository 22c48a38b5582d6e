/* The order in which a mail is understood: header, kind, text, answers. */
#include <glib.h>
#include <string.h>

#include "base/text.h"
#include "read/answer.h"
#include "read/charset.h"
#include "read/header.h"
#include "read/itip.h"
#include "read/kind.h"
#include "read/mime.h"
#include "read/quote.h"
#include "read/read.h"
#include "read/tail.h"
#include "read/times.h"
#include "read/trace.h"

#define RECIPIENTS_MOST 50
#define REFERENCES_MOST 50
#define TEXT_MOST       (1u << 20)

/* --- the head --- */

static const char *
first_address(struct pool *pool, const struct header_list *fields,
	const char *name, const char **display)
{
	const char *value = header_first(fields, name);
	struct mailbox_list boxes = header_mailboxes(pool, value, 1, NULL);

	if (display)
		*display = boxes.n ? boxes.at[0].name : NULL;
	return boxes.n ? boxes.at[0].address : NULL;
}

/* Exactly one mailbox in exactly one From field, or none at all. */
static void
read_from(struct pool *pool, const struct header_list *fields,
	struct letter_head *head)
{
	bool faulty = false;
	struct mailbox_list boxes = header_mailboxes(
		pool, header_first(fields, "From"), 2, &faulty);

	if (header_count(fields, "From") == 1 && boxes.n == 1 && !faulty) {
		head->from = boxes.at[0].address;
		head->from_name = boxes.at[0].name;
	}
}

static void
read_recipients(struct pool *pool, const struct header_list *fields,
	struct letter_head *head)
{
	static const char *const names[] = { "Delivered-To", "X-Original-To",
		"Envelope-To", "To", "Cc" };

	for (size_t k = 0; k < G_N_ELEMENTS(names); k++)
		for (size_t i = 0; i < fields->n; i++) {
			if (g_ascii_strcasecmp(fields->at[i].name, names[k]))
				continue;
			struct mailbox_list boxes = header_mailboxes(pool,
				fields->at[i].value, RECIPIENTS_MOST, NULL);
			for (size_t b = 0; b < boxes.n &&
				head->recipients.n < RECIPIENTS_MOST;
				b++)
				*LIST_ADD(pool, &head->recipients) =
					boxes.at[b].address;
		}
}

static void
read_ids(struct pool *pool, const struct header_list *fields,
	struct letter_head *head)
{
	struct text_list own = { 0 };

	header_ids(pool, header_first(fields, "Message-ID"), 1, &own);
	head->message_id = own.n ? own.at[0] : NULL;
	header_ids(pool, header_first(fields, "In-Reply-To"), 3,
		&head->references);
	header_ids(pool, header_first(fields, "References"), REFERENCES_MOST,
		&head->references);
}

/* Came through a list (RFC 2919, RFC 2369), or through an old one that says
 * so only in Precedence. "bulk" says nothing: people's mail has it too. */
static bool
has_list_field(const struct header_list *fields)
{
	const char *precedence = header_first(fields, "Precedence");

	if (precedence && !g_ascii_strcasecmp(precedence, "list"))
		return true;
	for (size_t i = 0; i < fields->n; i++)
		if (!g_ascii_strncasecmp(fields->at[i].name, "List-", 5))
			return true;
	return false;
}

static void
read_head(struct pool *pool, const struct header_list *fields,
	const struct read_context *context, struct letter_head *head)
{
	const char *path = header_first(fields, "Return-Path");
	const char *subject = header_first(fields, "Subject");

	read_from(pool, fields, head);
	head->reply_to = first_address(pool, fields, "Reply-To", NULL);
	head->sender = first_address(pool, fields, "Sender", NULL);
	read_recipients(pool, fields, head);
	read_ids(pool, fields, head);
	head->subject = subject ? header_text(pool, subject) : NULL;
	head->date = header_date(header_first(fields, "Date"));
	head->null_sender = path && g_str_has_prefix(path, "<>");
	head->automatic = automatic_header(fields);
	head->list = has_list_field(fields);
	head->own_loop = header_first(fields, "X-Mentord-Loop") != NULL;
	head->received = (int)header_count(fields, "Received");
	const char *at = head->from ? strrchr(head->from, '@') : NULL;
	if (at)
		head->auth = auth_read(pool, fields, context->authserv_id,
			context->trusted_hops, at + 1, &head->auth_why);
}

/* Fields and head of a mail; false when it must not be read further. */
static bool
take_head(struct pool *pool, const void *bytes, size_t len,
	const struct read_context *context, struct header_list *fields,
	struct letter_head *head)
{
	*head = (struct letter_head){ 0 };
	head->fault = guard_mail(bytes, len);
	*fields = header_split(pool, bytes, len);
	read_head(pool, fields, context, head);
	if (!head->fault && !fields->n)
		head->fault = "there is no mail header";
	return !head->fault;
}

void
letter_read_head(struct pool *pool, const void *bytes, size_t len,
	const struct read_context *context, struct letter_head *head)
{
	struct header_list fields;

	take_head(pool, bytes, len, context, &fields, head);
}

/* --- what it answers --- */

static void
add_original(struct pool *pool, const struct read_bytes *original,
	const struct read_context *context, struct sent_list *sent)
{
	struct sent_mail *mail = LIST_ADD(pool, sent);

	mail->name = context->program_name;
	mail->address = context->program_address;
	if (context->mode == READ_MAIL &&
		!guard_mail(original->bytes, original->len)) {
		struct header_list fields;
		struct letter_head head;
		struct mime_mail mime;

		take_head(pool, original->bytes, original->len, context,
			&fields, &head);
		mime_read(pool, original->bytes, original->len, &mime);
		mail->lines = mime.body;
		mail->address = head.from ? head.from : mail->address;
		mail->name = head.from_name ? head.from_name : mail->name;
		mail->subject = head.subject;
		mail->date = head.date;
		mail->to = head.recipients.n ? head.recipients.at[0] : NULL;
		return;
	}
	char *text = charset_text(pool, original->bytes, original->len, NULL);
	mail->lines = body_plain(pool, text, false, false);
}

/* Where the original is not at hand, its questions are. */
static void
add_questions(struct pool *pool, const struct read_context *context,
	struct sent_list *sent)
{
	struct sent_mail *mail = LIST_ADD(pool, sent);
	g_autoptr(GString) text = g_string_new(NULL);

	for (size_t i = 0; i < context->questions.n; i++)
		g_string_append_printf(text, "%zu. %s\n\n", i + 1,
			context->questions.at[i].ask);
	mail->lines = body_plain(pool, text->str, false, false);
	mail->address = context->program_address;
	mail->name = context->program_name;
}

static struct sent_list
gather_sent(struct pool *pool, const struct read_context *context)
{
	struct sent_list sent = { 0 };

	for (size_t i = 0; i < context->originals.n; i++)
		add_original(pool, &context->originals.at[i], context, &sent);
	if (!sent.n && context->questions.n)
		add_questions(pool, context, &sent);
	return sent;
}

/* Numbered lines of the newest original, rising from 1. */
static int
count_questions(const struct sent_list *sent)
{
	int n = 0;

	for (size_t i = 0; sent->n && i < sent->at[0].lines.n; i++)
		if (line_number(sent->at[0].lines.at[i].text, NULL) == n + 1)
			n++;
	return n;
}

/* --- the text --- */

static struct value_context
value_context(
	const struct read_context *context, const struct letter_head *head)
{
	int64_t now = head->date ? head->date : context->now;
	int offset = context->zone && now ? zone_offset(context->zone, now) : 0;

	return (struct value_context){ .words = context->words,
		.language = context->language,
		.second = context->program_language,
		.today = now ? (now + offset) / 86400 : 0,
		.writer = context->writer,
		.from_name = head->from_name,
		.zone = context->zone,
		.now = now,
		.meeting = context->meeting,
		.minutes = context->minutes };
}

/* The slots that were offered; NULL: that was not asked. */
static const struct slot_list *
slots_of(const struct read_context *context)
{
	const struct question_list *questions = &context->questions;

	return questions->n == 1 && questions->at[0].type == QUESTION_TIMES
		? &questions->at[0].slots
		: NULL;
}

/* Times for the meeting, in a reply to a mail about one or to a list of times;
 * beside the questions of a form they are only words. */
static void
read_times(struct pool *pool, const struct read_context *context,
	const struct value_context *values, struct letter *letter)
{
	const struct slot_list *slots = slots_of(context);
	bool agrees = false;

	if (!(slots && slots->n) &&
		(!context->meeting || context->questions.n > 0))
		return;
	times_read(pool, letter->text, values, slots, &letter->times, &agrees);
	/* what may be a quotation of ours is full of times */
	for (size_t i = 0;
		letter->confidence == CONFIDENCE_UNSURE && i < letter->times.n;
		i++)
		letter->times.at[i].confidence = CONFIDENCE_UNSURE;
	agrees = agrees && !slots;
	letter->command = times_settle(
		letter->text, letter->command, values, &letter->times, agrees);
	if (letter->command == COMMAND_YES && agrees)
		*LIST_ADD(pool, &letter->times) =
			(struct letter_time){ .from = context->meeting };
}

static void
name_closing(
	struct pool *pool, const struct cut *cut, struct text_list *closing)
{
	struct tail_list hashes = { 0 };

	tail_closing(pool, cut, &hashes);
	for (size_t i = 0; i < hashes.n; i++)
		*LIST_ADD(pool, closing) = tail_name(pool, hashes.at[i]);
}

static void
read_text(struct pool *pool, const struct body_line_list *body,
	const struct read_context *context, struct letter *letter)
{
	struct sent_list sent = gather_sent(pool, context);
	struct value_context values = value_context(context, &letter->head);
	struct cut cut;

	struct quote_writer writer = { .name = context->writer,
		.from_name = letter->head.from_name,
		.address = letter->head.from };

	trace_mentions(pool, body, context->program_address, &letter->mentions);
	if (context->originals.n > 1)
		trace_cover(pool, body, &sent, &letter->cover);
	for (size_t i = 0; i < context->n_tails; i++)
		*LIST_ADD(pool, &writer.tails) = context->tails[i];
	quote_cut_of(pool, body, &sent, &writer, &cut);
	for (size_t i = 0; i < cut.lines.n; i++)
		*LIST_ADD(pool, &letter->lines) =
			(struct letter_line){ cut.lines.at[i].reason,
				cut.lines.at[i].text };
	letter->text = cut_text(pool, &cut);
	name_closing(pool, &cut, &letter->closing);
	letter->confidence = cut.confidence;
	letter->command = command_read(letter->text, &values, &letter->until);
	/* A command is the whole of what was said: no answer is missing. */
	int asked = context->no_questions ? 0 : count_questions(&sent);
	if (!answers_read(pool, &cut, &context->questions, context->open, asked,
		    &values, &letter->answers) &&
		letter->command == COMMAND_NONE)
		letter->confidence = CONFIDENCE_UNSURE;
	/* "not this week" below the questions of a form answers them */
	if (context->questions.n && !slots_of(context) &&
		(letter->command == COMMAND_SKIP ||
			letter->command == COMMAND_RESCHEDULE))
		letter->command = COMMAND_NONE;
	/* "help" as the first of several answers is an answer */
	if (answers_outweigh(&cut, &context->questions, &letter->answers)) {
		letter->command = COMMAND_NONE;
		letter->until = 0;
	}
	read_times(pool, context, &values, letter);
}

/* --- calendar parts --- */

static bool
is_file_of(const struct mime_part *part, const char *suffix)
{
	size_t n = part->filename ? strlen(part->filename) : 0;
	size_t m = strlen(suffix);

	return n >= m && !g_ascii_strcasecmp(part->filename + n - m, suffix);
}

/* Calendars are first sought in the body, then among the files. */
static bool
is_calendar(const struct mime_part *part, bool file)
{
	if (part->enclosed)
		return false;
	if (!strcmp(part->type, "text/calendar"))
		return !file;
	return file &&
		(!strcmp(part->type, "application/ics") ||
			is_file_of(part, ".ics"));
}

/* The first that says something speaks for the mail: programs send the same
 * object twice. A meeting among the files of a reply is a thing that somebody
 * shows us, and their words count. */
static bool
read_calendars(struct pool *pool, const struct mime_mail *mime, bool file,
	const struct read_context *context, struct letter *letter)
{
	bool others = !letter->head.references.n;

	for (size_t i = 0; i < mime->parts.n; i++) {
		const struct mime_part *part = &mime->parts.at[i];
		const char *why = NULL;

		if (!is_calendar(part, file))
			continue;
		char *method = part->field
			? header_parameter(pool, part->field, "method")
			: NULL;
		bool some = itip_read(pool, mime_text(pool, part), method,
			others || !(file || part->attachment), context->zone,
			&letter->calendar, &why);
		if (some || !letter->calendar_why)
			letter->calendar_why = why;
		if (some)
			return true;
	}
	return false;
}

/* Microsoft's own wrapping, which holds calendars in a form of their own. */
static bool
has_tnef(const struct mime_mail *mime)
{
	for (size_t i = 0; i < mime->parts.n; i++)
		if (!strcmp(mime->parts.at[i].type, "application/ms-tnef") ||
			is_file_of(&mime->parts.at[i], "winmail.dat"))
			return true;
	return false;
}

static void
read_calendar(struct pool *pool, const struct mime_mail *mime,
	const struct read_context *context, struct letter *letter)
{
	if (!read_calendars(pool, mime, false, context, letter) &&
		!read_calendars(pool, mime, true, context, letter) &&
		!letter->calendar_why && has_tnef(mime))
		letter->calendar_why = "winmail.dat (TNEF) is not read; the "
				       "words of the mail are";
}

/* --- all of it --- */

static enum letter_kind
judge_kind(struct pool *pool, const struct header_list *fields,
	const struct mime_mail *mime, const struct read_context *context,
	struct letter *letter)
{
	struct value_context values = value_context(context, &letter->head);

	if (complaint_is(pool, &letter->head, fields, mime))
		return LETTER_COMPLAINT;
	if (challenge_is(pool, &letter->head, fields, mime)) {
		letter->auto_reply = AUTO_REPLY_CHALLENGE;
		return LETTER_AUTO_REPLY;
	}
	if (bounce_read(pool, &letter->head, fields, mime, &letter->bounce))
		return LETTER_BOUNCE;
	read_calendar(pool, mime, context, letter);
	if (letter->calendar.n)
		return LETTER_CALENDAR;
	if (automatic_reply(
		    &letter->head, fields, mime, &values, &letter->auto_reply))
		return LETTER_AUTO_REPLY;
	return LETTER_REPLY;
}

static void
read_mail(struct pool *pool, const void *bytes, size_t len,
	const struct read_context *context, struct letter *letter)
{
	struct header_list fields;
	struct mime_mail mime;

	if (!take_head(pool, bytes, len, context, &fields, &letter->head)) {
		letter->kind = LETTER_UNREADABLE;
		letter->fault = letter->head.fault;
		return;
	}
	mime_read(pool, bytes, len, &mime);
	letter->kind = judge_kind(pool, &fields, &mime, context, letter);
	read_text(pool, &mime.body, context, letter);
	if (letter->kind == LETTER_REPLY)
		return;
	/* What a machine wrote is neither an answer nor a command. */
	letter->answers.n = 0;
	letter->times.n = 0;
	letter->command = COMMAND_NONE;
	letter->until = 0;
	if (letter->kind == LETTER_AUTO_REPLY &&
		letter->auto_reply == AUTO_REPLY_AWAY) {
		struct value_context values =
			value_context(context, &letter->head);

		letter->until = automatic_until(pool,
			pool_printf(pool, "%s\n\n%s",
				letter->head.subject ? letter->head.subject
						     : "",
				letter->text),
			&values);
	}
}

struct letter *
letter_read(struct pool *pool, const void *bytes, size_t len,
	const struct read_context *context)
{
	struct letter *letter = POOL_NEW(pool, struct letter);
	struct body_line_list body;

	letter->text = "";
	letter->kind = LETTER_REPLY;
	if (context->mode == READ_MAIL) {
		read_mail(pool, bytes, len, context, letter);
		return letter;
	}
	char *text = charset_text(pool, bytes, MIN(len, TEXT_MOST), NULL);
	body = context->mode == READ_HTML
		? html_lines(pool, text)
		: body_plain(pool, text, false, false);
	read_text(pool, &body, context, letter);
	return letter;
}

char *
letter_plain_text(struct pool *pool, const void *bytes, size_t len)
{
	struct mime_mail mime;

	if (guard_mail(bytes, len))
		return pool_strdup(pool, "");
	mime_read(pool, bytes, len, &mime);
	return body_text(pool, &mime.body);
}
