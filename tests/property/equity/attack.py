"""Attacks on what an audit publishes: equity.csv and the counts of run.json.

The attacker knows how many clients each published group has and how many of
them are placed, knows the rules, and, which is the worst that can be, knows
how all columns hang together: every combination of values that occurs.
Unknown is how many clients have each combination, placed and not placed.
"""
import math
from fractions import Fraction
from functools import reduce


class Span:
    """Sums of some sets, each times any number: exact elimination."""

    def __init__(self):
        self.rows = []  # (pivot, vector with 1 there)

    def left_of(self, vector):
        vector = dict(vector)
        for pivot, row in self.rows:
            times = vector.get(pivot, 0)
            if times:
                for at, value in row.items():
                    vector[at] = vector.get(at, 0) - times * value
                    if not vector[at]:
                        del vector[at]
        return vector

    def add(self, vector):
        vector = self.left_of(vector)
        if vector:
            pivot = min(vector)
            self.rows.append((pivot, {
                at: Fraction(value) / vector[pivot]
                for at, value in vector.items()}))

    def holds(self, vector):
        return not self.left_of(vector)


class World:
    """Clients by combination of all values, tier and pin."""

    def __init__(self, truth, told):
        self.truth, self.told = truth, told  # told: keys of groups
        sets = sorted(truth.groups.items()) + sorted(truth.told.items())
        found = {}
        for k in truth.everybody:
            sign = tuple(k in members for _, members in sets)
            found.setdefault(sign, set()).add(k)
        self.atoms = list(found.values())
        self.anyway, self.known = Span(), Span()
        for members in truth.told.values():
            self.anyway.add(self.vector(members))
            self.known.add(self.vector(members))
        for key in told:
            self.known.add(self.vector(truth.groups[key]))
        self.hidden = [key for key in sorted(truth.groups) if key not in told]

    def vector(self, members):
        """Of a union of atoms."""
        return {k: 1 for k, atom in enumerate(self.atoms) if atom <= members}

    def recovers(self, members):
        """Can its counts be added up from what is told, and not from run.json
        alone?"""
        vector = self.vector(members)
        return self.known.holds(vector) and not self.anyway.holds(vector)

    def sums(self, least):
        """Hidden groups, and small sets, that are sums of what is told."""
        truth = self.truth
        for key in self.hidden:
            if self.recovers(truth.groups[key]):
                yield 'group %s=%s is a sum' % key
        for key in self.told:
            mine = truth.groups[key]
            rest = truth.everybody - mine
            if truth.is_small(mine, least) or truth.is_small(rest, least):
                yield '%s=%s, or its rest, is small' % key
            for other, theirs in truth.groups.items():
                for name, piece in (('and', mine & theirs),
                                    ('without', mine - theirs),
                                    ('not in', theirs - mine),
                                    ('nor', rest - theirs)):
                    if truth.is_small(piece, least) and self.recovers(piece):
                        yield '%s=%s %s %s=%s is small and a sum' % (
                            *key, name, *other)

    def columns(self):
        """By one column alone: the hidden groups share what is left over."""
        truth = self.truth
        for column in truth.columns:
            of_it = [key for key in truth.groups if key[0] == column]
            hidden = [key for key in of_it if key in self.hidden]
            if sum(len(truth.groups[key]) for key in of_it) > len(
                    truth.everybody) or not hidden or len(hidden) == len(of_it):
                continue
            left = sum(len(truth.groups[key]) for key in hidden)
            if left - len(hidden) < 1 or len(hidden) < 2:
                yield '%s: %d groups share %d clients' % (
                    column, len(hidden), left)

    def ranges(self):
        """(key, what, least, most) for the counts of each hidden group, by
        linear programming.

        Here the attacker knows which combinations of values occur, that
        somebody is in each hidden group, and of the tiers what run.json tells
        and that an urgent client is urgent.
        """
        truth = self.truth
        kinds = {}
        for k in truth.everybody:
            sign = tuple(key for key, members in sorted(truth.groups.items())
                         if k in members)
            kinds.setdefault(sign, set()).add(k)
        self.kinds = sorted(kinds.items())
        shown = [{k for k, (sign, _) in enumerate(self.kinds) if key in sign}
                 for key in self.told]
        yield from self.bounds('clients', self.by_kind(shown), 1)
        for what in (True, False):
            yield from self.bounds('placed' if what else 'not placed',
                                   self.by_tier(shown, what), 3)

    def by_kind(self, shown):
        """Variables: how many of each kind, and what each hidden group has
        beyond one client."""
        width = len(self.kinds)
        rows = [dict.fromkeys(group, 1) for group in
                shown + [set(range(width))]]
        solution = [len(members) for _, members in self.kinds]
        for number, key in enumerate(self.hidden):
            rows.append({k: 1 for k, (sign, _) in enumerate(self.kinds)
                         if key in sign})
            rows[-1][width + number] = -1
            solution.append(len(self.truth.groups[key]) - 1)
        return Table(rows, solution)

    def by_tier(self, shown, what):
        """Variables: how many of each kind, in each tier, are placed."""
        truth, width = self.truth, len(self.kinds)
        solution, forbidden, sets = [], set(), []
        for t, tier in enumerate(('urgent', 'soon', 'routine')):
            for k, (sign, members) in enumerate(self.kinds):
                solution.append(sum(truth.placed[c] == what for c in
                                    members & truth.told[tier]))
                urgency = dict(sign).get('urgency', tier)
                if tier not in {'routine': ('routine', 'soon')}.get(
                        urgency, (urgency,)):
                    forbidden.add(t * width + k)
            sets.append({t * width + k for k in range(width)})
        sets += [{t * width + k for k in group for t in range(3)}
                 for group in shown] + [forbidden]
        return Table([dict.fromkeys(each, 1) for each in sets], solution)

    def bounds(self, what, table, tiers):
        for key in self.hidden:
            goal = {t * len(self.kinds) + k: 1 for t in range(tiers)
                    for k, (sign, _) in enumerate(self.kinds) if key in sign}
            low = -table.most({k: -1 for k in goal})
            yield key, what, math.ceil(low), math.floor(table.most(goal))


