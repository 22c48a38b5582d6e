#!/usr/bin/env python3
"""mentord among servers that misbehave: what must be in the store and at the
sink after each kind of trouble.

Time stands still while mentord runs, and jumps from one run to the next.
"""
import contextlib
import os
import sys
import time
from collections import Counter

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import story
import tap
from place import free_port
from program import Program, wait_for
from rude import RudeIMAP, RudeSMTP

CAST = story.Cast()
ANA, BEN, COO = CAST.ana, CAST.ben, CAST.coo
T0 = story.START + 60      # both are welcomed, and the draft is made: 3 mails
MINUTE, HOUR, DAY = 60, 3600, 86400
LIFE = 45                  # seconds a run may take
WATCH = 2.5                # seconds in which nothing may happen


@contextlib.contextmanager
def program_with(outgoing='maildir:state/mail', incoming='maildir:state/mail', **mail):
    config = CAST.config({'outgoing': outgoing, 'incoming': incoming, 'user': CAST.address, 'rate': 0,
                          'connections': 1, 'in_flight': 1, **mail})
    with Program(config, CAST.roster()) as program:
        yield program


def once(program, now):
    """All that can be done at this moment."""
    program.run('--once', MENTORD_NOW=str(now))
    status = program.wait(LIFE)
    if status:
        tap.diag(program.log)
    return status


def states(program, participant=True):
    return dict(program.sql('SELECT recipient, state FROM outbox WHERE moment IN (?, ?)', 'welcome', 'draft'))


def outcomes(program, kind):
    return program.one('SELECT count(*) FROM outcome WHERE kind = ?', kind)


def people(program):
    return program.sql('SELECT state, bounces FROM participant ORDER BY id')


def sound(program, name):
    fsck = program.command('fsck')
    tap.eq((fsck.returncode, fsck.stdout), (0, '0 findings\n'), f'{name}: the store is sound')


def status(program, now):
    return program.command('status', MENTORD_NOW=str(now)).stdout


# -- mail out -----------------------------------------------------------------

@contextlib.contextmanager
def sender(features=None, **mail):
    """(program, its SMTP server)"""
    smtp = RudeSMTP(features) if features else RudeSMTP()
    with smtp, program_with(outgoing=f'smtp+plain://127.0.0.1:{smtp.port}', **mail) as program:
        yield program, smtp


def copies(smtp):
    """How many of each mail were taken over, by recipient."""
    return Counter(recipients[0] for _, recipients, _ in smtp.mails)


def alike(program, smtp):
    """Whatever was taken over is what was recorded, byte for byte."""
    sent = {story.parse(raw)['Message-ID']: raw for raw, in program.sql('SELECT bytes FROM outbox_bytes')}
    return all(sent.get(story.parse(raw)['Message-ID']) == raw for *_, raw in smtp.mails)


ALL_ONCE = {ANA: 1, BEN: 1, COO: 1}
ALL_SENT = dict.fromkeys(ALL_ONCE, 'sent')
UNTOUCHED = [('enrolled', 0)] * 2


def all_is_well(program, smtp, name, copied=None):
    tap.eq(states(program), ALL_SENT, f'{name}: in the end all are sent')
    tap.eq(copies(smtp), copied or ALL_ONCE, f'{name}: each as often as it may be')
    tap.ok(alike(program, smtp), f'{name}: byte for byte')
    tap.eq(people(program), UNTOUCHED, f'{name}: and nobody is blamed')
    sound(program, name)


def greylisting():
    with sender() as (program, smtp):
        smtp.fault('RCPT', '450 4.2.0 greylisted, come back later', match=ANA, times=2)
        once(program, T0)
        tap.eq(states(program), {**ALL_SENT, ANA: 'deferred'}, 'greylisted: one waits, the others do not')
        tap.has(status(program, T0), '1 waiting', 'greylisted: status counts it')
        once(program, T0 + MINUTE)
        tap.eq(smtp.said('RCPT TO:<' + ANA), 1, 'greylisted: not tried again too soon')
        once(program, T0 + 10 * MINUTE)
        once(program, T0 + 2 * HOUR)
        tap.eq(program.one('SELECT attempts FROM outbox WHERE recipient = ?', ANA), 3, 'greylisted: tried thrice')
        all_is_well(program, smtp, 'greylisted')


