/* The ground: pools, text, addresses, time in zones, tokens, tables. Messages
 * and what concerns whole processes have files of their own. */
#include <glib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/notify.h"
#include "base/pool.h"
#include "base/table.h"
#include "base/text.h"
#include "base/token.h"
#include "base/zone.h"

/* ---- pool, err ---------------------------------------------------------- */

static void
test_pool(void)
{
	POOL_AUTO pool = pool_new();
	LIST_OF(numbers, size_t);
	struct numbers numbers = { 0 };

	for (size_t i = 0; i < 1000; i++)
		*LIST_ADD(pool, &numbers) = i;
	for (size_t i = 0; i < 1000; i++)
		g_assert_cmpuint(numbers.at[i], ==, i);
	g_assert_cmpuint(numbers.n, ==, 1000);
	g_assert_null(pool_strdup(pool, NULL));
	g_assert_cmpstr(pool_strndup(pool, "mentor", 3), ==, "men");
	g_assert_cmpstr(pool_strndup(pool, "me", 30), ==, "me");
	g_assert_cmpstr(pool_printf(pool, "%d-%s", 7, "x"), ==, "7-x");
	const char *zeroed = pool_alloc(pool, 64);
	for (size_t i = 0; i < 64; i++)
		g_assert_cmpint(zeroed[i], ==, 0);
	pool_free(NULL);
}

static void
test_err(void)
{
	struct err err = { 0 };

	g_assert_false(err_set(&err, ERR_ASK, "no %s", "secret"));
	g_assert_cmpint(err.kind, ==, ERR_ASK);
	g_assert_false(err_prefix(&err, "line %d", 3));
	g_assert_cmpstr(err.text, ==, "line 3: no secret");
	g_autofree char *long_text = g_strnfill(2000, 'x');
	err_set(&err, ERR_NEVER, "%s", long_text);
	g_assert_cmpuint(strlen(err.text), ==, sizeof err.text - 1);
	g_assert_false(err_set(NULL, ERR_LATER, "nobody listens"));
	g_assert_false(err_prefix(NULL, "nobody"));
}

/* ---- text --------------------------------------------------------------- */

static void
test_addresses(void)
{
	static const char *const good[] = { "a@b", "ana.b+x@example.org",
		"o'neil@x-y.example", "a_b%c@1.example" };
	static const char *const bad[] = { "", "a", "@b", "a@", "a@@b", "a@b@c",
		"a b@c", "a@b..c", "a@.b", "a@b.", "a@-b", "a@b-", "a@b-.c",
		".a@b", "a.@b", "a..b@c", "a@b\r\nBcc: x@y", "<a@b>", "a,b@c",
		"\"a\"@b", "a@[127.0.0.1]", "m\xc3\xbcller@b", "a@b_c",
		"a\x7f@b" };

	for (size_t i = 0; i < G_N_ELEMENTS(good); i++)
		g_assert_null(address_fault(good[i]));
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		if (!address_fault(bad[i]))
			g_test_fail_printf("%s is taken", bad[i]);
	g_autofree char *local64 = g_strnfill(64, 'a');
	g_autofree char *fits = g_strconcat(local64, "@b", NULL);
	g_autofree char *over = g_strconcat("a", fits, NULL);
	g_assert_null(address_fault(fits));
	g_assert_nonnull(address_fault(over));
	g_assert_true(address_equal("Ana@Example.ORG", "Ana@example.org"));
	g_assert_true(address_equal("ana@example.org", "Ana@example.org"));
	g_assert_false(address_equal("ana@example.org", "ana@example.com"));
	g_assert_false(address_equal("a@example.org", "ab@example.org"));
	g_assert_false(address_equal("a", "a"));
	POOL_AUTO pool = pool_new();
	g_assert_cmpstr(
		address_folded(pool, "Ana@EXAMPLE.org"), ==, "ana@example.org");
	g_assert_cmpstr(address_canonical(pool, "Ana@EXAMPLE.org"), ==,
		"Ana@example.org");
}

static void
test_one_line(void)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "", "" },
		{ "  a\t\r\n b  ", "a b" },
		{ "a\xe2\x80\xae"
		  "b",
			"a b" }, /* direction override */
		{ "a\xc2\x85"
		  "b\xe2\x80\xa8"
		  "c",
			"a b c" }, /* C1, LINE SEPARATOR */
		{ "\x1b[2Jx", "[2Jx" },
		{ "ok \xff", "ok \xef\xbf\xbd" },
		{ "\xe6\x97\xa5\xe6\x9c\xac", "\xe6\x97\xa5\xe6\x9c\xac" },
	};
	POOL_AUTO pool = pool_new();

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpstr(
			text_one_line(pool, cases[i].text), ==, cases[i].want);
	g_assert_cmpstr(text_one_line(pool, NULL), ==, "");
	g_assert_true(text_has_controls("a\nb"));
	g_assert_true(text_has_controls("a\xff"));
	g_assert_true(text_has_controls("a\xe2\x80\xae"));
	g_assert_false(text_has_controls("Ana Müller"));
}

