#!/usr/bin/env python3
"""Track records: every figure of `rapport track` worked out again from the
sheet by other code, to the last digit, for invented clinics of all kinds; and
the score that they make.

usage: track.py [--rapport PROGRAM] [--count N] [--seed S] [--verbose]

Each clinic is written in both forms, which have to agree, and once more with
its rows in another order. Standard library only. The last line is
"track: N passed, N failed".
"""
import argparse
import csv
import datetime
import decimal
import io
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from oracle.results import Clinic as Oracle, Options, decimal as one_place  # noqa: E402,E501
from oracle.score import World, printed_points, tenths  # noqa: E402
from oracle.words import CRITERIA  # noqa: E402
from track.reference import DEFAULTS, Measures, Track, courses  # noqa: E402

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
MEASURES = os.path.join(ROOT, 'datasets', 'taxonomy', 'measures.csv')
DEMO = [os.path.join(ROOT, 'datasets', 'demo', name)
        for name in ('therapists.csv', 'clients.csv')]
D = decimal.Decimal

# spellings, and the highest score; the last two are in no taxonomy
SCALES = [('phq9', 27), ('PHQ-9', 27), ('GAD-7', 21), ('ors', 40),
          ('pcl5', 80), ('srs', 40), ('Own scale', 100), ('mood', 10)]
CONCERNS = ['', '', 'depression', 'gad', 'ptsd', 'insomnia']


class Clinic:
    """Courses of an invented clinic, and the same in both forms."""

    def __init__(self, chance):
        self.chance = chance
        therapists = chance.choice([1, 2, 3, 6, 15])
        self.newest = datetime.date(2026, 6, 1)
        self.therapists = ['T%d' % k for k in range(1, therapists + 1)]
        self.lossy = {t: chance.choice([0, 0, .1, .25, .3, .6])
                      for t in self.therapists}
        self.effect = {t: chance.gauss(0, chance.choice([0, .3, 1]))
                       for t in self.therapists}
        self.scales = chance.sample(SCALES, chance.randint(1, len(SCALES)))
        self.flat = chance.random() < .1  # everybody changes alike
        self.courses = {}
        for k in range(chance.choice([1, 4, 30, 90])):
            self.add('C%d' % chance.randint(1, 3 * k + 1))

    def add(self, client):
        c = self.chance
        therapist = c.choice(self.therapists)
        name, most = c.choice(self.scales)
        measure = Measures.fold(name)
        if (client, therapist, measure) in self.courses or any(
                k[:2] == (client, therapist) and
                SPELT.get(k[2], k[2]) == SPELT.get(measure, measure)
                for k in self.courses):
            return
        pre = c.randint(0, most)
        change = 3 if self.flat else c.gauss(
            most / 6 * (1 + self.effect[therapist]), most / 6)
        post = min(most, max(0, round(pre - change)))
        if c.random() < .1:
            pre, post = min(most, pre + .5), post
        lost = c.random() < self.lossy[therapist]
        is_open = lost and c.random() < .3
        start = self.newest - datetime.timedelta(
            days=c.randint(0, 42) if is_open else c.randint(43, 900))
        self.courses[client, therapist, measure] = (
            name, pre, None if lost else post, is_open, start,
            c.choice(CONCERNS))

    def questionnaires(self):
        yield {'client_id': 'new', 'therapist_id': self.therapists[0],
               'date': self.newest.isoformat(), 'measure': '', 'score': '',
               'concern': ''}
        for (client, therapist, _), of in self.courses.items():
            name, pre, post, _, start, concern = of
            scores = [pre]
            if post is not None:
                scores += [self.chance.randint(0, 9) for _ in range(
                    self.chance.randint(0, 3))] + [post]
            names_it = self.chance.randrange(len(scores))
            for k, score in enumerate(scores):
                day = start + datetime.timedelta(days=7 * k)
                day = min(day, self.newest - datetime.timedelta(
                    days=len(scores) - 1 - k)) if k else day
                yield {'client_id': client, 'therapist_id': therapist,
                       'date': day.isoformat(), 'measure': name,
                       'score': score,
                       'concern': concern if k >= names_it else ''}

    def rows(self):
        for (client, therapist, _), of in self.courses.items():
            name, pre, post, is_open, _, concern = of
            yield {'client_id': client, 'therapist_id': therapist,
                   'measure': name, 'pre': pre,
                   'post': '' if post is None else post, 'concern': concern,
                   'ended': 'ongoing' if is_open else 'completed'}


