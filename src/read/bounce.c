/* Mails that say a mail of ours did not arrive. The delivery status report is
 * believed where there is one; half of all bounces have none, and there who
 * sent it, to which address of ours, and what it says decide. What it asks of
 * us is judged in bounce_judge.c. A person who forwards or quotes such a mail
 * is a person. */
#include <glib.h>
#include <string.h>

#include "base/text.h"
#include "base/token.h"
#include "read/kind.h"

#define WORDS_MOST 8192 /* bytes of a report's text that are looked at */

/* --- delivery status reports --- */

struct dsn {
	const char *recipient, *action, *status, *diagnostic;
};

static char *
value_after(struct pool *pool, const char *value, char separator)
{
	const char *at = separator ? strchr(value, separator) : NULL;

	return g_strstrip(pool_strdup(pool, at ? at + 1 : value));
}

/* An address as a report writes it: "<a@b>", "a@b (Ana)". */
static const char *
plain_address(struct pool *pool, const char *text)
{
	struct mailbox_list boxes = header_mailboxes(pool, text, 1, NULL);

	return boxes.n ? boxes.at[0].address : NULL;
}

static void
dsn_field(struct pool *pool, struct dsn *dsn, const struct header_field *field)
{
	if (!g_ascii_strcasecmp(field->name, "Final-Recipient") ||
		(!dsn->recipient &&
			!g_ascii_strcasecmp(
				field->name, "Original-Recipient"))) {
		const char *address = plain_address(
			pool, value_after(pool, field->value, ';'));

		if (address)
			dsn->recipient = address;
	} else if (!g_ascii_strcasecmp(field->name, "Action")) {
		dsn->action = g_ascii_strdown(field->value, 20);
		const char *copy = pool_strdup(pool, dsn->action);
		g_free((char *)(guintptr)dsn->action);
		dsn->action = copy;
	} else if (!g_ascii_strcasecmp(field->name, "Status")) {
		const char *end = g_ascii_isdigit(*field->value)
			? bounce_status_end(field->value + 1)
			: NULL;

		if (end)
			dsn->status = pool_strndup(pool, field->value,
				(size_t)(end - field->value));
	} else if (!g_ascii_strcasecmp(field->name, "Diagnostic-Code")) {
		dsn->diagnostic = value_after(pool, field->value, ';');
	}
}

/* "5.0.0" and its like say that it failed, not why. */
static bool
is_vague(const char *status)
{
	return !status || g_str_has_suffix(status, ".0.0") ||
		!strcmp(status, "5.3.0") || !strcmp(status, "5.5.0");
}

/* The code that the other server gave says more than the one that ours made
 * of it, where it gave one in full. */
static const char *
better_status(struct pool *pool, const struct dsn *dsn)
{
	const char *said =
		dsn->diagnostic ? bounce_status(pool, dsn->diagnostic) : NULL;

	if (!said || (is_vague(said) && dsn->status))
		return dsn->status;
	return said;
}

static void
dsn_judge(
	struct pool *pool, const struct dsn *dsn, struct letter_bounce *bounce)
{
	bounce->recipient = dsn->recipient;
	bounce->status = better_status(pool, dsn);
	if (dsn->action && strncmp(dsn->action, "fail", 4))
		bounce->action = BOUNCE_NONE;
	else
		bounce->action = bounce_judge(bounce->status, dsn->diagnostic);
}

bool
dsn_read(struct pool *pool, const char *text, struct letter_bounce *bounce)
{
	bool found = false;

	for (int groups = 0; *text && groups < 50; groups++) {
		struct dsn dsn = { 0 };
		size_t len = strlen(text);

		text += strspn(text, "\r\n");
		len = strlen(text);
		size_t group = header_length(text, len);
		struct header_list fields = header_split(pool, text, group);
		for (size_t i = 0; i < fields.n; i++)
			dsn_field(pool, &dsn, &fields.at[i]);
		text += group;
		if (!dsn.recipient && !dsn.status && !dsn.action)
			continue;
		struct letter_bounce one = { 0 };
		dsn_judge(pool, &dsn, &one);
		if (!found || (bounce->action == BOUNCE_NONE && one.action))
			*bounce = one;
		found = true;
		if (bounce->action != BOUNCE_NONE)
			break;
	}
	return found;
}

/* --- which mail is one --- */

static bool
is_report(struct pool *pool, const struct mime_mail *mail, const char *type)
{
	char *report;

	if (strcmp(mail->type, "multipart/report") || !mail->field)
		return false;
	report = header_parameter(pool, mail->field, "report-type");
	return report && !g_ascii_strcasecmp(report, type);
}

static bool
is_daemon(const char *address)
{
	static const char *const names[] = { "mailer-daemon", "postmaster",
		"post_master", "mail-daemon", "mdaemon", "maildaemon",
		"double-bounce" };

	for (size_t i = 0; address && i < G_N_ELEMENTS(names); i++) {
		size_t n = strlen(names[i]);

		if (!g_ascii_strncasecmp(address, names[i], n) &&
			!g_ascii_isalnum(address[n]))
			return true;
	}
	return false;
}

