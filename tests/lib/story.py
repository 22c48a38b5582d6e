"""Two people, one coordinator, a season in miniature: by real mail.

The story is a list of steps. Each is something that people do when they find
a certain mail in their mailbox, once; so it can be played over a mentord that
is killed and started again at any moment, and always ends the same.
"""
import base64
import email
import email.message
import email.policy
import email.utils
import re

ADDRESS = 'mentoring@program.example'
ANA, BEN, COO = 'ana@example.org', 'ben@example.net', 'coo@example.org'
NAMES = {ANA: 'Ana Silva', BEN: 'Ben Müller', COO: 'Coo Ordinator'}

# Monday 11 January 2027, 08:00 in Berlin: the program starts, and the draft
# is made. The check-ins go out when the first session is over.
START = 1799650800
DAY = 86400


class Cast:
    """Who plays. With a name of its own each, several stories can be told at
    once on the same servers, every one by a program of its own."""

    def __init__(self, name=''):
        def called(address):
            local, domain = address.split('@')
            return f'{local}{name}@{domain}'
        self.address = called(ADDRESS)
        self.ana, self.ben, self.coo = called(ANA), called(BEN), called(COO)
        self.everybody = [self.ana, self.ben, self.coo]

    def config(self, mail):
        program = dict(CONFIG['program'], address=self.address,
                       coordinators=[{'name': NAMES[COO], 'email': self.coo}])
        return dict(CONFIG, program=program, mail=mail)

    def roster(self):
        return [dict(ROSTER[0], email=self.ana), dict(ROSTER[1], email=self.ben)]


# hold_after: the story jumps over days, which is no downtime.
CONFIG = {
    'hold_after': '365 days',
    'program': {
        'id': 'story', 'name': 'Story', 'purpose': 'To be told.',
        'timezone': 'Europe/Berlin', 'language': 'en',
        'starts': '2027-01-11', 'ends': '2027-03-28', 'address': ADDRESS,
        'coordinators': [{'name': NAMES[COO], 'email': COO}],
    },
    'attributes': [{'name': 'skills', 'type': 'list', 'visible': 'partner'}],
    'forms': {'checkin': [
        {'id': 'met', 'ask': 'Did you two meet?', 'type': 'yesno', 'required': True},
        {'id': 'fit', 'ask': 'How useful was it, from 1 to 5?', 'type': 'scale',
         'from': 1, 'till': 5, 'required': True},
        {'id': 'note', 'ask': 'Anything you want to tell us?', 'type': 'text', 'private': True},
    ]},
    'matching': {'publish': 'review', 'lead': '0 days',
                 'criteria': [{'name': 'shared skills', 'on': 'skills', 'prefer': 'shared', 'weight': 20}]},
    'sessions': {'count': 1, 'length': '60 minutes'},
    'timeline': [{'name': 'check-in', 'at': 'session + 1 day 09:00', 'ask': 'checkin',
                  'remind': ['3 days']}],
}
ROSTER = [
    {'name': NAMES[ANA], 'email': ANA, 'language': 'en', 'timezone': 'Europe/Lisbon',
     'skills': 'chess, German', 'availability': 'Mon-Fri 09:00-12:00'},
    {'name': NAMES[BEN], 'email': BEN, 'language': 'de', 'timezone': 'Europe/Berlin',
     'skills': 'chess, sailing', 'availability': 'Mon-Fri 10:00-13:00'},
]


