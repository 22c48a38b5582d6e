"""Letters with gaps: replies in the manner of a client, filled from a real mail.

tests/letters/{clients,hard}/NAME.eml is a letter with gaps, NAME.want what it
means. The gaps are filled from the check-in that its writer got, so that
templates may change.

Gaps anywhere: @FROM@ @NAME@ @FIRST@ (of the writer), @TO@ (where the reply
goes), @OUR@ @SENDER@ (our name and address), @ID@ @SUBJECT@ (of the check-in),
@DATE@ (of the reply), and when the check-in was sent: @d@ @dd@ @m@ @mm@ @yy@
@Y@ @H@ (hour) @M@ (minute), @wd:de@ @mon:de@ (weekday and month, in full),
@w:de@ @mo:de@ (short).
Gaps that are a line: @quote PREFIX PARTS@ (lines of the plain text, each behind
PREFIX; - is none), @wrap N PREFIX PARTS@ (wrapped again at N, the prefix on the
first line of each paragraph alone), @line PARTS@ (each as one line, bare),
@html PARTS@ (our HTML), @mso PARTS@ (as Word makes of it). PARTS: all, or
some of head,q1,q2,q3,tail, or - for q2 without its hint - ask2.
@qp CHARSET@ and @base64 CHARSET@ encode what follows until @end@.

A want has lines `key: value`: writer, language (what the words need),
disposition, command, answer N, then `text:` and the new text to the end
(blanks do not count). `todo: why` marks what is known not to hold yet.
"""
import base64
import calendar
import email.utils
import glob
import os
import quopri
import re
import textwrap

import story
from program import ROOT

FORM = [
    {'id': 'met', 'type': 'yesno', 'ask': 'Did your meeting take place? / Fand Ihr Treffen statt?'},
    {'id': 'fit', 'type': 'scale', 'from': 1, 'till': 5,
     'ask': 'How useful was it for you, from 1 (not at all) to 5 (very)? / '
            'Wie nützlich war es für Sie, von 1 (gar nicht) bis 5 (sehr)?'},
    {'id': 'note', 'type': 'text', 'private': True, 'required': False,
     'ask': 'Is there anything you would like to add? / Möchten Sie noch etwas sagen?'},
]
IDS = {'1': 'met', '2': 'fit', '3': 'note'}
TEMPLATES = os.environ.get('MENTORD_TEMPLATES', os.path.join(ROOT, 'templates'))

# weekdays from Monday, months from January: in full, and as clients shorten them
NAMES = {
    'en': ('Monday Tuesday Wednesday Thursday Friday Saturday Sunday', 'Mon Tue Wed Thu Fri Sat Sun',
           ' '.join(calendar.month_name[1:]), ' '.join(calendar.month_abbr[1:])),
    'de': ('Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag', 'Mo. Di. Mi. Do. Fr. Sa. So.',
           'Januar Februar März', 'Jan. Feb. März'),
    'fr': ('lundi mardi mercredi jeudi vendredi samedi dimanche', 'lun. mar. mer. jeu. ven. sam. dim.',
           'janvier février mars', 'janv. févr. mars'),
    'es': ('lunes martes miércoles jueves viernes sábado domingo', 'lun mar mié jue vie sáb dom',
           'enero febrero marzo', 'ene feb mar'),
    'it': ('lunedì martedì mercoledì giovedì venerdì sabato domenica', 'lun mar mer gio ven sab dom',
           'gennaio febbraio marzo', 'gen feb mar'),
    'pt': ('segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo',
           'seg. ter. qua. qui. sex. sáb. dom.', 'janeiro fevereiro março', 'jan. fev. mar.'),
    'nl': ('maandag dinsdag woensdag donderdag vrijdag zaterdag zondag', 'ma di wo do vr za zo',
           'januari februari maart', 'jan feb mrt'),
    'pl': ('poniedziałek wtorek środa czwartek piątek sobota niedziela', 'pon. wt. śr. czw. pt. sob. niedz.',
           'stycznia lutego marca', 'sty lut mar'),
    'sv': ('måndag tisdag onsdag torsdag fredag lördag söndag', 'mån tis ons tors fre lör sön',
           'januari februari mars', 'jan. feb. mars'),
    'tr': ('Pazartesi Salı Çarşamba Perşembe Cuma Cumartesi Pazar', 'Pzt Sal Çar Per Cum Cmt Paz',
           'Ocak Şubat Mart', 'Oca Şub Mar'),
    'uk': ('понеділок вівторок середа четвер п’ятниця субота неділя', 'пн вт ср чт пт сб нд',
           'січня лютого березня', 'січ. лют. бер.'),
    'zh': ('周一 周二 周三 周四 周五 周六 周日',) * 2 + ('1月 2月 3月',) * 2,
    'hu': ('hétfő kedd szerda csütörtök péntek szombat vasárnap', 'H K Sze Cs P Szo V',
           'január február március', 'jan. febr. márc.'),
}


