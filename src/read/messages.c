/* The letter as a GVariant and back. Formats stand once, beside the fields
 * they carry, and reader_types is made of them. */
#include "read/messages.h"

#include "base/ipc.h"

#include <string.h>

#define HEAD     "(msmsmsmsasmsasmsxbbbbiimsms)"
#define LINES    "a(is)"
#define ANSWERS  "a(ismsi)"
#define BOUNCE   "(imsms)"
#define EVENT    "(msmsmsmsmsmsmsmsmsmsmsxxxxbixi)"
#define CALENDAR "a" EVENT
#define TIMES    "a(xxbi)"
#define LETTER \
 "(i" HEAD "si" LINES ANSWERS "ixi" BOUNCE CALENDAR "msmsasau" TIMES "as)"
#define QUESTION "a(ssixxasaxi)"
#define CONTEXT  "(imsmsmsmsmsxaay" QUESTION "tbmsmsatxii)"

const char *const reader_types[] = {
	[READER_ASK_HEAD] = "(xxay)",
	[READER_ASK_LETTER] = "(x" CONTEXT "ay)",
	[READER_SAYS_HEAD] = "(x" HEAD ")",
	[READER_SAYS_LETTER] = "(x" LETTER ")",
	[READER_ASK_BUSY] = "(xmsxxay)",
	[READER_SAYS_BUSY] = "(xba(xx))",
	NULL,
};

/* --- strings --- */

static GVariant *
texts_value(const struct text_list *list)
{
	GVariantBuilder b;

	g_variant_builder_init(&b, G_VARIANT_TYPE("as"));
	for (size_t i = 0; i < list->n; i++)
		g_variant_builder_add(&b, "s", list->at[i]);
	return g_variant_builder_end(&b);
}

static struct text_list
texts_of(struct pool *pool, GVariant *value)
{
	struct text_list list = { 0 };

	for (gsize i = 0; i < g_variant_n_children(value); i++) {
		g_autoptr(GVariant) child = g_variant_get_child_value(value, i);

		*LIST_ADD(pool, &list) =
			pool_strdup(pool, g_variant_get_string(child, NULL));
	}
	return list;
}

/* Copies of the borrowed ("&s") strings that were unpacked. */
static void
keep_texts(struct pool *pool, const char **const *texts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		*texts[i] = pool_strdup(pool, *texts[i]);
}

#define KEEP(pool, ...)                                       \
 do {                                                         \
  const char **const texts_[] = { __VA_ARGS__ };              \
                                                              \
  keep_texts((pool), texts_, sizeof texts_ / sizeof *texts_); \
 } while (0)

/* --- questions --- */

GVariant *
ask_head_value(int64_t id, int64_t now, const void *bytes, size_t len)
{
	return g_variant_new(
		"(xx@ay)", (gint64)id, (gint64)now, ipc_bytes(bytes, len));
}

static GVariant *
originals_value(const struct read_bytes_list *list)
{
	GVariantBuilder b;

	g_variant_builder_init(&b, G_VARIANT_TYPE("aay"));
	for (size_t i = 0; i < list->n; i++)
		g_variant_builder_add_value(
			&b, ipc_bytes(list->at[i].bytes, list->at[i].len));
	return g_variant_builder_end(&b);
}

static GVariant *
slots_value(const struct slot_list *slots)
{
	return g_variant_new_fixed_array(G_VARIANT_TYPE_INT64, slots->at,
		MIN(slots->n, POLL_SLOTS), sizeof *slots->at);
}

static GVariant *
questions_value(const struct question_list *list)
{
	GVariantBuilder b;

	g_variant_builder_init(&b, G_VARIANT_TYPE(QUESTION));
	for (size_t i = 0; i < list->n; i++) {
		const struct question *q = &list->at[i];

		g_variant_builder_add(&b, "(ssixx@as@axi)", q->id ? q->id : "",
			q->ask, (gint)q->type, (gint64)q->from, (gint64)q->till,
			texts_value(&q->options), slots_value(&q->slots),
			(gint)q->minutes);
	}
	return g_variant_builder_end(&b);
}

