/* Why people fit, as each of them and a coordinator is told. */
#include "write/reason.h"

#include <glib.h>

#include "season.h"

static const char *
said(struct season *s, const struct match_reason *reason, const char *language,
	const struct participant *reader)
{
	struct text_list dirs = { 0 };
	struct mistake_list *mistakes = mistakes_new();

	*LIST_ADD(s->pool, &dirs) = g_getenv("MENTORD_TEMPLATES")
		? g_getenv("MENTORD_TEMPLATES")
		: "templates";
	const struct words *words = words_load(s->pool, dirs, mistakes);
	mistakes_free(mistakes);
	return reason_sentence(s->pool, &s->program,
		words_language(words, language, "en"), &s->facts,
		&s->match->members, reason, reader ? reader->id : 0);
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

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/reason/sentences", test_sentences);
	g_test_add_func("/reason/wishes", test_wishes);
	return g_test_run();
}
