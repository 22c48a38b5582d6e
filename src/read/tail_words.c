/* The words by which programs sign: phones, gateways that warn of strangers,
 * lawyers. None of them is enough alone; tail.c says what must come with it. */
#include <glib.h>
#include <string.h>

#include "read/tail.h"

#define CLOSING_MOST  60
#define DEVICE_MOST   90
#define DEVICE_WORDS  10
#define WARNING_LEAST 3

/* How phones and web mailers sign, at the start of a short last line. */
static const char *const devices[] = {
	"sent from my ",
	"sent from mail for ",
	"sent from yahoo",
	"sent from outlook",
	"sent from the ",
	"sent with ",
	"sent via ",
	"get outlook for ",
	"sent on the go",
	"gesendet von ",
	"gesendet mit ",
	"diese nachricht wurde von meinem ",
	"envoyé de mon ",
	"envoyé depuis ",
	"envoyé à partir ",
	"enviado desde ",
	"enviado do meu ",
	"enviado de mi ",
	"inviato da ",
	"verstuurd vanaf ",
	"verzonden met ",
	"verzonden vanaf ",
	"wysłane z ",
	"wysłano z ",
	"skickat från ",
	"sendt fra ",
	"lähetetty ",
	"odesláno z ",
	"отправлено с ",
	"отправлено из ",
	"надіслано з ",
	"sent wirelessly ",
	"von unterwegs gesendet",
	"vom smartphone gesendet",
	"vom handy gesendet",
	"vom iphone gesendet",
	"envoyé sans fil ",
	"enviado a través de ",
	"enviado pelo ",
	"odesláno ze ",
	"poslano z ",
	"poslané z ",
	"trimis de pe ",
	"выслано с ",
	"发自我的",
	"從我的",
};

/* Names of devices and mail programs, and "sent" as it stands beside them; the
 * order of the two differs between languages. */
static const char *const products[] = { "iphone", "ipad", "android", "galaxy",
	"samsung", "blackberry", "huawei", "xiaomi", "nokia", "windows phone",
	"smartphone", "mobile", "outlook", "yahoo", "gmx", "web.de", "k-9",
	"airmail", "proton", "windows mail", "thunderbird", "mobilgerät" };
static const char *const excuses[] = { "excuse", "typo", "brevity", "brief",
	"tippfehler", "entschuldig", "kürze", "excuser", "fautes", "disculp",
	"errores", "scus", "errori", "desculp", "erros", "typefout", "błędy",
	"stavfel", "опечат", "помилк" };
static const char *const sendings[] = { "sent ", "gesend", "verschickt",
	"envoy", "envia", "invia", "verzond", "verstuur", "wysłan", "skicka",
	"sendt", "lähet", "odesl", "odosl", "posla", "küld", "trimis", "отправ",
	"надісл", "изпрат", "εστάλη", "στάλθηκε", "gönder", "נשלח", "أرسل",
	"أُرسل", "ارسال", "送信", "发自", "發自", "보냄", "보낸" };

/* Each group counts once. One of the first four must be there: a notice speaks
 * of who should not have got the mail; the small print of a newsletter does
 * not. */
#define ABOUT_RECIPIENT 4
static const char *const legal[] = {
	"recipient|empfänger|destinata|destinatá|ontvanger|mottagare|"
	"modtager|mottaker|odbiorc|alıcı|получател|одержувач|收件人",
	"addressee|adressat|geadresseerde|adresat|адресат|címzett",
	"in error|irrtümlich|par erreur|por error|per errore|por engano|"
	"abusievelijk|av misstag|ved en fejl|omyłkow|ошибк|помилк",
	"notify the sender|benachrichtig|informieren sie|avertir|notifiq|"
	"avvis|verwittig|уведом",
	"confidential|vertraulich|confidentiel|"
	"confidencial|riservat|vertrouwelijk|konfidenti|fortrolig|poufn|gizli|"
	"конфиденциальн|конфіденційн|luottamuksel|důvěrn|bizalmas|机密|保密",
	"privileged|geheimhaltung|legally|rechtlich|juridi|legal",
	"intended|bestimmt|bestemd|destiné|przeznaczon|предназнач|"
	"призначен|avsedd|beregnet",

	"unauthori|unbefugt|non autoris|no autorizad|non autorizzat|obehörig|"
	"uautoriser|nieuprawn|yetkisiz|несанкционир",
	"disclos|weitergabe|divulg|openbaarmaking|ujawni|разглаш",
	"disseminat|distribution|copying|vervielfältig|diffusion|verbreit|"
	"verspreid|difusión",

	"prohibited|untersagt|interdit|prohibid|vietat|proibid|verboden|"
	"förbjud|zabroni|запрещ|заборон|forbudt",

	"virus|virenfrei|антивирус",
	"monitored|überwacht|surveill|gecontroleerd",
	"liab|haftung|responsab|aansprakelijk|odpowiedzialn|ответственн",
	"delete|vernicht|lösch|détruire|eliminar|cancell|verwijder|usun|"
	"удалит"
};

