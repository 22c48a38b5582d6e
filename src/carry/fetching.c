/* Found, sized, got: a batch of uids goes through these three.
 *
 * A server may answer for other uids, twice, or not at all; only a uid of the
 * group that was asked for, and only its first answer, is reported. The
 * answer says its uid itself, maybe behind the mail, so the octets are kept
 * until its line ends.
 */
#include "carry/fetching.h"

#include <string.h>

#define BATCH_UIDS  500
#define GROUP_BYTES (8u << 20)
#define KEEP_BUFFER (1u << 20)

struct want {
	uint32_t uid;
	uint64_t size;
	bool sized, asked, got;
};

enum stage {
	STAGE_IDLE,
	STAGE_SIZING,
	STAGE_SIZED,
	STAGE_GETTING
};

struct fetching {
	fetching_report *report;
	void *to;
	GHashTable *known; /* uids as pointers */
	GArray *todo;      /* uint32_t, ascending */
	guint todo_at;
	GArray *batch; /* struct want, ascending */
	guint batch_at;
	enum stage stage;
	GByteArray *body; /* of the FETCH that is coming in */
	bool collecting, cut;
};

struct fetching *
fetching_new(fetching_report *report, void *to)
{
	struct fetching *fetching = g_new0(struct fetching, 1);

	fetching->report = report;
	fetching->to = to;
	fetching->known = g_hash_table_new(NULL, NULL);
	fetching->todo = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	fetching->batch = g_array_new(FALSE, TRUE, sizeof(struct want));
	fetching->body = g_byte_array_new();
	return fetching;
}

void
fetching_free(struct fetching *fetching)
{
	if (!fetching)
		return;
	g_hash_table_unref(fetching->known);
	g_array_unref(fetching->todo);
	g_array_unref(fetching->batch);
	g_byte_array_unref(fetching->body);
	g_free(fetching);
}

void
fetching_stop(struct fetching *fetching)
{
	g_array_set_size(fetching->todo, 0);
	g_array_set_size(fetching->batch, 0);
	g_byte_array_set_size(fetching->body, 0);
	fetching->todo_at = fetching->batch_at = 0;
	fetching->stage = STAGE_IDLE;
	fetching->collecting = fetching->cut = false;
}

void
fetching_forget(struct fetching *fetching)
{
	fetching_stop(fetching);
	g_hash_table_remove_all(fetching->known);
}

void
fetching_left(struct fetching *fetching, uint32_t uid)
{
	g_hash_table_remove(fetching->known, GUINT_TO_POINTER(uid));
}

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

void
fetching_found(struct fetching *fetching, const GArray *uids)
{
	fetching_stop(fetching);
	for (guint i = 0; i < uids->len; i++) {
		uint32_t uid = g_array_index(uids, uint32_t, i);

		if (uid &&
			!g_hash_table_contains(
				fetching->known, GUINT_TO_POINTER(uid)))
			g_array_append_val(fetching->todo, uid);
	}
	g_array_sort(fetching->todo, by_number);
}

/* The next uids of todo, each once. */
static void
fill_batch(struct fetching *fetching)
{
	struct want want = { 0 };

	g_array_set_size(fetching->batch, 0);
	fetching->batch_at = 0;
	while (fetching->todo_at < fetching->todo->len &&
		fetching->batch->len < BATCH_UIDS) {
		uint32_t uid = g_array_index(
			fetching->todo, uint32_t, fetching->todo_at++);

		if (uid != want.uid) {
			want.uid = uid;
			g_array_append_val(fetching->batch, want);
		}
	}
}

static struct want *
want_at(const struct fetching *fetching, guint i)
{
	return &g_array_index(fetching->batch, struct want, i);
}

static void
append_wants(struct fetching *fetching, GString *command, bool asked)
{
	g_autoptr(GArray) uids = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (guint i = 0; i < fetching->batch->len; i++) {
		struct want *want = want_at(fetching, i);

		if (!asked || want->asked)
			g_array_append_val(uids, want->uid);
	}
	imap_set(command, (const uint32_t *)(void *)uids->data, uids->len);
}

/* The next group of the batch: ordinary mails up to so many bytes, or one
 * giant, of which we take the beginning. False at the batch's end. */
