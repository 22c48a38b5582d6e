/* From a request to final bytes. Nothing here depends on when or where it
 * runs: the row's id and creation time give Message-ID, tokens, Date and
 * boundaries, the facts give the rest. */
#include "write/compose.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "write/fill.h"
#include "write/invite.h"
#include "write/markdown.h"
#include "write/mime.h"
#include "write/object_check.h"
#include "write/publish.h"
#include "write/template.h"

#define USEFUL          (5 * DAY) /* when the request does not say */
#define SUBJECT_LONGEST 150       /* characters */
#define ADDRESS_SIZE    340

struct composer {
	struct pool *pool;
	const struct program *program;
	const struct token_key *key;
	const struct facts *facts;
	const struct mail_request *request;
	int64_t id;
	struct addressee to;
	struct fields *fields;
	struct mime mime;
	const char *envelope_from;
};

/* The program's address with a token of ours in its plus part. */
static bool
tagged(struct composer *c, enum token_purpose purpose, int64_t id, int64_t day,
	const char **address, struct err *err)
{
	char out[ADDRESS_SIZE];
	struct token token = { purpose, id, day };

	if (!token_address(
		    c->key, token, c->program->address, out, sizeof out) ||
		address_fault(out))
		return err_set(err, ERR_ASK,
			"the program's address is too long for our tokens; "
			"its part before the @ may have 25 characters");
	*address = pool_strdup(c->pool, out);
	return true;
}

static void PRINTF(3, 4)
	add_header(struct composer *c, const char *name, const char *fmt, ...)
{
	struct mime_header *header = LIST_ADD(c->pool, &c->mime.headers);
	va_list ap;

	va_start(ap, fmt);
	char *value = pool_vprintf(c->pool, fmt, ap);
	va_end(ap);
	header->name = name;
	header->value = text_one_line(c->pool, value);
}

/* Letters, digits and dashes of the program's id. */
static char *
list_label(struct composer *c)
{
	char *label = pool_strdup(
		c->pool, c->program->id ? c->program->id : "program");

	for (char *p = label; *p; p++)
		if (!g_ascii_isalnum(*p))
			*p = '-';
	return label;
}

static const char *
domain(const struct composer *c)
{
	const char *at = strrchr(c->program->address, '@');

	return at ? at + 1 : "localhost";
}

/* A Message-ID that somebody sent us, as it may stand in our header. */
static bool
message_id_is_clean(const char *id)
{
	size_t len = strlen(id);

	for (size_t i = 0; i < len; i++)
		if (id[i] <= ' ' || id[i] > '~' || strchr("<>\"(),;:\\", id[i]))
			return false;
	return len > 2 && len <= 250 && strchr(id, '@');
}

/* What tells machines what this mail is, and where answers and complaints go
 * (RFC 3834, RFC 2919, RFC 2369). */
static bool
compose_headers(struct composer *c, struct err *err)
{
	const struct mail_request *r = c->request;
	char loop[TOKEN_LEN + 1];
	int64_t day = c->facts->now / DAY;
	const char *reply_to, *stop;

	if (!tagged(c, TOKEN_REPLY, c->id, day, &reply_to, err))
		return false;
	add_header(c, "Reply-To", "%s", reply_to);
	if (r->in_reply_to && message_id_is_clean(r->in_reply_to)) {
		add_header(c, "In-Reply-To", "<%s>", r->in_reply_to);
		add_header(c, "References", "<%s>", r->in_reply_to);
	}
	add_header(c, "Auto-Submitted", "%s",
		r->reply ? "auto-replied" : "auto-generated");
	add_header(c, "X-Auto-Response-Suppress", "OOF, AutoReply");
	add_header(c, "List-Id", "<%s.%s>", list_label(c), domain(c));
	if (c->to.participant) {
		if (!tagged(c, TOKEN_STOP, c->to.participant->id, 0, &stop,
			    err))
			return false;
		add_header(c, "List-Unsubscribe", "<mailto:%s?subject=stop>",
			stop);
	}
	token_print(c->key, (struct token){ TOKEN_BOUNCE, c->id, day }, loop);
	add_header(c, "X-Mentord-Loop", "%s", loop);
	if (c->mime.calendar)
		add_header(c, "Content-Class",
			"urn:content-classes:calendarmessage");
	return true;
}

static bool
compose_identity(struct composer *c, struct err *err)
{
	struct token token = { TOKEN_REPLY, c->id, c->facts->now / DAY };
	char text[TOKEN_LEN + 1];

	token_print(c->key, token, text);
	c->mime.message_id = pool_printf(
		c->pool, "%s.%" PRId64 "@%s", text, c->id, domain(c));
	c->mime.boundary = pool_printf(c->pool, "=_mentord-%" PRId64, c->id);
	c->mime.date = c->facts->now;
	c->mime.from_name = text_one_line(c->pool, c->program->name);
	c->mime.from = c->program->address;
	c->mime.to_name = text_one_line(c->pool, c->to.name);
	c->mime.to = c->to.email;
	c->envelope_from = "";
	return c->request->reply ||
		tagged(c, TOKEN_BOUNCE, c->id, c->facts->now / DAY,
			&c->envelope_from, err);
}

