/* Letters no person wrote: automatic replies, bounces, refusals, complaints,
 * and what cannot be read. */
#include "decide_world.h"

static void
test_auto_reply(void)
{
	struct world *w = world_new(2);
	struct ask *ask = open_checkin(w);
	struct post post = post_from(w, 1, ask);
	int64_t heard = person(w, 1)->heard_at;

	post.letter.kind = LETTER_AUTO_REPLY;
	post.letter.head.automatic = true;
	post.letter.until = date_of("2027-02-01");
	say(w, &post, 1, "yes", CONFIDENCE_SURE);
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_AUTO_REPLY);
	g_assert_cmpuint(w->fresh.n, ==, 0);
	g_assert_cmpuint(ask->answers.n, ==, 0);
	g_assert_cmpint(person(w, 1)->heard_at, ==, heard);
	g_assert_cmpint(
		person(w, 1)->away_until, ==, berlin("2027-02-01 00:00"));
	post.letter.until = date_of("2099-01-01");
	receive(w, &post);
	g_assert_cmpint(person(w, 1)->away_until, ==, w->facts->now + 90 * DAY);
	/* one that the reader took for a reply has no effect either */
	post.letter.kind = LETTER_REPLY;
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COORDINATOR);
	g_assert_cmpuint(ask->answers.n, ==, 0);
	world_free(w);
}

/* A vacation program writes to the envelope sender, whose secret counts; one
 * without any secret does not. */
static void
test_auto_reply_to_envelope(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct post post = post_from(w, 1, NULL);
	post.letter.kind = LETTER_AUTO_REPLY;
	post.letter.until = date_of("2027-02-01");
	post.about.token = false;
	ends_as(w, &post);
	g_assert_cmpint(
		person(w, 1)->away_until, <, berlin("2027-02-01 00:00"));
	post.about.bounced = 12;
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_AUTO_REPLY);
	g_assert_cmpint(
		person(w, 1)->away_until, ==, berlin("2027-02-01 00:00"));
	world_free(w);
}

/* Nobody answers a challenge; the coordinators hear of it, once. A receipt is
 * nothing at all. */
static void
test_challenge(void)
{
	struct world *w = world_new(2);
	struct ask *ask = open_checkin(w);
	struct post post = post_from(w, 1, ask);
	int64_t away = person(w, 1)->away_until;

	post.letter.kind = LETTER_AUTO_REPLY;
	post.letter.auto_reply = AUTO_REPLY_RECEIPT;
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_IGNORED);
	g_assert_cmpuint(w->fresh.n, ==, 0);
	post.letter.auto_reply = AUTO_REPLY_CHALLENGE;
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_AUTO_REPLY);
	g_assert_cmpuint(w->fresh.n, ==, 1);
	g_assert_cmpint(w->fresh.at[0].moment, ==, MOMENT_UNREAD);
	g_assert_cmpint(w->fresh.at[0].participant, ==, 0);
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_AUTO_REPLY);
	g_assert_cmpuint(w->fresh.n, <=, 1);
	g_assert_cmpint(person(w, 1)->away_until, ==, away);
	g_assert_cmpuint(ask->answers.n, ==, 0);
	world_free(w);
}

static struct post
bounce_of(struct world *w, int64_t who, enum bounce_action action)
{
	struct post post = post_from(w, who, NULL);

	post.letter.kind = LETTER_BOUNCE;
	post.letter.head.from = NULL;
	post.letter.bounce.action = action;
	post.letter.bounce.status = "5.1.1";
	post.about.sender = 0;
	post.about.token = post.about.address = false;
	post.about.bounced = 12;
	return post;
}

static void
test_bounces(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct post hard = bounce_of(w, 1, BOUNCE_STOP);
	g_assert_cmpint(ends_as(w, &hard), ==, DISPOSITION_BOUNCE);
	w->facts->now += 23 * HOUR;
	receive(w, &hard);
	g_assert_cmpint(person(w, 1)->bounces, ==, 1);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_ENROLLED);
	w->facts->now += HOUR;
	receive(w, &hard);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_SUSPENDED);
	g_assert_cmpint(outcomes(w, OUTCOME_SUSPENDED, true), ==, 1);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_UNREAD, -1), ==, 0);
	/* nothing is sent to a dead address */
	run_until(w, w->facts->now + 10 * DAY);
	for (size_t i = 0; i < w->mails.n; i++)
		if (w->mails.at[i].moment == MOMENT_CHECKIN)
			g_assert_cmpint(w->mails.at[i].participant, ==, 2);
	/* until they write */
	struct post post = post_from(w, 1, NULL);
	receive(w, &post);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_ENROLLED);
	g_assert_cmpint(person(w, 1)->bounces, ==, 0);
	/* and then the next session is planned */
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, -1), ==, 2);
	world_free(w);
}

static void
test_harmless_bounces(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct post post = bounce_of(w, 1, BOUNCE_RETRY);
	for (int i = 0; i < 5; i++, w->facts->now += DAY)
		g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_BOUNCE);
	post = bounce_of(w, 1, BOUNCE_OPERATOR);
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_BOUNCE);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 1);
	post = bounce_of(w, 1, BOUNCE_NONE);
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_BOUNCE);
	g_assert_cmpint(person(w, 1)->bounces, ==, 0);
	/* without the secret it is nobody's word */
	post = bounce_of(w, 1, BOUNCE_STOP);
	post.about.bounced = 0;
	post.letter.head.from = "ana@example.org";
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_IGNORED);
	g_assert_cmpint(person(w, 1)->bounces, ==, 0);
	world_free(w);
}

static void
test_refused(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct mail mail = { .id = 9, .participant = 2 };
	decide_refused(&w->program, w->facts, &mail);
	w->facts->now += DAY;
	decide_refused(&w->program, w->facts, &mail);
	settle(w);
	g_assert_cmpint(person(w, 2)->state, ==, PARTICIPANT_SUSPENDED);
	mail.participant = 0; /* a coordinator's */
	decide_refused(&w->program, w->facts, &mail);
	world_free(w);
}

static void
test_complaint(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct post post = post_from(w, 1, NULL);
	post.letter.kind = LETTER_COMPLAINT;
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COMPLAINT);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_PAUSED);
	g_assert_cmpint(fresh(w, MOMENT_PAUSED, 1), ==, 0);
	g_assert_cmpint(fresh(w, MOMENT_PARTNER_PAUSED, 2), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 1);
	world_free(w);
}

static void
test_unreadable(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct post post = post_from(w, 1, NULL);
	post.letter.kind = LETTER_UNREADABLE;
	post.letter.fault = "too many parts";
	struct letter_effect effect = receive(w, &post);
	g_assert_cmpint(effect.disposition, ==, DISPOSITION_QUARANTINE);
	g_assert_cmpstr(effect.reason, ==, "too many parts");
	g_assert_cmpint(person(w, 1)->heard_at, ==, 0);
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
#define TEST(name) g_test_add_func("/decide/machine/" #name, test_##name)
	TEST(auto_reply);
	TEST(auto_reply_to_envelope);
	TEST(challenge);
	TEST(bounces);
	TEST(harmless_bounces);
	TEST(refused);
	TEST(complaint);
	TEST(unreadable);
	return g_test_run();
}
