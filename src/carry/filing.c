/* One batch at a time through MOVE, or COPY, STORE and EXPUNGE; with CREATE and
 * a second try in between when the folder is not there yet. */
#include "carry/filing.h"

#include "base/clock.h"

#define BATCH 500
#define AGAIN (5 * MINUTE * 1000) /* ms after a refusal */

enum stage {
	STAGE_IDLE,
	STAGE_START, /* a batch is chosen */
	STAGE_MOVE,
	STAGE_COPY,
	STAGE_STORE,
	STAGE_EXPUNGE,
	STAGE_CREATE
};

struct letter {
	int64_t letter, uidvalidity;
	uint32_t uid;
	bool quarantine;
};

struct filing {
	filing_report *report;
	void *to;
	enum filing_means means;
	const char *done, *quarantine;
	GArray *waiting; /* struct letter, in order of arrival */
	GArray *batch;   /* struct letter, ascending uids, one folder */
	enum stage stage;
	bool created; /* the folder, for this batch */
	int64_t again;
};

struct filing *
filing_new(filing_report *report, void *to)
{
	struct filing *filing = g_new0(struct filing, 1);

	filing->report = report;
	filing->to = to;
	filing->means = FILING_IN_PLACE;
	filing->waiting = g_array_new(FALSE, FALSE, sizeof(struct letter));
	filing->batch = g_array_new(FALSE, FALSE, sizeof(struct letter));
	return filing;
}

void
filing_free(struct filing *filing)
{
	if (!filing)
		return;
	g_array_unref(filing->waiting);
	g_array_unref(filing->batch);
	g_free(filing);
}

void
filing_means(struct filing *filing, enum filing_means means, const char *done,
	const char *quarantine)
{
	filing->means = means;
	filing->done = done;
	filing->quarantine = quarantine;
}

void
filing_add(struct filing *filing, int64_t letter, int64_t uidvalidity,
	uint32_t uid, bool quarantine)
{
	struct letter one = { letter, uidvalidity, uid, quarantine };

	g_array_append_val(filing->waiting, one);
}

guint
filing_waiting(const struct filing *filing, int64_t now)
{
	return filing->again > now ? 0 : filing->waiting->len;
}

bool
filing_busy(const struct filing *filing)
{
	return filing->stage != STAGE_IDLE;
}

int64_t
filing_again(const struct filing *filing)
{
	return filing->waiting->len ? filing->again : INT64_MAX;
}

static void
report_all(struct filing *filing, GArray *letters, bool gone)
{
	for (guint i = 0; i < letters->len; i++) {
		struct letter *one = &g_array_index(letters, struct letter, i);

		filing->report(filing->to, one->letter, one->uid, gone);
	}
	g_array_set_size(letters, 0);
}

void
filing_stop(struct filing *filing)
{
	g_array_append_vals(
		filing->waiting, filing->batch->data, filing->batch->len);
	g_array_set_size(filing->batch, 0);
	filing->stage = STAGE_IDLE;
	filing->created = false;
}

void
filing_valid(struct filing *filing, int64_t uidvalidity)
{
	g_autoptr(GArray) void_ones =
		g_array_new(FALSE, FALSE, sizeof(struct letter));
	struct letter *all = (struct letter *)(void *)filing->waiting->data;
	guint kept = 0;

	for (guint i = 0; i < filing->waiting->len; i++)
		if (all[i].uidvalidity == uidvalidity)
			all[kept++] = all[i];
		else
			g_array_append_val(void_ones, all[i]);
	g_array_set_size(filing->waiting, kept);
	report_all(filing, void_ones, false);
}

static int
by_uid(const void *a, const void *b)
{
	const struct letter *x = a, *y = b;

	return (x->uid > y->uid) - (x->uid < y->uid);
}

/* The waiting letters for the folder of the first, up to BATCH. */
static void
fill_batch(struct filing *filing)
{
	struct letter *all = (struct letter *)(void *)filing->waiting->data;
	bool quarantine = all[0].quarantine;
	guint kept = 0;

	for (guint i = 0; i < filing->waiting->len; i++)
		if (all[i].quarantine == quarantine &&
			filing->batch->len < BATCH)
			g_array_append_val(filing->batch, all[i]);
		else
			all[kept++] = all[i];
	g_array_set_size(filing->waiting, kept);
	g_array_sort(filing->batch, by_uid);
	filing->stage = STAGE_START;
	filing->created = false;
}

static void
append_uids(const struct filing *filing, GString *command)
{
	g_autoptr(GArray) uids = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (guint i = 0; i < filing->batch->len; i++)
		g_array_append_val(uids,
			g_array_index(filing->batch, struct letter, i).uid);
	imap_set(command, (const uint32_t *)(void *)uids->data, uids->len);
}

static void
append_command(struct filing *filing, GString *command)
{
	bool quarantine =
		g_array_index(filing->batch, struct letter, 0).quarantine;
	const char *folder = quarantine ? filing->quarantine : filing->done;
	g_autoptr(GString) uids = g_string_new(NULL);

	append_uids(filing, uids);
	switch (filing->stage) {
	case STAGE_IDLE:
	case STAGE_START:
	case STAGE_MOVE:
		g_string_append_printf(
			command, "UID MOVE %s %s", uids->str, folder);
		break;
	case STAGE_COPY:
		g_string_append_printf(
			command, "UID COPY %s %s", uids->str, folder);
		break;
	case STAGE_STORE:
		g_string_append_printf(command,
			"UID STORE %s +FLAGS.SILENT (\\Deleted)", uids->str);
		break;
	case STAGE_EXPUNGE:
		g_string_append_printf(command, "UID EXPUNGE %s", uids->str);
		break;
	case STAGE_CREATE:
		g_string_append_printf(command, "CREATE %s", folder);
		break;
	}
}

bool
filing_command(struct filing *filing, int64_t now, GString *command)
{
	if (filing->means == FILING_IN_PLACE || !filing->done ||
		!filing->quarantine)
		report_all(filing, filing->waiting, false);
	if (filing->stage == STAGE_IDLE && filing_waiting(filing, now))
		fill_batch(filing);
	if (filing->stage == STAGE_IDLE)
		return false;
	if (filing->stage == STAGE_START)
		filing->stage =
			filing->means == FILING_MOVE ? STAGE_MOVE : STAGE_COPY;
	append_command(filing, command);
	return true;
}

bool
filing_done(struct filing *filing, enum imap_status status, int64_t now)
{
	bool good = status == IMAP_OK;

	switch (filing->stage) {
	case STAGE_IDLE:
	case STAGE_START:
		return true;
	case STAGE_MOVE:
	case STAGE_COPY:
		if (!good && !filing->created) {
			filing->stage = STAGE_CREATE;
			return true;
		}
		break;
	case STAGE_CREATE: /* refused: it may be there all the same */
		filing->created = true;
		filing->stage = STAGE_START;
		return true;
	case STAGE_STORE:
	case STAGE_EXPUNGE:
		break;
	}
	if (!good) {
		filing_stop(filing);
		filing->again = now + AGAIN;
		return false;
	}
	if (filing->stage == STAGE_COPY || filing->stage == STAGE_STORE) {
		filing->stage++;
		return true;
	}
	report_all(filing, filing->batch, true);
	filing->stage = STAGE_IDLE;
	return true;
}
