"""Plan: the one assignment that the objective of src/docs/matching.md picks.

Two solvers that share nothing: trying every assignment, and shortest
augmenting paths. The second packs the whole objective into one whole number
a pair: counts by tier, then how many are not poor matches (objective fair),
then the total, then for each client in order of referral the place of the
therapist in the client's own list. Where the queue is strict, who is placed
stands between the counts and the poor matches.
"""

import heapq

from .findings import CONTRADICTORY_PINS, Stop

TIERS = ('urgent', 'soon', 'routine')
TRIALS = 20000


class Seeker:
    """A client to place: tier, and (therapist, value) best place first.

    value = S + wait points; poor: therapists to whom to go is a poor match.
    """

    def __init__(self, client, tier, choices, poor=frozenset()):
        self.client, self.tier, self.choices = client, tier, choices
        self.poor = poor


def by_trial(seekers, seats, strict=False):
    """Try every assignment; seekers by turn. {client: therapist}"""
    best_key, best = None, None
    room = dict(seats)
    chosen = []

    def key():
        placed = [s.tier for s, at in zip(seekers, chosen) if at is not None]
        total = sum(s.choices[at][1] for s, at in zip(seekers, chosen)
                    if at is not None)
        poor = sum(s.choices[at][0] in s.poor
                   for s, at in zip(seekers, chosen) if at is not None)
        places = [-len(seats) - 1 if at is None else -at for at in chosen]
        queue = [[at is not None for s, at in zip(seekers, chosen)
                  if s.tier == t] for t in TIERS] if strict else []
        return ([placed.count(t) for t in TIERS] + queue + [-poor, total] +
                places)

    def place(index):
        nonlocal best_key, best
        if index == len(seekers):
            if best_key is None or key() > best_key:
                best_key, best = key(), list(chosen)
            return
        for at, (therapist, _) in enumerate(seekers[index].choices):
            if room[therapist]:
                room[therapist] -= 1
                chosen.append(at)
                place(index + 1)
                chosen.pop()
                room[therapist] += 1
        chosen.append(None)
        place(index + 1)
        chosen.pop()

    place(0)
    return {s.client: s.choices[at][0] for s, at in zip(seekers, best)
            if at is not None}


def trials(seekers):
    count = 1
    for s in seekers:
        count *= len(s.choices) + 1
    return count


def packed(seekers, seats, settled=True, strict=False):
    """For each seeker {therapist: weight}; more is better, all > 0.

    Unless it is to be settled, any of the best plans will do.
    """
    clients, base = len(seekers), len(seats) + 1
    most = max((value for s in seekers for _, value in s.choices), default=0)
    totals = 1 + clients * most
    counts = clients + 1
    places = base ** clients if settled else 1
    turns = 2 ** clients if strict else 1
    for index, s in enumerate(seekers):
        unit = counts ** (len(TIERS) - 1 - TIERS.index(s.tier))
        digit = base ** (clients - 1 - index) if settled else 0
        turn = 2 ** (clients - 1 - index) if strict else 0
        yield {therapist: ((((unit * turns + turn) * counts
                             + (therapist not in s.poor))
                            * totals + value) * places
                           + (base - 1 - at) * digit)
               for at, (therapist, value) in enumerate(s.choices)}


class Market:
    """Maximum-weight assignment by shortest augmenting paths.

    Client i wants the therapists of weights[i]; None is the waitlist, open
    to all at weight 0. With costs = -weights, the prices keep every reduced
    cost u, v >= 0, and 0 on the assigned pairs.
    """

    def __init__(self, weights, seats):
        self.cost = [{t: -w for t, w in row.items()} for row in weights]
        for row in self.cost:
            row[None] = 0
        self.room = dict(seats)
        self.room[None] = len(self.cost)
        self.u = [0] * len(self.cost)
        self.v = dict.fromkeys(self.room, 0)
        self.holders = {t: set() for t in self.room}
        self.at = [None] * len(self.cost)

    def solve(self):
        for client in range(len(self.cost)):
            self.u[client] = min(cost - self.v[t]
                                 for t, cost in self.cost[client].items())
            self.insert(client)
        return self.at

    def insert(self, client):
        distance, via, settled = {}, {}, {}
        rows, depth = [client], 0
        while True:
            for row in rows:
                for t, cost in self.cost[row].items():
                    length = depth + cost - self.u[row] - self.v[t]
                    if t not in settled and (t not in distance or
                                             length < distance[t]):
                        distance[t], via[t] = length, row
            end = min(distance, key=distance.get)
            depth = settled[end] = distance.pop(end)
            if len(self.holders[end]) < self.room[end]:
                break
            rows = sorted(self.holders[end])
        self.u[client] += depth
        for t, length in settled.items():
            self.v[t] -= depth - length
            for row in self.holders[t]:
                self.u[row] += depth - length
        self.augment(client, end, via)

    def augment(self, client, end, via):
        while True:
            row, before = via[end], self.at[via[end]]
            self.at[row] = end
            self.holders[end].add(row)
            if row == client:
                return
            self.holders[before].remove(row)
            end = before

    def prove(self):
        """Complementary slackness; the plan is optimal if this holds."""
        for row, costs in enumerate(self.cost):
            for t, cost in costs.items():
                assert cost - self.u[row] - self.v[t] >= 0
            at = self.at[row]
            assert costs[at] - self.u[row] - self.v[at] == 0
        for t, holders in self.holders.items():
            assert len(holders) <= self.room[t] and self.v[t] <= 0
            assert self.v[t] == 0 or len(holders) == self.room[t]


