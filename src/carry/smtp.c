/* The SMTP machine.
 *
 * Commands are queued as far as the server's PIPELINING allows (RFC 2920: MAIL,
 * RCPT and DATA in one write, never across mails, which is known to kill
 * servers), and what reply is awaited is remembered in order. A refusal does
 * not end the reading: the replies of what was piped behind it are taken
 * first, so that the conversation stays in step; then the verdict is given,
 * and the next mail begins with RSET.
 *
 * A server that says what was not asked (a reply before the dot is out, a line
 * without a code) is out of step for good: the mail gets the verdict its bytes
 * allow and the conversation is over.
 */
#include "carry/smtp.h"

#include <glib.h>
#include <string.h>

#include "base/clock.h"

#define LINE_LIMIT  4096 /* octets of a reply line; RFC 5321 asks for 512 */
#define REPLY_LINES 100
#define REPLY_KEPT  480 /* of its words */
#define TEXT_LIMIT  998 /* octets of a line of mail, RFC 5322 2.1.1 */
#define PIPED       4   /* RSET, MAIL, RCPT, DATA */

#define MILLI       (1000)

enum await {
	AWAIT_RSET,
	AWAIT_MAIL,
	AWAIT_RCPT,
	AWAIT_DATA,
	AWAIT_DOT,
	AWAIT_EMPTY, /* the reply to a dot without a mail */
	AWAIT_QUIT,
};

struct smtp {
	struct smtp_server server;
	GByteArray *out;
	size_t out_used;

	enum await awaited[PIPED]; /* in order */
	int n_awaited;
	enum await unsaid; /* next command of the mail, AWAIT_DOT: none */

	GString *line;  /* the reply line that is coming in */
	GString *words; /* of the reply: "550 5.1.1 no such user" */
	int reply_lines;

	bool carrying;
	char *from, *to;
	GByteArray *body; /* stuffed, with the final dot */
	bool judged;      /* verdict stands, replies may be outstanding */
	enum verdict verdict;
	GString *reason;
	bool settled; /* to be taken by smtp_settled */

	bool nested; /* a failed envelope is open: RSET first */
	bool quit_wanted, over, busy;
	int64_t deadline;
};

struct smtp *
smtp_new(struct smtp_server server)
{
	struct smtp *smtp = g_new0(struct smtp, 1);

	smtp->server = server;
	smtp->out = g_byte_array_new();
	smtp->body = g_byte_array_new();
	smtp->line = g_string_new(NULL);
	smtp->words = g_string_new(NULL);
	smtp->reason = g_string_new(NULL);
	smtp->unsaid = AWAIT_DOT;
	smtp->deadline = INT64_MAX;
	return smtp;
}

void
smtp_free(struct smtp *smtp)
{
	if (!smtp)
		return;
	g_byte_array_unref(smtp->out);
	g_byte_array_unref(smtp->body);
	g_string_free(smtp->line, TRUE);
	g_string_free(smtp->words, TRUE);
	g_string_free(smtp->reason, TRUE);
	g_free(smtp->from);
	g_free(smtp->to);
	g_free(smtp);
}

/* --- the verdict ------------------------------------------------------- */

static void
judge(struct smtp *smtp, enum verdict verdict, const char *reason)
{
	if (!smtp->carrying || smtp->judged)
		return;
	smtp->judged = true;
	smtp->verdict = verdict;
	g_string_assign(smtp->reason, reason);
}

static void
settle(struct smtp *smtp)
{
	if (smtp->carrying && smtp->judged) {
		smtp->carrying = false;
		smtp->settled = true;
		smtp->unsaid = AWAIT_DOT;
		g_byte_array_set_size(smtp->body, 0);
	}
}

bool
smtp_settled(struct smtp *smtp, enum verdict *verdict, const char **reply)
{
	if (!smtp->settled)
		return false;
	smtp->settled = smtp->judged = false;
	*verdict = smtp->verdict;
	*reply = smtp->reason->str;
	return true;
}

bool
smtp_in_doubt(const struct smtp *smtp)
{
	return smtp->n_awaited && smtp->awaited[0] == AWAIT_DOT &&
		smtp->out_used == smtp->out->len;
}

/* --- what is awaited, and until when ------------------------------------ */

