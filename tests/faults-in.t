#!/usr/bin/env python3
"""Mail in from IMAP servers that misbehave, and from mailboxes that others use:
every letter counts once.
"""
import contextlib
import os
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import story
import tap
from program import name_of, wait_for
from rude import RudeIMAP
from faults import (BEN, CAST, LIFE, MINUTE, T0, once, outcomes, program_with, sound, states, status,
                    watch_for_hammering)


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


def no_folder():
    """A server that makes no folder and moves nothing: `run --once` applies the letters, and does not wait for it."""
    with reader('nowhere to file') as r:
        r.imap.fault('MOVE', 'NO [CANNOT] not now', times=0)
        r.imap.fault('CREATE', 'NO [CANNOT] not now', times=0)
        r.act('accept')
        began = time.monotonic()
        tap.eq(once(r.program, T0 + 2 * MINUTE), 0, f'{r.name}: the run ends')
        tap.ok(time.monotonic() - began < 40, f'{r.name}: and soon')
        tap.ok('ACCEPTED' in r.partstats(), f'{r.name}: what the letter says counts')
        tap.eq(r.program.one('SELECT count(*) FROM inbox WHERE filed_at IS NULL'), 1, f'{r.name}: it is not taken for filed')
        r.imap.faults.clear()
        once(r.program, T0 + 3 * MINUTE)
        tap.eq(len(r.imap.raw()), 0, f'{r.name}: the next run files it')
        r.check()


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
        # the reader is held until both are stored, so that it has both at once
        r.program.run(MENTORD_NOW=str(T0 + 2 * MINUTE))
        wait_for(lambda: 'mentord-reader' in map(name_of, r.program.crew()), 20, 'the reader')
        held = [pid for pid in r.program.crew() if name_of(pid) == 'mentord-reader']
        os.kill(held[0], signal.SIGSTOP)
        wait_for(lambda: r.program.one('SELECT count(*) FROM inbox') == 3, 20, 'both')
        os.kill(held[0], signal.SIGCONT)
        wait_for(lambda: not r.imap.raw(), LIFE, 'filing')
        wait_for(lambda: not r.program.one('SELECT count(*) FROM inbox WHERE filed_at IS NULL'), LIFE, 'filing')
        r.program.stop()
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
    no_folder()
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
    mail_in()
    tap.done()
