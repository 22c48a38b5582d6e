"""Real mail servers for one test: Dovecot, Postfix and smtp-sink on loopback.

    with Servers() as servers:
        servers.send('ana@example.org', 'bo@example.net', raw)   # by Postfix
        wait_for(lambda: servers.mailbox('bo@example.net'))

Nothing of /etc, /run or /var is used or changed, ports are free ones above
20000, all state lives in one folder (place.py) and goes when the test ends,
however it ends. Every address of every domain has a mailbox whose password
is "secret", until remove_user; plus-tags are understood. Postfix needs root:
without, `servers.smtp` is None and tests that want it skip.

Ports: imap, imaps, lmtp (Dovecot); smtp (no TLS, no login wanted), submission
(STARTTLS and login), smtps. The CA certificate is in `ca`.

Postfix refuses some local parts in the dialogue: temp@ 450 4.2.1, perm@ 550
5.1.1, full@ 552 5.2.2, policy@ 554 5.7.1; for a removed user it accepts the
mail and returns a true bounce.
"""
import base64
import grp
import hashlib
import hmac
import imaplib
import json
import os
import pwd
import shutil
import smtplib
import ssl
import subprocess
import tempfile
import time

import tap
from place import Place, Timeout, answers, evict, free_port, wait_for

PATH = os.environ.get('PATH', '') + ':/usr/sbin:/sbin'
SECRET = 'secret'
REFUSED = {'temp': '450 4.2.1 try again later',
           'perm': '550 5.1.1 no such user here',
           'full': '552 5.2.2 mailbox full',
           'policy': '554 5.7.1 message refused'}

DOVECOT = '''
base_dir = {dir}/run
state_dir = {dir}/state
log_path = {dir}/dovecot.log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
default_process_limit = 50
default_client_limit = 300
mail_max_userip_connections = 100

# Only root may chroot, so nobody does.
service anvil {{
  chroot =
  # no growing pause after a failed login
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  service_count = 0
  process_min_avail = 1
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service imap {{
  process_limit = 100
}}
service lmtp {{
  chroot =
  process_min_avail = 1
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
service auth {{
  unix_listener auth-client {{
    mode = 0666
  }}
}}

protocols = imap lmtp
listen = 127.0.0.1
mail_location = maildir:~/Maildir
mail_fsync = never
namespace inbox {{
  inbox = yes
  separator = /
}}
recipient_delimiter = +
auth_username_format = %Lu
disable_plaintext_auth = no
auth_failure_delay = 0
auth_mechanisms = plain login xoauth2 oauthbearer
passdb {{
  driver = static
  mechanisms = plain login
  args = password={secret}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {dir}/oauth2.conf
}}
# Those in the file are gone, all others have a home.
userdb {{
  driver = passwd-file
  args = username_format=%Lu {dir}/gone
  result_success = return-fail
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={dir}/mail/%Ld/%Ln allow_all_users=yes
}}
postmaster_address = postmaster@localhost
hostname = localhost
ssl = yes
ssl_cert = <{dir}/tls/server.crt
ssl_key = <{dir}/tls/server.key
'''

OAUTH2 = '''
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={dir}/oauth/
username_attribute = sub
username_format = %Lu
'''

MAIN_CF = '''
compatibility_level = 3.6
queue_directory = {dir}/spool
data_directory = {dir}/postfix
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file_prefixes = {dir}
maillog_file = {dir}/postfix.log
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mta.localhost
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_recipient_maps =
biff = no
recipient_delimiter = +
default_transport = lmtp:inet:127.0.0.1:{lmtp}
relay_transport = $default_transport
virtual_mailbox_domains = {domains}
virtual_transport = $default_transport
lmtp_destination_recipient_limit = 1
smtpd_recipient_restrictions = check_recipient_access inline:{{ {refused} }},
 permit_mynetworks, permit_sasl_authenticated, reject
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject
smtpd_client_connection_rate_limit = 0
smtpd_tls_cert_file = {dir}/tls/server.crt
smtpd_tls_key_file = {dir}/tls/server.key
smtpd_tls_security_level = may
smtpd_sasl_type = dovecot
smtpd_sasl_path = {dir}/run/auth-client
queue_run_delay = 2s
minimal_backoff_time = 2s
maximal_backoff_time = 4s
'''

