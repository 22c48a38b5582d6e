/* Reading templates/<language>/words.conf.
 *
 * A language is data: a folder with this file in it. Every list is checked
 * for its length and every placeholder for its name, so that nothing that
 * prints a date later has to ask.
 */
#include <glib.h>
#include <stddef.h>
#include <string.h>

#include "program/config.h"
#include "program/file.h"
#include "program/words.h"
#include "words_times.h"

#define WORDS_LIMIT ((size_t)256 << 10)

struct words_reading {
	struct reading reading;
	struct language *language;
};

static bool
placeholder_is_known(const char *name, size_t len)
{
	static const char *const known[] = { "weekday", "weekday_short", "day",
		"month", "month_short", "month_number", "year", "hour",
		"minute" };

	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if (strlen(known[i]) == len && !strncmp(known[i], name, len))
			return true;
	return false;
}

static void
check_format(struct reading *reading, config_setting_t *root, const char *name,
	const char *format)
{
	for (const char *p = format; p && *p; p++) {
		size_t len = strcspn(p + 1, "}");

		if (*p != '{')
			continue;
		if (!p[1 + len])
			config_wrong(reading, config_at(root, name), name,
				"a { is not closed");
		else if (!placeholder_is_known(p + 1, len))
			config_wrong(reading, config_at(root, name), name,
				"{%.*s} is not known; there are {weekday} "
				"{weekday_short} {day} {month} {month_short} "
				"{month_number} {year} {hour} {minute}",
				(int)MIN(len, 30), p + 1);
	}
}

static void
check_length(struct reading *reading, config_setting_t *root, const char *name,
	const struct text_list *list, size_t n)
{
	if (config_at(root, name) && list->n != n)
		config_wrong(reading, config_at(root, name), name,
			"must hold %zu texts and holds %zu", n, list->n);
}

/* Commands and the like are compared in small letters. */
static void
lower(struct pool *pool, struct text_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		g_autofree char *small = g_utf8_strdown(list->at[i], -1);

		list->at[i] = pool_strdup(pool, small);
	}
}

static void
commands(struct reading *reading, config_setting_t *setting, const char *path,
	void *target)
{
	struct language *language = target;
	static const struct key keys[] = {
		[COMMAND_NONE] = { "-", KEY_LATER, .till = 0 },
#define COMMAND_KEY(command, name)                                    \
 [command] = { name, KEY_TEXTS, (command) * sizeof(struct text_list), \
	 .required = true }
		COMMAND_KEY(COMMAND_HELP, "help"),
		COMMAND_KEY(COMMAND_STOP, "stop"),
		COMMAND_KEY(COMMAND_PAUSE, "pause"),
		COMMAND_KEY(COMMAND_RESUME, "resume"),
		COMMAND_KEY(COMMAND_LEAVE, "leave"),
		COMMAND_KEY(COMMAND_REMATCH, "rematch"),
		COMMAND_KEY(COMMAND_EXPORT, "export"),
		COMMAND_KEY(COMMAND_FORGET, "forget"),
		COMMAND_KEY(COMMAND_YES, "yes"),
		COMMAND_KEY(COMMAND_NO, "no"),
		COMMAND_KEY(COMMAND_APPROVE, "approve"),
#undef COMMAND_KEY
		/* newer than some languages that people added */
		[COMMAND_SKIP] = { .name = "skip",
			.kind = KEY_TEXTS,
			.at = COMMAND_SKIP * sizeof(struct text_list) },
		[COMMAND_RESCHEDULE] = { .name = "reschedule",
			.kind = KEY_TEXTS,
			.at = COMMAND_RESCHEDULE * sizeof(struct text_list) },
		{ 0 },
	};
	struct text_list lists[COMMAND_RESCHEDULE + 1] = { 0 };

	if (!config_is_group(reading, setting, path))
		return;
	config_group(reading, setting, path, keys, lists);
	for (unsigned i = COMMAND_HELP; i <= COMMAND_RESCHEDULE; i++) {
		lower(reading->pool, &lists[i]);
		*LIST_ADD(reading->pool, &language->commands) =
			(struct command_words){ (enum command)i, lists[i] };
	}
}

