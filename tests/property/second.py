#!/usr/bin/env python3
"""Groups and prescribers: small clinics against every plan there is.

usage: second.py [--rapport PROGRAM] [--count N] [--seed S] [--keep DIR]

Standard library only. The last line is "second: N passed, N failed".
"""
import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from oracle.findings import Findings  # noqa: E402
from oracle.hours import Week, runs, span  # noqa: E402
from oracle.results import Clinic, Options  # noqa: E402
from oracle.roster import read_map  # noqa: E402
from oracle.schema import Schema  # noqa: E402
from second import clinic as clinics  # noqa: E402
from second import hours, reference  # noqa: E402


def run(program, folder, sheets, words):
    out = os.path.join(folder, 'out')
    line = [program, 'match', '--analyses', 'none', '--threads', '1', '--out',
            out, '--policy', os.path.join(folder, 'policy.csv'), *words]
    if 'groups' in sheets:
        line += ['--groups', os.path.join(folder, 'groups.csv')]
    line += [os.path.join(folder, name + '.csv')
             for name in ('therapists', 'clients')]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(f'status {done.returncode}\n{done.stderr}')
    return out


class Told:
    """What the program wrote."""

    def __init__(self, out):
        self.out = out
        self.assignments = {row['client_id']: row
                            for row in self.sheet('assignments')}
        self.first = {c: row['therapist_id']
                      for c, row in self.assignments.items()
                      if row['therapist_id']}
        with open(os.path.join(out, 'run.json'), encoding='utf-8') as file:
            self.run = json.load(file)

    def sheet(self, name):
        path = os.path.join(self.out, name + '.csv')
        return clinics.read(path) if os.path.exists(path) else None


def differences(what, told, wanted):
    """Rows that are not as wanted, in the columns that are wanted."""
    wanted = [{k: str(v) for k, v in row.items()} for row in wanted]
    told = [{k: row.get(k) for k in wanted[0]} if wanted else row
            for row in told]
    if told == wanted:
        return []
    return [f'{what}: {told} where {wanted} was expected']


def without_group_hours(clinic, groups):
    """Leaders have no hour for a client while they lead."""
    for g in groups.values():
        for leader in g.leaders:
            t = clinic.therapists[leader]
            if t.slots is not None and g.hour is not None:
                t.slots = Week([
                    (begin, end, site) for a, b, site in t.slots.windows
                    for begin, end in runs(span(a, b) & ~g.hour)])


def check_first(told, clinic, has_groups):
    """Who wants a group alone takes no opening."""
    troubles = []
    for c in clinic.clients.values():
        if has_groups and c.wants_group == 'instead' and c.id in told.first:
            troubles.append(f'{c.id} wants a group and has a therapist')
    return troubles


def check_groups(told, groups):
    troubles = differences('groups', told.sheet('groups'), groups.rows())
    troubles += differences('seats', told.sheet('group_seats'), groups.seats())
    counts = dict.fromkeys(('group', 'waitlist', 'ineligible'), 0)
    placed = dict.fromkeys(reference.TIERS, 0)
    for c in groups.clinic.clients.values():
        status = told.assignments[c.id]['status']
        wanted = groups.client_status(c, status)
        if status != wanted:
            troubles.append(f'{c.id}: {status}, expected {wanted}')
        if status in counts:
            counts[status] += 1
        if status in ('assigned', 'pinned', 'group'):
            placed[groups.clinic.tier(c)] += 1
    for name, count in counts.items():
        if told.run['counts'][name] != count:
            troubles.append(f'counts.{name}: {told.run["counts"][name]}, '
                            f'expected {count}')
    for tier, count in placed.items():
        if told.run['tiers'][tier]['placed'] != count:
            troubles.append(f'placed {tier}: expected {count}')
    return troubles


def without_hour(plan):
    """How many wait though a prescriber who fits has an opening left."""
    given = list(plan.given.values())
    return sum(any(given.count(t) < plan.openings[t]
                   for t, _ in plan.lists[c.id])
               for c in plan.seekers if c.id not in plan.given)


