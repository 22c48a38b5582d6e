/* When a mail that could not be delivered is tried again: as long after the
 * last attempt as the mail is old, between five minutes and a bit over an
 * hour (Postfix's curve), and up to a fifth earlier or later, so that mails
 * that failed together do not come back together. */
#include "decide/concern.h"

#include <glib.h>

#define SHORTEST 300
#define LONGEST  4000
#define LIFE     (5 * DAY) /* when the row does not say */

/* -200 to 200 per mille, from the row and the attempt alone. */
static int64_t
jitter(const struct mail *mail)
{
	uint64_t mixed = (uint64_t)mail->id * 0x9e3779b97f4a7c15u +
		(uint64_t)mail->attempts * 0xbf58476d1ce4e5b9u;

	return (int64_t)((mixed >> 33) % 401) - 200;
}

int64_t
decide_retry(const struct mail *mail, int64_t now)
{
	int64_t first = mail->first_attempt_at ? mail->first_attempt_at : now;
	int64_t end =
		mail->expires_at ? mail->expires_at : mail->created_at + LIFE;
	int64_t wait = CLAMP(now - first, SHORTEST, LONGEST);
	int64_t next = now + wait + wait * jitter(mail) / 1000;

	return next < end ? next : 0;
}