static int64_t
patience(const struct smtp *smtp)
{
	if (smtp->over ||
		(!smtp->n_awaited && smtp->out_used == smtp->out->len))
		return INT64_MAX;
	if (smtp->out_used < smtp->out->len && smtp->n_awaited &&
		smtp->awaited[0] == AWAIT_DOT)
		return 3 * MINUTE * MILLI;
	switch (smtp->n_awaited ? smtp->awaited[0] : AWAIT_MAIL) {
	case AWAIT_RSET:
	case AWAIT_MAIL:
	case AWAIT_RCPT:
		return 5 * MINUTE * MILLI;
	case AWAIT_DATA:
		return 2 * MINUTE * MILLI;
	case AWAIT_DOT:
	case AWAIT_EMPTY:
		return 10 * MINUTE * MILLI;
	case AWAIT_QUIT:
		return 5 * MILLI; /* a politeness, not worth more */
	}
	g_assert_not_reached();
}

static void
wait_anew(struct smtp *smtp, int64_t now)
{
	int64_t ms = patience(smtp);

	smtp->deadline = ms == INT64_MAX ? INT64_MAX : now + ms;
}

int64_t
smtp_deadline(const struct smtp *smtp)
{
	return smtp->deadline;
}

/* The conversation ends here, whatever it carried. */
static void
end(struct smtp *smtp, const char *why)
{
	judge(smtp, smtp_in_doubt(smtp) ? VERDICT_IN_DOUBT : VERDICT_UNSENT,
		why);
	settle(smtp);
	smtp->over = true;
	smtp->n_awaited = 0;
	smtp->deadline = INT64_MAX;
}

void
smtp_closed(struct smtp *smtp, const char *why, int64_t now)
{
	(void)now;
	if (!smtp->over)
		end(smtp, why);
}

void
smtp_expire(struct smtp *smtp, int64_t now)
{
	if (now >= smtp->deadline)
		end(smtp, "the server did not answer in time");
}

bool
smtp_over(const struct smtp *smtp)
{
	return smtp->over;
}

bool
smtp_busy(const struct smtp *smtp, const char **reply)
{
	if (smtp->busy)
		*reply = smtp->words->str;
	return smtp->busy;
}

bool
smtp_ready(const struct smtp *smtp)
{
	return !smtp->carrying && !smtp->settled && !smtp->over &&
		!smtp->quit_wanted && !smtp->n_awaited;
}

/* --- writing ------------------------------------------------------------ */

static void
say(struct smtp *smtp, enum await await, const char *command)
{
	g_assert(smtp->n_awaited < PIPED);
	smtp->awaited[smtp->n_awaited++] = await;
	g_byte_array_append(
		smtp->out, (const guint8 *)command, (guint)strlen(command));
}

static void
say_mail(struct smtp *smtp)
{
	g_autofree char *size = smtp->server.size
		? g_strdup_printf(" SIZE=%u", smtp->body->len)
		: g_strdup("");
	g_autofree char *mail =
		g_strdup_printf("MAIL FROM:<%s>%s\r\n", smtp->from, size);

	say(smtp, AWAIT_MAIL, mail);
}

/* Say what may be said now: all of the envelope to a server that takes it
 * piped, else one command after the other's reply. */
static void
go_on(struct smtp *smtp)
{
	while (smtp->carrying && !smtp->judged && smtp->unsaid != AWAIT_DOT &&
		(smtp->server.pipelining || !smtp->n_awaited)) {
		g_autofree char *rcpt =
			g_strdup_printf("RCPT TO:<%s>\r\n", smtp->to);

		if (smtp->unsaid == AWAIT_RSET)
			say(smtp, AWAIT_RSET, "RSET\r\n");
		else if (smtp->unsaid == AWAIT_MAIL)
			say_mail(smtp);
		else if (smtp->unsaid == AWAIT_RCPT)
			say(smtp, AWAIT_RCPT, rcpt);
		else
			say(smtp, AWAIT_DATA, "DATA\r\n");
		smtp->unsaid++;
	}
	if (smtp->quit_wanted && !smtp->carrying && !smtp->n_awaited &&
		!smtp->over)
		say(smtp, AWAIT_QUIT, "QUIT\r\n");
}

/* Copy a mail into body with its dots doubled (RFC 5321 4.5.2) and the final
 * dot behind it. Only lines that end in CR LF leave this house: anything else
 * is read in two ways by two servers, and lets a mail smuggle another. */
static const char *
stuff(GByteArray *body, const guint8 *bytes, size_t len)
{
	const guint8 *end = bytes + len;

	g_byte_array_set_size(body, 0);
	while (bytes < end) {
		const guint8 *lf = memchr(bytes, '\n', (size_t)(end - bytes));

		if (!lf || lf == bytes || lf[-1] != '\r')
			return "the mail holds a line that does not end in "
			       "CR LF";
		size_t line = (size_t)(lf + 1 - bytes);
		if (memchr(bytes, '\r', line - 2) || memchr(bytes, '\0', line))
			return "the mail holds a bare CR or a NUL";
		if (line - 2 > TEXT_LIMIT)
			return "the mail holds a line of more than 998 octets";
		if (*bytes == '.')
			g_byte_array_append(body, (const guint8 *)".", 1);
		g_byte_array_append(body, bytes, (guint)line);
		bytes = lf + 1;
	}
	g_byte_array_append(body, (const guint8 *)".\r\n", 3);
	return NULL;
}

