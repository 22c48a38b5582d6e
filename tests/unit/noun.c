/* The nouns: names, fields, and finding and adding facts. */
#include <glib.h>
#include <string.h>

#include "noun/facts.h"
#include "noun/fields.h"

/* Every name of a table is there and stands there once. */
#define NAMES_ARE_GOOD(name, type, last)                                  \
 do {                                                                     \
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal); \
  for (unsigned i = 0; i <= (unsigned)(last); i++) {                      \
   const char *text = name((enum type)i);                                 \
   g_assert_nonnull(text);                                                \
   g_assert_cmpuint(strlen(text), >, 0);                                  \
   g_assert_true(g_hash_table_add(seen, (void *)(uintptr_t)text));        \
  }                                                                       \
 } while (0)

static void
test_names(void)
{
	NAMES_ARE_GOOD(ask_state_name, ask_state, ASK_CLOSED);
	NAMES_ARE_GOOD(due_kind_name, due_kind, DUE_END);
	NAMES_ARE_GOOD(due_state_name, due_state, DUE_DROPPED);
	NAMES_ARE_GOOD(subject_kind_name, subject_kind, SUBJECT_ASK);
	NAMES_ARE_GOOD(letter_kind_name, letter_kind, LETTER_UNREADABLE);
	NAMES_ARE_GOOD(confidence_name, confidence, CONFIDENCE_UNSURE);
	NAMES_ARE_GOOD(bounce_action_name, bounce_action, BOUNCE_OPERATOR);
	NAMES_ARE_GOOD(command_name, command, COMMAND_APPROVE);
	NAMES_ARE_GOOD(line_reason_name, line_reason, LINE_BLANK);
	NAMES_ARE_GOOD(mail_state_name, mail_state, MAIL_CANCELLED);
	NAMES_ARE_GOOD(moment_name, moment, MOMENT_COUNT - 1);
	NAMES_ARE_GOOD(match_state_name, match_state, MATCH_DISCARDED);
	NAMES_ARE_GOOD(run_state_name, run_state, RUN_DISCARDED);
	NAMES_ARE_GOOD(outcome_kind_name, outcome_kind, OUTCOME_COUNT - 1);
	NAMES_ARE_GOOD(disposition_name, disposition, DISPOSITION_COUNT - 1);
	NAMES_ARE_GOOD(
		participant_state_name, participant_state, PARTICIPANT_LEFT);
	NAMES_ARE_GOOD(role_name, role, ROLE_MENTEE);
	NAMES_ARE_GOOD(session_state_name, session_state, SESSION_CANCELLED);
	NAMES_ARE_GOOD(partstat_name, partstat, PARTSTAT_DECLINED);
}

static void
test_parse(void)
{
	enum partstat partstat = PARTSTAT_DECLINED;
	enum moment moment = MOMENT_HELP;

	for (unsigned i = 0; i < MOMENT_COUNT; i++) {
		g_assert_true(
			moment_parse(moment_name((enum moment)i), &moment));
		g_assert_cmpuint(moment, ==, i);
	}
	g_assert_false(moment_parse("Welcome", &moment));
	g_assert_cmpuint(moment, ==, MOMENT_COUNT - 1);
	g_assert_false(partstat_parse("DELEGATED", &partstat));
	g_assert_cmpint(partstat, ==, PARTSTAT_DECLINED);
	g_assert_true(partstat_parse("needs-action", &partstat));
	g_assert_cmpint(partstat, ==, PARTSTAT_NEEDS_ACTION);
}

static void
test_people(void)
{
	POOL_AUTO pool = pool_new();
	struct participant p = { .name = "  Zo\xc3\xab Ruiz" };

	g_assert_cmpstr(participant_first_name(pool, &p), ==, "Zo\xc3\xab");
	p.name = "Plato";
	g_assert_cmpstr(participant_first_name(pool, &p), ==, "Plato");
	*LIST_ADD(pool, &p.attributes) = (struct attribute){ "a", "1" };
	g_assert_cmpstr(participant_attribute(&p, "a"), ==, "1");
	g_assert_null(participant_attribute(&p, "A"));
	g_assert_true(participant_reachable(&p));
	g_assert_true(participant_present(&p, 100));
	p.away_until = 101;
	g_assert_false(participant_present(&p, 100));
	g_assert_true(participant_present(&p, 101));
	p.state = PARTICIPANT_PAUSED;
	g_assert_true(participant_reachable(&p));
	g_assert_false(participant_present(&p, 200));
	p.state = PARTICIPANT_SUSPENDED;
	g_assert_false(participant_reachable(&p));
	p.state = PARTICIPANT_LEFT;
	g_assert_false(participant_reachable(&p));
}

