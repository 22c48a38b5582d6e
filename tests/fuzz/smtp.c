/* The SMTP machine fed with anything, whole and in pieces: the same verdict,
 * the same words said, and never in doubt before the last byte is out. */
#include <glib.h>
#include <string.h>

#include "carry/smtp.h"

#define MAIL "Subject: x\r\n\r\n.x\r\n"

int LLVMFuzzerTestOneInput(const guint8 *bytes, size_t len);

/* Answers are parted by a 0xff octet: all that is to say is said between. */
static GString *
play(const guint8 *bytes, size_t len, size_t chunk, bool pipelining)
{
	struct smtp *smtp =
		smtp_new((struct smtp_server){ .pipelining = pipelining });
	GString *story = g_string_new(NULL);
	enum verdict verdict;
	const char *reply;
	size_t n, out_len;

	smtp_carry(smtp, "a@x", "b@y", MAIL, strlen(MAIL), 0);
	while (len) {
		const void *out = smtp_out(smtp, &out_len);
		const guint8 *stop = memchr(bytes, 0xff, len);
		size_t part = stop ? (size_t)(stop - bytes) : len;

		g_string_append_len(story, out, (gssize)out_len);
		smtp_wrote(smtp, out_len, 0);
		for (size_t left = part; left; left -= n, bytes += n) {
			n = MIN(chunk, left);
			smtp_in(smtp, bytes, n, 0);
		}
		bytes += stop != NULL;
		len -= part + (stop != NULL);
		if (smtp_settled(smtp, &verdict, &reply))
			g_string_append_printf(
				story, "[%d %s]", (int)verdict, reply);
		if (smtp_ready(smtp))
			smtp_carry(smtp, "a@x", "b@y", MAIL, strlen(MAIL), 0);
	}
	smtp_closed(smtp, "closed", 0);
	if (smtp_settled(smtp, &verdict, &reply))
		g_string_append_printf(story, "[%d]", (int)verdict);
	smtp_free(smtp);
	return story;
}

int
LLVMFuzzerTestOneInput(const guint8 *bytes, size_t len)
{
	if (!len)
		return 0;
	bool pipelining = *bytes & 1;
	size_t chunk = 1 + (*bytes >> 1) % 16;
	GString *whole = play(bytes + 1, len - 1, len, pipelining);
	GString *split = play(bytes + 1, len - 1, chunk, pipelining);

	g_assert_cmpstr(whole->str, ==, split->str);
	g_string_free(whole, TRUE);
	g_string_free(split, TRUE);
	return 0;
}
