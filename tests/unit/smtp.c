/* The SMTP machine against scripted servers: what it says, and what it makes
 * of the answers, for every cut of the answers. */
#include <glib.h>
#include <string.h>

#include "carry/smtp.h"

#define MAIL "Subject: x\r\n\r\n.dot\r\nend\r\n"

struct script {
	const char *name;
	bool pipelining;
	const char *answers[8]; /* each when all that was to say is said */
	const char *said;       /* NULL: not compared */
	enum verdict verdict;
	bool over;
};

#define ENVELOPE "MAIL FROM:<a@x.org>\r\nRCPT TO:<b@y.org>\r\nDATA\r\n"
#define BODY     "Subject: x\r\n\r\n..dot\r\nend\r\n.\r\n"

static const struct script scripts[] = {
	{ "accepted, piped", true,
		{ "250 ok\r\n250 ok\r\n354 go\r\n", "250 2.0.0 queued\r\n" },
		ENVELOPE BODY, VERDICT_ACCEPTED, false },
	{ "accepted, in lock-step", false,
		{ "250 ok\r\n", "250-first\r\n250 ok\r\n", "354 go\r\n",
			"252 odd\r\n" },
		ENVELOPE BODY, VERDICT_ACCEPTED, false },
	{ "unknown user", true,
		{ "250 ok\r\n550-5.1.1 no such\r\n550 5.1.1 user\r\n"
		  "554 no valid recipients\r\n" },
		ENVELOPE, VERDICT_PERMANENT, false },
	{ "unknown user, in lock-step", false,
		{ "250 ok\r\n", "550 no such user\r\n" },
		"MAIL FROM:<a@x.org>\r\nRCPT TO:<b@y.org>\r\n",
		VERDICT_PERMANENT, false },
	{ "354 although refused", true,
		{ "250 ok\r\n550 5.1.1 no\r\n354 go\r\n",
			"554 no recipients\r\n" },
		ENVELOPE ".\r\n", VERDICT_PERMANENT, false },
	{ "greylisted", true, { "250 ok\r\n450 4.2.1 later\r\n503 no\r\n" },
		ENVELOPE, VERDICT_TEMPORARY, false },
	{ "sender refused", true,
		{ "550 5.7.1 not you\r\n503 no\r\n503 no\r\n" }, ENVELOPE,
		VERDICT_CHANNEL, false },
	{ "refused after the dot", true,
		{ "250 ok\r\n250 ok\r\n354 go\r\n", "554 5.7.1 spam\r\n" },
		ENVELOPE BODY, VERDICT_CHANNEL, false },
	{ "later after the dot", true,
		{ "250 ok\r\n250 ok\r\n354 go\r\n", "451 4.3.0 busy\r\n" },
		ENVELOPE BODY, VERDICT_TEMPORARY, false },
	{ "421 to MAIL", true, { "421 too many\r\n" }, ENVELOPE, VERDICT_UNSENT,
		true },
	{ "421 to the dot", true,
		{ "250 ok\r\n250 ok\r\n354 go\r\n", "421 closing\r\n" },
		ENVELOPE BODY, VERDICT_TEMPORARY, true },
	{ "closed after the dot", true, { "250 ok\r\n250 ok\r\n354 go\r\n" },
		ENVELOPE BODY, VERDICT_IN_DOUBT, true },
	{ "closed amid the reply to the dot", true,
		{ "250 ok\r\n250 ok\r\n354 go\r\n", "250-2.0.0 que" },
		ENVELOPE BODY, VERDICT_IN_DOUBT, true },
	{ "garbage after the dot", true,
		{ "250 ok\r\n250 ok\r\n354 go\r\n", "what?\r\n" },
		ENVELOPE BODY, VERDICT_IN_DOUBT, true },
	{ "closed instead of 354", true, { "250 ok\r\n250 ok\r\n" }, ENVELOPE,
		VERDICT_UNSENT, true },
	{ "250 instead of 354", true, { "250 ok\r\n250 ok\r\n250 ok\r\n" },
		ENVELOPE, VERDICT_UNSENT, true },
	{ "spoke unasked", true,
		{ "250 ok\r\n250 ok\r\n354 go\r\n", "250 a\r\n250 b\r\n" },
		ENVELOPE BODY, VERDICT_ACCEPTED, true },
};

