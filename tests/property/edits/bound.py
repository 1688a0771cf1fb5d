"""Clinics in which limits, links and reserves bind."""
from .clinic import Edit

# column of therapists: chance, the most
COLUMNS = {'reserve': (0.3, 2), 'max_urgent': (0.3, 1), 'max_severe': (0.4, 1),
           'sliding_seats': (0.4, 1)}
WHOM = ('', '', 'age<30', 'insurance=medicaid', 'tier=urgent; age>=18',
        'severity=severe', 'formats=video')
BY_WHOM = ('', '', 'gender=male', 'insurance=aetna,medicaid',
           'therapist_id=T1,T2', 'openings>0', 'languages=en')


def cells(clinic, side, column, values):
    return [Edit({'file': side, 'id': person, 'column': column, 'to': value})
            for person, value in zip(clinic.ids(side), values)]


def links(clinic, chance):
    """Some apart, and a pair who want one therapist."""
    people = clinic.ids('clients')
    told = dict.fromkeys(people, '')
    for _ in range(chance.choice((0, 1, 2))):
        a, b = chance.sample(people, 2)
        told[a] = b + ':apart'
    if chance.random() < 0.5:
        a, b = chance.sample(people, 2)
        if not told[a] and not told[b]:
            told[a] = b + ':same'
    return cells(clinic, 'clients', 'linked_to', told.values())


def limits(chance):
    """A sheet of them under names of its own."""
    most = chance.choice(('max', 'At most'))
    rows = [['limit', 'therapists', 'clients', 'min', most]]
    for k in range(chance.choice((0, 1, 2, 3))):
        least = chance.choice(('', '', '1', '2'))
        rows.append(['L%d' % k, chance.choice(BY_WHOM), chance.choice(WHOM),
                     least, str(int(least or 0) + chance.choice((0, 1, 2)))])
    return rows if len(rows) > 1 else None


def bound(clinic, chance):
    """A clinic with limits of therapists, of its own, and links; pins that
    they would contradict are gone."""
    edits = cells(clinic, 'clients', 'severity', [
        chance.choice(('', 'mild', 'severe', 'severe'))
        for _ in clinic.ids('clients')])
    edits += cells(clinic, 'clients', 'pin', ['' for _ in
                                              clinic.ids('clients')])
    for column, (share, most) in COLUMNS.items():
        edits += cells(clinic, 'therapists', column, [
            str(chance.randint(0, most)) if chance.random() < share else ''
            for _ in clinic.ids('therapists')])
    edits += links(clinic, chance)
    made = clinic.edited(*edits)
    sheet = limits(chance)
    if sheet:
        made.tables['limits'] = sheet, ','
    return made
