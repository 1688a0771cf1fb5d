"""What clients of a tiny clinic choose, against every plan there is."""
import csv
import os

from .plans import Plans
from .runs import run
from .verify import Run, differ

DROP, POINTS = 1000, 500    # choice_drop and choice_points

# Source: src/docs/desk.md, Choices and Answers.


class Choosing:
    """Choices beside a plan P, one after the other."""

    def __init__(self, clinic, first, drop, most):
        self.clinic, self.most = clinic, most
        self.plans = Plans(clinic)
        mine = {c: t for c, t in first.items() if c not in clinic.pins}
        self.mine = mine
        floor = clinic.oracle.floor() if self.plans.fair else 0
        self.least = {}
        for c, t in mine.items():
            own = clinic.units(c, t)
            self.least[c] = max(own - drop, floor if own >= floor else 0)
        short = self.plans.short(mine)
        self.all = [plan for plan in self.plans.all()
                    if set(plan) == set(mine)
                    and self.plans.short(plan) <= short]

    def within(self, fixed):
        """Plans that have these pairs, and in which nobody else falls far."""
        return [plan for plan in self.all
                if all(plan[c] == fixed[c] if c in fixed
                       else self.clinic.units(c, t) >= self.least[c]
                       for c, t in plan.items())]

    def rest(self, c, t):
        """The most that all others have when c has t; None: no such plan."""
        return max((sum(self.clinic.units(o, at) for o, at in plan.items()
                        if o != c) for plan in self.within({c: t})),
                   default=None)

    def hold(self, wishes):
        """(choices that are held, the plan with them)"""
        held = {}
        for c, t in wishes:
            if c not in self.mine:
                continue
            with_own, other = self.rest(c, self.mine[c]), self.rest(c, t)
            if other is None or with_own - other > self.most:
                continue
            if self.within({**held, c: t}):
                held[c] = t
        if not held:
            return held, self.mine
        return held, max(self.within(held), key=self.key)

    def key(self, plan):
        """What is still to be decided is the same as without any choice."""
        return self.plans.key(plan)


def prices(clinic, told, sums):
    """The column `price` of ranked.csv, and who is a choice."""
    choosing = Choosing(clinic, told.first, DROP, POINTS)
    troubles, own = [], {}
    for c, t in choosing.mine.items():
        own[c] = choosing.rest(c, t)
    for row in told.sheet('ranked'):
        c, t = row['client_id'], row['therapist_id']
        due, rest = '', None
        if c in own and t in clinic.lists[c]:
            rest = choosing.rest(c, t)
        if rest is not None:
            lost = (own[c] - rest + clinic.units(c, choosing.mine[c])
                    - clinic.units(c, t))
            due = f'{lost / 100:.2f}'.replace('-0.00', '0.00')
            sums['prices'] += 1
        troubles += differ(f'ranked: {c} {t}: price', row['price'], due)
        if row['status'] in ('full', 'choice'):
            is_choice = rest is not None and own[c] - rest <= POINTS
            sums['choices'] += is_choice
            troubles += differ(f'ranked: {c} {t}: status', row['status'],
                               'choice' if is_choice else 'full')
    return troubles


def wish(clinic, chance):
    """Whom some clients chose, in the order of their answers."""
    who = [c for c in clinic.line
           if c not in clinic.human and c not in clinic.pins
           and c not in clinic.instead and clinic.lists[c]]
    chance.shuffle(who)
    return [(c, chance.choice(clinic.lists[c]))
            for c in who[:chance.choice((1, 1, 2, 3))]]


def check(program, folder, chance, clinic, told, words, sums):
    """The run again, with a sheet of answers."""
    wishes = wish(clinic, chance)
    drop, most = chance.choice((0, 300, 1000, 10000)), chance.choice(
        (0, 500, 3000))
    with open(os.path.join(folder, 'policy.csv'), 'a', encoding='utf-8',
              newline='') as file:
        csv.writer(file).writerows((('choice_drop', drop),
                                    ('choice_points', most)))
    with open(os.path.join(folder, 'answers.csv'), 'w', encoding='utf-8',
              newline='') as file:
        out = csv.writer(file)
        out.writerow(('client_id', 'answer', 'therapist_id', 'answered_on'))
        for day, (c, t) in enumerate(wishes, 1):
            out.writerow((c, 'chosen', t, f'2026-10-{day:02}'))
    choosing = Choosing(clinic, told.first, drop, most)
    held, due = choosing.hold(wishes)
    done = run(program, folder, [*words, '--answers', 'answers.csv'])
    if done.returncode:
        return [f'chosen: status {done.returncode}: {done.stderr}']
    first = Run(os.path.join(folder, 'out')).first
    got = {c: t for c, t in first.items() if c not in clinic.pins}
    sums['choices held'] += len(held)
    sums['choices that cannot be'] += len(wishes) - len(held)
    if got != due:
        return [f'chosen {wishes} (drop {drop}, most {most}): held {held}, '
                f'plan {got}, expected {due}, without {choosing.mine}']
    return []
