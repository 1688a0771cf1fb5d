"""Groups and prescribers: every seat and visit, and links among them."""
from second import hours as second_hours
from second import reference

from .reading import can_hold
from .week import read_hours


FEW = 40000     # plans that are tried


def check(clinic, plans, told, sums):
    troubles = []
    persons = {c: {t} for c, t in {**told.first, **clinic.pins}.items()}
    if clinic.groups is not None:
        troubles += check_groups(clinic, told, persons, sums)
    elif told.sheet('groups') is not None:
        troubles.append('groups.csv without groups')
    column = {t: row.get('prescriber_openings')
              for t, row in clinic.rows['therapists'].items()}
    if any(column.values()):
        openings = {t: int(n or 0) for t, n in column.items()}
        troubles += check_prescribers(clinic, told, openings, persons, sums)
    elif told.sheet('prescribers') is not None:
        troubles.append('prescribers.csv without openings')
    return troubles


def differences(what, told, wanted):
    """Rows that are not as wanted, in the columns that are wanted."""
    wanted = [{k: str(v) for k, v in row.items()} for row in wanted]
    told = [{k: row.get(k) for k in wanted[0]} if wanted else row
            for row in told]
    return [f'{what}: {a} where {b} was expected'
            for a, b in zip(told, wanted) if a != b] + (
        [] if len(told) == len(wanted) else
        [f'{what}: {len(told)} rows, expected {len(wanted)}'])


def near(clinic, persons, c):
    """The persons of those from whom a client is apart."""
    return {p for o in clinic.apart[c] for p in persons.get(o, ())}


def own_choices(plan, c):
    return len(plan.lists[c.id]) + 1


def is_small(plan):
    count = 1
    for c in plan.seekers:
        count *= own_choices(plan, c)
    return count <= FEW


class Beside:
    """What the second plans leave of the weeks of the first one."""

    def __init__(self, clinic, told):
        self.clinic = clinic
        self.visits = {}        # therapist -> {(begin, week)}
        self.busy = {}          # client -> {week: minutes of their week}
        self.persons = {}       # client -> prescriber and leaders
        for row in told.sheet('prescribers') or ():
            self.visit(row['client_id'], row['therapist_id'], row['hour'])
        for row in told.sheet('group_seats') or ():
            if row['group_id']:
                g = clinic.groups[row['group_id']]
                c = row['client_id']
                self.persons.setdefault(c, set()).update(g.leaders)
                for each in 'AB':
                    self.be(c, int(g.hour or 0), each)

    def be(self, c, bits, each):
        mine = self.busy.setdefault(c, {'A': 0, 'B': 0})
        mine[each] |= bits

    def visit(self, c, t, cell):
        if t:
            self.persons.setdefault(c, set()).add(t)
        for begin, in_week in read_hours(cell):
            self.visits.setdefault(t, set()).add((begin, in_week))
            self.be(c, self.clinic.minutes(c, t, begin), in_week)

    def is_free(self, c, t, way):
        if way & self.visits.get(t, set()):
            return False
        mine = self.busy.get(c, {})
        return not any(self.clinic.minutes(c, t, begin) & mine.get(each, 0)
                       for begin, each in way)

    def lets(self, c, t, holders):
        """May c have t, who then has these?"""
        clinic = self.clinic
        if any(t in self.persons.get(o, ()) for o in clinic.apart[c]):
            return False
        if not clinic.promises(t):
            return True
        ways = [(o, clinic.ways(o, t)) for o in holders]
        return can_hold([[w for w in mine if self.is_free(o, t, w)]
                         for o, mine in ways if mine])


# ---- groups ------------------------------------------------------------------

class Groups(reference.Groups):
    """With links; `clinic` is the oracle's, `whole` ours."""

    def __init__(self, whole, first, busy, persons):
        self.whole, self.persons = whole, persons
        super().__init__(whole.oracle, whole.groups, first, busy)

    def plan(self):
        for c in self.seekers:
            refused = near(self.whole, self.persons, c.id)
            self.lists[c.id] = [
                (g, s) for g, s in self.lists[c.id]
                if not refused & set(self.groups[g].leaders)]
        return None

    def is_apart(self, seats):
        """Do the seats {client: group} keep everybody apart?"""
        for c, g in seats.items():
            for o in self.whole.apart[c]:
                other = seats.get(o)
                if other is not None and (
                        g == other or set(self.groups[g].leaders)
                        & set(self.groups[other].leaders)):
                    return False
        return True

    def best(self):
        line = [self.clinic.clients[c] for c in self.clinic.line]
        seekers = [reference.Seeker(
            c.id, self.stage(c),
            [(g, s + self.clinic.wait_units(c)) for g, s in self.lists[c.id]])
            for c in line if c in self.seekers]

        def fits(count, chosen):
            seats = {s.client: s.choices[at][0]
                     for s, at in zip(seekers, chosen) if at is not None}
            return self.sizes(count) and self.is_apart(seats)
        return reference.best_plan(seekers, 6, fits)

    def sizes(self, count):
        return all(g.min_size <= g.current + count[g.id] <= g.max_size
                   for g in self.groups.values() if count.get(g.id))


