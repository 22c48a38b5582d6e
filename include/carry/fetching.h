/* carry/fetching -- room carry: getting mails out of a mailbox, in batches.
 *
 * The part of an IMAP session that knows which uids were found, asks for
 * their sizes, and fetches them in groups that are bounded in number and in
 * bytes. A uid that was reported is not fetched again while the courier
 * lives and the mailbox keeps its UIDVALIDITY.
 */
#ifndef MENTORD_CARRY_FETCHING_H
#define MENTORD_CARRY_FETCHING_H

#include "carry/imap.h"

#define FETCHING_CUT (25u << 20) /* octets of a mail that are kept */

/* raw is borrowed; cut says that the mail was longer. */
typedef void fetching_report(
	void *to, uint32_t uid, const void *raw, size_t len, bool cut);

struct fetching;

struct fetching *fetching_new(fetching_report *report, void *to);
void fetching_free(struct fetching *fetching);

/* The uids of a search (uint32_t, any order). Those that are not known are to
 * be fetched; what was still to be fetched before is forgotten. */
void fetching_found(struct fetching *fetching, const GArray *uids);

/* The connection is gone: nothing is to be fetched until the next search. */
void fetching_stop(struct fetching *fetching);

/* Another UIDVALIDITY: no uid is known any more. */
void fetching_forget(struct fetching *fetching);

/* The mail left the mailbox. */
void fetching_left(struct fetching *fetching, uint32_t uid);

/* The next command without tag; false when there is nothing left to get. */
bool fetching_command(struct fetching *fetching, GString *command);

/* Its tagged answer came. */
void fetching_done(struct fetching *fetching);

/* What the parser says. fetching_line is true when the line was a FETCH. */
void fetching_literal(
	struct fetching *fetching, struct imap_text text, uint64_t size);
void fetching_octets(struct fetching *fetching, const void *bytes, size_t len);
bool fetching_line(struct fetching *fetching, struct imap_text line);

#endif
