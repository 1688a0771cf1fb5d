"""The candidates of the tables: every edit that could open a pair, from the
cells of the two files and the rule that forbids the pair."""
import re

from oracle.rules import NAMES, lowest_fee

from . import offers
from .clinic import Edit

ORDER = ['confirm', 'wish', 'format', 'site', 'time', 'fee', 'approach',
         'opening', 'reserve', 'limit', 'max_urgent', 'max_severe',
         'sliding_seats', 'offers hour', 'insurer', 'lowers fee', 'language', 'licence', 'offers format',
         'works at', 'age', 'treats', 'population', 'prescribes',
         'modality', 'concern', 'hire']
OPENING = ORDER.index('opening')
HIRE = ORDER.index('hire')
DAYS = ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')
DAY, SESSION = 24 * 60, 60
# rule: kind, the therapist's column, the client's
LISTS = {'licence': ('licence', 'licensed_in', 'lives_in'),
         'language': ('language', 'languages', 'languages'),
         'cost': ('insurer', 'insurance', 'insurance'),
         'must_populations': ('population', 'populations',
                              'want_populations')}
WISHES = {'must_gender': 'want_gender', 'must_modality': 'want_modalities',
          'must_populations': 'want_populations'}
# a blank column: what the client asks of it
ASKED = {'licensed_in': 'lives_in', 'languages': 'languages',
         'formats': 'formats', 'sites': 'sites', 'insurance': 'insurance',
         'gender': 'want_gender', 'modalities': 'want_modalities',
         'populations': 'want_populations'}


def place(kind, side):
    """The place of a kind in the order of the table."""
    if side == 'therapists':
        kind = {'format': 'offers format', 'site': 'works at',
                'fee': 'lowers fee', 'time': 'offers hour'}.get(kind, kind)
    return ORDER.index(kind)


def values(cell):
    return [value.strip() for value in cell.split(';') if value.strip()]


def bare(value):
    return value.rstrip('!?').split(':')[0].strip()


def added(cell, value):
    return cell + '; ' + value if cell and cell != 'none' else value


def number(value):
    return '%g' % value


def stretches(minutes):
    """(begin, end) of each stretch of minutes of the week, bits of a number,
    in order."""
    found = []
    for day in range(len(DAYS)):
        bits = bin((minutes or 0) >> day * DAY & (1 << DAY) - 1)[:1:-1]
        found += [(day * DAY + at.start(), day * DAY + at.end())
                  for at in re.finditer('1+', bits)]
    return found


