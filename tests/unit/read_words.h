/* Two small languages for the tests of the reading room. */
#ifndef TESTS_READ_WORDS_H
#define TESTS_READ_WORDS_H

#include <string.h>

#include "program/words.h"

static inline struct text_list
split(struct pool *pool, const char *text)
{
	struct text_list list = { 0 };
	char *copy = pool_strdup(pool, text), *save = NULL;

	for (char *p = strtok_r(copy, "|", &save); p;
		p = strtok_r(NULL, "|", &save))
		*LIST_ADD(pool, &list) = p;
	return list;
}

static inline void
add_command(struct pool *pool, struct language *language, enum command command,
	const char *words)
{
	struct command_words *entry = LIST_ADD(pool, &language->commands);

	entry->command = command;
	entry->words = split(pool, words);
}

static inline void
add_senses(struct pool *pool, struct language *language, unsigned kind,
	const char *words)
{
	struct text_list list = split(pool, words);

	language_add_senses(pool, language, &list, kind);
}

static inline const struct words *
test_words(struct pool *pool)
{
	struct words *words = POOL_NEW(pool, struct words);
	struct language *en = LIST_ADD(pool, &words->languages);

	en->code = "en";
	en->months = split(pool,
		"January|February|March|April|May|June|July|August|September|"
		"October|November|December");
	en->months_short =
		split(pool, "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec");
	en->weekdays = split(pool,
		"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday");
	en->yes = split(pool, "yes|yep|sure|we did");
	en->no = split(pool, "no|nope|not yet|we did not");
	en->numbers = split(
		pool, "zero|one|two|three|four|five|six|seven|eight|nine|ten");
	en->until = split(pool, "until|back on");
	en->auto_subjects = split(pool, "automatic reply");
	add_command(pool, en, COMMAND_LEAVE, "leave|i want to leave");
	add_command(pool, en, COMMAND_STOP, "stop|unsubscribe");
	add_command(pool, en, COMMAND_PAUSE, "pause");
	add_command(pool, en, COMMAND_YES, "yes");
	add_command(pool, en, COMMAND_APPROVE, "approve");
	add_senses(pool, en, SENSE_OF, "of|out of");
	add_senses(pool, en, SENSE_NOT, "not|never|can't");
	add_senses(pool, en, SENSE_POLITE, "please|thanks|hi|hello");
	add_senses(pool, en, SENSE_NEXT, "next");
	struct language *de = LIST_ADD(pool, &words->languages);
	en = NULL; /* the list may have moved */
	de->code = "de";
	de->months = split(pool,
		"Januar|Februar|März|April|Mai|Juni|Juli|August|September|"
		"Oktober|November|Dezember");
	de->months_short =
		split(pool, "Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez");
	de->weekdays = split(pool,
		"Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag");
	de->yes = split(pool, "ja|klar");
	de->no = split(pool, "nein|noch nicht");
	de->numbers = split(pool,
		"null|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn");
	de->until = split(pool, "bis|ab dem");
	de->auto_subjects = split(pool, "automatische antwort");
	add_command(pool, de, COMMAND_LEAVE, "austreten");
	add_command(pool, de, COMMAND_PAUSE, "pause|pausieren");
	add_command(pool, de, COMMAND_YES, "ja");
	for (size_t i = 0; i < words->languages.n; i++)
		language_learn(pool, &words->languages.at[i]);
	return words;
}

#endif
