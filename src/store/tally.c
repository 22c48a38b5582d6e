/* Answers in figures: one tally for each question that is answered by yes, no
 * or a number.
 *
 * A question whose typed answers are all yes, no or numbers is taken for a
 * closed one, and any other is left out, so that no word of anybody gets into
 * a figure.
 *
 * Whoever compares two figures learns what came in between. So private answers
 * come in by whole groups: they wait until privacy_k different people have
 * given one, and then count all at once. They count in the order in which they
 * were given, so the figure is the same whenever it is asked for. What was
 * given in the open counts at once while the question is open; when it is
 * private today, it comes in by groups too, but by groups of its own: of those
 * answers somebody may have seen the words.
 */
#include "needs.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

static const char tally_sql[] =
	"SELECT a.form, w.question, w.value, a.participant, w.ask, g.value, "
	"coalesce(g.private, 0) FROM answer w JOIN ask a ON a.id = w.ask "
	"LEFT JOIN given g ON g.ask = w.ask AND g.question = w.question "
	"WHERE w.value IS NOT NULL AND a.participant IS NOT NULL "
	"AND a.form NOT LIKE '@%' ORDER BY a.form, w.question, g.id";

struct given {
	int64_t ask, participant;
	double number;
};

/* Those who wait for their group to be whole. */
struct group {
	GPtrArray *given;
	GHashTable *people;
};

struct tallying {
	const struct program *program;
	struct pool *pool;
	struct tally tally;
	struct group groups[2]; /* given in the open; as private */
	GHashTable *shown;      /* ask: the given that counts */
	bool private;           /* today */
	bool closed;            /* all answers so far could be counted */
};

bool
tally_number(const char *value, double *number)
{
	bool yes = !strcmp(value, "yes");
	char *end;

	if (yes || !strcmp(value, "no")) {
		*number = yes;
		return true;
	}
	size_t digits = strspn(value, "0123456789.-");
	if (!digits || digits > 24 || value[digits])
		return false;
	*number = g_ascii_strtod(value, &end);
	return *end == '\0' && end != value;
}

/* ---- one question -------------------------------------------------------- */

/* A question that is gone from the config may have been private. */
static bool
is_private(const struct program *program, const struct tally *tally)
{
	const struct form *form = program_form(program, tally->form);
	const struct question *question =
		form ? form_question(form, tally->question) : NULL;

	return !question || question->private;
}

static void
start(struct tallying *t, sqlite3_stmt *st)
{
	t->tally = (struct tally){ .form = sql_string(st, 0, t->pool),
		.question = sql_string(st, 1, t->pool) };
	t->closed = true;
	t->private = is_private(t->program, &t->tally);
	g_hash_table_remove_all(t->shown);
	for (int i = 0; i < 2; i++) {
		g_ptr_array_set_size(t->groups[i].given, 0);
		g_hash_table_remove_all(t->groups[i].people);
	}
}

/* Said anew takes the place of what the same ask was answered with before. */
static void
show(struct tallying *t, struct given *given)
{
	g_hash_table_replace(t->shown, &given->ask, given);
}

static void
gather(struct tallying *t, struct group *group, struct given *given)
{
	g_ptr_array_add(group->given, given);
	g_hash_table_add(group->people, &given->participant);
	if ((int)g_hash_table_size(group->people) < t->program->privacy_k)
		return;
	for (guint i = 0; i < group->given->len; i++)
		show(t, g_ptr_array_index(group->given, i));
	g_ptr_array_set_size(group->given, 0);
	g_hash_table_remove_all(group->people);
}

static void
add(struct tallying *t, sqlite3_stmt *st)
{
	const char *value = (const char *)sqlite3_column_text(st, 2);
	const char *once = (const char *)sqlite3_column_text(st, 5);
	bool private = sqlite3_column_int64(st, 6);
	double number;

	t->closed = t->closed && tally_number(value, &number);
	if (!t->closed || !once || !tally_number(once, &number))
		return;
	struct given *given = POOL_NEW(t->pool, struct given);
	*given = (struct given){ sqlite3_column_int64(st, 4),
		sqlite3_column_int64(st, 3), number };
	if (private || t->private)
		gather(t, &t->groups[private], given);
	else
		show(t, given);
}

static void
count(struct tally *tally, double number)
{
	tally->answers++;
	tally->mean += number; /* the sum, for now */
	for (int i = 0; i <= 10; i++)
		if (number >= i && number <= i)
			tally->count[i]++;
}

/* A question of which nothing can be shown yet is among them too: with
 * nobody, as it would be with too few. */
static void
finish(struct tallying *t, struct figures *figures)
{
	g_autoptr(GHashTable) people =
		g_hash_table_new(g_int64_hash, g_int64_equal);
	GHashTableIter shown;
	gpointer given;

	if (!t->tally.form || !t->closed)
		return;
	g_hash_table_iter_init(&shown, t->shown);
	while (g_hash_table_iter_next(&shown, NULL, &given)) {
		count(&t->tally, ((struct given *)given)->number);
		g_hash_table_add(people, &((struct given *)given)->participant);
	}
	t->tally.people = g_hash_table_size(people);
	if (t->tally.answers)
		t->tally.mean /= (double)t->tally.answers;
	*LIST_ADD(t->pool, &figures->tallies) = t->tally;
}

/* ---- all of them ----------------------------------------------------------- */

static bool
same_question(const struct tallying *t, sqlite3_stmt *st)
{
	return t->tally.form &&
		!strcmp(t->tally.form,
			(const char *)sqlite3_column_text(st, 0)) &&
		!strcmp(t->tally.question,
			(const char *)sqlite3_column_text(st, 1));
}

static bool
tally_all(struct store *store, struct tallying *t, struct figures *figures,
	struct err *err)
{
	sqlite3_stmt *st = figure_start(store, figures, tally_sql, err);
	int row;

	if (!st)
		return false;
	while ((row = sql_next(store, st, err)) > 0) {
		if (!same_question(t, st)) {
			finish(t, figures);
			start(t, st);
		}
		add(t, st);
	}
	finish(t, figures);
	sqlite3_finalize(st);
	return row == 0;
}

bool
figure_tallies(struct store *store, struct pool *pool,
	const struct program *program, struct figures *figures, struct err *err)
{
	struct tallying t = { .program = program,
		.pool = pool,
		.shown = g_hash_table_new(g_int64_hash, g_int64_equal) };

	for (int i = 0; i < 2; i++) {
		t.groups[i].given = g_ptr_array_new();
		t.groups[i].people =
			g_hash_table_new(g_int64_hash, g_int64_equal);
	}
	bool ok = tally_all(store, &t, figures, err);
	g_hash_table_destroy(t.shown);
	for (int i = 0; i < 2; i++) {
		g_ptr_array_unref(t.groups[i].given);
		g_hash_table_destroy(t.groups[i].people);
	}
	return ok;
}