/* "Please consider the environment before you print this": all of the groups. */
static const char *const savings[] = {
	"environment|umwelt|environnement|ambiente|milieu|miljö|miljø|"
	"ympäristö|środowisk|životní prostředí|környezet|mediul|okoliš|okolj|"
	"çevre|doğa|окружающ|природ|довкіл|环境|環境",
	"print|druck|imprim|stampa|afdruk|skriv ut|skriver ut|udskriv|"
	"utskrift|tulost|druk|tisk|nyomtat|yazdır|распечат|печат|роздрук|друк|"
	"打印|印刷",
	"before|bevor|ob sie|avant|antes|prima|voor|innan|inden|før|ennen|"
	"przed|zanim|před|než|mielőtt|înainte|prije|önce|прежде|перед|перш|"
	"之前|前に"
};

/* "Messages may be monitored", as offices say: all of the groups. */
static const char *const watches[] = {
	"monitored|monitors|überwacht|aufgezeichnet|surveill|enregistr|"
	"supervis|monitora|monitoriz|gecontroleerd|gemonitord|övervak|overvåk|"
	"monitorow|izlen|контролир|перевіря",
	"mail|message|communication|nachricht|courriel|correo|mensaje|"
	"messaggi|mensagem|bericht|meddeland|wiadomoś|ileti|сообщен|повідомлен",
	"policy|complian|security|lawful|legal|purpose|integrity|richtlinie|"
	"sicherheit|politique|sécurité|política|seguridad|sicurezza|segurança|"
	"beleid|beveilig|policy|säkerhet|bezpieczeń|güvenli|безопасн|безпек"
};

/* What a virus scanner says of the mail it let through: all of the groups. */
static const char *const scans[] = {
	"virus|viren|wirus|virüs|вирус|вірус|病毒|ウイルス",
	"scan|check|swept|certif|free|geprüft|frei|vérifi|sans|comprob|"
	"analiz|exento|libre|controll|verific|livre|gecontroleerd|"
	"kontroller|sprawdzon|kontrolován|ellenőriz|taran|проверен|"
	"отсутств|перевірен|扫描|検査",
	"mail|message|nachricht|courriel|correo|mensaje|messaggio|mensagem|"
	"bericht|meddelande|meddelelse|melding|wiadomoś|zpráv|ileti|письм|"
	"сообщен|лист|повідомлен|邮件|メール"
};

/* "CAUTION: this mail comes from outside": the gateway's groups; the first
 * must be there. */
static const char *const warnings[] = {
	"extern|outside|außerhalb|hors de|"
	"esterna|fuori|ekstern|zewn|внешн|зовнішн|ulkopuol|külső|外部",
	"caution|warning|vorsicht|achtung|attention|prudence|precauci|cuidado|"
	"attenzione|let op|ostroż|uwaga|varning|advarsel|dikkat|вниман|увага|"
	"atenç|atenci|figyelem|varoitus|注意",
	"click|klick|cliqu|clic|klik|öffne|open",
	"link|lien|enlace|vínculo|koppeling|odnośnik|ссыл|посилан|länk|lenke",
	"attach|anhang|anhäng|pièce|adjunt|allegat|bijlage|anexo|załącz|bilag|"
	"вложен|вкладен|liite|mellékl|附件",
	"sender|absender|expéditeur|remitente|mittente|afzender|remetente|"
	"nadawc|avsändare|avsender|отправител|відправник|originat|feladó"
};

