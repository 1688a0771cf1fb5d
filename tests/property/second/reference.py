"""The plans that follow the first one, by trying every one of them.

From src/docs/weeks.md alone; rules and scores are the oracle's. The first plan
is the program's own: who has which therapist is read from assignments.csv.
"""
import copy
import itertools

from oracle import cells, lottery, rules
from oracle.roster import names_only, read_sheet
from oracle.schema import Column, Ids
from oracle.score import World

TIERS = ('urgent', 'soon', 'routine')
NO_PLACE = None


# -- groups as therapists ------------------------------------------------------

GROUP_COLUMNS = {'topics': 'specialties', 'hour': 'slots'}


def group_columns(schema):
    """The columns of groups.csv: most are those of therapists."""
    found = {'group_id': Column('group_id', 'id', [], True, None, None),
             'name': Column('name', 'text', [], False, None, None),
             'leaders': Column('leaders', 'list', [], False, cells.bare, Ids()),
             'topics': Column('topics', 'list', [], False, cells.bare,
                              schema.concerns),
             'hour': Column('hour', 'cell', [], False, cells.week, None),
             'closed': Column('closed', 'cell', [], False, cells.boolean,
                              None)}
    for name in ('min_size', 'max_size', 'current'):
        found[name] = Column(name, 'number', [], False,
                             cells.bounded(0, 9999, True), None)
    for name in ('modalities', 'formats', 'sites', 'languages', 'age_min',
                 'age_max', 'populations', 'insurance', 'fee', 'licensed_in'):
        found[name] = schema.therapists[name]
    return found


def read_groups(path, schema, said, findings):
    """Groups by id, with the attributes of a therapist."""
    found, _ = read_sheet(path, 'groups', group_columns(schema), said,
                          schema.taxonomy, findings)
    for g in found.values():
        for name, value in list(vars(g).items()):
            if isinstance(value, list):
                setattr(g, name, names_only(value))
        g.specialties = (None if g.topics is None
                         else {topic: None for topic in g.topics})
        g.slots = g.hour
        g.sites = g.sites or None
        g.leaders = g.leaders or []
        g.min_size = 1 if g.min_size is None else g.min_size
        g.max_size = (max(12, g.min_size) if g.max_size is None
                      else g.max_size)
        g.current = g.current or 0
        for name in ('fee_min', 'gender', 'ethnicity', 'faith', 'values',
                     'utc_offset', 'session_minutes'):
            setattr(g, name, None)
    return found


class GroupWorld(World):
    def listed_depth(self, t, concern):
        return 1.0

    def weights(self, c):
        return dict(super().weights(c), style=0)


class PrescriberWorld(World):
    def weights(self, c):
        return dict(super().weights(c), style=0, modality=0)


def second_world(kind, world):
    return kind(world.policy, world.taxonomy, None, world.forbid_unknown)


# -- rules ---------------------------------------------------------------------

def may_meet(c, t):
    return rules.avoid(c, t, None) == rules.PASS


def topic(c, g, world):
    if not c.concerns:
        return rules.PASS
    if g.topics is None:
        return ('topics',)
    parent = world.taxonomy.concerns.parent
    for concern, _ in c.concerns:
        for name in g.topics:
            if name in (concern, parent.get(concern)) or parent.get(
                    name) == concern:
                return rules.PASS
    return rules.FAIL


def group_time(c, g, busy):
    if g.hour is None:
        return rules.PASS if c.slots is None else ('hour',)
    if g.hour & busy:
        return rules.FAIL
    inside = c.slots is None or g.hour & ~c.slots == 0
    return rules.PASS if inside else rules.FAIL


def passes(verdicts, world):
    return all(v == rules.PASS or
               (v != rules.FAIL and not world.forbid_unknown)
               for v in verdicts)


def group_passes(c, g, world, clinic, busy):
    if g.closed:
        return False
    verdicts = [rule(c, g, world) for rule in (
        rules.licence, rules.age, rules.language, rules.format, rules.cost,
        rules.must_populations)]
    verdicts += [topic(c, g, world), group_time(c, g, busy)]
    return passes(verdicts, world) and all(
        may_meet(c, clinic.therapists[t]) for t in g.leaders)


