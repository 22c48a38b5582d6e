/* When somebody is back, out of the text of an absence note: sentence by
 * sentence, a date beside a word of return counts most, then one behind a word
 * for "until", then the end of a span of days. A date is read in the language
 * of the word beside it; languages that come with templates bring words of
 * their own, and for the others stand some here. */
#include <glib.h>
#include <string.h>

#include "read/kind.h"

#define TEXT_MOST     4096 /* bytes; who is away says so early */
#define DATES_MOST    60   /* that are tried: each costs */
#define WINDOW_WORDS  9
#define DAYS_MOST     330 /* a date without a year that has just passed */
#define SENTENCE_MOST 600

/* Words of one language, with "|" between them. back: of return, before the
 * date or behind it; until: before the last day; from and to: around the days
 * of a span; months: as in a date, and the short form. */
struct absence_words {
	const char *code, *back, *until, *from, *to, *months, *weekdays;
};

static const struct absence_words languages[] = {
	{ "en",
		"back|return|returning|will return|available again|"
		"reachable again|resume work",
		"until|till|through|up to|up to and including", "from|between",
		"to|and|through|until|-", "", "" },
	{ "de",
		"wieder|zurück|zurückkehren|rückkehr|erreichbar ab|"
		"erreichen sie mich ab",
		"bis|bis zum|bis einschließlich|bis und mit|bis inklusive",
		"vom|von|zwischen", "bis|und|-", "", "" },
	{ "fr",
		"de retour|retour|reviens|reviendrai|serai de nouveau|"
		"à nouveau|reprends|reprendrai|rentre|disponible à partir du",
		"jusqu'au|jusqu’au|jusqu'à|jusqu’à|jusqu'au lundi", "du|entre",
		"au|et|-",
		"janvier|février|mars|avril|mai|juin|juillet|août|septembre|"
		"octobre|novembre|décembre|janv|févr|mar|avr|mai|juin|juil|"
		"aout|sept|oct|nov|déc",
		"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche" },
	{ "es",
		"vuelvo|volveré|de vuelta|regreso|regresaré|de regreso|"
		"estaré de nuevo|retorno|reincorporo|reincorporaré|"
		"disponible a partir del",
		"hasta|hasta el", "del|desde|desde el|entre", "al|hasta|y|-",
		"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|"
		"octubre|noviembre|diciembre|ene|feb|mar|abr|may|jun|jul|ago|"
		"sep|oct|nov|dic",
		"lunes|martes|miércoles|jueves|viernes|sábado|domingo" },
	{ "it",
		"torno|tornerò|di ritorno|ritorno|rientro|rientrerò|"
		"di nuovo|nuovamente|sarò di nuovo",
		"fino al|fino a|sino al|fino all'|entro il",
		"dal|dall'|tra il|fra il", "al|all'|e|-",
		"gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|"
		"settembre|ottobre|novembre|dicembre|gen|feb|mar|apr|mag|giu|"
		"lug|ago|set|ott|nov|dic",
		"lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica" },
	{ "pt",
		"volto|voltarei|de volta|regresso|regressarei|retorno|"
		"retornarei|estarei novamente|novamente disponível",
		"até|até ao|até o|até dia|até ao dia", "de|do|entre|desde",
		"a|ao|e|até|-",
		"janeiro|fevereiro|março|abril|maio|junho|julho|agosto|"
		"setembro|outubro|novembro|dezembro|jan|fev|mar|abr|mai|jun|"
		"jul|ago|set|out|nov|dez",
		"segunda|terça|quarta|quinta|sexta|sábado|domingo" },
	{ "nl",
		"terug|weer|retour|opnieuw bereikbaar|weer bereikbaar|"
		"bereikbaar vanaf",
		"tot|tot en met|t/m|tot aan", "van|vanaf|tussen",
		"tot|t/m|en|-",
		"januari|februari|maart|april|mei|juni|juli|augustus|september|"
		"oktober|november|december|jan|feb|mrt|apr|mei|jun|jul|aug|"
		"sep|okt|nov|dec",
		"maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag" },
	{ "pl",
		"wracam|wrócę|powrót|z powrotem|ponownie|będę dostępny od|"
		"będę dostępna od|powracam",
		"do|do dnia", "od|od dnia|między|pomiędzy", "do|a|-",
		"stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|"
		"września|października|listopada|grudnia|sty|lut|mar|kwi|maj|"
		"cze|lip|sie|wrz|paź|lis|gru",
		"poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela" },
	{ "sv",
		"tillbaka|åter|igen|återkommer|anträffbar från|"
		"nås igen|på plats igen",
		"till|till och med|t.o.m.|tom|fram till", "från|mellan",
		"till|och|-",
		"januari|februari|mars|april|maj|juni|juli|augusti|september|"
		"oktober|november|december|jan|feb|mar|apr|maj|jun|jul|aug|"
		"sep|okt|nov|dec",
		"måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag" },
	{ "da", "tilbage|retur|igen", "til|indtil|til og med", "fra|mellem",
		"til|og|-",
		"januar|februar|marts|april|maj|juni|juli|august|september|"
		"oktober|november|december|jan|feb|mar|apr|maj|jun|jul|aug|"
		"sep|okt|nov|dec",
		"mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag" },
	{ "tr", "döneceğim|dönüyorum|dönüş|tekrar|yeniden|geri", "kadar", "",
		"",
		"ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|"
		"ekim|kasım|aralık|oca|şub|mar|nis|may|haz|tem|ağu|eyl|eki|"
		"kas|ara",
		"pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar" },
	{ "uk", "повернуся|повертаюся|повернення|знову", "до", "з|із|між",
		"до|по|та|-",
		"січня|лютого|березня|квітня|травня|червня|липня|серпня|"
		"вересня|жовтня|листопада|грудня|січ|лют|бер|кві|тра|чер|лип|"
		"сер|вер|жов|лис|гру",
		"понеділок|вівторок|середа|четвер|пʼятниця|субота|неділя" },
	{ "zh", "回 来|返 回|回 到|恢 复", "至|到|直 到", "", "", "", "" },
};