# -- the check-in, in parts --------------------------------------------------------

class Original:
    """A check-in of ours, and what clients make of it."""

    def __init__(self, mail):
        self.mail = mail
        self.text = self.parts(story.plain(mail).strip('\n'), r'^(?=[123]\. )', '\n\n')
        inner = re.search(r'<td style[^>]*>\n?(.*)</td>', mail.get_body(('html',)).get_content(), re.S).group(1)
        self.html = self.parts(inner, r'^(?=<p [^>]*><strong>[123]\.)', '</p>')
        for number in '123':
            self.text['ask' + number] = re.sub(r'\n\(.*?\)$', '', self.text['q' + number], flags=re.S)

    @staticmethod
    def parts(text, before, end):
        head, q1, q2, last = re.split(before, text, flags=re.M)
        cut = last.index(end) + (len(end) if end[0] == '<' else 0)
        found = {'head': head, 'q1': q1, 'q2': q2, 'q3': last[:cut], 'tail': last[cut:]}
        return {name: part.strip('\n') for name, part in found.items()}

    def choose(self, parts, of, between='\n\n'):
        names = ['head', 'q1', 'q2', 'q3', 'tail'] if parts == 'all' else parts.split(',')
        return between.join(of[name] for name in names)

    def quote(self, prefix, parts):
        prefix = '' if prefix == '-' else prefix.replace('_', ' ')
        return '\n'.join(f'{prefix} {line}'.rstrip() if prefix else line
                         for line in self.choose(parts, self.text).split('\n'))

    def wrap(self, width, prefix, parts):
        prefix = '' if prefix == '-' else prefix + ' '
        return '\n\n'.join(textwrap.fill(prefix + ' '.join(part.split()), int(width))
                           for part in self.choose(parts, self.text).split('\n\n'))

    def line(self, parts):
        return '\n'.join(' '.join(self.text[name].split()) for name in parts.split(','))

    def mso(self, parts):
        text = self.choose(parts, self.html, '\n')
        text = re.sub(r'<p style[^>]*>', '<p class="MsoNormal" style="margin-bottom:10.5pt">', text)
        return re.sub(r'</p>', '<o:p></o:p></p>', text).replace('<div style', '<div align="left" style')


# -- a letter ----------------------------------------------------------------------------

