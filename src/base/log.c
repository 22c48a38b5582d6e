/* Lines for journald, or for a person when stderr is a terminal. */
#include "base/log.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *log_process = "mentord";
static enum log_level log_least = LOG_LEVEL_INFO;
static bool log_plain;

void
log_open(const char *process, enum log_level level)
{
	log_process = process;
	log_least = level;
	log_plain = isatty(STDERR_FILENO);
}

static void log_line(enum log_level level, const char *fmt, va_list ap)
	PRINTF(2, 0);

/* One write per line, so that lines of three processes do not mix. */
static void
log_line(enum log_level level, const char *fmt, va_list ap)
{
	if (level > log_least)
		return;
	g_autofree char *text = g_strdup_vprintf(fmt, ap);
	g_autofree char *safe = g_strescape(text, "\"\\");
	g_autofree char *line = log_plain
		? g_strdup_printf("%s: %s\n", log_process, safe)
		: g_strdup_printf(
			  "<%d>%s: %s\n", (int)level, log_process, safe);
	ssize_t n = write(STDERR_FILENO, line, strlen(line));
	(void)n; /* a lost log line must not stop the mail */
}

#define LOG_FUNCTION(name, level) \
 void name(const char *fmt, ...)  \
 {                                \
  va_list ap;                     \
                                  \
  va_start(ap, fmt);              \
  log_line(level, fmt, ap);       \
  va_end(ap);                     \
 }

LOG_FUNCTION(log_error, LOG_LEVEL_ERROR)
LOG_FUNCTION(log_warn, LOG_LEVEL_WARN)
LOG_FUNCTION(log_info, LOG_LEVEL_INFO)
LOG_FUNCTION(log_debug, LOG_LEVEL_DEBUG)
