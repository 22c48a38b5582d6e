/* program/calendar_url -- room program: where somebody publishes their calendar.
 *
 * The roster's column freebusy. "https://" (or "webcal://", which means the
 * same) is fetched from public addresses only. For a calendar server on this
 * very machine, and for tests, there are "https+loopback://" and
 * "http+plain://": they go to a loopback address and nowhere else, and only in
 * a program whose outgoing mail goes to this machine too (a Maildir or
 * "smtp+plain://"), so that no sheet of addresses makes us knock at our own
 * doors. A program whose mail is a Maildir fetches nothing from elsewhere:
 * nothing leaves the machine.
 */
#ifndef MENTORD_PROGRAM_CALENDAR_URL_H
#define MENTORD_PROGRAM_CALENDAR_URL_H

#include <stdbool.h>

#include "base/pool.h"

struct mail_config;

#define CALENDAR_URL_MOST 500 /* octets */

/* The URL as it is kept, in pool; NULL and why (a sentence after the value)
 * when it cannot be one. */
const char *calendar_url(struct pool *pool, const struct mail_config *mail,
	const char *value, const char **why);

/* Is it to be fetched from this machine, and only from here? */
bool calendar_url_is_loopback(const char *url);

/* May it be fetched at all: see above. */
bool calendar_url_goes(const struct mail_config *mail, const char *url);

/* "https://..." or "http://...", as a library takes it. */
const char *calendar_url_plain(struct pool *pool, const char *url);

#endif
