#!/usr/bin/env python3
"""TLS and logging in, on real servers: passwords, tokens, and what must not
be sent to a server that is not the one it says it is."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import servers
import story
import tap
from program import Program, wait_for
from story import ADDRESS, ANA, START


def tls(mail, **more):
    return {'outgoing': f'smtps://localhost:{mail.smtps}', 'incoming': f'imaps://localhost:{mail.imaps}',
            'user': ADDRESS, 'ca_file': mail.ca, **more}


def round_trip(mail, name, section):
    """Out by SMTP, back in by IMAP: the welcome is answered with "help"."""
    mail.deliver(ADDRESS, b'From: nobody@example.org\r\nSubject: makes the mailbox\r\n\r\nhello\r\n')
    with Program(dict(story.CONFIG, mail=section), story.ROSTER) as program:
        before = len(mail.mailbox(ANA))
        program.run(MENTORD_NOW=str(START - 3600))
        wait_for(lambda: len(mail.mailbox(ANA)) > before, 40, 'the welcome to arrive')
        tap.ok(True, f'{name}: mail goes out')
        welcome = story.parse(mail.mailbox(ANA)[-1])
        mail.send(ANA, story.mail_to(story.reply(welcome, ANA, 'help')), story.reply(welcome, ANA, 'help'))
        wait_for(lambda: program.one("SELECT count(*) FROM inbox WHERE disposition = 'command'"), 40,
                 'the reply to be read')
        tap.ok(True, f'{name}: mail comes in')
        program.stop()
        tap.ok(servers.SECRET not in program.log, f'{name}: the log holds no password')


def check_refusals(mail):
    """Nothing leaves when the server cannot be trusted or does not trust us."""
    wrong = [
        ('another CA', tls(mail, ca_file='/etc/ssl/certs/ca-certificates.crt'), {}),
        ('another name', dict(tls(mail), outgoing=f'smtps://127.0.0.2:{mail.smtps}'), {}),
        ('a wrong password', tls(mail), {'secret': 'guess'}),
        ('a helper that fails', tls(mail, token_command='exit 3'), {}),
    ]
    for name, section, more in wrong:
        before = len(mail.mailbox(ANA))
        with Program(dict(story.CONFIG, mail=section), story.ROSTER, **more) as program:
            program.run(MENTORD_NOW=str(START - 3600))
            wait_for(lambda: program.one("SELECT value FROM meta WHERE name = 'channel.outgoing'") not in (None, 'up'),
                     40, 'the channel to be down')
            tap.eq(len(mail.mailbox(ANA)), before, f'{name}: nothing is sent')
            tap.ok(program.one("SELECT count(*) FROM participant WHERE state <> 'enrolled' OR bounces > 0") == 0,
                   f'{name}: no participant is blamed')
            program.stop()


def check_secret_file(mail):
    with Program(dict(story.CONFIG, mail=tls(mail)), story.ROSTER) as program:
        os.chmod(program.place.path('secret'), 0o644)
        program.run(MENTORD_NOW=str(START - 3600))
        wait_for(lambda: 'secret' in program.log or not program.alive(), 40, 'a word on the open secret')
        tap.ok('secret' in program.log, 'a password that all may read is refused, with the file named')
        program.kill()


def main():
    if servers.missing_postfix():
        tap.skip_all(servers.missing_postfix())
    with servers.Servers() as mail:
        round_trip(mail, 'TLS from the start', tls(mail))
        round_trip(mail, 'STARTTLS', dict(tls(mail), outgoing=f'smtp://localhost:{mail.submission}',
                                          incoming=f'imap://localhost:{mail.imap}'))
        round_trip(mail, 'a bearer token', tls(mail, token_command='echo ' + mail.token(ADDRESS)))
        check_refusals(mail)
        check_secret_file(mail)
    tap.done()


main()
