/* read/read -- room read: one raw mail in, one flat letter out.
 *
 * Pure, and bounded in what it allocates and in time: everything here is fed
 * by strangers. It runs in the reader process, never in the keeper's.
 */
#ifndef MENTORD_READ_READ_H
#define MENTORD_READ_READ_H

#include "base/zone.h"
#include "noun/letter.h"
#include "program/program.h"
#include "program/words.h"

enum read_mode {
	READ_MAIL,
	READ_BODY,
	READ_HTML
};

struct read_bytes {
	const void *bytes;
	size_t len;
};
LIST_OF(read_bytes_list, struct read_bytes);

/* What we know about the letter before it is read. */
struct read_context {
	enum read_mode mode;
	const struct words *words;    /* all languages */
	const char *language;         /* of the person who wrote */
	const char *program_language; /* tried behind it; NULL unknown */
	const char *program_address;  /* ours; NULL unknown */
	const char *program_name;     /* NULL unknown */
	const char *authserv_id;      /* whose Authentication-Results */
	int trusted_hops;             /* Received fields of ours on every mail,
					 0: by what they say */
	const struct zone *zone;      /* the writer's, for dates; NULL: UTC */
	int64_t now;                  /* when it was fetched; 0 unknown */
	struct read_bytes_list originals; /* our mails it may answer, newest
					     first; raw mails (READ_MAIL) or
					     bare text bodies */
	struct question_list questions;   /* of the open ask, in order of their
					   numbers; n 0: none is open, take
					   the numbered lines of the original */
	uint64_t open;         /* which of them wait for an answer: bit k - 1 is
				question k; 0: all */
	bool no_questions;     /* nothing numbered was asked: numbered lines of
				the original are only text */
	int64_t meeting;       /* start of the session it is about, for times
				that are named in words; 0: none */
	int minutes;           /* and its length */
	const char *writer;    /* name of the person who wrote; NULL unknown */
	const uint64_t *tails; /* lines that ended two earlier letters of
				  theirs, by tail_hash (read/tail) */
	size_t n_tails;
};

/* The header alone; cheap. Never fails: head->fault says what is wrong. */
void letter_read_head(struct pool *pool, const void *bytes, size_t len,
	const struct read_context *context, struct letter_head *head);

/* The whole letter; never NULL. */
struct letter *letter_read(struct pool *pool, const void *bytes, size_t len,
	const struct read_context *context);

/* The plain text a person would see in a mail of ours (also used by the
 * simulated participants of the rehearsal). "" when there is none. */
char *letter_plain_text(struct pool *pool, const void *bytes, size_t len);

#endif
