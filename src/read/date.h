/* Between the files that read dates: a text as tokens, and the forms that
 * count from today. */
#ifndef MENTORD_READ_DATE_H
#define MENTORD_READ_DATE_H

#include "read/answer.h"

#define TOKENS_MOST 120
#define TOKEN_BYTES 24

enum token_kind {
	TOKEN_WORD,
	TOKEN_DIGITS,
	TOKEN_SENSE
};

struct token {
	enum token_kind kind;
	unsigned sense; /* TOKEN_SENSE: SENSE_MONTH, ... */
	unsigned roles; /* SENSE_TIME: enum time_role */
	int n, digits;
	char word[TOKEN_BYTES]; /* TOKEN_WORD, and of SENSE_TIME */
	char sign;              /* the ASCII sign right behind it, or ' ' */
	size_t begin, end;      /* in the folded text */
};

struct reading {
	const struct value_context *context;
	const char *text; /* folded */
	unsigned senses;  /* that become tokens; 0: DATE_SENSES */
	unsigned others;  /* and these, where they are longer */
	struct token at[TOKENS_MOST];
	size_t n;
};

/* A date that was found: from token, behind which token, how sure. */
struct found {
	int64_t days;
	size_t from, till;
	bool sure;
};

#define DATE_SENSES \
 (SENSE_MONTH | SENSE_WEEKDAY | SENSE_DAY | SENSE_NEXT | SENSE_LAST | SENSE_END)

void date_tokens(struct reading *reading);

bool date_is_sense(const struct reading *r, size_t i, unsigned kind);
bool date_is_number(const struct reading *r, size_t i, int from, int till);

/* Is token i one of the words, each with a blank around it? */
bool date_is_word(const struct reading *r, size_t i, const char *words);

/* A date that starts at token i, in any form but a weekday alone. */
bool date_at(const struct reading *r, size_t i, struct found *found);

/* Do these two, folded, stand right before and behind that part of the text?
 * Returns the end of them in it, 0 when not. */
size_t date_around(const char *text, size_t begin, size_t end,
	const char *before, const char *behind);

/* The day, where there is one of that name. */
bool date_day(int year, int month, int day, int64_t *days);

/* "tomorrow", "in two weeks"; "next Tuesday". */
bool date_tomorrow(const struct reading *r, size_t i, struct found *found);
bool date_span(const struct reading *r, size_t i, struct found *found);
bool date_weekday(const struct reading *r, size_t i, struct found *found);

#endif
