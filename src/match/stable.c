/* Two sides: deferred acceptance.
 *
 * A proposer goes down its list, a taker holds the best so far and sends the
 * worst away when there are too many. Whom a full taker holds only gets better,
 * so the mark of its worst one walks up its list once; all is linear in the
 * lists together, and the result does not depend on who proposes when.
 */
#include "stable_ranks.h"

#include <glib.h>

struct proposer {
	int32_t next; /* the place of the list to go on from */
	int32_t got;
	bool waits; /* to go on */
};

struct taker {
	int32_t has;
	int32_t worst; /* the last place that is held */
};

struct admission {
	struct ranks wish, favour;
	const int32_t *wish_most, *favour_most;
	struct proposer *proposers;
	struct taker *takers;
	bool *held; /* one a place of the takers' lists */
	int32_t *waiting;
	int32_t n_waiting;
};

static void
send_away_worst(struct admission *admission, int32_t taker)
{
	const struct ranks *favour = &admission->favour;
	struct taker *t = &admission->takers[taker];
	bool *held = admission->held + favour->from[taker];
	int32_t proposer = favour->lists[taker].at[t->worst];

	held[t->worst] = false;
	t->has--;
	while (t->worst > 0 && !held[t->worst])
		t->worst--;
	struct proposer *p = &admission->proposers[proposer];
	p->got--;
	if (!p->waits) {
		p->waits = true;
		admission->waiting[admission->n_waiting++] = proposer;
	}
}

/* The taker looks at the one at that place of its list. */
static bool
consider(struct admission *admission, int32_t taker, int32_t place)
{
	struct taker *t = &admission->takers[taker];
	int32_t most = admission->favour_most[taker];

	if (most <= 0 || (t->has == most && place > t->worst))
		return false;
	if (t->has == most)
		send_away_worst(admission, taker);
	admission->held[admission->favour.from[taker] + (size_t)place] = true;
	t->has++;
	t->worst = MAX(t->worst, place);
	return true;
}

static void
propose(struct admission *admission, int32_t proposer)
{
	const struct ranks *wish = &admission->wish;
	struct proposer *p = &admission->proposers[proposer];

	while (p->got < admission->wish_most[proposer] &&
		p->next < length_of(wish, proposer)) {
		int32_t at = p->next++,
			place = wish->back[wish->from[proposer] + (size_t)at];

		if (place >= 0 &&
			consider(
				admission, wish->lists[proposer].at[at], place))
			p->got++;
	}
}

static bool
make_admission(struct admission *admission)
{
	struct ranks *wish = &admission->wish, *favour = &admission->favour;

	if (!ranks_make(wish, favour))
		return false;
	admission->proposers = g_try_new0(struct proposer, (gsize)wish->n + 1);
	admission->takers = g_try_new0(struct taker, (gsize)favour->n + 1);
	admission->waiting = g_try_new(int32_t, (gsize)wish->n + 1);
	admission->held = g_try_new0(bool, favour->from[favour->n] + 1);
	return admission->proposers && admission->takers &&
		admission->waiting && admission->held;
}

static void
release_admission(struct admission *admission)
{
	ranks_release(&admission->wish);
	ranks_release(&admission->favour);
	g_free(admission->proposers);
	g_free(admission->takers);
	g_free(admission->waiting);
	g_free(admission->held);
}

static void
admit(struct admission *admission)
{
	for (int32_t i = 0; i < admission->wish.n; i++)
		propose(admission, i);
	while (admission->n_waiting > 0) {
		int32_t i = admission->waiting[--admission->n_waiting];

		admission->proposers[i].waits = false;
		propose(admission, i);
	}
}

/* Both sides' lists come out in order by walking the one side in order. */
static struct partners *
partners_of(struct pool *pool, const struct admission *admission)
{
	int32_t n = admission->wish.n, takers = admission->favour.n;
	struct partners *chosen =
		pool_alloc(pool, ((size_t)n + (size_t)takers) * sizeof *chosen);

	for (int32_t i = 0; i < n; i++)
		chosen[i].at = pool_alloc(pool,
			(size_t)admission->proposers[i].got * sizeof(int32_t));
	for (int32_t t = 0; t < takers; t++) {
		const bool *held = admission->held + admission->favour.from[t];

		chosen[n + t].at = pool_alloc(pool,
			(size_t)admission->takers[t].has * sizeof(int32_t));
		for (int32_t k = 0; k < length_of(&admission->favour, t); k++) {
			if (!held[k])
				continue;
			int32_t i = admission->favour.lists[t].at[k];
			chosen[i].at[chosen[i].n++] = t;
		}
	}
	for (int32_t i = 0; i < n; i++)
		for (int32_t k = 0; k < chosen[i].n; k++) {
			struct partners *of = &chosen[n + chosen[i].at[k]];

			of->at[of->n++] = i;
		}
	return chosen;
}

bool
stable_admit(struct pool *pool, int32_t proposers, int32_t takers,
	const struct preference *wish, const struct preference *favour,
	const int32_t *wish_most, const int32_t *favour_most,
	struct partners **chosen, struct err *err)
{
	struct admission admission = {
		.wish = { wish, proposers, NULL, NULL },
		.favour = { favour, takers, NULL, NULL },
		.wish_most = wish_most,
		.favour_most = favour_most,
	};
	bool done = make_admission(&admission);

	if (done) {
		admit(&admission);
		*chosen = partners_of(pool, &admission);
	}
	release_admission(&admission);
	return done ||
		err_set(err, ERR_LATER, "no memory to match %d and %d people",
			proposers, takers);
}
