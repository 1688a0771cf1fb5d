"""The price of every row of ranked.csv, found by solving again.

Each row of the demo and of random clinics: the pair is fixed, everybody else who
has a place keeps one within the caps, and the oracle's own solver finds the best
such plan (src/docs/matching.md, choices). Clinics come from build/generate, with
as many openings as clients or fewer, and are matched in turn for the total, fair,
by a strict queue, after an earlier run, and with pins. Counts each clinic, and each kind of row that came up.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

from oracle import compare
from oracle.results import Options

ROOT = os.path.normpath(os.path.join(os.path.dirname(__file__), '..', '..'))
DEMO = [os.path.join(ROOT, 'tests', 'clinics', 'plain', name)
        for name in ('therapists.csv', 'clients.csv')]
# of those a run with other weights is kept: many pairs that are not the best
OTHER_POLICY = os.path.join(ROOT, 'datasets', 'policies', 'evidence.csv')
WAYS = ('total', 'fair', 'strict', 'keep', 'pins')


class Check:
    def __init__(self, given, scratch):
        self.given, self.scratch = given, scratch
        self.passed = self.failed = 0
        self.seen = dict.fromkeys(('choice', 'full', 'negative', 'blank'), 0)

    def policy(self, *rows):
        path = os.path.join(self.scratch, 'policy.csv')
        with open(path, 'w', encoding='utf-8') as file:
            file.write('\n'.join(('setting,value',) + rows) + '\n')
        return path

    def generate(self, chance, way):
        folder = os.path.join(self.scratch, 'clinic')
        clients = chance.randrange(10, 25)
        subprocess.run(
            [self.given.generate, '--clients', str(clients),
             '--therapists', str(chance.randrange(5, 14)),
             '--seed', str(chance.randrange(1, 1 << 30)),
             '--supply', chance.choice(['0.7', '1', '1.2']),
             '--density', chance.choice(['0.3', '0.6', '0.9']),
             '--pins', str(clients // 4 if way == 'pins' else 0),
             '--out', folder], check=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        return [os.path.join(folder, name)
                for name in ('therapists.csv', 'clients.csv')]

    def earlier(self, files):
        """A run with other weights, whose pairs are kept."""
        out = os.path.join(self.scratch, 'earlier')
        subprocess.run(
            [self.given.rapport, 'match', '--quiet', '--analyses', 'none',
             '--policy', OTHER_POLICY, '--out', out] + files, check=True,
            stderr=subprocess.DEVNULL)
        return out

    def check(self, name, files, way, rows=()):
        options = Options(*files, analyses=('choices',),
                          policy=self.policy(*rows) if rows else None)
        if way == 'fair':
            options.objective = 'fair'
        if way == 'strict':
            options.queue = 'strict'
        if way == 'keep':
            options.keep = self.earlier(files)
        out = os.path.join(self.scratch, 'out')
        problems = compare.compare(self.given.rapport, options, out)
        self.count(out)
        if problems:
            self.failed += 1
            print('%s, %s: %d differences' % (name, way, len(problems)))
            for problem in problems[:12]:
                print('  ' + problem)
        else:
            self.passed += 1
        shutil.rmtree(out, ignore_errors=True)

    def count(self, out):
        """What the rows were, lest all of them be blank."""
        with open(os.path.join(out, 'ranked.csv'), 'rb') as file:
            rows = compare.read_result(file.read(), True, ',', [], 'ranked',
                                       {'run': {'policy': {'hours': 1}}})
        for row in rows:
            self.seen['choice'] += row['status'] == 'choice'
            self.seen['full'] += row['status'] == 'full' and row['price'] != ''
            self.seen['negative'] += row['price'].startswith('-')
            self.seen['blank'] += row['price'] == ''

    def random(self, seed, number):
        chance = random.Random('choices %d %d' % (seed, number))
        way = WAYS[number % len(WAYS)]
        files = self.generate(chance, way)
        rows = ['choice_drop,' + chance.choice(['0', '300', '1000', '2500']),
                'choice_points,' + chance.choice(['0', '200', '500', '3000'])]
        if way == 'fair':
            rows.append('fair_floor,' + chance.choice(['65', '75', '85']))
        if way == 'keep':
            rows.append('keep_points,' + chance.choice(['500', '3000']))
        self.check('clinic %d of seed %d' % (number, seed), files, way, rows)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--rapport', default='build/rapport')
    parser.add_argument('--generate', default='build/generate')
    parser.add_argument('--count', type=int, default=40)
    parser.add_argument('--seed', type=int, default=1)
    given = parser.parse_args()
    scratch = tempfile.mkdtemp()
    try:
        check = Check(given, scratch)
        for way in WAYS[:4]:
            check.check('demo', DEMO, way)
        for number in range(given.count):
            check.random(given.seed, number)
        for kind, times in check.seen.items():
            check.passed += times > 0
            check.failed += times == 0
            if times == 0:
                print('no row was %s: nothing was tested of it' % kind)
    finally:
        shutil.rmtree(scratch)
    print('rows: ' + ', '.join('%d %s' % (n, k)
                               for k, n in check.seen.items()))
    print('choices: %d passed, %d failed' % (check.passed, check.failed))
    return check.failed != 0


if __name__ == '__main__':
    sys.exit(main())
