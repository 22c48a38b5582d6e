/* Which addresses are of the public internet. Whoever names a host could have
 * it lead into the network we stand in: to a router, a printer, a cloud's
 * metadata. So all that is not public is refused, by the registries of special
 * addresses (RFC 6890 and its successors), also where an IPv6 address holds an
 * IPv4 one. */
#include <glib.h>
#include <netinet/in.h>
#include <string.h>

#include "carry/calendar.h"

struct block {
	uint8_t prefix[4];
	int bits;
};

static const struct block private_4[] = {
	{ { 0 }, 8 },             /* this network */
	{ { 10 }, 8 },            /* private */
	{ { 100, 64 }, 10 },      /* behind a carrier's NAT */
	{ { 127 }, 8 },           /* loopback */
	{ { 169, 254 }, 16 },     /* link-local, metadata */
	{ { 172, 16 }, 12 },      /* private */
	{ { 192, 0, 0 }, 24 },    /* protocols */
	{ { 192, 0, 2 }, 24 },    /* documentation */
	{ { 192, 88, 99 }, 24 },  /* 6to4 relays */
	{ { 192, 168 }, 16 },     /* private */
	{ { 198, 18 }, 15 },      /* benchmarks */
	{ { 198, 51, 100 }, 24 }, /* documentation */
	{ { 203, 0, 113 }, 24 },  /* documentation */
	{ { 224 }, 3 },           /* multicast, reserved, broadcast */
};

static bool
is_in(const uint8_t *address, const uint8_t *prefix, int bits)
{
	int whole = bits / 8, rest = bits % 8;

	return !memcmp(address, prefix, (size_t)whole) &&
		(!rest || (address[whole] ^ prefix[whole]) >> (8 - rest) == 0);
}

static bool
is_public_4(const uint8_t *address)
{
	for (size_t i = 0; i < G_N_ELEMENTS(private_4); i++)
		if (is_in(address, private_4[i].prefix, private_4[i].bits))
			return false;
	return true;
}

/* Only 2000::/3 is given out at all. Within it: Teredo, ORCHID, benchmarks
 * and other protocols (2001::/23), documentation, and 6to4, which holds an
 * IPv4 address. 64:ff9b::/96 does as well, and a NAT64 makes it real. */
static bool
is_public_6(const uint8_t *a)
{
	static const uint8_t nat64[12] = { 0, 0x64, 0xff, 0x9b };
	static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff,
		0xff };
	static const uint8_t protocols[] = { 0x20, 0x01, 0x00 };
	static const uint8_t examples[] = { 0x20, 0x01, 0x0d, 0xb8 };
	static const uint8_t more_examples[] = { 0x3f, 0xff, 0x00 };
	static const uint8_t six_to_four[] = { 0x20, 0x02 };

	if (is_in(a, nat64, 96) || is_in(a, mapped, 96))
		return is_public_4(a + 12);
	if (is_in(a, six_to_four, 16))
		return is_public_4(a + 2);
	return (a[0] & 0xe0) == 0x20 && !is_in(a, protocols, 23) &&
		!is_in(a, examples, 32) && !is_in(a, more_examples, 20);
}

bool
calendar_address_fits(const struct sockaddr *address, bool loopback)
{
	if (address->sa_family == AF_INET) {
		struct sockaddr_in in;
		uint8_t a[4];

		memcpy(&in, address, sizeof in);
		memcpy(a, &in.sin_addr, sizeof a);
		return loopback ? a[0] == 127 : is_public_4(a);
	}
	if (address->sa_family == AF_INET6) {
		struct sockaddr_in6 in;
		uint8_t a[16];

		memcpy(&in, address, sizeof in);
		memcpy(a, &in.sin6_addr, sizeof a);
		return loopback ? IN6_IS_ADDR_LOOPBACK(&in.sin6_addr)
				: is_public_6(a);
	}
	return false;
}
