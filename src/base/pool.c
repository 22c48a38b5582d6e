/* A pool is a list of blocks. Small things share one, each block twice as large
 * as the one before; a large thing has its own. Freeing is one walk along the
 * list. Under the sanitizers everything has a block of its own. */
#include "base/pool.h"

#include <glib.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#if defined __SANITIZE_ADDRESS__
# define SHARING 0
#elif defined __has_feature
# if __has_feature(address_sanitizer)
#  define SHARING 0
# endif
#endif
#ifndef SHARING
# define SHARING 1
#endif

#define BLOCK_FIRST 1024
#define BLOCK_MOST  65536
#define ALIGNMENT   _Alignof(max_align_t)

struct block {
	struct block *before;
	max_align_t bytes[];
};

struct pool {
	struct block *blocks;
	char *at; /* free in the newest shared block */
	size_t left, next;
};

struct pool *
pool_new(void)
{
	struct pool *pool = g_new0(struct pool, 1);

	pool->next = BLOCK_FIRST;
	return pool;
}

void
pool_free(struct pool *pool)
{
	if (!pool)
		return;
	while (pool->blocks) {
		struct block *block = pool->blocks;

		pool->blocks = block->before;
		g_free(block);
	}
	g_free(pool);
}

void
pool_cleanup(struct pool **pool)
{
	pool_free(*pool);
}

static char *
new_block(struct pool *pool, size_t size)
{
	g_assert(size <= G_MAXSIZE - sizeof(struct block));
	struct block *block = g_malloc(sizeof(struct block) + size);

	block->before = pool->blocks;
	pool->blocks = block;
	return (char *)block->bytes;
}

/* size bytes of anything, aligned for everything. */
static char *
take(struct pool *pool, size_t size)
{
	if (!SHARING || size > BLOCK_MOST / 4)
		return new_block(pool, size);
	size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (size > pool->left) {
		pool->next = MAX(pool->next, 2 * size);
		pool->at = new_block(pool, pool->next);
		pool->left = pool->next;
		pool->next = MIN(2 * pool->next, BLOCK_MOST);
	}
	char *taken = pool->at;
	pool->at += size;
	pool->left -= size;
	return taken;
}

void *
pool_alloc(struct pool *pool, size_t size)
{
	size = size ? size : 1;
	return memset(take(pool, size), 0, size);
}

void *
pool_memdup(struct pool *pool, const void *bytes, size_t len)
{
	g_assert(len < G_MAXSIZE);
	char *copy = take(pool, len + 1);

	if (len)
		memcpy(copy, bytes, len);
	copy[len] = '\0';
	return copy;
}

char *
pool_strndup(struct pool *pool, const char *text, size_t len)
{
	return pool_memdup(pool, text, strnlen(text, len));
}

char *
pool_strdup(struct pool *pool, const char *text)
{
	return text ? pool_memdup(pool, text, strlen(text)) : NULL;
}

char *
pool_vprintf(struct pool *pool, const char *fmt, va_list ap)
{
	char brief[256];
	va_list again;

	va_copy(again, ap);
	int len = vsnprintf(brief, sizeof brief, fmt, ap);
	g_assert(len >= 0);
	char *text = take(pool, (size_t)len + 1);
	if ((size_t)len < sizeof brief)
		memcpy(text, brief, (size_t)len + 1);
	else
		vsnprintf(text, (size_t)len + 1, fmt, again);
	va_end(again);
	return text;
}

char *
pool_printf(struct pool *pool, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	char *text = pool_vprintf(pool, fmt, ap);
	va_end(ap);
	return text;
}

void *
pool_grow(struct pool *pool, void *at, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return at;
	g_assert(*cap <= G_MAXSIZE / 4 / size);
	*cap = *cap ? 2 * *cap : 8;
	void *more = pool_alloc(pool, *cap * size);
	if (n)
		memcpy(more, at, n * size);
	return more;
}
