/* The IMAP parser and the readers of single responses. */
#include "carry/imap.h"

#include <string.h>

/* What came out, with the octets of one literal joined. */
static void
note_literal(void *to, const char *text, size_t len, uint64_t size)
{
	g_string_append_printf(
		to, "[%.*s|%llu]", (int)len, text, (unsigned long long)size);
}

static void
note_octets(void *to, const void *bytes, size_t len)
{
	g_string_append_len(to, bytes, (gssize)len);
}

static void
note_line(void *to, const char *text, size_t len)
{
	g_string_append_printf(to, "<%.*s>\n", (int)len, text);
}

static const struct imap_events notes = { note_literal, note_octets,
	note_line };

static bool
feed(const char *bytes, size_t len, size_t chunk, GString *events)
{
	struct imap *imap = imap_new(&notes, events, 1000);
	bool good = true;

	for (size_t n; len && good; len -= n, bytes += n) {
		n = MIN(chunk, len);
		good = imap_in(imap, bytes, n);
	}
	imap_free(imap);
	return good;
}

static const struct {
	const char *bytes, *events;
	bool broken;
} transcripts[] = {
	{ "* OK {5}\r\nm1 NO {3}\r\n+ {2}\r\n",
		"<* OK {5}>\n<m1 NO {3}>\n<+ {2}>\n", false },
	{ "* 1 FETCH (BODY[] {5}\r\nab\r\nc UID 7)\r\nm1 OK\r\n",
		"[* 1 FETCH (BODY[] {5}|5]ab\r\nc<* 1 FETCH (BODY[] {5} UID "
		"7)>\n<m1 OK>\n",
		false },
	/* a literal that ends a response, with nothing behind it */
	{ "* LIST () \"/\" {5}\r\nhello\r\n* 2 EXISTS\r\n",
		"[* LIST () \"/\" {5}|5]hello<* LIST () \"/\" {5}>\n<* 2 "
		"EXISTS>\n",
		false },
	{ "* 1 FETCH (BODY[] {0}\r\n UID 7)\r\n",
		"[* 1 FETCH (BODY[] {0}|0]<* 1 FETCH (BODY[] {0} UID 7)>\n",
		false },
	{ "* 1 FETCH (X ~{3+}\r\nabc Y {2}\r\nde)\r\n",
		"[* 1 FETCH (X ~{3+}|3]abc[* 1 FETCH (X ~{3+} Y {2}|2]de<* 1 "
		"FETCH (X ~{3+} Y {2})>\n",
		false },
	/* a mail that speaks like a server */
	{ "* 1 FETCH (BODY[] {25}\r\n)\r\nm1 OK done\r\n* 9 EXISTS)\r\n",
		"[* 1 FETCH (BODY[] {25}|25])\r\nm1 OK done\r\n* 9 "
		"EXISTS<* 1 FETCH (BODY[] {25})>\n",
		false },
	{ "* 1 FETCH (BODY[] {-5}\r\n* 1 FETCH {1e9}\r\n* X {}\r\n",
		"<* 1 FETCH (BODY[] {-5}>\n<* 1 FETCH {1e9}>\n<* X {}>\n",
		false },
	{ "* 1 FETCH (BODY[] {1001}\r\n", "", true },
	{ "* 1 FETCH (BODY[] {99999999999999999999}\r\n", "", true },
	{ "* bare\nm1 OK\n", "<* bare>\n<m1 OK>\n", false },
};

static void
test_every_cut(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(transcripts); i++) {
		size_t len = strlen(transcripts[i].bytes);

		for (size_t chunk = 1; chunk <= len; chunk++) {
			g_autoptr(GString) events = g_string_new(NULL);
			bool good =
				feed(transcripts[i].bytes, len, chunk, events);

			g_assert_cmpstr(events->str, ==, transcripts[i].events);
			g_assert_cmpint(good, ==, !transcripts[i].broken);
		}
	}
}

