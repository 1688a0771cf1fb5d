#!/usr/bin/env python3
"""How good are track records? Invented clinics whose truth is known.

usage: records.py [--rapport PROGRAM] [--clinics N] [--seed S] [--check]
                  [--data FOLDER]

For every size of clinic and every share of the therapists in what clients
change: how far the record of a therapist with a concern is from the truth, and
how far the plain means are that it could be replaced by; how often the truth
lies in the 80 % interval; how often a note is on the wrong side. Truth is
what the record speaks of, the difference to colleagues of the same clinic.

--data FOLDER also compares the variance components with the restricted
likelihood, for every FOLDER/*/outcomes.csv. --check ends with status 1 where
the figures are not what src/docs/outcomes.md promises. Standard library only.
"""
import argparse
import collections
import csv
import glob
import io
import math
import os
import random
import subprocess
import sys
import tempfile

THERAPISTS = [3, 5, 10, 20, 50]
SHARES = [0.0, 0.02, 0.05, 0.10]
CONCERNS = ['anger', 'burnout_work', 'insomnia', 'panic']
PRIOR = 0.05


def invent(chance, therapists, share, path):
    """A clinic's courses, and the truth by therapist and concern."""
    half = math.sqrt(share / 2)
    truth, rows = {}, []
    mean = {c: chance.gauss(0, .3) for c in CONCERNS}
    for t in range(therapists):
        own = chance.gauss(0, half)
        for c in CONCERNS:
            truth['T%02d' % t, c] = own + chance.gauss(0, half)
        for k in range(chance.randint(8, 72)):
            c = chance.choice(CONCERNS)
            pre = chance.gauss(50, 8)
            z = truth['T%02d' % t, c] + chance.gauss(0, math.sqrt(1 - share))
            post = .6 * pre + 12 - 10 * (z + mean[c])
            rows.append(('C%d-%d' % (t, k), 'T%02d' % t, 'own scale', pre,
                         post, c))
    with open(path, 'w', encoding='utf-8', newline='') as file:
        out = csv.writer(file)
        out.writerow('client_id therapist_id measure pre post concern'.split())
        out.writerows((*row[:3], '%.4f' % row[3], '%.4f' % row[4], row[5])
                      for row in rows)
    seen = collections.Counter((row[1], row[5]) for row in rows)
    # the mean of a concern is taken out of all its courses
    for c in CONCERNS:
        of = [(truth[t, k], n) for (t, k), n in seen.items() if k == c]
        middle = (sum(v * n for v, n in of) / sum(n for _, n in of)
                  if of else 0)
        for t, k in list(truth):
            if k == c:
                truth[t, k] -= middle * len(of) / (len(of) + 8)
    middle = sum(truth[k] * n for k, n in seen.items()) / len(rows)
    return {key: value - middle for key, value in truth.items()}


def records(program, path):
    text = subprocess.run([program, 'track', path, '--quiet'], check=True,
                          capture_output=True, text=True).stdout
    return list(csv.DictReader(io.StringIO(text)))


class Tally:
    """Sums over the records of many clinics."""

    def __init__(self):
        self.n = collections.Counter()

    def add(self, rows, truth):
        whole = {row['therapist_id']: float(row['mean'])
                 for row in rows if not row['concern'] and row['mean']}
        for row in rows:
            key = row['therapist_id'], row['concern']
            if key not in truth:
                continue
            true = truth[key]
            self.n['rows'] += 1
            for name, value in (('record', float(row['estimate'])),
                                ('raw', float(row['mean'])),
                                ('plain', whole[key[0]]), ('zero', 0.0)):
                self.n[name] += (value - true) ** 2
            self.n['covered'] += float(row['low']) <= true <= float(row['high'])
            for note, wrong in (('below', true > 0), ('above', true < 0)):
                if row['note'] == note:
                    self.n['noted'] += 1
                    self.n['wrong'] += wrong

    def root(self, name):
        return math.sqrt(self.n[name] / max(1, self.n['rows']))

    def share(self, name, of):
        return self.n[name] / self.n[of] if self.n[of] else 0.0


def simulate(asked):
    """Prints a line for each kind of clinic; the sentences of what fails."""
    kinds = [(t, s) for t in THERAPISTS for s in SHARES]
    tallies = {kind: Tally() for kind in kinds}
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'outcomes.csv')
        for k in range(asked.clinics):
            kind = kinds[k % len(kinds)]
            chance = random.Random(asked.seed * 1000003 + k)
            truth = invent(chance, *kind, path)
            tallies[kind].add(records(asked.rapport, path), truth)
    print('therapists share  records  error: record   raw  plain  zero  '
          'covered  noted  wrong')
    for (therapists, share), t in tallies.items():
        print('%10d %5.2f %8d %14.3f %5.3f %6.3f %5.3f %7.1f%% %6d %5.1f%%' % (
            therapists, share, t.n['rows'], t.root('record'), t.root('raw'),
            t.root('plain'), t.root('zero'), 100 * t.share('covered', 'rows'),
            t.n['noted'], 100 * t.share('wrong', 'noted')))
    return judge(tallies)


def judge(tallies):
    """Sentences of what does not hold. Every kind of clinic counts the same,
    or the largest would be all that is seen."""
    noted, inside = Tally(), []
    for (therapists, share), t in tallies.items():
        noted.n.update(t.n)
        if share == PRIOR:
            inside.append(t.share('covered', 'rows'))
        for other in ('raw', 'plain') if t.n['rows'] else ():
            if share > 0 and t.root('record') >= t.root(other):
                yield '%d therapists, share %.2f: the record is no nearer ' \
                    'than the %s mean' % (therapists, share, other)
    covered = sum(inside) / len(inside)
    wrong = noted.share('wrong', 'noted')
    print('where the prior is right: %.1f %% covered, mean of the kinds; wrong '
          'side %.1f %% of %d notes' % (100 * covered, 100 * wrong,
                                        noted.n['noted']))
    if not .75 <= covered <= .85:
        yield 'intervals cover %.1f %%, expected 75 to 85' % (100 * covered)
    if wrong >= .05:
        yield '%.1f %% of the notes are on the wrong side, expected less ' \
            'than 5' % (100 * wrong)


