/* READY, STATUS, WATCHDOG and STOPPING for systemd and its kin. The keeper's
 * sandbox leaves AF_UNIX sockets, so this works to the end. */
#include "base/notify.h"

#include <glib.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static bool
notify(const char *lines)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	size_t len = path ? strlen(path) : 0;

	if (len < 2 || len >= sizeof to.sun_path || !strchr("/@", path[0]))
		return false;
	memcpy(to.sun_path, path, len);
	if (path[0] == '@')
		to.sun_path[0] = '\0'; /* the abstract namespace */
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return false;
	ssize_t n = sendto(fd, lines, strlen(lines), MSG_NOSIGNAL,
		(const struct sockaddr *)&to,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + len));
	close(fd);
	return n >= 0;
}

bool
notify_ready(const char *status)
{
	g_autofree char *lines = g_strdup_printf("READY=1\nSTATUS=%s", status);

	return notify(lines);
}

bool
notify_watchdog(void)
{
	return notify("WATCHDOG=1");
}

bool
notify_stopping(void)
{
	return notify("STOPPING=1");
}
