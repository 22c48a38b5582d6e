/* The sections that say what the program is: program, roster, state,
 * templates, silence, digest, privacy. */
#include <glib.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/token.h"
#include "program/config.h"
#include "program/words.h"

/* Beside a token and its "+" in 64 octets (RFC 5321 4.5.3.1.1). */
#define LOCAL_PART_MAX (64 - TOKEN_LEN - 1)
#define YEARS_MAX      5

const char *
config_path(struct reading *reading, const char *path)
{
	g_autofree char *folder = g_path_get_dirname(reading->file);

	if (g_path_is_absolute(path) || !strcmp(folder, "."))
		return pool_strdup(reading->pool, path);
	return pool_printf(reading->pool, "%s/%s", folder, path);
}

/* ---- templates ---------------------------------------------------------- */

static bool
is_folder(const char *path)
{
	return g_file_test(path, G_FILE_TEST_IS_DIR);
}

const char *
program_templates(struct pool *pool)
{
	const char *said = g_getenv("MENTORD_TEMPLATES");
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *folder = g_path_get_dirname(self ? self : ".");
	const char *beside = pool_printf(pool, "%s/../templates", folder);

	if (said && *said)
		return pool_strdup(pool, said);
	if (is_folder(DATADIR "/templates"))
		return DATADIR "/templates";
	return is_folder(beside)
		? beside
		: pool_printf(pool, "%s/../../templates", folder);
}

/* What stands at the top of the file beside the sections. */
struct top {
	struct text_list templates;
	const char *roster, *state;
	int64_t hold_after;
};

static void
template_dirs(struct reading *reading, config_setting_t *root,
	const struct text_list *said)
{
	struct text_list *dirs = &reading->program->template_dirs;
	const char *own = config_path(reading, "templates");

	for (size_t i = 0; i < said->n; i++) {
		const char *dir = config_path(reading, said->at[i]);

		if (is_folder(dir))
			*LIST_ADD(reading->pool, dirs) = dir;
		else
			config_wrong(reading, config_at(root, "templates"),
				"templates", "there is no folder %s", dir);
	}
	if (!config_at(root, "templates") && is_folder(own))
		*LIST_ADD(reading->pool, dirs) = own;
	*LIST_ADD(reading->pool, dirs) = program_templates(reading->pool);
	reading->program->words =
		words_load(reading->pool, *dirs, reading->mistakes);
}

/* systemd names the state folder (first of several, if need be); without it
 * the state lies beside program.conf. */
static const char *
state_dir(struct reading *reading, const char *said)
{
	const char *given = g_getenv("STATE_DIRECTORY");
	const char *id = reading->program->id;

	if (said)
		return config_path(reading, said);
	if (given && *given)
		return pool_strndup(reading->pool, given, strcspn(given, ":"));
	return config_path(reading,
		pool_printf(reading->pool, "state-%s", id ? id : "program"));
}

/* ---- the program itself -------------------------------------------------- */

static void
gets(struct reading *reading, config_setting_t *setting, const char *path,
	void *target)
{
	struct coordinator *coordinator = target;
	static const char *const names[] = { "digest", "concerns", "calendar",
		NULL };

	coordinator->digest = coordinator->concerns = false;
	if (config_setting_is_group(setting) ||
		!config_setting_is_aggregate(setting)) {
		config_wrong(reading, setting, path,
			"must be a list: [ \"digest\", \"concerns\" ]");
		return;
	}
	for (int i = 0; i < config_setting_length(setting); i++) {
		config_setting_t *item =
			config_setting_get_elem(setting, (unsigned)i);
		const char *name = config_setting_get_string(item);

		if (name && !strcmp(name, "digest"))
			coordinator->digest = true;
		else if (name && !strcmp(name, "concerns"))
			coordinator->concerns = true;
		else if (name && !strcmp(name, "calendar"))
			coordinator->calendar = coordinator->digest = true;
		else
			config_wrong(reading, item, path,
				"must be \"digest\", \"concerns\" or "
				"\"calendar\"%s",
				name ? config_nearest(reading, name, names)
				     : "");
	}
}

static void
coordinator(struct reading *reading, config_setting_t *group, const char *path)
{
	static const struct key keys[] = {
		{ "name", KEY_TEXT, offsetof(struct coordinator, name),
			.required = true },
		{ "email", KEY_ADDRESS, offsetof(struct coordinator, email),
			.required = true },
		{ "gets", KEY_PART, .part = gets },
		{ 0 },
	};
	struct program *program = reading->program;
	struct coordinator one = { .digest = true, .concerns = true };

	if (!config_is_group(reading, group, path))
		return;
	config_group(reading, group, path, keys, &one);
	if (!one.email || !one.name)
		return;
	if (program_is_own_address(program, one.email))
		config_wrong(reading, config_at(group, "email"), path,
			"is the program's own address: it would write to "
			"itself");
	if (program_coordinator(program, one.email))
		config_wrong(reading, config_at(group, "email"), path,
			"stands there twice");
	*LIST_ADD(reading->pool, &program->coordinators) = one;
}

