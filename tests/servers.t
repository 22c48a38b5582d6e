#!/usr/bin/env python3
"""The test servers themselves: what the other tests build on."""
import base64
import imaplib
import os
import signal
import smtplib
import ssl
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), 'lib'))
import tap
from place import answers, inhabitants, wait_for
from servers import Servers, Sink, missing, missing_postfix

if missing():
    tap.skip_all(missing())


def mail(sender, to, subject, body='Hello.'):
    return (f'From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\n'
            f'Message-ID: <{subject}@test.example>\r\n\r\n{body}\r\n').encode()


def test_lmtp_and_imap(servers):
    servers.deliver('Ana+tag@Example.ORG', mail('bo', 'ana', 'one', '.dot'))
    servers.deliver('ana@example.org', mail('bo', 'ana', 'two'))
    mails = servers.mailbox('ana@example.org')
    tap.eq(len(mails), 2, 'LMTP delivers, plus-tag and case aside')
    tap.has(mails[0].replace(b'\r\n', b'\n'), b'\n\n.dot\n',
            'in order, dots as they were')
    tap.eq(servers.mailbox('ana@example.net'), [], 'domains are apart')
    imap = servers.login('ana@example.org', tls=True)
    tap.eq(imap.select('INBOX')[1], [b'2'], 'IMAP over TLS sees both')
    capable = b' '.join(imap.capability()[1])
    for word in (b'IDLE', b'UIDPLUS', b'MOVE'):
        tap.has(capable, word, f'the server can {word.decode()}')
    imap.create('Done')
    imap.uid('MOVE', '1', 'Done')
    tap.eq(len(servers.mailbox('ana@example.org', 'Done')), 1, 'and moves')
    imap.logout()


def test_idle(servers):
    imap = servers.login('ida@example.org')
    imap.select('INBOX')
    imap.send(b'a1 IDLE\r\n')
    tap.eq(imap.readline()[:1], b'+', 'IDLE begins')
    servers.deliver('ida@example.org', mail('bo', 'ida', 'wake'))
    imap.sock.settimeout(10)
    tap.has(imap.readline(), b'1 EXISTS', 'IDLE tells of new mail')
    imap.sock.close()


def test_oauth(servers):
    user = 'mentoring@program.example'
    token = servers.token(user)

    def xoauth2(token):
        imap = imaplib.IMAP4('127.0.0.1', servers.imap)
        try:
            return imap.authenticate('XOAUTH2', lambda _: (
                f'user={user}\1auth=Bearer {token}\1\1').encode())[0]
        except imaplib.IMAP4.error:
            return 'NO'
    tap.eq(xoauth2(token), 'OK', 'a token of ours is taken (XOAUTH2)')
    tap.eq(xoauth2(token[:-4] + 'AAAA'), 'NO', 'a forged one is not')
    tap.eq(xoauth2(servers.token(user, -10)), 'NO', 'nor an expired one')


def test_uidvalidity(servers):
    imap = servers.login('ana@example.org')
    imap.select('INBOX')
    old = imap.response('UIDVALIDITY')[1]
    imap.logout()
    servers.new_uidvalidity('ana@example.org')
    imap = servers.login('ana@example.org')
    imap.select('INBOX')
    tap.ok(imap.response('UIDVALIDITY')[1] != old, 'UIDVALIDITY can change')
    imap.logout()


def test_outage(servers):
    servers.dovecot_down()
    wait_for(lambda: not answers(servers.imap), 5, 'the port to close')
    servers.dovecot_up()
    tap.eq(len(servers.mailbox('ana@example.org', 'Done')), 1,
           'Dovecot can fall and stand up again')


