/* The roster: a table of people, made participants.
 *
 * Every fault is told with its line and reading goes on, so that a list of
 * 500 is put right in one go. Columns that nobody declared are left where they
 * are: what is not needed is not taken in.
 */
#include <glib.h>
#include <string.h>

#include "base/text.h"
#include "program/availability.h"
#include "program/config.h"
#include "program/csv.h"
#include "program/file.h"
#include "program/words.h"

#define ROSTER_LIMIT ((size_t)64 << 20)
#define NAME_MAX_LEN 200
#define CELL_MAX_LEN 4000
#define MISTAKES_MAX 200

enum column_kind {
	COLUMN_EMAIL,
	COLUMN_NAME,
	COLUMN_ID,
	COLUMN_ROLE,
	COLUMN_LANGUAGE,
	COLUMN_TIMEZONE,
	COLUMN_AVAILABILITY,
	COLUMN_ALIASES,
	COLUMN_ATTRIBUTE, /* declared under attributes */
	COLUMN_IGNORED,
};
static const char *const column_names[] = {
	[COLUMN_EMAIL] = "email",
	[COLUMN_NAME] = "name",
	[COLUMN_ID] = "id",
	[COLUMN_ROLE] = "role",
	[COLUMN_LANGUAGE] = "language",
	[COLUMN_TIMEZONE] = "timezone",
	[COLUMN_AVAILABILITY] = "availability",
	[COLUMN_ALIASES] = "aliases",
};

struct column {
	enum column_kind kind;
	const char *name;                  /* as we call it */
	const struct attribute_rule *rule; /* NULL: not declared */
};
LIST_OF(column_list, struct column);

struct roster_reading {
	struct reading *reading;
	const char *file;
	struct column_list columns;
	GHashTable *seen; /* address in small letters, "id:..." -> line */
	int line;         /* of the row */
	size_t mistakes;  /* when the roster was begun */
};

static void PRINTF(4, 5) wrong(struct roster_reading *r, const char *column,
	const char *value, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	g_autofree char *why = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	mistake_add(r->reading->mistakes, r->file, r->line, column, value, "%s",
		why);
}

/* ---- the first row ----------------------------------------------------------- */

static bool
same_name(const char *a, const char *b)
{
	g_autofree char *x = g_utf8_casefold(a, -1);
	g_autofree char *y = g_utf8_casefold(b, -1);

	return !strcmp(x, y);
}

static const struct attribute_rule *
declared(const struct program *program, const char *name)
{
	for (size_t i = 0; i < program->attributes.n; i++)
		if (same_name(program->attributes.at[i].name, name))
			return &program->attributes.at[i];
	return NULL;
}

static void
undeclared(struct roster_reading *r, const char *name)
{
	const struct attribute_rule_list *all =
		&r->reading->program->attributes;
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (size_t i = 0; i < G_N_ELEMENTS(column_names); i++)
		g_ptr_array_add(names, (void *)(uintptr_t)column_names[i]);
	for (size_t i = 0; i < all->n; i++)
		g_ptr_array_add(names, (void *)(uintptr_t)all->at[i].name);
	g_ptr_array_add(names, NULL);
	mistake_warn(r->reading->mistakes, r->file, r->line, name, NULL,
		"this column is not declared under attributes and is left "
		"out%s",
		config_nearest(
			r->reading, name, (const char *const *)names->pdata));
}

static struct column
column_of(struct roster_reading *r, const char *name)
{
	struct column column = { COLUMN_IGNORED, name, NULL };

	for (unsigned i = 0; i < G_N_ELEMENTS(column_names); i++)
		if (same_name(column_names[i], name)) {
			column.kind = (enum column_kind)i;
			column.name = column_names[i];
		}
	column.rule = declared(r->reading->program, column.name);
	if (column.kind == COLUMN_IGNORED && column.rule) {
		column.kind = COLUMN_ATTRIBUTE;
		column.name = column.rule->name;
	}
	if (column.kind == COLUMN_IGNORED && *name)
		undeclared(r, name);
	return column;
}

