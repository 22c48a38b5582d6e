#!/usr/bin/env python3
"""Replies in the manner of every client, each to a real check-in of today's templates.

Every letter of tests/letters has a participant of its own, who is sent a
check-in; the gaps are filled from that mail (tests/lib/letters.py). Then all
letters go through the mailbox of the program, and the store must hold the
answers; the new text is compared with what `mentord read` says of the letter.
"""
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import story
import tap
from letters import FORM, Original, answers_wanted, known, squeezed, stored
from season import Season
from story import DAY, START


# -- what must hold -------------------------------------------------------------------

def judge(letter, got):
    """All of a letter as one test."""
    want = {'disposition': letter.want.get('disposition', 'answer'),
            'answers': answers_wanted(letter),
            'text': squeezed(letter.text)}
    if 'command' in letter.want:
        want['command'] = letter.want['command']
        got.setdefault('command', None)
    got = {key: got.get(key) for key in want}
    wrong = {key: (got[key], want[key]) for key in want if got[key] != want[key]}
    todo = letter.todo()
    if todo:
        tap.say(f"{'not ok' if wrong else 'ok'} {tap.count + 1} - {letter.name} # TODO {todo}")
        tap.count += 1
        return not wrong
    if not tap.ok(not wrong, letter.name):
        for key, (was, wanted) in wrong.items():
            tap.diag(f'{key}\n     got: {was!r}\nexpected: {wanted!r}')
    return not wrong


def read_all(season, letters):
    """What mentord read says of each, with the check-in beside it."""
    paths = ''.join(f'{l.path}\t{l.sent}\n' for l in letters)
    done = season.command('read', '--json', '--list', season.place.write('letters.list', paths))
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def play(season, letters):
    import zoneinfo
    zone = zoneinfo.ZoneInfo('Europe/Berlin')
    season.turn(START)
    season.turn(season.one('SELECT max(starts_at) FROM session') + 2 * DAY)
    asked = {to: mail for to, mail in season.sent() if 'Did your meeting take place?' in story.plain(mail)}
    for letter in letters:
        mail = asked[letter.address]
        raw = letter.filled(Original(mail), zone)
        letter.path = season.place.write(f'letters/{letter.number}.eml', raw, 'wb')
        letter.sent = season.place.write(f'letters/{letter.number}.sent', mail.as_bytes(), 'wb')
        letter.sha = season.post(raw)
    season.turn(season.now + 2 * 3600)


def main():
    letters = known('*', *(word for word in sys.argv[1:] if not word.startswith('-')))
    rows = [letter.row() for letter in letters]
    if len(rows) % 2:
        rows.append(dict(story.ROSTER[0], email='even@example.org'))
    config = {**story.CONFIG, 'forms': {'checkin': FORM}, 'matching': {**story.CONFIG['matching'], 'publish': 'auto'}}
    config['program'] = {**config['program'], 'name': 'Spring Mentoring'}
    with Season(config, rows) as season:
        play(season, letters)
        for letter, said in zip(letters, read_all(season, letters)):
            fate = season.fate(letter.sha)
            judge(letter, {'disposition': fate and fate[0], 'answers': stored(season, letter),
                           'text': squeezed(said['text']), 'command': said.get('command')})
        tap.eq(season.one('SELECT count(*) FROM inbox_bytes WHERE length(raw) > 0'), len(letters),
               'every letter is kept as it came')
    tap.done()


main()
