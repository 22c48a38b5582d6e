/* The report as one HTML file: no script, nothing fetched, dark when the
 * reader's screen is, fit to be printed.
 */
#include "report/report.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "report/chart.h"

static const char style[] =
	":root{--ink:#1f2933;--soft:#5f6c7b;--paper:#fff;--card:#f4f6f8;"
	"--line:#dfe4ea;--held:#1a7f64;--planned:#9fb8c8;--warn:#a8480a}\n"
	"@media(prefers-color-scheme:dark){:root{--ink:#e6eaee;"
	"--soft:#9aa7b4;--paper:#14191f;--card:#1e252d;--line:#333d48;"
	"--held:#4cc3a0;--planned:#54697a;--warn:#f0a05a}}\n"
	"*{box-sizing:border-box}\n"
	"body{margin:0 auto;padding:2rem 1rem;max-width:60rem;"
	"background:var(--paper);color:var(--ink);"
	"font:16px/1.5 system-ui,sans-serif}\n"
	"h1{font-size:1.6rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .6rem}"
	"\np.when{color:var(--soft);margin:.2rem 0 1.5rem}\n"
	".cards{display:grid;gap:.8rem;"
	"grid-template-columns:repeat(auto-fit,minmax(10rem,1fr))}\n"
	".card{background:var(--card);border-radius:.5rem;padding:.8rem 1rem}\n"
	".card b{display:block;font-size:1.7rem;line-height:1.2}\n"
	".card small{color:var(--soft);font-size:1rem;font-weight:400}\n"
	".card span{color:var(--soft);font-size:.9rem}\n"
	"table{border-collapse:collapse;width:100%}\n"
	"td,th{text-align:left;padding:.35rem .6rem .35rem 0;"
	"border-bottom:1px solid var(--line);vertical-align:top}\n"
	"td.n{text-align:right;white-space:nowrap;"
	"font-variant-numeric:tabular-nums}\n"
	"td.what{color:var(--warn);white-space:nowrap}\n"
	".scroll{overflow-x:auto}svg{max-width:none}\n"
	"svg.part{width:100%;min-width:6rem;height:.8rem}\n"
	"svg text{fill:var(--soft);font-size:11px;text-anchor:middle}\n"
	".held{fill:var(--held)}.planned{fill:var(--planned)}"
	".soft{fill:var(--line)}\n"
	".key{color:var(--soft);font-size:.9rem}\n"
	".key i{display:inline-block;width:.8em;height:.8em;"
	"margin:0 .3em 0 1em;border-radius:2px}\n"
	"@media print{:root{--ink:#000;--soft:#444;--paper:#fff;--card:#fff;"
	"--line:#bbb;--held:#1a7f64;--planned:#9fb8c8;--warn:#000}"
	"body{max-width:none;padding:0}.card{border:1px solid var(--line)}"
	"section,.card{break-inside:avoid}*{print-color-adjust:exact}}\n";

struct html {
	struct pool *pool;
	const struct program *program;
	const struct figures *figures;
	GString *out;
};

static const char *
safe(const struct html *page, const char *text)
{
	return chart_escape(page->pool, text);
}

static void
open_section(struct html *page, enum label title)
{
	g_string_append_printf(page->out, "<section>\n<h2>%s</h2>\n",
		safe(page, label(page->program, title)));
}

/* whole: what the number is a part of; -1 when it is one. */
static void
put_card(struct html *page, int64_t number, int64_t whole, enum label title)
{
	g_string_append_printf(
		page->out, "<div class=\"card\"><b>%" PRId64, number);
	if (whole >= 0)
		g_string_append_printf(page->out,
			" <small>%s %" PRId64 "</small>",
			label(page->program, LABEL_OF), whole);
	g_string_append_printf(page->out, "</b><span>%s</span></div>\n",
		safe(page, label(page->program, title)));
}

static void
put_cards(struct html *page)
{
	const struct figures *f = page->figures;

	g_string_append(page->out, "<div class=\"cards\">\n");
	put_card(page, f->present, f->enrolled, LABEL_PRESENT);
	put_card(page, f->matches_active, f->matches, LABEL_ACTIVE_MATCHES);
	put_card(page, f->sessions_held, f->sessions_past, LABEL_HELD);
	put_card(page, report_hours(f), -1, LABEL_HOURS);
	put_card(page, f->asks_answered, f->asks, LABEL_ANSWERED);
	put_card(page, (int64_t)f->needs.n, -1, LABEL_NEED_YOU);
	g_string_append(page->out, "</div>\n");
}