MASTER_CF = '''
127.0.0.1:{smtp} inet n - n - - smtpd
127.0.0.1:{submission} inet n - n - - smtpd
 -o smtpd_sasl_auth_enable=yes -o smtpd_tls_auth_only=yes
 -o mynetworks=192.0.2.1
127.0.0.1:{smtps} inet n - n - - smtpd
 -o smtpd_sasl_auth_enable=yes -o smtpd_tls_wrappermode=yes
 -o mynetworks=192.0.2.1
postlog unix-dgram n - n - 1 postlogd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
showq unix n - n - - showq
'''


def missing():
    """Why Dovecot cannot run here, or None."""
    for program in ('dovecot', 'openssl'):
        if not shutil.which(program, path=PATH):
            return f'{program} is not installed'
    return None


def missing_postfix():
    """Why Postfix cannot run here, or None."""
    if missing():
        return missing()
    if os.geteuid() != 0:
        return 'Postfix can only be started by root'
    if not shutil.which('postfix', path=PATH):
        return 'postfix is not installed'
    return None


def sh(*args, **options):
    """Into a file and not a pipe: a daemon would hold that open for ever."""
    with tempfile.TemporaryFile() as out:
        done = subprocess.run(args, stdin=subprocess.DEVNULL, stdout=out,
                              stderr=out, timeout=60,
                              env={**os.environ, 'PATH': PATH}, **options)
        out.seek(0)
        said = out.read().decode(errors='replace')
    if done.returncode:
        raise RuntimeError(f'{args}: {said}')


def b64url(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b'=')


def arrival(name):
    """Sort key of a file in a Maildir: when it was delivered."""
    first, second = name.split('.')[:2]
    micro = second.split('P')[0].lstrip('M')
    return int(first), int(micro) if micro.isdigit() else 0, name


