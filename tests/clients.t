#!/usr/bin/env python3
"""Calendars that other people wrote answer our invitations.

Emacs Gnus and Horde get what a running program mails through Postfix, their
answers come back the same way, and the store must follow; Evolution's calendar
must hold what we mean it to hold after each mail. ical.js and the rules for
bytes see every object of a rehearsed season.
"""
import datetime
import email
import email.policy
import os
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import clients
import servers
import story
import tap
from program import MENTORD, Program, mail_by, wait_for
from story import ADDRESS, ANA, BEN, NAMES

HOUR = 3600
DEMO = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'conf', 'demo', 'program.conf')
NOW = int(time.time())
TODAY = datetime.date.fromtimestamp(NOW)
SESSIONS = {'count': 3, 'every': '1 week', 'length': '60 minutes', 'place': 'https://meet.example.org/story'}


def utc(at):
    return datetime.datetime.fromtimestamp(at, datetime.timezone.utc).strftime('%Y%m%dT%H%M%SZ')


class People:
    """Their mailboxes; each calendar mail is taken once."""

    def __init__(self, mail):
        self.mail, self.taken = mail, set()

    def mails(self, who):
        return [story.parse(raw) for raw in self.mail.mailbox(who)]

    def calendar_mails(self, who):
        return [m for m in self.mails(who) if clients.object_of(m)]

    def next(self, who, method, what):
        """The next calendar mail of that method to that person."""
        def found():
            for m in self.calendar_mails(who):
                if (m['Message-ID'] not in self.taken and
                        f'\r\nMETHOD:{method}\r\n'.encode() in clients.object_of(m)):
                    self.taken.add(m['Message-ID'])
                    return m
            return None
        return wait_for(found, 60, what)

    def send(self, who, raw):
        self.mail.send(who, story.mail_to(raw), raw)


def states(program, number=1):
    return dict(program.sql(
        "SELECT address, partstat FROM attendee JOIN address USING (participant) "
        "JOIN session ON session.id = session WHERE number = ? AND address.position = 0 "
        "AND session.state <> 'cancelled'", number))


def stood(program, number=1):
    """UID, SEQUENCE and time of a session."""
    return program.sql("SELECT uid, sequence, starts_at, id FROM session WHERE number = ? "
                       "ORDER BY id DESC LIMIT 1", number)[0]


def dispositions(program):
    return program.sql("SELECT disposition, reason FROM inbox WHERE state = 'applied' ORDER BY applied_at, id")


def applied(program, before, what):
    """What became of the letter that was sent since."""
    wait_for(lambda: len(dispositions(program)) > len(before), 60, what)
    return next(d for d in dispositions(program) if dispositions(program).count(d) > before.count(d))


def invited(program, people):
    """The first invitation: Gnus and Horde both understand it."""
    ana = people.next(ANA, 'REQUEST', 'the invitation to Ana')
    ben = people.next(BEN, 'REQUEST', 'the invitation to Ben')
    starts = stood(program)[2]
    seen = clients.gnus_sees(ana, ANA)
    tap.has(seen, 'gnus-icalendar-event-request', 'Gnus sees an invitation')
    tap.has(seen, f'"{utc(starts)}"', 'to the time that was planned')
    tap.has(seen, 't required)', 'that Ana is asked to answer')
    tap.has(seen, f'"{NAMES[BEN]} (Story)" "https://meet.example.org/story"', 'with whom and where')
    people.send(ANA, clients.gnus(ana, ANA, 'tentative'))
    people.send(BEN, clients.horde(ben, BEN, NAMES[BEN], 'accept'))
    wait_for(lambda: 'NEEDS-ACTION' not in states(program).values(), 60, 'both answers')
    tap.eq(states(program), {ANA: 'TENTATIVE', BEN: 'ACCEPTED'}, "Gnus' perhaps and Horde's yes are stored")
    people.send(ANA, clients.gnus(ana, ANA, 'accepted'))
    wait_for(lambda: states(program)[ANA] == 'ACCEPTED', 60, 'the second thought')
    people.send(BEN, clients.horde(ben, BEN, NAMES[BEN], 'tentative'))
    wait_for(lambda: states(program)[BEN] == 'TENTATIVE', 60, 'the second thought')
    tap.ok(True, 'and what they think later')
    return ana, ben


