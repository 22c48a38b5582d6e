#!/usr/bin/env python3
"""A draft of matches that the coordinator does not like: pairs are kept apart and
put together, by reply and by command, and nothing goes out before it is
approved, whoever writes what."""
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import story
import tap
from season import Season
from story import COO, CONFIG, START

DEE = 'dee@example.org'  # the second coordinator
PEOPLE = {'ana': 'Ana Silva', 'ben': 'Ben Müller', 'cem': 'Cem Öztürk',
          'dora': 'Dora Jürgens', 'eva': 'Eva Berg', 'fin': 'Fin Olsen'}
# chess with chess, and so on; and everybody likes cake
SKILLS = {'ana': 'chess, go, cake', 'ben': 'chess, go, cake', 'cem': 'sailing, cake', 'dora': 'sailing, cake',
          'eva': 'cooking, cake', 'fin': 'cooking, cake'}
ROSTER = [{'id': key, 'name': name, 'email': f'{key}@example.org', 'language': 'en', 'skills': SKILLS[key],
           'availability': 'Mon-Fri 09:00-12:00'} for key, name in PEOPLE.items()]
TWO = {**CONFIG, 'program': {**CONFIG['program'], 'coordinators': [
    {'name': 'Coo Ordinator', 'email': COO}, {'name': 'Dee Puty', 'email': DEE}]}}
PAIRS = ('SELECT group_concat(key) FROM (SELECT m.id, p.key FROM match m JOIN member b ON b.match = m.id '
         'JOIN participant p ON p.id = b.participant WHERE m.state = ? ORDER BY m.id, p.key) GROUP BY id')
WORDS = 'SELECT kind, o.key, t.key FROM directive d JOIN participant o ON o.id = one ' \
        'JOIN participant t ON t.id = other WHERE over_at IS NULL ORDER BY d.id'


def pairs(season, state='draft'):
    return {tuple(row[0].split(',')) for row in season.sql(PAIRS, state)}


def introduced(season):
    return season.one("SELECT count(*) FROM outbox WHERE moment = 'introduction'")


def drafts(season, who=COO):
    return [mail for mail in season.mail_to(who) if 'draft' in str(mail['Subject']) or 'approve' in str(mail['Subject'])]


def turn(season):
    season.turn(season.now + 60)


def answer(season, words, who=COO, mail=None, quote=True):
    """A reply to the newest draft; its disposition."""
    mail = mail or drafts(season)[-1]
    body = words + '\n\nOn Monday the program wrote:\n' + story.quoted(mail) if quote else words
    letter = season.post(story.reply(mail, who, body))
    turn(season)
    return season.fate(letter)[0]


def sections(mail):
    """The text by heading."""
    parts, name = {'': ''}, ''
    headings = ('Not understood', 'What you said', 'What is different', 'How good it is', 'Matches',
                'Without a match', 'Your word counts')
    for line in story.plain(mail).splitlines():
        if line in headings:
            name = line
            parts[name] = ''
        else:
            parts[name] += line + '\n'
    return {k: re.sub(r'\s+', ' ', v) for k, v in parts.items()}


def first_draft(season):
    season.turn(START)
    tap.eq(pairs(season), {('ana', 'ben'), ('cem', 'dora'), ('eva', 'fin')}, 'the draft is the best matching')
    said = sections(drafts(season)[-1])
    tap.has(said['How good it is'], 'Proven: there is no other way', 'which the mail says')
    tap.has(said['How good it is'], '% on average', 'with its figures')
    tap.has(said['How good it is'], '█', 'and a drawing of how the scores are spread')
    tap.has(said[''], 'not X with Y', 'and how pairs are changed')
    tap.has(said['Matches'], '1. Ana Silva & Ben Müller', 'the strongest match first')
    tap.ok('What is different' not in said, 'there is nothing to compare with yet')


