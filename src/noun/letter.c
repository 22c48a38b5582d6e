/* A letter: the names of what the reader says about it.
 *
 * The names are what the store holds and people read: changing one needs a
 * migration. */
#include "noun/letter.h"

#include <assert.h>
#include <glib.h>

static const char *const letter_kind_names[] = {
	[LETTER_REPLY] = "reply",
	[LETTER_CALENDAR] = "calendar",
	[LETTER_BOUNCE] = "bounce",
	[LETTER_AUTO_REPLY] = "auto-reply",
	[LETTER_COMPLAINT] = "complaint",
	[LETTER_UNREADABLE] = "unreadable",
};
static_assert(G_N_ELEMENTS(letter_kind_names) == LETTER_UNREADABLE + 1,
	"a name for each");

const char *
letter_kind_name(enum letter_kind kind)
{
	return letter_kind_names[kind];
}

static const char *const confidence_names[] = {
	[CONFIDENCE_SURE] = "sure",
	[CONFIDENCE_LIKELY] = "likely",
	[CONFIDENCE_UNSURE] = "unsure",
};
static_assert(G_N_ELEMENTS(confidence_names) == CONFIDENCE_UNSURE + 1,
	"a name for each");

const char *
confidence_name(enum confidence confidence)
{
	return confidence_names[confidence];
}

static const char *const bounce_action_names[] = {
	[BOUNCE_NONE] = "none",
	[BOUNCE_RETRY] = "retry",
	[BOUNCE_STOP] = "stop",
	[BOUNCE_OPERATOR] = "operator",
};
static_assert(G_N_ELEMENTS(bounce_action_names) == BOUNCE_OPERATOR + 1,
	"a name for each");

const char *
bounce_action_name(enum bounce_action action)
{
	return bounce_action_names[action];
}

static const char *const auto_reply_names[] = {
	[AUTO_REPLY_AWAY] = "away",
	[AUTO_REPLY_CHALLENGE] = "challenge",
	[AUTO_REPLY_RECEIPT] = "receipt",
};
static_assert(G_N_ELEMENTS(auto_reply_names) == AUTO_REPLY_RECEIPT + 1,
	"a name for each");

const char *
auto_reply_name(enum auto_reply what)
{
	return auto_reply_names[what];
}

static const char *const command_names[] = {
	[COMMAND_NONE] = "none",
	[COMMAND_HELP] = "help",
	[COMMAND_STOP] = "stop",
	[COMMAND_PAUSE] = "pause",
	[COMMAND_RESUME] = "resume",
	[COMMAND_LEAVE] = "leave",
	[COMMAND_REMATCH] = "rematch",
	[COMMAND_EXPORT] = "export",
	[COMMAND_FORGET] = "forget",
	[COMMAND_YES] = "yes",
	[COMMAND_NO] = "no",
	[COMMAND_APPROVE] = "approve",
	[COMMAND_SKIP] = "skip",
	[COMMAND_RESCHEDULE] = "reschedule",
};
static_assert(G_N_ELEMENTS(command_names) == COMMAND_RESCHEDULE + 1,
	"a name for each");

const char *
command_name(enum command command)
{
	return command_names[command];
}

static const char *const line_reason_names[] = {
	[LINE_KEPT] = "kept",
	[LINE_QUOTE] = "quote",
	[LINE_ATTRIBUTION] = "attribution",
	[LINE_SIGNATURE] = "signature",
	[LINE_BLANK] = "blank",
};
static_assert(
	G_N_ELEMENTS(line_reason_names) == LINE_BLANK + 1, "a name for each");

const char *
line_reason_name(enum line_reason reason)
{
	return line_reason_names[reason];
}
