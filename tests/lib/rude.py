"""Servers that misbehave as told, for what the real ones will not do.

    with RudeSMTP() as smtp:
        smtp.fault('RCPT', '450 4.2.1 later', match='ana@', times=2)
        smtp.fault('.', drop='before')     # taken, but no reply: in doubt
        ... smtp.mails                     # [(sender, [recipient], bytes)]

    with RudeIMAP(capabilities='IMAP4rev1 UIDPLUS') as imap:    # no IDLE, MOVE
        imap.append(raw)
        imap.fault('FETCH', drop='after')
        imap.renumber()                    # UIDVALIDITY changes

A fault is met when its command comes and the line holds `match`; it is used
up after `times` (0: never). It may wait `delay` seconds, say `reply` instead
of the right answer (SMTP: the whole line; IMAP: what follows the tag, or raw
bytes), and close the connection: drop='before' says nothing and closes,
drop='after' closes when the reply is out. The first fault that fits counts.
For SMTP 'CONNECT' is the greeting, 'BODY' a line of a mail (which can only be
dropped at) and '.' its end. In raw bytes of IMAP {tag} is the command's tag.
Everything that was said stands in `dialogue`.
"""
import base64
import re
import socket
import threading
import time


class Hangup(Exception):
    pass


class Fault:
    def __init__(self, at, reply, match, times, delay, drop):
        self.at, self.reply, self.match = at.upper(), reply, match
        self.left, self.delay, self.drop = times or None, delay, drop

    def meets(self, command, line):
        return self.at == command and self.match.lower() in line.lower() \
            and self.left != 0


class Rude:
    """One thread a connection; one lock for all that is shared."""

    def __init__(self):
        self.faults, self.dialogue, self.connections = [], [], 0
        self.lock = threading.RLock()
        self.open = set()

    def fault(self, at, reply=None, match='', times=1, delay=0, drop=None):
        with self.lock:
            self.faults.append(Fault(at, reply, match, times, delay, drop))

    def start(self, port=0):
        """port: the one of a server that was there before."""
        self.socket = socket.create_server(('127.0.0.1', port))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def stop(self):
        """Nobody is let in any more, and those inside are thrown out."""
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.hang_up()

    def hang_up(self):
        with self.lock:
            for client in self.open:
                try:
                    client.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def said(self, part):
        """How many lines of clients hold part."""
        with self.lock:
            return sum(part.lower() in line.lower()
                       for who, line in self.dialogue if who == 'C')

    def _accept(self):
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,),
                             daemon=True).start()

    def _serve(self, client):
        with self.lock:
            self.connections += 1
            self.open.add(client)
        session = self.session(self, client)
        try:
            session.talk()
        except (Hangup, OSError):
            pass
        with self.lock:
            self.open.discard(client)
        session.file.close()
        client.close()


class Session:
    def __init__(self, server, client):
        self.server, self.client = server, client
        self.file = client.makefile('rb')

    def note(self, who, line):
        with self.server.lock:
            self.server.dialogue.append((who, line))

    def read_line(self):
        line = self.file.readline()
        if not line.endswith(b'\n'):
            raise Hangup
        text = line.decode('utf-8', 'replace').rstrip('\r\n')
        self.note('C', text)
        return text

    def say(self, text):
        if isinstance(text, str):
            text = text.encode() + b'\r\n'
        self.note('S', text[:200].decode('utf-8', 'replace').rstrip())
        self.client.sendall(text)

    def meet(self, command, line=''):
        """The fault for this command, waited for; drops 'before' at once."""
        with self.server.lock:
            for fault in self.server.faults:
                if fault.meets(command, line):
                    fault.left = fault.left and fault.left - 1
                    break
            else:
                return None
        if fault.delay:
            time.sleep(fault.delay)
        if fault.drop == 'before':
            raise Hangup
        return fault

    def after(self, fault):
        if fault and fault.drop == 'after':
            raise Hangup