# -- restricted likelihood ----------------------------------------------------

def likelihood(groups, ratio):
    """-2 log restricted likelihood of a one-way model but for a constant, the
    residual variance profiled out; ratio = between / within."""
    n = sum(len(g) for g in groups)
    weights = [len(g) / (1 + ratio * len(g)) for g in groups]
    means = [sum(g) / len(g) for g in groups]
    centre = sum(w * m for w, m in zip(weights, means)) / sum(weights)
    inside = sum((v - m) ** 2 for g, m in zip(groups, means) for v in g)
    between = sum(w * (m - centre) ** 2 for w, m in zip(weights, means))
    within = (inside + between) / (n - 1)
    logs = sum(math.log(1 + ratio * len(g)) for g in groups)
    return (n - 1) * math.log(within) + logs + math.log(sum(weights)), within


def reml(groups):
    """(between, within) by restricted likelihood: golden section."""
    low, high, step = 0.0, 4.0, (math.sqrt(5) - 1) / 2
    for _ in range(200):
        a, b = high - step * (high - low), low + step * (high - low)
        if likelihood(groups, a)[0] < likelihood(groups, b)[0]:
            high = b
        else:
            low = a
    ratio = (low + high) / 2
    if likelihood(groups, 0.0)[0] <= likelihood(groups, ratio)[0]:
        ratio = 0.0
    within = likelihood(groups, ratio)[1]
    return ratio * within, within


def moments(groups):
    """(between, within) as the program estimates them."""
    n, j = sum(len(g) for g in groups), len(groups)
    grand = sum(sum(g) for g in groups) / n
    means = [sum(g) / len(g) for g in groups]
    msb = sum(len(g) * (m - grand) ** 2
              for g, m in zip(groups, means)) / (j - 1)
    msw = sum((v - m) ** 2 for g, m in zip(groups, means) for v in g) / (n - j)
    n0 = (n - sum(len(g) ** 2 for g in groups) / n) / (j - 1)
    return max(0.0, (msb - msw) / n0), msw


# The yield of dyestuff from six batches, Davies 1947, and the made-up set that
# Box and Tiao 1973 put beside it; lme4's documentation gives the components.
DYESTUFF = [[1545, 1440, 1440, 1520, 1580], [1540, 1555, 1490, 1560, 1495],
            [1595, 1550, 1605, 1510, 1560], [1445, 1440, 1595, 1465, 1545],
            [1595, 1630, 1515, 1635, 1625], [1520, 1455, 1450, 1480, 1445]]
DYESTUFF_2 = [[7.298, 3.846, 2.434, 9.566, 7.990],
              [5.220, 6.556, 0.608, 11.788, -0.892],
              [0.110, 10.386, 13.434, 5.510, 8.166],
              [2.212, 4.852, 7.092, 9.288, 4.980],
              [0.282, 9.014, 4.458, 9.446, 7.198],
              [1.722, 4.782, 8.106, 0.758, 3.758]]


def published():
    """Sentences of components that are not those of lme4."""
    for groups, between, within in ((DYESTUFF, 1764.05, 2451.25),
                                    (DYESTUFF_2, 0.0, 13.80631)):
        got = reml(groups)
        if abs(got[0] - between) > .01 or abs(got[1] - within) > .01:
            yield 'restricted likelihood %.4f and %.4f, lme4 gives %.4f and ' \
                '%.4f' % (*got, between, within)


def compare(path):
    """The components of one sheet's first measure, both ways."""
    sys.path.insert(0, os.path.join(os.path.dirname(
        os.path.abspath(__file__)), '..', '..', 'tests', 'property'))
    from track.reference import (DEFAULTS, Course, D, Measures, Track, courses)
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
    measures = Measures(os.path.join(root, 'datasets/taxonomy/measures.csv'))
    settings = dict(DEFAULTS, **{'track.missing_max': '1'})
    of = courses(path, measures, {}, settings)
    for name in sorted({c.measure for c in of}):
        one = [c._replace(concern='') for c in of if c.measure == name]
        track = Track(one, measures, settings)
        groups = collections.defaultdict(list)
        for t, _, z in track.figures:
            groups[t].append(float(z))
        groups = list(groups.values())
        ours, theirs = moments(groups), reml(groups)
        print('%s %s: %d figures, %d therapists; moments %.6f and %.6f, '
              'restricted likelihood %.6f and %.6f, share %.4f and %.4f' % (
                  path, name, sum(map(len, groups)), len(groups), *ours,
                  *theirs, ours[0] / sum(ours), theirs[0] / sum(theirs)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--rapport', default='build/rapport')
    parser.add_argument('--clinics', type=int, default=2000)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--check', action='store_true')
    parser.add_argument('--data')
    asked = parser.parse_args()
    for path in sorted(glob.glob(os.path.join(asked.data or '/none', '*',
                                              'outcomes.csv'))):
        compare(path)
    wrong = list(published())
    wrong += simulate(asked) if asked.clinics else []
    for sentence in wrong:
        print('records: %s' % sentence)
    print('records: %d passed, %d failed' % (not wrong, len(wrong)))
    return asked.check and bool(wrong)


if __name__ == '__main__':
    sys.exit(main())