#define TAILS_MOST 64 /* hashes of learned tails */

static GVariant *
tails_value(const struct read_context *c)
{
	return g_variant_new_fixed_array(G_VARIANT_TYPE_UINT64, c->tails,
		MIN(c->n_tails, TAILS_MOST), sizeof *c->tails);
}

GVariant *
ask_letter_value(
	int64_t id, const struct read_context *c, const void *bytes, size_t len)
{
	GVariant *context = g_variant_new("(imsmsmsmsmsx@aay@" QUESTION
					  "tbmsms@atxii)",
		(gint)c->mode, c->language, c->program_address, c->program_name,
		c->authserv_id, c->zone ? zone_name(c->zone) : NULL,
		(gint64)c->now, originals_value(&c->originals),
		questions_value(&c->questions), (guint64)c->open,
		c->no_questions, c->writer, c->program_language, tails_value(c),
		(gint64)c->meeting, (gint)c->minutes, (gint)c->trusted_hops);

	return g_variant_new("(x@" CONTEXT "@ay)", (gint64)id, context,
		ipc_bytes(bytes, len));
}

static struct read_bytes
bytes_of(struct pool *pool, GVariant *value)
{
	size_t len;
	const void *bytes = ipc_bytes_of(value, &len);

	return (struct read_bytes){ pool_memdup(pool, bytes, len), len };
}

void
ask_head_of(struct pool *pool, GVariant *value, int64_t *id, int64_t *now,
	struct read_bytes *mail)
{
	g_autoptr(GVariant) bytes = NULL;
	gint64 i, n;

	g_variant_get(value, "(xx@ay)", &i, &n, &bytes);
	*id = i;
	*now = n;
	*mail = bytes_of(pool, bytes);
}

static struct slot_list
slots_of(struct pool *pool, GVariant *value)
{
	struct slot_list slots = { 0 };
	gsize n;
	const int64_t *at =
		g_variant_get_fixed_array(value, &n, sizeof(int64_t));

	for (gsize i = 0; i < MIN(n, POLL_SLOTS); i++)
		*LIST_ADD(pool, &slots) = at[i];
	return slots;
}

static void
questions_of(struct pool *pool, GVariant *value, struct question_list *list)
{
	for (gsize i = 0; i < g_variant_n_children(value); i++) {
		g_autoptr(GVariant) child = g_variant_get_child_value(value, i);
		g_autoptr(GVariant) options = NULL, slots = NULL;
		struct question *q = LIST_ADD(pool, list);
		gint64 from, till;
		gint type, minutes;

		g_variant_get(child, "(&s&sixx@as@axi)", &q->id, &q->ask, &type,
			&from, &till, &options, &slots, &minutes);
		KEEP(pool, &q->id, &q->ask);
		q->type = (enum question_type)CLAMP(
			type, QUESTION_YESNO, QUESTION_TIMES);
		q->from = from;
		q->till = till;
		q->options = texts_of(pool, options);
		q->slots = slots_of(pool, slots);
		q->minutes = minutes;
	}
}

void
ask_letter_of(struct pool *pool, GVariant *value, int64_t *id,
	struct read_context *c, struct read_bytes *mail)
{
	g_autoptr(GVariant) bytes = NULL, originals = NULL, questions = NULL;
	g_autoptr(GVariant) tails = NULL;
	const char *zone;
	gboolean no_questions;
	guint64 open;
	gint64 i, now, meeting;
	gint mode, minutes, hops;

