/* What mentord match found, on a terminal, for scripts, for a spreadsheet. */
#include "cmd/match.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/table.h"

#define BANDS     10 /* of the histogram */
#define BAR_CELLS 40

/* ---- for a terminal ------------------------------------------------------ */

static bool
has_rounds(const struct match_look *look)
{
	for (size_t i = 0; i < look->lines.n; i++)
		if (look->lines.at[i].round)
			return true;
	return false;
}

static const char *
unmatched_name(const struct match_look *look, size_t i)
{
	return people_name(
		look->pool, look->facts, look->unmatched.at[i].participant);
}

static const char *
unmatched_words(const struct match_look *look, size_t i)
{
	const struct unmatched *u = &look->unmatched.at[i];

	return u->remedy ? pool_printf(look->pool, "%s; what would help: %s",
				   u->why ? u->why : "", u->remedy)
			 : u->why;
}

static void
table_line(const struct match_look *look, struct table *table, bool rounds,
	const struct match_line *line)
{
	const char *state = line->state;

	if (line->joins)
		state = pool_printf(
			look->pool, "%s, joins %" PRId64, state, line->joins);
	if (rounds)
		state = pool_printf(
			look->pool, "%s, round %" PRId64, state, line->round);
	table_row(table,
		(const char *[]){ state,
			pool_printf(look->pool, "%" PRId64, line->score),
			pool_printf(look->pool, "%d", line->percent),
			match_people(look, line),
			match_reasons_said(look, line) });
}

/* How many of what would be made (or else of what stands) lie in each tenth
 * of full agreement. */
static int64_t
count_bands(const struct match_look *look, int64_t bands[BANDS])
{
	int64_t most = 0;

	memset(bands, 0, BANDS * sizeof bands[0]);
	for (size_t i = 0; i < look->lines.n; i++) {
		const struct match_line *line = &look->lines.at[i];

		if (look->result && strcmp(line->state, "proposed") != 0)
			continue;
		int band = MIN(line->percent / (100 / BANDS), BANDS - 1);
		bands[band]++;
		most = MAX(most, bands[band]);
	}
	return most;
}

static void
print_band(int band, int64_t count, int64_t cells)
{
	printf("%3d-%3d %%  %5" PRId64 "%s", band * (100 / BANDS),
		band == BANDS - 1 ? 100 : (band + 1) * (100 / BANDS) - 1, count,
		cells ? "  " : "");
	for (int64_t c = 0; c < cells; c++)
		fputs("█", stdout);
	putchar('\n');
}

/* From the band of the weakest to that of the strongest. */
static void
print_histogram(const struct match_look *look)
{
	int64_t bands[BANDS], most = count_bands(look, bands);
	int first = 0, last = BANDS - 1;

	if (!most || !look->program->matching.criteria.n)
		return;
	while (!bands[first])
		first++;
	while (!bands[last])
		last--;
	puts("\nagreement, in parts of what all criteria can give:");
	for (int i = first; i <= last; i++)
		print_band(
			i, bands[i], (bands[i] * BAR_CELLS + most - 1) / most);
}

static void
print_proof(const struct solve_result *result)
{
	const struct solve_quality *q = &result->quality;

	switch (q->proof) {
	case RUN_OPTIMAL:
		puts("proven: there is no better way");
		return;
	case RUN_BOUNDED:
		printf("no better way was found; proven: none scores more than "
		       "%" PRId64 "\n",
			q->bound);
		return;
	case RUN_UNPROVEN:
		printf("NOT proven%s%s%s: check by hand\n",
			q->unproven ? " (" : "", q->unproven ? q->unproven : "",
			q->unproven ? ")" : "");
		return;
	}
}

static void
print_shares(const struct solve_quality *q)
{
	printf("best partner there is for them: %" PRId64
	       " people; among their best three: %" PRId64
	       ", their best ten: %" PRId64 "\n",
		q->first, q->first_three, q->first_ten);
	if (q->ranked)
		printf("of %" PRId64 " who ranked wishes, %" PRId64
		       " got the first one\n",
			q->ranked, q->ranked_first);
	if (q->repeats)
		printf("%" PRId64 " pairs were together before\n", q->repeats);
	if (q->blocking > 0)
		printf("%" PRId64 " pairs would both rather have each other\n",
			q->blocking);
}

static void
print_quality(const struct solve_result *result)
{
	const struct solve_quality *q = &result->quality;

	printf("\n%" PRId64 " of %" PRId64 " people placed; score %" PRId64
	       "; a pair's mean %" PRId64 ", median %" PRId64 ", worst %" PRId64
	       ", one in ten below %" PRId64 "; %" PRId64
	       " pairs were possible\n",
		q->placed, q->people, result->score, q->mean, q->median,
		q->worst, q->low, q->possible);
	if (q->pairs)
		print_shares(q);
	print_proof(result);
}

void
match_print_table(const struct match_look *look)
{
	struct table *table = table_new(look->pool, 5);
	bool rounds = has_rounds(look);

	table_head(table, 0, "state", false);
	table_head(table, 1, "score", true);
	table_head(table, 2, "%", true);
	table_head(table, 3, "who", false);
	table_head(table, 4, "why", false);
	for (size_t i = 0; i < look->lines.n; i++)
		table_line(look, table, rounds, &look->lines.at[i]);
	for (size_t i = 0; i < look->unmatched.n; i++)
		table_row(table,
			(const char *[]){ "unmatched", "", "",
				unmatched_name(look, i),
				unmatched_words(look, i) });
	fputs(table_print(table, terminal_width(), terminal_colour()), stdout);
	print_histogram(look);
	if (look->result)
		print_quality(look->result);
}

/* ---- for scripts ------------------------------------------------------ */