static void
test_words(void)
{
	static const char *const keys[] = { "timezone", "language", "starts",
		"ends", NULL };
	POOL_AUTO pool = pool_new();
	struct text_list list;

	g_assert_cmpstr(text_nearest("timezon", keys), ==, "timezone");
	g_assert_cmpstr(text_nearest("langauge", keys), ==, "language");
	g_assert_null(text_nearest("roster", keys));
	g_autofree char *endless = g_strnfill(100000, 't');
	g_assert_null(text_nearest(endless, keys));
	list = text_split(pool, " go ;; C; ;", ';');
	g_assert_cmpuint(list.n, ==, 2);
	g_assert_cmpstr(list.at[0], ==, "go");
	g_assert_cmpstr(list.at[1], ==, "C");
	g_assert_cmpuint(text_split(pool, NULL, ';').n, ==, 0);
}

static void
test_durations(void)
{
	static const struct {
		const char *text;
		int64_t want;
	} good[] = { { "0", 0 }, { "3 days", 3 * DAY }, { "1 day", DAY },
		{ "2 weeks", 14 * DAY }, { "36 hours", 36 * HOUR },
		{ "90minutes", 90 * MINUTE }, { "1 year", 365 * DAY } };
	static const char *const bad[] = { "", "3", "days", "-1 day", "1 dayz",
		"1 days more", "99999999999999999999 days", "1.5 hours" };
	static const char *const no_clock[] = { "", "9", "24:01", "09:60",
		"123:4", "ab:cd", "0930", "-1:00", "9:5" };
	int64_t seconds;
	int minutes;

	for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
		g_assert_true(text_duration(good[i].text, &seconds));
		g_assert_cmpint(seconds, ==, good[i].want);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		g_assert_false(text_duration(bad[i], &seconds));
	g_assert_true(text_clock("09:30", &minutes));
	g_assert_cmpint(minutes, ==, 570);
	g_assert_true(text_clock("9:05", &minutes));
	g_assert_cmpint(minutes, ==, 545);
	g_assert_true(text_clock("24:00", &minutes));
	g_assert_cmpint(minutes, ==, 1440);
	for (size_t i = 0; i < G_N_ELEMENTS(no_clock); i++)
		g_assert_false(text_clock(no_clock[i], &minutes));
}

/* ---- time --------------------------------------------------------------- */

static void
test_calendar(void)
{
	int64_t days;

	for (int64_t d = -800000; d < 800000; d += 13) {
		struct civil c = civil_from_days(d);

		g_assert_cmpint(civil_days(c.year, c.month, c.day), ==, d);
		g_assert_cmpint(c.weekday, ==, (int)(((d + 3) % 7 + 7) % 7));
	}
	g_assert_cmpint(civil_days(1970, 1, 1), ==, 0);
	g_assert_cmpint(civil_days(2024, 2, 30), ==, civil_days(2024, 3, 1));
	g_assert_cmpint(civil_days(2024, 13, 1), ==, civil_days(2025, 1, 1));
	g_assert_cmpint(civil_days(2024, 0, 1), ==, civil_days(2023, 12, 1));
	g_assert_true(civil_parse_date("2024-02-29", &days));
	g_assert_cmpint(days, ==, 19782);
	g_assert_false(civil_parse_date("2023-02-29", &days));
	g_assert_false(civil_parse_date("2023-2-09", &days));
	g_assert_false(civil_parse_date("2023-02-09x", &days));
	g_assert_false(civil_parse_date("2023-00-01", &days));
}

/* Wall times in a gap and in a fold; the instants are counted by hand from
 * the published change of each zone. */