/* How good a find is; a lower one is better. */
enum absence_rank {
	ABSENCE_BACK,
	ABSENCE_UNTIL,
	ABSENCE_SPAN,
	ABSENCE_UNSAID
};

struct search {
	struct pool *pool;
	const struct value_context *context; /* of the letter */
	struct value_context here;           /* in one language */
	bool english;
	int left; /* dates that may still be tried */
	enum absence_rank rank;
	int64_t days;
};

static struct text_list
split(struct pool *pool, const char *text)
{
	struct text_list list = { 0 };

	while (*text) {
		size_t len = strcspn(text, "|");

		*LIST_ADD(pool, &list) = pool_strndup(pool, text, len);
		text += len + (text[len] != '\0');
	}
	return list;
}

/* Both forms of the months: the first twelve, and the rest. */
static void
add_months(struct pool *pool, const char *text, struct language *language)
{
	struct text_list all = split(pool, text);

	for (size_t i = 0; i < all.n; i++)
		*LIST_ADD(pool,
			i < 12 ? &language->months : &language->months_short) =
			all.at[i];
}

/* The words in which dates beside words of that language are read: its own,
 * and those the letter's context has of it. */
static void
speak(struct search *s, const struct absence_words *table)
{
	struct words *words = POOL_NEW(s->pool, struct words);
	const struct language *known;

	for (size_t i = 0; (known = context_language(s->context, i)); i++)
		if (!strncmp(known->code, table->code, 2))
			*LIST_ADD(s->pool, &words->languages) = *known;
	if (*table->months) {
		struct language *own = LIST_ADD(s->pool, &words->languages);

		own->code = table->code;
		add_months(s->pool, table->months, own);
		own->weekdays = split(s->pool, table->weekdays);
		language_learn(s->pool, own);
	}
	s->here = *s->context;
	s->here.words = words;
	s->here.language = table->code;
	s->english = !strcmp(table->code, "en");
}

/* --- dates --- */

/* "10.-20." in one word is a span: what counts is its end. */
static const char *
span_end(const char *word)
{
	const char *dash = strpbrk(word, "-\xe2");
	const char *behind;

	if (!dash || !g_ascii_isdigit(*word))
		return word;
	if (*dash != '-' && strncmp(dash, "–", strlen("–")))
		return word;
	behind = dash + (*dash == '-' ? 1 : strlen("–"));
	return g_ascii_isdigit(*behind) && !strchr(behind, '-') ? behind : word;
}

/* The first date in some words of the sentence. In English alone it is open
 * whether 3/4 is in March or in April. */
