/* Options of a list, as people choose them: by number, by letter, by words or
 * by enough of the words that only one can be meant. */
#include <glib.h>
#include <string.h>

#include "value.h"

#define OPTIONS_MOST 64
#define PART_LEAST   3 /* letters of an option that may stand for it */

/* How an answer is brought together with the options. */
struct choosing {
	const struct text_list *options;
	const struct value_context *context;
	char **folded; /* the options, words with one blank between */
	bool chosen[OPTIONS_MOST];
	size_t order[OPTIONS_MOST], n; /* in the order written */
	bool by_words, by_marks;
	bool strange; /* words that mean no option stand there too */
	bool turned;  /* "not by phone" */
	bool torn;    /* fits two options, or is "1-3" */
};

/* Letters and digits with single blanks between; marks are gone. */
static char *
bare_words(const char *text)
{
	g_autofree char *fold = value_fold(text);
	GString *out = g_string_new(NULL);

	for (const char *p = fold; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (g_unichar_isalnum(c) || c == '\'' || c == '+')
			g_string_append_unichar(out, c);
		else if (out->len && out->str[out->len - 1] != ' ')
			g_string_append_c(out, ' ');
	}
	return g_strchomp(g_string_free(out, FALSE));
}

static void
choose(struct choosing *c, size_t i)
{
	if (c->chosen[i])
		return;
	c->chosen[i] = true;
	c->order[c->n++] = i;
}

/* Length of whole words at p that are the option; 0 when they are not. */
static size_t
option_at(const char *p, const char *option)
{
	size_t len = strlen(option);

	if (!len || strncmp(p, option, len) != 0)
		return 0;
	gunichar next = g_utf8_get_char(p + len);
	gunichar last = g_utf8_get_char(g_utf8_prev_char(p + len));
	return !g_unichar_isalnum(next) || last >= 0x2e80 ? len : 0;
}

/* The longest option that stands at p. */
static size_t
longest_at(struct choosing *c, const char *p, size_t *which)
{
	size_t longest = 0;

	for (size_t i = 0; i < c->options->n && i < OPTIONS_MOST; i++) {
		size_t len = option_at(p, c->folded[i]);

		if (len > longest) {
			longest = len;
			*which = i;
		}
	}
	return longest;
}

/* By number or by letter: "2", "b"; returns its length. */
static size_t
mark_at(const struct choosing *c, const char *p, size_t *which)
{
	size_t len = 0, place = 0;

	while (len < 3 && g_ascii_isdigit(p[len]))
		place = place * 10 + (size_t)g_ascii_digit_value(p[len++]);
	if (!len && g_ascii_isalpha(*p)) {
		place = (size_t)(g_ascii_tolower(*p) - 'a') + 1;
		len = 1;
	}
	if (!len || (p[len] && p[len] != ' ') || !place ||
		place > c->options->n)
		return 0;
	*which = place - 1;
	return len;
}

/* Words that are only a part of an option: "video" for "By video". */
static bool
part_of(const struct choosing *c, const char *text, size_t *which)
{
	size_t hits = 0, len = strlen(text);
	bool single = len && g_utf8_get_char(text) >= 0x2e80;

	if (len < PART_LEAST && !single)
		return false;
	for (size_t i = 0; i < c->options->n && i < OPTIONS_MOST; i++) {
		const char *at = strstr(c->folded[i], text);
		bool begins =
			at && (at == c->folded[i] || at[-1] == ' ' || single);

		if (begins) {
			*which = i;
			hits++;
		}
	}
	return hits == 1;
}

/* What says nothing of its own: "and", "please", "option". */
static size_t
filler_at(const struct choosing *c, const char *p)
{
	const struct sense *sense = context_sense(
		c->context, p, SENSE_AND | SENSE_POLITE | SENSE_LABEL, NULL);

	return sense ? strlen(sense->word) : 0;
}

static const char *
word_end(const char *p)
{
	const char *space = strchr(p, ' ');

	return space ? space : p + strlen(p);
}

/* A word that leaves out what follows: "but", "except". */
static bool
spares(const struct choosing *c, const char *p)
{
	bool own;
	const struct sense *sense =
		context_sense(c->context, p, SENSE_TIME, &own);

	return sense && own && (sense->roles & (TIME_BUT | TIME_EXCEPT));
}

