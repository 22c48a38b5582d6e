#!/usr/bin/env python3
"""Check-ins on real servers, answered in the manner of ten clients.

The mails go out by Postfix; every reply comes in by Postfix and Dovecot, as
that client would write it (tests/letters), and the store must hold its typed
answers. One more reply is not clear: it gets its one question, and the answer
to that completes the check-in.
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import zoneinfo

import letters
import servers
import story
import tap
from program import Program, mail_by, wait_for
from story import ADDRESS, DAY, START

STYLES = ['apple-mail-de-inline', 'gmail-mobile-pt-top', 'gmail-web-en-inline', 'gmail-web-zh-top', 'gmx-de-html',
          'ios-nl-order', 'mutt-en-inline', 'notes-en-labels', 'outlook-desktop-en-inline', 'outlook-desktop-de-top']
VAGUE = 'vague@example.org'
BERLIN = zoneinfo.ZoneInfo('Europe/Berlin')


def config(mail):
    program = {**story.CONFIG['program'], 'name': 'Spring Mentoring'}
    return {**story.CONFIG, 'program': program, 'forms': {'checkin': letters.FORM},
            'matching': {**story.CONFIG['matching'], 'publish': 'auto'}, 'mail': mail_by(mail, ADDRESS, rate=1000)}


def asked(mail, who, words='Did your meeting take place?'):
    """The newest mail with these words in somebody's mailbox, or None."""
    found = [m for m in map(story.parse, mail.mailbox(who)) if words in story.plain(m)]
    return found[-1] if found else None


def play(mail, program, replies):
    """Matched, invited, met; then everybody answers the check-in as they do."""
    program.run(MENTORD_NOW=str(START + 60))
    wait_for(lambda: program.one('SELECT count(*) FROM session') and
             not program.one("SELECT count(*) FROM outbox WHERE state <> 'sent'"), 60, 'the invitations')
    program.stop()
    after = program.one('SELECT max(starts_at) FROM session') + 2 * DAY
    program.run(MENTORD_NOW=str(after))
    for letter in replies:
        wait_for(lambda: asked(mail, letter.address), 60, f'the check-in to {letter.name}')
        sent = asked(mail, letter.address)
        mail.send(letter.address, sent['Reply-To'].addresses[0].addr_spec,
                  letter.filled(letters.Original(sent), BERLIN))


def answer(mail, sent, words):
    raw = story.reply(sent, VAGUE, f'{words}\n\nOn Thursday the program wrote:\n{story.quoted(sent)}')
    mail.send(VAGUE, sent['Reply-To'].addresses[0].addr_spec, raw)


def unclear(mail, program):
    wait_for(lambda: asked(mail, VAGUE), 60, 'the check-in')
    answer(mail, asked(mail, VAGUE), '1. yes\n2. so so\n3. nothing')
    wait_for(lambda: asked(mail, VAGUE, 'so so'), 60, 'the one question back')
    question = story.plain(asked(mail, VAGUE, 'so so'))
    tap.ok('2.' in question and '\n1. ' not in question, 'what was not clear is asked again, and nothing else')
    answer(mail, asked(mail, VAGUE, 'so so'), '4')
    state = ("SELECT state FROM ask JOIN address a ON a.participant = ask.participant "
             "WHERE a.address = ? AND form = 'checkin'")
    wait_for(lambda: program.one(state, VAGUE) == 'answered', 60, 'the check-in to be complete')
    tap.ok(True, 'and its answer completes the check-in')


def main():
    if servers.missing_postfix():
        tap.skip_all(servers.missing_postfix())
    replies = [letter for letter in letters.known('clients') if letter.name.split('/')[1] in STYLES]
    tap.eq(len(replies), len(STYLES), 'a letter in each style')
    rows = [letter.row() for letter in replies] + [dict(story.ROSTER[0], email=VAGUE)]
    if len(rows) % 2:
        rows.append(dict(story.ROSTER[0], email='even@example.org'))
    with servers.Servers() as mail:
        with Program(config(mail), rows) as program:
            play(mail, program, replies)
            unclear(mail, program)
            wait_for(lambda: program.one("SELECT count(*) FROM inbox WHERE disposition = 'answer'") > len(replies),
                     60, 'every reply to be applied')
            program.stop()
            for letter in replies:
                tap.eq(letters.stored(program, letter), letters.answers_wanted(letter), f'{letter.name}: typed as it was meant')
            tap.eq(program.command('fsck').returncode, 0, 'the store is sound')
    tap.done()


main()
