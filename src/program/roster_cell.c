/* One cell of the roster: what its column makes of it.
 *
 * Whatever ends in a mail's header has no line break and no control
 * character, and an address is one that can be written to, or it is told.
 */
#include "program/roster.h"

#include <glib.h>
#include <string.h>

#include "base/text.h"
#include "program/availability.h"
#include "program/calendar_url.h"
#include "program/words.h"

#define NAME_MAX_LEN 200
#define CELL_MAX_LEN 4000

void
roster_wrong(struct roster_reading *r, const char *column, const char *value,
	const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	g_autofree char *why = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	mistake_add(r->reading->mistakes, r->file, r->line, column, value, "%s",
		why);
}

/* One line that may stand in a header; else a mistake. */
static bool
is_plain(struct roster_reading *r, const char *column, const char *value,
	size_t most)
{
	if (text_has_controls(value))
		roster_wrong(r, column, value,
			"holds a line break or a control character");
	else if (strlen(value) > most)
		roster_wrong(
			r, column, value, "is longer than %zu octets", most);
	else
		return true;
	return false;
}

static void
remember(struct roster_reading *r, const char *column, const char *value,
	const char *key)
{
	void *line = g_hash_table_lookup(r->seen, key);

	if (line)
		roster_wrong(r, column, value, "stands in line %d already",
			GPOINTER_TO_INT(line));
	else
		g_hash_table_insert(
			r->seen, g_strdup(key), GINT_TO_POINTER(r->line));
}

/* A mail address nobody else has; NULL with a mistake when it is none. */
static const char *
address(struct roster_reading *r, const char *column, const char *value)
{
	const struct program *program = r->reading->program;
	const char *why = address_fault(value);
	g_autofree char *small = g_ascii_strdown(value, -1);

	if (!*value)
		why = "is empty: everybody needs an address";
	if (!why && program_is_own_address(program, value))
		why = "is the program's own address";
	if (!why && program_coordinator(program, value))
		why = "is a coordinator's address: use another one to take "
		      "part";
	if (why) {
		roster_wrong(r, column, value, "%s", why);
		return NULL;
	}
	remember(r, column, value, small);
	return address_canonical(r->reading->pool, value);
}

static void
aliases(struct roster_reading *r, struct participant *person, const char *value)
{
	struct text_list all = text_split(r->reading->pool, value, ' ');

	for (size_t i = 0; i < all.n; i++) {
		const char *one = address(r, "aliases", all.at[i]);

		if (one)
			*LIST_ADD(r->reading->pool, &person->aliases) = one;
	}
}

static void
name(struct roster_reading *r, struct participant *person, const char *value)
{
	if (!*value)
		roster_wrong(r, "name", value, "is empty");
	else if (is_plain(r, "name", value, NAME_MAX_LEN))
		person->name = text_one_line(r->reading->pool, value);
}

static void
id(struct roster_reading *r, struct participant *person, const char *value)
{
	g_autofree char *key = g_strconcat("id:", value, NULL);

	if (!*value) {
		roster_wrong(r, "id", value, "is empty");
	} else if (is_plain(r, "id", value, 64)) {
		remember(r, "id", value, key);
		person->key = value;
	}
}

static bool
role_parse(const char *value, enum role *role)
{
	for (unsigned i = ROLE_PEER; i <= ROLE_BOTH; i++)
		if (!g_ascii_strcasecmp(value, role_name((enum role)i))) {
			*role = (enum role)i;
			return true;
		}
	return false;
}

/* Why that role cannot be in this program; NULL when it can. */
static const char *
role_fault(const struct matching *matching, enum role role)
{
	bool led = matching->form == MATCHING_GROUPS && matching->leaders;

	switch (matching->form) {
	case MATCHING_MENTORS:
		return role == ROLE_PEER
			? "must be \"mentor\", \"mentee\" or \"both\": "
			  "matching.form says so"
			: NULL;
	case MATCHING_GROUPS:
		return role == ROLE_BOTH || (role == ROLE_MENTOR && !led)
			? "must be \"mentor\" for a leader and \"peer\" or "
			  "\"mentee\" for others, with matching.leaders"
			: NULL;
	case MATCHING_PEERS:
	case MATCHING_ROUNDS:
		return role == ROLE_PEER ? NULL
					 : "this program matches peers: "
					   "matching.form says so";
	}
	g_assert_not_reached();
}

static void
role(struct roster_reading *r, struct participant *person, const char *value)
{
	const struct matching *matching = &r->reading->program->matching;
	const char *why;

	if (*value && !role_parse(value, &person->role)) {
		roster_wrong(r, "role", value,
			"must be \"peer\", \"mentor\", \"mentee\" or "
			"\"both\"");
		return;
	}
	why = role_fault(matching, person->role);
	if (why)
		roster_wrong(r, "role", value, "%s", why);
}

