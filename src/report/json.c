/* The report for scripts: every figure by its name, times as ISO 8601 in UTC.
 * Answers of fewer than privacy.k people are null, with how many are needed.
 */
#include "report/report.h"

#include <glib.h>
#include <inttypes.h>

#include "base/table.h"
#include "report/funnel.h"

struct figure {
	const char *name;
	int64_t number;
};

static char *
moment_of(struct pool *pool, int64_t utc)
{
	struct civil c = civil_of(zone_find("UTC"), utc);

	return pool_printf(pool, "\"%04d-%02d-%02dT%02d:%02d:%02dZ\"", c.year,
		c.month, c.day, c.hour, c.minute, c.second);
}

/* ,"name":{"a":1,...}; figures end in a NULL name. */
static void
add_group(GString *out, const char *name, const struct figure *figures)
{
	g_string_append_printf(out, ",\"%s\":{", name);
	for (size_t i = 0; figures[i].name; i++)
		g_string_append_printf(out, "%s\"%s\":%" PRId64, i ? "," : "",
			figures[i].name, figures[i].number);
	g_string_append_c(out, '}');
}

static void
add_people(GString *out, const struct figures *f)
{
	add_group(out, "people",
		(struct figure[]){ { "enrolled", f->enrolled },
			{ "present", f->present }, { "paused", f->paused },
			{ "suspended", f->suspended }, { "left", f->left },
			{ "welcomed", f->welcomed }, { "reached", f->reached },
			{ "matched", f->matched },
			{ "ever_matched", f->ever_matched }, { "met", f->met },
			{ "heard", f->heard }, { NULL, 0 } });
	add_group(out, "matches",
		(struct figure[]){ { "all", f->matches },
			{ "active", f->matches_active },
			{ "ended", f->matches_ended },
			{ "silent", f->matches_silent },
			{ "met", f->matches_met }, { NULL, 0 } });
}

static void
add_sessions(GString *out, const struct figures *f)
{
	add_group(out, "sessions",
		(struct figure[]){ { "all", f->sessions },
			{ "past", f->sessions_past },
			{ "held", f->sessions_held },
			{ "missed", f->sessions_missed },
			{ "cancelled", f->sessions_cancelled },
			{ "minutes_held", f->minutes_held },
			{ "invitations", f->invitations },
			{ "accepted", f->rsvp_accepted },
			{ "declined", f->rsvp_declined },
			{ "tentative", f->rsvp_tentative }, { NULL, 0 } });
	add_group(out, "asks",
		(struct figure[]){ { "all", f->asks },
			{ "answered", f->asks_answered },
			{ "open", f->asks_open },
			{ "unclear", f->asks_unclear },
			{ "closed", f->asks_closed },
			{ "reminders", f->reminders }, { NULL, 0 } });
}

static void
add_mail(GString *out, const struct figures *f)
{
	add_group(out, "mails",
		(struct figure[]){ { "all", f->mails },
			{ "sent", f->mails_sent },
			{ "waiting", f->mails_waiting },
			{ "deferred", f->mails_deferred },
			{ "refused", f->mails_refused },
			{ "in_doubt", f->mails_in_doubt },
			{ "held", f->mails_held },
			{ "expired", f->mails_expired }, { NULL, 0 } });
	add_group(out, "letters",
		(struct figure[]){ { "all", f->letters },
			{ "answer", f->letters_answer },
			{ "rsvp", f->letters_rsvp },
			{ "bounce", f->letters_bounce },
			{ "auto_reply", f->letters_auto },
			{ "ignored", f->letters_ignored },
			{ "coordinator", f->letters_coordinator },
			{ "quarantined", f->letters_quarantined },
			{ NULL, 0 } });
}

static void
add_needs(struct pool *pool, GString *out, const struct need_list *needs)
{
	g_string_append(out, ",\"needs\":[");
	for (size_t i = 0; i < needs->n; i++)
		g_string_append_printf(out,
			"%s{\"what\":%s,\"subject\":%s,\"why\":%s,"
			"\"since\":%s}",
			i ? "," : "", json_string(pool, needs->at[i].what),
			json_string(pool, needs->at[i].subject),
			json_string(pool, needs->at[i].why),
			moment_of(pool, needs->at[i].since));
	g_string_append_c(out, ']');
}

static void
add_weeks(struct pool *pool, GString *out, const struct week_list *weeks)
{
	g_string_append(out, ",\"weeks\":[");
	for (size_t i = 0; i < weeks->n; i++) {
		const struct week *week = &weeks->at[i];

		g_string_append_printf(out,
			"%s{\"starts\":%s,\"planned\":%" PRId64
			",\"held\":%" PRId64 ",\"asked\":%" PRId64
			",\"answered\":%" PRId64 "}",
			i ? "," : "", moment_of(pool, week->starts_at),
			week->planned, week->held, week->asked, week->answered);
	}
	g_string_append_c(out, ']');
}

static void
add_tally(struct pool *pool, const struct program *program, GString *out,
	const struct tally *tally)
{
	const struct question *question = funnel_config(program, tally);
	char mean[G_ASCII_DTOSTR_BUF_SIZE];

	g_string_append_printf(out, "{\"form\":%s,\"question\":%s",
		json_string(pool, tally->form),
		json_string(pool, tally->question));
	if (!funnel_may_show(program, tally)) {
		g_string_append_printf(out, ",\"people\":null,\"needs\":%d}",
			MAX(program->privacy_k, 1));
		return;
	}
	g_ascii_formatd(mean, sizeof mean, "%.3f", tally->mean);
	g_string_append_printf(out,
		",\"people\":%" PRId64 ",\"answers\":%" PRId64 ",\"mean\":%s",
		tally->people, tally->answers, mean);
	if (question && question->type == QUESTION_SCALE) {
		g_string_append(out, ",\"count\":[");
		for (size_t i = 0; i < G_N_ELEMENTS(tally->count); i++)
			g_string_append_printf(out, "%s%" PRId64, i ? "," : "",
				tally->count[i]);
		g_string_append_c(out, ']');
	}
	g_string_append_c(out, '}');
}

char *
report_json(struct pool *pool, const struct program *program,
	const struct figures *figures)
{
	GString *out = g_string_new(NULL);

	g_string_append_printf(out,
		"{\"program\":%s,\"name\":%s,\"now\":%s,\"since\":%s",
		json_string(pool, program->id),
		json_string(pool, program->name), moment_of(pool, figures->now),
		moment_of(pool, figures->since));
	add_people(out, figures);
	add_sessions(out, figures);
	add_mail(out, figures);
	add_needs(pool, out, &figures->needs);
	add_weeks(pool, out, &figures->weeks);
	g_string_append(out, ",\"answers\":[");
	for (size_t i = 0; i < figures->tallies.n; i++) {
		g_string_append(out, i ? "," : "");
		add_tally(pool, program, out, &figures->tallies.at[i]);
	}
	g_string_append(out, "]}\n");
	char *text = pool_strdup(pool, out->str);
	g_string_free(out, TRUE);
	return text;
}