static void
reasons(struct reading *reading, config_setting_t *setting, const char *path,
	void *target)
{
	struct language *language = target;
	static const struct key keys[] = {
#define PHRASE_KEY(phrase, name) \
 { name, KEY_TEXT, (phrase) * sizeof(const char *), .till = 200 }
		PHRASE_KEY(PHRASE_HELPS, "helps"),
		PHRASE_KEY(PHRASE_YOU_HELP, "you_help"),
		PHRASE_KEY(PHRASE_HELPS_YOU, "helps_you"),
		PHRASE_KEY(PHRASE_SHARED, "shared"),
		PHRASE_KEY(PHRASE_SAME, "same"),
		PHRASE_KEY(PHRASE_DIFFERENT, "different"),
		PHRASE_KEY(PHRASE_NEAR, "near"),
		PHRASE_KEY(PHRASE_FAR, "far"),
		PHRASE_KEY(PHRASE_NAMED, "named"),
		PHRASE_KEY(PHRASE_YOU_NAMED, "you_named"),
		PHRASE_KEY(PHRASE_NAMED_YOU, "named_you"),
		PHRASE_KEY(PHRASE_FIRST, "first"),
		PHRASE_KEY(PHRASE_RELIABLE, "reliable"),
		PHRASE_KEY(PHRASE_OVERLAP, "overlap"),
		PHRASE_KEY(PHRASE_OVERLAP_EACH, "overlap_each"),
		PHRASE_KEY(PHRASE_HOUR, "hour"),
		PHRASE_KEY(PHRASE_HOURS, "hours"),
		PHRASE_KEY(PHRASE_MINUTES, "minutes"),
		PHRASE_KEY(PHRASE_YOU, "you"),
		PHRASE_KEY(PHRASE_YOU_ALL, "you_all"),
		PHRASE_KEY(PHRASE_BOTH, "both"),
		PHRASE_KEY(PHRASE_ALL, "all"),
		PHRASE_KEY(PHRASE_AND, "and"),
#undef PHRASE_KEY
		{ 0 },
	};

	G_STATIC_ASSERT(G_N_ELEMENTS(keys) == PHRASE_COUNT + 1);
	if (config_is_group(reading, setting, path))
		config_group(reading, setting, path, keys, language->phrases);
}

/* {a}, then words, then {b}. */
static bool
is_pair_clause(const char *text)
{
	const char *a = strstr(text, "{a}"), *b = strstr(text, "{b}");

	return a && b && b > a + 3 && !strstr(a + 1, "{a}") &&
		!strstr(b + 1, "{b}") &&
		strspn(a + 3, " ") < (size_t)(b - a - 3);
}

static void
check_clauses(struct reading *reading, config_setting_t *group,
	const char *name, struct text_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		if (!is_pair_clause(list->at[i]))
			config_wrong(reading, config_at(group, name), name,
				"%s: must name {a} and then {b}, with words "
				"between them",
				list->at[i]);
	lower(reading->pool, list);
}

static void
pairs(struct reading *reading, config_setting_t *setting, const char *path,
	void *target)
{
#define AT(member) offsetof(struct pair_words, member)
	static const struct key keys[] = {
		{ "apart", KEY_TEXTS, AT(apart), .required = true },
		{ "together", KEY_TEXTS, AT(together), .required = true },
		{ "either", KEY_TEXTS, AT(either), .required = true },
		{ "besides", KEY_TEXTS, AT(besides), .required = true },
		{ 0 },
	};
#undef AT
	struct pair_words *words = &((struct language *)target)->pairs;

	if (!config_is_group(reading, setting, path))
		return;
	config_group(reading, setting, path, keys, words);
	check_clauses(reading, setting, "apart", &words->apart);
	check_clauses(reading, setting, "together", &words->together);
	check_clauses(reading, setting, "either", &words->either);
	lower(reading->pool, &words->besides);
}

/* ---- what is only read ------------------------------------------------------ */

/* Lists that nothing of ours is written with. */
struct heard {
	struct text_list unsure, not, numbers, days, spans, next, last, end, of,
		and, all, polite, labels;
};

#define HEARD(member) offsetof(struct heard, member)
static const struct {
	size_t at;
	enum sense_kind kind;
} heard_kinds[] = {
	{ HEARD(unsure), SENSE_UNSURE },
	{ HEARD(not ), SENSE_NOT },
	{ HEARD(numbers), SENSE_NUMBER },
	{ HEARD(days), SENSE_DAY },
	{ HEARD(next), SENSE_NEXT },
	{ HEARD(last), SENSE_LAST },
	{ HEARD(end), SENSE_END },
	{ HEARD(of), SENSE_OF },
	{ HEARD(and), SENSE_AND },
	{ HEARD(all), SENSE_ALL },
	{ HEARD(polite), SENSE_POLITE },
	{ HEARD(labels), SENSE_LABEL },
};

