#!/usr/bin/env python3
"""Instances with published or proven optima, as clinics with --scores.

    orlib.py --rapport build/rapport

An assignment problem of n rows and columns is a clinic of n clients and n
therapists with score = 100 - cost. The data are kept outside the repository:
in the folder that RAPPORT_SHARED names, else in ../shared; what is not there
is skipped with a line. A small instance of our own is always solved, and
compared with trying everything.
"""

import argparse
import csv
import itertools
import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
SHARED = os.path.join(
    os.environ.get('RAPPORT_SHARED') or os.path.join(ROOT, '..', 'shared'),
    'data')
# Beasley's OR-Library: published minima are 305 and 475.
PUBLISHED = {'assign100': 9695, 'assign200': 19525}
TEN_OF_TEN = 8920       # assign100, its first ten columns with ten seats each
OWN = ((61, 12, 90, 33), (61, 12, 91, 34), (5, 77, 88, 33), (60, 70, 80, 90))


class Problem:
    """Scores in points by (client, therapist), openings by therapist."""

    def __init__(self, scores, openings, total, assigned):
        self.scores, self.openings = scores, openings
        self.total, self.assigned = total, assigned

    def clients(self):
        return list(dict.fromkeys(client for client, _ in self.scores))


def save(folder, name, header, rows):
    path = os.path.join(folder, name)
    with open(path, 'w', encoding='utf-8', newline='') as file:
        csv.writer(file).writerows([header] + list(rows))
    return path


def read(path):
    with open(path, encoding='utf-8-sig', newline='') as file:
        return list(csv.DictReader(file))


def from_costs(costs, columns=None, seats=1, **answer):
    columns = columns or len(costs[0])
    scores = {('c%03d' % i, 't%03d' % j): 100 - costs[i][j]
              for i in range(len(costs)) for j in range(columns)}
    openings = {'t%03d' % j: seats for j in range(columns)}
    return Problem(scores, openings, **answer)


def own_instance():
    best = min(sum(OWN[i][j] for i, j in enumerate(order))
               for order in itertools.permutations(range(len(OWN))))
    return from_costs(OWN, total=100 * len(OWN) - best, assigned=len(OWN))


def read_orlib(path):
    with open(path, encoding='ascii') as file:
        numbers = [int(word) for word in file.read().split()]
    size, costs = numbers[0], numbers[1:]
    return [costs[size * i:size * (i + 1)] for i in range(size)]


def read_converted(folder, name, **answer):
    scores = {(row['client_id'], row['therapist_id']): int(row['score'])
              for row in read(os.path.join(folder, name + '.scores.csv'))}
    openings = {row['therapist_id']: int(row['capacity']) for row in
                read(os.path.join(folder, name + '.therapists.csv'))}
    return Problem(scores, openings, **answer)


def orlib(folder):
    for name, total in PUBLISHED.items():
        costs = read_orlib(os.path.join(folder, name + '.txt'))
        yield name, from_costs(costs, total=total, assigned=len(costs))
    costs = read_orlib(os.path.join(folder, 'assign100.txt'))
    yield 'assign100, ten of ten', from_costs(
        costs, 10, 10, total=TEN_OF_TEN, assigned=len(costs))


def glpk_samples(folder):
    folder = os.path.join(folder, 'converted')
    with open(os.path.join(folder, 'expected.json'), encoding='utf-8') as file:
        expected = json.load(file)
    for name, answer in expected.items():
        problem = read_converted(
            folder, name, assigned=answer.get('max_cardinality'),
            total=answer.get('score_at_max_cardinality',
                             answer['max_total_score']))
        if problem.assigned is None:    # dense: everybody gets a place
            problem.assigned = len(problem.clients())
        yield name, problem


def hr_matching(folder):
    folder = os.path.join(folder, 'converted')
    with open(os.path.join(folder, 'expected.json'), encoding='utf-8') as file:
        expected = json.load(file)
    for name, answer in expected.items():
        best = answer['max_cardinality_then_score']
        yield name, read_converted(folder, name, total=best['total'],
                                   assigned=best['assigned'])


def problems():
    yield 'our own', own_instance()
    for name, load in (('orlib', orlib), ('glpk-samples', glpk_samples),
                       ('hr-matching', hr_matching)):
        folder = os.path.join(SHARED, name)
        if os.path.isdir(folder):
            for instance, problem in load(folder):
                yield '%s: %s' % (name, instance), problem
        else:
            print('orlib: %s is not here, skipped' % name)


def solve(rapport, problem, folder):
    """Run the program; return run.json and the pairs it chose."""
    out = os.path.join(folder, 'out')
    clients = problem.clients()
    arguments = [
        rapport, 'match', '--quiet', '--out', out, '--scores',
        save(folder, 'scores.csv', ['client_id', 'therapist_id', 'score'],
             [pair + (score,) for pair, score in problem.scores.items()]),
        save(folder, 'therapists.csv', ['therapist_id', 'openings'],
             problem.openings.items()),
        save(folder, 'clients.csv', ['client_id'], [[c] for c in clients])]
    done = subprocess.run(arguments, stderr=subprocess.PIPE, timeout=600)
    if done.returncode != 0:
        return None, done.stderr.decode('utf-8', 'replace')
    with open(os.path.join(out, 'run.json'), encoding='utf-8') as file:
        run = json.load(file)
    return run, [(row['client_id'], row['therapist_id'])
                 for row in read(os.path.join(out, 'assignments.csv'))
                 if row['therapist_id']]


def check(rapport, problem, folder):
    """What is wrong with the answer, as sentences."""
    run, pairs = solve(rapport, problem, folder)
    if run is None:
        return [pairs]
    wrong = []
    total = sum(problem.scores.get(pair, -10 ** 6) for pair in pairs)
    if len({client for client, _ in pairs}) != len(pairs):
        wrong.append('a client twice')
    for therapist, seats in problem.openings.items():
        if sum(t == therapist for _, t in pairs) > seats:
            wrong.append('%s has more than %d clients' % (therapist, seats))
    for what, got, wanted in (
            ('total', total, problem.total),
            ('total of run.json', run['score']['total'], problem.total),
            ('assigned', len(pairs), problem.assigned),
            ('assigned of run.json', run['counts']['assigned'],
             problem.assigned),
            ('proven optimal', run['proof']['optimal'], True)):
        if got != wanted:
            wrong.append('%s: got %s, expected %s' % (what, got, wanted))
    return wrong


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--rapport', default='build/rapport')
    given = parser.parse_args()
    passed = failed = 0
    for name, problem in problems():
        with tempfile.TemporaryDirectory() as folder:
            wrong = check(os.path.abspath(given.rapport), problem, folder)
        for sentence in wrong:
            print('%s: %s' % (name, sentence))
        passed += not wrong
        failed += bool(wrong)
    print('orlib: %d passed, %d failed' % (passed, failed))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
