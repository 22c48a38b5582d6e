#!/usr/bin/env python3
"""Mail from people who mean no good, and from machines that mean nothing.

Each letter below is put into the mailbox of a season in progress, alone. Then
the daemon must end its turn in order, the letter must have the disposition
and the reason that stand beside it, no fact may have changed, and no mail may
have gone out, unless the test says which.
"""
import base64
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import servers
import story
import tap
from season import Season, crlf
from story import ADDRESS, ANA, BEN, COO, DAY, START

CARA, DAN = 'cara@example.org', 'dan@example.net'
MX = 'mx.program.example'
STRANGER = 'mallory@evil.example'
ANSWER = '1. yes\n2. 4\n3. Nothing.\n'
CANARY = 'zanzibar'

CONFIG = {
    **story.CONFIG,
    'mail': {'authserv_id': MX},
    'matching': {'publish': 'auto', 'lead': '0 days', 'rules': [{'rule': 'same', 'on': 'team'}],
                 'criteria': [{'prefer': 'overlap'}]},
    'attributes': [{'name': 'team', 'type': 'text', 'visible': 'nobody'}],
}
ROSTER = [
    {'name': name, 'email': mail, 'language': 'en', 'timezone': 'Europe/Berlin', 'team': team,
     'availability': 'Mon-Fri 10:00-13:00'}
    for name, mail, team in (('Ana Silva', ANA, 'a'), ('Ben Müller', BEN, 'a'), ('Cara Diaz', CARA, 'b'),
                             ('Dan Ek', DAN, 'b'))]


# -- letters -----------------------------------------------------------------

def reply(mail, who=ANA, body=ANSWER, **more):
    return story.reply(mail, who, body, **more)


def with_field(raw, *fields):
    """These fields on top, as a server that took the mail puts them."""
    return ''.join(f + '\r\n' for f in fields).encode() + raw


def without_field(raw, name):
    head, body = raw.split(b'\r\n\r\n', 1)
    head = re.sub(rb'(?im)^' + name.encode() + rb':.*\r?\n([ \t].*\r?\n)*', b'', head + b'\r\n')
    return head + b'\r\n' + body


def with_from(raw, value):
    return with_field(without_field(raw, 'From'), 'From: ' + value)


def with_body(raw, content_type, body):
    """The head of raw over another body."""
    for name in ('Content-Type', 'Content-Transfer-Encoding', 'MIME-Version'):
        raw = without_field(raw, name)
    head = raw.split(b'\r\n\r\n', 1)[0]
    return head + b'\r\nMIME-Version: 1.0\r\nContent-Type: ' + content_type.encode() + b'\r\n\r\n' + body


def without_token(raw):
    """To the bare address, and answering nothing."""
    for name in ('To', 'In-Reply-To', 'References'):
        raw = without_field(raw, name)
    return with_field(raw, f'To: {ADDRESS}')


def calendar(mail, who, *lines, method='REPLY', drop=(), partstat='ACCEPTED'):
    """A calendar's answer with lines changed: each replaces its namesake."""
    raw = story.rsvp(mail, who, partstat)
    head, body = raw.split(b'\r\n\r\n', 1)
    text = base64.decodebytes(body).decode().replace('METHOD:REPLY', f'METHOD:{method}')
    for line in lines:
        name = re.match(r'[A-Z-]+', line).group(0)
        text, n = re.subn(rf'(?m)^{name}[;:].*\r\n', lambda _: line + '\r\n', text)
        if not n:
            text = text.replace('END:VEVENT', line + '\r\nEND:VEVENT')
    for name in drop:
        text = re.sub(rf'(?m)^{name}[;:].*\r\n', '', text)
    return head + b'\r\n\r\n' + base64.encodebytes(text.encode())


# What even an authentic mail that says nothing changes.
HEARD = ('SELECT heard_at, away_until, bounces, 0 FROM participant '
         'UNION ALL SELECT heard_at, 0, match, position FROM member ORDER BY 4, 3, 1, 2')


