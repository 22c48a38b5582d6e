/* What may stand between {{ and }} in the template of each moment. The rows
 * are put together from groups, so that a field means the same everywhere;
 * moment.h explains them. */
#include "write/moment.h"

#include <glib.h>
#include <string.h>

#define TEXT(name)          \
 {                          \
  (name), FIELD_TEXT, false \
 }
#define OWN(name)          \
 {                         \
  (name), FIELD_TEXT, true \
 }
#define TRUTH(name)          \
 {                           \
  (name), FIELD_TRUTH, false \
 }
#define LIST(name)          \
 {                          \
  (name), FIELD_LIST, false \
 }

#define COMMON                                                                \
 TEXT("program"), TEXT("purpose"), TEXT("address"), TEXT("name"),             \
	 TEXT("first_name"), TRUTH("mentor"), TRUTH("mentee"), TRUTH("peer"), \
	 TEXT("coordinator"), TEXT("coordinator_email")

#define SESSION                                                       \
 TRUTH("session"), OWN("session_number"), TEXT("date"), TEXT("time"), \
	 TEXT("till"), TEXT("zone"), OWN("minutes"), TEXT("place"),   \
	 TEXT("agenda")

#define MATCH                                                                 \
 LIST("partners"), TEXT("partners.name"), TEXT("partners.first_name"),        \
	 TEXT("partners.email"), TEXT("partners.their_date"),                 \
	 TEXT("partners.their_time"), TEXT("partners.their_zone"),            \
	 TRUTH("partners.other_zone"), TEXT("partner_names"), TRUTH("group"), \
	 TRUTH("partners.leads"), TRUTH("leads"), OWN("round"),               \
	 LIST("common"), TEXT("common.text"), TRUTH("writes_first"),          \
	 TEXT("first_writer"), TRUTH("goes_on"), SESSION

#define PROPOSED \
 TEXT("who"), TEXT("new_date"), TEXT("new_time"), TEXT("new_till")

#define SLOTS                                                            \
 TRUTH("moves"), LIST("slots"), OWN("slots.number"), TEXT("slots.date"), \
	 TEXT("slots.time"), TEXT("slots.till"), TEXT("closes")

#define QUESTIONS                                                              \
 TEXT("form"), LIST("questions"), OWN("questions.number"),                     \
	 TEXT("questions.ask"), TRUTH("questions.yesno"),                      \
	 TRUTH("questions.scale"), TRUTH("questions.amount"),                  \
	 TRUTH("questions.choice"), TRUTH("questions.choices"),                \
	 TRUTH("questions.day"), TRUTH("questions.words"),                     \
	 TRUTH("questions.times"), OWN("questions.from"),                      \
	 OWN("questions.till"), LIST("questions.options"),                     \
	 OWN("questions.options.number"), TEXT("questions.options.text"),      \
	 TRUTH("questions.private"), TRUTH("questions.optional"),              \
	 TRUTH("some_private"), TRUTH("all_private"), TRUTH("about_leave"),    \
	 TRUTH("about_address"), TRUTH("about_rematch"), TRUTH("about_draft"), \
	 TRUTH("about_proposal"), TRUTH("about_times"),                        \
	 TRUTH("about_command"), PROPOSED, SLOTS

#define UNDERSTOOD                                                     \
 LIST("understood"), OWN("understood.number"), TEXT("understood.ask"), \
	 TEXT("understood.answer")

#define UNCLEAR                                               \
 LIST("unclear"), OWN("unclear.number"), TEXT("unclear.ask"), \
	 TEXT("unclear.wrote")

static const struct moment_field plain[] = { COMMON };
static const struct moment_field welcome[] = { COMMON, TEXT("starts"),
	TEXT("ends") };
static const struct moment_field match[] = { COMMON, MATCH };
static const struct moment_field introduction[] = { COMMON, MATCH,
	LIST("newcomers"), TEXT("newcomers.name"), TEXT("newcomers.email"),
	TRUTH("as_guest") };
static const struct moment_field schedule[] = { COMMON, TEXT("date"),
	TEXT("zone"), TEXT("place"), LIST("rounds"), OWN("rounds.number"),
	TEXT("rounds.time"), TEXT("rounds.till"), TRUTH("rounds.rest"),
	TEXT("rounds.partner_names") };
static const struct moment_field invitation[] = { COMMON, MATCH,
	TRUTH("updated"), TRUTH("changed"), OWN("series_count"),
	OWN("series_weeks"), TRUTH("weekly"), TEXT("last_date"),
	TRUTH("one_of_series"), TEXT("original_date"), TEXT("original_time"),
	LIST("shifts"), TEXT("shifts.date"), TEXT("shifts.time"),
	LIST("agendas"), OWN("agendas.number"), TEXT("agendas.text"),
	TRUTH("link"), TRUTH("no_proposals") };