/* Everything the machine says now. */
static void
take_out(struct smtp *smtp, GString *said)
{
	size_t len;
	const void *out;

	while (smtp_has_out(smtp)) {
		out = smtp_out(smtp, &len);
		size_t some = MIN(len, 7);

		g_string_append_len(said, out, (gssize)some);
		smtp_wrote(smtp, some, 0);
	}
}

static enum verdict
play(const struct script *script, size_t chunk, GString *said, bool *over)
{
	struct smtp *smtp = smtp_new(
		(struct smtp_server){ .pipelining = script->pipelining });
	enum verdict verdict = VERDICT_ACCEPTED;
	const char *reply = "";

	smtp_carry(smtp, "a@x.org", "b@y.org", MAIL, strlen(MAIL), 0);
	for (int i = 0; i < 8 && script->answers[i]; i++) {
		const char *answer = script->answers[i];
		size_t left = strlen(answer);

		take_out(smtp, said);
		for (size_t n; left; left -= n, answer += n) {
			n = MIN(chunk, left);
			smtp_in(smtp, answer, n, 0);
		}
	}
	take_out(smtp, said);
	bool settled = smtp_settled(smtp, &verdict, &reply);
	if (!settled) {
		smtp_closed(smtp, "closed", 0);
		settled = smtp_settled(smtp, &verdict, &reply);
	}
	g_assert_true(settled);
	g_assert_cmpuint(strlen(reply), >, 0);
	g_assert_false(smtp_settled(smtp, &verdict, &reply));
	*over = smtp_over(smtp);
	smtp_free(smtp);
	return verdict;
}

static void
test_script(const void *given)
{
	const struct script *script = given;

	for (size_t chunk = 1; chunk < 80; chunk++) {
		g_autoptr(GString) said = g_string_new(NULL);
		bool over;
		enum verdict verdict = play(script, chunk, said, &over);

		g_assert_cmpstr(verdict_name(verdict), ==,
			verdict_name(script->verdict));
		g_assert_cmpint(over, ==, script->over);
		g_assert_cmpstr(said->str, ==, script->said);
	}
}

/* A failed envelope leaves the transaction open: RSET comes before the next
 * MAIL, and only then. */
static void
test_reset(void)
{
	struct smtp *smtp =
		smtp_new((struct smtp_server){ .pipelining = true });
	g_autoptr(GString) said = g_string_new(NULL);
	enum verdict verdict;
	const char *reply;

	for (int i = 0; i < 3; i++) {
		const char *first = i == 1 ? "250 reset\r\n" : "";
		g_autofree char *answer = g_strconcat(first,
			i == 0 ? "250 ok\r\n550 no\r\n503 no\r\n"
			       : "250 ok\r\n250 ok\r\n354 go\r\n",
			NULL);

		g_assert_true(smtp_ready(smtp));
		smtp_carry(smtp, "", "b@y.org", "x\r\n", 3, 0);
		take_out(smtp, said);
		smtp_in(smtp, answer, strlen(answer), 0);
		take_out(smtp, said);
		if (i)
			smtp_in(smtp, "250 taken\r\n", 11, 0);
		g_assert_true(smtp_settled(smtp, &verdict, &reply));
	}
	smtp_quit(smtp, 0);
	take_out(smtp, said);
	g_assert_cmpstr(said->str, ==,
		"MAIL FROM:<>\r\nRCPT TO:<b@y.org>\r\nDATA\r\n"
		"RSET\r\n"
		"MAIL FROM:<>\r\nRCPT TO:<b@y.org>\r\nDATA\r\nx\r\n.\r\n"
		"MAIL FROM:<>\r\nRCPT TO:<b@y.org>\r\nDATA\r\nx\r\n.\r\n"
		"QUIT\r\n");
	smtp_in(smtp, "221 bye\r\n", 9, 0);
	g_assert_true(smtp_over(smtp));
	smtp_free(smtp);
}

