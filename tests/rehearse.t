#!/usr/bin/env python3
"""A whole season of the demo program, and what must hold in any season."""
import collections
import email
import email.policy
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import tap

HERE = os.path.dirname(os.path.abspath(__file__))
MENTORD = os.environ.get('MENTORD', os.path.join(HERE, '..', 'build', 'mentord'))
DEMO = os.path.join(HERE, '..', 'conf', 'demo', 'program.conf')
COORDINATORS = ('petra.lindqvist@nordlicht.example', 'jonas.adeyemi@nordlicht.example')


def rehearse(folder, *options):
    """Play the demo into folder; what it printed."""
    done = subprocess.run([MENTORD, 'rehearse', '--out', folder, *options, DEMO],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        tap.diag(done.stderr)
    return done


def outcomes(folder):
    with open(os.path.join(folder, 'outcomes.log'), 'rb') as f:
        return f.read()


def mails(folder):
    """Every mail that went out, parsed, oldest first."""
    new = os.path.join(folder, 'mail', 'sent', 'new')
    for name in sorted(os.listdir(new)):
        with open(os.path.join(new, name), 'rb') as f:
            yield email.message_from_bytes(f.read(), policy=email.policy.default)


def store(folder):
    state = os.path.join(folder, 'state')
    name = next(n for n in os.listdir(state) if n.endswith('.sqlite'))
    return sqlite3.connect(f'file:{os.path.join(state, name)}?mode=ro', uri=True)


def one(db, sql):
    return db.execute(sql).fetchone()[0]


def people():
    """Addresses that may get mail at all: the roster's and the coordinators'."""
    found = set()
    for name in ('program.conf', 'roster.csv'):
        with open(os.path.join(os.path.dirname(DEMO), name), encoding='utf-8') as f:
            found |= set(re.findall(r'[\w.+-]+@[\w.-]+\.\w+', f.read()))
    return found


def check_outgoing(folder):
    """Closed world, one recipient, the headers of every mail, six a day."""
    a_day = collections.Counter()
    strangers, headers, remote, unsubscribe = set(), set(), set(), []
    known = people()
    for mail in mails(folder):
        to = mail['Delivered-To']
        if to not in known or len(mail.get_all('To')) != 1:
            strangers.add(to)
        for name in ('Message-ID', 'Date', 'Auto-Submitted', 'Reply-To', 'List-Id'):
            if not mail[name]:
                headers.add(name)
        if to not in COORDINATORS and not mail['List-Unsubscribe']:
            unsubscribe.append(mail['Subject'])
        a_day[to, mail['Date'][:16]] += 1
        html = mail.get_body(('html',))
        if html and re.search(r'(src|background)\s*=|url\(', html.get_content()):
            remote.add(mail['Subject'])
    crowds = [k for k, n in a_day.items() if n > 6]
    tap.eq(strangers, set(), 'no mail to anyone who is not enrolled or a coordinator')
    tap.eq(headers, set(), 'every mail has the headers that automatic mail needs')
    tap.ok(len(unsubscribe) <= 2, 'every participant can unsubscribe by the header, but who has left')
    tap.eq(crowds, [], 'nobody gets more than six mails a day')
    tap.eq(remote, set(), 'no mail loads anything from elsewhere')


def check_store(folder):
    db = store(folder)
    tap.eq(one(db, "SELECT count(*) FROM inbox WHERE state <> 'applied' OR disposition IS NULL"), 0,
              'every letter ended in a disposition')
    tap.eq(one(db, "SELECT count(*) FROM inbox WHERE disposition IN ('quarantine', 'forged', 'stranger')"), 0,
              'no honest letter was refused')
    tap.eq(one(db, "SELECT count(*) FROM outbox WHERE state IN ('sending', 'in doubt')"), 0,
              'no mail is left without a fate')
    tap.ok(one(db, "SELECT count(*) FROM answer WHERE value IS NOT NULL") > 100, 'answers are recorded typed')
    tap.ok(one(db, "SELECT count(*) FROM session WHERE state = 'held'") > 20, 'sessions are recorded as held')
    tap.eq(one(db, "SELECT count(*) FROM participant p WHERE state = 'enrolled' AND NOT EXISTS "
                  "(SELECT 1 FROM member WHERE participant = p.id)"), 0, 'nobody was dropped by the matching')
    for kind in ('rsvp', 'bounced', 'away', 'left', 'paused', 'resumed', 'nudged', 'silence-told', 'digest'):
        tap.ok(one(db, f"SELECT count(*) FROM outcome WHERE kind LIKE '%{kind}%'") > 0,
               f'the season holds an outcome of the kind {kind}')
    late = db.execute("SELECT count(*) FROM outbox o JOIN participant p ON p.id = o.participant "
                      "WHERE p.state = 'left' AND o.settled_at > p.left_at + 3600 AND o.state = 'sent' "
                      "AND o.moment NOT IN ('left', 'cancellation')").fetchone()[0]
    tap.eq(late, 0, 'who left gets no further mail')


def main():
    with tempfile.TemporaryDirectory() as top:
        first, second, other = (os.path.join(top, n) for n in ('first', 'second', 'other'))
        done = rehearse(first, '--seed', '7')
        tap.eq(done.returncode, 0, 'the season is played to its end')
        tap.eq(done.stderr, '', 'and nothing is printed into a pipe but the summary')
        tap.ok(len(re.findall(r'\d+ of \d+', done.stdout)) >= 8, 'the summary has its denominators')
        rehearse(second, '--seed', '7')
        tap.ok(outcomes(first) == outcomes(second), 'the same seed gives the same outcomes, byte for byte')
        rehearse(other, '--seed', '8')
        tap.ok(outcomes(first) != outcomes(other), 'another seed gives another season')
        check_outgoing(first)
        check_store(first)
        again = rehearse(first, '--seed', '7')
        tap.ok(again.returncode != 0 and 'not empty' in again.stderr, 'a folder in use is left alone')
    tap.done()


main()
