/* Which of the offered times suit: "1, 3", "any but Friday", "1 works, 2
 * doesn't", "mornings", a yes below each of them.
 *
 * Along the words, what names slots waits for what is said of it: that it
 * suits, or that it does not. What is said of nothing suits; "not" with nothing
 * before it in its clause is about what follows. */
#include <glib.h>
#include <string.h>

#include "base/zone.h"
#include "read/times.h"
#include "time_words.h"
#include "value.h"

#define MOST     POLL_SLOTS
#define RAW_LONG 2000 /* bytes of an answer that are looked at */
#define STRANGE  6    /* words that nobody knows beside numbers */
#define LOOKS    60   /* lines that may be a word on the slot above */

typedef unsigned slot_set; /* bit k: slot k + 1 */

struct choice {
	const struct question *question;
	const struct value_context *context;
	struct frame frame;
	struct reading r;
	slot_set all, yes, no, likely;
	slot_set waiting; /* named, nothing said of them yet */
	slot_set clause;  /* those of this clause */
	slot_set said;    /* of this clause, that they suit */
	bool against;     /* "not": what follows does not suit */
	bool for_those;   /* "none but": what follows does */
	bool any, none;   /* "all", "none" */
	bool agreed;      /* "yes", said of nothing */
	bool doubt, elsewhere;
	bool evident; /* words that choose, not numbers alone */
	int strange;
};

/* ---- what names a slot ---------------------------------------------------------- */

static struct civil
slot_civil(const struct choice *c, size_t k)
{
	int64_t at = c->question->slots.at[k];

	if (c->context->zone)
		return civil_of(c->context->zone, at);
	struct civil civil = civil_from_days(at / 86400);
	civil.hour = (int)(at % 86400 / 3600);
	civil.minute = (int)(at % 3600 / 60);
	return civil;
}

static size_t
slot_count(const struct choice *c)
{
	return MIN(c->question->slots.n, (size_t)MOST);
}

static slot_set
slot_bit(const struct choice *c, int number)
{
	return number >= 1 && (size_t)number <= slot_count(c)
		? 1u << (number - 1)
		: 0;
}

/* Those on that day, or of that weekday where only that was said. */
static slot_set
slots_on(const struct choice *c, const struct day *day, size_t i)
{
	slot_set set = 0;
	int weekday = -1;

	for (size_t k = i; k < day->next; k++)
		if (date_is_sense(&c->r, k, SENSE_WEEKDAY))
			weekday = c->r.at[k].n - 1;
		else if (c->r.at[k].kind == TOKEN_DIGITS ||
			date_is_sense(&c->r, k, SENSE_MONTH))
			weekday = -2 - weekday; /* a date beside it */
	for (size_t k = 0; k < slot_count(c); k++) {
		struct civil civil = slot_civil(c, k);
		int64_t at = civil_days(civil.year, civil.month, civil.day);

		if (weekday >= 0 ? civil.weekday == weekday : at == day->day)
			set |= 1u << k;
	}
	return set;
}

static slot_set
slots_at(const struct choice *c, const struct clock *clock)
{
	slot_set set = 0, half = 0;

	for (size_t k = 0; k < slot_count(c); k++) {
		struct civil civil = slot_civil(c, k);
		int at = civil.hour * 60 + civil.minute;
		bool fits = clock->till < 0 ? at == clock->from
					    : at >= clock->from &&
				(at < clock->till || at == clock->from);

		/* "10:00 to 11:00" names the slot itself */
		if (fits)
			set |= 1u << k;
		else if (clock->till < 0 && clock->hour &&
			ABS(at - clock->from) == DAY_MINUTES / 2)
			half |= 1u << k;
	}
	return set ? set : half;
}

/* A number that is no hour and no date. */
static bool
is_place(const struct choice *c, size_t i)
{
	const struct token *t = &c->r.at[i];

	return t->kind == TOKEN_DIGITS && t->digits == 1 && t->n >= 1 &&
		!(t->sign != ' ' && i + 1 < c->r.n && strchr(".:/", t->sign) &&
			c->r.at[i + 1].kind == TOKEN_DIGITS &&
			c->r.at[i + 1].begin == t->end + 1) &&
		!time_is(&c->r, i + 1, TIME_HOUR | TIME_HALF) &&
		!date_is_sense(&c->r, i + 1, SENSE_MONTH);
}