/* What cannot be sent safely never begins. */
static void
refused(const char *from, const char *to, const char *mail, size_t len,
	enum verdict expected)
{
	struct smtp *smtp =
		smtp_new((struct smtp_server){ .size = true, .limit = 2000 });
	enum verdict verdict = VERDICT_ACCEPTED;
	const char *reply;

	smtp_carry(smtp, from, to, mail, len, 0);
	(void)smtp_out(smtp, &len);
	g_assert_cmpuint(len, ==, 0);
	g_assert_true(smtp_settled(smtp, &verdict, &reply));
	g_assert_cmpstr(verdict_name(verdict), ==, verdict_name(expected));
	g_assert_true(smtp_ready(smtp));
	smtp_free(smtp);
}

static void
test_refused(void)
{
	g_autofree char *long_line = g_strnfill(1500, 'x');
	g_autofree char *line = g_strconcat(long_line, "\r\n", NULL);
	g_autoptr(GString) large = g_string_new(NULL);

	while (large->len < 2100)
		g_string_append(large, "a line\r\n");
	refused("a@x\r\nRCPT TO:<c@d>", "b@y", "x\r\n", 3, VERDICT_CHANNEL);
	refused("a@x", "b@y>\r\nDATA", "x\r\n", 3, VERDICT_PERMANENT);
	refused("a@x", "b b@y", "x\r\n", 3, VERDICT_PERMANENT);
	refused("a@x", "b@y>", "x\r\n", 3, VERDICT_PERMANENT);
	refused("a@x", "j\303\266rg@y", "x\r\n", 3, VERDICT_PERMANENT);
	refused("a@x", "", "x\r\n", 3, VERDICT_PERMANENT);
	refused("a@x", "b@y", "x\n.\n", 4, VERDICT_CHANNEL);
	refused("a@x", "b@y", "x\ry\r\n", 5, VERDICT_CHANNEL);
	refused("a@x", "b@y", "x\r\nend", 6, VERDICT_CHANNEL);
	refused("a@x", "b@y", "x\0y\r\n", 5, VERDICT_CHANNEL);
	refused("a@x", "b@y", line, strlen(line), VERDICT_CHANNEL);
	refused("a@x", "b@y", large->str, large->len, VERDICT_CHANNEL);
}

/* Ten minutes for the dot, and not one second less. */
static void
test_patience(void)
{
	struct smtp *smtp =
		smtp_new((struct smtp_server){ .pipelining = true });
	enum verdict verdict;
	const char *reply;
	size_t len;

	g_assert_cmpint(smtp_deadline(smtp), ==, INT64_MAX);
	smtp_carry(smtp, "a@x", "b@y", "x\r\n", 3, 1000);
	(void)smtp_out(smtp, &len);
	smtp_wrote(smtp, len, 1000);
	g_assert_cmpint(smtp_deadline(smtp), ==, 1000 + 300000);
	smtp_in(smtp, "250 ok\r\n250 ok\r\n", 16, 2000);
	g_assert_cmpint(smtp_deadline(smtp), ==, 2000 + 120000);
	smtp_in(smtp, "354 go\r\n", 8, 3000);
	g_assert_cmpint(smtp_deadline(smtp), ==, 3000 + 180000);
	g_assert_false(smtp_in_doubt(smtp));
	(void)smtp_out(smtp, &len);
	smtp_wrote(smtp, len - 1, 4000);
	g_assert_false(smtp_in_doubt(smtp));
	smtp_wrote(smtp, 1, 5000);
	g_assert_true(smtp_in_doubt(smtp));
	smtp_in(smtp, "250-half a rep", 14, 6000);
	g_assert_cmpint(smtp_deadline(smtp), ==, 5000 + 600000);
	smtp_expire(smtp, 5000 + 599999);
	g_assert_false(smtp_settled(smtp, &verdict, &reply));
	smtp_expire(smtp, 5000 + 600000);
	g_assert_true(smtp_settled(smtp, &verdict, &reply));
	g_assert_cmpint(verdict, ==, VERDICT_IN_DOUBT);
	smtp_free(smtp);
}

