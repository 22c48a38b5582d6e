#!/usr/bin/env python3
"""Two clocks that change on different days, a season long: whatever a meeting
is on somebody's own clock, a mail has said so. The objects are read by a
reader of our own, which takes the VTIMEZONE of the mail and nothing else."""
import datetime
import email
import email.policy
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import zoneinfo

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import tap

HERE = os.path.dirname(os.path.abspath(__file__))
MENTORD = os.environ.get('MENTORD', os.path.join(HERE, '..', 'build', 'mentord'))
UTC = datetime.timezone.utc

CONFIG = '''
program = {{ id = "zones"; name = "Far Apart"; purpose = "Two learn.";
	language = "en"; timezone = "{zone}"; starts = "{starts}"; ends = "{ends}";
	address = "far@circle.example";
	coordinators = ( {{ name = "Cora"; email = "cora@circle.example"; }} ); }};
roster = "roster.csv";
attributes = ( {{ name = "availability"; type = "times"; visible = "partner"; }} );
matching = {{ publish = "auto"; lead = "0 days"; criteria = ( {{ prefer = "overlap"; weight = 1; }} ); }};
sessions = {{ every = "2 weeks"; series = {series}; length = "1 hour"; }};
silence = {{ nudge = "60 days"; tell_coordinator = "80 days"; close = "180 days"; }};
forms = {{ checkin = ( {{ id = "met"; ask = "Did you meet?"; type = "yesno"; required = true; }} ); }};
timeline = ( {{ name = "checkin"; at = "session + 1 day 09:00"; ask = "checkin"; }} );
'''

ROSTER = '''name,email,timezone,availability
Ana Auckland,ana@a.example,{a},{a_free}
Bob Brasil,bob@b.example,{b},{b_free}
'''

# Clocks of both sides change in each of these seasons: those of the first on
# 24 September and 1 April, of the second on 15 October and 18 February.
SEASONS = [
    ('both clocks change', dict(
        zone='Europe/Berlin', starts='2017-08-28', ends='2018-05-27',
        a='Pacific/Auckland', b='America/Sao_Paulo',
        a_free='Mon-Fri 07:00-14:00', b_free='Mon-Fri 15:00-23:00')),
    ('an hour and a half in common', dict(
        zone='America/New_York', starts='2027-02-01', ends='2027-11-28',
        a='Pacific/Auckland', b='America/Sao_Paulo',
        a_free='Mon-Sat 08:00-10:30', b_free='Mon-Fri 16:00-19:30')),
    ('half hours', dict(
        zone='Australia/Lord_Howe', starts='2027-02-01', ends='2027-11-28',
        a='Asia/Kathmandu', b='Australia/Lord_Howe',
        a_free='Mon-Fri 08:00-18:00', b_free='Mon-Fri 10:00-22:00')),
]


# -- a reader of calendars ------------------------------------------------------

def lines(text):
    for line in text.replace('\r\n ', '').splitlines():
        name, _, value = line.partition(':')
        head, *params = name.split(';')
        yield head, dict(p.split('=', 1) for p in params), value


def offset(text):
    sign = -1 if text[0] == '-' else 1
    return sign * datetime.timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))


def nth_day(rule, year):
    """The date in that year of FREQ=YEARLY;BYMONTH=..;BYDAY=.."""
    parts = dict(p.split('=') for p in rule.split(';'))
    nth, day = re.fullmatch(r'(-?\d)([A-Z]{2})', parts['BYDAY']).groups()
    day, nth, month = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'].index(day), int(nth), int(parts['BYMONTH'])
    date = datetime.date(year, month, 1)
    days = [date + datetime.timedelta(days=i) for i in range(31)]
    days = [d for d in days if d.month == month and d.weekday() == day]
    return days[nth if nth < 0 else nth - 1]


def to_utc(local, zone):
    """What the observances of the mail make of that wall clock."""
    best = None
    for o in zone:
        start = datetime.datetime.strptime(o['DTSTART'], '%Y%m%dT%H%M%S')
        onsets = [start] if 'RRULE' not in o else [
            datetime.datetime.combine(nth_day(o['RRULE'], year), start.time())
            for year in (local.year - 1, local.year)]
        for onset in onsets:
            if onset <= local and (best is None or onset > best[0]):
                best = onset, offset(o['TZOFFSETTO'])
    return (local - best[1]).replace(tzinfo=UTC)


