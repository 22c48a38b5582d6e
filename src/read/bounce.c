/* Mails that say a mail of ours did not arrive. The delivery status report is
 * believed where there is one; half of all bounces have none, and there the
 * last status code in the text and a table of phrases decide. */
#include <glib.h>
#include <string.h>

#include "base/text.h"
#include "read/kind.h"

#define WORDS_MOST 8192 /* bytes of a report's text that are looked at */

/* --- what to do --- */

static const char *const stop_words[] = {
	"user unknown",
	"unknown user",
	"no such user",
	"no such recipient",
	"no such mailbox",
	"no such person",
	"no such address",
	"unknown recipient",
	"recipient unknown",
	"unknown address",
	"address unknown",
	"unknown mailbox",
	"invalid recipient",
	"invalid mailbox",
	"invalid address",
	"user not found",
	"recipient not found",
	"not listed in",
	"unrouteable address",
	"unroutable address",
	"address does not exist",
	"does not exist",
	"doesn't exist",
	"not exist",
	"no mailbox here",
	"mailbox not found",
	"mailbox unavailable",
	"account disabled",
	"account has been disabled",
	"account is disabled",
	"account inactive",
	"account is inactive",
	"mailbox disabled",
	"mailbox is disabled",
	"user doesn't have",
	"no longer",
	"host unknown",
	"unknown host",
	"domain not found",
	"no such domain",
	"host not found",
	"not a valid",
	"unknown local",
	"not known",
	"bad address",
	"user is unknown",
	"isn't a known",
	"not our customer",
};

static const char *const retry_words[] = {
	"mailbox full",
	"mailbox is full",
	"mailfolder is full",
	"inbox is full",
	"over quota",
	"quota exceeded",
	"exceeded quota",
	"exceeds quota",
	"disk quota",
	"out of storage",
	"exceeded storage",
	"exceeded their storage",
	"not enough space",
	"insufficient",
	"greylist",
	"graylist",
	"temporarily",
	"try again",
	"try later",
	"timed out",
	"time out",
	"connection refused",
	"deferred",
	"could not be reached",
};

static const char *const operator_words[] = {
	"spam",
	"blacklist",
	"block list",
	"blocklist",
	"blocked",
	"dnsbl",
	"rbl",
	"reputation",
	"policy",
	"relaying denied",
	"relay access denied",
	"relaying not allowed",
	"not allowed to relay",
	"dmarc",
	"spf",
	"dkim",
	"virus",
	"content rejected",
	"message rejected",
	"too large",
	"too big",
	"size limit",
	"sender denied",
	"sender rejected",
	"access denied",
	"authentication required",
	"rejected for policy",
	"banned",
};

static bool
any_word(const char *text, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strstr(text, words[i]))
			return true;
	return false;
}

#define ANY_WORD(text, words) any_word((text), (words), G_N_ELEMENTS(words))

static enum bounce_action
judge_words(const char *low)
{
	if (ANY_WORD(low, stop_words) && !ANY_WORD(low, retry_words))
		return BOUNCE_STOP;
	if (ANY_WORD(low, operator_words))
		return BOUNCE_OPERATOR;
	if (ANY_WORD(low, stop_words) && !strstr(low, "quota"))
		return BOUNCE_STOP;
	return BOUNCE_RETRY;
}

/* RFC 3463 codes that say enough by themselves; the rest is in the words. */
enum bounce_action
bounce_judge(const char *status, const char *words)
{
	g_autofree char *low = g_ascii_strdown(words ? words : "", -1);

	if (!status)
		return judge_words(low);
	if (*status == '2')
		return BOUNCE_NONE;
	if (*status == '4')
		return BOUNCE_RETRY;
	if (g_str_has_prefix(status, "5.1.7") ||
		g_str_has_prefix(status, "5.1.8"))
		return BOUNCE_OPERATOR;
	if (g_str_has_prefix(status, "5.1.") || !strcmp(status, "5.4.4") ||
		!strcmp(status, "5.2.1"))
		return BOUNCE_STOP;
	if (!strcmp(status, "5.2.2"))
		return BOUNCE_RETRY;
	if (g_str_has_prefix(status, "5.7.") || !strcmp(status, "5.2.3") ||
		!strcmp(status, "5.3.4"))
		return ANY_WORD(low, stop_words) &&
				!ANY_WORD(low, operator_words)
			? BOUNCE_STOP
			: BOUNCE_OPERATOR;
	return judge_words(low);
}

/* --- codes in text --- */

static const char *
status_end(const char *p)
{
	for (int part = 0; part < 2; part++) {
		size_t n = 0;

		if (*p++ != '.')
			return NULL;
		while (n < 4 && g_ascii_isdigit(p[n]))
			n++;
		if (!n || n > 3)
			return NULL;
		p += n;
	}
	return *p == '.' && g_ascii_isdigit(p[1]) ? NULL : p;
}

