/* Between the files that read values: how a text is prepared and walked. */
#ifndef MENTORD_READ_VALUE_H
#define MENTORD_READ_VALUE_H

#include "read/answer.h"

#define RAW_MOST 400 /* bytes of an answer that are looked at */

/* The start of raw, folded; g_free() it. */
char *value_fold(const char *raw);

/* Folded text without the signs that lead to it; marks and pictures stay. */
const char *value_skip(const char *low);

/* The start of the next word behind p, or the end. */
const char *value_next_word(const char *p);

/* A box and nothing else: 1 ticked, -1 not; 0 when text is no box. */
int box_alone(const char *text);

const char *value_number(struct pool *pool, const struct question *question,
	const char *raw, const struct value_context *context,
	enum confidence *confidence);

#endif
