/* A mail of ours: the names of its states, and of the moments it is written
 * for.
 *
 * A moment's name is the name of its template, too. The names are what the store holds and people read: changing one needs a
 * migration. */
#include "noun/mail.h"

#include <assert.h>
#include <glib.h>
#include <string.h>

static const char *const mail_state_names[] = {
	[MAIL_QUEUED] = "queued",
	[MAIL_SENDING] = "sending",
	[MAIL_SENT] = "sent",
	[MAIL_DEFERRED] = "deferred",
	[MAIL_REFUSED] = "refused",
	[MAIL_CHANNEL] = "channel",
	[MAIL_IN_DOUBT] = "in doubt",
	[MAIL_HELD] = "held",
	[MAIL_EXPIRED] = "expired",
	[MAIL_CANCELLED] = "cancelled",
};
static_assert(G_N_ELEMENTS(mail_state_names) == MAIL_CANCELLED + 1,
	"a name for each");

const char *
mail_state_name(enum mail_state state)
{
	return mail_state_names[state];
}

static const char *const moment_names[] = {
	[MOMENT_WELCOME] = "welcome",
	[MOMENT_DRAFT] = "draft",
	[MOMENT_INTRODUCTION] = "introduction",
	[MOMENT_SCHEDULE] = "schedule",
	[MOMENT_UNMATCHED] = "unmatched",
	[MOMENT_INVITATION] = "invitation",
	[MOMENT_CANCELLATION] = "cancellation",
	[MOMENT_PROPOSAL] = "proposal",
	[MOMENT_UNMOVED] = "unmoved",
	[MOMENT_TIMES] = "times",
	[MOMENT_GUEST] = "guest",
	[MOMENT_DECLINED] = "declined",
	[MOMENT_CHECKIN] = "checkin",
	[MOMENT_REMINDER] = "reminder",
	[MOMENT_CLARIFY] = "clarify",
	[MOMENT_THANKS] = "thanks",
	[MOMENT_NUDGE] = "nudge",
	[MOMENT_SILENCE] = "silence",
	[MOMENT_CONFIRM_LEAVE] = "confirm-leave",
	[MOMENT_CONFIRM_REMATCH] = "confirm-rematch",
	[MOMENT_CONFIRM_ADDRESS] = "confirm-address",
	[MOMENT_LEFT] = "left",
	[MOMENT_PARTNER_LEFT] = "partner-left",
	[MOMENT_MATCH_ENDED] = "match-ended",
	[MOMENT_PAUSED] = "paused",
	[MOMENT_PARTNER_PAUSED] = "partner-paused",
	[MOMENT_RESUMED] = "resumed",
	[MOMENT_HELP] = "help",
	[MOMENT_UNREAD] = "unread",
	[MOMENT_DIGEST] = "digest",
	[MOMENT_NOTE] = "note",
};
static_assert(G_N_ELEMENTS(moment_names) == MOMENT_COUNT, "a name for each");

const char *
moment_name(enum moment moment)
{
	return moment_names[moment];
}

bool
moment_parse(const char *name, enum moment *moment)
{
	for (unsigned i = 0; i < MOMENT_COUNT; i++)
		if (!strcmp(name, moment_names[i])) {
			*moment = (enum moment)i;
			return true;
		}
	return false;
}