	*c = (struct read_context){ 0 };
	g_variant_get(value,
		"(x(im&sm&sm&sm&sm&sx@aay@" QUESTION "tbm&sm&s@atxii)@ay)", &i,
		&mode, &c->language, &c->program_address, &c->program_name,
		&c->authserv_id, &zone, &now, &originals, &questions, &open,
		&no_questions, &c->writer, &c->program_language, &tails,
		&meeting, &minutes, &hops, &bytes);
	KEEP(pool, &c->language, &c->program_address, &c->program_name,
		&c->authserv_id, &c->writer, &c->program_language);
	c->open = open;
	c->no_questions = no_questions;
	c->meeting = meeting;
	c->minutes = minutes;
	c->trusted_hops = hops;
	*id = i;
	c->mode = (enum read_mode)CLAMP(mode, READ_MAIL, READ_HTML);
	c->zone = zone ? zone_find(zone) : NULL;
	c->now = now;
	for (gsize k = 0; k < g_variant_n_children(originals); k++) {
		g_autoptr(GVariant) child =
			g_variant_get_child_value(originals, k);

		*LIST_ADD(pool, &c->originals) = bytes_of(pool, child);
	}
	questions_of(pool, questions, &c->questions);
	const void *hashes =
		g_variant_get_fixed_array(tails, &c->n_tails, sizeof *c->tails);
	c->n_tails = MIN(c->n_tails, TAILS_MOST);
	c->tails = c->n_tails
		? pool_memdup(pool, hashes, c->n_tails * sizeof *c->tails)
		: NULL;
	*mail = bytes_of(pool, bytes);
}

/* --- answers --- */

static GVariant *
head_tuple(const struct letter_head *h)
{
	return g_variant_new("(msmsmsms@asms@asmsxbbbbiimsms)", h->from,
		h->from_name, h->reply_to, h->sender,
		texts_value(&h->recipients), h->message_id,
		texts_value(&h->references), h->subject, (gint64)h->date,
		h->null_sender, h->automatic, h->list, h->own_loop,
		(gint)h->received, (gint)h->auth, h->auth_why, h->fault);
}

GVariant *
head_value(int64_t id, const struct letter_head *head)
{
	return g_variant_new("(x@" HEAD ")", (gint64)id, head_tuple(head));
}

static GVariant *
lines_value(const struct letter_line_list *list)
{
	GVariantBuilder b;

	g_variant_builder_init(&b, G_VARIANT_TYPE(LINES));
	for (size_t i = 0; i < list->n; i++)
		g_variant_builder_add(
			&b, "(is)", (gint)list->at[i].reason, list->at[i].text);
	return g_variant_builder_end(&b);
}

static GVariant *
answers_value(const struct letter_answer_list *list)
{
	GVariantBuilder b;

	g_variant_builder_init(&b, G_VARIANT_TYPE(ANSWERS));
	for (size_t i = 0; i < list->n; i++)
		g_variant_builder_add(&b, "(ismsi)", (gint)list->at[i].number,
			list->at[i].raw, list->at[i].value,
			(gint)list->at[i].confidence);
	return g_variant_builder_end(&b);
}

static GVariant *
event_value(const struct letter_calendar *c)
{
	return g_variant_new(EVENT, c->method, c->uid, c->recurrence_id,
		c->attendee, c->email, c->sent_by, c->comment, c->partstat,
		c->organizer, c->place, c->zone, (gint64)c->sequence,
		(gint64)c->dtstamp, (gint64)c->start, (gint64)c->end,
		c->floating, (gint)c->weeks, (gint64)c->until, (gint)c->count);
}

static GVariant *
calendar_value(const struct letter_calendar_list *list)
{
	GVariantBuilder b;

	g_variant_builder_init(&b, G_VARIANT_TYPE(CALENDAR));
	for (size_t i = 0; i < list->n; i++)
		g_variant_builder_add_value(&b, event_value(&list->at[i]));
	return g_variant_builder_end(&b);
}

static GVariant *
times_value(const struct letter_time_list *list)
{
	GVariantBuilder b;

	g_variant_builder_init(&b, G_VARIANT_TYPE(TIMES));
	for (size_t i = 0; i < list->n; i++)
		g_variant_builder_add(&b, "(xxbi)", (gint64)list->at[i].from,
			(gint64)list->at[i].till, list->at[i].whole_day,
			(gint)list->at[i].confidence);
	return g_variant_builder_end(&b);
}

static GVariant *
cover_value(const struct cover_list *list)
{
	GVariantBuilder b;

	g_variant_builder_init(&b, G_VARIANT_TYPE("au"));
	for (size_t i = 0; i < list->n; i++)
		g_variant_builder_add(&b, "u", list->at[i]);
	return g_variant_builder_end(&b);
}

