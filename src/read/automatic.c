/* Mail that no person wrote. Precedence: bulk or list and
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
	"respuesta automática",
	"fuera de la oficina",
	"risposta automatica",
	"fuori sede",
	"resposta automática",
	"automatisch antwoord",
	"afwezig",
	"automatiskt svar",
	"frånvaro",
	"automatisk svar",
	"autosvar",
	"automaattinen vastaus",
	"automatyczna odpowiedź",
	"odpowiedź automatyczna",
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
		"X-Mail-Autoreply", "X-Vacation" };
	const char *submitted = header_first(fields, "Auto-Submitted");

	if (submitted && g_ascii_strncasecmp(submitted, "no", 2))
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
		if (header_first(fields, marks[i]) &&
			!field_starts(fields, marks[i], "no"))
			return true;
	return field_starts(fields, "X-POST-MessageClass", "9") ||
		field_starts(fields, "Precedence", "auto_reply") ||
		field_starts(fields, "Precedence", "auto-reply");
}

static bool
subject_starts(const char *low, const struct value_context *context)
{
	const struct language *language;

	for (size_t i = 0; i < G_N_ELEMENTS(subjects); i++)
		if (g_str_has_prefix(low, subjects[i]))
			return true;
	for (size_t i = 0; (language = context_language(context, i)); i++)
		for (size_t k = 0; k < language->auto_subjects.n; k++)
			if (*language->auto_subjects.at[k] &&
				g_str_has_prefix(
					low, language->auto_subjects.at[k]))
				return true;
	return false;
}

bool
automatic_reply(const struct letter_head *head, const struct mime_mail *mail,
	const struct value_context *context)
{
	g_autofree char *low =
		g_utf8_strdown(head->subject ? head->subject : "", -1);

	return head->automatic || subject_starts(low, context) ||
		mime_find(mail, "message/disposition-notification");
}

/* A date behind one of the language's words for "until", "back on". */
int64_t
automatic_until(const char *text, const struct value_context *context)
{
	g_autofree char *low = g_utf8_strdown(text, -1);
	const struct language *language;

	for (size_t i = 0; (language = context_language(context, i)); i++)
		for (size_t k = 0; k < language->until.n; k++) {
			const char *word = language->until.at[k];
			const char *at = *word ? strstr(low, word) : NULL;
			int64_t days;
			bool sure;

			if (!at)
				continue;
			g_autofree char *rest =
				g_strndup(at + strlen(word), 60);
			g_autofree char *valid = g_utf8_make_valid(rest, -1);
			if (date_find(valid, context, &days, &sure) && sure)
				return days;
		}
	return 0;
}
