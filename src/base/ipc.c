/* Framing and checking. Two growing buffers a channel, consumed from the front;
 * a value is believed only in normal form, so that a broken peer can give us
 * wrong values but never wrong memory. */
#include "base/ipc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEADER  8
#define FILLING (1u << 20)

struct ipc {
	int fd;
	const char *const *types;
	unsigned n_types;
	GByteArray *in, *out;
	size_t in_used, out_used; /* consumed from the front */
	bool trusted, broken, eof;
};

struct ipc *
ipc_new(int fd, const char *const *types)
{
	struct ipc *ipc = g_new0(struct ipc, 1);

	ipc->fd = fd;
	ipc->types = types;
	while (types[ipc->n_types])
		ipc->n_types++;
	ipc->in = g_byte_array_new();
	ipc->out = g_byte_array_new();
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	return ipc;
}

void
ipc_free(struct ipc *ipc)
{
	if (!ipc)
		return;
	close(ipc->fd);
	g_byte_array_unref(ipc->in);
	g_byte_array_unref(ipc->out);
	g_free(ipc);
}

void
ipc_trust(struct ipc *ipc)
{
	ipc->trusted = true;
}

int
ipc_fd(const struct ipc *ipc)
{
	return ipc->fd;
}

static void
put32(unsigned char *p, guint32 n)
{
	n = GUINT32_TO_LE(n);
	memcpy(p, &n, 4);
}

static guint32
get32(const unsigned char *p)
{
	guint32 n;

	memcpy(&n, p, 4);
	return GUINT32_FROM_LE(n);
}

/* Forget the consumed front of a buffer, once it is worth the move. */
static void
compact(GByteArray *bytes, size_t *used)
{
	if (*used == bytes->len)
		g_byte_array_set_size(bytes, 0);
	else if (*used > FILLING)
		g_byte_array_remove_range(bytes, 0, (guint)*used);
	else
		return;
	*used = 0;
}

void
ipc_send(struct ipc *ipc, unsigned type, GVariant *value)
{
	unsigned char header[HEADER];

	g_variant_ref_sink(value);
	g_assert(type < ipc->n_types);
	g_assert(g_variant_is_of_type(value, G_VARIANT_TYPE(ipc->types[type])));
	gsize len = g_variant_get_size(value);
	g_assert(len <= IPC_LIMIT);
	put32(header, (guint32)len);
	put32(header + 4, type);
	g_byte_array_append(ipc->out, header, HEADER);
	if (len)
		g_byte_array_append(
			ipc->out, g_variant_get_data(value), (guint)len);
	g_variant_unref(value);
}

size_t
ipc_pending(const struct ipc *ipc)
{
	return ipc->out->len - ipc->out_used;
}

bool
ipc_flush(struct ipc *ipc)
{
	while (ipc_pending(ipc)) {
		ssize_t n = send(ipc->fd, ipc->out->data + ipc->out_used,
			ipc_pending(ipc), MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EAGAIN;
		ipc->out_used += (size_t)n;
	}
	compact(ipc->out, &ipc->out_used);
	return true;
}

bool
ipc_fill(struct ipc *ipc)
{
	size_t got = 0;

	compact(ipc->in, &ipc->in_used);
	while (got < FILLING && !ipc->eof) {
		unsigned char buffer[65536];
		ssize_t n = recv(ipc->fd, buffer, sizeof buffer, 0);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			break;
		if (n <= 0) {
			ipc->eof = true;
			break;
		}
		g_byte_array_append(ipc->in, buffer, (guint)n);
		got += (size_t)n;
	}
	return !ipc->eof;
}

bool
ipc_next(struct ipc *ipc, struct ipc_message *message)
{
	size_t have = ipc->in->len - ipc->in_used;
	const unsigned char *at = ipc->in->data + ipc->in_used;

	if (ipc->broken || have < HEADER)
		return false;
	guint32 len = get32(at), type = get32(at + 4);
	if (len > IPC_LIMIT || type >= ipc->n_types) {
		ipc->broken = true;
		return false;
	}
	if (have - HEADER < len)
		return false;
	g_autoptr(GBytes) bytes = g_bytes_new(at + HEADER, len);
	GVariant *value = g_variant_ref_sink(g_variant_new_from_bytes(
		G_VARIANT_TYPE(ipc->types[type]), bytes, ipc->trusted));
	ipc->in_used += HEADER + len;
	if (!ipc->trusted && !g_variant_is_normal_form(value)) {
		g_variant_unref(value);
		ipc->broken = true;
		return false;
	}
	message->type = type;
	message->value = value;
	return true;
}

bool
ipc_broken(const struct ipc *ipc)
{
	return ipc->broken;
}

void
ipc_message_clear(struct ipc_message *message)
{
	if (message->value)
		g_variant_unref(message->value);
	message->value = NULL;
}

static void
wait_for(int fd, short events)
{
	struct pollfd p = { .fd = fd, .events = events };

	while (poll(&p, 1, -1) < 0 && errno == EINTR)
		;
}

bool
ipc_write(struct ipc *ipc, unsigned type, GVariant *value)
{
	ipc_send(ipc, type, value);
	while (ipc_flush(ipc)) {
		if (!ipc_pending(ipc))
			return true;
		wait_for(ipc->fd, POLLOUT);
	}
	return false;
}

bool
ipc_wait(struct ipc *ipc, struct ipc_message *message)
{
	for (;;) {
		if (ipc_next(ipc, message))
			return true;
		if (ipc->broken || ipc->eof)
			return false;
		wait_for(ipc->fd, POLLIN);
		ipc_fill(ipc);
	}
}

GVariant *
ipc_bytes(const void *bytes, size_t len)
{
	g_autoptr(GBytes) copy = g_bytes_new(bytes, len);

	return g_variant_new_from_bytes(G_VARIANT_TYPE_BYTESTRING, copy, TRUE);
}

const void *
ipc_bytes_of(GVariant *value, size_t *len)
{
	return g_variant_get_fixed_array(value, len, 1);
}
