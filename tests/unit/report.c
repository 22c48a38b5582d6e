/* Figures as fields, text, page and JSON: denominators, privacy, escaping. */
#include <glib.h>
#include <string.h>

#include "base/clock.h"
#include "report/funnel.h"
#include "report/report.h"

struct bench {
	struct pool *pool;
	struct program program;
	struct figures figures;
};

static void
add_tally(
	struct bench *bench, const char *question, int64_t people, double mean)
{
	struct tally tally = { .form = "checkin",
		.question = question,
		.answers = people,
		.people = people,
		.mean = mean };

	tally.count[4] = people;
	*LIST_ADD(bench->pool, &bench->figures.tallies) = tally;
}

static void
bench_open(struct bench *bench, const char *language)
{
	struct form form = { .name = "checkin" };

	memset(bench, 0, sizeof *bench);
	bench->pool = pool_new();
	*LIST_ADD(bench->pool, &form.questions) = (struct question){
		.id = "met", .ask = "Did you meet?", .type = QUESTION_YESNO
	};
	*LIST_ADD(bench->pool, &form.questions) =
		(struct question){ .id = "fit",
			.ask = "How <well> do you fit?",
			.type = QUESTION_SCALE,
			.from = 1,
			.till = 5,
			.private = true };
	*LIST_ADD(bench->pool, &bench->program.forms) = form;
	bench->program.id = "demo";
	bench->program.name = "Peers & <friends> \"2027\"";
	bench->program.language = language;
	bench->program.zone = zone_find("Europe/Berlin");
	bench->program.privacy_k = 5;
	bench->figures = (struct figures){ .now = 1800000000,
		.since = 1800000000 - 7 * DAY,
		.enrolled = 24,
		.present = 22,
		.reached = 23,
		.heard = 20,
		.ever_matched = 24,
		.met = 17,
		.matches = 12,
		.matches_met = 8,
		.sessions_past = 14,
		.sessions_held = 9,
		.invitations = 48,
		.rsvp_accepted = 30,
		.asks = 40,
		.asks_answered = 31,
		.mails = 212,
		.mails_sent = 210 };
	*LIST_ADD(bench->pool, &bench->figures.needs) =
		(struct need){ "silent", "Ana <script> + Ben",
			"nobody answered\033[31m", 1800000000 - 3 * DAY };
	for (int i = 0; i < 3; i++)
		*LIST_ADD(bench->pool, &bench->figures.weeks) =
			(struct week){ 1800000000 - (2 - i) * 7 * DAY, 4 * i,
				3 * i, 5, 4 };
	add_tally(bench, "met", 17, 14.0 / 17);
	add_tally(bench, "fit", 4, 4.25);
}

static const char *
text_of(const struct fields *fields, const char *name)
{
	const struct field *field = fields_find(fields, name);

	g_assert_nonnull(field);
	g_assert_cmpint(field->kind, ==, FIELD_TEXT);
	return field->text;
}

static const struct fields *
item(const struct fields *fields, const char *name, size_t i, size_t of)
{
	const struct field *field = fields_find(fields, name);

	g_assert_nonnull(field);
	g_assert_cmpint(field->kind, ==, FIELD_LIST);
	g_assert_cmpuint(field->list.n, ==, of);
	return field->list.at[i];
}

static void
test_ratio(void)
{
	POOL_AUTO pool = pool_new();

	g_assert_cmpstr(report_ratio(pool, 17, 24), ==, "17 of 24 (71 %)");
	g_assert_cmpstr(report_ratio(pool, 0, 0), ==, "0 of 0");
	g_assert_cmpstr(report_ratio(pool, 0, 3), ==, "0 of 3 (0 %)");
	g_assert_cmpstr(report_ratio(pool, 1, 8), ==, "1 of 8 (13 %)");
	g_assert_cmpstr(funnel_bar(pool, 1, 4, 8), ==, "██░░░░░░");
	g_assert_cmpstr(funnel_bar(pool, 0, 0, 3), ==, "░░░");
	g_assert_cmpstr(funnel_bar(pool, 9, 4, 3), ==, "███");
}

static void
test_digest(void)
{
	struct bench bench;

	bench_open(&bench, "en");
	const struct fields *fields =
		digest_fields(bench.pool, &bench.program, &bench.figures);
	const struct fields *need = item(fields, "needs", 0, 1);
	const struct fields *row = item(fields, "funnel", 4, 9);
	const struct fields *week = item(fields, "weeks", 2, 3);

	g_assert_true(fields_find(fields, "has_needs")->truth);
	g_assert_cmpstr(text_of(need, "what"), ==, "silent");
	g_assert_cmpstr(text_of(need, "days"), ==, "3");
	g_assert_cmpstr(text_of(row, "label"), ==, "have met");
	g_assert_cmpstr(text_of(row, "ratio"), ==, "17 of 24 (71 %)");
	g_assert_cmpstr(text_of(row, "percent"), ==, "71");
	g_assert_cmpstr(text_of(row, "bar"), ==, "██████████████░░░░░░");
	g_assert_cmpstr(text_of(week, "label"), ==, "W2");
	g_assert_cmpstr(text_of(week, "held"), ==, "6");
	g_assert_cmpstr(text_of(week, "bar"), ==, "███████████████░░░░░");
	g_assert_cmpstr(
		text_of(item(fields, "weeks", 1, 3), "bar"), ==, "████████░░");
	g_assert_cmpstr(text_of(item(fields, "answers", 0, 2), "summary"), ==,
		"14 of 17 (82 %) yes");
	g_assert_cmpstr(text_of(item(fields, "answers", 1, 2), "summary"), ==,
		"fewer than 5");
	g_assert_cmpstr(text_of(fields, "mail_ratio"), ==, "210 of 212 (99 %)");
	g_assert_false(fields_find(fields, "has_doubt")->truth);
	pool_free(bench.pool);
}

