/* mentord show: everything that is known of one participant, match, mail or
 * letter, and everything that happened to it.
 *
 * What people wrote is shown only when asked for with --words, and answers to
 * private questions never.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/table.h"
#include "base/text.h"
#include "cmd/people.h"
#include "cmd/show.h"

#define MOST_EVENTS 1000 /* the newest */

/* ---- lines ------------------------------------------------------------ */

void
show_line(const struct show *show, const char *name, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	const char *text = pool_vprintf(show->pool, fmt, ap);
	va_end(ap);
	printf("%-12s %s\n", name, text_one_line(show->pool, text));
}

const char *
show_when(const struct show *show, int64_t at)
{
	return people_when(show->pool, show->context.program, at);
}

void
show_words(const struct show *show, const char *text, size_t len)
{
	printf("\n%s\n", people_safe(show->pool, text, len));
}

/* ---- events ----------------------------------------------------------- */

static bool
is_about(const struct show *show, const struct outcome *o)
{
	switch (show->subject) {
	case SHOW_PARTICIPANT:
		return o->participant == show->id ||
			(o->match && !o->participant &&
				show_is_member(show, o->match));
	case SHOW_MATCH:
		return o->match == show->id;
	case SHOW_MAIL:
		return o->mail == show->id;
	case SHOW_LETTER:
		return o->letter == show->id;
	}
	g_assert_not_reached();
}

static void
keep_event(const struct outcome *o, int64_t id, void *arg)
{
	struct show *show = arg;

	(void)id;
	if (!is_about(show, o))
		return;
	struct outcome kept = *o;
	kept.detail = pool_strdup(show->pool, o->detail);
	*LIST_ADD(show->pool, &show->events) = kept;
}

/* What an event is about, whatever became of it since. */
static bool
load_about(struct show *show, const struct outcome *o, struct err *err)
{
	struct store *store = show->context.store;
	struct facts *facts = show->facts;

	return (!o->ask || facts_ask(facts, o->ask) ||
		       store_load(store, facts, SUBJECT_ASK, o->ask, err)) &&
		(!o->session || facts_session(facts, o->session) ||
			store_load(store, facts, SUBJECT_SESSION, o->session,
				err)) &&
		(!o->match || facts_match(facts, o->match) ||
			store_load(store, facts, SUBJECT_MATCH, o->match, err));
}

/* Everything that happened to it, and the facts that it happened with. */
static bool
collect_events(struct show *show, struct err *err)
{
	if (!store_outcomes(show->context.store, 0, keep_event, show, err))
		return false;
	for (size_t i = 0; i < show->events.n; i++)
		if (!load_about(show, &show->events.at[i], err))
			return false;
	return true;
}

static char *
event_words(const struct show *show, const struct outcome *o)
{
	const struct {
		const char *name;
		int64_t id;
	} about[] = { { "match", o->match }, { "session", o->session },
		{ "ask", o->ask }, { "mail", o->mail },
		{ "letter", o->letter } };
	char *words = pool_strdup(show->pool, o->detail ? o->detail : "");

	for (size_t i = 0; i < G_N_ELEMENTS(about); i++)
		if (about[i].id)
			words = pool_printf(show->pool, "%s%s%s %" PRId64,
				words, *words ? ", " : "", about[i].name,
				about[i].id);
	return words;
}

static void
print_events(const struct show *show)
{
	struct table *table = table_new(show->pool, 4);

	if (show->events.n == 0)
		return;
	size_t first =
		show->events.n > MOST_EVENTS ? show->events.n - MOST_EVENTS : 0;
	table_head(table, 0, "when", false);
	table_head(table, 1, "what happened", false);
	table_head(table, 2, "to", false);
	table_head(table, 3, "", false);
	for (size_t i = first; i < show->events.n; i++) {
		const struct outcome *o = &show->events.at[i];

		table_row(table,
			(const char *[]){ show_when(show, o->at),
				outcome_kind_name(o->kind),
				o->participant
					? people_name(show->pool, show->facts,
						  o->participant)
					: "",
				event_words(show, o) });
	}
	putchar('\n');
	fputs(table_print(table, terminal_width(), terminal_colour()), stdout);
	if (first)
		printf("(the newest %d of %zu)\n", MOST_EVENTS, show->events.n);
}

/* ---- mail and letter -------------------------------------------------- */

/* Mails that may hold what a participant wrote. */
static bool
repeats_answers(enum moment moment)
{
	return moment == MOMENT_CLARIFY || moment == MOMENT_THANKS ||
		moment == MOMENT_UNREAD;
}

static void
print_mail(const struct show *show, const struct mail *mail)
{
	show_line(show, "mail", "%" PRId64 ", %s", mail->id,
		moment_name(mail->moment));
	show_line(show, "to", "%s", mail->recipient);
	show_line(show, "subject", "%s", mail->subject);
	show_line(show, "state", "%s", mail_state_name(mail->state));
	show_line(show, "occurrence", "%s", mail->occurrence);
	show_line(show, "message id", "<%s>", mail->message_id);
	show_line(show, "written", "%s", show_when(show, mail->created_at));
	show_line(show, "tried", "%" PRId64 " times, last %s", mail->attempts,
		show_when(show, mail->last_attempt_at));
	show_line(show, "settled", "%s", show_when(show, mail->settled_at));
	if (mail->next_at && !mail->settled_at)
		show_line(
			show, "next try", "%s", show_when(show, mail->next_at));
	if (mail->reply)
		show_line(show, "server said", "%s", mail->reply);
	if (show->words && repeats_answers(mail->moment) &&
		show_asks_private(show))
		puts("\n(it may repeat a private answer, and is not shown)");
	else if (show->words && mail->bytes)
		show_words(show, mail->bytes, mail->len);
}