def no_such_user():
    with sender() as (program, smtp):
        smtp.fault('RCPT', '550 5.1.1 no such user', match=ANA, times=0)
        once(program, T0)
        tap.eq(states(program), {**ALL_SENT, ANA: 'refused'}, '5.1.1: refused, the recipient')
        tap.eq((outcomes(program, 'mail-refused'), outcomes(program, 'bounced')), (1, 1), '5.1.1: an outcome of both')
        tap.eq(people(program), [('enrolled', 1), ('enrolled', 0)], '5.1.1: once is no reason to stop')
        tap.has(status(program, T0), 'no such user', '5.1.1: status says why')
        tap.eq(program.command('approve', MENTORD_NOW=str(T0 + HOUR)).returncode, 0, '5.1.1: the draft is approved')
        tap.has(program.command('approve').stderr, 'no draft', '5.1.1: which can be done once')
        once(program, T0 + HOUR)
        tap.ok(program.one("SELECT count(*) FROM outbox WHERE state = 'refused'") > 1, '5.1.1: more mail, same day')
        tap.eq(people(program), [('enrolled', 1), ('enrolled', 0)], '5.1.1: which counts as the same bounce')
        later = program.one('SELECT max(starts_at) FROM session') + 2 * DAY
        once(program, later)
        tap.eq(people(program), [('suspended', 2), ('enrolled', 0)], '5.1.1: again a day later: suspended')
        tap.has(status(program, later), 'bounced', '5.1.1: the coordinator sees it')
        tried = smtp.said('RCPT TO:<' + ANA)
        once(program, later + 4 * DAY)
        tap.eq(smtp.said('RCPT TO:<' + ANA), tried, '5.1.1: and no mail goes there any more')
        tap.eq(copies(smtp)[ANA], 0, '5.1.1: nothing was taken')
        sound(program, '5.1.1')


def policy(reply, at):
    name = f'{reply[:9]} at {at}'
    with sender() as (program, smtp):
        smtp.fault(at, reply)
        once(program, T0)
        tap.eq(sum(copies(smtp).values()), 0, f'{name}: everything pauses')
        tap.eq(set(states(program).values()) <= {'queued', 'deferred'}, True, f'{name}: and waits')
        tap.has(status(program, T0), reply, f'{name}: status says so')
        once(program, T0 + 10 * MINUTE)
        once(program, T0 + 2 * HOUR)
        all_is_well(program, smtp, name)
        tap.ok(reply not in status(program, T0 + 2 * HOUR), f'{name}: status forgets it')


def interrupted(at, name, **fault):
    """The server hangs up before it has the whole mail."""
    with sender() as (program, smtp):
        smtp.fault(at, **fault)
        once(program, T0)
        # a small mail leaves us in one piece, dot and all: then it is in doubt
        waiting = ('sent', 'deferred', 'in doubt') if at == 'BODY' else ('sent', 'deferred')
        tap.ok(set(states(program).values()) <= set(waiting), f'{name}: what was not sent waits ({states(program)})')
        once(program, T0 + 10 * MINUTE)
        once(program, T0 + 2 * HOUR)
        all_is_well(program, smtp, name)


def after_the_dot(name, copied, **fault):
    """The server has the mail, and whether it says so is uncertain."""
    with sender() as (program, smtp):
        smtp.fault('.', match=ANA, **fault)
        once(program, T0)
        tap.eq(states(program), {**ALL_SENT, ANA: 'in doubt'}, f'{name}: one is in doubt')
        tap.eq(outcomes(program, 'mail-in-doubt'), 1, f'{name}: which is an outcome')
        tap.has(status(program, T0), 'it may have arrived', f'{name}: status lists it')
        once(program, T0 + 9 * MINUTE)
        tap.eq(states(program)[ANA], 'in doubt', f'{name}: not sent again for ten minutes')
        once(program, T0 + 11 * MINUTE)
        all_is_well(program, smtp, name, {**ALL_ONCE, ANA: copied})
        ids = [story.parse(raw)['Message-ID'] for _, to, raw in smtp.heard if to == [ANA]]
        tap.eq((len(ids), len(set(ids))), (2, 1), f'{name}: heard twice with one Message-ID')


