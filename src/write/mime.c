/* GMime as a builder. Three of its habits are worked around: it would turn
 * texts and names into iso-8859-1 where they fit, so each gets its charset
 * said; it would choose encodings by looking at the text, so each part gets
 * one; and it makes boundaries from randomness, so each gets one from the
 * outbox row. */
#include "write/mime.h"

#include <glib.h>
#include <gmime/gmime.h>
#include <string.h>

#define FREE_OBJECT(type, name)  \
 static void name(type **object) \
 {                               \
  if (*object)                   \
   g_object_unref(*object);      \
 }
FREE_OBJECT(GMimeMessage, message_drop)
FREE_OBJECT(GMimeStream, stream_drop)
#define AUTO(drop) __attribute__((cleanup(drop)))

static void
set_parameter(GMimeObject *part, const char *name, const char *value)
{
	g_mime_object_set_content_type_parameter(part, name, value);
}

/* A part with the bytes as they are, encoded as said. */
static GMimeObject *
new_part(const char *type, const char *subtype, const char *bytes,
	GMimeContentEncoding encoding)
{
	GMimePart *part = g_mime_part_new_with_type(type, subtype);
	GMimeStream *stream =
		g_mime_stream_mem_new_with_buffer(bytes, strlen(bytes));
	GMimeDataWrapper *content = g_mime_data_wrapper_new_with_stream(
		stream, GMIME_CONTENT_ENCODING_DEFAULT);

	g_mime_part_set_content(part, content);
	g_mime_part_set_content_encoding(part, encoding);
	g_object_unref(content);
	g_object_unref(stream);
	return GMIME_OBJECT(part);
}

/* Quoted-printable keeps a mail readable as it is; where most of it would be
 * =XX, base64 is shorter. */
static GMimeObject *
new_text(const char *subtype, const char *text)
{
	size_t high = 0, len = strlen(text);

	for (size_t i = 0; i < len; i++)
		high += (unsigned char)text[i] > 0x7f;
	GMimeObject *part = new_part("text", subtype, text,
		high > len / 3 ? GMIME_CONTENT_ENCODING_BASE64
			       : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	set_parameter(part, "charset", "utf-8");
	return part;
}

static GMimeMultipart *
new_multipart(const char *subtype, const char *boundary, const char *suffix)
{
	GMimeMultipart *parts = g_mime_multipart_new_with_subtype(subtype);
	g_autofree char *mark = g_strconcat(boundary, suffix, NULL);

	g_mime_multipart_set_boundary(parts, mark);
	return parts;
}

static void
add_part(GMimeMultipart *parts, GMimeObject *part)
{
	g_mime_multipart_add(parts, part);
	g_object_unref(part);
}

/* The object as an attachment: application/ics, so that nobody shows a
 * second invitation. */
static GMimeObject *
new_attachment(const char *calendar)
{
	GMimeObject *part = new_part(
		"application", "ics", calendar, GMIME_CONTENT_ENCODING_BASE64);

	set_parameter(part, "name", "invite.ics");
	g_mime_object_set_disposition(part, "attachment");
	g_mime_object_set_content_disposition_parameter(
		part, "filename", "invite.ics");
	return part;
}

/* A calendar that asks nothing: a file, not an invitation. */
static GMimeObject *
new_file(const char *sessions)
{
	GMimeObject *part = new_part(
		"text", "calendar", sessions, GMIME_CONTENT_ENCODING_BASE64);

	set_parameter(part, "charset", "utf-8");
	set_parameter(part, "method", "PUBLISH");
	set_parameter(part, "name", "sessions.ics");
	g_mime_object_set_disposition(part, "attachment");
	g_mime_object_set_content_disposition_parameter(
		part, "filename", "sessions.ics");
	return part;
}

/* alternative(plain, html), and for an invitation mixed(alternative(plain,
 * html, calendar), attachment): the calendar last in the first child. */
static GMimeObject *
new_body(const struct mime *mime)
{
	GMimeMultipart *texts =
		new_multipart("alternative", mime->boundary, "-a");

	add_part(texts, new_text("plain", mime->plain));
	add_part(texts, new_text("html", mime->html));
	if (!mime->calendar && mime->sessions) {
		GMimeMultipart *both =
			new_multipart("mixed", mime->boundary, "-m");

		add_part(both, GMIME_OBJECT(texts));
		add_part(both, new_file(mime->sessions));
		return GMIME_OBJECT(both);
	}
	if (!mime->calendar)
		return GMIME_OBJECT(texts);
	GMimeObject *event = new_part("text", "calendar", mime->calendar,
		GMIME_CONTENT_ENCODING_BASE64);
	set_parameter(event, "charset", "utf-8");
	set_parameter(event, "method", mime->method);
	add_part(texts, event);
	GMimeMultipart *mixed = new_multipart("mixed", mime->boundary, "-m");
	add_part(mixed, GMIME_OBJECT(texts));
	add_part(mixed, new_attachment(mime->calendar));
	return GMIME_OBJECT(mixed);
}

static void
add_mailbox(InternetAddressList *list, const char *name, const char *address)
{
	InternetAddress *mailbox = internet_address_mailbox_new(name, address);

	internet_address_set_charset(mailbox, "utf-8");
	internet_address_list_add(list, mailbox);
	g_object_unref(mailbox);
}

/* A header exactly as it is: GMime would encode a long word, and an encoded
 * address is no address any more. */
static void
add_raw(GMimeMessage *message, const char *name, const char *value)
{
	GMimeHeaderList *list =
		g_mime_object_get_header_list(GMIME_OBJECT(message));
	g_autofree char *raw = g_strdup_printf(" %s\n", value);

	g_mime_header_list_append(list, name, "", NULL);
	g_mime_header_set_raw_value(
		g_mime_header_list_get_header_at(
			list, g_mime_header_list_get_count(list) - 1),
		raw);
}

static void
set_head(GMimeMessage *message, const struct mime *mime)
{
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(mime->date);
	g_autofree char *id = g_strdup_printf("<%s>", mime->message_id);

	add_mailbox(
		g_mime_message_get_from(message), mime->from_name, mime->from);
	add_mailbox(g_mime_message_get_to(message), mime->to_name, mime->to);
	g_mime_message_set_subject(message, mime->subject, "utf-8");
	g_mime_message_set_date(message, date);
	add_raw(message, "Message-ID", id);
	for (size_t i = 0; i < mime->headers.n; i++)
		add_raw(message, mime->headers.at[i].name,
			mime->headers.at[i].value);
}

bool
mime_build(struct pool *pool, const struct mime *mime, void **bytes,
	size_t *len, struct err *err)
{
	g_mime_init();
	AUTO(message_drop) GMimeMessage *message = g_mime_message_new(FALSE);
	AUTO(stream_drop) GMimeStream *stream = g_mime_stream_mem_new();
	GMimeFormatOptions *format = g_mime_format_options_new();
	GMimeObject *body = new_body(mime);

	set_head(message, mime);
	g_mime_message_set_mime_part(message, body);
	g_object_unref(body);
	g_mime_format_options_set_newline_format(
		format, GMIME_NEWLINE_FORMAT_DOS);
	gssize written = g_mime_object_write_to_stream(
		GMIME_OBJECT(message), format, stream);
	g_mime_format_options_free(format);
	if (written < 0)
		return err_set(err, ERR_LATER, "the mail could not be built");
	GByteArray *made =
		g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	*bytes = pool_memdup(pool, made->data, made->len);
	*len = made->len;
	return true;
}