static void
coordinators(struct reading *reading, config_setting_t *program)
{
	config_setting_t *list = config_at(program, "coordinators");
	const char *path = "program.coordinators";

	if (!list || !config_is_list(reading, list, path))
		return;
	for (int i = 0; i < config_setting_length(list); i++)
		coordinator(reading, config_setting_get_elem(list, (unsigned)i),
			pool_printf(reading->mistakes->pool, "%s[%d]", path,
				i + 1));
	if (!config_setting_length(list))
		config_wrong(reading, list, path,
			"is empty: somebody must get the digest");
}

static void
id(struct reading *reading, config_setting_t *setting, const char *path,
	void *target)
{
	struct program *program = target;
	const char *text = config_setting_get_string(setting);

	if (!text || !g_ascii_islower(*text) || strlen(text) > 32 ||
		text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-")])
		config_wrong(reading, setting, path,
			"must be a text of small letters, digits and \"-\", "
			"starting with a letter, at most 32");
	else
		program->id = pool_strdup(reading->pool, text);
}

static void
timezone_part(struct reading *reading, config_setting_t *setting,
	const char *path, void *target)
{
	struct program *program = target;
	const char *text = config_setting_get_string(setting);

	program->zone = text ? zone_find(text) : NULL;
	if (!program->zone)
		config_wrong(reading, setting, path,
			"is not a time zone of this system: write "
			"\"Europe/Berlin\" or the like");
}

static void
check_program(struct reading *reading, config_setting_t *group)
{
	struct program *p = reading->program;
	const char *at = p->address ? strchr(p->address, '@') : NULL;

	if (at && at - p->address > LOCAL_PART_MAX)
		config_wrong(reading, config_at(group, "address"),
			"program.address",
			"has more than %d characters before the @: replies "
			"need the room for a token",
			LOCAL_PART_MAX);
	if (at && memchr(p->address, '+', (size_t)(at - p->address)))
		config_wrong(reading, config_at(group, "address"),
			"program.address",
			"has a \"+\" before the @: that is where tokens go, "
			"use an address without one");
	bool dated = p->starts && p->ends; /* else that was said already */
	if (dated && p->ends < p->starts)
		config_wrong(reading, config_at(group, "ends"), "program.ends",
			"is before the start");
	else if (dated && p->ends - p->starts > YEARS_MAX * 366)
		config_wrong(reading, config_at(group, "ends"), "program.ends",
			"is more than %d years after the start", YEARS_MAX);
	const struct language *language = words_known(p->words, p->language);
	if (p->language && !language)
		config_wrong(reading, config_at(group, "language"),
			"program.language",
			"there are no templates in that language: a folder "
			"with a words.conf is needed");
	else if (language && !language->writes)
		config_wrong(reading, config_at(group, "language"),
			"program.language",
			"mails in %s need templates/%s/*.md; mentord only "
			"understands what is written in it",
			language->name ? language->name : language->code,
			language->code);
}

static void
the_program(struct reading *reading, config_setting_t *root)
{
	static const struct key keys[] = {
		{ "id", KEY_PART, .required = true, .part = id },
		{ "name", KEY_TEXT, offsetof(struct program, name), .till = 100,
			.required = true },
		{ "purpose", KEY_TEXT, offsetof(struct program, purpose),
			.till = 1000 },
		{ "language", KEY_TEXT, offsetof(struct program, language),
			.till = 20, .fallback = "en" },
		{ "timezone", KEY_PART, .required = true,
			.part = timezone_part },
		{ "starts", KEY_DATE, offsetof(struct program, starts),
			.required = true },
		{ "ends", KEY_DATE, offsetof(struct program, ends),
			.required = true },
		{ "address", KEY_ADDRESS, offsetof(struct program, address),
			.required = true },
		{ "coordinators", KEY_PART, .required = true,
			.part = config_elsewhere },
		{ 0 },
	};
	config_setting_t *group = config_at(root, "program");

	if (!group || !config_is_group(reading, group, "program"))
		return;
	config_group(reading, group, "program", keys, reading->program);
	check_program(reading, group);
	coordinators(reading, group);
}

/* ---- small sections ------------------------------------------------------ */

static void
silence(struct reading *reading, config_setting_t *root)
{
	struct silence *s = &reading->program->silence;
	static const struct key keys[] = {
		{ "nudge", KEY_DURATION, offsetof(struct silence, nudge),
			.till = 365 * DAY, .fallback = "10 days" },
		{ "tell_coordinator", KEY_DURATION,
			offsetof(struct silence, tell), .till = 365 * DAY,
			.fallback = "21 days" },
		{ "close", KEY_DURATION, offsetof(struct silence, close),
			.till = 365 * DAY, .fallback = "42 days" },
		{ 0 },
	};
	config_setting_t *group = config_at(root, "silence");

	config_section(reading, root, "silence", keys, s);
	if (s->nudge && s->tell && s->tell <= s->nudge)
		config_wrong(reading, config_at(group, "tell_coordinator"),
			"silence.tell_coordinator",
			"must be longer than silence.nudge");
	if (s->close && s->close <= MAX(s->nudge, s->tell))
		config_wrong(reading, config_at(group, "close"),
			"silence.close",
			"must be longer than silence.nudge and "
			"silence.tell_coordinator");
}

static const struct choice weekdays[] = { { "Monday", 0 }, { "Tuesday", 1 },
	{ "Wednesday", 2 }, { "Thursday", 3 }, { "Friday", 4 },
	{ "Saturday", 5 }, { "Sunday", 6 }, { 0 } };

static void
digest(struct reading *reading, config_setting_t *root)
{
	static const struct key keys[] = {
		{ "weekday", KEY_CHOICE,
			offsetof(struct digest_config, weekday),
			.fallback = "Monday", .choices = weekdays },
		{ "at", KEY_CLOCK, offsetof(struct digest_config, at),
			.fallback = "08:00" },
		{ 0 },
	};

	config_section(
		reading, root, "digest", keys, &reading->program->digest);
	if (reading->program->digest.at >= 24 * 60)
		config_wrong(reading, config_at(root, "digest"), "digest.at",
			"must be before 24:00");
}

/* "1 year after end": the last two words say what is meant anyway. */
static void
keep(struct reading *reading, config_setting_t *setting, const char *path,
	void *target)
{
	struct program *program = target;
	const char *text = config_setting_get_string(setting);
	g_autofree char *length = g_strdup(text ? text : "");

	if (g_str_has_suffix(length, " after end"))
		length[strlen(length) - strlen(" after end")] = '\0';
	if (!text_duration(length, &program->keep) ||
		program->keep > 50 * 365 * DAY)
		config_wrong(reading, setting, path,
			"is not a length of time: write \"1 year after end\"");
}

static void
privacy(struct reading *reading, config_setting_t *root)
{
	static const struct key keys[] = {
		{ "k", KEY_INT, offsetof(struct program, privacy_k), .from = 2,
			.till = 100, .fallback = "5" },
		{ "keep", KEY_PART, .part = keep },
		{ 0 },
	};

	reading->program->keep = 365 * DAY;
	config_section(reading, root, "privacy", keys, reading->program);
}

void
config_general(struct reading *reading, config_setting_t *root)
{
	static const struct key keys[] = {
		{ "program", KEY_PART, .required = true,
			.part = config_elsewhere },
		{ "roster", KEY_TEXT, offsetof(struct top, roster),
			.till = 4000, .fallback = "roster.csv" },
		{ "state", KEY_TEXT, offsetof(struct top, state),
			.till = 4000 },
		{ "templates", KEY_TEXTS, offsetof(struct top, templates),
			.till = 4000 },
		{ "hold_after", KEY_DURATION, offsetof(struct top, hold_after),
			.from = HOUR, .till = 365 * DAY, .fallback = "3 days" },
		{ "mail", KEY_PART, .part = config_elsewhere },
		{ "attributes", KEY_PART, .part = config_elsewhere },
		{ "forms", KEY_PART, .part = config_elsewhere },
		{ "matching", KEY_PART, .part = config_elsewhere },
		{ "sessions", KEY_PART, .part = config_elsewhere },
		{ "timeline", KEY_PART, .part = config_elsewhere },
		{ "silence", KEY_PART, .part = config_elsewhere },
		{ "digest", KEY_PART, .part = config_elsewhere },
		{ "reactions", KEY_PART, .part = config_elsewhere },
		{ "privacy", KEY_PART, .part = config_elsewhere },
		{ 0 },
	};
	struct program *program = reading->program;
	struct top top = { 0 };

	config_group(reading, root, "", keys, &top);
	template_dirs(reading, root, &top.templates);
	program->hold_after = top.hold_after;
	program->roster_path =
		config_path(reading, top.roster ? top.roster : "roster.csv");
	the_program(reading, root);
	program->state_dir = state_dir(reading, top.state);
	silence(reading, root);
	digest(reading, root);
	privacy(reading, root);
}
