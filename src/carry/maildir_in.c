/* A file keeps its name before the ":" wherever a mail reader moves it, and
 * that name gets a number of ours, written to PATH/inbox/mentord-uids before
 * it is told to anybody: first line "mentord-uids 1 UIDVALIDITY", then "UID
 * NAME" each. Lines are appended and flushed once a scan; opening drops the
 * names that are gone. The file lost means a new uidvalidity, and the keeper
 * knows old mails by their content.
 */
#include "carry/maildir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#define CUT       (25u << 20) /* octets of a mail that are kept */
#define HEAD      "mentord-uids 1 "
#define LIST_MAX  (64u << 20)
#define NAME_KEPT 240 /* longer file names are not Maildir's */

struct maildir_in {
	char *root, *list_path;
	GHashTable *uids;     /* name before ":" to uid (pointer) */
	GHashTable *names;    /* uid to that name */
	GHashTable *places;   /* that name to its file below root/inbox */
	GHashTable *reported; /* uids */
	int64_t uidvalidity;
	uint32_t next;
	int list;  /* open for appending */
	int watch; /* inotify */
};

static char *
below(const struct maildir_in *in, const char *folder, const char *name)
{
	return g_build_filename(in->root, folder, name, NULL);
}

static char *
unique_name(const char *file)
{
	return g_strndup(file, strcspn(file, ":"));
}

static void
learn(struct maildir_in *in, uint32_t uid, const char *name)
{
	g_hash_table_insert(in->uids, g_strdup(name), GUINT_TO_POINTER(uid));
	g_hash_table_insert(in->names, GUINT_TO_POINTER(uid), g_strdup(name));
	in->next = MAX(in->next, uid + 1);
}

/* --- the list of uids --------------------------------------------------- */

static bool
parse_list(struct maildir_in *in, char *text)
{
	char *line = text, *end;

	if (!g_str_has_prefix(text, HEAD))
		return false;
	in->uidvalidity = g_ascii_strtoll(text + strlen(HEAD), &end, 10);
	if (in->uidvalidity <= 0 || *end != '\n')
		return false;
	for (line = end + 1; (end = strchr(line, '\n')); line = end + 1) {
		char *name;
		guint64 uid = g_ascii_strtoull(line, &name, 10);

		*end = '\0';
		if (uid && uid < UINT32_MAX && *name == ' ')
			learn(in, (uint32_t)uid, name + 1);
	}
	return true;
}

static void
load_list(struct maildir_in *in, int64_t now)
{
	char *text = NULL;
	struct stat st;

	in->next = 1;
	if (stat(in->list_path, &st) || st.st_size > LIST_MAX ||
		!g_file_get_contents(in->list_path, &text, NULL, NULL) ||
		!parse_list(in, text))
		in->uidvalidity = MAX(now, 1);
	g_free(text);
}

/* Append to the list; the last line may be cut by a crash and is then not
 * read, as it has no line end. */
static bool
append_list(struct maildir_in *in, const GString *lines, struct err *err)
{
	if (!lines->len)
		return true;
	if (write(in->list, lines->str, lines->len) == (ssize_t)lines->len &&
		fdatasync(in->list) == 0)
		return true;
	return err_set(
		err, ERR_LATER, "%s: %s", in->list_path, strerror(errno));
}

/* Write the list anew with the names that are still there. */
static bool
rewrite_list(struct maildir_in *in, struct err *err)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *fresh = g_strconcat(in->list_path, ".new", NULL);
	GHashTableIter iter;
	void *uid, *name;

	g_string_printf(text, HEAD "%lld\n", (long long)in->uidvalidity);
	g_hash_table_iter_init(&iter, in->names);
	while (g_hash_table_iter_next(&iter, &uid, &name)) {
		bool last = GPOINTER_TO_UINT(uid) == in->next - 1;

		if (last || g_hash_table_contains(in->places, name))
			g_string_append_printf(text, "%u %s\n",
				GPOINTER_TO_UINT(uid), (char *)name);
	}
	in->list = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (in->list < 0)
		return err_set(err, ERR_ASK, "%s: %s", fresh, strerror(errno));
	if (append_list(in, text, err) && rename(fresh, in->list_path) == 0)
		return true;
	err_set(err, ERR_ASK, "%s: %s", in->list_path, strerror(errno));
	close(in->list);
	in->list = -1;
	return false;
}

