/* One calendar object that repeats: all sessions of a match at once. */
#include "decide/concern.h"

struct series *
series_plan(const struct program *program, struct facts *facts,
	struct match *match, const char **why)
{
	(void)program;
	(void)facts;
	(void)match;
	*why = "series are not planned yet";
	return NULL;
}