/* "in {n} weeks=7", "in {n} months=1m". */
static void
add_span(struct reading *reading, config_setting_t *group,
	struct language *language, const char *text)
{
	g_auto(GStrv) halves = g_strsplit(text, "{n}", 3);
	char *sets = halves[0] && halves[1] ? strrchr(halves[1], '=') : NULL;
	char *end = NULL;
	int n = sets ? (int)g_ascii_strtoll(sets + 1, &end, 10) : 0;

	if (!sets || halves[2] || n < 1 || n > 400 ||
		(*end && strcmp(end, "m") != 0)) {
		config_wrong(reading, config_at(group, "spans"), "heard.spans",
			"%s: must hold {n} once and end in =DAYS, or =1m for "
			"months",
			text);
		return;
	}
	*sets = '\0';
	g_autofree char *before = words_fold(halves[0]);
	g_autofree char *behind = words_fold(halves[1]);
	*LIST_ADD(reading->pool, &language->spans) = (struct span_words){
		pool_strdup(reading->pool, g_strstrip(before)),
		pool_strdup(reading->pool, g_strstrip(behind)), *end ? 0 : n,
		*end ? n : 0
	};
}

/* Numbers of their own stand behind "=" in these two. */
static void
check_set(struct reading *reading, config_setting_t *group, const char *name,
	const struct text_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		const char *sets = strrchr(list->at[i], '=');

		if (!sets ||
			!g_ascii_string_to_signed(
				sets + 1, 10, -1000, 1000000, NULL, NULL))
			config_wrong(reading, config_at(group, name), name,
				"%s: must end in = and a number", list->at[i]);
	}
}

static void
heard(struct reading *reading, config_setting_t *setting, const char *path,
	void *target)
{
	struct language *language = target;
	static const struct key keys[] = {
		{ "unsure", KEY_TEXTS, .at = HEARD(unsure) },
		{ "not", KEY_TEXTS, .at = HEARD(not ) },
		{ "numbers", KEY_TEXTS, .at = HEARD(numbers) },
		{ "days", KEY_TEXTS, .at = HEARD(days) },
		{ "spans", KEY_TEXTS, .at = HEARD(spans) },
		{ "next", KEY_TEXTS, .at = HEARD(next) },
		{ "last", KEY_TEXTS, .at = HEARD(last) },
		{ "end", KEY_TEXTS, .at = HEARD(end) },
		{ "of", KEY_TEXTS, .at = HEARD(of) },
		{ "and", KEY_TEXTS, .at = HEARD(and) },
		{ "all", KEY_TEXTS, .at = HEARD(all) },
		{ "polite", KEY_TEXTS, .at = HEARD(polite) },
		{ "labels", KEY_TEXTS, .at = HEARD(labels) },
		{ 0 },
	};
	struct heard lists = { 0 };

	if (!config_is_group(reading, setting, path))
		return;
	config_group(reading, setting, path, keys, &lists);
	check_set(reading, setting, "numbers", &lists.numbers);
	check_set(reading, setting, "days", &lists.days);
	for (size_t i = 0; i < G_N_ELEMENTS(heard_kinds); i++)
		language_add_senses(reading->pool, language,
			(const void *)((const char *)&lists +
				heard_kinds[i].at),
			heard_kinds[i].kind);
	for (size_t i = 0; i < lists.spans.n; i++)
		add_span(reading, setting, language, lists.spans.at[i]);
}

/* Of "stycznia|styczen" the first is how we write it. */
static void
first_forms(struct pool *pool, struct text_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		list->at[i] = pool_strndup(
			pool, list->at[i], strcspn(list->at[i], "|"));
}

static void
learn(struct pool *pool, struct language *language)
{
	struct text_list *lists[] = { &language->months,
		&language->months_short, &language->weekdays,
		&language->weekdays_short, &language->numbers };

	language_learn(pool, language);
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		first_forms(pool, lists[i]);
}

