/* Authentication-Results: believed from one server, in one place, or not. */
#include <glib.h>
#include <string.h>

#include "read/kind.h"

#define ID   "mx.home.example"
#define MINE "Received: from a by mx.home.example; Mon\n"
#define PASS "Authentication-Results: mx.home.example; "

static enum auth
judge(const char *head)
{
	POOL_AUTO pool = pool_new();
	struct header_list fields = header_split(pool, head, strlen(head));
	const char *why;

	return auth_read(pool, &fields, ID, "example.org", &why);
}

static void
test_results(void)
{
	static const struct {
		const char *head;
		enum auth want;
	} cases[] = {
		{ PASS "dmarc=pass header.from=example.org\n", AUTH_PASS },
		{ PASS "dmarc=pass (p=none) header.from=example.org\n",
			AUTH_PASS },
		{ PASS "dmarc=pass header.from=evil.example\n", AUTH_NONE },
		{ PASS "dmarc=pass\n", AUTH_NONE },
		{ PASS "dmarc=fail header.from=example.org\n", AUTH_FAIL },
		{ PASS "spf=pass smtp.mailfrom=example.org\n", AUTH_NONE },
		{ PASS "dkim=pass header.d=example.org\n", AUTH_PASS },
		{ PASS "dkim=pass header.i=@example.org\n", AUTH_PASS },
		{ PASS "dkim=pass header.d=other.example\n", AUTH_NONE },
		{ PASS "none\n", AUTH_NONE },
		{ "Authentication-Results: evil.example; dmarc=pass "
		  "header.from=example.org\n",
			AUTH_NONE },
		{ "Authentication-Results: MX.Home.Example 1; dmarc=pass "
		  "header.from=Example.Org\n",
			AUTH_PASS },
		{ PASS "dmarc=fail header.from=example.org\n" PASS
		       "dmarc=pass header.from=example.org\n",
			AUTH_FAIL },
		{ PASS "dmarc=pass header.from=example.org\n" PASS
		       "dmarc=fail header.from=example.org\n",
			AUTH_FAIL },
		/* the first that speaks of a method: below it a server that
		 * removes nothing lets the sender speak in its name */
		{ PASS "dmarc=none; dkim=none\n" MINE PASS
		       "dmarc=pass header.from=example.org\n",
			AUTH_NONE },
		{ PASS "dmarc=none; dkim=none\n" MINE PASS
		       "dkim=pass header.d=example.org\n",
			AUTH_NONE },
		{ PASS "spf=pass\n" PASS "dmarc=pass header.from=example.org\n",
			AUTH_PASS },
		{ PASS "dkim=none; dkim=pass header.d=example.org\n",
			AUTH_PASS },
		/* below another host's Received it is the sender's own */
		{ "Received: from x by relay.other.example; Mon\n" PASS
		  "dmarc=pass header.from=example.org\n",
			AUTH_NONE },
		{ MINE PASS "dmarc=pass header.from=example.org\n", AUTH_PASS },
		/* broken fields are void */
		{ PASS "dmarc=pass (header.from=example.org\n", AUTH_NONE },
		{ PASS "rubbish; dmarc=pass header.from=example.org\n",
			AUTH_NONE },
		{ PASS "\"dmarc=pass header.from=example.org\n", AUTH_NONE },
		/* a comment or a quotation is no result */
		{ PASS "spf=none (dmarc=pass header.from=example.org)\n",
			AUTH_NONE },
		{ PASS "spf=none reason=\"; dmarc=pass "
		       "header.from=example.org\"\n",
			AUTH_NONE },
		{ "X: y\n", AUTH_NONE },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_test_message("%s", cases[i].head);
		g_assert_cmpint(judge(cases[i].head), ==, cases[i].want);
	}
}

static void
test_unconfigured(void)
{
	POOL_AUTO pool = pool_new();
	const char *head = PASS "dmarc=pass header.from=example.org\n", *why;
	struct header_list fields = header_split(pool, head, strlen(head));

	g_assert_cmpint(auth_read(pool, &fields, NULL, "example.org", &why), ==,
		AUTH_NONE);
	g_assert_cmpint(
		auth_read(pool, &fields, ID, NULL, &why), ==, AUTH_NONE);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/auth/results", test_results);
	g_test_add_func("/auth/unconfigured", test_unconfigured);
	return g_test_run();
}
