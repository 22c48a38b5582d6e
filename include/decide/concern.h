/* decide/concern -- room decide: what its concerns ask of each other.
 *
 * One concern is one file of the room; the functions here are those that
 * another concern needs. All of them are pure in the sense of decide.h: facts
 * in, changed facts out.
 */
#ifndef MENTORD_DECIDE_CONCERN_H
#define MENTORD_DECIDE_CONCERN_H

#include "base/clock.h"
#include "decide/decide.h"
#include "match/solve.h"

/* ---- when.c: local time ------------------------------------------------ */

/* minutes after midnight of the local day `days` after that of instant. */
int64_t when_at(
	const struct zone *zone, int64_t instant, int64_t days, int minutes);
/* instant plus seconds; whole days keep the hour on the wall. */
int64_t when_after(const struct zone *zone, int64_t instant, int64_t seconds);
/* The next weekday (0 Monday) at that minute, strictly after instant. */
int64_t when_weekday(
	const struct zone *zone, int64_t after, int weekday, int minutes);
/* Midnight at the start of that date (days since 1970). */
int64_t when_date(const struct zone *zone, int64_t date);
/* The next morning (08:00) at or after instant. */
int64_t when_morning(const struct zone *zone, int64_t instant);
/* What a step counts from: its own date for start, end and date, else fact. */
int64_t when_anchor(const struct program *program, const struct step *step,
	const struct zone *zone, int64_t fact);

/* ---- tell.c: mails ------------------------------------------------------ */

/* A mail to a participant; occurrence as printf. Nobody who left gets more
 * than the farewell and final cancellations, and nothing goes to a dead
 * address: then the request that comes back is in no list, and filling it in
 * has no effect. */
struct mail_request *tell(struct facts *facts, enum moment moment,
	int64_t participant, const char *fmt, ...) PRINTF(4, 5);

enum tell_whom {
	TELL_EVERY,
	TELL_DIGEST,
	TELL_CONCERNS
};
/* A mail to coordinators, like the model (moment, subjects, fields,
 * expiry); each gets the occurrence and a mark of their own. When nobody has
 * the wanted `gets`, all of them get it. */
void tell_coordinators(const struct program *program, struct facts *facts,
	enum tell_whom whom, const struct mail_request *model, const char *fmt,
	...) PRINTF(5, 6);
/* A short mark of an address for occurrence keys, not the address itself. */
const char *tell_mark(struct pool *pool, const char *address);

/* Something a person must look at: MOMENT_UNREAD to coordinators. */
struct alert {
	int64_t participant, match, session, ask; /* 0 none */
	const char *why;                          /* our words */
	const char *subject, *words; /* theirs; NULL when confidential */
	const char *dropped;         /* what was left out of the words; NULL */
	int64_t letter;              /* 0 none */
};
void tell_alert(const struct program *program, struct facts *facts,
	const struct alert *alert, const char *fmt, ...) PRINTF(4, 5);

/* person.c: the coordinators read, at once, what is no answer and no command;
 * nothing when they are told of the letter already, or it has no words. */
struct inquiry;
void person_must_read(const struct inquiry *in, const char *why);
/* What was taken for quotations, headers and signatures; NULL: nothing. */
const char *letter_dropped(struct pool *pool, const struct letter *letter);
/* Some question of it was asked in private: its letters are not shown. */
bool ask_is_private(const struct program *program, const struct ask *ask);

/* Unsent mails of the subject lost their sense. */
void tell_cancel(struct facts *facts, enum subject_kind kind, int64_t subject);

/* ---- due.c --------------------------------------------------------------- */

void due_done(struct due *due);
/* Dropped, and said so in the outcomes. */
void due_drop(struct facts *facts, struct due *due, const char *why);
/* Dropped because what it was for is settled: no outcome. */
void due_moot(struct due *due, const char *why);
/* Why nothing is sent to that person now; NULL when they take part. */
const char *due_absence(const struct facts *facts, const struct participant *p);

/* ---- timeline.c: steps --------------------------------------------------- */

/* Steps that count from the program's dates and from joining; from a match;
 * from a session. Those whose time is before `oldest` are not planned. */
void timeline_program(
	const struct program *program, struct facts *facts, int64_t oldest);
void timeline_joined(const struct program *program, struct facts *facts,
	const struct participant *participant, int64_t oldest);
