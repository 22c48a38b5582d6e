/* Zones that people name beside an hour: "CET", "UTC+2", "EST".
 *
 * Short names are known where all the world means the same by them. Some are
 * used for two places, and many write "CET" all year: whoever says what their
 * wall clock does not show is asked rather than believed. */
#include <glib.h>
#include <string.h>

#include "base/zone.h"
#include "read/times.h"
#include "time_words.h"

static const struct {
	const char *name;
	int offset;         /* minutes east of Greenwich */
	const char *region; /* whose clocks show it; NULL: several */
} zones[] = {
	{ "utc", 0, "UTC" },
	{ "gmt", 0, "Europe/London" },
	{ "z", 0, "UTC" },
	{ "wet", 0, "Europe/Lisbon" },
	{ "west", 60, "Europe/Lisbon" },
	{ "cet", 60, "Europe/Berlin" },
	{ "cest", 120, "Europe/Berlin" },
	{ "mez", 60, "Europe/Berlin" },
	{ "mesz", 120, "Europe/Berlin" },
	{ "eet", 120, "Europe/Kyiv" },
	{ "eest", 180, "Europe/Kyiv" },
	{ "trt", 180, "Europe/Istanbul" },
	{ "brt", -180, "America/Sao_Paulo" },
	{ "est", -300, "America/New_York" },
	{ "edt", -240, "America/New_York" },
	{ "cdt", -300, "America/Chicago" },
	{ "mdt", -360, "America/Denver" },
	{ "pst", -480, "America/Los_Angeles" },
	{ "pdt", -420, "America/Los_Angeles" },
	{ "jst", 540, "Asia/Tokyo" },
	{ "hkt", 480, "Asia/Hong_Kong" },
	{ "sgt", 480, "Asia/Singapore" },
	{ "awst", 480, "Australia/Perth" },
	{ "aest", 600, "Australia/Sydney" },
	{ "aedt", 660, "Australia/Sydney" },
	{ "nzst", 720, "Pacific/Auckland" },
	{ "nzdt", 780, "Pacific/Auckland" },
	/* of two places each, or of a clock that changes */
	{ "bst", 0, NULL },
	{ "ist", 0, NULL },
	{ "cst", 0, NULL },
	{ "mst", 0, NULL },
	{ "et", 0, NULL },
	{ "ct", 0, NULL },
	{ "mt", 0, NULL },
	{ "pt", 0, NULL },
	{ "msk", 180, "Europe/Moscow" },
};

/* The region's zone; they are looked up once, while there are files. */
static const struct zone *
region_zone(size_t i)
{
	static const struct zone *found[G_N_ELEMENTS(zones)];
	static bool opened;

	for (size_t k = 0; !opened && k < G_N_ELEMENTS(zones); k++)
		found[k] = zone_find(zones[k].region);
	opened = true;
	return found[i];
}

void
times_open(void)
{
	region_zone(0);
}

/* "+2", "+02:00", "-5" right behind "UTC". */
static bool
shifted(const struct reading *r, size_t i, struct clock *clock)
{
	const struct token *t = &r->at[i];
	char sign = i < r->n && i ? r->text[t->begin - 1] : ' ';

	if (i >= r->n || t->kind != TOKEN_DIGITS ||
		(sign != '+' && sign != '-'))
		return false;
	int minutes = t->digits > 2 ? t->n / 100 * 60 + t->n % 100 : t->n * 60;
	clock->next = i + 1;
	if (t->sign == ':' && date_is_number(r, i + 1, 0, 59) &&
		r->at[i + 1].begin == t->end + 1) {
		minutes += r->at[i + 1].n;
		clock->next = i + 2;
	}
	clock->offset = sign == '-' ? -minutes : minutes;
	clock->region = NULL;
	clock->known = minutes <= 14 * 60;
	return true;
}

/* The word as it may be written for a zone; NULL when the token is none. */
static bool
zone_name_at(const struct reading *r, size_t i, char *name, size_t size)
{
	if (i >= r->n || r->at[i].kind == TOKEN_DIGITS)
		return false;
	size_t len = r->at[i].end - r->at[i].begin;
	if (len >= size)
		return false;
	memcpy(name, r->text + r->at[i].begin, len);
	name[len] = '\0';
	return true;
}

bool
zone_at(const struct reading *r, size_t i, struct clock *clock)
{
	char name[8];

	/* "Berlin time": of a place that only they know */
	for (size_t k = i; k < i + 2 && k < r->n; k++)
		if (time_is(r, k, TIME_ZONE) &&
			!time_gap_has(r, k, ",.;!?\n")) {
			clock->zoned = true;
			clock->next = k + 1;
			return true;
		} else if (r->at[k].kind != TOKEN_WORD) {
			break;
		}
	if (!zone_name_at(r, i, name, sizeof name))
		return false;
	for (size_t k = 0; k < G_N_ELEMENTS(zones); k++) {
		if (strcmp(zones[k].name, name) != 0)
			continue;
		clock->zoned = true;
		clock->known = zones[k].region != NULL;
		clock->offset = zones[k].offset;
		clock->region = region_zone(k);
		clock->next = i + 1;
		if (!zones[k].offset && clock->known)
			shifted(r, i + 1, clock);
		return true;
	}
	return false;
}
