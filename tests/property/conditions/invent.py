"""Small, messy clinics in which hours, limits and links are short."""
import csv
import os

CONCERNS = ('depression', 'anxiety', 'grief', 'ptsd', 'ocd')
WINDOWS = ('mon 09:00-10:00', 'mon 09:00-11:30', 'tue 18:00-20:00',
           'wed 09:00-10:00', 'thu 17:30-19:30', 'sun 22:00-24:00',
           'mon 00:00-01:00', 'fri 10:00-11:00')
GROUP_HOURS = ('mon 09:30-10:30', 'tue 18:00-19:00', 'tue 18:00-19:30',
               'thu 17:30-18:30', 'fri 10:00-11:00')
FEATURES = ('hours', 'rhythm', 'zones', 'sites', 'pins', 'columns', 'limits',
            'apart', 'same', 'groups', 'prescribers', 'human')
THERAPIST_FILTERS = ('', '', '', 'insurance=medicaid', 'fee<=80',
                     'languages=es', 'formats!=video', 'therapist_id=T1,Ü.2')
CLIENT_FILTERS = ('', 'insurance=medicaid', 'insurance=county,medicaid',
                  'severity=severe', 'tier=soon', 'tier=urgent;severity!=mild',
                  'urgency=routine', 'frequency=weekly', 'languages!=es',
                  'age<18', 'client_type=individual')


