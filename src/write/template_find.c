/* Where templates lie, and which one counts: the first directory of the
 * program that has a sound one, and in it the language nearest to the
 * reader's. A faulty override never stops a mail: the next one stands in, and
 * template_check_all says what is wrong with it. */
#include "write/template.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* A file's text, at most one octet more than allowed, or NULL. */
static char *
read_file(struct pool *pool, const char *path, size_t *len)
{
	FILE *file = fopen(path, "re");

	if (!file)
		return NULL;
	g_autofree char *text = g_malloc((size_t)TEMPLATE_LARGEST + 1);
	*len = fread(text, 1, (size_t)TEMPLATE_LARGEST + 1, file);
	bool broken = ferror(file);
	fclose(file);
	return broken ? NULL : pool_memdup(pool, text, *len);
}

/* May it be part of a path? ("de-CH", "one-week-later") */
static bool
is_plain_name(const char *name)
{
	return *name && strlen(name) <= 64 &&
		name[strspn(name,
			"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			"0123456789-_")] == '\0';
}

static void
add_language(struct pool *pool, struct text_list *list, const char *code)
{
	if (!code || !is_plain_name(code))
		return;
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->at[i], code))
			return;
	*LIST_ADD(pool, list) = pool_strdup(pool, code);
}

/* de-CH, de, the program's, en. */
static struct text_list
languages_for(
	struct pool *pool, const struct program *program, const char *language)
{
	struct text_list list = { 0 };
	const char *asked[] = { language, program->language };

	for (size_t i = 0; i < G_N_ELEMENTS(asked); i++) {
		if (!asked[i])
			continue;
		add_language(pool, &list, asked[i]);
		add_language(pool, &list,
			pool_strndup(pool, asked[i], strcspn(asked[i], "-")));
	}
	add_language(pool, &list, "en");
	return list;
}

static bool
is_footer(enum moment moment, const char *name)
{
	return moment == MOMENT_NOTE && !strcmp(name, TEMPLATE_FOOTER);
}

static bool
is_calendar(const char *name)
{
	return !g_strcmp0(name, TEMPLATE_CALENDAR);
}

static const struct template *
try_file(struct pool *pool, const char *path, enum moment moment,
	const char *name, struct mistake_list *mistakes)
{
	size_t len;
	char *text = read_file(pool, path, &len);

	return text ? template_parse(pool, path, text, len, moment,
			      is_footer(moment, name), mistakes)
		    : NULL;
}

static const struct template *
search(struct pool *pool, const struct program *program, enum moment moment,
	const char *name, const char *language, struct mistake_list *mistakes)
{
	struct text_list languages = languages_for(pool, program, language);

	for (size_t d = 0; d < program->template_dirs.n; d++)
		for (size_t l = 0; l < languages.n; l++) {
			const char *path = pool_printf(pool, "%s/%s/%s.md",
				program->template_dirs.at[d], languages.at[l],
				name);
			const struct template *found =
				try_file(pool, path, moment, name, mistakes);

			if (found)
				/* cppcheck-suppress CastIntegerToAddressAtReturn ;
				 * it does not follow the type of found */
				return found;
		}
	return NULL;
}

/* What was found before, in the order in which it was first wanted; there are
 * no more than moments and notes in the languages of the roster. */
struct template_shelf {
	enum moment moment;
	const char *name, *language;
	const struct template *template;
	struct template_shelf *next;
};

/* Where it stands, or the free place at the end. */
static struct template_shelf **
place_of(const struct program *program, enum moment moment, const char *name,
	const char *language)
{
	struct template_shelf **place = program->shelf;

	while (*place &&
		((*place)->moment != moment || strcmp((*place)->name, name) ||
			g_strcmp0((*place)->language, language)))
		place = &(*place)->next;
	return place;
}

/* Searched once for each program that was loaded: a reload sees what was
 * changed, and no mail in between is a mixture. */
static const struct template *
search_once(const struct program *program, enum moment moment, const char *name,
	const char *language, struct mistake_list *mistakes)
{
	struct pool *pool = program->pool;
	struct template_shelf **place =
		place_of(program, moment, name, language);

	if (*place)
		/* cppcheck-suppress CastIntegerToAddressAtReturn ; as above */
		return (*place)->template;
	const struct template *found =
		search(pool, program, moment, name, language, mistakes);
	if (!found)
		return NULL;
	*place = POOL_NEW(pool, struct template_shelf);
	**place = (struct template_shelf){ moment, pool_strdup(pool, name),
		pool_strdup(pool, language), found, NULL };
	/* cppcheck-suppress CastIntegerToAddressAtReturn ; as above */
	return found;
}

const struct template *
template_find(struct pool *pool, const struct program *program,
	enum moment moment, const char *name, const char *language,
	struct err *err)
{
	struct mistake_list mistakes = { .pool = pool };

	if (moment != MOMENT_NOTE && !is_calendar(name))
		name = moment_name(moment);
	if (!name || !is_plain_name(name)) {
		err_set(err, ERR_ASK, "a mail needs the name of its template");
		return NULL;
	}
	const struct template *found = program->shelf
		? search_once(program, moment, name, language, &mistakes)
		: search(pool, program, moment, name, language, &mistakes);
	if (!found && mistakes.n)
		err_set(err, ERR_ASK, "no sound template %s: %s", name,
			mistake_print(pool, &mistakes.at[0]));
	else if (!found)
		err_set(err, ERR_ASK,
			"no template %s.md in any folder of templates; add it "
			"or run mentord check",
			name);
	/* cppcheck-suppress CastIntegerToAddressAtReturn ; as above */
	return found;
}

