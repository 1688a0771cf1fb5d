"""A tiny clinic against every plan."""
import os

from . import choosing, hand, invent
from .plans import CONTRADICTION, Plans
from .reading import Clinic
from .runs import run
from .verify import Run, differ, verify

CONTRADICTS = 3


def prepare(program, folder, chance, allowed, is_tiny):
    """Write a clinic; some begin from the run of a week ago, when it was
    another. (words, what became of the run)"""
    sheets, words = invent.invent(chance, allowed, is_tiny)
    invent.write(folder, sheets)
    done = run(program, folder, words)
    if done.returncode == 0 and chance.random() < 0.3:
        os.rename(os.path.join(folder, 'out'),
                  os.path.join(folder, 'earlier'))
        invent.change(sheets, chance)
        invent.write(folder, sheets)
        words += ['--keep', 'earlier']
        done = run(program, folder, words)
    return words, done


def check(program, folder, chance, allowed, sums):
    words, done = prepare(program, folder, chance, allowed, True)
    clinic = Clinic(folder, words)
    if clinic.wrong_pins():
        sums['pins without such an hour'] += 1
        return differ('status', done.returncode, 1)
    plans = Plans(clinic)
    best = plans.best()
    if best == CONTRADICTION or done.returncode == CONTRADICTS:
        sums['pins that contradict'] += 1
        return [] if (best == CONTRADICTION) == (
            done.returncode == CONTRADICTS) else [
                f'status {done.returncode}, contradiction: '
                f'{best == CONTRADICTION}']
    if done.returncode:
        return [f'status {done.returncode}: {done.stderr}']
    told = Run(folder + '/out')
    troubles = compare(clinic, plans, best, told, sums) + verify(
        clinic, told, sums)
    troubles = troubles or choosing.prices(clinic, told, sums) + hand.check(
        clinic, told, sums)
    if troubles:
        return troubles
    return choosing.check(program, folder, chance, clinic, told, words, sums)


def compare(clinic, plans, best, told, sums):
    key, plan = best
    got = {c: t for c, t in told.first.items() if c not in clinic.pins}
    troubles = []
    if not told.run['proof']['optimal']:
        troubles.append('not proven optimal')
    if got != plan:
        mine = (plans.key(got) if plans.keeps(got) and plans.is_roomy(got)
                else 'breaks a condition')
        troubles.append(f'plan {got} {mine}, the best is {plan} {key}')
        return troubles
    sums['plans as the best of all'] += 1
    sums['plans that a condition changes'] += plan != free(clinic)
    said = told.run['objective'].get('short', 0)
    if said != plans.short(plan):
        troubles.append(f'short {said}, expected {plans.short(plan)}')
    if clinic.has('--limits'):
        troubles += limits(clinic, plans, plan, told, sums)
    return troubles


def free(clinic):
    """The plan of openings alone, as far as counts go: is anybody held up?"""
    plans = Plans(clinic)
    plans.keeps = lambda plan: True
    plans.breaks = lambda c, t, plan: False
    return max(((plans.key(p), p) for p in plans.all()),
               key=lambda found: found[0])[1]


def limits(clinic, plans, plan, told, sums):
    troubles = []
    rows = told.sheet('limits')
    if rows is None:
        return ['no limits.csv']
    by_name = {limit.name: limit for limit in clinic.limits}
    for row in rows:
        limit = by_name[row['limit']]
        waiting = plans.waiting(limit, plan)
        sums['clients who wait for a limit'] += waiting
        if row['waiting'] != str(waiting):
            troubles.append(f'limits.csv: {limit.name} waiting '
                            f'{row["waiting"]}, expected {waiting}')
    return troubles
