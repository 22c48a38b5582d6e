#!/usr/bin/env python3
"""The worked examples: each is checked, matched and played to its end, and
what its form promises holds in the store and in the mails."""
import collections
import csv
import email
import email.policy
import itertools
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, 'lib'))
import tap

MENTORD = os.environ.get('MENTORD', os.path.join(HERE, '..', 'build', 'mentord'))
EXAMPLES = os.path.join(HERE, '..', 'conf', 'examples')


def run(*args):
    return subprocess.run([MENTORD, *args], stdin=subprocess.DEVNULL, capture_output=True, text=True)


class Season:
    """One example, rehearsed in a folder."""

    def __init__(self, name, folder):
        self.name, self.folder = name, folder
        self.conf = os.path.join(EXAMPLES, name, 'program.conf')
        with open(os.path.join(EXAMPLES, name, 'roster.csv'), encoding='utf-8') as f:
            self.roster = {row['email']: row for row in csv.DictReader(f)}

    def play(self):
        checked = run('check', self.conf)
        tap.eq((checked.returncode, checked.stderr), (0, ''), f'{self.name}: nothing is wrong with it')
        matched = run('match', '--json', self.conf)
        tap.ok(matched.returncode in (0, 1), f'{self.name}: mentord match has an answer')
        self.proposed = json.loads(matched.stdout)
        played = run('rehearse', '--seed', '3', '--out', self.folder, self.conf)
        if played.returncode:
            tap.diag(played.stderr)
        tap.eq(played.returncode, 0, f'{self.name}: the season is played to its end')
        path = os.path.join(self.folder, 'state', 'store.sqlite')
        self.db = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
        tap.eq(self.one("SELECT count(*) FROM inbox WHERE state <> 'applied' OR disposition IN "
                        "('quarantine', 'forged', 'stranger')"), 0, f'{self.name}: every letter was taken in')
        tap.ok(self.one("SELECT count(*) FROM match WHERE published_at IS NOT NULL") > 0,
               f'{self.name}: people were introduced')

    def one(self, sql, *args):
        return self.db.execute(sql, args).fetchone()[0]

    def matches(self):
        """id -> (addresses of the members, of the lead or None, round), of all that were published."""
        address = dict(self.db.execute("SELECT participant, canonical FROM address WHERE position = 0"))
        found = {}
        for match, lead, turn in self.db.execute(
                'SELECT id, lead, round FROM match WHERE published_at IS NOT NULL'):
            members = [address[p] for p, in self.db.execute(
                'SELECT participant FROM member WHERE match = ? ORDER BY position', (match,))]
            found[match] = members, address.get(lead), turn
        return found

    def mails(self, moment):
        for raw, in self.db.execute(
                'SELECT bytes FROM outbox JOIN outbox_bytes ON mail = id WHERE moment = ?', (moment,)):
            yield email.message_from_bytes(raw, policy=email.policy.default)

    def differ(self, column):
        return all(self.roster[a][column] != self.roster[b][column]
                   for members, _, _ in self.matches().values()
                   for a, b in itertools.combinations(members, 2))

    def reasons_shown(self):
        texts = [m.get_body(('plain',)).get_content() for m in self.mails('introduction')]
        return bool(texts) and sum('\n- ' in t for t in texts) >= len(texts) * 3 / 4


def peers(s):
    sizes = collections.Counter(len(m) for m, _, _ in s.matches().values())
    tap.eq(s.proposed['quality']['proof'], 'optimal', 'peers: the draft is proven')
    tap.ok(set(sizes) <= {2, 3} and sizes[3] >= 1, 'peers: the odd one joins a pair')
    tap.ok(s.differ('ward'), 'peers: nobody is put with their own ward')
    tap.ok(s.reasons_shown(), 'peers: introductions say why')


def seats(s, default=1):
    return {a: int(row.get('capacity') or default) for a, row in s.roster.items()
            if row['role'] in ('mentor', 'both')}


def mentors(s):
    """Whatever runs on form = "mentors"."""
    load, taught, pairs = collections.Counter(), collections.Counter(), set()
    first = s.one("SELECT min(id) FROM run WHERE state = 'published'")
    fine = True
    for match, (members, lead, _) in s.matches().items():
        fine &= len(members) == 2 and lead in members
        mentee = next(m for m in members if m != lead)
        fine &= s.roster[lead]['role'] in ('mentor', 'both') and s.roster[mentee]['role'] in ('mentee', 'both')
        pairs.add((lead, mentee))
        if s.one('SELECT run FROM match WHERE id = ?', match) == first:
            load[lead] += 1
            taught[mentee] += 1
    tap.ok(fine and pairs, f'{s.name}: each match is of a mentor and a mentee, and says who is who')
    tap.ok(all(load[a] <= n for a, n in seats(s).items()), f'{s.name}: nobody has more mentees than room')
    tap.ok(all(n == 1 for n in taught.values()), f'{s.name}: nobody has two mentors')
    tap.ok(not any((b, a) in pairs for a, b in pairs), f'{s.name}: no two are each other\'s mentors')
    tap.ok(s.reasons_shown(), f'{s.name}: introductions say why')


def company(s):
    mentors(s)
    tap.ok(max(collections.Counter(l for _, l, _ in s.matches().values()).values()) > 1,
           'mentors: somebody has several mentees')
    tap.ok(all(int(s.roster[lead]['years']) >= int(s.roster[next(m for m in ms if m != lead)]['years']) + 3
               for ms, lead, _ in s.matches().values()), 'mentors: the mentor is the senior')


