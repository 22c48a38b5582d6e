/* Answers in figures: one tally for each question that is answered by yes, no
 * or a number.
 *
 * The store does not know the forms; a question whose typed answers are all
 * yes, no or numbers is taken for a closed one, and any other is left out,
 * so that no word of anybody gets into a figure.
 */
#include "needs.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

static const char tally_sql[] =
	"SELECT a.form, w.question, w.value, a.participant FROM answer w "
	"JOIN ask a ON a.id = w.ask WHERE w.value IS NOT NULL "
	"AND a.participant IS NOT NULL AND a.form NOT LIKE '@%' "
	"ORDER BY a.form, w.question, a.participant";

struct tallying {
	struct tally tally;
	double sum;
	int64_t last; /* participant: they come in order */
	bool closed;  /* all answers so far could be counted */
};

/* False when the value is neither yes, no nor a plain number. */
static bool
number_of(const char *value, double *number)
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

static void
add(struct tallying *t, const char *value, int64_t participant)
{
	double number = 0;

	if (!number_of(value, &number)) {
		t->closed = false;
		return;
	}
	t->tally.answers++;
	t->tally.people += participant != t->last;
	t->last = participant;
	t->sum += number;
	for (int i = 0; i <= 10; i++)
		if (number >= i && number <= i)
			t->tally.count[i]++;
}

static void
finish(struct pool *pool, struct tallying *t, struct figures *figures)
{
	if (t->closed && t->tally.answers) {
		t->tally.mean = t->sum / (double)t->tally.answers;
		*LIST_ADD(pool, &figures->tallies) = t->tally;
	}
}

static bool
same_question(const struct tallying *t, sqlite3_stmt *st)
{
	return t->tally.form &&
		!strcmp(t->tally.form,
			(const char *)sqlite3_column_text(st, 0)) &&
		!strcmp(t->tally.question,
			(const char *)sqlite3_column_text(st, 1));
}

bool
figure_tallies(struct store *store, struct pool *pool, struct figures *figures,
	struct err *err)
{
	sqlite3_stmt *st = figure_start(store, figures, tally_sql, err);
	struct tallying t = { 0 };
	int row;

	if (!st)
		return false;
	while ((row = sql_next(store, st, err)) > 0) {
		if (!same_question(&t, st)) {
			finish(pool, &t, figures);
			t = (struct tallying){ .closed = true };
			t.tally.form = sql_string(st, 0, pool);
			t.tally.question = sql_string(st, 1, pool);
		}
		add(&t, (const char *)sqlite3_column_text(st, 2),
			sqlite3_column_int64(st, 3));
	}
	finish(pool, &t, figures);
	sqlite3_finalize(st);
	return row == 0;
}
