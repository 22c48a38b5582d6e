/* Times proposed in words: which sentences propose, which of the days and
 * hours in them belong together, and what instants they are.
 *
 * A sentence is cut into clauses at its signs and at "but". Days and hours
 * are found along its words; an hour goes with the day before it, or right
 * behind it, else it is one of the meeting's day. */
#include <glib.h>
#include <string.h>

#include "base/zone.h"
#include "read/times.h"
#include "time_words.h"

#define TEXT_MOST      6000 /* bytes of a letter in which times are looked for */
#define SENTENCE_MOST  900  /* bytes */
#define SENTENCES_MOST 60
#define FEW_STRANGE    3  /* words that nobody knows beside a proposal */
#define SOME_STRANGE   10 /* likewise; it is only likely then */
#define FARTHEST       (200 * INT64_C(86400)) /* a date just gone is farther */

/* What is gathered over a letter. */
struct gathering {
	struct pool *pool;
	struct frame frame;
	const struct slot_list *slots;
	struct letter_time_list *times;
	size_t before; /* so many were found before the last sentence */
	bool agrees;
};

/* ---- what they come to ------------------------------------------------------------------ */

static bool
is_offered(const struct gathering *g, int64_t from)
{
	for (size_t i = 0; g->slots && i < g->slots->n; i++)
		if (g->slots->at[i] == from)
			return true;
	return false;
}

static void
keep(struct gathering *g, struct letter_time time)
{
	int64_t now = g->frame.context->now,
		meeting = g->frame.context->meeting;
	int64_t end = time.till ? time.till : time.from;

	if (time.from == meeting && !time.whole_day && !time.till) {
		g->agrees |= time.confidence != CONFIDENCE_UNSURE;
		return;
	}
	if (end <= now || time.from > now + FARTHEST ||
		is_offered(g, time.from))
		return;
	for (size_t i = 0; i < g->times->n; i++)
		if (g->times->at[i].from == time.from &&
			g->times->at[i].till == time.till)
			return;
	if (g->times->n < TIMES_MOST)
		*LIST_ADD(g->pool, g->times) = time;
}

/* How far a clause of that many strange words is to be believed; false: it
 * proposes nothing. */
static bool
believed(const struct sentence *s, const struct item *item,
	enum confidence *confidence)
{
	const struct clause *clause = &s->clauses[item->clause];
	int strange = clause->strange;

	*confidence = clause->doubt ? CONFIDENCE_UNSURE : CONFIDENCE_SURE;
	if (!strange || (s->proposes && strange <= FEW_STRANGE))
		return true;
	*confidence = MAX(*confidence,
		strange <= SOME_STRANGE ? CONFIDENCE_LIKELY
					: CONFIDENCE_UNSURE);
	return s->proposes;
}

/* A zone that was named: the instant in it, and doubt where its clocks show
 * something else on that day, or where nobody knows it. */
static int64_t
in_zone(const struct clock *clock, int64_t day, int minutes, int64_t plain,
	bool *doubt)
{
	if (!clock->zoned)
		return plain;
	if (!clock->known) {
		*doubt = true;
		return plain;
	}
	int64_t utc = day * 86400 + (int64_t)(minutes - clock->offset) * 60;
	if (clock->region &&
		zone_offset(clock->region, utc) != clock->offset * 60)
		*doubt = true;
	return utc;
}

/* "Tue 10:00", beside a list that holds such a one: that is meant. */
static bool
names_slot(const struct gathering *g, const struct day *day,
	const struct clock *clock)
{
	for (size_t i = 0; i < g->slots->n; i++) {
		struct value_context at = *g->frame.context;
		struct frame slot;

		at.meeting = g->slots->at[i];
		frame_set(&slot, &at);
		if (slot.meeting_minutes == clock->from &&
			(slot.meeting_day - day->day) % 7 == 0)
			return true;
	}
	return !clock->hour;
}

static void
emit_clock(struct gathering *g, const struct sentence *s,
	const struct item *item, const struct day *day)
{
	const struct frame *frame = s->frame;
	const struct clock *clock = &item->clock;
	int64_t when = day ? day->day : frame->meeting_day;
	bool doubt = clock->doubt || (day && day->doubt);
	struct letter_time time = { 0 };
	enum confidence how;

	if (!when || !believed(s, item, &how) ||
		(g->slots && (!day || names_slot(g, day, clock))))
		return;
	time.from = in_zone(clock, when, clock->from,
		frame_instant(frame, when, clock->from), &doubt);
	if (clock->till >= 0)
		time.till = in_zone(clock, when, clock->till,
			frame_instant(frame, when, clock->till), &doubt);
	/* "same time next week": next to the meeting's own week, if it is
	 * that one */
	if (!clock->hour || clock->open || !day || day->guessed || day->vague)
		how = MAX(how, CONFIDENCE_LIKELY);
	time.confidence = doubt ? CONFIDENCE_UNSURE : how;
	keep(g, time);
}

