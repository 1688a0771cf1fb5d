"""What a run wrote, checked against what its sheets allow."""
import hashlib
import json
import os
import shutil
import tempfile

from oracle.score import tenths

from . import invent, seconds, week
from .plans import Plans
from .reading import TIERS, Clinic

PLACED = ('assigned', 'pinned', 'group')
BLOCKS = ('human', PLACED, ('waitlist', 'ineligible'))


class Run:
    """The files of a result directory."""

    def __init__(self, out):
        self.out = out
        self.rows = {row['client_id']: row
                     for row in self.sheet('assignments')}
        self.order = list(self.rows)
        self.first = {c: row['therapist_id'] for c, row in self.rows.items()
                      if row['therapist_id']}
        with open(os.path.join(out, 'run.json'), encoding='utf-8') as file:
            self.run = json.load(file)

    def sheet(self, name):
        path = os.path.join(self.out, name + '.csv')
        return invent.read(path) if os.path.exists(path) else None


def differ(what, told, due):
    return [] if told == due else [f'{what} {told!r}, expected {due!r}']


def verify(clinic, told, sums):
    """Everything about a run that no optimum is asked for."""
    plans = Plans(clinic)
    troubles = rows(clinic, told)
    if troubles:
        return troubles
    for test in (files, statuses, conditions, hours, ranked, waitlist,
                 workload, counts, limits, seconds.check):
        troubles += test(clinic, plans, told, sums)
    if troubles:
        return troubles     # nothing follows from what is wrong
    if clinic.timed:
        troubles += week.check(clinic, told, sums)
    elif told.sheet('schedule') is not None:
        # with hours 0 nothing of the week is written
        troubles.append('schedule.csv with hours 0')
    return troubles


def files(clinic, plans, told, sums):
    there = {os.path.relpath(os.path.join(base, name), told.out)
             for base, _, names in os.walk(told.out) for name in names}
    there -= {'run.json', '.rapport.lock'}
    troubles = differ('files', sorted(there), sorted(told.run['files']))
    for name, digest in told.run['files'].items():
        with open(os.path.join(told.out, name), 'rb') as file:
            if hashlib.sha256(file.read()).hexdigest() != digest:
                troubles.append(f'run.json: hash of {name}')
    return troubles


def rows(clinic, told):
    """One row a client, in blocks, each by id."""
    names = clinic.rows['clients']
    blocks = [[c for c in told.order if told.rows[c]['status'] in block]
              for block in (('human',), *BLOCKS[1:])]
    due = [c for block in blocks for c in sorted(block, key=str.encode)]
    return (differ('clients', sorted(told.order), sorted(names))
            + differ('order', told.order, due)
            + differ('rows', len(told.sheet('assignments')), len(names)))


def statuses(clinic, plans, told, sums):
    troubles = []
    for c, row in told.rows.items():
        t = row['therapist_id']
        where = f'{c} {row["status"]} {t}:'
        if c in clinic.human:
            due = 'human', ''
        elif c in clinic.pins:
            due = 'pinned', clinic.pins[c]
        elif t:
            due = 'assigned', t
            if t not in clinic.lists[c]:
                troubles.append(f'{where} not eligible')
            if c in clinic.instead:
                troubles.append(f'{where} wants a group alone')
        elif row['status'] == 'group':
            due = 'group', ''
        else:
            due = row['status'], ''
            if clinic.groups is None:
                due = ('waitlist' if clinic.lists[c] else 'ineligible'), ''
        troubles += differ(where, (row['status'], t), due)
        score = rank = ''
        if t:
            score = '%d.%d' % divmod(tenths(clinic.units(c, t)), 10)
            if t in clinic.lists[c]:
                rank = str(clinic.lists[c].index(t) + 1)
        troubles += differ(where, (row['score'], row['rank'], row['tier']),
                           (score, rank, clinic.tier(c)))
    return troubles


