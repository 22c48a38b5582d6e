/* Walking GMime's part tree without recursion and without its charset
 * conversion, which drops what it cannot convert. */
#include "read/mime.h"

#include <gmime/gmime.h>
#include <string.h>

#include "read/charset.h"
#include "read/header.h"

#define DEPTH_MOST 20
#define PARTS_MOST 200

/* GMime has no autoptr of its own. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeParser, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeMessage, g_object_unref)

struct walk {
	struct pool *pool;
	struct mime_mail *mail;
	size_t left; /* bytes that may still be decoded */
	int alternatives, visited;
};

/* Where a part stands in the tree. */
struct place {
	int depth, alternative;
	bool enclosed;
};

static void visit(struct walk *w, GMimeObject *node, struct place place);

static char *
object_type(struct pool *pool, GMimeObject *node)
{
	GMimeContentType *type = g_mime_object_get_content_type(node);
	g_autofree char *name =
		type ? g_mime_content_type_get_mime_type(type) : NULL;
	g_autofree char *low = g_ascii_strdown(name ? name : "text/plain", -1);

	return pool_strdup(pool, low);
}

static const char *
object_field(struct pool *pool, GMimeObject *node)
{
	const char *raw = g_mime_object_get_header(node, "Content-Type");

	return raw ? charset_text(pool, raw, strlen(raw), NULL) : NULL;
}

static char *
object_parameter(struct pool *pool, GMimeObject *node, const char *name)
{
	const char *value =
		g_mime_object_get_content_type_parameter(node, name);

	return value ? charset_text(pool, value, strlen(value), NULL) : NULL;
}

/* A multipart whose boundary never came: its text is in the prologue. */
static void
add_prologue(struct walk *w, GMimeMultipart *node, struct place place)
{
	const char *text = g_mime_multipart_get_prologue(node);

	if (!text || !*text)
		return;
	struct mime_part *part = LIST_ADD(w->pool, &w->mail->parts);
	part->type = "text/plain";
	part->len = MIN(strlen(text), w->left);
	part->bytes = pool_memdup(w->pool, text, part->len);
	part->enclosed = place.enclosed;
	w->left -= part->len;
}

static void
visit_multipart(struct walk *w, GMimeMultipart *node, struct place place)
{
	int n = g_mime_multipart_get_count(node);
	g_autofree char *type = g_mime_content_type_get_mime_type(
		g_mime_object_get_content_type(GMIME_OBJECT(node)));

	if (type && !g_ascii_strcasecmp(type, "multipart/alternative"))
		place.alternative = ++w->alternatives;
	place.depth++;
	if (!n)
		add_prologue(w, node, place);
	for (int i = 0; i < n; i++)
		visit(w, g_mime_multipart_get_part(node, i), place);
}

static void
decode(struct walk *w, GMimePart *node, struct mime_part *part)
{
	GMimeDataWrapper *content = g_mime_part_get_content(node);
	g_autoptr(GMimeStream) memory = g_mime_stream_mem_new();

	if (!content)
		return;
	g_mime_data_wrapper_write_to_stream(content, memory);
	GByteArray *bytes =
		g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
	part->len = MIN(bytes->len, w->left);
	part->bytes = pool_memdup(w->pool, bytes->data, part->len);
	w->left -= part->len;
}

static bool
worth_decoding(const char *type, const char *filename)
{
	return g_str_has_prefix(type, "text/") ||
		g_str_has_prefix(type, "message/") ||
		!strcmp(type, "application/ics") ||
		(filename && strlen(filename) > 4 &&
			!g_ascii_strcasecmp(
				filename + strlen(filename) - 4, ".ics"));
}

static void
visit_part(struct walk *w, GMimePart *node, struct place place)
{
	GMimeObject *object = GMIME_OBJECT(node);
	const char *disposition = g_mime_object_get_disposition(object);
	const char *filename = g_mime_part_get_filename(node);
	struct mime_part *part = LIST_ADD(w->pool, &w->mail->parts);

	part->type = object_type(w->pool, object);
	part->field = object_field(w->pool, object);
	part->charset = object_parameter(w->pool, object, "charset");
	if (filename)
		part->filename =
			charset_text(w->pool, filename, strlen(filename), NULL);
	part->attachment =
		disposition && !g_ascii_strcasecmp(disposition, "attachment");
	part->alternative = place.alternative;
	part->enclosed = place.enclosed;
	part->bytes = "";
	if (worth_decoding(part->type, part->filename))
		decode(w, node, part);
}

/* Recursion ends at DEPTH_MOST; the whole walk after PARTS_MOST nodes. */
static void
visit(struct walk *w, GMimeObject *node, struct place place)
{
	if (!node || place.depth > DEPTH_MOST || ++w->visited > PARTS_MOST)
		return;
	if (GMIME_IS_MULTIPART(node)) {
		visit_multipart(w, GMIME_MULTIPART(node), place);
	} else if (GMIME_IS_MESSAGE_PART(node)) {
		GMimeMessage *inner = g_mime_message_part_get_message(
			GMIME_MESSAGE_PART(node));

		place.depth++;
		place.alternative = 0;
		place.enclosed = true;
		if (inner)
			visit(w, g_mime_message_get_mime_part(inner), place);
	} else if (GMIME_IS_PART(node)) {
		visit_part(w, GMIME_PART(node), place);
	}
}

void
mime_read(struct pool *pool, const char *bytes, size_t len,
	struct mime_mail *mail)
{
	static bool ready;
	struct walk w = { .pool = pool, .mail = mail, .left = BODY_BYTES_MOST };

	*mail = (struct mime_mail){ .type = "text/plain" };
	if (!ready)
		g_mime_init();
	ready = true;
	size_t start = header_start(bytes, len);
	g_autoptr(GMimeStream) stream =
		g_mime_stream_mem_new_with_buffer(bytes + start, len - start);
	g_autoptr(GMimeParser) parser = g_mime_parser_new_with_stream(stream);
	g_autoptr(GMimeMessage) message =
		g_mime_parser_construct_message(parser, NULL);
	GMimeObject *top =
		message ? g_mime_message_get_mime_part(message) : NULL;
	if (!top)
		return;
	mail->type = object_type(pool, top);
	mail->field = object_field(pool, top);
	visit(&w, top, (struct place){ 0 });
	mail->body = mime_body(pool, mail);
}
