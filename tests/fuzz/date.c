/* fuzz/date: Dates, numbers in front and senses, in all languages that are
 * shipped; the first byte chooses whose mail it is. */
#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "base/zone.h"
#include "fuzz/shipped.h"
#include "read/answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const char *const languages[] = { NULL, "en", "de", "pl", "zh",
		"tr", "uk", "fr" };
	size_t skip = size > 0;
	g_autofree char *text = g_utf8_make_valid(
		(const char *)bytes + skip, (gssize)(size - skip));
	struct value_context context = { .words = shipped(),
		.language = languages[size ? bytes[0] % 8 : 0],
		.second = languages[size ? bytes[0] / 8 % 8 : 0],
		.today = 20832 };
	static struct question questions[] = { { .type = QUESTION_YESNO },
		{ .type = QUESTION_SCALE, .from = 1, .till = 5 },
		{ .type = QUESTION_NUMBER }, { .type = QUESTION_DATE },
		{ .type = QUESTION_CHOICE }, { .type = QUESTION_CHOICES } };
	static const char *options[] = { "one", "two and three", "Drei", "四" };
	POOL_AUTO pool = pool_new();
	enum confidence confidence;
	const char *rest = NULL;
	int64_t days = 0;
	bool sure;

	if (date_find(text, &context, &days, &sure) && ABS(days) > 4000000)
		g_error("no such day");
	date_whole(text, &context, &days, &sure);
	if (answer_number(text, &context, &rest) &&
		(rest < text || rest > text + strlen(text)))
		g_error("behind the text");
	command_read(text, &context, &days);
	for (size_t i = 0; i < G_N_ELEMENTS(questions); i++) {
		questions[i].options = (struct text_list){ options, 4, 4 };
		const char *value = value_read(
			pool, &questions[i], text, &context, &confidence);
		if ((value != NULL) != (confidence != CONFIDENCE_UNSURE))
			g_error("a value and no trust in it");
	}
	return 0;
}
