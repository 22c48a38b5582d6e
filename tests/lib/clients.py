"""Calendars of other people's making, as attendees.

    answer = clients.gnus(mail, 'ana@example.org', 'accepted')
    answer = clients.horde(mail, 'ben@example.net', 'Ben', 'tentative')
    states = clients.evolution([object, object])   # the calendar after each
    faults = clients.faults([object, object])      # what ical.js minds

A mail is a parsed email.message; answers are raw mails, an object is bytes.
Each function works in a folder that it takes away again.
"""
import base64
import ctypes
import email.message
import email.policy
import email.utils
import glob
import json
import os
import shutil
import subprocess
import tempfile
import time

HERE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'clients')
BUILD = os.environ.get('BUILD', os.path.join(os.path.dirname(os.path.dirname(HERE)), 'build'))


def missing():
    """What is not there of Gnus, Horde and Evolution; None when all are."""
    for program in ('emacs', 'php', 'dbus-run-session'):
        if not shutil.which(program):
            return f'{program} is not installed'
    if not os.path.isdir('/usr/share/php/Horde/Itip'):
        return 'php-horde-itip is not installed'
    if not glob.glob('/usr/lib/*/girepository-1.0/ECal-2.0.typelib'):
        return 'gir1.2-ecal-2.0 is not installed'
    return None


def missing_icaljs():
    if not shutil.which('node'):
        return 'nodejs is not installed'
    if not os.path.isdir(os.path.join(BUILD, 'clients', 'node_modules', 'ical.js')):
        return 'ical.js is not there: make check fetches it with npm'
    return None


def run(*args, **env):
    done = subprocess.run([str(a) for a in args], stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=100, env={**os.environ, **env}, check=False)
    if done.returncode and not done.stdout:
        raise RuntimeError(f'{args}: {done.stderr.decode(errors="replace")}')
    return done.stdout


def object_of(mail):
    """The calendar object of a mail as the octets it has; None."""
    for part in mail.walk():
        if part.get_content_type() == 'text/calendar':
            return part.get_payload(decode=True)
    return None


class Files:
    """Objects in files, for programs that want names."""

    def __init__(self, objects):
        self.objects = objects

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix='mentord-objects-')
        names = []
        for i, data in enumerate(self.objects):
            names.append(os.path.join(self.folder, f'{i:04}.ics'))
            with open(names[-1], 'wb') as f:
                f.write(data)
        return names

    def __exit__(self, *_):
        shutil.rmtree(self.folder)


def gnus_sees(mail, address):
    """What Gnus shows of it: a Lisp list as text."""
    with Files([object_of(mail)]) as (name,):
        return run('emacs', '-Q', '--batch', '-l', f'{HERE}/gnus.el', name, address).decode()


def gnus(mail, address, status):
    """Gnus answers to Reply-To, an empty text beside the object."""
    with Files([object_of(mail)]) as (name,):
        reply = run('emacs', '-Q', '--batch', '-l', f'{HERE}/gnus.el', name, address, status)
    answer = email.message.EmailMessage()
    answer['From'] = address
    answer['To'] = str(mail['Reply-To'] or mail['From'])
    answer['Subject'] = f'{status.capitalize()}: {mail["Subject"]}'
    answer['In-Reply-To'] = answer['References'] = str(mail['Message-ID'])
    answer['Message-ID'] = email.utils.make_msgid(domain=address.split('@')[1])
    answer['User-Agent'] = 'Gnus/5.13 (Gnus v5.13)'
    answer.set_content('\n')
    # the object as it is: bare line feeds and all
    answer.add_alternative(reply, maintype='text', subtype='calendar', cte='base64',
                           params={'method': 'REPLY', 'charset': 'UTF-8'})
    return answer.as_bytes(policy=email.policy.SMTP)


def horde(mail, address, name, status):
    """Horde writes the whole mail, to the ORGANIZER."""
    with Files([object_of(mail)]) as (path,):
        return run('php', f'{HERE}/horde.php', path, address, name, status)


def counter(mail, address, start, end, recurrence=None):
    """What a calendar sends that proposes another time (RFC 5546 3.2.7): the
    object with the other times in UTC, as Outlook and Google do it; of one of
    a series with recurrence, where it stood."""
    lines = []
    inside = False
    for line in object_of(mail).decode().replace('\r\n ', '').split('\r\n'):
        inside = inside or line == 'BEGIN:VEVENT'
        name = line.replace(':', ';').split(';')[0]
        if name == 'METHOD':
            line = 'METHOD:COUNTER'
        elif inside and name == 'DTSTAMP':
            line = f'DTSTAMP:{time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())}'
        elif inside and name == 'DTSTART':
            line = f'DTSTART:{start}'
        elif inside and name == 'DTEND':
            line = f'DTEND:{end}'
        elif inside and name == 'RRULE':
            line = f'RECURRENCE-ID:{recurrence}'
        elif name == 'ATTENDEE':
            if not line.endswith(f':mailto:{address}'):
                continue
            line = f'ATTENDEE;PARTSTAT=TENTATIVE:mailto:{address}'
        lines.append(line)
    organizer = next(x for x in lines if x.startswith('ORGANIZER')).split('mailto:')[1]
    head = (f'From: {address}\r\nTo: {organizer}\r\nSubject: New time proposed\r\n'
            f'Message-ID: {email.utils.make_msgid(domain=address.split("@")[1])}\r\nMIME-Version: 1.0\r\n'
            'Content-Type: text/calendar; charset=utf-8; method=COUNTER\r\n'
            'Content-Transfer-Encoding: base64\r\n\r\n')
    return head.encode() + base64.encodebytes('\r\n'.join(lines).encode())


def evolution(objects):
    """A calendar that receives them in turn: for each, what it then holds."""
    with Files(objects) as names:
        said = run('/usr/bin/python3', f'{HERE}/eds.py', *names)
    return [json.loads(line) for line in said.decode().splitlines()]


def restrictions(objects):
    """What libical minds about them (RFC 5546, method by method), as lines.

    Of a DECLINECOUNTER it wants none of what calendars need to understand it:
    that is left out here, and looked at in a unit test."""
    ical = ctypes.CDLL('libical.so.3')
    for name, result in (('icalparser_parse_string', ctypes.c_void_p),
                         ('icalcomponent_as_ical_string', ctypes.c_char_p)):
        getattr(ical, name).restype = result
    found = []
    for data in objects:
        if b'METHOD:DECLINECOUNTER' in data:
            continue
        one = ctypes.c_void_p(ical.icalparser_parse_string(data))
        if not one or not ical.icalrestriction_check(one) or ical.icalcomponent_count_errors(one):
            text = ical.icalcomponent_as_ical_string(one) or b'it does not parse'
            found += [x for x in text.decode().replace('\r\n ', '').splitlines() if 'ERROR' in x] or ['refused']
        ical.icalcomponent_free(one)
    return found


def faults(objects):
    """What ical.js and the rules for bytes mind about them, as lines."""
    with Files(objects) as names:
        said = run('node', f'{HERE}/objects.mjs', *names,
                   NODE_PATH=os.path.join(BUILD, 'clients', 'node_modules'))
    return said.decode().splitlines()