def by_paths(seekers, seats, settled=True, strict=False):
    market = Market(list(packed(seekers, seats, settled, strict)), seats)
    at = market.solve()
    market.prove()
    return {s.client: t for s, t in zip(seekers, at) if t is not None}


def with_seats(seekers, seats):
    """The same without therapists who have no seat."""
    open_seats = {t: n for t, n in seats.items() if n > 0}
    return [Seeker(s.client, s.tier,
                   [(t, v) for t, v in s.choices if t in open_seats], s.poor)
            for s in seekers], open_seats


def solve_any(seekers, seats, strict=False):
    """One of the best plans, whichever."""
    return by_paths(*with_seats(seekers, seats), settled=False, strict=strict)


def by_branching(seekers, seats, strict, holds):
    """Plans from the best one on, until all can hold their hours: of a few
    who cannot, one after the other goes elsewhere."""
    heap, number = [], 0

    def push(forbidden):
        nonlocal number
        left = [Seeker(s.client, s.tier,
                       [(t, v) for t, v in s.choices
                        if (s.client, t) not in forbidden], s.poor)
                for s in seekers]
        # weights are those of the whole list: the same in every branch
        weights = [{t: w for t, w in row.items()
                    if (s.client, t) not in forbidden}
                   for s, row in zip(left, packed(seekers, seats, True,
                                                  strict))]
        market = Market(weights, seats)
        at = market.solve()
        value = sum(row[t] for row, t in zip(weights, at) if t is not None)
        number += 1
        heapq.heappush(heap, (-value, number, forbidden, at))

    push(frozenset())
    while True:
        _, _, forbidden, at = heapq.heappop(heap)
        plan = {s.client: t for s, t in zip(seekers, at) if t is not None}
        crowd = crowded(plan, holds)
        if crowd is None:
            return plan
        for pair in crowd:
            push(forbidden | {pair})


def crowded(plan, holds):
    """A few pairs of one therapist that cannot all hold hours; None: all do."""
    for t in sorted(set(plan.values())):
        mine = [c for c in plan if plan[c] == t]
        if holds(t, mine):
            continue
        for c in list(mine):
            if not holds(t, [m for m in mine if m != c]):
                mine.remove(c)
        return [(c, t) for c in mine]
    return None


def solve(seekers, seats, strict=False, holds=None):
    """{client: therapist}; seekers in the order in which they come first.

    holds(therapist, clients): whether these can all hold hours there.
    """
    seekers, open_seats = with_seats(seekers, seats)
    if holds:
        return by_branching(seekers, open_seats, strict, holds)
    plan = by_paths(seekers, open_seats, strict=strict)
    if trials(seekers) <= TRIALS:
        tried = by_trial(seekers, open_seats, strict)
        assert plan == tried, 'the two solvers of the oracle disagree'
    return plan


def take_pins(pins, openings, forbidden_by):
    """Seats left after the pins {client: therapist}, or stop."""
    seats = dict(openings)
    trouble = []
    for client, therapist in pins.items():
        seats[therapist] -= 1
        if forbidden_by(client, therapist):
            trouble.append('pin of %s: %s' %
                           (client, forbidden_by(client, therapist)))
    trouble += ['more pins than openings: %s' % t
                for t, left in seats.items() if left < 0]
    if trouble:
        raise Stop(CONTRADICTORY_PINS, trouble)
    return seats
