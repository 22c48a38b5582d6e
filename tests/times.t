#!/usr/bin/env python3
"""Another time for a meeting: by the button of a calendar, in words, or from a
list that everybody gets; up to the new invitation in both calendars."""
import base64
import datetime
import email.utils
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import story
import tap
from program import Program
from story import ANA, BEN, CONFIG, DAY, ROSTER, START

HOUR = 3600
UTC = datetime.timezone.utc
WORDS = 'I have to see the dentist.'


def stamp(at):
    return datetime.datetime.fromtimestamp(at, UTC).strftime('%Y%m%dT%H%M%SZ')


def counter(mail, sender, start, now):
    """METHOD:COUNTER (RFC 5546 3.2.7), with a word that is nobody's business."""
    was = story.calendar(mail).split('BEGIN:VEVENT')[1]

    def line(name):
        return re.search(rf'^{name}[;:].*$', was, re.M).group(0)
    organizer = line('ORGANIZER').split('mailto:')[1]
    text = '\r\n'.join([
        'BEGIN:VCALENDAR', 'PRODID:-//Times//EN', 'VERSION:2.0', 'METHOD:COUNTER', 'BEGIN:VEVENT',
        line('UID'), line('SEQUENCE'), f'DTSTAMP:{stamp(now)}', f'DTSTART:{stamp(start)}',
        f'DTEND:{stamp(start + HOUR)}', line('ORGANIZER'), f'COMMENT:{WORDS}',
        f'ATTENDEE;PARTSTAT=TENTATIVE:mailto:{sender}', 'END:VEVENT', 'END:VCALENDAR', ''])
    return (f'From: {sender}\r\nTo: {organizer}\r\nSubject: New time proposed\r\n'
            f'Message-ID: {email.utils.make_msgid(domain=sender.split("@")[1])}\r\n'
            'MIME-Version: 1.0\r\nContent-Type: text/calendar; charset=utf-8; method=COUNTER\r\n'
            'Content-Transfer-Encoding: base64\r\n\r\n').encode() + base64.encodebytes(text.encode())


class Post:
    """A program on a Maildir, and the mails that people find there."""

    def __init__(self, program, **sessions):
        mail = f'maildir:{program.place.path("mail")}'
        program.configure({**CONFIG, 'mail': {'outgoing': mail, 'incoming': mail},
                           'matching': {**CONFIG['matching'], 'publish': 'auto'},
                           'sessions': {**CONFIG['sessions'], **sessions}})
        self.program, self.now, self.written = program, START + 60, 0
        self.turn()

    def turn(self, hours=0):
        self.now += 60 + hours * HOUR
        done = self.program.command('run', '--once', MENTORD_NOW=str(self.now))
        assert done.returncode == 0, done.stderr

    def mails(self, who):
        """What lies in the mailbox of that person, the newest first."""
        folder = self.program.place.path('mail', 'sent', 'new')
        found = []
        for name in os.listdir(folder):
            path = os.path.join(folder, name)
            with open(path, 'rb') as f:
                mail = story.parse(f.read())
            if mail['To'].addresses[0].addr_spec == who:
                found.append((os.stat(path).st_mtime_ns, mail))
        return [m for _, m in sorted(found, key=lambda m: -m[0])]

    def last(self, who, words):
        """The newest mail with these words in its subject."""
        return next((m for m in self.mails(who) if words in str(m['Subject'])), None)

    def invitation(self, who):
        return next(m for m in self.mails(who) if 'METHOD:REQUEST' in (story.calendar(m) or ''))

    def give(self, raw):
        self.written += 1
        self.program.place.write(f'mail/inbox/new/{self.now}.{self.written}.x', raw, 'wb')
        self.turn()

    def answer(self, who, mail, words):
        self.give(story.reply(mail, who, f'{words}\n\n{story.quoted(mail)}'))

    def propose(self, who, start):
        self.give(counter(self.invitation(who), who, start, self.now))

    def session(self):
        return self.program.sql('SELECT starts_at, sequence FROM session ORDER BY id DESC LIMIT 1')[0]

    def check_invitations(self, start, sequence, what):
        for who in (ANA, BEN):
            object = story.calendar(self.invitation(who))
            tap.has(object, f'SEQUENCE:{sequence}', f'{what}: {who} has the newer object')
            local = re.search(r'^DTSTART;TZID=([^:]+):(\S+)$', object, re.M)
            shown = (datetime.datetime.strptime(local.group(2), '%Y%m%dT%H%M%S') if local else
                     datetime.datetime.strptime(re.search(r'^DTSTART:(\S+)Z$', object, re.M).group(1),
                                                '%Y%m%dT%H%M%S'))
            offset = datetime.timedelta(hours=1) if local and 'Berlin' in local.group(1) else datetime.timedelta()
            tap.eq((shown - offset).replace(tzinfo=UTC).timestamp(), start, f'{what}: with the new time')


