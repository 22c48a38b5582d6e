/* Parts of a whole, in numbers and as bars. */
#include "report/funnel.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>

#include "report/report.h"

static void
add(struct pool *pool, const struct program *program,
	struct funnel_row_list *rows, enum label which, int64_t part,
	int64_t whole)
{
	*LIST_ADD(pool, rows) =
		(struct funnel_row){ label(program, which), part, whole };
}

struct funnel_row_list
funnel_rows(struct pool *pool, const struct program *program,
	const struct figures *f)
{
	struct funnel_row_list rows = { 0 };
	int64_t all = f->enrolled;

	add(pool, program, &rows, LABEL_ENROLLED, all, all);
	add(pool, program, &rows, LABEL_REACHED, f->reached, all);
	add(pool, program, &rows, LABEL_HEARD, f->heard, all);
	add(pool, program, &rows, LABEL_MATCHED, f->ever_matched, all);
	add(pool, program, &rows, LABEL_MET, f->met, all);
	add(pool, program, &rows, LABEL_MATCHES_MET, f->matches_met,
		f->matches);
	add(pool, program, &rows, LABEL_HELD, f->sessions_held,
		f->sessions_past);
	add(pool, program, &rows, LABEL_ACCEPTED, f->rsvp_accepted,
		f->invitations);
	add(pool, program, &rows, LABEL_ANSWERED, f->asks_answered, f->asks);
	return rows;
}

int
funnel_percent(int64_t part, int64_t whole)
{
	if (whole <= 0)
		return 0;
	return (int)CLAMP((200 * part + whole) / (2 * whole), 0, 100);
}

static char *
ratio(struct pool *pool, const char *of, int64_t part, int64_t whole)
{
	if (whole == 0)
		return pool_printf(pool, "%" PRId64 " %s 0", part, of);
	return pool_printf(pool, "%" PRId64 " %s %" PRId64 " (%d %%)", part, of,
		whole, funnel_percent(part, whole));
}

int64_t
report_hours(const struct figures *figures)
{
	return (figures->minutes_held + 30) / 60;
}

char *
report_ratio(struct pool *pool, int64_t part, int64_t whole)
{
	return ratio(pool, "of", part, whole);
}

char *
funnel_ratio(struct pool *pool, const struct program *program, int64_t part,
	int64_t whole)
{
	return ratio(pool, label(program, LABEL_OF), part, whole);
}

char *
funnel_bar(struct pool *pool, int64_t part, int64_t whole, int cells)
{
	int64_t full = whole > 0 ? (2 * part * cells + whole) / (2 * whole) : 0;
	GString *bar = g_string_new(NULL);

	for (int64_t i = 0; i < cells; i++)
		g_string_append(bar, i < full ? "█" : "░");
	char *copy = pool_strdup(pool, bar->str);
	g_string_free(bar, TRUE);
	return copy;
}

/* ---- answers ---------------------------------------------------------- */

const struct question *
funnel_config(const struct program *program, const struct tally *tally)
{
	const struct form *form = program_form(program, tally->form);

	return form ? form_question(form, tally->question) : NULL;
}

const char *
funnel_question(const struct program *program, const struct tally *tally)
{
	const struct question *question = funnel_config(program, tally);

	return question ? question->ask : tally->question;
}

bool
funnel_may_show(const struct program *program, const struct tally *tally)
{
	return tally->people > 0 && tally->people >= program->privacy_k;
}

static char *
mean_summary(struct pool *pool, const struct program *program,
	const struct question *question, const struct tally *tally)
{
	const char *bounds = "";

	if (question->type == QUESTION_SCALE)
		bounds = pool_printf(pool, " %s %" PRId64 "–%" PRId64,
			label(program, LABEL_OF), question->from,
			question->till);
	return pool_printf(pool, "%s %s%s (%" PRId64 " %s)",
		label(program, LABEL_MEAN),
		label_decimal(pool, program, tally->mean), bounds,
		tally->people, label(program, LABEL_PEOPLE));
}

static char *
yes_summary(struct pool *pool, const struct program *program,
	const struct tally *tally)
{
	int64_t yes = (int64_t)(tally->mean * (double)tally->answers + 0.5);

	return pool_printf(pool, "%s %s",
		funnel_ratio(pool, program, yes, tally->answers),
		label(program, LABEL_YES));
}

char *
funnel_summary(struct pool *pool, const struct program *program,
	const struct tally *tally)
{
	const struct question *question = funnel_config(program, tally);

	if (!funnel_may_show(program, tally))
		return pool_printf(pool, "%s %d", label(program, LABEL_FEWER),
			MAX(program->privacy_k, 1));
	if (question && question->type == QUESTION_YESNO)
		return yes_summary(pool, program, tally);
	if (question &&
		(question->type == QUESTION_SCALE ||
			question->type == QUESTION_NUMBER))
		return mean_summary(pool, program, question, tally);
	return pool_printf(pool, "%" PRId64 " %s", tally->answers,
		label(program, LABEL_ANSWERS));
}
