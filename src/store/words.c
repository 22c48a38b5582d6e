/* The words of every enum that is stored, from the nouns themselves, so that
 * the store, the commands and the mails say the same. A test holds them
 * against the CHECKs of schema.sql. */
#include "sql.h"

#define WORDS(noun, count)                    \
 static const char *noun##_at(unsigned value) \
 {                                            \
  return noun##_name((enum noun)value);       \
 }                                            \
 const struct names noun##_words = { noun##_at, count }

WORDS(participant_state, PARTICIPANT_LEFT + 1);
WORDS(role, ROLE_BOTH + 1);
WORDS(match_state, MATCH_DISCARDED + 1);
WORDS(run_state, RUN_DISCARDED + 1);
WORDS(run_proof, RUN_OPTIMAL + 1);
WORDS(directive_kind, DIRECTIVE_FORBID + 1);
WORDS(session_state, SESSION_CANCELLED + 1);
WORDS(partstat, PARTSTAT_DECLINED + 1);
WORDS(proposal_state, PROPOSAL_MOOT + 1);
WORDS(poll_state, POLL_MOOT + 1);
WORDS(ask_state, ASK_CLOSED + 1);
WORDS(confidence, CONFIDENCE_UNSURE + 1);
WORDS(due_kind, DUE_END + 1);
WORDS(due_state, DUE_DROPPED + 1);
WORDS(subject_kind, SUBJECT_ASK + 1);
WORDS(mail_state, MAIL_CANCELLED + 1);
WORDS(moment, MOMENT_COUNT);
WORDS(letter_kind, LETTER_UNREADABLE + 1);
WORDS(disposition, DISPOSITION_COUNT);
WORDS(outcome_kind, OUTCOME_COUNT);

/* The inbox is the store's own noun, and so are its states. */
static const char *
inbox_state_at(unsigned value)
{
	static const char *const names[] = {
		[INBOX_STORED] = "stored",
		[INBOX_APPLIED] = "applied",
	};

	return names[value];
}
const struct names inbox_state_words = { inbox_state_at, INBOX_APPLIED + 1 };