static bool
try_words(struct search *s, char **words, size_t n, int64_t *days)
{
	g_autoptr(GString) text = g_string_new(NULL);
	bool sure;

	if (s->left <= 0)
		return false;
	for (size_t i = 0; i < n; i++)
		g_string_append_printf(text, "%s ", span_end(words[i]));
	s->left--;
	return date_find(text->str, &s->here, days, &sure) &&
		(sure || !s->english) && *days >= s->here.today &&
		(!s->here.today || *days - s->here.today <= DAYS_MOST);
}

/* The last date in the first n words. */
static bool
last_date(struct search *s, char **words, size_t n, int64_t *days)
{
	for (size_t k = 1; k <= n && k <= WINDOW_WORDS; k++)
		if (try_words(s, words + n - k, k, days))
			return true;
	return false;
}

static void
found(struct search *s, enum absence_rank rank, int64_t days)
{
	if (rank >= s->rank)
		return;
	s->rank = rank;
	s->days = days;
}

/* --- words in a sentence --- */

/* Are the words at i those of phrase? Returns how many, or 0. What a sentence
 * puts behind a word does not count. */
static size_t
phrase_at(char **words, size_t n, size_t i, const char *phrase)
{
	size_t count = 0;

	while (*phrase) {
		size_t len = strcspn(phrase, " ");

		if (i + count >= n || strncmp(words[i + count], phrase, len))
			return 0;
		const char *rest = words[i + count] + len;
		/* "dall'" has no blank behind it */
		bool ends = len && phrase[len - 1] == '\'';
		if (*rest && !ends && !strchr(".,:;)", *rest))
			return 0;
		phrase += len + (phrase[len] == ' ');
		count++;
	}
	return count;
}

/* The place behind the first of the phrases at or after word i, and where it
 * starts; 0 none. */
static size_t
next_phrase(char **words, size_t n, size_t i, const struct text_list *phrases,
	size_t *start)
{
	for (; i < n; i++) {
		size_t most = 0;

		for (size_t k = 0; k < phrases->n; k++)
			most = MAX(
				most, phrase_at(words, n, i, phrases->at[k]));
		if (most) {
			*start = i;
			return i + most;
		}
	}
	return 0;
}

static bool
has_digit_or_day(const struct search *s, char **words, size_t n)
{
	const struct language *language;

	for (size_t i = 0; i < n; i++)
		if (strpbrk(words[i], "0123456789"))
			return true;
	for (size_t i = 0; i < n; i++) {
		g_autofree char *word = words_fold(words[i]);

		for (size_t k = 0; (language = context_language(&s->here, k));
			k++)
			if (language_sense(
				    language, word, SENSE_WEEKDAY | SENSE_DAY))
				return true;
	}
	return false;
}

static void
look_for_return(struct search *s, char **words, size_t n, const char *phrases)
{
	struct text_list list = split(s->pool, phrases);
	size_t start = 0, next = 0;
	int64_t days;

	while ((next = next_phrase(words, n, next, &list, &start))) {
		if (try_words(s, words + next, MIN(n - next, WINDOW_WORDS),
			    &days) ||
			last_date(s, words, start, &days))
			found(s, ABSENCE_BACK, days);
	}
}

/* Does the sentence say that the last day itself is one of absence? */
static bool
is_inclusive(char **words, size_t n)
{
	static const char *const marks[] = { "includ", "inclus", "einschl",
		"inklusiv", "inkl", "inbegrepen", "włącznie", "through", "t/m",
		"t.o.m", "incluid", "compreso", "включно" };
	static const char *const pairs[] = { "en met", "och med", "og med",
		"und mit" };

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < G_N_ELEMENTS(marks); k++)
			if (g_str_has_prefix(words[i], marks[k]))
				return true;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < G_N_ELEMENTS(pairs); k++)
			if (phrase_at(words, n, i, pairs[k]))
				return true;
	return false;
}

static void
look_for_until(
	struct search *s, char **words, size_t n, const struct text_list *list)
{
	size_t start = 0, next = 0;
	int64_t days;

	while ((next = next_phrase(words, n, next, list, &start))) {
		size_t most = MIN(n - next, WINDOW_WORDS);

		if (try_words(s, words + next, most, &days) ||
			/* "15 Mart'a kadar": there it stands behind */
			(!strcmp(s->here.language, "tr") &&
				last_date(s, words, start, &days)))
			found(s, ABSENCE_UNTIL,
				days + is_inclusive(words + start, n - start));
	}
}

