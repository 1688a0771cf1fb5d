"""prices.csv: what is done by hand, pair by pair, conditions kept."""
from . import seconds
from .plans import Plans
from .verify import differ

# Source: src/docs/matching.md, prices.csv.
TIER_ORDER = ('urgent', 'soon', 'routine')


class Hand:
    """A plan to which pairs are added one by one."""

    def __init__(self, clinic, told):
        self.clinic, self.plans = clinic, Plans(clinic)
        self.beside = seconds.Beside(clinic, told)
        self.plan = {}

    def is_free(self, c, t):
        plan = {**self.plan, c: t}
        return (self.plans.is_roomy(plan) and self.plans.keeps(plan)
                and self.beside.lets(c, t, self.plans.holders(t, plan)))

    def put(self, c, t):
        if c not in self.plan and self.is_free(c, t):
            self.plan[c] = t


def seekers(clinic):
    return [c for c in clinic.line if c not in clinic.human
            and c not in clinic.pins and c not in clinic.instead]


def first_come(hand):
    clinic = hand.clinic
    for tier in TIER_ORDER:
        for c in seekers(clinic):
            for t in clinic.lists[c] if clinic.tier(c) == tier else ():
                hand.put(c, t)


def greedy(hand):
    clinic = hand.clinic
    line = seekers(clinic)
    pairs = [(-clinic.units(c, t), line.index(c), clinic.lists[c].index(t),
              c, t) for c in line for t in clinic.lists[c]]
    for *_, c, t in sorted(pairs):
        hand.put(c, t)


def check(clinic, told, sums):
    rows = {row['objective']: row for row in told.sheet('prices')}
    troubles = []
    for name, make in (('first_come', first_come), ('greedy', greedy)):
        hand = Hand(clinic, told)
        make(hand)
        everybody = {**hand.plan, **{c: t for c, t in clinic.pins.items()
                                     if c not in clinic.human}}
        total = sum(clinic.units(c, t) for c, t in everybody.items())
        tiers = [clinic.tier(c) for c in everybody]
        due = (*(str(tiers.count(t)) for t in TIER_ORDER),
               f'{total / 100:.2f}' if everybody else '0.00')
        row = rows[name]
        sums['plans by hand'] += 1
        troubles += differ(f'prices: {name}',
                           (*(row[t] for t in TIER_ORDER), row['total']), due)
    return troubles
