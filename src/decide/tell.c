/* Wanting a mail. The occurrence is the key under which it is sent once; the
 * rest of the request is filled in by the concern. Here stands the rule whom
 * we may write to at all. */
#include "decide/concern.h"

#include <glib.h>
#include <stdarg.h>
#include <string.h>

#include "base/token.h"

/* May that person get a mail of that moment? */
static bool
may_write(const struct facts *facts, enum moment moment, int64_t participant)
{
	const struct participant *p = facts_participant(facts, participant);

	if (!p)
		return false;
	if (p->state == PARTICIPANT_LEFT)
		return moment == MOMENT_LEFT || moment == MOMENT_CANCELLATION;
	return participant_reachable(p);
}

struct mail_request *
tell(struct facts *facts, enum moment moment, int64_t participant,
	const char *fmt, ...)
{
	va_list ap;

	if (!may_write(facts, moment, participant))
		return POOL_NEW(facts->pool, struct mail_request);
	va_start(ap, fmt);
	const char *occurrence = pool_vprintf(facts->pool, fmt, ap);
	va_end(ap);
	return facts_new_mail(facts, moment, participant, "%s", occurrence);
}

const char *
tell_mark(struct pool *pool, const char *address)
{
	char hex[65];
	g_autofree char *folded = g_ascii_strdown(address, -1);

	sha256_hex(folded, strlen(folded), hex);
	return pool_strndup(pool, hex, 12);
}

static bool
wants(const struct coordinator *coordinator, enum tell_whom whom)
{
	switch (whom) {
	case TELL_EVERY:
		return true;
	case TELL_DIGEST:
		return coordinator->digest;
	case TELL_CONCERNS:
		return coordinator->concerns;
	}
	return false;
}

static bool
nobody_wants(const struct program *program, enum tell_whom whom)
{
	for (size_t i = 0; i < program->coordinators.n; i++)
		if (wants(&program->coordinators.at[i], whom))
			return false;
	return true;
}

void
tell_coordinators(const struct program *program, struct facts *facts,
	enum tell_whom whom, const struct mail_request *model, const char *fmt,
	...)
{
	va_list ap;
	bool every = nobody_wants(program, whom);

	va_start(ap, fmt);
	const char *occurrence = pool_vprintf(facts->pool, fmt, ap);
	va_end(ap);
	for (size_t i = 0; i < program->coordinators.n; i++) {
		const struct coordinator *c = &program->coordinators.at[i];

		if (!every && !wants(c, whom))
			continue;
		struct mail_request *mail =
			facts_new_mail(facts, model->moment, 0, "%s/%s",
				occurrence, tell_mark(facts->pool, c->email));
		const char *own = mail->occurrence;

		*mail = *model;
		mail->occurrence = own;
		mail->coordinator = c->email;
	}
}

/* "Ana, Bob & Cem" */
static const char *
member_names(const struct facts *facts, const struct match *match)
{
	const char *names = NULL;
	size_t n = match->members.n;

	for (size_t i = 0; i < n; i++) {
		const struct participant *p =
			facts_participant(facts, match->members.at[i]);
		const char *name = p ? p->name : "?";

		names = names ? pool_printf(facts->pool, "%s%s%s", names,
					i + 1 == n ? " & " : ", ", name)
			      : name;
	}
	return names;
}

/* "Ana", or "Ana & Bob" when it is about a match. */
static const char *
names_of(const struct facts *facts, const struct alert *alert)
{
	const struct participant *p =
		facts_participant(facts, alert->participant);
	const struct match *match = facts_match(facts, alert->match);

	if (p || !match)
		return p ? p->name : NULL;
	return member_names(facts, match);
}

void
tell_alert(const struct program *program, struct facts *facts,
	const struct alert *alert, const char *fmt, ...)
{
	va_list ap;
	struct fields *fields = fields_new(facts->pool, NULL);

	va_start(ap, fmt);
	const char *occurrence = pool_vprintf(facts->pool, fmt, ap);
	va_end(ap);
	fields_text(facts->pool, fields, "who", names_of(facts, alert));
	fields_text(facts->pool, fields, "why", alert->why);
	fields_text(facts->pool, fields, "subject", alert->subject);
	fields_text(facts->pool, fields, "words", alert->words);
	fields_text(facts->pool, fields, "dropped", alert->dropped);
	if (alert->letter)
		fields_printf(facts->pool, fields, "letter",
			"%" G_GINT64_FORMAT, alert->letter);
	else
		fields_text(facts->pool, fields, "letter", NULL);
	struct mail_request model = { .moment = MOMENT_UNREAD,
		.match = alert->match,
		.session = alert->session,
		.ask = alert->ask,
		.fields = fields };
	tell_coordinators(
		program, facts, TELL_CONCERNS, &model, "%s", occurrence);
}

void
tell_cancel(struct facts *facts, enum subject_kind kind, int64_t subject)
{
	*LIST_ADD(facts->pool, &facts->cancels) =
		(struct cancel){ .subject_kind = kind, .subject = subject };
}