/* Exactly one mailbox, not our own. */
static bool
recipient_is_fine(const struct composer *c, struct err *err)
{
	if (address_fault(c->to.email))
		return err_set(err, ERR_NEVER,
			"the recipient's address cannot be used: %s",
			address_fault(c->to.email));
	if (program_is_own_address(c->program, c->to.email))
		return err_set(
			err, ERR_NEVER, "a mail to the program's own address");
	return true;
}

static char *
shortened(struct pool *pool, const char *subject)
{
	if (g_utf8_strlen(subject, -1) <= SUBJECT_LONGEST)
		return pool_strdup(pool, subject);
	g_autofree char *start =
		g_utf8_substring(subject, 0, SUBJECT_LONGEST - 3);
	return pool_printf(pool, "%s...", start);
}

/* The footer of mails to participants, in Markdown; NULL for coordinators and
 * for who has left, who needs no way out. */
static bool
compose_footer(struct composer *c, const char **footer, struct err *err)
{
	struct rendering rendering;

	*footer = NULL;
	if (!c->to.participant || c->to.participant->state == PARTICIPANT_LEFT)
		return true;
	const struct template *t = template_find(c->pool, c->program,
		MOMENT_NOTE, TEMPLATE_FOOTER, c->to.language, err);
	if (!t || !template_render(c->pool, t, c->fields, &rendering, err))
		return false;
	*footer = rendering.markdown;
	return true;
}

static bool
compose_texts(struct composer *c, struct err *err)
{
	struct rendering said;
	const char *footer;
	const struct template *t =
		template_find(c->pool, c->program, c->request->moment,
			c->request->template_name, c->to.language, err);

	if (!t || !template_render(c->pool, t, c->fields, &said, err) ||
		!compose_footer(c, &footer, err))
		return false;
	c->mime.subject = shortened(
		c->pool, *said.subject ? said.subject : c->program->name);
	c->mime.plain = markdown_text(c->pool, said.markdown, footer);
	c->mime.html = markdown_html(c->pool, c->to.words->code,
		c->mime.subject, said.preheader, said.markdown, footer);
	return true;
}

/* Title and description of the calendar entry, in the recipient's language;
 * the description is not wrapped, as calendars do that themselves. */
static bool
describe(struct composer *c, struct invite *invite, struct err *err)
{
	struct rendering said;
	const struct template *t = template_find(c->pool, c->program,
		MOMENT_INVITATION, TEMPLATE_CALENDAR, c->to.language, err);

	if (!t || !template_render(c->pool, t, c->fields, &said, err))
		return false;
	invite->organizer_name =
		invite->method == INVITE_REPLY ? c->to.name : c->program->name;
	invite->summary = *said.subject ? said.subject : c->program->name;
	if (invite->method == INVITE_REQUEST)
		invite->description =
			g_strchomp(markdown_lines(c->pool, said.markdown));
	return true;
}

/* What stays of a series of which the rest is withdrawn. */
static struct series *
shortened_series(struct composer *c, const struct series *series)
{
	struct series *stays = POOL_NEW(c->pool, struct series);

	*stays = *series;
	stays->count = MAX(1, c->request->keep);
	return stays;
}

/* An invitation to the session or its series. Who is no attendee any more can
 * only be taken out. */
static bool
choose_ours(struct composer *c, struct invite *invite, struct err *err)
{
	const struct mail_request *r = c->request;
	bool rest = r->object == OBJECT_REST;
	bool master = r->object == OBJECT_SERIES || rest;

	invite->method = r->moment == MOMENT_INVITATION || rest ? INVITE_REQUEST
								: INVITE_CANCEL;
	invite->series = facts_series(c->facts, invite->session->series);
	invite->master = master;
	if ((master || invite->session->series) && !invite->series)
		return err_set(err, ERR_NEVER,
			"the series of the session is not loaded");
	if (rest)
		invite->series = shortened_series(c, invite->series);
	for (size_t i = 0; i < invite->session->attendees.n; i++)
		if (invite->session->attendees.at[i].participant ==
			r->participant)
			return true;
	if (r->moment == MOMENT_INVITATION)
		return err_set(err, ERR_NEVER,
			"the recipient is no attendee of the session");
	invite->only = r->participant;
	return true;
}

static bool
choose_refusal(struct composer *c, struct invite *invite, struct err *err)
{
	invite->method = INVITE_DECLINE_COUNTER;
	invite->series = facts_series(c->facts, invite->session->series);
	invite->proposal = facts_proposal(c->facts, c->request->proposal);
	invite->only = c->request->participant;
	if (invite->session->series && !invite->series)
		return err_set(err, ERR_NEVER,
			"the series of the session is not loaded");
	return true;
}