def definite(reply, state):
    """A clear no after the dot: no doubt, no copy."""
    name = f'{reply[:9]} after the dot'
    with sender() as (program, smtp):
        smtp.fault('.', reply, match=ANA)
        once(program, T0)
        tap.eq(states(program)[ANA], state, f'{name}: {state}')
        if state == 'refused':
            tap.eq(copies(smtp), {BEN: 1, COO: 1}, f'{name}: and never again')
            return
        once(program, T0 + 10 * MINUTE)
        once(program, T0 + 2 * HOUR)
        all_is_well(program, smtp, name)


def plain_server():
    with sender(features=['8BITMIME']) as (program, smtp):
        once(program, T0)
        all_is_well(program, smtp, 'no PIPELINING')
        lines = [(who, line[:4]) for who, line in smtp.dialogue]
        tap.ok(('C', 'RCPT') not in [b for a, b in zip(lines, lines[1:]) if a == ('C', 'MAIL')],
               'no PIPELINING: no command before the reply')


def throttled():
    """A server that takes two mails a connection and then wants a rest."""
    with sender() as (program, smtp):
        smtp.fault('MAIL', '421 4.7.0 too many mails, rest a while', match='', times=1)
        once(program, T0)
        now = T0
        for _ in range(6):
            now += 15 * MINUTE
            once(program, now)
        all_is_well(program, smtp, 'throttled')
        tap.ok(smtp.said('MAIL FROM') <= 9, 'throttled: with few attempts in vain')


def watch_for_hammering(program, server, word, name):
    """Wait until status knows, and then a while longer."""
    wait_for(lambda: 'down' in status(program, T0), 20, 'status to know')
    tries = server.said(word)
    time.sleep(WATCH)
    tap.eq(server.said(word), tries, f'{name}: not tried again at once')
    return tries


def wrong_password_out():
    with sender() as (program, smtp):
        smtp.fault('AUTH', '535 5.7.8 authentication failed', times=0)
        program.run(MENTORD_NOW=str(T0))
        tries = watch_for_hammering(program, smtp, 'AUTH', '535')
        tap.ok(tries <= 2, f'535: {tries} tries')
        tap.eq(program.command('status').returncode, 1, '535: status asks for a person')
        tap.has(status(program, T0), 'outgoing', '535: and names the channel')
        program.stop()
        tap.eq(copies(smtp), {}, '535: nothing went out')
        smtp.faults.clear()
        once(program, T0 + 2 * HOUR)
        all_is_well(program, smtp, '535, and the right one')
        tap.ok('down' not in status(program, T0 + 2 * HOUR), '535: all is well again')


def away_and_back_out():
    port = free_port()
    with program_with(outgoing=f'smtp+plain://127.0.0.1:{port}') as program:
        once(program, T0)
        tap.eq(set(states(program).values()), {'deferred'}, 'server away: all wait')
        tap.has(status(program, T0), 'outgoing', 'server away: status says so')
        once(program, T0 + 10 * MINUTE)
        with RudeSMTP() as unused:
            smtp = RudeSMTP()
            smtp.start(port)
            once(program, T0 + 2 * HOUR)
            all_is_well(program, smtp, 'server away and back')
            smtp.stop()
            tap.eq(unused.dialogue, [], 'server away and back: nobody else was asked')