GVariant *
letter_value(int64_t id, const struct letter *l)
{
	return g_variant_new("(x(i@" HEAD "si@" LINES "@" ANSWERS
			     "ixi(imsms)@" CALENDAR "msms@as@au@" TIMES "@as))",
		(gint64)id, (gint)l->kind, head_tuple(&l->head), l->text,
		(gint)l->confidence, lines_value(&l->lines),
		answers_value(&l->answers), (gint)l->command, (gint64)l->until,
		(gint)l->auto_reply, (gint)l->bounce.action, l->bounce.status,
		l->bounce.recipient, calendar_value(&l->calendar),
		l->calendar_why, l->fault, texts_value(&l->mentions),
		cover_value(&l->cover), times_value(&l->times),
		texts_value(&l->closing));
}

static bool
in_range(gint n, gint most)
{
	return n >= 0 && n <= most;
}

static bool
head_from(struct pool *pool, GVariant *value, struct letter_head *h)
{
	g_autoptr(GVariant) recipients = NULL, references = NULL;
	gboolean null_sender, automatic, list, own_loop;
	gint received, auth;
	gint64 date;

	*h = (struct letter_head){ 0 };
	g_variant_get(value, "(m&sm&sm&sm&s@asm&s@asm&sxbbbbiim&sm&s)",
		&h->from, &h->from_name, &h->reply_to, &h->sender, &recipients,
		&h->message_id, &references, &h->subject, &date, &null_sender,
		&automatic, &list, &own_loop, &received, &auth, &h->auth_why,
		&h->fault);
	KEEP(pool, &h->from, &h->from_name, &h->reply_to, &h->sender,
		&h->message_id, &h->subject, &h->auth_why, &h->fault);
	h->recipients = texts_of(pool, recipients);
	h->references = texts_of(pool, references);
	h->date = date;
	h->null_sender = null_sender;
	h->automatic = automatic;
	h->list = list;
	h->own_loop = own_loop;
	h->received = received;
	h->auth = (enum auth)CLAMP(auth, AUTH_NONE, AUTH_FAIL);
	return in_range(auth, AUTH_FAIL) && received >= 0;
}

bool
head_of(struct pool *pool, GVariant *value, int64_t *id,
	struct letter_head *head)
{
	g_autoptr(GVariant) tuple = NULL;
	gint64 i;

	g_variant_get(value, "(x@" HEAD ")", &i, &tuple);
	*id = i;
	return head_from(pool, tuple, head);
}

static bool
lines_of(struct pool *pool, GVariant *value, struct letter_line_list *list)
{
	bool fine = true;

	for (gsize i = 0; i < g_variant_n_children(value); i++) {
		g_autoptr(GVariant) child = g_variant_get_child_value(value, i);
		struct letter_line *line = LIST_ADD(pool, list);
		gint reason;

		g_variant_get(child, "(i&s)", &reason, &line->text);
		KEEP(pool, &line->text);
		fine &= in_range(reason, LINE_BLANK);
		line->reason = (enum line_reason)reason;
	}
	return fine;
}

static bool
answers_of(struct pool *pool, GVariant *value, struct letter_answer_list *list)
{
	bool fine = true;

	for (gsize i = 0; i < g_variant_n_children(value); i++) {
		g_autoptr(GVariant) child = g_variant_get_child_value(value, i);
		struct letter_answer *answer = LIST_ADD(pool, list);
		gint confidence;

		g_variant_get(child, "(i&sm&si)", &answer->number, &answer->raw,
			&answer->value, &confidence);
		KEEP(pool, &answer->raw, &answer->value);
		fine &= in_range(confidence, CONFIDENCE_UNSURE) &&
			answer->number > 0;
		answer->confidence = (enum confidence)confidence;
	}
	return fine;
}

