/* program/words -- room program: a language, as mentord needs to know it.
 *
 * Read from templates/<language>/words.conf: month and weekday names, how a
 * date is written, words for yes and no, numbers, commands, automatic-reply
 * subjects. A language is added by adding its folder.
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

struct language {
	const char *code;                  /* "en", "de" */
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
};
LIST_OF(language_list, struct language);

struct words {
	struct language_list languages;
};

/* Every <dir>/<language>/words.conf, first directory wins. */
const struct words *words_load(struct pool *pool, struct text_list dirs,
	struct mistake_list *mistakes);

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