def test_postfix(servers):
    servers.send('ana@example.org', 'cem+x@example.net',
                 mail('ana@example.org', 'cem@example.net', 'through'))
    tap.has(wait_for(lambda: servers.mailbox('cem@example.net'), 20)[0],
            b'Subject: through', 'mail goes through Postfix to Dovecot')
    servers.remove_user('gone@example.net')
    servers.send('ana+b123@example.org', 'gone@example.net',
                 mail('ana@example.org', 'gone@example.net', 'lost'))
    bounce = wait_for(lambda: [m for m in servers.mailbox('ana@example.org')
                               if b'multipart/report' in m], 20)[0]
    for part in (b'report-type=delivery-status', b'Action: failed',
                 b'Status: 5.1.1', b'Subject: lost',
                 b'Final-Recipient: rfc822; gone@example.net',
                 b'ana+b123@example.org'):
        tap.has(bounce, part, f'an unknown user bounces: {part.decode()}')
    for local, code in (('temp', 450), ('perm', 550), ('full', 552)):
        try:
            servers.send('ana@example.org', local + '+t@example.org', b'\r\n')
            tap.ok(False, f'{local}@ is refused')
        except smtplib.SMTPRecipientsRefused as refused:
            tap.eq([c for c, _ in refused.recipients.values()], [code],
                   f'{local}@ is refused with {code}')
    servers.send('ana@example.org', 'x@elsewhere.test', b'Subject: s\r\n\r\n')
    wait_for(lambda: 'x@elsewhere.test' in servers.everybody(), 20)
    tap.ok(True, 'mail to strangers can be seen')


def test_submission(servers):
    context = ssl.create_default_context(cafile=servers.ca)
    with smtplib.SMTP('localhost', servers.submission) as smtp:
        smtp.starttls(context=context)
        tap.eq(smtp.mail('a@example.org')[0] // 100 +
               smtp.rcpt('b@example.org')[0] // 100, 7,
               'submission wants a login')
    with smtplib.SMTP_SSL('localhost', servers.smtps, context=context) as smtp:
        smtp.login('mentoring@program.example', servers.secret)
        smtp.sendmail('mentoring@program.example', 'dora@example.org',
                      mail('m', 'd', 'submitted'))
    wait_for(lambda: servers.mailbox('dora@example.org'), 20)
    tap.ok(True, 'and with one takes the mail, over TLS')
    with smtplib.SMTP('localhost', servers.submission) as smtp:
        smtp.starttls(context=context)
        smtp.ehlo()
        user = 'mentoring@program.example'
        bearer = f'user={user}\1auth=Bearer {servers.token(user)}\1\1'
        code, _ = smtp.docmd('AUTH', 'XOAUTH2 ' + base64.b64encode(
            bearer.encode()).decode())
        tap.eq(code, 235, 'XOAUTH2 at submission')


def test_sink():
    with Sink() as sink:
        with smtplib.SMTP('127.0.0.1', sink.port) as smtp:
            smtp.sendmail('a@b', ['c@d'], mail('a@b', 'c@d', 'sunk', '.x'))
        kept = wait_for(sink.mails)
        tap.eq(kept[0][:2], ('a@b', 'c@d'), 'the sink keeps the envelope')
        tap.ok(kept[0][2].startswith(b'From: a@b'), 'and the mail alone')
        folder = sink.place.dir
    tap.ok(not os.path.exists(folder), 'and leaves nothing')


def test_guard():
    """A test that is killed leaves nothing either."""
    code = ('import sys; sys.path.insert(0, sys.argv[1])\n'
            'from servers import Servers\n'
            's = Servers(postfix=False).start()\n'
            'print(s.dir, flush=True)\n'
            'import time; time.sleep(600)\n')
    lib = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib')
    test = subprocess.Popen([sys.executable, '-c', code, lib],
                            stdout=subprocess.PIPE, text=True)
    folder = test.stdout.readline().strip()
    tap.ok(list(inhabitants(folder)), 'servers of another test run')
    test.send_signal(signal.SIGKILL)
    test.wait()
    wait_for(lambda: not os.path.exists(folder), 20, 'the guard to clear up')
    tap.eq(list(inhabitants(folder)), [], 'and end when it is killed')


with Servers() as servers:
    test_lmtp_and_imap(servers)
    test_idle(servers)
    test_oauth(servers)
    test_uidvalidity(servers)
    test_outage(servers)
    if servers.smtp:
        test_postfix(servers)
        test_submission(servers)
    else:
        tap.skip('Postfix', missing_postfix())
test_sink()
test_guard()
tap.done()
