/* noun/fact -- room noun: what a fact in memory has to do with the store.
 *
 * Decisions work on copies of the stored facts. A fact says itself whether
 * the store must write it: loaded facts are FACT_SAME, decisions change the
 * fields and call fact_touch, new ones are born FACT_NEW with an id taken
 * from facts->next. store_save writes what is not FACT_SAME.
 */
#ifndef MENTORD_NOUN_FACT_H
#define MENTORD_NOUN_FACT_H

enum fact_change {
	FACT_SAME,
	FACT_CHANGED,
	FACT_NEW
};

#define fact_touch(fact)                                               \
 ((void)((fact)->change == FACT_SAME ? ((fact)->change = FACT_CHANGED) \
				     : (fact)->change))

#endif
