/* Where a calendar may be fetched from: what its address must look like, and
 * which hosts it may lead to. */
#include <arpa/inet.h>
#include <glib.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/un.h>

#include "carry/calendar.h"
#include "program/calendar_url.h"
#include "program/program.h"

/* ---- the address in the roster ------------------------------------------ */

static const struct mail_config far = { .outgoing = "smtps://mail.example" };
static const struct mail_config near = { .outgoing = "maildir:/tmp/x" };
static const struct mail_config relay = { .outgoing =
						  "smtp+plain://localhost:25" };

static void
is_kept(const struct mail_config *mail, const char *value, const char *want)
{
	POOL_AUTO pool = pool_new();
	const char *why;
	const char *got = calendar_url(pool, mail, value, &why);

	if (why)
		g_test_message("%s: %s", value, why);
	g_assert_cmpstr(got, ==, want);
}

static void
is_refused(const struct mail_config *mail, const char *value, const char *part)
{
	POOL_AUTO pool = pool_new();
	const char *why = NULL;

	g_assert_null(calendar_url(pool, mail, value, &why));
	g_test_message("%s: %s", value, why);
	g_assert_nonnull(why && strstr(why, part) ? why : NULL);
}

static void
test_url(void)
{
	g_autofree char *long_path = g_strnfill(500, 'a');
	g_autofree char *too_long =
		g_strconcat("https://cal.example/", long_path, NULL);

	is_kept(&far, "https://cal.example/a.ifb?key=1&x=%20",
		"https://cal.example/a.ifb?key=1&x=%20");
	is_kept(&far, "webcal://p1.cal.example:8443/x",
		"https://p1.cal.example:8443/x");
	is_kept(&far, "HTTPS://cal.example", "https://cal.example");
	is_refused(&far, "http://cal.example/", "https://");
	is_refused(&far, "file:///etc/passwd", "https://");
	is_refused(&far, "cal.example/x", "https://");
	is_refused(&far, "https://", "no host");
	is_refused(&far, "https:///x", "no host");
	is_refused(&far, "https://:443/x", "no host");
	is_refused(&far, "https://ana:secret@cal.example/", "a user");
	is_refused(&far, "https://cal.example/a b", "character");
	is_refused(&far, "https://cal.example/\303\244", "character");
	is_refused(&far, "https://cal.example/\r\nHost: x", "character");
	is_refused(&far, "https://cal.example\\@other/", "character");
	is_refused(&far, too_long, "500");
}

/* Our own doors are knocked at only where mail stays on the machine too. */
static void
test_loopback(void)
{
	static const char plain[] = "http+plain://127.0.0.1:5232/ana";
	static const char secure[] = "https+loopback://localhost:1/ana";

	is_kept(&near, plain, plain);
	is_kept(&relay, secure, secure);
	is_kept(&near, "http+plain://[::1]:80/", "http+plain://[::1]:80/");
	is_refused(&far, plain, "is on this machine");
	is_refused(&far, secure, "is on this machine");
	is_refused(&near, "http+plain://cal.example/", "must be on this");
	is_refused(&near, "http+plain://127.0.0.1.cal.example/", "must be on");
	is_refused(&near, "http+plain://localhost@cal.example/", "must be on");
	is_refused(&near, "http+plain://127.0.0.1@cal.example/", "must be on");
	g_assert_true(calendar_url_is_loopback(plain));
	g_assert_true(calendar_url_is_loopback(secure));
	g_assert_false(calendar_url_is_loopback("https://localhost/"));
}

/* A program whose mail is a Maildir lets nothing out. */
static void
test_goes(void)
{
	POOL_AUTO pool = pool_new();

	g_assert_true(calendar_url_goes(&far, "https://cal.example/"));
	g_assert_true(calendar_url_goes(&relay, "https://cal.example/"));
	g_assert_false(calendar_url_goes(&near, "https://cal.example/"));
	g_assert_true(calendar_url_goes(&near, "http+plain://[::1]/"));
	g_assert_false(calendar_url_goes(&far, "http+plain://[::1]/"));
	g_assert_false(calendar_url_goes(&far, "gopher://cal.example/"));
	g_assert_cmpstr(calendar_url_plain(pool, "http+plain://[::1]/x"), ==,
		"http://[::1]/x");
	g_assert_cmpstr(calendar_url_plain(pool, "https+loopback://[::1]/"), ==,
		"https://[::1]/");
	g_assert_cmpstr(calendar_url_plain(pool, "ftp://x/"), ==, "");
}

/* ---- where it leads ----------------------------------------------------- */

static bool
fits(const char *address, bool loopback)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };

	if (inet_pton(AF_INET, address, &in.sin_addr) == 1)
		return calendar_address_fits(
			(const struct sockaddr *)&in, loopback);
	g_assert_cmpint(inet_pton(AF_INET6, address, &in6.sin6_addr), ==, 1);
	return calendar_address_fits((const struct sockaddr *)&in6, loopback);
}

static void
test_address(void)
{
	static const char *const open[] = { "1.1.1.1", "9.255.255.255",
		"11.0.0.0", "100.63.255.255", "100.128.0.0", "126.0.0.1",
		"172.15.255.255", "172.32.0.0", "192.167.1.1", "192.169.0.1",
		"198.17.0.1", "198.20.0.0", "223.255.255.255",
		"2606:4700::1111", "2a00:1450::1", "64:ff9b::101:101",
		"2002:101:101::1", "2001:200::1" };
	static const char *const shut[] = { "0.0.0.0", "0.1.2.3", "10.0.0.1",
		"10.255.255.255", "100.64.0.1", "127.0.0.1", "127.9.9.9",
		"169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1",
		"192.0.2.1", "192.168.1.1", "198.18.0.1", "198.19.255.255",
		"203.0.113.7", "224.0.0.1", "239.1.1.1", "240.0.0.1",
		"255.255.255.255", "::", "::1", "::7f00:1", "::ffff:127.0.0.1",
		"::ffff:10.0.0.1", "fe80::1", "febf::1", "fec0::1", "fc00::1",
		"fd12::1", "ff02::1", "64:ff9b::a00:1", "64:ff9b:1::1",
		"2002:a00:1::1", "2002:7f00:1::1", "2001::1", "2001:db8::1",
		"3fff::1", "4000::1", "100::1" };

	for (size_t i = 0; i < G_N_ELEMENTS(open); i++) {
		if (!fits(open[i], false))
			g_test_message("shut: %s", open[i]);
		g_assert_true(fits(open[i], false));
		g_assert_false(fits(open[i], true));
	}
	for (size_t i = 0; i < G_N_ELEMENTS(shut); i++) {
		if (fits(shut[i], false))
			g_test_message("open: %s", shut[i]);
		g_assert_false(fits(shut[i], false));
	}
	g_assert_true(fits("127.0.0.1", true));
	g_assert_true(fits("127.8.8.8", true));
	g_assert_true(fits("::1", true));
	g_assert_false(fits("192.168.1.1", true));
	g_assert_false(fits("fe80::1", true));
	struct sockaddr_un local = { .sun_family = AF_UNIX };
	g_assert_false(
		calendar_address_fits((const struct sockaddr *)&local, false));
	g_assert_false(
		calendar_address_fits((const struct sockaddr *)&local, true));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/calendar/url", test_url);
	g_test_add_func("/calendar/loopback", test_loopback);
	g_test_add_func("/calendar/goes", test_goes);
	g_test_add_func("/calendar/address", test_address);
	return g_test_run();
}