def prescriber_passes(c, t, world, own):
    verdicts = [rule(c, t, world) for rule in (
        rules.licence, rules.age, rules.language, rules.format, rules.cost,
        rules.not_treated, rules.must_gender)]
    if t.id != own:
        once = copy.copy(c)
        once.frequency = None
        verdicts.append(rules.time(once, t, world))
    return passes(verdicts, world) and may_meet(c, t)


# -- the best plan -------------------------------------------------------------

class Seeker:
    """Somebody who may have a place: stage, and (taker, gain), best first."""

    def __init__(self, client, stage, choices):
        self.client, self.stage, self.choices = client, stage, choices


def own_list(client, found, seed):
    """[(taker, S)] in the order of the client's list."""
    return sorted(found, key=lambda pair: (
        -pair[1], lottery.pair_number(client, pair[0], seed), pair[0]))


def best_plan(seekers, stages, fits):
    """Try every plan; seekers in the order of ties. fits(counts by taker)."""
    best_key, best = None, {}
    options = [[NO_PLACE] + list(range(len(s.choices))) for s in seekers]
    for chosen in itertools.product(*options):
        count = {}
        for s, at in zip(seekers, chosen):
            if at is not NO_PLACE:
                taker = s.choices[at][0]
                count[taker] = count.get(taker, 0) + 1
        if not fits(count, chosen):
            continue
        placed = [s for s, at in zip(seekers, chosen) if at is not NO_PLACE]
        key = [sum(s.stage == stage for s in placed)
               for stage in range(stages)]
        key.append(sum(s.choices[at][1] for s, at in zip(seekers, chosen)
                       if at is not NO_PLACE))
        key += [-len(s.choices) if at is NO_PLACE else -at
                for s, at in zip(seekers, chosen)]
        if best_key is None or key > best_key:
            best_key = key
            best = {s.client: s.choices[at][0]
                    for s, at in zip(seekers, chosen) if at is not NO_PLACE}
    return best


# -- groups --------------------------------------------------------------------

class Groups:
    """What groups.csv and group_seats.csv should say."""

    def __init__(self, clinic, groups, first, busy):
        """first: {client: therapist} of the first plan."""
        self.clinic, self.groups, self.first = clinic, groups, first
        world = second_world(GroupWorld, clinic.world)
        self.units, self.lists, self.confirm = {}, {}, {}
        self.seekers = [c for c in clinic.clients.values()
                        if c.id not in clinic.human and self.wants(c)]
        for c in self.seekers:
            plain = copy.copy(c)
            plain.requested_therapist = None
            found = []
            for g in groups.values():
                if group_passes(c, g, world, clinic, busy.get(c.id, 0)):
                    found.append((g.id, world.score(plain, g)[0]))
            self.lists[c.id] = own_list(c.id, found, clinic.seed)
        self.seat = self.plan()

    def places(self, c):
        return (c.wants_group in ('instead', 'open') and
                c.id not in self.first)

    def wants(self, c):
        return c.wants_group == 'supplement' or self.places(c)

    def stage(self, c):
        tier = TIERS.index(self.clinic.tier(c))
        return tier if self.places(c) else 3 + tier

    def plan(self):
        line = [self.clinic.clients[c] for c in self.clinic.line]
        seekers = [Seeker(c.id, self.stage(c),
                          [(g, s + self.clinic.wait_units(c))
                           for g, s in self.lists[c.id]])
                   for c in line if c in self.seekers]

        def fits(count, chosen):
            return all(g.min_size <= g.current + count[g.id] <= g.max_size
                       for g in self.groups.values() if count.get(g.id))
        return best_plan(seekers, 6, fits)

    def status(self, c):
        if c.id in self.seat:
            return 'seated'
        return 'waitlist' if self.lists[c.id] else 'ineligible'

    def client_status(self, c, was):
        """In assignments.csv; `was` without groups."""
        if not self.places(c):
            return was
        if c.id in self.seat:
            return 'group'
        if self.lists[c.id]:
            return 'waitlist'
        therapists = c.wants_group == 'open' and self.clinic.lists[c.id]
        return 'waitlist' if therapists else 'ineligible'

    def rows(self):
        for g in self.groups.values():
            members = [c.id for c in self.seekers
                       if self.seat.get(c.id) == g.id]
            total = g.current + len(members)
            yield {'group_id': g.id, 'min_size': g.min_size,
                   'max_size': g.max_size, 'current': g.current,
                   'new': len(members),
                   'runs': 'yes' if total >= g.min_size else 'no',
                   'needs': max(0, g.min_size - total),
                   'members': ';'.join(members),
                   'waiting': sum(c.id not in self.seat and
                                  g.id in dict(self.lists[c.id])
                                  for c in self.seekers)}

    def seats(self):
        for c in self.seekers:
            seat = self.seat.get(c.id, '')
            units = dict(self.lists[c.id]).get(seat)
            yield {'client_id': c.id, 'group_id': seat,
                   'status': self.status(c), 'wants': c.wants_group,
                   'score': '' if units is None else points(units)}


