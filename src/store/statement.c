/* Every statement of the store.
 *
 * ONE is for what an event costs: it must find its rows by an index, however
 * much is stored; a test asks SQLite's planner about each. WHOLE reads a
 * table from end to end: starting, matching, checking. Parameters are named
 * after the columns they fill. The order of the columns after SELECT is that
 * of the noun's column table.
 */
#include "statement.h"

#define ONE(sql) \
 {               \
  sql, false     \
 }
#define WHOLE(sql) \
 {                 \
  sql, true        \
 }

#define PARTICIPANT                                                     \
 "id, key, name, language, timezone, role, state, joined_at, left_at, " \
 "paused_until, away_until, heard_at, bounced_at, bounces, gone_at, "   \
 "freebusy, busy_at"
#define RUN       "id, state, made_at, published_at, seed, score, proof, bound"
#define UNMATCHED "participant, why, remedy"
#define DIRECTIVE "id, kind, one, other, by, made_at, over_at"
#define MATCH                                               \
 "id, run, state, score, made_at, published_at, ended_at, " \
 "end_reason, nudged_at, told_at, lead, round, joins"
#define REASON                                           \
 "criterion, attribute, text, points, partner_may_see, " \
 "prefer, one, other, amount"
#define SESSION                                                           \
 "id, match, number, state, starts_at, minutes, uid, sequence, dtstamp, " \
 "created_at, place, series, original_at, organizer"
#define SERIES                                                           \
 "id, match, uid, sequence, dtstamp, starts_at, minutes, weeks, count, " \
 "zone, place, created_at, ended_at"
#define PROPOSAL                                                          \
 "id, session, participant, state, starts_at, minutes, round, calendar, " \
 "sequence, made_at, over_at"
#define POLL \
 "id, match, session, state, minutes, round, opened_at, closes_at, over_at"
#define ATTENDEE                                        \
 "participant, partstat, answered_at, reply_sequence, " \
 "reply_dtstamp, comment"
#define ASK                                                      \
 "id, participant, coordinator, form, slot, match, session, "    \
 "run, state, opened_at, answered_at, closed_at, clarified_at, " \
 "reminders, note, promised, about"
#define ANSWER "question, number, value, raw, confidence, letter, at, private"
#define DUE    "id, at, kind, what, subject_kind, subject, occurrence, state, why"
#define MAIL                                                           \
 "id, occurrence, moment, participant, recipient, envelope_from, "     \
 "message_id, in_reply_to, subject, match, session, ask, run, state, " \
 "created_at, not_before, expires_at, attempts, first_attempt_at, "    \
 "last_attempt_at, next_at, settled_at, reply"
#define LETTER                                                      \
 "id, mailbox, uidvalidity, uid, sha256, received_at, applied_at, " \
 "filed_at, state, attempts, kind, disposition, reason, participant"

/* The conditions of the partial indexes: they must be spelled alike. */
#define WAITING  "(state IN ('open', 'clarify') OR state = 'unclear')"
#define STANDING "state IN ('draft', 'active')"
#define OPEN     "(state IN ('queued', 'deferred') OR state = 'in doubt')"
#define UNSENT                                                              \
 "(state IN ('queued', 'sending') OR state IN ('deferred', 'in doubt') OR " \
 "state = 'held')"

/* A mail that is on the wire cannot be called back: it is marked, and ends
 * as cancelled if it does not get through. */
#define CANCEL                                                           \
 "UPDATE outbox SET cancel_at = :now, "                                  \
 "state = CASE state WHEN 'sending' THEN state ELSE 'cancelled' END, "   \
 "settled_at = CASE state WHEN 'sending' THEN settled_at ELSE :now END " \
 "WHERE " UNSENT " AND "