static bool
command_group(struct fetching *fetching, GString *command)
{
	uint64_t bytes = 0;
	bool giant = false;
	guint n = 0;

	for (guint i = 0; i < fetching->batch->len; i++)
		want_at(fetching, i)->asked = false;
	for (; fetching->batch_at < fetching->batch->len;
		fetching->batch_at++) {
		struct want *want = want_at(fetching, fetching->batch_at);

		if (!want->sized)
			continue; /* it is gone */
		bytes += want->size;
		giant = want->size > FETCHING_CUT;
		if (n && (giant || bytes > GROUP_BYTES))
			break;
		want->asked = true;
		n++;
		if (giant) {
			fetching->batch_at++;
			break;
		}
	}
	if (!n)
		return false;
	/* a giant that ended the loop for the others is none of this group */
	giant = n == 1 && want_at(fetching, fetching->batch_at - 1)->asked &&
		want_at(fetching, fetching->batch_at - 1)->size > FETCHING_CUT;
	g_string_append(command, "UID FETCH ");
	append_wants(fetching, command, true);
	g_string_append(command, " (UID BODY.PEEK[]");
	if (giant)
		g_string_append_printf(command, "<0.%u>", FETCHING_CUT + 1);
	g_string_append_c(command, ')');
	fetching->stage = STAGE_GETTING;
	return true;
}

bool
fetching_command(struct fetching *fetching, GString *command)
{
	if (fetching->stage == STAGE_SIZED && command_group(fetching, command))
		return true;
	fill_batch(fetching);
	fetching->stage = STAGE_IDLE;
	if (!fetching->batch->len)
		return false;
	g_string_append(command, "UID FETCH ");
	append_wants(fetching, command, false);
	g_string_append(command, " (UID RFC822.SIZE)");
	fetching->stage = STAGE_SIZING;
	return true;
}

void
fetching_done(struct fetching *fetching)
{
	if (fetching->stage != STAGE_IDLE)
		fetching->stage = STAGE_SIZED;
}

/* --- answers ------------------------------------------------------------ */

void
fetching_literal(
	struct fetching *fetching, struct imap_text text, uint64_t size)
{
	struct imap_fetch fetch;

	fetching->collecting = fetching->stage == STAGE_GETTING &&
		imap_fetch(text, true, &fetch) && fetch.body_open;
	if (fetching->collecting) {
		g_byte_array_set_size(fetching->body, 0);
		fetching->cut = size > FETCHING_CUT;
	}
}

void
fetching_octets(struct fetching *fetching, const void *bytes, size_t len)
{
	size_t room = FETCHING_CUT - fetching->body->len;

	if (fetching->collecting)
		g_byte_array_append(
			fetching->body, bytes, (guint)MIN(len, room));
}

static struct want *
find_want(struct fetching *fetching, uint64_t uid)
{
	guint low = 0, high = fetching->batch->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;
		struct want *want = want_at(fetching, middle);

		if (want->uid == uid)
			return want;
		if (want->uid < uid)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static void
report_body(struct fetching *fetching, struct want *want,
	const struct imap_fetch *fetch)
{
	want->got = true;
	g_hash_table_add(fetching->known, GUINT_TO_POINTER(want->uid));
	if (fetch->body == IMAP_BODY_QUOTED) {
		GString *text = imap_unquote(fetch->quoted);

		fetching->report(
			fetching->to, want->uid, text->str, text->len, false);
		g_string_free(text, TRUE);
	} else {
		fetching->report(fetching->to, want->uid, fetching->body->data,
			fetching->body->len,
			fetching->cut || want->size > FETCHING_CUT);
	}
}

static void
drop_body(struct fetching *fetching)
{
	if (fetching->body->len > KEEP_BUFFER) {
		g_byte_array_unref(fetching->body);
		fetching->body = g_byte_array_new();
	}
	g_byte_array_set_size(fetching->body, 0);
	fetching->collecting = fetching->cut = false;
}

bool
fetching_line(struct fetching *fetching, struct imap_text line)
{
	struct imap_fetch fetch;

	if (!imap_fetch(line, false, &fetch))
		return false;
	struct want *want = find_want(fetching, fetch.uid);
	if (want && fetching->stage == STAGE_SIZING && fetch.has_size) {
		want->sized = true;
		want->size = fetch.size;
	}
	if (want && fetching->stage == STAGE_GETTING && want->asked &&
		!want->got && fetch.body != IMAP_BODY_NONE)
		report_body(fetching, want, &fetch);
	drop_body(fetching);
	return true;
}