void timeline_matched(const struct program *program, struct facts *facts,
	const struct match *match, int64_t oldest);
/* ... for one who came into a match that stands. */
void timeline_joined_match(const struct program *program, struct facts *facts,
	const struct match *match, const struct participant *newcomer);
void timeline_session(const struct program *program, struct facts *facts,
	const struct session *session, int64_t oldest);
/* The person an item of DUE_STEP is for; 0 when for coordinators. */
int64_t timeline_reader(const struct program *program, const struct due *due);
void timeline_fire(const struct program *program, struct facts *facts,
	struct due *due, const struct fields *digest);

/* ---- ask.c ----------------------------------------------------------------- */

/* A new ask with its outcome; NULL when there is one of that form and slot
 * for that person already. */
struct ask *ask_new(struct facts *facts, const char *form, int64_t participant,
	const char *coordinator, const char *slot);
/* Its reminders and its end are planned, its mail is wanted. */
void ask_send(const struct program *program, struct facts *facts,
	struct ask *ask, const struct step *step);
/* A mail about the ask to whoever is asked. */
struct mail_request *ask_mail(struct facts *facts, const struct ask *ask,
	enum moment moment, const char *fmt, ...) PRINTF(4, 5);
void ask_close(struct facts *facts, struct ask *ask, const char *why);
/* The waiting ask of that form for that person; NULL. */
struct ask *ask_waiting(
	const struct facts *facts, int64_t participant, const char *form);
/* ... among those about that match (0: about none). */
struct ask *ask_waiting_about(const struct facts *facts, int64_t participant,
	const char *form, int64_t match);
/* One question back, once, because the reply was not clear. */
struct letter_effect ask_clarify(const struct inquiry *in, struct ask *ask);
/* Answered; nothing more about it is sent that waits to be sent. */
void ask_answered(struct facts *facts, struct ask *ask);
bool ask_is_own(const struct ask *ask); /* one of FORM_LEAVE and its kin */
void ask_remind(
	const struct program *program, struct facts *facts, struct due *due);
void ask_expire(
	const struct program *program, struct facts *facts, struct due *due);

/* ---- move.c: a session changes ------------------------------------------------ */

/* Another time for a session of ours to come: SEQUENCE up, everybody is asked
 * again (who names the one who is known to accept, 0: nobody), timeline and
 * planning follow, open proposals and polls about it are moot. */
void session_move(const struct program *program, struct facts *facts,
	struct session *session, int64_t starts_at, int minutes, int64_t who);
/* Place, link, agenda or names changed: the same SEQUENCE, a newer object, the
 * answers stand. */
void session_tell_change(struct facts *facts, struct session *session);
/* The config names another place: all that is to come is there. */
void session_follow_place(const struct program *program, struct facts *facts);
/* This one is left out, and the next is planned in its time, so long after it
 * as after any other; the one left out is not counted. */
void session_skip(const struct program *program, struct facts *facts,
	struct session *session, const char *why);
/* "Not this week": a pair's coming session is skipped; in a group, they alone
 * do not come. */
struct letter_effect skip_letter(const struct inquiry *in);

/* Its calendar object is one of its own beside that of the series: it was moved,
 * changed or left out. */
bool session_is_apart(const struct facts *facts, const struct session *session);
/* The next SEQUENCE and DTSTAMP of the object that the session belongs to. */
void session_next_sequence(struct facts *facts, struct session *session);

/* ---- proposal.c, poll.c: finding a time together ---------------------------------- */

/* in->who proposes that time; by COUNTER when calendar. */
struct letter_effect proposal_made(const struct inquiry *in,
	struct session *session, int64_t starts_at, int minutes, bool calendar,
	int64_t sequence);
/* An answer to FORM_PROPOSAL, to FORM_TIMES. */
struct letter_effect proposal_letter(const struct inquiry *in, struct ask *ask);
struct letter_effect poll_letter(const struct inquiry *in, struct ask *ask);
/* "Another time", without saying which: everybody gets a list. */
struct letter_effect reschedule_letter(const struct inquiry *in);
/* A time that is named in a letter that answers nothing about a meeting; false:
 * it names none, or it is not certain which meeting is meant. */
