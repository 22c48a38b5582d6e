#!/usr/bin/env python3
"""Times in words, by mail: what people write back to an invitation and to a
list of times, in the manner of their clients. What the store holds is what
they meant, on their own clock; who only mentions a time has proposed none."""
import datetime
import email.message
import email.policy
import email.utils
import os
import re
import sys
import zoneinfo

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import story
import tap
from season import Season
from story import DAY, START

AUTO = {'publish': 'auto', 'lead': '0 days', 'criteria': [{'prefer': 'overlap'}]}
DAYS = {'en': 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday',
        'de': 'Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag',
        'fr': 'lundi mardi mercredi jeudi vendredi samedi dimanche'}


# -- clients ---------------------------------------------------------------------

def inner(mail):
    return re.search(r'<body[^>]*>(.*)</body>', mail.get_body(('html',)).get_content(), re.S).group(1)


def prefixed(mail):
    return '\n'.join(f'> {line}'.rstrip() for line in story.plain(mail).strip('\n').split('\n'))


def gmail(mail, text):
    line = f'On {mail["Date"].datetime:%a, %b %d, %Y at %I:%M %p} Story &lt;{story.ADDRESS}&gt; wrote:'
    plain = f'{text}\n\n{line.replace("&lt;", "<").replace("&gt;", ">")}\n\n{prefixed(mail)}\n'
    html = (f'<div dir="ltr">{text.replace(chr(10), "<br>")}</div><br><div class="gmail_quote"><div dir="ltr" '
            f'class="gmail_attr">{line}<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex">'
            f'{inner(mail)}</blockquote></div>')
    return plain, html


def outlook(mail, text):
    head = [('From', f'Story {story.ADDRESS}'), ('Sent', f'{mail["Date"].datetime:%A, %d %B %Y %H:%M}'),
            ('To', str(mail['To'])), ('Subject', str(mail['Subject']))]
    html = ('<div class="WordSection1">' + ''.join(f'<p class="MsoNormal">{line}<o:p></o:p></p>' for line in text.split('\n'))
            + '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">'
            + '<br>'.join(f'<b>{name}:</b> {value}' for name, value in head) + f'<o:p></o:p></p></div>{inner(mail)}</div>')
    plain = f'{text}\n\n' + '\n'.join(f'{name}: {value}' for name, value in head) + f'\n\n{story.plain(mail)}'
    return plain, html


def ios(mail, text):
    when = mail['Date'].datetime
    return f'{text}\n\nSent from my iPhone\n\n> On {when:%d %b %Y}, at {when:%H:%M}, Story <{story.ADDRESS}> wrote:\n> \n{prefixed(mail)}\n', None


def thunderbird(mail, text):
    when = mail['Date'].datetime
    return f'On {when:%d/%m/%Y %H:%M}, Story wrote:\n{prefixed(mail)}\n\n{text}\n', None


def between(mail, votes):
    """Thunderbird, a word below some of the numbered lines."""
    out = ['On Monday Story wrote:']
    for line in prefixed(mail).split('\n'):
        out.append(line)
        number = re.match(r'> (\d)\. ', line)
        if number and number.group(1) in votes:
            out += ['', votes[number.group(1)], '']
    return '\n'.join(out) + '\n', None


# -- a season with a pair for each letter -------------------------------------------

def person(name, zone, language):
    return {'name': f'{name} Writer', 'email': f'{name}@example.org', 'language': language, 'timezone': zone, 'skills': '',
            'availability': 'Mon-Fri 08:00-20:00'}


def post(season, mail, sender, made):
    plain, html = made
    answer = email.message.EmailMessage()
    answer['From'] = email.utils.formataddr((sender.split('@')[0].title(), sender))
    answer['To'] = mail['Reply-To'].addresses[0].addr_spec
    answer['Subject'] = f'Re: {mail["Subject"]}'
    answer['Message-ID'] = email.utils.make_msgid(domain='example.org')
    answer['In-Reply-To'] = answer['References'] = mail['Message-ID']
    answer['Date'] = email.utils.format_datetime(mail['Date'].datetime + datetime.timedelta(minutes=30))
    answer.set_content(plain)
    if html:
        answer.add_alternative(html, subtype='html')
    return season.post(answer.as_bytes(policy=email.policy.SMTP))


class Letter:
    """Who writes what, and what it comes to: minutes after midnight of a day so
    many days after the meeting's; None: no time at all."""

    def __init__(self, client, text, days=0, minutes=None, zone='Europe/Berlin', language='en', fate='rsvp'):
        self.client, self.text, self.days, self.minutes = client, text, days, minutes
        self.zone, self.language, self.fate = zone, language, fate

    def start(self, season):
        return season.one("SELECT starts_at FROM session JOIN attendee ON session = session.id JOIN address a USING "
                          "(participant) WHERE a.address = ?", self.address)

    def wanted(self, at):
        zone = zoneinfo.ZoneInfo(self.zone)
        day = datetime.datetime.fromtimestamp(at, zone).date() + datetime.timedelta(days=self.days)
        minutes = self.minutes
        return int(datetime.datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=zone).timestamp())

    def filled(self, at):
        day = datetime.datetime.fromtimestamp(at, zoneinfo.ZoneInfo(self.zone)).date() + datetime.timedelta(days=self.days)
        return (self.text.replace('@day@', DAYS[self.language].split()[day.weekday()])
                .replace('@date@', f'{day.day}.{day.month}.').replace('@iso@', day.isoformat())
                .replace('@3@', DAYS[self.language].split()[day.weekday()][:3]))