static bool
has_column(const struct roster_reading *r, const char *name)
{
	for (size_t i = 0; i < r->columns.n; i++)
		if (r->columns.at[i].kind != COLUMN_IGNORED &&
			!strcmp(r->columns.at[i].name, name))
			return true;
	return false;
}

/* What a person has in those columns when theirs says nothing; NULL for other
 * columns. */
static const char *
own_value(const struct program *program, const struct participant *person,
	const char *column)
{
	if (!strcmp(column, "language"))
		return person && person->language ? person->language
						  : program->language;
	if (!strcmp(column, "timezone"))
		return person && person->timezone ? person->timezone : "UTC";
	return !strcmp(column, "role") ? role_name(ROLE_PEER) : NULL;
}

/* False when people cannot be told from it. */
static bool
read_header(struct roster_reading *r, const struct csv_row *row)
{
	const struct attribute_rule_list *all =
		&r->reading->program->attributes;

	r->line = row->line;
	for (size_t i = 0; i < row->cells.n; i++) {
		char *name = text_one_line(r->reading->pool, row->cells.at[i]);
		struct column column = column_of(r, name);

		if (column.kind != COLUMN_IGNORED && has_column(r, column.name))
			wrong(r, column.name, NULL,
				"there are two columns of this name");
		*LIST_ADD(r->reading->pool, &r->columns) = column;
	}
	for (size_t i = 0; i < all->n; i++)
		if (!has_column(r, all->at[i].name) &&
			!own_value(r->reading->program, NULL, all->at[i].name))
			wrong(r, all->at[i].name, NULL,
				"the column is missing: attributes, a rule or "
				"a criterion names it");
	if (!has_column(r, "email") || !has_column(r, "name"))
		wrong(r, has_column(r, "email") ? "name" : "email", NULL,
			"the column is missing: the first row must hold the "
			"names of the columns");
	return has_column(r, "email") && has_column(r, "name");
}

/* ---- cells --------------------------------------------------------------------- */