static void
put_needs(struct html *page)
{
	const struct need_list *needs = &page->figures->needs;

	open_section(page, LABEL_NEEDS);
	if (needs->n == 0)
		g_string_append_printf(page->out, "<p>%s</p>\n",
			label(page->program, LABEL_NO_NEEDS));
	else
		g_string_append(page->out, "<table>\n");
	for (size_t i = 0; i < needs->n; i++) {
		const struct need *need = &needs->at[i];
		int64_t days = MAX(page->figures->now - need->since, 0) / DAY;

		g_string_append_printf(page->out,
			"<tr><td class=\"what\">%s</td><td>%s</td><td>%s</td>"
			"<td class=\"n\">%" PRId64 " %s</td></tr>\n",
			safe(page, label_need(page->program, need->what)),
			safe(page, need->subject), safe(page, need->why), days,
			label(page->program,
				days == 1 ? LABEL_DAY : LABEL_DAYS));
	}
	if (needs->n)
		g_string_append(page->out, "</table>\n");
	g_string_append(page->out, "</section>\n");
}

static void
put_funnel(struct html *page)
{
	struct funnel_row_list rows =
		funnel_rows(page->pool, page->program, page->figures);

	open_section(page, LABEL_FUNNEL);
	g_string_append(page->out, "<table>\n");
	for (size_t i = 0; i < rows.n; i++) {
		const struct funnel_row *row = &rows.at[i];

		g_string_append_printf(page->out,
			"<tr><td>%s</td><td style=\"width:50%%\">",
			safe(page, row->label));
		chart_part(page->pool, page->program, row, page->out);
		g_string_append_printf(page->out,
			"</td><td class=\"n\">%s</td></tr>\n",
			funnel_ratio(page->pool, page->program, row->part,
				row->whole));
	}
	g_string_append(page->out, "</table>\n</section>\n");
}

static void
put_weeks(struct html *page)
{
	const struct program *program = page->program;

	if (page->figures->weeks.n == 0)
		return;
	open_section(page, LABEL_SESSIONS);
	g_string_append_printf(page->out,
		"<p class=\"key\"><i style=\"background:var(--planned)\"></i>%s"
		"<i style=\"background:var(--held)\"></i>%s</p>\n"
		"<div class=\"scroll\">",
		label(program, LABEL_PLANNED),
		label(program, LABEL_TOOK_PLACE));
	chart_weeks(page->pool, program, &page->figures->weeks, page->out);
	g_string_append(page->out, "</div>\n</section>\n");
}

static void
put_answers(struct html *page)
{
	const struct tally_list *tallies = &page->figures->tallies;

	if (tallies->n == 0)
		return;
	open_section(page, LABEL_ALL_ANSWERS);
	g_string_append(page->out, "<table>\n");
	for (size_t i = 0; i < tallies->n; i++) {
		const struct tally *tally = &tallies->at[i];
		const struct question *question =
			funnel_config(page->program, tally);

		g_string_append_printf(page->out,
			"<tr><td>%s</td><td>%s</td><td>",
			safe(page, funnel_question(page->program, tally)),
			safe(page,
				funnel_summary(
					page->pool, page->program, tally)));
		if (question && question->type == QUESTION_SCALE &&
			funnel_may_show(page->program, tally))
			chart_scale(page->pool, page->program, question, tally,
				page->out);
		g_string_append(page->out, "</td></tr>\n");
	}
	g_string_append(page->out, "</table>\n</section>\n");
}

static void
put_mail(struct html *page)
{
	const struct figures *f = page->figures;

	open_section(page, LABEL_MAIL);
	g_string_append_printf(page->out,
		"<p>%s %s, %" PRId64 " %s</p>\n</section>\n",
		funnel_ratio(
			page->pool, page->program, f->mails_sent, f->mails),
		label(page->program, LABEL_SENT), f->mails_in_doubt,
		label(page->program, LABEL_IN_DOUBT));
}

static void
put_head(struct html *page)
{
	const struct program *program = page->program;
	const char *language = program->language ? program->language : "en";

	g_string_append_printf(page->out,
		"<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
		"<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width\">\n"
		"<meta name=\"color-scheme\" content=\"light dark\">\n"
		"<title>%s</title>\n<style>\n%s</style>\n</head>\n<body>\n"
		"<h1>%s</h1>\n<p class=\"when\">%s %s</p>\n",
		safe(page, language), safe(page, program->name), style,
		safe(page, program->name), label(program, LABEL_AS_OF),
		safe(page,
			label_date(page->pool, program, page->figures->now)));
}

char *
report_page(struct pool *pool, const struct program *program,
	const struct figures *figures)
{
	struct html page = { pool, program, figures, g_string_new(NULL) };

	put_head(&page);
	put_cards(&page);
	put_needs(&page);
	put_funnel(&page);
	put_weeks(&page);
	put_answers(&page);
	put_mail(&page);
	g_string_append(page.out, "</body>\n</html>\n");
	char *html = pool_strdup(pool, page.out->str);
	g_string_free(page.out, TRUE);
	return html;
}
