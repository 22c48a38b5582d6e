/* carry/filing -- room carry: putting letters away on the IMAP server.
 *
 * Letters that were applied are moved to the done folder, odd ones to the
 * quarantine, many in one command: by MOVE, else by COPY, \Deleted and UID
 * EXPUNGE of just these (UIDPLUS), else not at all. Never a plain EXPUNGE,
 * which would take other people's deletions along. A folder that is missing is
 * made.
 */
#ifndef MENTORD_CARRY_FILING_H
#define MENTORD_CARRY_FILING_H

#include "carry/imap.h"

enum filing_means {
	FILING_MOVE,
	FILING_COPY,    /* needs UIDPLUS */
	FILING_IN_PLACE /* neither: mails stay where they are */
};

/* The letter is put away; gone says that its uid left the mailbox. */
typedef void filing_report(void *to, int64_t letter, uint32_t uid, bool gone);

struct filing;

struct filing *filing_new(filing_report *report, void *to);
void filing_free(struct filing *filing);

/* How this server can do it, and the folders as quoted strings (borrowed). */
void filing_means(struct filing *filing, enum filing_means means,
	const char *done, const char *quarantine);

void filing_add(struct filing *filing, int64_t letter, int64_t uidvalidity,
	uint32_t uid, bool quarantine);

/* Letters that wait and may go now. */
guint filing_waiting(const struct filing *filing, int64_t now);
bool filing_busy(const struct filing *filing);     /* in the midst of a batch */
int64_t filing_again(const struct filing *filing); /* INT64_MAX: nothing */

/* The next command without tag; false when there is nothing to say. */
bool filing_command(struct filing *filing, int64_t now, GString *command);

/* Its tagged answer. False when a batch could not be put away: it waits for
 * some minutes. */
bool filing_done(struct filing *filing, enum imap_status status, int64_t now);

/* The connection is gone: what was under way waits for the next. */
void filing_stop(struct filing *filing);

/* The mailbox is open and has this UIDVALIDITY: uids of another mean nothing
 * (any more) and are reported. */
void filing_valid(struct filing *filing, int64_t uidvalidity);

#endif
