#!/usr/bin/env python3
"""Every suggestion, applied: edit the CSV files as the suggestion says, run
`match` again, and compare every figure that was promised.

usage: edits.py [--rapport PROGRAM] [--generate PROGRAM] [--count N]
                [--tiny N] [--seed S] [--seconds S] [--demo]

So it is done for COUNT random small clinics, and with --demo for the demo
clinic. On TINY smaller ones every candidate of the tables is tried, to see
that nothing better was missed. With --seconds clinics of both kinds follow
until the time is over. Standard library only; the CSV code is its own. The
last line is "edits: N passed, N failed".
"""
import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from edits.bound import bound  # noqa: E402
from edits.checks import check_clinic  # noqa: E402
from edits.clinic import Clinic, Edit, Program, read_csv  # noqa: E402
from edits.every import try_everything  # noqa: E402

CROWDED = ('mon 09:00-10:00', 'mon 11:00-12:00', 'tue 09:00-10:00',
           'wed 17:00-18:00')
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))


def generate(program, folder, seed, *options):
    subprocess.run([program, '--seed', str(seed), '--out', folder] +
                   [str(option) for option in options], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return Clinic(os.path.join(folder, 'therapists.csv'),
                  os.path.join(folder, 'clients.csv'))


def small(program, folder, seed):
    """A small clinic with too few openings; its shape depends on the seed."""
    clinic = generate(
        program, folder, seed, '--clients', 6 + seed % 7,
        '--therapists', 3 + seed % 3,
        '--supply', ('0.4', '0.6', '0.8')[seed % 3],
        '--blank', ('0.05', '0.3')[seed % 2],
        '--density', ('0.3', '0.5', '0.8')[seed // 2 % 3],
        '--pins', int(seed % 4 == 3), '--outcomes', 120, '--icc', '0.2')
    if seed % 3 == 1:
        clinic = clinic.edited(Edit(
            {'file': 'clients', 'id': clinic.ids('clients')[-1],
             'column': 'urgency', 'to': 'crisis'}))
    return clinic


def tiny(program, folder, seed):
    """A smaller one. Some clients insist on an approach that a therapist has,
    and some of them avoid it, too: that is rare by chance."""
    clinic = generate(
        program, folder, seed, '--clients', 5 + seed % 3,
        '--therapists', 3 + seed % 2,
        '--supply', ('0.4', '0.6', '0.9')[seed % 3],
        '--blank', ('0.05', '0.3')[seed // 3 % 2],
        '--density', ('0.1', '0.3', '0.8')[seed // 2 % 3],
        '--pins', int(seed % 5 == 3))
    chance = random.Random(seed)
    for client in clinic.ids('clients'):
        therapist = chance.choice(clinic.ids('therapists'))
        has = clinic.cell('therapists', therapist, 'modalities').split(';')
        one = chance.choice(has).strip()
        if not one or one == 'none' or chance.random() < 0.7:
            continue
        edits = [('want_modalities', one + '!')]
        if chance.random() < 0.7:
            edits.append(('avoid_modalities', one))
        clinic = clinic.edited(*(Edit({
            'file': 'clients', 'id': client, 'column': column, 'to': to})
            for column, to in edits))
    return clinic


def check(options, scratch, seed, is_tiny):
    """[passed, failed] of one random clinic; in half of them hours bind."""
    hours = seed // 2 % 2
    folder = os.path.join(scratch, 'clinic')
    shutil.rmtree(folder, ignore_errors=True)
    os.mkdir(folder)
    if is_tiny:
        clinic = tiny(options.generate, folder, seed)
        if hours:
            clinic = crowded(clinic, random.Random(seed))
        extra = ['--unknown', 'forbid'] if seed % 3 == 1 else []
        rows = ['hours,%d' % hours]
        if seed % 4 == 2:
            rows.append('min_score,%d' % (55 + seed % 20))
        extra += ['--policy', policy_of(folder, *rows)]
        extra += ['--queue', 'strict'] if seed % 2 == 0 else []
        return try_everything(Program(options.rapport, scratch, extra),
                              clinic, 'tiny seed %d' % seed)
    clinic = small(options.generate, folder, seed)
    if hours:
        clinic = crowded(clinic, random.Random(seed))
    if seed % 3 == 2 or options.bound:
        clinic = bound(clinic, random.Random(seed))
    rows = ['hours,%d' % hours]
    if seed % 5 == 3:   # a floor that tells plans apart, and so much for a kept
        rows += ['fair_floor,75', 'keep_points,3000']  # pair that poor ones
    program = Program(options.rapport, scratch,        # would pass it
                      ['--policy', policy_of(folder, *rows)] +
                      (['--unknown', 'forbid'] if seed % 5 == 0 else []))
    if seed % 10 in (2, 3, 4, 6, 7):
        program.keep(clinic.before(), 'seed%d' % seed,
                     ['--frozen'] if seed % 10 in (4, 6) else [])
    if seed % 5 == 3:   # after a run that did not mind poor matches
        program.options += ['--objective', 'fair']
    if seed % 4 > 1:
        program.options += ['--queue', 'strict']
    if seed % 3 != 0:
        program.options += ['--outcomes', os.path.join(folder, 'courses.csv')]
    return check_clinic(program, clinic, 'seed %d' % seed)


def policy_of(folder, *rows):
    path = os.path.join(folder, 'policy.csv')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('\n'.join(('setting,value',) + rows) + '\n')
    return path


def crowded(clinic, chance):
    """The same with so few hours that many share that they bind; in some of
    them not everybody comes weekly."""
    edits = []
    if chance.random() < 0.3:
        edits += [Edit({'file': 'clients', 'id': person, 'column': 'frequency',
                        'to': chance.choice(['biweekly', 'twice_weekly'])})
                  for person in clinic.ids('clients')
                  if chance.random() < 0.4]
    for name, most in (('therapists', 3), ('clients', 3)):
        for person in clinic.ids(name):
            if chance.random() < 0.85:
                some = chance.sample(CROWDED, chance.randint(1, most))
                edits.append(Edit({'file': name, 'id': person,
                                   'column': 'slots', 'to': '; '.join(some)}))
    return clinic.edited(*edits)


def clinics(options):
    """(seed, is tiny) of each clinic to check."""
    yield from ((options.seed + k, False) for k in range(options.count))
    yield from ((options.seed + k, True) for k in range(options.tiny))
    start = time.monotonic()
    k = 0
    while options.seconds and time.monotonic() - start < options.seconds:
        yield options.seed + options.count + k // 2, False
        yield options.seed + options.tiny + k, True
        yield options.seed + options.tiny + k + 1, True
        k += 2


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--rapport', default='build/rapport')
    parser.add_argument('--generate', default='build/generate')
    parser.add_argument('--count', type=int, default=4)
    parser.add_argument('--tiny', type=int, default=4)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--seconds', type=float, default=0)
    parser.add_argument('--bound', action='store_true',
                        help='limits, links or reserves in every clinic')
    parser.add_argument('--demo', action='store_true')
    options = parser.parse_args()
    counts = [0, 0]
    scratch = tempfile.mkdtemp()
    try:
        # a colleague like one with a record has none: a seed that showed it
        counts = check(options, scratch, 7, False)
        if options.demo:
            demo = os.path.join(ROOT, 'datasets', 'demo')
            clinic = Clinic(os.path.join(demo, 'therapists.csv'),
                            os.path.join(demo, 'clients.csv'))
            clinic.tables['limits'] = read_csv(
                os.path.join(demo, 'limits.csv'))
            more = check_clinic(Program(options.rapport, scratch, []),
                                clinic, 'demo')
            counts = [a + b for a, b in zip(counts, more)]
        for seed, is_tiny in clinics(options):
            more = check(options, scratch, seed, is_tiny)
            counts = [a + b for a, b in zip(counts, more)]
    finally:
        shutil.rmtree(scratch)
    print('edits: %d passed, %d failed' % tuple(counts))
    return counts[1] != 0


if __name__ == '__main__':
    sys.exit(main())