def points(units):
    return '%d.%d' % divmod((units + 5) // 10, 10)


# -- prescribers ---------------------------------------------------------------

class Prescribers:
    """What prescribers.csv should say."""

    def __init__(self, clinic, openings, first, hours=None):
        """openings: {therapist: prescriber_openings}; hours: see Hours."""
        self.clinic, self.first, self.hours = clinic, first, hours
        self.openings = {t: n for t, n in openings.items() if n}
        self.world = second_world(PrescriberWorld, clinic.world)
        self.seekers = [c for c in clinic.clients.values()
                        if c.id not in clinic.human and
                        (c.needs_prescriber == 'yes' or self.may_want(c))]
        self.lists = {c.id: own_list(c.id, [
            (t, self.world.score(c, clinic.therapists[t])[0])
            for t in self.openings if prescriber_passes(
                c, clinic.therapists[t], self.world, first.get(c.id))],
            clinic.seed) for c in self.seekers}
        self.given = self.plan()
        self.dealt = hours.deal(self.given, first) if hours else {}

    def may_want(self, c):
        if c.needs_prescriber == 'open':
            return True
        taxonomy = self.clinic.world.taxonomy
        parent = taxonomy.concerns.parent
        return c.needs_prescriber is None and any(
            'flag_prescriber' in taxonomy.flags.get(name, ())
            for concern, _ in c.concerns or ()
            for name in (concern, parent.get(concern)))

    def plan(self):
        line = [self.clinic.clients[c] for c in self.clinic.line]
        seekers = [Seeker(c.id, TIERS.index(self.clinic.tier(c))
                          if c.needs_prescriber == 'yes' else 3,
                          [(t, s + self.clinic.wait_units(c))
                           for t, s in self.lists[c.id]])
                   for c in line if c in self.seekers]

        def fits(count, chosen):
            if any(n > self.openings[t] for t, n in count.items()):
                return False
            return self.hours is None or self.hours.fit(
                {s.client: s.choices[at][0] for s, at in zip(seekers, chosen)
                 if at is not NO_PLACE}, self.first)
        return best_plan(seekers, 4, fits)

    def status(self, c):
        has = c.id in self.given
        if c.needs_prescriber != 'yes':
            return 'offered' if has else 'none'
        if has:
            return 'assigned'
        return 'waitlist' if self.lists[c.id] else 'ineligible'

    def rows(self):
        for c in self.seekers:
            t = self.given.get(c.id, '')
            yield {'client_id': c.id, 'status': self.status(c),
                   'therapist_id': t, 'tier': self.clinic.tier(c),
                   'hour': self.dealt.get(c.id, ''),
                   'score': points(dict(self.lists[c.id])[t]) if t else ''}
