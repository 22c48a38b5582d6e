#!/usr/bin/env python3
"""The main job on real servers: two people, SMTP out, replies in by IMAP."""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
import servers
import story
import tap
from program import Program, mail_by, wait_for
from story import ADDRESS, ANA, BEN, COO, DAY, START


def rows(program, query):
    return program.sql(query)


def check_mail(box):
    """What lies in the mailboxes once the matches are published."""
    for who, other in ((ANA, 'Ben'), (BEN, 'Ana')):
        mails = [story.parse(raw) for raw in box(who)]
        intro = next(m for m in mails if other in str(m['Subject']) and not story.calendar(m))
        tap.ok('chess' in story.plain(intro), f'{who} is told what the two have in common')
        tap.ok('German' not in story.plain(intro) and 'sailing' not in story.plain(intro),
               'and not what they have not')
        invite = next(m for m in mails if story.calendar(m))
        ics = story.calendar(invite)
        tap.ok(f'mailto:{ANA}' in ics and f'mailto:{BEN}' in ics, 'the invitation lists both')
        tap.has(ics, 'BEGIN:VTIMEZONE', 'with a time zone of its own')
        organizer = re.search(r'^ORGANIZER.*mailto:(\S+)$', ics, re.M).group(1)
        tap.eq(invite['From'].addresses[0].addr_spec, organizer, 'its From is its ORGANIZER')
        tap.ok(re.fullmatch(r'mentoring\+o[a-z2-7]{37}@program\.example', organizer), 'which bears a token')


def first_half(program, people):
    """Match, draft, approval by reply, introductions, invitation, RSVPs."""
    program.run(MENTORD_NOW=str(START + 60))
    wait_for(lambda: people.play('approve'), 60, 'the draft to reach the coordinator')
    wait_for(lambda: people.play('accept', 'decline'), 60, 'the invitations')
    wait_for(lambda: program.one("SELECT count(*) FROM attendee WHERE partstat IN ('ACCEPTED', 'DECLINED')") == 2,
             60, 'both answers of the calendars to be applied')
    tap.eq(program.stop(), 0, 'SIGTERM ends it in order')
    tap.eq(rows(program, "SELECT state FROM run"), [('published',)], 'the draft was published by a reply')
    tap.eq(rows(program, "SELECT state, count(*) FROM match JOIN member ON match = id GROUP BY 1"),
           [('active', 2)], 'the two are matched')
    tap.eq(rows(program, "SELECT email, partstat FROM attendee JOIN (SELECT participant p, address email FROM address "
                         "WHERE position = 0) ON p = participant ORDER BY 1"),
           [(ANA, 'ACCEPTED'), (BEN, 'DECLINED')], 'one accepted, one declined')


def second_half(program, people):
    """A check-in, answered inline by one and at the top by the other."""
    after = program.one('SELECT max(starts_at) FROM session') + 2 * DAY
    program.run(MENTORD_NOW=str(after))
    wait_for(lambda: people.play('inline', 'top'), 60, 'the check-ins')
    wait_for(lambda: program.one("SELECT count(*) FROM ask WHERE form = 'checkin' AND state = 'answered'") == 2,
             60, 'both check-ins to be answered')
    wait_for(lambda: program.one("SELECT count(*) FROM outbox WHERE state = 'queued'") == 0, 60, 'the thanks')
    wait_for(lambda: program.one("SELECT count(*) FROM inbox WHERE filed_at IS NULL") == 0, 60, 'filing')
    program.stop()
    said = dict(((a, q), (v, r)) for a, q, v, r in program.sql(
        "SELECT address, question, value, raw FROM answer JOIN ask ON ask.id = ask JOIN address "
        "ON address.participant = ask.participant WHERE form = 'checkin'"))
    tap.eq(said[ANA, 'met'][0], 'yes', 'an inline yes is read')
    tap.eq(said[ANA, 'fit'][0], '4', 'an inline number is read')
    tap.eq(said[ANA, 'note'][1], 'We talked about chess all the time.', 'an inline text is kept as it is')
    tap.eq(said[BEN, 'met'][0], 'yes', 'a German yes on top is read')
    tap.eq(said[BEN, 'fit'][0], '5', 'a number in words is read')
    tap.eq(rows(program, 'SELECT state FROM session'), [('held',)], 'the session counts as held')
    tap.eq(rows(program, "SELECT DISTINCT state FROM inbox"), [('applied',)], 'every letter was applied')


def check_end(program, box):
    status = program.command('status')
    tap.eq(status.returncode, 0, 'status answers')
    tap.has(status.stdout, '2 of 2', 'with figures and what they are parts of')
    tap.eq(program.command('report').returncode, 0, 'so does report')
    tap.ok('chess all the time' not in program.command('report').stdout, 'without private words')
    tap.eq(program.command('fsck').returncode, 0, 'the store is sound')
    tap.eq(len(box(ADDRESS)), 0, 'the inbox on the server is empty')
    tap.ok('chess' not in program.log and '@example' not in program.log, 'the log holds no words and no addresses')
    before = [len(box(who)) for who in (ANA, BEN, COO)]
    program.run('--once', MENTORD_NOW=str(program.one('SELECT max(at) FROM outcome')))
    program.wait()
    tap.eq([len(box(who)) for who in (ANA, BEN, COO)], before, 'starting again sends nothing again')


def main():
    if servers.missing_postfix():
        tap.skip_all(servers.missing_postfix())
    with servers.Servers() as mail:
        config = dict(story.CONFIG, mail=mail_by(mail, ADDRESS))
        with Program(config, story.ROSTER) as program:
            people = story.Story(mail)
            first_half(program, people)
            check_mail(mail.mailbox)
            second_half(program, people)
            check_end(program, mail.mailbox)
    tap.done()


main()
