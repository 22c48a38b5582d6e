/* Fill and prefix the one sentence that a failure carries. */
#include "base/err.h"

#include <glib.h>
#include <stdarg.h>
#include <stdio.h>

bool
err_set(struct err *err, enum err_kind kind, const char *fmt, ...)
{
	va_list ap;

	if (!err)
		return false;
	err->kind = kind;
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof err->text, fmt, ap);
	va_end(ap);
	return false;
}

bool
err_prefix(struct err *err, const char *fmt, ...)
{
	va_list ap;

	if (!err)
		return false;
	va_start(ap, fmt);
	g_autofree char *prefix = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	g_autofree char *text = g_strdup(err->text);
	g_snprintf(err->text, sizeof err->text, "%s: %s", prefix, text);
	return false;
}
