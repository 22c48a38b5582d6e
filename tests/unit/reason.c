/* Why people fit, as each of them and a coordinator is told. */
#include "write/reason.h"

#include <glib.h>

#include "season.h"

static const struct language *
language_of(struct season *s, const char *code)
{
	struct text_list dirs = { 0 };
	struct mistake_list *mistakes = mistakes_new();

	*LIST_ADD(s->pool, &dirs) = g_getenv("MENTORD_TEMPLATES")
		? g_getenv("MENTORD_TEMPLATES")
		: "templates";
	const struct words *words = words_load(s->pool, dirs, mistakes);
	mistakes_free(mistakes);
	return words_language(words, code, "en");
}

static const char *
said(struct season *s, const struct match_reason *reason, const char *language,
	const struct participant *reader)
{
	return reason_sentence(s->pool, &s->program, language_of(s, language),
		&s->facts, &s->match->members, reason, reader ? reader->id : 0);
}

static void
test_sentences(void)
{
	struct season *s = season_new();
	struct match_reason offer = { .criterion = "skills",
		.attribute = "offers",
		.text = "law, tax, sailing",
		.prefer = "complement",
		.one = s->ana->id,
		.other = s->bjoern->id };
	struct match_reason hours = { .criterion = "time",
		.text = "80 min",
		.prefer = "overlap",
		.amount = 80 };

	g_assert_cmpstr(said(s, &offer, "en", NULL), ==,
		"Ana can help Björn with law, tax and sailing");
	g_assert_cmpstr(said(s, &offer, "en", s->ana), ==,
		"You can help Björn with law, tax and sailing");
	g_assert_cmpstr(said(s, &offer, "de", s->bjoern), ==,
		"Ana kann Ihnen helfen: law, tax und sailing");
	g_assert_cmpstr(said(s, &hours, "en", s->ana), ==,
		"You have 1 hour a week in common");
	g_assert_cmpstr(said(s, &hours, "de", NULL), ==,
		"beide haben in der Woche 1 Stunde gemeinsam frei");
	hours.amount = 300;
	struct participant *ana = season_person(
		s, "Ana Øre", "ana2@example.org", "en", "Asia/Kolkata");
	s->match->members.at[s->match->members.n++] = ana->id;
	g_assert_cmpstr(said(s, &hours, "en", ana), ==,
		"You all have 5 hours a week in common");
	hours.one = s->bjoern->id;
	hours.other = ana->id;
	g_assert_cmpstr(said(s, &hours, "en", ana), ==,
		"You and Björn have 5 hours a week in common");
	g_assert_cmpstr(said(s, &hours, "en", s->ana), ==,
		"Björn and Ana Øre have 5 hours a week in common");
	season_free(s);
}

static void
test_wishes(void)
{
	struct season *s = season_new();
	struct match_reason wish = { .criterion = "wishes",
		.attribute = "offers",
		.text = "law, tax, sailing",
		.prefer = "ranked",
		.one = s->ana->id,
		.other = s->bjoern->id,
		.amount = 1 };
	struct match_reason named = { .criterion = "wanted",
		.attribute = "wanted",
		.text = "Ana",
		.prefer = "named",
		.one = s->bjoern->id,
		.other = s->ana->id,
		.amount = 1 };
	struct match_reason reliable = { .criterion = "reliable",
		.text = "95 % / 80 %",
		.prefer = "reliable" };

	g_assert_cmpstr(said(s, &wish, "en", s->bjoern), ==,
		"Ana can help you with law (first on the list), tax and "
		"sailing");
	wish.text = "tax";
	g_assert_cmpstr(said(s, &wish, "de", s->ana), ==,
		"Sie können Björn helfen: tax (an erster Stelle gewünscht)");
	wish.amount = 2;
	g_assert_cmpstr(
		said(s, &wish, "en", NULL), ==, "Ana can help Björn with tax");
	g_assert_cmpstr(
		said(s, &named, "en", s->bjoern), ==, "You asked for Ana");
	g_assert_cmpstr(
		said(s, &named, "en", s->ana), ==, "Björn asked for you");
	g_assert_cmpstr(said(s, &named, "de", NULL), ==,
		"Björn hat Ana als Wunsch genannt");
	g_assert_cmpstr(said(s, &reliable, "en", NULL), ==,
		"both did what was asked so far: 95 % / 80 %");
	season_free(s);
}

