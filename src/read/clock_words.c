/* Hours as people write them: "5pm", "17h30", "16.30", "half past four",
 * "halb fünf", "4 y media", "下午5点".
 *
 * Twelve-hour words are settled by what stands beside them, else by the day's
 * usual hours (7:00 to 19:30), else by the meeting's own hour; where that
 * leaves two readings, it is doubtful. */
#include <glib.h>
#include <string.h>

#include "time_words.h"

#define USUAL_FROM (7 * 60)
#define USUAL_TILL (19 * 60 + 30)
#define LONG       (6 * 60) /* hours that a meeting may take */
#define NEAR       (3 * 60)

/* An hour as it was said. */
struct hour {
	int minutes;
	int window;   /* it lies in; 0 unknown */
	bool literal; /* of 24: nothing to be guessed */
	bool marked;  /* it is an hour for sure */
	bool length;  /* "2 heures": or how long it takes */
	size_t next;
};

/* ---- signs ------------------------------------------------------------------- */

static bool
adjacent(const struct reading *r, size_t i)
{
	return i && i < r->n && r->at[i].begin == r->at[i - 1].end;
}

/* Digits right behind the sign of the token before. */
static bool
joined(const struct reading *r, size_t i, char sign)
{
	return i && i < r->n && r->at[i].kind == TOKEN_DIGITS &&
		r->at[i - 1].sign == sign &&
		r->at[i].begin == r->at[i - 1].end + 1;
}

static bool
is_minutes(const struct reading *r, size_t i)
{
	return date_is_number(r, i, 0, 59) && r->at[i].digits == 2;
}

/* A word that may stand behind an hour; "h30" is no whole word to others. */
static bool
is_hour_word(const struct reading *r, size_t i)
{
	const struct sense *sense;

	if (time_is(r, i, TIME_HOUR))
		return true;
	if (i >= r->n || r->at[i].kind != TOKEN_WORD)
		return false;
	sense = context_sense(r->context, r->at[i].word, SENSE_TIME, NULL);
	return !strcmp(r->at[i].word, "h") ||
		(sense && sense->roles & TIME_HOUR &&
			!strcmp(sense->word, r->at[i].word));
}

/* Money, shares, houses and dates are no hours. */
static bool
is_other_number(const struct reading *r, size_t i)
{
	const struct token *t = &r->at[i];
	const char *before =
		t->begin ? g_utf8_prev_char(r->text + t->begin) : "";
	gunichar behind = g_utf8_get_char(r->text + t->end);

	if (*before &&
		(strchr("$#+/-.:", *before) || g_str_has_prefix(before, "€") ||
			g_str_has_prefix(before, "£")))
		return *before != '-' || !i ||
			r->at[i - 1].kind != TOKEN_DIGITS;
	return behind == '%' || behind == '$' || behind == 0x20ac ||
		behind == 0xb0 || behind == '/' || behind == '+';
}

/* "3rd", "3. März", "5 May". */
static bool
is_day_number(const struct reading *r, size_t i)
{
	return (adjacent(r, i + 1) &&
		       date_is_word(r, i + 1, " st nd rd th er ")) ||
		date_is_sense(r, i + 1, SENSE_MONTH) ||
		date_is_word(r, i + 1, " 月 日 号 號 年 ");
}

/* ---- one hour ------------------------------------------------------------------ */

/* "16.30" may be a date, and "1.5" is a number. */
static bool
dotted_is_hour(const struct reading *r, size_t i, bool at)
{
	if (!is_minutes(r, i + 1) || r->at[i + 1].sign == '.')
		return false;
	return at || is_hour_word(r, i + 2) || time_is(r, i + 2, TIME_HALF) ||
		r->at[i + 1].n > 12 || !r->at[i + 1].n;
}

/* "17:30", "17.30", "17h30", "1730 hrs". */
static bool
digits_hour(const struct reading *r, size_t i, bool at, struct hour *h)
{
	const struct token *t = &r->at[i];
	bool zero = r->text[t->begin] == '0' && t->digits == 2;

	if (t->digits == 4 && (at || is_hour_word(r, i + 1)) &&
		t->n % 100 < 60 && t->n / 100 < 24) {
		h->minutes = t->n / 100 * 60 + t->n % 100;
		h->marked = h->literal = true;
		h->next = i + 1;
		return true;
	}
	if (t->digits > 2 || t->n > 24 || is_other_number(r, i))
		return false;
	h->minutes = t->n * 60;
	h->literal = t->n > 12 || !t->n || zero;
	h->next = i + 1;
	if (joined(r, i + 1, ':') ||
		(joined(r, i + 1, '.') && dotted_is_hour(r, i, at))) {
		if (!is_minutes(r, i + 1))
			return false;
		h->minutes += r->at[i + 1].n;
		h->marked = true;
		h->next = i + 2 + joined(r, i + 2, ':');
		return true;
	}
	return !joined(r, i + 1, '.') && !joined(r, i + 1, ',') &&
		!is_day_number(r, i);
}

