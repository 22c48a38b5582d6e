/* What a failed delivery asks of us, by its status code and its words. The
 * phrases are those of the mail servers in wide use; who writes one in another
 * language sends the code as well more often than not, so that those tables
 * stay short. A phrase is looked for anywhere in a few kilobytes: one pass
 * each. */
#include <glib.h>
#include <string.h>

#include "read/kind.h"

/* The address is dead: nobody is there, or never was. */
static const char *const stop_words[] = {
	"user unknown",
	"unknown user",
	"user is unknown",
	"no such user",
	"no such recipient",
	"no such mailbox",
	"no such person",
	"no such address",
	"no such local",
	"unknown recipient",
	"recipient unknown",
	"unknown address",
	"unknown e-mail address",
	"unknown email address",
	"address unknown",
	"unknown mailbox",
	"unknown local",
	"invalid recipient",
	"invalid mailbox",
	"invalid address",
	"invalid user",
	"invalid final delivery",
	"user invalid",
	"user not found",
	"recipient not found",
	"recipientnotfound",
	"mailbox not found",
	"no mailbox",
	"mailbox unavailable",
	"mailbox is unavailable",
	"mailbox not available",
	"not listed in",
	"unrouteable address",
	"unroutable address",
	"does not exist",
	"doesn't exist",
	"not exist",
	"account disabled",
	"account has been disabled",
	"account is disabled",
	"account inactive",
	"account is inactive",
	"account closed",
	"account has been closed",
	"mailbox disabled",
	"mailbox is disabled",
	"mailbox is inactive",
	"deactivated",
	"not an active address",
	"not a valid",
	"not a known",
	"isn't a known",
	"not known",
	"not our customer",
	"user doesn't have",
	"no longer",
	"bad address",
	"bad destination",
	"host unknown",
	"unknown host",
	"host not found",
	"domain not found",
	"no such domain",
	"dns lookup failure",
	"name service error",
	"could not find a gateway",
	"name server: host",
	"final email delivery point",
	/* Exchange refuses unknown addresses at the edge in these words */
	"recipient address rejected: access denied",
	/* other languages */
	"empfänger unbekannt",
	"unbekannter empfänger",
	"benutzer unbekannt",
	"unbekannter benutzer",
	"existiert nicht",
	"adresse ungültig",
	"nicht gefunden",
	"utilisateur inconnu",
	"destinataire inconnu",
	"adresse inconnue",
	"n'existe pas",
	"n’existe pas",
	"introuvable",
	"usuario desconocido",
	"destinatario desconocido",
	"no existe",
	"utente sconosciuto",
	"destinatario sconosciuto",
	"inesistente",
	"non esiste",
	"usuário desconhecido",
	"destinatário desconhecido",
	"não existe",
	"inexistente",
	"onbekende gebruiker",
	"gebruiker onbekend",
	"bestaat niet",
	"nieznany użytkownik",
	"nieznany odbiorca",
	"nie istnieje",
	"okänd användare",
	"okänd mottagare",
	"finns inte",
	"kullanıcı bulunamadı",
	"не существует",
	"не найден",
	"не існує",
	"не знайден",
	"不存在",
	"存在しません",
	"宛先不明",
};

/* There is somebody, and no room. */
static const char *const full_words[] = {
	"mailbox full",
	"mailbox is full",
	"full mailbox",
	"mailfolder is full",
	"inbox is full",
	"mailbox space",
	"mail box space",
	"over quota",
	"overquota",
	"over the quota",
	"exceeding their quota",
	"quota exceeded",
	"quota violation",
	"exceeded quota",
	"exceeds quota",
	"exceeded the quota",
	"disk quota",
	"out of storage",
	"exceeded storage",
	"exceeded their storage",
	"not enough space",
	"not enough storage",
	"no space left",
	"insufficient",
	"too many recipients",
	"postfach voll",
	"postfach ist voll",
	"postfach des empfängers ist voll",
	"quota überschritten",
	"boîte pleine",
	"boîte aux lettres est pleine",
	"boîte de réception est pleine",
	"quota dépassé",
	"buzón lleno",
	"buzón está lleno",
	"cuota excedida",
	"casella piena",
	"casella è piena",
	"caixa cheia",
	"caixa de correio cheia",
	"caixa de correio está cheia",
	"postvak is vol",
	"postbus is vol",
	"skrzynka pełna",
	"skrzynka jest pełna",
	"przepełniona",
	"brevlådan är full",
	"posta kutusu dolu",
	"ящик переполнен",
	"邮箱已满",
	"容量オーバー",
};

/* It may get better by itself. */
static const char *const retry_words[] = {
	"greylist",
	"graylist",
	"try again later",
	"try later",
	"timed out",
	"time out",
	"in the queue too long",
	"connection refused",
	"deferred",
	"could not be reached",
	"too many messages",
	"receiving mail at a rate",
	"rate limit",
	"скринька переповнена",
	"retry timeout exceeded",
	"retry time not reached",
	"giving up",
	"multiple retries",
	"repeated attempts",
	"attempts",
	"service not available",
	"service currently unavailable",
	"service unavailable",
	"not accepting connections",
	"not reachable",
	"unable to connect",
	"connection timed",
	"lost connection",
	"mailer error",
	"command output",
	"command failed",
	"generated during the delivery",
	"too many clients",
	"system error",
	"internal error",
	"is frozen",
	"is locked",
	"temporar",
};

