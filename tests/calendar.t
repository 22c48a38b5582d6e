#!/usr/bin/env python3
"""Published calendars: fetched from a real HTTPS server, kept, and believed for
a week when it fails; and all that a rude server may try."""
import http.server
import os
import shutil
import ssl
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import story
import tap
from place import Place
from program import Program
from story import DAY, START

HOUR = 3600
NOW = START - 3600


def utc(moment):
    return time.strftime('%Y%m%dT%H%M%SZ', time.gmtime(moment))


def calendar(*busy):
    """RFC 5545, 3.6.4."""
    lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', 'METHOD:PUBLISH', 'BEGIN:VFREEBUSY',
             'UID:1@test', f'DTSTAMP:{utc(NOW)}']
    lines += [f'FREEBUSY;FBTYPE=BUSY:{utc(a)}/{utc(b)}' for a, b in busy]
    return '\r\n'.join(lines + ['END:VFREEBUSY', 'END:VCALENDAR', '']).encode()


class Calendars(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        self.server.open += 1
        self.server.most = max(self.server.most, self.server.open)
        status, headers, body = self.server.pages.get(self.path, (404, {}, b'nothing here'))
        try:
            if body is None:  # until the client has had enough
                self.server.end.wait(60)
            else:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if 'Transfer-Encoding' not in headers:
                    self.send_header('Content-Length', str(len(body)))
                self.send_header('Connection', 'close')
                self.end_headers()
                self.wfile.write(body)
        except OSError:
            pass
        finally:
            self.server.open -= 1
            self.close_connection = True

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """Who does not trust us hangs up."""


def serve(pages, context=None, address='127.0.0.1'):
    server = Server((address, 0), Calendars)
    server.pages, server.asked, server.end = pages, [], threading.Event()
    server.open = server.most = 0
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def certificates(place):
    """A throw-away CA, and a certificate of it for localhost."""
    def openssl(*args):
        subprocess.run(['openssl', *args], cwd=place.dir, check=True, capture_output=True)
    new = ('-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-config', 'empty.cnf')
    place.write('empty.cnf', '[req]\ndistinguished_name=dn\n[dn]\n[ca]\nbasicConstraints=critical,CA:TRUE\n')
    place.write('names', 'subjectAltName=DNS:localhost\n')
    openssl('req', '-x509', *new, '-days', '2', '-subj', '/CN=throw-away CA', '-extensions', 'ca',
            '-keyout', 'ca.key', '-out', 'ca.crt')
    openssl('req', *new, '-subj', '/CN=localhost', '-keyout', 'server.key', '-out', 'server.csr')
    openssl('x509', '-req', '-in', 'server.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial',
            '-days', '2', '-extfile', 'names', '-out', 'server.crt')
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(place.path('server.crt'), place.path('server.key'))
    return context


def people(urls):
    return [{'name': f'{name.title()} Test', 'email': f'{name}@example.org', 'timezone': 'Europe/Berlin',
             'skills': 'chess', 'availability': 'Mon-Fri 09:00-12:00', 'freebusy': url}
            for name, url in urls.items()]


def program_of(ca, urls):
    return Program(dict(story.CONFIG, mail={'ca_file': ca}), people(urls))


def turn(program, now):
    done = program.command('run', '--once', MENTORD_NOW=str(now), timeout=60)
    if done.returncode:
        tap.diag(done.stderr)
    return done


def why(program, name):
    return program.one('SELECT f.why FROM fetch f JOIN address a ON a.participant = f.participant '
                       'WHERE a.address = ?', f'{name}@example.org')


def busy(program, name):
    return program.sql('SELECT b.from_at, b.till_at FROM busy b JOIN address a ON a.participant = b.participant '
                       'WHERE a.address = ? ORDER BY 1', f'{name}@example.org')


def check_kept(ca, context):
    meetings = [(START + 2 * HOUR, START + 3 * HOUR), (START + DAY, START + DAY + HOUR)]
    secure = serve({'/ana.ifb': (200, {'Content-Type': 'text/calendar'}, calendar(*meetings)),
                    '/moved': (302, {'Location': '/ana.ifb'}, b'')}, context)
    plain = serve({'/ben': (200, {}, calendar())})
    port = secure.server_address[1]
    urls = {'ana': f'https+loopback://localhost:{port}/ana.ifb',
            'cem': f'https+loopback://localhost:{port}/moved',
            'ben': f'http+plain://127.0.0.1:{plain.server_address[1]}/ben', 'dora': ''}
    with program_of(ca, urls) as program:
        done = turn(program, NOW)
        tap.eq(busy(program, 'ana'), meetings, 'what is published is kept')
        tap.eq(busy(program, 'cem'), meetings, 'also from where it was moved to')
        tap.eq(busy(program, 'ben'), [], 'a calendar without meetings is one')
        tap.eq(program.sql('SELECT count(*), count(busy_at) FROM participant'), [(4, 3)],
               'and it is known since when')
        tap.eq(program.one('SELECT count(*) FROM fetch WHERE why IS NOT NULL OR failing_since'), 0,
               'nothing failed')
        for path, headers in secure.asked:
            if path == '/ana.ifb':
                tap.eq([h for h in headers if h.lower() in ('authorization', 'cookie', 'referer')], [],
                       'the request says nothing of us')
                break
        tap.eq(secure.most, 1, 'a server is asked for one at a time')
        tap.ok(str(port) not in done.stderr and 'ana.ifb' not in done.stderr, 'the log names no address')

        secure.asked.clear()
        turn(program, NOW + HOUR)
        tap.eq(secure.asked, [], 'an hour later it is fresh')
        secure.pages['/ana.ifb'] = (200, {}, calendar(meetings[1]))
        turn(program, NOW + 7 * HOUR)
        tap.eq(busy(program, 'ana'), meetings[1:], 'seven hours later it is fetched again')

        secure.pages['/ana.ifb'] = (500, {}, b'oh')
        turn(program, NOW + 14 * HOUR)
        tap.eq(busy(program, 'ana'), meetings[1:], 'what it said is kept when it fails')
        tap.has(why(program, 'ana') or '', '500', 'and why is known')
        status = program.command('status', MENTORD_NOW=str(NOW + 14 * HOUR)).stdout
        tap.has(status, 'Ana Test', 'status says whose calendar fails')
        shown = program.command('show', 'participant', 'Ana', MENTORD_NOW=str(NOW + 14 * HOUR)).stdout
        tap.has(shown, 'calendar', 'show says that there is one')
        tap.ok('ana.ifb' not in shown + status, 'but not where')
        turn(program, NOW + 14 * HOUR + 5 * DAY)
        tap.eq(len(busy(program, 'ana')), 1, 'for days')
        turn(program, NOW + 15 * HOUR + 7 * DAY)
        tap.eq(busy(program, 'ana'), [], 'but not for ever')
        secure.pages['/ana.ifb'] = (200, {}, calendar(meetings[1]))
        turn(program, NOW + 22 * HOUR + 7 * DAY)
        tap.eq(program.one('SELECT count(*) FROM fetch WHERE failing_since IS NOT NULL'), 0,
               'until it works again')
    secure.shutdown()
    plain.shutdown()


def check_refused(ca, context):
    slow = serve({'/': (200, {}, None)})
    plain = serve({'/': (200, {}, calendar())})
    large = b'BEGIN:VCALENDAR\r\n' + b'X-A:' + b'x' * (1 << 20) + b'\r\n'
    pages = {
        '/large': (200, {}, large),
        '/endless': (200, {'Transfer-Encoding': 'chunked'}, b'100000\r\n' + b'x' * 0x100000 + b'\r\n'
                     + b'100000\r\n' + b'x' * 0x100000 + b'\r\n'),
        '/html': (200, {}, b'<html><body>Sign in first</body></html>'),
        '/round': (302, {'Location': '/round'}, b''),
        '/down': (302, {'Location': f'http://127.0.0.1:{plain.server_address[1]}/'}, b''),
        '/file': (302, {'Location': 'file:///etc/passwd'}, b''),
        '/inside': (302, {'Location': 'https://10.0.0.1/'}, b''),
    }
    secure = serve(pages, context)
    port = secure.server_address[1]
    base = f'https+loopback://localhost:{port}'
    urls = {name: f'{base}/{name}' for name in ('large', 'endless', 'html', 'round', 'down', 'file', 'inside',
                                                'missing')}
    urls['name'] = f'https+loopback://127.0.0.1:{port}/html'
    urls['slow'] = f'http+plain://127.0.0.1:{slow.server_address[1]}/'
    urls['shut'] = 'http+plain://127.0.0.1:1/'
    with program_of(ca, urls) as program:
        turn(program, NOW)
        for name, words in {'large': 'larger than 1 MiB', 'endless': 'larger than 1 MiB',
                            'html': 'not a calendar', 'round': 'redirect', 'down': 'rotocol', 'file': 'rotocol',
                            'inside': 'not public', 'missing': '404', 'name': 'certificate', 'slow': 'imed out',
                            'shut': 'onnect'}.items():
            tap.has(why(program, name) or '', words, f'/{name} is given up')
        tap.eq(program.one('SELECT count(*) FROM busy'), 0, 'nothing is kept of any')
        tap.eq(plain.asked, [], 'nothing is asked of the server without TLS')
        tap.eq(len([path for path, _ in secure.asked if path == '/round']), 4, 'three redirects are followed')
    slow.end.set()
    for server in (secure, slow, plain):
        server.shutdown()


def check_another_ca(context):
    secure = serve({'/': (200, {}, calendar())}, context)
    with Program(story.CONFIG, people({'ana': f'https+loopback://localhost:{secure.server_address[1]}/'})) as program:
        turn(program, NOW)
        tap.has(why(program, 'ana') or '', 'certificate', 'a server that cannot be trusted is not')
        tap.eq(secure.asked, [], 'nor asked')
    secure.shutdown()


def check_stays_here():
    """A program whose mail is a Maildir lets nothing out."""
    with Program(story.CONFIG, people({'ana': 'https://calendar.example/ana', 'ben': ''})) as program:
        turn(program, NOW)
        tap.eq(program.one('SELECT freebusy FROM participant ORDER BY id'), 'https://calendar.example/ana',
               'the address is known')
        tap.eq(program.one('SELECT count(*) FROM fetch'), 0, 'but not asked')


def mornings(hour, till):
    """Busy in those hours of every day, in Berlin's winter and summer."""
    midnight = START - 8 * HOUR
    days = [midnight + n * DAY - (HOUR if n >= 76 else 0) for n in range(-1, 55)]
    return calendar(*[(day + hour * HOUR, day + till * HOUR) for day in days])


def hour_of(program, number):
    """Of that session, in Berlin."""
    start = program.one('SELECT starts_at FROM session WHERE number = ?', number)
    return start and (start - (START - 8 * HOUR)) % DAY // HOUR


def check_planned():
    """Nobody is invited to a meeting in an hour in which their calendar says that they are busy: as it is then."""
    plain = serve({'/ana': (200, {}, mornings(9, 11)), '/ben': (200, {}, calendar())})
    base = f'http+plain://127.0.0.1:{plain.server_address[1]}'
    config = {**story.CONFIG, 'matching': {**story.CONFIG['matching'], 'publish': 'auto'},
              'sessions': {'count': 2, 'every': '7 days', 'length': '60 minutes'}}
    with Program(config, people({'ana': f'{base}/ana', 'ben': f'{base}/ben'})) as program:
        turn(program, NOW)
        turn(program, START)
        tap.eq(hour_of(program, 1), 11, 'the first meeting is in the one hour that is left')
        plain.pages['/ana'] = (200, {}, mornings(10, 12))
        end = program.one('SELECT starts_at FROM session') + HOUR
        turn(program, end + 60)
        tap.eq(hour_of(program, 2), 9, 'the next by what the calendar says when it is planned')
        tap.eq(program.one('SELECT count(*) FROM session'), 2, 'and there is one next')
    plain.shutdown()


def main():
    if not shutil.which('openssl'):
        tap.skip_all('needs openssl')
    place = Place('mc-')
    context = certificates(place)
    ca = place.path('ca.crt')
    check_kept(ca, context)
    check_refused(ca, context)
    check_another_ca(context)
    check_stays_here()
    check_planned()
    place.close()
    tap.done()


main()