class Servers:
    def __init__(self, domains=('example.org', 'example.net',
                                'program.example'), postfix=True):
        self.domains = domains
        self.want_postfix = postfix and not missing_postfix()
        self.place = None
        self.smtp = self.submission = self.smtps = None
        self.secret = SECRET
        self.run_as = 'nobody' if os.geteuid() == 0 else \
            pwd.getpwuid(os.geteuid()).pw_name

    # -- up and down ------------------------------------------------------

    def start(self):
        for attempt in range(5):
            try:
                self._start()
                return self
            except (Timeout, RuntimeError):
                self.stop()
                if attempt == 4:
                    raise
        return self

    def _start(self):
        """Fails when somebody else took one of the ports meanwhile."""
        self.place = Place()
        self.dir = self.place.dir
        self.ca = self.place.path('tls', 'ca.crt')
        self.imap, self.imaps, self.lmtp = (free_port() for _ in range(3))
        for folder in ('run', 'state', 'mail', 'tls', 'sink', 'oauth'):
            os.makedirs(self.place.path(folder))
        self._make_certificates()
        self.place.write('gone', '')
        self.key = os.urandom(24).hex().encode()
        self.place.write('oauth/default/HS256/default',
                         base64.b64encode(self.key).decode())
        values = self._values()
        self.place.write('oauth2.conf', OAUTH2.format(**values))
        self.place.write('dovecot.conf', DOVECOT.format(**values))
        if os.geteuid() == 0:
            sh('chown', '-R', self.run_as, self.dir)
        self.dovecot_up()
        if self.want_postfix:
            self._make_postfix()
            self.postfix_up()

    def _values(self):
        group = pwd.getpwnam(self.run_as).pw_gid
        return {'dir': self.dir, 'user': self.run_as, 'secret': SECRET,
                'group': grp.getgrgid(group).gr_name, 'imap': self.imap,
                'imaps': self.imaps, 'lmtp': self.lmtp, 'smtp': self.smtp,
                'submission': self.submission, 'smtps': self.smtps,
                'domains': ' '.join(self.domains),
                'refused': ' '.join('{%s@ = %s}' % r
                                    for r in REFUSED.items())}

    def _make_certificates(self):
        new = ('-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256',
               '-nodes', '-config', 'empty.cnf')
        tls = self.place.path('tls')
        self.place.write('tls/empty.cnf', '[req]\ndistinguished_name=dn\n[dn]\n'
                         '[ca]\nbasicConstraints=critical,CA:TRUE\n')
        self.place.write('tls/names', 'subjectAltName=DNS:localhost,'
                         'IP:127.0.0.1\n')
        sh('openssl', 'req', '-x509', *new, '-days', '2', '-subj',
           '/CN=throw-away CA', '-extensions', 'ca', '-keyout', 'ca.key',
           '-out', 'ca.crt', cwd=tls)
        sh('openssl', 'req', *new, '-subj', '/CN=localhost', '-keyout',
           'server.key', '-out', 'server.csr', cwd=tls)
        sh('openssl', 'x509', '-req', '-in', 'server.csr', '-CA', 'ca.crt',
           '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile',
           'names', '-out', 'server.crt', cwd=tls)

    def dovecot_up(self):
        as_user = {}
        if os.geteuid() == 0:
            entry = pwd.getpwnam(self.run_as)
            as_user = {'user': entry.pw_uid, 'group': entry.pw_gid,
                       'extra_groups': []}
        sh('dovecot', '-c', self.place.path('dovecot.conf'), cwd=self.dir,
           **as_user)
        for port in (self.imap, self.imaps, self.lmtp):
            wait_for(lambda p=port: answers(p), 10, 'Dovecot to listen')

    def dovecot_down(self):
        """As if the machine had lost power; dovecot_up starts it again."""
        evict(self.place.path('run'))
        if os.path.exists(self.place.path('run', 'master.pid')):
            os.unlink(self.place.path('run', 'master.pid'))

    def _make_postfix(self):
        self.smtp, self.submission, self.smtps = (
            free_port() for _ in range(3))
        values = self._values()
        self.place.write('etc/main.cf', MAIN_CF.format(**values))
        self.place.write('etc/master.cf', MASTER_CF.format(**values))
        for folder in ('spool', 'postfix'):
            os.makedirs(self.place.path(folder))
        # Postfix's own folders are root's, and the daemons' is theirs.
        for folder in ('', 'etc', 'spool'):
            os.chown(self.place.path(folder), 0, 0)
        shutil.chown(self.place.path('postfix'), 'postfix')

    def postfix_up(self):
        sh('postfix', '-c', self.place.path('etc'), 'start')
        for port in (self.smtp, self.submission, self.smtps):
            wait_for(lambda p=port: answers(p), 10, 'Postfix to listen')

    def postfix_down(self):
        evict(self.place.path('spool'))

    def stop(self):
        if self.place:
            self.place.close()
        self.place = None

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, *_):
        if kind and kind is not SystemExit:
            tap.diag('\n'.join(self.log().splitlines()[-60:]))
        self.stop()

    # -- mail in and out --------------------------------------------------

    def deliver(self, user, raw, sender='somebody@example.org'):
        """Straight into user's INBOX (LMTP)."""
        with smtplib.LMTP('127.0.0.1', self.lmtp) as lmtp:
            lmtp.sendmail(sender, [user], raw)

    def send(self, sender, recipients, raw):
        """By Postfix, as a mail client of a participant would."""
        if isinstance(recipients, str):
            recipients = [recipients]
        with smtplib.SMTP('127.0.0.1', self.smtp) as smtp:
            return smtp.sendmail(sender, recipients, raw)

    def home(self, user, folder='INBOX'):
        local, domain = user.lower().split('@')
        maildir = self.place.path('mail', domain, local, 'Maildir')
        return maildir if folder == 'INBOX' else \
            os.path.join(maildir, '.' + folder.replace('/', '.'))

    def mailbox(self, user, folder='INBOX'):
        """The mails in a folder, raw, in the order of their arrival."""
        found = []
        for sub in ('new', 'cur'):
            path = os.path.join(self.home(user, folder), sub)
            if os.path.isdir(path):
                found += [(name, path) for name in os.listdir(path)]
        mails = []
        for name, path in sorted(found, key=lambda f: arrival(f[0])):
            try:
                with open(os.path.join(path, name), 'rb') as f:
                    mails.append(f.read())
            except FileNotFoundError:
                return self.mailbox(user, folder)  # renamed meanwhile
        return mails

    def everybody(self):
        """All addresses that ever got mail."""
        return sorted(
            f'{user}@{domain}'
            for domain in os.listdir(self.place.path('mail'))
            for user in os.listdir(self.place.path('mail', domain))
            if self.mailbox(f'{user}@{domain}'))

    def remove_user(self, user):
        """From now on there is no such mailbox."""
        path = self.place.path('gone')
        later = os.stat(path).st_mtime + 2  # Dovecot compares whole seconds
        with open(path, 'a') as f:
            f.write(f'{user.lower()}::::::\n')
        os.utime(path, (later, later))
        wait_for(lambda: not self.knows(user), 10, 'Dovecot to forget')

    def knows(self, user):
        with smtplib.LMTP('127.0.0.1', self.lmtp) as lmtp:
            lmtp.ehlo()
            lmtp.mail('')
            return lmtp.rcpt(user)[0] == 250

    def new_uidvalidity(self, user):
        """As after a restored backup: all UIDs are void. Dovecot takes the
        second as UIDVALIDITY, so that of the old list is counted up."""
        path = os.path.join(self.home(user), 'dovecot-uidlist')
        with open(path) as f:
            old = next(w[1:] for w in f.readline().split() if w[0] == 'V')
        for name in os.listdir(self.home(user)):
            if name.startswith('dovecot'):
                os.unlink(os.path.join(self.home(user), name))
        wait_for(lambda: int(time.time()) > int(old), 5, 'the next second')

    def login(self, user, tls=False):
        """An imaplib connection, logged in."""
        if tls:
            context = ssl.create_default_context(cafile=self.ca)
            imap = imaplib.IMAP4_SSL('localhost', self.imaps,
                                     ssl_context=context)
        else:
            imap = imaplib.IMAP4('127.0.0.1', self.imap)
        imap.login(user, SECRET)
        return imap

    def token(self, user, seconds=3600):
        """A bearer token for XOAUTH2 that Dovecot and Postfix accept."""
        now = int(time.time())
        head = b64url(json.dumps({'alg': 'HS256', 'typ': 'JWT'}).encode())
        claims = b64url(json.dumps({'sub': user, 'iat': now,
                                    'exp': now + seconds}).encode())
        mac = hmac.new(self.key, head + b'.' + claims, hashlib.sha256)
        return (head + b'.' + claims + b'.' + b64url(mac.digest())).decode()

    def log(self):
        text = ''
        for name in ('dovecot.log', 'postfix.log'):
            path = self.place.path(name)
            if os.path.exists(path):
                with open(path, errors='replace') as f:
                    text += f.read()
        return text


