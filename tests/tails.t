#!/usr/bin/env python3
"""How somebody ends their letters is learned from two of them, by the daemon
itself; from letters that are theirs, and from no others."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import story
import tap
from season import Season
from story import ANA, BEN, COO, DAY, START

TAIL = 'Doktor Eisenbart\nKurfuerstendamm 14 (links)\nRuf +49 30 1234567\n'
CONFIG = {**story.CONFIG, 'matching': {**story.CONFIG['matching'], 'publish': 'auto'}}


def unread(season, words):
    """What a coordinator is shown of the letter with those words."""
    return next((story.plain(m) for m in season.mail_to(COO) if words in story.plain(m)), '')


def main():
    with Season(CONFIG, story.ROSTER) as season:
        season.turn(START)
        season.turn(START + 60)
        welcome = season.mail_to(ANA)[0]
        known = 'SELECT count(*) FROM tail'
        forged = story.reply(welcome, BEN, f'I am Ana.\n\n{TAIL}', to=story.ADDRESS)
        stranger = story.reply(welcome, 'eve@example.com', f'I am Ana as well.\n\n{TAIL}')
        season.post(forged.replace(b'ben@example.net>', b'eve@example.com>'))
        season.post(stranger)
        season.turn(season.now + 60)
        tap.eq(season.one(known), 0, 'of a stranger nothing is learned')
        said = ['We shall meet on the bridge.', 'It was cold and we went home.', 'The river was frozen over.']
        for text in said:
            season.post(story.reply(welcome, ANA, f'{text}\n\n{TAIL}'))
            season.turn(season.now + DAY)
        tap.eq(season.one('SELECT max(seen) FROM tail'), 3, 'of three letters each line is counted once')
        tap.eq(season.one('SELECT count(DISTINCT participant) FROM tail'), 1, 'for who wrote them')
        tap.has(unread(season, said[0]), 'Eisenbart', 'the first is shown whole')
        tap.has(unread(season, said[2]), said[2], 'the third is shown')
        tap.ok('Eisenbart' not in unread(season, said[2]).partition('left out')[0], 'without what is no news')
        season.check_closed_world()
    tap.done()


main()