def reverse(s):
    mentors(s)
    tap.ok(all(int(s.roster[lead]['grade']) + 4 <= int(s.roster[next(m for m in ms if m != lead)]['grade'])
               for ms, lead, _ in s.matches().values()), 'reverse: the mentor is the junior')


def groups(s, size):
    """Whatever runs on form = "groups" with leaders."""
    started = [(ms, lead) for ms, lead, _ in s.matches().values()]
    tap.ok(all(lead in ms and [s.roster[m]['role'] for m in ms].count('mentor') == 1 for ms, lead in started),
           f'{s.name}: each group has one leader')
    sizes = {len(m['members']) for m in s.proposed['matches']}
    tap.ok(sizes and sizes <= {size - 1, size, size + 1}, f'{s.name}: no group is too small or big')
    tap.ok(s.reasons_shown(), f'{s.name}: introductions say why')


def circles(s):
    groups(s, 5)
    tap.ok(all(max(collections.Counter(s.roster[m]['field'] for m in ms).values()) <= 3
               for ms, _, _ in s.matches().values()), 'circles: fields of work are spread')


def team(s):
    groups(s, 5)
    tap.ok(all(len({s.roster[m]['project'] for m in ms}) == 1 for ms, _, _ in s.matches().values()),
           'team: each team is of one project')
    tap.ok(s.one("SELECT count(*) FROM poll WHERE state = 'agreed' AND session IS NULL") ==
           s.one("SELECT count(*) FROM session") > 0, 'team: each meeting comes of a list of times')
    tap.eq(s.one("SELECT count(*) FROM poll WHERE state = 'open'"), 0, 'team: and none is left open')
    tap.ok(s.one("SELECT count(*) FROM proposal WHERE state = 'agreed'") > 0, 'team: some are moved by a proposal')
    tap.eq(s.one("SELECT count(*) FROM (SELECT session FROM proposal WHERE state = 'open' "
                 "GROUP BY session HAVING count(*) > 1)"), 0, 'team: never two proposals at once')


def meetings(s):
    met = collections.Counter()
    for members, _, _ in s.matches().values():
        met.update(frozenset(p) for p in itertools.combinations(members, 2))
    return met


def speed(s):
    turns = collections.defaultdict(list)
    for members, _, turn in s.matches().values():
        turns[turn] += members
    tap.eq(sorted(turns), [1, 2, 3, 4, 5, 6], 'speed: there are six rounds')
    tap.ok(all(len(ms) == len(set(ms)) == 20 for ms in turns.values()), 'speed: one rests, nobody is doubled')
    tap.eq(max(meetings(s).values()), 1, 'speed: nobody meets the same person twice')
    tap.eq(len(list(s.mails('schedule'))), len({m for ms in turns.values() for m in ms}),
           'speed: everybody has one mail with the schedule')
    tap.eq(len(list(s.mails('invitation'))) + len(list(s.mails('introduction'))), 0, 'speed: and no mail a round')


def coffee(s):
    runs = s.one("SELECT count(*) FROM run WHERE state = 'published'")
    tap.ok(runs >= 5, 'coffee: a round every other week')
    tap.ok(s.differ('team'), 'coffee: always of another team')
    tap.eq(max(meetings(s).values()), 1, 'coffee: nobody meets the same person twice')
    tap.eq(s.one("SELECT count(*) FROM outbox o JOIN match m ON m.id = o.match "
                 "WHERE moment = 'match-ended' AND end_reason = 'the round is over'"), 0,
           'coffee: a round ends without a farewell')


def functional(s):
    tap.ok(s.differ('function') and s.differ('project'), 'cross-functional: across functions and projects')


def cultural(s):
    tap.ok(s.differ('country'), 'cross-cultural: always another country')
    tap.ok(s.one("SELECT count(*) FROM session WHERE state = 'held'") > 10, 'cross-cultural: they found their hours')


def career(s):
    mentors(s)
    tap.eq(s.proposed['quality']['blocking'], 0, 'career: no two would both rather have each other')


def academic(s):
    mentors(s)
    subjects = all(len({s.roster[m]['subject'] for m in ms}) == 1 for ms, _, _ in s.matches().values())
    tap.ok(subjects, 'academic: the same subject')
    tap.ok(all('Guten Tag' in m.get_body(('plain',)).get_content() for m in s.mails('introduction')),
           'academic: introductions are in German')


def study(s):
    tap.ok(all(len({(s.roster[m]['subject'], s.roster[m]['year']) for m in ms}) == 1
               for ms, _, _ in s.matches().values()), 'study-pairs: same subject, same year')
    tap.ok(all(len(ms) == 2 for ms, _, _ in s.matches().values()), 'study-pairs: two by two')


FORMS = {'peers': peers, 'mentors': company, 'reverse': reverse, 'circles': circles, 'team': team,
         'speed': speed, 'coffee': coffee, 'cross-functional': functional, 'cross-cultural': cultural,
         'career': career, 'academic': academic, 'study-pairs': study}


def main():
    tap.eq(sorted(os.listdir(EXAMPLES)), sorted(FORMS), 'every example is played')
    with tempfile.TemporaryDirectory() as top:
        for name, promises in FORMS.items():
            season = Season(name, os.path.join(top, name))
            season.play()
            promises(season)
    tap.done()


main()