/* To the meeting's organizer, from the address of ours that they invited. */
static void
choose_reply(struct composer *c, struct invite *invite)
{
	const struct letter_calendar *theirs = c->request->theirs;
	const char *guest = theirs ? theirs->attendee : NULL;

	invite->method = INVITE_REPLY;
	invite->theirs = theirs;
	invite->organizer =
		theirs && theirs->organizer ? theirs->organizer : c->to.email;
	invite->guest = guest && !address_fault(guest) &&
			program_is_own_address(c->program, guest)
		? guest
		: c->program->address;
}

/* Does the mail carry an object? It depends on the request and the facts
 * alone. */
static bool
has_object(const struct composer *c)
{
	const struct mail_request *r = c->request;
	const struct proposal *proposal;

	if (r->object == OBJECT_NONE)
		return false;
	switch ((int)r->moment) {
	case MOMENT_INVITATION:
	case MOMENT_CANCELLATION:
	case MOMENT_GUEST:
		return true;
	case MOMENT_UNMOVED:
		proposal = facts_proposal(c->facts, r->proposal);
		return proposal && proposal->calendar;
	default:
		return false;
	}
}

static bool
choose(struct composer *c, struct invite *invite, struct err *err)
{
	switch ((int)c->request->moment) {
	case MOMENT_UNMOVED:
		return choose_refusal(c, invite, err);
	case MOMENT_GUEST:
		choose_reply(c, invite);
		return true;
	default:
		return choose_ours(c, invite, err);
	}
}

/* The calendar object. The mail then comes from the organizer, whose address
 * stays the same for a participant whatever is mailed; an answer comes from
 * the guest. */
static bool
compose_calendar(struct composer *c, struct err *err)
{
	struct invite invite = { .session = request_session(
					 c->facts, c->request) };
	char *text;

	if (!has_object(c))
		return true;
	if (!c->to.participant || !invite.session)
		return err_set(err, ERR_NEVER,
			"an invitation needs a participant and a session");
	if (!tagged(c, TOKEN_ORGANIZER, c->to.participant->id, 0,
		    &invite.organizer, err) ||
		!choose(c, &invite, err) || !describe(c, &invite, err) ||
		!invite_print(
			c->pool, c->program, c->facts, &invite, &text, err) ||
		!object_check(text, invite_method_name(invite.method), err))
		return false;
	c->mime.from =
		invite.method == INVITE_REPLY ? invite.guest : invite.organizer;
	c->mime.calendar = text;
	c->mime.method = invite_method_name(invite.method);
	return true;
}

/* Beside the digest, for coordinators who get "calendar": all sessions from
 * the week that it tells of on. */
static void
compose_sessions(struct composer *c)
{
	const struct coordinator *coordinator =
		c->request->moment == MOMENT_DIGEST && !c->to.participant
		? program_coordinator(c->program, c->to.email)
		: NULL;

	if (coordinator && coordinator->calendar)
		c->mime.sessions = calendar_publish(c->pool, c->program,
			c->facts, 0, c->facts->now - 7 * DAY);
}

static struct mail *
finished(const struct composer *c, const void *bytes, size_t len)
{
	const struct mail_request *r = c->request;
	struct mail *mail = POOL_NEW(c->pool, struct mail);
	int64_t now = c->facts->now;

	mail->id = c->id;
	mail->occurrence = r->occurrence;
	mail->moment = r->moment;
	mail->participant = r->participant;
	mail->recipient = c->to.email;
	mail->envelope_from = c->envelope_from;
	mail->message_id = c->mime.message_id;
	mail->in_reply_to = r->in_reply_to;
	mail->subject = c->mime.subject;
	mail->match = r->match;
	mail->session = r->session;
	mail->ask = r->ask;
	mail->run = r->run;
	mail->bytes = bytes;
	mail->len = len;
	mail->state = MAIL_QUEUED;
	mail->created_at = now;
	mail->not_before = MAX(r->at, now);
	mail->next_at = mail->not_before;
	mail->expires_at =
		r->expires_at ? r->expires_at : mail->not_before + USEFUL;
	mail->change = FACT_NEW;
	return mail;
}

bool
compose(struct pool *pool, const struct program *program,
	const struct token_key *key, struct facts *facts,
	const struct mail_request *request, int64_t id, struct mail **mail,
	struct err *err)
{
	struct composer c = { .pool = pool,
		.program = program,
		.key = key,
		.facts = facts,
		.request = request,
		.id = id };
	void *bytes;
	size_t len;

	if (!addressee_find(program, facts, request, &c.to, err) ||
		!recipient_is_fine(&c, err) ||
		!fill_fields(
			pool, program, facts, request, &c.to, &c.fields, err) ||
		!compose_identity(&c, err) || !compose_texts(&c, err) ||
		!compose_calendar(&c, err) || !compose_headers(&c, err))
		return false;
	compose_sessions(&c);
	if (!mime_build(pool, &c.mime, &bytes, &len, err) ||
		!mime_check(bytes, len, err))
		return false;
	*mail = finished(&c, bytes, len);
	return true;
}
