/* Outcomes and dispositions: their names.
 *
 * The outcome log is hash-chained over these words: a name, once released,
 * never changes. */
#include "noun/outcome.h"

#include <assert.h>
#include <glib.h>

static const char *const outcome_kind_names[] = {
	[OUTCOME_PROGRAM_STARTED] = "program-started",
	[OUTCOME_PROGRAM_ENDED] = "program-ended",
	[OUTCOME_CONFIG_LOADED] = "config-loaded",
	[OUTCOME_HOLD] = "hold",
	[OUTCOME_RESUME] = "resume",
	[OUTCOME_ENROLLED] = "enrolled",
	[OUTCOME_ROSTER_CHANGED] = "roster-changed",
	[OUTCOME_PAUSED] = "paused",
	[OUTCOME_RESUMED] = "resumed",
	[OUTCOME_SUSPENDED] = "suspended",
	[OUTCOME_LEAVE_ASKED] = "leave-asked",
	[OUTCOME_LEFT] = "left",
	[OUTCOME_REMATCH_ASKED] = "rematch-asked",
	[OUTCOME_RUN_DRAFTED] = "run-drafted",
	[OUTCOME_RUN_PUBLISHED] = "run-published",
	[OUTCOME_RUN_DISCARDED] = "run-discarded",
	[OUTCOME_UNMATCHED] = "unmatched",
	[OUTCOME_MATCHED] = "matched",
	[OUTCOME_MATCH_ENDED] = "match-ended",
	[OUTCOME_SESSION_PLANNED] = "session-planned",
	[OUTCOME_SESSION_CANCELLED] = "session-cancelled",
	[OUTCOME_SESSION_HELD] = "session-held",
	[OUTCOME_SESSION_MISSED] = "session-missed",
	[OUTCOME_RSVP] = "rsvp",
	[OUTCOME_PROPOSAL] = "proposal",
	[OUTCOME_ASKED] = "asked",
	[OUTCOME_REMINDED] = "reminded",
	[OUTCOME_ANSWERED] = "answered",
	[OUTCOME_CLARIFY] = "clarify",
	[OUTCOME_UNCLEAR] = "unclear",
	[OUTCOME_ASK_CLOSED] = "ask-closed",
	[OUTCOME_NUDGED] = "nudged",
	[OUTCOME_SILENCE_TOLD] = "silence-told",
	[OUTCOME_SILENCE_CLOSED] = "silence-closed",
	[OUTCOME_AWAY] = "away",
	[OUTCOME_BOUNCED] = "bounced",
	[OUTCOME_COMPLAINT] = "complaint",
	[OUTCOME_LETTER] = "letter",
	[OUTCOME_QUARANTINED] = "quarantined",
	[OUTCOME_MAIL_QUEUED] = "mail-queued",
	[OUTCOME_MAIL_SENT] = "mail-sent",
	[OUTCOME_MAIL_DEFERRED] = "mail-deferred",
	[OUTCOME_MAIL_REFUSED] = "mail-refused",
	[OUTCOME_MAIL_CHANNEL] = "mail-channel",
	[OUTCOME_MAIL_IN_DOUBT] = "mail-in-doubt",
	[OUTCOME_MAIL_EXPIRED] = "mail-expired",
	[OUTCOME_MAIL_CANCELLED] = "mail-cancelled",
	[OUTCOME_DUE_DROPPED] = "due-dropped",
	[OUTCOME_DIGEST] = "digest",
	[OUTCOME_DIRECTIVE] = "directive",
	[OUTCOME_SESSION_MOVED] = "session-moved",
	[OUTCOME_POLL] = "poll",
};
static_assert(
	G_N_ELEMENTS(outcome_kind_names) == OUTCOME_COUNT, "a name for each");

const char *
outcome_kind_name(enum outcome_kind kind)
{
	return outcome_kind_names[kind];
}

static const char *const disposition_names[] = {
	[DISPOSITION_ANSWER] = "answer",
	[DISPOSITION_COMMAND] = "command",
	[DISPOSITION_RSVP] = "rsvp",
	[DISPOSITION_BOUNCE] = "bounce",
	[DISPOSITION_AUTO_REPLY] = "auto-reply",
	[DISPOSITION_COMPLAINT] = "complaint",
	[DISPOSITION_CLARIFY] = "clarify",
	[DISPOSITION_COORDINATOR] = "coordinator",
	[DISPOSITION_IGNORED] = "ignored",
	[DISPOSITION_DUPLICATE] = "duplicate",
	[DISPOSITION_STRANGER] = "stranger",
	[DISPOSITION_FORGED] = "forged",
	[DISPOSITION_QUARANTINE] = "quarantine",
};
static_assert(G_N_ELEMENTS(disposition_names) == DISPOSITION_COUNT,
	"a name for each");

const char *
disposition_name(enum disposition disposition)
{
	return disposition_names[disposition];
}
