#!/usr/bin/env python3
"""Clocks: those of people, which skip hours and repeat them, and ours, which
may stand still for weeks or be set back. Every occurrence happens once, at
the right local time, or is dropped with a reason."""
import collections
import datetime
import os
import sys
import zoneinfo

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import story
import tap
from season import Season
from story import ANA, BEN, COO, DAY, START

HOUR = 3600
CARA, DAN, EMA, FIN = 'cara@example.org', 'dan@example.net', 'ema@example.org', 'fin@example.net'
UTC = datetime.timezone.utc
AUTO = {'publish': 'auto', 'lead': '0 days', 'criteria': [{'prefer': 'overlap'}]}


def config(**more):
    return {**story.CONFIG, 'matching': AUTO, **more}


def person(mail, zone='Europe/Berlin', free='Mon-Fri 10:00-13:00', language='en'):
    return {'name': mail.split('@')[0].title(), 'email': mail, 'language': language, 'timezone': zone, 'skills': '',
            'availability': free}


PAIR = [person(ANA), person(BEN)]


def utc(year, month, day, hour=0, minute=0, zone='UTC'):
    """The first instant at which clocks there show that time, or the first
    after it when they never do."""
    there = zoneinfo.ZoneInfo(zone)
    wall = datetime.datetime(year, month, day, hour, minute)
    at = int(wall.replace(tzinfo=UTC).timestamp()) - 15 * HOUR
    while datetime.datetime.fromtimestamp(at, there).replace(tzinfo=None) < wall:
        at += 15 * 60
    return at


def local(at, zone):
    return datetime.datetime.fromtimestamp(at, zoneinfo.ZoneInfo(zone))


def subjects(mails):
    return [(to, str(mail['Subject'])) for to, mail in mails]


def asked(mails):
    """Whom these mails ask the form that is called odd."""
    return sorted(to for to, mail in mails if 'odd hour' in story.plain(mail))


# -- gaps and folds ---------------------------------------------------------------

ZONES = {ANA: 'Europe/Berlin', BEN: 'America/New_York', CARA: 'Australia/Lord_Howe', DAN: 'Europe/Lisbon',
         EMA: 'Asia/Kolkata', FIN: 'America/Santiago'}
ODD = {'gap': (2027, 3, 28, 2, 30), 'gap-us': (2027, 3, 14, 2, 30), 'fold': (2027, 10, 31, 2, 30),
       'fold-us': (2027, 11, 7, 1, 30), 'fold-lh': (2027, 4, 4, 1, 45), 'gap-lh': (2027, 10, 3, 2, 15),
       'gap-cl': (2027, 9, 5, 0, 30)}
# In which zone that hour is odd, and the clock may show it twice.
ABOUT = {'gap': 'berlin', 'gap-us': 'new', 'fold': 'berlin', 'fold-us': 'new', 'fold-lh': 'lord', 'gap-lh': 'lord',
         'gap-cl': 'santiago'}


def odd_hours():
    """A question at a local time that clocks somewhere skip or show twice."""
    steps = [{'name': name, 'at': '%04d-%02d-%02d %02d:%02d' % when, 'ask': 'odd'} for name, when in ODD.items()]
    form = {'odd': [{'id': 'odd', 'ask': 'Is this an odd hour?', 'type': 'yesno'}]}
    program = {**story.CONFIG['program'], 'ends': '2027-12-31'}
    quiet = {'nudge': '0', 'tell_coordinator': '0', 'close': '0'}
    season = Season(config(program=program, forms=form, timeline=steps, sessions={'find': 'none'}, silence=quiet),
                    [person(mail, zone) for mail, zone in ZONES.items()])
    with season:
        season.turn(START)
        season.new_mail()
        for name, when in sorted(ODD.items(), key=lambda item: item[1]):
            odd_hour(season, name, when)


