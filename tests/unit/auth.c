/* Authentication-Results: believed from one server, in one place, or not. */
#include <glib.h>
#include <string.h>

#include "read/kind.h"

#define ID   "mx.home.example"
#define MINE "Received: from a by mx.home.example; Mon\n"
#define PASS "Authentication-Results: mx.home.example; "

static enum auth
judge_behind(int hops, const char *head)
{
	POOL_AUTO pool = pool_new();
	struct header_list fields = header_split(pool, head, strlen(head));
	const char *why;

	return auth_read(pool, &fields, ID, hops, "example.org", &why);
}

static enum auth
judge(const char *head)
{
	return judge_behind(0, head);
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
		/* so is a version of the grammar that nobody knows yet */
		{ "Authentication-Results: mx.home.example 2; dmarc=pass "
		  "header.from=example.org\n",
			AUTH_NONE },
		{ PASS "dmarc=pass) header.from=example.org\n", AUTH_NONE },
		/* blanks, comments and quotes wherever the grammar has them */
		{ "Authentication-Results: (x) mx.home.example (y) 1 (z) ; "
		  "dmarc (a) = (b) pass (c (d) e) header.from(f)=\t"
		  "example.org\n",
			AUTH_PASS },
		{ "Authentication-Results:\n mx.home.example;\n"
		  "\tdmarc=pass(p=none)header.from=example.org\n",
			AUTH_PASS },
		{ "Authentication-Results: \"mx.home.example\"; dmarc=pass "
		  "reason=\"a \\\"b\\\"; c\" header.from=\"example.org\"\n",
			AUTH_PASS },
		{ PASS "dmarc/1=pass header.from=example.org\n", AUTH_PASS },
		{ PASS "dmarc=pass header.from=ana@example.org\n", AUTH_PASS },
		{ PASS "spf=pass smtp.mailfrom=\"x; dmarc=pass "
		       "header.from=example.org\"@evil.example\n",
			AUTH_NONE },
		{ PASS "dkim=pass header.i=\"@example.org\"@evil.example\n",
			AUTH_NONE },
		{ PASS "dkim=pass header.i=\"\\@example.org\\ "
		       "\"@evil.example\n",
			AUTH_NONE },
		{ PASS "x-dmarc=pass header.from=example.org\n", AUTH_NONE },
		{ PASS "dmarc=passed header.from=example.org\n", AUTH_NONE },
		{ PASS "dmarc=pass header.from=example.org.evil.example\n",
			AUTH_NONE },
		{ PASS "dmarc=pass xheader.from=example.org\n", AUTH_NONE },
		{ "Authentication-Results: xmx.home.example; dmarc=pass "
		  "header.from=example.org\n",
			AUTH_NONE },
		{ "X: y\n", AUTH_NONE },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_test_message("%s", cases[i].head);
		g_assert_cmpint(judge(cases[i].head), ==, cases[i].want);
	}
}

#define GOOD "dmarc=pass header.from=example.org\n"
#define EDGE                                                \
 "Received: from mx.home.example (unknown [203.0.113.9])\n" \
 "\tby mx.home.example (Postfix) with ESMTP id 1; Mon\n"