def conditions(clinic, plans, told, sums):
    """Openings, links and limits, one by one."""
    troubles = []
    everybody = {**told.first, **clinic.pins}
    held = list(everybody.values())
    for t, openings in clinic.openings.items():
        sums['therapists who are full'] += held.count(t) == openings > 0
        if held.count(t) > openings:
            troubles.append(f'{t}: {held.count(t)} of {openings} openings')
    for c, others in clinic.apart.items():
        for o in others:
            sums['pairs apart'] += c < o
            if c in everybody and everybody[c] == everybody.get(o):
                troubles.append(f'{c} and {o}: apart, with {everybody[c]}')
    for members in clinic.parties():
        whom = {told.first.get(m) for m in members}
        sums['parties placed'] += len(whom) == 1 and None not in whom
        if len(whom) > 1:
            troubles.append(f'{sorted(members)}: same, with {whom}')
    for limit, bound in plans.limits:
        now, pinned = limit.count(told.first), limit.count(plans.pinned)
        sums['limits that are full'] += now == bound
        if bound is not None and now > bound:
            troubles.append(f'{limit.name}: {now} of {bound}')
        if limit.most is not None and now > limit.most and now != pinned:
            troubles.append(f'{limit.name}: added beside pins')
    return troubles


def hours(clinic, plans, told, sums):
    """The column `hour`, dealt again."""
    due = dict.fromkeys(told.rows, '')
    troubles = []
    for t in clinic.openings if clinic.timed else ():
        if not clinic.promises(t):
            continue
        dealt = clinic.deal(t, clinic.at(t, told.first))
        if dealt is None:
            troubles.append(f'{t}: not everybody can hold hours')
            continue
        for c, way in dealt.items():
            if c not in clinic.human:
                due[c] = week.told(clinic, c, way)
                sums['hours held'] += 1
    for c, row in told.rows.items():
        if not clinic.timed:
            if 'hour' in row:
                return ['a column hour with hours 0']
            continue
        troubles += differ(f'{c} with {row["therapist_id"]}: hour',
                           row['hour'], due[c])
    return troubles


def ranked(clinic, plans, told, sums):
    troubles, found = [], {}
    for row in told.sheet('ranked'):
        c, t = row['client_id'], row['therapist_id']
        found.setdefault(c, []).append(t)
        if clinic.timed:
            due = (str(len(clinic.begins(c, t)))
                   if clinic.promises(t) else '')
            troubles += differ(f'ranked: {c} {t}: hours', row['hours'], due)
        due = status(clinic, plans, told, c, t)
        if due == 'full' and row['status'] == 'choice':
            due = 'choice'      # tiny.py knows which are
        sums['ranked ' + row['status']] += 1
        if due is not None:
            troubles += differ(f'ranked: {c} {t}: status', row['status'], due)
    due = {c: mine for c, mine in clinic.lists.items()
           if mine and c not in clinic.human}
    return troubles + differ('ranked.csv', found, due)


def status(clinic, plans, told, c, t):
    """Of a row of ranked.csv: could the pair be added to the plan?"""
    if told.first.get(c) == t:
        return 'assigned'
    if c in clinic.instead:
        return None     # wants no therapist
    if c in clinic.pins:        # the own pair is taken out, be it pinned
        clinic = clinic.without_pin(c)
        plans = Plans(clinic)
    plan = {o: at for o, at in told.first.items()
            if o not in clinic.pins and o != c}
    plan[c] = t
    if not (plans.is_roomy(plan) and plans.keeps(plan)):
        return 'full'
    if seconds.Beside(clinic, told).lets(c, t, plans.holders(t, plan)):
        return 'open'
    return 'full'


def waitlist(clinic, plans, told, sums):
    def waits(status):
        return [c for c in clinic.line if told.rows[c]['status'] == status]

    waiting = sorted(waits('waitlist'),
                     key=lambda c: TIERS.index(clinic.tier(c)))
    nowhere = sorted(waits('ineligible'), key=str.encode)
    due = [(str(k), c, 'waitlist') for k, c in enumerate(waiting, 1)]
    due += [('', c, 'ineligible') for c in nowhere]
    got = [(row['place'], row['client_id'], row['status'])
           for row in told.sheet('waitlist')]
    return differ('waitlist.csv', got, due)


