#!/usr/bin/env python3
"""Mail out by SMTP servers that misbehave: what must be in the store and at the
sink after each kind of trouble.
"""
import contextlib
import os
import sys
from collections import Counter

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import story
import tap
from place import free_port
from rude import RudeSMTP
from faults import (ANA, BEN, COO, DAY, HOUR, MINUTE, T0, once, outcomes, people, program_with, sound, states,
                    status, watch_for_hammering)


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


if __name__ == '__main__':
    mail_out()
    tap.done()