INVITED = [
    Letter(gmail, 'Hi,\n\ncould we do @day@ at 4pm instead?\n\nThanks', 1, 16 * 60),
    Letter(outlook, 'Können wir @day@ um 17:30 Uhr machen?', 1, 17 * 60 + 30, language='de'),
    Letter(ios, '@day@ à 15h me conviendrait mieux', 1, 15 * 60, zone='Europe/Paris', language='fr'),
    Letter(thunderbird, '@date@ 14:00 wäre mir lieber.', 1, 14 * 60, language='de'),
    Letter(gmail, 'Yes, but an hour later please', 0, -60),
    Letter(outlook, 'No, but @3@ at 3 works', 1, 15 * 60),
    Letter(ios, 'halb fünf?', 0, 16 * 60 + 30, language='de'),
    Letter(thunderbird, '@iso@ 11:15', 1, 11 * 60 + 15, zone='America/Sao_Paulo'),
    Letter(gmail, 'Same time on @day@?', 1, 0, zone='Pacific/Auckland'),
    Letter(gmail, 'I was there at 5, and nobody came.', fate='coordinator'),
    Letter(outlook, 'My train arrives on @day@ at 10:30.', 1, fate='coordinator'),
    Letter(ios, 'Sorry, I missed our chat on @day@ at 3pm', 1, fate='coordinator'),
    Letter(thunderbird, '@day@ does not work for me', 1, fate='coordinator'),
]


def config(**sessions):
    return {**story.CONFIG, 'matching': AUTO, 'sessions': {'count': 1, 'length': '60 minutes', 'hours': '07:00-21:00', **sessions}}


def roster(letters):
    rows = []
    for i, letter in enumerate(letters):
        letter.address = f'writer{i}@example.org'
        rows += [person(f'writer{i}', letter.zone, letter.language), person(f'partner{i}', letter.zone, 'en')]
        rows[-1]['skills'] = rows[-2]['skills'] = f'topic{i}'
    return rows


def invited():
    paired = {**config(), 'matching': {**AUTO, 'rules': [{'rule': 'share', 'on': 'skills'}]}}
    with Season(paired, roster(INVITED)) as season:
        season.turn(START)
        mails = {to: mail for to, mail in season.sent() if story.calendar(mail)}
        for letter in INVITED:
            letter.at = letter.start(season)
            letter.sha = post(season, mails[letter.address], letter.address,
                              letter.client(mails[letter.address], letter.filled(letter.at)))
        season.turn(START + 3600)
        for letter in INVITED:
            check_invited(season, letter)


def check_invited(season, letter):
    found = season.sql('SELECT starts_at FROM proposal JOIN address a USING (participant) WHERE a.address = ?', letter.address)
    name = f'{letter.client.__name__}: {letter.text.strip()[:50]!r}'
    tap.eq(season.fate(letter.sha)[0], letter.fate, name)
    if letter.minutes is None:
        tap.eq(found, [], f'{name}: nothing is proposed')
        return
    if letter.minutes <= 0:  # counted from the meeting, or its own hour
        at = datetime.datetime.fromtimestamp(letter.at, zoneinfo.ZoneInfo(letter.zone))
        letter.minutes = at.hour * 60 + at.minute - letter.minutes
    tap.eq([row[0] for row in found], [letter.wanted(letter.at)], f'{name}: that time is put to the partner')


# -- answers to a list of times -----------------------------------------------------

POLLED = [
    (gmail, '1, 3', '1 3'),
    (outlook, 'Hi,\nall except 2 please', '1 3 4 5'),
    (ios, '1 works, 2 doesn’t', '1'),
    (thunderbird, '2 (3 if necessary)', '2 3'),
    (gmail, 'none of them', ''),
    (outlook, '[x] 1 [ ] 2 [x] 4', '1 4'),
    (between, {'1': 'no', '2': 'yes', '3': 'yes', '4': 'no'}, '2 3'),
    (ios, 'the last one', '5'),
    (gmail, 'hm, I will think about it', None),
]


def polled():
    letters = [Letter(client, text) for client, text, _ in POLLED]
    paired = {**config(find='ask', slots=5), 'matching': {**AUTO, 'rules': [{'rule': 'share', 'on': 'skills'}]}}
    with Season(paired, roster(letters)) as season:
        season.turn(START)
        mails = {to: mail for to, mail in season.sent() if re.search(r'^5\. ', story.plain(mail), re.M)}
        for letter in letters:
            mail = mails[letter.address]
            letter.sha = post(season, mail, letter.address, letter.client(mail, letter.text))
        season.turn(START + 3600)
        for letter, (client, text, want) in zip(letters, POLLED):
            name = f'{client.__name__}: {str(text)[:50]!r}'
            rows = season.sql("SELECT value FROM answer JOIN ask ON ask.id = answer.ask JOIN address a ON a.participant = "
                              "ask.participant WHERE a.address = ? AND question = 'times' AND value IS NOT NULL", letter.address)
            tap.eq([row[0] for row in rows], [] if want is None else [want], f'{name} is {want!r}')
            tap.eq(season.fate(letter.sha)[0], 'clarify' if want is None else 'answer', f'{name}: and so it ends')


invited()
polled()
tap.done()
