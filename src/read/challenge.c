/* Challenge and response: a program between us and a person holds our mail
 * back until somebody clicks. Such mails come with every kind of header, some
 * dressed as bounces, some in the name of the person; what they have in common
 * is that a service wrote them, or that they speak of a list of senders and of
 * proving something, with a link. Two such clauses and a link make one, where
 * nothing in the header speaks for a machine. */
#include <glib.h>
#include <string.h>

#include "read/kind.h"

#define TEXT_MOST  8192
#define SHORT_TEXT 2000 /* of a challenge: nobody reads more */

/* Domains that send nothing else from such names. */
static const char *const services[] = {
	"boxbe.com",
	"spamarrest.com",
	"mailinblack.com",
	"bluebottle.com",
	"knowspam.net",
	"choicemail.com",
	"mailblocks.com",
	"0spam.com",
	"spamwall.com",
	"sendio.com",
};

static const char *const service_names[] = { "noreply@", "no-reply@",
	"donotreply@", "challenge", "verify", "verification", "confirm",
	"authenticate", "support@" };

static const char *const service_fields[] = {
	"X-Bluebottle-Request",
	"X-Boxbe-Request",
	"X-Spamarrest-Noauth",
	"X-TMDA-Confirm-Done",
	"X-Challenge-Response",
	"X-ChoiceMail-Registration-Request",
	"X-ASK-Auth",
};

/* Clauses of such mails. Each is rare among people, two of them are not met. */
static const char *const clauses[] = {
	"allowed list",
	"allowed senders",
	"approved senders",
	"approved list",
	"safe list",
	"guest list",
	"account is protected",
	"mailbox is protected",
	"inbox is protected",
	"protect myself from spam",
	"protect my inbox",
	"anti-spam system",
	"antispam system",
	"has been placed on hold",
	"is being held",
	"is quarantined",
	"in quarantine until",
	"please confirm your message",
	"confirm that your message",
	"confirm this message",
	"prove that you are",
	"prove you are human",
	"verify that you are",
	"release your message",
	"to have your message delivered",
	"ensure delivery of your",
	"before your message can be delivered",
	"before your email can be delivered",
	"your message will be delivered",
	"will not be delivered until",
	"click on the following link",
	"click the link below",
	"click here to verify",
	"only have to do this once",
	"only need to do this once",
	"nachricht wird zurückgehalten",
	"bestätigen sie, dass sie",
	"auf die positivliste",
	"freigabe ihrer nachricht",
	"votre message est en attente",
	"confirmer votre message",
	"vous authentifier",
	"confirme su mensaje",
	"lista de remitentes",
	"confermare il messaggio",
	"confirme sua mensagem",
};

/* Lists in which a mail must be found by its header alone must be short: a
 * person may have a mailbox at such a service. */
static bool
from_service(const struct letter_head *head)
{
	const char *at = head->from ? strchr(head->from, '@') : NULL;
	bool named = false;

	for (size_t i = 0; at && i < G_N_ELEMENTS(service_names); i++)
		named = named ||
			!g_ascii_strncasecmp(head->from, service_names[i],
				strlen(service_names[i]));
	for (size_t i = 0; named && i < G_N_ELEMENTS(services); i++)
		if (!g_ascii_strcasecmp(at + 1, services[i]))
			return true;
	return false;
}

static bool
has_service_field(const struct header_list *fields)
{
	for (size_t i = 0; i < G_N_ELEMENTS(service_fields); i++)
		if (header_first(fields, service_fields[i]))
			return true;
	return false;
}

/* What the sender wrote, quotations aside, in lower case. */
static char *
own_text(struct pool *pool, const struct body_line_list *lines)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (size_t i = 0; i < lines->n && text->len < TEXT_MOST; i++)
		if (*lines->at[i].text != '>' && !lines->at[i].depth)
			g_string_append_printf(
				text, "%.*s ", 2000, lines->at[i].text);
	g_autofree char *valid = g_utf8_make_valid(text->str, -1);
	g_autofree char *low = g_utf8_strdown(valid, -1);
	return pool_strdup(pool, low);
}

static size_t
count_clauses(const char *low)
{
	size_t n = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(clauses); i++)
		n += strstr(low, clauses[i]) != NULL;
	return n;
}

/* TMDA and kin ask for an answer to an address made for this mail. */
static bool
asks_for_reply(const struct letter_head *head)
{
	return head->automatic && head->reply_to &&
		strstr(head->reply_to, "confirm");
}

bool
challenge_is(struct pool *pool, const struct letter_head *head,
	const struct header_list *fields, const struct mime_mail *mail)
{
	if (from_service(head) || has_service_field(fields) ||
		asks_for_reply(head))
		return true;
	char *low = own_text(pool, &mail->body);
	size_t n = count_clauses(low);
	bool machine = head->automatic || head->null_sender ||
		(head->from &&
			(g_str_has_prefix(head->from, "noreply@") ||
				g_str_has_prefix(head->from, "no-reply@")));

	/* a refusal with a code speaks of spam as well, and is a bounce */
	if (!strstr(low, "http") || bounce_status(pool, low) ||
		mime_find(mail, "message/delivery-status"))
		return false;
	return machine ? n >= 2 : n >= 3 && strlen(low) < SHORT_TEXT;
}