/* Settle what must not or cannot be sent, before a byte of it is written. */
static bool
refuse(struct smtp *smtp, const void *bytes, size_t len)
{
	const char *to_fault =
		*smtp->to ? smtp_address_fault(smtp->to) : "it is empty";
	const char *from_fault = smtp_address_fault(smtp->from);
	const char *fault = stuff(smtp->body, bytes, len);
	g_autofree char *why = NULL;

	if (from_fault) {
		why = g_strdup_printf(
			"the sender's address cannot be used: %s", from_fault);
		judge(smtp, VERDICT_CHANNEL, why);
	} else if (to_fault) {
		why = g_strdup_printf(
			"the recipient's address cannot be used: %s", to_fault);
		judge(smtp, VERDICT_PERMANENT, why);
	} else if (fault) {
		judge(smtp, VERDICT_CHANNEL, fault);
	} else if (smtp->server.limit > 0 &&
		(int64_t)smtp->body->len > smtp->server.limit) {
		why = g_strdup_printf(
			"the mail is larger than the server takes (%lld)",
			(long long)smtp->server.limit);
		judge(smtp, VERDICT_CHANNEL, why);
	}
	settle(smtp);
	return smtp->settled;
}

void
smtp_carry(struct smtp *smtp, const char *from, const char *to,
	const void *bytes, size_t len, int64_t now)
{
	g_assert(smtp_ready(smtp));
	g_free(smtp->from);
	g_free(smtp->to);
	smtp->from = g_strdup(from);
	smtp->to = g_strdup(to);
	smtp->carrying = true;
	if (refuse(smtp, bytes, len))
		return;
	smtp->unsaid = smtp->nested ? AWAIT_RSET : AWAIT_MAIL;
	smtp->nested = false;
	go_on(smtp);
	wait_anew(smtp, now);
}

void
smtp_quit(struct smtp *smtp, int64_t now)
{
	if (smtp->quit_wanted)
		return;
	smtp->quit_wanted = true;
	go_on(smtp);
	if (!smtp->carrying)
		wait_anew(smtp, now);
}

const void *
smtp_out(const struct smtp *smtp, size_t *len)
{
	*len = smtp->over ? 0 : smtp->out->len - smtp->out_used;
	return smtp->out->data + smtp->out_used;
}

bool
smtp_has_out(const struct smtp *smtp)
{
	return !smtp->over && smtp->out_used < smtp->out->len;
}

void
smtp_wrote(struct smtp *smtp, size_t n, int64_t now)
{
	smtp->out_used += n;
	g_assert(smtp->out_used <= smtp->out->len);
	if (n)
		wait_anew(smtp, now);
	if (smtp->out_used == smtp->out->len) {
		g_byte_array_set_size(smtp->out, 0);
		smtp->out_used = 0;
	}
}

/* --- reading ------------------------------------------------------------ */

/* 354: the body, or a lone dot when its recipient was refused (RFC 2920). */
static void
answer_go_ahead(struct smtp *smtp)
{
	if (smtp->judged) {
		say(smtp, AWAIT_EMPTY, ".\r\n");
		return;
	}
	smtp->awaited[smtp->n_awaited++] = AWAIT_DOT;
	g_byte_array_append(smtp->out, smtp->body->data, smtp->body->len);
}

/* The reply to the final dot; or one that came before it was out. */
static void
take_verdict(struct smtp *smtp, int code, const char *text, bool early)
{
	if (code >= 400)
		judge(smtp, smtp_judge(SMTP_DOT, code, text), smtp->words->str);
	else if (code < 300 && !early)
		judge(smtp, VERDICT_ACCEPTED, smtp->words->str);
	else
		judge(smtp, early ? VERDICT_UNSENT : VERDICT_IN_DOUBT,
			smtp->words->str);
	if (early || code / 100 == 3)
		end(smtp, "the server is out of step");
}

static void
take_refusal(
	struct smtp *smtp, enum smtp_phase phase, int code, const char *text)
{
	if (code < 400) {
		end(smtp, "the server gave a reply that does not fit");
		return;
	}
	judge(smtp, smtp_judge(phase, code, text), smtp->words->str);
	smtp->nested = true;
}

