/* A program.conf as text, made into a tree and handed to the sections.
 *
 * libconfig 1.5 reads the text; we guard its doors: no files of its own
 * choosing (@include), no NULs that would hide the rest, no more lines than
 * its line counter holds. Nesting is bounded by its own parser stack.
 */
#include "program/config.h"

#include <glib.h>
#include <string.h>

/* libconfig keeps line numbers in 16 bits. */
#define LINES_MAX 65000

static bool
is_include(const char *line)
{
	line += strspn(line, " \t");
	return g_str_has_prefix(line, "@include");
}

/* Behind a comment that begins at p, or p itself when none does. */
static const char *
skip_comment(const char *p)
{
	const char *end;

	if (*p == '#' || (p[0] == '/' && p[1] == '/'))
		return p + strcspn(p, "\n");
	if (p[0] != '/' || p[1] != '*')
		return p;
	end = strstr(p + 2, "*/");
	return end ? end + 2 : p + strlen(p);
}

/* Behind a text in quotes that begins at p; NULL when its line ends first. */
static const char *
skip_text(const char *p)
{
	for (p++; *p && *p != '\n'; p++)
		if (*p == '"')
			return p + 1;
		else if (*p == '\\' && p[1] && p[1] != '\n')
			p++;
	return NULL;
}

/* Where a text begins that is not closed in its line, or NULL. libconfig
 * would read on to the next quote and complain somewhere else. */
static const char *
open_text(const char *p)
{
	while (*p) {
		const char *behind = skip_comment(p);

		if (behind == p && *p == '"')
			behind = skip_text(p);
		if (!behind)
			return p;
		p = behind > p ? behind : p + 1;
	}
	return NULL;
}

static bool
texts_are_closed(struct reading *reading, const char *text)
{
	const char *open = open_text(text);
	int line = 1;

	if (!open)
		return true;
	for (const char *p = text; p < open; p++)
		line += *p == '\n';
	mistake_add(reading->mistakes, reading->file, line, NULL, NULL,
		"a quote is opened and not closed in this line");
	return false;
}

/* What libconfig must not see; text has no NUL before len. */
static bool
text_is_safe(struct reading *reading, const char *text, size_t len)
{
	const char *bad, *line = text;
	int n = 1;

	if (memchr(text, '\0', len)) {
		mistake_add(reading->mistakes, reading->file, 0, NULL, NULL,
			"the file holds a NUL byte: save it as UTF-8 text");
		return false;
	}
	for (; line; n++) {
		const char *end = strchr(line, '\n');

		if (is_include(line)) {
			mistake_add(reading->mistakes, reading->file, n,
				"@include", NULL,
				"is not allowed: one program is one file, "
				"write it here");
			return false;
		}
		if (!g_utf8_validate(line,
			    end ? end - line : (gssize)strlen(line), &bad)) {
			mistake_add(reading->mistakes, reading->file, n, NULL,
				NULL, "is not UTF-8: save the file as UTF-8");
			return false;
		}
		line = end ? end + 1 : NULL;
	}
	if (n > LINES_MAX)
		mistake_add(reading->mistakes, reading->file, 0, NULL, NULL,
			"has more than %d lines", LINES_MAX);
	return n <= LINES_MAX && texts_are_closed(reading, text);
}

static void
syntax_mistake(struct reading *reading, const config_t *config)
{
	const char *text = config_error_text(config);
	const char *hint = "";

	if (text && !strcmp(text, "syntax error"))
		hint = ": look for a missing \"=\", \",\" or bracket here or "
		       "in the line above";
	else if (text && !strcmp(text, "duplicate setting name"))
		hint = ": this key stands there twice, remove one";
	else if (text && !strcmp(text, "memory exhausted"))
		hint = ": brackets are nested too deeply";
	mistake_add(reading->mistakes, reading->file, config_error_line(config),
		NULL, NULL, "%s%s", text ? text : "syntax error", hint);
}

static void
sections(struct reading *reading, config_setting_t *root)
{
	config_general(reading, root);
	config_mail(reading, root);
	config_forms(reading, root);
	config_matching(reading, root);
	config_sessions(reading, root);
	config_timeline(reading, root);
}

bool
config_tree(struct reading *reading, const char *text, size_t len,
	void (*then)(struct reading *reading, config_setting_t *root))
{
	config_t config;

	if (len >= 3 && !memcmp(text, "\xef\xbb\xbf", 3)) {
		text += 3;
		len -= 3;
	}
	g_autofree char *copy = g_strndup(text, len);
	if (!text_is_safe(reading, copy, len))
		return false;
	config_init(&config);
	bool parsed = config_read_string(&config, copy) == CONFIG_TRUE;
	if (parsed)
		then(reading, config_root_setting(&config));
	else
		syntax_mistake(reading, &config);
	config_destroy(&config);
	return parsed;
}

bool
config_text(struct reading *reading, const char *text, size_t len)
{
	return config_tree(reading, text, len, sections);
}
