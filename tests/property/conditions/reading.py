"""A clinic with conditions, read from its sheets as src/docs/weeks.md says.

Rules and scores of pairs are the oracle's; hours, pins, links and limits are
read here, from the plain cells that invent.py writes.
"""
import copy
import itertools
import os
import re

from oracle import cells
from oracle.findings import Findings
from oracle.hours import Week, hours_of, moved, runs, shift, span, suiting
from oracle.results import Clinic as Judged
from oracle.results import Options
from oracle.roster import read_map
from oracle.rules import common_formats
from oracle.schema import Schema
from second.reference import read_groups

from . import invent

DAY = 1440
WHOLE = ('A', 'B')
KEEP_POINTS = 500
TIERS = ('urgent', 'soon', 'routine')


def minute(name):
    """`tue 18:00` as a minute of the week."""
    day, clock = name.split()
    hour, rest = clock.split(':')
    return cells.DAYS.index(day) * DAY + int(hour) * 60 + int(rest)


def number(text):
    return int(text) if text else None


def listed(cell):
    return [v.strip() for v in (cell or '').split(';') if v.strip()]


class Oracle(Judged):
    """Rules and scores of all pairs, and no plan."""

    def assign(self):
        pass


class Limit:
    """At most `most`, where possible at least `least` pairs."""

    def __init__(self, name, least, most, therapists, clients, pairs=None):
        self.name, self.least, self.most = name, least or 0, most
        self.therapists, self.clients = therapists, clients
        self.pairs = pairs      # None: all of both

    def counts(self, c, t):
        if self.pairs is not None:
            return (c, t) in self.pairs
        return c in self.clients and t in self.therapists

    def count(self, plan):
        return sum(self.counts(c, t) for c, t in plan.items())


