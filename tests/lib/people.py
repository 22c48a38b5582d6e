"""People for measuring `mentord match`: made up from a seed, with what a
program asks of them: where they work, what they can and want, when they are
free."""
import os
import random
import re

from program import ROOT

DEPARTMENTS = ('Sales', 'Research', 'Finance', 'Legal', 'Support', 'Design', 'Logistics', 'Production', 'IT', 'HR')
SKILLS = tuple(f'{what} {how}' for what in (
    'Python', 'SQL', 'contract', 'budget', 'interview', 'negotiation', 'statistics', 'welding', 'drawing', 'writing',
    'planning', 'marketing') for how in ('basics', 'practice', 'teaching', 'review', 'tools'))
HOBBIES = ('chess', 'running', 'cooking', 'sailing', 'choir', 'gardening', 'photography', 'cycling', 'films', 'hiking')
LANGUAGES = ('English', 'German', 'Polish', 'Turkish', 'Spanish', 'French')
ZONES = ('Europe/Berlin', 'Europe/Berlin', 'Europe/Warsaw', 'Europe/London', 'America/New_York', 'Asia/Kolkata')
DAYS = ('Mon', 'Tue', 'Wed', 'Thu', 'Fri')

CONFIG = {
    'attributes': [
        {'name': 'department', 'visible': 'partner'}, {'name': 'team', 'visible': 'nobody'},
        {'name': 'languages', 'type': 'list', 'visible': 'partner'},
        {'name': 'offers', 'type': 'list', 'visible': 'partner'},
        {'name': 'wants', 'type': 'list', 'visible': 'partner'},
        {'name': 'hobbies', 'type': 'list', 'visible': 'partner'},
        {'name': 'years', 'type': 'number', 'visible': 'partner'},
        {'name': 'availability', 'type': 'times', 'visible': 'partner'},
    ],
    'forms': {}, 'timeline': [],
    'matching': {
        'form': 'peers',
        'rules': [{'rule': 'different', 'on': 'team'}, {'rule': 'share', 'on': 'languages'},
                  {'rule': 'overlap', 'amount': '1 hour'}],
        'criteria': [{'prefer': 'complement', 'on': 'offers', 'with': 'wants', 'weight': 40},
                     {'prefer': 'shared', 'on': 'hobbies', 'weight': 15},
                     {'prefer': 'different', 'on': 'department', 'weight': 15},
                     {'prefer': 'near', 'on': 'years', 'weight': 10}],
    },
}


def windows(dice):
    """One window on each of two or three days."""
    begins = {day: dice.randrange(8, 16) for day in dice.sample(DAYS, dice.randrange(2, 4))}
    return ', '.join(f'{day} {begins[day]:02}:00-{begins[day] + 2:02}:00' for day in DAYS if day in begins)


def person(i, dice):
    def some(of, most):
        return ', '.join(dice.sample(of, dice.randrange(1, most + 1)))

    languages = {'English'} if dice.random() < .85 else set()
    languages |= {dice.choice(LANGUAGES)}
    return {
        'name': f'Person {i}', 'email': f'p{i}@example.org', 'timezone': dice.choice(ZONES),
        'department': DEPARTMENTS[i // 8 * 7 % len(DEPARTMENTS)], 'team': f'team {i // 8}',
        'languages': ', '.join(sorted(languages)), 'offers': some(SKILLS, 5), 'wants': some(SKILLS, 4),
        'hobbies': some(HOBBIES, 3), 'years': dice.randrange(0, 31), 'availability': windows(dice),
    }


def roster(n):
    dice = random.Random(n)
    return [person(i, dice) for i in range(1, n + 1)]


def examples():
    """Shipped examples of one pool."""
    folder = os.path.join(ROOT, 'conf', 'examples')
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name, 'program.conf')) as f:
            if re.search(r'^\s*form = "peers"', f.read(), re.M):
                yield name
