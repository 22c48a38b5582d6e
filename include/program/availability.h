/* program/availability -- room program: "Mon 09:00-12:00, Tue-Thu 14-17".
 *
 * Parts are separated by "," ";" or line breaks. A part is days and a span;
 * a part without days keeps those of the part before. Days are names, full
 * or short, of any language the program knows, alone or from-to ("Tue-Thu",
 * "Fr-Mo"); a span is "HH:MM-HH:MM" or "HH-HH".
 */
#ifndef MENTORD_PROGRAM_AVAILABILITY_H
#define MENTORD_PROGRAM_AVAILABILITY_H

#include "noun/participant.h"
#include "program/words.h"

/* The windows, sorted, those that touch made one. False, with *why a sentence
 * in pool and *windows untouched, when text does not fit. */
bool availability_parse(struct pool *pool, const struct words *words,
	const char *text, struct free_window_list *windows, const char **why);

#endif