static void
capacity(struct roster_reading *r, const char *value)
{
	if (*value &&
		!g_ascii_string_to_unsigned(value, 10, 0, 100, NULL, NULL))
		roster_wrong(r, "capacity", value,
			"must be a number, 0 to 100: so many mentees at most");
}

/* Said once, however many people write in it. */
static void
warn_reads_only(struct roster_reading *r, const char *value,
	const struct language *language)
{
	struct mistake_list *list = r->reading->mistakes;
	const char *name = language->name ? language->name : language->code;

	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].warning && list->at[i].key &&
			!strcmp(list->at[i].key, "language") &&
			!g_strcmp0(list->at[i].value, value))
			return;
	mistake_warn(list, r->file, r->line, "language", value,
		"mails in %s need templates/%s/*.md; what is written in it is "
		"understood, our mails are in the program's language",
		name, language->code);
}

static void
language(
	struct roster_reading *r, struct participant *person, const char *value)
{
	const struct words *words = r->reading->program->words;
	g_autoptr(GString) known = g_string_new(NULL);

	if (!*value)
		return;
	const struct language *found = words_known(words, value);
	if (found) {
		person->language = value;
		if (!found->writes)
			warn_reads_only(r, value, found);
		return;
	}
	for (size_t i = 0; words && i < words->languages.n; i++)
		g_string_append_printf(
			known, " %s", words->languages.at[i].code);
	roster_wrong(r, "language", value,
		"there are no templates for it; there are%s", known->str);
}

static void
timezone_cell(
	struct roster_reading *r, struct participant *person, const char *value)
{
	if (*value && !zone_find(value))
		roster_wrong(r, "timezone", value,
			"is not a time zone of this system: write "
			"\"Europe/Berlin\" or the like");
	else if (*value)
		person->timezone = value;
}

static void
availability(
	struct roster_reading *r, struct participant *person, const char *value)
{
	const char *why;

	if (!availability_parse(r->reading->pool, r->reading->program->words,
		    value, &person->free, &why))
		roster_wrong(r, "availability", value, "%s", why);
}

/* Whoever knows the URL can look: it is kept apart from the attributes, which
 * may be shown. */
static void
freebusy(
	struct roster_reading *r, struct participant *person, const char *value)
{
	const struct mail_config *mail = &r->reading->program->mail;
	const char *why = NULL;

	if (*value)
		person->freebusy =
			calendar_url(r->reading->pool, mail, value, &why);
	if (why) /* mistakes may end in a log, where the value must not */
		roster_wrong(r, "freebusy", NULL, "%s", why);
}

static bool
is_number(const char *value)
{
	return g_ascii_string_to_signed(
		value, 10, -1000000000, 1000000000, NULL, NULL);
}

/* Line breaks in a quoted cell are meant well and become blanks; an unseen
 * change of direction is not. */
static void
attribute(struct roster_reading *r, struct participant *person,
	const struct column *column, const char *value)
{
	g_autofree char *flat = g_strdup(value);

	g_strdelimit(flat, "\n\t", ' ');
	if (!is_plain(r, column->name, flat, CELL_MAX_LEN))
		return;
	if (*flat && column->rule && column->rule->type == ATTRIBUTE_NUMBER &&
		!is_number(flat))
		roster_wrong(r, column->name, value, "must be a whole number");
	if (*flat)
		*LIST_ADD(r->reading->pool, &person->attributes) =
			(struct attribute){ column->name,
				text_one_line(r->reading->pool, flat) };
}

void
roster_cell(struct roster_reading *r, struct participant *person,
	const struct column *column, const char *value)
{
	switch (column->kind) {
	case COLUMN_EMAIL:
		person->email = address(r, "email", value);
		return;
	case COLUMN_NAME:
		name(r, person, value);
		return;
	case COLUMN_ID:
		id(r, person, value);
		return;
	case COLUMN_ALIASES:
		aliases(r, person, value);
		return;
	case COLUMN_FREEBUSY:
		freebusy(r, person, value);
		return;
	case COLUMN_ROLE:
		role(r, person, value);
		break;
	case COLUMN_CAPACITY:
		capacity(r, value);
		break;
	case COLUMN_LANGUAGE:
		language(r, person, value);
		break;
	case COLUMN_TIMEZONE:
		timezone_cell(r, person, value);
		break;
	case COLUMN_AVAILABILITY:
		availability(r, person, value);
		break;
	case COLUMN_ATTRIBUTE:
		break;
	case COLUMN_IGNORED:
		return;
	}
	attribute(r, person, column, value);
}
