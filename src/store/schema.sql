-- mentord: the store of one program.
--
-- One SQLite file holds everything that a program knows: who takes part, who
-- belongs together, when they meet, what they were asked and answered, every
-- mail that went out or came in, and what happened. Any SQLite can read it:
--
--	sqlite3 -readonly store.sqlite "SELECT * FROM outcome"
--
-- Only mentord writes to it. The file is confidential: it holds addresses and
-- people's own words.
--
-- House rules
--	A moment is an INTEGER, seconds since 1970 UTC; NULL is never.
--	A state is a word, and a CHECK names all of them.
--	A table is STRICT, and a reference to another table is declared.
--	Ids are given by mentord, never by the engine, and never given twice:
--	they stand in the tokens of mails that are out in the world.
--	An index over some states names them in pairs: for a longer list SQLite
--	fills a small table with it at every change of a row.
--	Nothing here is SQLite's alone but STRICT, WITHOUT ROWID, the two
--	triggers and the word INTEGER, which PostgreSQL spells BIGINT.
--
-- The file's application_id is 1835363956 ("ment"); its user_version counts
-- the migrations behind it, of which this file is the first.

-- Small named values: "program" (the id in program.conf; a store of another
-- program is refused), "token_key" (hex; the secret of our reply addresses),
-- "outcome_head" (hash of the newest outcome), "hold", "hold.reason",
-- "last_turn" and what else the keeper remembers.
CREATE TABLE meta (
	name TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- ---- people ---------------------------------------------------------------

-- A person of the program. Rows stay when a person leaves, so that figures and
-- the history of the matching stay true.
CREATE TABLE participant (
	id INTEGER PRIMARY KEY,
	key TEXT NOT NULL UNIQUE,	-- identity in the roster: its id column or the address
	name TEXT NOT NULL,
	language TEXT,			-- "de"; NULL is the program's
	timezone TEXT,			-- IANA name; NULL is the program's
	role TEXT NOT NULL CHECK (role IN ('peer', 'mentor', 'mentee')),
	state TEXT NOT NULL CHECK (state IN ('enrolled', 'paused', 'suspended', 'left')),
	joined_at INTEGER,
	left_at INTEGER,
	paused_until INTEGER,		-- NULL while paused: without end
	away_until INTEGER,		-- an auto-reply said so
	heard_at INTEGER,		-- last authentic mail or calendar answer
	bounced_at INTEGER,		-- last permanent bounce
	bounces INTEGER NOT NULL CHECK (bounces >= 0)	-- permanent ones since last heard
) STRICT;

-- Every address a person may write from. Position 0 is where mail goes.
-- Not unique over people: one who left may have passed it on, and a roster may
-- swap two. `mentord fsck` complains when two who take part share one.
CREATE TABLE address (
	participant INTEGER NOT NULL REFERENCES participant ON DELETE CASCADE,
	position INTEGER NOT NULL CHECK (position >= 0),
	address TEXT NOT NULL,		-- as it was written
	canonical TEXT NOT NULL,	-- in lower case: what is compared
	PRIMARY KEY (participant, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX address_canonical ON address (canonical);

-- The columns of the roster, as they stood there, in their order.
CREATE TABLE attribute (
	participant INTEGER NOT NULL REFERENCES participant ON DELETE CASCADE,
	position INTEGER NOT NULL,
	name TEXT NOT NULL,
	value TEXT,
	PRIMARY KEY (participant, position)
) STRICT, WITHOUT ROWID;

-- Weekly windows of free time, in the person's own zone.
CREATE TABLE availability (
	participant INTEGER NOT NULL REFERENCES participant ON DELETE CASCADE,
	position INTEGER NOT NULL,
	weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),	-- 0 is Monday
	from_minute INTEGER NOT NULL CHECK (from_minute >= 0),		-- after midnight
	till_minute INTEGER NOT NULL CHECK (till_minute > from_minute AND till_minute <= 1440),
	PRIMARY KEY (participant, position)
) STRICT, WITHOUT ROWID;

-- ---- who belongs together -------------------------------------------------

-- One run of the matching. The same people, rules and seed give the same run.
CREATE TABLE run (
	id INTEGER PRIMARY KEY,
	state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'discarded')),
	made_at INTEGER,
	published_at INTEGER,
	seed INTEGER NOT NULL,
	score INTEGER NOT NULL		-- sum over its matches
) STRICT;
CREATE INDEX run_draft ON run (id) WHERE state = 'draft';

