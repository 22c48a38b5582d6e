/* base/pool -- room base: memory that goes all at once.
 *
 * A pool is where an event, a loaded config or a letter lives: allocate as
 * you go, free the pool at the end. Nothing in a pool is freed singly, so the
 * pure rooms hold no free(). Small allocations share blocks, except under the
 * sanitizers, which so see every overrun. Out of memory ends the process (GLib), which
 * the outbox and the service manager are built to survive.
 */
#ifndef MENTORD_BASE_POOL_H
#define MENTORD_BASE_POOL_H

#include <stdarg.h>
#include <stddef.h>

#include "base/err.h"

struct pool;

struct pool *pool_new(void);

/* Frees the pool and all that was taken from it; NULL is allowed. */
void pool_free(struct pool *pool);
void pool_cleanup(struct pool **pool);
#define POOL_AUTO __attribute__((cleanup(pool_cleanup))) struct pool *

/* size zeroed bytes, never NULL. */
void *pool_alloc(struct pool *pool, size_t size);
#define POOL_NEW(pool, type) ((type *)pool_alloc((pool), sizeof(type)))

/* Copies; each ends in a NUL. pool_strdup(pool, NULL) is NULL. */
char *pool_strdup(struct pool *pool, const char *text);
char *pool_strndup(struct pool *pool, const char *text, size_t len);
void *pool_memdup(struct pool *pool, const void *bytes, size_t len);
char *pool_printf(struct pool *pool, const char *fmt, ...) PRINTF(2, 3);
char *pool_vprintf(struct pool *pool, const char *fmt, va_list ap) PRINTF(2, 0);

/* A list that grows in a pool:
 *
 *	LIST_OF(name_list, const char *);
 *	struct name_list names = { 0 };
 *	*LIST_ADD(pool, &names) = "Ana";
 *
 * Adding may move the elements: keep indexes, or make a list of pointers. */
#define LIST_OF(name, type) \
 struct name {              \
  type *at;                 \
  size_t n, cap;            \
 }

#define LIST_ADD(pool, list)                                                \
 ((list)->at = pool_grow(                                                   \
	  (pool), (list)->at, (list)->n, &(list)->cap, sizeof *(list)->at), \
	 &(list)->at[(list)->n++])

/* LIST_ADD's helper: room for one more element, the new one zeroed. */
void *pool_grow(
	struct pool *pool, void *at, size_t n, size_t *cap, size_t size);

LIST_OF(text_list, const char *);

#endif
