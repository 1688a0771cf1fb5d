"""All candidates one by one: was anything better missed?

Every cell of the tables of candidates is tried on the first clients who wait:
whatever opens a pair and places the client must be no better than what was
told.
"""
from .checks import Report, as_today
from .clinic import Edit, hundredths

CLIENTS = 2
ORDER = ['confirm', 'wish', 'format', 'site', 'time', 'fee', 'approach',
         'opening', 'insurer', 'language', 'licence', 'offers format',
         'works at', 'age', 'treats', 'population', 'prescribes']


def values(cell):
    """The values of a list as the generator writes them."""
    return [value.strip() for value in cell.split(';') if value.strip()]


def bare(value):
    return value.rstrip('!?').split(':')[0].strip()


def added(cell, value):
    return cell + '; ' + value if cell and cell != 'none' else value


def minutes(window):
    def of(text):
        return int(text[:2]) * 60 + int(text[3:5])
    begin, end = window.split()[-1].split('-')
    return of(end) - of(begin)


def candidates(clinic, client, therapist):
    """Edits of the tables for one pair, as (kind, edit)."""
    def mine(column):
        return clinic.cell('clients', client, column)

    def theirs(column):
        return clinic.cell('therapists', therapist, column)

    def change(kind, side, column, to):
        return kind, Edit({'file': side, 'column': column, 'to': to, 'id':
                           client if side == 'clients' else therapist})

    for column in ('want_gender', 'want_modalities', 'want_populations'):
        if '!' in mine(column):
            yield change('wish', 'clients', column,
                         mine(column).replace('!', ''))
    for column, kind in (('formats', 'format'), ('sites', 'site')):
        if mine(column):
            for value in values(theirs(column)):
                if value not in values(mine(column)) and value != 'none':
                    yield change(kind, 'clients', column,
                                 added(mine(column), value))
    for column, own, kind in (
            ('insurance', 'insurance', 'insurer'),
            ('languages', 'languages', 'language'),
            ('licensed_in', 'lives_in', 'licence'),
            ('formats', 'formats', 'format'), ('sites', 'sites', 'site'),
            ('populations', 'want_populations', 'population')):
        for value in values(mine(own)):
            if kind == 'population' and not value.endswith('!'):
                continue
            if theirs(column) and bare(value) not in values(theirs(column)):
                yield change(kind, 'therapists', column,
                             added(theirs(column), bare(value)))
    windows = [w for w in values(theirs('slots')) if minutes(w) >= 60]
    if mine('slots') and windows:
        yield change('time', 'clients', 'slots',
                     added(mine('slots'), min(windows, key=minutes)))
    if theirs('fee_min') or theirs('fee'):
        yield change('fee', 'clients', 'max_fee',
                     theirs('fee_min') or theirs('fee'))
    age = mine('age')
    for column, outside in (('age_min', lambda a, b: a < b),
                            ('age_max', lambda a, b: a > b)):
        if age and theirs(column) and outside(int(age), int(theirs(column))):
            yield change('age', 'therapists', column, age)
    if mine('needs_prescriber') == 'yes' and theirs('prescribes') == 'no':
        yield change('prescribes', 'therapists', 'prescribes', 'yes')


def place(kind, side):
    """The place of a kind in the order of the table."""
    if side == 'therapists':
        kind = {'format': 'offers format', 'site': 'works at'}.get(kind, kind)
    return ORDER.index(kind)


def try_client(report, program, clinic, base, client, more):
    told = [row for row in base.options if row['client_id'] == client]
    best = None
    found = []
    for therapist in clinic.ids('therapists'):
        opening = Edit({'file': 'therapists', 'id': therapist,
                        'column': 'openings', 'to': str(1 + int(
                            clinic.cell('therapists', therapist,
                                        'openings')))})
        if therapist in base.ranked.get(client, ()):
            found.append(('opening', therapist, opening))
            continue
        found.append(('opening', therapist, opening))
        for kind, edit in candidates(clinic, client, therapist):
            found.append((kind, therapist, edit))
    for kind, therapist, edit in found:
        then = program.match(clinic.edited(edit), more=more)
        if then is None or client not in then.placed():
            continue
        if kind != 'opening' and therapist not in then.ranked.get(client, ()):
            continue  # it did not open this pair
        key = (len(base.placed() - then.placed()), place(kind, edit.side),
               base.points() - then.points())
        if best is None or key < best[0]:
            best = key, '%s of %s: %s = %r' % (kind, edit.id, edit.column,
                                               edit.to)
    if best is None:
        # what was told may be a candidate that is not tried here
        report.expect('%s: no better option' % client, True, True)
        return
    first = [row for row in told if row['option'] == '1']
    if not first or len(first) > 1:
        report.expect('%s: a single edit (%s)' % (client, best[1]),
                      [row['words'] for row in told], 'told')
        return
    row = first[0]
    key = (int(row['displaced']),
           place(row['kind'], row['file']),
           -hundredths(row['points_change']))
    report.expect('%s: nothing better (%s, told: %s)' % (
        client, best[1], row['words']), key <= best[0], True)


def try_everything(program, clinic, name):
    report = Report(name)
    base = program.match(clinic, 'options')
    if base is None or '--unknown' in program.options:
        return report.counts()
    more = as_today(clinic, base)
    for client in base.waiting()[:CLIENTS]:
        try_client(report, program, clinic, base, client, more)
    return report.counts()
