/* A directive: the names of its kinds, which the store holds too. */
#include "noun/directive.h"

#include <assert.h>
#include <glib.h>

static const char *const directive_kind_names[] = {
	[DIRECTIVE_PIN] = "pin",
	[DIRECTIVE_FORBID] = "forbid",
};
static_assert(G_N_ELEMENTS(directive_kind_names) == DIRECTIVE_FORBID + 1,
	"a name for each");

const char *
directive_kind_name(enum directive_kind kind)
{
	return directive_kind_names[kind];
}
