/* A pool is a list of blocks. Freeing is one walk along the list. */
#include "base/pool.h"

#include <glib.h>
#include <string.h>

struct pool {
	GPtrArray *blocks;
};

struct pool *
pool_new(void)
{
	struct pool *pool = g_new(struct pool, 1);

	pool->blocks = g_ptr_array_new_with_free_func(g_free);
	return pool;
}

void
pool_free(struct pool *pool)
{
	if (!pool)
		return;
	g_ptr_array_free(pool->blocks, TRUE);
	g_free(pool);
}

void
pool_cleanup(struct pool **pool)
{
	pool_free(*pool);
}

void *
pool_alloc(struct pool *pool, size_t size)
{
	void *block = g_malloc0(size ? size : 1);

	g_ptr_array_add(pool->blocks, block);
	return block;
}

void *
pool_memdup(struct pool *pool, const void *bytes, size_t len)
{
	char *copy = pool_alloc(pool, len + 1);

	if (len)
		memcpy(copy, bytes, len);
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
	char *text = g_strdup_vprintf(fmt, ap);

	g_ptr_array_add(pool->blocks, text);
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
