/* Words into values, and values to questions. */
#include <glib.h>
#include <string.h>

#include "base/zone.h"
#include "read/answer.h"
#include "read_words.h"

static struct value_context
context_for(struct pool *pool, const char *language)
{
	int64_t today;

	civil_parse_date("2027-01-13", &today); /* a Wednesday */
	return (struct value_context){
		.words = test_words(pool), .language = language, .today = today
	};
}

static void
test_values(void)
{
	static const struct {
		enum question_type type;
		const char *raw, *want;
		enum confidence confidence;
	} cases[] = {
		{ QUESTION_YESNO, "Yes, twice!", "yes", CONFIDENCE_SURE },
		{ QUESTION_YESNO, "not yet", "no", CONFIDENCE_SURE },
		{ QUESTION_YESNO, "no, sick", "no", CONFIDENCE_SURE },
		{ QUESTION_YESNO, "Ja klar", "yes", CONFIDENCE_SURE },
		{ QUESTION_YESNO, "\xe2\x9c\x93", "yes", CONFIDENCE_SURE },
		{ QUESTION_YESNO, "noticed nothing", NULL, CONFIDENCE_UNSURE },
		{ QUESTION_YESNO, "perhaps", NULL, CONFIDENCE_UNSURE },
		{ QUESTION_SCALE, "4", "4", CONFIDENCE_SURE },
		{ QUESTION_SCALE, "4/5", "4", CONFIDENCE_SURE },
		{ QUESTION_SCALE, "4 of 5", "4", CONFIDENCE_SURE },
		{ QUESTION_SCALE, "vier", "4", CONFIDENCE_SURE },
		{ QUESTION_SCALE, "five stars", "5", CONFIDENCE_SURE },
		{ QUESTION_SCALE, "\xe2\x98\x85\xe2\x98\x85\xe2\x98\x85", "3",
			CONFIDENCE_SURE },
		{ QUESTION_SCALE, "4 or 5", NULL, CONFIDENCE_UNSURE },
		{ QUESTION_SCALE, "4-5", NULL, CONFIDENCE_UNSURE },
		{ QUESTION_SCALE, "6", NULL, CONFIDENCE_UNSURE },
		{ QUESTION_SCALE, "4/10", NULL, CONFIDENCE_UNSURE },
		{ QUESTION_SCALE, "3.5", NULL, CONFIDENCE_UNSURE },
		{ QUESTION_SCALE, "<3", NULL, CONFIDENCE_UNSURE },
		{ QUESTION_SCALE, "2^2", NULL, CONFIDENCE_UNSURE },
		{ QUESTION_NUMBER, "1h30", NULL, CONFIDENCE_UNSURE },
		{ QUESTION_CHOICE, "b", "By video", CONFIDENCE_SURE },
		{ QUESTION_CHOICE, "2)", "By video", CONFIDENCE_SURE },
		{ QUESTION_CHOICE, "BY PHONE.", "By phone", CONFIDENCE_SURE },
		{ QUESTION_CHOICE, "I think by phone", "By phone",
			CONFIDENCE_LIKELY },
		{ QUESTION_CHOICE, "by pigeon", NULL, CONFIDENCE_UNSURE },
		{ QUESTION_CHOICES, "by phone, a", "By phone, In person",
			CONFIDENCE_SURE },
		{ QUESTION_DATE, "2027-03-03", "2027-03-03", CONFIDENCE_SURE },
		{ QUESTION_DATE, "on March 3rd", "2027-03-03",
			CONFIDENCE_SURE },
		{ QUESTION_DATE, "3. März", "2027-03-03", CONFIDENCE_SURE },
		{ QUESTION_DATE, "3.3.", "2027-03-03", CONFIDENCE_SURE },
		{ QUESTION_DATE, "31.12.26", "2026-12-31", CONFIDENCE_SURE },
		{ QUESTION_DATE, "5 January", "2028-01-05", CONFIDENCE_SURE },
		{ QUESTION_DATE, "next Tuesday", "2027-01-19",
			CONFIDENCE_SURE },
		{ QUESTION_DATE, "3/4", NULL, CONFIDENCE_UNSURE },
		{ QUESTION_DATE, "30 February", NULL, CONFIDENCE_UNSURE },
		{ QUESTION_DATE, "soon", NULL, CONFIDENCE_UNSURE },
		{ QUESTION_TEXT, "as it is", "as it is", CONFIDENCE_SURE },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();
		struct value_context context = context_for(pool, "en");
		struct question question = { .type = cases[i].type,
			.from = 1,
			.till = 5,
			.options = split(pool, "In person|By video|By phone") };
		enum confidence confidence;

		g_test_message("%s", cases[i].raw);
		g_assert_cmpstr(value_read(pool, &question, cases[i].raw,
					&context, &confidence),
			==, cases[i].want);
		g_assert_cmpint(confidence, ==, cases[i].confidence);
	}
}

