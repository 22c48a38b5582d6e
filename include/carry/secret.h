/* carry/secret -- room carry: the password, or the token a command prints.
 *
 * A password comes from mail.secret_file or, under systemd, from the
 * credential of that name. An OAuth2 token comes from mail.token_command,
 * which runs beside us for at most TOKEN_PATIENCE ms while the courier does
 * its other work.
 */
#ifndef MENTORD_CARRY_SECRET_H
#define MENTORD_CARRY_SECRET_H

#include <stdint.h>

#include "base/err.h"

struct mail_config;

#define SECRET_MAX     16384
#define TOKEN_PATIENCE 30000

/* The password without its line end, to be freed with secret_free; NULL in
 * *secret when the config names none. ASK when it cannot be read, is empty,
 * or others on this machine can read its file. */
bool secret_read(
	const struct mail_config *mail, char **secret, struct err *err);

/* Overwrite, then free; NULL is allowed. */
void secret_free(char *secret);

struct token_run;

/* Start command by /bin/sh. LATER when it cannot be started. */
struct token_run *token_run_start(
	const char *command, int64_t now, struct err *err);

/* Readable when there is something to take. */
int token_run_fd(const struct token_run *run);
int64_t token_run_deadline(const struct token_run *run);

enum token_state {
	TOKEN_RUNNING,
	TOKEN_READY,
	TOKEN_FAILED
};

/* READY: *token is to be freed with secret_free. FAILED fills err: LATER when
 * it took too long or ended badly, ASK when there is no such command. */
enum token_state token_run_turn(
	struct token_run *run, int64_t now, char **token, struct err *err);

/* Ends the command if it still runs. NULL is allowed. */
void token_run_free(struct token_run *run);

#endif
