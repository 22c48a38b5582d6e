/* match/trio -- room match: the odd one joins a pair. */
#ifndef MENTORD_MATCH_TRIO_H
#define MENTORD_MATCH_TRIO_H

#include "match/grid.h"

struct trio {
	size_t at[3]; /* places */
};
LIST_OF(trio_list, struct trio);

/* Make a trio for each lonely person where that costs least and breaks no
 * rule; when the lonely one fits nowhere, somebody else becomes the odd one.
 * The trio's people are out of the pairing then. */
struct trio_list trio_make(struct pool *pool, struct pairing *pairing);

#endif