bool finding_letter(const struct inquiry *in, struct letter_effect *effect);
/* One of the asks of a proposal or poll expires unanswered. */
void proposal_expired(
	const struct program *program, struct facts *facts, struct ask *ask);
void poll_expired(
	const struct program *program, struct facts *facts, struct ask *ask);
/* Numbered times for the match's next session, or for the one to be moved;
 * false and *why when none can be offered. */
bool poll_open(const struct program *program, struct facts *facts,
	struct match *match, struct session *moves, const char **why);
/* The session was moved or cancelled: nothing about it is open any more. */
void proposal_moot(struct facts *facts, const struct session *session);
/* The match is over, or meets no more for now; likewise. */
void finding_ends(
	struct facts *facts, const struct match *match, const char *why);
/* One of a group cannot be asked any more, the others go on. */
void finding_without(const struct program *program, struct facts *facts,
	const struct match *match, int64_t participant);

/* ---- theirs.c: meetings that participants organize ---------------------------------- */

/* A REQUEST or CANCEL of a participant's own meeting. */
struct letter_effect theirs_letter(const struct inquiry *in);

/* ---- session.c -------------------------------------------------------------- */

/* Plan and invite to the match's next session, if it is time for one; NULL
 * and *why (our words) otherwise. */
struct session *session_plan(const struct program *program, struct facts *facts,
	struct match *match, const char **why);
/* ... so long after `before`, which was left out. */
struct session *session_plan_after(const struct program *program,
	struct facts *facts, struct match *match, const struct session *before,
	const char **why);
/* ... at a time that all of them agreed on; NULL when it may not be. */
struct session *session_plan_at(const struct program *program,
	struct facts *facts, struct match *match, int64_t starts_at);
/* The newest of the match that was not cancelled; NULL. count: how many such
 * there are; NULL. */
const struct session *session_last(
	const struct facts *facts, const struct match *match, int *count);
/* The due item that plans the one after it. */
void session_plan_next(struct facts *facts, const struct session *session);

/* ---- calendar.c: what calendars are told ----------------------------------------- */

enum telling {
	TELLING_ASK,    /* an answer is wanted: the SEQUENCE is a new one */
	TELLING_CHANGE, /* the SEQUENCE is the same, the answers stand */
	TELLING_CANCEL,
};
/* The object as it stands, to everybody in it. */
void session_tell(struct facts *facts, const struct session *session,
	enum telling telling, const struct fields *fields);
/* ... to one of them. */
void session_tell_one(struct facts *facts, const struct session *session,
	enum telling telling, int64_t participant, const struct fields *fields);
/* A session of an event, and somebody's own meeting, are in no object of ours. */
bool session_was_told(const struct session *session);
/* Mail the calendar object to everybody invited. */
void session_invite(struct facts *facts, struct session *session);
/* What was to be sent about it lost its sense. */
void session_forget_unsent(struct facts *facts, const struct session *session);
/* Withdraw one to come: sequence up, everybody's calendar is told. */
void session_cancel(
	struct facts *facts, struct session *session, const char *why);
/* ... with fields of the mail. */
void session_withdraw(struct facts *facts, struct session *session,
	const char *why, const struct fields *fields);
/* All of the match to come that start before `until` (0: all). */
void session_cancel_all(struct facts *facts, const struct match *match,
	int64_t until, const char *why);
/* Take one person out: only their calendar forgets it; take one in. Everybody
 * else gets the newer object. */
void session_drop_attendee(
	struct facts *facts, struct session *session, int64_t participant);
void session_add_attendee(
	struct facts *facts, struct session *session, int64_t participant);
/* ... without a word to anybody; false when they were not in it. */
void session_add_person(
	struct facts *facts, struct session *session, int64_t participant);
bool session_remove_person(struct session *session, int64_t participant);
/* ... from, and to, all of the match to come, those that start before `until`
 * (0: all). */
void session_drop_all(struct facts *facts, const struct match *match,
	int64_t until, int64_t participant);
void session_add_all(
	struct facts *facts, const struct match *match, int64_t participant);
/* The one session of a match of an event, at the hour of its round; no
 * calendar hears of it. NULL when fewer than two can come. */
struct session *session_of_event(const struct program *program,
	struct facts *facts, const struct match *match);
void session_due(
	const struct program *program, struct facts *facts, struct due *due);
