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
# Their answers bear the time that it is, so the program lives now: it began
# some days ago.
NOW = int(time.time())
TODAY = datetime.date.fromtimestamp(NOW)
CONFIG = {**story.CONFIG,
          'program': {**story.CONFIG['program'],
                      'starts': str(TODAY - datetime.timedelta(days=2)),
                      'ends': str(TODAY + datetime.timedelta(days=90))},
          'sessions': {'count': 3, 'every': '1 week', 'length': '60 minutes',
                       'place': 'https://meet.example.org/story'},
          'timeline': []}


def utc(at):
    return datetime.datetime.fromtimestamp(at, datetime.timezone.utc).strftime('%Y%m%dT%H%M%SZ')


class People:
    """Their mailboxes; each calendar mail is seen once, in order."""

    def __init__(self, mail):
        self.mail, self.seen = mail, {ANA: 0, BEN: 0}

    def calendar_mails(self, who):
        mails = [story.parse(raw) for raw in self.mail.mailbox(who)]
        return [m for m in mails if clients.object_of(m)]

    def next(self, who, method, what):
        """The next calendar mail to that person, which must be of the method."""
        wait_for(lambda: len(self.calendar_mails(who)) > self.seen[who], 60, what)
        mail = self.calendar_mails(who)[self.seen[who]]
        self.seen[who] += 1
        if f'\r\nMETHOD:{method}\r\n'.encode() not in clients.object_of(mail):
            tap.diag(story.calendar(mail))
            raise RuntimeError(f'{what}: not {method}')
        return mail

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
    wait_for(lambda: any('proposes' in m['Subject'] or 'schlägt' in m['Subject'] for m in
                         (story.parse(raw) for raw in people.mail.mailbox(BEN))), 60, 'the proposal')
    asked = next(m for m in (story.parse(raw) for raw in people.mail.mailbox(BEN)) if 'schlägt' in m['Subject'])
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
    held = [[(e['UID'], e['SEQUENCE'], e['DTSTART']) for e in a['events']] for a in after]
    want, calendar = [], {}
    for data in objects:
        text = data.decode().replace('\r\n ', '')
        event = text[text.index('BEGIN:VEVENT'):]

        def value(name, event=event):
            return next(x for x in event.split('\r\n') if x.startswith(name)).split(':', 1)[1]
        if '\r\nMETHOD:CANCEL\r\n' in text:
            calendar.pop(value('UID'), None)
        elif '\r\nMETHOD:REQUEST\r\n' in text:
            calendar[value('UID')] = (value('UID'), value('SEQUENCE'), value('DTSTART'))
        want.append(sorted(calendar.values()))
    tap.eq([sorted(h) for h in held], want, 'and holds after each what we meant')
    return objects


def of_rehearsal():
    """Every object that a whole season sends."""
    with tempfile.TemporaryDirectory(prefix='mentord-clients-') as folder:
        clients.run(*MENTORD, 'rehearse', '--out', folder + '/season', DEMO)
        new = os.path.join(folder, 'season', 'mail', 'sent', 'new')
        found = []
        for name in sorted(os.listdir(new)):
            with open(os.path.join(new, name), 'rb') as f:
                found.append(clients.object_of(email.message_from_bytes(f.read(), policy=email.policy.default)))
    return [data for data in found if data]


def by_icaljs(objects):
    if clients.missing_icaljs():
        tap.skip('every object as ical.js reads it', clients.missing_icaljs())
        return
    season = of_rehearsal()
    tap.ok(len(season) > 20, f'a season sends {len(season)} objects')
    tap.eq(clients.faults(season + objects), [], 'every object is fine with ical.js and the rules for bytes')
    broken = objects[0].replace(b'RSVP=TRUE;', b'', 1).replace(b'SEQUENCE:', b'SEQUENCES:', 1)
    tap.ok(clients.faults([broken]), 'which notice what is not')


def main():
    if servers.missing_postfix() or clients.missing():
        tap.skip_all(servers.missing_postfix() or clients.missing())
    objects = []
    with servers.Servers() as mail:
        with Program(dict(CONFIG, mail=mail_by(mail, ADDRESS)), story.ROSTER) as program:
            people = People(mail)
            program.run(MENTORD_NOW=str(NOW))
            coordinator = story.Story(mail)
            wait_for(lambda: coordinator.play('approve'), 60, 'the draft to reach the coordinator')
            try:
                ana, ben = invited(program, people)
                update = moved(program, people, ana, ben)
                left_out(program, people, update)
            except BaseException:
                tap.diag(f'{states(program)}\n{dispositions(program)}')
                raise
            program.stop()
            tap.eq(program.sql("SELECT reason FROM inbox WHERE disposition IN ('quarantine', 'stranger', 'forged')"),
                   [], 'every letter could be read, and was known')
            objects = in_calendars(people, ANA) + in_calendars(people, BEN)
    by_icaljs(objects)
    tap.done()


main()