static bool
show_mail(struct show *show, struct err *err)
{
	struct mail *mail = NULL;

	if (!store_mail(show->context.store, show->pool, show->id, &mail, err))
		return false;
	if (!mail)
		return err_set(
			err, ERR_NEVER, "there is no mail %" PRId64, show->id);
	print_mail(show, mail);
	return true;
}

static void
print_letter(const struct show *show, const struct inbox *letter)
{
	bool applied = letter->state == INBOX_APPLIED;

	show_line(show, "letter", "%" PRId64 ", %zu bytes", letter->id,
		letter->len);
	show_line(show, "arrived", "%s in %s",
		show_when(show, letter->received_at), letter->mailbox);
	if (letter->participant)
		show_line(show, "from", "%s",
			people_name(
				show->pool, show->facts, letter->participant));
	show_line(show, "kind", "%s",
		applied ? letter_kind_name(letter->kind) : "not read yet");
	if (applied) {
		show_line(show, "ended as", "%s: %s",
			disposition_name(letter->disposition),
			letter->reason ? letter->reason : "");
		show_line(show, "applied", "%s",
			show_when(show, letter->applied_at));
	}
	show_line(show, "filed away", "%s", show_when(show, letter->filed_at));
	if (letter->attempts)
		show_line(show, "reader died", "%" PRId64 " times",
			letter->attempts);
	bool hidden = show_is_private(show, letter->id);
	if (letter->raw)
		show_reading(show, letter, show->words && !hidden);
	else
		show_line(show, "text", "forgotten, as a stranger wrote it");
	if (show->words && hidden)
		puts("\n(it may answer a private question, and is not shown)");
	else if (show->words && letter->raw)
		show_words(show, letter->raw, letter->len);
}

static bool
show_letter(struct show *show, struct err *err)
{
	struct inbox *letter = NULL;

	if (!store_letter(
		    show->context.store, show->pool, show->id, &letter, err))
		return false;
	if (!letter)
		return err_set(err, ERR_NEVER, "there is no letter %" PRId64,
			show->id);
	print_letter(show, letter);
	return true;
}

/* ---- the command ------------------------------------------------------ */

static bool
print(struct show *show, struct err *err)
{
	switch (show->subject) {
	case SHOW_PARTICIPANT:
		return show_participant(show, err);
	case SHOW_MATCH:
		return show_match(show, err);
	case SHOW_MAIL:
		return show_mail(show, err);
	case SHOW_LETTER:
		return show_letter(show, err);
	}
	g_assert_not_reached();
}

static bool
look(struct show *show, struct err *err)
{
	show->facts =
		people_facts(&show->context, show->pool, clock_now(), err);
	if (!show->facts ||
		(show->subject == SHOW_PARTICIPANT &&
			!show_find_participant(show, err)) ||
		!collect_events(show, err) || !print(show, err))
		return false;
	print_events(show);
	return true;
}

/* "match 12": which, and its number (a participant's is found later). */
static bool
parse(struct show *show, const char *what, const char *which)
{
	static const char *const subjects[] = { "participant", "match", "mail",
		"letter" };
	char *end;

	show->which = which;
	for (size_t i = 0; i < G_N_ELEMENTS(subjects); i++) {
		if (strcmp(subjects[i], what))
			continue;
		show->subject = (enum show_subject)i;
		if (show->subject == SHOW_PARTICIPANT)
			return true;
		show->id = g_ascii_strtoll(which, &end, 10);
		return *which && !*end && show->id > 0;
	}
	return false;
}

static int
run(struct show *show, const char *config)
{
	struct err err = { 0 };
	int status = cmd_open(config, STORE_READ, &show->context);

	if (status)
		return status;
	POOL_AUTO pool = pool_new();
	show->pool = pool;
	if (!look(show, &err))
		status = cmd_fail(&err);
	cmd_close(&show->context);
	return status;
}

int
cmd_show(int argc, char **argv)
{
	struct show show = { 0 };
	gboolean words = FALSE;
	const GOptionEntry options[] = {
		{ "words", 0, 0, G_OPTION_ARG_NONE, &words,
			"what was written as well: mails, letters, answers",
			NULL },
		{ 0 },
	};
	int status = cmd_options(&argc, &argv,
		"participant|match|mail|letter WHICH [PROGRAM.CONF]",
		"Everything that is known of one of them, and everything that "
		"happened to it. WHICH is a name or an address, or a number.",
		options);

	if (status)
		return status < 0 ? EXIT_OK : status;
	show.words = words;
	if (argc < 3 || !parse(&show, argv[1], argv[2])) {
		fprintf(stderr,
			"mentord show: say what to show: participant NAME, "
			"match N, mail N or letter N\n");
		return EXIT_USAGE;
	}
	return run(&show, argc > 3 ? argv[3] : NULL);
}