/* A newer DTSTAMP for its next object: now, and later than the last one. */
void session_stamp(struct facts *facts, struct session *session);

/* ---- the others -------------------------------------------------------------- */

/* matching.c: whoever is free again is matched when the config says so. */
void matching_plan(
	const struct program *program, struct facts *facts, bool first_start);
void matching_joined(const struct program *program, struct facts *facts);
void matching_freed(const struct program *program, struct facts *facts);
void matching_due(
	const struct program *program, struct facts *facts, struct due *due);
/* A coordinator refused a draft: the next one comes in the morning, made from
 * roster and config as they are then. */
void matching_again(const struct program *program, struct facts *facts);
void matching_discard(struct facts *facts, struct run *run, const char *why);

/* naming.c: who is meant by a name that a coordinator typed. */
struct naming;
enum named {
	NAMED_NOBODY,
	NAMED_SEVERAL,
	NAMED_ONE
};
struct meant {
	int64_t participant;
	enum named found;
	const char *perhaps; /* NAMED_SEVERAL: names of some of them */
};
/* Whoever has not left; in pool. */
struct naming *naming_new(struct pool *pool, const struct facts *facts);
struct meant naming_find(const struct naming *naming, const char *typed);
/* Names that look like it; "". It compares with everybody's, letter by letter. */
const char *naming_near(const struct naming *naming, const char *typed);
/* Small letters without accents, blanks single. */
char *naming_fold(struct pool *pool, const char *text);
/* Somebody's name starts with that word, folded. */
bool naming_is_first(const struct naming *naming, const char *word);

/* saying.c: what a coordinator wrote about pairs. */
enum saying_kind {
	SAYING_APART,
	SAYING_TOGETHER,
	SAYING_EITHER /* what was said before counts no longer */
};
struct saying {
	enum saying_kind kind;
	int64_t one, other; /* one < other */
	const char *line;   /* where it stood; NULL: a command */
};
LIST_OF(saying_list, struct saying);
enum unclear_why {
	UNCLEAR_NOBODY,  /* nobody is called `who` */
	UNCLEAR_SEVERAL, /* several are */
	UNCLEAR_SAME,    /* one person twice */
	UNCLEAR_WORDS,   /* two people, but what of them? */
	UNCLEAR_ROLES,   /* those two can never be together */
	UNCLEAR_LATER,   /* a later line says otherwise */
	UNCLEAR_MANY,    /* too much: nothing is read from there on */
};
struct unclear {
	const char *line;
	enum unclear_why why;
	const char *who, *perhaps; /* never NULL */
};
LIST_OF(unclear_list, struct unclear);
struct sayings {
	struct saying_list followed;
	struct unclear_list unclear;
};
/* At most 40 of each, all in pool; text is what a coordinator wrote. What is
 * too much of it to be read is unclear. */
void sayings_hear(struct pool *pool, const struct words *words,
	const struct facts *facts, const char *text, struct sayings *said);

/* What a coordinator said, for the mail of the draft that follows. */
struct draft_notes {
	struct sayings said;
	const char *coordinator; /* who wrote, and sees what was unclear */
};
/* A new draft in the place of the one that stands, at once; false when none
 * does. Coordinators are asked, whatever matching.publish says. */
bool matching_redraw(const struct program *program, struct facts *facts,
	const struct draft_notes *notes);

/* draft.c: what the mail of a draft says besides the matches. */
struct draft {
	struct run *run;
	struct solve_quality quality;
	const struct draft_notes *notes; /* NULL: a run of its own accord */
	bool again; /* an older one once more: of its quality only what the
		       run keeps is known */
};
/* For the coordinator of that address. */
const struct fields *draft_fields(
	struct facts *facts, const struct draft *draft, const char *email);

/* directive.c: the pairs of the words of that kind that count. */
void directive_pairs(const struct facts *facts, enum directive_kind kind,
	struct former_pair_list *pairs);
/* One of the two wished it: never together again. */
void directive_forbid(struct facts *facts, int64_t a, int64_t b);
/* What was said counts from now on; false, and nothing changed, when it
 * counted before. by: as in a directive. */
bool directive_say(const struct program *program, struct facts *facts,
	const struct saying *saying, const char *by);