class Event:
    def __init__(self, text):
        zone, self.rule, self.instance, inside = [], None, None, None
        self.all = {}
        for name, params, value in lines(text):
            if name == 'BEGIN':
                inside = value
                if value in ('DAYLIGHT', 'STANDARD'):
                    zone.append({})
            elif inside in ('DAYLIGHT', 'STANDARD') and name != 'END':
                zone[-1][name] = value
            elif inside == 'VEVENT':
                self.all[name] = params, value
        self.zone = zone
        self.uid = self.all['UID'][1]
        self.sequence = int(self.all['SEQUENCE'][1])
        self.stamp = self.all['DTSTAMP'][1]
        self.method = re.search(r'^METHOD:(\w+)', text, re.M)[1]

    def time(self, name):
        """(wall clock, instant) of that property."""
        value = self.all[name][1]
        local = datetime.datetime.strptime(value.rstrip('Z'), '%Y%m%dT%H%M%S')
        if value.endswith('Z'):
            return local, local.replace(tzinfo=UTC)
        return local, to_utc(local, self.zone)

    def starts(self):
        """{where the series puts it: instant}"""
        local, at = self.time('DTSTART')
        if 'RECURRENCE-ID' in self.all:
            return {self.time('RECURRENCE-ID')[1]: at}
        if 'RRULE' not in self.all:
            return {at: at}
        rule = dict(p.split('=') for p in self.all['RRULE'][1].split(';'))
        step = datetime.timedelta(weeks=int(rule.get('INTERVAL', 1)))
        all_at = [to_utc(local + i * step, self.zone) for i in range(int(rule['COUNT']))]
        return {at: at for at in all_at}


class Calendar:
    """What one person's calendar holds after all mails to them."""
    def __init__(self):
        self.events, self.newest, self.trouble = {}, {}, []

    def take(self, event):
        order = event.sequence, event.stamp
        if event.uid in self.newest and order[0] < self.newest[event.uid][0]:
            self.trouble.append(f'SEQUENCE of {event.uid} fell')
        self.newest[event.uid] = max(order, self.newest.get(event.uid, order))
        held = self.events.setdefault(event.uid, {})
        if event.method == 'CANCEL':
            if 'RECURRENCE-ID' in event.all:
                held.pop(event.time('RECURRENCE-ID')[1], None)
            else:
                held.clear()
            return
        if 'RECURRENCE-ID' not in event.all:
            held.clear()
        held.update(event.starts())

    def instants(self):
        return {at for held in self.events.values() for at in held.values()}


# -- what people were told in words ------------------------------------------------

WHEN = r'\w+, (\d+ \w+ \d{4}), (\d\d:\d\d) to'
SHIFT = r'- from \w+, (\d+ \w+ \d{4}): at (\d\d:\d\d)'


def parse(date, time):
    return datetime.datetime.strptime(f'{date} {time}', '%d %B %Y %H:%M')


