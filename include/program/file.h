/* program/file -- room program: a file that a person wrote, read whole. */
#ifndef MENTORD_PROGRAM_FILE_H
#define MENTORD_PROGRAM_FILE_H

#include <stddef.h>

#include "base/err.h"

/* The file's bytes and a NUL behind them, to be freed with g_free. Only
 * regular files of at most limit bytes: a pipe, a device or a folder is
 * refused and never waited for. ERR_ASK with the reason otherwise. */
bool file_read(const char *path, size_t limit, char **bytes, size_t *len,
	struct err *err);

#endif
