"""Track records from the sheet alone, by src/docs/outcomes.md.

Written from the document, not from the program, and in decimals of forty
digits, so that a last digit that differs is the program's.
"""
import collections
import csv
import datetime
import decimal

decimal.getcontext().prec = 40
D = decimal.Decimal
HALF = D('1.281552')

DEFAULTS = {'track.missing_max': '0.30', 'track.slope_min': '30',
            'track.concern': '8', 'track.icc': '0.05',
            'track.icc_weight': '10', 'track.global': '0.5',
            'track.open_days': '42', 'track.span': '0.7'}

Course = collections.namedtuple(
    'Course', 'client therapist measure concern pre post is_open')
Record = collections.namedtuple('Record', 'n missing mean value var rel note')


class Measures:
    """What the taxonomy knows of questionnaires."""

    def __init__(self, path):
        self.rows, self.names = {}, {}
        with open(path, encoding='utf-8', newline='') as file:
            for row in csv.DictReader(file):
                self.rows[row['measure']] = row
                for text in ([row['measure'], row['label']] +
                             row['aliases'].split(';')):
                    self.names[self.fold(text)] = row['measure']

    @staticmethod
    def fold(text):
        text = text.strip().casefold()
        for blank in ' -/':
            text = text.replace(blank, '_')
        while '__' in text:
            text = text.replace('__', '_')
        return text

    def name(self, text):
        return self.names.get(self.fold(text), self.fold(text))

    def is_outcome(self, name):
        return self.rows.get(name, {}).get('kind') != 'alliance'

    def sign(self, name):
        worse = self.rows.get(name, {}).get('higher_is_worse', 'yes')
        return D(1) if worse == 'yes' else D(-1)

    def concern(self, name):
        return self.rows.get(name, {}).get('concern', '')


def first_of(cell):
    return Measures.fold(cell.split(';')[0]) if cell.strip() else ''


def courses_of_questionnaires(rows, measures, firsts, open_days):
    newest = max(datetime.date.fromisoformat(r['date']) for r in rows)
    by = collections.defaultdict(list)
    for row in rows:
        if row['measure']:
            by[row['client_id'], row['therapist_id'],
               measures.name(row['measure'])].append(row)
    out = []
    for (client, therapist, measure), of in sorted(by.items()):
        of.sort(key=lambda r: r['date'])
        named = [first_of(r.get('concern') or '') for r in of]
        concern = next(filter(None, named), '')
        concern = concern or measures.concern(measure) or \
            firsts.get(client, '')
        only = datetime.date.fromisoformat(of[0]['date'])
        post = D(of[-1]['score']) if len(of) > 1 else None
        is_open = post is None and (newest - only).days <= open_days
        out.append(Course(client, therapist, measure, concern,
                          D(of[0]['score']), post, is_open))
    return out


def courses_of_rows(rows, measures, firsts):
    out = []
    for row in rows:
        if not row['pre']:
            continue
        measure = measures.name(row['measure'])
        concern = first_of(row.get('concern') or '') or \
            measures.concern(measure) or firsts.get(row['client_id'], '')
        post = D(row['post']) if row['post'] else None
        is_open = post is None and row.get('ended') == 'ongoing'
        out.append(Course(row['client_id'], row['therapist_id'], measure,
                          concern, D(row['pre']), post, is_open))
    return sorted(out, key=lambda c: c[:3])


def courses(path, measures, firsts, settings):
    with open(path, encoding='utf-8', newline='') as file:
        rows = list(csv.DictReader(file))
    if not rows:
        return []
    return (courses_of_questionnaires(rows, measures, firsts,
                                      D(settings['track.open_days']))
            if 'score' in rows[0] else
            courses_of_rows(rows, measures, firsts))


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def slope(of, least):
    if len(of) < least:
        return D(1)
    pre, post = {}, {}
    for t in {c.therapist for c in of}:
        pre[t] = mean(c.pre for c in of if c.therapist == t)
        post[t] = mean(c.post for c in of if c.therapist == t)
    sxx = sum((c.pre - pre[c.therapist]) ** 2 for c in of)
    sxy = sum((c.pre - pre[c.therapist]) * (c.post - post[c.therapist])
              for c in of)
    return sxy / sxx if sxx > 0 else D(1)


def standardised(of, settings):
    """z of the complete courses of one measure, turned; {} if unused."""
    if len(of) < 2:
        return {}
    b = slope(of, D(settings['track.slope_min']))
    gain = {c: b * c.pre - c.post for c in of}
    m = mean(gain.values())
    r = {}
    for c in of:
        r[c] = gain[c] - m
        if c.concern:
            same = [d for d in of if d.concern == c.concern]
            j = D(len({d.therapist for d in same}))
            k = D(settings['track.concern'])
            r[c] -= j / (j + k) * (mean(gain[d] for d in same) - m)
    s = (sum(v * v for v in r.values()) / (len(of) - 1)).sqrt()
    if s <= D('1e-9'):
        return {}
    return {c: max(D(-3), min(D(3), v / s)) for c, v in r.items()}


