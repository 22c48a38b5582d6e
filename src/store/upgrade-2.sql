-- mentord: the second step of the store.
--
-- Matching in every form: who is mentor of some and mentee of others, who leads,
-- in which round, what a late joiner becomes part of; how good a run is known
-- to be; and what a coordinator says about two people.
--
-- A CHECK cannot be changed in place. The table of the people is written anew
-- under another name and takes the place of the old one, with the checking of
-- references off meanwhile (open.c turns it off and checks all of them before
-- it commits).
CREATE TABLE participant_2 (
	id INTEGER PRIMARY KEY,
	key TEXT NOT NULL UNIQUE,	-- identity in the roster: its id column or the address
	name TEXT NOT NULL,
	language TEXT,			-- "de"; NULL is the program's
	timezone TEXT,			-- IANA name; NULL is the program's
	role TEXT NOT NULL CHECK (role IN ('peer', 'mentor', 'mentee', 'both')),
	state TEXT NOT NULL CHECK (state IN ('enrolled', 'paused', 'suspended', 'left')),
	joined_at INTEGER,
	left_at INTEGER,
	paused_until INTEGER,		-- NULL while paused: without end
	away_until INTEGER,		-- an auto-reply said so
	heard_at INTEGER,		-- last authentic mail or calendar answer
	bounced_at INTEGER,		-- last permanent bounce
	bounces INTEGER NOT NULL CHECK (bounces >= 0),	-- permanent ones since last heard
	gone_at INTEGER			-- since then the roster names them no more; left_at: they left by that
) STRICT;
INSERT INTO participant_2 (id, key, name, language, timezone, role, state,
	joined_at, left_at, paused_until, away_until, heard_at, bounced_at, bounces,
	gone_at)
SELECT id, key, name, language, timezone, role, state,
	joined_at, left_at, paused_until, away_until, heard_at, bounced_at, bounces,
	CASE WHEN state = 'left' AND 'no longer in the roster' = (SELECT o.detail
		FROM outcome o WHERE o.participant = participant.id
		AND o.kind = 'left' ORDER BY o.id DESC LIMIT 1) THEN left_at END
FROM participant;
DROP TABLE participant;
ALTER TABLE participant_2 RENAME TO participant;

-- Who is the mentor, or leads the group.
ALTER TABLE match ADD COLUMN lead INTEGER REFERENCES participant;

-- Of several rounds planned at once, which, from 1; 0: none.
ALTER TABLE match ADD COLUMN round INTEGER NOT NULL DEFAULT 0 CHECK (round >= 0);

-- A draft: the active match it is to become part of.
ALTER TABLE match ADD COLUMN joins INTEGER REFERENCES match;

-- When a member last said something that counts for this match.
ALTER TABLE member ADD COLUMN heard_at INTEGER;
UPDATE member SET heard_at = (SELECT p.heard_at FROM participant p
	WHERE p.id = member.participant);

-- What is known of how good the run is, and what score none can exceed. Of the
-- runs before this step nothing is known.
ALTER TABLE run ADD COLUMN proof TEXT NOT NULL DEFAULT 'unproven'
	CHECK (proof IN ('unproven', 'bounded', 'optimal'));
ALTER TABLE run ADD COLUMN bound INTEGER NOT NULL DEFAULT 0;

-- The nearest change that would have placed that person.
ALTER TABLE unmatched ADD COLUMN remedy TEXT;

-- A coordinator's word on two people: together, or never. The newest one on a
-- pair counts. A pin is spent when the two were introduced to each other.
CREATE TABLE directive (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('pin', 'forbid')),
	one INTEGER NOT NULL REFERENCES participant ON DELETE CASCADE,
	other INTEGER NOT NULL REFERENCES participant ON DELETE CASCADE,
	by TEXT,			-- that coordinator's address; 'a wish': of one of the two; NULL: a command
	made_at INTEGER NOT NULL,
	over_at INTEGER,		-- spent, taken back, or a newer word; NULL: it counts
	CHECK (one < other)
) STRICT;
CREATE INDEX directive_one ON directive (one) WHERE over_at IS NULL;
CREATE INDEX directive_other ON directive (other) WHERE over_at IS NULL;

-- What was promised when somebody was asked and answered: once private, always
-- private, whatever the config says later. Nobody knows it of what is older
-- than this step, and that counts as private.
ALTER TABLE ask ADD COLUMN promised TEXT;	-- ids of the questions said to be private; '*': all
UPDATE ask SET promised = '*' WHERE substr(form, 1, 1) <> '@';
ALTER TABLE answer ADD COLUMN private INTEGER NOT NULL DEFAULT 0 CHECK (private IN (0, 1));
UPDATE answer SET private = 1;

-- Every answer that is counted in figures, in the order of their coming, those
-- too that were said otherwise later. A figure about private answers is shown
-- as it was when the last whole group of people was complete, and that must
-- not move when one of them changes their mind.
CREATE TABLE given (
	id INTEGER PRIMARY KEY,
	ask INTEGER NOT NULL REFERENCES ask ON DELETE CASCADE,
	question TEXT NOT NULL,
	value TEXT NOT NULL,		-- yes, no, or a number
	private INTEGER NOT NULL CHECK (private IN (0, 1))
) STRICT;
CREATE INDEX given_ask ON given (ask, question, id);
INSERT INTO given (ask, question, value, private)
SELECT ask, question, value, 1 FROM answer
WHERE value IN ('yes', 'no')
	OR (value <> '' AND length(value) <= 24 AND trim(value, '0123456789.-') = '')
ORDER BY at, ask, question;