def by_button(post):
    before, _ = post.session()
    wanted = before + DAY
    post.propose(ANA, wanted)
    tap.eq(post.session(), (before, 0), 'a COUNTER moves nothing by itself')
    asked = post.last(BEN, 'schlägt')
    tap.ok(asked, 'the partner is asked, in their language')
    everything = asked.as_string() + story.plain(asked)
    tap.ok('dentist' not in everything, 'and told the time, not the words')
    tap.ok(post.last(ANA, 'proposes') is None, 'who proposed is not asked')
    post.answer(BEN, asked, 'ja')
    tap.eq(post.session(), (wanted, 1), 'a yes moves the meeting')
    post.check_invitations(wanted, 1, 'agreed')
    tap.eq(post.program.sql("SELECT partstat FROM attendee"), [('ACCEPTED',)] * 2, 'and both have accepted')


def by_words(post):
    before, sequence = post.session()
    day = datetime.datetime.fromtimestamp(before, UTC).date() + datetime.timedelta(days=6)
    post.answer(ANA, post.invitation(ANA), f'Could we do {day:%-d %B %Y} at 10:00 instead?')
    asked = post.last(BEN, 'schlägt')
    wanted = int(datetime.datetime(day.year, day.month, day.day, 10, tzinfo=UTC).timestamp())  # Lisbon
    tap.eq(post.program.one("SELECT starts_at FROM proposal WHERE state = 'open'"), wanted,
           'words are a proposal as well, by the clock of who writes')
    tap.has(story.plain(asked), '11:00', 'which the partner reads on a clock of their own')
    post.answer(BEN, asked, 'nein')
    tap.eq(post.session(), (before, sequence), 'a no moves nothing')
    unmoved = post.last(ANA, 'stays')
    tap.ok(unmoved and story.calendar(unmoved) is None, 'who proposed hears of it, in words')
    tap.has(story.plain(unmoved), 'does not suit Ben', 'and why')

    post.turn(hours=24)  # nobody gets more than six mails a day
    post.propose(BEN, before + 2 * DAY)
    post.answer(ANA, post.last(ANA, 'proposes'), 'no')
    declined = story.calendar(post.last(BEN, 'bleibt')) or ''
    tap.has(declined, 'METHOD:DECLINECOUNTER', 'a calendar hears of a no as a calendar does')


def by_list(post):
    before, sequence = post.session()
    post.turn(hours=24)
    post.answer(BEN, post.invitation(BEN), 'ein anderer Termin')
    lists = {ANA: post.last(ANA, 'can you meet'), BEN: post.last(BEN, 'können Sie')}
    tap.ok(all(lists.values()), '"another time" is a list of times for both')
    slots = [at for at, in post.program.sql("SELECT starts_at FROM poll_slot ORDER BY position")]
    tap.eq(len(slots), 3, 'of three times')
    tap.ok(before not in slots, 'and not of the one they have')
    post.answer(ANA, lists[ANA], '2, 3')
    tap.eq(post.session(), (before, sequence), 'one answer alone moves nothing')
    post.answer(BEN, lists[BEN], 'alle')
    tap.eq(post.session(), (slots[1], sequence + 1), 'both: the earliest that suits both')
    post.check_invitations(slots[1], sequence + 1, 'from a list')


def first_by_list(post):
    tap.eq(post.program.one('SELECT count(*) FROM session'), 0, 'find = "ask": nothing is planned before')
    slots = [at for at, in post.program.sql("SELECT starts_at FROM poll_slot ORDER BY position")]
    ana, ben = post.last(ANA, 'can you meet'), post.last(BEN, 'können Sie')
    for number, at in enumerate(slots, 1):
        hour = datetime.datetime.fromtimestamp(at, UTC).hour
        line = re.search(rf'^{number}\. .* {hour:02}:\d\d to ', story.plain(ana), re.M)
        other = re.search(rf'^{number}\. .* {hour + 1:02}:\d\d bis ', story.plain(ben), re.M)
        tap.ok(line and other, f'time {number} stands in both lists, on each reader\'s clock')
    post.answer(ANA, ana, '1, 3')
    post.answer(BEN, ben, 'perhaps')
    tap.ok(post.last(BEN, 'noch eine Frage') or post.last(BEN, 'Rückfrage') or
           post.program.one("SELECT count(*) FROM ask WHERE state = 'clarify'"), 'what is not clear is asked back')
    post.answer(BEN, ben, '2, 3')
    tap.eq(post.session(), (slots[2], 0), 'the invitation is for the one that suits both')
    post.check_invitations(slots[2], 0, 'from the first list')


def nobody_answers(post):
    post.propose(ANA, post.session()[0] + 7 * DAY)
    tap.ok(post.last(BEN, 'schlägt'), 'once more a proposal')
    post.turn(hours=80)
    tap.eq(post.program.one("SELECT state FROM proposal ORDER BY id DESC"), 'refused', 'nobody answers')
    tap.has(story.plain(post.last(ANA, 'stays')), 'answered in time', 'which is told to who proposed')


with Program(CONFIG, ROSTER) as program:
    post = Post(program, first='6 days')
    by_button(post)
    by_words(post)
    by_list(post)
    tap.eq(program.command('fsck').returncode, 0, 'the store is sound')
with Program(CONFIG, ROSTER) as program:
    post = Post(program, find='ask', first='6 days')
    first_by_list(post)
    nobody_answers(post)
    tap.eq(program.command('fsck').returncode, 0, 'the store is sound')
tap.done()
