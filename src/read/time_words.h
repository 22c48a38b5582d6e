/* Between the files that read times: hours, days and zones in a text of
 * tokens, and the frame they are read in. */
#ifndef MENTORD_READ_TIME_WORDS_H
#define MENTORD_READ_TIME_WORDS_H

#include "date.h"

#define DAY_MINUTES (24 * 60)

/* What a time is held against. */
struct frame {
	const struct value_context *context;
	int64_t today;       /* of the writer; days since 1970 */
	int64_t meeting_day; /* likewise; 0: there is no meeting */
	int meeting_minutes; /* after midnight */
};

void frame_set(struct frame *frame, const struct value_context *context);

/* The instant of that minute of that day on the writer's clock. */
int64_t frame_instant(const struct frame *frame, int64_t day, int minutes);

/* ---- tokens --------------------------------------------------------------- */

/* Tokens with everything that may stand around a time. */
void time_tokens(struct reading *r, const char *folded,
	const struct value_context *context);

bool time_is(const struct reading *r, size_t i, unsigned roles);

/* Do digits or a word for a number stand there? *next is the token behind. */
bool time_number(const struct reading *r, size_t i, int *n, size_t *next);

/* The text between token i and the one before it. */
bool time_gap_has(const struct reading *r, size_t i, const char *signs);

/* ---- hours ------------------------------------------------------------------ */

/* A time of day, or a stretch of it, from token i on. */
struct clock {
	int from, till;    /* minutes after midnight; till -1: not said */
	bool open;         /* "after 4": a stretch that nobody ended */
	bool hour;         /* an hour was named, not a part of the day */
	bool doubt;        /* it can be read in two ways */
	bool same;         /* "same time" */
	bool length;       /* or it says how long, where no day stands before */
	bool zoned, known; /* a zone was named; one that we know */
	int offset;        /* of it, minutes east of Greenwich */
	const struct zone *region; /* whose clocks show it; NULL unknown */
	size_t next;               /* the token behind it */
};

/* bare: a number alone is an hour there. */
bool clock_at(const struct reading *r, size_t i, const struct frame *frame,
	bool bare, struct clock *clock);

/* ---- days ------------------------------------------------------------------- */

struct day {
	int64_t day;
	bool doubt;   /* two days can be meant */
	bool guessed; /* one is much more likely than another */
	bool gone;    /* it is of the past: "last Friday" */
	bool vague;   /* a week, no day of it */
	bool shift;   /* "a day later": minutes is set, not day */
	int minutes;
	size_t next;
};

bool day_at(const struct reading *r, size_t i, const struct frame *frame,
	struct day *day);

/* "an hour later": minutes from the meeting. */
bool shift_at(const struct reading *r, size_t i, int *minutes, size_t *from,
	size_t *next);

/* ---- sentences ------------------------------------------------------------------ */

#define ITEMS_MOST 24

enum item_kind {
	ITEM_DAY,
	ITEM_CLOCK,
	ITEM_SHIFT,
	ITEM_ANY /* "any time": of the day it stands beside */
};

struct item {
	enum item_kind kind;
	size_t from, next; /* tokens */
	int clause;
	bool out; /* denied, past, or to be replaced */
	struct day day;
	struct clock clock;
	int shift;
};

struct clause {
	bool denied, past;
	bool bare;  /* nothing but a denial: "no", "I can't" */
	bool doubt; /* such a one follows: "Friday at 3, no" */
	int strange;
};

struct sentence {
	struct reading r;
	const char *raw; /* as it was written */
	const struct frame *frame;
	bool used[TOKENS_MOST]; /* part of an item */
	int clause_of[TOKENS_MOST];
	struct clause clauses[TOKENS_MOST + 1];
	int n_clauses;
	bool proposes;
	struct item items[ITEMS_MOST];
	size_t n;
};

/* Its clauses and items, from its tokens, which are there. */
void sentence_items(struct sentence *s);

/* ---- zones ---------------------------------------------------------------------- */

/* A zone named at token i ("CET", "UTC+2"): true when there is one, *next
 * behind it; *known false when we cannot tell which it is. */
bool zone_at(const struct reading *r, size_t i, struct clock *clock);

#endif
