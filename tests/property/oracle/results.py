"""Results: the files that a match should write (src/docs/matching.md,
Results).
"""

from datetime import date
from fractions import Fraction

from . import cells, danger, hours, lottery, partings, plan, rules
from .answers import Answers, points
from .cells import guarded
from .findings import Findings
from .keep import Keep, price, read_pairs
from .policy import read_policy, read_scores
from .roster import read_map, read_roster
from .schema import Schema
from .score import Fit, World, printed_points, tenths
from .taxonomy import read_taxonomy
from .words import CRITERIA

PLAN_TIERS = plan.TIERS
NOT_PINNABLE = ('contraindicated', 'avoid')
SENSITIVE = ('gender', 'ethnicity', 'faith', 'age')


class Options:
    """What the command line says that changes the results."""

    def __init__(self, therapists, clients, policy=None, scores=None,
                 maps=(), taxonomy=None, unknown='allow', today=None,
                 strict=False, top=0, bom=True, delimiter=',', keep=None,
                 frozen=False, objective='total', queue='points',
                 analyses=()):
        self.therapists, self.clients = therapists, clients
        self.policy, self.scores, self.maps = policy, scores, list(maps)
        self.taxonomy, self.unknown, self.today = taxonomy, unknown, today
        self.strict, self.top = strict, top
        self.bom, self.delimiter = bom, delimiter
        self.objective, self.analyses = objective, analyses
        self.queue = queue
        self.keep, self.frozen = keep, frozen

    def input_arguments(self):
        found = ['--strict'] if self.strict else []
        for name in ('policy', 'scores', 'taxonomy'):
            if getattr(self, name):
                found += ['--' + name, getattr(self, name)]
        for path in self.maps:
            found += ['--map', path]
        return found

    def keep_arguments(self):
        found = ['--keep', self.keep] if self.keep else []
        return found + ['--frozen'] if self.frozen else found

    def arguments(self):
        found = self.input_arguments()
        if self.today:
            found += ['--today', self.today]
        if self.unknown != 'allow':
            found += ['--unknown', self.unknown]
        if not self.bom:
            found += ['--no-bom']
        if self.delimiter != ',':
            found += ['--delimiter', self.delimiter]
        return found + ['--top', str(self.top)]


def decimal(tenth_points):
    return '%d.%d' % divmod(tenth_points, 10)


def half_up(numerator, denominator):
    """The nearest whole number, halves up; both not negative."""
    return (2 * numerator + denominator) // (2 * denominator)


