/* For the tests of whole mails: made from a season's facts, and read back by
 * GMime as a reader would. */
#ifndef MENTORD_TESTS_COMPOSED_H
#define MENTORD_TESTS_COMPOSED_H

#include <gmime/gmime.h>

#include "season.h"
#include "write/compose.h"

#define ID 4711

static inline struct mail *
made(struct season *s, const struct mail_request *request)
{
	struct err err = { 0 };
	struct mail *mail = NULL;

	g_assert_true(compose(s->pool, &s->program, &s->key, &s->facts, request,
		ID, &mail, &err));
	g_assert_cmpstr(err.text, ==, "");
	return mail;
}

static inline void
refused(struct season *s, const struct mail_request *request,
	enum err_kind kind)
{
	struct err err = { 0 };
	struct mail untouched, *mail = &untouched;

	g_assert_false(compose(s->pool, &s->program, &s->key, &s->facts,
		request, ID, &mail, &err));
	g_assert_cmpint(err.kind, ==, kind);
	g_assert_true(mail == &untouched);
	g_assert_null(strchr(err.text, '@')); /* it goes into the log */
}

static inline GMimeMessage *
parsed(const struct mail *mail)
{
	GMimeStream *stream =
		g_mime_stream_mem_new_with_buffer(mail->bytes, mail->len);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

	g_assert_nonnull(message);
	g_object_unref(parser);
	g_object_unref(stream);
	return message;
}

static inline void
each_part(GMimeObject *parent, GMimeObject *part, gpointer closure)
{
	(void)parent;
	g_ptr_array_add(closure, part);
}

/* The decoded n-th part (multiparts counted, depth first), its type in
 * *type. */
static inline char *
part_of(struct season *s, const struct mail *mail, guint n, char **type)
{
	GMimeMessage *message = parsed(mail);
	g_autoptr(GPtrArray) parts = g_ptr_array_new();
	char *text = NULL;

	g_mime_message_foreach(message, each_part, parts);
	if (n < parts->len) {
		GMimeObject *part = parts->pdata[n];
		GMimeStream *memory = g_mime_stream_mem_new();
		char *mime = g_mime_content_type_get_mime_type(
			g_mime_object_get_content_type(part));

		*type = pool_strdup(s->pool, mime);
		g_free(mime);
		if (GMIME_IS_PART(part)) {
			g_mime_data_wrapper_write_to_stream(
				g_mime_part_get_content(GMIME_PART(part)),
				memory);
			GByteArray *bytes = g_mime_stream_mem_get_byte_array(
				GMIME_STREAM_MEM(memory));
			text = pool_memdup(s->pool, bytes->data, bytes->len);
		}
		g_object_unref(memory);
	}
	g_object_unref(message);
	return text;
}

/* Then its texts lie one folder lower. */
static inline bool
has_object(enum moment moment)
{
	return moment == MOMENT_INVITATION || moment == MOMENT_CANCELLATION ||
		moment == MOMENT_UNMOVED || moment == MOMENT_GUEST;
}

static inline char *
plain_of(struct season *s, const struct mail *mail)
{
	char *type;
	guint first = has_object(mail->moment) ? 2 : 1;
	char *text = part_of(s, mail, first, &type);

	g_assert_cmpstr(type, ==, "text/plain");
	g_auto(GStrv) lines = g_strsplit(text, "\r\n", -1);
	g_autofree char *joined = g_strjoinv("\n", lines);
	return pool_strdup(s->pool, joined);
}

static inline void
header_is(const struct mail *mail, const char *name, const char *want)
{
	GMimeMessage *message = parsed(mail);

	g_test_message("%s", name);
	g_autofree char *found =
		g_strdup(g_mime_object_get_header(GMIME_OBJECT(message), name));
	if (found)
		g_strdelimit(found, "\t", ' '); /* where it was folded */
	g_assert_cmpstr(found, ==, want);
	g_object_unref(message);
}

static inline bool
to_coordinator(enum moment moment)
{
	return moment == MOMENT_DRAFT || moment == MOMENT_SILENCE ||
		moment == MOMENT_UNREAD || moment == MOMENT_DIGEST;
}

static inline struct mail_request
usual_request(struct season *s, enum moment moment)
{
	return season_request(
		s, moment, to_coordinator(moment) ? 0 : s->ana->id);
}

#endif
