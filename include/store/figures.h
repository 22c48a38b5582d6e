/* store/figures -- room store: counts for status, report and digest.
 *
 * Every figure comes with what it is a part of; rates are the report's.
 */
#ifndef MENTORD_STORE_FIGURES_H
#define MENTORD_STORE_FIGURES_H

#include "noun/figures.h"
#include "store/store.h"

/* since: start of the period for the *_new figures. The program says which
 * answers are private, and how many people make a figure about them: the
 * tallies hold private answers only in whole groups of privacy_k people. */
bool store_figures(struct store *store, struct pool *pool,
	const struct program *program, int64_t now, int64_t since,
	struct figures *figures, struct err *err);

#endif
