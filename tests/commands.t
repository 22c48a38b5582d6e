#!/usr/bin/env python3
"""Every command: its help, its exit status, what it says when called wrongly,
what it tells and what it keeps to itself, and the daemon that notices it."""
import json
import os
import re
import signal
import stat
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import story
import tap
from program import MENTORD, Program, config_text, wait_for
from season import Season
from story import ANA, BEN, COO, DAY, START

COMMANDS = ['run', 'check', 'rehearse', 'match', 'explain', 'pin', 'forbid', 'approve', 'sessions', 'reschedule',
            'status', 'show', 'report', 'read', 'hold', 'resume', 'fsck']
CANARY = 'zanzibar'
NOW = str(START)


def exits(done, status, name, out='', err=''):
    good = done.returncode == status and out in done.stdout and err in done.stderr
    if not tap.ok(good, name):
        tap.diag(f'status {done.returncode}, expected {status}\nstdout: {done.stdout[:2000]}\nstderr: {done.stderr[:2000]}')


# -- help, wrong words --------------------------------------------------------------

def helps(program):
    top = program.command('--help')
    exits(top, 0, 'mentord --help')
    for name in COMMANDS:
        tap.ok(re.search(rf'^  {name} ', top.stdout, re.M), f'which lists {name}')
        done = program.command(name, '--help')
        exits(done, 0, f'{name} --help', out=f'Usage:\n  mentord {name}')
        lines = done.stdout.splitlines()
        tap.ok(max(map(len, lines)) <= 80, f'{name} --help fits 80 columns')
    exits(program.command('--version'), 0, '--version', out='mentord ')
    exits(program.command(), 64, 'no command', err='Usage')
    exits(program.command('stauts'), 64, 'a misspelled command', err="did you mean 'status'?")
    exits(program.command('frobnicate'), 64, 'an unknown command', err='--help')
    for name in COMMANDS:
        exits(program.command(name, '--frobnicate'), 64, f'{name} with an unknown option', err=f'mentord {name} --help')
    for args in (['show'], ['show', 'participant'], ['show', 'thing', '1'], ['show', 'match', 'x'], ['show', 'match', '-1'],
                 ['approve', '--run', 'x'], ['pin', 'Ana'], ['forbid'], ['explain', 'a', 'b', 'c', 'd'],
                 ['sessions', '--match', 'x'], ['sessions', 'a', 'b'], ['reschedule'], ['reschedule', '1']):
        exits(program.command(*args), 64, ' '.join(args))
    exits(program.command('status', 'missing.conf'), 78, 'a config that is not there', err='missing.conf')
    exits(program.command('check', program.dir), 78, 'a folder as config')
    exits(program.command('status'), 1, 'status before the start', err='has the program been started?')
    exits(program.command('report'), 1, 'report before the start', err='has the program been started?')


# -- check --------------------------------------------------------------------------

FAULTY = '''program = {
	id = "Story Two";
	name = "Story";
	timezone = "Europe/Berln";
	starts = "2027-02-30";
	ends = "2027-03-28";
	adress = "mentoring@program.example";
	coordinators = ( { name = "Coo"; email = "coo at example.org"; } );
};
matching = { publish = "maybe"; };
timline = ();
silence = { nudge = "7 dayz"; };
'''


def checks(program):
    exits(program.command('check'), 0, 'check of a good config', out='fine: 2 participants')
    path = program.place.write('faulty.conf', FAULTY)
    done = program.command('check', path)
    exits(done, 78, 'check of a bad one')
    for line, words in ((2, 'id'), (4, 'Europe/Berlin'), (5, '2027-02-30'), (7, 'did you mean "address"'), (8, 'email'),
                        (10, 'maybe'), (11, 'did you mean "timeline"'), (12, 'dayz')):
        tap.ok(re.search(rf'^{re.escape(path)}:{line}: .*{re.escape(words)}', done.stderr, re.M),
               f'line {line} is named, with {words}') or tap.diag(done.stderr)
    exits(program.command('run', '--once', path), 78, 'run refuses it')
    tap.ok(not os.path.exists(program.place.path('state-Story Two')), 'and makes no state')
    program.enrol('name,email,timezone\r\n"Ana\r\nBcc: x@evil.example",ana@example.org,\r\nBen,ben@example.net\r\nCc: <c@d>,\r\n'
                  'Ben,BEN@example.net,\r\nCoo,coo@example.org,\r\nDan,dan,\r\nEma,ema@example.org,Mars/Base\r\n'
                  'Fin,"f@x.org, g@x.org",\r\n"=cmd()\u202e{{name}}",h@example.org,\r\n')
    done = program.command('check')
    exits(done, 78, 'check of a bad roster')
    for line in (2, 6, 7, 8, 9, 10):
        tap.ok(re.search(rf'roster\.csv:{line}: ', done.stderr), f'line {line} of the roster is named') or tap.diag(done.stderr)
    program.enrol(story.ROSTER)
    templates = program.place.path('templates', 'en')
    os.makedirs(templates)
    program.place.write('templates/en/welcome.md', 'Subject: Hi\n\nHello {{name}}, {{secret_field}}!\n')
    done = program.command('check')
    exits(done, 78, 'a template with an unknown field', err='welcome.md:3')
    os.remove(os.path.join(templates, 'welcome.md'))
    exits(program.command('check'), 0, 'and without it all is fine')


