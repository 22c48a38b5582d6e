#!/usr/bin/env python3
"""Thunderbird as one of two participants, by real IMAP and SMTP.

Ana presses buttons in Thunderbird, Ben writes plain mails. Each object that
mentord sends must be shown for what it is, the answer must reach the store,
and Ana's calendar must hold what stands.
"""
import datetime
import os
import sys
import time
import zoneinfo

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'lib'))
import clients
import servers
import story
import tap
import thunderbird
from program import Program, mail_by, wait_for

NOW = int(time.time())
TODAY = datetime.date.fromtimestamp(NOW)
HOUR = 3600
SESSIONS = {'count': 4, 'every': '1 week', 'length': '60 minutes', 'place': 'Room 7'}
INVITED = ['imipAcceptButton', 'imipTentativeButton', 'imipDeclineButton']


def utc(at):
    return datetime.datetime.fromtimestamp(at, datetime.timezone.utc).strftime('%Y%m%dT%H%M%SZ')


class Play:
    """A program, its two people, and Ana's Thunderbird."""

    def __init__(self, mail, cast, program, ana):
        self.mail, self.cast, self.program, self.ana = mail, cast, program, ana
        self.taken = set()

    def mails(self, who):
        return [story.parse(raw) for raw in self.mail.mailbox(who)]

    def next(self, who, method, what):
        def found():
            for m in self.mails(who):
                data = clients.object_of(m) or b''
                if m['Message-ID'] not in self.taken and f'\r\nMETHOD:{method}\r\n'.encode() in data:
                    self.taken.add(m['Message-ID'])
                    return m
            return None
        return wait_for(found, 60, what)

    def press(self, mail, button):
        return self.ana.press(mail['Message-ID'], button)

    def answer(self, mail, button):
        """And the answer reaches the program."""
        before = self.letters()
        seen = self.press(mail, button)
        wait_for(lambda: self.letters() > before, 60, 'the answer to arrive')
        return seen

    def answers(self):
        return [p for p, in self.program.sql(
            "SELECT partstat FROM attendee JOIN address USING (participant) JOIN session ON session.id = session "
            "WHERE address = ? AND session.state = 'planned' ORDER BY number, session.id", self.cast.ana)]

    def letters(self):
        return self.program.one("SELECT count(*) FROM inbox WHERE state = 'applied'")

    def times(self):
        return [at for at, in self.program.sql("SELECT starts_at FROM session WHERE state = 'planned' ORDER BY number")]

    def ben_moves(self, invitation, old, new):
        """Ben's calendar proposes another time, Ana agrees in words: all are
        sent the object anew."""
        raw = clients.counter(invitation, self.cast.ben, utc(new), utc(new + HOUR), utc(old))
        self.mail.send(self.cast.ben, story.mail_to(raw), raw)
        asked = wait_for(lambda: next((m for m in self.mails(self.cast.ana) if 'proposes' in m['Subject']
                                       and m['Message-ID'] not in self.taken), None), 60, 'the proposal')
        self.taken.add(asked['Message-ID'])
        raw = story.reply(asked, self.cast.ana, 'yes\n')
        self.mail.send(self.cast.ana, story.mail_to(raw), raw)
        return self.next(self.cast.ana, 'REQUEST', 'the update to Ana')

    def skip(self, mail):
        raw = story.reply(mail, self.cast.ana, 'skip\n')
        self.mail.send(self.cast.ana, story.mail_to(raw), raw)
        return self.next(self.cast.ana, 'CANCEL', 'the cancellation to Ana')

    def held(self):
        """Times in Ana's calendar, as the lines say them."""
        return [e['DTSTART'].split(':')[-1] for e in self.ana.events()]


def wall(at):
    """As Berlin's clocks show it."""
    return datetime.datetime.fromtimestamp(at, zoneinfo.ZoneInfo('Europe/Berlin')).strftime('%Y%m%dT%H%M%S')