/* A note that no step sends is most likely a misspelt moment. */
static void
check_name(const struct program *program, const char *path, const char *name,
	struct mistake_list *mistakes)
{
	const char *names[MOMENT_COUNT + 1] = { NULL };
	size_t n = 0;

	if (!strcmp(name, TEMPLATE_FOOTER))
		return;
	for (size_t i = 0; i < program->timeline.n; i++)
		if (program->timeline.at[i].action == STEP_SEND &&
			!g_strcmp0(program->timeline.at[i].what, name))
			return;
	for (int m = 0; m < MOMENT_COUNT; m++)
		if (m != MOMENT_NOTE)
			names[n++] = moment_name((enum moment)m);
	const char *near = text_nearest(name, names);
	if (near)
		mistake_warn(mistakes, path, 0, NULL, name,
			"no mail uses this template; did you mean %s.md?",
			near);
}

static void
check_file(const struct program *program, const char *folder, const char *file,
	struct mistake_list *mistakes)
{
	struct pool *pool = mistakes->pool;
	const char *path = pool_printf(pool, "%s/%s", folder, file);
	const char *name = pool_strndup(pool, file, strlen(file) - 3);
	enum moment moment;

	if (is_calendar(name)) {
		moment = MOMENT_INVITATION;
	} else if (!moment_parse(name, &moment) || moment == MOMENT_NOTE) {
		moment = MOMENT_NOTE;
		check_name(program, path, name, mistakes);
	}
	try_file(pool, path, moment, name, mistakes);
}

static int
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names in a folder, sorted, so that mistakes come in the same order. */
static GPtrArray *
names_in(const char *folder)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir)))
		if (*name != '.')
			g_ptr_array_add(names, g_strdup(name));
	if (dir)
		g_dir_close(dir);
	g_ptr_array_sort(names, by_name);
	return names;
}

static void
check_folder(const struct program *program, const char *folder,
	struct mistake_list *mistakes)
{
	g_autoptr(GPtrArray) files = names_in(folder);

	for (guint i = 0; i < files->len; i++) {
		const char *file = files->pdata[i];

		if (g_str_has_suffix(file, ".md") && strlen(file) > 3)
			check_file(program, folder, file, mistakes);
	}
}

/* Is there any file for it, sound or not? Broken ones are told elsewhere. */
static void
check_found(const struct program *program, const char *name,
	const char *language, struct mistake_list *mistakes)
{
	struct pool *pool = mistakes->pool;
	struct text_list languages = languages_for(pool, program, language);

	for (size_t d = 0; d < program->template_dirs.n; d++)
		for (size_t l = 0; l < languages.n; l++)
			if (g_file_test(pool_printf(pool, "%s/%s/%s.md",
						program->template_dirs.at[d],
						languages.at[l], name),
				    G_FILE_TEST_IS_REGULAR))
				return;
	mistake_add(mistakes, pool_printf(pool, "%s.md", name), 0, NULL, NULL,
		"missing; put it into %s/%s",
		program->template_dirs.n
			? program->template_dirs
				  .at[program->template_dirs.n - 1]
			: "templates",
		program->language ? program->language : "en");
}

/* What steps send are notes with the fields of a note; a template of one of
 * our own moments speaks of things that a step does not know. */
static void
check_step(const struct program *program, const struct step *step,
	struct mistake_list *mistakes)
{
	enum moment moment;

	if (step->action != STEP_SEND || !step->what)
		return;
	if ((moment_parse(step->what, &moment) && moment != MOMENT_NOTE) ||
		!strcmp(step->what, TEMPLATE_FOOTER) || is_calendar(step->what))
		mistake_add(mistakes, program->path, 0, "send", step->what,
			"a template of mentord's own; give the step one of "
			"yours, by another name");
	else
		check_found(program, step->what, program->language, mistakes);
}

static void
check_missing(const struct program *program, struct mistake_list *mistakes)
{
	for (int m = 0; m < MOMENT_COUNT; m++)
		if (m != MOMENT_NOTE)
			check_found(program, moment_name((enum moment)m),
				program->language, mistakes);
	check_found(program, TEMPLATE_FOOTER, program->language, mistakes);
	check_found(program, TEMPLATE_CALENDAR, program->language, mistakes);
	for (size_t i = 0; i < program->timeline.n; i++)
		check_step(program, &program->timeline.at[i], mistakes);
}

void
template_check_all(const struct program *program, struct mistake_list *mistakes)
{
	for (size_t d = 0; d < program->template_dirs.n; d++) {
		const char *dir = program->template_dirs.at[d];
		g_autoptr(GPtrArray) languages = names_in(dir);

		for (guint i = 0; i < languages->len; i++)
			check_folder(program,
				pool_printf(mistakes->pool, "%s/%s", dir,
					(const char *)languages->pdata[i]),
				mistakes);
	}
	check_missing(program, mistakes);
}