/* Those two can never be together, whatever is said. */
bool directive_cannot(const struct program *program, const struct facts *facts,
	const struct saying *saying);
/* The two were introduced to each other: a pin has done its work. */
void directive_spend(struct facts *facts, const struct match *match);
/* round.c: rounds begin and end, one after another or in one event. */
bool round_in_event(const struct program *program);
/* When that round (from 1) begins and ends. */
int64_t round_begins(const struct program *program, int64_t round);
int64_t round_ends(const struct program *program, int64_t round);
/* The round that a run made now is for (1 for a whole event); 0: none, it has
 * been matched. Matches that were published are loaded. */
int64_t round_now(const struct program *program, const struct facts *facts);
void round_plan(
	const struct program *program, struct facts *facts, bool first_start);
bool round_is_due(const struct due *due);
void round_due(
	const struct program *program, struct facts *facts, struct due *due);
/* The pairs of rounds before that one part. */
void round_end(struct facts *facts, int64_t before);
/* False for a match of an event when that person has a later one. */
bool round_is_last_of(const struct program *program, const struct facts *facts,
	const struct match *match, int64_t participant);
/* Everybody of the run's matches gets one mail with all their rounds. */
void round_tell_schedule(struct facts *facts, const struct program *program,
	const struct run *run);

/* member.c: one goes from a match, one comes. The rest of a group goes on as
 * long as there are two; the match of a pair ends, and the other one hears
 * of it. */
enum member_gone {
	GONE_FROM_PROGRAM,
	GONE_FROM_GROUP /* they stay in the program */
};
void member_goes(const struct program *program, struct facts *facts,
	struct match *match, const struct participant *who,
	enum member_gone gone, const char *reason);
/* Others who can meet when that person cannot. */
size_t member_others(const struct facts *facts, const struct match *match,
	int64_t participant);
/* The draft's people come into the active match it joins; false when that is
 * over, or has no place for them. */
bool member_joins(const struct program *program, struct facts *facts,
	struct match *draft);
/* Of a group that lost its leader, or whose leader cannot be reached. */
void member_lead_alert(const struct program *program, struct facts *facts,
	const struct match *match, const char *why);

/* waiting.c: people without a match. Everybody's matches, with those that
 * were ever published, are loaded. */
struct waiting {
	struct participant_list free; /* to be placed */
	struct unmatched_list barred; /* not now, with why in our words */
	/* Mentors and groups: what stands and may get more, and its people
	 * who are not free. */
	struct standing_match_list standing;
	struct participant_list standing_people;
	size_t alone;       /* of the free: in no match at all */
	size_t seek, offer; /* mentors: who may get one; who has room */
};
struct waiting waiting_people(
	const struct program *program, const struct facts *facts);
/* Is there anybody to make a run for; could it match anybody? */
bool waiting_need(const struct program *program, const struct waiting *waiting);
bool waiting_can_match(
	const struct program *program, const struct waiting *waiting);
/* Everybody who was ever introduced to each other; and among them those who
 * are never put together again, since the match ended by wish or in silence. */
void waiting_pairs(struct pool *pool, struct former_pair_list *pairs,
	const struct member_list *members);
struct former_pair_list waiting_history(const struct facts *facts);
struct former_pair_list waiting_parted(const struct facts *facts);
/* For those who were passed over or became free before; in rounds for those who
 * rested or were one of three. */
struct waiting_credit_list waiting_credits(const struct program *program,
	const struct facts *facts, const struct participant_list *free);

/* input.c: all that the solver is told. */
struct solve_input input_of(const struct program *program,
	const struct facts *facts, const struct waiting *waiting);

/* ending.c: a match is over: sessions withdrawn, mails cancelled. Tells the
 * members nothing else. */
#define ENDED_SILENT "no sign of life"
#define ENDED_ASKED  "an answer asked for it"
#define ENDED_ROUND  "the round is over"
void ending_match(struct facts *facts, struct match *match, const char *reason);
/* ... and the closing words to the members. */
void ending_farewell(struct facts *facts, const struct match *match, bool over);
void ending_program(
	const struct program *program, struct facts *facts, struct due *due);
bool ending_over(const struct program *program, const struct facts *facts);

/* leave.c: they are out: match, sessions, asks and partners follow. */
void leave_now(const struct program *program, struct facts *facts,
	struct participant *participant, const char *why);