static void
test_endless_line(void)
{
	g_autofree char *flood = g_strnfill(1 << 16, 'x');
	g_autoptr(GString) events = g_string_new(NULL);
	struct imap *imap = imap_new(&notes, events, 1000);
	int n = 0;

	while (n < 100 && imap_in(imap, flood, 1 << 16))
		n++;
	g_assert_cmpint(n, ==, 16); /* 1 MB */
	g_assert_cmpstr(events->str, ==, "");
	imap_free(imap);
}

#define TEXT(s) ((struct imap_text){ (s), strlen(s) })

static void
test_fetch(void)
{
	struct imap_fetch f;

	g_assert_true(imap_fetch(
		TEXT("* 12 FETCH (FLAGS (\\Seen $x) UID 5 RFC822.SIZE 3000 "
		     "BODY[] {3000})"),
		false, &f));
	g_assert_cmpuint(f.uid, ==, 5);
	g_assert_true(f.has_size);
	g_assert_cmpuint(f.size, ==, 3000);
	g_assert_cmpint(f.body, ==, IMAP_BODY_LITERAL);
	g_assert_false(f.body_open);

	g_assert_true(imap_fetch(
		TEXT("* 12 fetch (body[]<0> \"a\\\"b\" uid 9)"), false, &f));
	g_assert_cmpint(f.body, ==, IMAP_BODY_QUOTED);
	g_assert_cmpuint(f.uid, ==, 9);
	GString *text = imap_unquote(f.quoted);
	g_assert_cmpstr(text->str, ==, "a\"b");
	g_string_free(text, TRUE);

	g_assert_true(imap_fetch(TEXT("* 1 FETCH (BODY[] NIL)"), false, &f));
	g_assert_cmpint(f.body, ==, IMAP_BODY_NIL);
	g_assert_cmpuint(f.uid, ==, 0);

	/* only the literal of BODY[] itself is the mail */
	g_assert_true(
		imap_fetch(TEXT("* 1 FETCH (UID 4 BODY[] {5}"), true, &f));
	g_assert_true(f.body_open);
	g_assert_true(imap_fetch(
		TEXT("* 1 FETCH (UID 4 BODY[HEADER.FIELDS (A B)]<0> {5}"), true,
		&f));
	g_assert_false(f.body_open);
	g_assert_true(
		imap_fetch(
			TEXT("* 1 FETCH (ENVELOPE (\"BODY[] {5}\" NIL ((NIL {5}"),
			true, &f) ||
		!f.body_open);

	g_assert_false(imap_fetch(TEXT("* 1 EXISTS"), false, &f));
	g_assert_false(imap_fetch(TEXT("* 1 FETCH (UID x)"), false, &f));
	g_assert_false(imap_fetch(TEXT("* 1 FETCH (UID"), false, &f));
	g_assert_false(imap_fetch(TEXT("* 1 FETCH (A \"open)"), false, &f));
}

/* A million parentheses cost nothing but reading them. */
static void
test_deep(void)
{
	GString *deep = g_string_new("* 1 FETCH (X ");
	struct imap_fetch f;

	for (int i = 0; i < 500000; i++)
		g_string_append_c(deep, '(');
	g_string_append_c(deep, 'a');
	for (int i = 0; i < 500000; i++)
		g_string_append_c(deep, ')');
	g_string_append(deep, " UID 3)");
	g_assert_true(imap_fetch(
		(struct imap_text){ deep->str, deep->len }, false, &f));
	g_assert_cmpuint(f.uid, ==, 3);
	g_string_free(deep, TRUE);
}

