#!/usr/bin/env python3
"""The story of two people, told by a mentord that is killed all the time.

First at every named fault point (`mentord faults` lists them, so a new point
is tested the day it appears): killed at its first passage, started again,
killed at its second passage, and so on until the story ends before the next.
Then at random moments: the keeper, the courier, the reader or all of them.

One mail is in flight at a time, so a kill may cost one duplicate and no more.
Whatever happens, in the end the store tells the same as if nothing had.

TORTURE=N kills N times (200), SEED=TEXT chooses the moments.
"""
import os
import random
import re
import signal
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import servers
import story
import tap
from program import Program, is_there, mail_by, name_of, wait_for

KILLS = int(os.environ.get('TORTURE') or (60 if os.environ.get('QUICK') else 200))
# A life that is killed has nothing to say of leaks; and whoever hits the helper
# process that looks for them at the end leaves its parent waiting for ever.
os.environ['ASAN_OPTIONS'] = ':'.join(filter(None, [os.environ.get('ASAN_OPTIONS'), 'detect_leaks=0']))

SEED = os.environ.get('SEED') or '1'
AT_ONCE = 4                # stories
CALM = 4 if os.environ.get('SAN') else 1.5      # seconds in which nothing moved
DOUBT = 11 * 60            # longer than a mail in doubt waits
LATER = 75                 # status of a supervisor whose keeper was killed
PASSAGES = 8               # of a fault point that kills
ROUNDS = 15                # of calm after the kills, at most
OPEN = "('queued', 'sending', 'deferred', 'in doubt')"


