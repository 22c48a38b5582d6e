/* Which of the offered times suit: "1, 3", "any but Friday", "1 works, 2
 * doesn't", "mornings", a yes below each of them.
 *
 * Along the words, what names slots waits for what is said of it: that it
 * suits, or that it does not. What is said of nothing suits; "not" with nothing
 * before it in its clause is about what follows. */
#include <glib.h>
#include <string.h>

#include "base/zone.h"
#include "read/times.h"
#include "slots.h"
#include "value.h"

#define RAW_LONG 2000 /* bytes of an answer that are looked at */
#define STRANGE  6    /* words that nobody knows beside numbers */
#define FEW      3    /* likewise, beside "none" */
#define LOOKS    60   /* lines that may be a word on the slot above */

/* ---- what is said of them ---------------------------------------------------------- */

static void
settle(struct choice *c, bool suits)
{
	*(suits ? &c->yes : &c->no) |= c->waiting;
	c->waiting = c->clause = 0;
}

static void
name_slots(struct choice *c, slot_set set)
{
	if (c->against) {
		c->no |= set;
		c->bare = false;
	} else if (c->for_those) {
		c->yes |= set;
	} else {
		c->waiting |= set;
	}
	c->clause |= c->against ? 0 : set;
	c->said = 0;
}

static void
say_no(struct choice *c, const struct token *t)
{
	if (c->clause) {
		/* "1, 3 and 4 don't work": and 1? */
		c->doubt |= c->waiting != c->clause;
		settle(c, false);
		return;
	}
	if (c->said) { /* "Freitag passt nicht" */
		c->yes &= ~c->said;
		c->no |= c->said;
		c->said = 0;
		return;
	}
	settle(c, true);
	c->against = c->bare = true;
	c->mild = t->sense != SENSE_NO;
}

static void
say_yes(struct choice *c)
{
	c->evident = true;
	c->said = c->clause;
	if (c->waiting)
		settle(c, true);
	else
		c->agreed = true;
}

static void
say_except(struct choice *c)
{
	c->evident = true;
	if (c->clause && !c->any) { /* "cuma hariç": it stands behind */
		c->no |= c->clause;
		c->waiting &= ~c->clause;
		c->clause = 0;
	} else if (c->any || !(c->none || c->against)) {
		c->any = c->excepted = true;
		settle(c, true);
		c->against = true;
	} else {
		c->against = c->bare = false;
		c->for_those = true;
	}
}

static bool
is_except(const struct choice *c, size_t i)
{
	return time_is(&c->r, i, TIME_EXCEPT) ||
		(time_is(&c->r, i, TIME_BUT) &&
			(c->any || c->none || c->bare) &&
			!time_gap_has(&c->r, i, ",;.!\n"));
}

/* "all mornings", "any of the Fridays": not all, but those. */
static bool
is_narrowed(struct choice *c, size_t i)
{
	slot_set set;
	size_t next;

	for (size_t k = i + 1; k < c->r.n && k < i + 4; k++) {
		if (time_gap_has(&c->r, k, ",;.!?\n"))
			return false;
		if (slots_by_moment(c, k, &set, &next))
			return true;
		if (!time_is(&c->r, k, TIME_ON | TIME_FILL | TIME_ANY))
			return false;
	}
	return false;
}

/* "no 1 yes 2": which word belongs to which number? "none of them is bad". */
static void
doubt_order(struct choice *c, size_t i)
{
	const struct token *t = &c->r.at[i];
	bool own;

	if (c->part && time_is(&c->r, i, TIME_CANNOT))
		c->doubt = true;
	if (t->kind != TOKEN_SENSE ||
		(t->sense != SENSE_YES && t->sense != SENSE_NO))
		return;
	if (c->lead && c->lead != t->sense)
		c->doubt = true;
	slot_set set;
	size_t next;
	if (!c->clause && !c->lead && i + 1 < c->r.n &&
		c->r.at[i + 1].kind == TOKEN_DIGITS &&
		!time_gap_has(&c->r, i + 1, ",.:;!?\n-") &&
		slots_by_place(c, i + 1, &set, &next))
		c->lead = t->sense;
	c->part |= t->sense == SENSE_NO && i + 1 < c->r.n &&
		context_sense(c->context, c->r.text + c->r.at[i + 1].begin,
			SENSE_OF, &own) &&
		own;
}

