/* A coordinator's word on two people: how it is read, what counts, and that a
 * new draft follows while nothing is published by the way. */
#include "decide/concern.h"
#include "decide_world.h"
#include "shipped.h"

/* ---- following ---------------------------------------------------------------- */

static struct world *
drafted(int people)
{
	struct world *w = world_new(people);

	w->facts->next.directive = 1;
	w->program.words = shipped_words(w->pool);
	enrol_all(w);
	run_until(w, berlin("2027-01-01 08:00"));
	g_assert_cmpint(fresh(w, MOMENT_DRAFT, 0), ==, 2);
	return w;
}

static struct run *
draft_of(const struct world *w)
{
	for (size_t i = 0; i < w->facts->runs.n; i++)
		if (w->facts->runs.at[i]->state == RUN_DRAFT)
			return w->facts->runs.at[i];
	return NULL;
}

static bool
are_drafted(const struct world *w, int64_t a, int64_t b)
{
	for (size_t i = 0; i < w->facts->matches.n; i++) {
		const struct match *m = w->facts->matches.at[i];

		if (m->state == MATCH_DRAFT && match_has(m, a) &&
			match_has(m, b))
			return true;
	}
	return false;
}

/* A drafted pair, the smaller id first. */
static void
first_pair(const struct world *w, int64_t *a, int64_t *b)
{
	for (size_t i = 0; i < w->facts->matches.n; i++)
		if (w->facts->matches.at[i]->state == MATCH_DRAFT) {
			*a = w->facts->matches.at[i]->members.at[0];
			*b = w->facts->matches.at[i]->members.at[1];
			return;
		}
	g_assert_not_reached();
}

static struct post
reply(struct world *w, const char *text)
{
	struct post post = { 0 };
	struct run *run = draft_of(w);

	post.letter.kind = LETTER_REPLY;
	post.letter.text = text;
	post.letter.head.from = "cora@example.org";
	post.letter.head.message_id = "letter@example.org";
	post.about.letter = ++w->letters;
	post.about.coordinator = "cora@example.org";
	post.about.token = post.about.address = true;
	post.about.mail = 77;
	post.about.run = run ? run->id : 1;
	for (size_t i = 0; i < w->facts->asks.n; i++) {
		const struct ask *ask = w->facts->asks.at[i];

		if (ask->run == post.about.run &&
			!g_strcmp0(ask->coordinator, "cora@example.org"))
			post.about.ask = ask->id;
	}
	return post;
}

static const char *
sentence(struct world *w, const char *fmt, int64_t a, int64_t b)
{
	g_auto(GStrv) parts = g_strsplit(fmt, "%", 3);

	return pool_printf(w->pool, "%s%s%s%s%s", parts[0], person(w, a)->name,
		parts[1], person(w, b)->name, parts[2]);
}

static bool
introduced(const struct world *w)
{
	return count_mails(&w->mails, MOMENT_INTRODUCTION, -1) > 0;
}

static const struct mail_request *
draft_to(const struct world *w, const char *coordinator)
{
	for (size_t i = 0; i < w->fresh.n; i++)
		if (w->fresh.at[i].moment == MOMENT_DRAFT &&
			!g_strcmp0(w->fresh.at[i].coordinator, coordinator))
			return &w->fresh.at[i];
	return NULL;
}

/* Items of that list in the fresh draft for her or him; -1: no such mail. */
static int
items(const struct world *w, const char *coordinator, const char *list)
{
	const struct mail_request *mail = draft_to(w, coordinator);
	const struct field *field =
		mail ? fields_find(mail->fields, list) : NULL;

	return field ? (int)field->list.n : -1;
}

static void
test_apart(void)
{
	struct world *w = drafted(6);
	int64_t a, b;

	first_pair(w, &a, &b);
	struct post post = reply(w, sentence(w, "not % with %", a, b));
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COMMAND);
	g_assert_cmpint(w->facts->runs.at[0]->state, ==, RUN_DISCARDED);
	g_assert_nonnull(draft_of(w));
	g_assert_false(are_drafted(w, a, b));
	g_assert_cmpint(fresh(w, MOMENT_DRAFT, 0), ==, 2);
	g_assert_cmpint(outcomes(w, OUTCOME_DIRECTIVE, false), ==, 1);
	g_assert_cmpint(items(w, "cora@example.org", "followed"), ==, 1);
	g_assert_false(introduced(w));

	/* it counts in the run after that, too */
	post = reply(w, "no");
	post.letter.command = COMMAND_NO;
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COMMAND);
	run_until(w, berlin("2027-01-03 08:00"));
	g_assert_nonnull(draft_of(w));
	g_assert_false(are_drafted(w, a, b));

	/* and after approval it stays */
	post = reply(w, "approve");
	post.letter.command = COMMAND_APPROVE;
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COMMAND);
	g_assert_true(introduced(w));
	g_assert_cmpint(w->facts->directives.at[0]->over_at, ==, 0);
	world_free(w);
}