/* --- the folder --------------------------------------------------------- */

static bool
read_folder(struct maildir_in *in, const char *sub, struct err *err)
{
	g_autofree char *path = below(in, "inbox", sub);
	DIR *dir = opendir(path);
	struct dirent *entry;

	if (!dir)
		return err_set(err, ERR_LATER, "%s: %s", path, strerror(errno));
	while ((entry = readdir(dir)))
		if (entry->d_name[0] != '.' &&
			strlen(entry->d_name) <= NAME_KEPT &&
			!strchr(entry->d_name, '\n'))
			g_hash_table_insert(in->places,
				unique_name(entry->d_name),
				g_build_filename(sub, entry->d_name, NULL));
	closedir(dir);
	return true;
}

static bool
read_folders(struct maildir_in *in, struct err *err)
{
	g_hash_table_remove_all(in->places);
	return read_folder(in, "new", err) && read_folder(in, "cur", err);
}

static bool
make_folders(struct maildir_in *in, struct err *err)
{
	static const char *const folders[] = { "inbox", "done", "quarantine" };
	static const char *const subs[] = { "tmp", "new", "cur" };

	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++)
		for (size_t j = 0; j < G_N_ELEMENTS(subs); j++) {
			g_autofree char *path = below(in, folders[i], subs[j]);

			if (g_mkdir_with_parents(path, 0700))
				return err_set(err, ERR_ASK, "%s: %s", path,
					strerror(errno));
		}
	return true;
}

static void
watch(struct maildir_in *in)
{
	g_autofree char *new = below(in, "inbox", "new");
	g_autofree char *cur = below(in, "inbox", "cur");

	in->watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (in->watch < 0)
		return; /* there is the rescan */
	inotify_add_watch(in->watch, new, IN_MOVED_TO | IN_CLOSE_WRITE);
	inotify_add_watch(in->watch, cur, IN_MOVED_TO | IN_CLOSE_WRITE);
}

struct maildir_in *
maildir_in_open(const char *path, int64_t now, struct err *err)
{
	struct maildir_in *in = g_new0(struct maildir_in, 1);

	in->root = g_strdup(path);
	in->list_path = below(in, "inbox", "mentord-uids");
	in->uids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	in->names = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	in->places =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	in->reported = g_hash_table_new(NULL, NULL);
	in->list = in->watch = -1;
	if (make_folders(in, err)) {
		watch(in);
		load_list(in, now);
		if (read_folders(in, err) && rewrite_list(in, err))
			return in;
	}
	maildir_in_close(in);
	return NULL;
}

void
maildir_in_close(struct maildir_in *in)
{
	if (!in)
		return;
	if (in->list >= 0)
		close(in->list);
	if (in->watch >= 0)
		close(in->watch);
	g_hash_table_unref(in->uids);
	g_hash_table_unref(in->names);
	g_hash_table_unref(in->places);
	g_hash_table_unref(in->reported);
	g_free(in->root);
	g_free(in->list_path);
	g_free(in);
}

int
maildir_in_fd(const struct maildir_in *in)
{
	return in->watch;
}

static void
take_notices(struct maildir_in *in)
{
	char notices[4096];

	while (in->watch >= 0 && read(in->watch, notices, sizeof notices) > 0)
		;
}

/* Numbers for the names that have none, in their order, written before they
 * are told. A list that was torn by a failed write is written anew. */