static void
json_reasons(const struct match_look *look, const struct match_line *line)
{
	struct pool *pool = look->pool;

	fputs("\"reasons\":[", stdout);
	for (size_t i = 0; i < line->reasons->n; i++) {
		const struct match_reason *r = &line->reasons->at[i];

		printf("%s{\"criterion\":%s,\"attribute\":%s,\"text\":%s,"
		       "\"sentence\":%s,\"points\":%" PRId64
		       ",\"partner_may_see\":%s}",
			i ? "," : "", json_string(pool, r->criterion),
			json_string(pool, r->attribute),
			json_string(pool, r->text),
			json_string(pool, match_reason_said(look, line, i)),
			r->points, r->partner_may_see ? "true" : "false");
	}
	fputs("]", stdout);
}

/* null for 0. */
static const char *
json_id(struct pool *pool, int64_t id)
{
	return id ? pool_printf(pool, "%" PRId64, id) : "null";
}

static void
json_line(const struct match_look *look, const struct match_line *line)
{
	printf("{\"state\":\"%s\",\"score\":%" PRId64
	       ",\"percent\":%d,\"lead\":%s,\"round\":%s,\"joins\":%s,"
	       "\"members\":[",
		line->state, line->score, line->percent,
		json_id(look->pool, line->lead),
		json_id(look->pool, line->round),
		json_id(look->pool, line->joins));
	for (size_t i = 0; i < line->members->n; i++) {
		int64_t id = line->members->at[i];
		const struct participant *who =
			facts_participant(look->facts, id);

		printf("%s{\"id\":%" PRId64 ",\"name\":%s,\"role\":\"%s\"}",
			i ? "," : "", id,
			json_string(look->pool,
				people_name(look->pool, look->facts, id)),
			role_name(who ? who->role : ROLE_PEER));
	}
	fputs("],", stdout);
	json_reasons(look, line);
	fputs("}", stdout);
}

static void
json_quality(const struct match_look *look)
{
	const struct solve_quality *q = &look->result->quality;
	const struct {
		const char *name;
		int64_t value;
	} figures[] = { { "people", q->people }, { "placed", q->placed },
		{ "possible_pairs", q->possible }, { "pairs", q->pairs },
		{ "score", look->result->score }, { "bound", q->bound },
		{ "mean", q->mean }, { "median", q->median },
		{ "worst", q->worst }, { "lower", q->lower }, { "low", q->low },
		{ "perfect", q->perfect }, { "first", q->first },
		{ "first_three", q->first_three },
		{ "first_ten", q->first_ten }, { "ranked", q->ranked },
		{ "ranked_first", q->ranked_first }, { "repeats", q->repeats },
		{ "blocking", q->blocking }, { "seed", look->seed } };

	fputs(",\"quality\":{", stdout);
	for (size_t i = 0; i < G_N_ELEMENTS(figures); i++)
		printf("\"%s\":%" PRId64 ",", figures[i].name,
			figures[i].value);
	printf("\"proof\":\"%s\",\"proven\":%s,\"unproven\":%s}",
		run_proof_name(q->proof),
		q->proof == RUN_OPTIMAL ? "true" : "false",
		json_string(look->pool, q->unproven));
}

static void
json_histogram(const struct match_look *look)
{
	int64_t bands[BANDS];

	count_bands(look, bands);
	fputs(",\"histogram\":[", stdout);
	for (int i = 0; i < BANDS; i++)
		printf("%s%" PRId64, i ? "," : "", bands[i]);
	fputs("]", stdout);
}

void
match_print_json(const struct match_look *look)
{
	struct pool *pool = look->pool;

	fputs("{\"matches\":[", stdout);
	for (size_t i = 0; i < look->lines.n; i++) {
		fputs(i ? "," : "", stdout);
		json_line(look, &look->lines.at[i]);
	}
	fputs("],\"unmatched\":[", stdout);
	for (size_t i = 0; i < look->unmatched.n; i++)
		printf("%s{\"id\":%" PRId64
		       ",\"name\":%s,\"why\":%s,\"remedy\":%s}",
			i ? "," : "", look->unmatched.at[i].participant,
			json_string(pool, unmatched_name(look, i)),
			json_string(pool, look->unmatched.at[i].why),
			json_string(pool, look->unmatched.at[i].remedy));
	fputs("]", stdout);
	json_histogram(look);
	if (look->result)
		json_quality(look);
	puts("}");
}

/* ---- for a spreadsheet ---------------------------------------------------- */

/* RFC 4180: quoted, quotes doubled. A cell that a spreadsheet would take for a
 * formula gets an apostrophe. */
static char *
quoted(struct pool *pool, const char *text)
{
	g_auto(GStrv) parts = g_strsplit(text ? text : "", "\"", -1);
	g_autofree char *inner = g_strjoinv("\"\"", parts);

	return pool_printf(pool, "\"%s%s\"",
		*inner && strchr("=+-@\t", *inner) ? "'" : "", inner);
}

void
match_print_csv(const struct match_look *look)
{
	struct pool *pool = look->pool;

	fputs("state,round,score,percent,who,why,remedy\r\n", stdout);
	for (size_t i = 0; i < look->lines.n; i++) {
		const struct match_line *line = &look->lines.at[i];

		printf("%s,%" PRId64 ",%" PRId64 ",%d,%s,%s,\"\"\r\n",
			line->state, line->round, line->score, line->percent,
			quoted(pool, match_people(look, line)),
			quoted(pool, match_reasons_said(look, line)));
	}
	for (size_t i = 0; i < look->unmatched.n; i++)
		printf("unmatched,0,0,0,%s,%s,%s\r\n",
			quoted(pool, unmatched_name(look, i)),
			quoted(pool, look->unmatched.at[i].why),
			quoted(pool, look->unmatched.at[i].remedy));
}