# -- the season -----------------------------------------------------------------

class Hostile(Season):
    def begin(self):
        """To the middle: matched, met, and asked how it was."""
        self.turn(START)
        self.turn(START + 600)
        self.turn(self.one('SELECT max(starts_at) FROM session') + 2 * DAY)
        self.new_mail()
        for who in (ANA, BEN, CARA, DAN):
            mails = self.mail_to(who)
            self.asked[who] = next(m for m in mails if 'Did you two meet?' in story.plain(m))
            self.invited[who] = next(m for m in mails if story.calendar(m))

    def __init__(self, mail=None):
        super().__init__({**CONFIG, 'mail': {**CONFIG['mail'], **(mail or {})}}, ROSTER)
        self.asked, self.invited = {}, {}

    def take(self, raw, name, disposition, reason, effect=False, mails=()):
        """One letter, one turn; what is to come of it."""
        before, heard = self.facts(), self.sql(HEARD)
        last = self.one('SELECT coalesce(max(id), 0) FROM inbox')
        self.post(raw)
        self.now += 60
        self.turn()
        letter, *fate = (self.sql("SELECT id, disposition, reason FROM inbox WHERE id > ? AND state = 'applied'", last)
                         or [(0, '', '')])[0]
        good = fate[0] in disposition.split('|') and reason in fate[1] and bool(fate[1])
        if fate[0] in ('quarantine', 'forged', 'stranger', 'ignored'):
            good = good and self.sql(HEARD) == heard
        after = self.facts()
        touched = [t for t in before if before[t] != after[t]]
        went = [to for to, _ in self.new_mail()]
        if not tap.ok(good and bool(touched) == effect and sorted(went) == sorted(mails),
                      f'{name}: {disposition}'):
            tap.diag(f'fate: {fate}\ntouched: {touched}\nmail went to: {went}')
            for table in touched:
                tap.diag('\n'.join(sorted(set(after[table]) ^ set(before[table]))))
        return letter


def broken_mails(season):
    """What is made to break those who parse it."""
    base = reply(season.asked[ANA])
    nested = b''.join(b'--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n' % (i, i + 1)
                      for i in range(10000))

    def broken(name, raw, reason='', disposition='quarantine'):
        season.take(raw, name, disposition, reason)
    broken('To: a:a:a:... of 100 kB', with_field(without_field(base, 'To'), 'To: ' + 'a:' * 50000 + 'x@y'),
           'longer than 32 kB')
    broken('nested groups', with_field(without_field(base, 'To'), 'To: ' + 'a:' * 5000 + 'x@y'), 'nested')
    broken('a comment in a comment in ...', with_field(base, 'Cc: ' + '(' * 5000 + ' x@y'), 'nested')
    broken('nested groups in an enclosed mail', with_body(
        base, 'message/rfc822', b'From: ' + b'a:' * 20000 + b'x@y\r\n\r\nyes\r\n'), 'nested')
    broken('100,000 header fields', base.replace(b'\r\n\r\n', b'\r\nX: y' * 100000 + b'\r\n\r\n', 1),
           '1000 header fields')
    broken('a header field of 1 MB', with_field(base, 'X: ' + 'y' * (1 << 20)), 'longer than 256 kB')
    broken('a NUL in the head', base.replace(b'Subject: ', b'Subject: \0'), 'NUL')
    broken('nothing', b'', 'no mail header', 'forged')
    broken('26 MB of NULs', b'\0' * (26 << 20), 'NUL', 'forged')
    season.take(with_body(base, 'multipart/mixed; boundary=b0', nested + b'--b10000\r\n\r\n' + ANSWER.encode()),
                '10,000 parts, one in the other', 'clarify', 'one question went back', effect=True, mails=[ANA])


