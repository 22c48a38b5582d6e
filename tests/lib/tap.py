"""Test Anything Protocol, as prove(1) reads it.

    import tap
    tap.ok(2 > 1, 'numbers are in order')
    tap.eq(got, want, 'the same')
    tap.done()

A test that dies of an exception fails with the traceback as diagnosis.
"""
import sys
import traceback

count = failed = 0


def say(text):
    sys.stdout.write(text + '\n')
    sys.stdout.flush()


def diag(text):
    """Lines of explanation, on stderr, where prove lets them through."""
    for line in str(text).splitlines():
        print('#', line, file=sys.stderr, flush=True)


def ok(good, name):
    global count, failed
    count += 1
    failed += not good
    say(f'{"ok" if good else "not ok"} {count} - {name}'.replace('#', r'\#'))
    return bool(good)


def eq(got, want, name):
    if not ok(got == want, name):
        diag(f'     got: {got!r}\nexpected: {want!r}')


def has(text, part, name):
    """part occurs in text (both str or both bytes, or a list and an item)"""
    if not ok(part in text, name):
        diag(f'not found: {part!r}\n       in: {text!r}'[:4000])


def skip(name, reason):
    global count
    count += 1
    say(f'ok {count} - {name} # SKIP {reason}')


def skip_all(reason):
    say(f'1..0 # SKIP {reason}')
    sys.exit(0)


def done():
    say(f'1..{count}')
    sys.exit(1 if failed or not count else 0)


def died(kind, value, trace):
    if issubclass(kind, KeyboardInterrupt):
        return
    ok(False, f'died: {kind.__name__}')
    diag(''.join(traceback.format_exception(kind, value, trace)))
    say(f'1..{count}')
    sys.exit(1)


sys.excepthook = died
