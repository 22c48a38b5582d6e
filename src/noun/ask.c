/* An ask: the names of its states, and small questions about it.
 *
 * The names are what the store holds and people read: changing one needs a
 * migration. */
#include "noun/ask.h"

#include <assert.h>
#include <glib.h>
#include <string.h>

static const char *const ask_state_names[] = {
	[ASK_OPEN] = "open",
	[ASK_CLARIFY] = "clarify",
	[ASK_ANSWERED] = "answered",
	[ASK_UNCLEAR] = "unclear",
	[ASK_CLOSED] = "closed",
};
static_assert(
	G_N_ELEMENTS(ask_state_names) == ASK_CLOSED + 1, "a name for each");

const char *
ask_state_name(enum ask_state state)
{
	return ask_state_names[state];
}

bool
ask_waits(const struct ask *ask)
{
	switch (ask->state) {
	case ASK_OPEN:
	case ASK_CLARIFY:
	case ASK_UNCLEAR:
		return true;
	case ASK_ANSWERED:
	case ASK_CLOSED:
		break;
	}
	return false;
}

struct answer *
ask_answer(struct ask *ask, const char *question)
{
	for (size_t i = 0; i < ask->answers.n; i++)
		if (!strcmp(ask->answers.at[i].question, question))
			return &ask->answers.at[i];
	return NULL;
}

bool
ask_has_promised(const struct ask *ask, const char *question)
{
	const char *at = ask->promised ? ask->promised : "";
	size_t len = question ? strlen(question) : 0;

	if (!question || !strcmp(at, "*"))
		return *at;
	for (; (at = strstr(at, question)); at += len)
		if ((at == ask->promised || at[-1] == ' ') &&
			(!at[len] || at[len] == ' '))
			return len > 0;
	return false;
}
