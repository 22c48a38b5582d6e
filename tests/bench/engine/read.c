/* The reader's own work on the mails that a list names ("MAIL" or "MAIL, tab,
 * ORIGINAL" a line), without its process and its sandbox: a line each with the
 * CPU seconds that letter_read took and the kind of letter it found. */
#include <glib.h>
#include <time.h>

#include "read/charset.h"
#include "read/read.h"

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static struct read_bytes
take_file(const char *path)
{
	char *content;
	gsize len;

	if (!g_file_get_contents(path, &content, &len, NULL))
		g_error("%s cannot be read", path);
	return (struct read_bytes){ content, len };
}

/* What the originals of the benchmark ask. */
static void
ask(struct pool *pool, struct question_list *questions)
{
	static const struct question asked[] = {
		{ .ask = "Did you meet?", .type = QUESTION_YESNO },
		{ .ask = "How useful was it for you?",
			.type = QUESTION_SCALE,
			.from = 1,
			.till = 5 },
		{ .ask = "Is there anything you want to tell us?",
			.type = QUESTION_TEXT },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(asked); i++)
		*LIST_ADD(pool, questions) = asked[i];
}

static void
measure(const struct words *words, const char *path, const char *sent)
{
	POOL_AUTO pool = pool_new();
	struct read_context context = { .words = words, .now = 1799625600 };
	struct read_bytes mail = take_file(path), original = { 0 };

	if (sent) {
		original = take_file(sent);
		*LIST_ADD(pool, &context.originals) = original;
		ask(pool, &context.questions);
	}
	double before = seconds();
	struct letter *letter =
		letter_read(pool, mail.bytes, mail.len, &context);
	g_print("%.6f %s\n", seconds() - before,
		letter_kind_name(letter->kind));
	g_free((void *)(guintptr)mail.bytes);
	g_free((void *)(guintptr)original.bytes);
}

int
main(int argc, char **argv)
{
	POOL_AUTO pool = pool_new();
	struct text_list dirs = { 0 };
	g_autofree char *list = NULL;

	if (argc != 2 || !g_file_get_contents(argv[1], &list, NULL, NULL))
		g_error("usage: read LIST");
	struct mistake_list *mistakes = mistakes_new();
	*LIST_ADD(pool, &dirs) = g_getenv("MENTORD_TEMPLATES");
	const struct words *words = words_load(pool, dirs, mistakes);
	mistakes_free(mistakes);
	charset_open();
	g_auto(GStrv) lines = g_strsplit(g_strchomp(list), "\n", -1);
	for (char **line = lines; *line; line++) {
		g_auto(GStrv) paths = g_strsplit(*line, "\t", 2);

		measure(words, paths[0], paths[1]);
	}
	return 0;
}
