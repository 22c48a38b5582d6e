/* The reader process. It prepares all that needs files (charsets, zones, the
 * libraries' own tables), gives up everything else, and then answers one
 * question after the other until its socket closes. Whatever a mail does to
 * it, the keeper only sees the socket close. */
#include <fcntl.h>
#include <glib.h>
#include <string.h>
#include <unistd.h>

#include "base/ipc.h"
#include "base/log.h"
#include "base/sandbox.h"
#include "read/busy.h"
#include "read/charset.h"
#include "read/messages.h"
#include "read/times.h"

#define ZONE_TABLE "/usr/share/zoneinfo/tzdata.zi"

struct post {
	struct ipc *ipc;
	const struct words *words;
	const char *authserv_id, *program_address;
	int trusted_hops;
};

/* Every zone a proposal may name; a zone lives until the process ends. */
static void
open_zones(void)
{
	g_autofree char *table = NULL;

	zone_find("UTC");
	if (!g_file_get_contents(ZONE_TABLE, &table, NULL, NULL))
		return;
	g_auto(GStrv) lines = g_strsplit(table, "\n", -1);
	for (char **line = lines; *line; line++) {
		g_auto(GStrv) cells = g_strsplit(*line, " ", 4);
		guint n = g_strv_length(cells);

		if (n >= 2 && !strcmp(cells[0], "Z")) /* a zone */
			zone_find(cells[1]);
		else if (n >= 3 && !strcmp(cells[0], "L")) /* a link */
			zone_find(g_strchomp(cells[2]));
	}
}

/* One harmless mail through everything, so that whatever loads lazily is
 * loaded while there are files. */
static void
warm_up(void)
{
	static const char mail[] =
		"From: a@example.org\nSubject: =?iso-8859-1?Q?=E4?=\n"
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/mixed; boundary=b\n\n--b\n"
		"Content-Type: text/plain; charset=iso-8859-15\n\nx\n--b\n"
		"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n"
		"METHOD:REPLY\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T090000Z\n"
		"ATTENDEE:mailto:a@example.org\nEND:VEVENT\nEND:VCALENDAR\n"
		"--b--\n";
	POOL_AUTO pool = pool_new();
	struct read_context context = { 0 };

	charset_open();
	times_open();
	letter_read(pool, mail, sizeof mail - 1, &context);
}

/* A library that complains of a mail would fill the log. */
static void
silence_stderr(void)
{
#ifndef __SANITIZE_ADDRESS__
	int null = open("/dev/null", O_WRONLY);

	if (null >= 0) {
		dup2(null, STDERR_FILENO);
		if (null != STDERR_FILENO)
			close(null);
	}
#endif
}

static void
answer_head(struct post *post, GVariant *value)
{
	POOL_AUTO pool = pool_new();
	struct read_context context = { .authserv_id = post->authserv_id,
		.trusted_hops = post->trusted_hops,
		.program_address = post->program_address,
		.words = post->words };
	struct letter_head head;
	struct read_bytes mail;
	int64_t id;

	ask_head_of(pool, value, &id, &context.now, &mail);
	letter_read_head(pool, mail.bytes, mail.len, &context, &head);
	ipc_write(post->ipc, READER_SAYS_HEAD, head_value(id, &head));
}

static void
answer_letter(struct post *post, GVariant *value)
{
	POOL_AUTO pool = pool_new();
	struct read_context context;
	struct read_bytes mail;
	int64_t id;

	ask_letter_of(pool, value, &id, &context, &mail);
	context.words = post->words;
	struct letter *letter =
		letter_read(pool, mail.bytes, mail.len, &context);
	ipc_write(post->ipc, READER_SAYS_LETTER, letter_value(id, letter));
}

static void
answer_busy(struct post *post, GVariant *value)
{
	POOL_AUTO pool = pool_new();
	struct busy_list busy = { 0 };
	struct read_bytes calendar;
	struct busy_wish wish;
	int64_t id;

	ask_busy_of(pool, value, &id, &wish, &calendar);
	g_autofree char *text =
		g_utf8_make_valid(calendar.bytes, (gssize)calendar.len);
	bool is_calendar =
		busy_read(pool, text, wish.zone, wish.from, wish.till, &busy);
	ipc_write(post->ipc, READER_SAYS_BUSY,
		busy_value(id, is_calendar, &busy));
}

static void
answer_all(struct post *post)
{
	struct ipc_message message;

	while (ipc_wait(post->ipc, &message)) {
		sandbox_more_cpu();
		if (message.type == READER_ASK_HEAD)
			answer_head(post, message.value);
		else if (message.type == READER_ASK_LETTER)
			answer_letter(post, message.value);
		else if (message.type == READER_ASK_BUSY)
			answer_busy(post, message.value);
		ipc_message_clear(&message);
	}
}

void
reader_main(int fd, const struct words *words, const char *authserv_id,
	int trusted_hops, const char *program_address)
{
	struct post post = { .words = words,
		.authserv_id = authserv_id,
		.trusted_hops = trusted_hops,
		.program_address = program_address };
	struct err err;

	log_open("reader", LOG_LEVEL_INFO);
	open_zones();
	warm_up();
	if (!sandbox_reader(&err)) {
		log_error("%s", err.text);
		return;
	}
	silence_stderr();
	post.ipc = ipc_new(fd, reader_types);
	ipc_trust(post.ipc);
	answer_all(&post);
	ipc_free(post.ipc);
}
