/* cmd/show -- room cmd: what the files of `mentord show` share. */
#ifndef MENTORD_CMD_SHOW_H
#define MENTORD_CMD_SHOW_H

#include "cmd/cmd.h"

enum show_subject {
	SHOW_PARTICIPANT,
	SHOW_MATCH,
	SHOW_MAIL,
	SHOW_LETTER,
};

struct show {
	struct cmd_context context;
	struct pool *pool;
	struct facts *facts; /* everything of the program */
	enum show_subject subject;
	const char *which; /* as in the call */
	int64_t id;
	bool words; /* what people wrote, too */
	struct outcome_list events;
};

/* "name         text", text on one line. */
void show_line(const struct show *show, const char *name, const char *fmt, ...)
	PRINTF(3, 4);
const char *show_when(const struct show *show, int64_t at);
/* What somebody wrote, made safe for a terminal. */
void show_words(const struct show *show, const char *text, size_t len);

/* Sets show->id; false with err when nobody, or more than one, is meant. */
bool show_find_participant(struct show *show, struct err *err);
bool show_participant(const struct show *show, struct err *err);
bool show_match(const struct show *show, struct err *err);

/* When its people meet; what is known of somebody's published calendar. */
void show_sessions(const struct show *show, const struct match *match);
void show_calendar(const struct show *show, const struct participant *who);

/* How the letter is understood; words: with what it says. */
void show_reading(
	const struct show *show, const struct inbox *letter, bool words);

/* The participant shown is or was in that match. */
bool show_is_member(const struct show *show, int64_t match);
/* It happened about a form with a private question. Its events are
 * collected. */
bool show_asks_private(const struct show *show);
/* That letter holds the answer to a private question, or may. Its events
 * are collected. */
bool show_is_private(const struct show *show, int64_t letter);

#endif