def moved(program, people, ana, ben):
    """Ana's calendar proposes another time, Ben agrees: all are asked anew."""
    uid, sequence, starts, session = stood(program)
    later = starts + 2 * HOUR
    people.send(ANA, clients.counter(ana, ANA, utc(later), utc(later + HOUR)))
    asked = wait_for(lambda: next((m for m in people.mails(BEN) if 'schlägt' in m['Subject']), None),
                     60, 'the proposal')
    tap.eq(stood(program), (uid, sequence, starts, session), 'a proposal moves nothing')
    people.send(BEN, story.reply(asked, BEN, 'ja\n', 'AW: '))
    update = people.next(ANA, 'REQUEST', 'the update to Ana')
    second = people.next(BEN, 'REQUEST', 'the update to Ben')
    tap.eq(stood(program), (uid, sequence + 1, later, session), 'a yes does: one SEQUENCE more, the same UID')
    tap.has(clients.gnus_sees(update, ANA), f'"{utc(later)}"', 'Gnus sees the new time')
    tap.eq(states(program), {ANA: 'ACCEPTED', BEN: 'ACCEPTED'}, 'to which both have said yes')
    before = dispositions(program)
    people.send(BEN, clients.horde(ben, BEN, NAMES[BEN], 'decline'))
    applied(program, before, 'the answer to the old invitation')
    tap.eq(states(program)[BEN], 'ACCEPTED', 'an answer to the old invitation is no answer')
    people.send(ANA, clients.gnus(update, ANA, 'tentative'))
    people.send(BEN, clients.horde(second, BEN, NAMES[BEN], 'decline'))
    wait_for(lambda: states(program) == {ANA: 'TENTATIVE', BEN: 'DECLINED'}, 60, 'both answers to the update')
    tap.ok(True, 'both answers to the new one are stored')
    return update


def left_out(program, people, update):
    """Not this time: the calendars lose it, and a late answer brings nothing back."""
    session = stood(program)[3]
    people.send(ANA, story.reply(update, ANA, 'skip\n'))
    cancel = people.next(ANA, 'CANCEL', 'the cancellation to Ana')
    people.next(BEN, 'CANCEL', 'the cancellation to Ben')
    tap.eq(program.one('SELECT state FROM session WHERE id = ?', session), 'cancelled', 'the session is left out')
    tap.has(clients.gnus_sees(cancel, ANA), 'gnus-icalendar-event-cancel', 'Gnus sees a cancellation')
    before = dispositions(program)
    people.send(ANA, clients.gnus(update, ANA, 'accepted'))
    applied(program, before, 'a late answer')
    tap.eq(program.one('SELECT state FROM session WHERE id = ?', session), 'cancelled', 'a late yes changes nothing')


def in_calendars(people, who):
    """Evolution receives what that person did."""
    objects = [clients.object_of(m) for m in people.calendar_mails(who)]
    after = clients.evolution(objects)
    tap.eq([a['error'] for a in after], [None] * len(objects), f'Evolution takes every mail to {who}')
    held = [[(e['UID'], e.get('RECURRENCE-ID', ''), e['SEQUENCE'], e['DTSTART']) for e in a['events']] for a in after]
    want, calendar = [], {}
    for data in objects:
        text = data.decode().replace('\r\n ', '')
        lines = text[text.index('BEGIN:VEVENT'):].split('\r\n')

        def value(name, lines=lines):
            return next((x for x in lines if x.startswith(name)), ':').split(':', 1)[1]
        key = value('UID'), value('RECURRENCE-ID')
        if '\r\nMETHOD:REQUEST\r\n' in text:
            calendar[key] = (*key, value('SEQUENCE'), value('DTSTART'))
        elif '\r\nMETHOD:CANCEL\r\n' in text:
            for known in list(calendar):
                if known == key or (known[0] == key[0] and not key[1]):
                    del calendar[known]
        want.append(sorted(calendar.values()))
    tap.eq([sorted(h) for h in held], want, 'and holds after each what we meant')
    return objects