def by_reply(season):
    tap.eq(answer(season, 'not Ana with Ben', quote=False), 'command', 'a pair is kept apart by reply')
    now = pairs(season)
    tap.ok(('ana', 'ben') not in now and len(now) == 3, 'the new draft is without it, and places everybody')
    tap.eq(len(drafts(season, DEE)), 2, 'the other coordinator gets it, too')
    said = sections(drafts(season)[-1])
    tap.has(str(drafts(season)[-1]['Subject']), 'new draft', 'it says that it is new')
    tap.has(said['What you said'], 'Kept apart: Ana Silva and Ben Müller', 'what was understood')
    tap.has(said['What is different'], 'Gone: Ana Silva & Ben Müller', 'which pairs are gone')
    tap.has(said['What is different'], 'New:', 'which are new')
    tap.ok(re.search(r'Score of all together: (\d+) before, (\d+) now \(\d+ less\)', said['What is different']),
           'and what it costs')
    tap.eq(season.sql("SELECT state FROM run ORDER BY id"), [('discarded',), ('draft',)], 'the old draft is given up')
    old = drafts(season)[0]
    tap.eq(answer(season, 'approve', mail=old), 'ignored', 'approving the old one does nothing')
    tap.eq(introduced(season), 0, 'and nothing goes out')


def several(season):
    tap.eq(answer(season, 'Ana with Cem\nEva nicht mit Fin\nnot Xaver with Ben'), 'command', 'several lines, two languages')
    tap.ok(('ana', 'cem') in pairs(season) and ('eva', 'fin') not in pairs(season), 'those that are clear are followed')
    said, other = sections(drafts(season)[-1]), sections(drafts(season, DEE)[-1])
    tap.has(said['Not understood'], 'nobody who takes part is called “Xaver”', 'the third line comes back')
    tap.ok('Not understood' not in other, 'to nobody but who wrote it')
    tap.has(said['Your word counts'], 'Kept apart: Ana Silva and Ben Müller', 'and what was said before still counts')
    tap.eq(answer(season, 'not Evi with Finn'), 'clarify', 'a letter of which nothing is clear')
    said = sections(drafts(season)[-1])
    tap.has(said['Not understood'], 'Perhaps: Eva Berg', 'is answered with who may be meant')
    tap.eq(season.one("SELECT count(*) FROM run"), 3, 'and makes no new draft')


def contradictory(season):
    words, one, two = season.sql(WORDS), 'Ana Silva with Ben Müller', 'Ana Silva with Cem Öztürk'
    tap.eq(answer(season, f'{one}\n{two}'), 'command', 'two lines that cannot both be')
    said = sections(drafts(season)[-1])
    tap.ok('Put together: Ana Silva and Cem Öztürk' in said['What you said'] and 'Ben' not in said['What you said'],
           'the later one counts')
    tap.has(said['Not understood'], f'“{one}”: a later line says otherwise', 'and the other is not called followed')
    season.at('pin', '--undo', 'ana', 'cem')
    season.at('forbid', 'ana', 'ben')
    season.at('pin', 'ana', 'cem')
    turn(season)
    tap.eq(sorted(season.sql(WORDS)), sorted(words), 'words as before')


def approve_but(season):
    before = pairs(season)
    one = sorted(before)[0]
    names = ' with '.join(PEOPLE[key] for key in one)
    tap.eq(answer(season, f'approve, but not {names}'), 'command', 'approval with a change is a change')
    tap.eq(introduced(season), 0, 'nothing is published')
    tap.ok(one not in pairs(season) and pairs(season), 'a new draft waits')
    tap.eq(answer(season, 'approve\n\nbut Yolanda with Ana'), 'clarify', 'approval with a change that is not clear')
    tap.eq((introduced(season), season.one("SELECT state FROM run ORDER BY id DESC")), (0, 'draft'),
           'publishes nothing either')
    words = season.sql(WORDS)
    season.at('forbid', '--undo', *one)
    turn(season)
    tap.eq(season.sql(WORDS), [w for w in words if set(w[1:]) != set(one)], 'a word is taken back by command')


def by_others(season):
    mail, before, words = drafts(season)[-1], pairs(season), season.sql(WORDS)
    count = len(drafts(season)) + len(drafts(season, DEE))
    said = f'not {" with ".join(PEOPLE[key] for key in sorted(before)[0])}'
    fate = answer(season, said, who='ana@example.org', mail=mail)
    tap.ok(fate in ('forged', 'coordinator'), 'a participant who got hold of the draft')
    fate = answer(season, said, who='stranger@example.net', mail=mail)
    tap.ok(fate in ('forged', 'stranger'), 'and a stranger')
    welcome = season.mail_to('ana@example.org')[0]
    answer(season, said, who='ana@example.org', mail=welcome)
    tap.eq((pairs(season), season.sql(WORDS)), (before, words), 'change nothing')
    tap.eq(len(drafts(season)) + len(drafts(season, DEE)), count, 'and no draft goes out for it')