class SMTPSession(Session):
    def answer(self, command, line, right):
        """True when the right answer was given."""
        fault = self.meet(command, line)
        reply = fault.reply if fault and fault.reply is not None else right
        self.say(reply)
        self.after(fault)
        if isinstance(reply, str) and reply.startswith('421'):
            raise Hangup
        return reply is right

    def talk(self):
        self.answer('CONNECT', '', '220 rude.example ESMTP')
        sender, recipients = None, []
        while True:
            line = self.read_line()
            command = line.split(' ')[0].upper()
            if command in ('EHLO', 'HELO'):
                words = ['rude.example', *self.server.features]
                self.answer(command, line, '\r\n'.join(
                    f'250{" " if w is words[-1] else "-"}{w}' for w in words))
            elif command == 'MAIL':
                recipients = []
                good = self.answer(command, line, '250 2.1.0 fine')
                sender = self.address(line) if good else None
            elif command == 'RCPT':
                if sender is None:
                    self.say('503 5.5.1 MAIL first')
                elif self.answer(command, line, '250 2.1.5 fine'):
                    recipients.append(self.address(line))
            elif command == 'DATA':
                if not recipients:
                    self.say('554 5.5.1 no valid recipients')
                elif self.answer(command, line, '354 go ahead'):
                    self.take(sender, recipients)
                recipients = []
            elif command == 'AUTH':
                self.login(line)
            elif command == 'QUIT':
                self.answer(command, line, '221 2.0.0 bye')
                raise Hangup
            elif command in ('RSET', 'NOOP'):
                recipients = []
                self.answer(command, line, '250 2.0.0 fine')
            else:
                self.answer(command, line, '502 5.5.2 what?')

    @staticmethod
    def address(line):
        return line.partition('<')[2].partition('>')[0]

    def login(self, line):
        words = line.split()
        if len(words) < 3 and words[1].upper() == 'LOGIN':
            self.say('334 ' + base64.b64encode(b'Username:').decode())
            self.read_line()
            self.say('334 ' + base64.b64encode(b'Password:').decode())
            self.read_line()
        elif len(words) < 3:
            self.say('334 ')
            self.read_line()
        self.answer('AUTH', line, '235 2.7.0 welcome')

    def take(self, sender, recipients):
        body = []
        while True:
            line = self.file.readline()
            if not line:
                raise Hangup
            if line == b'.\r\n':
                break
            self.meet('BODY', line.decode('utf-8', 'replace'))
            body.append(line[1:] if line.startswith(b'.') else line)
        mail = (sender, recipients, b''.join(body))
        self.note('C', '.')
        with self.server.lock:
            self.server.heard.append(mail)
        fault = self.meet_dot(mail)
        reply = fault.reply if fault and fault.reply is not None \
            else f'250 2.0.0 queued as {len(self.server.heard)}'
        if str(reply).startswith('2'):
            self.keep(mail)
        self.say(reply)
        self.after(fault)
        if str(reply).startswith('421'):
            raise Hangup

    def meet_dot(self, mail):
        """Dropped before the reply: the mail counts as taken."""
        try:
            return self.meet('.', f'{mail[0]} {" ".join(mail[1])}')
        except Hangup:
            self.keep(mail)
            raise

    def keep(self, mail):
        with self.server.lock:
            self.server.mails.append(mail)


class RudeSMTP(Rude):
    """`mails`: taken over; `heard`: every mail that came to its dot."""
    session = SMTPSession

    def __init__(self, features=('PIPELINING', '8BITMIME', 'SIZE 30000000',
                                 'ENHANCEDSTATUSCODES', 'AUTH PLAIN LOGIN')):
        super().__init__()
        self.features = list(features)
        self.mails, self.heard = [], []