-- Whom a run could not place, and the rule that stopped it.
CREATE TABLE unmatched (
	run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
	position INTEGER NOT NULL,
	participant INTEGER NOT NULL REFERENCES participant ON DELETE CASCADE,
	why TEXT,
	PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX unmatched_participant ON unmatched (participant, run);

-- Two or more people who belong together.
CREATE TABLE match (
	id INTEGER PRIMARY KEY,
	run INTEGER REFERENCES run,
	state TEXT NOT NULL CHECK (state IN ('draft', 'active', 'ended', 'discarded')),
	score INTEGER NOT NULL,
	made_at INTEGER,
	published_at INTEGER,		-- when the members were told; NULL: never
	ended_at INTEGER,
	end_reason TEXT,
	nudged_at INTEGER,		-- silence: the last nudge
	told_at INTEGER			-- silence: the coordinator was told
) STRICT;
CREATE INDEX match_run ON match (run);
CREATE INDEX match_active ON match (id) WHERE state = 'active';
CREATE INDEX match_standing ON match (id) WHERE state IN ('draft', 'active');

-- Its members. Position 0 is asked to write first.
CREATE TABLE member (
	match INTEGER NOT NULL REFERENCES match ON DELETE CASCADE,
	position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 15),
	participant INTEGER NOT NULL REFERENCES participant,
	PRIMARY KEY (match, position),
	UNIQUE (match, participant)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_participant ON member (participant);

-- Why they fit: the parts of the score. Sentences are made of them in the
-- language of who reads them.
CREATE TABLE reason (
	match INTEGER NOT NULL REFERENCES match ON DELETE CASCADE,
	position INTEGER NOT NULL,
	criterion TEXT,			-- its name in program.conf
	attribute TEXT,			-- what it speaks of
	text TEXT,			-- the values: 'running, jazz', '2 / 16'
	points INTEGER NOT NULL,
	partner_may_see INTEGER NOT NULL CHECK (partner_may_see IN (0, 1)),
	prefer TEXT,			-- 'shared', 'complement', ... as there
	one INTEGER,			-- whom it is about: who can help
	other INTEGER,			-- whom; NULL: all members
	amount INTEGER,			-- 'overlap': minutes a week
	PRIMARY KEY (match, position)
) STRICT, WITHOUT ROWID;

-- ---- meetings -------------------------------------------------------------

-- A meeting in the calendar.
CREATE TABLE session (
	id INTEGER PRIMARY KEY,
	match INTEGER NOT NULL REFERENCES match,
	number INTEGER NOT NULL CHECK (number > 0),	-- within the match
	state TEXT NOT NULL CHECK (state IN ('planned', 'held', 'missed', 'cancelled')),
	starts_at INTEGER NOT NULL,
	minutes INTEGER NOT NULL CHECK (minutes > 0),
	uid TEXT NOT NULL UNIQUE,			-- iCalendar UID: never changes
	sequence INTEGER NOT NULL CHECK (sequence >= 0), -- iCalendar SEQUENCE: never falls
	dtstamp INTEGER,				-- of the newest object that went out
	created_at INTEGER,
	place TEXT
) STRICT;
CREATE INDEX session_match ON session (match);

-- Who is invited, and the newest answer of their calendar. reply_sequence and
-- reply_dtstamp tell a late answer from a new one (RFC 5546, 2.1.5).
CREATE TABLE attendee (
	session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
	position INTEGER NOT NULL,
	participant INTEGER NOT NULL REFERENCES participant,
	partstat TEXT NOT NULL CHECK (partstat IN
		('NEEDS-ACTION', 'ACCEPTED', 'TENTATIVE', 'DECLINED')),
	answered_at INTEGER,
	reply_sequence INTEGER NOT NULL,	-- -1: no answer yet
	reply_dtstamp INTEGER,
	comment TEXT,				-- the person's own words
	PRIMARY KEY (session, position)
) STRICT, WITHOUT ROWID;

-- ---- asking ---------------------------------------------------------------

-- One form sent to one person; to a coordinator when participant is NULL.
CREATE TABLE ask (
	id INTEGER PRIMARY KEY,
	participant INTEGER REFERENCES participant,
	coordinator TEXT,			-- that coordinator's address
	form TEXT NOT NULL,			-- in program.conf; "@..." are our own
	slot TEXT,				-- which occurrence: "session-3"
	match INTEGER REFERENCES match,		-- what it is about
	session INTEGER REFERENCES session,
	run INTEGER REFERENCES run,
	state TEXT NOT NULL CHECK (state IN
		('open', 'clarify', 'answered', 'unclear', 'closed')),
	opened_at INTEGER,
	answered_at INTEGER,
	closed_at INTEGER,
	clarified_at INTEGER,			-- the clarifying question went out
	reminders INTEGER NOT NULL CHECK (reminders >= 0),
	note TEXT
) STRICT;
CREATE INDEX ask_waiting ON ask (id)
	WHERE state IN ('open', 'clarify') OR state = 'unclear';
CREATE INDEX ask_participant ON ask (participant)
	WHERE state IN ('open', 'clarify') OR state = 'unclear';
CREATE INDEX ask_match ON ask (match)
	WHERE state IN ('open', 'clarify') OR state = 'unclear';

-- One answer: what the person wrote, and what the form makes of it.
CREATE TABLE answer (
	ask INTEGER NOT NULL REFERENCES ask ON DELETE CASCADE,
	question TEXT NOT NULL,			-- its id in the form
	number INTEGER NOT NULL,		-- as numbered in the mail
	value TEXT,				-- typed; NULL: it did not fit
	raw TEXT,				-- the person's own words
	confidence TEXT NOT NULL CHECK (confidence IN ('sure', 'likely', 'unsure')),
	letter INTEGER REFERENCES inbox,	-- where it stood
	at INTEGER,
	PRIMARY KEY (ask, question)
) STRICT, WITHOUT ROWID;

-- ---- what is to happen ----------------------------------------------------

-- A step of the timeline for one subject, stored by time: a turn costs what is
-- due, not what exists. An occurrence is planned once, however often.
CREATE TABLE due (
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('step', 'matching', 'remind', 'expire',
		'silence', 'resume', 'plan', 'digest', 'end')),
	what TEXT,				-- the step's name
	subject_kind TEXT NOT NULL CHECK (subject_kind IN
		('program', 'participant', 'match', 'session', 'ask')),
	subject INTEGER NOT NULL,		-- an id of that kind; 0: the program
	occurrence TEXT NOT NULL UNIQUE,
	state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'dropped')),
	why TEXT				-- dropped: the reason
) STRICT;
CREATE INDEX due_waiting ON due (at, id) WHERE state = 'waiting';

