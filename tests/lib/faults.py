"""What the tests among servers that misbehave have in common: a program at
those servers, run at one moment after the other, and what it has stored.

Time stands still while mentord runs, and jumps from one run to the next.
"""
import contextlib
import time

import story
import tap
from program import Program, wait_for

CAST = story.Cast()
ANA, BEN, COO = CAST.ana, CAST.ben, CAST.coo
T0 = story.START + 60      # both are welcomed, and the draft is made: 3 mails
MINUTE, HOUR, DAY = 60, 3600, 86400
LIFE = 45                  # seconds a run may take
WATCH = 2.5                # seconds in which nothing may happen


@contextlib.contextmanager
def program_with(outgoing='maildir:state/mail', incoming='maildir:state/mail', **mail):
    config = CAST.config({'outgoing': outgoing, 'incoming': incoming, 'user': CAST.address, 'rate': 0,
                          'connections': 1, 'in_flight': 1, **mail})
    with Program(config, CAST.roster()) as program:
        yield program


def once(program, now):
    """All that can be done at this moment."""
    program.run('--once', MENTORD_NOW=str(now))
    status = program.wait(LIFE)
    if status:
        tap.diag(program.log)
    return status


def states(program):
    """Of the first three mails, by recipient."""
    return dict(program.sql('SELECT recipient, state FROM outbox WHERE moment IN (?, ?)', 'welcome', 'draft'))


def outcomes(program, kind):
    return program.one('SELECT count(*) FROM outcome WHERE kind = ?', kind)


def people(program):
    return program.sql('SELECT state, bounces FROM participant ORDER BY id')


def sound(program, name):
    fsck = program.command('fsck')
    tap.eq((fsck.returncode, fsck.stdout), (0, '0 findings\n'), f'{name}: the store is sound')


def status(program, now):
    return program.command('status', MENTORD_NOW=str(now)).stdout


def watch_for_hammering(program, server, word, name):
    """Wait until status knows, and then a while longer."""
    wait_for(lambda: 'down' in status(program, T0), 20, 'status to know')
    tries = server.said(word)
    time.sleep(WATCH)
    tap.eq(server.said(word), tries, f'{name}: not tried again at once')
    return tries
