/* carry/place -- room carry: where mail goes and comes from, taken apart.
 *
 *   smtps://host[:465]   smtp://host[:587] (STARTTLS)   smtp+plain://host[:25]
 *   imaps://host[:993]   imap://host[:143] (STARTTLS)   imap+plain://host[:143]
 *   maildir:PATH
 *
 * "+plain" speaks without TLS and names this machine only: localhost,
 * 127.x.y.z or [::1].
 */
#ifndef MENTORD_CARRY_PLACE_H
#define MENTORD_CARRY_PLACE_H

#include <stdbool.h>

#include "base/err.h"

enum place_kind {
	PLACE_SMTP,
	PLACE_IMAP,
	PLACE_MAILDIR
};
enum place_cover {
	COVER_TLS,      /* from the first byte */
	COVER_STARTTLS, /* or no word of ours */
	COVER_NONE
};

struct place {
	enum place_kind kind;
	enum place_cover cover;
	char host[256]; /* an IPv6 address keeps its brackets */
	int port;
	char path[4096]; /* Maildir */
};

/* Take url apart; ASK with a sentence when it is none of the above. */
bool place_parse(const char *url, struct place *place, struct err *err);

#endif
