// Calendar objects as ical.js reads them, Thunderbird's parser, and the rules
// for bytes that calendars turned out to need.
//
//   NODE_PATH=FOLDER node objects.mjs OBJECT...
//
// Prints what is wrong, a line each; exit status 1 when something is.
import fs from 'node:fs';
import {createRequire} from 'node:module';

const require = createRequire(`${process.env.NODE_PATH}/`);
const ICAL = require('ical.js').default ?? require('ical.js');

const EXACTLY_ONE = ['uid', 'dtstamp', 'dtstart', 'dtend', 'organizer', 'summary', 'sequence'];

function* ofBytes(bytes) {
  const text = bytes.toString('utf8');
  if (text.replaceAll('\r\n', '').match(/[\r\n]/)) yield 'a line end that is not CRLF';
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf('\r\n', at);
    const line = bytes.subarray(at, end < 0 ? bytes.length : end);
    if (line.length > 75) yield `a line of ${line.length} octets`;
    if (line.toString('utf8').includes('\ufffd')) yield 'a line that ends within a character';
    if (/^[A-Z-]+[^:]*:$/.test(line.toString())) yield `nothing after ${line}`;
    at = end < 0 ? bytes.length : end + 2;
  }
  const lines = text.replace(/\r\n[ \t]/g, '').split('\r\n');
  for (const line of lines) {
    if (line.startsWith('ATTENDEE') && /;PARTSTAT=[^;:]*:/.test(line)) yield 'PARTSTAT is the last parameter';
    if (/^(ATTENDEE|ORGANIZER)/.test(line) && !/;CN="[^"^]*"/.test(line)) yield `a name without quotes: ${line}`;
  }
  const alarm = lines.lastIndexOf('END:VALARM');
  if (alarm >= 0 && lines[alarm + 1] !== 'END:VEVENT') yield 'an alarm that is not last';
}

function* ofEvent(event, zones) {
  for (const name of EXACTLY_ONE) {
    const n = event.getAllProperties(name).length;
    if (n !== 1) yield `${name} ${n} times`;
  }
  for (const property of event.getAllProperties()) {
    const zone = property.getParameter('tzid');
    if (zone && !zones.includes(zone)) yield `no VTIMEZONE for ${zone}`;
  }
  for (const attendee of event.getAllProperties('attendee')) {
    if (!attendee.getParameter('partstat')) yield 'an attendee without PARTSTAT';
    if (!/^mailto:[^@\s]+@[^@\s]+$/.test(attendee.getFirstValue())) yield 'an attendee without an address';
  }
  if (event.hasProperty('rrule') && event.hasProperty('recurrence-id')) yield 'RRULE beside RECURRENCE-ID';
}

// Each instant as ical.js makes it of our zone, and as the system knows it.
function* ofTimes(event) {
  for (const name of ['dtstart', 'dtend', 'recurrence-id']) {
    const property = event.getFirstProperty(name);
    const zone = property?.getParameter('tzid');
    if (!zone) continue;
    const time = property.getFirstValue();
    const shown = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit',
      hour: '2-digit', minute: '2-digit', second: '2-digit',
    }).format(new Date(time.toUnixTime() * 1000)).replace(' ', 'T');
    if (shown !== time.toString()) yield `${name} ${time} in ${zone} is ${shown}`;
  }
}

function* ofObject(bytes) {
  yield* ofBytes(bytes);
  const calendar = new ICAL.Component(ICAL.parse(bytes.toString('utf8')));
  const zones = calendar.getAllSubcomponents('vtimezone').map(z => z.getFirstPropertyValue('tzid'));
  const events = calendar.getAllSubcomponents('vevent');
  if (events.length !== 1) yield `${events.length} events`;
  if (new Set(zones).size !== zones.length) yield 'a zone twice';
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  for (const event of events) {
    yield* ofEvent(event, zones);
    yield* ofTimes(event);
  }
  ICAL.TimezoneService.reset();
}

let wrong = 0;
for (const file of process.argv.slice(2)) {
  try {
    for (const fault of ofObject(fs.readFileSync(file))) {
      console.log(`${file}: ${fault}`);
      wrong++;
    }
  } catch (error) {
    console.log(`${file}: ${error}`);
    wrong++;
  }
}
process.exit(wrong ? 1 : 0);
