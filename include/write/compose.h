/* write/compose -- room write: from a request and the facts to final bytes.
 *
 * The same request and facts give the same bytes, always: Message-ID, Date
 * and boundaries come from the row's id and creation time. The result is
 * 7-bit, CRLF, lines of at most 998, checked before it is handed out.
 */
#ifndef MENTORD_WRITE_COMPOSE_H
#define MENTORD_WRITE_COMPOSE_H

#include "base/token.h"
#include "noun/facts.h"
#include "program/program.h"

/* request->participant/coordinator is the recipient; facts must hold what the
 * request is about. id is the outbox id the row will have (it is in the
 * tokens and the Message-ID). Fills a new struct mail in pool, state
 * MAIL_QUEUED. ERR_NEVER: recipient unknown or not reachable, facts missing;
 * ERR_ASK: template broken. */
bool compose(struct pool *pool, const struct program *program,
	const struct token_key *key, struct facts *facts,
	const struct mail_request *request, int64_t id, struct mail **mail,
	struct err *err);

#endif