/* ---- of many people -------------------------------------------------------- */

/* Ana, Björn and three more. */
static struct season *
five(struct match_reason_list *reasons)
{
	static const char *const names[] = { "Cem", "Dora", "Emre" };
	struct season *s = season_new();

	*reasons = (struct match_reason_list){ 0 };
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		s->match->members.at[s->match->members.n++] =
			season_person(s, names[i],
				pool_printf(s->pool, "%s@x.example", names[i]),
				"en", "UTC")
				->id;
	return s;
}

/* Of the one at that place of the match and the other; one -1: of all. */
static struct match_reason *
add(struct season *s, struct match_reason_list *reasons, const char *prefer,
	int one, int other, const char *text, int64_t points)
{
	struct match_reason *reason = LIST_ADD(s->pool, reasons);
	const int64_t *at = s->match->members.at;

	*reason = (struct match_reason){ .criterion = prefer,
		.text = text,
		.points = points,
		.partner_may_see = true,
		.prefer = prefer,
		.one = one < 0 ? 0 : at[one],
		.other = one < 0 ? 0 : at[other] };
	return reason;
}

/* All lines, as the reader at that place is told (-1: a coordinator), with no
 * point more or less than the reasons have. */
static const char *
gathered(struct season *s, const struct match_reason_list *reasons, int reader)
{
	int64_t id = reader < 0 ? 0 : s->match->members.at[reader], points = 0;
	const struct language *english = language_of(s, "en");
	const char *text = "";
	struct gathered_list lines = reason_gather(
		s->pool, &s->program, &s->match->members, reasons, id);

	for (size_t i = 0; i < reasons->n; i++)
		points += reasons->at[i].points;
	for (size_t i = 0; i < lines.n; i++) {
		const char *line = reason_said(s->pool, &s->program, english,
			&s->facts, &s->match->members, &lines.at[i], id);

		g_assert_true(!i ||
			lines.at[i - 1].reason.points >=
				lines.at[i].reason.points);
		points -= lines.at[i].reason.points;
		text = pool_printf(s->pool, "%s%s|", text, line);
	}
	g_assert_cmpint(points, ==, 0);
	return text;
}

static void
test_things_in_common(void)
{
	struct match_reason_list reasons;
	struct season *s = five(&reasons);

	/* all have law; 0, 1 and 3 tax; 2 and 4 sailing */
	for (int j = 1; j < 5; j++)
		for (int i = 0; i < j; i++)
			add(s, &reasons, "shared", i, j,
				i != 2 && j != 2 && j != 4 ? "law, Tax"
					: i == 2 && j == 4 ? "Law, sailing"
							   : "law",
				101);
	g_assert_cmpstr(gathered(s, &reasons, -1), ==,
		"all have in common: law (shared)|Ana, Björn and Dora have in "
		"common: Tax (shared)|");
	g_assert_cmpstr(gathered(s, &reasons, 1), ==,
		"You all have in common: law (shared)|Ana, Dora and you have "
		"in common: Tax (shared)|");
	s->match->members.n = 4; /* among four one pair is like another */
	reasons.n = 0;
	add(s, &reasons, "shared", 0, 1, "tax", 70);
	add(s, &reasons, "shared", 2, 3, "law", 50);
	g_assert_cmpstr(gathered(s, &reasons, 3), ==,
		"You and Cem have in common: law (shared)|");
	g_assert_cmpstr(gathered(s, &reasons, -1), ==,
		"Ana and Björn have in common: tax (shared)|");
	add(s, &reasons, "same", -1, -1, "Basel", 40);
	g_assert_cmpstr(gathered(s, &reasons, 0), ==,
		"You and Björn have in common: tax (shared)|You all are "
		"alike: Basel (same)|");
	season_free(s);
}

