/* The roster: a table of people, made participants.
 *
 * Every fault is told with its line and reading goes on, so that a list of
 * 500 is put right in one go. Columns that nobody declared are left where they
 * are: what is not needed is not taken in.
 */
#include <glib.h>
#include <string.h>

#include "base/text.h"
#include "program/csv.h"
#include "program/file.h"
#include "program/roster.h"

#define ROSTER_LIMIT ((size_t)64 << 20)
#define MISTAKES_MAX 200

static const char *const column_names[] = {
	[COLUMN_EMAIL] = "email",
	[COLUMN_NAME] = "name",
	[COLUMN_ID] = "id",
	[COLUMN_ROLE] = "role",
	[COLUMN_LANGUAGE] = "language",
	[COLUMN_TIMEZONE] = "timezone",
	[COLUMN_AVAILABILITY] = "availability",
	[COLUMN_ALIASES] = "aliases",
	[COLUMN_CAPACITY] = "capacity",
	[COLUMN_FREEBUSY] = "freebusy",
};

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
			roster_wrong(r, column.name, NULL,
				"there are two columns of this name");
		*LIST_ADD(r->reading->pool, &r->columns) = column;
	}
	for (size_t i = 0; i < all->n; i++)
		if (!has_column(r, all->at[i].name) &&
			!own_value(r->reading->program, NULL, all->at[i].name))
			roster_wrong(r, all->at[i].name, NULL,
				"the column is missing: attributes, a rule or "
				"a criterion names it");
	if (r->reading->program->matching.form == MATCHING_MENTORS &&
		!has_column(r, "role"))
		roster_wrong(r, "role", NULL,
			"the column is missing: matching.form is \"mentors\", "
			"so who is \"mentor\", \"mentee\" or \"both\"?");
	if (!has_column(r, "email") || !has_column(r, "name"))
		roster_wrong(r, has_column(r, "email") ? "name" : "email", NULL,
			"the column is missing: the first row must hold the "
			"names of the columns");
	return has_column(r, "email") && has_column(r, "name");
}

/* ---- rows ----------------------------------------------------------------------- */

/* Defaults, also where a rule or a criterion looks for them. */
static void
complete(struct roster_reading *r, struct participant *person)
{
	const struct program *program = r->reading->program;
	const struct attribute_rule_list *all = &program->attributes;

	if (!person->key)
		person->key = address_folded(r->reading->pool, person->email);
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
		roster_wrong(r, NULL, NULL, "has %zu cells for %zu columns",
			row->cells.n, r->columns.n);
	for (size_t i = 0; i < r->columns.n; i++) {
		const char *text = i < row->cells.n ? row->cells.at[i] : "";
		char *value = pool_strdup(pool, text);

		roster_cell(r, person, &r->columns.at[i], g_strstrip(value));
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
			roster_wrong(r, NULL, NULL,
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