static void
test_together(void)
{
	struct world *w = drafted(6);
	int64_t a = 1, b = 2;

	while (are_drafted(w, a, b))
		b++;
	struct post post = reply(w, sentence(w, "% with %", a, b));
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COMMAND);
	g_assert_true(are_drafted(w, a, b));
	g_assert_false(introduced(w));
	post = reply(w, "approve");
	post.letter.command = COMMAND_APPROVE;
	ends_as(w, &post);
	g_assert_true(introduced(w));
	/* the pin has done its work */
	g_assert_cmpint(w->facts->directives.at[0]->over_at, >, 0);
	world_free(w);
}

/* Approval and a change in one letter: nothing is published. */
static void
test_approve_but(void)
{
	static const char *const forms[] = { "approve, but not % with %",
		"approve\nnot % with %", "not % with %\napprove",
		"approve\n\nPlease swap % and %", "approve, but not % with %?",
		"freigeben, aber % nicht mit %" };

	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
		struct world *w = drafted(6);
		int64_t a, b;

		first_pair(w, &a, &b);
		struct post post = reply(w, sentence(w, forms[i], a, b));
		if (g_str_has_prefix(forms[i], "approve\n"))
			post.letter.command = COMMAND_APPROVE;
		receive(w, &post);
		g_assert_false(introduced(w));
		g_assert_nonnull(draft_of(w));
		g_assert_cmpint(fresh(w, MOMENT_DRAFT, 0), >=, 1);
		world_free(w);
	}
}

/* What is not understood goes back, to who wrote, and nothing is lost. */
static void
test_unclear(void)
{
	struct world *w = drafted(6);
	int64_t a, b;

	first_pair(w, &a, &b);
	struct post post = reply(w, "approve, but not Anna with Xaver");
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_CLARIFY);
	g_assert_cmpint(w->facts->runs.at[0]->state, ==, RUN_DRAFT);
	g_assert_cmpint(fresh(w, MOMENT_DRAFT, 0), ==, 1);
	g_assert_cmpint(items(w, "cora@example.org", "unclear"), ==, 1);
	g_assert_false(introduced(w));

	post = reply(w,
		pool_printf(w->pool, "%s\nnot Xaver with Ana",
			sentence(w, "not % with %", a, b)));
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COMMAND);
	g_assert_false(are_drafted(w, a, b));
	g_assert_cmpint(items(w, "cora@example.org", "unclear"), ==, 1);
	g_assert_cmpint(items(w, "carl@example.org", "unclear"), ==, 0);
	g_assert_cmpint(items(w, "carl@example.org", "followed"), ==, 1);
	world_free(w);
}

/* A text that could not be told from its quotation decides nothing. */
static void
test_unsure(void)
{
	struct world *w = drafted(6);
	int64_t a, b;

	first_pair(w, &a, &b);
	struct post post = reply(w, sentence(w, "not % with %", a, b));
	post.letter.confidence = CONFIDENCE_UNSURE;
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_CLARIFY);
	g_assert_true(are_drafted(w, a, b));
	g_assert_cmpuint(w->facts->directives.n, ==, 0);
	world_free(w);
}

static void
nothing_follows(struct world *w, const struct post *post, enum disposition want)
{
	g_assert_cmpint(ends_as(w, post), ==, want);
	g_assert_cmpuint(w->facts->directives.n, ==, 0);
	g_assert_cmpint(w->facts->runs.at[0]->state, ==, RUN_DRAFT);
	g_assert_cmpint(fresh(w, MOMENT_DRAFT, 0), ==, 0);
}

/* Participants, strangers, and a coordinator's token from elsewhere. */
static void
test_others(void)
{
	struct world *w = drafted(6);
	int64_t a, b;

	first_pair(w, &a, &b);
	const char *text = sentence(w, "not % with %", a, b);
	struct post post = post_from(w, a, w->facts->asks.at[0]);
	post.letter.text = text;
	post.about.run = 1;
	nothing_follows(w, &post, DISPOSITION_COORDINATOR);
	post = reply(w, text);
	post.about.address = false;
	nothing_follows(w, &post, DISPOSITION_FORGED);
	post = reply(w, text);
	post.about.token = false;
	nothing_follows(w, &post, DISPOSITION_COORDINATOR);
	post = reply(w, text);
	post.about = (struct letter_about){ .letter = 99, .run = 1 };
	nothing_follows(w, &post, DISPOSITION_STRANGER);
	world_free(w);
}

/* ---- what counts ------------------------------------------------------------------ */

