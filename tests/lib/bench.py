"""What the benchmarks share: people, a program for them, a stop-watch that
also sees how large each process grew, and the table at the end.

Nothing here judges: figures are printed as ratios to what ran beside, in
alternated runs, because a loaded machine slows both down.
"""
import os
import statistics
import subprocess
import threading
import time

from program import MENTORD

ADDRESS = 'mentoring@program.example'
DAY = 86400
# Monday 11 January 2027, 00:00 UTC
START = 1799625600
DUE = START + DAY + 10 * 3600
SKILLS = ('chess', 'sailing', 'Rust', 'welding', 'law', 'cooking', 'SQL', 'drawing')
QUESTIONS = [
    {'id': 'met', 'ask': 'Did the two of you meet?', 'type': 'yesno'},
    {'id': 'fit', 'ask': 'How useful was it for you, from 1 to 5?', 'type': 'scale', 'from': 1, 'till': 5},
    {'id': 'note', 'ask': 'Is there anything you want to tell us?', 'type': 'text', 'private': True,
     'required': False},
]


def number(name, default):
    return int(os.environ.get(name, default))


def address(i):
    return f'p{i}@example.org'


def roster(n):
    return [{'name': f'Person {i}', 'email': address(i), 'language': ('en', 'de')[i % 2],
             'skills': ', '.join(SKILLS[(i + k) % len(SKILLS)] for k in range(3))} for i in range(1, n + 1)]


def config(mail, **more):
    """Everybody is asked on one day, weeks before they are matched."""
    return {
        'hold_after': '365 days',
        'program': {
            'id': 'bench', 'name': 'Peer Mentoring', 'purpose': 'To be measured.', 'timezone': 'UTC',
            'language': 'en', 'starts': '2027-03-01', 'ends': '2027-12-31', 'address': ADDRESS,
            'coordinators': [{'name': 'Coo Ordinator', 'email': 'coo@example.org'}],
        },
        'mail': {'rate': 0, **mail},
        'attributes': [{'name': 'skills', 'type': 'list', 'visible': 'partner'}],
        'forms': {'survey': QUESTIONS},
        'matching': {'criteria': [{'on': 'skills', 'prefer': 'shared', 'weight': 20}]},
        'timeline': [{'name': 'survey', 'at': '2027-01-12 09:00', 'ask': 'survey', 'expires': '20 days'}],
        **more,
    }


# -- the stop-watch -------------------------------------------------------


def parents():
    table = {}
    for pid in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open(f'/proc/{pid}/stat') as f:
                head, _, tail = f.read().rpartition(')')
        except OSError:
            continue
        table[int(pid)] = int(tail.split()[1]), head.partition('(')[2]
    return table


def largest(pid):
    """Peak of the resident memory, in kB."""
    try:
        with open(f'/proc/{pid}/status') as f:
            return next(int(line.split()[1]) for line in f if line.startswith('VmHWM'))
    except (OSError, StopIteration):
        return 0


def role(name):
    return {'mentord-keeper': 'keeper', 'mentord-courier': 'courier', 'mentord-reader': 'reader'}.get(name)


class Watch:
    """Looks at a process and what it started until it ends."""

    def __init__(self, process):
        self.process, self.peaks = process, {}
        self.thread = threading.Thread(target=self._look)
        self.thread.start()

    def _look(self):
        while self.process.poll() is None:
            table = parents()
            for pid, (parent, name) in table.items():
                ours = pid
                while ours in table and ours != self.process.pid:
                    ours = table[ours][0]
                who = role(name) if ours == self.process.pid else None
                if who:
                    self.peaks[who] = max(self.peaks.get(who, 0), largest(pid))
            time.sleep(0.1)

    def end(self):
        self.thread.join()
        return self.peaks


def once(program, now, watch=None):
    """`mentord run --once` at that moment: how many seconds it took. Peaks of
    memory go into the dict `watch`."""
    begin = time.monotonic()
    process = program.run('--once', MENTORD_NOW=str(now))
    eye = Watch(process)
    status = process.wait(timeout=600)
    took = time.monotonic() - begin
    peaks = eye.end()
    if status:
        raise RuntimeError(f'mentord run --once: {status}: {program.log[-2000:]}')
    if watch is not None:
        for who, kb in peaks.items():
            watch[who] = max(watch.get(who, 0), kb)
    return took


def timed(*args, **options):
    begin = time.monotonic()
    done = subprocess.run(args, stdin=subprocess.DEVNULL, capture_output=True, timeout=600, **options)
    took = time.monotonic() - begin
    if done.returncode:
        raise RuntimeError(f'{args}: {done.returncode}: {done.stderr.decode(errors="replace")[-2000:]}')
    return took


# -- the table ------------------------------------------------------------


class Rates:
    """Mails a second of several ways, taken in turns; the first is what the
    others are compared with, run by run."""

    def __init__(self, base):
        self.base, self.rates = base, {base: []}

    def add(self, way, mails, seconds):
        self.rates.setdefault(way, []).append(mails / seconds)

    def rows(self):
        for way, rates in self.rates.items():
            ratios = [r / b for r, b in zip(rates, self.rates[self.base])]
            yield (way, f'{statistics.median(rates):,.0f}',
                   '1' if way == self.base else f'{statistics.median(ratios):.2f}',
                   '' if way == self.base else f'{min(ratios):.2f}-{max(ratios):.2f}')

    def show(self, title, peaks):
        print(f'\n{title}\n')
        table(('', 'mails/s', 'ratio', 'min-max'), list(self.rows()))
        if peaks:
            print('\nlargest in memory: ' + ', '.join(
                f'{who} {peaks[who] / 1024:.0f} MB' for who in ('keeper', 'courier', 'reader') if who in peaks))


def table(head, rows):
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    for row in [head, tuple('-' * w for w in widths), *rows]:
        print('  '.join(cell.rjust(w) if i else cell.ljust(w)
                        for i, (cell, w) in enumerate(zip(row, widths))).rstrip())


__all__ = ['ADDRESS', 'DAY', 'DUE', 'MENTORD', 'QUESTIONS', 'Rates', 'START', 'address', 'config', 'number',
           'once', 'roster', 'timed']