/* Who wrote it: a mail server by its name, or nobody at all ("<>", which is
 * an error in a From field, and no client of a person writes it). */
static bool
from_daemon(const struct letter_head *head, const struct header_list *fields)
{
	const char *from = header_first(fields, "From");

	if (is_daemon(head->from))
		return true;
	if (head->from || !from)
		return false;
	from += strspn(from, " \t<\"");
	return is_daemon(from) || strstr(header_first(fields, "From"), "<>");
}

/* Is there a token of ours for that purpose, or what looks like one? */
static bool
has_token(const char *address, enum token_purpose purpose)
{
	const char *at = strchr(address, '@'), *plus = strrchr(address, '+');

	return at && plus && plus < at && at - plus == 1 + TOKEN_LEN &&
		g_ascii_tolower(plus[1]) == (char)purpose;
}

static bool
to_token(const struct letter_head *head, enum token_purpose purpose)
{
	for (size_t i = 0; i < head->recipients.n; i++)
		if (has_token(head->recipients.at[i], purpose))
			return true;
	return false;
}

/* Our envelope senders have a token; those of others have the word in their
 * name. People know neither. */
static bool
to_bounce_address(const struct letter_head *head)
{
	for (size_t i = 0; i < head->recipients.n; i++) {
		const char *address = head->recipients.at[i];
		g_autofree char *local =
			g_ascii_strdown(address, (gssize)strcspn(address, "@"));

		if (strstr(local, "bounce"))
			return true;
	}
	return to_token(head, TOKEN_BOUNCE);
}

static bool
subject_says_undelivered(const char *subject)
{
	static const char *const starts[] = { "undeliver", "mail delivery fail",
		"mail delivery warning", "delivery status notif",
		"returned mail", "delivery fail", "mail system error",
		"failure notice", "delivery notification",
		"mail could not be delivered", "nondeliver", "non-deliver",
		"message status - undeliver", "message delivery fail",
		"delivery report", "warning: could not send", "non remis",
		"échec de la remise", "message non délivré",
		"no se puede entregar", "no se ha podido entregar",
		"no entregado", "onbestelbaar", "bezorging mislukt",
		"unzustellbar", "nicht zustellbar", "nicht zugestellt",
		"zustellung fehlgeschlagen", "mancato recapito",
		"recapito non riuscito", "impossibile recapitare",
		"não foi possível entregar", "falha na entrega",
		"nie można dostarczyć", "niedostarczon", "nie dostarczono",
		"det gick inte att leverera", "går inte att leverera",
		"olevererbart", "kan ikke leveres", "teslim edilemedi",
		"не доставлено", "недоставлен", "无法传递", "退信", "系统退信",
		"配信不能" };
	g_autofree char *low = g_utf8_strdown(subject ? subject : "", -1);

	for (size_t i = 0; i < G_N_ELEMENTS(starts); i++)
		if (g_str_has_prefix(low, starts[i]))
			return true;
	return false;
}

/* Does our mail start here, that comes back with the report? Its words would
 * be taken for the server's. */
static bool
is_returned(const char *line)
{
	return g_str_has_prefix(line, "Return-Path:") ||
		g_str_has_prefix(line, "Return-path:") ||
		g_str_has_prefix(line, "Received: ") ||
		strstr(line, "This is a copy of ") ||
		strstr(line, "this line is a copy ");
}

/* What the server says: not what it quotes, nor what it returns. */
static char *
report_words(struct pool *pool, const struct letter_head *head,
	const struct mime_mail *mail)
{
	const struct body_line_list *lines = &mail->body;
	g_autoptr(GString) words = g_string_new(NULL);
	size_t start;

	if (head->subject)
		g_string_append_printf(words, "%s\n", head->subject);
	start = words->len;

	for (size_t i = 0; i < lines->n && words->len < WORDS_MOST; i++) {
		const char *line = lines->at[i].text;

		if (is_returned(line) && words->len > start)
			break;
		if (*line != '>' && !lines->at[i].depth)
			g_string_append_printf(words, "%s\n", line);
	}
	char *text = pool_strdup(pool, words->str);
	if (strlen(text) > WORDS_MOST)
		*g_utf8_find_prev_char(text, text + WORDS_MOST) = '\0';
	return text;
}

/* The first address between < and > or alone on its line. */
static const char *
find_recipient(struct pool *pool, const char *text)
{
	for (const char *p = strchr(text, '@'); p; p = strchr(p + 1, '@')) {
		const char *from = p, *end = p;

		while (from > text && from[-1] > ' ' &&
			!strchr("<>()[]:;,\"'\\", from[-1]))
			from--;
		while (*end > ' ' && !strchr("<>()[]:;,\"'\\", *end))
			end++;
		char *address = pool_strndup(pool, from, (size_t)(end - from));
		if (!address_fault(address) && !is_daemon(address))
			return address;
	}
	return NULL;
}