/* Too much at once, for them or from us. */
static const char *const rate_words[] = {
	"too many messages",
	"too many recipients",
	"receiving mail at a rate",
	"rate limit",
};

/* About who sends, or how: the same would happen to every mail of ours. */
static const char *const sender_words[] = {
	"sender denied",
	"sender rejected",
	"sender address rejected",
	"sender domain",
	"sender verify",
	"sender verification failed",
	"sender is not",
	"not allowed to send",
	"not authorized to send",
	"not permitted to send",
	"spf",
	"dkim",
	"dmarc",
	"dnsbl",
	" rbl",
	"blacklist",
	"block list",
	"blocklist",
	"spamhaus",
	"spamcop",
	"reputation",
	"reverse dns",
	"reverse lookup",
	"ptr record",
	"relaying denied",
	"relay access denied",
	"relaying not allowed",
	"not allowed to relay",
	"authentication required",
	"too many hops",
	"mail loop",
	"unauthenticated sender",
	"relay quota",
	"invalid rdns",
	"mismatches client ip",
	"network not allowed",
};

static const char *const operator_words[] = {
	"spam",
	"blocked",
	"policy",
	"policies",
	"unsolicited",
	"virus",
	"content rejected",
	"message rejected",
	"message was rejected",
	"message refused",
	"not accepting mail from",
	"too large",
	"too big",
	"size limit",
	"message size",
	"exceeds size",
	"maximum size",
	"access denied",
	"administrative prohibition",
	"administratively prohibited",
	"banned",
	"forbidden",
	"too many errors",
	"improper",
	"not a member",
	"not open to posting",
	"permission to post",
};

/* It goes on by itself: no failure yet. */
static const char *const late_words[] = {
	"will continue to try",
	"will continue trying",
	"will keep trying",
	"will be retried",
	"do not need to resend",
	"has not yet been delivered",
	"has been delayed",
	"has been postponed",
	"delivery delayed",
	"delivery is delayed",
	"warning message only",
	"could not send message for past",
	"no action is required on your part",
	"zustellung verzögert",
	"wird weiter versucht",
	"remise différée",
	"entrega retrasada",
	"recapito ritardato",
	"entrega adiada",
	"bezorging vertraagd",
	"opóźnien",
	"fördröjd",
};