static void
test_small(void)
{
	POOL_AUTO pool = pool_new();
	struct ask ask = { .state = ASK_UNCLEAR };
	struct session session = { 0 };
	struct match match = { .members = { { 3, 9 }, 2 } };

	g_assert_true(ask_waits(&ask));
	ask.state = ASK_ANSWERED;
	g_assert_false(ask_waits(&ask));
	LIST_ADD(pool, &ask.answers)->question = "met";
	g_assert_true(ask_answer(&ask, "met") == &ask.answers.at[0]);
	g_assert_null(ask_answer(&ask, "rating"));
	LIST_ADD(pool, &session.attendees)->participant = 4;
	g_assert_true(session_attendee(&session, 4) == session.attendees.at);
	g_assert_null(session_attendee(&session, 5));
	g_assert_true(match_has(&match, 9));
	g_assert_false(match_has(&match, 4));
}

static void
test_fields(void)
{
	POOL_AUTO pool = pool_new();
	struct fields *outer = fields_new(pool, NULL);
	struct fields *inner = fields_new(pool, outer);

	fields_text(pool, outer, "name", "Ana");
	fields_text(pool, outer, "empty", NULL);
	fields_truth(pool, outer, "trio", true);
	fields_printf(pool, inner, "count", "%d of %d", 2, 3);
	g_assert_cmpstr(fields_find(inner, "name")->text, ==, "Ana");
	g_assert_cmpstr(fields_find(inner, "empty")->text, ==, "");
	g_assert_true(fields_find(inner, "trio")->truth);
	g_assert_cmpstr(fields_find(inner, "count")->text, ==, "2 of 3");
	g_assert_null(fields_find(outer, "count"));
	fields_text(pool, inner, "name", "Ben");
	g_assert_cmpstr(fields_find(inner, "name")->text, ==, "Ben");
	g_assert_cmpstr(fields_find(outer, "name")->text, ==, "Ana");
	fields_text(pool, inner, "name", "Cem");
	g_assert_cmpuint(inner->all.n, ==, 2);
	fields_list(pool, outer, "none");
	g_assert_cmpint(fields_find(outer, "none")->kind, ==, FIELD_LIST);
	g_assert_cmpuint(fields_find(outer, "none")->list.n, ==, 0);
	for (int i = 0; i < 40; i++)
		fields_printf(
			pool, fields_item(pool, outer, "items"), "n", "%d", i);
	const struct field *items = fields_find(outer, "items");
	g_assert_cmpuint(items->list.n, ==, 40);
	g_assert_cmpstr(fields_find(items->list.at[39], "n")->text, ==, "39");
	g_assert_cmpstr(
		fields_find(items->list.at[39], "name")->text, ==, "Ana");
}

static struct facts
some_facts(struct pool *pool)
{
	struct facts facts = { .pool = pool, .now = 1000 };

	facts.next.participant = facts.next.match = facts.next.run = 10;
	facts.next.session = facts.next.ask = facts.next.due = 10;
	return facts;
}

static void
test_find(void)
{
	POOL_AUTO pool = pool_new();
	struct facts facts = some_facts(pool);
	static const int64_t ids[] = { 5, 2, 9, 1, 7 }; /* in no order */

	g_assert_null(facts_participant(&facts, 1));
	for (size_t i = 0; i < G_N_ELEMENTS(ids); i++) {
		struct participant *p = POOL_NEW(pool, struct participant);

		p->id = ids[i];
		*LIST_ADD(pool, &facts.participants) = p;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(ids); i++)
		g_assert_true(facts_participant(&facts, ids[i]) ==
			facts.participants.at[i]);
	g_assert_null(facts_participant(&facts, 3));
	for (int i = 0; i < 20; i++)
		g_assert_cmpint(facts_new_session(&facts)->id, ==, 10 + i);
	g_assert_cmpint(facts_session(&facts, 29)->change, ==, FACT_NEW);
	g_assert_null(facts_session(&facts, 30));
	g_assert_true(facts_new_run(&facts) == facts_run(&facts, 10));
	g_assert_true(facts_new_ask(&facts) == facts_ask(&facts, 10));
	g_assert_true(
		facts_new_participant(&facts) == facts_participant(&facts, 10));
}