static const struct moment_field cancellation[] = { COMMON, MATCH,
	TRUTH("skipped"), TRUTH("removed"), OWN("series_count"),
	TRUTH("one_of_series") };
static const struct moment_field proposal[] = { COMMON, MATCH, PROPOSED,
	TRUTH("again") };
static const struct moment_field unmoved[] = { COMMON, MATCH, PROPOSED,
	TRUTH("refused"), TRUTH("outdated"), TRUTH("late"), TRUTH("searched"),
	TRUTH("off"), TRUTH("soon"), TRUTH("beyond"), TRUTH("taken"),
	TRUTH("alone") };
static const struct moment_field times[] = { COMMON, MATCH, SLOTS,
	TRUTH("again") };
static const struct moment_field declined[] = { COMMON, MATCH, TEXT("who"),
	TRUTH("back"), TRUTH("series"), TRUTH("no_proposals") };
static const struct moment_field checkin[] = { COMMON, MATCH, QUESTIONS };
static const struct moment_field clarify[] = { COMMON, MATCH, QUESTIONS,
	UNDERSTOOD, UNCLEAR, TRUTH("own_time"), TRUTH("command_pause"),
	TRUTH("command_resume"), TRUTH("command_export"),
	TRUTH("command_forget"), TRUTH("command_skip"),
	TRUTH("command_reschedule"), TEXT("until") };
static const struct moment_field thanks[] = { COMMON, MATCH, QUESTIONS,
	TRUTH("missed"), TEXT("next_date"), TEXT("next_time"), UNDERSTOOD };
static const struct moment_field partner_left[] = { COMMON, MATCH, TEXT("who"),
	TRUTH("stays"), TRUTH("event") };
static const struct moment_field partner_paused[] = { COMMON, MATCH,
	TEXT("who"), TEXT("until"), TRUTH("others_meet") };
static const struct moment_field match_ended[] = { COMMON, MATCH,
	TRUTH("program_over") };
static const struct moment_field paused[] = { COMMON, TEXT("until") };
static const struct moment_field confirm_address[] = { COMMON,
	TEXT("other_address") };
static const struct moment_field draft[] = { COMMON, LIST("matches"),
	OWN("matches.number"), TEXT("matches.names"), OWN("matches.score"),
	OWN("matches.percent"), TRUTH("matches.strongest"),
	TRUTH("matches.weakest"), LIST("matches.people"),
	TEXT("matches.people.name"), TEXT("matches.people.email"),
	TEXT("matches.people.role"), TEXT("matches.people.heard"),
	TEXT("matches.lead"), OWN("matches.round"), TRUTH("matches.new_round"),
	TEXT("matches.joins"), LIST("matches.reasons"),
	TEXT("matches.reasons.text"), TEXT("matches.reasons.criterion"),
	OWN("matches.reasons.points"), LIST("unmatched"),
	TEXT("unmatched.name"), TEXT("unmatched.why"), TEXT("unmatched.remedy"),
	OWN("match_count"), OWN("person_count"), TRUTH("figures"), OWN("mean"),
	OWN("worst"), OWN("best"), LIST("histogram"), OWN("histogram.from"),
	OWN("histogram.till"), OWN("histogram.count"), OWN("histogram.bar"),
	TRUTH("revised"), TRUTH("unchanged"), TRUTH("more_changes"),
	LIST("gone"), TEXT("gone.names"), LIST("come"), TEXT("come.names"),
	OWN("score_before"), OWN("score_now"), TRUTH("costs"), TRUTH("gains"),
	OWN("difference"), OWN("left_before"), OWN("left_now"), TRUTH("again"),
	TRUTH("proven"), TRUTH("bounded"), TRUTH("unproven"), OWN("gap"),
	TRUTH("loose"), TEXT("unproven_why"), OWN("first_share"),
	OWN("first_three_share"), OWN("wish_share"), TRUTH("repeated"),
	OWN("repeats"), LIST("followed"), TEXT("followed.one"),
	TEXT("followed.other"), TRUTH("followed.apart"),
	TRUTH("followed.together"), TRUTH("followed.either"), LIST("standing"),
	TEXT("standing.one"), TEXT("standing.other"), TRUTH("standing.apart"),
	TRUTH("standing.together"), TRUTH("standing.either"), LIST("unclear"),
	TEXT("unclear.line"), TEXT("unclear.who"), TEXT("unclear.perhaps"),
	TRUTH("unclear.nobody"), TRUTH("unclear.several"),
	TRUTH("unclear.same"), TRUTH("unclear.roles"), TRUTH("unclear.unread"),
	TRUTH("unclear.many"), TRUTH("unclear.later") };