/* Before a name at the end; the order is that of the languages: en de fr es it
 * pt nl sv da nb fi pl cs hu ro tr ru uk zh ja. */
static const char *const closings[] = { "thanks", "thank you", "many thanks",
	"thanks again", "thx", "regards", "kind regards", "best",
	"best regards", "best wishes", "warm regards", "warmest regards",
	"warmly", "with regards", "with kind regards", "cheers", "sincerely",
	"sincerely yours", "yours", "yours sincerely", "yours truly",
	"yours faithfully", "take care", "all the best", "greetings",
	"cordially", "respectfully", "danke", "vielen dank", "besten dank",
	"danke und gruß", "gruß", "grüße", "gruss", "grüsse", "viele grüße",
	"viele liebe grüße", "liebe grüße", "lieben gruß", "lieber gruß",
	"beste grüße", "besten gruß", "mit freundlichen",
	"mit freundlichem gruß", "mit besten grüßen", "mit herzlichen grüßen",
	"freundliche grüße", "freundlicher gruß", "herzliche", "herzlichst",
	"herzlichen gruß", "schöne grüße", "sonnige grüße", "hochachtungsvoll",
	"bis bald", "lg", "mfg", "vg", "cordialement", "bien cordialement",
	"bien à vous", "bien à toi", "merci", "merci d'avance", "salutations",
	"sincères salutations", "amicalement", "bien amicalement",
	"bonne journée", "à bientôt", "respectueusement", "saludos",
	"saludos cordiales", "un saludo", "un cordial saludo", "un abrazo",
	"gracias", "muchas gracias", "atentamente", "cordialmente",
	"cordiali saluti", "saluti", "un saluto", "un caro saluto", "grazie",
	"grazie mille", "distinti saluti", "a presto", "buona giornata",
	"atenciosamente", "abraços", "um abraço", "abraço", "obrigado",
	"obrigada", "muito obrigado", "muito obrigada", "cumprimentos",
	"com os melhores cumprimentos", "met vriendelijke",
	"vriendelijke groet", "vriendelijke groeten", "hartelijke groet",
	"hartelijke groeten", "groet", "groeten", "groetjes", "mvg", "bedankt",
	"hälsningar", "med vänlig", "med vänliga", "vänliga", "vänligen",
	"bästa hälsningar", "mvh", "tack", "med venlig", "med vennlig",
	"venlig", "vennlig", "hilsen", "mange hilsner", "tak", "takk",
	"terveisin", "ystävällisin", "kiitos", "pozdrawiam",
	"serdecznie pozdrawiam", "pozdrowienia", "z poważaniem",
	"z wyrazami szacunku", "dziękuję", "dzięki", "s pozdravem", "děkuji",
	"üdvözlettel", "köszönöm", "cu stimă", "mulțumesc", "saygılarımla",
	"saygılarımızla", "saygılar", "sevgiler", "sevgilerimle", "selamlar",
	"iyi çalışmalar", "teşekkürler", "teşekkür ederim", "с уважением",
	"с наилучшими", "спасибо", "з повагою", "з найкращими", "щиро", "дякую",
	"усього найкращого", "всього найкращого", "此致", "谢谢", "祝好",
	"敬上", "よろしく" };

char *
tail_fold(const char *text)
{
	text = shape_start(text);
	g_autofree char *raw = g_strndup(text, shape_length(text));

	return g_utf8_strdown(raw, -1);
}

static bool
holds_one(const char *low, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strstr(low, words[i]))
			return true;
	return false;
}

static bool
starts_device(const char *low)
{
	for (size_t i = 0; i < G_N_ELEMENTS(devices); i++)
		if (g_str_has_prefix(low, devices[i]))
			return true;
	return g_str_has_suffix(low, "から送信");
}