def endless_calendars(season):
    """Calendar objects that never end, or would not if anybody followed."""
    mail = season.invited[ANA]
    zone = ('BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:+0100\r\n'
            'TZOFFSETTO:+0100\r\nRRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=31\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n')
    endless = calendar(mail, ANA, 'RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=31', 'DTSTART;TZID=X:20270115T120000')
    head, body = endless.split(b'\r\n\r\n', 1)
    text = base64.decodebytes(body).replace(b'BEGIN:VEVENT', zone.encode() + b'BEGIN:VEVENT')
    head = head + b'\r\n\r\n'
    season.take(head + base64.encodebytes(text), 'an endless VTIMEZONE and RRULE: the answer counts, they do not',
                'rsvp', 'ACCEPTED', effect=True)
    deep = text.replace(b'BEGIN:VEVENT', b'BEGIN:VEVENT\r\n' * 100000 + b'BEGIN:VEVENT')
    season.take(head + base64.encodebytes(deep), '100,000 nested components', 'coordinator|ignored|quarantine', '')
    wide = text.replace(b'END:VEVENT', b'X-LONG:' + b'y' * 5000000 + b'\r\nEND:VEVENT')
    season.take(head + base64.encodebytes(wide), 'a calendar line of 5 MB', 'coordinator|ignored|quarantine', '')
    many = text.replace(b'END:VEVENT', f'ATTENDEE;PARTSTAT=DECLINED:mailto:{ANA}\r\n'.encode() * 100000 + b'END:VEVENT')
    season.take(head + base64.encodebytes(many), '100,000 attendees', 'coordinator|ignored|quarantine', '')
    season.take(head + base64.encodebytes(text + text.replace(b'ACCEPTED', b'DECLINED')), 'two calendars in one',
                'coordinator|ignored', '')


def calendar_lies(season):
    """Answers of calendars that are not theirs to give."""
    mail = season.invited[ANA]
    uid = re.search(r'^UID:(.*)$', story.calendar(mail), re.M).group(1)
    other = re.search(r'^UID:(.*)$', story.calendar(season.invited[CARA]), re.M).group(1)

    def lie(name, raw, reason, disposition='ignored'):
        season.take(raw, name, disposition, reason)
    lie('an RSVP with a foreign UID', calendar(mail, ANA, 'UID:1@evil.example'), 'not about a session of ours')
    lie("an RSVP for somebody else's session", calendar(mail, ANA, f'UID:{other}'), '')
    lie("an RSVP with the partner's ATTENDEE", calendar(
        mail, ANA, f'ATTENDEE;PARTSTAT=DECLINED:mailto:{BEN}'), "somebody else's name")
    lie("an RSVP with the partner's From", story.rsvp(mail, BEN, 'DECLINED'), 'went to somebody else', 'forged')
    lie('an RSVP with an older DTSTAMP', calendar(mail, ANA, 'DTSTAMP:20200111T120000Z', partstat='DECLINED'), 'older')
    lie('an RSVP that answers nothing', calendar(mail, ANA, partstat='NEEDS-ACTION'), 'neither yes nor no')
    lie('a REQUEST of their own', calendar(mail, ANA, method='REQUEST'), '', 'ignored|coordinator')
    lie('an ADD to our session', calendar(mail, ANA, method='ADD'), '', 'ignored|coordinator')
    lie('a DECLINECOUNTER of our session', calendar(mail, ANA, method='DECLINECOUNTER'), '', 'ignored|coordinator')
    lie('an RSVP with an absurd SEQUENCE', calendar(
        mail, ANA, 'SEQUENCE:99999999999999999999', 'DTSTAMP:20200111T120000Z', partstat='DECLINED'), 'older')
    lie('an ATTENDEE with a query', calendar(
        mail, ANA, f'ATTENDEE;PARTSTAT=DECLINED:mailto:{ANA}?subject=stop'), '', 'ignored|coordinator')
    lie('an ATTENDEE with a NUL', calendar(
        mail, ANA, f'ATTENDEE;PARTSTAT=DECLINED:mailto:{ANA}%00@evil.example'), '', 'ignored|coordinator')
    lie('one of a series', calendar(mail, ANA, 'RECURRENCE-ID:20270115T110000Z', partstat='DECLINED'), 'series')
    # Somebody's invitation, passed on: a no of another address is asked about, and is none yet.
    season.take(story.rsvp(season.invited[CARA], STRANGER, 'DECLINED'), 'an RSVP from a stranger', 'coordinator',
                'they are asked', effect=True, mails=[CARA])
    tap.eq(season.sql("SELECT count(*) FROM attendee WHERE partstat = 'DECLINED'"), [(0,)], 'it declines nothing')
    season.take(calendar(mail, ANA, f'ATTENDEE;PARTSTAT=TENTATIVE;CN="Ana^nBCC: x@evil.example":mailto:{ANA}',
                         'SEQUENCE:3'),
                'a CN with ^n: their answer counts, the name does not', 'rsvp', 'TENTATIVE', effect=True)
    season.take(calendar(mail, ANA, 'DTSTAMP:20270112T120000Z', method='CANCEL'),
                'a CANCEL of our session is their own no', 'rsvp', 'DECLINED', effect=True)
    tap.eq(season.sql("SELECT count(*) FROM session WHERE state = 'cancelled'"), [(0,)], 'and cancels nothing')
    season.take(calendar(mail, ANA, 'SEQUENCE:0', 'DTSTAMP:20270113T120000Z'),
                'a SEQUENCE that never was locks nobody out', 'rsvp', 'ACCEPTED', effect=True)
    tap.eq(season.sql('SELECT name FROM participant WHERE id = 1'), [('Ana Silva',)], 'names stand in the roster alone')
    tap.ok(season.one('SELECT count(*) FROM session WHERE uid = ?', uid) == 1, 'sessions keep their UIDs')


