#!/usr/bin/env python3
"""Which mail a letter answers, when its head does not say: by a token in what
it quotes, and by the words of ours that it repeats."""
import email.message
import email.policy
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import story
import tap
from season import Season
from story import ANA, BEN, DAY, START

PASS = 'mx.program.example; dmarc=pass header.from='


def fresh(sender, body, verified=False):
    """A new mail, to the program's own address, that refers to nothing."""
    mail = email.message.EmailMessage()
    if verified:
        mail['Authentication-Results'] = PASS + sender.split('@')[1]
    mail['From'] = sender
    mail['To'] = story.ADDRESS
    mail['Subject'] = 'My answers'
    mail['Message-ID'] = f'<{abs(hash(body))}@{sender.split("@")[1]}>'
    mail.set_content(body)
    return mail.as_bytes(policy=email.policy.SMTP)


def values(season, who, form):
    return dict(season.sql('SELECT question, value FROM answer JOIN ask ON ask.id = answer.ask JOIN address a '
                           'ON a.participant = ask.participant WHERE a.address = ? AND form = ?', who, form))


def post(season, raw):
    letter = season.post(raw)
    season.turn(season.now + 60)
    return season.fate(letter)[0]


forms = {**story.CONFIG['forms'],
         'place': [{'id': 'where', 'ask': 'In which room shall the party be?', 'type': 'text', 'required': True}]}
timeline = story.CONFIG['timeline'] + [{'name': 'place', 'at': 'session + 2 days 10:00', 'ask': 'place'}]
config = {**story.CONFIG, 'forms': forms, 'timeline': timeline,
          'matching': {**story.CONFIG['matching'], 'publish': 'auto'}, 'mail': {'authserv_id': 'mx.program.example'}}
with Season(config, story.ROSTER) as season:
    season.turn(START)
    for days in (1, 2):
        season.turn(season.one('SELECT max(starts_at) FROM session') + days * DAY)
    checkin = {who: next(m for m in season.mail_to(who) if 'Did you two meet' in story.plain(m)) for who in (ANA, BEN)}
    tap.ok(any('In which room' in story.plain(m) for m in season.mail_to(ANA)), 'two asks wait, the check-in is the older one')

    tap.eq(post(season, fresh(ANA, f'1. yes\n2. 4\n\nReply-To: {checkin[BEN]["Reply-To"]}\n{story.quoted(checkin[BEN])}')),
           'coordinator', "a quoted token of somebody else's is no token")
    tap.eq(values(season, ANA, 'checkin'), {}, 'and changes nothing')
    tap.eq(values(season, BEN, 'checkin'), {}, 'for either of them')
    forged = str(checkin[ANA]['Reply-To']).replace('+r', '+raaaa', 1)
    tap.eq(post(season, fresh(ANA, f'1. yes\n2. 4\n\nReply-To: {forged}\n')), 'coordinator', 'nor is one that we did not write')

    tap.eq(post(season, fresh(ANA, f'1. yes\n2. 4\n\n----- Original -----\nFrom: Story <{story.ADDRESS}>\n'
                                   f'Reply-To: {checkin[ANA]["Reply-To"]}\n\n{story.quoted(checkin[ANA])}')),
           'answer', 'a token of ours in the quoted head names the mail')
    tap.eq(values(season, ANA, 'checkin'), {'met': 'yes', 'fit': '4'}, 'and its questions are answered')

    tap.eq(post(season, fresh(BEN, '1. ja\n2. 5\n\n' + story.quoted(checkin[BEN]), verified=True)), 'answer',
           'what is quoted names the mail')
    tap.eq(values(season, BEN, 'checkin'), {'met': 'yes', 'fit': '5'}, 'though another one is newer')
    tap.eq(values(season, BEN, 'place'), {}, 'which still waits')
    tap.eq(season.command('fsck').returncode, 0, 'the store is sound')
tap.done()
