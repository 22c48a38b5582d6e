/* What the mail of a draft says besides the matches: how good it is and what is
 * proven of it, and what was made of a coordinator's words. */
#include "decide/concern.h"

#include <glib.h>

static void
add_texts(struct pool *pool, struct fields *fields, const char *name,
	const struct text_list *texts)
{
	fields_list(pool, fields, name);
	for (size_t i = 0; i < texts->n; i++)
		fields_text(pool, fields_item(pool, fields, name), "text",
			texts->at[i]);
}

const struct fields *
draft_fields(const struct program *program, struct facts *facts,
	const struct draft *draft, const char *email)
{
	struct fields *fields = fields_new(facts->pool, NULL);
	const struct draft_notes *notes = draft->notes;

	(void)program;
	(void)email;
	if (notes)
		add_texts(facts->pool, fields, "followed", &notes->followed);
	return fields;
}