def told(text, weeks, count):
    """All wall-clock times that the words of an invitation say."""
    text = ' '.join(text.split())
    when = parse(*re.search('When: ' + WHEN, text).groups())
    shifts = [parse(*s) for s in re.findall(SHIFT, text)]
    said = []
    for i in range(count):
        at = when + datetime.timedelta(weeks=i * weeks)
        for shift in shifts:
            # from that date on it is at that hour, that many days off
            days = (shift.date() - when.date()).days
            if at.date() >= shift.date() - datetime.timedelta(days=1):
                off = (days + 7 * weeks // 2) // (7 * weeks) * 7 * weeks
                at = datetime.datetime.combine(
                    at.date() + datetime.timedelta(days=days - off), shift.time())
        said.append(at)
    return said


# -- a season -----------------------------------------------------------------------

def play(folder, series, settings):
    with open(os.path.join(folder, 'program.conf'), 'w') as f:
        f.write(CONFIG.format(series=str(series).lower(), **settings))
    with open(os.path.join(folder, 'roster.csv'), 'w') as f:
        f.write(ROSTER.format(**{k: f'"{v}"' for k, v in settings.items()}))
    out = os.path.join(folder, 'out')
    done = subprocess.run([MENTORD, 'rehearse', '--out', out, os.path.join(folder, 'program.conf')],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        tap.diag(done.stderr)
    return out


def mails(out):
    new = os.path.join(out, 'mail', 'sent', 'new')
    for name in sorted(os.listdir(new), key=lambda n: [int(d) for d in re.findall(r'\d+', n)]):
        with open(os.path.join(new, name), 'rb') as f:
            yield email.message_from_binary_file(f, policy=email.policy.default)


def meetings(out):
    """(instant, state, whether its people agreed on another time) of all."""
    state = os.path.join(out, 'state')
    name = next(n for n in os.listdir(state) if n.endswith('.sqlite'))
    db = sqlite3.connect(f'file:{os.path.join(state, name)}?mode=ro', uri=True)
    return [(datetime.datetime.fromtimestamp(at, UTC), status, bool(moved)) for at, status, moved in db.execute(
        'SELECT starts_at, state, (SELECT count(*) FROM outcome '
        "WHERE outcome.session = session.id AND kind = 'session-moved') FROM session ORDER BY starts_at")]


def follow(out):
    """Calendars and words of everybody, from their mails alone."""
    calendars, words = {}, {}
    for mail in mails(out):
        to = mail['Delivered-To']
        objects = [p for p in mail.walk() if p.get_content_type() == 'text/calendar']
        if not objects:
            continue
        event = Event(objects[0].get_content())
        calendars.setdefault(to, Calendar()).take(event)
        if event.method != 'REQUEST':
            continue
        plain = mail.get_body(('plain',)).get_content()
        rule = dict(p.split('=') for p in event.all.get('RRULE', ('', 'COUNT=1;INTERVAL=0'))[1].split(';')
                    if '=' in p)
        if 'When:' in plain:
            words.setdefault(to, set()).update(
                told(plain, int(rule.get('INTERVAL', 1)), int(rule['COUNT'])))
    return calendars, words


def free(text, local):
    """Is that hour within "Mon-Fri 07:00-14:00"?"""
    days, hours = text.split()
    names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
    first, last = (names.index(d) for d in days.split('-'))
    begin, end = (datetime.time.fromisoformat(h) for h in hours.split('-'))
    over = (local + datetime.timedelta(hours=1)).time()
    return first <= local.weekday() <= last and begin <= local.time() and over <= end


def season(name, series, settings):
    what = f'{name}, {"series" if series else "one by one"}'
    with tempfile.TemporaryDirectory() as folder:
        out = play(folder, series, settings)
        sessions = meetings(out)
        calendars, words = follow(out)
    stand = [at for at, state, _ in sessions if state != 'cancelled']
    chosen = {at for at, _, moved in sessions if moved}  # by themselves, whatever they said before
    tap.ok(len(stand) >= 15, f'{what}: they meet all season ({len(stand)} times)')
    for to, side in (('ana@a.example', 'a'), ('bob@b.example', 'b')):
        zone = zoneinfo.ZoneInfo(settings[side])
        calendar = calendars.get(to, Calendar())
        local = [at.astimezone(zone).replace(tzinfo=None) for at in stand]
        missing = [at for at in stand if at not in calendar.instants()]
        extra = [at for at in calendar.instants() if at not in stand]
        unsaid = [at for at in local if at not in words.get(to, set())]
        outside = [at.astimezone(zone).replace(tzinfo=None) for at in stand if at not in chosen]
        outside = [at for at in outside if not free(settings[f'{side}_free'], at)]
        for title, found in (('not in the calendar', missing), ('in the calendar alone', extra),
                             ('never said', unsaid), ('not free', outside), ('', calendar.trouble)):
            for at in found[:3]:
                tap.diag(f'{to} {title}: {at}')
        tap.ok(not missing and not extra and not calendar.trouble,
               f'{what}: the calendar of {settings[side]} holds just these instants')
        tap.ok(not unsaid, f'{what}: mails to {settings[side]} said each on their own clock')
        tap.ok(not outside, f'{what}: all are in free hours of {settings[side]}')
        clocks = {a.utcoffset() for a in (at.astimezone(zone) for at in stand)}
        hours = len({at.time() for at in local})
        tap.diag(f'{settings[side]}: {len(clocks)} offsets, {hours} hours on the wall')


for each in SEASONS:
    for repeats in (False, True):
        season(each[0], repeats, each[1])
tap.done()
