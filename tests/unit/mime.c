/* The last look at a mail before it is recorded: what may not leave. */
#include "write/mime.h"

#include <glib.h>
#include <string.h>

static void
check_fails(const char *bytes, size_t len)
{
	struct err err = { 0 };

	g_test_message("%s", bytes);
	g_assert_false(mime_check(bytes, len, &err));
	g_assert_cmpint(err.kind, ==, ERR_NEVER);
}

static void
test_last_look(void)
{
	static const char *const bad[] = {
		"",
		"From: a\r\nTo: b\r\nMessage-ID: c\r\n",
		"From: a\r\nTo: b\r\nMessage-ID: c\r\n\r\nbare\nlf\r\n",
		"From: a\r\nTo: b\r\nMessage-ID: c\r\n\r\nbare\rcr\r\n",
		"From: a\r\nTo: b\r\nMessage-ID: c\r\n\r\n\xc3\xa4\r\n",
		"From: a\r\nTo: b\r\nMessage-ID: c\r\n\r\nno end",
		"From: a\r\nTo: b\r\nTo: d\r\nMessage-ID: c\r\n\r\n",
		"From: a\r\nTo: b\r\nBcc: d\r\nMessage-ID: c\r\n\r\n",
		"From: a\r\nTo: b\r\nCc: d\r\nMessage-ID: c\r\n\r\n",
		"From: a\r\nTo: b\r\nMessage-ID: c\r\nno colon\r\n\r\n",
		"From: a\r\nTo: b\r\nMessage-ID: c\x07\r\n\r\n",
		"To: b\r\nMessage-ID: c\r\n\r\n",
	};
	static const char good[] =
		"From: a\r\nTo: b\r\nMessage-ID: c\r\n\r\nTo: you\r\n";
	struct err err = { 0 };

	g_assert_true(mime_check(good, sizeof good - 1, &err));
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		check_fails(bad[i], strlen(bad[i]));
	check_fails(good, sizeof good); /* with its NUL */
	g_autofree char *longer = g_strnfill(999, 'x');
	g_autofree char *line = g_strdup_printf("%s%s\r\n", good, longer);
	check_fails(line, strlen(line));
	line[strlen(line) - 3] = '\0';
	g_autofree char *fits = g_strdup_printf("%s\r\n", line);
	g_assert_true(mime_check(fits, strlen(fits), &err));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/mime/last-look", test_last_look);
	return g_test_run();
}
