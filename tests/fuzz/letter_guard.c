/* fuzz/letter_guard: A whole mail: guard, header, MIME, kind, text. */
#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "read/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	POOL_AUTO pool = pool_new();

	struct read_context context = { .now = 1799830800 };

	letter_read(pool, bytes, size, &context);
	return 0;
}