class IMAPSession(Session):
    """As much IMAP as a client that fetches and files needs."""

    def talk(self):
        self.selected = None
        fault = self.meet('CONNECT')
        self.say(fault.reply if fault and fault.reply is not None
                 else f'* OK [CAPABILITY {self.server.capabilities}] rude')
        self.after(fault)
        while True:
            line = self.whole_command()
            words = line.split(' ')
            if len(words) < 2:
                self.say('* BAD what?')
                continue
            tag, command = words[0], words[1].upper()
            args = words[2:]
            if command == 'UID' and args:
                command, args = args[0].upper(), args[1:]
            fault = self.meet(command, line)
            if fault and fault.reply is not None:
                self.say(fault.reply.replace(b'{tag}', tag.encode())
                         if isinstance(fault.reply, bytes) else
                         fault.reply if fault.reply.startswith('*')
                         else f'{tag} {fault.reply}')
            else:
                self.obey(tag, command, args, line)
            self.after(fault)

    def whole_command(self):
        """A line with its literals put in, quoted."""
        line = self.read_line()
        while True:
            literal = re.search(r'\{(\d+)(\+?)\}$', line)
            if not literal:
                return line
            if not literal[2]:
                self.say('+ go on')
            text = self.file.read(int(literal[1])).decode()
            line = line[:literal.start()] + f'"{text}"' + self.read_line()

    def obey(self, tag, command, args, line):
        act = getattr(self, 'do_' + command.lower(), None)
        if not act or (command in ('IDLE', 'MOVE') and
                       command not in self.server.capabilities.split()):
            self.say(f'{tag} BAD unknown command')
            return
        with self.server.lock:
            answer = act(args, line)
        if command == 'IDLE':
            answer = self.idle(tag)
        self.say(f'{tag} {answer or "OK done"}')
        if command == 'LOGOUT':
            raise Hangup

    def do_capability(self, args, line):
        self.say(f'* CAPABILITY {self.server.capabilities}')

    def do_login(self, args, line):
        return f'OK [CAPABILITY {self.server.capabilities}] welcome'

    def do_authenticate(self, args, line):
        if len(args) < 2:
            self.say('+ ')
            self.read_line()
        return self.do_login(args, line)

    def do_noop(self, args, line):
        if self.selected is not None:
            self.say(f'* {len(self.selected)} EXISTS')

    do_check = do_noop

    def do_logout(self, args, line):
        self.say('* BYE bye')

    def do_list(self, args, line):
        for name in self.server.folders:
            self.say(f'* LIST () "/" "{name}"')

    def do_namespace(self, args, line):
        self.say('* NAMESPACE (("" "/")) NIL NIL')

    def do_create(self, args, line):
        self.server.folders.setdefault(self.name(args[0]), [])

    def do_select(self, args, line):
        folder = self.server.folders.get(self.name(args[0]))
        if folder is None:
            return 'NO [NONEXISTENT] no such folder'
        self.selected = folder
        self.say(f'* {len(folder)} EXISTS')
        self.say('* 0 RECENT')
        self.say('* FLAGS (\\Seen \\Deleted)')
        self.say(f'* OK [UIDVALIDITY {self.server.uidvalidity}] valid')
        self.say(f'* OK [UIDNEXT {self.server.next_uid}] next')
        return 'OK [READ-WRITE] selected'

    do_examine = do_select

    def do_status(self, args, line):
        folder = self.server.folders.get(self.name(args[0]), [])
        self.say(f'* STATUS {args[0]} (MESSAGES {len(folder)} UIDNEXT '
                 f'{self.server.next_uid} UIDVALIDITY '
                 f'{self.server.uidvalidity})')

    @staticmethod
    def name(text):
        return text.strip('"')

    def chosen(self, text):
        top = max((m['uid'] for m in self.selected or []), default=0)

        def number(n):
            return top if n == '*' else int(n)
        wanted = set()
        for part in text.split(','):
            first, colon, last = part.partition(':')
            a, b = number(first), number(last if colon else first)
            wanted.update(m['uid'] for m in self.selected
                          if min(a, b) <= m['uid'] <= max(a, b))
        return [m for m in self.selected if m['uid'] in wanted]

    def do_search(self, args, line):
        uids = re.search(r'UID ([\d:*,]+)', line.partition('SEARCH')[2])
        found = self.chosen(uids[1]) if uids else self.selected
        if 'UNDELETED' in line.upper():
            found = [m for m in found if not m['deleted']]
        self.say(' '.join(['* SEARCH', *(str(m['uid']) for m in found)]))

    def do_fetch(self, args, line):
        for m in self.chosen(args[0]):
            n = self.selected.index(m) + 1
            items = f'UID {m["uid"]} RFC822.SIZE {len(m["raw"])} FLAGS ()'
            if 'BODY' not in line.upper():
                self.say(f'* {n} FETCH ({items})')
                continue
            head = f'* {n} FETCH ({items} BODY[] {{{len(m["raw"])}}}\r\n'
            self.say(head.encode() + m['raw'] + b')\r\n')

    def do_store(self, args, line):
        for m in self.chosen(args[0]):
            m['deleted'] = '+FLAGS' in line and '\\Deleted' in line

    def do_copy(self, args, line):
        there = self.server.folders.get(self.name(args[1]))
        if there is None:
            return 'NO [TRYCREATE] no such folder'
        copied = self.chosen(args[0])
        for m in copied:
            there.append(self.server.numbered(m['raw']))
        return 'OK copied'

    def do_move(self, args, line):
        moved = self.chosen(args[0])
        answer = self.do_copy(args, line)
        if not answer.startswith('NO'):
            self.remove(moved)
        return answer

    def do_expunge(self, args, line):
        gone = self.chosen(args[0]) if args else self.selected
        self.remove([m for m in gone if m['deleted']])

    def remove(self, mails):
        for m in mails:
            self.say(f'* {self.selected.index(m) + 1} EXPUNGE')
            self.selected.remove(m)

    def do_idle(self, args, line):
        self.say('+ idling')

    def idle(self, tag):
        """Tell of new mail until DONE."""
        known = len(self.selected)
        self.client.settimeout(0.05)
        try:
            while True:
                if len(self.selected) != known:
                    known = len(self.selected)
                    self.say(f'* {known} EXISTS')
                try:
                    if self.client.recv(1, socket.MSG_PEEK) == b'':
                        raise Hangup
                except TimeoutError:
                    continue
                break
        finally:
            self.client.settimeout(None)
        self.read_line()
        return 'OK idled'


