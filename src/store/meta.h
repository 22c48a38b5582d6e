/* store/meta -- private to the room store: what a new store begins with. */
#ifndef MENTORD_STORE_META_H
#define MENTORD_STORE_META_H

#include "store/store.h"

/* When the store is made: whose it is, and a fresh key. The statements are
 * not prepared yet. */
bool meta_make(struct store *store, const char *program_id, struct err *err);
/* From meta into store->key. */
bool meta_load_key(struct store *store, struct err *err);

#endif
