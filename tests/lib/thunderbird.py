"""Thunderbird without a window, as an attendee with a real mailbox.

    with Thunderbird(servers, 'ana@example.org', 'Ana') as ana:
        seen = ana.look(message_id)               # what the bar above the mail offers
        seen = ana.press(message_id, 'ACCEPTED')  # its button is pressed, it answers
        ana.events()                              # what is in the calendar then

It reads its mail by IMAP and sends by SMTP, both of Servers. `press` knows
ACCEPTED, TENTATIVE, DECLINED, and '' for the one button of an update or a
cancellation. Thunderbird is driven through Marionette: JSON over TCP.
"""
import json
import os
import re
import shutil
import socket
import subprocess

from place import Place, free_port, wait_for

PREFERENCES = {
    # one mailbox, one identity, one way out
    'mail.accountmanager.accounts': 'account1,account2',
    'mail.accountmanager.defaultaccount': 'account1',
    'mail.accountmanager.localfoldersserver': 'server2',
    'mail.account.account1.server': 'server1',
    'mail.account.account1.identities': 'id1',
    'mail.account.account2.server': 'server2',
    'mail.server.server2.type': 'none',
    'mail.server.server2.hostname': 'Local Folders',
    'mail.server.server2.userName': 'nobody',
    'mail.server.server1.type': 'imap',
    'mail.server.server1.hostname': '127.0.0.1',
    'mail.server.server1.socketType': 0,
    'mail.server.server1.authMethod': 3,
    'mail.server.server1.login_at_startup': False,
    'mail.server.server1.check_new_mail': False,
    'mail.server.server1.offline_download': False,
    'mail.identity.id1.valid': True,
    'mail.identity.id1.smtpServer': 'smtp1',
    'mail.identity.id1.doFcc': False,
    'mail.smtpservers': 'smtp1',
    'mail.smtp.defaultserver': 'smtp1',
    'mail.smtpserver.smtp1.hostname': '127.0.0.1',
    'mail.smtpserver.smtp1.authMethod': 1,
    'mail.smtpserver.smtp1.try_ssl': 0,
    'calendar.timezone.useSystemTimezone': False,
    'calendar.timezone.local': 'Europe/Berlin',
    'calendar.alarms.show': False,
    'calendar.alarms.playsound': False,
    # no questions, no network but the loopback
    'intl.locale.requested': 'en-US',
    'mail.rights.version': 1,
    'mail.spam.version': 1,
    'mail.provider.suppress_dialog_on_startup': True,
    'mail.inappnotifications.enabled': False,
    'mailnews.start_page.enabled': False,
    'mailnews.database.global.indexer.enabled': False,
    'app.update.enabled': False,
    'app.update.auto': False,
    'app.donation.eoy.version.viewed': 999,
    'datareporting.policy.dataSubmissionEnabled': False,
    'datareporting.healthreport.uploadEnabled': False,
    'toolkit.telemetry.enabled': False,
    'extensions.update.enabled': False,
    'network.captive-portal-service.enabled': False,
    'network.connectivity-service.enabled': False,
    'network.proxy.type': 0,
    'services.settings.server': 'http://127.0.0.1:1/',
    'browser.safebrowsing.update.enabled': False,
}

# What every script may use.
COMMON = r"""
const given = [...arguments], done = given.pop();
const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const { MailUtils } = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
const kept = [];
function pause(ms) {
  return new Promise(resolve => {
    const timer = Cc["@mozilla.org/timer;1"].createInstance(Ci.nsITimer);
    kept.push(timer);
    timer.initWithCallback(resolve, ms, Ci.nsITimer.TYPE_ONE_SHOT);
  });
}
async function until(what, look, tries = 300) {
  for (let i = 0; i < tries; i++) {
    const found = await look();
    if (found) return found;
    await pause(100);
  }
  throw new Error(`not seen: ${what}`);
}
const mailbox = MailServices.accounts.accounts
  .map(a => a.incomingServer).find(s => s.type == "imap");
function inboxNow() {
  return mailbox.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
}
async function contents() {
  const items = await cal.manager.getCalendars()[0].getItemsAsArray(
    Ci.calICalendar.ITEM_FILTER_ALL_ITEMS, 0, null, null);
  const writer = Cc["@mozilla.org/calendar/ics-serializer;1"].createInstance(Ci.calIIcsSerializer);
  writer.addItems(items);
  return writer.serializeToString();
}
async function work() { %s }
work().then(value => done({value}), error => done({error: `${error} ${error.stack}`}));
"""

SETUP = r"""
  for (const c of cal.manager.getCalendars()) cal.manager.unregisterCalendar(c);
  const calendar = cal.manager.createCalendar(
    "storage", Services.io.newURI("moz-storage-calendar://"));
  calendar.name = "Own";
  cal.manager.registerCalendar(calendar);
  calendar.setProperty("imip.identity.key", MailServices.accounts.allIdentities[0].key);
  const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
  login.init("imap://127.0.0.1", null, "imap://127.0.0.1", mailbox.username, given[0], "", "");
  await Services.logins.addLoginAsync(login);
  mailbox.performExpand(null);
  await until("an inbox", () => inboxNow());
  return Services.appinfo.version;
"""

