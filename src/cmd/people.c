/* Names and times for the commands that look. */
#include "cmd/people.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"

struct facts *
people_facts(const struct cmd_context *context, struct pool *pool, int64_t now,
	struct err *err)
{
	struct facts *facts = store_facts(context->store, pool, now);

	if (!store_load(context->store, facts, SUBJECT_PROGRAM, 0, err) ||
		!store_load_history(context->store, facts, err))
		return NULL;
	return facts;
}

/* The roster as if all had just enrolled. */
static struct facts *
facts_of_roster(struct pool *pool, const struct program *program, int64_t now)
{
	struct facts *facts = POOL_NEW(pool, struct facts);

	facts->pool = pool;
	facts->now = now;
	facts->next.run = 1;
	for (size_t i = 0; i < program->roster.n; i++) {
		struct participant *who = pool_memdup(pool,
			program->roster.at[i], sizeof(struct participant));

		who->id = (int64_t)i + 1;
		who->state = PARTICIPANT_ENROLLED;
		*LIST_ADD(pool, &facts->participants) = who;
	}
	return facts;
}

struct facts *
people_now(const struct program *program, struct pool *pool, int64_t now,
	struct err *err)
{
	struct cmd_context context = { NULL, NULL };
	struct facts *facts = NULL;

	if (!g_file_test(program->state_dir, G_FILE_TEST_EXISTS))
		return facts_of_roster(pool, program, now);
	context.store =
		store_open(program->state_dir, program->id, STORE_READ, err);
	if (context.store)
		facts = people_facts(&context, pool, now, err);
	store_close(context.store);
	if (facts && facts->participants.n == 0)
		facts = facts_of_roster(pool, program, now);
	return facts;
}

const char *
people_name(struct pool *pool, const struct facts *facts, int64_t participant)
{
	const struct participant *who = facts_participant(facts, participant);

	if (who && who->name)
		return who->name;
	return pool_printf(pool, "participant %" PRId64, participant);
}

char *
people_names(struct pool *pool, const struct facts *facts,
	const struct member_list *members)
{
	char *names = pool_strdup(pool, "");

	for (size_t i = 0; i < members->n; i++)
		names = pool_printf(pool, "%s%s%s", names, i ? " + " : "",
			people_name(pool, facts, members->at[i]));
	return names;
}

char *
people_when(struct pool *pool, const struct program *program, int64_t utc)
{
	if (utc == 0)
		return pool_strdup(pool, "-");
	struct civil c = civil_of(program->zone, utc);
	return pool_printf(pool, "%04d-%02d-%02d %02d:%02d", c.year, c.month,
		c.day, c.hour, c.minute);
}

char *
people_span(struct pool *pool, int64_t seconds)
{
	static const struct {
		int64_t seconds;
		const char *name;
	} units[] = { { DAY, "day" }, { HOUR, "hour" }, { MINUTE, "minute" },
		{ 1, "second" } };
	size_t i = 0;

	seconds = MAX(seconds, 0);
	while (i < G_N_ELEMENTS(units) - 1 && seconds < units[i].seconds)
		i++;
	int64_t n = seconds / units[i].seconds;
	return pool_printf(
		pool, "%" PRId64 " %s%s", n, units[i].name, n == 1 ? "" : "s");
}

static bool
turns_direction(gunichar c)
{
	return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

char *
people_safe(struct pool *pool, const char *text, size_t len)
{
	g_autofree char *valid = g_utf8_make_valid(text, (gssize)len);
	GString *safe = g_string_sized_new(len);

	for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c == '\r')
			continue;
		if ((g_unichar_iscntrl(c) && c != '\n' && c != '\t') ||
			turns_direction(c))
			c = 0xfffd;
		g_string_append_unichar(safe, c);
	}
	char *copy = pool_strdup(pool, safe->str);
	g_string_free(safe, TRUE);
	return copy;
}
