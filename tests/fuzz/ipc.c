/* What a broken courier or reader could write to the keeper: framing, type
 * and normal form, by the keeper's own calls. */
#include <glib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/ipc.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	static const char *const types[] = { "(xs)", "ay", "a{sv}",
		"(xsssa(xxs)ms)", NULL };
	struct ipc_message message;
	int fds[2];

	if (len > 60000 || socketpair(AF_UNIX, SOCK_STREAM, 0, fds) < 0)
		return 0;
	struct ipc *ipc = ipc_new(fds[1], types);
	if (write(fds[0], bytes, len) == (ssize_t)len)
		ipc_fill(ipc);
	while (ipc_next(ipc, &message)) {
		g_autofree char *text = g_variant_print(message.value, TRUE);

		ipc_message_clear(&message);
	}
	ipc_free(ipc);
	close(fds[0]);
	return 0;
}