class Maker:
    """One clinic, from a source of chance and a few of FEATURES."""

    def __init__(self, chance, features, clients, therapists):
        self.chance, self.features = chance, features
        self.windows = chance.sample(WINDOWS, chance.choice((2, 3, 5, 8)))
        self.ids = [self.an_id(k) for k in range(therapists)]
        self.therapists = [self.therapist(t) for t in self.ids]
        self.clients = [self.client(f'C{k:02}') for k in range(clients)]
        if 'apart' in features:
            self.link('apart', chance.randint(1, 1 + clients // 4))
        if 'same' in features:
            self.link('same', chance.randint(1, 1 + clients // 5))

    def an_id(self, k):
        return ('T%d', 'Ü.%d', 'T %d')[k % 7 % 3] % k

    def has(self, feature, share=1.0):
        return feature in self.features and self.chance.random() < share

    def some(self, values, most, blank):
        if self.chance.random() < blank:
            return ''
        return '; '.join(self.chance.sample(values,
                                            self.chance.randint(1, most)))

    def slots(self, most, blank):
        return (self.some(self.windows, min(most, len(self.windows)), blank)
                if 'hours' in self.features else '')

    def zone(self):
        return (self.chance.choice(('', '', '0', '1', '-1.5', '9'))
                if 'zones' in self.features else '')

    def therapist(self, name):
        chance = self.chance
        slots = self.slots(2, 0.15)
        if slots and self.has('sites', 0.5):
            slots = '; '.join(f'{s} @North' for s in slots.split('; '))
        row = {'therapist_id': name, 'name': f'Dr. {name}, PhD',
               'openings': chance.choice('0122334'),
               'specialties': self.some(CONCERNS, 3, 0.1),
               'formats': self.some(('in_person', 'video'), 2, 0.3),
               'languages': self.some(('en', 'es'), 2, 0.4),
               'insurance': self.some(('medicaid', 'county', 'aetna'), 3, 0.4),
               'fee': chance.choice(('80', '120')), 'fee_min': '50',
               'slots': slots, 'utc_offset': self.zone(), 'sites': '',
               'session_minutes': chance.choice(('', '', '45', '30'))
               if 'hours' in self.features else ''}
        if 'prescribers' in self.features:
            row['prescriber_openings'] = chance.choice(('', '0', '1', '1',
                                                        '2'))
        if 'columns' in self.features:
            for column in ('reserve', 'max_urgent', 'max_severe',
                           'sliding_seats'):
                row[column] = chance.choice(('', '', '0', '1', '1', '2'))
        return row

    def client(self, name):
        chance = self.chance
        row = {'client_id': name,
               'referred_on': chance.choice(
                   ('', '2026-09-01', '2026-10-01', '2026-10-02',
                    '2026-10-02', '2026-10-20')),
               'urgency': chance.choice(('', '', 'routine', 'soon', 'urgent')),
               'severity': chance.choice(('', 'mild', 'severe', 'severe')),
               'concerns': self.some(CONCERNS, 2, 0.2),
               'age': chance.choice(('', '12', '40')),
               'client_type': '',
               'formats': self.some(('in_person', 'video'), 2, 0.4),
               'sites': chance.choice(('', 'North', 'South'))
               if 'sites' in self.features else '',
               'languages': self.some(('en', 'es'), 2, 0.6),
               'insurance': chance.choice(('', '', 'medicaid', 'county')),
               'max_fee': chance.choice(('', '60', '100')),
               'slots': self.slots(2, 0.25), 'utc_offset': self.zone(),
               'frequency': chance.choice(
                   ('', 'weekly', 'biweekly', 'biweekly', 'twice_weekly'))
               if 'rhythm' in self.features else '',
               'avoid_therapists': chance.choice(self.ids)
               if chance.random() < 0.1 else '',
               'needs_prescriber': chance.choice(('', 'no', 'yes', 'yes',
                                                  'open')),
               'wants_group': chance.choice(('', '', 'open', 'supplement',
                                             'instead'))
               if 'groups' in self.features else '',
               'linked_to': '', 'pin': ''}
        if self.has('human', 0.15):
            row['urgency'] = 'crisis'
        if self.has('pins', 0.15):
            row['pin'] = self.pin(row)
        return row

    def pin(self, client):
        """A therapist, often with hours that may not suit at all."""
        t = self.chance.choice(self.therapists)
        if not t['slots'] or self.chance.random() < 0.5:
            return t['therapist_id']
        day, times = self.chance.choice(t['slots'].split('; ')).split()[:2]
        hour = f'{day} {times.split("-")[0]}'
        if client['frequency'] == 'twice_weekly':
            return t['therapist_id']
        if client['frequency'] == 'biweekly' and self.chance.random() < 0.5:
            hour += self.chance.choice((' A', ' B'))
        return f'{t["therapist_id"]} {hour}'

    def link(self, kind, count):
        """Links of pairs; same and apart of one pair are an error, so a party
        is one of two, and those in one are apart from nobody in it."""
        for _ in range(count):
            free = [c for c in self.clients if ':same' not in c['linked_to']
                    and not any(c['client_id'] + ':same' in d['linked_to']
                                for d in self.clients)]
            pool = free if kind == 'same' else self.clients
            if len(pool) < 2:
                return
            a, b = self.chance.sample(pool, 2)
            if kind == 'same' and (b['client_id'] in a['linked_to']
                                   or a['client_id'] in b['linked_to']):
                continue
            mark = self.chance.choice(('', ':apart')) if kind == 'apart' \
                else ':same'
            self.add_link(a, b, mark)
            if self.chance.random() < 0.3:
                self.add_link(b, a, ':' + kind)

    @staticmethod
    def add_link(a, b, mark):
        if b['client_id'] not in a['linked_to']:
            a['linked_to'] += ('; ' if a['linked_to'] else '') \
                + b['client_id'] + mark

    def limits(self):
        rows = []
        for k in range(self.chance.randint(1, 3)):
            least = self.chance.choice(('', '', '0', '1', '2', '3'))
            most = self.chance.choice(('', '0', '1', '1', '2', '3'))
            if least and most and int(least) > int(most):
                least, most = most, least
            rows.append({'limit': f'L{k}',
                         'therapists': self.chance.choice(THERAPIST_FILTERS),
                         'clients': self.chance.choice(CLIENT_FILTERS),
                         'min': least, 'max': most, 'note': ''})
        return rows

    def groups(self):
        rows = []
        for k in range(self.chance.randint(1, 3)):
            least = self.chance.choice((1, 1, 2, 3))
            most = least + self.chance.randint(0, 2)
            rows.append({
                'group_id': f'G{k}', 'name': f'Group {k}',
                'leaders': self.some(self.ids, min(2, len(self.ids)), 0.3),
                'topics': self.some(CONCERNS, 4, 0.3),
                'min_size': least, 'max_size': most,
                'current': self.chance.randint(0, min(most, 2)),
                'hour': self.chance.choice(('',) + GROUP_HOURS),
                'formats': self.some(('in_person', 'video'), 2, 0.5),
                'languages': self.some(('en', 'es'), 2, 0.6),
                'closed': 'yes' if self.chance.random() < 0.15 else ''})
        return rows

    def sheets(self):
        found = {'therapists': self.therapists, 'clients': self.clients}
        if 'limits' in self.features:
            found['limits'] = self.limits()
        if 'groups' in self.features:
            found['groups'] = self.groups()
        return found


def features(chance, allowed):
    """Some of those that are allowed, few or many."""
    share = chance.choice((0.25, 0.5, 0.8))
    return {f for f in allowed if chance.random() < share} or {
        chance.choice(sorted(allowed))}


def invent(chance, allowed, tiny):
    """(sheets, words of the command line)"""
    chosen = features(chance, allowed)
    many = chance.choice((2, 4, 5, 6, 6)) if tiny else chance.randint(8, 24)
    few = chance.choice((1, 2, 2, 3, 3, 4)) if tiny else chance.randint(3, 8)
    maker = Maker(chance, chosen, many, few)
    found = maker.sheets()
    found['policy'] = [
        {'setting': 'hours', 'value': int('hours' in chosen)},
        {'setting': 'lottery', 'value': chance.choice((0, 0, 7))},
        {'setting': 'wait_points', 'value': chance.choice((0, 25, 25))}]
    words = ['--today', '2026-11-05', '--analyses', 'choices,prices', '--top', '0']
    words += chance.choice(([], [], ['--queue', 'strict']))
    words += chance.choice(([], [], ['--objective', 'fair']))
    words += chance.choice(([], [], [], ['--unknown', 'forbid']))
    if 'columns' in chosen and chance.random() < 0.2:
        words += ['--use-reserve']
    if 'hours' in chosen:
        words += ['--ics']
    for name in ('limits', 'groups'):
        if name in found:
            words += ['--' + name, name + '.csv']
    return found, words


def change(sheets, chance):
    """What is different a week later."""
    for row in sheets['clients']:
        if chance.random() < 0.3:
            row['slots'] = chance.choice(sheets['clients'])['slots']
        if chance.random() < 0.2:
            row['urgency'] = 'urgent'
    for row in sheets['therapists']:
        if chance.random() < 0.3:
            row['openings'] = str(max(0, int(row['openings'])
                                      + chance.choice((-1, 1))))


def write(folder, sheets):
    for name, rows in sheets.items():
        with open(os.path.join(folder, name + '.csv'), 'w', newline='',
                  encoding='utf-8') as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)


def read(path):
    with open(path, newline='', encoding='utf-8-sig') as file:
        return list(csv.DictReader(file))
