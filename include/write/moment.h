/* write/moment -- room write: which fields each moment's template may use.
 *
 * All values are text unless marked: ? is a truth for {{#if}}, * a list for
 * {{#each}} whose fields stand in brackets. {{#if}} also asks whether a text
 * or a list is empty. Inside {{#each}} there are first? and last?. Dates and
 * times are written in the reader's language and zone.
 *
 * every mail
 *	program purpose address		the program's name, purpose, address
 *	name first_name			the reader
 *	mentor? mentee? peer?		the reader's role
 *	coordinator coordinator_email	the first coordinator
 * about a match: introduction invitation cancellation checkin reminder
 * clarify thanks nudge partner-left match-ended partner-paused resumed note
 * confirm-rematch
 *	partners* (name first_name email leads? their_date their_time
 *		their_zone other_zone?)	the others; times are of the session
 *	partner_names			"Ana & Bob"
 *	group?				there is more than one partner
 *	leads?				the reader leads the group, or is the
 *					mentor; mentor? and mentee? are as in
 *					this match
 *	round				its number; "0" when there are none
 *	common* (text)			why they fit, as sentences; what they
 *					may see
 *	writes_first? first_writer	who writes first
 *	goes_on?			the match is active
 *	session?			there is one, and then:
 *	session_number date time till zone minutes place agenda
 *	who				partner-left, partner-paused: which one
 *	until				partner-paused, paused: date or empty
 *	stays? event?			partner-left: they only left the
 *					group; it was a round of an event
 *	others_meet?			partner-paused: without them
 *	as_guest?			introduction: they invite the program to
 *					their own meetings
 *	newcomers* (name email)		introduction: who joins a group that
 *					stands; the reader knows the others
 * invitation, and calendar.md, which is said in the calendar itself
 *	updated?			the time was changed
 *	changed?			something else was: no answer is needed
 *	series_count series_weeks	it stands for a series: so many, every so
 *		weekly? last_date	many weeks; empty when it is one meeting
 *	one_of_series?			this one of a series, the others stay;
 *		original_date original_time	where it stood in the series
 *	shifts* (date time)		series: from then on the reader's clock
 *					shows another hour
 *	agendas* (number text)		series: what each is about
 *	link?				place is something to click
 *	no_proposals?			other times cannot be proposed
 * cancellation
 *	skipped?			this one is left out, the others stay
 *	removed?			it goes on without the reader
 *	series_count			it stands for a series: so many
 *	one_of_series?			this one of a series
 * proposal
 *	who				proposes
 *	new_date new_time new_till	instead of date, time, till
 *	again?				a reminder
 * declined
 *	who				cannot come
 *	back?				can come again
 *	series?				to none of all the meetings
 *	no_proposals?			other times cannot be proposed
 * unmoved: who new_date new_time new_till
 *	refused?			the others cannot
 *	outdated?			it was proposed to an older version
 *	late?				somebody did not answer in time
 *	searched?			a list of times brought none; new_date is
 *					empty when nobody proposed it
 *	off? soon? beyond? taken? alone?	nobody was asked: the program takes
 *					no proposals, there is no time to
 *					answer, it is over by then, somebody
 *					has another meeting, cannot be asked
 * times
 *	moves?				session is to be moved; else a new one
 *	slots* (number date time till)
 *	closes again?
 * guest: of their own meeting, which is the session
 * questions: checkin reminder clarify thanks
 *	form				its name
 *	questions* (number ask yesno? scale? amount? choice? choices? day?
 *		words? times? from till options* (number text) private? optional?)
 *	some_private?			one of the questions is private
 *	all_private?			each of them is
 *	about_leave? about_rematch? about_address? about_draft?	no form of the
 *		program, but one of our own; then there are no questions
 *	about_proposal? about_times?	likewise, and then: what proposal and
 *					times have
 *	about_command?			likewise; clarify: one of
 *		command_pause? command_resume? command_export? command_forget?
 *		command_skip? command_reschedule?	and until, or empty
 *	understood* (number ask answer)	clarify, thanks: as it was read
 *	missed?				thanks: the meeting did not take place
 *	next_date next_time		thanks: of the one to come; empty
 *	unclear* (number ask wrote)	clarify: the reader's own words
 * schedule, of an event with rounds
 *	date zone place
 *	rounds* (number time till rest? partner_names)
 * welcome: starts ends	of the program
 * match-ended: program_over?
 * confirm-address: other_address	where the mail came from
 * draft, to coordinators
 *	matches* (number names score percent strongest? weakest? lead round
 *		new_round? joins people* (name email role heard)
 *		reasons* (text criterion points))
 *		percent: of what all criteria can give; lead: who leads the
 *		group; joins: the match that they come into; the three
 *		strongest reasons, as sentences
 *	unmatched* (name why remedy)	remedy: what would help, or empty
 *	match_count person_count
 *	figures?			there are criteria and matches, and
 *					then: mean worst best, in per cent
 *	histogram* (from till count bar)	matches by tenths
 *	first_share first_three_share	per cent who got the best partner there
 *		is for them, one of the best three; wish_share: what they
 *		ranked first; empty when not known
 *	repeated? repeats		pairs who were together before
 *	proven? bounded? unproven?	of the three one; gap: per cent that
 *		another way could be better at most; loose? more than half;
 *		unproven_why
 *	revised?	it replaces a draft, and then: gone* (names)
 *		come* (names) unchanged? more_changes? score_before score_now
 *		costs? gains? difference left_before left_now
 *	followed* (one other apart? together? either?)	what was just said
 *	standing* (the same)		what was said before, and counts
 *	again?				the same draft once more, because:
 *	unclear* (line who perhaps nobody? several? same? roles? unread?)
 *					lines that were not followed, and why
 * silence, to coordinators
 *	names days nudged		nudged: date, or empty
 *	people* (name email heard)	heard: date, or empty
 * unread, to coordinators; filled in by the decision
 *	who why subject words letter	words: empty when they are private
 * digest, to coordinators; filled in by the report
 *	period				"since 4 January"
 *	has_needs? needs* (what subject why days)
 *	funnel* (label ratio percent bar)
 *	weeks* (label planned held asked answered bar)
 *	has_answers? answers* (question summary)
 *	mail_sent mail_ratio has_doubt? in_doubt
 */
#ifndef MENTORD_WRITE_MOMENT_H
#define MENTORD_WRITE_MOMENT_H

#include "noun/mail.h"

/* A declared field. Items of a list are declared as "partners.name". */
struct moment_field {
	const char *name;
	enum field_kind kind;
	bool own; /* made by mentord from figures, never what a person wrote:
		     may be printed as {{{name}}} */
};

/* The fields of a moment (those common to all moments included), *n of
 * them. */
const struct moment_field *moment_fields(enum moment moment, size_t *n);

/* What name means inside the list at path ("" outside any list; "questions"
 * and "questions.options" inside), looking outward; NULL when the moment has
 * no such field there. */
const struct moment_field *moment_field_find(
	enum moment moment, const char *path, const char *name);

#endif
