"""A temporary folder, and the promise that nothing is left behind.

Whatever a test starts, it starts with its working directory in here. A guard
process waits for the test to close the place or to die, even by SIGKILL: then
it ends every process whose working directory lies below, and removes it.
"""
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time


class Timeout(Exception):
    pass


def wait_for(predicate, timeout=20, what=None):
    """Poll until predicate() is true; returns what it returned."""
    end = time.monotonic() + timeout
    while True:
        value = predicate()
        if value:
            return value
        if time.monotonic() > end:
            name = what or getattr(predicate, '__doc__', '') or predicate
            raise Timeout(f'not within {timeout} s: {name}')
        time.sleep(0.03)


def free_port():
    """A port of 127.0.0.1 that nobody listens on; below the range that the
    kernel gives to clients."""
    while True:
        port = random.randrange(20000, 32000)
        with socket.socket() as s:
            try:
                s.bind(('127.0.0.1', port))
                return port
            except OSError:
                continue


def answers(port):
    with socket.socket() as s:
        s.settimeout(5)
        return s.connect_ex(('127.0.0.1', port)) == 0


class Place:
    def __init__(self, prefix='mt-'):
        self.dir = tempfile.mkdtemp(prefix=prefix, dir='/tmp')
        assert len(self.dir) <= 60, 'too long for the sockets in it'
        os.chmod(self.dir, 0o755)
        self.guard = subprocess.Popen(
            [sys.executable, os.path.abspath(__file__), self.dir],
            stdin=subprocess.PIPE, start_new_session=True, cwd='/')

    def path(self, *names):
        return os.path.join(self.dir, *names)

    def write(self, name, text, mode='w'):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, mode) as f:
            f.write(text)
        return path

    def close(self):
        if self.guard:
            self.guard.stdin.close()
            self.guard.wait()
            self.guard = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def inhabitants(folder):
    """Processes whose working directory is folder or lies below it."""
    for name in os.listdir('/proc'):
        if not name.isdigit() or int(name) == os.getpid():
            continue
        try:
            cwd = os.readlink(f'/proc/{name}/cwd')
        except OSError:
            continue
        if (cwd + '/').startswith(folder + '/'):
            yield int(name)


def evict(folder):
    """End them all, until none is left that could start another one."""
    for _ in range(200):
        pids = list(inhabitants(folder))
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        if not pids:
            return
        time.sleep(0.02)


def guard(folder):
    for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sig, signal.SIG_IGN)
    sys.stdin.buffer.read()
    evict(folder)
    if os.environ.get('KEEP_PLACES'):
        print(f'# kept: {folder}', flush=True)
    else:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == '__main__':
    guard(sys.argv[1])