static void
test_gaps_and_folds(void)
{
	static const struct {
		const char *zone;
		struct civil civil;
		int64_t want;
	} cases[] = {
		/* 2027-03-28 01:00Z forward; 02:30 is not, 03:00 is next */
		{ "Europe/Berlin", { 2027, 3, 28, 2, 30, 0, 0 }, 1806195600 },
		{ "Europe/Berlin", { 2027, 3, 28, 2, 0, 0, 0 }, 1806195600 },
		{ "Europe/Berlin", { 2027, 3, 28, 1, 59, 0, 0 }, 1806195540 },
		{ "Europe/Berlin", { 2027, 3, 28, 3, 0, 0, 0 }, 1806195600 },
		/* 2027-10-31 01:00Z back; 02:30 is twice, the first counts */
		{ "Europe/Berlin", { 2027, 10, 31, 2, 30, 0, 0 }, 1824942600 },
		{ "Europe/Berlin", { 2027, 10, 31, 3, 0, 0, 0 }, 1824948000 },
		/* 2027-03-14 07:00Z forward in New York */
		{ "America/New_York", { 2027, 3, 14, 2, 15, 0, 0 },
			1805007600 },
		{ "America/New_York", { 2027, 11, 7, 1, 30, 0, 0 },
			1825565400 },
		/* Lord Howe moves by half an hour */
		{ "Australia/Lord_Howe", { 2027, 10, 3, 2, 15, 0, 0 },
			1822491000 },
		/* Samoa had no 30 December 2011 */
		{ "Pacific/Apia", { 2011, 12, 30, 12, 0, 0, 0 }, 1325239200 },
		/* clocks that go forward at midnight: the day starts at 1 */
		{ "America/Santiago", { 2027, 9, 5, 0, 0, 0, 0 }, 1820116800 },
		{ "UTC", { 2027, 3, 28, 2, 30, 0, 0 }, 1806201000 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const struct zone *zone = zone_find(cases[i].zone);

		g_assert_nonnull(zone);
		if (zone)
			g_assert_cmpint(civil_to_utc(zone, cases[i].civil), ==,
				cases[i].want);
	}
}

/* For every hour of three years: what the wall shows leads back to the same
 * instant, or, in a fold, to the one before it that shows the same. */
static void
test_round_trip(void)
{
	static const char *const names[] = { "Europe/Berlin",
		"America/New_York", "America/St_Johns", "Australia/Lord_Howe",
		"Asia/Kathmandu", "Africa/Casablanca", "Pacific/Chatham",
		"America/Santiago", "Asia/Tehran", "UTC" };
	int64_t from = civil_days(2026, 1, 1) * DAY;

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const struct zone *zone = zone_find(names[i]);
		unsigned folds = 0;

		g_assert_nonnull(zone);
		for (int64_t t = from; t < from + 3 * 365 * DAY;
			t += HOUR / 2) {
			int64_t back = civil_to_utc(zone, civil_of(zone, t));

			g_assert_cmpint(back, <=, t);
			g_assert_cmpint(t - back, <=, HOUR);
			folds += back != t;
		}
		g_assert_cmpuint(folds, <=, 12);
	}
}

static void
test_zones(void)
{
	static const char *const no[] = { "", "Mars/Olympus", "../etc/passwd",
		"/etc/localtime", "Europe/../UTC", "+02:00", "Europe/Berlin\n",
		":UTC", "localtime", "leapseconds" };

	for (size_t i = 0; i < G_N_ELEMENTS(no); i++)
		if (zone_find(no[i]))
			g_test_fail_printf("%s is a zone", no[i]);
	g_assert_null(zone_find(NULL));
	const struct zone *berlin = zone_find("Europe/Berlin");
	g_assert_cmpstr(zone_name(berlin), ==, "Europe/Berlin");
	g_assert_true(berlin == zone_find("Europe/Berlin"));
}

/* ---- token -------------------------------------------------------------- */

static void
test_token(void)
{
	struct token_key key, other;
	struct token token = { TOKEN_REPLY, 123456789, 20000 }, got;
	char text[TOKEN_LEN + 1], address[100];

	token_key_make(&key);
	token_key_make(&other);
	token_print(&key, token, text);
	g_assert_cmpuint(strlen(text), ==, TOKEN_LEN);
	g_assert_true(token_parse(&key, text, &got));
	g_assert_cmpint(got.id, ==, token.id);
	g_assert_cmpint(got.day, ==, token.day);
	g_assert_cmpint(got.purpose, ==, TOKEN_REPLY);
	g_autofree char *upper = g_ascii_strup(text, -1);
	g_assert_true(token_parse(&key, upper, &got));
	g_assert_false(token_parse(&other, text, &got));
	g_assert_true(token_address(
		&key, token, "m@example.org", address, sizeof address));
	g_assert_true(g_str_has_prefix(address, "m+r"));
	g_assert_true(g_str_has_suffix(address, "@example.org"));
	g_assert_false(
		token_address(&key, token, "m@example.org", address, 20));
	g_assert_false(token_address(&key, token, "m", address, 100));
	for (size_t i = 0; i < TOKEN_LEN; i++) {
		char was = text[i];

		for (const char *c = "abcor7=\x80"; *c; c++) {
			text[i] = *c;
			g_assert_true(
				*c == was || !token_parse(&key, text, &got));
		}
		text[i] = '\0';
		g_assert_false(token_parse(&key, text, &got));
		text[i] = was;
	}
}

static void
test_digest(void)
{
	char hex[65];

	sha256_hex("abc", 3, hex); /* FIPS 180-4, appendix B.1 */
	g_assert_cmpstr(hex, ==,
		"ba7816bf8f01cfea414140de5dae2223"
		"b00361a396177a9cb410ff61f20015ad");
	g_assert_true(bytes_equal("ab", "ab", 2));
	g_assert_false(bytes_equal("ab", "ac", 2));
	g_assert_true(bytes_equal("a", "b", 0));
}

