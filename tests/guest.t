#!/usr/bin/env python3
"""Meetings that people organize themselves, with the program as a guest; and
what becomes of one that the program planned when somebody cannot come: by real
mail, read by the real reader."""
import email.message
import email.policy
import email.utils
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import story
import tap
from season import Season
from story import ADDRESS, ANA, BEN, COO, DAY, START

HOUR = 3600
AUTO = {'publish': 'auto', 'lead': '0 days', 'criteria': [{'prefer': 'overlap'}]}
THURSDAY = '20270114T170000'  # in Berlin


def config(**sessions):
    return {**story.CONFIG, 'matching': AUTO,
            'sessions': {'length': '60 minutes', 'every': '2 weeks', **sessions}}


def meeting(method='REQUEST', start=THURSDAY, sequence=0, organizer=ANA, uid='7kq@google.example', rule='', **more):
    """As a calendar at a large provider writes it; UTC+1, no clock changes."""
    end = start[:9] + f'{int(start[9:11]) + 1:02}' + start[11:]
    stamp = f'202701110{8 + sequence // 10}{sequence % 10:02}00Z'
    lines = [
        'BEGIN:VCALENDAR', 'PRODID:-//Provider//Calendar 70.9//EN', 'VERSION:2.0', f'METHOD:{method}',
        'BEGIN:VTIMEZONE', 'TZID:Europe/Berlin', 'BEGIN:STANDARD', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0100',
        'DTSTART:19700101T000000', 'END:STANDARD', 'END:VTIMEZONE', 'BEGIN:VEVENT',
        f'DTSTART;TZID=Europe/Berlin:{start}', f'DTEND;TZID=Europe/Berlin:{end}', f'DTSTAMP:{stamp}',
        f'ORGANIZER;CN=Ana Silva:mailto:{organizer}', f'UID:{uid}',
        f'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN=x:mailto:{ADDRESS}',
        f'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:{BEN}',
        'LOCATION:Cafe Nord', f'SEQUENCE:{sequence}', 'SUMMARY:Coffee', *([f'RRULE:{rule}'] if rule else []),
        *(f'{name.replace("_", "-").upper()}:{value}' for name, value in more.items()),
        'END:VEVENT', 'END:VCALENDAR', '']
    mail = email.message.EmailMessage()
    mail['From'], mail['To'], mail['Subject'] = organizer, ADDRESS, 'Invitation: Coffee'
    mail['Message-ID'] = email.utils.make_msgid(domain='provider.example')
    mail['Date'] = email.utils.format_datetime(email.utils.parsedate_to_datetime('Mon, 11 Jan 2027 09:00:00 +0000'))
    mail.set_content('You have been invited.')
    mail.add_alternative('\r\n'.join(lines).encode(), 'text', 'calendar', params={'method': method}, cte='base64')
    return mail.as_bytes(policy=email.policy.SMTP)


def sessions(season):
    return season.sql("SELECT number, state, strftime('%d.%m. %H:%M', starts_at, 'unixepoch'), sequence, organizer, "
                      'place FROM session ORDER BY id')


def fields(mail):
    """The object of a mail, name by name, without parameters."""
    text = story.calendar(mail) or ''
    return dict(re.findall(r'^([A-Z-]+)[^:\n]*:(.*)$', text.replace('\r', ''), re.M))


