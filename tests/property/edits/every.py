"""All candidates of the tables, one by one: was anything better missed?

The candidates are made from the cells and evaluated by the independent
implementation; the program is asked once, for what it tells.
"""
import itertools

from oracle.rules import FAIL

from . import offers
from .checks import Report, as_today
from .clinic import Edit, hundredths
from .judge import Judge
from .tables import DAYS, HIRE, OPENING, Tables, nearest, place

MOST_OPTIONS, MOST_BOTTLENECKS = 3, 25
TIERS = ('urgent', 'soon', 'routine')
# column of unknowns.csv: what the clients concerned ask for
UNIONS = {'licensed_in': 'lives_in', 'languages': 'languages',
          'formats': 'formats', 'sites': 'sites', 'insurance': 'insurance',
          'gender': 'want_gender', 'modalities': 'want_modalities',
          'populations': 'want_populations'}
DECIDING = list(UNIONS) + ['age_min', 'fee', 'slots']
MINIMUM = 'minimum', FAIL
HARMFUL = ('avoid_sole', 'not_recommended', 'contraindicated')
WEEK, HOUR = (1 << 7 * 24 * 60) - 1, (1 << 60) - 1


class Trials:
    """Each edit is judged once."""

    def __init__(self, judge, clinic):
        self.judge, self.clinic, self.known = judge, clinic, {}

    def __call__(self, *edits):
        key = tuple((e.side, e.id, e.column, e.to) for e in edits)
        if key not in self.known:
            self.known[key] = self.judge(self.clinic.edited(*edits))
        return self.known[key]


def meaning(outcome, edit):
    """A cell as it is understood, whatever its spelling."""
    people = getattr(outcome, edit.side)
    value = getattr(people[edit.id], edit.column)
    return repr(sorted(value) if isinstance(value, (list, set)) else value)


