"""A review worked out from the sheets alone, by src/docs/outcomes.md.

Written from the document, not from the program. Scores are decimals, so that
nothing is rounded on the way.
"""
import collections
import datetime
import decimal

D = decimal.Decimal
SPARE = D('1e-9')
TRIGGERS = ['risk', 'worse', 'unchanged', 'alliance', 'absent', 'homework']
STEPS = ['talk', 'goals', 'approach', 'add', 'change']
NO_RISK = ('', 'no', 'never', '0')

Row = collections.namedtuple('Row', 'client therapist measure count first '
                             'last change status trigger')


class Bands:
    """What is known of one measure, scores turned so that higher is worse."""

    def __init__(self, known):
        def number(name):
            text = known.get(name, '')
            return self.sign * D(text) if text else None
        self.sign = D(-1 if known.get('higher_is_worse') == 'no' else 1)
        self.is_alliance = known.get('kind') == 'alliance'
        change = known.get('reliable_change')
        self.reliable = D(change) if change else None
        self.caseness, self.severe = number('caseness'), number('severe')

    def reaches(self, score, bound):
        return bound is not None and self.sign * score >= bound - SPARE


def status_of(bands, scores, least):
    if bands.is_alliance:
        return ''
    change = bands.sign * (scores[-1] - scores[0])
    if bands.reliable is not None and change <= SPARE - bands.reliable:
        well = (bands.reaches(scores[0], bands.caseness) and
                not bands.reaches(scores[-1], bands.caseness))
        return 'recovered' if well else 'improved'
    if bands.reliable is not None and change >= bands.reliable - SPARE:
        return 'worse'
    if bands.reliable is None or len(scores) < least:
        return 'too_early'
    return 'unchanged'


def day_of(row):
    return datetime.date.fromisoformat(row['date'])


def answers(rows, column, is_yes):
    """[(day, any yes)] of the days that say anything, the newest first."""
    days = {}
    for row in rows:
        said = row[column].strip().lower()
        if said:
            day = day_of(row)
            days[day] = days.get(day, False) or is_yes(said)
    return [(day, days[day]) for day in sorted(days, reverse=True)]


def nos(rows, column, count):
    said = answers(rows, column, lambda text: text == 'yes')[:count]
    return len(said) == count and not any(yes for _, yes in said)


class Client:
    """The rows of one client, and the trigger of each course."""

    def __init__(self, rows, measures, since, least):
        newest = max(map(day_of, rows))
        self.newest = newest
        self.therapist = max((r['therapist_id'] for r in rows
                              if day_of(r) == newest), key=str.encode)
        window = [r for r in rows if day_of(r) >= since]
        own = [r for r in window if r['therapist_id'] == self.therapist]
        by = collections.defaultdict(list)
        for row in rows:
            name = measures.name(row['measure']) if row['measure'] else ''
            by[row['therapist_id'], name].append(row)
        facts = {}
        for key in sorted(by, key=lambda k: [t.encode() for t in k]):
            of = sorted(by[key], key=day_of)
            bands = Bands(measures.rows.get(key[1], {}))
            scores = [D(r['score']) for r in of] if key[1] else []
            status = status_of(bands, scores, least) if scores else ''
            facts[key] = (bands, scores, status,
                          bool(scores) and day_of(of[-1]) >= since)
        said = answers(window, 'risk', lambda text: text not in NO_RISK)
        risk = bool(said) and said[0][1] or any(
            recent and status in ('worse', 'unchanged') and
            bands.reaches(scores[-1], bands.severe)
            for bands, scores, status, recent in facts.values())
        alliance = any(
            recent and bands.is_alliance and t == self.therapist and
            bands.reaches(scores[-1], bands.caseness)
            for (t, _), (bands, scores, _, recent) in facts.items())
        self.rows, self.triggers = [], set()
        for (therapist, measure), fact in facts.items():
            bands, scores, status, recent = fact
            holds = {
                'risk': risk,
                'worse': recent and status == 'worse',
                'unchanged': recent and status == 'unchanged' and
                bands.reaches(scores[-1], bands.caseness),
                'alliance': alliance,
                'absent': nos(own, 'attended', 2),
                'homework': nos(own, 'homework_done', 3)}
            trigger = '' if therapist != self.therapist else next(
                (t for t in TRIGGERS if holds[t]), '')
            self.triggers.add(trigger)
            change = bands.sign * (scores[-1] - scores[0]) if scores else None
            self.rows.append(Row(
                None, therapist, measure, len(scores),
                scores[0] if scores else None,
                scores[-1] if scores else None, change, status, trigger))
        self.trigger = next((t for t in TRIGGERS if t in self.triggers), '')


class Ladder:
    """What comes next for a client of the rosters."""

    def __init__(self, oracle, ranked):
        self.oracle, self.ranked = oracle, ranked

    def rating(self, modality, concern):
        word = self.oracle.world.taxonomy.rating(modality, concern) or 'none'
        return self.oracle.world.policy.get('rating.' + word, 0.0)

    def approach(self, c, therapist):
        world = self.oracle.world
        t = self.oracle.therapists.get(therapist)
        if t is None or not c.concerns:
            return []
        first = c.concerns[0][0]
        tried = list(c.tried_modalities or ()) + list(c.counts_as_tried)
        bar = max((self.rating(m, first)
                   for m in tried + list(c.want_modalities or ())),
                  default=world.policy['rating.none'])
        good = [m for m in t.modalities or ()
                if self.rating(m, first) > bar + 1e-9 and
                not world.is_or_under(m, tried) and
                not world.is_or_under(m, c.avoid_modalities) and
                not any(world.taxonomy.rating(m, concern) == 'contraindicated'
                        for concern, _ in c.concerns)]
        return sorted(good, key=lambda m: (-self.rating(m, first), m.encode()))

    def add(self, c, _):
        taxonomy = self.oracle.world.taxonomy
        flags = set()
        for concern, _ in c.concerns or ():
            flags |= set(taxonomy.flags.get(concern, ()))
            flags |= set(taxonomy.flags.get(
                taxonomy.concerns.parent.get(concern), ()))
        asks = flags & {'flag_prescriber', 'offer_prescriber'}
        return ['prescriber'] if asks and c.needs_prescriber != 'no' else []

    def change(self, c, therapist):
        return [t for t in self.ranked.get(c.id, ())
                if t != therapist and
                self.oracle.therapists[t].openings >= 1][:3]

    def next(self, c, of, step, reviewed_on, is_human):
        """(step, action, options)"""
        if not of.trigger:
            return '', '', ''
        if is_human or of.trigger == 'risk':
            return '', 'human', ''
        last = 2 if of.trigger in ('absent', 'homework') else 5
        for k in range(step + 1, last + 1):
            find = getattr(self, STEPS[k - 1], None)
            options = find(c, of.therapist) if find else []
            if find and not options:
                continue
            if reviewed_on and of.newest <= reviewed_on:
                return '', '', ''
            return str(k), STEPS[k - 1], '; '.join(options)
        return '', 'human', ''