def rehearsal(folder):
    """A whole season, played beside the stories."""
    with open(os.path.join(folder, 'log'), 'wb') as log:
        return subprocess.Popen([*MENTORD, 'rehearse', '--out', os.path.join(folder, 'season'), DEMO],
                                stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def objects_of(folder):
    """Every object that the season sent."""
    new = os.path.join(folder, 'season', 'mail', 'sent', 'new')
    found = []
    for name in sorted(os.listdir(new)):
        with open(os.path.join(new, name), 'rb') as f:
            found.append(clients.object_of(email.message_from_bytes(f.read(), policy=email.policy.default)))
    return [data for data in found if data]


def by_parsers(season, objects):
    tap.ok(len(season) > 20, f'a season sends {len(season)} objects')
    tap.eq(clients.restrictions(season + objects), [], "libical's table has nothing against any of them")
    broken = objects[0].replace(b'RSVP=TRUE;', b'', 1).replace(b'SEQUENCE:', b'X-SEQUENCES:', 1)
    tap.ok(clients.restrictions([broken.replace(b'DTSTAMP', b'X-STAMP')]), 'but against one without DTSTAMP')
    if clients.missing_icaljs():
        tap.skip('every object as ical.js reads it', clients.missing_icaljs())
        return
    tap.eq(clients.faults(season + objects), [], 'every object is fine with ical.js and the rules for bytes')
    tap.ok(clients.faults([broken]), 'which notice what is not')


def answers(program, address):
    """That person's answer to each session of the series, in order."""
    return [p for p, in program.sql(
        "SELECT partstat FROM attendee JOIN address USING (participant) JOIN session ON session.id = session "
        "WHERE address = ? AND series IS NOT NULL AND session.state = 'planned' ORDER BY number", address)]


def series(program, people, cast):
    """All meetings in one object: one answer, one that moves, one that goes."""
    ana = people.next(cast.ana, 'REQUEST', 'the series to Ana')
    ben = people.next(cast.ben, 'REQUEST', 'the series to Ben')
    tap.has(clients.gnus_sees(ana, cast.ana), 'FREQ=WEEKLY;INTERVAL=1;', 'Gnus sees that it repeats')
    people.send(cast.ana, clients.gnus(ana, cast.ana, 'accepted'))
    people.send(cast.ben, clients.horde(ben, cast.ben, NAMES[BEN], 'tentative'))
    wait_for(lambda: 'NEEDS-ACTION' not in answers(program, cast.ana) + answers(program, cast.ben), 60, 'both answers')
    tap.eq((answers(program, cast.ana), answers(program, cast.ben)), (['ACCEPTED'] * 4, ['TENTATIVE'] * 4),
           'one answer counts for all of them')
    second = program.sql('SELECT starts_at FROM session ORDER BY number')[1][0]
    later = second + 26 * HOUR
    people.send(cast.ana, clients.counter(ana, cast.ana, utc(later), utc(later + HOUR), utc(second)))
    asked = wait_for(lambda: next((m for m in people.mails(cast.ben) if 'schlägt' in m['Subject']), None),
                     60, 'the proposal')
    people.send(cast.ben, story.reply(asked, cast.ben, 'ja\n', 'AW: '))
    one = people.next(cast.ana, 'REQUEST', 'the moved one to Ana')
    other = people.next(cast.ben, 'REQUEST', 'the moved one to Ben')
    tap.eq([s for s, in program.sql('SELECT starts_at FROM session ORDER BY number')][1], later, 'one of them moves')
    tap.has(story.calendar(one), 'RECURRENCE-ID;TZID=Europe/Berlin:', 'and is told as one of them')
    people.send(cast.ana, clients.gnus(one, cast.ana, 'declined'))
    people.send(cast.ben, clients.horde(other, cast.ben, NAMES[BEN], 'accept'))
    wait_for(lambda: answers(program, cast.ana)[1] == 'DECLINED' and answers(program, cast.ben)[1] == 'ACCEPTED',
             60, 'answers to one')
    tap.eq((answers(program, cast.ana), answers(program, cast.ben)),
           (['ACCEPTED', 'DECLINED', 'ACCEPTED', 'ACCEPTED'], ['TENTATIVE', 'ACCEPTED', 'TENTATIVE', 'TENTATIVE']),
           'an answer to one is an answer to that one')
    people.send(cast.ana, story.reply(one, cast.ana, 'skip\n'))
    people.next(cast.ana, 'CANCEL', 'the cancellation of one')
    people.next(cast.ben, 'CANCEL', 'the cancellation of one')
    tap.eq(program.one("SELECT count(*) FROM session WHERE state = 'planned'"), 3, 'one is left out, the others stay')


def ended(program, people, cast):
    """Ana leaves: nothing of the series stays in any calendar."""
    people.send(cast.ana, story.reply(people.mails(cast.ana)[0], cast.ana, 'leave\n'))
    sure = wait_for(lambda: next((m for m in people.mails(cast.ana) if 'leave' in m['Subject'].lower()), None),
                    60, 'the question whether she is sure')
    people.send(cast.ana, story.reply(sure, cast.ana, 'yes\n'))
    people.next(cast.ana, 'CANCEL', 'the end of the series')
    last = people.next(cast.ben, 'CANCEL', 'the end of the series')
    tap.ok('RECURRENCE-ID' not in story.calendar(last), 'the end of a match is the end of its series')


def play(mail, cast, sessions, *acts):
    """A program from its draft on; returns what its people got."""
    config = cast.config(mail_by(mail, cast.address, daily_limit=20))
    config.update(sessions=sessions, timeline=[])
    # their answers bear the time that it is: it began some days ago
    config['program'].update(starts=str(TODAY - datetime.timedelta(days=2)),
                             ends=str(TODAY + datetime.timedelta(days=90)))
    with Program(config, cast.roster()) as program:
        people = People(mail)
        program.run(MENTORD_NOW=str(NOW))
        coordinator = story.Story(mail, cast)
        wait_for(lambda: coordinator.play('approve'), 60, 'the draft to reach the coordinator')
        try:
            for act in acts:
                act(program, people, cast)
        except BaseException:
            tap.diag(program.sql('SELECT moment, participant, state, subject FROM outbox'))
            tap.diag(dispositions(program))
            raise
        program.stop()
        tap.eq(program.sql("SELECT reason FROM inbox WHERE disposition IN ('quarantine', 'stranger', 'forged')"),
               [], 'every letter could be read, and was known')
        return in_calendars(people, cast.ana) + in_calendars(people, cast.ben)


def single(program, people, _):
    ana, ben = invited(program, people)
    left_out(program, people, moved(program, people, ana, ben))


def main():
    if servers.missing_postfix() or clients.missing():
        tap.skip_all(servers.missing_postfix() or clients.missing())
    with tempfile.TemporaryDirectory(prefix='mentord-clients-') as folder:
        season = rehearsal(folder)
        with servers.Servers() as mail:
            objects = play(mail, story.Cast(), SESSIONS, single)
            objects += play(mail, story.Cast('2'), {**SESSIONS, 'series': True, 'count': 4}, series, ended)
        tap.eq(season.wait(timeout=100), 0, 'a season was rehearsed')
        by_parsers(objects_of(folder), objects)
    tap.done()


main()
