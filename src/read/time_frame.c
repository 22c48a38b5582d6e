/* What times are read in: the tokens of a sentence, and the day, the meeting
 * and the clock of the writer. */
#include <glib.h>
#include <string.h>

#include "base/zone.h"
#include "time_words.h"

#define OTHERS                                                                 \
 (SENSE_YES | SENSE_NO | SENSE_UNSURE | SENSE_NOT | SENSE_POLITE | SENSE_AND | \
	 SENSE_ALL | SENSE_LABEL)

static struct civil
local_of(const struct value_context *context, int64_t utc)
{
	struct civil c;

	if (context->zone)
		return civil_of(context->zone, utc);
	int64_t days = utc / 86400 - (utc % 86400 < 0);
	c = civil_from_days(days);
	c.hour = (int)((utc - days * 86400) / 3600);
	c.minute = (int)((utc - days * 86400) / 60 % 60);
	return c;
}

void
frame_set(struct frame *frame, const struct value_context *context)
{
	*frame = (struct frame){ .context = context, .today = context->today };
	if (!context->meeting)
		return;
	struct civil c = local_of(context, context->meeting);
	frame->meeting_day = civil_days(c.year, c.month, c.day);
	frame->meeting_minutes = c.hour * 60 + c.minute;
}

int64_t
frame_instant(const struct frame *frame, int64_t day, int minutes)
{
	struct civil c = civil_from_days(day);

	if (!frame->context->zone)
		return day * 86400 + (int64_t)minutes * 60;
	c.hour = minutes / 60;
	c.minute = minutes % 60;
	return civil_to_utc(frame->context->zone, c);
}

void
time_tokens(struct reading *r, const char *folded,
	const struct value_context *context)
{
	r->context = context;
	r->text = folded;
	r->senses = DATE_SENSES | SENSE_TIME;
	r->others = OTHERS;
	r->n = 0;
	date_tokens(r);
}

bool
time_is(const struct reading *r, size_t i, unsigned roles)
{
	return i < r->n && r->at[i].kind == TOKEN_SENSE &&
		r->at[i].sense == SENSE_TIME && r->at[i].roles & roles;
}

bool
time_number(const struct reading *r, size_t i, int *n, size_t *next)
{
	const struct sense *sense;

	if (i >= r->n)
		return false;
	*next = i + 1;
	*n = r->at[i].n;
	if (r->at[i].kind == TOKEN_DIGITS)
		return r->at[i].digits <= 4;
	if (r->at[i].kind == TOKEN_SENSE &&
		r->at[i].sense & (DATE_SENSES | SENSE_TIME))
		return false;
	sense = context_sense(
		r->context, r->text + r->at[i].begin, SENSE_NUMBER, NULL);
	if (!sense)
		return false;
	*n = sense->n;
	while (*next < r->n &&
		r->at[*next].begin < r->at[i].begin + strlen(sense->word))
		++*next;
	return true;
}

bool
time_gap_has(const struct reading *r, size_t i, const char *signs)
{
	size_t from = i ? r->at[i - 1].end : 0;
	size_t till = i < r->n ? r->at[i].begin : strlen(r->text);

	for (size_t k = from; k < till; k++)
		if (strchr(signs, r->text[k]))
			return true;
	return false;
}