static void
test_commands(void)
{
	static const struct {
		const char *text;
		enum command want;
		const char *until;
	} cases[] = {
		{ "STOP", COMMAND_STOP, NULL },
		{ "\n  Stop.\nThanks", COMMAND_STOP, NULL },
		{ "I want to leave!", COMMAND_LEAVE, NULL },
		{ "Austreten", COMMAND_LEAVE, NULL },
		{ "pause until 3 March", COMMAND_PAUSE, "2027-03-03" },
		{ "Pause bis 3.3.2027", COMMAND_PAUSE, "2027-03-03" },
		{ "pause", COMMAND_PAUSE, NULL },
		{ "yes", COMMAND_YES, NULL },
		{ "approve", COMMAND_APPROVE, NULL },
		{ "We had to stop early.", COMMAND_NONE, NULL },
		{ "stop sending flowers", COMMAND_NONE, NULL },
		{ "pause was good, thanks", COMMAND_NONE, NULL },
		{ "Hello\nSTOP", COMMAND_STOP, NULL },
		{ "Hello, we met\nSTOP", COMMAND_NONE, NULL },
		{ "leaves fall", COMMAND_NONE, NULL },
		{ "", COMMAND_NONE, NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();
		struct value_context context = context_for(pool, "de");
		int64_t until, want = 0;

		if (cases[i].until)
			civil_parse_date(cases[i].until, &want);
		g_test_message("%s", cases[i].text);
		g_assert_cmpint(command_read(cases[i].text, &context, &until),
			==, cases[i].want);
		g_assert_cmpint(until, ==, want);
	}
}

#define ASKED \
 "1. Did you meet?\n\n2. How useful was it for you, from 1 to 5?\n\n3. What next?\n"

static char *
answers(struct pool *pool, const char *reply, uint64_t open)
{
	static struct question questions[] = {
		{ .type = QUESTION_YESNO, .ask = "Did you meet?" },
		{ .type = QUESTION_SCALE, .from = 1, .till = 5 },
		{ .type = QUESTION_TEXT },
	};
	struct question_list list = { questions, 3, 3 };
	struct value_context context = context_for(pool, "en");
	context.writer = "Ana Example";
	context.from_name = "A. Example";
	struct body_line_list body = body_plain(pool, reply, false, false);
	struct sent_list sent = { 0 };
	struct letter_answer_list out = { 0 };
	struct cut cut;
	GString *text = g_string_new(NULL);

	LIST_ADD(pool, &sent)->lines = body_plain(pool, ASKED, false, false);
	quote_cut(pool, &body, &sent, &cut);
	if (!answers_read(pool, &cut, &list, open, 0, &context, &out))
		g_string_append(text, "?");
	for (size_t i = 0; i < out.n; i++)
		g_string_append_printf(text, "%s%d=%s", i ? " " : "",
			out.at[i].number,
			out.at[i].value ? out.at[i].value : "-");
	char *copy = pool_strdup(pool, text->str);
	g_string_free(text, TRUE);
	return copy;
}

static void
test_assignment(void)
{
	static const struct {
		const char *reply, *want;
	} cases[] = {
		{ "1. yes\n2. 4\n3. the CV", "1=yes 2=4 3=the CV" },
		{ "1) yes\n\n3) the CV\n2) 4", "1=yes 3=the CV\n2) 4" },
		{ "1. yes 2. 4 3. the CV", "1=yes 2=4 3=the CV" },
		{ "yes\n\n4\n\nthe CV", "1=yes 2=4 3=the CV" },
		{ "yes\n4\nthe CV", "1=yes 2=4 3=the CV" },
		{ "4\nyes\nthe CV", "?" },
		{ "Hi!\n\nyes\n4\nthe CV", "1=yes 2=4 3=the CV" },
		{ "it was nice", "?" },
		{ "", "" },
		{ "> 1. Did you meet?\nyes\n> 2. How useful was it for you, "
		  "from 1 to 5?\n5\n> 3. What next?\nwe will see",
			"1=yes 2=5 3=we will see" },
		{ "1. Did you meet? no\n2. How useful was it for you, from 1 "
		  "to 5? 4 or 5\n3. What next?",
			"1=no 2=-" },
		{ ASKED "\n1. yes\n2. 3\n3. more", "1=yes 2=3 3=more" },
		{ "2. 4", "2=4" },
		/* the last one's words may have paragraphs */
		{ "yes\n\n4\n\nthe CV\n\nand more",
			"1=yes 2=4 3=the CV\n\nand more" },
		/* only the first ones, when nothing else can be meant */
		{ "Yes", "1=yes" },
		{ "yes\n4", "1=yes 2=4" },
		{ "4", "?" },
		/* a signature is no answer */
		{ "yes\n\n4\n\nthe CV\n\nAna", "1=yes 2=4 3=the CV" },
		{ "1. yes\n2. 4\n3. the CV\n\nBest wishes\nAna Example",
			"1=yes 2=4 3=the CV" },
		{ "1. yes\n2. 4\n3. the CV\n- ana", "1=yes 2=4 3=the CV" },
		{ "1. yes\n2. 4\n3. the CV\nA. Example", "1=yes 2=4 3=the CV" },
		{ "1. yes\n2. 4\n3. the CV\nBob", "1=yes 2=4 3=the CV\nBob" },
		{ "1. yes\n2. 4\n3. Ana", "1=yes 2=4 3=Ana" },
		{ "> 1. Did you meet?\nyes\n> 2. How useful was it for you, "
		  "from 1 to 5?\n5\n> 3. What next?\nwe will see\n\nAna",
			"1=yes 2=5 3=we will see" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();

		g_test_message("%s", cases[i].reply);
		g_assert_cmpstr(
			answers(pool, cases[i].reply, 0), ==, cases[i].want);
	}
}

/* An answer that is the number of the question below it is no part of the
 * quotation, with signs of quotation and without. */
static void
test_next_number(void)
{
	static const char *const replies[] = {
		"> 1. Did you meet?\n\nyes\n\n> 2. How useful was it for you, "
		"from 1 to 5?\n\n3\n\n> 3. What next?\n\nthe CV\n",
		"1. Did you meet?\nyes\n2. How useful was it for you, from 1 to "
		"5?\n3\n3. What next?\nthe CV\n",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(replies); i++) {
		POOL_AUTO pool = pool_new();

		g_assert_cmpstr(
			answers(pool, replies[i], 0), ==, "1=yes 2=3 3=the CV");
	}
}

/* What has an answer is not meant by words without a number. */
static void
test_still_open(void)
{
	static const struct {
		const char *reply;
		uint64_t open;
		const char *want;
	} cases[] = {
		{ "4", 2, "2=4" },
		{ "2. 4", 2, "2=4" },
		{ "2: 4", 2, "2=4" },
		{ "4/5", 2, "2=4" },
		{ "4\n\nBest wishes\nAna", 2, "2=4" },
		{ "Sorry, I meant 4.", 2, "2=4" },
		{ "2.", 2, "2=2" },
		{ "hm", 2, "2=-" },
		{ "no", 1, "1=no" },
		{ "yes\n4\nthe CV", 2, "2=4" },
		{ "the CV\n\nand more", 4, "3=the CV\n\nand more" },
		{ "4\n\nthe CV", 6, "2=4 3=the CV" },
		{ "4", 6, "2=4" },
		{ "1. no\n2. 3", 2, "1=no 2=3" },
		{ "yes\n\n4\n\nthe CV", 6, "2=4 3=the CV" },
		{ "> 2. How useful was it for you, from 1 to 5?\n\n4", 2,
			"2=4" },
		{ "4\n\n> 2. How useful was it for you, from 1 to 5?", 2,
			"2=4" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();

		g_test_message("%s", cases[i].reply);
		g_assert_cmpstr(answers(pool, cases[i].reply, cases[i].open),
			==, cases[i].want);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/answer/values", test_values);
	g_test_add_func("/answer/commands", test_commands);
	g_test_add_func("/answer/assignment", test_assignment);
	g_test_add_func("/answer/next-number", test_next_number);
	g_test_add_func("/answer/open", test_still_open);
	return g_test_run();
}