/* "1", "1-3", "the first", "one". */
static bool
places_at(struct choice *c, size_t i, slot_set *set, size_t *next)
{
	int n = c->r.at[i].n, till;

	*next = i + 1;
	if (time_is(&c->r, i, TIME_PLACE)) {
		n = n < 0 ? (int)slot_count(c) + 1 + n : n;
		c->evident = true;
	} else if (is_place(c, i)) {
		*next += date_is_word(&c->r, i + 1, " st nd rd th ");
	} else if (c->r.at[i].kind == TOKEN_DIGITS ||
		!time_number(&c->r, i, &n, next) || n < 1 ||
		(size_t)n > slot_count(c)) {
		return false;
	}
	*set = slot_bit(c, n);
	bool to = time_is(&c->r, *next, TIME_TO);
	if ((to || time_gap_has(&c->r, *next, "-")) && *next + to < c->r.n &&
		is_place(c, *next + to) && c->r.at[*next + to].n > n) {
		till = c->r.at[*next + to].n;
		for (; n <= till; n++)
			*set |= slot_bit(c, n);
		*next += 1 + to;
	}
	c->doubt |= !*set; /* there is no such slot */
	return true;
}

/* A day, an hour, or both; *found false where no slot is then. */
static bool
moment_at(struct choice *c, size_t i, slot_set *set, size_t *next)
{
	struct clock clock;
	struct day day;
	bool dated = false, timed = false;

	*set = c->all;
	*next = i;
	if (clock_at(&c->r, i, &c->frame, false, &clock)) {
		timed = true;
		*set &= slots_at(c, &clock);
		*next = clock.next;
	}
	if (*next < c->r.n && !time_gap_has(&c->r, *next, ";\n") &&
		day_at(&c->r, *next, &c->frame, &day) && !day.vague) {
		dated = true;
		*set &= slots_on(c, &day, *next);
		*next = day.next;
	}
	if (dated && !timed && *next < c->r.n &&
		clock_at(
			&c->r, *next, &c->frame, !is_place(c, *next), &clock)) {
		*set &= slots_at(c, &clock);
		*next = clock.next;
	}
	return dated || timed;
}

/* ---- what is said of them ---------------------------------------------------------- */

static void
settle(struct choice *c, bool suits)
{
	*(suits ? &c->yes : &c->no) |= c->waiting;
	c->waiting = c->clause = 0;
}

static void
name_slots(struct choice *c, slot_set set)
{
	if (c->against)
		c->no |= set;
	else if (c->for_those)
		c->yes |= set;
	else
		c->waiting |= set;
	c->clause |= c->against ? 0 : set;
	c->said = 0;
}

static void
say_no(struct choice *c, const struct token *t)
{
	if (c->clause) {
		/* "1, 3 and 4 don't work": and 1? */
		c->doubt |= c->waiting != c->clause;
		settle(c, false);
		return;
	}
	if (c->said) { /* "Freitag passt nicht" */
		c->yes &= ~c->said;
		c->no |= c->said;
		c->said = 0;
		return;
	}
	settle(c, true);
	c->against = true;
	c->none |= t->sense == SENSE_NO || t->sense == SENSE_NOT;
}

static void
say_yes(struct choice *c)
{
	c->evident = true;
	c->said = c->clause;
	if (c->waiting)
		settle(c, true);
	else
		c->agreed = true;
}

static void
say_except(struct choice *c)
{
	c->evident = true;
	if (c->clause && !c->any) { /* "cuma hariç": it stands behind */
		c->no |= c->clause;
		c->waiting &= ~c->clause;
		c->clause = 0;
	} else if (c->any || !(c->none || c->against)) {
		c->any = true;
		settle(c, true);
		c->against = true;
	} else {
		c->against = false;
		c->for_those = true;
	}
}

static bool
is_except(const struct choice *c, size_t i)
{
	return time_is(&c->r, i, TIME_EXCEPT) ||
		(time_is(&c->r, i, TIME_BUT) && (c->any || c->none) &&
			!time_gap_has(&c->r, i, ",;.!\n"));
}

