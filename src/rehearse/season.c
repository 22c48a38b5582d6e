/* The stage: real processes, a Maildir, and a clock that jumps from one thing
 * that happens to the next. */
#include "rehearse/season.h"

#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/table.h"
#include "keep/keeper.h"
#include "keep/lock.h"
#include "program/words.h"
#include "rehearse/cast.h"
#include "store/figures.h"

#define AFTER_END    (14 * DAY)
#define BEFORE_DRAFT (2 * DAY)

/* What is at work while a season is played. */
struct stage {
	struct pool *pool;
	struct program *program;
	struct season *season;
	struct courier *courier;
	struct reader *reader;
	struct store *store;
	struct keeper *keeper;
	struct cast *cast;
	GHashTable *seen; /* names of mails the cast has got */
	char *sent, *inbox;
	int64_t now, until;
};

static int
by_name(gconstpointer a, gconstpointer b)
{
	return strverscmp(*(const char *const *)a, *(const char *const *)b);
}

/* New files of the Maildir of sent mail, in the order of their names, which
 * is the order of sending. */
static GPtrArray *
new_mails(struct stage *stage)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GDir) dir = g_dir_open(stage->sent, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir)))
		if (!g_hash_table_contains(stage->seen, name))
			g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, by_name);
	return names;
}

/* Coordinators are told the same: one line for each subject, with how often
 * it came and when first. */
static void
note_told(struct stage *stage, const struct post *post)
{
	const struct language *english =
		words_language(stage->program->words, "en", "en");
	struct told_list *told = &stage->season->told;

	if (!program_coordinator(stage->program, post->to))
		return;
	for (size_t i = 0; i < told->n; i++)
		if (!strcmp(told->at[i].subject, post->subject)) {
			told->at[i].times++;
			return;
		}
	*LIST_ADD(stage->pool, told) =
		(struct told){ words_date(stage->pool, english,
				       stage->program->zone, stage->now),
			post->subject, 1 };
}

/* The cast reads what was delivered; true when there was something. */
static bool
deliver(struct stage *stage)
{
	g_autoptr(GPtrArray) names = new_mails(stage);

	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		g_autofree char *path =
			g_build_filename(stage->sent, name, NULL);
		g_autofree char *bytes = NULL;
		gsize len;

		g_hash_table_add(stage->seen, g_strdup(name));
		if (!g_file_get_contents(path, &bytes, &len, NULL))
			continue;
		struct post *post = post_open(stage->pool, bytes, len);
		stage->season->delivered++;
		note_told(stage, post);
		cast_gets(stage->cast, bytes, len, stage->now);
	}
	return names->len > 0;
}

/* The cast writes: one file of the inbox's Maildir each, by rename. */
static bool
write_letters(struct stage *stage, bool *wrote, struct err *err)
{
	const char *bytes;

	*wrote = false;
	while ((bytes = cast_take(stage->cast, stage->now))) {
		g_autofree char *name = g_strdup_printf(
			"%08d.rehearsal", (int)++stage->season->written);
		g_autofree char *tmp =
			g_build_filename(stage->inbox, "tmp", name, NULL);
		g_autofree char *path =
			g_build_filename(stage->inbox, "new", name, NULL);

		if (!g_file_set_contents_full(tmp, bytes, -1,
			    G_FILE_SET_CONTENTS_NONE, 0600, NULL) ||
			g_rename(tmp, path) < 0)
			return err_set(err, ERR_ASK,
				"%s: cannot be written: %s", path,
				g_strerror(errno));
		*wrote = true;
	}
	return true;
}

/* Turns until there is nothing left to do at this moment. */
static bool
settle(struct stage *stage, struct err *err)
{
	for (;;) {
		if (!keeper_turn(stage->keeper, stage->now, err))
			return false;
		if (keeper_quiet(stage->keeper, stage->now) &&
			keeper_polled(stage->keeper))
			return true;
		if (keeper_next(stage->keeper, stage->now) > stage->now)
			keeper_wait(stage->keeper, -1, 1000);
	}
}

/* One moment: what is due, what it makes people do at once, and so on. */
static bool
moment(struct stage *stage, struct err *err)
{
	bool wrote = false;

	clock_set(stage->now);
	do {
		if (!settle(stage, err))
			return false;
		deliver(stage);
		if (!write_letters(stage, &wrote, err))
			return false;
		if (wrote)
			keeper_poll(stage->keeper);
	} while (wrote);
	return true;
}

