/* mentord read: how a mail is understood, through the same reader process as
 * in service. It never ends early: a mail that cannot be read, or kills the
 * reader, has its line as well. */
#include "cmd/read.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/table.h"
#include "base/text.h"
#include "base/zone.h"
#include "cmd/cmd.h"
#include "read/reader.h"

struct task {
	char *path, *original; /* original may be NULL */
};
LIST_OF(task_list, struct task);

struct reading_room {
	struct reader *reader;
	enum read_mode mode;
	bool json;
	const struct zone *zone; /* the writers'; NULL: UTC */
	int64_t meeting;         /* that they write about; 0 */
};

static struct letter *
unreadable(struct pool *pool, const char *why)
{
	struct letter *letter = POOL_NEW(pool, struct letter);

	letter->kind = LETTER_UNREADABLE;
	letter->text = "";
	letter->confidence = CONFIDENCE_UNSURE;
	letter->fault = pool_strdup(pool, why);
	return letter;
}

static bool
take_file(struct pool *pool, const char *path, struct read_bytes *bytes,
	const char **why)
{
	g_autofree char *content = NULL;
	g_autoptr(GError) error = NULL;
	gsize len;

	if (!g_file_get_contents(path, &content, &len, &error)) {
		*why = pool_strdup(pool, error->message);
		return false;
	}
	bytes->bytes = pool_memdup(pool, content, len);
	bytes->len = len;
	return true;
}

static struct letter *
read_one(struct reading_room *room, struct pool *pool, const struct task *task)
{
	struct read_context context = { .mode = room->mode,
		.now = clock_now(),
		.zone = room->zone,
		.meeting = room->meeting };
	struct read_bytes mail, original;
	struct reader_answer answer;
	const char *why;
	struct err err;

	if (!take_file(pool, task->path, &mail, &why))
		return unreadable(pool, why);
	if (task->original) {
		if (!take_file(pool, task->original, &original, &why))
			return unreadable(pool, why);
		*LIST_ADD(pool, &context.originals) = original;
	}
	reader_letter(room->reader, 1, mail.bytes, mail.len, &context);
	if (!reader_wait(room->reader, pool, &answer, &err))
		return unreadable(pool, err.text);
	if (answer.what != READER_LETTER)
		return unreadable(pool, "the reader died of this mail");
	return answer.letter;
}

static void
print_one(struct reading_room *room, const struct task *task)
{
	POOL_AUTO pool = pool_new();
	struct letter *letter = read_one(room, pool, task);

	puts(room->json ? read_json(pool, task->path, letter)
			: read_show(
				  pool, task->path, letter, terminal_colour()));
	fflush(stdout);
}

/* One mail a line: PATH, or PATH, a tab and the mail it answers. */
static bool
take_list(struct pool *pool, const char *path, struct task_list *tasks,
	struct err *err)
{
	struct read_bytes bytes;
	const char *why;

	if (!take_file(pool, path, &bytes, &why))
		return err_set(err, ERR_ASK, "%s", why);
	g_auto(GStrv) lines = g_strsplit(bytes.bytes, "\n", -1);
	for (char **line = lines; *line; line++) {
		g_strchomp(*line);
		if (!**line)
			continue;
		struct task *task = LIST_ADD(pool, tasks);
		char *tab = strchr(*line, '\t');
		task->original = tab ? pool_strdup(pool, tab + 1) : NULL;
		if (tab)
			*tab = '\0';
		task->path = pool_strdup(pool, *line);
	}
	return true;
}

/* "2027-03-03 17:00" on the clock of that zone. */
static bool
take_meeting(struct reading_room *room, const char *zone, const char *meeting,
	struct err *err)
{
	int64_t days;
	int minutes;

	room->zone = zone_find(zone ? zone : "UTC");
	if (!room->zone)
		return err_set(err, ERR_ASK,
			"%s: no such zone; name one like Europe/Berlin", zone);
	if (!meeting)
		return true;
	g_auto(GStrv) halves = g_strsplit_set(meeting, " T", 2);
	if (g_strv_length(halves) != 2 || !civil_parse_date(halves[0], &days) ||
		!text_clock(halves[1], &minutes))
		return err_set(err, ERR_ASK,
			"%s: write the meeting as 2027-03-03 17:00", meeting);
	struct civil c = civil_from_days(days);
	c.hour = minutes / 60;
	c.minute = minutes % 60;
	room->meeting = civil_to_utc(room->zone, c);
	return true;
}

static int
read_all(struct reading_room *room, const struct task_list *tasks)
{
	struct err err;

	room->reader = reader_start(NULL, &err);
	if (!room->reader)
		return cmd_fail(&err);
	for (size_t i = 0; i < tasks->n; i++)
		print_one(room, &tasks->at[i]);
	reader_stop(room->reader);
	return EXIT_OK;
}

int
cmd_read(int argc, char **argv)
{
	gboolean json = FALSE, body = FALSE, html = FALSE;
	g_autofree char *list = NULL, *zone = NULL, *meeting = NULL;
	const GOptionEntry entries[] = {
		{ "json", 0, 0, G_OPTION_ARG_NONE, &json,
			"One JSON object a line", NULL },
		{ "body", 0, 0, G_OPTION_ARG_NONE, &body,
			"The files are bare UTF-8 bodies", NULL },
		{ "html", 0, 0, G_OPTION_ARG_NONE, &html,
			"The files are bare HTML bodies", NULL },
		{ "list", 0, 0, G_OPTION_ARG_FILENAME, &list,
			"Read the mails that FILE names: PATH or "
			"PATH<TAB>ORIGINAL",
			"FILE" },
		{ "meeting", 0, 0, G_OPTION_ARG_STRING, &meeting,
			"Show times that they propose instead", "WHEN" },
		{ "zone", 0, 0, G_OPTION_ARG_STRING, &zone,
			"Where they live (default UTC)", "ZONE" },
		{ 0 },
	};
	int status = cmd_options(&argc, &argv, "[MAIL...]",
		"Shows how mails are understood: what is new in them and why "
		"each line was kept\nor dropped, answers, commands, bounces, "
		"calendar answers; with the time of the\nmeeting that they "
		"answer about (like \"2027-03-03 17:00\"), other times too.",
		entries);
	POOL_AUTO pool = pool_new();
	struct task_list tasks = { 0 };
	struct err err;

	if (status)
		return status < 0 ? EXIT_OK : status;
	struct reading_room room = { .json = json };
	room.mode = body ? READ_BODY : html ? READ_HTML : READ_MAIL;
	if (!take_meeting(&room, zone, meeting, &err))
		return cmd_fail(&err);
	if (list && !take_list(pool, list, &tasks, &err))
		return cmd_fail(&err);
	for (int i = 1; i < argc; i++)
		LIST_ADD(pool, &tasks)->path = argv[i];
	return read_all(&room, &tasks);
}