def their_own():
    with Season(config(find='themselves'), story.ROSTER) as season:
        season.turn(START)
        mails = dict(season.new_mail())
        tap.eq(sessions(season), [], 'themselves: the program plans nothing')
        tap.has(' '.join(story.plain(mails[ANA]).split()), f'invite {ADDRESS} as one more guest',
                'the introduction says how')
        letter = season.post(meeting())
        season.turn(START + HOUR)
        tap.eq(season.fate(letter), ('rsvp', 'noted a meeting of their own'), 'an invitation counts')
        tap.eq(sessions(season), [(1, 'planned', '14.01. 16:00', 0, 1, 'Cafe Nord')], 'as the next session')
        answers = season.new_mail()
        tap.eq([to for to, _ in answers], [ANA], 'its organizer gets an answer, and nobody a second invitation')
        said = fields(answers[0][1])
        tap.eq((said.get('METHOD'), said.get('UID'), said.get('SEQUENCE')), ('REPLY', '7kq@google.example', '0'),
               'the answer is one to their object')
        tap.has(story.calendar(answers[0][1]).replace('\n', ' '), 'PARTSTAT=ACCEPTED', 'and says yes')
        season.post(meeting(start='20270115T100000', sequence=1))
        season.turn(START + 2 * HOUR)
        tap.eq(sessions(season), [(1, 'planned', '15.01. 09:00', 1, 1, 'Cafe Nord')], 'moved by them, it is moved')
        season.post(meeting(sequence=0))
        stolen = season.post(meeting('CANCEL', start='20270115T100000', sequence=5, organizer=BEN))
        season.turn(START + 3 * HOUR)
        tap.eq(sessions(season)[0][2], '15.01. 09:00', 'an older version changes nothing')
        tap.eq((season.fate(stolen)[0], sessions(season)[0][1]), ('ignored', 'planned'),
               'nor does the cancellation of somebody who does not organize it')
        season.new_mail()
        season.turn(START + 5 * DAY + 6 * HOUR)
        asked = [to for to, mail in season.new_mail() if 'meet?' in story.plain(mail)]
        tap.eq(sorted(asked), [ANA, BEN], 'both are asked how it went')
        season.post(meeting(start='20270121T170000', uid='two@google.example', rule='FREQ=WEEKLY;INTERVAL=2;COUNT=3'))
        season.turn(START + 5 * DAY + 7 * HOUR)
        tap.eq(sessions(season)[1:], [(2, 'planned', '21.01. 16:00', 0, 1, 'Cafe Nord')], 'of one that repeats the next')
        season.turn(START + 11 * DAY)
        tap.eq(sessions(season)[2:], [(3, 'planned', '04.02. 16:00', 0, 1, 'Cafe Nord')], 'and then the one after it')
        season.post(meeting('CANCEL', start='20270121T170000', uid='two@google.example', sequence=1))
        season.turn(START + 12 * DAY)
        tap.eq([s[1] for s in sessions(season)], ['planned', 'planned', 'cancelled'], 'cancelled, what was stays')
        season.check_closed_world()


def planned_by_us():
    with Season(config(find='availability', first='2 days'), story.ROSTER) as season:
        season.turn(START)
        season.new_mail()
        letter = season.post(meeting())
        season.turn(START + HOUR)
        tap.eq(season.fate(letter)[0], 'coordinator', 'where the program plans, theirs does not count')
        tap.eq([to for to, _ in season.new_mail()], [COO], 'and the coordinator hears of it')
        ours = season.sql('SELECT uid FROM session')[0]
        ours = ours if isinstance(ours, str) else ours[0]
        for method in ('REQUEST', 'CANCEL'):
            season.post(meeting(method, start='20270120T100000', sequence=99, uid=ours))
        before = season.facts()['session']
        season.turn(START + 2 * HOUR)
        tap.eq(season.facts()['session'], before, 'our UID in an object of theirs changes no session of ours')


def who_cannot_come():
    with Season(config(find='availability', first='2 days'), story.ROSTER) as season:
        season.turn(START)
        mails = {to: m for to, m in season.new_mail() if story.calendar(m)}
        season.post(story.rsvp(mails[BEN], BEN, 'DECLINED'))
        season.turn(START + HOUR)
        heard = season.new_mail()
        tap.eq([to for to, _ in heard], [ANA], 'the partner of who declines hears of it, and only they')
        tap.has(str(heard[0][1]['Subject']), 'cannot come', 'in the subject')
        tap.ok(story.calendar(heard[0][1]) is None, 'without touching their calendar')
        season.post(story.reply(heard[0][1], ANA, 'skip\n'))
        season.turn(START + 2 * HOUR)
        told = season.new_mail()
        tap.eq([s[1] for s in sessions(season)], ['cancelled', 'planned'], '"skip" leaves it out, and the next is planned')
        tap.eq(sorted((to, fields(m).get('METHOD')) for to, m in told),
               [(ANA, 'CANCEL'), (ANA, 'REQUEST'), (BEN, 'CANCEL'), (BEN, 'REQUEST')], 'both calendars are told')
        apart = season.sql('SELECT max(starts_at) - min(starts_at) FROM session')[0]
        apart = apart if isinstance(apart, int) else apart[0]
        tap.ok(10 * DAY < apart < 18 * DAY, 'in its own time')


their_own()
planned_by_us()
who_cannot_come()
tap.done()