class Clinic:
    """The rosters judged pair by pair, and the plan."""

    def __init__(self, options):
        findings = Findings()
        self.options = options
        taxonomy = read_taxonomy(options.taxonomy, findings)
        said = read_map(options.maps, findings)
        policy = read_policy(options.policy, findings)
        self.roster = read_roster((options.therapists, options.clients),
                                  Schema(taxonomy, options.strict), said,
                                  findings)
        scores = read_scores(options.scores, self.roster, findings)
        findings.stop_on_errors()
        self.findings = findings
        self.world = World(policy, taxonomy, scores,
                           options.unknown == 'forbid')
        self.world.has_prescribers = any(
            t.prescriber_openings is not None
            for t in self.roster.therapists.values())
        self.therapists = self.roster.therapists
        self.clients = self.roster.clients
        self.judge()
        self.assign()

    def judge(self):
        for c in self.clients.values():
            c.counts_as_tried = partings.tried(c, self.therapists, self.world)
        self.today = self.last_day()
        self.strict = self.options.queue == 'strict'
        self.seed = int(self.world.policy['lottery'])
        self.line = sorted(self.clients, key=self.turn)
        self.fits = {(c.id, t.id): Fit(c, t, self.world)
                     for c in self.clients.values()
                     for t in self.therapists.values()}
        for fit in self.fits.values():
            if self.is_stale(fit.therapist):
                fit.confirm.append('openings')
        self.human = {c.id for c in self.clients.values()
                      if self.goes_to_human(c)}
        self.lists = {}     # client -> eligible therapists, best first
        for c in self.clients:
            mine = [self.fits[c, t] for t in self.therapists]
            mine = [f for f in mine if f.eligible]
            mine.sort(key=lambda f: (-f.units, self.pair_number(
                c, f.therapist.id)))    # stable: ids are in order
            self.lists[c] = [f.therapist.id for f in mine]

    def is_stale(self, t):
        return (self.today is not None and t.updated_on is not None and
                (self.today - t.updated_on).days >
                self.world.policy['stale_days'])

    def goes_to_human(self, c):
        if c.urgency == 'crisis':
            return True
        found, joint = danger.reasons(c, self.world.taxonomy)
        return (joint or partings.unsafe(c) or
                bool(found and self.world.policy['human_flag']))

    # ties

    def turn(self, c):
        """Clients come first by this."""
        day = self.clients[c].referred_on
        return (day is None, day or date.min,
                lottery.client_number(c, self.seed), c.encode('utf-8'))

    def pair_number(self, c, t):
        return lottery.pair_number(c, t, self.seed)

    # waits

    def last_day(self):
        if self.options.today:
            return date(*map(int, self.options.today.split('-')))
        days = [c.referred_on for c in self.clients.values()
                if c.referred_on is not None]
        return max(days, default=None)

    def days_waited(self, c):
        if c.referred_on is None:
            return None
        return max(0, (self.today - c.referred_on).days)

    def weeks_waited(self, c):
        days = self.days_waited(c)
        return None if days is None else days // 7

    def told_policy(self):
        """Without what only reasons for leaving a therapist use."""
        told = dict(self.world.policy)
        if not any(c.partings for c in self.clients.values()):
            del told['promote_rematch']
        return told

    def wait_units(self, c):
        policy = self.world.policy
        if self.strict:
            return 0
        weeks = min(self.weeks_waited(c) or 0, policy['wait_weeks_max'])
        return int(policy['wait_points'] * weeks)

    def tier(self, c):
        if c.urgency not in (None, 'routine'):
            return c.urgency
        if self.world.policy['promote_rematch'] and partings.promotes(c):
            return 'soon'
        limit = 7 * self.world.policy['promote_weeks']
        return 'soon' if (self.days_waited(c) or 0) > limit else 'routine'

    # the plan

    def assign(self):
        pins = {c.id: c.pin for c in self.clients.values()
                if c.pin is not None}
        openings = {t.id: t.openings for t in self.therapists.values()}
        self.seats = plan.take_pins(pins, openings, self.why_no_pin)
        self.timed = bool(self.world.policy['hours'])
        if self.timed:
            self.take_pinned_hours(pins)
        self.keep = None
        if self.options.keep:
            self.keep = Keep(self, read_pairs(self.options.keep),
                             self.options.frozen)
        if self.options.frozen:
            self.keep.freeze(pins, self.seats)
        self.pinned = {c: t for c, t in pins.items() if c not in self.human}
        self.pins = pins
        seekers, seats = self.seekers(self.options.objective)
        self.assigned = plan.solve(seekers, seats, self.strict,
                                   self.holds if self.timed else None)
        for therapist in self.assigned.values():
            seats[therapist] -= 1
        self.seats_left = seats
        self.placed = dict(self.pinned)
        self.placed.update(self.assigned)
        self.held = self.deal() if self.timed else {}

    # hours

    def ways(self, c, t):
        c, t = self.clients[c], self.therapists[t]
        if t.slots is None:
            return []
        common = rules.common_formats(c, t) if c.formats and t.formats else []
        return hours.ways(c, hours.suiting(c, t, self.world, common))

    def holds(self, t, clients):
        """Whether these can all hold hours beside the pins."""
        pinned = [c for c in self.pins if self.pins[c] == t]
        found = [self.ways(c, t) for c in pinned + clients]
        return hours.can_hold([w for w in found if w])

    def take_pinned_hours(self, pins):
        for t in set(pins.values()):
            found = [self.ways(c, t) for c in pins if pins[c] == t]
            if not hours.can_hold([w for w in found if w]):
                raise Stop(CONTRADICTORY_PINS, ['no hour left: %s' % t])

    def deal(self):
        """{client: half hours}"""
        held = {}
        for t in self.therapists:
            mine = [c for c in self.line
                    if (self.pins if c in self.human else
                        self.placed).get(c) == t]
            dealt = hours.deal([self.ways(c, t) for c in mine])
            held.update((c, way) for c, way in zip(mine, dealt)
                        if c not in self.human)
        return held

    def has_room(self, c, t):
        """Whether the client could have the seat of t that is left."""
        return c in self.pins or self.can_join(
            c, t, [m for m, at in self.placed.items()
                   if at == t and m not in self.pins])

    def can_join(self, c, t, others):
        """Whether the client could have an hour of t beside the pins and
        these."""
        return not self.timed or self.holds(
            t, [m for m in others if m != c] + [c])

    def seekers(self, objective):
        """Who is to be placed, by turn, and a copy of the seats left by the
        pins."""
        floor = self.floor() if objective == 'fair' else 0
        seekers = []
        for c in map(self.clients.get, self.line):
            if c.id in self.human or c.id in self.pins:
                continue
            wait = self.wait_units(c)
            units = {t: self.fits[c.id, t].units for t in self.lists[c.id]}
            bonus = self.keep.bonus if self.keep else lambda c, t: 0
            seekers.append(plan.Seeker(
                c.id, self.tier(c), [(t, u + wait + bonus(c.id, t))
                                     for t, u in units.items()],
                frozenset(t for t, u in units.items() if u < floor)))
        return seekers, dict(self.seats)

    def floor(self):
        """S below which a match is a poor one."""
        return int(100 * self.world.policy['fair_floor'] + Fraction(1, 2))

    def why_no_pin(self, client, therapist):
        for name, verdict in self.fits[client, therapist].verdicts:
            if name in NOT_PINNABLE and verdict == rules.FAIL:
                return name
        return None

    def status(self, c):
        if c in self.human:
            return 'human'
        if c in self.pinned:
            return 'pinned'
        if c in self.assigned:
            return 'assigned'
        return 'waitlist' if self.lists[c] else 'ineligible'

    def schedule(self):
        """One row for each hour that is given away."""
        rows = []
        for c, way in self.held.items():
            t = self.therapists[self.placed[c]]
            weekly = self.clients[c].frequency != 'biweekly'
            for begin in sorted({b for b, _ in way or ()}):
                day = begin // hours.DAY
                end = begin + int(hours.session(t, self.world))
                week = '' if weekly else min(w for _, w in way)
                rows.append((list(self.therapists).index(t.id), begin, week,
                             c.encode(), {
                                 'day': cells.DAYS[day],
                                 'begin': hours.clock(begin % hours.DAY),
                                 'end': hours.clock(end - day * hours.DAY),
                                 'week': week, 'therapist_id': guarded(t.id),
                                 'client_id': guarded(c),
                                 'kind': 'therapy'}))
        return [row for *_, row in sorted(rows, key=lambda r: r[:4])]

    # the files

    def assignments(self):
        rows = [self.assignment(c) for c in self.clients.values()]
        groups = {'human': 0, 'assigned': 1, 'pinned': 1}
        return sorted(rows, key=lambda row: groups.get(row['status'], 2))

    def assignment(self, c):
        weeks = self.weeks_waited(c)
        row = {'client_id': guarded(c.id), 'status': self.status(c.id),
               'therapist_id': '', 'therapist_name': '', 'score': '',
               'rank': '', 'tier': self.tier(c), 'confirm': '',
               'weeks_waited': '' if weeks is None else str(weeks)}
        if c.id in self.placed:
            t = self.therapists[self.placed[c.id]]
            fit = self.fits[c.id, t.id]
            row['therapist_id'] = guarded(t.id)
            row['therapist_name'] = guarded(t.name or '')
            row['score'] = decimal(tenths(fit.units))
            row['confirm'] = ';'.join(fit.confirm)
            if fit.eligible:
                row['rank'] = str(self.lists[c.id].index(t.id) + 1)
        return row

    def ranked(self):
        top = self.options.top or None
        return [self.ranked_row(c, place, t)
                for c in self.clients if c not in self.human
                for place, t in enumerate(self.lists[c][:top], 1)]

    def ranked_row(self, c, place, t):
        fit = self.fits[c, t]
        status = ('open' if self.seats_left[t] > 0 and self.has_room(c, t)
                  else 'full')
        if self.placed.get(c) == t:
            status = 'assigned'
        row = {'client_id': guarded(c), 'rank': str(place),
               'therapist_id': guarded(t),
               'therapist_name': guarded(self.therapists[t].name or ''),
               'status': status, 'score': decimal(tenths(fit.units)),
               'confirm': ';'.join(fit.confirm)}
        if self.timed:
            row['hours'] = self.count_hours(self.clients[c],
                                            self.therapists[t])
        points = printed_points(fit.units, fit.points)
        for name in CRITERIA:
            row[name] = decimal(points[name]) if name in points else ''
        return row

    def count_hours(self, c, t):
        if t.slots is None:
            return ''
        common = rules.common_formats(c, t) if c.formats and t.formats else []
        return str(len(hours.suiting(c, t, self.world, common)))

    def waitlist(self):
        def tier(c):
            return PLAN_TIERS.index(self.tier(self.clients[c]))

        waiting = [c for c in self.line if self.status(c) == 'waitlist']
        waiting.sort(key=tier)
        nowhere = [c for c in self.clients if self.status(c) == 'ineligible']
        rows = []
        for c in map(self.clients.get, waiting + nowhere):
            status = self.status(c.id)
            weeks = self.weeks_waited(c)
            rows.append({'place': str(len(rows) + 1)
                         if status == 'waitlist' else '',
                    'client_id': guarded(c.id), 'status': status,
                    'tier': self.tier(c),
                    'weeks_waited': '' if weeks is None else str(weeks),
                    'eligible_therapists': str(len(self.lists[c.id])),
                    'blocked_by': self.blocked_by(c.id),
                    'only_obstacle': self.only_obstacle(c.id)})
        return rows

    def blocked_by(self, c):
        return self.counts([self.fits[c, t].forbidden_by
                            for t in self.therapists])

    def only_obstacle(self, c):
        alone = [self.fits[c, t].refused_by for t in self.therapists]
        return self.counts([names[0] for names in alone if len(names) == 1])

    @staticmethod
    def counts(blocks):
        return ';'.join('%s:%d' % (name, blocks.count(name))
                        for name in rules.NAMES if name in blocks)

    def workload(self):
        rows = []
        for t in self.therapists.values():
            units = [self.fits[c, t.id].units
                     for c, placed in self.placed.items() if placed == t.id]
            mean = half_up(sum(units), 10 * len(units)) if units else None
            rows.append({
                'therapist_id': guarded(t.id),
                'therapist_name': guarded(t.name or ''),
                'openings': str(t.openings), 'assigned': str(len(units)),
                'left': str(self.seats_left[t.id]),
                'eligible_clients': str(sum(
                    t.id in mine for c, mine in self.lists.items()
                    if c not in self.human)),
                'mean_score': '' if mean is None else decimal(mean)})
        return rows

    def run(self):
        units = [self.fits[pair].units for pair in self.placed.items()]
        statuses = [self.status(c) for c in self.clients]
        counts = {'clients': len(self.clients),
                  'therapists': len(self.therapists),
                  'openings': sum(t.openings
                                  for t in self.therapists.values())}
        for status in ('human', 'assigned', 'pinned', 'waitlist',
                       'ineligible'):
            counts[status] = statuses.count(status)
        fit = sum(units)
        return {
            'as_of': self.today.isoformat() if self.today else None,
            'policy': self.told_policy(),
            'sensitive_columns': self.sensitive_columns(),
            'counts': counts,
            'tiers': {tier: self.tier_counts(tier) for tier in PLAN_TIERS},
            'score': {
                'total': fit / 100 if units else None,
                'mean': half_up(fit, len(units)) / 100 if units else None,
                'min': min(units) / 100 if units else None},
            'objective': self.objective(fit),
            'proof': {'optimal': True, 'pairs_checked': sum(
                len(mine) for c, mine in self.lists.items()
                if c not in self.human and c not in self.pinned)}}

    def objective(self, fit):
        sums = {'fit': fit, 'wait': sum(self.wait_units(self.clients[c])
                                        for c in self.placed)}
        if self.keep:
            sums['keep'] = self.keep.total()
        return sums

    def moved(self):
        return [self.moved_row(c) for c in self.clients
                if c in self.keep.before and c not in self.human and
                not self.keep.stands(c)]

    def moved_row(self, c):
        before, now = self.keep.before[c], self.placed.get(c)
        why, cost = self.keep.why[c], None
        if why is None and self.seats[before] > 0:
            seekers, seats = self.seekers(self.options.objective)
            why, cost = price(self.keep, seekers, seats, c, plan.solve)
            scored = True
        else:
            scored = why in (None, 'openings')
            why = why or 'openings'
        return {'client_id': guarded(c), 'from': guarded(before),
                'to': guarded(now or ''),
                'from_score': decimal(tenths(self.fits[c, before].units))
                if scored else '',
                'to_score': decimal(tenths(self.fits[c, now].units))
                if now else '',
                'reason': 'rule' if why in rules.NAMES else why,
                'price': '' if cost is None else '%d.%02d' % divmod(cost,
                                                                    100)}

    def tier_counts(self, tier):
        members = [c.id for c in self.clients.values()
                   if c.id not in self.human and self.tier(c) == tier]
        return {'clients': len(members),
                'placed': sum(c in self.placed for c in members)}

    def sensitive_columns(self):
        parts = {part for name in self.roster.headers
                 for part in name.split('_')}
        return [word for word in SENSITIVE if word in parts]

    def results(self):
        found = {'assignments': self.assignments(), 'ranked': self.ranked(),
                 'waitlist': self.waitlist(), 'workload': self.workload(),
                 'run': self.run()}
        if self.timed:
            found['schedule'] = self.schedule()
        answers = Answers(self)
        self.price_choices(found['ranked'], answers)
        for row in found['assignments']:
            client = self.plain_id(row['client_id'])
            row['margin'] = row['firmness'] = row['held'] = ''
            if row['status'] == 'pinned':
                pin = self.clients[client].pin
                row['held'] = 'frozen' if pin is None else 'pin'
            if self.timed:
                row['hour'] = hours.told(self.clients[client],
                                         self.held.get(client))
            if 'margins' in self.options.analyses:
                if row['status'] == 'pinned':
                    row['firmness'] = 'forced'
                elif row['status'] == 'assigned':
                    row['margin'], row['firmness'] = answers.margin(client)
        if 'prices' in self.options.analyses:
            found['prices'] = answers.prices()
        if 'envy' in self.options.analyses:
            found['envy'] = answers.envy(tenths, decimal)
            for row in found['envy']:
                for name in ('client_id', 'therapist_id'):
                    row[name] = guarded(row[name])
        if self.keep:
            found.update(moved=self.moved(), dropped=self.keep.dropped())
        return found

    def price_choices(self, rows, answers):
        """Fill `price`, and say choice instead of full, in ranked rows."""
        prices = (answers.choices() if 'choices' in self.options.analyses
                  else {})
        for row in rows:
            c = self.plain_id(row['client_id'])
            t = self.lists[c][int(row['rank']) - 1]
            row['price'] = points(prices[c, t]) if (c, t) in prices else ''
            if row['status'] == 'full' and answers.is_choice(prices, c, t):
                row['status'] = 'choice'

    def plain_id(self, written):
        """The client's id, from a cell that may be guarded."""
        return written if written in self.clients else written[1:]
