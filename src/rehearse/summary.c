/* The end of a rehearsal, in words and figures. */
#include <glib.h>

#include "base/clock.h"
#include "program/words.h"
#include "rehearse/season.h"
#include "report/report.h"

static void
row(GString *out, struct pool *pool, const char *what, int64_t part,
	int64_t whole, const char *of)
{
	g_string_append_printf(out, "  %-26s %-18s %s\n", what,
		report_ratio(pool, part, whole), of);
}

static void
print_figures(GString *out, struct pool *pool, const struct season *season)
{
	const struct figures *f = &season->figures;

	row(out, pool, "invited", f->welcomed, f->enrolled,
		"of the people enrolled");
	row(out, pool, "reached", f->reached, f->enrolled,
		"got mail, and none came back");
	row(out, pool, "delivered", f->mails_sent, f->mails,
		"of the mails that were written");
	row(out, pool, "matched", f->ever_matched, f->enrolled,
		"of the people enrolled");
	row(out, pool, "first meetings held", f->matches_met, f->matches,
		"of the matches");
	row(out, pool, "meetings held", f->sessions_held, f->sessions_past,
		"of the sessions whose time came");
	row(out, pool, "accepted in calendars", f->rsvp_accepted,
		f->invitations, "of the invitations");
	row(out, pool, "check-ins answered", f->asks_answered, f->asks,
		"of the forms sent");
	row(out, pool, "answers for a person", f->asks_unclear, f->asks,
		"could not be understood");
	row(out, pool, "silent pairs noticed", season->silent, f->matches,
		"of the matches");
	row(out, pool, "letters with an outcome", f->letters, season->written,
		"of the mails people wrote");
}

static void
print_told(GString *out, const struct season *season)
{
	g_string_append(out, "\nThe coordinators were told:\n");
	for (size_t i = 0; i < season->told.n; i++) {
		const struct told *told = &season->told.at[i];

		g_string_append_printf(
			out, "  %-28s %s", told->first, told->subject);
		if (told->times > 1)
			g_string_append_printf(
				out, " (%d mails)", (int)told->times);
		g_string_append_c(out, '\n');
	}
}

static void
print_where(GString *out, const struct season *season)
{
	g_string_append_printf(out,
		"\nNobody was mailed. Everything lies in %s:\n"
		"  %s/mail/sent/new        what people got: mutt -f "
		"%s/mail/sent\n"
		"  %s/mail/done/cur        what they wrote\n"
		"  %s/outcomes.log         every outcome, one a line\n"
		"  sqlite3 -readonly %s/state/store.sqlite 'SELECT * FROM "
		"outcome LIMIT 20'\n",
		season->folder, season->folder, season->folder, season->folder,
		season->folder, season->folder);
	if (season->findings)
		g_string_append_printf(out,
			"\nThe store's check had %d findings: please report "
			"them.\n",
			(int)season->findings);
}

char *
season_summary(struct pool *pool, const struct program *program,
	const struct season *season)
{
	const struct language *english =
		words_language(program->words, "en", "en");
	g_autoptr(GString) out = g_string_new(NULL);

	g_string_append_printf(out, "%s, %s to %s, played with seed %d\n",
		program->name,
		words_date(pool, english, program->zone, season->began),
		words_date(pool, english, program->zone, season->ended),
		(int)season->seed);
	g_string_append_printf(out,
		"%d mails to people, %d mails of people (%s)\n\n",
		(int)season->delivered, (int)season->written, season->cast);
	print_figures(out, pool, season);
	print_told(out, season);
	print_where(out, season);
	return pool_strdup(pool, out->str);
}