/* A word that says something; false: none that we know. */
static bool
say_word(struct choice *c, size_t i)
{
	const struct token *t = &c->r.at[i];

	c->told |= time_is(&c->r, i, TIME_PAST);
	doubt_order(c, i);
	if (is_except(c, i)) {
		say_except(c);
		return true;
	}
	if (t->kind != TOKEN_SENSE)
		return false;
	if (t->sense == SENSE_NO || t->sense == SENSE_NOT ||
		time_is(&c->r, i, TIME_CANNOT)) {
		c->evident = true;
		say_no(c, t);
	} else if (t->sense == SENSE_ALL || time_is(&c->r, i, TIME_ANY)) {
		/* "10am works on both" */
		if (is_narrowed(c, i) || c->said)
			return true;
		/* "not all": some, then? */
		c->doubt |= t->sense == SENSE_ALL && c->bare && c->mild;
		c->any = !c->against;
		c->waiting |= c->against ? 0 : c->all;
		c->clause |= c->waiting;
		c->evident = true;
	} else if (t->sense == SENSE_YES || time_is(&c->r, i, TIME_FITS)) {
		say_yes(c);
	} else if (t->sense == SENSE_UNSURE) {
		c->likely |= c->all;
	} else if (time_is(&c->r, i, TIME_PROPOSE)) {
		c->evident = true;
	}
	return true;
}

/* A sign or a word between this token and the one before ends a clause. */
static void
end_clause(struct choice *c, size_t i)
{
	bool sentence = i && time_gap_has(&c->r, i, "!?;\n");

	if (i && time_gap_has(&c->r, i, ".") &&
		c->r.at[i - 1].kind != TOKEN_DIGITS)
		sentence = true;
	if (sentence) {
		settle(c, true);
		c->against = c->for_those = false;
	}
	bool but = time_is(&c->r, i, TIME_BUT) && !is_except(c, i);
	if (sentence || but || (i && time_gap_has(&c->r, i, ","))) {
		c->clause = c->said = 0;
		c->lead = 0;
		c->part = false;
		c->none |= c->bare;
		c->bare = false;
		/* "all but 2, 3": a list goes on */
		if (!(c->any && c->against) && !c->for_those)
			c->against = false;
	}
}

static void
walk(struct choice *c)
{
	for (size_t i = 0; i < c->r.n;) {
		slot_set set;
		size_t next = i + 1;

		end_clause(c, i);
		if (slots_by_place(c, i, &set, &next)) {
			slot_set same;
			size_t behind;

			/* "1. Thursday, 10:00": one thing, said twice */
			if (strchr(".:", c->r.at[next - 1].sign) &&
				next < c->r.n &&
				slots_by_moment(c, next, &same, &behind)) {
				c->doubt |= !(same & set);
				next = behind;
			}
			name_slots(c, set);
		} else if (slots_by_moment(c, i, &set, &next)) {
			c->evident = true;
			c->elsewhere |= !set;
			name_slots(c, set);
		} else if (!say_word(c, i) && c->r.at[i].kind == TOKEN_WORD) {
			c->strange++;
			next = i + 1;
		} else {
			next = i + 1;
		}
		i = next > i ? next : i + 1;
	}
	settle(c, true);
	c->none |= c->bare;
}

/* ---- all of it ------------------------------------------------------------------------ */

static void
choice_init(struct choice *c, const struct question *question,
	const struct value_context *context)
{
	*c = (struct choice){ .question = question, .context = context };
	frame_set(&c->frame, context);
	c->all = (1u << slots_count(c)) - 1;
}

static void
choice_read(struct choice *c, const char *text)
{
	size_t len = strlen(text);
	const char *end = len > RAW_LONG
		? g_utf8_find_prev_char(text, text + RAW_LONG)
		: text + len;
	g_autofree char *start = g_strndup(text, (gsize)(end - text));
	g_autofree char *folded = words_fold(start);

	time_tokens(&c->r, folded, c->context);
	walk(c);
	c->r.text = "";
}

static const char *
choice_text(struct pool *pool, slot_set set)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (int k = 0; k < POLL_SLOTS; k++)
		if (set >> k & 1)
			g_string_append_printf(
				out, "%s%d", out->len ? " " : "", k + 1);
	return pool_strdup(pool, out->str);
}

static const char *
choice_result(
	struct pool *pool, const struct choice *c, enum confidence *confidence)
{
	slot_set set = c->any ? c->all & ~c->no : c->yes & ~c->no;
	bool named = c->yes || c->no || c->any;

	*confidence = CONFIDENCE_UNSURE;
	if (c->doubt || (!c->any && c->yes & c->no) ||
		(c->excepted && !c->no) || (c->elsewhere && c->told) ||
		(c->none && (named || c->strange > (c->mild ? 0 : FEW))))
		return NULL;
	*confidence = c->likely || c->strange || c->elsewhere
		? CONFIDENCE_LIKELY
		: CONFIDENCE_SURE;
	if (c->strange > STRANGE && !c->evident)
		named = false;
	if (!c->any && !c->yes && c->no && c->no != c->all) {
		*confidence = CONFIDENCE_LIKELY; /* "not Friday" */
		set = c->all & ~c->no;
	}
	if (named || c->none || c->elsewhere)
		return choice_text(pool, named ? set : 0);
	if (c->agreed && slots_count(c) == 1)
		return choice_text(pool, c->all);
	*confidence = CONFIDENCE_UNSURE;
	return NULL;
}

