"""Every plan of a tiny clinic, and the best of them."""
from functools import lru_cache

from .reading import TIERS

CONTRADICTION = 'contradiction'


class Plans:
    """All plans of a clinic; `raised` limits have one more, and of `left_out`
    clients nobody is there."""

    def __init__(self, clinic, raised=(), left_out=()):
        self.clinic, self.left_out = clinic, set(left_out)
        self.pinned = {c: t for c, t in clinic.pins.items()
                       if c not in clinic.human}
        self.limits = [(limit, self.bound(limit, limit.name in raised))
                       for limit in clinic.limits]
        self.seekers = [c for c in clinic.line if self.seeks(c)]
        self.strict = clinic.option('--queue', 'points') == 'strict'
        self.fair = clinic.option('--objective', 'total') == 'fair'
        self.fits_hours = lru_cache(None)(self.clinic.can_hold)

    def bound(self, limit, is_raised):
        """What pins alone exceed stands, and nobody is added."""
        if limit.most is None:
            return None
        return max(limit.most + is_raised, limit.count(self.pinned))

    def seeks(self, c):
        k = self.clinic
        return (c not in k.human and c not in k.pins and c not in k.instead
                and c not in self.left_out)

    # conditions

    def contradiction(self):
        """Whether pins contradict openings, rules, links or each other."""
        k = self.clinic
        held = list(k.pins.values())
        if any(held.count(t) > n for t, n in k.openings.items()):
            return True
        if any(name in ('avoid', 'contraindicated') and verdict == 'fail'
               for c, t in k.pins.items()
               for name, verdict in k.oracle.fits[c, t].verdicts):
            return True
        for members in k.parties():
            if len({k.pins[m] for m in members if m in k.pins}) > 1:
                return True
        if any(k.pins.get(c) == t for o, t in k.pins.items()
               for c in k.apart[o]):
            return True
        return not all(self.fits_hours(t, self.holders(t, {}))
                       for t in k.openings)

    def holders(self, t, plan):
        k = self.clinic
        return tuple(c for c in k.line
                     if (k.pins.get(c) or plan.get(c)) == t)

    def keeps(self, plan):
        """Does a plan (pins of all, human ones too, are added) keep all
        conditions? Openings are left to the caller."""
        k = self.clinic
        everybody = {**plan, **k.pins}
        if any(t is not None and everybody.get(o) == t
               for c, t in everybody.items() for o in k.apart[c]):
            return False
        mine = {**plan, **self.pinned}
        for members in k.parties():
            if len({mine.get(m) for m in members}) > 1:
                return False
        for limit, bound in self.limits:
            if bound is not None and limit.count(mine) > bound:
                return False
        return all(self.fits_hours(t, self.holders(t, plan))
                   for t in set(plan.values()))

    def is_roomy(self, plan):
        held = list({**plan, **self.clinic.pins}.values())
        return all(held.count(t) <= n
                   for t, n in self.clinic.openings.items())

    # objective

    def short(self, plan):
        mine = {**plan, **self.pinned}
        return sum(max(0, limit.least - limit.count(mine))
                   for limit, _ in self.limits)

    def key(self, plan):
        """(counts by tier and shortfall, queue, poor, total, ties)"""
        k = self.clinic
        mine = {**plan, **self.pinned}
        placed = [k.tier(c) for c in mine]
        counts = [placed.count(t) for t in TIERS]
        queue = [c in plan for t in TIERS for c in self.seekers
                 if k.tier(c) == t] if self.strict else []
        poor = sum(k.units(c, t) < k.oracle.floor()
                   for c, t in plan.items()) if self.fair else 0
        total = sum(k.units(c, t)
                    + k.oracle.wait_units(k.oracle.clients[c]) + k.kept(c, t)
                    for c, t in mine.items())
        ties = [-(k.lists[c].index(plan[c]) if c in plan
                  else len(k.openings)) for c in self.seekers]
        return (counts[0], -self.short(plan), *counts[1:], queue, -poor,
                total, ties)

    def all(self):
        """Every plan that keeps all conditions, pins left out."""
        k = self.clinic
        room = dict(k.openings)
        for t in k.pins.values():
            room[t] -= 1
        plan = {}

        def place(at):
            if at == len(self.seekers):
                if self.keeps(plan):
                    yield dict(plan)
                return
            c = self.seekers[at]
            for t in k.lists[c]:
                if room[t] > 0 and not self.breaks(c, t, plan):
                    room[t] -= 1
                    plan[c] = t
                    yield from place(at + 1)
                    del plan[c]
                    room[t] += 1
            yield from place(at + 1)
        yield from place(0)

    def breaks(self, c, t, plan):
        """Early: what no later client can mend."""
        k = self.clinic
        if any(plan.get(o, k.pins.get(o)) == t for o in k.apart[c]):
            return True
        return not self.fits_hours(t, self.holders(t, {**plan, c: t}))

    def best(self):
        """(key, plan) of the best plan, or CONTRADICTION."""
        if self.contradiction():
            return CONTRADICTION
        return max(((self.key(plan), plan) for plan in self.all()),
                   key=lambda found: found[0])

    # limits.csv

    def waiting(self, limit, plan):
        """How many who wait would be placed were `most` one higher, the other
        waiting ones left out; a party counts as one."""
        if limit.most is None:
            return 0
        k = self.clinic
        waits = {c for c in self.seekers if c not in plan and k.lists[c]}
        units = {k.party.get(c, frozenset({c})) for c in waits}
        found = 0
        for unit in units:
            others = Plans(k, {limit.name}, waits - unit)
            _, best = others.best()
            found += all(c in best for c in unit)
        return found