def mail_out():
    greylisting()
    no_such_user()
    policy('554 5.7.1 message refused by policy', 'RCPT')
    policy('550 5.7.1 your account was suspended', 'MAIL')
    policy('554 5.7.1 this looks like spam', '.')
    for at in ('CONNECT', 'EHLO', 'MAIL', 'RCPT', 'DATA', '.'):
        interrupted(at, f'421 at {at}', reply='421 4.3.2 shutting down')
        if at != '.':
            interrupted(at, f'dropped at {at}', drop='before')
            interrupted(at, f'dropped after {at}', drop='after')
    interrupted('BODY', 'dropped in the head of a mail', drop='before', match='Subject:')
    interrupted('BODY', 'dropped in the body of a mail', drop='before', match='--', times=2)
    after_the_dot('dropped after the dot', 2, drop='before')
    after_the_dot('half a reply to the dot', 1, reply=b'250-2.0.0 queu', drop='after')
    after_the_dot('nonsense after the dot', 1, reply=b'what was that?\r\n', drop='after')
    definite('451 4.3.0 try later', 'deferred')
    definite('452 4.3.1 no space', 'deferred')
    definite('552 5.2.2 mailbox full', 'deferred')
    definite('550 5.1.1 no such user', 'refused')
    plain_server()
    throttled()
    wrong_password_out()
    away_and_back_out()


# -- mail in --------------------------------------------------------------------

class Reader:
    """A program with an IMAP server that nobody else uses, and its people."""

    def __init__(self, program, imap, name):
        self.program, self.imap, self.name, self.letters = program, imap, name, 0

    def mail_to(self, who, knows):
        """The mail of ours that this person knows by that."""
        for raw, in self.program.sql('SELECT bytes FROM outbox_bytes JOIN outbox ON id = mail WHERE recipient = ?', who):
            if knows(story.parse(raw)):
                return story.parse(raw)
        raise LookupError(who)

    def act(self, name):
        """Somebody answers: the letter, which lies in the mailbox now."""
        _, role, knows, does = next(a for a in story.ACTS if a[0] == name)
        who = getattr(CAST, role)
        letter = does(self.mail_to(who, knows), who)
        self.imap.append(letter)
        self.letters += 1
        return letter

    def partstats(self):
        return [p for p, in self.program.sql('SELECT partstat FROM attendee ORDER BY position')]

    def check(self, applied=None, filed='mentord-done'):
        """Every letter was applied once, whatever happened; with `filed`, they
        lie there."""
        program, name = self.program, self.name
        applied = self.letters if applied is None else applied
        tap.eq(program.one("SELECT count(*) FROM inbox WHERE state = 'applied' AND disposition != 'duplicate'"), applied,
               f'{name}: every letter was applied')
        tap.eq(program.one('SELECT count(*) FROM inbox WHERE state != ?', 'applied'), 0, f'{name}: none is left')
        tap.eq(program.sql("SELECT letter, count(*) FROM outcome WHERE kind = 'letter' AND detail NOT LIKE 'duplicate%' "
                           "GROUP BY 1 HAVING count(*) > 1"), [], f'{name}: none twice')
        tap.eq(outcomes(program, 'run-published'), 1, f'{name}: the draft was published once')
        if filed:
            tap.eq((len(self.imap.raw()), len(self.imap.raw(filed))), (0, self.letters), f'{name}: and filed away')
        sound(program, name)


@contextlib.contextmanager
def reader(name, capabilities=None, published=True):
    """A Reader; by and by the draft is approved."""
    imap = RudeIMAP(capabilities) if capabilities else RudeIMAP()
    with imap, program_with(incoming=f'imap+plain://127.0.0.1:{imap.port}') as program:
        reader = Reader(program, imap, name)
        once(program, T0)
        if published:
            reader.act('approve')
            once(program, T0 + MINUTE)
            tap.eq(program.sql('SELECT state FROM run'), [('published',)], f'{name}: the draft is published by mail')
        yield reader


def live(r, now, true):
    """Run until this is true and all letters are away."""
    r.program.run(MENTORD_NOW=str(now))
    wait_for(lambda: true() and r.program.one('SELECT count(*) FROM inbox WHERE filed_at IS NULL') == 0, LIFE,
             r.name)
    r.program.stop()


