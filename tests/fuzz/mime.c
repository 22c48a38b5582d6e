/* fuzz/mime: a mail's parts, decoded, and the lines of its body. */
#include <glib.h>
#include <stdint.h>

#include "read/header.h"
#include "read/mime.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	POOL_AUTO pool = pool_new();
	struct mime_mail mail;

	if (guard_mail((const char *)bytes, size))
		return 0;
	mime_read(pool, (const char *)bytes, size, &mail);
	const struct body_line_list *body = &mail.body;
	for (size_t i = 0; i < body->n; i++)
		g_assert(g_utf8_validate(body->at[i].text, -1, NULL) &&
			body->at[i].depth >= 0);
	return 0;
}