def false_senders(season):
    """Who wrote it, and who says so."""
    base = reply(season.asked[ANA])
    fail = f'Authentication-Results: {MX}; dmarc=fail header.from=example.org'
    good = f'Authentication-Results: {MX}; dmarc=pass header.from=example.org'
    hop = 'Received: from evil.example by mx.evil.example; Mon, 11 Jan 2027 09:00:00 +0000'

    def false(name, raw, reason, disposition='forged'):
        return season.take(raw, name, disposition, reason)
    false('two From fields', with_field(base, f'From: {STRANGER}'), 'two From fields', 'forged|quarantine')
    false('two From fields, the same', with_field(base, f'From: {ANA}'), 'two From fields', 'forged|quarantine')
    false('two addresses in From', with_from(base, f'{ANA}, {STRANGER}'), 'single sender')
    false('a group in From', with_from(base, f'Friends: {ANA};'), 'single sender')
    false('a group with two in From', with_from(base, f'Friends: {ANA}, {STRANGER};'), 'single sender')
    false('an empty From', with_from(base, ''), 'single sender', 'forged|quarantine')
    false('no From', without_field(base, 'From'), 'single sender', 'forged|quarantine')
    false('an address as the name of another', without_token(with_from(base, f'"{ANA}" <{STRANGER}>')),
          'nobody of this program', 'stranger')
    false('a comment with an address', without_token(with_from(base, f'({ANA}) {STRANGER}')),
          'nobody of this program', 'stranger')
    false('an encoded word with an address', without_token(with_from(
        base, f'=?utf-8?q?{ANA}_=3C{ANA}=3E?= <{STRANGER}>')), 'nobody of this program', 'stranger')
    false('a look-alike address', without_token(with_from(base, 'аna@example.org')), '',
          'stranger|forged|quarantine')
    false('verification failed', with_field(base, fail), 'failed verification')
    false('verification failed, and a good one below', with_field(base, fail, hop, good), 'failed verification')
    false('a good one below the trusted servers', without_token(with_field(base, hop, good)),
          'neither a token nor a verified sender', 'coordinator')
    false('a good one of another server', without_token(with_field(
        base, 'Authentication-Results: mx.evil.example; dmarc=pass header.from=example.org')),
          'neither a token nor a verified sender', 'coordinator')
    false('a good one for another domain', without_token(with_field(
        base, f'Authentication-Results: {MX}; dmarc=pass header.from=evil.example')),
          'neither a token nor a verified sender', 'coordinator')
    false('"leave" without token or verification', without_token(reply(season.asked[ANA], body='pause\n')),
          'neither a token nor a verified sender', 'coordinator')
    false("the partner's token", reply(season.asked[BEN], ANA), 'went to somebody else')
    false('a token with one letter changed', re.sub(
        rb'(\+r)(.)', lambda m: m.group(1) + (b'b' if m.group(2) == b'a' else b'a'),
        without_field(without_field(base, 'In-Reply-To'), 'References'), count=1),
          'neither a token nor a verified sender', 'coordinator')


