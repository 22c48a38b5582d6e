/* tmp, fdatasync, rename to new, and one fsync of new for all of a batch: what
 * was said to be sent survives the loss of power. */
#include "carry/maildir.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct maildir_out {
	char *tmp, *new;
	int folder; /* new, for fsync */
};

static bool
make_folder(const char *path, struct err *err)
{
	if (g_mkdir_with_parents(path, 0700) == 0)
		return true;
	return err_set(err, ERR_ASK, "%s: %s", path, strerror(errno));
}

struct maildir_out *
maildir_out_open(const char *path, struct err *err)
{
	struct maildir_out *out = g_new0(struct maildir_out, 1);
	g_autofree char *cur = g_build_filename(path, "sent", "cur", NULL);

	out->folder = -1;
	out->tmp = g_build_filename(path, "sent", "tmp", NULL);
	out->new = g_build_filename(path, "sent", "new", NULL);
	if (make_folder(out->tmp, err) && make_folder(out->new, err) &&
		make_folder(cur, err)) {
		out->folder =
			open(out->new, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (out->folder >= 0)
			return out;
		err_set(err, ERR_ASK, "%s: %s", out->new, strerror(errno));
	}
	maildir_out_close(out);
	return NULL;
}

void
maildir_out_close(struct maildir_out *out)
{
	if (!out)
		return;
	if (out->folder >= 0)
		close(out->folder);
	g_free(out->tmp);
	g_free(out->new);
	g_free(out);
}

/* CR LF to LF; every other octet as it is. */
static void
append_lines(GByteArray *text, const char *bytes, size_t len)
{
	const char *end = bytes + len;

	while (bytes < end) {
		const char *cr = memchr(bytes, '\r', (size_t)(end - bytes));
		const char *stop = cr ? cr : end;

		g_byte_array_append(
			text, (const guint8 *)bytes, (guint)(stop - bytes));
		if (cr && (cr + 1 == end || cr[1] != '\n'))
			g_byte_array_append(text, (const guint8 *)"\r", 1);
		bytes = cr ? cr + 1 : end;
	}
}

static bool
write_file(const char *path, const GByteArray *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	size_t done = 0;
	bool good = fd >= 0;

	while (good && done < text->len) {
		ssize_t n = write(fd, text->data + done, text->len - done);

		if (n >= 0)
			done += (size_t)n;
		else
			good = errno == EINTR;
	}
	good = good && fdatasync(fd) == 0;
	return fd >= 0 && close(fd) == 0 && good;
}

bool
maildir_out_write(struct maildir_out *out, int64_t id, int64_t at,
	const char *from, const char *to, const void *bytes, size_t len,
	struct err *err)
{
	g_autofree char *name = g_strdup_printf(
		"%lld.M%lld.mentord", (long long)at, (long long)id);
	g_autofree char *tmp = g_build_filename(out->tmp, name, NULL);
	g_autofree char *new = g_build_filename(out->new, name, NULL);
	g_autofree char *head = g_strdup_printf(
		"Return-Path: <%s>\nDelivered-To: %s\n", from, to);
	g_autoptr(GByteArray) text = g_byte_array_new();

	g_byte_array_append(text, (const guint8 *)head, (guint)strlen(head));
	append_lines(text, bytes, len);
	if (write_file(tmp, text) && rename(tmp, new) == 0)
		return true;
	err_set(err, ERR_LATER, "%s: %s", new, strerror(errno));
	unlink(tmp);
	return false;
}

bool
maildir_out_sync(struct maildir_out *out, struct err *err)
{
	if (fsync(out->folder) == 0)
		return true;
	return err_set(err, ERR_LATER, "%s: %s", out->new, strerror(errno));
}
