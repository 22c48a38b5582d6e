#!/usr/bin/env python3
"""mentord sessions and mentord reschedule: what is listed, for people, scripts
and calendars; what is moved, and what is refused."""
import base64
import json
import os
import re
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import story
import tap
from season import Season
from story import ANA, BEN, COO, DAY, START

CANARY = 'zanzibar'
CONFIG = {**story.CONFIG, 'matching': {**story.CONFIG['matching'], 'publish': 'auto'},
          'sessions': {'count': 3, 'length': '60 minutes', 'place': 'Room 5; upstairs'}}


def exits(done, status, name, out='', err=''):
    if not tap.ok(done.returncode == status and out in done.stdout and err in done.stderr, name):
        tap.diag(f'status {done.returncode}, expected {status}\nstdout: {done.stdout[:2000]}\nstderr: {done.stderr[:2000]}')


def unfolded(ics):
    return ics.replace('\n ', '').split('\n')


def listed(season, session, starts):
    """starts: "2027-01-14 10:00", in Berlin; Ana said yes, with a word."""
    table = season.at('sessions').stdout
    tap.ok(re.search(rf'^ *{session} +{starts} +.*Ana Silva.*planned +', table, re.M), 'when and who') or tap.diag(table)
    tap.has(table, 'Europe/Berlin', 'in whose zone')
    tap.has(table, 'Room 5; upstairs', 'where')
    tap.has(table, 'yes', 'who said that they come')
    rows = season.json_at('sessions')
    tap.eq([(r['session'], r['state'], r['place']) for r in rows], [(session, 'planned', 'Room 5; upstairs')],
           'the same for scripts')
    tap.eq(sorted((a['name'], a['answer']) for a in rows[0]['attendees']),
           [('Ana Silva', 'ACCEPTED'), ('Ben Müller', 'NEEDS-ACTION')], 'with their answers')
    ics = season.at('sessions', '--ics').stdout
    lines = unfolded(ics)
    tap.ok(lines[0] == 'BEGIN:VCALENDAR' and 'METHOD:PUBLISH' in lines, 'a calendar')
    tap.ok('SUMMARY:Ana Silva + Ben Müller' in lines or 'SUMMARY:Ben Müller + Ana Silva' in lines, 'with names')
    tap.ok('LOCATION:Room 5\\; upstairs' in lines, 'and places')
    tap.eq([line for line in lines if 'ATTENDEE' in line or ANA in line], [], 'but nobody is invited by it')
    tap.eq(season.one('SELECT count(*) FROM attendee WHERE comment = ?', CANARY), 1, 'a comment is stored')
    tap.ok(not any(CANARY in text for text in (table, ics, json.dumps(rows))), 'nor does any of them tell what was said')
    exits(season.at('sessions', '--match', '1'), 0, 'of one match', out='Ana Silva')
    exits(season.at('sessions', '--match', '7'), 1, 'of a match that there is not', err='no match 7')


def accepted(season, who):
    """The yes of a calendar, with a comment."""
    raw = story.rsvp(next(m for m in season.mail_to(who) if story.calendar(m)), who, 'ACCEPTED')
    head, _, body = raw.partition(b'\r\n\r\n')
    body = base64.b64decode(body).replace(b'END:VEVENT', f'COMMENT:{CANARY}\r\nEND:VEVENT'.encode())
    season.post(head + b'\r\n\r\n' + base64.encodebytes(body))


