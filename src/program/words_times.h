/* Between the files that read words.conf: the group `times`. */
#ifndef MENTORD_PROGRAM_WORDS_TIMES_H
#define MENTORD_PROGRAM_WORDS_TIMES_H

#include "program/config.h"

/* A part (struct key); target is the struct language. */
void words_times(struct reading *reading, config_setting_t *setting,
	const char *path, void *target);

#endif
