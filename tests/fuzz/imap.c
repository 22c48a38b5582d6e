/* The IMAP parser, its readers and a session fed with anything: the events do
 * not depend on the cuts, and nothing is reported that was not asked for. */
#include "carry/imap.h"

#include <string.h>

#include "carry/imap_session.h"

int LLVMFuzzerTestOneInput(const guint8 *bytes, size_t len);

static void
note_literal(void *to, const char *text, size_t len, uint64_t size)
{
	struct imap_fetch fetch;

	imap_fetch((struct imap_text){ text, len }, true, &fetch);
	g_string_append_len(to, text, (gssize)len);
	g_string_append_printf(to, "|%llu|", (unsigned long long)size);
}

static void
note_octets(void *to, const void *bytes, size_t len)
{
	g_string_append_len(to, bytes, (gssize)len);
}

static void
note_line(void *to, const char *text, size_t len)
{
	struct imap_text line = { text, len };
	struct imap_fetch fetch;

	if (imap_fetch(line, false, &fetch))
		g_string_append_printf(to, "[%llu %d]",
			(unsigned long long)fetch.uid, (int)fetch.body);
	g_string_append_len(to, text, (gssize)len);
	g_string_append_c(to, '\n');
}

static GString *
parse(const guint8 *bytes, size_t len, size_t chunk)
{
	static const struct imap_events events = { note_literal, note_octets,
		note_line };
	GString *story = g_string_new(NULL);
	struct imap *imap = imap_new(&events, story, 5000);
	bool good = true;

	for (size_t n; len && good; len -= n, bytes += n) {
		n = MIN(chunk, len);
		good = imap_in(imap, bytes, n);
	}
	g_string_append_printf(story, "%d", good);
	imap_free(imap);
	return story;
}

static void
report_fetched(void *to, int64_t uidvalidity, int64_t uid, const void *raw,
	size_t len, bool cut)
{
	(void)raw;
	g_assert_true(uidvalidity > 0 && uid > 0);
	g_string_append_printf(to, "F%d %zu %d,", (int)uid, len, (int)cut);
}

static void
report_number(void *to, int64_t number)
{
	g_string_append_printf(to, "N%d,", (int)number);
}

static void
report_ready(void *to)
{
	g_string_append(to, "R,");
}

/* What comes is what a server says from the login on; it knows our tags, as
 * they are counted. */
static GString *
watch(const guint8 *bytes, size_t len, size_t chunk)
{
	static const struct imap_folders folders = { "INBOX", "a/b", "c" };
	static const struct imap_reports reports = { report_fetched,
		report_number, report_number, report_ready };
	GString *story = g_string_new(NULL);
	struct imap_session *session =
		imap_session_new(&folders, &reports, story);
	size_t out_len;

	imap_session_poll(session, 1);
	imap_session_file(session, 2, 7, 3, false);
	imap_session_begin(session, 0);
	for (size_t n; len; len -= n, bytes += n) {
		n = MIN(chunk, len);
		imap_session_in(session, bytes, n, 0);
		const void *out = imap_session_out(session, &out_len);
		g_string_append_len(story, out, (gssize)out_len);
		imap_session_wrote(session, out_len);
	}
	imap_session_free(session);
	return story;
}

int
LLVMFuzzerTestOneInput(const guint8 *bytes, size_t len)
{
	if (!len)
		return 0;
	size_t chunk = 1 + *bytes % 32;
	GString *whole = parse(bytes + 1, len - 1, len);
	GString *split = parse(bytes + 1, len - 1, chunk);
	GString *seen = watch(bytes + 1, len - 1, chunk);

	g_assert_true(g_string_equal(whole, split));
	g_string_free(whole, TRUE);
	g_string_free(split, TRUE);
	g_string_free(seen, TRUE);
	return 0;
}
