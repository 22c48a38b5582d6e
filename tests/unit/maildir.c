/* Maildirs both ways, in a folder of their own. */
#include "carry/maildir.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

static char *root;

static char *
at(const char *name)
{
	return g_build_filename(root, name, NULL);
}

static void
put(const char *name, const char *text)
{
	g_autofree char *path = at(name);

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static bool
is_there(const char *name)
{
	g_autofree char *path = at(name);

	return g_file_test(path, G_FILE_TEST_EXISTS);
}

static void
test_out(void)
{
	struct err err = { 0 };
	struct maildir_out *out = maildir_out_open(root, &err);
	const char *mail = "Subject: x\r\n\r\na\rb\r\n.\r\n";
	g_autofree char *path = at("sent/new/1700000000.M42.mentord");
	g_autofree char *text = NULL;

	g_assert_nonnull(out);
	for (int i = 0; i < 2; i++) /* twice is once */
		g_assert_true(maildir_out_write(out, 42, 1700000000, "", "b@y",
			mail, strlen(mail), &err));
	g_assert_true(maildir_out_sync(out, &err));
	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	g_assert_cmpstr(text, ==,
		"Return-Path: <>\nDelivered-To: b@y\n"
		"Subject: x\n\na\rb\n.\n");
	g_assert_false(is_there("sent/tmp/1700000000.M42.mentord"));
	maildir_out_close(out);
}

static bool
note(void *to, int64_t uidvalidity, int64_t uid, const void *raw, size_t len,
	bool cut)
{
	g_string_append_printf(to, "%d/%d%s=%.*s ", (int)uidvalidity, (int)uid,
		cut ? "!" : "", (int)len, (const char *)raw);
	return true;
}

static bool
note_and_stop(void *to, int64_t uidvalidity, int64_t uid, const void *raw,
	size_t len, bool cut)
{
	note(to, uidvalidity, uid, raw, len, cut);
	return false;
}

static void
scan(struct maildir_in *in, maildir_report *report, const char *expected,
	bool expected_all)
{
	g_autoptr(GString) seen = g_string_new(NULL);
	struct err err = { 0 };
	bool all = false;

	g_assert_true(maildir_in_scan(in, report, seen, &all, &err));
	g_assert_cmpstr(seen->str, ==, expected);
	g_assert_cmpint(all, ==, expected_all);
}

static bool
has_notice(const struct maildir_in *in)
{
	struct pollfd p = { .fd = maildir_in_fd(in), .events = POLLIN };

	return poll(&p, 1, 0) > 0;
}

static void
test_in(void)
{
	struct err err = { 0 };
	struct maildir_in *in = maildir_in_open(root, 77, &err);

	g_assert_nonnull(in);
	g_assert_false(has_notice(in));
	put("inbox/new/2.b.host", "two\r\n");
	put("inbox/new/1.a.host", "one\n");
	put("inbox/cur/3.c.host:2,S", "three");
	put("inbox/new/.hidden", "no");
	g_assert_true(has_notice(in));
	scan(in, note_and_stop, "77/1=one\n ", false);
	g_assert_false(has_notice(in));
	scan(in, note, "77/2=two\r\n 77/3=three ", true);
	scan(in, note, "", true);
	g_assert_true(maildir_in_file(in, 77, 3, true, &err));
	g_assert_true(is_there("quarantine/cur/3.c.host:2,S"));
	maildir_in_close(in);

	/* uids outlive us, flags and folders do not matter to them */
	g_autofree char *from = at("inbox/new/2.b.host");
	g_autofree char *to = at("inbox/cur/2.b.host:2,RS");
	g_assert_cmpint(g_rename(from, to), ==, 0);
	put("inbox/new/0.z.host", "late");
	in = maildir_in_open(root, 88, &err);
	g_assert_nonnull(in);
	scan(in, note, "77/4=late 77/1=one\n 77/2=two\r\n ", true);
	g_assert_true(maildir_in_file(in, 77, 1, false, &err));
	g_assert_true(is_there("done/cur/1.a.host:2,"));
	g_assert_false(is_there("inbox/new/1.a.host"));
	/* renamed by a mail reader since the scan */
	g_autofree char *again = at("inbox/cur/2.b.host:2,FRS");
	g_assert_cmpint(g_rename(to, again), ==, 0);
	g_assert_true(maildir_in_file(in, 77, 2, false, &err));
	g_assert_true(is_there("done/cur/2.b.host:2,FRS"));
	/* gone, unknown, of another time */
	g_assert_true(maildir_in_file(in, 77, 2, false, &err));
	g_assert_true(maildir_in_file(in, 77, 99, false, &err));
	g_assert_true(maildir_in_file(in, 76, 4, false, &err));
	g_assert_true(is_there("inbox/new/0.z.host"));
	maildir_in_close(in);

	/* a number is never given twice, not even after all are gone */
	in = maildir_in_open(root, 99, &err);
	g_assert_true(maildir_in_file(in, 77, 4, false, &err));
	maildir_in_close(in);
	in = maildir_in_open(root, 99, &err);
	put("inbox/new/9.y.host", "x");
	scan(in, note, "77/5=x ", true);
	maildir_in_close(in);

	/* the list is lost, or torn: another uidvalidity */
	put("inbox/mentord-uids", "mentord-uids 1 7");
	in = maildir_in_open(root, 100, &err);
	scan(in, note, "100/1=x ", true);
	maildir_in_close(in);
}

static void
test_trouble(void)
{
	struct err err = { 0 };
	g_autofree char *file = at("file");

	const char *left_over = "100/1=x ";

	put("file", "x");
	g_assert_null(maildir_out_open(file, &err));
	g_assert_cmpint(err.kind, ==, ERR_ASK);
	g_assert_null(maildir_in_open(file, 1, &err));
	/* a link out of the folder is no mail */
	struct maildir_in *in = maildir_in_open(root, 1, &err);
	g_autofree char *link = at("inbox/new/l.i.nk");
	g_assert_cmpint(symlink(file, link), ==, 0);
	g_autoptr(GString) seen = g_string_new(NULL);
	bool all;
	g_assert_true(maildir_in_scan(in, note, seen, &all, &err));
	/* the one real mail left over from above, nothing else */
	g_assert_cmpstr(seen->str, ==, left_over);
	maildir_in_close(in);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	root = g_dir_make_tmp("mentord-maildir-XXXXXX", NULL);
	g_test_add_func("/maildir/out", test_out);
	g_test_add_func("/maildir/in", test_in);
	g_test_add_func("/maildir/trouble", test_trouble);
	int status = g_test_run();
	const char *argvs[] = { "rm", "-rf", root, NULL };
	g_spawn_sync(NULL, (char **)(void *)argvs, NULL, G_SPAWN_SEARCH_PATH,
		NULL, NULL, NULL, NULL, NULL, NULL);
	g_free(root);
	return status;
}
