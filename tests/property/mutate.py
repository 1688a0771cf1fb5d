#!/usr/bin/env python3
"""Mutated files: no crash, no hang, a known status, all results or none.

    mutate.py --rapport build/rapport [--count N] [--seed S] [--keep DIR]

A case is a function of its seed: a clinic that uses every file, of which one
or two are changed byte by byte with the tokens that break readers of CSV.
Best run against a sanitised build.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

from oracle.clinic import Inventor
from oracle.findings import Findings
from oracle.form import Form, save_clinic
from oracle.schema import Schema
from oracle.taxonomy import read_taxonomy

LIMIT = 60              # seconds a case may take
STATUSES = range(5)
TOKENS = [
    b'\0', b'\r\n', b';;', b',,', b'\t;', b'\n;', b'"', b'""', b'"""', b',"',
    b'",', b'\r', b'\n', b'\t', b'|', b':', b':9', b':99999999999', b'!', b'?',
    b'!?', b'*', b"'=", b'=', b'-', b'--', b'sep=;\n', b'sep=,', b'none',
    b'yes', b'no', b'1,200', b'75,00', b'-0', b'1e400', b'nan', b'0x1',
    b'\xef\xbb\xbf', b'\xff\xfe', b'\xfe\xff', b'\xc3', b'\xe2\x80',
    b'\xf4\x90\x80\x80', b'\xed\xa0\x80', b'\x80', b'\x81', b'PK\x03\x04',
    b'\xd0\xcf\x11\xe0', b'\xc2\xa0', b'\xe2\x88\x92', b'\xcc\x81' * 40,
    b'\xef\xb7\xba', b'mon-fri ', b'24:00', b'99:99', b'2026-02-30',
    b'0000-00-00', b'x' * 300, b',' * 300, b'\n' * 300, b'"' * 301,
    b'9' * 400, b';' * 1000, b'audit_', b'insurance:', b'formats:hybrid',
    b'therapist_id', b'client_id', b'openings', b'weight.style,', b'pin']
FILES = ['therapists.csv', 'clients.csv', 'policy.csv', 'scores.csv',
         'map.csv', 'taxonomy/concerns.csv', 'taxonomy/modalities.csv',
         'taxonomy/evidence.csv']


def mutate(chance, data):
    """A few changes of the kinds that find faults in readers."""
    data = bytearray(data)
    for _ in range(chance.choice([1, 1, 1, 1, 1, 2, 3, 5, 40])):
        at = chance.randint(0, len(data))
        end = min(len(data), at + chance.choice([1, 1, 2, 5, 30, 200]))
        kind = chance.randrange(8)
        if kind < 3:
            data[at:at] = chance.choice(TOKENS)
        elif kind == 3:
            data[at:end] = chance.choice(TOKENS)
        elif kind == 4:
            del data[at:end]
        elif kind == 5 and at < len(data):
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 6:
            data[at:at] = data[at:end] * chance.choice([1, 2, 50])
        else:
            other = chance.randint(0, len(data))
            data[at:at] = data[other:other + chance.choice([3, 20, 200])]
    if chance.random() < 0.02:
        del data[chance.randint(0, len(data)):]
    if chance.random() < 0.05:
        return bytes(data).decode('latin-1').encode(
            chance.choice(['utf-16', 'utf-16-be', 'utf-8-sig']))
    return bytes(data)


def make_case(chance, folder, schema):
    """Write a clinic with some files spoiled; return the arguments."""
    clinic = Inventor(chance, 6).invent()
    form = Form(chance) if chance.random() < 0.3 else Form()
    _, _, options = save_clinic(clinic, form, folder, schema)
    arguments = [word for path in options['maps'] for word in ('--map', path)]
    with open(os.path.join(folder, 'map.csv'), 'wb') as file:
        file.write(b'from,to\nnotes,\nplans,insurance:aetna\nwhere,sites\n')
    if chance.random() < 0.3:
        arguments += ['--map', 'map.csv']
    for name in ('policy', 'scores', 'taxonomy'):
        if options.get(name):
            arguments += ['--' + name, options[name]]
    arguments += chance.choice([[], [], ['--strict'], ['--unknown', 'forbid'],
                                ['--delimiter', ';'], ['--top', '0']])
    there = [name for name in FILES
             if os.path.exists(os.path.join(folder, name))]
    chosen = [chance.choice(there[:2] if chance.random() < 0.6 else there)
              for _ in range(chance.choice([1, 1, 2]))]
    for name in chosen:
        path = os.path.join(folder, name)
        with open(path, 'rb') as file:
            data = file.read()
        with open(path, 'wb') as file:
            file.write(mutate(chance, data))
    return arguments + ['therapists.csv', 'clients.csv']


def check(rapport, chance, folder, schema):
    """What went wrong, or None; and the exit status."""
    arguments = make_case(chance, folder, schema)
    # a sanitiser's report must not look like a status of the program
    environment = dict(os.environ, ASAN_OPTIONS='exitcode=98',
                       UBSAN_OPTIONS='print_stacktrace=1:exitcode=99')
    try:
        done = subprocess.run(
            [rapport, 'match', '--out', 'out'] + arguments, cwd=folder,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, timeout=LIMIT, env=environment)
    except subprocess.TimeoutExpired:
        return 'takes longer than %d s' % LIMIT, None
    talk = done.stderr.decode('utf-8', 'replace')
    if done.returncode not in STATUSES:
        return 'exit status %d\n%s' % (done.returncode, talk[-3000:]), None
    whole = os.path.exists(os.path.join(folder, 'out', 'run.json'))
    if whole != (done.returncode == 0):
        return 'status %d, results %s' % (done.returncode, whole), None
    if done.returncode and os.path.exists(os.path.join(folder, 'out')):
        return 'a directory beside status %d' % done.returncode, None
    if done.returncode == 1 and ': error: ' not in talk:
        return 'status 1 without an error told\n' + talk, None
    if done.returncode == 4:
        return 'status 4: ' + talk[-600:], None
    return None, done.returncode


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--rapport', default='build/rapport')
    parser.add_argument('--count', type=int, default=300)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--keep', metavar='DIR')
    given = parser.parse_args()
    schema = Schema(read_taxonomy(None, Findings()), False)
    rapport = os.path.abspath(given.rapport)
    failed, seen = 0, {}
    for seed in range(given.seed, given.seed + given.count):
        folder = tempfile.mkdtemp(prefix='mutate-')
        wrong, status = check(rapport, random.Random(seed), folder, schema)
        seen[status] = seen.get(status, 0) + 1
        if wrong:
            failed += 1
            print('seed %d: %s' % (seed, wrong))
            sys.stdout.flush()
            if given.keep:
                shutil.copytree(folder, os.path.join(given.keep, str(seed)),
                                dirs_exist_ok=True)
        shutil.rmtree(folder)
    print('mutate: statuses %s' % ', '.join(
        '%s: %d' % pair for pair in sorted(seen.items(), key=str)))
    print('mutate: %d passed, %d failed' % (given.count - failed, failed))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