class Sink:
    """smtp-sink(1): accepts everything, keeps it when asked to.

    options as of smtp-sink: '-r RCPT' 4xx, '-f RCPT' 5xx, '-q .' drops."""

    def __init__(self, keep=True, options=()):
        self.keep, self.options, self.place = keep, list(options), None

    def start(self):
        self.place = Place()
        self.port = free_port()
        os.mkdir(self.place.path('mails'))
        if self.keep:
            self.options += ['-d', self.place.path('mails', '%s.')]
        if os.geteuid() == 0:
            shutil.chown(self.place.path('mails'), 'nobody')
            self.options += ['-u', 'nobody']
        subprocess.Popen(['smtp-sink', *self.options,
                          f'127.0.0.1:{self.port}', '1000'],
                         cwd=self.place.dir, env={**os.environ, 'PATH': PATH},
                         stdin=subprocess.DEVNULL)
        wait_for(lambda: answers(self.port), 10, 'smtp-sink to listen')
        return self

    def mails(self):
        """[(sender, recipient, raw)] of all that was kept."""
        kept = []
        folder = self.place.path('mails')
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), 'rb') as f:
                kept.append(self._split(f.read()))
        return kept

    @staticmethod
    def _split(text):
        """smtp-sink puts its own header lines before the mail's."""
        sender = recipient = ''
        lines = text.split(b'\n')
        while lines and lines[0].startswith((b'X-', b'Received:', b'\t')):
            line = lines.pop(0)
            address = line.partition(b'<')[2].partition(b'>')[0].decode()
            if line.startswith(b'X-Mail-Args:'):
                sender = address
            elif line.startswith(b'X-Rcpt-Args:'):
                recipient = address
            elif line.startswith(b'Received:'):
                while lines and lines[0].startswith((b'\t', b' ')):
                    lines.pop(0)
                break
        return sender, recipient, b'\n'.join(lines)

    def stop(self):
        if self.place:
            self.place.close()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()