static size_t
counting(const struct world *w, enum directive_kind kind)
{
	struct former_pair_list pairs = { 0 };

	directive_pairs(w->facts, kind, &pairs);
	return pairs.n;
}

static void
test_newest_counts(void)
{
	struct world *w = drafted(6);
	struct err err = { 0 };

#define DIRECT(kind, undo, a, b) \
 decide_direct(&w->program, w->facts, DIRECTIVE_##kind, undo, a, b, &err)
	g_assert_cmpint(DIRECT(PIN, false, 2, 1), ==, DIRECTED_REDRAWN);
	g_assert_true(are_drafted(w, 1, 2));
	g_assert_cmpint(DIRECT(PIN, false, 1, 2), ==, DIRECTED_SAME);
	g_assert_cmpint(DIRECT(FORBID, false, 1, 2), ==, DIRECTED_REDRAWN);
	g_assert_false(are_drafted(w, 1, 2));
	g_assert_cmpuint(counting(w, DIRECTIVE_PIN), ==, 0);
	g_assert_cmpuint(counting(w, DIRECTIVE_FORBID), ==, 1);
	g_assert_cmpint(DIRECT(FORBID, true, 1, 2), ==, DIRECTED_REDRAWN);
	g_assert_cmpuint(counting(w, DIRECTIVE_FORBID), ==, 0);
	g_assert_cmpint(DIRECT(FORBID, true, 1, 2), ==, DIRECTED_SAME);

	/* one to one: a new pin takes the place of the old ones */
	DIRECT(PIN, false, 1, 2);
	DIRECT(PIN, false, 3, 4);
	DIRECT(PIN, false, 2, 3);
	g_assert_cmpuint(counting(w, DIRECTIVE_PIN), ==, 1);
	g_assert_true(are_drafted(w, 2, 3));

	g_assert_cmpint(DIRECT(PIN, false, 1, 1), ==, DIRECTED_NOT);
	g_assert_nonnull(strstr(err.text, "same person"));
	world_free(w);
}

/* Mentors have several; two mentors never have each other. */
static void
test_roles(void)
{
	struct world *w = drafted(6);
	struct err err = { 0 };

	w->program.matching.form = MATCHING_MENTORS;
	w->program.matching.capacity = 2;
	w->program.matching.mentors = 1;
	for (int64_t id = 1; id <= 6; id++)
		person(w, id)->role = id <= 2 ? ROLE_MENTOR : ROLE_MENTEE;
	g_assert_cmpint(DIRECT(PIN, false, 1, 2), ==, DIRECTED_NOT);
	g_assert_nonnull(strstr(err.text, "must be a mentor"));
	DIRECT(PIN, false, 1, 3);
	DIRECT(PIN, false, 1, 4);
	g_assert_cmpuint(counting(w, DIRECTIVE_PIN), ==, 2);
	DIRECT(PIN, false, 2, 3);
	g_assert_cmpuint(counting(w, DIRECTIVE_PIN), ==, 2);
	world_free(w);
}

/* Without a draft it waits for the next run. */
static void
test_before_the_draft(void)
{
	struct world *w = world_new(6);
	struct err err = { 0 };

	w->facts->next.directive = 1;
	enrol_all(w);
	g_assert_cmpint(DIRECT(PIN, false, 1, 6), ==, DIRECTED_NOTED);
	settle(w);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_DRAFT, 0), ==, 0);
	run_until(w, berlin("2027-01-01 08:00"));
	g_assert_true(are_drafted(w, 1, 6));
	world_free(w);
}

/* Pairs that nobody spoke of stay as they were. */
static void
test_the_rest_stays(void)
{
	struct world *w = drafted(10);
	struct err err = { 0 };
	int64_t a, b, stay = 0;

	w->program.matching.keep = 10;
	first_pair(w, &a, &b);
	DIRECT(FORBID, false, a, b);
	for (size_t i = 0; i < w->facts->matches.n; i++) {
		const struct match *m = w->facts->matches.at[i];

		if (m->state == MATCH_DISCARDED &&
			are_drafted(w, m->members.at[0], m->members.at[1]))
			stay++;
	}
	g_assert_cmpint(stay, >=, 3); /* of five */
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/decide/directive/apart", test_apart);
	g_test_add_func("/decide/directive/together", test_together);
	g_test_add_func("/decide/directive/approve-but", test_approve_but);
	g_test_add_func("/decide/directive/unclear", test_unclear);
	g_test_add_func("/decide/directive/unsure", test_unsure);
	g_test_add_func("/decide/directive/others", test_others);
	g_test_add_func("/decide/directive/newest", test_newest_counts);
	g_test_add_func("/decide/directive/roles", test_roles);
	g_test_add_func("/decide/directive/before", test_before_the_draft);
	g_test_add_func("/decide/directive/rest", test_the_rest_stays);
	return g_test_run();
}