# -- a running daemon ----------------------------------------------------------------

def mode(path):
    return stat.S_IMODE(os.stat(path).st_mode)


def daemons(program):
    """A second one, reload good and bad, hold, resume and approve from beside."""
    program.run(MENTORD_NOW=NOW)
    wait_for(lambda: program.sql("SELECT 1 FROM run WHERE state = 'draft'"), 30, 'the draft')
    wait_for(lambda: program.one("SELECT count(*) FROM outbox WHERE state <> 'sent'") == 0, 30)
    tap.eq(mode(program.state), 0o700, 'the state folder is for nobody else')
    files = {name: mode(os.path.join(program.state, name)) for name in os.listdir(program.state)
             if os.path.isfile(os.path.join(program.state, name))}
    tap.eq({n: oct(m) for n, m in files.items() if m & 0o077}, {}, 'nor is any file in it')
    second = program.command('run', '--once', MENTORD_NOW=NOW)
    exits(second, 75, 'a second daemon on the same state is refused', err='another mentord runs')
    exits(program.command('status', MENTORD_NOW=NOW), 1, 'status: the draft needs somebody', out='draft')
    reloads(program)
    exits(program.command('hold', MENTORD_NOW=NOW), 0, 'hold beside the daemon', out='on hold')
    exits(program.command('approve', MENTORD_NOW=NOW), 0, 'approve beside it', out='published')
    exits(program.command('approve', MENTORD_NOW=NOW), 1, 'but not twice')
    exits(program.command('approve', '--run', '99', MENTORD_NOW=NOW), 1, 'nor a draft that is none')
    waits = program.command('resume', '--list', MENTORD_NOW=NOW)
    exits(waits, 0, 'resume --list shows the introductions', out='introduction')
    tap.eq(program.one("SELECT count(*) FROM outbox WHERE moment = 'introduction' AND state = 'queued'"), 2, 'which wait')
    exits(program.command('resume', MENTORD_NOW=NOW), 0, 'resume', out='sending again')
    wait_for(lambda: program.one("SELECT count(*) FROM outbox WHERE moment = 'introduction' AND state = 'sent'") == 2, 30,
             'the daemon to notice')
    tap.ok(True, 'the daemon notices, and sends')
    tap.eq(program.stop(), 0, 'SIGTERM ends it in order')
    exits(program.command('status', MENTORD_NOW=str(START + 3600)), 1, 'status of one that does not run',
          out='not running since')


def reloads(program):
    good = dict(program.config)
    welcomed = "SELECT count(*) FROM outbox WHERE moment = 'welcome' AND state = 'sent'"
    with open(program.conf, 'w') as f:
        f.write(FAULTY)
    program.process.send_signal(signal.SIGHUP)
    wait_for(lambda: program.command('status', program.place.path('good.conf'), MENTORD_NOW=NOW).returncode and
             program.one("SELECT value FROM meta WHERE name = 'config.error'"), 30, 'the broken file to be noticed')
    tap.ok(program.alive(), 'a broken file does not end it')
    done = program.command('status', program.place.path('good.conf'), MENTORD_NOW=NOW)
    exits(done, 1, 'status says so', out='the config was not loaded again')
    tap.ok(json.loads(program.command('status', '--json', program.place.path('good.conf'), MENTORD_NOW=NOW).stdout)
           ['trouble'], 'in JSON too')
    program.configure(good)
    program.enrol(story.ROSTER + [dict(story.ROSTER[0], name='Cara Diaz', email='cara@example.org')])
    program.process.send_signal(signal.SIGHUP)
    wait_for(lambda: program.one(welcomed) == 3, 30, 'who is new to be welcomed')
    tap.ok(True, 'a good one is taken: who is new is enrolled')
    wait_for(lambda: not program.one("SELECT value FROM meta WHERE name = 'config.error'"), 30)
    tap.ok('was not loaded' not in program.command('status', MENTORD_NOW=NOW).stdout, 'and status is content')


# -- what is shown, and what is not ------------------------------------------------------

