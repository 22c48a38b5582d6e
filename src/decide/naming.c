/* Who is meant by a name that a coordinator typed.
 *
 * An address, a key of the roster, a whole name, a word of a name, the
 * beginning of a name: each is tried on everybody before the next, and counts
 * only when it leads to one person. Capitals and accents do not matter, and
 * then neither does whether an umlaut was written out ("Jürgen", "Jurgen",
 * "Juergen"). Nobody is guessed at: who is not found has names near theirs
 * told. */
#include "decide/concern.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define LEAST      2   /* letters of a name's beginning */
#define TYPED_MOST 100 /* octets: what is longer names nobody */
#define PERHAPS    4   /* others who may be meant */

/* A person's names, folded: with accents dropped; and with umlauts as two
 * letters, too. */
struct known {
	const struct participant *who;
	const char *name[2], *key;
	const char *first; /* word of the name */
};

struct naming {
	struct pool *pool;
	struct known *at;
	const char **first; /* all first words, in order */
	size_t n;
};

/* "ae", "oe", "ue" as "a", "o", "u": on both sides of a comparison. */
static void
join_umlauts(char *text)
{
	char *to = text;

	for (const char *p = text; *p; p++) {
		*to++ = *p;
		if (strchr("aou", *p) && p[1] == 'e')
			p++;
	}
	*to = '\0';
}

/* Letters that Unicode does not take apart. */
static gunichar
plain_letter(gunichar c)
{
	switch (c) {
	case 0x131: /* dotless i */
		return 'i';
	case 0xf8: /* o with a stroke */
		return 'o';
	case 0x142: /* l with a stroke */
		return 'l';
	case 0x111: /* d with a stroke */
	case 0xf0:  /* eth */
		return 'd';
	case 0xe6: /* ae, which is a written-out umlaut for us */
		return 'a';
	case 0x2018:
	case 0x2019:
	case 0x201a:
		return '\'';
	case 0x201c:
	case 0x201d:
	case 0x201e:
	case 0xab:
	case 0xbb: /* quotation marks */
		return '"';
	default:
		return c;
	}
}

char *
naming_fold(struct pool *pool, const char *text)
{
	g_autofree char *apart = g_utf8_normalize(text, -1, G_NORMALIZE_ALL);
	g_autofree char *small = g_utf8_casefold(apart ? apart : "", -1);
	g_autoptr(GString) out = g_string_new(NULL);
	bool blank = false;

	for (const char *p = small; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (g_unichar_ismark(c) ||
			g_unichar_type(c) == G_UNICODE_FORMAT)
			continue;
		if (g_unichar_isspace(c)) {
			blank = out->len > 0;
			continue;
		}
		if (blank)
			g_string_append_c(out, ' ');
		blank = false;
		g_string_append_unichar(out, plain_letter(c));
	}
	return pool_strdup(pool, out->str);
}