static bool
play(struct stage *stage, struct err *err)
{
	int64_t began = stage->now, due;

	while (stage->now <= stage->until) {
		if (!moment(stage, err))
			return false;
		progress_show("rehearsing",
			(double)(stage->now - began) /
				(double)(stage->until - began + 1));
		if (!store_next_due(stage->store, &due, err))
			return false;
		stage->now =
			MAX(stage->now + 1, MIN(due, cast_next(stage->cast)));
	}
	return true;
}

/* Matches whose silence was ever brought before the coordinators. */
static void
count_silent(const struct outcome *outcome, int64_t id, void *matches)
{
	(void)id;
	if (outcome->kind == OUTCOME_SILENCE_TOLD)
		g_hash_table_add(matches, GINT_TO_POINTER(outcome->match));
}

static bool
check(struct stage *stage, struct err *err)
{
	g_autoptr(GHashTable) silent = g_hash_table_new(NULL, NULL);
	struct text_list findings = { 0 };
	int64_t end = MIN(stage->now, stage->until);

	if (!store_outcomes(stage->store, 0, count_silent, silent, err))
		return false;
	stage->season->silent = g_hash_table_size(silent);
	if (!store_check(stage->store, stage->pool, &findings, err))
		return false;
	for (size_t i = 0; i < findings.n; i++)
		fprintf(stderr, "mentord: store: %s\n", findings.at[i]);
	stage->season->findings = (int64_t)findings.n;
	stage->season->ended = end;
	return store_figures(stage->store, stage->pool, stage->program, end,
		stage->season->began, &stage->season->figures, err);
}

static bool
prepare_folder(struct stage *stage, struct err *err)
{
	const char *folder = stage->season->folder;
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	struct program *program = stage->program;
	static const char *const parts[] = { "tmp", "new", "cur" };

	if (dir && g_dir_read_name(dir))
		return err_set(err, ERR_ASK,
			"%s: is not empty; name another "
			"folder with --out",
			folder);
	program->state_dir = pool_printf(stage->pool, "%s/state", folder);
	program->mail.outgoing = program->mail.incoming =
		pool_printf(stage->pool, "maildir:%s/mail", folder);
	program->mail.rate = 0;
	program->mail.authserv_id = NULL;
	program->mail.require_auth = false;
	program->hold_after = 0;
	stage->sent = pool_printf(stage->pool, "%s/mail/sent/new", folder);
	stage->inbox = pool_printf(stage->pool, "%s/mail/inbox", folder);
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *path =
			g_build_filename(stage->inbox, parts[i], NULL);

		if (g_mkdir_with_parents(path, 0700) < 0)
			return err_set(err, ERR_ASK, "%s: cannot be made: %s",
				path, g_strerror(errno));
	}
	return true;
}

static bool
raise_curtain(struct stage *stage, struct err *err)
{
	const struct program *program = stage->program;
	struct season *season = stage->season;

	season->began = stage->now = program_start_time(program) -
		program->matching.lead - BEFORE_DRAFT + 8 * HOUR;
	stage->until = season->until ? season->until
				     : program_end_time(program) + AFTER_END;
	clock_set(stage->now);
	stage->courier = courier_start(program, err);
	stage->reader = stage->courier ? reader_start(program, err) : NULL;
	if (!stage->reader)
		return false;
	stage->store =
		store_open(program->state_dir, program->id, STORE_WRITE, err);
	if (!stage->store)
		return false;
	stage->keeper = keeper_new(program, stage->store, stage->courier,
		stage->reader, stage->now, err);
	stage->cast = cast_new(stage->pool, program, season->seed);
	season->cast = cast_describe(stage->pool, stage->cast);
	return stage->keeper && keeper_enrol(stage->keeper, stage->now, err);
}

static void
drop_curtain(struct stage *stage)
{
	progress_end();
	keeper_free(stage->keeper);
	store_close(stage->store);
	if (stage->reader)
		reader_stop(stage->reader);
	if (stage->courier)
		courier_stop(stage->courier);
	cast_free(stage->cast);
	g_hash_table_destroy(stage->seen);
}

bool
season_play(struct pool *pool, struct program *program, struct season *season,
	struct err *err)
{
	struct stage stage = {
		.pool = pool, .program = program, .season = season
	};

	stage.seen =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	bool played = prepare_folder(&stage, err) &&
		raise_curtain(&stage, err) && play(&stage, err) &&
		check(&stage, err);
	drop_curtain(&stage);
	return played;
}
