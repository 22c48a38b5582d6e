/* store/open -- private to the room store: from a folder to a store that is
 * known to be ours, whole and of this version. */
#ifndef MENTORD_STORE_OPEN_H
#define MENTORD_STORE_OPEN_H

#include "store/store.h"

/* Each brings a store from the version of its index to the next; the first
 * makes it. A released step is never changed. */
extern const char *const migrations[];
extern const int newest_version;

/* The folder 0700, the file 0600, the connection with all its promises set. */
bool open_file(struct store *store, const char *state_dir, struct err *err);

/* Whose it is, the migrations, the quick check, the statements, the key. */
bool open_schema(struct store *store, const char *program_id, struct err *err);

#endif
