/* carry/maildir -- room carry: Maildirs both ways.
 *
 * The transport for rehearsals, tests, and whoever wants to see first what
 * would be sent: PATH/sent is written, PATH/inbox is read, and letters go on
 * to PATH/done and PATH/quarantine. All file operations are local and quick,
 * so they are simply made; the keeper's outbox stays the record.
 */
#ifndef MENTORD_CARRY_MAILDIR_H
#define MENTORD_CARRY_MAILDIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* --- going out ---------------------------------------------------------- */

struct maildir_out;

/* Opens PATH/sent, made when missing. ASK when that cannot be. */
struct maildir_out *maildir_out_open(const char *path, struct err *err);
void maildir_out_close(struct maildir_out *out);

/* Write a mail: Return-Path and Delivered-To, then its lines ending in LF,
 * under the name at.Mid.mentord: the same mail again replaces itself. It is
 * durable after maildir_out_sync; do that once for many. */
bool maildir_out_write(struct maildir_out *out, int64_t id, int64_t at,
	const char *from, const char *to, const void *bytes, size_t len,
	struct err *err);
bool maildir_out_sync(struct maildir_out *out, struct err *err);

/* --- coming in ---------------------------------------------------------- */

struct maildir_in;

/* Called for each mail; raw is borrowed. False: no more for now. */
typedef bool maildir_report(void *to, int64_t uidvalidity, int64_t uid,
	const void *raw, size_t len, bool cut);

/* Opens PATH/inbox, done and quarantine, made when missing. now starts the
 * uidvalidity of a new one. ASK when that cannot be. */
struct maildir_in *maildir_in_open(
	const char *path, int64_t now, struct err *err);
void maildir_in_close(struct maildir_in *in);

/* Readable when something was delivered (inotify); -1 without. maildir_in_scan
 * takes that notice. */
int maildir_in_fd(const struct maildir_in *in);

/* Report the mails in name order that were not reported before. *all says
 * that there are no more. LATER when the folder cannot be read. */
bool maildir_in_scan(struct maildir_in *in, maildir_report *report, void *to,
	bool *all, struct err *err);

/* Move a mail away. One that is not there (any more) is fine. */
bool maildir_in_file(struct maildir_in *in, int64_t uidvalidity, int64_t uid,
	bool quarantine, struct err *err);

#endif
