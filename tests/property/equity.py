#!/usr/bin/env python3
"""Audits: every figure of equity.csv added up again, and attacks on it that
try to recover a figure that is not told.

usage: equity.py [--rapport PROGRAM] [--count N] [--seed S] [--verbose]

Attacked is what is published: equity.csv and the counts of run.json. To show
that the attacks can win, the same clinics are also published by weaker rules,
and each weakness must be found. Standard library only. The last line is
"equity: N passed, N failed".
"""
import argparse
import collections
import csv
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from equity.attack import World  # noqa: E402
from equity.clinic import Clinic  # noqa: E402
from equity.figures import Truth, read  # noqa: E402


def column_rule(truth, told, least):
    """What the issue says of one column, and nothing else."""
    told = set(told)
    for column in truth.columns:
        of_it = sorted(key for key in truth.groups if key[0] == column)
        while True:
            hidden = [key for key in of_it if key not in told]
            union = set().union(*(truth.groups[key] for key in hidden))
            if not hidden or (
                    len(hidden) > 1 and not truth.is_small(union, least) and
                    sum(len(truth.groups[k]) for k in hidden) > len(hidden)):
                break
            left = [key for key in of_it if key in told]
            if not left:
                break
            told.remove(min(left, key=lambda k: (len(truth.groups[k]),
                                                 truth.names[k])))
    return told


def weaker(truth, least):
    """What weaker rules would publish."""
    big = [key for key in truth.groups
           if not truth.is_small(truth.groups[key], least)]
    return {'small groups alone': big,
            'column by column': column_rule(truth, big, least)}


def attack(truth, told, least):
    """What can be recovered, as sentences."""
    world = World(truth, sorted(told))
    return list(world.sums(least)) + list(world.columns())


def pinned_down(truth, told):
    """Counts of hidden groups that can have one value only, and could have
    others if run.json alone were known."""
    ranges = World(truth, sorted(told)).ranges()
    narrow = [found for found in ranges if found[3] <= found[2]]
    if not narrow:
        return []
    alone = {found[:2] for found in World(truth, []).ranges()
             if found[3] <= found[2]}
    return [found for found in narrow if found[:2] not in alone]


class Run:
    """One clinic, one audit."""

    def __init__(self, rapport, chance, folder):
        self.clinic = clinic = Clinic(chance, folder)
        self.columns = chance.sample(Clinic.COLUMNS, chance.choice(
            [1, 1, 2, 3, 4, 6]))
        self.least = chance.choice([1, 3, 3, 5, 10])
        self.out = clinic.path('out')
        self.run(rapport, ['--audit', ','.join(self.columns),
                           '--small-cell', str(self.least)])
        self.truth = Truth(clinic, self.out, self.columns)
        self.rows = read(self.out + '/equity.csv')
        shown = {(key[0], name): key for key, name in self.truth.names.items()}
        self.told = [shown[row['column'], row['group']] for row in self.rows]
        self.plain = [row for name in ('assignments.csv', 'ranked.csv')
                      for row in read(self.out + '/' + name)]
        self.rapport = rapport

    def run(self, rapport, options):
        subprocess.run(
            [rapport, 'match', self.clinic.path('therapists.csv'),
             self.clinic.path('clients.csv'), '--scores',
             self.clinic.path('scores.csv'), '--today', '2026-11-01',
             '--analyses', 'none', '--quiet', '--out', self.out] + options,
            check=True, stderr=subprocess.DEVNULL)

    def problems(self):
        truth, least = self.truth, self.least
        wanted = sorted(
            (truth.row(key, least) for key in self.told),
            key=lambda row: (self.columns.index(row[0]), row[1].encode()))
        if wanted != [list(row.values()) for row in self.rows]:
            yield 'figures: expected %s, got %s' % (
                wanted, [list(row.values()) for row in self.rows])
        big = [key for key in truth.groups
               if not truth.is_small(truth.groups[key], least)]
        expected = column_rule(truth, big, least)
        if not set(self.told) <= expected:
            yield 'told in spite of its own column: %s' % (
                set(self.told) - expected)
        if len(self.columns) == 1 and not set(self.columns) & {
                'urgency', 'audit_tags', 'languages'} and (
                    set(self.told) != expected):
            yield 'hidden without need: %s' % (expected - set(self.told))
        for leak in attack(truth, self.told, least):
            yield 'leak: ' + leak
        if least < 3:
            return  # hides counts of 0 or 1, not ranges
        for key, what, low, high in pinned_down(truth, self.told):
            yield 'leak: %s of %s=%s is between %s and %s' % (
                what, *key, low, high)

    def changes(self):
        """An audit changes nothing else, and goes with the next run."""
        self.run(self.rapport, [])
        if os.path.exists(self.out + '/equity.csv'):
            yield 'equity.csv is left of an earlier run'
        if self.plain != [row for name in ('assignments.csv', 'ranked.csv')
                          for row in read(self.out + '/' + name)]:
            yield 'the audit changed a result'


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--rapport', default='build/rapport')
    parser.add_argument('--count', type=int, default=40)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--verbose', action='store_true')
    options = parser.parse_args()
    passed = failed = 0
    found = collections.Counter()
    told = hidden = 0
    for seed in range(options.seed, options.seed + options.count):
        chance = random.Random(seed)
        with tempfile.TemporaryDirectory() as folder:
            run = Run(os.path.abspath(options.rapport), chance, folder)
            problems = list(run.problems())
            if seed % 8 == 0:
                problems += run.changes()
        told += len(run.told)
        hidden += len(run.truth.groups) - len(run.told)
        for name, rule in weaker(run.truth, run.least).items():
            found[name] += bool(attack(run.truth, rule, run.least))
        if problems:
            failed += 1
            print('seed %d, --audit %s --small-cell %d' % (
                seed, ','.join(run.columns), run.least))
            for problem in problems[:6]:
                print('   ', problem[:600])
        else:
            passed += 1
    for name in ('small groups alone', 'column by column'):
        print('published by "%s": recovered in %d of %d clinics' % (
            name, found[name], options.count))
        passed += found[name] > 0
        failed += found[name] == 0
    print('%d groups told, %d hidden' % (told, hidden))
    passed += told > 0
    failed += told == 0
    print('equity: %d passed, %d failed' % (passed, failed))
    return int(failed > 0)


if __name__ == '__main__':
    sys.exit(main())
