/* program/words -- room program: a language, as mentord needs to know it.
 *
 * Read from templates/<language>/words.conf: month and weekday names, how a
 * date is written, words for yes and no, numbers, commands, automatic-reply
 * subjects. A language is added by adding its folder. What people write back is
 * looked up among its senses: every list of the file, folded and sorted, each
 * phrase with what it means.
 */
#ifndef MENTORD_PROGRAM_WORDS_H
#define MENTORD_PROGRAM_WORDS_H

#include "base/pool.h"
#include "base/zone.h"
#include "noun/letter.h"
#include "program/mistake.h"

struct command_words {
	enum command command;
	struct text_list words; /* lower case: "leave", "i want to leave" */
};
LIST_OF(command_words_list, struct command_words);

/* Why a match fits, said to a person; {who} {whom} {what} {about} stand for
 * what it is. English where words.conf leaves one out. */
enum phrase {
	PHRASE_HELPS,     /* {who} can help {whom} with {what} */
	PHRASE_YOU_HELP,  /* the reader can help {whom} */
	PHRASE_HELPS_YOU, /* {who} can help the reader */
	PHRASE_SHARED,    /* {who} have {what} in common */
	PHRASE_SAME,
	PHRASE_DIFFERENT,
	PHRASE_NEAR,
	PHRASE_FAR,
	PHRASE_NAMED,        /* {who} asked for {whom} */
	PHRASE_YOU_NAMED,    /* the reader did */
	PHRASE_NAMED_YOU,    /* {who} asked for the reader */
	PHRASE_FIRST,        /* {what}, which was wished for most */
	PHRASE_RELIABLE,     /* {who} did what was asked of them: {what} */
	PHRASE_OVERLAP,      /* {who} have {what} a week in common */
	PHRASE_OVERLAP_EACH, /* any two of them at least {what} */
	PHRASE_HOUR,
	PHRASE_HOURS,
	PHRASE_MINUTES,
	PHRASE_YOU, /* {who}: the reader and the partner, ... */
	PHRASE_YOU_ALL,
	PHRASE_BOTH,
	PHRASE_ALL,
	PHRASE_AND,
	PHRASE_COUNT
};

/* What a coordinator says to a draft about two people: whole clauses, in which
 * {a} and {b} stand for them. */
struct pair_words {
	struct text_list apart, together, either;
	struct text_list besides; /* what may stand around: "please", "but" */
};

/* What a word or phrase means in a language when somebody writes it. */
enum sense_kind {
	SENSE_YES = 1 << 0,
	SENSE_NO = 1 << 1,
	SENSE_UNSURE = 1 << 2,  /* "maybe", "yes and no" */
	SENSE_NOT = 1 << 3,     /* turns what stands around it */
	SENSE_NUMBER = 1 << 4,  /* n: how many */
	SENSE_MONTH = 1 << 5,   /* n: 1 to 12 */
	SENSE_WEEKDAY = 1 << 6, /* n: 1 Monday to 7 */
	SENSE_DAY = 1 << 7,     /* n: days from today, "tomorrow" 1 */
	SENSE_NEXT = 1 << 8, /* before a weekday: of this week or the next? */
	SENSE_LAST = 1 << 9, /* before a weekday: the one that is gone */
	SENSE_END = 1 << 10, /* before a month: its last day */
	SENSE_UNTIL = 1 << 11,
	SENSE_OF = 1 << 12,      /* "4 of 5" */
	SENSE_AND = 1 << 13,     /* between the items of a list */
	SENSE_ALL = 1 << 14,     /* every item of a list */
	SENSE_POLITE = 1 << 15,  /* may stand around anything: "please" */
	SENSE_LABEL = 1 << 16,   /* before a number: "question", "answer" */
	SENSE_COMMAND = 1 << 17, /* n: enum command */
	SENSE_TIME = 1 << 18,    /* roles: what it does beside a time */
};

/* What a phrase of the group `times` does; a phrase may stand in several of
 * its lists. Of those with a number one phrase has but one. */
enum time_role {
	TIME_AT = 1 << 0,       /* before an hour: "at", "um", "kl." */
	TIME_ON = 1 << 1,       /* before a day: "on", "am", "le" */
	TIME_HOUR = 1 << 2,     /* behind an hour: "o'clock", "Uhr" */
	TIME_HALF = 1 << 3,     /* beside an hour alone: "am", "pm"; a window */
	TIME_PART = 1 << 4,     /* a part of the day; a window */
	TIME_CLOCK = 1 << 5,    /* "noon"; n: minutes after midnight */
	TIME_NAME = 1 << 6,     /* an hour's own word; n: likewise */
	TIME_BEFORE = 1 << 7,   /* before an hour: "half past", n: minutes */
	TIME_BEHIND = 1 << 8,   /* behind an hour: "y media", n: minutes */
	TIME_SHIFT = 1 << 9,    /* "an hour later"; n: minutes */
	TIME_SAME = 1 << 10,    /* "same time" */
	TIME_WEEK = 1 << 11,    /* "next week"; n: weeks from this one */
	TIME_THIS = 1 << 12,    /* before a weekday: the one that is next */
	TIME_FROM = 1 << 13,    /* before a stretch: "from", "between" */
	TIME_TO = 1 << 14,      /* inside a stretch: "to", "bis" */
	TIME_AFTER = 1 << 15,   /* "after", "past", "ab" */
	TIME_EARLIER = 1 << 16, /* "before", "vor" */
	TIME_OR = 1 << 17,      /* between alternatives */
	TIME_BUT = 1 << 18,     /* starts a clause of its own */
	TIME_EXCEPT = 1 << 19,  /* what follows does not suit */
	TIME_RATHER = 1 << 20,  /* what follows is to be replaced */
	TIME_PROPOSE = 1 << 21, /* somebody proposes: "could we", "instead" */
	TIME_FITS = 1 << 22,    /* it suits: "works", "passt" */
	TIME_CANNOT = 1 << 23,  /* it does not */
	TIME_PAST = 1 << 24,    /* tells what was: "was", "missed" */
	TIME_ZONE = 1 << 25,    /* "Berlin time": of a place */
	TIME_PLACE = 1 << 26,   /* "the first"; n: which, -1 the last */
	TIME_OTHER = 1 << 27,   /* "another time" */
	TIME_ANY = 1 << 28,     /* "any time", "all day" */
	TIME_FILL = 1 << 29,    /* says nothing here: "the meeting" */
};