const struct statement_text statements[STATEMENT_COUNT] = {
	[SQL_VERSION] = ONE("PRAGMA data_version"),
	[SQL_SAVEPOINT] = ONE("SAVEPOINT event"),
	[SQL_RELEASE] = ONE("RELEASE event"),
	[SQL_NEXT_IDS] =
		ONE("SELECT "
		    "coalesce((SELECT max(id) FROM participant), 0) + 1, "
		    "coalesce((SELECT max(id) FROM match), 0) + 1, "
		    "coalesce((SELECT max(id) FROM run), 0) + 1, "
		    "coalesce((SELECT max(id) FROM session), 0) + 1, "
		    "coalesce((SELECT max(id) FROM ask), 0) + 1, "
		    "coalesce((SELECT max(id) FROM due), 0) + 1, "
		    "coalesce((SELECT max(id) FROM outbox), 0) + 1, "
		    "coalesce((SELECT max(id) FROM directive), 0) + 1, "
		    "coalesce((SELECT max(id) FROM series), 0) + 1, "
		    "coalesce((SELECT max(id) FROM proposal), 0) + 1, "
		    "coalesce((SELECT max(id) FROM poll), 0) + 1"),

	/* ---- meta */
	[SQL_META_GET] = ONE("SELECT value FROM meta WHERE name = :name"),
	[SQL_META_SET] =
		ONE("INSERT INTO meta (name, value) VALUES (:name, :value) "
		    "ON CONFLICT (name) DO UPDATE SET value = excluded.value"),
	[SQL_META_REMOVE] = ONE("DELETE FROM meta WHERE name = :name"),

	/* ---- participant */
	[SQL_PARTICIPANT_ADD] = ONE(
		"INSERT INTO participant (" PARTICIPANT ") VALUES (:id, :key, "
		":name, :language, :timezone, :role, :state, :joined_at, "
		":left_at, :paused_until, :away_until, :heard_at, "
		":bounced_at, :bounces, :gone_at, :freebusy, :busy_at)"),
	[SQL_PARTICIPANT_CHANGE] = ONE(
		"UPDATE participant SET key = :key, name = :name, "
		"language = :language, timezone = :timezone, role = :role, "
		"state = :state, joined_at = :joined_at, left_at = :left_at, "
		"paused_until = :paused_until, away_until = :away_until, "
		"heard_at = :heard_at, bounced_at = :bounced_at, "
		"bounces = :bounces, gone_at = :gone_at, "
		"freebusy = :freebusy, busy_at = :busy_at WHERE id = :id"),
	[SQL_PARTICIPANT_BY_ID] =
		ONE("SELECT " PARTICIPANT " FROM participant WHERE id = :id"),
	[SQL_PARTICIPANT_ALL] =
		WHOLE("SELECT " PARTICIPANT " FROM participant ORDER BY id"),
	[SQL_ADDRESS_OF] = ONE(
		"SELECT address FROM address WHERE participant = :participant "
		"ORDER BY position"),
	[SQL_ADDRESS_CLEAR] =
		ONE("DELETE FROM address WHERE participant = :participant"),
	[SQL_ADDRESS_ADD] =
		ONE("INSERT INTO address (participant, position, address, "
		    "canonical) VALUES (:participant, :position, :address, "
		    ":canonical)"),
	/* who takes part comes before who left, a main address before an
	 * alias, the newer row before the older */
	[SQL_ADDRESS_WHO] =
		ONE("SELECT p.id FROM address a "
		    "JOIN participant p ON p.id = a.participant "
		    "WHERE a.canonical = :canonical "
		    "ORDER BY p.state = 'left', a.position > 0, p.id DESC "
		    "LIMIT 1"),
	[SQL_ATTRIBUTE_OF] =
		ONE("SELECT name, value FROM attribute "
		    "WHERE participant = :participant ORDER BY position"),
	[SQL_ATTRIBUTE_CLEAR] =
		ONE("DELETE FROM attribute WHERE participant = :participant"),
	[SQL_ATTRIBUTE_ADD] = ONE(
		"INSERT INTO attribute (participant, position, name, value) "
		"VALUES (:participant, :position, :name, :value)"),
	[SQL_AVAILABILITY_OF] = ONE(
		"SELECT weekday, from_minute, till_minute FROM availability "
		"WHERE participant = :participant ORDER BY position"),
	[SQL_AVAILABILITY_CLEAR] = ONE(
		"DELETE FROM availability WHERE participant = :participant"),
	[SQL_AVAILABILITY_ADD] = ONE(
		"INSERT INTO availability (participant, position, weekday, "
		"from_minute, till_minute) VALUES (:participant, :position, "
		":weekday, :from_minute, :till_minute)"),

	[SQL_BUSY_OF] =
		ONE("SELECT from_at, till_at FROM busy "
		    "WHERE participant = :participant ORDER BY from_at"),
	[SQL_BUSY_CLEAR] =
		ONE("DELETE FROM busy WHERE participant = :participant"),
	[SQL_BUSY_ADD] =
		ONE("INSERT INTO busy (participant, from_at, till_at) VALUES "
		    "(:participant, :from_at, :till_at)"),
	/* an address that was not tried is older than all that were */
	[SQL_CALENDAR_READY] =
		ONE("SELECT p.id, p.freebusy, p.timezone FROM participant p "
		    "LEFT JOIN fetch f ON f.participant = p.id "
		    "AND f.url = p.freebusy WHERE p.freebusy IS NOT NULL "
		    "AND p.state IN ('enrolled', 'paused') "
		    "AND coalesce(f.tried_at, -1) < :before "
		    "ORDER BY coalesce(f.tried_at, -1), p.id"),
	[SQL_CALENDAR_OF_MATCH] =
		ONE("SELECT p.id, p.freebusy, p.timezone FROM member m "
		    "JOIN participant p ON p.id = m.participant "
		    "LEFT JOIN fetch f ON f.participant = p.id "
		    "AND f.url = p.freebusy WHERE m.match = :match "
		    "AND p.freebusy IS NOT NULL "
		    "AND p.state IN ('enrolled', 'paused') "
		    "AND coalesce(f.tried_at, -1) < :before ORDER BY p.id"),
	[SQL_CALENDAR_TRIED] =
		ONE("INSERT INTO fetch (participant, url, tried_at, "
		    "failing_since, why) SELECT id, freebusy, :now, "
		    "CASE WHEN :why IS NOT NULL THEN :now END, :why "
		    "FROM participant WHERE id = :participant "
		    "AND freebusy = :url ON CONFLICT (participant) DO UPDATE "
		    "SET tried_at = excluded.tried_at, why = excluded.why, "
		    "failing_since = CASE WHEN url = excluded.url "
		    "AND excluded.why IS NOT NULL THEN "
		    "coalesce(failing_since, excluded.failing_since) "
		    "ELSE excluded.failing_since END, url = excluded.url "
		    "RETURNING coalesce(failing_since, 0)"),
	/* what ended two letters; the newest first */
	[SQL_TAIL_OF] = ONE("SELECT hash FROM tail "
			    "WHERE participant = :participant AND seen > 1 "
			    "ORDER BY last_at DESC, hash"),
	[SQL_TAIL_PUT] =
		ONE("INSERT INTO tail (participant, hash, seen, last_at) "
		    "VALUES (:participant, :hash, 1, :now) "
		    "ON CONFLICT (participant, hash) DO UPDATE SET "
		    "seen = seen + 1, last_at = excluded.last_at"),
	/* what was seen once makes room before what was seen often */
	[SQL_TAIL_TRIM] =
		ONE("DELETE FROM tail WHERE participant = :participant "
		    "AND hash NOT IN (SELECT hash FROM tail "
		    "WHERE participant = :participant ORDER BY "
		    "last_at = :now DESC, seen > 1 DESC, last_at DESC, hash "
		    "LIMIT :limit)"),

	/* ---- run, match */
	[SQL_RUN_ADD] =
		ONE("INSERT INTO run (" RUN ") VALUES (:id, :state, :made_at, "
		    ":published_at, :seed, :score, :proof, :bound)"),
	[SQL_RUN_CHANGE] = ONE(
		"UPDATE run SET state = :state, made_at = :made_at, "
		"published_at = :published_at, seed = :seed, score = :score, "
		"proof = :proof, bound = :bound "
		"WHERE id = :id"),
	[SQL_RUN_BY_ID] = ONE("SELECT " RUN " FROM run WHERE id = :id"),
	[SQL_RUN_DRAFTS] = ONE(
		"SELECT " RUN " FROM run WHERE state = 'draft' ORDER BY id"),
	[SQL_UNMATCHED_OF] =
		ONE("SELECT " UNMATCHED " FROM unmatched WHERE run = :run "
		    "ORDER BY position"),
	[SQL_UNMATCHED_CLEAR] = ONE("DELETE FROM unmatched WHERE run = :run"),
	[SQL_UNMATCHED_ADD] =
		ONE("INSERT INTO unmatched (run, position, " UNMATCHED ") "
		    "VALUES (:run, :position, :participant, :why, :remedy)"),
	[SQL_MATCH_ADD] =
		ONE("INSERT INTO match (" MATCH ") VALUES (:id, :run, :state, "
		    ":score, :made_at, :published_at, :ended_at, :end_reason, "
		    ":nudged_at, :told_at, :lead, :round, :joins)"),
	[SQL_MATCH_CHANGE] = ONE(
		"UPDATE match SET run = :run, state = :state, score = :score, "
		"made_at = :made_at, published_at = :published_at, "
		"ended_at = :ended_at, end_reason = :end_reason, "
		"nudged_at = :nudged_at, told_at = :told_at, lead = :lead, "
		"round = :round, joins = :joins WHERE id = :id"),
	[SQL_MATCH_BY_ID] = ONE("SELECT " MATCH " FROM match WHERE id = :id"),
	[SQL_MATCH_OF_PARTICIPANT] = ONE(
		"SELECT " MATCH " FROM match WHERE state = 'active' AND id IN "
		"(SELECT match FROM member WHERE participant = :participant) "
		"ORDER BY id"),
	[SQL_MATCH_OF_RUN] =
		ONE("SELECT " MATCH " FROM match WHERE run = :run ORDER BY id"),
	[SQL_MATCH_STANDING] = WHOLE(
		"SELECT " MATCH " FROM match WHERE " STANDING " ORDER BY id"),
	[SQL_MATCH_PUBLISHED] = WHOLE(
		"SELECT " MATCH " FROM match WHERE published_at IS NOT NULL "
		"ORDER BY id"),
	[SQL_MEMBER_OF] = ONE("SELECT participant, heard_at FROM member "
			      "WHERE match = :match ORDER BY position"),
	[SQL_MEMBER_CLEAR] = ONE("DELETE FROM member WHERE match = :match"),
	[SQL_MEMBER_ADD] = ONE(
		"INSERT INTO member (match, position, participant, heard_at) "
		"VALUES (:match, :position, :participant, :heard_at)"),
	[SQL_REASON_OF] =
		ONE("SELECT " REASON " FROM reason WHERE match = :match "
		    "ORDER BY position"),
	[SQL_REASON_CLEAR] = ONE("DELETE FROM reason WHERE match = :match"),
	[SQL_REASON_ADD] = ONE(
		"INSERT INTO reason (match, position, " REASON ") VALUES "
		"(:match, :position, :criterion, :attribute, :text, :points, "
		":partner_may_see, :prefer, :one, :other, :amount)"),

	/* ---- directive */
	[SQL_DIRECTIVE_ADD] =
		ONE("INSERT INTO directive (" DIRECTIVE ") VALUES (:id, :kind, "
		    ":one, :other, :by, :made_at, :over_at)"),
	[SQL_DIRECTIVE_CHANGE] =
		ONE("UPDATE directive SET over_at = :over_at WHERE id = :id"),
	[SQL_DIRECTIVE_COUNTS] = WHOLE("SELECT " DIRECTIVE " FROM directive "
				       "WHERE over_at IS NULL ORDER BY id"),
	[SQL_DIRECTIVE_OF_PARTICIPANT] =
		ONE("SELECT " DIRECTIVE " FROM directive "
		    "WHERE over_at IS NULL "
		    "AND (one = :participant OR other = :participant)"),

	/* ---- session */
	[SQL_SESSION_ADD] =
		ONE("INSERT INTO session (" SESSION ") VALUES (:id, :match, "
		    ":number, :state, :starts_at, :minutes, :uid, :sequence, "
		    ":dtstamp, :created_at, :place, :series, :original_at, "
		    ":organizer)"),
	[SQL_SESSION_CHANGE] = ONE(
		"UPDATE session SET match = :match, number = :number, "
		"state = :state, starts_at = :starts_at, minutes = :minutes, "
		"uid = :uid, sequence = :sequence, dtstamp = :dtstamp, "
		"created_at = :created_at, place = :place, series = :series, "
		"original_at = :original_at, organizer = :organizer "
		"WHERE id = :id"),
	[SQL_SESSION_BY_ID] =
		ONE("SELECT " SESSION " FROM session WHERE id = :id"),
	[SQL_SESSION_OF_MATCH] =
		ONE("SELECT " SESSION " FROM session WHERE match = :match "
		    "ORDER BY id"),
	[SQL_SESSION_OF_PARTICIPANT] =
		ONE("SELECT " SESSION " FROM session WHERE match IN "
		    "(SELECT match FROM member WHERE participant = "
		    ":participant) AND state = 'planned' ORDER BY id"),
	[SQL_SESSION_STANDING] =
		WHOLE("SELECT " SESSION " FROM session WHERE match IN "
		      "(SELECT id FROM match WHERE " STANDING ") ORDER BY id"),
	[SQL_SESSION_ALL] =
		WHOLE("SELECT " SESSION " FROM session ORDER BY id"),
	[SQL_ATTENDEE_OF] = ONE(
		"SELECT " ATTENDEE " FROM attendee WHERE session = :session "
		"ORDER BY position"),
	[SQL_ATTENDEE_CLEAR] =
		ONE("DELETE FROM attendee WHERE session = :session"),
	[SQL_ATTENDEE_ADD] = ONE(
		"INSERT INTO attendee (session, position, " ATTENDEE ") VALUES "
		"(:session, :position, :participant, :partstat, :answered_at, "
		":reply_sequence, :reply_dtstamp, :comment)"),

	/* ---- series, proposal, poll */
	[SQL_SERIES_ADD] = ONE(
		"INSERT INTO series (" SERIES ") VALUES (:id, :match, :uid, "
		":sequence, :dtstamp, :starts_at, :minutes, :weeks, :count, "
		":zone, :place, :created_at, :ended_at)"),
	[SQL_SERIES_CHANGE] =
		ONE("UPDATE series SET match = :match, uid = :uid, "
		    "sequence = :sequence, dtstamp = :dtstamp, "
		    "starts_at = :starts_at, minutes = :minutes, "
		    "weeks = :weeks, count = :count, zone = :zone, "
		    "place = :place, created_at = :created_at, "
		    "ended_at = :ended_at WHERE id = :id"),
	[SQL_SERIES_BY_ID] =
		ONE("SELECT " SERIES " FROM series WHERE id = :id"),
	[SQL_PROPOSAL_ADD] = ONE(
		"INSERT INTO proposal (" PROPOSAL ") VALUES (:id, :session, "
		":participant, :state, :starts_at, :minutes, :round, "
		":calendar, :sequence, :made_at, :over_at)"),
	[SQL_PROPOSAL_CHANGE] = ONE(
		"UPDATE proposal SET session = :session, "
		"participant = :participant, state = :state, "
		"starts_at = :starts_at, minutes = :minutes, round = :round, "
		"calendar = :calendar, sequence = :sequence, "
		"made_at = :made_at, over_at = :over_at WHERE id = :id"),
	[SQL_PROPOSAL_OF_SESSION] = ONE(
		"SELECT " PROPOSAL " FROM proposal WHERE session = :session "
		"ORDER BY id"),
	[SQL_POLL_ADD] = ONE(
		"INSERT INTO poll (" POLL ") VALUES (:id, :match, :session, "
		":state, :minutes, :round, :opened_at, :closes_at, :over_at)"),
	[SQL_POLL_CHANGE] =
		ONE("UPDATE poll SET match = :match, session = :session, "
		    "state = :state, minutes = :minutes, round = :round, "
		    "opened_at = :opened_at, closes_at = :closes_at, "
		    "over_at = :over_at WHERE id = :id"),
	[SQL_POLL_OF_MATCH] = ONE(
		"SELECT " POLL " FROM poll WHERE match = :match ORDER BY id"),
	[SQL_POLL_STANDING] =
		WHOLE("SELECT " POLL " FROM poll WHERE match IN "
		      "(SELECT id FROM match WHERE " STANDING ") ORDER BY id"),
	[SQL_SLOT_OF] = ONE("SELECT starts_at FROM poll_slot "
			    "WHERE poll = :poll ORDER BY position"),
	[SQL_SLOT_CLEAR] = ONE("DELETE FROM poll_slot WHERE poll = :poll"),
	[SQL_SLOT_ADD] =
		ONE("INSERT INTO poll_slot (poll, position, starts_at) "
		    "VALUES (:poll, :position, :starts_at)"),

	/* ---- ask */
	[SQL_ASK_ADD] = ONE(
		"INSERT INTO ask (" ASK ") VALUES (:id, :participant, "
		":coordinator, :form, :slot, :match, :session, :run, :state, "
		":opened_at, :answered_at, :closed_at, :clarified_at, "
		":reminders, :note, :promised, :about)"),
	[SQL_ASK_CHANGE] =
		ONE("UPDATE ask SET participant = :participant, "
		    "coordinator = :coordinator, form = :form, slot = :slot, "
		    "match = :match, session = :session, run = :run, "
		    "state = :state, opened_at = :opened_at, "
		    "answered_at = :answered_at, closed_at = :closed_at, "
		    "clarified_at = :clarified_at, reminders = :reminders, "
		    "note = :note, promised = :promised, about = :about "
		    "WHERE id = :id"),
	[SQL_ASK_BY_ID] = ONE("SELECT " ASK " FROM ask WHERE id = :id"),
	[SQL_ASK_OF_PARTICIPANT] =
		ONE("SELECT " ASK " FROM ask WHERE participant = :participant "
		    "AND " WAITING " ORDER BY id"),
	[SQL_ASK_OF_MATCH] = ONE("SELECT " ASK " FROM ask WHERE match = :match "
				 "AND " WAITING " ORDER BY id"),
	[SQL_ASK_WAITING] =
		WHOLE("SELECT " ASK " FROM ask WHERE " WAITING " ORDER BY id"),
	[SQL_ASK_OF_POLL] = ONE("SELECT " ASK " FROM ask WHERE about = :poll "
				"AND form = '@times' ORDER BY id"),
	[SQL_DEEDS] = WHOLE(
		"SELECT participant, sum(held), sum(missed), sum(answered), "
		"sum(unanswered) FROM (SELECT a.participant AS participant, "
		"s.state = 'held' AS held, s.state = 'missed' AS missed, "
		"0 AS answered, 0 AS unanswered FROM attendee a "
		"JOIN session s ON s.id = a.session "
		"WHERE s.state IN ('held', 'missed') "
		"UNION ALL SELECT participant, 0, 0, state = 'answered', "
		"state = 'closed' FROM ask WHERE participant IS NOT NULL "
		"AND substr(form, 1, 1) <> '@' "
		"AND state IN ('answered', 'closed')) GROUP BY participant"),
	[SQL_ANSWER_OF] = ONE("SELECT " ANSWER " FROM answer WHERE ask = :ask "
			      "ORDER BY number, question"),
	[SQL_ANSWER_PUT] = ONE(
		"INSERT INTO answer (ask, " ANSWER ") VALUES (:ask, "
		":question, :number, :value, :raw, :confidence, :letter, :at, "
		":private) "
		"ON CONFLICT (ask, question) DO UPDATE SET "
		"number = excluded.number, value = excluded.value, "
		"raw = excluded.raw, confidence = excluded.confidence, "
		"letter = excluded.letter, at = excluded.at, "
		"private = excluded.private"),
	[SQL_GIVEN_ADD] =
		ONE("INSERT INTO given (ask, question, value, private) "
		    "SELECT :ask, :question, :value, :private WHERE NOT EXISTS "
		    "(SELECT 1 FROM given WHERE value = :value AND id = "
		    "(SELECT max(id) FROM given WHERE ask = :ask "
		    "AND question = :question))"),

	/* ---- due */
	[SQL_DUE_ADD] =
		ONE("INSERT INTO due (" DUE ") VALUES (:id, :at, :kind, :what, "
		    ":subject_kind, :subject, :occurrence, :state, :why) "
		    "ON CONFLICT (occurrence) DO UPDATE SET at = excluded.at "
		    "WHERE kind = 'end' AND state = 'waiting' "
		    "AND at <> excluded.at"),
	[SQL_DUE_CHANGE] =
		ONE("UPDATE due SET at = :at, state = :state, why = :why "
		    "WHERE id = :id"),
	[SQL_DUE_READY] = ONE("SELECT " DUE " FROM due WHERE state = 'waiting' "
			      "AND at <= :now ORDER BY at, id LIMIT :limit"),
	[SQL_DUE_NEXT] = ONE(
		"SELECT min(at) FROM ("
		"SELECT min(at) AS at FROM due WHERE state = 'waiting' "
		"UNION ALL SELECT min(next_at) FROM outbox WHERE " OPEN ") x"),
	[SQL_DUE_FORGET] = WHOLE("DELETE FROM due WHERE state = 'waiting' "
				 "AND kind = 'step' AND at > :now"),

	/* ---- mail */
	[SQL_MAIL_ADD] = ONE(
		"INSERT INTO outbox (" MAIL ", lane) VALUES (:id, :occurrence, "
		":moment, :participant, :recipient, :envelope_from, "
		":message_id, :in_reply_to, :subject, :match, :session, :ask, "
		":run, :state, :created_at, :not_before, :expires_at, "
		":attempts, :first_attempt_at, :last_attempt_at, "
		"CASE WHEN :next_at > :not_before THEN :next_at "
		"ELSE :not_before END, :settled_at, :reply, :lane) "
		"ON CONFLICT (occurrence) DO NOTHING"),
	[SQL_MAIL_ADD_BYTES] = ONE(
		"INSERT INTO outbox_bytes (mail, bytes) VALUES (:mail, :bytes)"),
	[SQL_MAIL_BYTES] =
		ONE("SELECT bytes FROM outbox_bytes WHERE mail = :mail"),
	[SQL_MAIL_BY_ID] = ONE("SELECT " MAIL " FROM outbox WHERE id = :id"),
	[SQL_MAIL_READY] = ONE(
		"SELECT " MAIL " FROM outbox WHERE " OPEN " AND lane = :lane "
		"AND not_before <= :now AND next_at <= :now "
		"ORDER BY not_before, id LIMIT :limit"),
	[SQL_MAIL_SENDING] = ONE(
		"UPDATE outbox SET state = 'sending', attempts = :attempts, "
		"first_attempt_at = :first_attempt_at, "
		"last_attempt_at = :last_attempt_at WHERE id = :id"),
	[SQL_MAIL_EXPIRE] =
		ONE("UPDATE outbox SET state = 'expired', settled_at = :now, "
		    "reply = CASE state WHEN 'in doubt' "
		    "THEN 'it may have arrived all the same' ELSE reply END "
		    "WHERE " OPEN " AND expires_at <= :now"),
	[SQL_MAIL_DOUBT] = ONE(
		"UPDATE outbox SET next_at = :next_at, state = CASE "
		"WHEN cancel_at IS NULL THEN 'in doubt' ELSE 'cancelled' END, "
		"settled_at = cancel_at WHERE state = 'sending'"),
	[SQL_MAIL_SETTLE] = ONE(
		"UPDATE outbox SET reply = :reply, attempts = :attempts, "
		"next_at = coalesce(:next_at, not_before), "
		"state = CASE WHEN cancel_at IS NOT NULL AND :state IN "
		"('queued', 'deferred', 'in doubt', 'held') "
		"THEN 'cancelled' ELSE :state END, "
		"settled_at = CASE WHEN cancel_at IS NOT NULL "
		"THEN coalesce(:settled_at, cancel_at) ELSE :settled_at END "
		"WHERE id = :id"),
	[SQL_MAIL_CANCEL_ALL] =
		WHOLE(CANCEL "participant IS NOT NULL AND moment NOT IN "
			     "('left', 'match-ended', 'cancellation')"),
	[SQL_MAIL_CANCEL_PARTICIPANT] =
		ONE(CANCEL "participant = :subject AND moment NOT IN "
			   "('left', 'match-ended', 'cancellation')"),
	[SQL_MAIL_CANCEL_MATCH] = ONE(CANCEL
		"match = :subject AND participant IS NOT NULL AND moment "
		"NOT IN ('left', 'partner-left', 'match-ended', "
		"'cancellation', 'thanks', 'help')"),
	[SQL_MAIL_CANCEL_SESSION] = ONE(CANCEL
		"session = :subject AND participant IS NOT NULL AND moment "
		"NOT IN ('left', 'partner-left', 'match-ended', "
		"'cancellation', 'thanks', 'help')"),
	/* what asks loses its sense, what says thank you does not */
	[SQL_MAIL_CANCEL_ASK] = ONE(
		CANCEL "ask = :subject AND moment IN ('checkin', 'reminder', "
		       "'clarify', 'confirm-leave', 'confirm-rematch', "
		       "'confirm-address', 'draft')"),
	[SQL_MAIL_OF_ASK] = ONE("SELECT " MAIL " FROM outbox WHERE ask = :ask "
				"AND attempts > 0 ORDER BY id DESC LIMIT 32"),
	[SQL_MAIL_SINCE] =
		ONE("SELECT count(*) FROM outbox WHERE recipient = :recipient "
		    "AND last_attempt_at >= :since "
		    "AND (state IN ('sending', 'sent') OR state = 'in doubt')"),
	[SQL_MAIL_WAITING] = WHOLE("SELECT " MAIL " FROM outbox WHERE state IN "
				   "('queued', 'deferred', 'in doubt', 'held') "
				   "ORDER BY id LIMIT :limit"),
	[SQL_MAIL_SKIP] =
		WHOLE("UPDATE outbox SET state = 'expired', settled_at = :now "
		      "WHERE state IN "
		      "('queued', 'deferred', 'in doubt', 'held')"),

	/* ---- letter */
	[SQL_LETTER_ADD] =
		ONE("INSERT INTO inbox (id, mailbox, uidvalidity, uid, sha256, "
		    "received_at, state, attempts) VALUES "
		    "((SELECT coalesce(max(id), 0) + 1 FROM inbox), :mailbox, "
		    ":uidvalidity, :uid, :sha256, :received_at, 'stored', 0) "
		    "ON CONFLICT (mailbox, uidvalidity, uid) DO NOTHING"),
	[SQL_LETTER_ADD_BYTES] = ONE(
		"INSERT INTO inbox_bytes (letter, raw) VALUES (:letter, :raw)"),
	[SQL_LETTER_BYTES] =
		ONE("SELECT raw FROM inbox_bytes WHERE letter = :letter"),
	[SQL_LETTER_FIND] =
		ONE("SELECT id FROM inbox WHERE mailbox = :mailbox "
		    "AND uidvalidity = :uidvalidity AND uid = :uid"),
	[SQL_LETTER_BY_ID] = ONE("SELECT " LETTER " FROM inbox WHERE id = :id"),
	[SQL_LETTER_STORED] =
		ONE("SELECT " LETTER " FROM inbox WHERE state = 'stored' "
		    "AND id > :after ORDER BY id LIMIT :limit"),
	[SQL_LETTER_SAME] =
		ONE("SELECT min(id) FROM inbox WHERE sha256 = :sha256 "
		    "AND state = 'applied' AND id <> :id"),
	[SQL_LETTER_FORGET] =
		WHOLE("DELETE FROM inbox_bytes WHERE letter IN (SELECT id "
		      "FROM inbox WHERE " BY_NOBODY
		      " AND state = 'applied' AND applied_at < :before)"),
	[SQL_LETTER_ATTEMPT] =
		ONE("UPDATE inbox SET attempts = attempts + 1 WHERE id = :id "
		    "RETURNING attempts"),
	[SQL_LETTER_APPLIED] = ONE(
		"UPDATE inbox SET state = :state, applied_at = :applied_at, "
		"kind = :kind, disposition = :disposition, reason = :reason, "
		"participant = :participant WHERE id = :id"),
	[SQL_LETTER_UNFILED] = ONE(
		"SELECT " LETTER " FROM inbox WHERE state = 'applied' "
		"AND filed_at IS NULL AND id > :after ORDER BY id LIMIT :limit"),
	[SQL_LETTER_FILED] =
		ONE("UPDATE inbox SET filed_at = :now WHERE id = :id"),

	/* ---- outcome */
	[SQL_OUTCOME_LAST] =
		ONE("SELECT id, hash FROM outcome ORDER BY id DESC LIMIT 1"),
	[SQL_OUTCOME_ADD] = ONE(
		"INSERT INTO outcome (id, at, kind, participant, match, "
		"session, ask, mail, letter, detail, hash) VALUES (:id, :at, "
		":kind, :participant, :match, :session, :ask, :mail, :letter, "
		":detail, :hash)"),
	[SQL_OUTCOME_SINCE] =
		ONE("SELECT at, kind, participant, match, session, ask, mail, "
		    "letter, detail, id, hash FROM outcome WHERE id > :since "
		    "ORDER BY id"),
};