/* A number, in digits or words, or an hour's own word. */
static bool
base_hour(const struct reading *r, size_t i, bool at, struct hour *h)
{
	int n;

	if (i >= r->n)
		return false;
	if (r->at[i].kind == TOKEN_DIGITS)
		return digits_hour(r, i, at, h);
	if (time_is(r, i, TIME_NAME | TIME_CLOCK)) {
		h->minutes = r->at[i].n;
		h->marked = h->literal = time_is(r, i, TIME_CLOCK);
		h->literal |= h->minutes > DAY_MINUTES / 2;
		h->next = i + 1;
		return true;
	}
	if (!time_number(r, i, &n, &h->next) || n < 1 || n > 24)
		return false;
	h->minutes = n * 60;
	h->literal = n > 12;
	return true;
}

/* "o'clock", "y media", "30" behind "17 Uhr", "in the afternoon". */
static void
behind_hour(const struct reading *r, struct hour *h)
{
	size_t i = h->next;

	if (is_hour_word(r, i)) {
		h->length = h->minutes <= LONG && h->minutes % 60 == 0 &&
			!h->marked;
		h->marked = true;
		i++;
		if (is_minutes(r, i) && h->minutes % 60 == 0 &&
			!joined(r, i + 1, '.') && !joined(r, i + 1, ':')) {
			h->minutes += r->at[i++].n;
			h->length = false;
			i += is_hour_word(r, i) ||
				date_is_word(r, i, " 分 min ");
		}
	}
	if (time_is(r, i, TIME_BEHIND)) {
		h->minutes += r->at[i++].n;
		h->marked = true;
		i += time_is(r, i, TIME_HOUR);
	}
	if (time_is(r, i, TIME_HALF | TIME_PART) && !time_gap_has(r, i, ",;")) {
		h->window = r->at[i++].n;
		h->marked = true;
		h->length = false;
	}
	h->next = i;
}

/* "half past", "ten past", "5 vor": minutes that an hour word takes. */
static bool
before_hour(const struct reading *r, size_t i, int *minutes, size_t *next)
{
	int n;
	size_t behind;

	if (time_is(r, i, TIME_BEFORE)) {
		*minutes = r->at[i].n;
		*next = i + 1;
		return true;
	}
	if (!time_number(r, i, &n, &behind) || n < 1 || n > 59 ||
		!time_is(r, behind, TIME_AFTER | TIME_EARLIER) ||
		time_is(r, behind, TIME_TO))
		return false; /* "15 do 17" is a stretch */
	*minutes = time_is(r, behind, TIME_AFTER) ? n : -n;
	*next = behind + 1;
	return true;
}

static bool
hour_at(const struct reading *r, size_t i, bool bare, struct hour *h)
{
	size_t next = i;
	int window = 0, more = 0;
	bool at = false;

	*h = (struct hour){ 0 };
	while (time_is(r, next, TIME_AT) && next < i + 3) {
		at = true;
		next++;
	}
	if (time_is(r, next, TIME_PART | TIME_HALF) &&
		!time_is(r, next, TIME_CLOCK)) {
		window = r->at[next++].n;
		while (time_is(r, next, TIME_AT) && !time_gap_has(r, next, ";"))
			next++;
		at = true;
	}
	bool offset = before_hour(r, next, &more, &next);
	if (!base_hour(r, next, at || offset, h))
		return false;
	h->minutes += more;
	h->marked |= offset || (window && h->next == next + 1);
	behind_hour(r, h);
	h->window = h->window ? h->window : window;
	if (h->minutes < 0 || h->minutes > DAY_MINUTES)
		return false;
	if (h->marked)
		return true;
	/* a number and a word that nobody knows: "at 5 people" */
	bool followed = h->next < r->n && r->at[h->next].kind == TOKEN_WORD &&
		!time_gap_has(r, h->next, ",.;:!?()\n");
	int number;
	size_t behind;
	bool two = time_number(r, h->next, &number, &behind) &&
		!time_gap_has(r, h->next, "-,;\n");
	return (at || bare) && !followed && !two;
}

/* ---- which half of the day ------------------------------------------------------ */

static bool
in_window(int minutes, int window)
{
	return minutes >= TIME_WINDOW_FROM(window) &&
		minutes < TIME_WINDOW_TILL(window);
}

static bool
is_usual(int minutes)
{
	return minutes >= USUAL_FROM && minutes <= USUAL_TILL;
}