static void
read_language(struct reading *reading, config_setting_t *root)
{
#define AT(member) offsetof(struct language, member)
	static const struct key keys[] = {
		{ "months", KEY_TEXTS, AT(months), .required = true },
		{ "months_short", KEY_TEXTS, AT(months_short),
			.required = true },
		{ "weekdays", KEY_TEXTS, AT(weekdays), .required = true },
		{ "weekdays_short", KEY_TEXTS, AT(weekdays_short),
			.required = true },
		{ "date_format", KEY_TEXT, AT(date_format), .required = true },
		{ "time_format", KEY_TEXT, AT(time_format), .required = true },
		{ "yes", KEY_TEXTS, AT(yes), .required = true },
		{ "no", KEY_TEXTS, AT(no), .required = true },
		{ "numbers", KEY_TEXTS, AT(numbers), .required = true },
		{ "until", KEY_TEXTS, AT(until), .required = true },
		{ "auto_subjects", KEY_TEXTS, AT(auto_subjects),
			.required = true },
		{ "name", KEY_TEXT, AT(name), .till = 40 },
		{ "decimal", KEY_TEXT, AT(decimal), .till = 1 },
		{ "day_first", KEY_TRUTH, .at = AT(day_first) },
		{ "commands", KEY_PART, .required = true, .part = commands },
		{ "heard", KEY_PART, .part = heard },
		{ "times", KEY_PART, .part = words_times },
		{ "reasons", KEY_PART, .part = reasons },
		{ "pairs", KEY_PART, .part = pairs },
		{ 0 },
	};
#undef AT
	struct language *l = ((struct words_reading *)reading)->language;

	config_group(reading, root, "", keys, l);
	check_length(reading, root, "months", &l->months, 12);
	check_length(reading, root, "months_short", &l->months_short, 12);
	check_length(reading, root, "weekdays", &l->weekdays, 7);
	check_length(reading, root, "weekdays_short", &l->weekdays_short, 7);
	check_length(reading, root, "numbers", &l->numbers, 11);
	check_format(reading, root, "date_format", l->date_format);
	check_format(reading, root, "time_format", l->time_format);
	lower(reading->pool, &l->yes);
	lower(reading->pool, &l->no);
	lower(reading->pool, &l->numbers);
	lower(reading->pool, &l->until);
	lower(reading->pool, &l->auto_subjects);
	learn(reading->pool, l);
}

/* Mails can be written where there is any template for them. */
static bool
has_templates(const struct text_list *dirs, const char *code)
{
	bool found = false;

	for (size_t i = 0; i < dirs->n && !found; i++) {
		g_autofree char *path =
			g_build_filename(dirs->at[i], code, NULL);
		g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
		const char *name;

		while (dir && !found && (name = g_dir_read_name(dir)))
			found = g_str_has_suffix(name, ".md");
	}
	return found;
}

static bool
is_language_code(const char *name)
{
	size_t len = strlen(name);

	return len >= 2 && len <= 12 && g_ascii_islower(name[0]) &&
		g_ascii_islower(name[1]) &&
		!name[strspn(name,
			"abcdefghijklmnopqrstuvwxyz"
			"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")];
}

static bool
is_there(const struct words *words, const char *code)
{
	for (size_t i = 0; i < words->languages.n; i++)
		if (!strcmp(words->languages.at[i].code, code))
			return true;
	return false;
}

static void
load_one(struct pool *pool, struct words *words, const char *dir,
	const char *code, struct mistake_list *mistakes)
{
	char *path = pool_printf(pool, "%s/%s/words.conf", dir, code);
	struct language language = { .code = pool_strdup(pool, code) };
	struct words_reading r = {
		.reading = { pool, mistakes, path, NULL },
		.language = &language,
	};
	g_autofree char *text = NULL;
	struct err err;
	size_t before = mistakes_count(mistakes), len;

	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return;
	if (!file_read(path, WORDS_LIMIT, &text, &len, &err)) {
		mistake_add(mistakes, path, 0, NULL, NULL, "%s", err.text);
		return;
	}
	config_tree(&r.reading, text, len, read_language);
	if (mistakes_count(mistakes) == before)
		*LIST_ADD(pool, &words->languages) = language;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

const struct words *
words_load(
	struct pool *pool, struct text_list dirs, struct mistake_list *mistakes)
{
	struct words *words = POOL_NEW(pool, struct words);

	for (size_t i = 0; i < dirs.n; i++) {
		g_autoptr(GDir) dir = g_dir_open(dirs.at[i], 0, NULL);
		g_autoptr(GPtrArray) names =
			g_ptr_array_new_with_free_func(g_free);
		const char *name;

		while (dir && (name = g_dir_read_name(dir)))
			if (is_language_code(name) && !is_there(words, name))
				g_ptr_array_add(names, g_strdup(name));
		g_ptr_array_sort(names, by_name);
		for (guint j = 0; j < names->len; j++)
			load_one(pool, words, dirs.at[i],
				g_ptr_array_index(names, j), mistakes);
	}
	for (size_t i = 0; i < words->languages.n; i++)
		words->languages.at[i].writes =
			has_templates(&dirs, words->languages.at[i].code);
	return words;
}