def check_groups(clinic, told, persons, sums):
    taken = second_hours.Hours(clinic.oracle, told.rows)
    plan = Groups(clinic, told.first,
                  {c: taken.whole(c) for c in clinic.lists}, persons)
    said = {row['client_id']: row['group_id']
            for row in told.sheet('group_seats') if row['group_id']}
    plan.seat = said
    troubles = []
    for c, g in said.items():
        sums['seats'] += 1
        if g not in dict(plan.lists.get(c, ())):
            troubles.append(f'{c} in {g}: not eligible')
    count = {g: list(said.values()).count(g) for g in said.values()}
    if not plan.sizes(count):
        troubles.append(f'groups of {count} members')
    if not plan.is_apart(said):
        troubles.append(f'seats {said}: apart')
    if not troubles and is_small(plan):
        best = plan.best()
        sums['seats as the best of all'] += 1
        if best != said:
            return [f'seats {said}, the best are {best}']
    troubles += differences('groups.csv', told.sheet('groups'), plan.rows())
    troubles += differences('group_seats.csv', told.sheet('group_seats'),
                            plan.seats())
    for c in clinic.oracle.clients.values():
        if c.id in clinic.human or c.id in told.first:
            continue
        was = 'waitlist' if clinic.lists[c.id] else 'ineligible'
        due = plan.client_status(c, was)
        if told.rows[c.id]['status'] != due:
            troubles.append(f'{c.id}: {told.rows[c.id]["status"]}, '
                            f'expected {due}')
    for c, g in said.items():
        persons.setdefault(c, set()).update(clinic.groups[g].leaders)
    return troubles


# ---- prescribers -------------------------------------------------------------

class Prescribers(reference.Prescribers):
    def __init__(self, whole, openings, first, hours, persons):
        self.whole, self.persons = whole, persons
        super().__init__(whole.oracle, openings, first, hours)

    def plan(self):
        for c in self.seekers:
            refused = near(self.whole, self.persons, c.id)
            self.lists[c.id] = [(t, s) for t, s in self.lists[c.id]
                                if t not in refused]
        return {}

    def is_apart(self, given):
        return not any(given.get(o) == t for c, t in given.items()
                       for o in self.whole.apart[c])

    def is_roomy(self, given):
        held = list(given.values())
        return all(held.count(t) <= self.openings.get(t, 0) for t in held)

    def best(self):
        line = [self.clinic.clients[c] for c in self.clinic.line]
        seekers = [reference.Seeker(
            c.id, reference.TIERS.index(self.clinic.tier(c))
            if c.needs_prescriber == 'yes' else 3,
            [(t, s + self.clinic.wait_units(c)) for t, s in self.lists[c.id]])
            for c in line if c in self.seekers]

        def fits(count, chosen):
            given = {s.client: s.choices[at][0]
                     for s, at in zip(seekers, chosen) if at is not None}
            return (self.is_roomy(given) and self.is_apart(given)
                    and (self.hours is None
                         or self.hours.fit(given, self.first)))
        return reference.best_plan(seekers, 4, fits)


def check_prescribers(clinic, told, openings, persons, sums):
    hours = None
    if clinic.timed:
        seats = {row['client_id']: clinic.groups[row['group_id']]
                 for row in told.sheet('group_seats') or ()
                 if row['group_id']}
        hours = second_hours.Hours(clinic.oracle, told.rows, seats)
        block_pins(clinic, hours)
    plan = Prescribers(clinic, openings, told.first, hours, persons)
    said = {row['client_id']: row['therapist_id']
            for row in told.sheet('prescribers') if row['therapist_id']}
    troubles = []
    for c, t in said.items():
        sums['visits'] += 1
        if t not in dict(plan.lists.get(c, ())):
            troubles.append(f'prescriber {t} of {c}: not eligible')
    if not plan.is_roomy(said):
        troubles.append(f'prescribers {said}: beyond their openings')
    if not plan.is_apart(said):
        troubles.append(f'prescribers {said}: apart')
    if hours is not None and not hours.fit(said, told.first):
        troubles.append(f'prescribers {said}: not everybody holds an hour')
    if not troubles and is_small(plan):
        best = plan.best()
        sums['visits as the best of all'] += 1
        if best != said:
            return [f'prescribers {said}, the best are {best}']
    if troubles:
        return troubles
    plan.given = said
    plan.dealt = hours.deal(said, told.first) if hours else {}
    sums['hours of prescribers'] += len(plan.dealt)
    return differences('prescribers.csv', told.sheet('prescribers'),
                       plan.rows())


def block_pins(clinic, hours):
    """Hours that the pins of human clients keep, printed nowhere."""
    for t in clinic.openings:
        if not clinic.promises(t):
            continue
        dealt = clinic.deal(t, [c for c in clinic.line if c in clinic.human
                                and clinic.pins.get(c) == t] or [])
        for c, way in (dealt or {}).items():
            hours.taken.setdefault(t, set()).update(way)