/* One line that may stand in a header; else a mistake. */
static bool
is_plain(struct roster_reading *r, const char *column, const char *value,
	size_t most)
{
	if (text_has_controls(value))
		wrong(r, column, value,
			"holds a line break or a control character");
	else if (strlen(value) > most)
		wrong(r, column, value, "is longer than %zu octets", most);
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
		wrong(r, column, value, "stands in line %d already",
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
		wrong(r, column, value, "%s", why);
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
		wrong(r, "name", value, "is empty");
	else if (is_plain(r, "name", value, NAME_MAX_LEN))
		person->name = text_one_line(r->reading->pool, value);
}

static void
id(struct roster_reading *r, struct participant *person, const char *value)
{
	g_autofree char *key = g_strconcat("id:", value, NULL);

	if (!*value) {
		wrong(r, "id", value, "is empty");
	} else if (is_plain(r, "id", value, 64)) {
		remember(r, "id", value, key);
		person->key = value;
	}
}

static void
role(struct roster_reading *r, struct participant *person, const char *value)
{
	if (!*value || !g_ascii_strcasecmp(value, role_name(ROLE_PEER)))
		person->role = ROLE_PEER;
	else if (!g_ascii_strcasecmp(value, role_name(ROLE_MENTOR)) ||
		!g_ascii_strcasecmp(value, role_name(ROLE_MENTEE)))
		wrong(r, "role", value,
			"this program matches peers: matching.form says so");
	else
		wrong(r, "role", value,
			"must be \"peer\", \"mentor\" or \"mentee\"");
}

static void
language(
	struct roster_reading *r, struct participant *person, const char *value)
{
	const struct words *words = r->reading->program->words;
	g_autoptr(GString) known = g_string_new(NULL);

	if (!*value)
		return;
	if (words_known(words, value)) {
		person->language = value;
		return;
	}
	for (size_t i = 0; words && i < words->languages.n; i++)
		g_string_append_printf(
			known, " %s", words->languages.at[i].code);
	wrong(r, "language", value,
		"there are no templates for it; there are%s", known->str);
}

static void
timezone_cell(
	struct roster_reading *r, struct participant *person, const char *value)
{
	if (*value && !zone_find(value))
		wrong(r, "timezone", value,
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
		wrong(r, "availability", value, "%s", why);
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
		wrong(r, column->name, value, "must be a whole number");
	if (*flat)
		*LIST_ADD(r->reading->pool, &person->attributes) =
			(struct attribute){ column->name,
				text_one_line(r->reading->pool, flat) };
}

static void
cell(struct roster_reading *r, struct participant *person,
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
	case COLUMN_ROLE:
		role(r, person, value);
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

/* ---- rows ----------------------------------------------------------------------- */

/* Defaults, also where a rule or a criterion looks for them. */
static void
complete(struct roster_reading *r, struct participant *person)
{
	const struct program *program = r->reading->program;
	const struct attribute_rule_list *all = &program->attributes;

	if (!person->key)
		person->key = person->email;
	if (!person->language)
		person->language = program->language;
	if (!person->timezone && program->zone)
		person->timezone = zone_name(program->zone);
	for (size_t i = 0; i < all->n; i++) {
		const char *name = all->at[i].name;
		const char *value = own_value(program, person, name);

		if (value && !participant_attribute(person, name))
			*LIST_ADD(r->reading->pool, &person->attributes) =
				(struct attribute){ name, value };
	}
}

static void
read_row(struct roster_reading *r, const struct csv_row *row)
{
	struct pool *pool = r->reading->pool;
	struct program *program = r->reading->program;
	struct participant *person = POOL_NEW(pool, struct participant);

	r->line = row->line;
	if (row->cells.n > r->columns.n)
		wrong(r, NULL, NULL, "has %zu cells for %zu columns",
			row->cells.n, r->columns.n);
	for (size_t i = 0; i < r->columns.n; i++) {
		const char *text = i < row->cells.n ? row->cells.at[i] : "";
		char *value = pool_strdup(pool, text);

		cell(r, person, &r->columns.at[i], g_strstrip(value));
	}
	complete(r, person);
	*LIST_ADD(pool, &program->roster) = person;
}

static bool
too_many(const struct roster_reading *r)
{
	return mistakes_count(r->reading->mistakes) - r->mistakes >
		MISTAKES_MAX;
}

static void
read_rows(struct roster_reading *r, const struct csv_table *table)
{
	for (size_t i = 1; i < table->rows.n; i++) {
		read_row(r, &table->rows.at[i]);
		if (too_many(r)) {
			wrong(r, NULL, NULL,
				"reading ends here: mend the mistakes above "
				"first");
			return;
		}
	}
}

void
roster_read(struct reading *reading, const char *file, const char *bytes,
	size_t len)
{
	POOL_AUTO scratch = pool_new();
	struct csv_table *table = csv_read(scratch, bytes, len);
	g_autoptr(GHashTable) seen =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct roster_reading r = {
		.reading = reading,
		.file = file,
		.seen = seen,
		.mistakes = mistakes_count(reading->mistakes),
	};

	if (table->guessed)
		mistake_warn(reading->mistakes, file, 0, NULL, NULL,
			"is not UTF-8 and was read as windows-1252: look at "
			"the names, or save it as CSV UTF-8");
	if (table->fault)
		mistake_add(reading->mistakes, file, table->fault_line, NULL,
			NULL, "%s", table->fault);
	if (table->rows.n && read_header(&r, &table->rows.at[0]))
		read_rows(&r, table);
	if (!table->fault && !reading->program->roster.n &&
		mistakes_count(reading->mistakes) == r.mistakes)
		mistake_add(reading->mistakes, file, 0, NULL, NULL,
			"there is nobody in it");
}

void
roster_load(struct reading *reading)
{
	const char *path = reading->program->roster_path;
	g_autofree char *bytes = NULL;
	struct err err;
	size_t len;

	if (file_read(path, ROSTER_LIMIT, &bytes, &len, &err))
		roster_read(reading, path, bytes, len);
	else
		mistake_add(
			reading->mistakes, path, 0, NULL, NULL, "%s", err.text);
}