def odd_hour(season, name, when):
    due = {mail: utc(*when, zone=zone) for mail, zone in ZONES.items()}
    planned = dict(season.sql("SELECT address, at FROM due JOIN address ON participant = subject WHERE kind = 'step' "
                              'AND what = ? AND position = 0', name))
    tap.eq(planned, due, f'{name}: planned at {when[3]:02}:{when[4]:02} of everybody, or just after')
    got = []
    strange = {at for mail, at in due.items() if ZONES[mail].split('/')[1].lower().startswith(ABOUT[name])}
    for at in sorted(set(due.values())):
        for now in (at - 60, at, *((at + HOUR // 2, at + HOUR) if at in strange else ())):
            season.turn(now)
            got += [(who, now) for who in asked(season.new_mail())]
    tap.eq(sorted(got), sorted(due.items()), f'{name}: asked once, at that minute')


def sessions_keep_local_time():
    """A pair on both sides of the Atlantic, whose clocks change in different
    weeks: whatever UTC does, they meet in hours in which both are free."""
    pair = [person(ANA, 'Europe/Berlin', 'Tue 15:00-18:00'), person(BEN, 'America/New_York', 'Tue 09:00-12:00')]
    same = [person(CARA, 'Europe/Lisbon', 'Wed 10:00-11:00'), person(DAN, 'Europe/Lisbon', 'Wed 10:00-11:00')]
    program = {**story.CONFIG['program'], 'ends': '2027-06-30'}
    with Season(config(program=program, sessions={'count': 20, 'every': '1 weeks', 'length': '60 minutes'},
                       silence={'nudge': '0', 'tell_coordinator': '0', 'close': '0'},
                       matching={**AUTO, 'rules': [{'rule': 'overlap'}]}), pair + same) as season:
        for week in range(0, 20):
            season.turn(START + week * 7 * DAY + 6 * HOUR)
            season.turn(START + week * 7 * DAY + 4 * DAY)
        rows = season.sql('SELECT starts_at, participant FROM session JOIN attendee ON session.id = session '
                          "WHERE state <> 'cancelled' ORDER BY 1")
        for who, zone, weekday, first, last in ((1, 'Europe/Berlin', 1, 15, 17), (2, 'America/New_York', 1, 9, 11),
                                                (3, 'Europe/Lisbon', 2, 10, 10)):
            times = [local(at, zone) for at, p in rows if p == who]
            tap.ok(len(times) >= 10 and times[0].dst() != times[-1].dst(), f'{zone}: sessions before and after the change')
            wrong = [str(t) for t in times if t.weekday() != weekday or not first <= t.hour <= last]
            tap.eq(wrong, [], f'{zone}: each in the hours they are free, on their own clock')
        tap.eq(len({(local(at, 'Europe/Lisbon').hour, local(at, 'Europe/Lisbon').minute) for at, p in rows if p == 3}), 1,
               'a weekly hour stays the same hour')


# -- downtime -------------------------------------------------------------------

def busy(**more):
    """A season with something in it every few days."""
    steps = [{'name': f'week-{n}', 'at': f'week {n} Monday 09:00', 'ask': f'week{n}', 'remind': ['2 days', '4 days']}
             for n in range(2, 9)]
    forms = {f'week{n}': [{'id': 'ok', 'ask': f'Was week {n - 1} fine?', 'type': 'yesno'}] for n in range(2, 9)}
    return config(forms={**story.CONFIG['forms'], **forms}, timeline=steps + story.CONFIG['timeline'],
                  sessions={'count': 8, 'every': '1 weeks', 'length': '60 minutes'}, **more)


def kinds(season, since):
    return collections.Counter(season.sql('SELECT recipient, moment FROM outbox WHERE created_at >= ?', since))


def long_sleep():
    """Three weeks of nothing: no storm, and a reason for all that is dropped."""
    with Season(busy(), PAIR) as season:
        season.turn(START)
        season.turn(START + DAY)
        waiting = season.one("SELECT count(*) FROM due WHERE state = 'waiting'")
        tap.ok(waiting > 10, 'much is planned')
        names = [n for n, in season.sql("SELECT occurrence FROM due WHERE state = 'waiting'")]
        season.new_mail()
        back = START + 22 * DAY + 2 * HOUR
        season.turn(back)
        season.turn(back + 60)
        mails = season.new_mail()
        tap.ok(mails, 'it goes on when it is back')
        storm = {k: n for k, n in kinds(season, back).items() if n > 1}
        tap.eq(storm, {}, 'nobody gets two mails of a kind')
        tap.ok(len(mails) <= 10, f'and all get few: {len(mails)}')
        late = season.sql("SELECT occurrence, state, why FROM due WHERE at <= ? AND occurrence IN (%s)" %
                          ','.join('?' * len(names)), back, *names)
        tap.eq([o for o, s, why in late if s == 'waiting'], [], 'nothing that was due still waits')
        tap.eq([o for o, s, why in late if s == 'dropped' and not why], [], 'what was dropped has a reason')
        tap.eq(season.sql("SELECT count(*) FROM due WHERE at <= ?", back)[0][0] >= len(late), True, 'and is not forgotten')
        gone = [n for n in names if not season.sql('SELECT 1 FROM due WHERE occurrence = ?', n)]
        tap.eq(gone, [], 'not one item vanished')
        tap.ok(season.sql("SELECT 1 FROM outcome WHERE kind = 'due-dropped'"), 'the outcomes tell of it')
        season.turn(back + 30 * 60)
        tap.eq(subjects(season.new_mail()), [], 'and that was all')


def hold():
    """The same with the default: it asks before it mails."""
    plain = busy()
    del plain['hold_after']
    with Season(plain, PAIR) as season:
        season.turn(START)
        season.new_mail()
        back = START + 22 * DAY
        season.turn(back)
        tap.eq(subjects(season.new_mail()), [], 'after three weeks it holds')
        status = season.at('status')
        tap.eq(status.returncode, 1, 'status ends with 1')
        tap.has(status.stdout, 'on hold, nothing is sent: nothing ran for 22 days', 'and says why')
        tap.has(status.stdout, 'resume --list', 'and what to do')
        tap.ok('Nothing needs you' not in status.stdout, 'and not that all is well')
        waits = season.at('resume', '--list')
        tap.eq(waits.returncode, 0, 'resume --list')
        n = season.one("SELECT count(*) FROM outbox WHERE state = 'queued'")
        tap.ok(n and f'\n{n} mails would go out\n' in waits.stdout, 'lists all that waits')
        tap.ok(BEN in waits.stdout, 'and to whom')
        season.turn(back + 60)
        tap.eq(subjects(season.new_mail()), [], 'looking changes nothing')
        tap.eq(season.at('resume').stdout, 'sending again\n', 'resume')
        season.turn(back + 120)
        tap.eq(len(season.new_mail()), n, 'sends what waited')
        skip(season, back + 120)


def skip(season, now):
    season.now = now
    tap.eq(season.at('hold').returncode, 0, 'hold by command')
    season.turn(now + 3 * DAY)
    tap.eq(subjects(season.new_mail()), [], 'nothing is sent')
    n = season.one("SELECT count(*) FROM outbox WHERE state = 'queued'")
    tap.ok(n, 'but written')
    tap.has(season.at('resume', '--skip').stdout, f'{n} mails that waited will not be sent', 'resume --skip')
    season.turn(now + 3 * DAY + 60)
    tap.eq(subjects(season.new_mail()), [], 'gives them up')
    tap.eq(season.one("SELECT count(*) FROM outcome WHERE kind = 'mail-expired' AND detail LIKE '%hold%'"), n,
           'each with its outcome')
    for day in range(4, 11):
        season.turn(now + day * DAY)
    tap.ok(season.new_mail(), 'what comes later is sent')


def clock_back():
    """The clock is set back by three hours, a day, ten years."""
    with Season(busy(), PAIR) as season:
        season.turn(START)
        season.turn(START + 9 * DAY)
        season.new_mail()
        facts = season.sql('SELECT id, occurrence, state FROM outbox')
        for back in (3 * HOUR, DAY, 3652 * DAY):
            season.turn(START + 9 * DAY - back)
            tap.eq(subjects(season.new_mail()), [], f'{back // HOUR} hours back: nothing is repeated')
        tap.eq(season.sql('SELECT id, occurrence, state FROM outbox'), facts, 'nor written')
        status = season.at('status')
        tap.ok(status.returncode in (0, 1), 'status can be told then')
        season.turn(START + 9 * DAY + 60)
        tap.eq(subjects(season.new_mail()), [], 'and when it is right again')
        tap.eq(season.at('fsck').stdout, '0 findings\n', 'the store is sound')


# -- pauses and silence --------------------------------------------------------------

def pause():
    with Season(busy(), PAIR) as season:
        season.turn(START)
        season.turn(START + HOUR)
        welcome = season.mail_to(BEN)[0]
        season.new_mail()
        season.post(story.reply(welcome, BEN, 'pause until 2027-02-01\n'))
        season.turn(START + 2 * HOUR)
        tap.eq(season.sql('SELECT state, paused_until FROM participant WHERE id = 2'),
               [('paused', utc(2027, 2, 1, zone='Europe/Berlin'))], 'a pause until a date, midnight at home')
        told = subjects(season.new_mail())
        tap.ok(ANA in [to for to, _ in told] and BEN in [to for to, _ in told], 'both are told')
        for day in range(1, 20):
            season.turn(START + day * DAY + 4 * HOUR)
        tap.eq([s for to, s in subjects(season.new_mail()) if to == BEN], [], 'nothing is sent to who pauses')
        season.turn(utc(2027, 1, 31, 23, 59, 'Europe/Berlin'))
        tap.eq(season.one('SELECT state FROM participant WHERE id = 2'), 'paused', 'until the last minute')
        season.turn(utc(2027, 2, 1, 0, 0, 'Europe/Berlin'))
        tap.eq(season.one('SELECT state FROM participant WHERE id = 2'), 'enrolled', 'who is back by itself')
        tap.ok([to for to, _ in season.new_mail() if to == BEN], 'and hears of it')
        season.turn(utc(2027, 2, 8, 9, 1, 'Europe/Berlin'))
        tap.ok([to for to, _ in season.new_mail() if to == BEN], 'and gets mail again')


SILENCE = {'nudge': '7 days', 'tell_coordinator': '14 days', 'close': '28 days'}


def days_of(season, kind):
    return [round((at - START) / DAY, 1) for at, in season.sql('SELECT at FROM outcome WHERE kind = ? ORDER BY at', kind)]


def silence():
    """Seven days, fourteen, twenty-eight; and who is away is not silent."""
    roster = PAIR + [person(CARA), person(DAN)]
    rules = {**AUTO, 'rules': [{'rule': 'same', 'on': 'skills'}]}
    for i, row in enumerate(roster):
        row['skills'] = 'ab'[i // 2]
    quiet = config(attributes=[{'name': 'skills', 'type': 'text'}], matching=rules, timeline=[], silence=SILENCE,
                   sessions={'find': 'none'})
    with Season(quiet, [dict(r) for r in roster]) as season:
        season.turn(START)
        for day in range(0, 41):
            season.turn(START + day * DAY + 4 * HOUR)
            if day == 2:
                bot = story.reply(season.mail_to(CARA)[0], CARA, 'I am away until 2027-03-01.\n', 'Automatic reply: ')
                season.post(b'Auto-Submitted: auto-replied\r\n' + bot)
        by_match = collections.defaultdict(list)
        for at, kind, match in season.sql("SELECT at, kind, match FROM outcome WHERE kind IN ('nudged', 'silence-told', "
                                          "'silence-closed') ORDER BY at"):
            by_match[match].append((kind, (at - START) // DAY))
        silent = season.one('SELECT match FROM member WHERE participant = 1')
        away = season.one('SELECT match FROM member WHERE participant = 3')
        tap.eq(sorted(set(by_match[silent]), key=lambda x: x[1]), [('nudged', 7), ('silence-told', 14), ('silence-closed', 28)],
               'a silent pair is nudged, told of and closed on its days')
        tap.eq(season.one('SELECT state FROM match WHERE id = ?', silent), 'ended', 'it is over')
        tap.eq(by_match[away], [], 'a pair of which one is away is left alone')
        told = [m for m in season.mail_to(COO) if 'Ana' in story.plain(m) and 'Ben' in story.plain(m)]
        tap.ok(told, 'the coordinator hears who')


def bounces():
    """Mail that comes back is no silence."""
    with Season(config(timeline=[], silence=SILENCE, sessions={'find': 'none'}), PAIR) as season:
        season.turn(START)
        for day in range(1, 40):
            season.turn(START + day * DAY + 4 * HOUR)
            if day in (3, 5):
                season.post(bounce(season.mail_to(BEN)[-1], day))
        tap.eq(season.sql('SELECT state, bounces FROM participant WHERE id = 2'), [('suspended', 2)],
               'two bounces, days apart, suspend')
        tap.eq(season.sql("SELECT kind FROM outcome WHERE kind IN ('nudged', 'silence-told', 'silence-closed')"), [],
               'and nobody is called silent')
        status = season.at('status')
        tap.has(status.stdout, 'mail to them comes back', 'status says what it is')


def bounce(mail, day):
    """As RFC 3464 has it, to the address that our mail came from."""
    return (f'Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example.net\r\nTo: {mail["Return-Path"].strip("<>")}\r\n'
            f'Subject: Undelivered\r\nMessage-ID: <{day}@mx.example.net>\r\nMIME-Version: 1.0\r\n'
            'Auto-Submitted: auto-replied\r\n'
            'Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n'
            '--b\r\nContent-Type: text/plain\r\n\r\nNo such user.\r\n'
            '--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.net\r\n\r\n'
            f'Final-Recipient: rfc822; {mail["Delivered-To"]}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n').encode()


for part in (odd_hours, sessions_keep_local_time, long_sleep, hold, clock_back, pause, silence, bounces):
    part()
tap.done()