class RudeIMAP(Rude):
    session = IMAPSession

    def __init__(self, capabilities='IMAP4rev1 IDLE MOVE UIDPLUS AUTH=PLAIN'):
        super().__init__()
        self.capabilities = capabilities
        self.uidvalidity, self.next_uid = 1000, 1
        self.folders = {'INBOX': []}

    def numbered(self, raw):
        with self.lock:
            self.next_uid += 1
            return {'uid': self.next_uid - 1, 'raw': raw, 'deleted': False}

    def append(self, raw, folder='INBOX'):
        """A mail arrives; its UID."""
        with self.lock:
            mail = self.numbered(raw)
            self.folders.setdefault(folder, []).append(mail)
            return mail['uid']

    def take_away(self, uid, folder='INBOX'):
        """Another client moved it under our hands."""
        with self.lock:
            self.folders[folder][:] = [m for m in self.folders[folder]
                                       if m['uid'] != uid]

    def renumber(self):
        """All UIDs are void from now on; clients inside are thrown out."""
        with self.lock:
            self.uidvalidity += 1
            self.next_uid = 1
            for folder in self.folders.values():
                for m in folder:
                    m['uid'], self.next_uid = self.next_uid, self.next_uid + 1
        self.hang_up()

    def raw(self, folder='INBOX'):
        with self.lock:
            return [m['raw'] for m in self.folders.get(folder, [])]
