/* rehearse/reply -- room rehearse: mails as people and machines write them.
 *
 * Each returns a whole mail (header and body, LF line ends) in pool.
 */
#ifndef MENTORD_REHEARSE_REPLY_H
#define MENTORD_REHEARSE_REPLY_H

#include "program/program.h"
#include "rehearse/post.h"

/* How somebody answers: where the new text stands, and how the old one is
 * marked, as their mail program does it. */
enum style {
	STYLE_TOP,     /* numbered, above a quote with > */
	STYLE_INLINE,  /* below each quoted question */
	STYLE_BOTTOM,  /* in order, below the quote */
	STYLE_HEADERS, /* above a header block and the bare original */
	STYLE_BARE,    /* in order, nothing quoted */
	STYLE_COUNT
};

struct writer {
	const char *name, *address;
	const char *language; /* of their own mail program */
	enum style style;
};

/* One answer each, in the order of the questions' numbers. */
struct words_said {
	int number;
	const char *line; /* the question's line in our mail */
	const char *answer;
};
LIST_OF(words_said_list, struct words_said);

/* An answer to the questions. id makes the Message-ID. */
char *reply_answers(struct pool *pool, const struct writer *writer,
	const struct post *post, const struct words_said_list *said, int64_t at,
	int64_t id);

/* One line on top ("leave"), the original quoted. */
char *reply_line(struct pool *pool, const struct writer *writer,
	const struct post *post, const char *line, int64_t at, int64_t id);

/* The calendar's answer: ACCEPTED, TENTATIVE, DECLINED (RFC 5546 3.2.3). NULL
 * when the post holds no invitation. */
char *reply_rsvp(struct pool *pool, const struct writer *writer,
	const struct post *post, const char *partstat, int64_t at, int64_t id);

/* The calendar proposes another time (RFC 5546 3.2.7); likewise. */
char *reply_counter(struct pool *pool, const struct writer *writer,
	const struct post *post, int64_t start, int64_t end, int64_t at,
	int64_t id);

/* An out-of-office answer (RFC 3834) with its day of return. */
char *reply_away(struct pool *pool, const struct writer *writer,
	const struct post *post, int64_t back, int64_t at, int64_t id);

/* The report that the address does not exist (RFC 3464). */
char *reply_bounce(struct pool *pool, const struct writer *writer,
	const struct post *post, int64_t at, int64_t id);

#endif