class Track:
    """All records: rows by (therapist, concern), concern '' the whole."""

    def __init__(self, all_courses, measures, settings):
        self.settings = dict(DEFAULTS, **settings)
        s = self.settings
        counted = [c for c in all_courses
                   if not c.is_open and measures.is_outcome(c.measure)]
        self.therapists = sorted({c.therapist for c in counted})
        self.lost = collections.Counter(
            (c.therapist, k) for c in counted if c.post is None
            for k in ({'', c.concern}))
        total = collections.Counter(c.therapist for c in counted)
        self.out = {t for t in self.therapists
                    if self.lost[t, ''] >
                    D(s['track.missing_max']) * total[t]}
        used = [c._replace(pre=measures.sign(c.measure) * c.pre,
                           post=measures.sign(c.measure) * c.post)
                for c in counted
                if c.post is not None and c.therapist not in self.out]
        z = {}
        for name in {c.measure for c in used}:
            z.update(standardised([c for c in used if c.measure == name], s))
        by = collections.defaultdict(list)
        for c, value in z.items():
            by[c.therapist, c.client, c.concern].append(value)
        self.figures = [(t, concern, mean(values))
                        for (t, _, concern), values in by.items()]
        self.icc = self.believed()
        self.records, self.other = {}, {}
        for t in self.therapists:
            self.add(t)

    def components(self):
        """(J, icc), icc None where the clinic's own is not known."""
        groups = collections.defaultdict(list)
        for t, _, z in self.figures:
            groups[t].append(z)
        n, j = len(self.figures), len(groups)
        if j < 2 or n <= j:
            return j, None
        grand = mean(z for _, _, z in self.figures)
        msb = sum(len(g) * (mean(g) - grand) ** 2
                  for g in groups.values()) / (j - 1)
        msw = sum((z - mean(g)) ** 2
                  for g in groups.values() for z in g) / (n - j)
        n0 = (n - sum(D(len(g)) ** 2 for g in groups.values()) / n) / (j - 1)
        var = max(D(0), (msb - msw) / n0)
        return j, var / (var + msw) if var + msw > 0 else D(0)

    def believed(self):
        prior = D(self.settings['track.icc'])
        weight = D(self.settings['track.icc_weight'])
        j, own = self.components()
        if j + weight == 0:
            return min(D('0.5'), prior)
        own = prior if own is None else own
        return min(D('0.5'), (j * own + weight * prior) / (j + weight))

    def add(self, t):
        if t in self.out:
            self.records[t, ''] = Record(0, self.lost[t, ''], None, None,
                                         None, None, 'missing')
            return
        g = D(self.settings['track.global']) * self.icc
        d, w = self.icc - g, 1 - self.icc
        own = collections.defaultdict(list)
        for who, concern, z in self.figures:
            if who == t:
                own[concern].append(z)
        p = {c: 1 / (d + w / len(v)) for c, v in own.items()}
        weight = sum(p.values())
        total = sum(p[c] * mean(v) for c, v in own.items())
        big, v_all = g * total / (1 + g * weight), g / (1 + g * weight)
        everything = [z for v in own.values() for z in v]
        self.put(t, '', len(everything),
                 mean(everything) if everything else None, big, v_all, g)
        for c, values in own.items():
            pull = d * p[c]
            value = big + pull * (mean(values) - big)
            var = d * (1 - pull) + (1 - pull) ** 2 * v_all
            if c:
                self.put(t, c, len(values), mean(values), value, var, self.icc)
        if own:
            self.other[t] = (big, v_all + d)

    def put(self, t, concern, n, middle, value, var, of):
        reach = HALF * var.sqrt()
        note = ('few' if n < 15 else 'below' if value + reach < 0
                else 'above' if value - reach > 0 else '')
        rel = 1 - var / of if of > 0 else D(0)
        self.records[t, concern] = Record(n, self.lost[t, concern], middle,
                                          value, var, rel, note)

    def rows(self):
        """As printed, numbers exact."""
        for (t, concern), r in sorted(self.records.items()):
            numbers = [None] * 5
            if r.note != 'missing':
                reach = HALF * r.var.sqrt()
                numbers = [r.mean, r.value, r.value - reach, r.value + reach,
                           r.rel]
            yield t, concern, r.n, r.missing, numbers, r.note
