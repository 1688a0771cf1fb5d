#!/usr/bin/env python3
"""Sheets as people keep them are read as the clean ones are, or it is said.

    sheets.py --records build/tests/records [--count N] [--seed S] [--each]

Clean sheets of a random clinic are mutated by one kind of `sheets/kinds.py`
(two thirds of the cases, each kind in turn) or by several. The records must be
those of the clean sheets, or every column in which they differ must be named
by an error or a warning. A kind that is to be read must be read.
"""

import argparse
import collections
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

from sheets.clinic import TODAY, copy, invent
from sheets.kinds import KINDS, SAME

# Columns that are read out of others: whose name stands for theirs.
SOURCES = {'age': ['date_of_birth'], 'age_min': ['ages'], 'age_max': ['ages'],
           'openings': ['capacity', 'caseload', 'accepting'],
           'formats': ['telehealth'], 'fee_min': ['fee']}


class Reader:
    """The program that reads, kept running."""

    def __init__(self, program, folder):
        self.folder = folder
        self.process = subprocess.Popen(
            [program, TODAY.isoformat()], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, encoding='utf-8', errors='replace')

    def read(self, files):
        """(status, findings, people): [(severity, message)], [(side, {})]."""
        for name, data in zip(('therapists.csv', 'clients.csv'), files):
            with open(os.path.join(self.folder, name), 'wb') as file:
                file.write(data)
        self.process.stdin.write(self.folder + '\n')
        self.process.stdin.flush()
        status, findings, people = None, [], []
        for line in self.process.stdout:
            word, _, rest = line.rstrip('\n').partition(' ')
            if word == 'end':
                return status, findings, people
            if word == 'status':
                status = int(rest)
            elif word == 'found':
                findings.append(tuple(rest.split(' ', 1)))
            elif word in ('therapist', 'client') and not rest:
                people.append((word, {}))
            else:
                people[-1][1][word] = rest
        raise SystemExit('sheets: the reader stopped; see ' + self.folder)


def differences(before, after):
    """Columns in which two lists of people differ; 'row': their number."""
    if len(before) != len(after):
        return {'row'}
    found = set()
    for (side, a), (other, b) in zip(before, after):
        if side != other:
            return {'row'}
        found |= {name for name in set(a) | set(b)
                  if a.get(name) != b.get(name)}
    return found


def is_named(column, findings):
    """Does a finding speak of a column, or of what it is read from?"""
    names = [column] + SOURCES.get(column, [])
    if column == 'row':         # a person more, or one less
        names += ['file', 'header']
    return any(re.search(r'\b%s\b' % name, message)
               for _, message in findings for name in names)


def mutated(chance, sheets, names):
    """Copies of the sheets, and the kinds that found something to change.

    Cells are changed before what stands around them, which is defined first.
    """
    sheets = [copy(sheet) for sheet in sheets]
    order = list(reversed(KINDS))
    applied = [name for name in sorted(names, key=order.index)
               if KINDS[name][0](chance, sheets)]
    return sheets, applied


def try_case(reader, seed, turn):
    """(kinds, trouble or None, was it read as the clean sheets were)."""
    chance = random.Random(seed)
    names = list(KINDS)
    for _ in range(200):
        sheets = invent(chance)
        status, _, people = reader.read([s.bytes() for s in sheets])
        if status != 0:
            continue
        wanted = [names[turn * 2 // 3 % len(names)]] if turn % 3 else \
            chance.sample(names, chance.randint(2, 6))
        changed, applied = mutated(chance, sheets, wanted)
        if applied:
            break
    else:
        return [], None, False
    try:
        files = [s.bytes() for s in changed]
    except UnicodeEncodeError:      # two kinds that do not go together
        return [], None, False
    status, findings, after = reader.read(files)
    if status not in (0, 1):
        return applied, 'status %s' % status, False
    columns = differences(people, after) if status == 0 else set()
    if status == 0 and not columns:
        return applied, None, True
    unnamed = [c for c in columns if not is_named(c, findings)]
    if unnamed:
        return applied, 'silent: ' + ', '.join(sorted(unnamed)), False
    if status == 1 and not any(s in ('error', 'danger') for s, _ in findings):
        return applied, 'refused without an error', False
    alone = len(applied) == 1 and KINDS[applied[0]][1] == SAME
    if alone:
        said = [m for s, m in findings if s != 'warning'] or \
            [m for _, m in findings]
        return applied, 'not read: %s %s' % (
            ', '.join(sorted(columns)), '; '.join(said[:2])), False
    return applied, None, False


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--records', required=True)
    parser.add_argument('--count', type=int, default=300)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--each', action='store_true',
                        help='print how often each kind was read')
    parser.add_argument('--keep', metavar='DIR',
                        help='leave the last trouble here')
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix='sheets-')
    reader = Reader(os.path.abspath(options.records), folder)
    tried, read = collections.Counter(), collections.Counter()
    failed = 0
    for case in range(options.count):
        kinds, trouble, was_read = try_case(
            reader, '%d/%d' % (options.seed, case), case)
        for name in kinds:
            tried[name] += 1
            read[name] += was_read
        if trouble:
            failed += 1
            print('case %d (%s): %s' % (case, ', '.join(kinds), trouble))
            if options.keep:
                shutil.copytree(folder, options.keep, dirs_exist_ok=True)
    reader.process.stdin.close()
    reader.process.wait()
    shutil.rmtree(folder)
    for name in sorted(KINDS) if options.each else []:
        print('%-20s %6d tried %6d read' % (name, tried[name], read[name]))
    if options.count >= 500:    # each kind had its turn
        for name in KINDS:
            if tried[name] == 0:
                failed += 1
                print('%s: never applied' % name)
    print('sheets: %d passed, %d failed' % (options.count - failed, failed))
    return failed != 0


if __name__ == '__main__':
    sys.exit(main())