static bool
event_of(struct pool *pool, GVariant *value, struct letter_calendar *c)
{
	gint64 sequence, dtstamp, start, end, until;
	gboolean floating;
	gint weeks, count;

	g_variant_get(value, "(m&sm&sm&sm&sm&sm&sm&sm&sm&sm&sm&sxxxxbixi)",
		&c->method, &c->uid, &c->recurrence_id, &c->attendee, &c->email,
		&c->sent_by, &c->comment, &c->partstat, &c->organizer,
		&c->place, &c->zone, &sequence, &dtstamp, &start, &end,
		&floating, &weeks, &until, &count);
	KEEP(pool, &c->method, &c->uid, &c->recurrence_id, &c->attendee,
		&c->email, &c->sent_by, &c->comment, &c->partstat,
		&c->organizer, &c->place, &c->zone);
	c->sequence = sequence;
	c->dtstamp = dtstamp;
	c->start = start;
	c->end = end;
	c->floating = floating;
	c->weeks = weeks;
	c->until = until;
	c->count = count;
	return c->method && sequence >= 0 && weeks >= -1 && count >= 0;
}

static bool
calendar_of(
	struct pool *pool, GVariant *value, struct letter_calendar_list *list)
{
	bool fine = true;

	for (gsize i = 0; i < g_variant_n_children(value); i++) {
		g_autoptr(GVariant) child = g_variant_get_child_value(value, i);

		fine &= event_of(pool, child, LIST_ADD(pool, list));
	}
	return fine;
}

static bool
times_of(struct pool *pool, GVariant *value, struct letter_time_list *list)
{
	bool fine = true;

	for (gsize i = 0; i < g_variant_n_children(value); i++) {
		struct letter_time *time = LIST_ADD(pool, list);
		gboolean whole_day;
		gint64 from, till;
		gint confidence;

		g_variant_get_child(value, i, "(xxbi)", &from, &till,
			&whole_day, &confidence);
		*time = (struct letter_time){ from, till, whole_day,
			(enum confidence)confidence };
		fine &= in_range(confidence, CONFIDENCE_UNSURE);
	}
	return fine;
}

bool
letter_of(struct pool *pool, GVariant *value, int64_t *id, struct letter *l)
{
	g_autoptr(GVariant) head = NULL, lines = NULL, answers = NULL,
			    calendar = NULL, mentions = NULL, cover = NULL,
			    times = NULL, closing = NULL;
	gint kind, confidence, command, what, action;
	gint64 i, until;

	*l = (struct letter){ 0 };
	g_variant_get(value,
		"(x(i@" HEAD "&si@" LINES "@" ANSWERS "ixi(im&sm&s)@" CALENDAR
		"m&sm&s@as@au@" TIMES "@as))",
		&i, &kind, &head, &l->text, &confidence, &lines, &answers,
		&command, &until, &what, &action, &l->bounce.status,
		&l->bounce.recipient, &calendar, &l->calendar_why, &l->fault,
		&mentions, &cover, &times, &closing);
	KEEP(pool, &l->text, &l->bounce.status, &l->bounce.recipient,
		&l->calendar_why, &l->fault);
	*id = i;
	l->kind = (enum letter_kind)kind;
	l->confidence = (enum confidence)confidence;
	l->command = (enum command)command;
	l->until = until;
	l->auto_reply = (enum auto_reply)what;
	l->bounce.action = (enum bounce_action)action;
	l->closing = texts_of(pool, closing);
	l->mentions = texts_of(pool, mentions);
	for (gsize n = 0; n < g_variant_n_children(cover); n++)
		g_variant_get_child(cover, n, "u", LIST_ADD(pool, &l->cover));
	return head_from(pool, head, &l->head) &&
		lines_of(pool, lines, &l->lines) &&
		answers_of(pool, answers, &l->answers) &&
		calendar_of(pool, calendar, &l->calendar) &&
		times_of(pool, times, &l->times) &&
		in_range(kind, LETTER_UNREADABLE) &&
		in_range(confidence, CONFIDENCE_UNSURE) &&
		in_range(command, COMMAND_RESCHEDULE) &&
		in_range(what, AUTO_REPLY_RECEIPT) &&
		in_range(action, BOUNCE_OPERATOR);
}
