/* The table of places where the crash test may end us. Without
 * MENTORD_FAULT a passage costs one comparison. */
#include "base/fault.h"

#include <glib.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {
	"due.before-commit", /* an event decided, nothing stored */
	"due.committed",     /* stored, nothing sent */
	"outbox.claimed",    /* marked as sending, not handed over */
	"outbox.handed",     /* handed to the courier, no verdict */
	"outbox.verdict",    /* verdict in hand, not stored */
	"outbox.settled",    /* verdict stored */
	"inbox.fetched",     /* raw mail in hand, not stored */
	"inbox.stored",      /* raw mail stored, not read */
	"inbox.read",        /* understood, not applied */
	"inbox.applied",     /* applied, not filed on the server */
	"inbox.filed",       /* filed on the server, not noted */
	"courier.sent-dot",  /* the last byte is out, no verdict yet */
	NULL,
};

const char *const *
fault_names(void)
{
	return names;
}

void
fault_point(const char *name)
{
	static const char *wanted;
	static long left;

	g_assert(g_strv_contains(names, name));
	if (!wanted) {
		const char *fault = getenv("MENTORD_FAULT");
		const char *colon = fault ? strrchr(fault, ':') : NULL;

		left = colon ? strtol(colon + 1, NULL, 10) : 1;
		wanted = !fault ? ""
				: g_strndup(fault,
					  colon ? (gsize)(colon - fault)
						: strlen(fault));
	}
	if (!strcmp(wanted, name) && --left == 0)
		raise(SIGKILL);
}