def both_answer(r, now=T0 + 2 * MINUTE, runs=1):
    r.act('accept')
    r.act('decline')
    for n in range(runs):
        once(r.program, now + n * MINUTE)
    tap.eq(sorted(r.partstats()), ['ACCEPTED', 'DECLINED'], f'{r.name}: both answers count')


def poor_servers():
    for capabilities, filed in (('IMAP4rev1 IDLE MOVE UIDPLUS', True), ('IMAP4rev1', False),
                                ('IMAP4rev1 UIDPLUS', True), ('IMAP4rev1 MOVE', True), ('IMAP4rev1 IDLE', False)):
        with reader(f'only {capabilities}', capabilities) as r:
            both_answer(r)
            once(r.program, T0 + 3 * MINUTE)
            r.check(filed='mentord-done' if filed else None)
            if not filed:
                tap.eq(len(r.imap.raw()), r.letters, f'{r.name}: letters stay where they are')
            tap.eq(r.imap.said('EXPUNGE') - r.imap.said('UID EXPUNGE'), 0, f'{r.name}: never a bare EXPUNGE')
            tap.eq(r.imap.said('\\Seen'), 0, f'{r.name}: never \\Seen')


def deleted_by_others():
    with reader('a \\Deleted mail of somebody else', 'IMAP4rev1 UIDPLUS') as r:
        uid = r.imap.append(b'Subject: theirs\r\n\r\nTo be kept.\r\n')
        r.imap.folders['INBOX'][-1]['deleted'] = True
        r.act('accept')
        once(r.program, T0 + 2 * MINUTE)
        tap.ok(r.partstats().count('ACCEPTED') == 1, f'{r.name}: others are read meanwhile')
        r.imap.fault('EXPUNGE', 'OK told to')
        tap.ok(uid > 0, f'{r.name}: it was looked at like any other')


def new_numbers():
    """UIDVALIDITY changes: between two runs, and with letters unfiled."""
    with reader('new UIDVALIDITY') as r:
        r.imap.fault('MOVE', 'NO [CANNOT] not now', times=0)
        r.imap.fault('CREATE', 'NO [CANNOT] not now', times=0)
        r.act('accept')
        r.act('decline')
        r.program.run(MENTORD_NOW=str(T0 + 2 * MINUTE))
        wait_for(lambda: sorted(r.partstats()) == ['ACCEPTED', 'DECLINED'] and r.imap.said('CREATE') > 1, 20, 'both')
        r.program.stop()
        tap.eq(len(r.imap.raw()), 2, f'{r.name}: they could not be filed')
        r.imap.faults.clear()
        r.imap.renumber()
        once(r.program, T0 + 3 * MINUTE)
        tap.eq(outcomes(r.program, 'rsvp'), 2, f'{r.name}: nothing is applied twice')
        tap.eq(r.program.one("SELECT count(*) FROM inbox WHERE disposition = 'duplicate'"), 2, f'{r.name}: but known again')
        r.check()


def new_numbers_meanwhile():
    with reader('new UIDVALIDITY while it waits') as r:
        r.program.run(MENTORD_NOW=str(T0 + 2 * MINUTE))
        wait_for(lambda: r.imap.said('IDLE'), 20, 'IDLE')
        r.imap.renumber()
        r.act('accept')
        r.act('decline')
        wait_for(lambda: sorted(r.partstats()) == ['ACCEPTED', 'DECLINED'] and not r.imap.raw(), LIFE, 'both')
        wait_for(lambda: not r.program.one('SELECT count(*) FROM inbox WHERE filed_at IS NULL'), LIFE, 'filing')
        r.program.stop()
        r.check()