/* pause.c: until 0 is without end; slot makes the mails unique. */
void pause_now(const struct program *program, struct facts *facts,
	struct participant *participant, int64_t until, int64_t slot,
	bool tell_them);
void pause_resume(const struct program *program, struct facts *facts,
	struct participant *participant, int64_t slot);
/* They take part again: their sessions and matches go on. */
void pause_back(const struct program *program, struct facts *facts,
	const struct participant *participant);
void pause_due(
	const struct program *program, struct facts *facts, struct due *due);

/* silence.c */
void silence_plan(const struct program *program, struct facts *facts,
	const struct match *match);
void silence_due(
	const struct program *program, struct facts *facts, struct due *due);
/* An authentic sign of life; about that match, or 0: about none, or all. */
void silence_heard(const struct program *program, struct facts *facts,
	struct participant *participant, int64_t about);

/* digest.c */
void digest_plan(const struct program *program, struct facts *facts);
void digest_send(const struct program *program, struct facts *facts,
	const struct fields *digest);
void digest_due(const struct program *program, struct facts *facts,
	struct due *due, const struct fields *digest);

/* bounce.c: one more permanent refusal of mail to that person. */
void bounce_count(const struct program *program, struct facts *facts,
	struct participant *participant, int64_t mail, const char *why);

/* ---- letters ------------------------------------------------------------------ */

/* A letter under decision, and who wrote it. */
struct inquiry {
	const struct program *program;
	struct facts *facts;
	const struct letter *letter;
	const struct letter_about *about;
	struct participant *who; /* NULL unknown, or a coordinator */
	bool trusted; /* their address, and a token or a verified sender */
};

struct letter_effect letter_ends(
	enum disposition disposition, const char *reason);
struct letter_effect answer_letter(const struct inquiry *in, struct ask *ask);
/* To an ask that waits no longer. */
struct letter_effect answer_again(const struct inquiry *in, struct ask *ask);
struct letter_effect command_letter(const struct inquiry *in);
/* unsure.c: a command that is not certain. Is it one that is asked about;
 * then the question, and its yes or no. */
bool unsure_is_asked(const struct letter *letter);
struct letter_effect unsure_letter(const struct inquiry *in);
struct letter_effect unsure_confirmed(
	const struct inquiry *in, struct ask *ask);
/* A certain command leaves nothing to ask. */
void unsure_said_again(const struct inquiry *in);
/* A wish that only a person can fulfil: the coordinators hear of it. */
struct letter_effect command_wish(const struct inquiry *in, const char *why);
/* yes, no or approve to one of our own asks. */
struct letter_effect confirm_letter(const struct inquiry *in, struct ask *ask);
/* revise.c: what a reply to a draft says about pairs is followed, and a new
 * draft made; nothing is ever published by such a letter. False when it says
 * nothing about pairs. refused: it says no, too. */
bool revise_letter(const struct inquiry *in, const struct run *run,
	bool refused, struct letter_effect *effect);
/* From a coordinator. */
struct letter_effect coordinator_letter(const struct inquiry *in);
struct letter_effect rsvp_letter(const struct inquiry *in);
/* A plain "yes" or "no" to an invitation. */
struct letter_effect rsvp_plain(const struct inquiry *in);
struct letter_effect bounce_letter(const struct inquiry *in);
struct letter_effect auto_reply_letter(const struct inquiry *in);
struct letter_effect complaint_letter(const struct inquiry *in);
/* The right token from an unknown address: ask at the known one, once. */
struct letter_effect address_letter(const struct inquiry *in);
/* Open the round trip before somebody leaves. */
struct letter_effect leave_letter(const struct inquiry *in);
/* ... and before somebody gets another partner; then the yes. */
struct letter_effect rematch_letter(const struct inquiry *in);
/* Asks whether they want another partner; false when it was answered today. */
bool rematch_ask(const struct inquiry *in, const struct match *match);
/* They part for good: the match of a pair ends, a group goes on. */
void rematch_part(const struct program *program, struct facts *facts,
	struct match *match, const struct participant *who);
struct letter_effect rematch_confirmed(
	const struct inquiry *in, struct ask *ask);
/* Answers that start something. */
void reaction_run(
	const struct inquiry *in, struct ask *ask, const struct answer *answer);

#endif