/* Along the words: an option, a mark, a filler, else something strange. */
static void
walk(struct choosing *c, const char *text)
{
	bool own, spared = false;

	for (const char *p = text; *p; p += *p == ' ') {
		size_t which = 0, len = longest_at(c, p, &which);
		const struct sense *sense;

		/* "anything but by phone" */
		c->turned |= len && spared;
		spared = !len && spares(c, p);
		if (len) {
			c->by_words = true;
			choose(c, which);
		} else if ((len = filler_at(c, p))) {
			;
		} else if ((len = mark_at(c, p, &which))) {
			c->by_marks = true;
			choose(c, which);
		} else if ((sense = context_sense(c->context, p,
				    SENSE_NO | SENSE_NOT | SENSE_UNSURE,
				    &own)) &&
			own) {
			c->turned = true;
			len = strlen(sense->word);
		} else {
			c->strange = true;
			len = g_utf8_get_char(p) >= 0x2e80
				? (size_t)(g_utf8_next_char(p) - p)
				: (size_t)(word_end(p) - p);
		}
		p += len;
		while (*p && *p != ' ' && g_utf8_get_char(p) < 0x2e80 &&
			g_ascii_ispunct(*p))
			p++;
	}
}

/* One item that is an option as a whole, by any means. */
static bool
take_item(struct choosing *c, const char *item)
{
	g_autofree char *text = bare_words(item);
	const struct sense *number;
	size_t which = 0;

	if (!*text)
		return true;
	if (longest_at(c, text, &which) == strlen(text) ||
		mark_at(c, text, &which) == strlen(text)) {
		choose(c, which);
		return true;
	}
	if (part_of(c, text, &which)) {
		c->strange = true; /* likely, not sure */
		c->by_words = true;
		choose(c, which);
		return true;
	}
	number = context_sense(c->context, text, SENSE_NUMBER, NULL);
	if (number && strlen(number->word) == strlen(text) && number->n >= 1 &&
		(size_t)number->n <= c->options->n) {
		choose(c, (size_t)number->n - 1);
		return true;
	}
	return false;
}

/* Every item between commas, line feeds and the like; false when one of them
 * is no option: then the words are walked along. */
static bool
take_items(struct choosing *c, const char *raw)
{
	g_auto(GStrv) items = g_strsplit_set(raw, ",;\n/&+", OPTIONS_MOST);
	struct choosing before = *c;

	for (char **item = items; *item; item++)
		if (!take_item(c, *item)) {
			*c = before;
			return false;
		}
	return c->n > 0;
}

/* "1-3" and "2 to 4" are ranges, and nobody was asked for one. */
static bool
is_range(const char *raw)
{
	g_autofree char *fold = value_fold(raw);

	for (const char *p = fold; *p; p++)
		if (g_ascii_isdigit(*p)) {
			const char *next = p + 1 + strspn(p + 1, " ");

			if (*next == '-' &&
				g_ascii_isdigit(
					next[1 + strspn(next + 1, " ")]))
				return true;
		}
	return false;
}

static void
choose_all(struct choosing *c, const char *text)
{
	const struct sense *sense =
		context_sense(c->context, text, SENSE_ALL, NULL);

	if (sense && strlen(sense->word) == strlen(text))
		for (size_t i = 0; i < c->options->n && i < OPTIONS_MOST; i++)
			choose(c, i);
}

static void
read_all(struct choosing *c, const char *raw, bool many)
{
	g_autofree char *text = bare_words(raw);

	if (many)
		choose_all(c, text);
	if (c->n || take_item(c, raw) || (many && take_items(c, raw)))
		return;
	c->torn = is_range(raw);
	walk(c, text);
}

static const char *
result(struct pool *pool, const struct choosing *c, bool many,
	enum confidence *confidence)
{
	g_autoptr(GString) out = g_string_new(NULL);

	/* marks among other words are numbers of something else */
	if (!c->n || c->turned || c->torn || (!many && c->n > 1) ||
		(c->strange && !c->by_words))
		return NULL;
	*confidence = c->strange ? CONFIDENCE_LIKELY : CONFIDENCE_SURE;
	for (size_t i = 0; i < c->n; i++)
		g_string_append_printf(out, "%s%s", i ? ", " : "",
			c->options->at[c->order[i]]);
	return pool_strdup(pool, out->str);
}

const char *
options_read(struct pool *pool, const struct text_list *options,
	const char *raw, const struct value_context *context, bool many,
	enum confidence *confidence)
{
	g_autofree char *ticked = ticked_words(raw);
	struct choosing c = { .options = options, .context = context };

	*confidence = CONFIDENCE_UNSURE;
	c.folded = g_new0(char *, MIN(options->n, OPTIONS_MOST) + 1);
	for (size_t i = 0; i < options->n && i < OPTIONS_MOST; i++)
		c.folded[i] = bare_words(options->at[i]);
	read_all(&c, ticked ? ticked : raw, many);
	g_strfreev(c.folded);
	return result(pool, &c, many, confidence);
}
