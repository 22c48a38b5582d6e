/* People as a program may have them, made up: departments and teams, office
 * hours in several zones, languages, what they know and want to know. All the
 * rules and criteria are sets of bits. About a quarter of all pairs break no
 * rule; scores go up to some 900 in steps of 4, so that ties are frequent. */
#include "grow.h"

struct person {
	uint64_t hours[3]; /* of a week, UTC */
	uint64_t knows, wants;
	uint32_t languages, goals;
	int32_t team, department, grade;
};

#define DEPARTMENTS 24
#define LOOKED_AT   2500 /* at most so many others, drawn */

static uint64_t
some_bits(int32_t n, int32_t from, int32_t of)
{
	uint64_t bits = 0;

	for (int32_t i = 0; i < n; i++)
		bits |= UINT64_C(1) << (from + dice_below(of));
	return bits;
}

static void
give_hours(struct person *person, int32_t zone)
{
	for (int32_t day = 0; day < 5; day++) {
		if (dice_below(3) == 0)
			continue;
		int32_t from = day * 24 + 8 + dice_below(8) - zone + 168;

		for (int32_t hour = from; hour < from + 2; hour++)
			person->hours[hour % 168 / 64] |= UINT64_C(1)
				<< hour % 168 % 64;
	}
}

static struct person
make_person(int32_t i)
{
	static const int32_t zones[] = { 0, 1, 1, 1, 2, 3, 5, 8, -5, -5, -8 };
	struct person person = { .team = i / 8 };
	int32_t of_team = i / 8 * 7919;

	/* some departments are much larger than others */
	person.department = of_team % DEPARTMENTS * (of_team % 5) / 4;
	person.grade = dice_below(3) + dice_below(4);
	person.languages = dice_below(8) ? 1 : 0;
	person.languages |= UINT32_C(1) << (1 + person.department % 6);
	person.languages |= UINT32_C(1) << (1 + dice_below(12));
	person.knows = some_bits(2, person.department * 2, 12) |
		some_bits(2 + dice_below(2), 0, 64);
	person.wants = some_bits(3 + dice_below(3), 0, 64);
	person.goals = (uint32_t)some_bits(2, 0, 10);
	give_hours(&person, zones[(of_team + dice_below(2)) % 11]);
	return person;
}

static struct person *
make_people(int32_t n)
{
	struct person *people = take((size_t)n, sizeof *people);

	for (int32_t i = 0; i < n; i++)
		people[i] = make_person(i);
	return people;
}

static int32_t
common(uint64_t a, uint64_t b, int32_t most)
{
	int32_t n = __builtin_popcountll(a & b);

	return n < most ? n : most;
}

/* 0: a rule stands in between. */
static int32_t
score(const struct person *a, const struct person *b)
{
	uint64_t together = (a->hours[0] & b->hours[0]) |
		(a->hours[1] & b->hours[1]) | (a->hours[2] & b->hours[2]);
	int32_t apart = abs(a->grade - b->grade);

	if (a->team == b->team || !(a->languages & b->languages) || !together)
		return 0;
	return 20 + 120 * common(a->knows, b->wants, 3) +
		120 * common(b->knows, a->wants, 3) +
		20 * common(a->knows, b->knows, 3) +
		48 * common(a->goals, b->goals, 2) +
		8 * common(together, together, 4) + (apart < 2 ? 40 : 0) +
		(a->department != b->department ? 48 : 0);
}

static void
all_pairs(struct grown *graph, const struct person *people, int32_t n)
{
	for (int32_t v = 1; v < n; v++)
		for (int32_t u = 0; u < v; u++) {
			int32_t weight = score(&people[u], &people[v]);

			if (weight)
				grow_add(graph, u, v, weight);
		}
}

/* k 0: all pairs. Else the k best of each one, from both sides; among very
 * many, of those that were looked at. */
void
grow_pool(struct grown *graph, int32_t n, int32_t k)
{
	struct person *people = make_people(n);
	int32_t looks = n / 4 > LOOKED_AT ? LOOKED_AT : n;

	graph->left = n;
	if (!k)
		all_pairs(graph, people, n);
	struct shortlist best = shortlist_new(k ? k : 1);
	for (int32_t v = 0; k && v < n; v++) {
		best.n = 0;
		for (int32_t i = 0; i < looks; i++) {
			int32_t u = looks < n ? dice_below(n) : i;
			int32_t weight =
				u == v ? 0 : score(&people[u], &people[v]);

			if (weight)
				shortlist_offer(&best, u, weight);
		}
		for (int32_t i = 0; i < best.n; i++)
			grow_add(graph, best.who[i], v, best.weight[i]);
	}
	if (k)
		grow_unite(graph);
	free(people);
}

void
grow_mentors(struct grown *graph, int32_t mentors, int32_t mentees, int32_t k)
{
	struct person *people = make_people(mentors + mentees);
	struct shortlist best = shortlist_new(k);

	for (int32_t v = 0; v < mentees; v++) {
		best.n = 0;
		for (int32_t u = 0; u < mentors; u++) {
			int32_t weight =
				score(&people[u], &people[mentors + v]);

			if (weight)
				shortlist_offer(&best, u, weight);
		}
		for (int32_t i = 0; i < best.n; i++)
			grow_add(graph, best.who[i], v, best.weight[i]);
	}
	free(people);
}