const char *
slots_read(struct pool *pool, const struct question *question, const char *raw,
	const struct value_context *context, enum confidence *confidence)
{
	g_autofree char *ticked = ticked_words(raw);
	struct choice *c = g_new0(struct choice, 1);

	choice_init(c, question, context);
	choice_read(c, ticked ? ticked : raw);
	const char *value = choice_result(pool, c, confidence);
	g_free(c);
	return value;
}

/* ---- between the lines of the mail ------------------------------------------------ */

/* What was typed behind a slot's own line, if it is a word on it and names no
 * other: 1 it suits, -1 it does not, 0 neither, 2 perhaps. */
static int
vote_of(const struct choice *about, const char *line)
{
	struct choice *c = g_new0(struct choice, 1);
	int vote = 0, box = box_alone(line);

	choice_init(c, about->question, about->context);
	choice_read(c, line);
	bool names = c->yes || c->no || c->elsewhere || c->any;
	if (box)
		vote = box;
	else if (names || c->strange > STRANGE)
		vote = 0;
	else if (c->none || c->against)
		vote = -1;
	else if (c->likely)
		vote = 2;
	else if (c->agreed)
		vote = 1;
	g_free(c);
	return vote;
}

/* One vote below the last line alone is a text below them all. */
static bool
are_inline(const int *votes, size_t n)
{
	size_t count = 0;

	for (size_t k = 0; k < n; k++)
		count += votes[k] != 0;
	return count && (count > 1 || !votes[n - 1] || n == 1);
}

static void
take_votes(struct choice *c, const int *votes)
{
	for (size_t k = 0; k < slots_count(c); k++) {
		if (votes[k] > 0)
			c->yes |= 1u << k;
		if (votes[k] < 0)
			c->no |= 1u << k;
		if (votes[k] == 2)
			c->likely |= 1u << k;
	}
	/* those that got no word are no part of the answer */
	if (!c->yes && c->no)
		c->none = true;
	c->evident = true;
}

/* The text outside of such lines in `text`; which got a word in votes. */
static void
collect_votes(const struct choice *c, const struct cut *cut, int *votes,
	GString *text)
{
	size_t at = 0;
	int looks = 0;

	for (size_t i = 0; i < cut->lines.n; i++) {
		const struct cut_line *line = &cut->lines.at[i];

		if (line->reason == LINE_QUOTE && line->question)
			at = line->question > 0 ? (size_t)line->question : 0;
		if (line->reason != LINE_KEPT)
			continue;
		int vote = 0;
		if (at && at <= slots_count(c) && looks++ < LOOKS)
			vote = vote_of(c, line->text);
		if (vote)
			votes[at - 1] = vote;
		else
			g_string_append_printf(text, "%s\n", line->text);
	}
}

static void
all_text(const struct cut *cut, GString *text)
{
	g_string_truncate(text, 0);
	for (size_t i = 0; i < cut->lines.n; i++)
		if (cut->lines.at[i].reason == LINE_KEPT)
			g_string_append_printf(
				text, "%s\n", cut->lines.at[i].text);
}

/* The typed answers of the lines and of the text around them as one. */
static const char *
answer_of(struct pool *pool, struct choice *c, const int *votes,
	const GString *text, enum confidence *confidence)
{
	bool spoken = are_inline(votes, slots_count(c));

	if (!spoken)
		return slots_read(
			pool, c->question, text->str, c->context, confidence);
	take_votes(c, votes);
	const char *value = choice_result(pool, c, confidence);
	if (c->none && !c->yes)
		value = pool_strdup(pool, "");
	return value;
}

void
slots_answer(struct pool *pool, const struct cut *cut,
	const struct question *question, const struct value_context *context,
	struct letter_answer_list *answers)
{
	g_autoptr(GString) text = g_string_new(NULL);
	struct choice *c = g_new0(struct choice, 1);
	int votes[POLL_SLOTS] = { 0 };
	enum confidence confidence;

	choice_init(c, question, context);
	collect_votes(c, cut, votes, text);
	if (!are_inline(votes, slots_count(c)))
		all_text(cut, text);
	const char *value = answer_of(pool, c, votes, text, &confidence);
	all_text(cut, text);
	g_strstrip(text->str);
	g_free(c);
	if (!*text->str)
		return;
	*LIST_ADD(pool, answers) = (struct letter_answer){ .number = 1,
		.raw = pool_strdup(pool, text->str),
		.value = value,
		/* what may be a quotation of ours is full of numbers */
		.confidence = cut->confidence == CONFIDENCE_UNSURE
			? CONFIDENCE_UNSURE
			: confidence };
}