-- ---- mail out -------------------------------------------------------------

-- Every mail of ours, from the decision to its fate:
--
--	queued -> sending -> sent | deferred -> sending ...
--	                   | refused (the recipient) | channel (ourselves)
--	                   | in doubt -> sending ...
--	held, expired and cancelled are never sent.
--
-- `sending` is committed before the first byte leaves: whoever finds it after
-- a crash knows that the mail may have arrived.
CREATE TABLE outbox (
	id INTEGER PRIMARY KEY,
	occurrence TEXT NOT NULL UNIQUE,	-- planning the same twice sends once
	moment TEXT NOT NULL,			-- its template
	participant INTEGER REFERENCES participant, -- NULL: a coordinator
	recipient TEXT NOT NULL,
	envelope_from TEXT NOT NULL,		-- "" is the null sender
	message_id TEXT NOT NULL UNIQUE,	-- without <>
	in_reply_to TEXT,
	subject TEXT,
	match INTEGER REFERENCES match,		-- what it is about
	session INTEGER REFERENCES session,
	ask INTEGER REFERENCES ask,
	run INTEGER REFERENCES run,
	state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'deferred',
		'refused', 'channel', 'in doubt', 'held', 'expired', 'cancelled')),
	created_at INTEGER,
	not_before INTEGER NOT NULL,
	expires_at INTEGER,			-- useless from then on; NULL: never
	attempts INTEGER NOT NULL CHECK (attempts >= 0),
	first_attempt_at INTEGER,
	last_attempt_at INTEGER,
	next_at INTEGER NOT NULL,		-- the next attempt, while it is open
	settled_at INTEGER,
	reply TEXT,				-- the server's last line
	lane INTEGER NOT NULL CHECK (lane IN (0, 1)), -- 0: coordinators, answers to letters
	cancel_at INTEGER			-- cancelled while it was being sent
) STRICT;
-- Open mails are few, whatever lies behind: each index below holds only them.
CREATE INDEX outbox_lane ON outbox (lane, not_before, id)
	WHERE state IN ('queued', 'deferred') OR state = 'in doubt';