/* A word that says something; false: none that we know. */
static bool
say_word(struct choice *c, size_t i)
{
	const struct token *t = &c->r.at[i];

	if (is_except(c, i)) {
		say_except(c);
		return true;
	}
	if (t->kind != TOKEN_SENSE)
		return false;
	if (t->sense == SENSE_NO || t->sense == SENSE_NOT ||
		time_is(&c->r, i, TIME_CANNOT)) {
		c->evident = true;
		say_no(c, t);
	} else if (t->sense == SENSE_ALL || time_is(&c->r, i, TIME_ANY)) {
		c->any = !c->against;
		c->waiting |= c->against ? 0 : c->all;
		c->clause |= c->waiting;
		c->evident = true;
	} else if (t->sense == SENSE_YES || time_is(&c->r, i, TIME_FITS)) {
		say_yes(c);
	} else if (t->sense == SENSE_UNSURE) {
		c->likely |= c->all;
	} else if (time_is(&c->r, i, TIME_PROPOSE)) {
		c->evident = true;
	}
	return true;
}

/* A sign or a word between this token and the one before ends a clause. */
static void
end_clause(struct choice *c, size_t i)
{
	bool sentence = i && time_gap_has(&c->r, i, "!?;\n");

	if (i && time_gap_has(&c->r, i, ".") &&
		c->r.at[i - 1].kind != TOKEN_DIGITS)
		sentence = true;
	if (sentence) {
		settle(c, true);
		c->against = c->for_those = false;
	}
	bool but = time_is(&c->r, i, TIME_BUT) && !is_except(c, i);
	if (sentence || but || (i && time_gap_has(&c->r, i, ","))) {
		c->clause = c->said = 0;
		/* "all but 2, 3": a list goes on */
		if (!(c->any && c->against) && !c->for_those)
			c->against = false;
	}
}

static void
walk(struct choice *c)
{
	for (size_t i = 0; i < c->r.n;) {
		slot_set set;
		size_t next = i + 1;

		end_clause(c, i);
		if (places_at(c, i, &set, &next)) {
			slot_set same;
			size_t behind;

			/* "1. Thursday, 10:00": one thing, said twice */
			if (strchr(".:", c->r.at[next - 1].sign) &&
				next < c->r.n &&
				moment_at(c, next, &same, &behind)) {
				c->doubt |= !(same & set);
				next = behind;
			}
			name_slots(c, set);
		} else if (moment_at(c, i, &set, &next)) {
			c->evident = true;
			c->elsewhere |= !set;
			name_slots(c, set);
		} else if (!say_word(c, i) && c->r.at[i].kind == TOKEN_WORD) {
			c->strange++;
			next = i + 1;
		} else {
			next = i + 1;
		}
		i = next > i ? next : i + 1;
	}
	settle(c, true);
}

/* ---- all of it ------------------------------------------------------------------------ */

static void
choice_init(struct choice *c, const struct question *question,
	const struct value_context *context)
{
	*c = (struct choice){ .question = question, .context = context };
	frame_set(&c->frame, context);
	c->all = (1u << slot_count(c)) - 1;
}

static void
choice_read(struct choice *c, const char *text)
{
	size_t len = strlen(text);
	const char *end = len > RAW_LONG
		? g_utf8_find_prev_char(text, text + RAW_LONG)
		: text + len;
	g_autofree char *start = g_strndup(text, (gsize)(end - text));
	g_autofree char *folded = words_fold(start);

	time_tokens(&c->r, folded, c->context);
	walk(c);
	c->r.text = "";
}

static const char *
choice_text(struct pool *pool, slot_set set)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (int k = 0; k < MOST; k++)
		if (set >> k & 1)
			g_string_append_printf(
				out, "%s%d", out->len ? " " : "", k + 1);
	return pool_strdup(pool, out->str);
}

static const char *
choice_result(
	struct pool *pool, const struct choice *c, enum confidence *confidence)
{
	slot_set set = c->any ? c->all & ~c->no : c->yes & ~c->no;
	bool named = c->yes || c->no || c->any;

	*confidence = CONFIDENCE_UNSURE;
	if (c->doubt || (!c->any && c->yes & c->no))
		return NULL;
	*confidence = c->likely || c->strange || c->elsewhere
		? CONFIDENCE_LIKELY
		: CONFIDENCE_SURE;
	if (c->strange > STRANGE && !c->evident)
		named = false;
	if (!c->any && !c->yes && c->no && c->no != c->all) {
		*confidence = CONFIDENCE_LIKELY; /* "not Friday" */
		set = c->all & ~c->no;
	}
	if (named || c->none || c->elsewhere)
		return choice_text(pool, named ? set : 0);
	if (c->agreed && slot_count(c) == 1)
		return choice_text(pool, c->all);
	*confidence = CONFIDENCE_UNSURE;
	return NULL;
}