/* A window of the day as one number, minutes after midnight. */
#define TIME_WINDOW(from, till) ((from)*2000 + (till))
#define TIME_WINDOW_FROM(n)     ((n) / 2000)
#define TIME_WINDOW_TILL(n)     ((n) % 2000)

struct sense {
	const char *word; /* folded, see words_fold */
	unsigned kind;
	int n;
	unsigned roles; /* SENSE_TIME: enum time_role, or-ed */
};
LIST_OF(sense_list, struct sense);

/* "in {n} weeks": what stands before and behind the number, folded. */
struct span_words {
	const char *before, *behind;
	int days, months; /* one of them: for each */
};
LIST_OF(span_words_list, struct span_words);

/* "{n} hours later": likewise, with the minutes of each; minus: earlier. */
struct shift_words {
	const char *before, *behind;
	int minutes;
};
LIST_OF(shift_words_list, struct shift_words);

struct language {
	const char *code;                  /* "en", "de" */
	const char *name;                  /* "Polish"; NULL: the code */
	bool writes;                       /* there are templates for mails */
	struct text_list months, weekdays; /* 12 and 7, Monday first */
	struct text_list months_short, weekdays_short;
	const char *date_format; /* "{weekday}, {day} {month} {year}" */
	const char *time_format; /* "{hour}:{minute}" */
	struct text_list yes, no, numbers; /* numbers: zero to ten */
	struct text_list until; /* "until", "back on", before a date */
	struct command_words_list commands;
	struct text_list auto_subjects;    /* starts of automatic subjects */
	const char *phrases[PHRASE_COUNT]; /* NULL: words_phrase knows */
	struct pair_words pairs;           /* empty: none are known */
	const char *decimal;               /* "." or ","; NULL unknown */
	bool day_first;                    /* 3/4 is the third of April */
	struct sense_list senses;          /* all of it for reading, sorted */
	struct span_words_list spans;
	struct shift_words_list shifts;
};
LIST_OF(language_list, struct language);

struct words {
	struct language_list languages;
};

/* Every <dir>/<language>/words.conf, first directory wins. */
const struct words *words_load(struct pool *pool, struct text_list dirs,
	struct mistake_list *mistakes);

/* The same, but only languages that mails can be written in. */
const struct language *words_writing(
	const struct words *words, const char *code, const char *fallback);

/* Is the code that of German? Sentences of our own, which no template holds,
 * are written in it and in English, which is also for whoever has no code. */
bool language_is_german(const char *code);

/* Text as it is compared: in small letters, without accents and marks, wide
 * and circled digits as plain ones, any quotation sign as ' or ", any dash as
 * -, any blank but the line's end as a space. g_free() it. */
char *words_fold(const char *text);

/* Gathers the senses of a language from its lists; the loader has done that
 * for what it loads. "a|b" are two forms of one item, "twice=2" has its number
 * with it. */
void language_learn(struct pool *pool, struct language *language);
void language_add_senses(struct pool *pool, struct language *language,
	const struct text_list *list, unsigned kind);

/* A phrase with these roles, besides those it has; n counts unless it is 0.
 * Before the senses are sorted. */
void language_add_time(struct pool *pool, struct language *language,
	const char *word, unsigned roles, int n);

/* In order of words, so that they can be found; the last to be called. */
void language_sort_senses(struct language *language);

/* The longest of these kinds that folded text at `at`, the start of a word,
 * goes on with in whole words; NULL none. */
const struct sense *language_sense(
	const struct language *language, const char *at, unsigned kinds);

/* "de-CH" finds de-CH, then de, then the fallback, then en; never NULL. */
const struct language *words_language(
	const struct words *words, const char *code, const char *fallback);

/* The language of that code, or of its first part; NULL when there is none. */
const struct language *words_known(const struct words *words, const char *code);

/* That phrase in the language, its placeholders still in it; never NULL. */
const char *words_phrase(const struct language *language, enum phrase phrase);

/* "Thursday, 14 January 2027" and "17:00" as a reader of that language and
 * in that zone sees the instant. */
char *words_date(struct pool *pool, const struct language *language,
	const struct zone *zone, int64_t utc);
char *words_time(struct pool *pool, const struct language *language,
	const struct zone *zone, int64_t utc);

#endif
