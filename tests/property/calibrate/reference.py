"""What a history teaches, worked out again (src/docs/outcomes.md)."""

import hashlib
import math
from itertools import combinations

from oracle.words import CRITERIA

from .program import Program

SAME = 1e-9


def fold_of(client):
    digest = hashlib.sha256(client.encode('utf-8')).hexdigest()
    return int(digest[:8], 16) % 5


class Row:
    """A pair: its values (None: absent) and what came of it."""

    def __init__(self, client, therapist, worth, values, factors):
        self.client, self.therapist, self.worth = client, therapist, worth
        self.values, self.factors = values, factors
        self.fold = fold_of(client)


class History:
    def __init__(self, kind, rows, weights):
        self.kind, self.weights = kind, weights
        self.rows = sorted(rows, key=lambda r: (r.client.encode('utf-8'),
                                                r.therapist.encode('utf-8')))
        self.names, self.means = [], {}
        for name in CRITERIA:
            known = [r.values[name] for r in rows
                     if r.values[name] is not None]
            if known and weights[name] > 0:
                self.names.append(name)
                self.means[name] = math.fsum(known) / len(known)
        self.total = sum(weights[n] for n in self.names)
        self.default = [weights[n] / self.total for n in self.names]
        self.varying = [n for n in self.names if max(
            self.value(r, n) for r in rows) - min(
            self.value(r, n) for r in rows) > SAME]
        self.lines = list(self.make_lines())

    def without(self, fold):
        rest = [r for r in self.rows if r.fold != fold]
        return History(self.kind, rest, self.weights) if rest else None

    def value(self, row, name):
        found = row.values[name]
        return self.means[name] if found is None else found

    def comparisons(self):
        for a, b in combinations(self.rows, 2):
            if a.client == b.client and a.worth != b.worth:
                yield (a, b) if a.worth > b.worth else (b, a)

    def classes(self):
        better = sum(r.worth > 0 for r in self.rows)
        return better, len(self.rows) - better

    def is_one_class(self):
        if self.kind == 'result':
            return 0 in self.classes()
        if self.kind == 'gain':
            return max(r.worth for r in self.rows) - min(
                r.worth for r in self.rows) <= SAME
        return not any(True for _ in self.comparisons())

    def make_lines(self):
        """(values, sign or aim, cost) of every error."""
        if self.is_one_class():
            return
        if self.kind == 'preferred_rank':
            pairs = list(self.comparisons())
            for a, b in pairs:
                yield ([self.value(a, n) - self.value(b, n)
                        for n in self.names], 1.0, 1 / len(pairs))
            return
        better, worse = self.classes()
        mean = sum(r.worth for r in self.rows) / len(self.rows)
        spread = math.sqrt(sum((r.worth - mean) ** 2 for r in self.rows) /
                           max(1, len(self.rows) - 1))
        for r in self.rows:
            values = [self.value(r, n) for n in self.names]
            if self.kind == 'gain':
                yield values, r.worth / spread, 1 / len(self.rows)
            else:
                yield values, r.worth, 1 / (2 * (better if r.worth > 0
                                                 else worse))

    # the program; columns: shares, offset as a difference of two, errors

    def put_lines(self, program, lines, scale):
        width = len(lines[0][0])
        for i, (values, aim, _) in enumerate(lines):
            error = {width + 2 + i: 1.0}
            if self.kind == 'gain':
                sides = [(1.0, aim), (-1.0, -aim)]
            else:
                sides = [(aim, 1.0)]
            for sign, least in sides:
                row = {k: sign * v for k, v in enumerate(values)}
                if self.kind != 'preferred_rank':
                    turn = -sign if self.kind == 'result' else sign
                    row.update({width: turn, width + 1: -turn})
                row.update(error)
                if scale is None:
                    program.at_least(row, least)
                else:
                    row[scale] = -least
                    program.at_least(row, 0.0)

    def loss(self, lines, bounds=None):
        width = len(lines[0][0])
        program = Program(width + 2 + len(lines))
        for j, share in enumerate(bounds or ()):
            for times, sign in ((0.5, 1.0), (2.0, -1.0)):
                program.at_least(
                    {k: sign * ((k == j) - times * share)
                     for k in range(width)}, 0.0)
        self.put_lines(program, lines, None)
        program.open()
        return program.least({width + 2 + i: line[2]
                              for i, line in enumerate(lines)})

    def default_loss(self):
        return self.loss([([sum(d * v for d, v in zip(self.default, values))],
                           aim, cost) for values, aim, cost in self.lines])

    def learn(self, free, ranges=True):
        """(least loss, shares, [(low, high)])"""
        width = len(self.names)
        least = self.loss(self.lines, None if free else self.default)
        program = Program(width + 2 + len(self.lines))
        scale = program.column()
        away = [program.column() for _ in range(2 * width)]
        self.put_lines(program, self.lines, scale)
        program.equal(dict.fromkeys(range(width), 1.0), 1.0)
        for k, share in enumerate(self.default):
            program.equal({k: 1.0, away[k]: -1.0, away[width + k]: 1.0},
                          share)
            if not free:
                program.at_least({k: 1.0}, share / 2)
                program.at_most({k: 1.0}, share * 2)
        loss = {width + 2 + i: line[2] for i, line in enumerate(self.lines)}
        program.at_most({**loss, scale: -(1.01 * least + 1e-6)}, 0.0)
        program.open()
        found = [(program.least({k: 1.0}), -program.least({k: -1.0}))
                 for k in range(width)] if ranges else None
        costs = [dict.fromkeys(away, 1.0)] + [{k: 1.0} for k in range(width)]
        for cost in costs:
            program.hold(cost, program.least(cost) + 1e-9)
        return least, program.point()[:width], found