CREATE INDEX outbox_next ON outbox (next_at)
	WHERE state IN ('queued', 'deferred') OR state = 'in doubt';
CREATE INDEX outbox_expires ON outbox (expires_at)
	WHERE state IN ('queued', 'deferred') OR state = 'in doubt';
CREATE INDEX outbox_sending ON outbox (id) WHERE state = 'sending';
CREATE INDEX outbox_participant ON outbox (participant)
	WHERE state IN ('queued', 'sending') OR state IN ('deferred', 'in doubt') OR state = 'held';
CREATE INDEX outbox_match ON outbox (match)
	WHERE state IN ('queued', 'sending') OR state IN ('deferred', 'in doubt') OR state = 'held';
CREATE INDEX outbox_session ON outbox (session) WHERE session IS NOT NULL;
CREATE INDEX outbox_ask ON outbox (ask) WHERE ask IS NOT NULL;
CREATE INDEX outbox_recipient ON outbox (recipient, last_attempt_at)
	WHERE last_attempt_at IS NOT NULL;

-- The final bytes of a mail, apart from its row, so that a change of state
-- does not write them again. Kept: replies are aligned with them.
CREATE TABLE outbox_bytes (
	mail INTEGER PRIMARY KEY REFERENCES outbox ON DELETE CASCADE,
	bytes BLOB NOT NULL
) STRICT;

-- ---- mail in --------------------------------------------------------------

-- Every mail that arrived: stored raw, read, applied in one transaction with
-- its effect, and only then filed away on the server.
CREATE TABLE inbox (
	id INTEGER PRIMARY KEY,
	mailbox TEXT NOT NULL,			-- with uidvalidity and uid: which mail
	uidvalidity INTEGER NOT NULL,		-- on the server (RFC 9051, 2.3.1.1)
	uid INTEGER NOT NULL,
	sha256 TEXT NOT NULL CHECK (length(sha256) = 64), -- of the raw mail, hex
	received_at INTEGER,
	applied_at INTEGER,
	filed_at INTEGER,			-- moved away on the server
	state TEXT NOT NULL CHECK (state IN ('stored', 'applied')),
	attempts INTEGER NOT NULL CHECK (attempts >= 0), -- readers that died of it
	kind TEXT CHECK (kind IN ('reply', 'calendar', 'bounce', 'auto-reply',
		'complaint', 'unreadable')),
	disposition TEXT CHECK (disposition IN ('answer', 'command', 'rsvp', 'bounce',
		'auto-reply', 'complaint', 'clarify', 'coordinator', 'ignored',
		'duplicate', 'stranger', 'forged', 'quarantine')),
	reason TEXT,				-- of the disposition, in our words
	participant INTEGER REFERENCES participant,
	UNIQUE (mailbox, uidvalidity, uid)
) STRICT;
CREATE INDEX inbox_sha256 ON inbox (sha256);
CREATE INDEX inbox_stored ON inbox (id) WHERE state = 'stored';
CREATE INDEX inbox_unfiled ON inbox (id)
	WHERE state = 'applied' AND filed_at IS NULL;

-- The raw mail as it was fetched; apart, as in outbox_bytes. What strangers
-- wrote goes after 30 days.
CREATE TABLE inbox_bytes (
	letter INTEGER PRIMARY KEY REFERENCES inbox ON DELETE CASCADE,
	raw BLOB NOT NULL
) STRICT;

-- ---- what happened --------------------------------------------------------

-- The log of the program: appended to, never changed. Each line's hash is the
-- SHA-256 over the hash before it and the line itself (outcome.c says how it
-- is spelled), so that a change anywhere shows. The ids are no references: a
-- fact of the past outlives what it speaks of. Details are codes and words of
-- ours, never a participant's.
CREATE TABLE outcome (
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	kind TEXT NOT NULL,
	participant INTEGER NOT NULL,		-- 0: none; likewise below
	match INTEGER NOT NULL,
	session INTEGER NOT NULL,
	ask INTEGER NOT NULL,
	mail INTEGER NOT NULL,
	letter INTEGER NOT NULL,
	detail TEXT NOT NULL,
	hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE TRIGGER outcome_stays BEFORE UPDATE ON outcome
BEGIN
	SELECT RAISE(ABORT, 'outcomes are never changed');
END;
CREATE TRIGGER outcome_lasts BEFORE DELETE ON outcome
BEGIN
	SELECT RAISE(ABORT, 'outcomes are never removed');
END;
