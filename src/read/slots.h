/* Between the files that read which of the offered times suit. */
#ifndef MENTORD_READ_SLOTS_H
#define MENTORD_READ_SLOTS_H

#include "read/times.h"
#include "time_words.h"

typedef unsigned slot_set; /* bit k: slot k + 1 */

struct choice {
	const struct question *question;
	const struct value_context *context;
	struct frame frame;
	struct reading r;
	slot_set all, yes, no, likely;
	slot_set waiting; /* named, nothing said of them yet */
	slot_set clause;  /* those of this clause */
	slot_set said;    /* of this clause, that they suit */
	bool against;     /* "not": what follows does not suit */
	bool for_those;   /* "none but": what follows does */
	bool any, none;   /* "all", "none" */
	bool bare;        /* "not", and nothing named since */
	bool mild;        /* none, by a word that only denies */
	bool agreed;      /* "yes", said of nothing */
	bool excepted;    /* "all but", and it must be said what */
	bool told;        /* of what was */
	unsigned lead;    /* "no 1": SENSE_NO or SENSE_YES before a number */
	bool part;        /* "none of" */
	bool doubt, elsewhere;
	bool evident; /* words that choose, not numbers alone */
	int strange;
};

/* How many were offered; POLL_SLOTS at most. */
size_t slots_count(const struct choice *c);

/* At token i: "1", "1-3", "the first". A number that none has is doubtful. */
bool slots_by_place(struct choice *c, size_t i, slot_set *set, size_t *next);

/* At token i: a day, an hour, or both; the set is empty where none is then. */
bool slots_by_moment(struct choice *c, size_t i, slot_set *set, size_t *next);

#endif
