#!/usr/bin/env python3
"""The rude servers, by the standard library's own clients."""
import imaplib
import os
import smtplib
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), 'lib'))
import tap
from place import wait_for
from program import config_text
from rude import RudeIMAP, RudeSMTP

RAW = b'Subject: x\r\n\r\n.dot\r\n'


def attempt(smtp, to='bo@b.example'):
    """0 when accepted, the code of the refusal, or 'gone'."""
    try:
        with smtplib.SMTP('127.0.0.1', smtp.port, timeout=5) as client:
            client.sendmail('a@a.example', [to], RAW)
        return 0
    except smtplib.SMTPRecipientsRefused as refused:
        return list(refused.recipients.values())[0][0]
    except smtplib.SMTPResponseException as response:
        return response.smtp_code
    except (smtplib.SMTPServerDisconnected, OSError):
        return 'gone'


with RudeSMTP() as smtp:
    tap.eq(attempt(smtp), 0, 'SMTP: polite as long as nothing is said')
    tap.eq(smtp.mails, [('a@a.example', ['bo@b.example'], RAW)],
           'and it keeps the mail')
    smtp.fault('RCPT', '450 4.2.1 later', match='ana@', times=2)
    tap.eq([attempt(smtp, 'ana@b.example') for _ in range(3)], [450, 450, 0],
           'a fault for one recipient, twice')
    for at, code in (('MAIL', 421), ('DATA', 554), ('.', 451)):
        smtp.fault(at, f'{code} told to')
        tap.eq(attempt(smtp), code, f'{code} at {at}')
    tap.eq(len(smtp.mails), 2, 'nothing of these was kept')
    smtp.fault('.', drop='before')
    tap.eq(attempt(smtp), 'gone', 'dropped after the dot')
    tap.eq(len(smtp.mails), 3, 'but taken')
    smtp.fault('MAIL', drop='after')
    tap.eq(attempt(smtp), 'gone', 'dropped after a reply')
    smtp.fault('CONNECT', '554 no service')
    tap.eq(attempt(smtp), 554, 'a greeting that is none')
    tap.ok(smtp.said('RCPT TO') >= 7, 'the dialogue is there to read')

with RudeIMAP() as rude:
    rude.append(RAW)
    rude.append(b'Subject: y\r\n\r\n')
    imap = imaplib.IMAP4('127.0.0.1', rude.port)
    imap.login('u', 'p{')
    tap.eq(imap.select()[1], [b'2'], 'IMAP: two mails')
    tap.eq(imap.uid('SEARCH', None, 'UID 2:*')[1], [b'2'], 'found by UID')
    tap.eq(imap.uid('FETCH', '1', '(UID BODY.PEEK[])')[1][0][1], RAW, 'fetched')
    tap.eq(imap.uid('MOVE', '1', 'Done')[0], 'NO', 'no such folder')
    imap.create('Done')
    tap.eq(imap.uid('MOVE', '1', 'Done')[0], 'OK', 'moved')
    tap.eq((rude.raw('Done'), len(rude.raw())), ([RAW], 1), 'to the other')
    imap.send(b'i1 IDLE\r\n')
    imap.readline()
    rude.append(b'Subject: z\r\n\r\n')
    tap.eq(imap.readline(), b'* 2 EXISTS\r\n', 'IDLE tells')
    imap.send(b'DONE\r\n')
    tap.has(imap.readline(), b'i1 OK', 'until it is done')
    rude.fault('FETCH', 'NO [SERVERBUG] told to')
    tap.eq(imap.uid('FETCH', '2', '(BODY.PEEK[])')[0], 'NO', 'a fault')
    rude.renumber()
    wait_for(lambda: not rude.open, 5)
    imap = imaplib.IMAP4('127.0.0.1', rude.port)
    imap.login('u', 'p')
    imap.select()
    tap.eq(imap.response('UIDVALIDITY')[1], [b'1001'], 'UIDVALIDITY changes')

with RudeIMAP(capabilities='IMAP4rev1') as rude:
    imap = imaplib.IMAP4('127.0.0.1', rude.port)
    imap.send(b'i1 IDLE\r\n')
    tap.has(imap.readline(), b'i1 BAD', 'a server without IDLE')

tap.eq(config_text({'a': {'b': [1, True, 'x"ü'], 'c': [{'d': 2}]}}),
       'a = {\n\tb = (1, true, "x\\"ü");\n\tc = ({\n\t\t\td = 2;\n\t\t});\n};\n',
       'a dict as libconfig')
tap.done()
