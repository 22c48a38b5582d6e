#!/usr/bin/python3
"""A calendar of Evolution-Data-Server, fed with what an attendee receives.

  eds.py OBJECT...    one JSON object a line: what is in the calendar after it

Home, session bus and calendar are its own, and go with it."""
import json
import os
import subprocess
import sys
import tempfile


def told(event):
    """The lines of an event that say what it is."""
    text = event.as_ical_string().replace('\r\n ', '').replace('\r\n', '\n')
    found = {'attendees': []}
    for line in text.split('BEGIN:VEVENT\n', 1)[1].split('\n'):
        name, _, value = line.partition(':')
        key = name.split(';')[0]
        if key == 'ATTENDEE':
            found['attendees'].append(line)
        elif key in ('UID', 'SEQUENCE', 'STATUS', 'DTSTART', 'DTEND', 'RRULE', 'EXDATE',
                     'RECURRENCE-ID', 'LOCATION', 'SUMMARY'):
            found[key] = value
    return found


def receive(files):
    import gi
    gi.require_version('ECal', '2.0')
    gi.require_version('EDataServer', '1.2')
    gi.require_version('ICalGLib', '3.0')
    from gi.repository import ECal, EDataServer, GLib, ICalGLib

    registry = EDataServer.SourceRegistry.new_sync(None)
    calendar = ECal.Client.connect_sync(registry.ref_builtin_calendar(),
                                        ECal.ClientSourceType.EVENTS, 5, None)
    for name in files:
        with open(name, encoding='utf-8', newline='') as f:
            received = ICalGLib.Component.new_from_string(f.read())
        error = None
        try:
            calendar.receive_objects_sync(received, ECal.OperationFlags.NONE, None)
        except GLib.Error as refusal:
            error = refusal.message
        _, events = calendar.get_object_list_sync('#t', None)
        print(json.dumps({'error': error, 'events': [told(e) for e in events]}), flush=True)


def main():
    if 'MENTORD_EDS_HOME' in os.environ:
        receive(sys.argv[1:])
        return 0
    with tempfile.TemporaryDirectory(prefix='mentord-eds-') as home:
        env = {k: v for k, v in os.environ.items() if not k.startswith(('XDG_', 'DBUS_'))}
        env.update(HOME=home, XDG_RUNTIME_DIR=home, GSETTINGS_BACKEND='memory',
                   MENTORD_EDS_HOME=home, TZ='UTC', G_DEBUG='')
        return subprocess.run(['dbus-run-session', '--', '/usr/bin/python3', os.path.abspath(__file__),
                               *sys.argv[1:]], env=env, check=False).returncode


if __name__ == '__main__':
    sys.exit(main())