def shown():
    publish = {**story.CONFIG['matching'], 'publish': 'auto'}
    forms = {'checkin': story.CONFIG['forms']['checkin'] +
             [{'id': 'open', 'ask': 'What may the coordinators read?', 'type': 'text', 'private': False}]}
    with Season({**story.CONFIG, 'matching': publish, 'forms': forms}, story.ROSTER) as season:
        season.turn(START)
        season.turn(season.one('SELECT max(starts_at) FROM session') + 2 * DAY)
        ask = next(m for m in season.mail_to(ANA) if 'Did you two meet?' in story.plain(m))
        season.post(story.reply(ask, ANA, f'1. yes\n2. 4\n3. {CANARY}\n4. Hello coordinators.\n'))
        season.turn(season.now + 60)
        season.turn(season.now + 60)
        tap.ok(season.sql("SELECT 1 FROM answer WHERE raw LIKE ?", f'%{CANARY}%'), 'a private word is stored')
        figures(season)
        things(season)
        loosened(season)
        copies(season)


def figures(season):
    status = json.loads(season.at('status', '--json').stdout)
    tap.eq((status['state'], status['hold']), ('running', None), 'status --json')
    report = json.loads(season.at('report', '--json').stdout)
    tap.ok(isinstance(report, dict) and len(report) > 3, 'report --json')
    page = season.place.path('page.html')
    exits(season.at('report', '--page', page), 0, 'report --page')
    with open(page) as f:
        html = f.read()
    tap.ok('<html' in html and not re.search(r'(src|href)\s*=\s*"https?:', html), 'one HTML file that loads nothing')
    exits(season.at('report', '--since', 'yesterday'), 1, 'report --since something', err='is no date')
    exits(season.at('report', '--since', '2027-01-11'), 0, 'report --since a date')
    exits(season.at('report', '--page', season.place.path('none', 'x')), 1, 'a page that cannot be written')
    match = json.loads(season.at('match', '--json').stdout)
    tap.ok(isinstance(match, (dict, list)), 'match --json')
    exits(season.at('match', '--csv'), 0, 'match --csv', out='Ana Silva')
    exits(season.at('match'), 0, 'match', out='Ana Silva')
    spilled = [args for args in (['status'], ['status', '--json'], ['report'], ['report', '--json'], ['report', '--page', '-'],
                                 ['match', '--json'], ['match', '--csv'], ['match'], ['resume', '--list'], ['fsck'])
               if CANARY in season.at(*args).stdout]
    tap.eq(spilled, [], 'none of them tells a private word')


def things(season):
    letter = str(season.one('SELECT max(id) FROM inbox'))
    mail = str(season.one("SELECT id FROM outbox WHERE moment = 'checkin' AND participant = 1"))
    for args, out in ((['participant', 'Ana'], 'Ana Silva'), (['participant', ANA], 'Ana Silva'),
                      (['match', '1'], 'Ben Müller'), (['mail', mail], 'checkin'), (['letter', letter], 'answer')):
        done = season.at('show', *args)
        exits(done, 0, f'show {args[0]}', out=out)
        tap.ok(CANARY not in done.stdout and 'Hello coordinators' not in done.stdout, 'without words')
        done = season.at('show', '--words', *args)
        tap.ok(done.returncode == 0 and CANARY not in done.stdout, 'with --words, without private ones')
    tap.has(season.at('show', '--words', 'participant', 'Ana').stdout, 'Hello coordinators', '--words shows what they may read')
    explains(season, letter)
    for args in (['participant', 'Nobody'], ['match', '99'], ['mail', '99'], ['letter', '99']):
        exits(season.at('show', *args), 1, f'show {args[0]} that is not there', err='there is no' if args[1] == '99' else 'nobody')


def loosened(season):
    """What was given under a promise stays private when the config no longer asks for it."""
    strict = season.config
    season.configure({**strict, 'forms': {'checkin': [{**q, 'private': False} for q in strict['forms']['checkin']]}})
    letter = str(season.one('SELECT max(id) FROM inbox'))
    for args in (['participant', 'Ana'], ['letter', letter]):
        done = season.at('show', '--words', *args)
        exits(done, 0, f'show {args[0]} with a looser config')
        tap.ok(CANARY not in done.stdout, 'a promise of yesterday holds today')
    season.configure(strict)


def explains(season, letter):
    """show letter says why, as read does; words only where nothing was private."""
    tap.has(season.at('show', 'letter', letter).stdout, 'kept', 'a private letter is explained in figures')
    intro = next(m for m in season.mail_to(ANA) if 'Ben' in str(m['Subject']) + story.plain(m))
    season.post(story.reply(intro, ANA, 'We shall meet by the lake instead.\n\n> ' + story.plain(intro).split('\n')[0]))
    season.turn(season.now + 60)
    lake = str(season.one('SELECT max(id) FROM inbox'))
    tap.ok('by the lake' not in season.at('show', 'letter', lake).stdout, 'no words without --words')
    words = season.at('show', '--words', 'letter', lake).stdout
    tap.ok(re.search(r'^kept +We shall meet by the lake', words, re.M), 'each line with its reason')
    tap.ok(re.search(r'^quote +> Hello Ana', words, re.M), 'and what was dropped')
    unread = [m for m in season.mail_to(COO) if 'by the lake' in story.plain(m)]
    tap.eq(len(unread), 1, 'a coordinator has it at once')


