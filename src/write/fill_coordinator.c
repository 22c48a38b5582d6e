/* What coordinators get to see of people who have gone silent. States, figures
 * and names, never a participant's words. */
#include "write/fill.h"

#include <glib.h>
#include <inttypes.h>

#include "base/clock.h"

void
fill_people(struct filler *f, struct fields *to, const struct match *match)
{
	fields_list(f->pool, to, "people");
	for (size_t i = 0; i < match->members.n; i++) {
		const struct participant *p =
			facts_participant(f->facts, match->members.at[i]);

		if (!p)
			continue;
		struct fields *item = fields_item(f->pool, to, "people");
		fields_text(f->pool, item, "name", p->name);
		fields_text(f->pool, item, "email", p->email);
		fields_text(f->pool, item, "role", role_name(p->role));
		fields_text(f->pool, item, "heard", fill_date(f, p->heard_at));
	}
}

bool
fill_silence(struct filler *f, struct err *err)
{
	const struct match *match = request_match(f->facts, f->request);

	if (!match)
		return err_set(
			err, ERR_NEVER, "the match of the mail is not loaded");
	int64_t last = match->published_at;
	for (size_t i = 0; i < match->members.n; i++) {
		const struct participant *p =
			facts_participant(f->facts, match->members.at[i]);

		if (p)
			last = MAX(last, p->heard_at);
	}
	fields_text(f->pool, f->fields, "names",
		match_names(f->pool, f->facts, match, 0));
	fields_printf(f->pool, f->fields, "days", "%" PRId64,
		MAX(f->facts->now - last, 0) / DAY);
	fields_text(
		f->pool, f->fields, "nudged", fill_date(f, match->nudged_at));
	fill_people(f, f->fields, match);
	return true;
}
