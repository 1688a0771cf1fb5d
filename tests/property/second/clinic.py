"""Small clinics in which groups and prescribers are short."""
import csv
import os

CONCERNS = ('depression', 'anxiety', 'grief', 'ptsd', 'bipolar', 'ocd')
WINDOWS = ('mon 09:00-10:30', 'tue 18:00-19:30', 'tue 19:00-20:00',
           'wed 12:00-13:00')
FREE = ('mon 08:00-12:00', 'tue 17:00-21:00', 'tue 18:00-19:30',
        'mon-wed 09:00-20:00')
# where hours are promised they have to be few
FEW = ('mon 09:00-10:00', 'tue 17:30-19:30', 'tue 18:00-19:00',
       'wed 12:00-14:00; mon 09:30-10:30')


def some(chance, values, most, share=0.7):
    """A cell with a list, or blank."""
    if chance.random() > share:
        return ''
    return '; '.join(chance.sample(values, chance.randint(1, most)))


def therapists(chance, count, prescribes, hours):
    rows = []
    for k in range(count):
        row = {'therapist_id': f'T{k + 1}',
               'openings': 1 if hours else chance.randint(0, 1),
               'specialties': some(chance, CONCERNS, 2),
               'fee': '80',
               'languages': some(chance, ('en', 'es'), 2),
               'formats': some(chance, ('video', 'in_person'), 2),
               'gender': chance.choice(('female', 'male')),
               'slots': chance.choice(FEW) if hours and
                        chance.random() < 0.8 else chance.choice(FREE[:2])
                        if chance.random() < 0.4 else '',
               'utc_offset': chance.choice(('', '1', '1.5')),
               'declines': ''}
        if prescribes:
            row['prescriber_openings'] = chance.choice(
                ('', 1, 2, 3) if hours else ('', '0', 1, 1, 2))
        rows.append(row)
    return rows


def clients(chance, count, therapists_there, hours):
    rows = []
    ids = [t['therapist_id'] for t in therapists_there]
    for k in range(count):
        rows.append({
            'client_id': f'C{k + 1}',
            'referred_on': f'2026-10-{chance.randint(1, 6):02d}'
                           if chance.random() < 0.8 else '',
            'urgency': chance.choice(('', 'soon', 'urgent')),
            'concerns': some(chance, CONCERNS, 2),
            'age': chance.choice(('', '16', '30')),
            'languages': some(chance, ('en', 'es'), 1, 0.5),
            'formats': some(chance, ('video', 'in_person'), 2, 0.5),
            'want_gender': chance.choice(('', '', 'female!', 'male?')),
            'avoid_therapists': chance.choice(ids)
                                if chance.random() < 0.2 else '',
            'slots': chance.choice(FREE + FEW * hours)
                     if chance.random() < 0.5 else '',
            'frequency': chance.choice(('', 'weekly', 'biweekly',
                                        'twice_weekly')) if hours else '',
            'utc_offset': chance.choice(('', '1', '-2')),
            'max_fee': chance.choice(('', '', '50')),
            'wants_group': chance.choice(('', 'no', 'open', 'supplement',
                                          'instead', 'instead')),
            'needs_prescriber': chance.choice(
                ('', 'no', 'yes', 'yes', 'open') + ('yes',) * 4 * hours),
            'pin': ''})
    return rows


def groups(chance, count, therapists_there):
    rows = []
    ids = [t['therapist_id'] for t in therapists_there]
    for k in range(count):
        least = chance.choice((1, 2, 3))
        most = least + chance.randint(0, 2)
        rows.append({
            'group_id': f'G{k + 1}', 'name': f'Group {k + 1}',
            'leaders': chance.choice(ids) if chance.random() < 0.5 else '',
            'topics': some(chance, CONCERNS, 3),
            'modalities': some(chance, ('cbt', 'dbt'), 1, 0.3),
            'min_size': least, 'max_size': most,
            'current': chance.randint(0, min(most, 2)),
            'hour': chance.choice(('',) + WINDOWS),
            'formats': some(chance, ('video', 'in_person'), 2),
            'languages': some(chance, ('en', 'es'), 2, 0.5),
            'age_min': chance.choice(('', '', '18')),
            'fee': chance.choice(('', '40', '60')),
            'closed': 'yes' if chance.random() < 0.15 else ''})
    return rows


def invent(chance, hours):
    """Sheets by name; hours: 1 where they are promised."""
    has_prescribers = chance.random() < (0.85 if hours else 0.6)
    people = therapists(chance, chance.randint(2, 4), has_prescribers, hours)
    found = {'therapists': people,
             'clients': clients(chance, chance.randint(3, 6), people, hours)}
    if chance.random() < 0.8 or not has_prescribers:
        found['groups'] = groups(chance, chance.randint(1, 3), people)
    if hours: # let little else stand in the way
        for row in found['clients']:
            row.update({name: '' for name in ('languages', 'formats', 'age',
                                              'want_gender', 'max_fee')})
    return found


def write(folder, sheets):
    for name, rows in sheets.items():
        path = os.path.join(folder, name + '.csv')
        with open(path, 'w', newline='', encoding='utf-8') as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)


def read(path):
    with open(path, newline='', encoding='utf-8-sig') as file:
        return list(csv.DictReader(file))