static int
compare_words(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
sort_first(struct naming *naming)
{
	naming->first = pool_alloc(
		naming->pool, (naming->n + 1) * sizeof *naming->first);
	for (size_t i = 0; i < naming->n; i++)
		naming->first[i] = naming->at[i].first;
	qsort(naming->first, naming->n, sizeof *naming->first, compare_words);
}

struct naming *
naming_new(struct pool *pool, const struct facts *facts)
{
	const struct participant_list *all = &facts->participants;
	struct naming *naming = POOL_NEW(pool, struct naming);

	naming->pool = pool;
	naming->at = pool_alloc(pool, (all->n + 1) * sizeof(struct known));
	for (size_t i = 0; i < all->n; i++) {
		const struct participant *p = all->at[i];
		struct known *known = &naming->at[naming->n];

		if (p->state == PARTICIPANT_LEFT)
			continue;
		char *joined = naming_fold(pool, p->name);
		*known = (struct known){ p,
			{ pool_strdup(pool, joined), joined },
			naming_fold(pool, p->key ? p->key : ""),
			pool_strndup(pool, joined, strcspn(joined, " ")) };
		join_umlauts(joined);
		naming->n++;
	}
	sort_first(naming);
	return naming;
}

/* ---- the ways of naming somebody ------------------------------------------ */

enum way {
	WAY_ADDRESS,
	WAY_KEY,
	WAY_NAME,
	WAY_FIRST,
	WAY_WORD,
	WAY_START,
	WAY_COUNT
};

static bool
is_address(const struct participant *p, const char *text)
{
	if (address_equal(p->email, text))
		return true;
	for (size_t i = 0; i < p->aliases.n; i++)
		if (address_equal(p->aliases.at[i], text))
			return true;
	return false;
}

static bool
starts_with_word(const char *name, const char *text, size_t len)
{
	return !strncmp(name, text, len) && (!name[len] || name[len] == ' ');
}

static bool
has_word(const char *name, const char *text, size_t len)
{
	for (; name; name = strchr(name, ' ')) {
		name += *name == ' ';
		if (starts_with_word(name, text, len))
			return true;
	}
	return false;
}

static bool
is_named(const struct known *known, enum way way, int umlauts, const char *text)
{
	const char *name = known->name[umlauts];
	size_t len = strlen(text);

	switch (way) {
	case WAY_ADDRESS:
		return strchr(text, '@') && is_address(known->who, text);
	case WAY_KEY:
		return !strcmp(known->key, text);
	case WAY_NAME:
		return !strcmp(name, text);
	case WAY_FIRST:
		return starts_with_word(name, text, len);
	case WAY_WORD:
		return has_word(name, text, len);
	case WAY_START:
		return g_utf8_strlen(text, -1) >= LEAST &&
			!strncmp(name, text, len);
	case WAY_COUNT:
		break;
	}
	return false;
}

static const char *
joined(struct pool *pool, const char *names, const char *name)
{
	return *names ? pool_printf(pool, "%s, %s", names, name) : name;
}

/* How many are named that way; the one, or some of them in meant. */
static size_t
count_named(const struct naming *naming, enum way way, int umlauts,
	const char *text, struct meant *meant)
{
	size_t n = 0;

	meant->perhaps = "";
	for (size_t i = 0; i < naming->n; i++) {
		const struct participant *who = naming->at[i].who;

		if (!is_named(&naming->at[i], way, umlauts, text))
			continue;
		meant->participant = who->id;
		if (n++ < PERHAPS)
			meant->perhaps =
				joined(naming->pool, meant->perhaps, who->name);
	}
	return n;
}

/* Without what a name is set in; in place. */
static char *
strip_quotes(char *text)
{
	static const char marks[] = " \"'<>()[]*";
	size_t n;

	text += strspn(text, marks);
	for (n = strlen(text); n && strchr(marks, text[n - 1]);)
		text[--n] = '\0';
	return text;
}

/* Whole names and first ones that look alike. */
const char *
naming_near(const struct naming *naming, const char *typed)
{
	g_autofree const char **all = g_new0(const char *, naming->n + 1);
	const char *text = strip_quotes(naming_fold(naming->pool, typed));
	const char *near = "";

	/* who typed one word is compared with one word */
	for (size_t i = 0; i < naming->n; i++)
		all[i] = strchr(text, ' ') ? naming->at[i].name[0]
					   : naming->at[i].first;
	for (int found = 0; *text && found < PERHAPS; found++) {
		const char *nearest = text_nearest(text, all);
		size_t at = 0;

		while (nearest && at < naming->n && all[at] != nearest)
			at++;
		if (!nearest || at == naming->n)
			break;
		near = joined(naming->pool, near, naming->at[at].who->name);
		for (size_t i = 0; i < naming->n; i++)
			if (strstr(near, naming->at[i].who->name))
				all[i] = "";
	}
	return near;
}

struct meant
naming_find(const struct naming *naming, const char *typed)
{
	char *text = strip_quotes(naming_fold(naming->pool, typed));
	struct meant meant = { 0, NAMED_NOBODY, "" };

	if (!*text || strlen(text) > TYPED_MOST)
		return meant;
	for (int umlauts = 0; umlauts < 2; umlauts++) {
		for (enum way way = WAY_ADDRESS; way < WAY_COUNT; way++) {
			size_t n =
				count_named(naming, way, umlauts, text, &meant);

			if (!n)
				continue;
			meant.found = n == 1 ? NAMED_ONE : NAMED_SEVERAL;
			return meant;
		}
		if (!umlauts)
			meant.perhaps = "";
		join_umlauts(text);
	}
	return meant;
}

bool
decide_named(const struct facts *facts, const char *text, int64_t *participant,
	struct err *err)
{
	struct naming *naming = naming_new(facts->pool, facts);
	struct meant meant = naming_find(naming, text);
	const char *near = "";

	switch (meant.found) {
	case NAMED_ONE:
		*participant = meant.participant;
		return true;
	case NAMED_SEVERAL:
		return err_set(err, ERR_NEVER,
			"'%.60s' may be several people (%.300s): give the "
			"whole name or the address",
			text, meant.perhaps);
	case NAMED_NOBODY:
		near = naming_near(naming, text);
		break;
	}
	return err_set(err, ERR_NEVER,
		"nobody who takes part is called '%.60s'%s%.300s%s", text,
		*near ? "; did you mean " : "", near, *near ? "?" : "");
}

bool
naming_is_first(const struct naming *naming, const char *word)
{
	return bsearch(&word, naming->first, naming->n, sizeof *naming->first,
		compare_words);
}
