"""Answers: what the plan is held against (prices.csv, envy.csv, margins).

Each figure is found by solving again with a pair forced or forbidden, never
from prices. Readings: among equal pairs greedy takes the client who comes
first, then the lottery's; a client who waits is better off with anybody on their list; "at a lower score" is lower
than the client's own with that therapist; under `fair` a margin or a price
also needs the same number below the floor. A choice may lower the client who
chooses below the floor, but nobody else.
"""

from . import plan

OBJECTIVES = ('total', 'fair', 'first_come', 'greedy')


def points(units):
    """Hundredths of a point as text."""
    return '%s%d.%02d' % ('-' * (units < 0), *divmod(abs(units), 100))


def half_up(numerator, denominator):
    return (2 * numerator + denominator) // (2 * denominator)


class Answers:
    """Of a clinic that is solved (results.Clinic)."""

    def __init__(self, clinic):
        self.clinic = clinic
        self.seekers, self.seats = clinic.seekers('total')
        self.floored, _ = clinic.seekers('fair')
        self.own = (self.floored if clinic.options.objective == 'fair'
                    else self.seekers)
        self.tier = {s.client: s.tier for s in self.seekers}

    def units(self, client, therapist):
        return self.clinic.fits[client, therapist].units

    # hours

    def can_join(self, client, therapist, at):
        """Whether the client can have an hour there beside the others."""
        return self.clinic.can_join(
            client, therapist, [c for c, t in at.items() if t == therapist])

    def solve(self, seekers, seats, fixed=None):
        """The best plan; fixed: (client, therapist) who takes an hour there
        beside those of the plan."""
        if not self.clinic.timed:
            return plan.solve_any(seekers, seats, self.clinic.strict)

        def holds(therapist, clients):
            beside = [fixed[0]] if fixed and fixed[1] == therapist else []
            return self.clinic.holds(therapist, clients + beside)

        if fixed and not holds(fixed[1], []):
            return None
        return plan.solve(seekers, seats, self.clinic.strict, holds)

    # the four ways to assign

    def first_come(self):
        def turn(seeker):
            return (plan.TIERS.index(seeker.tier),
                    self.clinic.line.index(seeker.client))

        at, seats = {}, dict(self.seats)
        for seeker in sorted(self.seekers, key=turn):
            free = [t for t, _ in seeker.choices
                    if seats[t] > 0 and self.can_join(seeker.client, t, at)]
            if free:
                at[seeker.client] = free[0]
                seats[free[0]] -= 1
        return at

    def greedy(self):
        at, seats = {}, dict(self.seats)
        pairs = [(-self.units(s.client, t), self.clinic.line.index(s.client),
                  self.clinic.pair_number(s.client, t), t.encode(), s.client)
                 for s in self.seekers for t, _ in s.choices]
        for _, _, _, therapist, client in sorted(pairs):
            therapist = therapist.decode()
            if (client not in at and seats[therapist] > 0 and
                    self.can_join(client, therapist, at)):
                at[client] = therapist
                seats[therapist] -= 1
        return at

    def ways(self):
        return {'total': self.solve(self.seekers, self.seats),
                'fair': self.solve(self.floored, self.seats),
                'first_come': self.first_come(), 'greedy': self.greedy()}

    def prices(self):
        ways = self.ways()
        return [self.price_row(name, ways[name]) for name in OBJECTIVES]

    def price_row(self, name, at):
        clinic = self.clinic
        both = dict(clinic.pinned)
        both.update(at)
        all_units = [self.units(*pair) for pair in both.items()]
        units = sorted(self.units(*pair) for pair in at.items())
        row = {'objective': name, 'total': points(sum(all_units)),
               'mean': '', 'worst': '', 'p10': '',
               'below_floor': str(sum(u < clinic.floor() for u in units)),
               'envy': str(len(self.envied(at)))}
        for tier in plan.TIERS:
            row[tier] = str(sum(clinic.tier(clinic.clients[c]) == tier
                                for c in both))
        if all_units:
            row['mean'] = points(half_up(sum(all_units), len(all_units)))
        if units:
            row['worst'] = points(units[0])
            row['p10'] = points(units[-(-len(units) // 10) - 1])
        return row

    # envy

    def envied(self, at):
        """(client, therapist, reason) of every envy in a plan."""
        found = []
        for seeker in sorted(self.seekers, key=lambda s: s.client.encode()):
            own = (self.units(seeker.client, at[seeker.client])
                   if seeker.client in at else -1)
            for therapist in sorted((t for t, _ in seeker.choices),
                                    key=str.encode):
                if self.units(seeker.client, therapist) > own:
                    reason = self.reason(seeker, therapist, at)
                    if reason:
                        found.append((seeker.client, therapist, reason))
        return found

    def reason(self, seeker, therapist, at):
        holders = [c for c, t in at.items() if t == therapist]
        if (len(holders) < self.seats[therapist] and
                self.can_join(seeker.client, therapist, at)):
            return 'open'
        rank = plan.TIERS.index
        if any(rank(self.tier[c]) > rank(seeker.tier) for c in holders):
            return 'lower_tier'
        mine = self.units(seeker.client, therapist)
        if any(self.tier[c] == seeker.tier and
               self.units(c, therapist) < mine for c in holders):
            return 'lower_score'
        return None

    def envy(self, tenths, decimal):
        at = self.clinic.assigned
        best = self.worth(at)
        rows = []
        for client, therapist, reason in self.envied(at):
            own = at.get(client)
            fall = self.fall(best, self.forced(client, therapist))
            rows.append({
                'client_id': client, 'therapist_id': therapist,
                'score': decimal(tenths(self.units(client, therapist))),
                'own_score': '' if own is None else
                             decimal(tenths(self.units(client, own))),
                'reason': reason,
                'price': '' if fall is None else points(fall)})
        return rows

    # choices

    def choices(self):
        """{(client, therapist): S-units} of each pair that has a price."""
        found = {}
        for client, own in self.clinic.assigned.items():
            best = self.capped(client, own)
            for therapist in self.clinic.lists[client]:
                other = self.capped(client, therapist)
                if other is not None:
                    found[client, therapist] = best - other
        return found

    def capped(self, client, therapist):
        """The largest sum of S with this pair when everybody else who has a
        place has one that does not fall too far; None: there is none."""
        at = self.clinic.assigned
        floor = (self.clinic.floor()
                 if self.clinic.options.objective == 'fair' else 0)
        drop = int(self.clinic.world.policy['choice_drop'])
        seats = dict(self.seats)
        seats[therapist] -= 1
        others = []
        for other, own in at.items():
            had = self.units(other, own)
            least = max(had - drop, floor if had >= floor else 0)
            if other != client:
                others.append(plan.Seeker(other, 'routine', [
                    (t, self.units(other, t))
                    for t in self.clinic.lists[other]
                    if self.units(other, t) >= least]))
        if seats[therapist] < 0:
            return None
        found = self.solve(others, seats, (client, therapist))
        if found is None or len(found) < len(others):
            return None
        return (self.units(client, therapist) +
                sum(self.units(*pair) for pair in found.items()))

    def is_choice(self, prices, client, therapist):
        if (client, therapist) not in prices:
            return False
        fall = (self.units(client, self.clinic.assigned[client]) -
                self.units(client, therapist))
        return (prices[client, therapist] - fall <=
                int(self.clinic.world.policy['choice_points']))

    # firmness

    def margin(self, client):
        """(margin, firmness) of an assigned client."""
        at = self.clinic.assigned
        fall = self.fall(self.worth(at),
                         self.without(client, at[client]))
        if fall is None:
            return '', 'forced'
        return points(fall), 'firm' if fall >= 100 else 'toss-up'

    # solving again

    def worth(self, at):
        """What may not change, and the points."""
        counts = [0] * (len(plan.TIERS) + 1)
        total = 0
        for seeker in self.own:
            if seeker.client in at:
                therapist = at[seeker.client]
                counts[plan.TIERS.index(seeker.tier)] += 1
                counts[-1] += therapist in seeker.poor
                total += dict(seeker.choices)[therapist]
        queue = self.clinic.strict and frozenset(at)
        return (counts, queue), total

    @staticmethod
    def fall(best, other):
        same = other is not None and best[0] == other[0]
        return best[1] - other[1] if same else None

    def without(self, client, therapist):
        seekers = [plan.Seeker(s.client, s.tier,
                               [(t, v) for t, v in s.choices
                                if s.client != client or t != therapist],
                               s.poor) for s in self.own]
        return self.worth(self.solve(seekers, self.seats))

    def forced(self, client, therapist):
        """The best of the others, with one seat gone; None: there is none."""
        seats = dict(self.seats)
        seats[therapist] -= 1
        if seats[therapist] < 0:
            return None
        at = self.solve([s for s in self.own if s.client != client], seats,
                        (client, therapist))
        if at is None:
            return None
        at[client] = therapist
        return self.worth(at)
