/* read/kind -- room read: what sort of mail it is, before its words count.
 *
 * In this order: complaint (RFC 5965), challenge, bounce (RFC 3464, else codes
 * and phrases), calendar answer, auto-reply or receipt (RFC 3834, RFC 8098 and
 * kin), a person. What a
 * bounce means is said by what we do about it, since "hard" and "soft" have no
 * common meaning.
 */
#ifndef MENTORD_READ_KIND_H
#define MENTORD_READ_KIND_H

#include "noun/letter.h"
#include "read/answer.h"
#include "read/header.h"
#include "read/mime.h"

/* A feedback report about one of our mails (RFC 5965); not one that takes a
 * complaint back (RFC 6430). */
bool complaint_is(struct pool *pool, const struct letter_head *head,
	const struct header_list *fields, const struct mime_mail *mail);

/* A machine that asks us to prove that we are people before it lets our mail
 * through (TMDA, Boxbe and kin). We never do. */
bool challenge_is(struct pool *pool, const struct letter_head *head,
	const struct header_list *fields, const struct mime_mail *mail);

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

/* Do the words say that a mail did not arrive, or has not yet; and is it only
 * late? */
bool bounce_is_said(const char *words);
bool bounce_is_late(const char *words);

/* The last enhanced status (RFC 3463) in text, or one made of a bare SMTP
 * code, or NULL; and the end of one whose first digit stands before p. */
char *bounce_status(struct pool *pool, const char *text);
const char *bounce_status_end(const char *p);

/* The header says that no person pressed send. */
bool automatic_header(const struct header_list *fields);

/* So does the subject; context NULL: by the built-in phrases alone. */
bool automatic_subject(const struct letter_head *head,
	const struct header_list *fields, const struct value_context *context);

/* A reply made by a machine for a person: by header, or by its subject; and
 * what it is (challenges are not told apart here). */
bool automatic_reply(const struct letter_head *head,
	const struct header_list *fields, const struct mime_mail *mail,
	const struct value_context *context, enum auto_reply *what);

/* The day of return that the text of an absence note names, or the last day
 * of absence where it names only that, as days since 1970; 0 none, or one
 * that nobody can be sure of. */
int64_t automatic_until(struct pool *pool, const char *text,
	const struct value_context *context);

/* Authentication-Results of authserv_id for mail from that domain (RFC 8601
 * 5; the trust rules stand in auth.c). hops: so many Received fields are our
 * own servers', and only what stands above the last of these counts; 0: by
 * what the fields say. *why is "dmarc=fail" or the like. */
enum auth auth_read(struct pool *pool, const struct header_list *fields,
	const char *authserv_id, int hops, const char *domain,
	const char **why);

#endif