class Telling:
    """One story by one program, from its beginning to its end."""

    def __init__(self, mail, name):
        self.mail, self.cast = mail, story.Cast(name)
        self.program = Program(self.cast.config(mail_by(
            mail, self.cast.address, connections=1, in_flight=1, rate=0)), self.cast.roster())
        self.people = story.Story(mail, self.cast)
        self.now, self.half, self.kills, self.readers, self.complaints = story.START + 60, 0, 0, 0, []

    # -- telling ----------------------------------------------------------

    def start(self, **env):
        self.program.run(MENTORD_NOW=str(self.now), **env)

    def later(self):
        """Between two lives enough time passes for what is in doubt: it
        waits ten minutes from the start of the next one on."""
        self.now += DOUBT

    def halftime(self):
        """Both have answered the invitation; the next scene is days later."""
        self.half = 1
        self.now = max(self.now, self.program.one('SELECT max(starts_at) FROM session') + 2 * story.DAY)

    def settled(self):
        return not self.program.one(
            f"SELECT (SELECT count(*) FROM outbox WHERE state IN {OPEN}) + "
            "(SELECT count(*) FROM inbox WHERE filed_at IS NULL) + "
            f"(SELECT count(*) FROM due WHERE state = 'waiting' AND at <= {self.now})")

    def goes_on(self):
        """Let the people act; False when this half of the story is told."""
        first = ('approve', 'accept', 'decline')
        if not self.people.play(*first, *(('inline', 'top') if self.half else ())):
            return True
        done = "SELECT count(*) FROM attendee WHERE partstat IN ('ACCEPTED', 'DECLINED')" if not self.half \
            else "SELECT count(*) FROM ask WHERE form = 'checkin' AND state = 'answered'"
        return self.program.one(done) != 2 or not self.settled()

    def moved(self):
        """Something that changes with every step of the story."""
        return self.program.log.count('\n'), self.program.sql(
            'SELECT state, count(*) FROM outbox GROUP BY state UNION ALL '
            "SELECT disposition || (filed_at IS NULL), count(*) FROM inbox GROUP BY 1 UNION ALL "
            "SELECT 'outcome', count(*) FROM outcome")

    def live_on(self, dead=lambda: False):
        """As live, for as long as anything moves: a slow machine is no calm."""
        before = None
        while not dead() and self.program.alive() and (now := self.moved()) != before:
            before = now
            if self.live(CALM, dead):
                return True
        return False

    def live(self, seconds, dead=lambda: False):
        """Until the half is told (True), it died, or the time is over."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if dead() or not self.program.alive():
                return False
            if not self.goes_on():
                return True
            time.sleep(0.02)
        return False

    def die(self):
        if self.program.alive():
            self.program.kill()
            self.kills += 1

    def told(self):
        """A half is told: end that life. True when it was the second."""
        self.die()
        if self.half:
            return True
        self.halftime()
        return False

    def calmly(self):
        """The rest, without a kill."""
        for _ in range(ROUNDS):
            lives = self.program.log.count(': running')
            self.start()
            wait_for(lambda: self.program.log.count(': running') > lives, 60, 'a start')
            told = self.live_on()
            if self.program.stop() not in (0, None):
                self.complaints.append('SIGTERM did not end it in order')
            if told and self.half:
                return
            if told:
                self.halftime()
            else:
                self.later()
        self.complaints.append(f'half {self.half} of the story does not end: played {list(self.people.done)}; '
                               + str(self.program.sql('SELECT moment, state, reply FROM outbox')))

    # -- what must be true in the end -------------------------------------

    def facts(self):
        """What the store tells, apart from how mails fared on their way. A
        digest is left out: how often a delivery was put off decides how far
        the clock got, and so whether one was due."""
        outcomes = Counter(row for row in self.program.sql('SELECT kind, detail FROM outcome')
                           if (not row[0].startswith('mail') or row[0] == 'mail-queued') and 'digest' not in row)
        # the name of a coordinator in an occurrence is a hash of the address
        occurrences = sorted(re.sub('/[0-9a-f]{12}$', '', row[0])
                             for row in self.program.sql('SELECT occurrence FROM outbox')
                             if not row[0].startswith('digest/'))
        return (outcomes, occurrences,
                self.program.sql("SELECT partstat FROM attendee ORDER BY position"),
                self.program.sql("SELECT form, question, value, raw FROM answer JOIN ask ON ask.id = ask "
                                 "ORDER BY ask, question"),
                self.program.sql('SELECT state FROM session'), self.program.sql('SELECT state FROM match'))

    def complain(self, good, what):
        if not good:
            self.complaints.append(what)

    def arrived(self):
        return [raw for who in self.cast.everybody for raw in self.mail.mailbox(who)]

    def check_out(self):
        """Every mail at least once, its copies alike; how many too many."""
        copies, strangers = Counter(), 0
        sent = {story.parse(raw)['Message-ID']: raw.replace(b'\r\n', b'\n')
                for raw, in self.program.sql('SELECT bytes FROM outbox_bytes')}
        for raw in self.arrived():
            mail_id = story.parse(raw)['Message-ID']
            strangers += mail_id not in sent
            copies[mail_id] += 1
            self.complain(raw.replace(b'\r\n', b'\n').rstrip().endswith(sent.get(mail_id, b'').rstrip()),
                          'a copy differs from what was recorded')
        states = self.program.sql('SELECT state, count(*) FROM outbox GROUP BY state')
        # an answer may come to a mail that is in doubt still, and cancel it
        self.complain({state for state, _ in states} <= {'sent', 'cancelled'}, f'not all sent: {states}')
        self.complain(not strangers, f'{strangers} mails that the outbox does not know')
        lost = [mail_id for mail_id in sent if not copies[mail_id]]
        self.complain(not lost, f'lost: {lost}')
        return sum(copies.values()) - len(copies)

    def check_in(self):
        """Every reply stored, applied and filed away, each once."""
        rows = self.program.sql('SELECT state, disposition, filed_at IS NOT NULL FROM inbox')
        self.complain(len(rows) == len(story.ACTS), f'{len(rows)} letters: {rows}')
        self.complain(all(state == 'applied' and filed for state, _, filed in rows), f'unsettled: {rows}')
        self.complain(not self.mail.mailbox(self.cast.address), 'the inbox is not empty')
        filed = self.mail.mailbox(self.cast.address, 'mentord-done')
        self.complain(len(filed) == len(story.ACTS), f'{len(filed)} letters filed away')

    def check_again(self):
        """Started once more after the end, it has nothing to do."""
        before, rows = len(self.arrived()), self.program.sql('SELECT * FROM outbox')
        self.program.run('--once', MENTORD_NOW=str(self.now))
        self.complain(self.program.wait() == 0, 'started again it failed')
        self.complain(len(self.arrived()) == before, 'started again it sent something')
        self.complain(self.program.sql('SELECT * FROM outbox') == rows, 'started again it changed the outbox')

    def check(self, reference=None):
        """The number of duplicates; what is wrong goes to complaints."""
        duplicates = self.check_out()
        self.complain(duplicates <= self.kills, f'{duplicates} duplicates of {self.kills} kills')
        self.check_in()
        fsck = self.program.command('fsck')
        self.complain(fsck.returncode == 0, fsck.stdout + fsck.stderr)
        self.check_again()
        for got, want in zip(self.facts(), reference or ()):
            self.complain(got == want, f'not as without kills: {got}\n  but {want}')
        return duplicates

    def close(self):
        if self.complaints:
            tap.diag('\n'.join([f'{self.cast.address}, {self.kills} kills:', *self.complaints,
                                *self.program.log.splitlines()[-40:]]))
        self.program.close()


# -- at every fault point -----------------------------------------------------

def couriers_lost(telling):
    """The point may lie in the courier: the keeper outlives it."""
    return telling.program.log.count('the courier (process')


def at_point(mail, number, point, reference):
    """(complaints, hits, kills, duplicates)"""
    telling, hits, passage = Telling(mail, f'-p{number}'), 0, 1
    try:
        for _ in range(3 * PASSAGES):
            telling.start(MENTORD_FAULT=f'{point}:{passage}')
            lost = couriers_lost(telling)
            if telling.live_on(lambda: couriers_lost(telling) > lost):
                if telling.told():
                    break
                continue
            killed = couriers_lost(telling) - lost
            killed += not telling.program.alive() and telling.program.process.returncode == LATER
            telling.program.stop()
            telling.kills += killed
            hits += killed
            passage += killed > 0  # else something was in doubt
            if passage > PASSAGES:
                break
            telling.later()
        telling.calmly()
        return telling.complaints, hits, telling.kills, telling.check(reference)
    finally:
        telling.close()


# -- at random moments ----------------------------------------------------------

class Budget:
    """Kills that are left, for all stories together."""

    def __init__(self, kills):
        self.left, self.stories, self.lock = kills, 0, threading.Lock()

    def story(self):
        with self.lock:
            self.stories += self.left > 0
            return self.stories if self.left > 0 else 0

    def spend(self, kills):
        with self.lock:
            self.left -= kills


def strike(telling, chance, budget):
    """Kill the keeper, its supervisor, anyone, or all of them at once."""
    crew = telling.program.crew()
    how = chance.random()
    victims = crew[1:2] if how < 0.5 else crew[:1] if how < 0.65 else crew
    if 0.65 <= how < 0.85 and crew:
        victims = [chance.choice(crew)]
        if name_of(victims[0]) == 'mentord-reader':
            # a letter is put aside when two readers died of it
            telling.readers += 1
            victims = victims if telling.readers == 1 else crew[1:2]
    for pid in victims:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    telling.kills += len(victims) > 0
    budget.spend(len(victims) > 0)
    if set(victims) & set(crew[:2]):
        telling.program.process.wait(timeout=60)
        wait_for(lambda: not any(map(is_there, crew)), 20, 'the crew to end')
        telling.later()


def at_random(mail, number, budget, reference):
    """(complaints, kills, duplicates)"""
    telling, chance = Telling(mail, f'-{number}'), random.Random(f'{SEED}/{number}')
    try:
        while budget.left > 0:
            if not telling.program.alive():
                telling.start()
            if telling.live(chance.choice([0.1, 0.25, 0.6]) * chance.random() * 2) and telling.told():
                break
            if telling.program.alive():
                strike(telling, chance, budget)
        else:
            if telling.program.alive():
                telling.die()
                telling.later()
            telling.calmly()
        return telling.complaints, telling.kills, telling.check(reference)
    finally:
        telling.close()


# -- all of it --------------------------------------------------------------------

def without_kills(mail):
    telling = Telling(mail, '-0')
    try:
        telling.calmly()
        tap.eq((telling.check(), telling.complaints), (0, []), 'the story, told without a kill')
        points = telling.program.command('faults').stdout.split()
        return telling.facts(), points
    finally:
        telling.close()


def fault_points(mail, pool, points, reference):
    tap.ok(len(points) >= 10, f'there are fault points ({len(points)})')
    results = list(pool.map(lambda n: at_point(mail, n, points[n], reference), range(len(points))))
    for point, (complaints, hits, kills, duplicates) in zip(points, results):
        tap.ok(hits > 0, f'{point} is met ({hits} times)')
        tap.eq(complaints, [], f'{point}: nothing lost, doubled or forgotten ({duplicates} duplicates)')


def random_moments(mail, pool, reference):
    budget, results = Budget(KILLS), []

    def work(_):
        while number := budget.story():
            results.append(at_random(mail, number, budget, reference))
    list(pool.map(work, range(AT_ONCE)))
    kills, duplicates = (sum(result[i] for result in results) for i in (1, 2))
    tap.ok(kills >= KILLS, f'{kills} kills at random moments of {len(results)} stories, seed {SEED}')
    tap.eq([c for complaints, *_ in results for c in complaints], [],
           f'nothing lost, doubled or forgotten ({duplicates} duplicates)')


def main():
    if servers.missing_postfix():
        tap.skip_all(servers.missing_postfix())
    with servers.Servers() as mail, ThreadPoolExecutor(AT_ONCE) as pool:
        reference, points = without_kills(mail)
        began = time.monotonic()
        fault_points(mail, pool, points, reference)
        tap.diag(f'{time.monotonic() - began:.0f} s')
        random_moments(mail, pool, reference)
        tap.diag(f'{time.monotonic() - began:.0f} s')
    tap.done()


if __name__ == '__main__':
    main()
