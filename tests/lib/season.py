"""A program on a Maildir and a clock that the test turns.

    with Season(config, roster) as season:
        season.turn(START)                    # mentord run --once at that time
        mail = season.mail_to(ANA)[-1]        # what went out, parsed
        letter = season.post(story.reply(mail, ANA, 'yes'))
        season.turn(START + 60)
        season.fate(letter)                   # ('answer', 'the form is complete')

Nothing here waits: a turn ends when nothing is left to do at its time.
"""
import email.policy
import hashlib
import os

import story
import tap
from program import Program

# What people and matches are, said, and will be asked: all that a letter
# could change. Not when somebody was heard of, not the mail itself, nor the log.
STATE = {'participant': 'SELECT id, key, name, language, timezone, role, state, joined_at, left_at, paused_until '
                        'FROM participant',
         'member': 'SELECT match, position, participant FROM member'}
STATE.update((t, f'SELECT * FROM {t}') for t in (
    'address', 'attribute', 'availability', 'run', 'match', 'directive', 'session', 'attendee',
    'series', 'proposal', 'poll', 'poll_slot', 'ask', 'answer', 'due'))


class Season(Program):
    def __init__(self, config, roster, **more):
        super().__init__(config, roster, **more)
        self.now = None
        self.posted = 0
        self.inbox = os.path.join(self.state, 'mail', 'in', 'inbox')
        self.mails, self.seen = {}, set()

    # -- the clock ----------------------------------------------------------

    def turn(self, now=None, status=0, timeout=60):
        """Everything that is to be done at that time; the log of it."""
        self.now = self.now if now is None else int(now)
        done = self.command('run', '--once', timeout=timeout, MENTORD_NOW=str(self.now))
        with open(self.logfile, 'a') as f:
            f.write(done.stdout + done.stderr)
        if done.returncode != status:
            tap.ok(False, f'run --once at {self.now} ends with {status}, not {done.returncode}')
            tap.diag(done.stderr)
        return done.stdout + done.stderr

    def at(self, *args, **env):
        """A command of the coordinator's, at the season's time."""
        return self.command(*args, MENTORD_NOW=str(self.now), **env)

    # -- letters ------------------------------------------------------------

    def post(self, raw):
        """Put a mail into the mailbox; its SHA-256, for `fate`."""
        for sub in ('tmp', 'new', 'cur'):
            os.makedirs(os.path.join(self.inbox, sub), exist_ok=True)
        self.posted += 1
        with open(os.path.join(self.inbox, 'new', f'{self.posted:06}.test'), 'wb') as f:
            f.write(raw)
        return hashlib.sha256(raw).hexdigest()

    def fate(self, letter):
        """(disposition, reason) of a letter; None while it has none."""
        rows = self.sql("SELECT disposition, reason FROM inbox WHERE sha256 = ? AND state = 'applied' "
                        'ORDER BY id DESC LIMIT 1', letter)
        return rows[0] if rows else None

    # -- mails --------------------------------------------------------------

    def sent(self):
        """Every mail that went out, oldest first: (recipient, parsed mail)."""
        folder = os.path.join(self.state, 'mail', 'out', 'sent', 'new')
        for name in os.listdir(folder) if os.path.isdir(folder) else []:
            if name not in self.mails:
                with open(os.path.join(folder, name), 'rb') as f:
                    self.mails[name] = story.parse(f.read())
        names = sorted(self.mails, key=lambda n: [int(x.lstrip('M')) for x in n.split('.')[:2]])
        return [(self.mails[n]['Delivered-To'], self.mails[n]) for n in names]

    def mail_to(self, who):
        return [mail for to, mail in self.sent() if to == who]

    def new_mail(self):
        """What went out since the last call: [(recipient, mail)]."""
        mails = self.sent()
        fresh = [(to, mail) for to, mail in mails if mail['Message-ID'] not in self.seen]
        self.seen = {mail['Message-ID'] for _, mail in mails}
        return fresh

    # -- what is stored -----------------------------------------------------

    def facts(self):
        """All facts, by table, to be compared."""
        return {table: sorted(map(repr, self.sql(query))) for table, query in STATE.items()}

    def known(self):
        """Addresses that may get mail at all."""
        found = {row[0] for row in self.sql('SELECT address FROM address')}
        return found | {c['email'] for c in self.config['program']['coordinators']}

    def check_closed_world(self, name='no mail went to anybody who is not enrolled or a coordinator'):
        """One known recipient in the envelope and in the head of each mail."""
        known, wrong = self.known(), []
        for to, mail in self.sent():
            heads = [a.addr_spec for h in ('To', 'Cc', 'Bcc') for f in mail.get_all(h, []) for a in f.addresses]
            if to not in known or heads != [to]:
                wrong.append((to, heads, mail['Subject']))
        tap.eq(wrong, [], name)


def crlf(mail):
    return mail.as_bytes(policy=email.policy.SMTP)
