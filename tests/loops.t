#!/usr/bin/env python3
"""Machines that answer everything: thirty days, and the mail dries up.

Each day, whoever got a mail answers it, and what comes back is answered
again, until nobody has anything to say. A loop would never get there.
"""
import collections
import email.message
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import story
import tap
from season import Season, crlf
from story import ANA, BEN, COO, DAY, START

CARA, DAN, EMA, FIN = 'cara@example.org', 'dan@example.net', 'ema@example.org', 'fin@example.net'
DAYS = 30
ROUNDS = 8

CONFIG = {
    **story.CONFIG,
    'matching': {'publish': 'auto', 'lead': '0 days', 'criteria': [{'prefer': 'overlap'}]},
    'silence': {'nudge': '7 days', 'tell_coordinator': '14 days', 'close': '28 days'},
    'sessions': {'count': 4, 'every': '1 weeks', 'length': '60 minutes'},
}
ROSTER = [{'name': mail.split('@')[0].title(), 'email': mail, 'language': 'en', 'timezone': 'Europe/Berlin', 'skills': '',
           'availability': 'Mon-Fri 10:00-13:00'} for mail in (ANA, BEN, CARA, DAN, EMA, FIN)]


def polite(mail, who):
    """RFC 3834: says that it is a machine."""
    raw = story.reply(mail, who, 'I am on holiday.\n', 'Automatic reply: ')
    return b'Auto-Submitted: auto-replied\r\n' + raw


def rude(mail, who):
    """Says nothing of the kind, and quotes."""
    return story.reply(mail, who, 'I got your mail, thank you! I will be back soon.\n\n' + story.quoted(mail))


def echo(mail, who):
    """Sends every mail back as it is, from the bare address."""
    back = email.message.EmailMessage()
    back['From'], back['To'], back['Subject'] = who, story.ADDRESS, str(mail['Subject'])
    back.set_content(story.plain(mail))
    return crlf(back)


def commander(mail, who):
    """A person who types the same command again and again."""
    return story.reply(mail, who, 'help\n')


def quitter(mail, who):
    """Wants to leave, and never says yes."""
    return story.reply(mail, who, 'leave\n')


def loop(mail, who):
    """A forwarding loop: the very mail comes back."""
    return crlf(mail)


BOTS = {ANA: polite, BEN: rude, CARA: echo, DAN: commander, EMA: quitter, FIN: loop, COO: rude}


def live(season, bots):
    """A day after the other; how many mails each got on each of them."""
    got, most = collections.Counter(), 0
    for day in range(DAYS):
        for rounds in range(ROUNDS):
            season.turn(START + day * DAY + 4 * 3600 + rounds * 60)
            fresh = season.new_mail()
            if not fresh:
                break
            for who, mail in fresh:
                got[who, day] += 1
                if bots:
                    season.post(bots[who](mail, who))
        most = max(most, rounds)
    return got, most


def main():
    with Season(CONFIG, ROSTER) as quiet, Season(CONFIG, ROSTER) as noisy:
        still, _ = live(quiet, {})
        got, rounds = live(noisy, BOTS)
        tap.ok(rounds < ROUNDS - 1, f'within {rounds} rounds each day everybody has had their say')
        tap.ok(max(got.values()) <= 6, 'nobody gets more than six mails a day')
        for who, bot in BOTS.items():
            n = sum(v for (w, _), v in got.items() if w == who)
            least = sum(v for (w, _), v in still.items() if w == who)
            tap.diag(f'{who}, {bot.__name__}: {n} mails, {least} without any answer')
            # a coordinator hears at once of what is no answer, from each person once a day
            extra = DAYS if bot in (commander, quitter) or who == COO else 10
            tap.ok(n <= least + extra, f'a machine that is {bot.__name__} gets few more mails than one that is silent')
        noisy.check_closed_world()
        tap.eq(noisy.sql("SELECT count(*) FROM answer WHERE value IS NOT NULL"), [(0,)], 'no machine answered a question')
        tap.eq(noisy.sql("SELECT count(*) FROM participant WHERE state IN ('left', 'suspended')"), [(0,)],
               'and none left or was given up')
        tap.eq(noisy.sql("SELECT DISTINCT disposition FROM inbox WHERE participant = 1"), [('auto-reply',)],
               'what says that it is automatic is taken as such')
        tap.eq(noisy.sql("SELECT count(*) FROM inbox WHERE state <> 'applied'"), [(0,)], 'every letter has its fate')
    tap.done()


main()
