/* Base32 around HMAC-SHA-256, both by hand or by GLib: no other library. */
#include "base/token.h"

#include <errno.h>
#include <glib.h>
#include <string.h>
#include <sys/random.h>

#define BODY_LEN 7  /* id and day */
#define MAC_LEN  16 /* of HMAC-SHA-256 */

static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";

void
token_key_make(struct token_key *key)
{
	size_t got = 0;

	while (got < sizeof key->bytes) {
		ssize_t n =
			getrandom(key->bytes + got, sizeof key->bytes - got, 0);

		if (n < 0 && errno != EINTR)
			g_error("no randomness from the kernel: %s",
				g_strerror(errno));
		got += n > 0 ? (size_t)n : 0;
	}
}

static void
token_mac(const struct token_key *key, enum token_purpose purpose,
	const unsigned char body[BODY_LEN], unsigned char mac[MAC_LEN])
{
	g_autoptr(GHmac) hmac =
		g_hmac_new(G_CHECKSUM_SHA256, key->bytes, sizeof key->bytes);
	unsigned char letter = (unsigned char)purpose, digest[32];
	gsize len = sizeof digest;

	g_hmac_update(hmac, (const guchar *)"mentord-token", 13);
	g_hmac_update(hmac, &letter, 1);
	g_hmac_update(hmac, body, BODY_LEN);
	g_hmac_get_digest(hmac, digest, &len);
	memcpy(mac, digest, MAC_LEN);
}

static void
base32(const unsigned char *bytes, size_t len, char *out)
{
	unsigned bits = 0, have = 0;

	for (size_t i = 0; i < len; i++) {
		bits = bits << 8 | bytes[i];
		for (have += 8; have >= 5; have -= 5)
			*out++ = alphabet[bits >> (have - 5) & 31];
		bits &= (1U << have) - 1;
	}
	if (have)
		*out++ = alphabet[bits << (5 - have) & 31];
	*out = '\0';
}

static bool
unbase32(const char *text, size_t chars, unsigned char *out)
{
	unsigned bits = 0, have = 0;

	for (size_t i = 0; i < chars; i++) {
		char c = g_ascii_tolower(text[i]);
		const char *at = c ? strchr(alphabet, c) : NULL;

		if (!at)
			return false;
		bits = bits << 5 | (unsigned)(at - alphabet);
		have += 5;
		if (have >= 8) {
			have -= 8;
			*out++ = (unsigned char)(bits >> have);
			bits &= (1U << have) - 1;
		}
	}
	return bits == 0;
}

void
token_print(const struct token_key *key, struct token token,
	char out[TOKEN_LEN + 1])
{
	unsigned char raw[BODY_LEN + MAC_LEN];

	g_assert(token.id > 0 && token.id < (int64_t)1 << 40);
	g_assert(token.day >= 0 && token.day < 1 << 16);
	for (int i = 0; i < 5; i++)
		raw[i] = (unsigned char)(token.id >> (32 - 8 * i));
	raw[5] = (unsigned char)(token.day >> 8);
	raw[6] = (unsigned char)token.day;
	token_mac(key, token.purpose, raw, raw + BODY_LEN);
	out[0] = (char)token.purpose;
	base32(raw, sizeof raw, out + 1);
}

bool
token_parse(const struct token_key *key, const char *text, struct token *token)
{
	unsigned char raw[BODY_LEN + MAC_LEN + 1], mac[MAC_LEN];
	char purpose = g_ascii_tolower(text[0]);

	if (!purpose || !strchr("rbou", purpose) ||
		strnlen(text, TOKEN_LEN) < TOKEN_LEN ||
		!unbase32(text + 1, TOKEN_LEN - 1, raw))
		return false;
	token_mac(key, (enum token_purpose)purpose, raw, mac);
	if (!bytes_equal(mac, raw + BODY_LEN, MAC_LEN))
		return false;
	token->purpose = (enum token_purpose)purpose;
	token->id = 0;
	for (int i = 0; i < 5; i++)
		token->id = token->id << 8 | raw[i];
	token->day = raw[5] << 8 | raw[6];
	return true;
}

bool
token_address(const struct token_key *key, struct token token,
	const char *address, char *out, size_t size)
{
	const char *at = strrchr(address, '@');
	char text[TOKEN_LEN + 1];

	if (!at)
		return false;
	token_print(key, token, text);
	int n = g_snprintf(
		out, size, "%.*s+%s%s", (int)(at - address), address, text, at);
	return n > 0 && (size_t)n < size;
}

bool
bytes_equal(const void *a, const void *b, size_t len)
{
	const unsigned char *x = a, *y = b;
	unsigned char differ = 0;

	for (size_t i = 0; i < len; i++)
		differ |= (unsigned char)(x[i] ^ y[i]);
	return differ == 0;
}

void
sha256_hex(const void *bytes, size_t len, char out[65])
{
	g_autofree char *hex =
		g_compute_checksum_for_data(G_CHECKSUM_SHA256, bytes, len);

	g_strlcpy(out, hex, 65);
}