/* The last enhanced status in text, or one made of a bare SMTP code. */
static char *
find_status(struct pool *pool, const char *text)
{
	char *found = NULL;
	int bare = 0;

	for (const char *p = text; *p; p++) {
		bool start = p == text ||
			(!g_ascii_isalnum(p[-1]) && p[-1] != '.' &&
				p[-1] != '-');
		if (!start || (*p != '4' && *p != '5'))
			continue;
		const char *end = status_end(p + 1);

		if (end)
			found = pool_strndup(pool, p, (size_t)(end - p));
		else if (g_ascii_isdigit(p[1]) && g_ascii_isdigit(p[2]) &&
			(p[3] == ' ' || p[3] == '-') && !bare)
			bare = (p[0] - '0') * 100 + (p[1] - '0') * 10 +
				(p[2] - '0');
	}
	if (found || !bare)
		return found;
	if (bare == 552)
		return pool_strdup(pool, "5.2.2");
	return bare < 500 ? pool_strdup(pool, "4.0.0") : NULL;
}

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
			? status_end(field->value + 1)
			: NULL;

		if (end)
			dsn->status = pool_strndup(pool, field->value,
				(size_t)(end - field->value));
	} else if (!g_ascii_strcasecmp(field->name, "Diagnostic-Code")) {
		dsn->diagnostic = value_after(pool, field->value, ';');
	}
}

static void
dsn_judge(
	struct pool *pool, const struct dsn *dsn, struct letter_bounce *bounce)
{
	const char *status = dsn->status;

	if (dsn->action && strncmp(dsn->action, "fail", 4)) {
		bounce->action = BOUNCE_NONE;
	} else {
		/* "5.0.0" says nothing; the diagnostic may say more. */
		const char *said = dsn->diagnostic
			? find_status(pool, dsn->diagnostic)
			: NULL;

		if (said && (!status || g_str_has_suffix(status, ".0.0")))
			status = said;
		bounce->action = bounce_judge(status, dsn->diagnostic);
	}
	bounce->status = status;
	bounce->recipient = dsn->recipient;
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
		"mail-daemon", "mdaemon", "maildaemon", "double-bounce" };

	for (size_t i = 0; address && i < G_N_ELEMENTS(names); i++) {
		size_t n = strlen(names[i]);

		if (!g_ascii_strncasecmp(address, names[i], n) &&
			(address[n] == '@' || !address[n] || address[n] == '-'))
			return true;
	}
	return false;
}

static bool
subject_says_undelivered(const char *subject)
{
	static const char *const starts[] = { "undeliver", "mail delivery fail",
		"delivery status notif", "returned mail", "delivery fail",
		"mail system error", "failure notice", "undelivered mail",
		"delivery notification", "mail could not be delivered",
		"nondeliverable", "non-deliverable", "unzustellbar",
		"message status - undeliver", "message delivery fail",
		"delivery report", "warning: could not send", "non remis",
		"no se puede entregar", "onbestelbaar" };
	g_autofree char *low = g_utf8_strdown(subject ? subject : "", -1);

	for (size_t i = 0; i < G_N_ELEMENTS(starts); i++)
		if (g_str_has_prefix(low, starts[i]))
			return true;
	return false;
}

static char *
report_words(struct pool *pool, const struct mime_mail *mail)
{
	struct body_line_list lines = mime_body(pool, mail);
	char *text = body_text(pool, &lines);

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
			!strchr("<>()[]:;,\"'", from[-1]))
			from--;
		while (*end > ' ' && !strchr("<>()[]:;,\"'", *end))
			end++;
		char *address = pool_strndup(pool, from, (size_t)(end - from));
		if (!address_fault(address) && !is_daemon(address))
			return address;
	}
	return NULL;
}

static void
read_by_words(struct pool *pool, const struct header_list *fields,
	const struct mime_mail *mail, struct letter_bounce *bounce)
{
	char *words = report_words(pool, mail);
	const char *failed = header_first(fields, "X-Failed-Recipients");

	bounce->status = find_status(pool, words);
	bounce->action = bounce_judge(bounce->status, words);
	bounce->recipient = failed ? plain_address(pool, failed) : NULL;
	if (!bounce->recipient)
		bounce->recipient = find_recipient(pool, words);
}

bool
complaint_is(const struct letter_head *head, const struct mime_mail *mail)
{
	const struct mime_part *report =
		mime_find(mail, "message/feedback-report");

	if (report)
		return true;
	return head->subject && head->from &&
		g_str_has_prefix(head->from, "staff@") &&
		g_str_has_prefix(head->subject, "complaint about message");
}

bool
bounce_read(struct pool *pool, const struct letter_head *head,
	const struct header_list *fields, const struct mime_mail *mail,
	struct letter_bounce *bounce)
{
	const struct mime_part *status =
		mime_find(mail, "message/delivery-status");
	bool report = is_report(pool, mail, "delivery-status");
	bool says = subject_says_undelivered(head->subject);

	if (is_report(pool, mail, "disposition-notification"))
		return false;
	if (status && dsn_read(pool, mime_text(pool, status), bounce))
		return true;
	bool daemon = is_daemon(head->from) || head->null_sender;
	if (!report && !header_first(fields, "X-Failed-Recipients") &&
		!daemon && !(says && !head->references.n))
		return false;
	read_by_words(pool, fields, mail, bounce);
	/* A null sender alone is also a vacation program's. */
	return report || is_daemon(head->from) || bounce->status || says ||
		!head->automatic;
}