static void
test_values_and_hours(void)
{
	static const char *const team[] = { "IT", "law", "IT", "HR", "law" };
	struct match_reason_list reasons;
	struct season *s = five(&reasons);

	for (int j = 1; j < 5; j++)
		for (int i = 0; i < j; i++) {
			if (strcmp(team[i], team[j]) != 0)
				add(s, &reasons, "different", i, j,
					pool_printf(s->pool, "%s / %s", team[i],
						team[j]),
					90);
			add(s, &reasons, "near", i, j,
				pool_printf(s->pool, "%d / %d", i, j), 20);
			add(s, &reasons, "overlap", i, j, "120 min", 1)
				->amount = 120 + 60 * (i + j);
		}
	g_assert_cmpstr(gathered(s, &reasons, 4), ==,
		"Ana, Dora and you differ in different: law / IT / HR|Near: "
		"4 / 0 / 1 / 2 / 3|Any two have at least 3 hours a week in "
		"common|");
	g_assert_cmpstr(gathered(s, &reasons, -1), ==,
		"Ana, Björn and Dora differ in different: IT / law / HR|near: "
		"0 / 1 / 2 / 3 / 4|any two have at least 3 hours a week in "
		"common|");
	season_free(s);
}

/* What goes one way: what one gets, and what one gives. */
static void
test_one_way(void)
{
	struct match_reason_list reasons;
	struct season *s = five(&reasons);

	add(s, &reasons, "complement", 0, 1, "law", 90);
	add(s, &reasons, "complement", 0, 2, "tax", 60);
	add(s, &reasons, "complement", 3, 2, "sailing", 50);
	add(s, &reasons, "complement", 2, 4, "chess", 30);
	g_assert_cmpstr(gathered(s, &reasons, 2), ==,
		"Ana can help you with tax|You can help Emre with chess|");
	g_assert_cmpstr(
		gathered(s, &reasons, 1), ==, "Ana can help you with law|");
	g_assert_cmpstr(
		gathered(s, &reasons, -1), ==, "Ana can help Björn with law|");
	season_free(s);
}

/* Of three all is said as it is. */
static void
test_three(void)
{
	struct match_reason_list reasons;
	struct season *s = five(&reasons);

	s->match->members.n = 3;
	add(s, &reasons, "shared", 0, 1, "law", 90);
	add(s, &reasons, "shared", 0, 2, "law, tax", 60);
	g_assert_cmpstr(gathered(s, &reasons, 0), ==,
		"You and Björn have in common: law (shared)|You and Cem have "
		"in common: law and tax (shared)|");
	season_free(s);
}

/* An attribute for nobody's eyes is counted, and not spoken of. */
static void
test_for_nobody(void)
{
	struct match_reason_list reasons;
	struct season *s = five(&reasons);

	*LIST_ADD(s->pool, &s->program.attributes) =
		(struct attribute_rule){ "faith", ATTRIBUTE_TEXT,
			VISIBLE_NOBODY, "faith" };
	add(s, &reasons, "same", 0, 1, "one", 90)->attribute = "faith";
	add(s, &reasons, "same", 2, 3, "other", 60)->attribute = "faith";
	g_assert_cmpstr(gathered(s, &reasons, -1), ==, "same|");
	season_free(s);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/reason/sentences", test_sentences);
	g_test_add_func("/reason/wishes", test_wishes);
	g_test_add_func("/reason/things-in-common", test_things_in_common);
	g_test_add_func("/reason/values-and-hours", test_values_and_hours);
	g_test_add_func("/reason/one-way", test_one_way);
	g_test_add_func("/reason/three", test_three);
	g_test_add_func("/reason/for-nobody", test_for_nobody);
	return g_test_run();
}