static int
choose_half(const struct hour *h, const struct frame *frame, bool *doubt)
{
	int am = h->minutes % (DAY_MINUTES / 2), pm = am + DAY_MINUTES / 2;

	if (h->window && in_window(am, h->window) != in_window(pm, h->window))
		return in_window(am, h->window) ? am : pm;
	if (h->literal)
		return h->minutes;
	if (!frame->meeting_day)
		*doubt |= is_usual(am) && is_usual(pm);
	if (is_usual(am) && is_usual(pm))
		return ABS(am - frame->meeting_minutes) <=
				ABS(pm - frame->meeting_minutes)
			? am
			: pm;
	int usual = is_usual(am) ? am : pm, other = usual == am ? pm : am;
	/* "at 8" about a meeting at 19:00 */
	if (frame->meeting_day && ABS(other - frame->meeting_minutes) < NEAR &&
		ABS(usual - frame->meeting_minutes) >= NEAR)
		*doubt = true;
	return usual;
}

/* ---- stretches ------------------------------------------------------------------ */

static bool
is_dash(const struct reading *r, size_t i)
{
	return i < r->n && time_gap_has(r, i, "-");
}

/* "to", "-", and behind "between" also "and". */
static bool
goes_on(const struct reading *r, size_t i, bool from, size_t *next)
{
	*next = i;
	if (is_dash(r, i))
		return true;
	*next = i + 1;
	return time_is(r, i, TIME_TO) ||
		(from &&
			(time_is(r, i, TIME_AT | TIME_FILL) ||
				date_is_sense(r, i, SENSE_AND)));
}

static void
take_till(struct hour *first, const struct hour *second,
	const struct frame *frame, struct clock *clock)
{
	bool doubt = false;

	if (!first->window && second->window &&
		!in_window(first->minutes, second->window) &&
		first->minutes < DAY_MINUTES / 2 &&
		first->minutes % (DAY_MINUTES / 2) <
			second->minutes % (DAY_MINUTES / 2))
		first->window = second->window; /* "3-5pm" */
	clock->from = choose_half(first, frame, &doubt);
	clock->till = choose_half(second, frame, &doubt);
	if (clock->till <= clock->from && !second->literal && !second->window)
		clock->till =
			second->minutes % (DAY_MINUTES / 2) + DAY_MINUTES / 2;
	clock->doubt |= doubt || clock->till <= clock->from;
}

static bool
hours_at(const struct reading *r, size_t i, const struct frame *frame,
	bool bare, struct clock *clock)
{
	struct hour first, second;
	bool from = time_is(r, i, TIME_FROM);
	bool at = time_is(r, i, TIME_AT);
	bool after = time_is(r, i, TIME_AFTER) && !from && !at;
	bool before =
		time_is(r, i, TIME_EARLIER | TIME_TO) && !from && !after && !at;
	size_t next = i + (from || after || before);

	if (!hour_at(r, next, true, &first))
		return false;
	if (!after && !before && goes_on(r, first.next, from, &next) &&
		hour_at(r, next, true, &second) &&
		(from || bare || first.marked || second.marked || at)) {
		take_till(&first, &second, frame, clock);
		clock->next = second.next;
		return true;
	}
	if (!(bare || first.marked || from || after || before || at))
		return false;
	if (from && !first.marked && !bare)
		return false;
	clock->from = choose_half(&first, frame, &clock->doubt);
	if (after || from) {
		clock->till = DAY_MINUTES;
	} else if (before) {
		clock->till = clock->from;
		clock->from = MIN(USUAL_FROM, clock->from);
		clock->doubt = true; /* when, then? */
	}
	clock->open = after || before || from;
	clock->length = first.length && !at && !clock->open;
	clock->next = first.next;
	return true;
}

/* ---- all of it ------------------------------------------------------------------ */

/* "same time", "in the afternoon". */
static bool
part_at(const struct reading *r, size_t i, const struct frame *frame,
	struct clock *clock)
{
	while (time_is(r, i, TIME_AT) && !time_is(r, i, TIME_SAME | TIME_PART))
		i++;
	clock->next = i + 1;
	if (time_is(r, i, TIME_SAME) && frame->meeting_day) {
		clock->from = frame->meeting_minutes;
		clock->same = clock->hour = true;
		return true;
	}
	if (!time_is(r, i, TIME_PART))
		return false;
	clock->from = TIME_WINDOW_FROM(r->at[i].n);
	clock->till = TIME_WINDOW_TILL(r->at[i].n);
	clock->doubt = true; /* which hour of it? perhaps the same */
	if (frame->meeting_day && in_window(frame->meeting_minutes, r->at[i].n))
		clock->from = frame->meeting_minutes;
	return true;
}

bool
clock_at(const struct reading *r, size_t i, const struct frame *frame,
	bool bare, struct clock *clock)
{
	*clock = (struct clock){ .till = -1 };
	if (hours_at(r, i, frame, bare, clock)) {
		clock->hour = true;
		zone_at(r, clock->next, clock);
		return true;
	}
	*clock = (struct clock){ .till = -1 };
	return part_at(r, i, frame, clock);
}
