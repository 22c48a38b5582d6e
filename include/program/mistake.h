/* program/mistake -- room program: what is wrong in what people wrote.
 *
 * All of them are collected in one run and shown as
 *   file:line: key: value: why, and what to do
 */
#ifndef MENTORD_PROGRAM_MISTAKE_H
#define MENTORD_PROGRAM_MISTAKE_H

#include "base/pool.h"

struct mistake {
	const char *file;        /* as the user named it */
	int line;                /* 0: the file as a whole */
	const char *key, *value; /* NULL: does not apply */
	const char *why;
	bool warning; /* worth saying, not worth refusing */
};

struct mistake_list {
	struct pool *pool;
	struct mistake *at;
	size_t n, cap;
};

struct mistake_list *mistakes_new(void);
void mistakes_free(struct mistake_list *mistakes);

/* why is a sentence without a final dot: the fault and what to do. */
void mistake_add(struct mistake_list *mistakes, const char *file, int line,
	const char *key, const char *value, const char *fmt, ...) PRINTF(6, 7);
void mistake_warn(struct mistake_list *mistakes, const char *file, int line,
	const char *key, const char *value, const char *fmt, ...) PRINTF(6, 7);

/* How many are not warnings. */
size_t mistakes_count(const struct mistake_list *mistakes);

/* By file, in the order files came first, then by line; else as they came. */
void mistakes_sort(struct mistake_list *mistakes);

/* One line, without the line feed; controls in the value are escaped. */
char *mistake_print(struct pool *pool, const struct mistake *mistake);

#endif
