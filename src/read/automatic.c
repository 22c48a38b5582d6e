/* Mail that no person wrote: by its header, or by its subject, where a second
 * sign bears it out. Precedence: bulk or list and
 * X-Auto-Response-Suppress decide nothing: half of all mail from people
 * through lists and Exchange carries them. */
#include <glib.h>
#include <string.h>

#include "read/kind.h"

/* Starts of automatic subjects, for languages that have no templates here;
 * the others bring theirs in words.conf. */
static const char *const subjects[] = {
	"automatic reply",
	"automatic response",
	"auto reply",
	"auto-reply",
	"autoreply",
	"autoreply:",
	"auto:",
	"autoresponse",
	"auto response",
	"out of office",
	"out of office reply",
	"out of office response",
	"out of office autoreply",
	"out of office auto-reply",
	"out of the office",
	"out-of-office",
	"vacation:",
	"vacation reply",
	"away from my mail",
	"away from the office",
	"automatische antwort",
	"abwesenheit",
	"abwesend",
	"réponse automatique",
	"absence du bureau",
	"absent du bureau",
	"message d'absence",
	"respuesta automática",
	"fuera de la oficina",
	"fuera de oficina",
	"ausente",
	"risposta automatica",
	"fuori sede",
	"fuori ufficio",
	"resposta automática",
	"ausência",
	"fora do escritório",
	"automatisch antwoord",
	"afwezig",
	"automatiskt svar",
	"frånvaro",
	"autosvar",
	"fravær",
	"automatisk svar",
	"automaattinen vastaus",
	"automatyczna odpowiedź",
	"odpowiedź automatyczna",
	"poza biurem",
	"nieobecność",
	"automatická odpověď",
	"автоответ",
	"автоматический ответ",
	"автоматична відповідь",
	"otomatik yanıt",
	"自动回复",
	"自動回覆",
	"自動応答",
	"자동 회신",
};

static bool
field_starts(
	const struct header_list *fields, const char *name, const char *start)
{
	const char *value = header_first(fields, name);

	return value && !g_ascii_strncasecmp(value, start, strlen(start));
}

bool
automatic_header(const struct header_list *fields)
{
	static const char *const marks[] = { "X-Autoreply", "X-Autorespond",
		"X-Autoresponder", "X-Auto-Reply", "X-AutoReply-From",
		"X-Mail-Autoreply", "X-Autoresponse", "X-Vacation" };
	const char *submitted = header_first(fields, "Auto-Submitted");

	/* RFC 3834 5: "no" is the one value of people; an empty one is none */
	if (submitted && *submitted &&
		(g_ascii_strncasecmp(submitted, "no", 2) ||
			g_ascii_isalpha(submitted[2])))
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
		if (header_first(fields, marks[i]) &&
			!field_starts(fields, marks[i], "no"))
			return true;
	return field_starts(fields, "X-POST-MessageClass", "9") ||
		field_starts(fields, "Precedence", "auto_reply") ||
		field_starts(fields, "Precedence", "auto-reply");
}

/* A start that is sure by itself: it says "automatic" or "reply", and no person
 * begins so. Of "Auto:" only the rest can tell whether it is about a car. */
static bool
is_plain_phrase(const char *phrase)
{
	static const char *const marks[] = { "auto", "reply", "response",
		"notiz", "nachricht", "авто", "otomatik", "自动", "自動",
		"자동" };

	if (!strcmp(phrase, "auto:"))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
		if (strstr(phrase, marks[i]))
			return true;
	return false;
}

/* Signs that a program sent it, none of which is enough alone: people's mail
 * has each of them at times. An answer by a person has "Re:" before it. */
static bool
second_sign(const struct letter_head *head, const struct header_list *fields)
{
	return head->null_sender || head->automatic || head->references.n ||
		header_first(fields, "X-Auto-Response-Suppress") ||
		field_starts(fields, "Precedence", "bulk") ||
		field_starts(fields, "Precedence", "junk");
}

static bool
any_start(const char *low, const char *const *phrases, size_t n, bool second)
{
	/* Notes: "AUTO: Ana is out of the office (returning ...)" */
	bool notes = g_str_has_prefix(low, "auto:");

	for (size_t i = 0; i < n; i++) {
		const char *at = *phrases[i] ? strstr(low, phrases[i]) : NULL;

		if (at == low && (second || is_plain_phrase(phrases[i])))
			return true;
		if (notes && at && at != low)
			return true;
	}
	return false;
}

bool
automatic_subject(const struct letter_head *head,
	const struct header_list *fields, const struct value_context *context)
{
	g_autofree char *low =
		g_utf8_strdown(head->subject ? head->subject : "", -1);
	const char *start = low + strspn(low, " [(*<\"'");
	bool second = second_sign(head, fields);
	const struct language *language;

	if (any_start(start, subjects, G_N_ELEMENTS(subjects), second))
		return true;
	for (size_t i = 0; context && (language = context_language(context, i));
		i++)
		if (any_start(start, language->auto_subjects.at,
			    language->auto_subjects.n, second))
			return true;
	return false;
}

/* RFC 8098: "it was displayed", or deleted; also what else comes as a report
 * and is neither of a delivery nor a complaint. */
static bool
is_receipt(const struct letter_head *head, const struct mime_mail *mail)
{
	return !strcmp(mail->type, "multipart/report") ||
		(head->automatic &&
			mime_find(mail, "message/disposition-notification"));
}

bool
automatic_reply(const struct letter_head *head,
	const struct header_list *fields, const struct mime_mail *mail,
	const struct value_context *context, enum auto_reply *what)
{
	if (is_receipt(head, mail))
		*what = AUTO_REPLY_RECEIPT;
	else if (head->automatic || head->null_sender ||
		automatic_subject(head, fields, context))
		*what = AUTO_REPLY_AWAY;
	else
		return false;
	return true;
}