def strangers(season):
    """They get nothing, whatever they send, and whoever they name."""
    base = without_token(reply(season.asked[ANA], STRANGER))

    def strange(name, raw, disposition='stranger'):
        season.take(raw, name, disposition, '')
    strange('a stranger', base)
    strange('a stranger who wants help', without_token(reply(season.asked[ANA], STRANGER, 'help\n')))
    strange('a stranger who asks for receipts', with_field(
        base, f'Disposition-Notification-To: {STRANGER}', f'Return-Receipt-To: {STRANGER}'))
    strange('a stranger who wants to leave', without_token(reply(season.asked[ANA], STRANGER, 'leave\n')))
    strange('a bounce by a stranger, without our secret', with_body(
        with_field(without_token(reply(season.asked[ANA], 'MAILER-DAEMON@evil.example')), 'Return-Path: <>'),
        'multipart/report; report-type=delivery-status; boundary=b',
        b'--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; evil.example\r\n\r\n'
        b'Final-Recipient: rfc822; ana@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n'),
        'stranger|ignored')
    strange('a complaint by a stranger', with_body(
        base, 'multipart/report; report-type=feedback-report; boundary=b',
        b'--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nUser-Agent: x\r\nVersion: 1\r\n'
        b'Original-Rcpt-To: ana@example.org\r\n\r\n--b--\r\n'), 'stranger|complaint|ignored')
    # The right token from an address nobody knows: asked once, at the known one.
    forwarded = reply(season.asked[ANA], STRANGER, '1. no\n2. 1\n3. She is lazy.\n')
    season.take(forwarded, 'the right token from an unknown address', 'coordinator', 'they are asked',
                effect=True, mails=[ANA])
    question = season.mail_to(ANA)[-1]
    tap.has(story.plain(question), STRANGER, 'the question goes to the known address')
    tap.ok('lazy' not in story.plain(question), 'and repeats nothing of what was written')
    tap.eq(season.sql('SELECT count(*) FROM answer'), [(0,)], 'nothing of it is applied')
    season.take(forwarded + b'\r\n', 'once more', 'coordinator', 'asked before')
    season.take(reply(season.asked[ANA], 'eve@evil.example'), 'from a third address', 'coordinator', 'asked before')
    season.take(reply(question, STRANGER, 'yes\n'), 'the unknown address says yes itself', 'coordinator', 'asked before')
    season.take(reply(question, ANA, 'no\n'), 'and the known one says no', 'command', 'not theirs', effect=True)
    tap.eq(season.sql('SELECT address FROM address WHERE address LIKE ?', f'%{STRANGER}%'), [], 'so it is not learned')