/* "Sent from my phone, please excuse typos": up to the excuse. */
static void
cut_excuse(char *low)
{
	char *end = strpbrk(low, ",.;-");

	if (end && holds_one(end, excuses, G_N_ELEMENTS(excuses)))
		*end = '\0';
}

bool
tail_is_device(const char *text)
{
	if (strlen(text) > 2 * DEVICE_MOST)
		return false;
	g_autofree char *low = tail_fold(text);
	char *link = strpbrk(low, "<(");
	int words = 1;

	bool linked = link && strstr(link, "http");
	if (link && link > low)
		*link = '\0';
	cut_excuse(low);
	size_t n = strlen(low);
	while (n && strchr("!. ", low[n - 1]))
		low[--n] = '\0';
	for (const char *p = low; *p; p++)
		words += *p == ' ' && p[1] && p[1] != ' ';
	if (strlen(low) > DEVICE_MOST || words > DEVICE_WORDS + 4 ||
		strpbrk(low, ",;?!:"))
		return false; /* a sentence that starts so */
	bool product =
		linked || holds_one(low, products, G_N_ELEMENTS(products));
	if (starts_device(low))
		return product || words <= DEVICE_WORDS;
	return product && words <= 7 &&
		(holds_one(low, sendings, G_N_ELEMENTS(sendings)) ||
			g_str_has_prefix(low, "from my ") ||
			g_str_has_prefix(low, "von meinem "));
}

/* How many of the groups, words between bars, have one in the text. */
static int
count_groups(const char *low, const char *const *groups, size_t n)
{
	int count = 0;

	for (size_t i = 0; i < n; i++) {
		g_auto(GStrv) words = g_strsplit(groups[i], "|", -1);
		bool found = false;

		for (char **word = words; *word && !found; word++)
			found = strstr(low, *word) != NULL;
		count += found;
	}
	return count;
}

bool
tail_is_notice(const char *low, int least)
{
	return count_groups(low, legal, ABOUT_RECIPIENT) > 0 &&
		count_groups(low, legal, G_N_ELEMENTS(legal)) >= least;
}

/* Has every group a word in the text? */
static bool
holds_groups(const char *low, const char *const *groups, size_t n)
{
	return count_groups(low, groups, n) == (int)n;
}

unsigned
tail_small_print(const char *low)
{
	unsigned print = 0;

	if (holds_groups(low, savings, G_N_ELEMENTS(savings)))
		print |= PRINT_PAPER;
	if (holds_groups(low, scans, G_N_ELEMENTS(scans)))
		print |= PRINT_VIRUS;
	if (holds_groups(low, watches, G_N_ELEMENTS(watches)))
		print |= PRINT_WATCHED;
	return print;
}

bool
tail_is_warning(const char *low)
{
	return count_groups(low, warnings, 1) > 0 &&
		count_groups(low, warnings, G_N_ELEMENTS(warnings)) >=
		WARNING_LEAST;
}

/* How many bytes of folded text the words of the longest closing take; 0. */
static size_t
closing_length(const char *low)
{
	size_t longest = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(closings); i++) {
		size_t n = strlen(closings[i]);

		if (n > longest && !strncmp(low, closings[i], n) &&
			!g_ascii_isalpha(low[n]))
			longest = n;
	}
	return longest;
}

bool
tail_is_closing(const char *text)
{
	if (strlen(text) > 4 * CLOSING_MOST)
		return false;
	g_autofree char *low = tail_fold(text);
	int words = 1;

	for (const char *p = low; *p; p++)
		words += *p == ' ' && p[1] != ' ';
	return words <= 4 && strlen(low) <= CLOSING_MOST &&
		!strpbrk(low, "?:;0123456789") && closing_length(low) > 0;
}

const char *
tail_behind_closing(const char *text)
{
	text = shape_start(text);
	if (strlen(text) > CLOSING_MOST)
		return NULL;
	g_autofree char *low = g_utf8_strdown(text, -1);
	size_t n = strlen(low) == strlen(text) ? closing_length(low) : 0;

	if (!n)
		return NULL;
	n += strspn(text + n, " ,.!-");
	return text + n;
}
