"""A mentoring program in a temporary folder, and the mentord that runs it.

    program = Program(config, roster)      # dicts, see config_text and Program
    program.check()                        # or any command: program.command()
    program.run()                          # in the background, log captured
    wait_for(lambda: program.sql('SELECT 1 FROM match'))
    program.kill(); program.run(); program.stop()

The program, its state and its log lie in one folder that goes with the test.
"""
import csv
import json
import os
import shlex
import signal
import sqlite3
import subprocess

import tap
from place import Place, wait_for

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
MENTORD = shlex.split(os.environ.get('MENTORD', f'{ROOT}/build/mentord'))


def config_value(value, indent):
    """libconfig's spelling of a Python value."""
    pad = '\t' * (indent + 1)
    if isinstance(value, dict):
        inside = ''.join(f'{pad}{k} = {config_value(v, indent + 1)};\n'
                         for k, v in value.items())
        return '{\n' + inside + '\t' * indent + '}'
    if isinstance(value, (list, tuple)):
        return '(' + ', '.join(config_value(v, indent + 1)
                               for v in value) + ')'
    if isinstance(value, bool):
        return 'true' if value else 'false'
    if isinstance(value, int):
        return f'{value}L' if abs(value) >= 1 << 31 else str(value)
    return json.dumps(str(value), ensure_ascii=False)


def config_text(config):
    return ''.join(f'{k} = {config_value(v, 0)};\n' for k, v in config.items())


def mail_by(servers, user, **more):
    """Section `mail`: in and out by these Servers, without TLS."""
    return {'outgoing': f'smtp+plain://127.0.0.1:{servers.smtp}',
            'incoming': f'imap+plain://127.0.0.1:{servers.imap}',
            'user': user, **more}


def family(pid):
    """pid and all below it, parents first."""
    try:
        with open(f'/proc/{pid}/task/{pid}/children') as f:
            return [pid] + [p for child in f.read().split()
                            for p in family(int(child))]
    except OSError:
        return []


def is_there(pid):
    """It runs: it is neither gone nor waits to be buried."""
    try:
        with open(f'/proc/{pid}/stat') as f:
            return f.read().rpartition(')')[2].split()[0] not in 'ZX'
    except OSError:
        return False


def name_of(pid):
    try:
        with open(f'/proc/{pid}/comm') as f:
            return f.read().strip()
    except OSError:
        return ''


class Program:
    """config: a dict, written as program.conf; roster: a list of dicts,
    written as roster.csv with the keys of the first as columns (or a text,
    written as it is). A secret is put beside them and named in the config
    when that has a user for its mail and says nothing else of a password."""

    def __init__(self, config, roster, secret='secret'):
        self.place = Place('mp-')
        self.dir = self.place.dir
        self.conf = self.place.path('program.conf')
        self.state = self.place.path('state')
        self.logfile = self.place.path('mentord.log')
        self.process = None
        self.place.write('secret', secret + '\n')
        os.chmod(self.place.path('secret'), 0o600)
        self.configure(config)
        self.enrol(roster)

    def configure(self, config):
        """Write program.conf anew; SIGHUP makes a running one read it."""
        config = dict(config)
        config.setdefault('roster', 'roster.csv')
        config.setdefault('state', 'state')
        mail = config.get('mail')
        if mail and mail.get('user') and not {
                'secret_file', 'credential', 'token_command'} & set(mail):
            config['mail'] = {**mail, 'secret_file': 'secret'}
        self.config = config
        self.place.write('program.conf', config_text(config))

    def enrol(self, roster):
        if isinstance(roster, str):
            self.place.write('roster.csv', roster)
            return
        with open(self.place.path('roster.csv'), 'w', newline='') as f:
            table = csv.DictWriter(f, list(roster[0]))
            table.writeheader()
            table.writerows(roster)

    # -- commands ---------------------------------------------------------

    def environment(self, env):
        clean = {k: v for k, v in os.environ.items()
                 if not k.startswith('MENTORD_') or k == 'MENTORD_TEMPLATES'}
        return {**clean, 'MENTORD_CONFIG': self.conf, **env}

    def command(self, *args, stdin=None, timeout=120, **env):
        """Run `mentord ARGS` to its end: .returncode, .stdout, .stderr.
        Keywords in capitals are environment."""
        return subprocess.run([*MENTORD, *args], cwd=self.dir, text=True,
                              input=stdin or '', capture_output=True,
                              timeout=timeout, env=self.environment(env))

    def json(self, *args):
        """What a command says with --json, as Python."""
        done = self.command(*args, '--json')
        if done.returncode:
            raise RuntimeError(f'mentord {args}: {done.stderr}')
        return json.loads(done.stdout)

    # -- the daemon -------------------------------------------------------

    def run(self, *args, **env):
        """`mentord run` in the background; use `log`, `alive`, `stop`."""
        assert not self.alive()
        with open(self.logfile, 'ab') as log:
            self.process = subprocess.Popen(
                [*MENTORD, 'run', *args], cwd=self.dir, stdout=log, stderr=log,
                stdin=subprocess.DEVNULL, env=self.environment(env))
        return self.process

    def alive(self):
        return self.process is not None and self.process.poll() is None

    def crew(self):
        """Process ids: the supervisor, the keeper, and all below."""
        return family(self.process.pid) if self.alive() else []

    def kill(self, sig=signal.SIGKILL):
        """The supervisor alone, as a crash would; the others find out."""
        crew = self.crew()
        self.process.send_signal(sig)
        status = self.process.wait(timeout=60)
        wait_for(lambda: not any(map(is_there, crew)), 20, 'the crew to end')
        return status

    def stop(self):
        """In order; returns the exit status."""
        return self.kill(signal.SIGTERM) if self.alive() else None

    def reload(self):
        self.process.send_signal(signal.SIGHUP)

    def wait(self, timeout=60):
        """For `run --once` and for a fault point: the exit status."""
        return self.process.wait(timeout=timeout)

    @property
    def log(self):
        if not os.path.exists(self.logfile):
            return ''
        with open(self.logfile, errors='replace') as f:
            return f.read()

    # -- what is stored ---------------------------------------------------

    def sql(self, query, *values):
        """Rows of a read-only query; none while there is no store yet."""
        path = os.path.join(self.state, 'store.sqlite')
        if not os.path.exists(path):
            return []
        db = sqlite3.connect(f'file:{path}?mode=ro', uri=True, timeout=10)
        try:
            return db.execute(query, values).fetchall()
        except sqlite3.OperationalError as error:
            if 'no such table' in str(error):
                return []
            raise
        finally:
            db.close()

    def one(self, query, *values):
        """First column of the first row, or None."""
        rows = self.sql(query, *values)
        return rows[0][0] if rows else None

    # -- the end ----------------------------------------------------------

    def close(self):
        if self.alive():
            self.kill()
        self.place.close()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind and kind is not SystemExit:
            tap.diag('\n'.join(self.log.splitlines()[-60:]))
        self.close()


__all__ = ['Program', 'config_text', 'mail_by', 'wait_for']