def rounded(shares):
    """Four decimals that sum to 1."""
    units = [math.floor(s * 10000 + 1e-6) for s in shares]
    rest = [round((s * 10000 - u) * 1e6) for s, u in zip(shares, units)]
    for _ in range(10000 - sum(units)):
        k = max(range(len(rest)), key=lambda j: (rest[j], -j))
        units[k] += 1
        rest[k] -= 10 ** 6
    return [u / 10000 for u in units]


def score(row, weights):
    present = [(weights[n] * row.factors[n], row.values[n]) for n in CRITERIA
               if weights[n] > 0 and row.values[n] is not None]
    if not present:
        return 5000
    points = 100 * sum(w * v for w, v in present) / sum(w for w, _ in present)
    return math.floor(100 * points + 0.5 + 1e-6)


def concordance(history, scores, without=None):
    """Over all pairs of rows that differ; ranks: of one client."""
    good = count = 0
    rows = [(r, scores[k]) for k, r in enumerate(history.rows)
            if r.client != without]
    for (a, s), (b, t) in combinations(rows, 2):
        if a.worth == b.worth or (history.kind == 'preferred_rank' and
                                  a.client != b.client):
            continue
        count += 1
        better = s - t if a.worth > b.worth else t - s
        good += 2 if better > 0 else better == 0
    return good / 2 / count if count else 0.5


def shared_out(history, shares):
    weights = dict(history.weights)
    weights.update((n, s * history.total)
                   for n, s in zip(history.names, shares))
    return weights


def tested(history, free):
    """Concordance of held-out clients: calibrated, default, equal; and the
    jackknife error of the first less the second."""
    scores = [None] * len(history.rows)
    for fold in range(5):
        if all(r.fold != fold for r in history.rows):
            continue
        rest, weights = history.without(fold), history.weights
        if rest and rest.names and not rest.is_one_class():
            shares = rounded(rest.learn(free, ranges=False)[1])
            weights = shared_out(rest, shares)
        for k, row in enumerate(history.rows):
            if row.fold == fold:
                scores[k] = score(row, weights)
    usual = [score(r, history.weights) for r in history.rows]
    even = shared_out(history, [1 / len(history.names)] * len(history.names))
    equal = [score(r, even) for r in history.rows]
    clients = sorted({r.client for r in history.rows})
    d = [concordance(history, scores, c) - concordance(history, usual, c)
         for c in clients]
    n, mean = len(d), sum(d) / len(d)
    error = math.sqrt((n - 1) / n * sum((x - mean) ** 2 for x in d))
    return [concordance(history, s) for s in (scores, usual, equal)], error