def moves(season, session, starts_at):
    season.new_mail()
    exits(season.at('reschedule', str(session), '2027-01-20 16:30'), 0, 'reschedule', out='2027-01-20 16:30')
    tap.eq(season.one('SELECT starts_at FROM session WHERE id = ?', session), 1800459000, 'it is moved')
    exits(season.at('reschedule', str(session), '2027-01-20', '16:30'), 1, 'nor need it be quoted', err='already')
    tap.eq(season.sql("SELECT DISTINCT partstat FROM attendee WHERE session = ?", session), [('NEEDS-ACTION',)],
           'and everybody is asked again')
    season.turn(season.now + 60)
    tap.eq(sorted(to for to, mail in season.new_mail() if story.calendar(mail)), [ANA, BEN], 'by a new invitation')
    exits(season.at('fsck'), 0, 'the store is whole')
    for args, words in (((str(session), '2027-01-20 16:30'), 'already'), (('99', '2027-01-21 10:00'), 'no session 99'),
                        ((str(session), '2026-01-21 10:00'), 'past'), ((str(session), '2027-05-21 10:00'), 'over by then')):
        exits(season.at('reschedule', *args), 1, f'not {args}', err=words)
    for args in ((str(session), 'tomorrow'), (str(session), '2027-01-20'), (str(session), '2027-13-01 10:00'),
                 (str(session), '2027-01-20 25:00'), (str(session), '2027-01-20 10:00 x'), ('x', '2027-01-20 10:00')):
        exits(season.at('reschedule', *args), 64, f'{args} is not understood', err='mentord:')


def calendar_of(mail):
    return [p for p in mail.walk() if p.get_content_type() == 'text/calendar']


def digest(season):
    """Beside the digest of who asked for it."""
    season.turn(START + 8 * DAY)
    own = [m for m in season.mail_to(COO) if calendar_of(m)]
    tap.ok(own, 'a coordinator gets the calendar with the digest')
    part = calendar_of(own[-1])[0]
    tap.eq((part.get_content_disposition(), part.get_filename(), part.get_param('method')),
           ('attachment', 'sessions.ics', 'PUBLISH'), 'as a file, not as an invitation')
    tap.has(part.get_content(), 'Ana Silva', 'with all sessions')
    tap.ok(CANARY not in part.get_content(), 'and nothing that was said')
    other = [m for m in season.mail_to('cal@example.org')]
    tap.ok(other and not any(calendar_of(m) for m in other), 'who did not ask for it gets the digest alone')


def past(season, session):
    season.turn(1800459000 + 2 * DAY)
    rows = season.json_at('sessions', '--past')
    tap.ok(session in [r['session'] for r in rows], '--past lists what is over')
    tap.ok(session not in [r['session'] for r in season.json_at('sessions')], 'and without it only what is to come')


def ends_earlier():
    """The coordinator writes an earlier end into the config."""
    with Season({**CONFIG, 'sessions': {**CONFIG['sessions'], 'first': '20 days'}}, story.ROSTER) as season:
        season.turn(START)
        season.turn(START + 60)
        tap.ok(season.one('SELECT starts_at FROM session') > START + 12 * DAY, 'a session is planned')
        season.new_mail()
        program = {**season.config['program'], 'ends': '2027-01-20'}
        season.configure({**season.config, 'program': program})
        season.turn(START + 120)
        tap.eq(season.new_mail(), [], 'the program ends earlier: nothing is said of it before')
        season.turn(START + 12 * DAY)
        tap.eq(season.sql('SELECT state FROM session'), [('cancelled',)], 'then no session is left')
        tap.eq(sorted(to for to, mail in season.new_mail() if 'METHOD:CANCEL' in (story.calendar(mail) or '')),
               [ANA, BEN], 'in nobody\'s calendar')
        exits(season.at('fsck'), 0, 'the store is whole')


def main():
    coordinators = [{'name': 'Coo', 'email': COO, 'gets': ['digest', 'concerns', 'calendar']},
                    {'name': 'Cal', 'email': 'cal@example.org'}]
    config = {**CONFIG, 'program': {**CONFIG['program'], 'coordinators': coordinators}}
    with Season(config, story.ROSTER) as season:
        season.json_at = lambda *args: json.loads(season.at(*args, '--json').stdout)
        season.turn(START - DAY)
        exits(season.at('sessions'), 0, 'before there is any', err='no session is to come')
        tap.eq(season.json_at('sessions'), [], 'which is an empty list')
        season.turn(START)
        season.turn(START + 60)
        session, starts_at = season.sql('SELECT id, starts_at FROM session')[0]
        accepted(season, ANA)
        season.turn(START + 120)
        os.environ['TZ'] = 'Europe/Berlin'
        time.tzset()
        listed(season, session, time.strftime('%Y-%m-%d %H:%M', time.localtime(starts_at)))
        moves(season, session, starts_at)
        digest(season)
        past(season, session)
    ends_earlier()
    tap.done()


main()
