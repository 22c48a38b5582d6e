#!/usr/bin/env python3
"""An answer that is not clear, the one question back, and a bare word to it."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import story
import tap
from program import Program
from story import ANA, BEN, CONFIG, DAY, ROSTER, START

VALUES = ("SELECT question, value FROM answer JOIN ask ON ask.id = answer.ask "
          "JOIN participant p ON p.id = ask.participant WHERE p.name LIKE ? ORDER BY question")


class Post:
    """A program on a Maildir, and the mails that people find there."""

    def __init__(self, program):
        self.program = program
        self.now = START + 60
        self.written = 0

    def turn(self, days=0):
        self.now += 60 + days * DAY
        done = self.program.command('run', '--once', MENTORD_NOW=str(self.now))
        assert done.returncode == 0, done.stderr

    def last(self, who):
        folder = self.program.place.path('mail', 'sent', 'new')
        mails = []
        for name in os.listdir(folder):
            path = os.path.join(folder, name)
            with open(path, 'rb') as f:
                mail = story.parse(f.read())
            if mail['To'].addresses[0].addr_spec == who:
                mails.append((os.stat(path).st_mtime_ns, mail))
        return max(mails, key=lambda m: m[0])[1]

    def answer(self, who, words):
        mail = self.last(who)
        self.written += 1
        self.program.place.write(f'mail/inbox/new/{self.now}.{self.written}.x',
                                 story.reply(mail, who, f'{words}\n\n{story.quoted(mail)}'), 'wb')
        self.turn()

    def values(self, name):
        return dict(self.program.sql(VALUES, name))

    def disposition(self):
        return self.program.one('SELECT disposition FROM inbox ORDER BY id DESC')


def ana(post):
    post.answer(ANA, '1. yes\n2. so so\n3. We talked about chess.\nAna')
    tap.eq(post.disposition(), 'clarify', 'one answer of three was not clear')
    asked = story.plain(post.last(ANA))
    tap.ok('from 1 to 5' in asked and '2.' in asked and '\n1. ' not in asked, 'and that one is asked again')
    post.answer(ANA, '4\n\nBest wishes\nAna')
    tap.eq(post.disposition(), 'answer', 'a bare number is enough')
    tap.eq(post.values('Ana%'), {'met': 'yes', 'fit': '4', 'note': 'We talked about chess.'},
           'and counts for the question that was open')
    post.answer(ANA, '2. 5')
    tap.eq((post.disposition(), post.values('Ana%')['fit']), ('answer', '5'), 'a correction counts')


def ben(post):
    post.turn(days=3)
    post.answer(BEN, 'ja\n\nvier\n\nSchach.\n\nUnd Segeln.\n\nBen')
    tap.eq(post.disposition(), 'answer', 'answers in order, below a reminder')
    tap.eq(post.values('Ben%'), {'met': 'yes', 'fit': '4', 'note': 'Schach.\n\nUnd Segeln.'},
           'without numbers, and without the name below')


def pause(post):
    """Below what may be a quotation of something else: is it meant?"""
    mail = post.last(BEN)
    words = 'Pause bis 1. März\n\nAm 12.01.2027 um 09:15 schrieb Ana <ana@example.org>:\n> Wollen wir uns treffen?\n'
    post.written += 1
    post.program.place.write(f'mail/inbox/new/{post.now}.{post.written}.x', story.reply(mail, BEN, words), 'wb')
    post.turn()
    tap.eq(post.disposition(), 'clarify', 'a command that is not sure is asked about')
    asked = story.plain(post.last(BEN))
    tap.ok('Pause bis' in asked and '1. März' in asked and '„ja“' in asked, 'with what was understood')
    tap.eq(post.program.one("SELECT state FROM participant WHERE name LIKE 'Ben%'"), 'enrolled', 'and nothing happens yet')
    post.answer(BEN, 'ja')
    tap.eq(post.disposition(), 'command', 'one word settles it')
    tap.eq(post.program.one("SELECT state FROM participant WHERE name LIKE 'Ben%'"), 'paused', 'then it is done')


with Program(CONFIG, ROSTER) as program:
    mail = f'maildir:{program.place.path("mail")}'
    matching = {**CONFIG['matching'], 'publish': 'auto'}
    program.configure({**CONFIG, 'matching': matching, 'mail': {'outgoing': mail, 'incoming': mail}})
    post = Post(program)
    post.turn()
    post.turn(days=8)
    ana(post)
    ben(post)
    pause(post)
    tap.eq(program.command('fsck').returncode, 0, 'the store is sound')
tap.done()
