/* Polls: the names of their states.
 *
 * The names are what the store holds and people read: changing one needs a
 * migration. */
#include "noun/poll.h"

#include <assert.h>
#include <glib.h>

static const char *const poll_state_names[] = {
	[POLL_OPEN] = "open",
	[POLL_AGREED] = "agreed",
	[POLL_FAILED] = "failed",
	[POLL_MOOT] = "moot",
};
static_assert(
	G_N_ELEMENTS(poll_state_names) == POLL_MOOT + 1, "a name for each");

const char *
poll_state_name(enum poll_state state)
{
	return poll_state_names[state];
}
