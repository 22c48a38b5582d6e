/* Messages between processes: the same ones come out however the bytes are
 * split, and nothing a hostile peer writes becomes more than a closed channel. */
#include <glib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/ipc.h"

static const char *const types[] = { "(xs)", "ay", "a{sv}", NULL };

static void
pair(int fds[2])
{
	g_assert_cmpint(
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), ==, 0);
}

static void
put(int fd, const void *bytes, size_t len)
{
	g_assert_cmpint(write(fd, bytes, len), ==, (ssize_t)len);
}

/* Whatever the pieces in which it arrives, the same messages come out. */
static void
test_ipc_split(void)
{
	unsigned char wire[4096];
	int fds[2];

	pair(fds);
	struct ipc *a = ipc_new(fds[0], types);
	ipc_send(a, 0, g_variant_new("(xs)", (gint64)7, "seven"));
	ipc_send(a, 1, ipc_bytes("\0\1\2", 3));
	ipc_send(a, 1, ipc_bytes("", 0));
	g_assert_true(ipc_flush(a));
	g_assert_cmpuint(ipc_pending(a), ==, 0);
	ssize_t len = read(fds[1], wire, sizeof wire);
	ipc_free(a);
	close(fds[1]);
	for (size_t piece = 1; piece <= (size_t)len; piece++) {
		struct ipc_message m;
		gsize n, seen = 0;
		gint64 seven;
		const char *text;

		pair(fds);
		struct ipc *b = ipc_new(fds[1], types);
		for (size_t at = 0; at < (size_t)len; at += piece) {
			put(fds[0], wire + at, MIN(piece, (size_t)len - at));
			g_assert_true(ipc_fill(b));
			for (; ipc_next(b, &m); seen++) {
				if (m.type == 0) {
					g_variant_get(m.value, "(x&s)", &seven,
						&text);
					g_assert_cmpint(seven, ==, 7);
					g_assert_cmpstr(text, ==, "seven");
				} else {
					ipc_bytes_of(m.value, &n);
					g_assert_cmpuint(
						n, ==, seen == 1 ? 3 : 0);
				}
				ipc_message_clear(&m);
			}
		}
		g_assert_cmpuint(seen, ==, 3);
		g_assert_false(ipc_broken(b));
		close(fds[0]);
		g_assert_false(ipc_fill(b));
		ipc_free(b);
	}
}

static void
test_ipc_hostile(void)
{
	static const struct {
		const char *bytes;
		size_t len;
	} cases[] = {
		{ "\1\0\0\0\3\0\0\0x", 9 },             /* no such type */
		{ "\1\0\0\0\377\377\377\377x", 9 },     /* nor such */
		{ "\1\0\0\4\1\0\0\0", 8 },              /* 64 MB and a byte */
		{ "\377\377\377\377\1\0\0\0", 8 },      /* 4 GB */
		{ "\3\0\0\0\0\0\0\0abc", 11 },          /* too short for (xs) */
		{ "\13\0\0\0\0\0\0\0xxxxxxxxabc", 19 }, /* string without end */
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct ipc_message m = { 0 };
		int fds[2];

		pair(fds);
		struct ipc *b = ipc_new(fds[1], types);
		put(fds[0], cases[i].bytes, cases[i].len);
		ipc_fill(b);
		g_assert_false(ipc_next(b, &m));
		g_assert_true(ipc_broken(b));
		g_assert_false(ipc_wait(b, &m));
		ipc_free(b);
		close(fds[0]);
	}
}

/* No bytes whatever lead to a crash or to a value that is not one. */
static void
test_ipc_noise(void)
{
	for (guint32 seed = 1; seed < 400; seed++) {
		g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
		unsigned char noise[300] = { 0 };
		struct ipc_message m;
		int fds[2];

		for (size_t i = 8; i < sizeof noise; i++)
			noise[i] =
				(unsigned char)g_rand_int_range(rand, 0, 256);
		noise[0] = (unsigned char)g_rand_int_range(rand, 0, 200);
		noise[4] = (unsigned char)g_rand_int_range(rand, 0, 3);
		pair(fds);
		struct ipc *b = ipc_new(fds[1], types);
		put(fds[0], noise, sizeof noise);
		ipc_fill(b);
		while (ipc_next(b, &m)) {
			g_assert_true(g_variant_is_normal_form(m.value));
			ipc_message_clear(&m);
		}
		ipc_free(b);
		close(fds[0]);
	}
}

static gpointer
echo(gpointer fd)
{
	struct ipc *b = ipc_new(GPOINTER_TO_INT(fd), types);
	struct ipc_message m;

	while (ipc_wait(b, &m)) {
		ipc_write(b, m.type, m.value);
		ipc_message_clear(&m);
	}
	ipc_free(b);
	return NULL;
}

/* A mail far larger than the socket's buffer, there and back. */
static void
test_ipc_large(void)
{
	size_t len = 5u << 20, got = 0;
	g_autofree char *bytes = g_malloc(len);
	struct ipc_message m = { 0 };
	int fds[2];

	for (size_t i = 0; i < len; i++)
		bytes[i] = (char)((i * 7 + i / 251) & 0xff);
	pair(fds);
	GThread *thread = g_thread_new("echo", echo, GINT_TO_POINTER(fds[1]));
	struct ipc *a = ipc_new(fds[0], types);
	g_assert_true(ipc_write(a, 1, ipc_bytes(bytes, len)));
	g_assert_true(ipc_wait(a, &m));
	const void *back = ipc_bytes_of(m.value, &got);
	g_assert_true(got == len && !memcmp(back, bytes, len));
	ipc_message_clear(&m);
	ipc_free(a);
	g_thread_join(thread);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/ipc/split", test_ipc_split);
	g_test_add_func("/ipc/hostile", test_ipc_hostile);
	g_test_add_func("/ipc/noise", test_ipc_noise);
	g_test_add_func("/ipc/large", test_ipc_large);
	return g_test_run();
}