def by_command(season):
    done = season.at('pin', season.conf, 'ana', 'ben@example.org')
    tap.eq((done.returncode, done.stderr), (0, ''), 'pin by key and address')
    tap.has(done.stdout, 'Ana Silva and Ben Müller are put together; a new draft', 'says what follows')
    turn(season)
    tap.ok(('ana', 'ben') in pairs(season), 'the newest word counts')
    done = season.at('forbid', 'Dora', 'Juergens')
    tap.eq((done.returncode, done.stderr), (1, 'mentord: both names are the same person\n'), 'nobody is kept from herself')
    done = season.at('forbid', 'Doora', 'Ana')
    tap.has(done.stderr, 'did you mean Dora Jürgens?', 'a mistake names the nearest')
    tap.eq(season.at('forbid', 'Ana').returncode, 64, 'one name is not enough')
    done = season.at('pin', 'ana', 'ben')
    tap.has(done.stdout, 'nothing was changed', 'the same word again changes nothing')


def explained(season):
    said = json.loads(season.at('explain', '--json', 'Ana', 'Cem').stdout)
    tap.eq((said['a']['name'], said['b']['name'], said['together']), ('Ana Silva', 'Cem Öztürk', False),
           'explain says who is with whom')
    tap.ok(said['parts'] and said['full'] >= said['score'], 'and what the pair would score')
    tap.has(season.at('explain', 'Ana', 'Ben').stdout, 'would be together', 'in words, too')
    tap.has(season.at('explain', 'Ana', 'Nobody').stderr, 'nobody who takes part', 'of people who are there')
    shown = json.loads(season.at('match', '--json').stdout)
    mine = {tuple(sorted(m['name'] for m in match['members'])) for match in shown['matches'] if match['state'] == 'proposed'}
    want = {tuple(sorted(PEOPLE[key] for key in pair)) for pair in pairs(season)}
    tap.eq(mine, want, '`mentord match` matches what the keeper matches')
    tap.eq((sum(shown['histogram']), shown['quality']['placed']), (3, 6), 'and counts')


def approved(season):
    want = pairs(season)
    tap.eq(answer(season, 'approve'), 'command', 'the draft is approved')
    tap.eq((pairs(season, 'active'), introduced(season)), (want, 6), 'and introductions go out')
    tap.ok(not any(kind == 'pin' for kind, *_ in season.sql(WORDS)), 'a pin has done its work')
    tap.ok(any(kind == 'forbid' for kind, *_ in season.sql(WORDS)), 'who is kept apart stays so')
    done = season.at('forbid', 'Ana', 'Dora')
    tap.has(done.stdout, 'from the next matching on', 'without a draft a word waits')
    kinds = season.one("SELECT count(*) FROM outcome WHERE kind = 'directive'")
    tap.eq(kinds, 12, 'every word has its outcome')
    season.check_closed_world()
    tap.eq(season.at('fsck').returncode, 0, 'the store is sound')


def in_german(season):
    season.turn(START)
    mail = season.mail_to(COO)[-1]
    tap.has(story.plain(mail), 'Bewiesen: Auf keine andere Weise', 'a German draft says what is proven')
    said = 'Freigeben, aber Ana bitte nicht mit Ben\nund Xaver nicht mit Eva'
    tap.eq(answer(season, said, mail=mail), 'command', 'and is answered in German')
    tap.ok(('ana', 'ben') not in pairs(season) and introduced(season) == 0, 'which is followed')
    text = re.sub(r'\s+', ' ', story.plain(season.mail_to(COO)[-1]))
    for words in ('Bleiben getrennt: Ana Silva und Ben Müller', 'Niemand, der teilnimmt, heißt „Xaver“',
                  'Weg: Ana Silva & Ben Müller', 'Punkte aller zusammen: vorher'):
        tap.has(text, words, f'and told: {words}')


GERMAN = {**CONFIG, 'program': {**CONFIG['program'], 'language': 'de'}}
with Season(GERMAN, ROSTER) as season:
    in_german(season)
with Season(TWO, ROSTER) as season:
    first_draft(season)
    by_reply(season)
    several(season)
    contradictory(season)
    approve_but(season)
    by_others(season)
    by_command(season)
    explained(season)
    approved(season)
tap.done()
