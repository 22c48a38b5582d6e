/* The report for a terminal: what needs a person, the funnel with bars, the
 * weeks, the answers. Lines fit the width; narrow terminals get shorter bars
 * and cut words, never broken lines.
 */
#include "report/report.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "report/funnel.h"

#define LEAST_WIDTH 40
#define MOST_BAR    40

struct page {
	struct pool *pool;
	const struct program *program;
	const struct figures *figures;
	GString *out;
	int width;
	bool colour;
};

/* Terminal cells of text. */
static int
cells(const char *text)
{
	int n = 0;

	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		n += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
	}
	return n;
}

/* Text in exactly that many cells: cut with an ellipsis or filled up. */
static void
put(struct page *page, const char *text, int width)
{
	g_autofree char *line = g_utf8_make_valid(text, -1);
	int used = 0, whole = cells(line);

	for (const char *p = line; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		int next = g_unichar_iszerowidth(c) ? 0
			: g_unichar_iswide(c)       ? 2
						    : 1;

		if (whole > width && used + next > width - 1) {
			g_string_append(page->out, "…");
			used++;
			break;
		}
		g_string_append_unichar(
			page->out, g_unichar_iscntrl(c) ? ' ' : c);
		used += next;
	}
	for (; used < width; used++)
		g_string_append_c(page->out, ' ');
}

static void
end_line(struct page *page)
{
	while (page->out->len && page->out->str[page->out->len - 1] == ' ')
		g_string_truncate(page->out, page->out->len - 1);
	g_string_append_c(page->out, '\n');
}

static void
heading(struct page *page, const char *title)
{
	g_string_append(page->out, page->colour ? "\n\033[1m" : "\n");
	put(page, title, MIN(cells(title), page->width));
	g_string_append(page->out, page->colour ? "\033[0m\n" : "\n");
}

static void
put_bar(struct page *page, int64_t part, int64_t whole, int width)
{
	if (page->colour)
		g_string_append(page->out, "\033[36m");
	g_string_append(page->out, funnel_bar(page->pool, part, whole, width));
	if (page->colour)
		g_string_append(page->out, "\033[0m");
}

static void
put_needs(struct page *page)
{
	const struct need_list *needs = &page->figures->needs;
	int what = 14, subject = CLAMP(page->width / 3, 12, 32);

	heading(page, label(page->program, LABEL_NEEDS));
	if (needs->n == 0) {
		put(page, label(page->program, LABEL_NO_NEEDS), page->width);
		end_line(page);
	}
	for (size_t i = 0; i < needs->n; i++) {
		const struct need *need = &needs->at[i];
		int64_t days = MAX(page->figures->now - need->since, 0) / DAY;

		put(page, label_need(page->program, need->what), what);
		put(page, need->subject, subject - 1);
		put(page, "", 1);
		put(page,
			pool_printf(page->pool, "%s (%" PRId64 " %s)",
				need->why, days,
				label(page->program,
					days == 1 ? LABEL_DAY : LABEL_DAYS)),
			page->width - what - subject);
		end_line(page);
	}
}

static void
put_funnel(struct page *page)
{
	struct funnel_row_list rows =
		funnel_rows(page->pool, page->program, page->figures);
	int name = 0, number = 0;

	for (size_t i = 0; i < rows.n; i++) {
		const struct funnel_row *row = &rows.at[i];

		name = MAX(name, cells(row->label));
		number = MAX(number,
			cells(funnel_ratio(page->pool, page->program, row->part,
				row->whole)));
	}
	int bar = CLAMP(page->width - name - number - 4, 0, MOST_BAR);
	heading(page, label(page->program, LABEL_FUNNEL));
	for (size_t i = 0; i < rows.n; i++) {
		const struct funnel_row *row = &rows.at[i];

		put(page, row->label, MIN(name, page->width - number - 2));
		g_string_append(page->out, "  ");
		put_bar(page, row->part, row->whole, bar);
		g_string_append(page->out, bar ? "  " : "");
		put(page,
			funnel_ratio(page->pool, page->program, row->part,
				row->whole),
			number);
		end_line(page);
	}
}

static void
put_weeks(struct page *page)
{
	const struct week_list *weeks = &page->figures->weeks;
	const struct program *program = page->program;
	int64_t most = 1;
	int bar = CLAMP(page->width - 40, 8, MOST_BAR);

	if (weeks->n == 0)
		return;
	for (size_t i = 0; i < weeks->n; i++)
		most = MAX(most, weeks->at[i].planned);
	heading(page, label(program, LABEL_SESSIONS));
	for (size_t i = 0; i < weeks->n; i++) {
		const struct week *week = &weeks->at[i];
		int planned = (int)(week->planned * bar / most);

		put(page, label_week(page->pool, program, week->starts_at), 7);
		put_bar(page, week->held, week->planned, planned);
		put(page, "", bar - planned + 1);
		put(page,
			funnel_ratio(
				page->pool, program, week->held, week->planned),
			page->width - bar - 8);
		end_line(page);
	}
}

static void
put_answers(struct page *page)
{
	const struct tally_list *tallies = &page->figures->tallies;
	int summary = CLAMP(page->width / 3, 16, 40);
	int question = page->width - summary - 2;

	if (tallies->n == 0)
		return;
	heading(page, label(page->program, LABEL_ALL_ANSWERS));
	for (size_t i = 0; i < tallies->n; i++) {
		const struct tally *tally = &tallies->at[i];

		put(page, funnel_question(page->program, tally), question);
		g_string_append(page->out, "  ");
		put(page, funnel_summary(page->pool, page->program, tally),
			summary);
		end_line(page);
	}
}

static void
put_mail(struct page *page)
{
	const struct figures *f = page->figures;

	heading(page, label(page->program, LABEL_MAIL));
	put(page,
		pool_printf(page->pool, "%s %s, %" PRId64 " %s",
			funnel_ratio(page->pool, page->program, f->mails_sent,
				f->mails),
			label(page->program, LABEL_SENT), f->mails_in_doubt,
			label(page->program, LABEL_IN_DOUBT)),
		page->width);
	end_line(page);
}

char *
report_text(struct pool *pool, const struct program *program,
	const struct figures *figures, int width, bool colour)
{
	struct page page = { pool, program, figures, g_string_new(NULL),
		MAX(width, LEAST_WIDTH), colour };

	put(&page,
		pool_printf(pool, "%s, %s %s", program->name,
			label(program, LABEL_AS_OF),
			label_date(pool, program, figures->now)),
		page.width);
	end_line(&page);
	put_needs(&page);
	put_funnel(&page);
	put_weeks(&page);
	put_answers(&page);
	put_mail(&page);
	char *text = pool_strdup(pool, page.out->str);
	g_string_free(page.out, TRUE);
	return text;
}
