/* One keeper per state folder, by flock(2): it ends with the process. */
#include "keep/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <sys/file.h>
#include <unistd.h>

int
lock_state(const char *state_dir, struct err *err)
{
	g_autofree char *path = g_build_filename(state_dir, "lock", NULL);

	if (g_mkdir_with_parents(state_dir, 0700) < 0) {
		err_set(err, ERR_ASK, "%s: cannot be made: %s", state_dir,
			g_strerror(errno));
		return -1;
	}
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0) {
		err_set(err, ERR_ASK, "%s: cannot be opened: %s", path,
			g_strerror(errno));
		return -1;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	err_set(err, ERR_LATER,
		"%s: another mentord runs on this state; stop "
		"it first",
		state_dir);
	close(fd);
	return -1;
}