/* Sentences with which servers begin to say that a mail did not arrive. */
static const char *const failed_words[] = {
	"could not be delivered",
	"couldn't be delivered",
	"cannot be delivered",
	"can not be delivered",
	"can't be delivered",
	"was not delivered",
	"wasn't delivered",
	"not been delivered",
	"not delivered to",
	"unable to deliver",
	"wasn't able to deliver",
	"not able to deliver",
	"error delivering",
	"undeliverable",
	"delivery failed",
	"delivery has failed",
	"delivery failure",
	"delivery to the following",
	"delivery report",
	"did not receive this message",
	"returned to sender",
	"permanent fatal error",
	"konnte nicht zugestellt werden",
	"nicht zugestellt werden",
	"nicht zustellbar",
	"n'a pas pu être",
	"n’a pas pu être",
	"n'a pas pu etre delivre",
	"n'a pas été remis",
	"impossible de remettre",
	"no se pudo entregar",
	"no se ha podido entregar",
	"no ha podido ser entregado",
	"non è stato possibile recapitare",
	"non è stato recapitato",
	"impossibile recapitare",
	"não pôde ser entregue",
	"não foi possível entregar",
	"kon niet worden bezorgd",
	"kan niet worden bezorgd",
	"kon niet worden afgeleverd",
	"nie mogła zostać dostarczona",
	"nie została dostarczona",
	"nie można dostarczyć",
	"kunde inte levereras",
	"går inte att leverera",
	"teslim edilemedi",
	"не может быть доставлено",
	"не было доставлено",
	"не удалось доставить",
	"не вдалося доставити",
	"无法送达",
	"无法投递",
	"投递失败",
	"配信できません",
	"配信されません",
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

/* Words about the sender outweigh what they say of the address ("the domain
 * of the sender does not exist"); a full mailbox is one that exists. With
 * none, it is otherwise. */
static enum bounce_action
judge_words(const char *low, enum bounce_action otherwise)
{
	bool unknown = strstr(low, "user unknown");

	if (!unknown && ANY_WORD(low, sender_words))
		return BOUNCE_OPERATOR;
	if (!unknown &&
		(ANY_WORD(low, full_words) || ANY_WORD(low, rate_words)))
		return BOUNCE_RETRY;
	if (ANY_WORD(low, stop_words) && !strstr(low, "temporar"))
		return BOUNCE_STOP;
	if (ANY_WORD(low, retry_words))
		return BOUNCE_RETRY;
	if (ANY_WORD(low, operator_words))
		return BOUNCE_OPERATOR;
	return otherwise;
}

/* RFC 3463: codes that name the address, and it is dead. The words behind
 * such a code are those of the remote server, and weigh more: some servers
 * put 5.1.1 over everything. */
static enum bounce_action
judge_address(const char *low)
{
	enum bounce_action action = judge_words(low, BOUNCE_STOP);

	return action == BOUNCE_RETRY && !ANY_WORD(low, full_words) &&
			!ANY_WORD(low, rate_words)
		? BOUNCE_STOP
		: action;
}

static bool
is_address_code(const char *status)
{
	return g_str_has_prefix(status, "5.1.") || !strcmp(status, "5.4.4") ||
		!strcmp(status, "5.2.1");
}

/* Security and policy (RFC 3463 3.8), a mail too long for them (5.2.3, 5.3.4)
 * or one that goes round in circles (5.4.6). */
static bool
is_channel_code(const char *status)
{
	return g_str_has_prefix(status, "5.7.") || !strcmp(status, "5.2.3") ||
		!strcmp(status, "5.3.4") || !strcmp(status, "5.4.6");
}

/* In lower case, every run of blanks and line ends as one blank: phrases are
 * wrapped wherever a line was full. */
static char *
even(const char *words)
{
	char *low = g_utf8_strdown(words, -1), *to = low;

	for (const char *p = low; *p; p++) {
		bool blank = g_ascii_isspace(*p);

		if (!blank || (to > low && to[-1] != ' '))
			*to++ = blank ? ' ' : *p;
	}
	*to = '\0';
	return low;
}

/* A failure that the server calls final, without a word of the reason: of the
 * address, unless the code says that it is of a system or the network between
 * (RFC 3463 3.4, 3.5), or of how we spoke or what we sent (3.6, 3.7). */
static enum bounce_action
judge_final(const char *status)
{
	switch (status[2]) {
	case '3':
	case '4':
		return BOUNCE_RETRY;
	case '5':
	case '6':
		return BOUNCE_OPERATOR;
	}
	return BOUNCE_STOP;
}

enum bounce_action
bounce_judge(const char *status, const char *words)
{
	g_autofree char *low = even(words ? words : "");

	if (!status)
		return judge_words(low,
			ANY_WORD(low, failed_words) ? BOUNCE_STOP
						    : BOUNCE_RETRY);
	if (*status == '2')
		return BOUNCE_NONE;
	if (*status == '4')
		return BOUNCE_RETRY;
	/* bad sender's mailbox, bad sender's system */
	if (!strcmp(status, "5.1.7") || !strcmp(status, "5.1.8"))
		return BOUNCE_OPERATOR;
	if (is_address_code(status))
		return judge_address(low);
	if (!strcmp(status, "5.2.2"))
		return BOUNCE_RETRY;
	if (is_channel_code(status))
		return ANY_WORD(low, stop_words) && !ANY_WORD(low, sender_words)
			? BOUNCE_STOP
			: BOUNCE_OPERATOR;
	return judge_words(low, judge_final(status));
}

bool
bounce_is_late(const char *words)
{
	g_autofree char *low = even(words);

	return ANY_WORD(low, late_words);
}

bool
bounce_is_said(const char *words)
{
	g_autofree char *low = even(words);

	return ANY_WORD(low, failed_words) || ANY_WORD(low, late_words);
}

/* --- codes in text --- */

/* The subject, the first part, is one of eight (RFC 3463 2), which keeps most
 * addresses and version numbers out. */
const char *
bounce_status_end(const char *p)
{
	for (int part = 0; part < 2; part++) {
		size_t n = 0;

		if (*p++ != '.')
			return NULL;
		if (!part && (*p < '0' || *p > '7' || p[1] != '.'))
			return NULL;
		while (n < 4 && g_ascii_isdigit(p[n]))
			n++;
		if (!n || n > 3)
			return NULL;
		p += n;
	}
	return *p == '.' && g_ascii_isdigit(p[1]) ? NULL : p;
}

char *
bounce_status(struct pool *pool, const char *text)
{
	const char *found = NULL, *found_end = NULL;
	int bare = 0;

	for (const char *p = text; *p; p++) {
		bool start = p == text ||
			(!g_ascii_isalnum(p[-1]) && p[-1] != '.' &&
				p[-1] != '-');
		if (!start || (*p != '4' && *p != '5'))
			continue;
		const char *end = bounce_status_end(p + 1);

		if (end) {
			found = p;
			found_end = end;
		} else if (g_ascii_isdigit(p[1]) && g_ascii_isdigit(p[2]) &&
			(p[3] == ' ' || p[3] == '-' || p[3] == ':') && !bare) {
			bare = (p[0] - '0') * 100 + (p[1] - '0') * 10 +
				(p[2] - '0');
		}
	}
	if (found)
		return pool_strndup(pool, found, (size_t)(found_end - found));
	if (bare == 552)
		return pool_strdup(pool, "5.2.2");
	if (bare >= 550 && bare <= 554)
		return pool_strdup(pool, "5.0.0");
	/* SMTP has no 4xx beyond 455: others are numbers of something else */
	return bare && bare < 460 ? pool_strdup(pool, "4.0.0") : NULL;
}