def moved_under_us():
    """Another client takes letters away at the worst moments."""
    with reader('moved away before the fetch') as r:
        r.act('accept')
        uid = r.imap.append(b'Subject: gone\r\n\r\nSoon.\r\n')
        r.imap.fault('FETCH', b'* 2 EXPUNGE\r\n{tag} OK [EXPUNGEISSUED] some are gone\r\n')
        r.imap.take_away(uid)
        once(r.program, T0 + 2 * MINUTE)
        once(r.program, T0 + 3 * MINUTE)
        tap.eq(r.partstats().count('ACCEPTED'), 1, f'{r.name}: what is there is read')
        r.check()
    with reader('moved away before the filing') as r:
        r.imap.fault('MOVE', 'NO [EXPUNGEISSUED] gone')
        r.imap.fault('CREATE', drop='before')
        r.act('accept')
        r.program.run(MENTORD_NOW=str(T0 + 2 * MINUTE))
        wait_for(lambda: 'ACCEPTED' in r.partstats(), 20, 'the answer')
        for uid in [m['uid'] for m in r.imap.folders['INBOX']]:
            r.imap.take_away(uid)
        wait_for(lambda: not r.program.one('SELECT count(*) FROM inbox WHERE filed_at IS NULL'), LIFE, 'filing')
        r.program.stop()
        r.check(filed=None)
    with reader('moved back by hand') as r:
        both_answer(r)
        with r.imap.lock:
            back = [m['raw'] for m in r.imap.folders['mentord-done']]
            r.imap.folders['mentord-done'].clear()
        for raw in back:
            r.imap.append(raw)
        once(r.program, T0 + 3 * MINUTE)
        tap.eq(outcomes(r.program, 'rsvp'), 2, f'{r.name}: nothing is applied twice')
        r.check()


def cut_in_a_literal():
    for name, raw in (('in the mail', b'* 1 FETCH (UID %d BODY[] {9000}\r\nFrom: half'),
                      ('in the size', b'* 1 FETCH (UID %d BODY[] {90'),
                      ('before the end of the answer', b'* 1 FETCH (UID %d BODY[] {5}\r\nabcde')):
        with reader(f'cut {name}') as r:
            r.act('accept')
            uid = r.imap.folders['INBOX'][0]['uid']
            r.imap.fault('FETCH', raw % uid, match='BODY.PEEK', drop='after')
            live(r, T0 + 2 * MINUTE, lambda: 'ACCEPTED' in r.partstats())
            tap.ok(True, f'{r.name}: fetched whole on the next connection')
            r.check()


def lies():
    """Answers that nobody asked for, or for something else."""
    other = b'From: x@example.org\r\nSubject: other\r\n\r\nx\r\n'
    for name, raw in (('for another UID', b'* 7 FETCH (UID 4711 BODY[] {%d}\r\n%s)\r\n{tag} OK done\r\n' % (len(other), other)),
                      ('with nothing in it', b'{tag} OK done\r\n'), ('NO', b'{tag} NO [SERVERBUG] sorry\r\n'),
                      ('BAD', b'{tag} BAD what?\r\n')):
        with reader(f'FETCH answered {name}') as r:
            r.act('accept')
            r.imap.fault('FETCH', raw, match='BODY.PEEK')
            once(r.program, T0 + 2 * MINUTE)
            tap.eq(r.program.one("SELECT count(*) FROM inbox WHERE disposition IS NOT 'command'"), 0,
                   f'{r.name}: nothing is made of it')
            once(r.program, T0 + 3 * MINUTE)
            tap.eq(r.partstats().count('ACCEPTED'), 1, f'{r.name}: the letter comes with the next look')
            r.check()


def goodbyes():
    for at in ('SELECT', 'SEARCH', 'FETCH', 'MOVE'):
        with reader(f'BYE at {at}') as r:
            r.imap.fault(at, '* BYE shutting down', drop='after')
            both_answer(r, runs=2)
            r.check()
        with reader(f'dropped at {at}') as r:
            r.imap.fault(at, drop='before')
            both_answer(r, runs=2)
            r.check()
    for at in ('FETCH', 'MOVE'):
        with reader(f'dropped after {at}') as r:
            r.imap.fault(at, drop='after')
            both_answer(r, runs=2)
            r.check()