/* Whatever a sender writes below stands there: nothing of it counts. */
static void
test_places(void)
{
	static const struct {
		const char *head;
		enum auth want;
	} cases[] = {
		/* ours above its Received, or right below it */
		{ PASS GOOD EDGE, AUTH_PASS },
		{ EDGE PASS GOOD, AUTH_PASS },
		{ "Received: by store.home.example with LMTP; Mon\n"
		  "Received: from mx.home.example (mx.home.example "
		  "[198.51.100.2]) by store.home.example; Mon\n" EDGE PASS GOOD,
			AUTH_PASS },
		{ "Received: from localhost (localhost [127.0.0.1]) by "
		  "mx.home.example; Mon\n" PASS GOOD EDGE,
			AUTH_PASS },
		{ "Received: from filter (filter [10.1.2.3]) by "
		  "mx.home.example; Mon\n" EDGE PASS GOOD,
			AUTH_PASS },
		/* one of the sender's, under a Received that is as well */
		{ EDGE MINE PASS GOOD, AUTH_NONE },
		{ EDGE EDGE PASS GOOD, AUTH_NONE },
		{ EDGE "Received: by mx.home.example; Mon\n" PASS GOOD,
			AUTH_NONE },
		{ "Received: from mx.home.example (HELO mx.home.example) "
		  "([203.0.113.9]) by mx.home.example; Mon\n" MINE PASS GOOD,
			AUTH_NONE },
		{ "Received: from x (172.32.0.1 [172.32.0.1]) by "
		  "mx.home.example; Mon\n" MINE PASS GOOD,
			AUTH_NONE },
		{ "Received: from x (y by mx.home.example ) by "
		  "relay.other.example; Mon\n" PASS GOOD,
			AUTH_NONE },
		/* ours spoke above and said nothing of the sender */
		{ PASS "spf=none\n" EDGE PASS GOOD, AUTH_NONE },
		{ PASS "spf=none\n" EDGE MINE PASS GOOD, AUTH_NONE },
		{ PASS "dmarc=pass header.from=other.example\n" EDGE PASS GOOD,
			AUTH_NONE },
		/* nor does a failure there count against anybody */
		{ PASS GOOD EDGE PASS "dmarc=fail\n", AUTH_PASS },
		/* somebody else's field above is not ours */
		{ "Authentication-Results: other.example; dmarc=none\n" EDGE
				PASS GOOD,
			AUTH_PASS },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_test_message("%s", cases[i].head);
		g_assert_cmpint(judge(cases[i].head), ==, cases[i].want);
	}
}

/* Where the coordinator knows how many hosts of theirs a mail passes, what
 * stands below is a stranger's, in whatever name it speaks, and what stands
 * above is ours, whatever those hosts are called. */
static void
test_numbers(void)
{
	static const struct {
		int hops;
		const char *head;
		enum auth want;
	} cases[] = { { 1, PASS GOOD EDGE, AUTH_PASS },
		{ 1, EDGE PASS GOOD, AUTH_NONE },
		{ 1, PASS "spf=none\n" EDGE PASS GOOD, AUTH_NONE },
		{ 1, PASS "dmarc=fail header.from=example.org\n" EDGE PASS GOOD,
			AUTH_FAIL },
		{ 2, MINE PASS GOOD EDGE, AUTH_PASS },
		{ 2, MINE EDGE PASS GOOD, AUTH_NONE },
		{ 1, MINE PASS GOOD EDGE, AUTH_NONE },
		{ 2, "Received: by inner.host.example; Mon\n" PASS GOOD EDGE,
			AUTH_PASS },
		{ 10, PASS GOOD, AUTH_PASS }, { 1, EDGE EDGE, AUTH_NONE } };

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_test_message("%d: %s", cases[i].hops, cases[i].head);
		g_assert_cmpint(judge_behind(cases[i].hops, cases[i].head), ==,
			cases[i].want);
	}
}

static void
test_unconfigured(void)
{
	POOL_AUTO pool = pool_new();
	const char *head = PASS "dmarc=pass header.from=example.org\n", *why;
	struct header_list fields = header_split(pool, head, strlen(head));

	g_assert_cmpint(auth_read(pool, &fields, NULL, 1, "example.org", &why),
		==, AUTH_NONE);
	g_assert_cmpint(
		auth_read(pool, &fields, ID, 0, NULL, &why), ==, AUTH_NONE);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/auth/results", test_results);
	g_test_add_func("/auth/places", test_places);
	g_test_add_func("/auth/numbers", test_numbers);
	g_test_add_func("/auth/unconfigured", test_unconfigured);
	return g_test_run();
}
