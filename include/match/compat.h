/* match/compat -- room match: the hard rules.
 *
 * What is not given cannot be compared. It does not break "different", "not
 * named", "reporting line" and "not before", which speak of something that is
 * known to be wrong; it breaks all others, which ask for something that is
 * known to be right: nobody gets a mentor who is perhaps senior. Who gave no
 * number so has no partner under such a rule, and compat_why says it.
 *
 * In the form "mentors" a pair has a direction: one of the two is the mentor.
 * Two who may be either can be put together when one way round breaks nothing.
 */
#ifndef MENTORD_MATCH_COMPAT_H
#define MENTORD_MATCH_COMPAT_H

#include "match/sheet.h"

/* What forbids a pair: the index of the first such rule of the config, or: */
enum {
	COMPAT_FINE = -1,
	COMPAT_ROLES = -2,     /* mentors and mentees: the roles must differ */
	COMPAT_FORBIDDEN = -3, /* the coordinator said so */
};

/* Either way round. A pinned pair is always fine; in the form "mentors" when
 * their roles fit. */
int compat_stops(const struct sheet *sheet, size_t i, size_t j);

/* With that one as the mentor, whatever the form. */
int compat_stops_directed(
	const struct sheet *sheet, size_t mentor, size_t mentee);

/* Does a rule stand between the two, in that direction or (directed false)
 * in any? Roles, pins and what the coordinator forbade are not asked. */
bool compat_breaks(const struct sheet *sheet, size_t rule, size_t i, size_t j,
	bool directed);

/* The form "mentors": may i mentor j, by their roles alone? */
bool compat_may_mentor(const struct sheet *sheet, size_t i, size_t j);

/* Its name as shown ("different department"), in the program's language for
 * our own ones. NULL for COMPAT_FINE. */
const char *compat_name(const struct sheet *sheet, int stops);

/* Why nobody could be put with person i, of the program's language: which
 * rule stops how many, or that the possible partners are all taken. Of those
 * who may be mentor and mentee it tells of mentors for them. */
const char *compat_why(struct pool *pool, const struct sheet *sheet, size_t i);

/* The nearest change that would free person i, who has no possible partner:
 * the one rule without which they would have most ("would have 7 possible
 * partners without 'different department'"), or, when no single one would
 * help, the two. NULL when they have possible partners already (then the why
 * says that these are taken), or when nothing like it would help. */
const char *compat_remedy(
	struct pool *pool, const struct sheet *sheet, size_t i);

#endif
