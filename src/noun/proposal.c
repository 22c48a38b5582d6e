/* Other times for a session: the names of their states.
 *
 * The names are what the store holds and people read: changing one needs a
 * migration. */
#include "noun/proposal.h"

#include <assert.h>
#include <glib.h>

static const char *const proposal_state_names[] = {
	[PROPOSAL_OPEN] = "open",
	[PROPOSAL_AGREED] = "agreed",
	[PROPOSAL_REFUSED] = "refused",
	[PROPOSAL_REPLACED] = "replaced",
	[PROPOSAL_MOOT] = "moot",
};
static_assert(G_N_ELEMENTS(proposal_state_names) == PROPOSAL_MOOT + 1,
	"a name for each");

const char *
proposal_state_name(enum proposal_state state)
{
	return proposal_state_names[state];
}
