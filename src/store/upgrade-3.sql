-- mentord: the third step of the store.
--
-- Calendars that live: sessions that one object repeats, meetings of which a
-- participant is the organizer, other times that are proposed or asked for,
-- and the free and busy hours that somebody publishes. And the lines with which
-- people end their letters.
--
-- A UNIQUE cannot be taken away in place: the table of the sessions is written
-- anew, as that of the people was in the second step.

-- Sessions that one calendar object repeats: its master, as it was told last.
-- Every occurrence is a session as well.
CREATE TABLE series (
	id INTEGER PRIMARY KEY,
	match INTEGER NOT NULL REFERENCES match,
	uid TEXT NOT NULL UNIQUE,	-- iCalendar UID of all of it: never changes
	sequence INTEGER NOT NULL CHECK (sequence >= 0), -- of the whole when it was told last; never falls
	dtstamp INTEGER,		-- likewise; NULL: nothing went out yet
	starts_at INTEGER NOT NULL,	-- the first occurrence
	minutes INTEGER NOT NULL CHECK (minutes > 0),
	weeks INTEGER NOT NULL CHECK (weeks > 0),	-- from one to the next
	count INTEGER NOT NULL CHECK (count > 0),	-- so many; never changes
	zone TEXT NOT NULL,		-- IANA name: on whose clock it repeats
	place TEXT,
	created_at INTEGER,
	ended_at INTEGER		-- withdrawn as a whole; NULL: it stands
) STRICT;
CREATE INDEX series_match ON series (match);

-- A meeting in the calendar: an object of its own, an occurrence of a series,
-- or a meeting that a participant organizes and invited the program to.
CREATE TABLE session_3 (
	id INTEGER PRIMARY KEY,
	match INTEGER NOT NULL REFERENCES match,
	number INTEGER NOT NULL CHECK (number > 0),	-- within the match
	state TEXT NOT NULL CHECK (state IN ('planned', 'held', 'missed', 'cancelled')),
	starts_at INTEGER NOT NULL,
	minutes INTEGER NOT NULL CHECK (minutes > 0),
	uid TEXT NOT NULL,				-- iCalendar UID: never changes; of a series: that of all
	sequence INTEGER NOT NULL CHECK (sequence >= 0), -- iCalendar SEQUENCE: never falls
	dtstamp INTEGER,				-- of the newest object that went out
	created_at INTEGER,
	place TEXT,
	series INTEGER REFERENCES series,		-- of which it is an occurrence; NULL: single
	original_at INTEGER,				-- where its series put it (RECURRENCE-ID, RFC 5545, 3.8.4.4)
	organizer INTEGER REFERENCES participant	-- whose own meeting it is, with a UID of theirs; NULL: ours
) STRICT;
INSERT INTO session_3 (id, match, number, state, starts_at, minutes, uid,
	sequence, dtstamp, created_at, place)
SELECT id, match, number, state, starts_at, minutes, uid,
	sequence, dtstamp, created_at, place
FROM session;
DROP TABLE session;
ALTER TABLE session_3 RENAME TO session;
CREATE INDEX session_match ON session (match);
CREATE INDEX session_series ON session (series) WHERE series IS NOT NULL;
-- One object of ours has one UID, one occurrence of it one RECURRENCE-ID. Of
-- the UIDs of others nothing is promised.
CREATE UNIQUE INDEX session_uid ON session (uid, coalesce(original_at, 0))
	WHERE organizer IS NULL;

-- Another time for a session, put to the others (RFC 5546, 3.2.7, or words).
CREATE TABLE proposal (
	id INTEGER PRIMARY KEY,
	session INTEGER NOT NULL REFERENCES session,
	participant INTEGER REFERENCES participant,	-- who proposes; NULL: a coordinator
	state TEXT NOT NULL CHECK (state IN
		('open', 'agreed', 'refused', 'replaced', 'moot')),
	starts_at INTEGER NOT NULL,
	minutes INTEGER NOT NULL CHECK (minutes > 0),
	round INTEGER NOT NULL CHECK (round >= 0),	-- the how manieth for that session; 0: it could not be, and nobody was asked
	calendar INTEGER NOT NULL CHECK (calendar IN (0, 1)), -- by COUNTER: a no is told to the calendar
	sequence INTEGER NOT NULL,			-- of the object that was answered
	made_at INTEGER NOT NULL,
	over_at INTEGER					-- NULL: it is open
) STRICT;
CREATE INDEX proposal_session ON proposal (session);

-- Numbered times, of which everybody of a match names those that suit.
CREATE TABLE poll (
	id INTEGER PRIMARY KEY,
	match INTEGER NOT NULL REFERENCES match,
	session INTEGER REFERENCES session,		-- that is to be moved; NULL: a new one
	state TEXT NOT NULL CHECK (state IN ('open', 'agreed', 'failed', 'moot')),
	minutes INTEGER NOT NULL CHECK (minutes > 0),
	round INTEGER NOT NULL CHECK (round > 0),	-- of polls about the same session
	opened_at INTEGER NOT NULL,
	closes_at INTEGER,
	over_at INTEGER					-- NULL: it is open
) STRICT;
CREATE INDEX poll_match ON poll (match);

-- Its times, in order. Position 0 is what a mail calls 1.
CREATE TABLE poll_slot (
	poll INTEGER NOT NULL REFERENCES poll ON DELETE CASCADE,
	position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 8),
	starts_at INTEGER NOT NULL,
	PRIMARY KEY (poll, position)
) STRICT, WITHOUT ROWID;

-- Of one of our own forms: the proposal ('@proposal') or the poll ('@times')
-- that it is about. No reference: it leads to either.
ALTER TABLE ask ADD COLUMN about INTEGER;
CREATE INDEX ask_about ON ask (about) WHERE about IS NOT NULL;

-- Where a person publishes when they are busy (https; whoever knows the URL may
-- look: it is as confidential as an address), and when it said what is in busy.
ALTER TABLE participant ADD COLUMN freebusy TEXT;
ALTER TABLE participant ADD COLUMN busy_at INTEGER;
CREATE INDEX participant_freebusy ON participant (id) WHERE freebusy IS NOT NULL;

-- When they are busy, as published: in order, no two overlap. No words, no
-- names of meetings: those are never kept.
CREATE TABLE busy (
	participant INTEGER NOT NULL REFERENCES participant ON DELETE CASCADE,
	from_at INTEGER NOT NULL,
	till_at INTEGER NOT NULL CHECK (till_at > from_at),
	PRIMARY KEY (participant, from_at)
) STRICT, WITHOUT ROWID;

-- The last time that a published calendar was asked for, and how it went.
CREATE TABLE fetch (
	participant INTEGER PRIMARY KEY REFERENCES participant ON DELETE CASCADE,
	url TEXT NOT NULL,		-- where
	tried_at INTEGER NOT NULL,
	failing_since INTEGER,		-- the first of the failures since it last worked; NULL: it worked
	why TEXT			-- of the last failure, in our words
) STRICT;

-- The lines with which a person ended letters, as hashes: what ended two of
-- them is their signature. At most 64 a person, the oldest go.
CREATE TABLE tail (
	participant INTEGER NOT NULL REFERENCES participant ON DELETE CASCADE,
	hash TEXT NOT NULL,		-- hex, see read/tail.h
	seen INTEGER NOT NULL CHECK (seen > 0),	-- in so many letters
	last_at INTEGER NOT NULL,	-- in the newest of them
	PRIMARY KEY (participant, hash)
) STRICT, WITHOUT ROWID;
