#!/usr/bin/env python3
"""The rules of the house, and that breaking one is noticed.

Includes go down: a room may use its own headers and those of lower ranks.
Each outside library has one door. The clock is read in one file. Files and
functions stay small, headers say what they are, and the top level holds what
it should.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import tap

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RANKS = [('base',), ('noun',), ('program',),
         ('match', 'read', 'write', 'store', 'carry', 'report'),
         ('decide',), ('keep',), ('rehearse',), ('cmd',)]
RANK = {room: i for i, rooms in enumerate(RANKS) for room in rooms}
PURE = ('match', 'read', 'decide', 'write', 'report')
TOP = {'src', 'include', 'templates', 'conf', 'tests', 'systemd', 'Makefile',
       'README.md', 'LICENSE', 'CHANGELOG.md'}

# What is used, and the files that may.
DOORS = [
    (r'#\s*include <sqlite3', r'src/store/'),
    (r'#\s*include <libconfig', r'(src|include)/program/'),
    (r'#\s*include <csv', r'src/program/'),
    (r'#\s*include <gmime', r'src/(read/(mime|letter)|write/(compose|mime))'),
    (r'#\s*include <libical', r'src/write/object_check\.c'),
    (r'#\s*include <md4c', r'(src|include)/write/'),
    (r'#\s*include <curl', r'src/carry/'),
    (r'#\s*include <seccomp', r'src/base/sandbox\.c'),
    (r'#\s*include <(gio|glib-object)', r'$.'),
    (r'\b(time|clock_gettime|gettimeofday|clock|ftime|localtime(_r)?|gmtime(_r)?'
     r'|g_get_(real|current|monotonic)_time|g_date_time_new_now\w*)\s*\(',
     r'src/base/clock\.c'),
]


def code_of(text):
    """C without its comments and what strings hold, line for line."""
    def blank(found):
        kept = '""' if found[0][0] in '"\'' else ' '
        return kept + '\n' * found[0].count('\n')
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(\\.|[^"\\\n])*"|\'(\\.|[^\'\\\n])*\'',
                  blank, text, flags=re.S)


class House:
    def __init__(self, root):
        self.root = root
        self.files = {}
        for pattern in ('src/*/*.c', 'src/*/*.h', 'include/*/*.h'):
            for path in sorted(glob.glob(os.path.join(root, pattern))):
                with open(path, errors='replace') as f:
                    self.files[os.path.relpath(path, root)] = f.read()

    def includes(self, text):
        return re.findall(r'^#\s*include "(\w+)/(\w+\.h)"', text, re.M)

    def up(self):
        """Includes that do not go down."""
        for path, text in self.files.items():
            room = path.split('/')[1]
            if room not in RANK:
                yield f'{path}: {room} is not a room'
                continue
            for other, name in self.includes(text):
                if other != room and RANK.get(other, 99) >= RANK[room]:
                    yield f'{path} ({room}) includes {other}/{name}'

    def circles(self):
        uses = {p[len('include/'):]: ['/'.join(i) for i in self.includes(t)]
                for p, t in self.files.items() if p.startswith('include/')}
        done = set()

        def walk(name, way):
            if name in way:
                yield ' -> '.join(way[way.index(name):] + [name])
            elif name not in done:
                for other in uses.get(name, ()):
                    yield from walk(other, way + [name])
                done.add(name)
        for name in uses:
            yield from walk(name, [])

    def doors(self):
        for path, text in self.files.items():
            code = code_of(text)
            for what, where in DOORS:
                found = re.search(what, code)
                if found and not re.match(where, path):
                    line = code[:found.start()].count('\n') + 1
                    yield f'{path}:{line}: {found[0].strip()}'

    def pure(self):
        """Pure rooms neither read the clock nor log nor free; the reader's
        own two ends are processes and may."""
        for path, text in self.files.items():
            if path.split('/')[1] not in PURE or 'read/reader' in path:
                continue
            for found in re.finditer(r'\b(clock_now|log_\w+|free)\s*\(',
                                     code_of(text)):
                yield f'{path}: {found[0]})'

    def heads(self):
        for path, text in self.files.items():
            first = text.partition('\n')[0]
            room, name = path.split('/')[1], os.path.basename(path)[:-2]
            if path.startswith('include/') and not first.startswith(
                    f'/* {room}/{name} -- room {room}'):
                yield f'{path}: does not begin with /* {room}/{name} -- room'
            elif not first.startswith('/* '):
                yield f'{path}: does not begin with its idea'
            if path.endswith('.c') and not re.search(
                    rf'^#include "({room}/)?\w+\.h"', text, re.M):
                yield f'{path}: includes no header of its room'

    def sizes(self):
        paths = [p for kind in ('src/*/*', 'include/*/*', 'tests/*', 'tests/lib/*',
                                'tests/unit/*', 'tests/fuzz/*', 'tests/bench/*', 'tests/bench/*/*')
                 for p in glob.glob(os.path.join(self.root, kind))]
        for path in sorted(p for p in paths if os.path.isfile(p)):
            with open(path, errors='replace') as f:
                lines = len(f.readlines())
            if lines > 600:
                yield f'{os.path.relpath(path, self.root)}: {lines} lines'

    def functions(self):
        """(lines of the body, where) of every function."""
        for path, text in self.files.items():
            begin = None
            for n, line in enumerate(text.split('\n'), 1):
                if line == '{':
                    begin = n
                elif line == '}' and begin:
                    yield n - begin - 1, f'{path}:{begin}'
                    begin = None

    def long_functions(self):
        for lines, where in self.functions():
            if lines > 100:
                yield f'{where}: {lines} lines'

    def top(self):
        here = {name for name in os.listdir(self.root)
                if not name.startswith('.')
                and not re.fullmatch(r'build(-\w+)?', name)}
        yield from (f'{name} should not be there' for name in sorted(here - TOP))
        yield from (f'{name} is missing' for name in sorted(TOP - here))

    def paths(self):
        """Traces of the workplace in which all this was written."""
        try:
            listed = subprocess.run(['git', 'ls-files', '-z'], cwd=self.root,
                                    capture_output=True, check=True).stdout
            names = [n.decode() for n in listed.split(b'\0') if n]
        except (OSError, subprocess.CalledProcessError):
            names = []
        names = names or [os.path.relpath(os.path.join(d, n), self.root)
                          for d, _, ns in os.walk(self.root) for n in ns]
        for name in names:
            path = os.path.join(self.root, name)
            if os.path.isfile(path) and not re.match(r'\.git/|build', name):
                with open(path, 'rb') as f:
                    if re.search(rb'/wo' rb'rk/|\.\./sha' rb'red', f.read()):
                        yield name


RULES = [
    ('includes only go down', House.up),
    ('headers form no circle', House.circles),
    ('each library has one door, and so has the clock', House.doors),
    ('pure rooms neither log, look at the clock nor free', House.pure),
    ('every file begins with what it is', House.heads),
    ('no file is longer than 600 lines', House.sizes),
    ('no function is longer than 100 lines', House.long_functions),
    ('the top level holds what it should', House.top),
    ('no path of a workplace', House.paths),
]

# A tree in order, and what is planted in it: the rule that must notice.
ORDER = {
    'include/base/a.h': '/* base/a -- room base: x. */\n',
    'include/match/m.h': '/* match/m -- room match: x. */\n#include "base/a.h"\n',
    'include/store/s.h': '/* store/s -- room store: x. */\n',
    'src/match/m.c': '/* Why. */\n#include "match/m.h"\n\nint\nf(void)\n{\n'
                     '\treturn 1; /* time() */\n}\n',
    'src/store/s.c': '/* Why. */\n#include "store/s.h"\n#include <sqlite3.h>\n',
    **{name: 'x\n' for name in ('Makefile', 'README.md', 'LICENSE',
                                'CHANGELOG.md', 'templates/x', 'conf/x',
                                'tests/x', 'systemd/x')},
}
PLANTS = [
    (House.up, 'include/base/a.h',
     '/* base/a -- room base: x. */\n#include "match/m.h"\n'),
    (House.up, 'src/match/m.c', '/* W */\n#include "match/m.h"\n#include "store/s.h"\n'),
    (House.up, 'src/attic/m.c', '/* W */\n#include "attic/m.h"\n'),
    (House.circles, 'include/base/a.h',
     '/* base/a -- room base: x. */\n#include "match/m.h"\n'),
    (House.doors, 'src/match/m.c', '/* W */\n#include "match/m.h"\n# include <sqlite3.h>\n'),
    (House.doors, 'src/store/s.c', '/* W */\n#include "store/s.h"\nint t = time (0);\n'),
    (House.doors, 'src/base/a.c', '/* W */\n#include "base/a.h"\n#include <gio/gio.h>\n'),
    (House.pure, 'src/match/m.c', '/* W */\n#include "match/m.h"\nint t = clock_now();\n'),
    (House.heads, 'include/match/m.h', '/* match/n -- room match: x. */\n'),
    (House.heads, 'include/match/m.h', '#include "base/a.h"\n'),
    (House.heads, 'src/match/m.c', '#include "match/m.h"\n'),
    (House.heads, 'src/match/m.c', '/* W */\n#include "base/a.h"\n'),
    (House.sizes, 'src/match/m.c', '/* W */\n#include "match/m.h"\n' + '\n' * 600),
    (House.long_functions, 'src/match/m.c', '/* W */\n#include "match/m.h"\nint\n'
     'f(void)\n{\n' + '\t;\n' * 101 + '}\n'),
    (House.top, 'VERSION', '1\n'),
    (House.paths, 'conf/x', 'see /wo' 'rk/x\n'),
    (House.paths, 'tests/x', 'see ../sha' 'red/x\n'),
]


def plant(files):
    folder = tempfile.TemporaryDirectory()
    for name, text in files.items():
        path = os.path.join(folder.name, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w') as f:
            f.write(text)
    return folder


def check(name, found):
    found = list(found)
    if not tap.ok(not found, name):
        tap.diag('\n'.join(found))


with plant(ORDER) as folder:
    for name, rule in RULES:
        check(f'a tree in order: {name}', rule(House(folder)))
for rule, path, text in PLANTS:
    with plant({**ORDER, path: text}) as folder:
        tap.ok(list(rule(House(folder))), f'noticed: {rule.__name__} in {path}')

house = House(ROOT)
for name, rule in RULES:
    check(name, rule(house))
lengths = sorted(lines for lines, _ in house.functions())
half, most = lengths[len(lengths) // 2], lengths[len(lengths) * 9 // 10]
tap.ok(half <= 12, f'half of the functions fit in 12 lines ({half})')
tap.ok(most <= 50, f'nine in ten fit in 50 ({most})')
tap.done()