def machines(season):
    """Mail that no person wrote never gets an answer."""
    base = reply(season.asked[ANA], body='I am away. Yours, Ana\n')
    ours = crlf(season.asked[ANA])
    season.take(ours, 'our own mail back', 'ignored', 'our own mail')
    season.take(with_from(ours, ANA), 'our own mail back under their name', 'ignored', 'our own mail')
    season.take(with_field(base, 'List-Id: <x.example.org>', 'List-Post: <mailto:x@example.org>'),
                'through a mailing list', 'ignored', 'mailing list')
    season.take(with_field(base, *['Received: from a by b; Mon, 11 Jan 2027 09:00:00 +0000'] * 40),
                'a mail that goes in circles', 'ignored', 'circles')
    for name, fields in (('Auto-Submitted', ['Auto-Submitted: auto-replied']),
                         ('X-Autoreply', ['X-Autoreply: yes']),
                         ('Precedence', ['Precedence: auto_reply']),
                         ('its subject', [])):
        raw = with_field(base, *fields)
        if not fields:
            raw = with_field(without_field(raw, 'Subject'), 'Subject: Automatic reply: Check-in')
        season.take(raw, f'a vacation bot, known by {name}', 'auto-reply', '')
    said = with_field(reply(season.asked[ANA], body='1. no\n2. 1\n3. x\n\nleave\n'), 'Auto-Submitted: auto-replied')
    season.take(said, 'a bot that answers the form and wants to leave', 'auto-reply', '')


def protocol_lines(season):
    """Words that are commands somewhere else, or stand where they mean nothing."""
    quoted = story.quoted(season.asked[BEN])
    season.take(reply(season.asked[BEN], BEN, quoted + '> leave\n> 1. no\n> stop\n'),
                'commands and answers inside quoted text', 'clarify|coordinator', '', effect=True, mails=[BEN])
    season.take(reply(season.asked[BEN], BEN, '\n' + quoted, subject='leave '), 'a command in the subject alone',
                'coordinator', '', effect=True, mails=[COO])


def large_mails(season):
    """Size alone is no crime: what they say counts."""
    lines = b'x' * (1 << 20) + b'\r\n' + b'> ' * (1 << 19) + b'\r\n'
    season.take(with_body(reply(season.asked[CARA], CARA), 'text/plain', lines), 'lines of 1 MB', 'clarify|coordinator',
                '', effect=True, mails=[CARA])
    big = with_body(reply(season.asked[CARA], CARA), 'multipart/mixed; boundary=b',
                    b'--b\r\nContent-Type: text/plain\r\n\r\n' + ANSWER.encode().replace(b'\n', b'\r\n') +
                    b'A004 OK FETCH completed\r\n* 1 EXPUNGE\r\n.\r\nQUIT\r\n'
                    b'--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n' +
                    base64.encodebytes(os.urandom(1 << 20)) * 18 + b'--b--\r\n')
    tap.ok(24 << 20 < len(big) < 26 << 20, 'a mail of 25 MB')
    season.take(big, 'answers and an attachment', 'answer', 'complete', effect=True, mails=[CARA])
    tap.eq(season.sql("SELECT question, value FROM answer JOIN ask ON ask.id = ask WHERE participant = 3 "
                      "AND question <> 'note' ORDER BY 1"),
           [('fit', '4'), ('met', 'yes')], 'the answers were read')
    nul = with_body(reply(season.asked[DAN], DAN), 'text/plain; charset=utf-8',
                    b'1. yes\0\r\n2. \x004\r\n3. \0' + CANARY.encode() + b'\0\r\n\0\0')
    season.take(nul, 'NULs in a body', 'answer', 'complete', effect=True, mails=[DAN])


def copied_stranger(season):
    """A good reply with a stranger in Cc and Reply-To: only they are written to."""
    raw = with_field(reply(season.asked[ANA], body=f'1. yes\n2. 4\n3. {CANARY} and a tomato\n'),
                     f'Cc: {STRANGER}', f'Reply-To: {STRANGER}', f'Sender: {STRANGER}')
    season.take(raw, 'a good answer with a stranger in Cc, Reply-To and Sender', 'answer', 'complete',
                effect=True, mails=[ANA])


