/* The end of a rehearsal, in words and figures. */
#include <glib.h>
#include <string.h>

#include "base/clock.h"
#include "program/words.h"
#include "rehearse/season.h"
#include "report/report.h"

static void
row(GString *out, struct pool *pool, const char *what, int64_t part,
	int64_t whole, const char *of)
{
	g_string_append_printf(out, "  %-24s %-18s %s\n", what,
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

/* Every subject begins with the program's name, which stands above. */
static void
print_told(GString *out, const struct program *program,
	const struct season *season)
{
	size_t name = strlen(program->name);

	g_string_append(out, "\nThe coordinators were told:\n");
	for (size_t i = 0; i < season->told.n; i++) {
		const struct told *told = &season->told.at[i];
		const char *subject = told->subject;
		const char *day = strstr(told->first, ", ");

		if (!strncmp(subject, program->name, name) &&
			!strncmp(subject + name, ": ", 2))
			subject += name + 2;
		g_string_append_printf(out, "  %-18s %s",
			day ? day + 2 : told->first, subject);
		if (told->times > 1)
			g_string_append_printf(
				out, " (%d mails)", (int)told->times);
		g_string_append_c(out, '\n');
	}
}

/* How this program was called, short where it can be. */
static char *
own_name(void)
{
	g_autofree char *path = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *here = g_get_current_dir();
	size_t n = strlen(here);

	if (path && !strncmp(path, here, n) && path[n] == '/')
		return g_strdup(path + n + 1);
	return g_strdup(path ? path : "mentord");
}

/* Commands that work as they are printed, also where little is installed. */
static void
print_where(GString *out, const struct season *season)
{
	g_autofree char *less = g_find_program_in_path("less");
	g_autofree char *sqlite = g_find_program_in_path("sqlite3");
	g_autofree char *self = own_name();
	g_autofree char *folder =
		season->folder[strcspn(season->folder, " '\"$&;()*?\\")]
		? g_shell_quote(season->folder)
		: g_strdup(season->folder);

	g_string_append_printf(out,
		"\nNobody was mailed. What to read next:\n"
		"  what people got, in the order of the days\n"
		"    %s %s/mail/sent/new/*\n"
		"  how an answer was understood, line by line\n"
		"    %s read %s/mail/done/cur/%08d*\n"
		"  everything that happened, one outcome a line\n"
		"    %s %s/outcomes.log\n"
		"  the same in the database%s\n"
		"    sqlite3 -readonly %s/state/store.sqlite \\\n"
		"      'SELECT kind, count(*) FROM outcome GROUP BY kind'\n",
		less ? "less" : "more", folder, self, folder,
		(int)MAX(1, season->written / 4), less ? "less" : "more",
		folder, sqlite ? "" : " (after apt-get install sqlite3)",
		folder);
	if (season->findings)
		g_string_append_printf(out,
			"\nThe store's check had %d findings: please report "
			"them.\n",
			(int)season->findings);
}

/* Broken between words so that it fits 80 columns. */
static void
print_broken(GString *out, const char *text)
{
	g_auto(GStrv) parts = g_strsplit(text, ", ", -1);
	size_t column = 80;

	for (size_t i = 0; parts[i]; i++) {
		size_t n = strlen(parts[i]) + 2;

		if (column + n > 78) {
			g_string_append(out, i ? ",\n  " : "  ");
			column = 2;
		} else if (i) {
			g_string_append(out, ", ");
		}
		g_string_append(out, parts[i]);
		column += n;
	}
	g_string_append_c(out, '\n');
}

char *
season_summary(struct pool *pool, const struct program *program,
	const struct season *season)
{
	const struct language *english =
		words_language(program->words, "en", "en");
	g_autoptr(GString) out = g_string_new(NULL);

	g_string_append_printf(out,
		"%s: a season rehearsed\n%s to %s, seed %d\n\n", program->name,
		words_date(pool, english, program->zone, season->began),
		words_date(pool, english, program->zone, season->ended),
		(int)season->seed);
	g_string_append_printf(out,
		"%d simulated people got their mail (%d mails went out) and wrote "
		"%d:\n",
		(int)season->figures.enrolled, (int)season->delivered,
		(int)season->written);
	print_broken(out, season->cast);
	g_string_append_c(out, '\n');
	print_figures(out, pool, season);
	print_told(out, program, season);
	print_where(out, season);
	return pool_strdup(pool, out->str);
}
