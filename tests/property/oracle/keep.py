"""Keep: the pairs of an earlier run (`--keep`, `--frozen`)."""

import os

from . import plan, rules
from .cells import unguarded
from .findings import Findings
from .table import read_table


def read_pairs(folder):
    """[(client, therapist)] of a result directory."""
    table = read_table(os.path.join(folder, 'assignments.csv'), Findings())
    at = [table.header.index(name)
          for name in ('client_id', 'status', 'therapist_id')]
    rows = [[row[k] for k in at] for row in table.rows]
    return [(unguarded(client), unguarded(therapist))
            for client, status, therapist in rows
            if status in ('assigned', 'pinned') and therapist]


class Keep:
    """What becomes of each pair.

    why: client -> None where the pair may stand, else a word: gone, human,
    pin, openings, or the rule that forbids it.
    """

    def __init__(self, clinic, pairs, frozen):
        self.clinic, self.frozen = clinic, frozen
        self.points = int(clinic.world.policy['keep_points'])
        self.strangers = [c for c, _ in pairs if c not in clinic.clients]
        self.before = {c: t for c, t in pairs if c in clinic.clients}
        self.why = {c: self.judge(c, t) for c, t in self.before.items()}

    def judge(self, c, t):
        clinic = self.clinic
        pin = clinic.clients[c].pin
        if c in clinic.human:
            return 'human'
        if pin is not None:
            return None if pin == t else 'pin'
        if t not in clinic.therapists:
            return 'gone'
        if self.frozen:
            verdicts = clinic.fits[c, t].verdicts
            return next((name for name, verdict in verdicts
                         if name in ('contraindicated', 'avoid') and
                         verdict == rules.FAIL), None)
        return clinic.fits[c, t].forbidden_by

    def freeze(self, pins, seats):
        """Pin all that can be; the least urgent, then the latest by referral
        and lottery are left out where openings do not suffice."""
        def claim(c):
            client = self.clinic.clients[c]
            return (plan.TIERS.index(self.clinic.tier(client)),
                    self.clinic.line.index(c))
        wanting = [c for c, why in self.why.items()
                   if why is None and c not in pins]
        for c in sorted(wanting, key=claim):
            t = self.before[c]
            if seats[t] > 0:
                seats[t] -= 1
                pins[c] = t
            else:
                self.why[c] = 'openings'

    def bonus(self, c, t):
        return self.points if self.before.get(c) == t else 0

    def stands(self, c):
        return self.clinic.placed.get(c) == self.before[c]

    def dropped(self):
        return len(self.strangers) + sum(
            why is not None for why in self.why.values())

    def total(self):
        return self.points * sum(map(self.stands, self.before))


def price(keep, seekers, seats, client, solve):
    """What the best plan lacks in which this client's pair stands: a word, and
    S-units of objective 3, or None where it is more than that."""
    therapist = keep.before[client]

    def sums(found):
        placed = [s.tier for s in seekers if s.client in found]
        return ([placed.count(tier) for tier in plan.TIERS],
                keep.clinic.strict and set(found),
                sum(found.get(s.client) in s.poor for s in seekers),
                sum(dict(s.choices)[found[s.client]] for s in seekers
                    if s.client in found))

    strict = keep.clinic.strict
    best = sums(solve(seekers, seats, strict))
    room = dict(seats)
    room[therapist] -= 1
    others = [s for s in seekers if s.client != client]
    forced = dict(solve(others, room, strict))
    forced[client] = therapist
    tiers, queue, poor, total = sums(forced)
    if tiers != best[0]:
        return 'tier', None
    if queue != best[1]:
        return 'queue', None
    if poor != best[2]:
        return 'floor', None
    return ('gain' if best[3] > total else 'tie'), best[3] - total