static bool
number_names(struct maildir_in *in, GPtrArray *names, struct err *err)
{
	g_autoptr(GString) lines = g_string_new(NULL);
	g_autoptr(GPtrArray) fresh = g_ptr_array_new();

	if (in->list < 0 && !rewrite_list(in, err))
		return false;
	for (guint i = 0; i < names->len; i++)
		if (!g_hash_table_contains(in->uids, names->pdata[i])) {
			g_string_append_printf(lines, "%u %s\n",
				in->next + fresh->len, (char *)names->pdata[i]);
			g_ptr_array_add(fresh, names->pdata[i]);
		}
	if (!append_list(in, lines, err)) {
		close(in->list);
		in->list = -1;
		return false;
	}
	for (guint i = 0; i < fresh->len; i++)
		learn(in, in->next, fresh->pdata[i]);
	return true;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* At most CUT octets of a file; NULL when it cannot be read (any more). */
static GByteArray *
read_mail(const char *path, bool *cut)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	GByteArray *raw = fd >= 0 ? g_byte_array_new() : NULL;
	struct stat st;
	ssize_t n = 0;

	if (!raw || fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		g_clear_pointer(&raw, g_byte_array_unref);
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	do {
		char piece[65536];
		size_t room = CUT + 1 - raw->len;

		n = read(fd, piece, MIN(sizeof piece, room));
		if (n > 0)
			g_byte_array_append(
				raw, (const guint8 *)piece, (guint)n);
	} while (n > 0);
	close(fd);
	*cut = raw->len > CUT;
	g_byte_array_set_size(raw, MIN(raw->len, CUT));
	return raw;
}

/* Report one; false when the receiver has had enough. */
static bool
report_mail(struct maildir_in *in, const char *name, maildir_report *report,
	void *to)
{
	void *uid = g_hash_table_lookup(in->uids, name);
	g_autofree char *path =
		below(in, "inbox", g_hash_table_lookup(in->places, name));
	bool cut = false;

	if (g_hash_table_contains(in->reported, uid))
		return true;
	g_autoptr(GByteArray) raw = read_mail(path, &cut);
	if (!raw)
		return true; /* moved meanwhile: the next scan finds it */
	g_hash_table_add(in->reported, uid);
	return report(to, in->uidvalidity, GPOINTER_TO_UINT(uid), raw->data,
		raw->len, cut);
}

bool
maildir_in_scan(struct maildir_in *in, maildir_report *report, void *to,
	bool *all, struct err *err)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	GHashTableIter iter;
	void *name;

	take_notices(in);
	if (!read_folders(in, err))
		return false;
	g_hash_table_iter_init(&iter, in->places);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		g_ptr_array_add(names, name);
	g_ptr_array_sort(names, by_name);
	if (!number_names(in, names, err))
		return false;
	guint i = 0;
	while (i < names->len && report_mail(in, names->pdata[i], report, to))
		i++;
	*all = i >= names->len;
	return true;
}

/* Move the file to where it belongs, keeping its name. */
static bool
move_away(struct maildir_in *in, const char *name, bool quarantine)
{
	const char *place = g_hash_table_lookup(in->places, name);

	if (!place) {
		errno = ENOENT;
		return false;
	}
	g_autofree char *from = below(in, "inbox", place);
	g_autofree char *base = g_path_get_basename(place);
	g_autofree char *file = strchr(base, ':')
		? g_strdup(base)
		: g_strconcat(base, ":2,", NULL);
	g_autofree char *folder =
		below(in, quarantine ? "quarantine" : "done", "cur");
	g_autofree char *target = g_build_filename(folder, file, NULL);
	return rename(from, target) == 0;
}

bool
maildir_in_file(struct maildir_in *in, int64_t uidvalidity, int64_t uid,
	bool quarantine, struct err *err)
{
	void *key = GUINT_TO_POINTER((guint)uid);
	const char *name = uid > 0 && uid < UINT32_MAX
		? g_hash_table_lookup(in->names, key)
		: NULL;

	if (uidvalidity != in->uidvalidity || !name)
		return true;
	bool moved = move_away(in, name, quarantine);
	if (!moved && errno == ENOENT) {
		/* a mail reader renamed it since we looked */
		if (!read_folders(in, err))
			return false;
		moved = move_away(in, name, quarantine) || errno == ENOENT;
	}
	if (!moved)
		return err_set(err, ERR_LATER, "%s cannot be filed: %s", name,
			strerror(errno));
	g_hash_table_remove(in->places, name);
	g_hash_table_remove(in->reported, key);
	return true;
}
