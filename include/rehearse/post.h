/* rehearse/post -- room rehearse: a mail of ours, as its recipient sees it.
 */
#ifndef MENTORD_REHEARSE_POST_H
#define MENTORD_REHEARSE_POST_H

#include <stdint.h>

#include "base/pool.h"

struct post {
	const char *to;       /* who it was delivered to */
	const char *envelope; /* where it would bounce to; "" nowhere */
	const char *from, *reply_to, *message_id, *subject, *date;
	const char *text;     /* the plain text */
	const char *calendar; /* unfolded iCalendar object; NULL */
};

/* Take apart a file of the Maildir. It is our own mail, so what is missing
 * is simply "". */
struct post *post_open(struct pool *pool, const char *bytes, size_t len);

/* The value of the first content line of that name in the calendar object
 * ("UID", "SEQUENCE"), without its parameters; NULL. line gets the whole
 * content line when it is not NULL. */
const char *post_calendar_value(struct pool *pool, const struct post *post,
	const char *name, const char **line);

#endif