/* A day of which no hour was said: the meeting's. */
static void
emit_day(struct gathering *g, const struct sentence *s, const struct item *item,
	int shift, bool whole)
{
	const struct frame *frame = s->frame;
	const struct day *day = &item->day;
	struct letter_time time = { .whole_day = whole };
	enum confidence how;

	if (g->slots || !believed(s, item, &how) ||
		(!frame->meeting_day && !whole))
		return;
	if (day->day == frame->meeting_day && !shift && !whole)
		return; /* the day it is on anyway */
	time.from = whole
		? frame_instant(frame, day->day, 0)
		: frame_instant(frame, day->day, frame->meeting_minutes) +
			(int64_t)shift * 60;
	if (whole)
		time.till = frame_instant(frame, day->day + 1, 0);
	how = shift ? how : MAX(how, CONFIDENCE_LIKELY);
	time.confidence = day->doubt || day->vague ? CONFIDENCE_UNSURE : how;
	keep(g, time);
}

/* From the meeting on; whole days keep the hour on the clock. */
static void
emit_shift(
	struct gathering *g, const struct sentence *s, const struct item *item)
{
	const struct frame *frame = s->frame;
	struct letter_time time = { 0 };
	int days = item->shift / DAY_MINUTES, rest = item->shift % DAY_MINUTES;

	if (g->slots || !frame->meeting_day ||
		!believed(s, item, &time.confidence))
		return;
	time.from = (days ? frame_instant(frame, frame->meeting_day + days,
				    frame->meeting_minutes)
			  : frame->context->meeting) +
		(int64_t)rest * 60;
	keep(g, time);
}

/* ---- which belong together ------------------------------------------------------------- */

/* Walking along the items: days that wait for their hour, the day that the
 * last hour had. */
struct pairing {
	const struct item *waiting[ITEMS_MOST];
	size_t n;
	const struct item *last;  /* the day of the hour before */
	const struct item *clock; /* an hour that has no day yet */
};

static void
flush_days(struct gathering *g, const struct sentence *s, struct pairing *p)
{
	for (size_t i = 0; i < p->n; i++)
		emit_day(g, s, p->waiting[i], 0, false);
	p->n = 0;
}

static void
flush_clock(struct gathering *g, const struct sentence *s, struct pairing *p)
{
	if (p->clock)
		emit_clock(g, s, p->clock, NULL);
	p->clock = NULL;
}

/* "or" between the two, or nothing but a comma. */
static bool
are_alternatives(
	const struct sentence *s, const struct item *a, const struct item *b)
{
	for (size_t i = a->next; i < b->from; i++)
		if (time_is(&s->r, i, TIME_OR) ||
			date_is_sense(&s->r, i, SENSE_AND))
			return true;
	return b->from == a->next;
}

static void
pair_clock(struct gathering *g, const struct sentence *s, struct pairing *p,
	const struct item *item, const struct item *before)
{
	if (p->n) { /* "Thursday or Friday at 5": both */
		for (size_t i = 0; i < p->n; i++)
			emit_clock(g, s, item, &p->waiting[i]->day);
		p->last = p->waiting[p->n - 1];
		p->n = 0;
	} else if (p->last && before && before->kind == ITEM_CLOCK &&
		are_alternatives(s, before, item)) {
		emit_clock(g, s, item, &p->last->day);
	} else {
		flush_clock(g, s, p);
		p->clock = item;
		p->last = NULL;
	}
}

static void
pair_day(struct gathering *g, const struct sentence *s, struct pairing *p,
	const struct item *item)
{
	size_t gap = p->clock ? item->from - p->clock->next : 0;

	if (p->clock && gap <= 1 && p->clock->clause == item->clause &&
		!(gap && time_is(&s->r, p->clock->next, TIME_OR))) {
		emit_clock(g, s, p->clock, &item->day); /* "at 5 on Friday" */
		p->last = item;
		p->clock = NULL;
		return;
	}
	flush_clock(g, s, p);
	p->waiting[p->n++] = item;
	p->last = NULL;
}

/* "Friday, an hour later", "an hour later on Friday"; else by itself. */
static void
pair_shift(struct gathering *g, const struct sentence *s, struct pairing *p,
	const struct item *item)
{
	if (!p->n) {
		emit_shift(g, s, item);
		return;
	}
	const struct item *day = p->waiting[--p->n];
	flush_days(g, s, p);
	emit_day(g, s, day, item->shift, false);
}

static void
pair_any(struct gathering *g, const struct sentence *s, struct pairing *p,
	size_t k)
{
	const struct item *next = k + 1 < s->n ? &s->items[k + 1] : NULL;

	if (p->n)
		emit_day(g, s, p->waiting[--p->n], 0, true);
	else if (next && next->kind == ITEM_DAY && !next->out)
		emit_day(g, s, next, 0, true);
}

