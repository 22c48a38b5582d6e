/* base/token -- room base: the short secrets in our reply addresses.
 *
 * A token is a purpose letter and 37 characters of lower-case base32 (RFC
 * 4648 alphabet): a 5-byte id, a 2-byte day number and the first 16 bytes of
 * HMAC-SHA-256 over "mentord-token", purpose, id and day. It stands in the
 * plus part of Reply-To, ORGANIZER and the envelope sender, and in our
 * Message-IDs. It survives case folding, fits a 64-octet local part beside a
 * program name of 25, and proves possession, not identity: the sender's
 * address must agree as well (design 8).
 */
#ifndef MENTORD_BASE_TOKEN_H
#define MENTORD_BASE_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TOKEN_LEN     38
#define TOKEN_KEY_LEN 32

enum token_purpose {
	TOKEN_REPLY = 'r',     /* id: the outbox row that is answered */
	TOKEN_BOUNCE = 'b',    /* id: the outbox row that came back */
	TOKEN_ORGANIZER = 'o', /* id: the participant; day 0, constant */
	TOKEN_STOP = 'u',      /* id: the participant; day 0 */
};

struct token_key {
	unsigned char bytes[TOKEN_KEY_LEN];
};

struct token {
	enum token_purpose purpose;
	int64_t id;
	int64_t day; /* since 1970, when it was made; 0: never expires */
};

/* Fresh random key from the kernel; aborts without randomness. */
void token_key_make(struct token_key *key);

/* Writes the token and a NUL. id is from 1 below 2^40, day below 2^16. */
void token_print(const struct token_key *key, struct token token,
	char out[TOKEN_LEN + 1]);

/* Reads the token at the start of text (case folded), compares its MAC in
 * constant time; false and *token untouched when it is not one of ours.
 * Whether the day is too long ago is the caller's to judge. */
bool token_parse(
	const struct token_key *key, const char *text, struct token *token);

/* "mentoring+TOKEN@example.org" out of "mentoring@example.org" into out;
 * false when it does not fit or the address has no "@". */
bool token_address(const struct token_key *key, struct token token,
	const char *address, char *out, size_t size);

/* a == b without saying by its time where they differ. */
bool bytes_equal(const void *a, const void *b, size_t len);

/* Hex SHA-256 of bytes into out (64 characters and a NUL). */
void sha256_hex(const void *bytes, size_t len, char out[65]);

#endif