static void
read_by_words(struct pool *pool, const struct header_list *fields,
	const char *words, struct letter_bounce *bounce)
{
	const char *failed = header_first(fields, "X-Failed-Recipients");

	bounce->status = bounce_status(pool, words);
	bounce->action = bounce_is_late(words)
		? BOUNCE_NONE
		: bounce_judge(bounce->status, words);
	bounce->recipient = failed ? plain_address(pool, failed) : NULL;
	if (!bounce->recipient)
		bounce->recipient = find_recipient(pool, words);
}

/* Amazon's SES tells of what happened in JSON, through a service that mails
 * it as text, itself in JSON: its quotes may be escaped. */
static bool
relay_says(
	const struct header_list *fields, const char *words, const char *what)
{
	static const char name[] = "notificationType";
	const char *at = strstr(words, name);

	if (!at || !header_first(fields, "X-Amz-Sns-Message-Id"))
		return false;
	at += strlen(name);
	at += strspn(at, "\\\" :");
	return g_str_has_prefix(at, what);
}

static bool
is_forwarded(const struct letter_head *head)
{
	static const char *const marks[] = { "fw:", "fwd:", "wg:", "tr:", "rv:",
		"re:", "aw:", "sv:", "vs:", "enc:", "doorst:", "i:", "odp:" };
	g_autofree char *low =
		g_utf8_strdown(head->subject ? head->subject : "", -1);

	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
		if (g_str_has_prefix(low, marks[i]))
			return true;
	return false;
}

/* A report of another system as part of what a person forwards: some clients
 * attach it as it came. Who writes reports puts them into a report. */
static bool
is_passed_on(const struct letter_head *head, const struct header_list *fields,
	const struct mime_mail *mail)
{
	return strcmp(mail->type, "multipart/report") && is_forwarded(head) &&
		!head->null_sender && !from_daemon(head, fields) &&
		!to_bounce_address(head);
}

bool
complaint_is(struct pool *pool, const struct letter_head *head,
	const struct header_list *fields, const struct mime_mail *mail)
{
	const struct mime_part *report =
		mime_find(mail, "message/feedback-report");

	if (report && !is_passed_on(head, fields, mail)) {
		char *text = mime_text(pool, report);
		struct header_list said =
			header_split(pool, text, strlen(text));
		const char *type = header_first(&said, "Feedback-Type");

		/* RFC 6430: they took it out of the spam folder */
		return !type || g_ascii_strncasecmp(type, "not-spam", 8);
	}
	if (header_first(fields, "X-Amz-Sns-Message-Id"))
		return relay_says(
			fields, report_words(pool, head, mail), "Complaint");
	return head->subject && head->from &&
		g_str_has_prefix(head->from, "staff@") &&
		g_str_has_prefix(head->subject, "complaint about message");
}

/* Is it a report by its looks alone, with no status part to prove it? A null
 * sender is a vacation program's as well. No server writes to the address for
 * replies, and there no looks are enough. */
static bool
looks_returned(struct pool *pool, const struct letter_head *head,
	const struct header_list *fields, const struct mime_mail *mail,
	const char *words)
{
	const char *line = head->subject ? strchr(words, '\n') : NULL;
	const char *body = line ? line + 1 : words;
	bool says = subject_says_undelivered(head->subject);
	bool said = bounce_is_said(body) || bounce_status(pool, body);

	if (is_report(pool, mail, "delivery-status") ||
		from_daemon(head, fields) ||
		header_first(fields, "X-Failed-Recipients") ||
		relay_says(fields, words, "Bounce"))
		return true;
	if (head->null_sender || to_bounce_address(head))
		return says || (said && !automatic_subject(head, fields, NULL));
	return says && !head->references.n && !to_token(head, TOKEN_REPLY) &&
		(said || bounce_judge(NULL, body) == BOUNCE_STOP);
}

bool
bounce_read(struct pool *pool, const struct letter_head *head,
	const struct header_list *fields, const struct mime_mail *mail,
	struct letter_bounce *bounce)
{
	const struct mime_part *status =
		mime_find(mail, "message/delivery-status");
	struct letter_bounce read;

	if (is_report(pool, mail, "disposition-notification") ||
		is_passed_on(head, fields, mail))
		return false;
	char *words = report_words(pool, head, mail);
	if (status && dsn_read(pool, mime_text(pool, status), &read)) {
		*bounce = read;
		/* where the fields give no reason, the text may */
		if (read.action != BOUNCE_NONE && is_vague(read.status))
			bounce->action = bounce_judge(read.status,
				pool_printf(pool, "%s\n%s",
					mime_text(pool, status), words));
		return true;
	}
	if (!looks_returned(pool, head, fields, mail, words))
		return false;
	read_by_words(pool, fields, words, bounce);
	return true;
}
