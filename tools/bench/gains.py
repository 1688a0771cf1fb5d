#!/usr/bin/env python3
"""What is gained by matching on records? Invented clinics whose truth is known.

usage: gains.py [--rapport PROGRAM] [--generate PROGRAM] [--clinics N]
                [--seed S] [--out FILE]

Clinics of 60 clients and 20 therapists, each of whom has had 30 clients before,
are matched in five ways: by chance among who fits, without records, with them
as in the default policy, with the weights of the evidence policy, and as
somebody would who knew the truth. Told is how much better or worse than the
mean of all therapists clients fare with whom they get, for their first
concern, in standard deviations of what clients change. Standard library only.
"""
import argparse
import csv
import io
import math
import os
import random
import subprocess
import sys
import tempfile

CLIENTS, THERAPISTS, PAST = 60, 20, 30
SUPPLIES = [('full', '1.0'), ('spare', '2.0')]
SKILLS = ['global', 'half', 'concern']
SHARES = [0.05, 0.10]
WAYS = ['chance', 'without', 'records', 'evidence', 'truth']
EVIDENCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..',
                        'datasets', 'policies', 'evidence.csv')


def read(path):
    with open(path, encoding='utf-8-sig', newline='') as file:
        return list(csv.DictReader(file))


def first_concern(row):
    return row['concerns'].split(';')[0].split(':')[0].strip()


class Clinic:
    """People of today, the same whatever the skill of therapists."""

    def __init__(self, asked, folder, seed, supply):
        self.asked, self.folder = asked, folder
        self.chance = random.Random(seed)
        subprocess.run([asked.generate, '--clients', str(CLIENTS),
                        '--therapists', str(THERAPISTS), '--supply', supply,
                        '--seed', str(seed), '--out', folder], check=True,
                       stderr=subprocess.DEVNULL)
        self.paths = [os.path.join(folder, name + '.csv')
                      for name in ('therapists', 'clients')]
        self.therapists, self.clients = map(read, self.paths)
        self.concern = {row['client_id']: first_concern(row)
                        for row in self.clients}
        self.eligible = {}
        for row in csv.DictReader(io.StringIO(self.run(
                'rank', '--top', '0').stdout)):
            self.eligible.setdefault(row['client_id'], []).append(
                row['therapist_id'])
        self.without = self.match()

    def draw(self, skill, share):
        """How well clients really fare, by therapist and concern; their mean
        over all therapists is 0."""
        whole = {'global': share, 'half': share / 2, 'concern': 0}[skill]
        part = share - whole
        ids = [row['therapist_id'] for row in self.therapists]
        own = {t: self.chance.gauss(0, math.sqrt(whole)) for t in ids}
        self.truth = {}
        for c in sorted(set(self.concern.values())):
            of = {t: own[t] + self.chance.gauss(0, math.sqrt(part))
                  for t in ids}
            mean = sum(of.values()) / len(of)
            self.truth.update(((t, c), v - mean) for t, v in of.items())

    def remember(self, share):
        """Past clients, with the concerns of those of today."""
        concerns = list(self.concern.values())
        with open(os.path.join(self.folder, 'outcomes.csv'), 'w',
                  encoding='utf-8', newline='') as file:
            out = csv.writer(file)
            out.writerow('client_id therapist_id measure pre post '
                         'concern'.split())
            for row in self.therapists:
                t = row['therapist_id']
                for k in range(PAST):
                    c = self.chance.choice(concerns)
                    pre = self.chance.gauss(50, 8)
                    z = self.truth[t, c] + self.chance.gauss(
                        0, math.sqrt(1 - share))
                    out.writerow(['P-%s-%d' % (t, k), t, 'own scale',
                                  '%.3f' % pre,
                                  '%.3f' % (.6 * pre + 12 - 10 * z), c])

    def run(self, command, *options):
        return subprocess.run([self.asked.rapport, command, *self.paths,
                               *options, '--quiet'], check=True,
                              capture_output=True, text=True)

    def match(self, *options):
        out = os.path.join(self.folder, 'results')
        self.run('match', '--analyses', 'none', '--out', out, *options)
        return {row['client_id']: row['therapist_id']
                for row in read(out + '/assignments.csv')
                if row['therapist_id']}

    def by_chance(self):
        seats = {row['therapist_id']: int(row['openings'])
                 for row in self.therapists}
        line, found = list(self.eligible), {}
        self.chance.shuffle(line)
        for c in line:
            free = [t for t in self.eligible[c] if seats[t] > 0]
            if free:
                found[c] = self.chance.choice(free)
                seats[found[c]] -= 1
        return found

    def by_truth(self):
        """The scores of somebody who knows, a whole standard deviation being
        50 points."""
        path = os.path.join(self.folder, 'scores.csv')
        with open(path, 'w', encoding='utf-8', newline='') as file:
            out = csv.writer(file)
            out.writerow(['client_id', 'therapist_id', 'score'])
            for c, therapists in self.eligible.items():
                out.writerows([c, t, '%.2f' % min(100, max(
                    0, 50 + 50 * self.truth[t, self.concern[c]]))]
                    for t in therapists)
        return self.match('--scores', path)

    def worth(self, pairs):
        return sum(self.truth[t, self.concern[c]]
                   for c, t in pairs.items()) / max(1, len(pairs))

    def figures(self, skill, share):
        self.draw(skill, share)
        self.remember(share)
        known = ['--outcomes', os.path.join(self.folder, 'outcomes.csv')]
        return [self.worth(pairs) for pairs in (
            self.by_chance(), self.without, self.match(*known),
            self.match(*known, '--policy', EVIDENCE), self.by_truth())]


def mean(values):
    return sum(values) / len(values)


def error(values):
    middle = mean(values)
    return math.sqrt(sum((v - middle) ** 2 for v in values) /
                     max(1, len(values) - 1) / len(values))


def summary(found):
    """The mean of each way, and what records gain, with its standard error."""
    by = dict(zip(WAYS, zip(*found)))
    row = ['%+.3f' % mean(by[way]) for way in WAYS]
    for way in ('records', 'evidence'):
        gain = [a - b for a, b in zip(by[way], by['without'])]
        row += ['%+.3f' % mean(gain), '%.3f' % error(gain)]
    return row


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--rapport', default='build/rapport')
    parser.add_argument('--generate', default='build/generate')
    parser.add_argument('--clinics', type=int, default=40)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--out')
    asked = parser.parse_args()
    kinds = [(skill, share) for skill in SKILLS for share in SHARES]
    rows = [['capacity', 'skill', 'share', *WAYS, 'gain', 'gain_error',
             'evidence_gain', 'evidence_error']]
    for name, supply in SUPPLIES:
        found = {kind: [] for kind in kinds}
        for k in range(asked.clinics):
            with tempfile.TemporaryDirectory() as folder:
                clinic = Clinic(asked, folder, asked.seed * 1009 + k, supply)
                for kind in kinds:
                    found[kind].append(clinic.figures(*kind))
        for kind in kinds:
            rows.append([name, kind[0], '%.2f' % kind[1], *summary(
                found[kind])])
            print(' '.join('%9s' % cell for cell in rows[-1]), flush=True)
    if asked.out:
        with open(asked.out, 'w', encoding='utf-8', newline='') as file:
            csv.writer(file, lineterminator='\n').writerows(rows)


if __name__ == '__main__':
    sys.exit(main())