class Letter:
    def __init__(self, path, number):
        self.name = '/'.join(path[:-4].split('/')[-2:])
        self.number = number
        with open(path, encoding='utf-8') as f:
            self.gaps = f.read()
        with open(path[:-4] + '.want', encoding='utf-8') as f:
            head, _, text = f.read().partition('text:')
        self.want = dict(line.split(': ', 1) for line in head.splitlines() if line)
        self.text = text
        self.writer = self.want.get('writer', 'Ana Silva')
        self.address = f'writer{number:03}@example.org'
        self.language = self.want.get('language', 'en')

    def row(self):
        return {'name': f'{self.writer}', 'email': self.address, 'language': 'de' if self.language == 'de' else 'en',
                'timezone': 'Europe/Berlin', 'skills': f'chess', 'availability': 'Mon-Fri 09:00-12:00'}

    def todo(self):
        if 'todo' in self.want:
            return self.want['todo']
        if not os.path.exists(os.path.join(TEMPLATES, self.language, 'words.conf')):
            return f'there are no words of {self.language} yet'
        return None

    def fields(self, original, zone):
        mail = original.mail
        at = mail['Date'].datetime.astimezone(zone)
        fields = {'FROM': self.address, 'NAME': self.writer, 'FIRST': self.writer.split()[0],
                  'TO': mail['Reply-To'].addresses[0].addr_spec, 'OUR': mail['From'].addresses[0].display_name,
                  'SENDER': mail['From'].addresses[0].addr_spec, 'ID': str(mail['Message-ID']),
                  'SUBJECT': str(mail['Subject']), 'DATE': email.utils.formatdate(at.timestamp() + 7200, True),
                  'd': at.day, 'dd': f'{at.day:02}', 'm': at.month, 'mm': f'{at.month:02}', 'Y': at.year,
                  'yy': f'{at.year % 100:02}', 'H': f'{at.hour:02}', 'M': f'{at.minute:02}'}
        for language, (days, short, months, mos) in NAMES.items():
            for key, words, i in (('wd', days, at.weekday()), ('w', short, at.weekday()),
                                  ('mon', months, at.month - 1), ('mo', mos, at.month - 1)):
                fields[f'{key}:{language}'] = words.split()[i]
        return fields

    def filled(self, original, zone):
        fields = self.fields(original, zone)
        makers = {'quote': original.quote, 'wrap': original.wrap, 'line': original.line, 'mso': original.mso,
                  'html': lambda parts: original.choose(parts, original.html, '\n')}

        def lines(found):
            return makers[found.group(1)](*found.group(2).split())

        def field(found):
            return str(fields[found.group(1)])

        text = re.sub(r'^@(quote|wrap|line|mso|html) (.*)@$', lines, self.gaps, flags=re.M)
        text = re.sub(r'@([A-Za-z]+(?::[a-z]+)?)@(?!end)', lambda f: field(f) if f.group(1) in fields else f.group(0), text)
        raw = re.sub(rb'^@(qp|base64) ([\w-]+)@\n(.*?)^@end@$', encoded, text.encode(), flags=re.M | re.S)
        assert not re.search(rb'@(quote|html|mso|line|wrap|[A-Z]+)@', raw), f'{self.name}: a gap is left'
        return raw.replace(b'\r\n', b'\n').replace(b'\n', b'\r\n')


def encoded(found):
    how, charset, text = found.groups()
    content = text.decode().encode(charset.decode(), 'xmlcharrefreplace')
    return quopri.encodestring(content) if how == b'qp' else base64.encodebytes(content).rstrip()


def squeezed(text):
    return ' '.join(text.split())


def known(folder, *words):
    """The letters of tests/letters/FOLDER whose names hold one of the words (none: all), numbered."""
    paths = sorted(glob.glob(os.path.join(ROOT, 'tests', 'letters', folder, '*.eml')))
    chosen = [path for path in paths if not words or any(word in path for word in words)]
    return [Letter(path, number) for number, path in enumerate(chosen)]


def stored(program, letter):
    """The answers of the letter's writer in the store, by the number of the question."""
    rows = program.sql('SELECT question, value FROM answer JOIN ask ON ask.id = answer.ask JOIN address a '
                       'ON a.participant = ask.participant WHERE a.address = ? AND value IS NOT NULL', letter.address)
    return {number: squeezed(value) for number, name in IDS.items() for question, value in rows if question == name}


def answers_wanted(letter):
    return {key.split()[1]: value for key, value in letter.want.items() if key.startswith('answer ')}