static void
test_active(void)
{
	POOL_AUTO pool = pool_new();
	struct facts facts = some_facts(pool);
	struct match *old = facts_new_match(&facts);
	struct match *now = facts_new_match(&facts);

	old->members = now->members =
		(struct member_list){ .at = { 3, 4 }, .n = 2 };
	old->state = MATCH_ENDED;
	now->state = MATCH_ACTIVE;
	g_assert_true(facts_active_match(&facts, 4) == now);
	g_assert_null(facts_active_match(&facts, 5));
	g_assert_true(facts_match(&facts, old->id) == old);
}

/* An occurrence is planned once, also when it came from the store. */
static void
test_dues(void)
{
	POOL_AUTO pool = pool_new();
	struct facts facts = some_facts(pool);
	struct due *stored = POOL_NEW(pool, struct due);
	struct due *nameless = POOL_NEW(pool, struct due);

	stored->occurrence = "step/a/match/7";
	*LIST_ADD(pool, &facts.dues) = stored;
	*LIST_ADD(pool, &facts.dues) = nameless;
	g_assert_true(facts_new_due(&facts, DUE_STEP, 5, SUBJECT_MATCH, 7,
			      "step/%s/match/%d", "a", 7) == stored);
	for (int i = 0; i < 1000; i++) {
		struct due *due = facts_new_due(
			&facts, DUE_REMIND, i, SUBJECT_ASK, i, "remind/%d", i);

		g_assert_cmpint(due->id, ==, 10 + i);
		g_assert_cmpint(due->subject, ==, i);
		g_assert_cmpint(due->change, ==, FACT_NEW);
		g_assert_cmpint(due->state, ==, DUE_WAITING);
	}
	for (int i = 0; i < 1000; i++)
		g_assert_cmpint(facts_new_due(&facts, DUE_REMIND, 0,
					SUBJECT_ASK, 0, "remind/%d", i)
					->id,
			==, 10 + i);
	g_assert_cmpuint(facts.dues.n, ==, 1002);
	/* One that is loaded in between counts as well. */
	stored = POOL_NEW(pool, struct due);
	stored->occurrence = "late";
	*LIST_ADD(pool, &facts.dues) = stored;
	g_assert_true(facts_new_due(&facts, DUE_END, 1, SUBJECT_PROGRAM, 0,
			      "%s", "late") == stored);
}

static void
test_appended(void)
{
	POOL_AUTO pool = pool_new();
	struct facts facts = some_facts(pool);
	struct mail_request *mail =
		facts_new_mail(&facts, MOMENT_NUDGE, 4, "nudge/%d", 9);
	struct outcome *outcome =
		facts_new_outcome(&facts, OUTCOME_NUDGED, "%s", "");

	g_assert_cmpstr(mail->occurrence, ==, "nudge/9");
	g_assert_cmpint(mail->participant, ==, 4);
	g_assert_cmpint(outcome->at, ==, 1000);
	g_assert_cmpstr(outcome->detail, ==, "");
	struct participant p = { 0 };
	fact_touch(&p);
	g_assert_cmpint(p.change, ==, FACT_CHANGED);
	p.change = FACT_NEW;
	fact_touch(&p);
	g_assert_cmpint(p.change, ==, FACT_NEW);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/noun/names", test_names);
	g_test_add_func("/noun/parse", test_parse);
	g_test_add_func("/noun/people", test_people);
	g_test_add_func("/noun/small", test_small);
	g_test_add_func("/noun/fields", test_fields);
	g_test_add_func("/noun/find", test_find);
	g_test_add_func("/noun/active", test_active);
	g_test_add_func("/noun/dues", test_dues);
	g_test_add_func("/noun/appended", test_appended);
	return g_test_run();
}