def copies(season):
    """The state on another machine: it sends nothing before somebody looked."""
    exits(season.at('fsck'), 0, 'fsck', out='0 findings')
    if not os.path.exists('/etc/machine-id'):
        tap.skip('a copied state', 'this machine has no id')
        return
    import sqlite3
    db = sqlite3.connect(os.path.join(season.state, 'store.sqlite'))
    db.execute("UPDATE meta SET value = '0123456789abcdef' WHERE name = 'machine'")
    db.commit()
    db.close()
    season.new_mail()
    season.turn(START + 8 * DAY)
    tap.eq(season.new_mail(), [], 'a copied state sends nothing')
    exits(season.at('status'), 1, 'and says why', out='copied from another machine')
    season.at('resume')
    season.turn(START + 8 * DAY + 60)
    tap.ok(season.new_mail(), 'until it is told to')


# -- read ----------------------------------------------------------------------------

def coloured(program):
    """On a terminal, what is kept stands out from what is dropped."""
    master, slave = os.openpty()
    env = {k: v for k, v in os.environ.items() if k != 'NO_COLOR'}
    subprocess.run([*MENTORD, 'read', program.place.path('good.eml')], stdin=subprocess.DEVNULL, stdout=slave,
                   env={**env, 'TERM': 'xterm-256color'}, check=True)
    os.close(slave)
    seen = os.read(master, 65536).decode()
    os.close(master)
    tap.ok('\x1b[32mkept' in seen and '\x1b[2mquote' in seen, 'in colour on a terminal, each line with its reason')


def reads(program):
    """One line for each file, whatever is in it."""
    sent = program.place.write('sent.eml', 'From: m@program.example\nTo: ana@example.org\nSubject: Check-in\n\n'
                               'Hello Ana,\n\n1. Did you meet?\n\n2. How useful was it?\n')
    files = {'good.eml': b'From: ana@example.org\nSubject: Re: Check-in\n\n1. yes\n2. 4\n\n> 1. Did you meet?\n',
             'bomb.eml': b'From: a@b.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n' +
                         (b'--b\n\n\n' * 1000000 if not os.environ.get('SAN') else b'') + b'--b--\n',
             'groups.eml': b'From: a@b.org\nTo: ' + b'a:' * 50000 + b'\n\nx\n',
             'nul.eml': b'\0' * 1000, 'empty.eml': b'', 'bytes.eml': bytes(range(256)) * 400,
             'line.eml': b'From: a@b.org\n\n' + b'x' * (1 << 20)}
    for name, raw in files.items():
        program.place.write(name, raw, 'wb')
    names = [*files, 'missing.eml', '.', 'good.eml']
    listed = program.place.write('list', ''.join(f'{name}\t{sent}\n' for name in names) + 'good.eml\tmissing.eml\ngood.eml')
    done = program.command('read', '--json', '--list', listed)
    exits(done, 0, 'read --json --list')
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    tap.eq([line['mail'] for line in lines], names + ['good.eml', 'good.eml'], 'a line for each, in order')
    tap.eq(lines[0]['answers'], {'1': 'yes', '2': '4'}, 'answers are read against the mail of ours')
    tap.ok(all(line['kind'] == 'unreadable' for line in lines if line['mail'] in
               ('groups.eml', 'nul.eml', 'empty.eml', 'missing.eml', '.')), 'what cannot be read says so')
    human = program.command('read', *files)
    exits(human, 0, 'read for people', out='good.eml')
    tap.ok('\x1b' not in human.stdout and '\0' not in human.stdout, 'nothing of it reaches the terminal raw')
    coloured(program)
    body = program.place.write('body', 'yes, and 4\n> old\n')
    exits(program.command('read', '--json', '--body', body), 0, 'read --body', out='"kind":"reply"')
    page = program.place.write('html', '<p>yes</p><script>no</script><blockquote>old</blockquote>')
    done = program.command('read', '--json', '--html', page)
    tap.eq(json.loads(done.stdout)['text'], 'yes', 'read --html')
    exits(program.command('read', '--list', 'nowhere'), 1, 'a list that is not there')


def main():
    with Program({**story.CONFIG, 'matching': {**story.CONFIG['matching']}}, story.ROSTER) as program:
        helps(program)
        checks(program)
        reads(program)
        program.place.write('good.conf', config_text(program.config))
        daemons(program)
    shown()
    tap.done()


main()
