/* carry/calendar -- room carry: fetching published calendars.
 *
 * A participant named the address, so neither the server nor what it sends is
 * to be trusted: TLS or nothing, no credentials, 20 s and 1 MiB in all, three
 * redirects, one at a time from each host, and only from public addresses,
 * looked at when each connection is made (a name may lead anywhere, and
 * elsewhere the next time). What came is not looked into here.
 */
#ifndef MENTORD_CARRY_CALENDAR_H
#define MENTORD_CARRY_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "carry/wire.h"

#define CALENDAR_OCTETS (1u << 20)

struct sockaddr;
struct calendars;

/* The body; or why there is none, in one line, with bytes NULL. */
typedef void calendar_report(
	void *to, int64_t id, const char *why, const void *bytes, size_t len);

/* mail is borrowed: its ca_file is for servers on this machine. */
struct calendars *calendars_new(struct wires *wires,
	const struct mail_config *mail, calendar_report *report, void *to);
/* What is under way is given up without a report. */
void calendars_free(struct calendars *calendars);

/* One report follows. The URL is checked again (program/calendar_url). */
void calendars_fetch(struct calendars *calendars, int64_t id, const char *url);

/* Is that an address at which a calendar may be: of the public internet, or
 * (loopback) of this machine? */
bool calendar_address_fits(const struct sockaddr *address, bool loopback);

#endif
