/* Passwords and tokens: read late, kept short, overwritten after use. */
#include "carry/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "program/program.h"

#define SHELL_NOT_FOUND 127
#define LOOK_AGAIN      20 /* ms */

void
secret_free(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	g_free(secret);
}

/* --- a password --------------------------------------------------------- */

static bool
secret_path(const struct mail_config *mail, char **path, struct err *err)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");

	if (mail->secret_file) {
		*path = g_strdup(mail->secret_file);
		return true;
	}
	if (!folder)
		return err_set(err, ERR_ASK,
			"mail.credential is set, but systemd passed no "
			"credentials: see LoadCredential= in "
			"systemd.exec(5)");
	if (strchr(mail->credential, '/'))
		return err_set(
			err, ERR_ASK, "mail.credential is a name, not a path");
	*path = g_build_filename(folder, mail->credential, NULL);
	return true;
}

static bool
check_private(int fd, const char *path, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		return err_set(
			err, ERR_ASK, "%s: the secret is not a file", path);
	if (st.st_mode & S_IRWXO)
		return err_set(err, ERR_ASK,
			"%s: others may read or change the secret; run "
			"chmod 600 on it",
			path);
	return true;
}

static bool
take_secret(int fd, const char *path, char **secret, struct err *err)
{
	char text[SECRET_MAX];
	size_t len = 0;
	ssize_t n;

	while ((n = read(fd, text + len, sizeof text - 1 - len)) > 0)
		len += (size_t)n;
	text[len] = '\0';
	text[strcspn(text, "\r\n")] = '\0';
	bool good = n == 0 && *text;
	if (good)
		*secret = g_strdup(text);
	explicit_bzero(text, sizeof text);
	return good ||
		err_set(err, ERR_ASK,
			"%s: its first line should be the password", path);
}

bool
secret_read(const struct mail_config *mail, char **secret, struct err *err)
{
	g_autofree char *path = NULL;

	if (!mail->secret_file && !mail->credential) {
		*secret = NULL;
		return true;
	}
	if (!secret_path(mail, &path, err))
		return false;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return err_set(err, ERR_ASK, "%s: %s", path, strerror(errno));
	bool good = check_private(fd, path, err) &&
		take_secret(fd, path, secret, err);
	close(fd);
	return good;
}

/* --- a token ------------------------------------------------------------ */

struct token_run {
	pid_t pid;
	int fd;
	int64_t deadline, looked;
	size_t len;
	char text[SECRET_MAX];
};

_Noreturn static void
run_command(const char *command, int out)
{
	sigset_t none;
	int null = open("/dev/null", O_RDWR);

	setpgid(0, 0); /* so that what it starts ends with it */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	dup2(null, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(SHELL_NOT_FOUND);
}

struct token_run *
token_run_start(const char *command, int64_t now, struct err *err)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC)) {
		err_set(err, ERR_LATER, "no pipe: %s", strerror(errno));
		return NULL;
	}
	pid_t pid = fork();
	if (pid == 0)
		run_command(command, ends[1]);
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		err_set(err, ERR_LATER,
			"mail.token_command cannot be started: %s",
			strerror(errno));
		return NULL;
	}
	struct token_run *run = g_new0(struct token_run, 1);
	run->pid = pid;
	run->fd = ends[0];
	run->deadline = now + TOKEN_PATIENCE;
	fcntl(run->fd, F_SETFL, O_NONBLOCK);
	return run;
}

int
token_run_fd(const struct token_run *run)
{
	return run->fd;
}

int64_t
token_run_deadline(const struct token_run *run)
{
	/* no descriptor tells when a process without output ends: look */
	return run->fd < 0 ? run->looked + LOOK_AGAIN : run->deadline;
}

/* True at the end of its output. */
static bool
take_output(struct token_run *run)
{
	ssize_t n;

	do {
		size_t room = sizeof run->text - 1 - run->len;
		char rest[512];

		n = room ? read(run->fd, run->text + run->len, room)
			 : read(run->fd, rest, sizeof rest);
		if (n > 0 && room)
			run->len += (size_t)n;
	} while (n > 0 || (n < 0 && errno == EINTR));
	return n == 0 || errno != EAGAIN;
}

static enum token_state
take_token(struct token_run *run, int status, char **token, struct err *err)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == SHELL_NOT_FOUND) {
		err_set(err, ERR_ASK, "mail.token_command is not found");
		return TOKEN_FAILED;
	}
	if (!WIFEXITED(status) || WEXITSTATUS(status)) {
		err_set(err, ERR_LATER, "mail.token_command failed (%d)",
			WIFEXITED(status) ? WEXITSTATUS(status) : -1);
		return TOKEN_FAILED;
	}
	run->text[run->len] = '\0';
	g_strstrip(run->text);
	for (const char *p = run->text; *p || p == run->text; p++)
		if (!g_ascii_isgraph(*p)) {
			err_set(err, ERR_ASK,
				"mail.token_command should print one token "
				"and nothing else");
			return TOKEN_FAILED;
		}
	*token = g_strdup(run->text);
	return TOKEN_READY;
}

enum token_state
token_run_turn(
	struct token_run *run, int64_t now, char **token, struct err *err)
{
	int status;

	run->looked = now;
	if (run->fd >= 0 && take_output(run)) {
		/* it closed its output: the end is near, poll no more */
		close(run->fd);
		run->fd = -1;
	}
	if (run->fd < 0 && waitpid(run->pid, &status, WNOHANG) == run->pid) {
		run->pid = 0;
		return take_token(run, status, token, err);
	}
	if (now < run->deadline)
		return TOKEN_RUNNING;
	err_set(err, ERR_LATER, "mail.token_command took longer than %d s",
		TOKEN_PATIENCE / 1000);
	return TOKEN_FAILED;
}

void
token_run_free(struct token_run *run)
{
	if (!run)
		return;
	if (run->pid > 0) {
		kill(-run->pid, SIGKILL);
		kill(run->pid, SIGKILL);
		waitpid(run->pid, NULL, 0);
	}
	if (run->fd >= 0)
		close(run->fd);
	explicit_bzero(run->text, sizeof run->text);
	g_free(run);
}