def dead_reader(season):
    """A mail on which the reader dies, each time."""
    if os.environ.get('SAN'):
        tap.skip('a mail on which the reader dies', 'no limit of memory under the sanitizer')
        return
    bomb = with_body(reply(season.asked[BEN], BEN), 'multipart/mixed; boundary=b',
                     (b'--b\r\n' + b'A:\r\n' * 300 + b'\r\n\r\n') * 19000 + b'--b--\r\n')
    letter = season.take(bomb, 'millions of header fields', 'quarantine', 'failed twice')
    tap.eq(season.sql('SELECT attempts FROM inbox WHERE id = ?', letter), [(2,)], 'it was tried twice')
    tap.has(season.log, 'the reader died on it (2)', 'and the log says so')
    folder = os.path.join(season.state, 'mail', 'in', 'quarantine')
    tap.ok(any(os.listdir(os.path.join(folder, sub)) for sub in ('new', 'cur')), 'it lies in quarantine')
    status = season.at('status')
    tap.eq(status.returncode, 1, 'status says that something needs a person')
    tap.ok(re.search(r'quarantine .*letter \d+\) +reading it failed twice', status.stdout), 'and what')
    before = len(season.mail_to(COO))
    season.turn(season.one("SELECT min(at) FROM due WHERE kind = 'digest' AND state = 'waiting'"))
    digest = season.mail_to(COO)[before:]
    tap.ok(any('reading it failed twice' in story.plain(m) for m in digest), 'the digest names it')
    season.new_mail()


def check_words(season):
    """What a person wrote in private is where it belongs, and nowhere else."""
    places = {'the log': season.log}
    for name, args in (('status', ['status']), ('status --json', ['status', '--json']), ('report', ['report']),
                       ('report --json', ['report', '--json']), ('report --page', ['report', '--page', '-']),
                       ('show', ['show', 'participant', 'Ana']), ('show --words', ['show', '--words', 'participant', 'Ana']),
                       ('show match', ['show', '--words', 'match', '1']), ('fsck', ['fsck'])):
        done = season.at(*args)
        places[name] = done.stdout + done.stderr
    for letter, in season.sql("SELECT id FROM inbox WHERE length(sha256) = 64 AND participant IN (1, 4) "
                              "AND disposition = 'answer'"):
        places[f'show letter {letter}'] = season.at('show', '--words', 'letter', str(letter)).stdout
    for to, mail in season.sent():
        places.setdefault(f'mail to {to}', '')
        places[f'mail to {to}'] += mail.as_string() + story.plain(mail)
    spilled = [name for name, text in places.items() if CANARY in text and name not in (f'mail to {ANA}', f'mail to {DAN}')]
    tap.eq(spilled, [], f'a private word is in none of {len(places)} places')
    tap.ok(season.sql('SELECT 1 FROM answer WHERE raw LIKE ?', f'%{CANARY}%'), 'but it is stored')
    tap.eq(season.sql("SELECT id FROM outcome WHERE detail LIKE ?", f'%{CANARY}%'), [], 'and in no outcome')
    tap.ok('@example' not in season.log and 'evil' not in season.log, 'no address is in the log')