def forged_replies():
    """A mail that speaks IMAP is text."""
    with reader('IMAP in a mail') as r:
        letter = r.act('accept')
        body = ''.join(f'm{n} OK FETCH completed\r\nA{n:03} OK done\r\n* {n} FETCH (UID {n} BODY[] {{3}}\r\nabc)\r\n)\r\n'
                       '* BYE\r\n+ \r\n* 0 EXISTS\r\n' for n in range(1, 40))
        r.imap.append((f'From: {BEN}\r\nTo: {CAST.address}\r\nSubject: hello\r\nMessage-ID: <f@example.net>\r\n\r\n'
                       + body).encode())
        r.letters += 1
        r.act('decline')
        once(r.program, T0 + 2 * MINUTE)
        tap.eq(sorted(r.partstats()), ['ACCEPTED', 'DECLINED'], f'{r.name}: those before and behind it count')
        stored = [raw for raw, in r.program.sql('SELECT raw FROM inbox_bytes ORDER BY letter')]
        tap.ok(letter in stored and any(body.encode() in raw for raw in stored), f'{r.name}: and it is stored whole')
        tap.eq(r.imap.connections, 3, f'{r.name}: on one connection a run')
        r.check()


def twins():
    """The same bytes under two UIDs; and one Message-ID for two letters."""
    with reader('delivered twice') as r:
        letter = r.act('accept')
        r.imap.append(letter)
        once(r.program, T0 + 2 * MINUTE)
        tap.eq(outcomes(r.program, 'rsvp'), 1, f'{r.name}: counts once')
        r.letters += 1
        r.check(applied=2)
    with reader('one Message-ID for two letters') as r:
        letter = r.act('accept')
        said = story.parse(letter)['Message-ID']
        first = f'From: x@example.com\r\nTo: {CAST.address}\r\nMessage-ID: {said}\r\n\r\nFirst!\r\n'.encode()
        with r.imap.lock:
            r.imap.folders['INBOX'].insert(0, r.imap.numbered(first))
        r.letters += 1
        once(r.program, T0 + 2 * MINUTE)
        tap.eq(r.partstats().count('ACCEPTED'), 1, f'{r.name}: both are read')
        r.check()


def wrong_password_in():
    with RudeIMAP() as imap, program_with(incoming=f'imap+plain://127.0.0.1:{imap.port}') as program:
        for command in ('LOGIN', 'AUTHENTICATE'):
            imap.fault(command, 'NO [AUTHENTICATIONFAILED] no', times=0)
        program.run(MENTORD_NOW=str(T0))
        watch_for_hammering(program, imap, ' ', 'wrong password')
        tap.ok(imap.connections <= 2, f'wrong password: {imap.connections} connections')
        tap.has(status(program, T0), 'incoming', 'wrong password: status names the channel')
        wait_for(lambda: states(program) and set(states(program).values()) == {'sent'}, 20, 'mail out')
        tap.ok(True, 'wrong password: mail goes out all the same')
        program.stop()
        sound(program, 'wrong password')


def away_and_back_in():
    with reader('server away and back') as r:
        port = r.imap.port
        r.program.run(MENTORD_NOW=str(T0 + 2 * MINUTE))
        wait_for(lambda: r.imap.said('IDLE') > 0, 20, 'IDLE')
        r.imap.stop()
        wait_for(lambda: 'incoming mail is down' in status(r.program, T0), 20, 'status to know')
        tap.ok(True, f'{r.name}: status says so')
        r.act('accept')
        r.act('decline')
        r.imap.start(port)
        wait_for(lambda: sorted(r.partstats()) == ['ACCEPTED', 'DECLINED'] and not r.imap.raw(), LIFE, 'both')
        tap.ok('down' not in status(r.program, T0), f'{r.name}: all is well again, without a restart')
        wait_for(lambda: not r.program.one('SELECT count(*) FROM inbox WHERE filed_at IS NULL'), LIFE, 'filing')
        r.program.stop()
        r.check()


def mail_in():
    poor_servers()
    deleted_by_others()
    new_numbers()
    new_numbers_meanwhile()
    moved_under_us()
    cut_in_a_literal()
    lies()
    goodbyes()
    forged_replies()
    twins()
    wrong_password_in()
    away_and_back_in()


if __name__ == '__main__':
    mail_out()
    mail_in()
    tap.done()
