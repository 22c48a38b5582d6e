#!/usr/bin/env python3
"""A roster that lost many people makes nobody leave; and the first lines of
`mentord status`, which say what stands in the way."""
import os
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import tap
from program import Program, wait_for
from story import CONFIG, START

NOW = str(START - 20 * 86400)
EVERYBODY = [{'id': f'p{i}', 'name': f'Person {i}', 'email': f'p{i}@example.org', 'skills': 'chess'}
             for i in range(10)]
LATER = [{**EVERYBODY[0], 'id': i, 'email': f'{i}@example.org'} for i in ('p10', 'p11')]
PRESENT = "SELECT count(*) FROM participant WHERE state = 'enrolled'"


def once(program, *args):
    return program.command('run', '--once', *args, MENTORD_NOW=NOW)


def status(program):
    done = program.command('status', MENTORD_NOW=NOW)
    return done.stdout.splitlines()[0], done.returncode


def at_the_start(program):
    tap.eq(once(program).returncode, 0, 'ten people take part')
    program.enrol(EVERYBODY[:6])
    done = once(program)
    tap.eq(done.returncode, 78, 'four of them gone: the start is refused')
    tap.has(done.stderr, '4 of the 10 people', 'with how many there are')
    tap.has(done.stderr, 'mentord run --accept-roster', 'and the way out')
    tap.eq(program.one(PRESENT), 10, 'and nobody left')
    tap.eq(once(program, '--accept-roster').returncode, 0, 'which is a way out')
    tap.eq(program.one(PRESENT), 6, 'after which they left')


def at_a_reload(program):
    program.run(MENTORD_NOW=NOW)
    wait_for(lambda: 'running' in program.log, 30, 'the start')
    program.enrol(EVERYBODY[:2])
    program.reload()
    wait_for(lambda: program.one("SELECT value FROM meta WHERE name = 'config.error'"),
             30, 'the reload to fail')
    line, code = status(program)
    tap.has(line, 'the old one is in force', 'a refused reload is the first line of status')
    tap.has(line, '4 of the 6 people', 'with how many are gone')
    tap.eq(code, 1, 'and status ends with 1')
    tap.eq(program.one(PRESENT), 6, 'nobody left')
    tap.ok(program.alive(), 'and the program runs on')
    program.place.write('program.conf', 'nonsense')
    program.reload()
    wait_for(lambda: program.log.count('has mistakes') == 1, 30, 'the second reload')
    program.configure(CONFIG)
    wait_for(lambda: 'mentord check' in status(program)[0], 30, 'the reason of the newer one')
    tap.ok(True, 'a later failure is not explained by the former')
    program.enrol(EVERYBODY[:5])
    program.reload()
    wait_for(lambda: program.one(PRESENT) == 5, 30, 'the reload')
    tap.ok(True, 'one who is gone leaves as before')
    tap.has(status(program)[0], 'Story', 'and status begins with the program again')


def shared_pending(pid, number):
    """Does that signal wait to be taken by the process?"""
    with open(f'/proc/{pid}/status') as f:
        mask = next(line.split()[1] for line in f if line.startswith('ShdPnd'))
    return bool(int(mask, 16) >> (number - 1) & 1)


def while_reloading(program):
    """The keeper is held up between two reloads: the newer one counts."""
    supervisor, keeper = program.crew()[:2]
    os.kill(keeper, signal.SIGSTOP)
    program.enrol(EVERYBODY[:5] + LATER[:1])
    program.reload()
    wait_for(lambda: shared_pending(keeper, signal.SIGTERM), 30, 'the first reload')
    program.enrol(EVERYBODY[:5] + LATER)
    program.reload()
    wait_for(lambda: not shared_pending(supervisor, signal.SIGHUP) and
             'S' in open(f'/proc/{supervisor}/stat').read().rpartition(')')[2], 30, 'the second')
    os.kill(keeper, signal.SIGCONT)
    wait_for(lambda: (program.one(PRESENT) or 0) >= 6, 30, 'the next keeper')
    tap.eq(program.one(PRESENT), 7, 'a reload during a reload is not lost')


def in_the_way(program):
    program.command('hold', MENTORD_NOW=NOW)
    line, code = status(program)
    tap.has(line, 'on hold, nothing is sent: by command', 'a hold is the first line')
    tap.eq(code, 1, 'and status ends with 1')
    tap.has(program.command('status', '--json', MENTORD_NOW=NOW).stdout,
            '"trouble":["on hold', 'as in its JSON')
    program.command('resume', MENTORD_NOW=NOW)
    program.stop()
    mail = {'outgoing': 'smtp+plain://127.0.0.1:1', 'incoming': 'imap+plain://127.0.0.1:1',
            'user': 'nobody'}
    program.configure({**CONFIG, 'mail': mail})
    program.run(MENTORD_NOW=NOW)
    wait_for(lambda: 'mail is down' in status(program)[0], 30, 'the channel to be down')
    tap.ok(True, 'a mail server that is not there is the first line')
    program.stop()


with Program(CONFIG, EVERYBODY) as program:
    at_the_start(program)
    at_a_reload(program)
    while_reloading(program)
    in_the_way(program)
tap.done()