SPELT = {'phq_9': 'phq9'}


def settings(chance):
    """Some settings at the edges of their ranges."""
    values = {'track.missing_max': ['0', '0.3', '1'],
              'track.slope_min': ['2', '30'], 'track.concern': ['0', '8'],
              'track.icc': ['0', '0.05', '1'],
              'track.icc_weight': ['0', '10', '1000'],
              'track.global': ['0', '0.5', '1'], 'track.open_days': ['42']}
    return {name: chance.choice(of) for name, of in values.items()
            if chance.random() < .4}


def write(path, rows, chance=None):
    rows = list(rows)
    if chance:
        chance.shuffle(rows)
    with open(path, 'w', encoding='utf-8', newline='') as file:
        out = csv.DictWriter(file, rows[0].keys())
        out.writeheader()
        out.writerows(rows)


def printed(program, path, *options):
    run = subprocess.run([program, 'track', path, '--quiet', *options],
                         capture_output=True, text=True, check=False)
    if run.returncode:
        raise AssertionError('%s: status %d: %s' % (path, run.returncode,
                                                    run.stderr[:300]))
    return run.stdout


def is_number(text, exact):
    """Is it the exact number with four decimals, half away from 0? One that
    lies within 1e-11 of half a digit may be rounded either way."""
    if exact is None:
        return text == ''
    unit = D('0.0001')
    size = abs(exact)
    allowed = {max(D(0), size + e).quantize(unit, decimal.ROUND_HALF_UP)
               for e in (D('-1e-11'), D(0), D('1e-11'))}
    for one in allowed:
        words = ('-' if exact < 0 and one > 0 else '') + str(one)
        if text == words:
            return True
    return False


def compare(text, track):
    """Sentences of what differs."""
    got = list(csv.reader(io.StringIO(text)))
    header = ('therapist_id,concern,courses,missing,mean,estimate,low,high,'
              'reliability,note')
    if ','.join(got[0]) != header:
        yield 'header %r' % got[0]
    want = list(track.rows())
    if len(got) - 1 != len(want):
        yield '%d rows, expected %d' % (len(got) - 1, len(want))
    for line, (t, concern, n, missing, numbers, note) in zip(got[1:], want):
        if line[:4] != [t, concern, str(n), str(missing)] or line[9] != note:
            yield '%s, expected %s' % (line, [t, concern, n, missing, note])
        for text_of, exact in zip(line[4:9], numbers):
            if not is_number(text_of, exact):
                yield '%s: %s, expected %s' % (line, text_of, exact)


def check(program, folder, seed):
    """Sentences of what is wrong with one clinic."""
    chance = random.Random(seed)
    clinic, said = Clinic(chance), settings(chance)
    paths = [os.path.join(folder, name)
             for name in ('outcomes.csv', 'courses.csv', 'shuffled.csv')]
    if not clinic.courses:
        return
    questionnaires = list(clinic.questionnaires())
    write(paths[0], questionnaires)
    write(paths[1], clinic.rows())
    write(paths[2], questionnaires, chance)
    policy, clients = (os.path.join(folder, name)
                       for name in ('policy.csv', 'clients.csv'))
    with open(policy, 'w', encoding='utf-8') as file:
        file.write('setting,value,source\n' + ''.join(
            '%s,%s,test\n' % pair for pair in said.items()))
    firsts = {'C%d' % k: chance.choice(CONCERNS) for k in range(1, 9)}
    write(clients, ({'client_id': client, 'concerns': concern}
                    for client, concern in firsts.items()))
    options = ['--policy', policy, '--clients', clients]
    measures = Measures(MEASURES)
    texts = [printed(program, path, *options) for path in paths]
    if texts[0] != texts[2]:
        yield 'another order of rows, another record'
    for path, text in zip(paths[:2], texts):
        of = courses(path, measures, firsts, dict(DEFAULTS, **said))
        for sentence in compare(text, Track(of, measures, said)):
            yield '%s: %s' % (os.path.basename(path), sentence)
    if texts[0] != texts[1]:
        yield 'the two forms differ'