const char *
slots_read(struct pool *pool, const struct question *question, const char *raw,
	const struct value_context *context, enum confidence *confidence)
{
	g_autofree char *ticked = ticked_words(raw);
	struct choice *c = g_new0(struct choice, 1);

	choice_init(c, question, context);
	choice_read(c, ticked ? ticked : raw);
	const char *value = choice_result(pool, c, confidence);
	g_free(c);
	return value;
}

/* ---- between the lines of the mail ------------------------------------------------ */

/* What was typed behind a slot's own line, if it is a word on it and names no
 * other: 1 it suits, -1 it does not, 0 neither, 2 perhaps. */
static int
vote_of(const struct choice *about, const char *line)
{
	struct choice *c = g_new0(struct choice, 1);
	int vote = 0, box = box_alone(line);

	choice_init(c, about->question, about->context);
	choice_read(c, line);
	bool names = c->yes || c->no || c->elsewhere || c->any;
	if (box)
		vote = box;
	else if (names || c->strange > STRANGE)
		vote = 0;
	else if (c->none || c->against)
		vote = -1;
	else if (c->likely)
		vote = 2;
	else if (c->agreed)
		vote = 1;
	g_free(c);
	return vote;
}

/* One vote below the last line alone is a text below them all. */
static bool
are_inline(const int *votes, size_t n)
{
	size_t count = 0;

	for (size_t k = 0; k < n; k++)
		count += votes[k] != 0;
	return count && (count > 1 || !votes[n - 1] || n == 1);
}

static void
take_votes(struct choice *c, const int *votes)
{
	for (size_t k = 0; k < slot_count(c); k++) {
		if (votes[k] > 0)
			c->yes |= 1u << k;
		if (votes[k] < 0)
			c->no |= 1u << k;
		if (votes[k] == 2)
			c->likely |= 1u << k;
	}
	/* those that got no word are no part of the answer */
	if (!c->yes && c->no)
		c->none = true;
	c->evident = true;
}

/* The text outside of such lines in `text`; which got a word in votes. */
static void
collect_votes(const struct choice *c, const struct cut *cut, int *votes,
	GString *text)
{
	size_t at = 0;
	int looks = 0;

	for (size_t i = 0; i < cut->lines.n; i++) {
		const struct cut_line *line = &cut->lines.at[i];

		if (line->reason == LINE_QUOTE && line->question)
			at = line->question > 0 ? (size_t)line->question : 0;
		if (line->reason != LINE_KEPT)
			continue;
		int vote = 0;
		if (at && at <= slot_count(c) && looks++ < LOOKS)
			vote = vote_of(c, line->text);
		if (vote)
			votes[at - 1] = vote;
		else
			g_string_append_printf(text, "%s\n", line->text);
	}
}

static void
all_text(const struct cut *cut, GString *text)
{
	g_string_truncate(text, 0);
	for (size_t i = 0; i < cut->lines.n; i++)
		if (cut->lines.at[i].reason == LINE_KEPT)
			g_string_append_printf(
				text, "%s\n", cut->lines.at[i].text);
}

/* The typed answers of the lines and of the text around them as one. */
static const char *
answer_of(struct pool *pool, struct choice *c, const int *votes,
	const GString *text, enum confidence *confidence)
{
	bool spoken = are_inline(votes, slot_count(c));

	if (!spoken)
		return slots_read(
			pool, c->question, text->str, c->context, confidence);
	take_votes(c, votes);
	const char *value = choice_result(pool, c, confidence);
	if (c->none && !c->yes)
		value = pool_strdup(pool, "");
	return value;
}

void
slots_answer(struct pool *pool, const struct cut *cut,
	const struct question *question, const struct value_context *context,
	struct letter_answer_list *answers)
{
	g_autoptr(GString) text = g_string_new(NULL);
	struct choice *c = g_new0(struct choice, 1);
	int votes[MOST] = { 0 };
	enum confidence confidence;

	choice_init(c, question, context);
	collect_votes(c, cut, votes, text);
	if (!are_inline(votes, slot_count(c)))
		all_text(cut, text);
	const char *value = answer_of(pool, c, votes, text, &confidence);
	all_text(cut, text);
	g_strstrip(text->str);
	g_free(c);
	if (!*text->str)
		return;
	*LIST_ADD(pool, answers) = (struct letter_answer){ .number = 1,
		.raw = pool_strdup(pool, text->str),
		.value = value,
		.confidence = confidence };
}