static enum await
next_awaited(struct smtp *smtp)
{
	enum await await = smtp->awaited[0];

	smtp->n_awaited--;
	memmove(smtp->awaited, smtp->awaited + 1,
		(size_t)smtp->n_awaited * sizeof *smtp->awaited);
	return await;
}

static void
take_awaited(struct smtp *smtp, int code, const char *text)
{
	bool early = !smtp_in_doubt(smtp);
	bool good = code / 100 == 2;

	switch (next_awaited(smtp)) {
	case AWAIT_RSET:
		if (!good)
			end(smtp, "the server refused to reset");
		break;
	case AWAIT_MAIL:
		if (!good)
			take_refusal(smtp, SMTP_MAIL, code, text);
		break;
	case AWAIT_RCPT:
		if (!good)
			take_refusal(smtp, SMTP_RCPT, code, text);
		break;
	case AWAIT_DATA:
		if (code == 354)
			answer_go_ahead(smtp);
		else
			take_refusal(smtp, SMTP_DATA, code, text);
		break;
	case AWAIT_DOT:
		take_verdict(smtp, code, text, early);
		break;
	case AWAIT_EMPTY:
		break;
	case AWAIT_QUIT:
		end(smtp, "the conversation is over");
		break;
	}
}

/* 421 ends the conversation wherever it comes (RFC 5321 3.8); as the reply to
 * the dot it is a definite no. */
static void
take_goodbye(struct smtp *smtp)
{
	smtp->busy = true;
	if (smtp_in_doubt(smtp))
		judge(smtp, VERDICT_TEMPORARY, smtp->words->str);
	else
		judge(smtp, VERDICT_UNSENT, smtp->words->str);
	end(smtp, smtp->words->str);
}

static void
take_reply(struct smtp *smtp, int code, int64_t now)
{
	const char *text = smtp->words->str + MIN(smtp->words->len, 4);

	if (code == 421)
		take_goodbye(smtp);
	else if (!smtp->n_awaited)
		end(smtp, "the server spoke unasked");
	else
		take_awaited(smtp, code, text);
	if (smtp->over)
		return;
	if (!smtp->n_awaited)
		settle(smtp);
	if (smtp->out_used == smtp->out->len) {
		g_byte_array_set_size(smtp->out, 0);
		smtp->out_used = 0;
	}
	go_on(smtp);
	wait_anew(smtp, now);
}

/* "250-text" or "250 text"; 0 when it is no reply line (RFC 5321 4.2). */
static int
reply_code(const GString *line)
{
	const char *p = line->str;

	if (line->len < 3 || p[0] < '2' || p[0] > '5' ||
		!g_ascii_isdigit(p[1]) || !g_ascii_isdigit(p[2]) ||
		(p[3] && p[3] != ' ' && p[3] != '-'))
		return 0;
	return (p[0] - '0') * 100 + (p[1] - '0') * 10 + (p[2] - '0');
}

/* Add a line to the reply's words: whole the first, without code the rest. */
static void
keep_words(struct smtp *smtp)
{
	const char *words = smtp->line->str;

	if (smtp->reply_lines++ == 0)
		g_string_truncate(smtp->words, 0);
	else
		words += MIN(smtp->line->len, 3);
	if (smtp->words->len < REPLY_KEPT)
		g_string_append_len(smtp->words, words,
			(gssize)MIN(
				strlen(words), REPLY_KEPT - smtp->words->len));
	if (smtp->words->len > 3 && smtp->words->str[3] == '-')
		smtp->words->str[3] = ' ';
}

static void
take_line(struct smtp *smtp, int64_t now)
{
	GString *line = smtp->line;

	while (line->len && (line->str[line->len - 1] == '\r'))
		g_string_truncate(line, line->len - 1);
	int code = reply_code(line);
	bool last = line->str[0] && line->str[MIN(line->len, 3)] != '-';
	keep_words(smtp);
	g_string_truncate(line, 0);
	if (!code || smtp->reply_lines > REPLY_LINES) {
		end(smtp, "the server gave a reply that is none");
	} else if (last) {
		smtp->reply_lines = 0;
		take_reply(smtp, code, now);
	}
}

void
smtp_in(struct smtp *smtp, const void *bytes, size_t len, int64_t now)
{
	const char *p = bytes;

	for (; len && !smtp->over; p++, len--) {
		if (*p == '\n')
			take_line(smtp, now);
		else if (smtp->line->len < LINE_LIMIT)
			g_string_append_c(smtp->line, *p ? *p : '?');
		else
			end(smtp, "the server gave a line without end");
	}
}