class Everything:
    def __init__(self, program, clinic, name, base):
        self.report = Report(name)
        self.clinic, self.base = clinic, base
        self.forbids = 'forbid' in program.options
        judge = Judge(program.scratch, self.forbids, base.run['as_of'],
                      program.policy(),
                      'strict' if program.is_strict() else 'points')
        self.now = judge(clinic)
        self.tables = Tables(clinic, self.now)
        self.judge, self.after = judge, Trials(judge, clinic)

    def expect(self, *arguments):
        self.report.expect(*arguments)

    # options.csv

    def opened(self, client):
        """(edits, of one client and therapist, one or two) that open a pair,
        or one more opening."""
        singles, doubles = [], []
        for t in self.now.therapists:
            opening = self.tables.opening(t)
            singles.append((t, [opening]))
            blocked = self.now.blocked(client, t)
            if not blocked:
                more = list(self.tables.hours(client, t, self.held(t)))
                singles += [(t, [one]) for one in more]
                doubles += [(t, list(two)) for two in
                            itertools.combinations(more + [opening], 2)]
            if len(blocked) > 2:
                continue
            rules = [list(self.tables.of_rule(client, t, *one))
                     for one in blocked]
            if len(blocked) == 1 or blocked[1:2] == [MINIMUM]:
                singles += [(t, [one]) for one in rules[0]]
            if len(blocked) == 1:
                doubles += [(t, list(two)) for two in
                            itertools.combinations(rules[0], 2)]
                doubles += [(t, [one, opening]) for one in rules[0]]
            elif len(blocked) == 2:
                doubles += [(t, list(two))
                            for two in itertools.product(*rules)]
        return singles, doubles

    def held(self, therapist):
        """The hours of a therapist that somebody holds, by name."""
        return {hour.split(' ?')[0].strip()[:9]
                for row in self.base.assignments.values()
                if row['therapist_id'] == therapist
                for hour in row.get('hour', '').split(';')}

    def gains_hour(self, client, then):
        return any(then.fits[client, t].eligible and
                   len(offers.suiting(then, client, t)) >
                   len(offers.suiting(self.now, client, t))
                   for t in then.therapists)

    def key(self, kinds, edits, then):
        """Fewest displaced, the order of the table, points, ids."""
        return (len(self.now.placed.keys() - then.placed.keys()),
                tuple(place(k, e.side) for k, e in zip(kinds, edits)),
                self.now.points() - then.points(),
                tuple((e.id, e.column) for e in edits))

    def ways(self, client, tried):
        """{(key, meanings): placed more} of all that place a client."""
        found = {}
        for therapist, pairs in tried:
            pairs.sort(key=lambda pair: place(pair[0], pair[1].side))
            kinds, edits = zip(*pairs)
            if len({(e.side, e.column) for e in edits}) < len(edits):
                continue
            then = self.after(*edits)
            if then is None or client not in then.placed:
                continue
            is_seat = (len(edits) == 1 and
                       place(kinds[0], edits[0].side) == OPENING)
            opened = [t for t in then.therapists
                      if then.fits[client, t].eligible and
                      not self.now.fits[client, t].eligible]
            if not is_seat and not opened and not (
                    'time' in kinds and self.gains_hour(client, then)):
                continue
            if len(edits) > 1 and not then.fits[client, therapist].eligible:
                continue
            found[self.key(kinds, edits, then),
                  tuple(meaning(then, e) for e in edits)] = (
                      len(then.placed) - len(self.now.placed))
        return found

    def told(self, client):
        """The same of what the program told, in its order."""
        rows = [row for row in self.base.options
                if row['client_id'] == client and row['kind'] != 'none']
        for _, group in itertools.groupby(rows, lambda row: row['option']):
            group = list(group)
            edits = [Edit(row) for row in group]
            then = self.after(*edits)
            key = (int(group[0]['displaced']),
                   tuple(place(row['kind'], row['file']) for row in group),
                   -hundredths(group[0]['points_change']),
                   tuple((e.id, e.column) for e in edits))
            yield ((key, tuple(meaning(then, e) for e in edits)),
                   int(group[0]['placed']))

    def options(self):
        for client in self.base.waiting():
            singles, doubles = self.opened(client)
            found = self.ways(client, singles) or self.ways(client, doubles)
            wanted = sorted(found)[:MOST_OPTIONS]
            told = list(self.told(client))
            what = '%s: all that is tried' % client
            self.expect(what, [key for key, _ in wanted],
                        [key for (key, _), _ in told])
            for way, placed in told:
                self.expect('%s: %s is tried' % (client, way[0]),
                            found.get(way), placed)
            self.expect(what + ' differs', len(told),
                        len({way for way, _ in told}))

    # bottlenecks.csv

    def helpful(self):
        """(kind, edit) of therapists; a hire is an edit of no column."""
        for t in self.now.therapists:
            yield self.tables.opening(t)
            yield 'hire', Edit({'file': 'therapists', 'id': t,
                                'column': 'therapist_id', 'to': t + '-2'})
            for c in self.base.waiting():
                if not self.now.blocked(c, t):
                    yield from self.tables.new_hour(c, t)
            for c in self.now.clients:
                blocked = [one for one in self.now.blocked(c, t)
                           if one != MINIMUM]
                if (c in self.now.human or c in self.now.pinned or
                        len(blocked) != 1):
                    continue
                for kind, edit in self.tables.of_rule(c, t, *blocked[0]):
                    if kind == 'time' and c in self.now.placed:
                        continue    # hours are offered to those who wait
                    if place(kind, edit.side) > OPENING:
                        yield kind, edit
            yield from self.skills(t)

    def skills(self, t):
        for kind, column, names in (
                ('modality', 'modalities', self.named('want_modalities')),
                ('concern', 'specialties', self.named('concerns'))):
            had = getattr(self.now.therapists[t], column) or ()
            cell = self.clinic.cell('therapists', t, column)
            for name in names:
                if name not in had:
                    yield kind, Edit({
                        'file': 'therapists', 'id': t, 'column': column, 'to':
                        cell + '; ' + name if cell not in ('', 'none')
                        else name})

    def named(self, column):
        found = set()
        for c in self.now.clients.values():
            if c.id not in self.now.human:
                asked = getattr(c, column) or ()
                found |= {one[0] if isinstance(one, tuple) else one
                          for one in asked}
        return sorted(found)

    def would_harm(self, then, edit):
        """Does the evidence speak against what is learned, for anybody whom
        the therapist would see?"""
        had = self.now.therapists[edit.id].modalities or ()
        new = set(then.therapists[edit.id].modalities) - set(had)
        return any(then.world.taxonomy.rating(modality, concern) in HARMFUL
                   for c in then.clients.values()
                   if edit.id in (then.placed.get(c.id), c.pin)
                   for concern, _ in c.concerns or () for modality in new)

    def bottlenecks(self):
        found = {}
        for kind, edit in self.helpful():
            then = (self.judge(self.clinic.hired(edit.id, edit.to))
                    if kind == 'hire' else self.after(edit))
            if then is None:
                continue
            gain = [a - b for a, b in zip(then.tiers(), self.now.tiers())]
            gain.append(then.points() - self.now.points())
            if kind == 'modality' and self.would_harm(then, edit):
                continue
            if gain > [0, 0, 0, 0]:
                mean = edit.to if kind == 'hire' else meaning(then, edit)
                found[tuple(-g for g in gain), place(kind, 'therapists'),
                      edit.id, edit.column, mean] = True
        # one more opening and a colleague alike are one row
        seats = {(gain, t) for gain, rank, t, _, _ in found
                 if rank == OPENING}
        found = {one: True for one in found
                 if one[1] != HIRE or (one[0], one[2]) not in seats}
        told = []
        for row in self.base.bottlenecks:
            edit = Edit(dict(row, file='therapists'))
            mean = (edit.to if row['kind'] == 'hire' else
                    meaning(self.after(edit), edit))
            gain = ([-int(row['extra_' + tier]) for tier in TIERS] +
                    [-hundredths(row['extra_points'])])
            told.append((tuple(gain), place(row['kind'], 'therapists'),
                         edit.id, edit.column, mean))
        self.expect('bottlenecks', [one[:4] for one in
                                    sorted(found)[:MOST_BOTTLENECKS]],
                    [one[:4] for one in told])
        self.expect('bottlenecks that are tried', [], [
            one for one in told if one not in found])
        self.expect('bottlenecks differ', len(told), len(set(told)))

    # unknowns.csv

    def concerned(self, t, column):
        """Clients whose eligible pair hangs on the blank, by a rule."""
        return [c for c in self.now.clients.values()
                if c.id not in self.now.human and c.id not in self.now.pinned
                and self.now.fits[c.id, t].eligible and
                any(isinstance(verdict, tuple) and column in verdict
                    for _, verdict in self.now.fits[c.id, t].verdicts)]

    def has_bad_answer(self, column, clients):
        if column == 'age_min':
            return max(c.age for c in clients) < 120
        if column == 'fee':
            return any(c.max_fee is not None for c in clients)
        if column == 'slots':
            return any(all(not c.slots >> hour & HOUR for c in clients)
                       for hour in range(0, 7 * 24 * 60, 60))
        return True

    def good(self, column, clients):
        """The favourable answer, as it is understood."""
        if column == 'age_min':
            return 0
        if column == 'fee':
            return min(c.max_fee for c in clients if c.max_fee is not None)
        if column == 'slots':
            return WEEK
        asked = [getattr(c, UNIONS[column]) for c in clients]
        return {tag for wish in asked for tag in (wish or ())
                if not isinstance(wish, dict) or wish[tag] == 2}

    def is_bad(self, column, clients, t):
        """Does the unfavourable answer shut all of them out?"""
        value = getattr(t, column)
        if column == 'age_min':
            return all(c.age < value for c in clients)
        if column == 'fee':
            return all(c.max_fee < value for c in clients
                       if c.max_fee is not None)
        if column == 'slots':
            return all(not nearest(c.slots & value) for c in clients)
        if column == 'sites':   # a blank cell would be unknown
            return not any(set(c.sites) & set(value) for c in clients)
        return not value

    def answers(self, column, clients):
        """Two answers as texts, of those that good() and is_bad() allow."""
        if column == 'age_min':
            return '0', str(max(c.age for c in clients) + 1)
        if column == 'fee':
            fees = [c.max_fee for c in clients if c.max_fee is not None]
            return '%g' % min(fees), '%d' % (max(fees) // 1 + 1)
        if column == 'slots':
            hour = next(h for h in range(0, 7 * 24)
                        if all(not c.slots >> h * 60 & HOUR for c in clients))
            return 'mon-sun 00:00-24:00', '%s %02d:00-%02d:00' % (
                DAYS[hour // 24], hour % 24, hour % 24 + 1)
        return ('; '.join(sorted(self.good(column, clients))),
                'nowhere_else' if column == 'sites' else 'none')

    def matters(self, t, column, clients):
        """Does some answer change the plan?"""
        for answer in self.answers(column, clients):
            then = self.after(Edit({'file': 'therapists', 'id': t,
                                    'column': column, 'to': answer}))
            if then is None:
                return False
            if (then.tiers() != self.now.tiers() or
                    then.points() != self.now.points()):
                return True
        return False

    def unknowns(self):
        cells = {}
        for t in self.now.therapists:
            for column in DECIDING:
                clients = self.concerned(t, column)
                if (clients and self.has_bad_answer(column, clients) and
                        self.matters(t, column, clients)):
                    cells[t, column] = clients
        rows = [row for row in self.base.unknowns
                if row['column'] in DECIDING]
        self.expect('unknowns', sorted(cells), sorted(
            (row['id'], row['column']) for row in rows))
        ranks = []
        for row in rows:
            t, column = row['id'], row['column']
            clients = cells.get((t, column))
            if not clients:
                continue
            then = [self.after(Edit(dict(row, to=row[answer], file=
                                         'therapists')))
                    for answer in ('favourable', 'unfavourable')]
            good = getattr(then[0].therapists[t], column)
            wanted = self.good(column, clients)
            if isinstance(wanted, set):
                good = set(good)
            self.expect('%s.%s favourable' % (t, column), wanted, good)
            self.expect('%s.%s unfavourable' % (t, column), True,
                        self.is_bad(column, clients, then[1].therapists[t]))
            ranks.append((-abs(len(then[0].placed) - len(then[1].placed)),
                          -abs(then[0].points() - then[1].points()), t,
                          column))
        self.expect('the order of unknowns', sorted(ranks), ranks)


def try_everything(program, clinic, name):
    base = program.match(clinic, 'options,bottlenecks,unknowns')
    if base is None:
        return Report(name).counts()
    more = as_today(clinic, base)
    assert more or base.run['as_of'] is None
    every = Everything(program, clinic, name, base)
    every.expect('placed', sorted(every.now.placed), sorted(base.placed()))
    every.expect('points', every.now.points(), base.points())
    every.options()
    every.bottlenecks()
    every.unknowns()
    return every.report.counts()