static void
test_words(void)
{
	struct imap_text rest;
	uint64_t number = 0;
	char delimiter = 0, *prefix = NULL;

	g_assert_cmpint(
		imap_status(TEXT("m12 OK done"), "m12", &rest), ==, IMAP_OK);
	g_assert_cmpint(imap_status(TEXT("m1 OK done"), "m12", &rest), ==,
		IMAP_NO_STATUS);
	g_assert_cmpint(imap_status(TEXT("m2 no [TRYCREATE] x"), "m2", &rest),
		==, IMAP_NO);
	g_assert_true(imap_code(rest, "TRYCREATE", &rest));
	g_assert_cmpint(
		imap_status(TEXT("* OK [UIDVALIDITY 77] ok"), "*", &rest), ==,
		IMAP_OK);
	struct imap_text argument;
	g_assert_true(imap_code(rest, "UIDVALIDITY", &argument));
	g_assert_true(imap_number(argument, &number));
	g_assert_cmpuint(number, ==, 77);
	g_assert_false(imap_code(rest, "UID", &argument));
	g_assert_true(
		imap_untagged(TEXT("* 23 EXISTS"), "EXISTS", &number, &rest));
	g_assert_cmpuint(number, ==, 23);
	g_assert_true(imap_has_word(TEXT("IMAP4rev1 IDLE MOVE"), "move"));
	g_assert_false(imap_has_word(TEXT("IMAP4rev1 XMOVE"), "MOVE"));
	g_assert_true(imap_list_delimiter(
		TEXT("(\\Noselect) \".\" \"\""), &delimiter));
	g_assert_cmpint(delimiter, ==, '.');
	g_assert_true(imap_namespace(
		TEXT("((\"INBOX.\" \".\")) NIL NIL"), &prefix, &delimiter));
	g_assert_cmpstr(prefix, ==, "INBOX.");
	g_free(prefix);
	g_assert_false(
		imap_namespace(TEXT("NIL NIL NIL"), &prefix, &delimiter));
}

static void
test_numbers(void)
{
	g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_autoptr(GString) text = g_string_new(NULL);

	imap_numbers(TEXT("1:3,7,12:10"), ',', numbers, 100);
	imap_set(text, (uint32_t *)(void *)numbers->data, numbers->len);
	g_assert_cmpstr(text->str, ==, "1:3,7,10:12");
	g_array_set_size(numbers, 0);
	imap_numbers(TEXT("4 5  9 x 10"), ' ', numbers, 100);
	g_assert_cmpuint(numbers->len, ==, 3);
	g_array_set_size(numbers, 0);
	imap_numbers(TEXT("1:4294967295,0,4294967296"), ',', numbers, 1000);
	g_assert_cmpuint(numbers->len, ==, 1000);
	g_array_set_size(numbers, 0);
	imap_numbers(TEXT("0"), ',', numbers, 1000);
	imap_numbers(TEXT("4294967296"), ',', numbers, 1000);
	imap_numbers(TEXT("*"), ',', numbers, 1000);
	imap_numbers(TEXT(":"), ',', numbers, 1000);
	g_assert_cmpuint(numbers->len, ==, 0);
}

static void
test_mailbox(void)
{
	static const char *const rows[][2] = {
		{ "INBOX", "\"INBOX\"" },
		{ "a \"b\" \\", "\"a \\\"b\\\" \\\\\"" },
		{ "R&D", "\"R&-D\"" },
		{ "Entw\303\274rfe", "\"Entw&APw-rfe\"" },
		{ "\345\217\260\345\214\227", "\"&U,BTFw-\"" },
		{ "\360\237\230\200", "\"&2D3eAA-\"" },
		{ "a\r\nb", "\"a&AA0ACg-b\"" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *name = imap_mailbox(rows[i][0]);

		g_assert_cmpstr(name, ==, rows[i][1]);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/imap/every cut", test_every_cut);
	g_test_add_func("/imap/endless line", test_endless_line);
	g_test_add_func("/imap/fetch", test_fetch);
	g_test_add_func("/imap/deep", test_deep);
	g_test_add_func("/imap/words", test_words);
	g_test_add_func("/imap/numbers", test_numbers);
	g_test_add_func("/imap/mailbox", test_mailbox);
	return g_test_run();
}