class Clinic:
    """What a plan has to keep."""

    def __init__(self, folder, words):
        self.folder = folder
        self.rows = {kind: {row[kind[:-1] + '_id']: row
                            for row in self.sheet(kind)}
                     for kind in ('therapists', 'clients')}
        self.words = words
        self.oracle = self.judge()
        self.seed, self.line = self.oracle.seed, self.oracle.line
        self.timed = bool(self.oracle.world.policy['hours'])
        self.human = self.oracle.human
        self.lists = self.oracle.lists
        self.openings = {t: int(row['openings'])
                         for t, row in self.rows['therapists'].items()}
        self.named = {}         # client -> hours that the pin names
        self.pins = {}          # client -> therapist, human ones too
        self.read_pins()
        self.instead = {c for c in self.lists if self.groups is not None
                        and self.rows['clients'][c].get('wants_group')
                        == 'instead' and c not in self.pins}
        self.read_links()
        self.limits = self.columns() + self.file_limits()
        self.earlier = self.read_earlier()

    def has(self, word):
        return word in self.words

    def option(self, name, default):
        return (self.words[self.words.index(name) + 1]
                if name in self.words else default)

    def path(self, name):
        return os.path.join(self.folder, name + '.csv')

    def sheet(self, name):
        return invent.read(self.path(name))

    # the oracle

    def judge(self):
        """The oracle knows no hours in pins, and no groups."""
        plain = os.path.join(self.folder, 'plain')
        os.makedirs(plain, exist_ok=True)
        rows = [dict(row, pin='') for row in self.rows['clients'].values()]
        invent.write(plain, {'clients': rows})
        policy = self.path('policy')
        oracle = Oracle(Options(
            self.path('therapists'), os.path.join(plain, 'clients.csv'),
            policy=policy if os.path.exists(policy) else None,
            unknown=self.option('--unknown', 'allow'),
            today=self.option('--today', None),
            objective=self.option('--objective', 'total'),
            queue=self.option('--queue', 'points')))
        self.groups = None
        if self.has('--groups'):
            findings = Findings()
            self.groups = read_groups(
                os.path.join(self.folder, self.option('--groups', '')),
                Schema(oracle.world.taxonomy, False), read_map([], findings),
                findings)
            self.lose_group_hours(oracle)
            oracle.judge()
        return oracle

    def lose_group_hours(self, oracle):
        for g in self.groups.values():
            for leader in g.leaders:
                t = oracle.therapists.get(leader)
                if t is None or t.slots is None or g.hour is None:
                    continue
                t.slots = Week([
                    (begin, end, site) for a, b, site in t.slots.windows
                    for begin, end in runs(span(a, b) & ~g.hour)])

    # people

    def read_pins(self):
        for c, row in self.rows['clients'].items():
            if not row.get('pin'):
                continue
            pin = row['pin']
            t = max((t for t in self.openings
                     if pin == t or pin.startswith(t + ' ')), key=len)
            self.pins[c] = t
            self.named[c] = [piece.split() for piece
                             in listed(pin[len(t):])]

    def read_links(self):
        """self.apart: {client: others}; self.party: {client: members}"""
        names = self.rows['clients']
        self.apart = {c: set() for c in names}
        same = {c: {c} for c in names}
        for c, row in names.items():
            for entry in listed(row.get('linked_to')):
                other, _, kind = entry.partition(':')
                if (kind or 'apart') == 'apart':
                    self.apart[c].add(other)
                    self.apart[other].add(c)
                elif same[c] is not same[other]:
                    both = same[c] | same[other]
                    for member in both:
                        same[member] = both
        self.party = {}
        for c in names:
            members = {m for m in same[c]
                       if m not in self.human and m not in self.instead}
            if c in members and len(members) > 1:
                self.party[c] = frozenset(members)
        self.said_pins = dict(self.pins)
        for c, members in self.party.items():
            whom = {self.pins[m] for m in members if m in self.said_pins}
            if c not in self.pins and whom:
                self.pins[c] = min(whom)
                self.named[c] = []

    def without_pin(self, c):
        other = copy.copy(self)
        other.pins = {o: t for o, t in self.pins.items() if o != c}
        other.named = {o: n for o, n in self.named.items() if o != c}
        return other

    def wrong_pins(self):
        """Clients whose pin names what is no hour of the therapist."""
        return [c for c, names in self.named.items() for n in names
                if self.timed and minute(' '.join(n[:2]))
                not in (self.length(self.pins[c])
                        if self.promises(self.pins[c]) else {})]

    def parties(self):
        return set(self.party.values())

    def tier(self, c):
        return self.oracle.tier(self.oracle.clients[c])

    def units(self, c, t):
        return self.oracle.fits[c, t].units

    def read_earlier(self):
        """{client: (therapist, hours)} of the run that --keep names."""
        if not self.has('--keep'):
            return {}
        return {row['client_id']: (row['therapist_id'], row.get('hour', ''))
                for row in invent.read(os.path.join(
                    self.folder, self.option('--keep', ''),
                    'assignments.csv'))
                if row['therapist_id']}

    def kept(self, c, t):
        """S-units that a pair of the earlier run is worth more."""
        stood = c in self.earlier and self.earlier[c][0] == t
        return KEEP_POINTS if stood else 0

    # limits

    def columns(self):
        found = []
        for t, row in self.rows['therapists'].items():
            def limit(column, clients, most=None):
                value = number(row.get(column))
                if value is not None:
                    found.append(Limit(f'{column} of {t}', 0,
                                       value if most is None else most(value),
                                       {t}, set(clients)))
            people = [c for c in self.lists if c not in self.human]
            if not self.has('--use-reserve'):
                limit('reserve',
                      [c for c in people if self.tier(c) != 'urgent'],
                      lambda v, t=t: max(0, self.openings[t] - v))
            limit('max_urgent',
                  [c for c in people if self.tier(c) == 'urgent'])
            limit('max_severe',
                  [c for c in people
                   if self.rows['clients'][c].get('severity') == 'severe'])
            limit('sliding_seats', [c for c in people if self.is_sliding(c, t)])
        return found

    def is_sliding(self, c, t):
        return self.oracle.world.cost_part(
            self.oracle.clients[c], self.oracle.therapists[t]) == 0.5

    def file_limits(self):
        found = []
        if not self.has('--limits'):
            return found
        for row in self.sheet('limits'):
            found.append(Limit(
                row['limit'], number(row['min']), number(row['max']),
                {t for t in self.openings if self.passes(
                    row['therapists'], 'therapists', t)},
                {c for c in self.lists if c not in self.human
                 and self.passes(row['clients'], 'clients', c)}))
        return found

    def passes(self, filters, kind, name):
        row = self.rows[kind][name]
        return all(self.passes_one(f, kind, name, row)
                   for f in listed(filters))

    def passes_one(self, text, kind, name, row):
        column, sign, values = re.match(
            r'(\w+)\s*(!=|<=|>=|=|<|>)(.*)', text).groups()
        cell = self.tier(name) if column == 'tier' else row.get(column, '')
        if kind == 'clients':
            blank = {'urgency': 'routine', 'client_type': 'individual',
                     'frequency': 'weekly'}
            cell = cell or blank.get(column, '')
        if not cell:
            return False
        if sign in ('=', '!='):
            has = set(listed(cell)) & {v.strip() for v in values.split(',')}
            return bool(has) == (sign == '=')
        left, right = float(cell), float(values)
        return {'<': left < right, '<=': left <= right,
                '>': left > right, '>=': left >= right}[sign]

    # hours

    def begins(self, c, t):
        """Beginnings of hours that suit."""
        c, t = self.oracle.clients[c], self.oracle.therapists[t]
        if t.slots is None:
            return []
        common = common_formats(c, t) if c.formats and t.formats else []
        return [h[0] for h in suiting(c, t, self.oracle.world, common)]

    def promises(self, t):
        return self.timed and self.oracle.therapists[t].slots is not None

    def frequency(self, c):
        return self.rows['clients'][c].get('frequency') or 'weekly'

    def ways(self, c, t):
        """All ways to hold hours, best first: sets of (begin, week)."""
        named = self.named.get(c) if self.pins.get(c) == t else None
        begins = self.begins(c, t)
        if named:
            begins = sorted(set(begins) | {minute(' '.join(n[:2]))
                                           for n in named})
        how = self.frequency(c)
        if how == 'biweekly':
            found = [frozenset({(b, w)}) for b in begins for w in WHOLE]
        elif how == 'twice_weekly':
            pairs = [(a, b) for a, b in itertools.combinations(begins, 2)
                     if a // DAY != b // DAY]
            pairs.sort(key=lambda p: (p[0], p[0] // DAY - p[1] // DAY, p[1]))
            found = [frozenset(itertools.product(p, WHOLE)) for p in pairs]
        else:
            found = [frozenset({(b, 'A'), (b, 'B')}) for b in begins]
        for n in named or ():
            begin, week = minute(' '.join(n[:2])), n[2:]
            found = [way for way in found
                     if any(b == begin and (not week or w == week[0])
                            for b, w in way)]
        return found

    def at(self, t, plan):
        """Who needs an hour of t, in the order of ties; crisis pins too."""
        return [c for c in self.line
                if (self.pins if c in self.human else plan).get(c) == t]

    def can_hold(self, t, clients):
        if not self.promises(t):
            return True
        return can_hold([w for w in (self.ways(c, t) for c in clients) if w])

    def had(self, c, t):
        """The hours of an earlier run, as a set; None: no such pair."""
        then, cell = self.earlier.get(c, (None, ''))
        if then != t or not cell:
            return None
        found = set()
        for piece in listed(cell.removesuffix(' ?')):
            words = piece.split()
            found |= {(minute(' '.join(words[:2])), w)
                      for w in words[2:] or WHOLE}
        return frozenset(found)

    def deal(self, t, clients):
        """{client: way}"""
        ways = {c: self.ways(c, t) for c in clients}
        ways = {c: w for c, w in ways.items() if w}
        for c in ways:
            mine = self.had(c, t)
            if mine in ways[c] and can_hold(list(
                    dict(ways, **{c: [mine]}).values())):
                ways[c] = [mine]
        for c in ways:
            for way in ways[c]:
                if can_hold(list(dict(ways, **{c: [way]}).values())):
                    ways[c] = [way]
                    break
            else:
                return None
        return {c: w[0] for c, w in ways.items()}

    def length(self, t):
        """{begin: end}"""
        return {h[0]: h[1] for h in hours_of(self.oracle.therapists[t],
                                             self.oracle.world)}

    def minutes(self, c, t, begin):
        """An hour of t as minutes of the client's week."""
        return moved(span(begin, self.length(t).get(begin, begin)),
                     shift(self.oracle.clients[c], self.oracle.therapists[t]))


def can_hold(choices):
    """Whether each can take one of their ways, none twice."""
    if not choices:
        return True
    if not all(choices):
        return False
    first, *rest = sorted(choices, key=len)
    return any(can_hold([[w for w in others if not w & way]
                         for others in rest]) for way in first)


