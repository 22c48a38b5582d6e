/* mentord show letter: how it was understood, line by line, as `mentord read`
 * says it; by the same reader process, held against the same mails of ours.
 *
 * Without --words, and where the question was private, the figures alone: how
 * many lines were kept, and why the others were not. */
#include <stdio.h>

#include "base/table.h"
#include "cmd/read.h"
#include "cmd/show.h"
#include "keep/about.h"
#include "keep/reading.h"
#include "read/reader.h"

/* The ask that the letter was applied to, whatever waits since. */
static int64_t
ask_of(const struct show *show)
{
	for (size_t i = 0; i < show->events.n; i++)
		if (show->events.at[i].kind == OUTCOME_LETTER)
			return show->events.at[i].ask;
	return 0;
}

static bool
take_answer(const struct show *show, struct reader *reader,
	struct reader_answer *answer, struct err *err)
{
	if (!reader_wait(reader, show->pool, answer, err))
		return false;
	return answer->what != READER_DIED ||
		err_set(err, ERR_NEVER, "the reader dies of this letter");
}

/* What the keeper does: the head says what it answers, then the whole. */
static bool
read_again(const struct show *show, struct reader *reader,
	const struct inbox *letter, struct letter **read, struct err *err)
{
	const struct program *program = show->context.program;
	struct store *store = show->context.store;
	struct inbox copy = *letter; /* of which `reading` forgets the reason */
	struct reading *reading = reading_new(show->pool, &copy);
	struct reader_answer answer;

	reader_head(reader, letter->id, letter->raw, letter->len,
		letter->received_at);
	if (!take_answer(show, reader, &answer, err) ||
		!about_find(program, store, show->pool, answer.head,
			letter->received_at, &reading->about, &reading->stop,
			err))
		return false;
	if (!reading->about.ask)
		reading->about.ask = ask_of(show);
	reading_context(reading, program, show->facts);
	if (!reading_originals(reading, store, err))
		return false;
	reading->context.open = 0; /* as if nothing were answered yet */
	reading->context.now = letter->received_at;
	reader_letter(reader, letter->id, letter->raw, letter->len,
		&reading->context);
	if (!take_answer(show, reader, &answer, err))
		return false;
	*read = answer.letter;
	return true;
}

static const char *
figures(const struct show *show, const struct letter *letter)
{
	const char *text = NULL;

	for (int reason = LINE_KEPT; reason < LINE_BLANK; reason++) {
		int n = 0;

		for (size_t i = 0; i < letter->lines.n; i++)
			n += (int)letter->lines.at[i].reason == reason;
		if (n)
			text = pool_printf(show->pool, "%s%s%d %s",
				text ? text : "", text ? ", " : "", n,
				line_reason_name((enum line_reason)reason));
	}
	return text ? text : "none";
}

static void
print_figures(const struct show *show, const struct letter *letter)
{
	show_line(show, "lines", "%s", figures(show, letter));
	show_line(show, "understood", "%s, %zu answers",
		confidence_name(letter->confidence), letter->answers.n);
	if (letter->command != COMMAND_NONE)
		show_line(show, "command", "%s", command_name(letter->command));
	if (letter->times.n)
		show_line(show, "times", "%zu proposed", letter->times.n);
}

void
show_reading(const struct show *show, const struct inbox *letter, bool words)
{
	struct err err = { 0 };
	struct letter *read = NULL;
	struct reader *reader = reader_start(show->context.program, &err);

	if (!reader || !read_again(show, reader, letter, &read, &err))
		show_line(show, "not read", "%s", err.text);
	if (reader)
		reader_stop(reader);
	if (read)
		print_figures(show, read);
	if (read && words)
		printf("\n%s\n",
			read_show(show->pool, NULL, read, terminal_colour()));
}