static void
pair_items(struct gathering *g, const struct sentence *s)
{
	struct pairing p = { .n = 0 };
	const struct item *before = NULL;

	for (size_t k = 0; k < s->n; k++) {
		const struct item *item = &s->items[k];

		if (item->out)
			continue;
		switch (item->kind) {
		case ITEM_CLOCK:
			pair_clock(g, s, &p, item, before);
			break;
		case ITEM_DAY:
			if (!before || before->kind != ITEM_ANY)
				pair_day(g, s, &p, item);
			break;
		case ITEM_SHIFT:
			pair_shift(g, s, &p, item);
			break;
		case ITEM_ANY:
			pair_any(g, s, &p, k);
			break;
		}
		before = item;
	}
	flush_clock(g, s, &p);
	flush_days(g, s, &p);
}

/* ---- sentences -------------------------------------------------------------------------- */

/* Where the sentence at p ends: a blank line, or a sign and a blank behind a
 * word that is no short form ("Do.", "kl."). */
static const char *
sentence_end(const char *p)
{
	size_t word = 0;

	for (; *p; p++) {
		if (p[0] == '\n' && p[1 + strspn(p + 1, " \t\r")] == '\n')
			return p;
		bool blank = !p[1] || strchr(" \n\t\r", p[1]);

		if (blank &&
			(*p == '?' || *p == '!' || (*p == '.' && word > 4)))
			return p + 1;
		if (g_str_has_prefix(p, "。") || g_str_has_prefix(p, "？") ||
			g_str_has_prefix(p, "！"))
			return p + strlen("。");
		word = *p == '.' || strchr(" \n\t\r,;:", *p) ||
				g_ascii_isdigit(*p)
			? 0
			: word + 1;
	}
	return p;
}

/* Lines that a client wrapped are one; short ones are clauses of their own. */
static char *
sentence_text(const char *from, const char *end)
{
	char *text = g_strndup(from, MIN((size_t)(end - from), SENTENCE_MOST));
	const char *valid;
	char *line = text;

	if (!g_utf8_validate(text, -1, &valid))
		text[valid - text] = '\0';
	for (char *feed; (feed = strchr(line, '\n')); line = feed + 1)
		*feed = feed - line > 55 ? ' ' : '\n';
	return text;
}

/* "Friday at 3? No, wait." */
static void
take_back(struct gathering *g)
{
	for (size_t i = g->before; i < g->times->n; i++)
		g->times->at[i].confidence = CONFIDENCE_UNSURE;
	g->agrees = false;
}

static void
read_sentence(struct gathering *g, const char *text)
{
	size_t n = g->times->n;
	g_autofree char *folded = words_fold(text);
	struct sentence *s = g_new0(struct sentence, 1);

	s->frame = &g->frame;
	s->raw = text;
	time_tokens(&s->r, folded, g->frame.context);
	if (s->r.n) {
		sentence_items(s);
		if (s->clauses[0].bare && !s->n)
			take_back(g);
		pair_items(g, s);
	}
	g->before = n;
	g_free(s);
}

void
times_read(struct pool *pool, const char *text,
	const struct value_context *context, const struct slot_list *slots,
	struct letter_time_list *times, bool *agrees)
{
	struct gathering g = { .pool = pool, .slots = slots, .times = times };
	const char *most = text + MIN(strlen(text), TEXT_MOST);

	frame_set(&g.frame, context);
	for (int n = 0; text < most && n < SENTENCES_MOST; n++) {
		text += strspn(text, " \t\r\n");
		const char *end = sentence_end(text);
		g_autofree char *sentence = sentence_text(text, end);

		read_sentence(&g, sentence);
		text = end;
	}
	if (agrees)
		*agrees = g.agrees && !times->n;
}

/* ---- and the command --------------------------------------------------------------------- */

enum command
times_settle(const char *text, enum command command,
	const struct value_context *context, struct letter_time_list *times,
	bool agrees)
{
	size_t line = strcspn(text, "\n");
	g_autofree char *first = g_strndup(text, line);
	enum confidence confidence;
	const char *said = value_yesno(first, context, &confidence);

	if (confidence == CONFIDENCE_UNSURE)
		said = NULL;
	switch (command) {
	case COMMAND_YES:
	case COMMAND_SKIP:
	case COMMAND_RESCHEDULE:
		return times->n ? COMMAND_NONE : command;
	case COMMAND_NONE:
		if (agrees && said && !strcmp(said, "yes"))
			return COMMAND_YES;
		/* "no problem, Friday at 3 works" is none */
		if (times->n && said && !strcmp(said, "no") &&
			confidence == CONFIDENCE_SURE)
			return COMMAND_NO;
		return command;
	case COMMAND_NO:
		return command;
	case COMMAND_HELP:
	case COMMAND_STOP:
	case COMMAND_PAUSE:
	case COMMAND_RESUME:
	case COMMAND_LEAVE:
	case COMMAND_REMATCH:
	case COMMAND_EXPORT:
	case COMMAND_FORGET:
	case COMMAND_APPROVE:
		break;
	}
	times->n = 0;
	return command;
}