static const struct moment_field silence[] = { COMMON, TEXT("names"),
	OWN("days"), TEXT("nudged"), LIST("people"), TEXT("people.name"),
	TEXT("people.email"), TEXT("people.heard") };
static const struct moment_field unread[] = { COMMON, TEXT("who"), TEXT("why"),
	TEXT("subject"), TEXT("words"), TEXT("dropped"), OWN("letter") };
static const struct moment_field digest[] = { COMMON, TEXT("period"),
	TRUTH("has_needs"), LIST("needs"), TEXT("needs.what"),
	TEXT("needs.subject"), TEXT("needs.why"), OWN("needs.days"),
	LIST("funnel"), TEXT("funnel.label"), OWN("funnel.ratio"),
	OWN("funnel.percent"), OWN("funnel.bar"), LIST("weeks"),
	TEXT("weeks.label"), OWN("weeks.planned"), OWN("weeks.held"),
	OWN("weeks.asked"), OWN("weeks.answered"), OWN("weeks.bar"),
	TRUTH("has_answers"), LIST("answers"), TEXT("answers.question"),
	TEXT("answers.summary"), OWN("mail_sent"), OWN("mail_ratio"),
	TRUTH("has_doubt"), OWN("in_doubt") };

#define ROW(moment, fields) [moment] = { fields, G_N_ELEMENTS(fields) }

static const struct {
	const struct moment_field *fields;
	size_t n;
} rows[] = {
	ROW(MOMENT_WELCOME, welcome),
	ROW(MOMENT_DRAFT, draft),
	ROW(MOMENT_INTRODUCTION, introduction),
	ROW(MOMENT_SCHEDULE, schedule),
	ROW(MOMENT_UNMATCHED, plain),
	ROW(MOMENT_INVITATION, invitation),
	ROW(MOMENT_CANCELLATION, cancellation),
	ROW(MOMENT_PROPOSAL, proposal),
	ROW(MOMENT_UNMOVED, unmoved),
	ROW(MOMENT_TIMES, times),
	ROW(MOMENT_GUEST, match),
	ROW(MOMENT_DECLINED, declined),
	ROW(MOMENT_CHECKIN, checkin),
	ROW(MOMENT_REMINDER, checkin),
	ROW(MOMENT_CLARIFY, clarify),
	ROW(MOMENT_THANKS, thanks),
	ROW(MOMENT_NUDGE, match),
	ROW(MOMENT_SILENCE, silence),
	ROW(MOMENT_CONFIRM_LEAVE, plain),
	ROW(MOMENT_CONFIRM_REMATCH, match),
	ROW(MOMENT_CONFIRM_ADDRESS, confirm_address),
	ROW(MOMENT_LEFT, plain),
	ROW(MOMENT_PARTNER_LEFT, partner_left),
	ROW(MOMENT_MATCH_ENDED, match_ended),
	ROW(MOMENT_PAUSED, paused),
	ROW(MOMENT_PARTNER_PAUSED, partner_paused),
	ROW(MOMENT_RESUMED, match),
	ROW(MOMENT_HELP, plain),
	ROW(MOMENT_UNREAD, unread),
	ROW(MOMENT_DIGEST, digest),
	ROW(MOMENT_NOTE, match),
};
G_STATIC_ASSERT(G_N_ELEMENTS(rows) == MOMENT_COUNT);

const struct moment_field *
moment_fields(enum moment moment, size_t *n)
{
	g_assert(moment >= 0 && moment < MOMENT_COUNT);
	*n = rows[moment].n;
	return rows[moment].fields;
}

/* Is the declared name that path, a dot (unless the path is empty), and name? */
static bool
declares(const char *declared, const char *path, size_t len, const char *name)
{
	if (!len)
		return !strcmp(declared, name);
	return !strncmp(declared, path, len) && declared[len] == '.' &&
		!strcmp(declared + len + 1, name);
}

const struct moment_field *
moment_field_find(enum moment moment, const char *path, const char *name)
{
	size_t n, len = strlen(path);
	const struct moment_field *fields = moment_fields(moment, &n);

	for (;;) {
		for (size_t i = 0; i < n; i++)
			if (declares(fields[i].name, path, len, name))
				return &fields[i];
		if (!len)
			return NULL;
		while (len && path[len - 1] != '.')
			len--;
		len -= len > 0;
	}
}