def nearest(minutes):
    """The window of a session or more that is nearest to one, as text."""
    windows = [w for w in stretches(minutes) if w[1] - w[0] >= SESSION]
    if not windows:
        return None
    begin, end = min(windows, key=lambda w: w[1] - w[0])
    end -= begin // DAY * DAY
    return '%s %02d:%02d-%02d:%02d' % (DAYS[begin // DAY], begin % DAY // 60,
                                       begin % 60, end // 60, end % 60)


class Tables:
    def __init__(self, clinic, outcome):
        self.clinic, self.outcome = clinic, outcome

    def cell(self, side, person, column):
        return self.clinic.cell(side, person, column)

    def edit(self, kind, side, person, column, to):
        return kind, Edit({'file': side, 'id': person, 'column': column,
                           'to': to})

    def opening(self, therapist):
        count = int(self.cell('therapists', therapist, 'openings'))
        return self.edit('opening', 'therapists', therapist, 'openings',
                         str(count + 1))

    def asked(self, client, column):
        """Values as typed; of a wish the musts alone."""
        return [bare(value)
                for value in values(self.cell('clients', client, column))
                if not column.startswith('want_') or value.endswith('!')]

    def each(self, kind, client, therapist, theirs, mine):
        had = [bare(v) for v in
               values(self.cell('therapists', therapist, theirs))]
        for value in self.asked(client, mine):
            if value not in had:
                yield self.edit(kind, 'therapists', therapist, theirs,
                                added(self.cell('therapists', therapist,
                                                theirs), value))

    def of_rule(self, client, therapist, rule, verdict):
        """[(kind, edit)] that could let one rule pass, each edit once: what
        confirms a blank, and what the table has for the rule. The least score
        may be lifted by whatever the table has."""
        found = []
        for column in verdict if isinstance(verdict, tuple) else ():
            found += self.confirm(client, therapist, column)
        for name in NAMES if rule == 'minimum' else [rule]:
            found += self.remedies(client, therapist, name)
        cells = [(e.side, e.id, e.column, e.to) for _, e in found]
        return [one for k, one in enumerate(found)
                if cells[k] not in cells[:k] and self.differs(one[1])]

    def differs(self, edit):
        return self.cell(edit.side, edit.id, edit.column) != edit.to

    def remedies(self, client, therapist, rule):
        if rule in WISHES:
            column = WISHES[rule]
            yield self.edit('wish', 'clients', client, column, self.cell(
                'clients', client, column).replace('!', ''))
        if rule in LISTS:
            kind, theirs, mine = LISTS[rule]
            yield from self.each(kind, client, therapist, theirs, mine)
        other = {'format': self.formats, 'cost': self.fee, 'time': self.time,
                 'age': self.age, 'prescriber': self.prescribes,
                 'not_treated': self.treats, 'must_modality': self.approach}
        if rule in other:
            yield from other[rule](client, therapist)

    def confirm(self, client, therapist, column):
        c = self.outcome.clients[client]

        def to(text):
            return self.edit('confirm', 'therapists', therapist, column, text)

        if column in ASKED:
            for value in self.asked(client, ASKED[column]):
                yield to(value)
        elif column == 'age_min':
            yield to(str(c.age))
        elif column == 'fee':
            yield to(number(c.max_fee))
        elif column == 'prescribes':
            yield to('yes')
        elif column == 'slots' and nearest(c.slots):
            yield to(nearest(c.slots))

    def formats(self, client, therapist):
        c = self.outcome.clients[client]
        t = self.outcome.therapists[therapist]
        columns = ['formats']
        if c.sites and t.sites and not set(c.sites) & set(t.sites):
            columns.append('sites')
        for column in columns:
            kind = column[:-1]
            mine = self.cell('clients', client, column)
            for value in values(self.cell('therapists', therapist, column)):
                if value not in values(mine):
                    yield self.edit(kind, 'clients', client, column,
                                    added(mine, value))
            yield from self.each(kind, client, therapist, column, column)

    def fee(self, client, therapist):
        low = lowest_fee(self.outcome.therapists[therapist])
        most = self.outcome.clients[client].max_fee
        if low is None or (most is not None and low <= most):
            return
        yield self.edit('fee', 'clients', client, 'max_fee', number(low))
        if most is not None:
            yield self.edit('fee', 'therapists', therapist, 'fee_min',
                            number(most))

    def time(self, client, therapist):
        window = nearest(self.outcome.therapists[therapist].slots)
        if window:
            yield self.edit('time', 'clients', client, 'slots', added(
                self.cell('clients', client, 'slots'), window))
        yield from self.new_hour(client, therapist)

    def new_hour(self, client, therapist):
        hour = offers.new_hour(self.outcome, client, therapist)
        if hour:
            yield self.edit('time', 'therapists', therapist, 'slots', added(
                self.cell('therapists', therapist, 'slots'), hour))

    def hours(self, client, therapist, held):
        """What lets a pair that no rule forbids meet at an hour more."""
        yield from self.new_hour(client, therapist)
        hour = offers.own_hour(self.outcome, client, therapist, held)
        if hour:
            yield self.edit('time', 'clients', client, 'slots', added(
                self.cell('clients', client, 'slots'), hour))

    def age(self, client, therapist):
        c = self.outcome.clients[client]
        t = self.outcome.therapists[therapist]
        for column, is_out in (
                ('age_min', t.age_min is not None and c.age is not None and
                 c.age < t.age_min),
                ('age_max', t.age_max is not None and c.age is not None and
                 c.age > t.age_max)):
            if is_out:
                yield self.edit('age', 'therapists', therapist, column,
                                str(c.age))

    def prescribes(self, client, therapist):
        yield self.edit('prescribes', 'therapists', therapist, 'prescribes',
                        'yes')

    def treats(self, client, therapist):
        names = self.outcome.world.taxonomy.concerns
        asked = [name for name, _ in self.outcome.clients[client].concerns]
        asked += [names.parent.get(name) for name in asked]
        kept = [value for value in values(self.cell(
            'therapists', therapist, 'not_treated'))
            if names.find(value) not in asked]
        if len(kept) == len(values(self.cell('therapists', therapist,
                                             'not_treated'))):
            return
        yield self.edit('treats', 'therapists', therapist, 'not_treated',
                        '; '.join(kept))

    def approach(self, client, therapist):
        c = self.outcome.clients[client]
        names = self.outcome.world.taxonomy.modalities

        def under(modality):
            return modality, names.parent.get(modality)

        wanted = [names.find(v) for v in self.asked(client,
                                                    'want_modalities')]
        avoided = values(self.cell('clients', client, 'avoid_modalities'))
        for one in avoided:
            if any(names.find(one) in under(has) and w in under(has)
                   for has in self.outcome.therapists[
                       therapist].modalities or () for w in wanted):
                yield self.edit('approach', 'clients', client,
                                'avoid_modalities', '; '.join(
                                    v for v in avoided if v != one))
        assert c.avoid_modalities is None or avoided