# The mail of that Message-ID in a window of its own, its bar ready.
OPEN = r"""
  const [id, answer] = given;
  const inbox = inboxNow();
  const header = await until("the mail", async () => {
    inbox.updateFolder(null);
    await pause(200);
    return [...inbox.messages].find(h => h.messageId == id);
  });
  for (const w of Services.wm.getEnumerator("mail:messageWindow")) w.close();
  await until("no window", () => !Services.wm.getMostRecentWindow("mail:messageWindow"));
  MailUtils.openMessageInNewWindow(header);
  const view = await until("the mail's window", () => {
    const w = Services.wm.getMostRecentWindow("mail:messageWindow");
    const inner = w?.document.getElementById("messageBrowser")?.contentWindow;
    return inner?.calImipBar && inner.gMessage && inner.msgLoaded && inner;
  }, 600);
  const bar = view.document.querySelector(".calendar-notification-bar");
  const label = () => bar.querySelector(".msgNotificationBarText")?.textContent ?? "";
  // The bar first says that it is looking, then what it found.
  let last = null, since = 0;
  await until("what the bar says", () => {
    const now = bar.collapsed ? null : label() + view.calImipBar.getButtons().length;
    since = now && now === last ? since + 1 : 0;
    last = now;
    return since > 15;
  });
  const seen = {
    label: label(),
    buttons: view.calImipBar.getButtons().filter(b => !b.hidden && b.id).map(b => b.id),
    method: view.calImipBar.actionFunc?.method ?? null,
  };
"""

LOOK = OPEN + 'return seen;'
PRESS = OPEN + r"""
  const plain = answer === "", before = await contents();
  view.calImipBar.executeAction(plain ? undefined : answer, plain ? undefined : "AUTO");
  // The bar of a cancelled occurrence stays as it is, and only the calendar
  // tells.
  await until("that it was done", async () => label() !== seen.label || await contents() !== before);
  return seen;
"""

EVENTS = 'return contents();'


def missing():
    return None if shutil.which('thunderbird') else 'thunderbird is not installed'


class Marionette:
    """LENGTH:JSON both ways; [0, id, name, parameters] and [1, id, error, result]."""

    def __init__(self, port):
        self.socket = socket.create_connection(('127.0.0.1', port), 10)
        self.socket.settimeout(120)
        self.stream = self.socket.makefile('rb')
        self.count = 0
        self._receive()

    def _receive(self):
        length = b''
        while not length.endswith(b':'):
            one = self.stream.read(1)
            if not one:
                raise ConnectionError('Thunderbird has gone')
            length += one
        return json.loads(self.stream.read(int(length[:-1])))

    def command(self, name, **parameters):
        self.count += 1
        text = json.dumps([0, self.count, name, parameters]).encode()
        self.socket.sendall(b'%d:%s' % (len(text), text))
        kind, number, error, result = self._receive()
        if kind != 1 or number != self.count or error:
            raise RuntimeError(f'{name}: {json.dumps(error)[:3000]}')
        return result

    def script(self, body, *arguments):
        said = self.command('WebDriver:ExecuteAsyncScript', script=COMMON.replace('%s', body),
                            args=list(arguments), sandbox='system', newSandbox=True)['value']
        if 'error' in said:
            raise RuntimeError(said['error'])
        return said.get('value')


class Thunderbird:
    def __init__(self, servers, address, name, secret='secret'):
        self.servers, self.address, self.name, self.secret = servers, address, name, secret

    def __enter__(self):
        self.place = Place('mentord-tb-')
        port = free_port()
        chosen = {**PREFERENCES, 'marionette.port': port,
                  'mail.identity.id1.useremail': self.address,
                  'mail.identity.id1.fullName': self.name,
                  'mail.server.server1.userName': self.address,
                  'mail.server.server1.name': self.address,
                  'mail.server.server1.port': self.servers.imap,
                  'mail.smtpserver.smtp1.port': self.servers.smtp}
        self.place.write('profile/user.js', ''.join(
            f'user_pref({json.dumps(k)}, {json.dumps(v)});\n' for k, v in chosen.items()))
        try:
            self._start(port)
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self, port):
        env = {**os.environ, 'HOME': self.place.dir, 'TMPDIR': self.place.dir, 'MOZ_HEADLESS': '1',
               'MOZ_CRASHREPORTER_DISABLE': '1', 'TZ': 'Europe/Berlin', 'LANG': 'C.UTF-8'}
        env.pop('G_DEBUG', None)
        with open(self.place.path('thunderbird.log'), 'wb') as log:
            self.process = subprocess.Popen(
                ['thunderbird', '--headless', '--no-remote', '--marionette', '--remote-allow-system-access',
                 '--profile', self.place.path('profile')],
                cwd=self.place.dir, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

        def connected():
            try:
                return Marionette(port)
            except OSError:
                return None
        self.remote = wait_for(connected, 90, 'Thunderbird')
        self.remote.command('WebDriver:NewSession', capabilities={})
        self.remote.command('Marionette:SetContext', value='chrome')
        self.remote.command('WebDriver:SetTimeouts', script=100000)
        wait_for(self._is_up, 60, "Thunderbird's calendar")
        self.version = self.remote.script(SETUP, self.secret)

    def _is_up(self):
        try:
            return self.remote.script('return !!mailbox && cal.manager.getCalendars().length >= 0;')
        except RuntimeError:
            return False

    def __exit__(self, *_):
        self.place.close()

    def look(self, message_id):
        return self.remote.script(LOOK, message_id.strip('<>'))

    def press(self, message_id, answer):
        return self.remote.script(PRESS, message_id.strip('<>'), answer)

    def events(self):
        """The VEVENTs of the calendar, each as a dict of its lines by name."""
        text = re.sub(r'\r?\n[ \t]', '', self.remote.script(EVENTS)).replace('\r\n', '\n')
        found = []
        for event in text.split('BEGIN:VEVENT\n')[1:]:
            lines = event.split('\nEND:VEVENT')[0].split('\n')
            found.append({re.split('[:;]', line)[0]: line for line in lines})
        return found


__all__ = ['Thunderbird', 'missing']
