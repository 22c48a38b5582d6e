/* fuzz/answer: Values, dates, commands and their questions. */
#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "../unit/read_words.h"
#include "read/answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	POOL_AUTO pool = pool_new();
	g_autofree char *text =
		g_utf8_make_valid((const char *)bytes, (gssize)size);

	static struct question questions[] = { { .type = QUESTION_YESNO },
		{ .type = QUESTION_SCALE, .from = 1, .till = 5 },
		{ .type = QUESTION_DATE }, { .type = QUESTION_CHOICES } };
	struct question_list list = { questions, 4, 4 };
	struct value_context context = {
		.words = test_words(pool), .language = "de", .today = 20832
	};
	struct body_line_list body = body_plain(pool, text, false, false);
	struct letter_answer_list answers = { 0 };
	struct sent_list sent = { 0 };
	enum confidence confidence;
	struct cut cut;
	int64_t until;

	questions[3].options = split(pool, "one|two|three");
	quote_cut(pool, &body, &sent, &cut);
	answers_read(pool, &cut, &list, strlen(text), 0, &context, &answers);
	for (size_t i = 0; i < 4; i++)
		value_read(pool, &questions[i], text, &context, &confidence);
	command_read(text, &context, &until);
	return 0;
}