def workload(clinic, plans, told, sums):
    troubles = []
    taken = list({**told.first, **clinic.pins}.values())
    for row in told.sheet('workload'):
        t = row['therapist_id']
        mine = [clinic.units(c, t) for c, at in told.first.items() if at == t]
        mean = ''
        if mine:
            mean = '%d.%d' % divmod(
                (2 * sum(mine) + 10 * len(mine)) // (20 * len(mine)), 10)
        troubles += differ(
            f'workload: {t}',
            (row['openings'], row['assigned'], row['left'],
             row['mean_score']),
            (str(clinic.openings[t]), str(len(mine)),
             str(clinic.openings[t] - taken.count(t)), mean))
    return troubles


def counts(clinic, plans, told, sums):
    """run.json."""
    run = told.run
    states = [row['status'] for row in told.rows.values()]
    troubles = differ('clients', run['counts']['clients'], len(states))
    for name in ('human', 'assigned', 'pinned', 'waitlist', 'ineligible'):
        troubles += differ(f'counts.{name}', run['counts'][name],
                           states.count(name))
    for tier in TIERS:
        mine = [c for c in told.rows
                if c not in clinic.human and clinic.tier(c) == tier]
        placed = sum(told.rows[c]['status'] in PLACED for c in mine)
        troubles += differ(f'tiers.{tier}', run['tiers'][tier],
                           {'clients': len(mine), 'placed': placed})
    units = [clinic.units(c, t) for c, t in told.first.items()]
    wait = sum(clinic.oracle.wait_units(clinic.oracle.clients[c])
               for c in told.first)
    keep = sum(clinic.kept(c, t) for c, t in told.first.items())
    troubles += differ('objective', (run['objective']['fit'],
                                     run['objective']['wait'],
                                     run['objective'].get('keep', 0)),
                       (sum(units), wait, keep))
    sums['pairs kept'] += keep > 0
    troubles += differ('score.total', run['score']['total'],
                       sum(units) / 100 if units else None)
    troubles += differ('pairs checked', run['proof']['pairs_checked'], sum(
        len(mine) for c, mine in clinic.lists.items() if c not in clinic.human
        and c not in clinic.pins and c not in clinic.instead))
    if clinic.has('--limits'):
        troubles += differ('objective.short', run['objective'].get('short'),
                           plans.short(told.first))
    elif run['objective'].get('short'):
        troubles.append('objective.short without limits')
    return troubles


def limits(clinic, plans, told, sums):
    rows = told.sheet('limits')
    if not clinic.has('--limits'):
        return [] if rows is None else ['limits.csv without limits']
    if rows is None:
        return ['no limits.csv']
    named = {limit.name: limit for limit in clinic.limits}
    due = []
    for row in clinic.sheet('limits'):
        limit = named[row['limit']]
        now = limit.count(told.first)
        short = max(0, limit.least - now)
        sums['shortfalls'] += short
        due.append((row['limit'], row['min'], row['max'], str(now),
                    str(short)))
    got = [(row['limit'], row['min'], row['max'], row['assigned'],
            row['short']) for row in rows]
    return differ('limits.csv', got, sorted(due, key=lambda r: r[0].encode()))


# runs to verify

def check(program, folder, chance, allowed, sums):
    from .tiny import prepare
    words, done = prepare(program, folder, chance, allowed, False)
    clinic = Clinic(folder, words)
    if clinic.wrong_pins():
        sums['pins without such an hour'] += 1
        return differ('status', done.returncode, 1)
    contradicts = Plans(clinic).contradiction()
    if contradicts or done.returncode == 3:
        sums['pins that contradict'] += 1
        return differ('status', done.returncode, 3 if contradicts else 0)
    if done.returncode:
        return [f'status {done.returncode}: {done.stderr}']
    return verify(clinic, Run(os.path.join(folder, 'out')), sums)


def demo(program, source, sums):
    """The clinic of datasets/demo, with its groups and limits."""
    from .runs import run
    words = ['--analyses', 'none', '--top', '0', '--ics']
    with tempfile.TemporaryDirectory() as folder:
        for name in ('therapists', 'clients', 'groups', 'limits'):
            path = os.path.join(source, name + '.csv')
            if os.path.exists(path):
                shutil.copy(path, folder)
                if name in ('groups', 'limits'):
                    words += ['--' + name, name + '.csv']
        invent.write(folder, {'policy': [{'setting': 'hours', 'value': 1}]})
        done = run(program, folder, words)
        if done.returncode:
            return [f'status {done.returncode}: {done.stderr}']
        return verify(Clinic(folder, words),
                      Run(os.path.join(folder, 'out')), sums)
