/* What the tests of the store share: a store in a folder of its own, people
 * and matches to put in, and a raw handle for doing what mentord never does.
 */
#ifndef MENTORD_STORE_TEST_H
#define MENTORD_STORE_TEST_H

#include <glib.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "store/store.h"

#define NOW ((int64_t)1800000000)

struct bench {
	char *dir, *path;
	struct store *store;
	struct pool *pool;
	struct err err;
};

/* err is shown when a step fails. */
#define OK(bench, step)                                \
 do {                                                  \
  bool ok_ = (step);                                   \
  if (!ok_)                                            \
   g_test_message("%s: %s", #step, (bench)->err.text); \
  g_assert_true(ok_);                                  \
 } while (0)

static inline void
bench_open(struct bench *bench)
{
	*bench = (struct bench){ .pool = pool_new() };
	bench->dir = g_dir_make_tmp("mentord-store-XXXXXX", NULL);
	bench->path = g_build_filename(bench->dir, STORE_FILE, NULL);
	bench->store =
		store_open(bench->dir, "spring", STORE_WRITE, &bench->err);
	OK(bench, bench->store != NULL);
}

static inline void
bench_reopen(struct bench *bench)
{
	store_close(bench->store);
	bench->store =
		store_open(bench->dir, "spring", STORE_WRITE, &bench->err);
	OK(bench, bench->store != NULL);
}

static inline void
bench_close(struct bench *bench)
{
	store_close(bench->store);
	pool_free(bench->pool);
	GDir *dir = g_dir_open(bench->dir, 0, NULL);
	for (const char *name; dir && (name = g_dir_read_name(dir));) {
		g_autofree char *path =
			g_build_filename(bench->dir, name, NULL);

		g_remove(path);
	}
	g_dir_close(dir);
	g_rmdir(bench->dir);
	g_free(bench->dir);
	g_free(bench->path);
}

/* A statement through a handle of its own. Returns SQLite's code. */
static inline int
bench_raw(struct bench *bench, const char *sql)
{
	sqlite3 *db;
	int code = sqlite3_open(bench->path, &db);

	if (code == SQLITE_OK)
		code = sqlite3_exec(db, sql, NULL, NULL, NULL);
	sqlite3_close(db);
	return code;
}

/* The first number it gives. */
static inline int64_t
bench_ask(struct bench *bench, const char *sql)
{
	sqlite3 *db;
	sqlite3_stmt *st = NULL;
	int64_t value = -1;

	sqlite3_open(bench->path, &db);
	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK &&
		sqlite3_step(st) == SQLITE_ROW)
		value = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	sqlite3_close(db);
	return value;
}

static inline struct facts *
bench_facts(struct bench *bench)
{
	return store_facts(bench->store, bench->pool, NOW);
}

/* Facts that were just loaded for a subject. */
static inline struct facts *
bench_load(struct bench *bench, enum subject_kind kind, int64_t id)
{
	struct facts *facts = bench_facts(bench);

	OK(bench, store_load(bench->store, facts, kind, id, &bench->err));
	return facts;
}

static inline struct participant *
add_person(struct facts *facts, const char *name)
{
	struct participant *p = facts_new_participant(facts);

	p->name = pool_strdup(facts->pool, name);
	p->key = pool_printf(facts->pool, "%s-%d", name, (int)p->id);
	p->email = pool_printf(facts->pool, "%s@Example.ORG", p->key);
	p->joined_at = NOW;
	return p;
}

static inline struct match *
add_match(struct facts *facts, int64_t a, int64_t b)
{
	struct match *match = facts_new_match(facts);

	match->state = MATCH_ACTIVE;
	match->made_at = match->published_at = NOW;
	match->members.at[match->members.n++] = a;
	match->members.at[match->members.n++] = b;
	return match;
}

static inline struct session *
add_session(struct facts *facts, const struct match *match, int number)
{
	struct session *session = facts_new_session(facts);

	session->match = match->id;
	session->number = number;
	session->starts_at = NOW + number * 604800;
	session->minutes = 45;
	session->uid = pool_printf(
		facts->pool, "session-%d@example.org", (int)session->id);
	for (size_t i = 0; i < match->members.n; i++) {
		struct attendee *attendee =
			LIST_ADD(facts->pool, &session->attendees);

		attendee->participant = match->members.at[i];
		attendee->reply_sequence = -1;
	}
	return session;
}

