/* What words mean, in which language: the person's own, the program's, or any
 * other in which nobody else would understand them differently. */
#include <string.h>

#include "read/answer.h"

/* Place of a code among the languages; n when it is not there. */
static size_t
place_of(const struct words *words, const char *code)
{
	size_t i = 0;

	while (i < words->languages.n &&
		(!code || strncmp(words->languages.at[i].code, code, 2) != 0))
		i++;
	return i;
}

const struct language *
context_language(const struct value_context *context, size_t i)
{
	const struct words *words = context->words;

	if (!words || i >= words->languages.n)
		return NULL;
	size_t n = words->languages.n;
	size_t first = place_of(words, context->language);
	size_t second = place_of(words, context->second);

	if (first == n)
		first = second;
	if (first == n)
		return &words->languages.at[i];
	if (!i)
		return &words->languages.at[first];
	if (second == n || second == first)
		return &words->languages.at[i <= first ? i - 1 : i];
	if (i == 1)
		return &words->languages.at[second];
	size_t low = first < second ? first : second;
	size_t high = first < second ? second : first;
	size_t at = i - 2;
	at += at >= low;
	at += at >= high;
	return &words->languages.at[at];
}

/* Of those that nobody said they speak, the longest phrase counts, and two of
 * one length must mean the same: "no" and "da" say different things. */
static const struct sense *
foreign_sense(const struct value_context *context, const char *at,
	unsigned kinds, size_t from)
{
	const struct sense *found = NULL;
	const struct language *language;
	bool agreed = true;

	for (size_t i = from; (language = context_language(context, i)); i++) {
		const struct sense *sense = language_sense(language, at, kinds);
		size_t len = sense ? strlen(sense->word) : 0;

		/* a letter alone is a word of too many languages */
		if (!sense || (from && len == 1))
			continue;
		if (!found || len > strlen(found->word)) {
			found = sense;
			agreed = true;
		} else if (len == strlen(found->word)) {
			agreed &= sense->kind == found->kind &&
				sense->n == found->n;
		}
	}
	return agreed ? found : NULL;
}

const struct sense *
context_sense(const struct value_context *context, const char *at,
	unsigned kinds, bool *own)
{
	const struct language *language;
	size_t mine = 0;

	if (context->words && context->words->languages.n) {
		size_t n = context->words->languages.n;
		size_t first = place_of(context->words, context->language);
		size_t second = place_of(context->words, context->second);

		mine = (first < n) + (second < n && second != first);
	}
	for (size_t i = 0; i < mine; i++) {
		language = context_language(context, i);
		const struct sense *sense = language_sense(language, at, kinds);

		if (own)
			*own = true;
		if (sense)
			return sense;
	}
	if (own)
		*own = false;
	return foreign_sense(context, at, kinds, mine);
}