def check_week(told, clinic, groups, promised):
    """schedule.csv is what the other sheets say, row by row."""
    rows = told.sheet('schedule')
    if not promised:
        return [] if rows is None else ['schedule.csv without hours']
    wanted = []

    def put(kind, t, who, begin, end, in_week=''):
        day = begin // hours.week.DAY
        clock = ['%02d:%02d' % divmod(at - day * hours.week.DAY, 60)
                 for at in (begin, end)]
        wanted.append((t, begin, in_week, who, kind, hours.DAYS[day], *clock))
    seconds = told.sheet('prescribers') or ()
    for kind, sheet in (('therapy', told.assignments.values()),
                        ('prescriber', seconds)):
        for row in sheet:
            for begin, weeks in hours.held(row['hour']):
                t = clinic.therapists[row['therapist_id']]
                put(kind, t.id, row['client_id'], begin,
                    begin + int(hours.week.session(t, clinic.world)),
                    weeks[0] if len(weeks) == 1 else '')
    for row in told.sheet('groups') or ():
        g = groups[row['group_id']]
        for begin, end in runs(g.hour or 0) if row['runs'] == 'yes' else ():
            for leader in g.leaders:
                put('group', leader, g.id, begin, end)
    told_rows = [(row['therapist_id'], row['week'], row['client_id'],
                  row['kind'], row['day'], row['begin'], row['end'])
                 for row in rows]
    wanted = [(t, *rest) for t, _, *rest in sorted(wanted)]
    return [] if told_rows == wanted else [
        f'schedule: {told_rows} where {wanted} was expected']


def check(program, folder, chance, sums):
    promised = chance.randint(0, 1)
    sheets = clinics.invent(chance, promised)
    sheets['policy'] = [{'setting': 'human_flag', 'value': 0},
                        {'setting': 'lottery', 'value': chance.randint(0, 9)},
                        {'setting': 'wait_points',
                         'value': chance.choice((0, 25))},
                        {'setting': 'hours', 'value': promised}]
    clinics.write(folder, sheets)
    unknown = chance.choice(('allow', 'allow', 'forbid'))
    told = Told(run(program, folder, sheets, ['--unknown', unknown]))
    options = Options(os.path.join(folder, 'therapists.csv'),
                      os.path.join(folder, 'clients.csv'), unknown=unknown,
                      policy=os.path.join(folder, 'policy.csv'))
    clinic = Clinic(options)
    troubles = check_first(told, clinic, 'groups' in sheets)
    seats, found = {}, {}
    if 'groups' in sheets:
        findings = Findings()
        found = reference.read_groups(
            os.path.join(folder, 'groups.csv'),
            Schema(clinic.world.taxonomy, False), read_map([], findings),
            findings)
        without_group_hours(clinic, found)
        clinic.judge()
        taken = hours.Hours(clinic, told.assignments)
        groups = reference.Groups(clinic, found, told.first, {
            c: taken.whole(c) for c in clinic.clients})
        troubles += check_groups(told, groups)
        seats = {c: found[g] for c, g in groups.seat.items()}
        sums['seated'] += len(groups.seat)
        sums['unseated'] += len(groups.seekers) - len(groups.seat)
    elif told.sheet('groups') is not None:
        troubles.append('groups.csv without groups')
    if any(t.get('prescriber_openings', '') != ''
           for t in sheets['therapists']):
        openings = {t['therapist_id']: int(t['prescriber_openings'] or 0)
                    for t in sheets['therapists']}
        plan = reference.Prescribers(
            clinic, openings, told.first,
            hours.Hours(clinic, told.assignments, seats)
            if promised else None)
        troubles += differences('prescribers', told.sheet('prescribers'),
                                plan.rows())
        sums['prescribed'] += len(plan.given)
        sums['unprescribed'] += len(plan.seekers) - len(plan.given)
        sums['hours of prescribers'] += len(plan.dealt)
        sums['without an hour'] += without_hour(plan)
    elif told.sheet('prescribers') is not None:
        troubles.append('prescribers.csv without openings')
    return troubles + check_week(told, clinic, found, promised)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--rapport', default='build/rapport')
    parser.add_argument('--count', type=int, default=40)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--keep', metavar='DIR')
    options = parser.parse_args()
    sums = dict.fromkeys(('seated', 'unseated', 'prescribed', 'unprescribed',
                          'hours of prescribers', 'without an hour'), 0)
    failed = 0
    for number in range(options.count):
        seed = options.seed * 1000003 + number
        with tempfile.TemporaryDirectory() as folder:
            try:
                troubles = check(options.rapport, folder, random.Random(seed),
                                 sums)
            except AssertionError as problem:
                troubles = [str(problem)]
            if troubles and options.keep:
                shutil.copytree(folder, os.path.join(options.keep, str(seed)))
        failed += bool(troubles)
        for trouble in troubles:
            print(f'clinic {seed}: {trouble}')
    print(', '.join(f'{count} {name}' for name, count in sums.items()))
    if options.count >= 60 and 0 in sums.values():
        print('one kind never came up: a test that cannot fail')
        failed += 1
    print(f'second: {options.count - failed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