class Measured(World):
    """The score of src/docs/scoring.md with the record of src/docs/outcomes.md."""

    def __init__(self, world, track, therapists, measured):
        super().__init__(world.policy, world.taxonomy, None, False)
        self.track, self.measured = track, measured
        self.therapists = therapists

    def theta(self, t, concern):
        """(theta, reliability); of somebody without figures (0, 0)."""
        record = self.track.records.get((t.id, concern))
        if record and record.n:
            return record.value, record.rel
        value, var = self.track.other.get(t.id, (D(0), self.track.icc))
        return value, 1 - var / self.track.icc if self.track.icc else D(0)

    def counts(self, c):
        return any(self.theta(t, concern)[1] > 0
                   for concern, _ in c.concerns or () for t in self.therapists)

    def weights(self, c):
        found = super().weights(c)
        if self.counts(c):
            own = self.policy['weight.expertise']
            found['expertise'] *= max(own, self.measured) / own
        return found

    def expertise(self, c, t, confirm):
        if not c.concerns or not self.counts(c):
            return super().expertise(c, t, confirm)
        own = self.policy['weight.expertise']
        value, share_of = 0.0, own / max(own, self.measured)
        pull = 1.25 if c.severity == 'severe' else 1.0
        for concern, share in c.concerns:
            depth = (0.5 + share_of * (self.depth(t, concern) - 0.5) +
                     pull * float(self.theta(t, concern)[0]) / 0.7)
            value += share * min(1.0, max(0.0, depth))
        return value


def check_scores(asked, oracle, own, measured):
    """Sentences of pairs of the demo clinic whose score is another one."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([asked.generate, '--clients', '1', '--therapists', '24',
                        '--outcomes', '900', '--icc', '0.2', '--seed',
                        str(asked.seed), '--out', folder], check=True,
                       stderr=subprocess.DEVNULL)
        path = os.path.join(folder, 'courses.csv')
        mine = os.path.join(folder, 'policy.csv')
        with open(mine, 'w', encoding='utf-8') as file:
            file.write('setting,value,source\nweight.expertise,%s,test\n' %
                       own)
            if measured:
                file.write('weight.expertise_measured,%s,test\n' % measured)
        text = subprocess.run(
            [asked.rapport, 'rank', *DEMO, '--outcomes', path, '--policy',
             mine, '--top', '0', '--quiet'], capture_output=True, text=True,
            check=True).stdout
        measures = Measures(MEASURES)
        track = Track(courses(path, measures, {}, DEFAULTS), measures, {})
    clients, therapists = oracle.roster.clients, oracle.roster.therapists
    oracle.world.policy['weight.expertise'] = float(own)
    world = Measured(oracle.world, track, list(therapists.values()),
                     float(measured or 0))
    rows = list(csv.DictReader(io.StringIO(text)))
    if len(rows) < 100:
        yield '%d pairs, expected more' % len(rows)
    for row in rows:
        c, t = clients[row['client_id']], therapists[row['therapist_id']]
        units, points, _ = world.score(c, t)
        printed = printed_points(units, points)
        want = {'score': one_place(tenths(units))}
        want.update((name, one_place(printed[name]) if name in printed else '')
                    for name in CRITERIA)
        got = {name: row[name] for name in want}
        if got != want:
            yield '%s %s: %s, expected %s' % (c.id, t.id, got, want)


# weight.expertise and weight.expertise_measured
WEIGHTS = [('0.3', None), ('0.08', '0.35'), ('0.5', '0.35')]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--rapport', default='build/rapport')
    parser.add_argument('--generate', default='build/generate')
    parser.add_argument('--count', type=int, default=60)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--verbose', action='store_true')
    asked = parser.parse_args()
    failed = 0
    oracle = Oracle(Options(*DEMO))
    for weights in WEIGHTS:
        wrong = list(check_scores(asked, oracle, *weights))
        failed += bool(wrong)
        for sentence in wrong[:5]:
            print('track: score: %s' % sentence)
    for k in range(asked.count):
        with tempfile.TemporaryDirectory() as folder:
            wrong = list(check(asked.rapport, folder,
                               asked.seed * 1000003 + k))
        failed += bool(wrong)
        for sentence in wrong[:5 if not asked.verbose else None]:
            print('track: clinic %d: %s' % (k, sentence))
    print('track: %d passed, %d failed' % (
        asked.count + len(WEIGHTS) - failed, failed))
    return failed != 0


if __name__ == '__main__':
    sys.exit(main())