/* A weekly series of so many, and its sessions. */
static inline struct series *
add_series(struct facts *facts, const struct match *match, int count)
{
	struct series *series = facts_new_series(facts);

	series->match = match->id;
	series->uid = pool_printf(
		facts->pool, "series-%d@example.org", (int)series->id);
	series->sequence = 3;
	series->dtstamp = series->created_at = NOW;
	series->starts_at = NOW + 604800;
	series->minutes = 45;
	series->weeks = 1;
	series->count = count;
	series->zone = "Europe/Berlin";
	series->place = "Room 5";
	for (int i = 1; i <= count; i++) {
		struct session *session = add_session(facts, match, i);

		session->uid = series->uid;
		session->series = series->id;
		session->original_at = session->starts_at;
	}
	return series;
}

static inline struct proposal *
add_proposal(struct facts *facts, int64_t session)
{
	struct proposal *proposal = facts_new_proposal(facts);

	proposal->session = session;
	proposal->starts_at = NOW + 864000;
	proposal->minutes = 30;
	proposal->round = 1;
	proposal->made_at = NOW;
	return proposal;
}

static inline struct poll *
add_poll(struct facts *facts, int64_t match)
{
	struct poll *poll = facts_new_poll(facts);

	poll->match = match;
	poll->minutes = 45;
	poll->round = 1;
	poll->opened_at = NOW;
	poll->closes_at = NOW + 259200;
	*LIST_ADD(facts->pool, &poll->slots) = NOW + 604800;
	*LIST_ADD(facts->pool, &poll->slots) = NOW + 691200;
	return poll;
}

static inline struct ask *
add_ask(struct facts *facts, int64_t participant, int64_t match)
{
	struct ask *ask = facts_new_ask(facts);

	ask->participant = participant;
	ask->match = match;
	ask->form = "checkin";
	ask->opened_at = NOW;
	return ask;
}

static inline struct directive *
add_directive(struct facts *facts, enum directive_kind kind, int64_t one,
	int64_t other)
{
	struct directive *directive = facts_new_directive(facts);

	directive->kind = kind;
	directive->one = one;
	directive->other = other;
	return directive;
}

/* A queued mail that may go out now; saved by the caller. */
static inline struct mail
make_mail(struct facts *facts, const char *occurrence)
{
	int64_t id = facts->next.mail++;

	return (struct mail){
		.id = id,
		.occurrence = occurrence,
		.moment = MOMENT_CHECKIN,
		.recipient = "ana@example.org",
		.envelope_from = "mentoring+b@example.org",
		.message_id = pool_printf(facts->pool, "m%d@x", (int)id),
		.bytes = "Subject: x\r\n\r\nHow was it?\r\n",
		.len = 27,
		.created_at = NOW,
		.not_before = NOW,
		.expires_at = NOW + 432000,
	};
}

static inline bool
has_text(const struct text_list *list, const char *part)
{
	for (size_t i = 0; i < list->n; i++)
		if (strstr(list->at[i], part))
			return true;
	return false;
}

#define TEST_MAIN(add)              \
 int main(int argc, char **argv)    \
 {                                  \
  g_test_init(&argc, &argv, NULL);  \
  g_test_set_nonfatal_assertions(); \
  add();                            \
  return g_test_run();              \
 }

static inline void
give(struct facts *facts, int64_t who, const char *question, const char *value)
{
	struct ask *ask = add_ask(facts, who, 0);

	ask->state = ASK_ANSWERED;
	ask->reminders = 1;
	*LIST_ADD(facts->pool, &ask->answers) = (struct answer){
		.question = question, .value = value, .raw = "secret words"
	};
}

static inline void
letters(struct bench *b)
{
	char sha256[65];

	sha256_hex("", 0, sha256);
	for (int i = 0; i <= DISPOSITION_COUNT; i++) {
		struct inbox letter = { .mailbox = "INBOX",
			.uid = i + 1,
			.sha256 = sha256,
			.disposition = (enum disposition)i,
			.reason = "killed the reader",
			.applied_at = NOW + 1 };
		bool known;

		OK(b,
			store_add_letter(b->store, &letter, &letter.id, &known,
				&b->err));
		if (i < DISPOSITION_COUNT)
			OK(b, store_applied(b->store, &letter, &b->err));
	}
}

#endif
