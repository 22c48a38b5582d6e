/* Small drawings: bars and nothing else, since bars are read without thinking.
 */
#include "report/chart.h"

#include <inttypes.h>

#include "base/text.h"

#define WEEK_WIDTH   36 /* of a week's two bars with their gap */
#define WEEKS_HEIGHT 120
#define SCALE_STEP   34
#define SCALE_HEIGHT 72
#define LABEL_HEIGHT 18
#define MOST_WEEKS   60

char *
chart_escape(struct pool *pool, const char *text)
{
	g_autofree char *safe =
		g_markup_escape_text(text_one_line(pool, text ? text : ""), -1);

	return pool_strdup(pool, safe);
}

static void
open_drawing(GString *out, int64_t width, int height, const char *sentence)
{
	g_string_append_printf(out,
		"<svg role=\"img\" aria-label=\"%s\" viewBox=\"0 0 %" PRId64
		" %d\" width=\"%" PRId64 "\" height=\"%d\">\n",
		sentence, width, height, width, height);
}

/* A bar that stands on `floor`, with its title. */
static void
column(GString *out, const char *class, int64_t x, int floor, int width,
	int64_t height, const char *title)
{
	g_string_append_printf(out,
		"<rect class=\"%s\" x=\"%" PRId64 "\" y=\"%" PRId64
		"\" width=\"%d\" height=\"%" PRId64
		"\" rx=\"2\"><title>%s</title></rect>\n",
		class, x, floor - height, width, height, title);
}

static void
caption(GString *out, int64_t x, int y, const char *text)
{
	g_string_append_printf(out,
		"<text x=\"%" PRId64 "\" y=\"%d\">%s</text>\n", x, y, text);
}

static void
draw_week(struct pool *pool, const struct program *program,
	const struct week *week, int64_t x, int64_t most, GString *out)
{
	const char *name =
		chart_escape(pool, label_week(pool, program, week->starts_at));
	const char *title =
		pool_printf(pool, "%s: %" PRId64 " %s, %" PRId64 " %s", name,
			week->planned, label(program, LABEL_PLANNED),
			week->held, label(program, LABEL_HELD));

	column(out, "planned", x + 4, WEEKS_HEIGHT, 13,
		week->planned * (WEEKS_HEIGHT - 8) / most, title);
	column(out, "held", x + 19, WEEKS_HEIGHT, 13,
		week->held * (WEEKS_HEIGHT - 8) / most, title);
	caption(out, x + WEEK_WIDTH / 2, WEEKS_HEIGHT + 14, name);
}

void
chart_weeks(struct pool *pool, const struct program *program,
	const struct week_list *weeks, GString *out)
{
	size_t first = weeks->n > MOST_WEEKS ? weeks->n - MOST_WEEKS : 0;
	int64_t most = 1;

	for (size_t i = first; i < weeks->n; i++)
		most = MAX(most, MAX(weeks->at[i].planned, weeks->at[i].held));
	open_drawing(out, (int64_t)(weeks->n - first) * WEEK_WIDTH,
		WEEKS_HEIGHT + LABEL_HEIGHT, label(program, LABEL_SESSIONS));
	for (size_t i = first; i < weeks->n; i++)
		draw_week(pool, program, &weeks->at[i],
			(int64_t)(i - first) * WEEK_WIDTH, most, out);
	g_string_append(out, "</svg>\n");
}

void
chart_scale(struct pool *pool, const struct program *program,
	const struct question *question, const struct tally *tally,
	GString *out)
{
	int64_t from = CLAMP(question->from, 0, 10);
	int64_t till = CLAMP(question->till, from, 10), most = 1;

	for (int64_t v = from; v <= till; v++)
		most = MAX(most, tally->count[v]);
	open_drawing(out, (till - from + 1) * SCALE_STEP,
		SCALE_HEIGHT + LABEL_HEIGHT,
		chart_escape(pool, funnel_summary(pool, program, tally)));
	for (int64_t v = from; v <= till; v++) {
		int64_t x = (v - from) * SCALE_STEP;

		column(out, "held", x + 4, SCALE_HEIGHT, SCALE_STEP - 8,
			tally->count[v] * (SCALE_HEIGHT - 4) / most,
			pool_printf(pool, "%" PRId64 ": %" PRId64, v,
				tally->count[v]));
		caption(out, x + SCALE_STEP / 2, SCALE_HEIGHT + 14,
			pool_printf(pool, "%" PRId64, v));
	}
	g_string_append(out, "</svg>\n");
}

void
chart_part(struct pool *pool, const struct program *program,
	const struct funnel_row *row, GString *out)
{
	const char *ratio = funnel_ratio(pool, program, row->part, row->whole);

	g_string_append_printf(out,
		"<svg class=\"part\" role=\"img\" aria-label=\"%s\" "
		"viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\">"
		"<title>%s</title>"
		"<rect class=\"soft\" width=\"100\" height=\"10\"/>"
		"<rect class=\"held\" width=\"%d\" height=\"10\"/></svg>",
		ratio, ratio, funnel_percent(row->part, row->whole));
}
