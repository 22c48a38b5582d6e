/* Proposals: other times for a session. All that were ever made for it are
 * loaded with it, those that are over too: rounds are counted. */
#include "load.h"

static const struct column columns[] = {
	COLUMN(proposal, INT, id),
	COLUMN(proposal, INT, session),
	COLUMN(proposal, MAYBE, participant),
	COLUMN_OF(proposal, proposal_state, state),
	COLUMN(proposal, INT, starts_at),
	COLUMN(proposal, SMALL, minutes),
	COLUMN(proposal, SMALL, round),
	COLUMN(proposal, TRUTH, calendar),
	COLUMN(proposal, INT, sequence),
	COLUMN(proposal, INT, made_at),
	COLUMN(proposal, MAYBE, over_at),
	COLUMN_END,
};

static bool
read_rows(struct load *load, sqlite3_stmt *st)
{
	struct pool *pool = load->facts->pool;
	int row;

	while ((row = sql_next(load->store, st, load->err)) > 0) {
		struct proposal *proposal = POOL_NEW(pool, struct proposal);

		if (!sql_read(st, columns, pool, proposal, load->err))
			return false;
		if (g_hash_table_add(load->proposals, &proposal->id))
			*LIST_ADD(pool, &load->facts->proposals) = proposal;
	}
	return row == 0;
}

bool
proposals_of(struct load *load, int64_t session)
{
	return read_rows(load,
		rows_of(load, SQL_PROPOSAL_OF_SESSION, ":session", session));
}

bool
proposal_save(struct store *store, struct facts *facts, struct err *err)
{
	for (size_t i = 0; i < facts->proposals.n; i++) {
		struct proposal *proposal = facts->proposals.at[i];

		if (proposal->change == FACT_SAME)
			continue;
		sqlite3_stmt *st = sql_start(store,
			proposal->change == FACT_NEW ? SQL_PROPOSAL_ADD
						     : SQL_PROPOSAL_CHANGE);
		sql_bind(st, columns, proposal);
		if (!sql_change(store, st, err))
			return err_prefix(
				err, "proposal %lld", (long long)proposal->id);
		proposal->change = FACT_SAME;
	}
	return true;
}