def single(play):
    invitation = play.next(play.cast.ana, 'REQUEST', 'the invitation to Ana')
    bens = play.next(play.cast.ben, 'REQUEST', 'the invitation to Ben')
    seen = play.answer(invitation, 'TENTATIVE')
    tap.eq((seen['method'], seen['buttons'][:3]), ('REQUEST', INVITED), 'Thunderbird shows an invitation, three buttons')
    tap.eq(play.answers(), ['TENTATIVE'], 'its perhaps reaches the store')
    at, = play.times()
    tap.eq(play.held(), [wall(at)], 'and the meeting stands in the calendar')

    update = play.ben_moves(bens, at, at + 2 * HOUR)
    seen = play.answer(update, 'DECLINED')
    tap.eq(seen['buttons'][:3], INVITED, 'an update asks again')
    tap.eq(play.answers(), ['DECLINED'], 'its no reaches the store')
    tap.eq(play.held(), [wall(at + 2 * HOUR)], 'the meeting stands at the new time')

    bens = play.next(play.cast.ben, 'REQUEST', 'the update to Ben')
    again = play.ben_moves(bens, at + 2 * HOUR, at + HOUR)
    play.answer(again, 'ACCEPTED')
    tap.eq(play.answers(), ['ACCEPTED'], 'its yes reaches the store')

    before, late = play.letters(), late_copy(play, invitation)
    seen = play.ana.look(late)
    tap.ok('already been processed' in seen['label'], 'the first invitation once more is old news')
    tap.eq(play.held(), [wall(at + HOUR)], 'and moves nothing')
    tap.eq(play.letters(), before, 'nothing is sent')

    cancel = play.skip(again)
    seen = play.press(cancel, '')
    tap.eq(seen['method'], 'CANCEL', 'Thunderbird shows a cancellation')
    tap.ok(wall(at + HOUR) not in play.held(), 'and the meeting leaves the calendar')


def late_copy(play, mail):
    """The same mail again, late, under a name of its own."""
    name = 'late-' + mail['Message-ID'].strip('<>')
    raw = mail.as_bytes().replace(mail['Message-ID'].strip('<>').encode(), name.encode())
    play.mail.deliver(play.cast.ana, raw)
    return name


def series(play):
    master = play.next(play.cast.ana, 'REQUEST', 'the series to Ana')
    bens = play.next(play.cast.ben, 'REQUEST', 'the series to Ben')
    play.answer(master, 'ACCEPTED')
    tap.eq(play.answers(), ['ACCEPTED'] * 4, 'one yes to a series counts for all of it')
    tap.ok(any('RRULE' in e for e in play.ana.events()), 'it repeats in the calendar')

    second = play.times()[1]
    one = play.ben_moves(bens, second, second + 26 * HOUR)
    seen = play.answer(one, 'TENTATIVE')
    tap.eq(seen['buttons'][:3], INVITED, 'one that moved asks again')
    tap.eq(play.answers(), ['ACCEPTED', 'TENTATIVE', 'ACCEPTED', 'ACCEPTED'],
           'the answer to it is an answer to that one')
    moved = [e for e in play.ana.events() if 'RECURRENCE-ID' in e]
    tap.eq([e['DTSTART'].split(':')[-1] for e in moved], [wall(second + 26 * HOUR)], 'that one stands elsewhere')

    play.press(play.skip(one), '')
    wait_for(lambda: any('EXDATE' in e for e in play.ana.events()), 20, 'an exception of the series')
    tap.eq([e for e in play.ana.events() if 'RECURRENCE-ID' in e], [], 'one that is left out leaves the calendar')

    raw = story.reply(play.mails(play.cast.ana)[0], play.cast.ana, 'leave\n')
    play.mail.send(play.cast.ana, story.mail_to(raw), raw)
    sure = wait_for(lambda: next((m for m in play.mails(play.cast.ana) if 'leave' in m['Subject'].lower()), None),
                    60, 'the question whether she is sure')
    raw = story.reply(sure, play.cast.ana, 'yes\n')
    play.mail.send(play.cast.ana, story.mail_to(raw), raw)
    play.press(play.next(play.cast.ana, 'CANCEL', 'the end of the series'), '')
    tap.eq(play.ana.events(), [], 'who leaves has an empty calendar')


def perform(mail, cast, sessions, act):
    config = cast.config(mail_by(mail, cast.address, daily_limit=30))
    config.update(sessions=sessions, timeline=[])
    config['program'].update(starts=str(TODAY - datetime.timedelta(days=2)),
                             ends=str(TODAY + datetime.timedelta(days=90)))
    with Program(config, cast.roster()) as program, \
            thunderbird.Thunderbird(mail, cast.ana, story.NAMES[story.ANA]) as ana:
        tap.diag(f'Thunderbird {ana.version}')
        program.run(MENTORD_NOW=str(NOW))
        coordinator = story.Story(mail, cast)
        wait_for(lambda: coordinator.play('approve'), 60, 'the draft to reach the coordinator')
        act(Play(mail, cast, program, ana))
        program.stop()


def main():
    why = servers.missing_postfix() or thunderbird.missing()
    if why:
        tap.skip_all(why)
    with servers.Servers() as mail:
        perform(mail, story.Cast(), SESSIONS, single)
        perform(mail, story.Cast('2'), {**SESSIONS, 'series': True}, series)
    tap.done()


main()