def parse(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


def plain(mail):
    return mail.get_body(('plain',)).get_content().replace('\r\n', '\n')


def calendar(mail):
    """The unfolded calendar object of an invitation, or None."""
    for part in mail.walk():
        if part.get_content_type() == 'text/calendar':
            return re.sub(r'\r?\n[ \t]', '', part.get_content()).replace('\r\n', '\n')
    return None


def reply(mail, sender, body, subject='Re: ', to=None):
    answer = email.message.EmailMessage()
    answer['From'] = email.utils.formataddr((sender.split('@')[0].title(), sender))
    answer['To'] = to or mail['Reply-To'].addresses[0].addr_spec
    answer['Subject'] = subject + str(mail['Subject'])
    answer['Message-ID'] = email.utils.make_msgid(domain=sender.split('@')[1])
    answer['In-Reply-To'] = answer['References'] = mail['Message-ID']
    answer['Date'] = mail['Date']
    answer.set_content(body)
    return answer.as_bytes(policy=email.policy.SMTP)


def quoted(mail):
    return ''.join(f'> {line}'.rstrip() + '\n' for line in plain(mail).splitlines())


def rsvp(mail, sender, partstat):
    """What a calendar sends: METHOD:REPLY to the ORGANIZER (RFC 5546)."""
    was = calendar(mail)

    def line(name):
        return re.search(rf'^{name}[;:].*$', was.split('BEGIN:VEVENT')[1], re.M).group(0)
    organizer = line('ORGANIZER').split('mailto:')[1]
    text = '\r\n'.join([
        'BEGIN:VCALENDAR', 'PRODID:-//Story//EN', 'VERSION:2.0', 'METHOD:REPLY', 'BEGIN:VEVENT',
        line('UID'), line('SEQUENCE'), 'DTSTAMP:20270111T120000Z', line('DTSTART'), line('DTEND'),
        line('ORGANIZER'), f'ATTENDEE;PARTSTAT={partstat}:mailto:{sender}', 'END:VEVENT', 'END:VCALENDAR', ''])
    return (f'From: {sender}\r\nTo: {organizer}\r\nSubject: {partstat}\r\n'
            f'Message-ID: {email.utils.make_msgid(domain=sender.split("@")[1])}\r\n'
            'MIME-Version: 1.0\r\nContent-Type: text/calendar; charset=utf-8; method=REPLY\r\n'
            'Content-Transfer-Encoding: base64\r\n\r\n').encode() + base64.encodebytes(text.encode())


def approve(mail, who):
    return reply(mail, who, 'approve\n\nCoo\n\n' + quoted(mail))


def accept(mail, who):
    return rsvp(mail, who, 'ACCEPTED')


def decline(mail, who):
    return rsvp(mail, who, 'DECLINED')


def inline(mail, who):
    """Ana answers below each quoted question."""
    body = ['On Thursday the program wrote:']
    answers = {'1': 'yes', '2': '4', '3': 'We talked about chess all the time.'}
    number = None
    for line in plain(mail).splitlines():
        found = re.match(r'(\d)\. ', line)
        if number and (found or not line):
            body += ['', answers[number], '']
            number = None
        number = found.group(1) if found else number
        body.append(f'> {line}'.rstrip())
    return reply(mail, who, '\n'.join(body) + '\n')


def top(mail, who):
    """Ben answers above the quote, in German, by number."""
    return reply(mail, who, '1. ja\n2. fünf\n3. Nein, danke.\n\nViele Grüße\nBen\n\n'
                 'Am 16.01.2027 schrieb Story:\n' + quoted(mail), 'AW: ')


def subject_has(words):
    return lambda mail: words in str(mail['Subject'])


# who, how they know the mail, what they do
ACTS = [
    ('approve', 'coo', subject_has('to approve'), approve),
    ('accept', 'ana', lambda m: 'METHOD:REQUEST' in (calendar(m) or ''), accept),
    ('decline', 'ben', lambda m: 'METHOD:REQUEST' in (calendar(m) or ''), decline),
    ('inline', 'ana', lambda m: 'Did you two meet?' in plain(m) and 'meeting' in plain(m), inline),
    ('top', 'ben', lambda m: 'Did you two meet?' in plain(m), top),
]


class Story:
    """The people's side: looks into their mailboxes, acts once on each."""

    def __init__(self, servers, cast=None):
        self.servers, self.cast, self.done = servers, cast or Cast(), {}

    def play(self, *names):
        """What can be done now of these acts (all when none are named);
        True when all of them are done."""
        wanted = names or [name for name, *_ in ACTS]
        for name, role, knows, does in ACTS:
            if name in wanted and name not in self.done:
                who = getattr(self.cast, role)
                for raw in self.servers.mailbox(who):
                    mail = parse(raw)
                    if knows(mail):
                        self.done[name] = mail
                        answer = does(mail, who)
                        self.servers.send(who, mail_to(answer), answer)
                        break
        return all(name in self.done for name in wanted)


def mail_to(raw):
    return parse(raw)['To'].addresses[0].addr_spec
