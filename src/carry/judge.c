/* What a server's reply means: the recipient, the moment, or us?
 *
 * A participant is marked as unreachable only when the server speaks of the
 * recipient (X.1.x, X.2.x, or a bare 550 to RCPT). Whatever smells of our own
 * account, address or content (authentication, policy, quota, syntax) is the
 * channel's fault: the coordinator hears of it and nobody is blamed for it.
 * Codes: RFC 5321 4.2, RFC 3463, RFC 4954 6, RFC 7504.
 */
#include <glib.h>
#include <string.h>

#include "carry/smtp.h"

#define ADDRESS_MAX 254 /* RFC 5321 4.5.3.1.3: a path of 256 has < and > */

struct enhanced {
	int class, subject, detail; /* -1 each when there is none */
};

/* "5.1.1 words" -> 5, 1, 1. */
static struct enhanced
enhanced_of(const char *text)
{
	struct enhanced e = { -1, -1, -1 };
	int number[3] = { 0 };
	const char *p = text;

	for (int i = 0; i < 3; i++) {
		int digits = 0;

		for (; g_ascii_isdigit(*p) && digits < 3; digits++)
			number[i] = number[i] * 10 + (*p++ - '0');
		if (!digits || (i < 2 && *p++ != '.'))
			return e;
	}
	if (*p && *p != ' ')
		return e;
	return (struct enhanced){ number[0], number[1], number[2] };
}

static bool
speaks_of(const char *text, const char *const *words)
{
	g_autofree char *lower = g_ascii_strdown(text, -1);

	for (; *words; words++)
		if (strstr(lower, *words))
			return true;
	return false;
}

static const char *const throttle_words[] = { "rate limit", "too many",
	"throttl", "quota", "too fast", "try slower", NULL };

/* In a refusal without an enhanced code. */
static const char *const policy_words[] = { "relay", "policy", "spam",
	"blocked", "black", "block list", "blocklist", "authent", "quota",
	"rate limit", "too many", "not permitted", "reputation", NULL };

static enum verdict
judge_later(enum smtp_phase phase, int code, const char *text)
{
	struct enhanced e = enhanced_of(text);

	if (code == 454) /* temporary authentication failure */
		return VERDICT_CHANNEL;
	if (e.class == 4 && e.subject == 2) /* the recipient's mailbox */
		return VERDICT_TEMPORARY;
	if (e.class == 4 && e.subject == 7 && phase == SMTP_MAIL)
		return VERDICT_CHANNEL;
	return speaks_of(text, throttle_words) ? VERDICT_CHANNEL
					       : VERDICT_TEMPORARY;
}

/* A 5xx with an enhanced code, to RCPT or the dot. */
static enum verdict
judge_enhanced(enum smtp_phase phase, struct enhanced e)
{
	bool rcpt = phase == SMTP_RCPT;

	switch (e.subject) {
	case 1: /* 5.1.7 and 5.1.8: the sender's address, ours */
		return e.detail == 7 || e.detail == 8 ? VERDICT_CHANNEL
						      : VERDICT_PERMANENT;
	case 2: /* 5.2.2: mailbox full, which may pass */
		return e.detail == 2 ? VERDICT_TEMPORARY : VERDICT_PERMANENT;
	case 4: /* routing to the recipient; 5.4.5 congestion is quota */
		return rcpt && e.detail != 5 && e.detail != 6
			? VERDICT_PERMANENT
			: VERDICT_CHANNEL;
	default:
		return VERDICT_CHANNEL;
	}
}

static enum verdict
judge_plain(enum smtp_phase phase, int code, const char *text)
{
	bool rcpt = phase == SMTP_RCPT;

	switch (code) {
	case 550:
	case 551:
	case 553:
		return rcpt && !speaks_of(text, policy_words)
			? VERDICT_PERMANENT
			: VERDICT_CHANNEL;
	case 521: /* RFC 7504: a host that takes no mail */
	case 556:
		return rcpt ? VERDICT_PERMANENT : VERDICT_CHANNEL;
	case 552: /* RFC 5321 4.5.3.1.9 wants it read as 452 here */
		return rcpt ? VERDICT_TEMPORARY : VERDICT_CHANNEL;
	default:
		return VERDICT_CHANNEL;
	}
}

enum verdict
smtp_judge(enum smtp_phase phase, int code, const char *text)
{
	struct enhanced e = enhanced_of(text);

	if (code < 400)
		return VERDICT_ACCEPTED;
	if (code < 500)
		return judge_later(phase, code, text);
	if (phase == SMTP_MAIL || phase == SMTP_DATA)
		return VERDICT_CHANNEL; /* not yet, or no longer, the recipient */
	if (code == 530 || code == 534 || code == 535 || code == 538)
		return VERDICT_CHANNEL; /* RFC 4954 6 */
	if (e.class == 5)
		return judge_enhanced(phase, e);
	return judge_plain(phase, code, text);
}

const char *
smtp_address_fault(const char *address)
{
	if (strlen(address) > ADDRESS_MAX)
		return "it is longer than 254 characters";
	for (const unsigned char *p = (const unsigned char *)address; *p; p++) {
		if (*p > 0x7e)
			return "it holds a character outside ASCII";
		if (*p < 0x21 || *p == '<' || *p == '>')
			return "it holds a blank, a control character or "
			       "an angle bracket";
	}
	return NULL;
}
