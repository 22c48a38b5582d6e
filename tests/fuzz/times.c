/* fuzz/times: Times in words and answers to offered times, in all languages
 * that are shipped. The first byte chooses whose mail it is, the second where
 * they live. */
#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "base/zone.h"
#include "fuzz/shipped.h"
#include "read/times.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void
check_times(const struct letter_time_list *times,
	const struct value_context *context)
{
	if (times->n > TIMES_MOST)
		g_error("too many times");
	for (size_t i = 0; i < times->n; i++) {
		const struct letter_time *t = &times->at[i];
		int64_t end = t->till ? t->till : t->from;

		if (end <= context->now ||
			t->from > context->now + 201 * INT64_C(86400))
			g_error("a time that is past or too far");
		if ((unsigned)t->confidence > CONFIDENCE_UNSURE)
			g_error("no confidence");
		for (size_t k = 0; k < i; k++)
			if (times->at[k].from == t->from &&
				times->at[k].till == t->till)
				g_error("the same time twice");
	}
}

static void
check_slots(const char *value, enum confidence confidence)
{
	int last = 0;

	if ((value != NULL) != (confidence != CONFIDENCE_UNSURE))
		g_error("a value and no trust in it");
	for (const char *p = value; p && *p; p++) {
		if (*p == ' ')
			continue;
		if (*p < '1' || *p > '4' || *p - '0' <= last)
			g_error("no list of slots");
		last = *p - '0';
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const char *const languages[] = { NULL, "en", "de", "fr", "es",
		"it", "pt", "nl", "pl", "sv", "tr", "uk", "zh" };
	static const char *const zones[] = { "Europe/Berlin",
		"Pacific/Auckland", "America/Sao_Paulo", "UTC" };
	if (size < 2)
		return 0;
	g_autofree char *text =
		g_utf8_make_valid((const char *)bytes + 2, (gssize)(size - 2));
	const struct zone *zone =
		bytes[1] % 5 == 4 ? NULL : zone_find(zones[bytes[1] % 5]);
	int64_t now = INT64_C(1804060800) + bytes[1] / 5 * 86400;
	struct value_context context = { .words = shipped(),
		.language = languages[bytes[0] % 13],
		.second = languages[bytes[0] / 13 % 13],
		.today = now / 86400,
		.zone = zone,
		.now = now,
		.meeting = bytes[0] & 128 ? 0 : now + 100000,
		.minutes = 60 };
	int64_t at[] = { now + 90000, now + 180000, now + 200000,
		now + 900000 };
	struct question question = {
		.type = QUESTION_TIMES, .minutes = 60, .slots = { at, 4, 4 }
	};
	struct letter_time_list times = { 0 }, others = { 0 };
	POOL_AUTO pool = pool_new();
	enum confidence confidence;
	bool agrees;

	times_read(pool, text, &context, NULL, &times, &agrees);
	check_times(&times, &context);
	times_settle(text, COMMAND_NONE, &context, &times, agrees);
	times_read(pool, text, &context, &question.slots, &others, NULL);
	check_times(&others, &context);
	const char *value =
		slots_read(pool, &question, text, &context, &confidence);
	check_slots(value, confidence);
	return 0;
}