def least_multiple(a, b):
    return a * b // math.gcd(a, b)


class Table:
    """max c x, A x = b, x >= 0 in exact numbers (simplex, Bland's rule); b is
    told by a solution. A row is whole numbers over one that is its own:
    fractions would take four times as long."""

    def __init__(self, rows, solution):
        self.width = len(solution)
        span, self.rows, self.basis = Span(), [], []
        for row in rows:  # what depends on others says nothing new
            if not span.holds(row):
                span.add(row)
                self.rows.append([row.get(k, 0) for k in range(self.width)])
        for row in self.rows:
            row.append(sum(a * x for a, x in zip(row, solution)))
        self.under = [1] * len(self.rows)
        self.start()

    def start(self):
        """An artificial unit for each row is driven out."""
        m = len(self.rows)
        for i, row in enumerate(self.rows):
            row[-1:-1] = [int(i == k) for k in range(m)]
        self.basis = [self.width + i for i in range(m)]
        self.improve({self.width + i: -1 for i in range(m)}, self.width + m)
        for i in range(m):  # degenerate ones leave at no cost
            if self.basis[i] >= self.width:
                self.pivot(i, next(k for k in range(self.width)
                                   if self.rows[i][k]))
        self.rows = [row[:self.width] + row[-1:] for row in self.rows]

    def put(self, i, row, under):
        by = reduce(math.gcd, row, under) * (1 if under > 0 else -1)
        self.rows[i] = [v // by for v in row]
        self.under[i] = under // by

    def pivot(self, i, k):
        self.put(i, self.rows[i], self.rows[i][k])
        mine, under = self.rows[i], self.under[i]
        for j, row in enumerate(self.rows):
            times = row[k]
            if j != i and times:
                self.put(j, [v * under - times * w
                             for v, w in zip(row, mine)],
                         self.under[j] * under)
        self.basis[i] = k

    def improve(self, goal, width):
        while True:
            whole = reduce(least_multiple, self.under)
            costs = [(goal[b] * (whole // under), row) for b, under, row in
                     zip(self.basis, self.under, self.rows) if goal.get(b)]
            enters = next((k for k in range(width) if k not in self.basis and
                           goal.get(k, 0) * whole >
                           sum(c * row[k] for c, row in costs)), None)
            if enters is None:
                return Fraction(sum(c * row[-1] for c, row in costs), whole)
            ratios = [(Fraction(row[-1], row[enters]), self.basis[i], i)
                      for i, row in enumerate(self.rows) if row[enters] > 0]
            self.pivot(min(ratios)[2], enters)

    def most(self, goal):
        return self.improve(goal, self.width)
