"""Spoils: one mistake put into a clinic, which must end with status 1."""

import os

SPOILS = []


def spoil(change):
    SPOILS.append(change)
    return change


def put(table, column, *values):
    """A spoil that writes one of these values into some row."""
    def change(chance, clinic):
        chance.choice(getattr(clinic, table))[column] = chance.choice(values)
    SPOILS.append(change)


put('therapists', 'openings', 'six', '-1', '10000', '2.5', 'nan', '0x3', None)
put('therapists', 'fee', '1,200', 'inf', '-5', '12 dollars', '+2', '1e2',
    '.', '1200 000', '12 00')
put('therapists', 'age_min', '121', '-1', '4.5')
put('therapists', 'style_past', '3.5', '-4', 'warm')
put('therapists', 'formats', ['video', 'fax'], ['none', 'video'])
put('therapists', 'client_types', ['individuals only'])
put('therapists', 'specialties', ['none', 'anxiety'], ['anxiety:2.5'],
    ['anxiety:-2'])
put('therapists', 'prescribes', 'maybe', '2')
put('therapists', 'slots', 'mon 12:00-09:00', 'sat-mon 09:00-10:00',
    'mon 24:30-24:45', 'mon 09:00', 'someday 09:00-10:00', 'mon 10:00-10:00')
put('therapists', 'therapist_id', 'a:b', 'a;b', 'a|b', 'a,b', 'a\nb', None)
put('clients', 'client_id', 'a:b', None)
put('clients', 'referred_on', '2025-02-30', '01/02/2025', '2025-13-02', 'soon')
put('clients', 'urgency', 'whenever')
put('clients', 'severity', 'hardly')
put('clients', 'concerns', ['anxiety:0'], ['anxiety:10'], ['anxiety:2.5'])
put('clients', 'want_gender', ['female!?'], ['none', 'female'])
put('clients', 'priorities', ['style', 'access', 'style'], ['price'],
    ['style', 'access', 'modality', 'expertise'])
put('clients', 'needs_prescriber', 'perhaps')
put('clients', 'wants_group', 'always')
put('clients', 'pin', 'not-a-therapist')
put('clients', 'age', '130', 'old')


@spoil
def bounds_crossed(chance, clinic):
    t = chance.choice(clinic.therapists)
    if chance.random() < 0.5:
        t['age_min'], t['age_max'] = '40', '39'
    else:
        t['fee_min'], t['fee'] = '90', '89.5'


@spoil
def twice(chance, clinic):
    rows = chance.choice([clinic.therapists, clinic.clients])
    rows.append(dict(chance.choice(rows)))


@spoil
def bad_policy(chance, clinic):
    name, value = chance.choice([
        ('weight.looks', '1'), ('weight.style', '-0.1'), ('depth_half', '0'),
        ('style.dead_zone', '1'), ('rating.none', '1.5'), ('related', '-1'),
        ('priority.1', '0.5'), ('session_minutes', '0'), ('human_flag', '2'),
        ('wait_points', '2.5'), ('wait_points', '1001'),
        ('min_score', '50.001'), ('min_score', '101'), ('fair_floor', '-1'),
        ('keep_points', '10001'), ('keep_points', '0.5'),
        ('promote_weeks', '1.5'),
        ('morning', '8-12'), ('evening', '21:00-17:00'), ('require_concern', 'yes')])
    kept = [row for row in clinic.policy or [] if row[0] != name]
    clinic.policy = kept + [(name, value)]


@spoil
def policy_twice(chance, clinic):
    clinic.policy = [('related', '0.5'), ('related', '0.5')]


@spoil
def no_weight(chance, clinic):
    prefix, names = chance.choice([
        ('weight.', ('expertise', 'modality', 'style', 'preferences',
                     'access')),
        ('style.', ('directive', 'emotion', 'past', 'support'))])
    clinic.policy = [(prefix + name, '0') for name in names]


@spoil
def bad_scores(chance, clinic):
    pair = (clinic.clients[0]['client_id'],
            clinic.therapists[0]['therapist_id'])
    clinic.scores = chance.choice([
        [pair + ('50',), pair + ('50',)], [pair + ('100.01',)],
        [pair + ('-1',)], [pair + ('12.345',)], [pair + ('',)],
        [pair + ('high',)]])


@spoil
def strict(chance, clinic):
    clinic.strict = True
    clinic.clients[0]['concerns'] = ['nothing ever heard of']


def append(path, data):
    with open(path, 'ab') as file:
        file.write(data)


def spoil_bytes(chance, folder):
    """A mistake of the file itself, after it was saved as plain CSV."""
    path = os.path.join(folder, chance.choice(['therapists.csv',
                                               'clients.csv']))
    with open(path, 'rb') as file:
        header, _, rest = file.read().partition(b'\n')
    kind = chance.randrange(6)
    if kind == 0:
        append(path, b'zz,"open\n')
    elif kind == 1:
        append(path, b'zz,a"b\n')
    elif kind == 2:
        append(path, b'z\0z\n')
    elif kind == 3:
        append(path, b'zz' + b',' * (header.count(b',') + 1) + b'more\n')
    else:
        first = header.split(b',')[0]
        changed = {4: first + b' *,' + header,          # the key twice
                   5: b'nothing' + header[len(first):]}  # no key
        with open(path, 'wb') as file:
            file.write(changed[kind] + b'\n' + rest)


def spoil_clinic(chance, clinic):
    chance.choice(SPOILS)(chance, clinic)