static void
test_german(void)
{
	struct bench bench;

	bench_open(&bench, "de-CH");
	bench.figures.tallies.at[1].people = 5;
	const struct fields *fields =
		digest_fields(bench.pool, &bench.program, &bench.figures);

	g_assert_cmpstr(
		text_of(item(fields, "needs", 0, 1), "what"), ==, "still");
	g_assert_cmpstr(text_of(item(fields, "funnel", 0, 9), "ratio"), ==,
		"24 von 24 (100 %)");
	g_assert_cmpstr(
		text_of(item(fields, "weeks", 0, 3), "label"), ==, "KW 53");
	g_assert_cmpstr(text_of(item(fields, "answers", 1, 2), "summary"), ==,
		"Mittel 4,3 von 1–5 (5 Personen)");
	pool_free(bench.pool);
}

/* A program of which nothing is known yet has lists, empty, and no faults. */
static void
test_empty(void)
{
	struct bench bench;

	bench_open(&bench, NULL);
	bench.figures = (struct figures){ 0 };
	const struct fields *fields =
		digest_fields(bench.pool, &bench.program, &bench.figures);

	g_assert_false(fields_find(fields, "has_needs")->truth);
	g_assert_cmpuint(fields_find(fields, "needs")->list.n, ==, 0);
	g_assert_cmpuint(fields_find(fields, "weeks")->list.n, ==, 0);
	g_assert_cmpuint(fields_find(fields, "answers")->list.n, ==, 0);
	g_assert_cmpstr(
		text_of(item(fields, "funnel", 0, 9), "ratio"), ==, "0 of 0");
	g_assert_nonnull(
		report_page(bench.pool, &bench.program, &bench.figures));
	g_assert_nonnull(report_text(
		bench.pool, &bench.program, &bench.figures, 80, true));
	pool_free(bench.pool);
}

static void
test_text_fits(void)
{
	struct bench bench;

	bench_open(&bench, "de");
	for (int width = 40; width < 130; width += 7) {
		const char *text = report_text(bench.pool, &bench.program,
			&bench.figures, width, false);
		g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

		g_assert_null(strchr(text, '\033'));
		for (size_t i = 0; lines[i]; i++)
			g_assert_cmpint(g_utf8_strlen(lines[i], -1), <=, width);
	}
	const char *text = report_text(
		bench.pool, &bench.program, &bench.figures, 100, false);
	g_assert_nonnull(strstr(text, "17 von 24 (71 %)"));
	g_assert_nonnull(strstr(text, "weniger als 5"));
	g_assert_nonnull(strstr(report_text(bench.pool, &bench.program,
					&bench.figures, 100, true),
		"\033[1m"));
	pool_free(bench.pool);
}

static void
test_page(void)
{
	struct bench bench;

	bench_open(&bench, "en");
	const char *page =
		report_page(bench.pool, &bench.program, &bench.figures);

	g_assert_nonnull(strstr(page, "Peers &amp; &lt;friends&gt;"));
	g_assert_nonnull(strstr(page, "Ana &lt;script&gt; + Ben"));
	g_assert_null(strstr(page, "<script"));
	g_assert_null(strstr(page, "http"));
	g_assert_null(strstr(page, "&#x1b;"));
	g_assert_nonnull(strstr(page, "prefers-color-scheme:dark"));
	g_assert_nonnull(strstr(page, "<title>W2: 8 planned, 6 "));
	g_assert_nonnull(strstr(page, "fewer than 5"));
	g_assert_null(strstr(page, "4.3"));
	bench.figures.tallies.at[1].people = 6;
	page = report_page(bench.pool, &bench.program, &bench.figures);
	g_assert_nonnull(strstr(page, "mean 4.3 of 1–5 (6 people)"));
	g_assert_nonnull(strstr(page, "<title>4: 4</title>"));
	pool_free(bench.pool);
}

static void
test_json(void)
{
	struct bench bench;

	bench_open(&bench, "en");
	const char *json =
		report_json(bench.pool, &bench.program, &bench.figures);

	g_assert_nonnull(strstr(json, "\"now\":\"2027-01-15T08:00:00Z\""));
	g_assert_nonnull(strstr(json, "\"enrolled\":24"));
	g_assert_nonnull(strstr(json,
		"{\"form\":\"checkin\",\"question\":\"met\",\"people\":17,"
		"\"answers\":17,\"mean\":0.824}"));
	g_assert_nonnull(strstr(json,
		"{\"form\":\"checkin\",\"question\":\"fit\",\"people\":null,"
		"\"needs\":5}"));
	g_assert_null(strstr(json, "4.25"));
	g_assert_null(strchr(json, '\033'));
	pool_free(bench.pool);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/report/ratio", test_ratio);
	g_test_add_func("/report/digest", test_digest);
	g_test_add_func("/report/german", test_german);
	g_test_add_func("/report/empty", test_empty);
	g_test_add_func("/report/text-fits", test_text_fits);
	g_test_add_func("/report/page", test_page);
	g_test_add_func("/report/json", test_json);
	return g_test_run();
}
