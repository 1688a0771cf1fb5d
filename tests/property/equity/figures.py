"""The figures of an audit, added up again from the inputs and from
assignments.csv; nothing here is the program's own arithmetic."""
import csv
import json
import math
from fractions import Fraction

Z = 1.959964


def read(path):
    with open(path, encoding='utf-8-sig', newline='') as file:
        return list(csv.DictReader(file))


def values(client, column):
    """The groups of a client in a column, case apart."""
    cell = client[column]
    if column == 'urgency':
        return {cell or 'routine'}
    if column in ('audit_tags', 'languages'):
        named = {v.strip() for v in cell.replace('|', ';').split(';')}
        return named - {''} or {''}
    return {cell.lower()}


class Truth:
    """What is known inside the clinic: everybody, group by group."""

    def __init__(self, clinic, out, columns):
        self.clinic = clinic
        rows = {row['client_id']: row for row in read(out + '/assignments.csv')}
        self.people = [c for c in clinic.clients
                       if rows[c['client_id']]['status'] != 'human']
        self.rows = [rows[c['client_id']] for c in self.people]
        self.placed = [bool(row['therapist_id']) for row in self.rows]
        self.columns = columns
        self.groups, self.names = {}, {}
        for column in columns:
            for k, client in enumerate(self.people):
                for value in values(client, column):
                    self.groups.setdefault((column, value), set()).add(k)
                    shown = client[column] if column == 'audit_part' else value
                    best = self.names.get((column, value), shown)
                    self.names[column, value] = min(shown, best)
        run = json.load(open(out + '/run.json', encoding='utf-8'))
        self.everybody = frozenset(range(len(self.people)))
        self.told = {'all': self.everybody}
        for tier in ('urgent', 'soon', 'routine'):
            self.told[tier] = frozenset(
                k for k, row in enumerate(self.rows) if row['tier'] == tier)
            assert run['tiers'][tier] == {
                'clients': len(self.told[tier]),
                'placed': self.count_placed(self.told[tier])}
        self.told['pinned'] = frozenset(
            k for k, row in enumerate(self.rows) if row['status'] == 'pinned')
        assert run['counts']['pinned'] == len(self.told['pinned'])

    def count_placed(self, members):
        return sum(self.placed[k] for k in members)

    def is_small(self, members, least):
        """Somebody is in it, and too few by one of the three counts."""
        placed = self.count_placed(members)
        return bool(members) and min(
            len(members), placed, len(members) - placed) < least

    def row(self, key, least):
        """The row of equity.csv."""
        members, clinic = self.groups[key], self.clinic
        placed = [k for k in members if self.placed[k]]
        weeks = [int(self.rows[k]['weeks_waited']) for k in members
                 if self.rows[k]['weeks_waited']]
        scores = [clinic.scores.get((self.rows[k]['client_id'],
                                     self.rows[k]['therapist_id']), 0)
                  for k in placed]
        rest = self.everybody - members
        return [key[0], self.names[key], str(len(members)),
                tenths(Fraction(100 * len(placed), len(members))),
                tenths(Fraction(sum(weeks), len(weeks)))
                if len(weeks) >= least else '',
                tenths(Fraction(sum(scores), 100 * len(scores))),
                tenths(Fraction(100 * sum(self.is_first(k) for k in placed),
                                len(members)))
                ] + difference(len(placed), len(members),
                               self.count_placed(rest), len(rest))

    def is_first(self, k):
        """Is the therapist the best of the client's own list?"""
        client, own = (self.rows[k][n] for n in ('client_id', 'therapist_id'))
        scores = self.clinic.scores
        if (client, own) not in scores:
            return False  # pinned, and not listed
        mine = (-scores[client, own], own)
        return all(mine <= (-scores[client, 'T%d' % t], 'T%d' % t)
                   for t in range(self.clinic.therapists)
                   if (client, 'T%d' % t) in scores)


def tenths(value):
    """One decimal, half away from 0."""
    size = int(abs(value) * 10 + Fraction(1, 2))
    return ('-' if value < 0 and size else '') + '%d.%d' % divmod(size, 10)


def wilson(x, n):
    """Where the score test of a share just rejects, by bisection."""
    def beyond(share):
        return (x / n - share) ** 2 > Z * Z * share * (1 - share) / n

    ends = []
    for end in (0.0, 1.0):
        inside, outside = x / n, end
        for _ in range(200):
            middle = (inside + outside) / 2
            if beyond(middle):
                outside = middle
            else:
                inside = middle
        ends.append(inside)
    return ends


def newcombe(a, n, b, m):
    """Newcombe 1998, method 10: square and add."""
    (l1, u1), (l2, u2) = wilson(a, n), wilson(b, m)
    p, q = a / n, b / m
    return (p - q - math.hypot(p - l1, u2 - q),
            p - q + math.hypot(u1 - p, q - l2))


def difference(a, n, b, m):
    if m == 0:
        return ['', '', '']
    return [tenths(100 * (Fraction(a, n) - Fraction(b, m)))] + [
        tenths(Fraction(100 * end)) for end in newcombe(a, n, b, m)]