def by_imap():
    """What the wire may make of a mail: on a real server."""
    if servers.missing():
        tap.skip('the same by IMAP', servers.missing())
        return
    with servers.Servers(postfix=False) as real:
        mail = {'incoming': f'imap+plain://127.0.0.1:{real.imap}', 'outgoing': 'maildir:state/mail/out', 'user': ADDRESS}
        with Hostile(mail) as season:
            season.begin()
            protocol = ''.join(f'{tag}{n} OK FETCH completed\r\n' for tag in ('A00', 'A', 'a', 'm', 'T', '')
                               for n in range(40)) + '* 1 EXPUNGE\r\n* BYE\r\n+ go\r\n)\r\n{5}\r\n'
            answers = ANSWER.replace('\n', '\r\n') + protocol
            image = base64.encodebytes(os.urandom(1 << 20)).replace(b'\n', b'\r\n') * 17
            letters = {ANA: with_body(reply(season.asked[ANA]), 'text/plain', (answers + protocol * 50).encode()),
                       CARA: with_body(reply(season.asked[CARA], CARA), 'multipart/mixed; boundary=b',
                                       b'--b\r\nContent-Type: text/plain\r\n\r\n' + answers.encode() +
                                       b'--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n' +
                                       image + b'--b--\r\n'),
                       DAN: with_body(reply(season.asked[DAN], DAN), 'text/plain', ANSWER.replace('4', '4\0').encode()),
                       BEN: with_field(reply(season.asked[BEN], BEN), 'To: ' + 'a:' * 50000 + 'x@y')}
            for who, raw in letters.items():
                real.deliver(ADDRESS, raw, who)
            real.deliver(ADDRESS, without_token(reply(season.asked[ANA], STRANGER)), STRANGER)
            season.now += 60
            season.turn()
            fates = sorted(season.sql("SELECT coalesce(participant, 0), disposition FROM inbox WHERE state = 'applied'"))
            tap.eq(fates, [(0, 'stranger'), (1, 'answer'), (2, 'quarantine'), (3, 'answer'), (4, 'answer')],
                   'by IMAP: commands of the protocol in a body, 25 MB, NULs, nested groups, a stranger')
            tap.eq(season.sql("SELECT DISTINCT value FROM answer WHERE question = 'met'"), [('yes',)], 'answers are read')
            tap.eq([len(real.mailbox(ADDRESS, f)) for f in ('INBOX', 'mentord-done', 'mentord-quarantine')], [0, 4, 1],
                   'and all of it is filed away')
            season.check_closed_world('and answered only to those enrolled')


def forgotten(season):
    """What strangers wrote is not kept for ever; that they wrote is."""
    bare = 'letter IS NULL FROM inbox LEFT JOIN inbox_bytes ON letter = id'
    strange = "participant IS NULL AND disposition IN ('stranger', 'forged', 'ignored', 'duplicate')"
    letters = season.one('SELECT count(*) FROM inbox')
    tap.eq(season.sql(f'SELECT DISTINCT {bare}'), [(0,)], 'at first every letter is there')
    for _ in range(11):  # a longer silence would be a hold
        season.turn(season.now + int(2.9 * DAY))
    tap.eq(season.sql(f'SELECT DISTINCT {bare} WHERE {strange}'), [(1,)], 'a month later no stranger\'s is')
    tap.eq(season.sql(f'SELECT DISTINCT {bare} WHERE NOT ({strange})'), [(0,)], 'but all others are')
    tap.eq(season.one('SELECT count(*) FROM inbox'), letters, 'and how each ended')
    letter = season.one("SELECT min(id) FROM inbox WHERE disposition = 'stranger'")
    tap.has(season.at('show', 'letter', str(letter)).stdout, 'forgotten', 'which `show` says')


def main():
    by_imap()
    with Hostile() as season:
        season.begin()
        broken_mails(season)
        endless_calendars(season)
        calendar_lies(season)
        false_senders(season)
        strangers(season)
        machines(season)
        protocol_lines(season)
        large_mails(season)
        copied_stranger(season)
        dead_reader(season)
        check_words(season)
        season.check_closed_world()
        tap.eq(season.sql("SELECT count(*) FROM inbox WHERE state <> 'applied' OR disposition IS NULL OR "
                          "coalesce(reason, '') = '' OR filed_at IS NULL"), [(0,)], 'every letter has its fate and is filed')
        forgotten(season)
        tap.eq(season.at('fsck').stdout, '0 findings\n', 'the store is sound')
    tap.done()


main()