/* Rude servers are bounded. */
static void
test_rude(void)
{
	struct smtp *smtp = smtp_new((struct smtp_server){ 0 });
	struct smtp *other = smtp_new((struct smtp_server){ 0 });
	g_autofree char *flood = g_strnfill(100000, '2');
	enum verdict verdict;
	const char *reply;

	smtp_carry(smtp, "a@x", "b@y", "x\r\n", 3, 0);
	smtp_in(smtp, flood, 100000, 0);
	g_assert_true(smtp_settled(smtp, &verdict, &reply));
	g_assert_cmpint(verdict, ==, VERDICT_UNSENT);
	g_assert_true(smtp_over(smtp));
	smtp_carry(other, "a@x", "b@y", "x\r\n", 3, 0);
	for (int i = 0; i < 200; i++)
		smtp_in(other, "250-more\r\n", 10, 0);
	g_assert_true(smtp_over(other));
	smtp_free(smtp);
	smtp_free(other);
}

static void
test_judge(void)
{
	static const struct {
		enum smtp_phase phase;
		int code;
		const char *text;
		enum verdict verdict;
	} rows[] = {
		{ SMTP_DOT, 250, "2.0.0 ok", VERDICT_ACCEPTED },
		{ SMTP_RCPT, 550, "5.1.1 user unknown", VERDICT_PERMANENT },
		{ SMTP_RCPT, 550, "no such user", VERDICT_PERMANENT },
		{ SMTP_RCPT, 550, "5.2.1 disabled", VERDICT_PERMANENT },
		{ SMTP_RCPT, 552, "5.2.2 mailbox full", VERDICT_TEMPORARY },
		{ SMTP_RCPT, 550, "5.4.1 access denied", VERDICT_PERMANENT },
		{ SMTP_RCPT, 556, "takes no mail", VERDICT_PERMANENT },
		{ SMTP_DOT, 550, "5.1.1 user unknown", VERDICT_PERMANENT },
		{ SMTP_DOT, 550, "no", VERDICT_CHANNEL },
		{ SMTP_RCPT, 550, "relay access denied", VERDICT_CHANNEL },
		{ SMTP_RCPT, 554, "5.7.1 relay denied", VERDICT_CHANNEL },
		{ SMTP_RCPT, 550, "5.1.8 bad sender", VERDICT_CHANNEL },
		{ SMTP_MAIL, 550, "5.1.1 who are you", VERDICT_CHANNEL },
		{ SMTP_MAIL, 530, "5.7.0 log in first", VERDICT_CHANNEL },
		{ SMTP_RCPT, 535, "5.1.1 x", VERDICT_CHANNEL },
		{ SMTP_DOT, 552, "5.3.4 too big", VERDICT_CHANNEL },
		{ SMTP_RCPT, 550, "5.4.5 daily quota", VERDICT_CHANNEL },
		{ SMTP_RCPT, 451, "4.7.1 greylisted", VERDICT_TEMPORARY },
		{ SMTP_RCPT, 452, "4.2.2 over quota", VERDICT_TEMPORARY },
		{ SMTP_RCPT, 454, "4.7.0 auth", VERDICT_CHANNEL },
		{ SMTP_MAIL, 451, "4.7.0 slow down", VERDICT_CHANNEL },
		{ SMTP_DOT, 451, "too many mails", VERDICT_CHANNEL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		enum verdict verdict =
			smtp_judge(rows[i].phase, rows[i].code, rows[i].text);

		if (verdict != rows[i].verdict)
			g_test_message("row %zu: %d %s", i, rows[i].code,
				rows[i].text);
		g_assert_cmpint(verdict, ==, rows[i].verdict);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	for (size_t i = 0; i < G_N_ELEMENTS(scripts); i++) {
		g_autofree char *name =
			g_strdup_printf("/smtp/%s", scripts[i].name);

		g_test_add_data_func(name, &scripts[i], test_script);
	}
	g_test_add_func("/smtp/reset", test_reset);
	g_test_add_func("/smtp/refused before a byte", test_refused);
	g_test_add_func("/smtp/patience", test_patience);
	g_test_add_func("/smtp/rude", test_rude);
	g_test_add_func("/smtp/judge", test_judge);
	return g_test_run();
}
