/* A file that a person wrote, read whole and only when it is one. */
#include "program/file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
read_all(int fd, size_t limit, char **bytes, size_t *len, struct err *err)
{
	g_autofree char *buffer = g_malloc(limit + 2);
	size_t n = 0;

	while (n <= limit) {
		ssize_t got = read(fd, buffer + n, limit + 1 - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(err, ERR_ASK, "cannot read it: %s",
				g_strerror(errno));
		if (!got)
			break;
		n += (size_t)got;
	}
	if (n > limit)
		return err_set(
			err, ERR_ASK, "is larger than %zu kB", limit >> 10);
	buffer[n] = '\0';
	*len = n;
	*bytes = g_realloc(g_steal_pointer(&buffer), n + 1);
	return true;
}

bool
file_read(const char *path, size_t limit, char **bytes, size_t *len,
	struct err *err)
{
	/* Opening a FIFO for reading waits for a writer, unless told not to. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	bool ok;

	if (fd < 0)
		return err_set(
			err, ERR_ASK, "cannot open it: %s", g_strerror(errno));
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		ok = err_set(err, ERR_ASK, "is not a regular file");
	else if ((size_t)st.st_size > limit)
		ok = err_set(
			err, ERR_ASK, "is larger than %zu kB", limit >> 10);
	else
		ok = read_all(fd, MIN(limit, (size_t)st.st_size + 4096), bytes,
			len, err);
	close(fd);
	return ok;
}