/* ---- tables and JSON ---------------------------------------------------- */

static void
test_table(void)
{
	POOL_AUTO pool = pool_new();
	struct table *table = table_new(pool, 3);

	table_head(table, 0, "who", false);
	table_head(table, 1, "mails", true);
	table_head(table, 2, "why", false);
	table_row(table, (const char *const[]){ "Ana", "7", "answered" });
	table_row(table, (const char *const[]){ "日本", "12", NULL });
	g_assert_cmpstr(table_print(table, 80, false), ==,
		"who   mails  why\n"
		"Ana       7  answered\n"
		"日本     12\n");
	table_row(table,
		(const char *const[]){ "Bo\033[2J\n", "1",
			"a long story about everything that ever was" });
	g_assert_cmpstr(table_print(table, 30, false), ==,
		"who     mails  why\n"
		"Ana         7  answered\n"
		"日本       12\n"
		"Bo [2J      1  a long story a…\n");
	g_assert_true(strstr(table_print(table, 0, false), "ever was"));
	g_assert_true(
		g_str_has_prefix(table_print(table, 80, true), "\033[1mwho"));
	table_row(table,
		(const char *const[]){
			"日本語日本語日本語", "1", "日本語日本語日本語" });
	g_auto(GStrv) lines =
		g_strsplit(table_print(table, 25, false), "\n", 0);
	for (char **line = lines; *line; line++) {
		size_t cells = 0;

		for (const char *p = *line; *p; p = g_utf8_next_char(p))
			cells += 1 + g_unichar_iswide(g_utf8_get_char(p));
		g_assert_cmpuint(cells, <=, 25);
	}
}

static void
test_json(void)
{
	POOL_AUTO pool = pool_new();

	g_assert_cmpstr(json_string(pool, NULL), ==, "null");
	g_assert_cmpstr(json_string(pool, ""), ==, "\"\"");
	g_assert_cmpstr(json_string(pool, "a\"b\\c\n\t\x01\x7f"), ==,
		"\"a\\\"b\\\\c\\n\\u0009\\u0001\\u007f\"");
	/* CSI in one character, and text that runs backwards */
	g_assert_cmpstr(json_string(pool,
				"\xc2\x9b"
				"2J\xe2\x80\xae"),
		==, "\"\\u009b2J\\u202e\"");
	g_assert_cmpstr(json_string(pool, "ü\xff"), ==, "\"ü\xef\xbf\xbd\"");
}

/* ---- notify ------------------------------------------------------------- */

static int
listener(const char *path, bool abstract)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	g_strlcpy(at.sun_path + abstract, path + abstract,
		sizeof at.sun_path - 1);
	g_assert_cmpint(
		bind(fd, (const struct sockaddr *)&at,
			(socklen_t)(offsetof(struct sockaddr_un, sun_path) +
				strlen(path))),
		==, 0);
	return fd;
}

static void
test_notify(void)
{
	g_autofree char *dir = g_dir_make_tmp("notify-XXXXXX", NULL);
	g_autofree char *file = g_build_filename(dir, "socket", NULL);
	g_autofree char *abstract = g_strdup_printf("@%s", file);
	const char *const paths[] = { file, abstract };

	g_unsetenv("NOTIFY_SOCKET");
	g_assert_false(notify_watchdog());
	for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
		char got[100] = "";
		int fd = listener(paths[i], i == 1);

		g_setenv("NOTIFY_SOCKET", paths[i], TRUE);
		g_assert_true(notify_ready("ready"));
		g_assert_cmpint(read(fd, got, sizeof got - 1), ==, 20);
		g_assert_cmpstr(got, ==, "READY=1\nSTATUS=ready");
		close(fd);
	}
	unlink(file);
	rmdir(dir);
	g_assert_false(notify_watchdog());
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/base/pool", test_pool);
	g_test_add_func("/base/err", test_err);
	g_test_add_func("/base/addresses", test_addresses);
	g_test_add_func("/base/one-line", test_one_line);
	g_test_add_func("/base/words", test_words);
	g_test_add_func("/base/durations", test_durations);
	g_test_add_func("/base/calendar", test_calendar);
	g_test_add_func("/base/gaps-and-folds", test_gaps_and_folds);
	g_test_add_func("/base/round-trip", test_round_trip);
	g_test_add_func("/base/zones", test_zones);
	g_test_add_func("/base/token", test_token);
	g_test_add_func("/base/digest", test_digest);
	g_test_add_func("/base/table", test_table);
	g_test_add_func("/base/json", test_json);
	g_test_add_func("/base/notify", test_notify);
	return g_test_run();
}
