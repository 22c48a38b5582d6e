/* read/align -- room read: where the words of our mail stand in the reply.
 *
 * Both texts become words (single characters in scripts without blanks),
 * compared without case, width, accents' encoding, direction marks, quotation
 * marks or the targets of links. Runs of four words are looked up in a table,
 * extended as far as they go, and given out longest first, one to one: a word
 * we sent explains one word of the reply, so the answer "5" after "from 1 to
 * 5?" stays the person's own. A second full copy of at least 12 words is
 * allowed, for mails that quote twice.
 */
#ifndef MENTORD_READ_ALIGN_H
#define MENTORD_READ_ALIGN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/pool.h"

struct word {
	uint64_t hash;
	uint32_t line, start, end; /* bytes of that line */
};
LIST_OF(word_list, struct word);

#define WORDS_MOST 200000
#define ALIGN_NONE UINT32_MAX

/* The words of text from byte `from` on, as words of line `line`. */
void words_add(struct pool *pool, const char *text, size_t from, uint32_t line,
	struct word_list *words);

/* For each word of reply the number of the word of sent it repeats, or
 * ALIGN_NONE. Work is bounded whatever the texts are. */
uint32_t *words_align(struct pool *pool, const struct word_list *sent,
	const struct word_list *reply);

/* True when needle's words stand in hay, next to each other. */
bool words_contain(
	const struct word *hay, size_t n, const struct word *needle, size_t m);

#endif
