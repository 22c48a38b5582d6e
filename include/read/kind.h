/* read/kind -- room read: what sort of mail it is, before its words count.
 *
 * In this order: complaint (RFC 5965), bounce (RFC 3464, else codes and
 * phrases), auto-reply (RFC 3834 and kin), calendar answer, a person. What a
 * bounce means is said by what we do about it, since "hard" and "soft" have no
 * common meaning.
 */
#ifndef MENTORD_READ_KIND_H
#define MENTORD_READ_KIND_H

#include "noun/letter.h"
#include "read/answer.h"
#include "read/header.h"
#include "read/mime.h"

/* A feedback report about one of our mails. */
bool complaint_is(const struct letter_head *head, const struct mime_mail *mail);

/* True when the mail says that one could not be delivered (or was, or is
 * late: BOUNCE_NONE). */
bool bounce_read(struct pool *pool, const struct letter_head *head,
	const struct header_list *fields, const struct mime_mail *mail,
	struct letter_bounce *bounce);

/* What a delivery status report says (the content of message/delivery-status);
 * false when it names no recipient and no status. */
bool dsn_read(
	struct pool *pool, const char *text, struct letter_bounce *bounce);

/* By an enhanced status ("5.1.1", NULL) and the words around it. */
enum bounce_action bounce_judge(const char *status, const char *words);

/* The header says that no person pressed send. */
bool automatic_header(const struct header_list *fields);

/* A reply made by a machine for a person: by header, or by its subject. */
bool automatic_reply(const struct letter_head *head,
	const struct mime_mail *mail, const struct value_context *context);

/* The day of return that the text names, as days since 1970; 0 none. */
int64_t automatic_until(const char *text, const struct value_context *context);

/* Authentication-Results of authserv_id for mail from that domain (RFC 8601
 * 5; the trust rules stand in auth.c). *why is "dmarc=fail" or the like. */
enum auth auth_read(struct pool *pool, const struct header_list *fields,
	const char *authserv_id, const char *domain, const char **why);

#endif