/* "from 3 to 10 March", "10-20 March": the last date of the sentence. */
static void
look_for_span(struct search *s, char **words, size_t n,
	const struct absence_words *table)
{
	struct text_list from = split(s->pool, table->from);
	struct text_list to = split(s->pool, table->to);
	size_t start, next = next_phrase(words, n, 0, &from, &start);
	bool span = next && next_phrase(words, n, next, &to, &start);
	int64_t days;

	for (size_t i = 0; i < n && !span; i++)
		span = span_end(words[i]) != words[i];
	for (size_t end = n; span && end; end--)
		if (strpbrk(words[end - 1], "0123456789") ||
			(end > 1 && strpbrk(words[end - 2], "0123456789"))) {
			if (last_date(s, words, end, &days))
				found(s, ABSENCE_SPAN, days);
			return;
		}
}

static void
look_in_sentence(
	struct search *s, char **words, size_t n, const struct absence_words *t)
{
	struct text_list until = split(s->pool, t->until);
	const struct language *language;

	if (!n || !has_digit_or_day(s, words, n))
		return;
	look_for_return(s, words, n, t->back);
	for (size_t i = 0; (language = context_language(&s->here, i)); i++)
		for (size_t k = 0; k < language->until.n; k++)
			*LIST_ADD(s->pool, &until) = language->until.at[k];
	if (s->rank > ABSENCE_UNTIL)
		look_for_until(s, words, n, &until);
	if (s->rank > ABSENCE_SPAN)
		look_for_span(s, words, n, t);
}

/* --- the text --- */

/* Where the sentence at p ends: not behind a number ("3. March"), nor where a
 * line was only wrapped. */
static const char *
sentence_end(const char *text)
{
	for (const char *p = text; *p; p++) {
		size_t n = strspn(p, "\r\n");

		if (p - text >= SENTENCE_MOST && *p == ' ')
			return p;
		if (n >= 2 && strncmp(p, "\r\n", n))
			return p;
		if (strchr("!?;", *p) || g_str_has_prefix(p, "。"))
			return p;
		if (*p == '.' && p > text && !g_ascii_isdigit(p[-1]) &&
			strchr(" \n\r", p[1]) && p[1] &&
			!g_ascii_isdigit(p[1 + strspn(p + 1, " \n\r")]))
			return p;
	}
	return text + strlen(text);
}

static size_t
split_words(char *sentence, char **words, size_t most)
{
	size_t n = 0;
	char *save = NULL;

	for (char *word = strtok_r(sentence, " \t\r\n", &save);
		word && n < most; word = strtok_r(NULL, " \t\r\n", &save))
		words[n++] = word + strspn(word, "([{*_\"'");
	return n;
}

static void
look_in_text(struct search *s, const char *low, const struct absence_words *t)
{
	char *words[SENTENCE_MOST / 2 + 2];

	speak(s, t);
	while (*low && s->rank != ABSENCE_BACK && s->left > 0) {
		const char *end = sentence_end(low);
		g_autofree char *sentence = g_strndup(low, (gsize)(end - low));
		size_t n = split_words(sentence, words, G_N_ELEMENTS(words));

		look_in_sentence(s, words, n, t);
		low = *end ? g_utf8_next_char(end) : end;
	}
}

/* In lower case, and with blanks between CJK characters: each is a word. */
static char *
lower(const char *text)
{
	GString *out = g_string_new(NULL);

	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		bool single = c >= 0x2e80 && c <= 0x9fff;

		if (single)
			g_string_append_c(out, ' ');
		g_string_append_unichar(out, g_unichar_tolower(c));
		if (single)
			g_string_append_c(out, ' ');
	}
	return g_string_free(out, FALSE);
}

int64_t
automatic_until(struct pool *pool, const char *text,
	const struct value_context *context)
{
	struct search s = { .pool = pool,
		.context = context,
		.left = DATES_MOST,
		.rank = ABSENCE_UNSAID };
	g_autofree char *start = g_strndup(text, TEXT_MOST);
	g_autofree char *valid = g_utf8_make_valid(start, -1);
	g_autofree char *low = lower(valid);

	for (size_t i = 0; i < G_N_ELEMENTS(languages); i++)
		look_in_text(&s, low, &languages[i]);
	return s.rank == ABSENCE_UNSAID ? 0 : s.days;
}
