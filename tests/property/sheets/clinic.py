"""Clean sheets: a random clinic, each cell in its plainest form."""

import datetime

TODAY = datetime.date(2026, 11, 30)

CONCERNS = ['ptsd', 'grief', 'ocd', 'depression', 'insomnia', 'anxiety',
            'adhd', 'perinatal']
MODALITIES = ['cbt', 'emdr', 'act', 'dbt', 'psychodynamic']
SITES = ['north_street', 'harbor', 'mill_road']
STATES = ['NY', 'NJ', 'PA', 'CT', 'OR']
INSURERS = ['aetna', 'cigna', 'humana', 'tricare']
LANGUAGES = ['en', 'es', 'fr', 'de']
POPULATIONS = ['veterans', 'lgbtq', 'students']
NAMES = ['Ana Ruiz', "James O'Connor", 'Zoë Müller', 'Bo Lind', 'Chloé Adé',
         'Kim Lee', 'Robin Ash', 'Sam Berg', 'Noor Haddad', 'Uma Rao']
DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
FILLER = 0.8            # share of cells that are filled


def times(chance):
    """One to three windows on whole or half hours, in order, apart."""
    windows = []
    for day in sorted(chance.sample(range(7), chance.randint(1, 3))):
        begin = chance.randint(16, 40)
        end = chance.randint(begin + 2, 44)
        if chance.random() < 0.2:
            begin, end = chance.choice([(16, 24), (24, 34), (34, 42)])
        windows.append('%s %02d:%02d-%02d:%02d' % (
            DAYS[day], begin // 2, begin % 2 * 30, end // 2, end % 2 * 30))
    return '; '.join(windows)


def some(chance, values, most=3):
    return '; '.join(chance.sample(values, chance.randint(1, most)))


def therapist(chance, number):
    fee = chance.choice([90, 120, 150, 180])
    return {
        'therapist_id': 'T%03d' % number,
        'name': chance.choice(NAMES),
        'openings': str(chance.randint(0, 4)),
        'specialties': '; '.join(
            name + (':%d' % chance.randint(1, 60)
                    if chance.random() < 0.3 else '')
            for name in chance.sample(CONCERNS, chance.randint(1, 3))),
        'modalities': some(chance, MODALITIES),
        'client_types': some(chance, ['individual', 'couple', 'family'], 2),
        'formats': chance.choice(['video', 'in_person', 'video; in_person',
                                  'video; phone']),
        'sites': some(chance, SITES, 2),
        'licensed_in': some(chance, STATES, 2),
        'age_min': str(chance.choice([0, 5, 13, 18])),
        'age_max': str(chance.choice([17, 25, 65, 120])),
        'languages': some(chance, LANGUAGES, 2),
        'insurance': some(chance, INSURERS),
        'fee': str(fee),
        'fee_min': str(fee - chance.choice([0, 20, 40])),
        'slots': times(chance),
        'prescribes': chance.choice(['yes', 'no']),
        'gender': chance.choice(['female', 'male', 'nonbinary']),
        'populations': some(chance, POPULATIONS, 2),
        'style_directive': str(chance.randint(-3, 3)),
    }


def client(chance, number, therapists):
    away = chance.randint(0, 300)
    return {
        'client_id': 'C%03d' % number,
        'name': chance.choice(NAMES),
        'referred_on': (TODAY - datetime.timedelta(away)).isoformat(),
        'urgency': chance.choice(['routine', 'soon', 'urgent']),
        'concerns': some(chance, CONCERNS),
        'age': str(chance.randint(6, 90)),
        'want_modalities': chance.choice(MODALITIES) +
        chance.choice(['', '!', '?']),
        'want_gender': chance.choice(['female', 'male', 'female!', 'male!']),
        'languages': some(chance, LANGUAGES, 2),
        'formats': chance.choice(['video', 'in_person', 'video; in_person']),
        'sites': some(chance, SITES, 2),
        'lives_in': chance.choice(STATES),
        'insurance': chance.choice(INSURERS),
        'slots': times(chance),
        'max_fee': str(chance.choice([60, 90, 120, 160])),
        'needs_prescriber': chance.choice(['yes', 'no']),
        'avoid_therapists': chance.choice(therapists),
        'style_directive': str(chance.randint(-3, 3)),
    }


ALWAYS = ['therapist_id', 'client_id', 'openings']
AS_NAMED = ['age_min', 'age_max', 'fee', 'fee_min']  # stay together


class Sheet:
    """Rows of cells under headers, and what stands around them."""

    def __init__(self, headers, rows):
        self.headers = headers
        self.rows = rows            # [row][column] texts
        self.above = []             # rows of cells above the header
        self.below = []             # rows of cells below the last row
        self.blank_after = set()    # rows behind which a blank line stands
        self.delimiter = ','
        self.line_end = '\n'
        self.quotes_all = False
        self.separator_line = False
        self.encoding = 'utf-8'
        self.odd_lines = False      # lines beyond ASCII as Windows-1252
        self.taken = set()          # headers that a kind has changed

    def column(self, header):
        return self.headers.index(header)

    def cells(self, header):
        at = self.column(header)
        return [row[at] for row in self.rows]

    def put(self, header, cells):
        at = self.column(header)
        for row, cell in zip(self.rows, cells):
            row[at] = cell
        self.taken.add(header)

    def insert(self, at, header, cells):
        self.headers.insert(at, header)
        for row, cell in zip(self.rows, cells):
            row.insert(at, cell)
        self.taken.add(header)

    def drop(self, header):
        at = self.column(header)
        del self.headers[at]
        for row in self.rows:
            del row[at]

    def free(self, *headers):
        """Those of the headers that are there and that no kind changed."""
        return [h for h in headers
                if h in self.headers and h not in self.taken]

    def quoted(self, cell):
        if self.quotes_all or cell[:1] == ' ' or any(
                c in cell for c in self.delimiter + '"\r\n'):
            return '"%s"' % cell.replace('"', '""')
        return cell

    def bytes(self):
        lines = [self.delimiter.join(map(self.quoted, row))
                 for row in self.above]
        lines.append(self.delimiter.join(map(self.quoted, self.headers)))
        for number, row in enumerate(self.rows):
            lines.append(self.delimiter.join(map(self.quoted, row)))
            if number in self.blank_after:
                lines.append(self.delimiter * (len(row) - 1)
                             if number % 2 else '')
        lines += [self.delimiter.join(map(self.quoted, row))
                  for row in self.below]
        if self.separator_line:
            lines.insert(0, 'sep=' + self.delimiter)
        if self.odd_lines:
            return b''.join(
                (line + self.line_end).encode(
                    'utf-8' if number % 2 else 'cp1252')
                for number, line in enumerate(lines))
        return ''.join(line + self.line_end for line in lines).encode(
            self.encoding)


def copy(sheet):
    return Sheet(list(sheet.headers), [list(row) for row in sheet.rows])


def sheet_of(chance, people):
    headers = [h for h in people[0] if h in ALWAYS or chance.random() < 0.75]
    if 'fee' not in headers and 'fee_min' in headers:
        headers.remove('fee_min')
    rows = []
    for person in people:
        row = [person[h] if h in ALWAYS or chance.random() < FILLER else ''
               for h in headers]
        rows.append(row)
    for row in rows:        # a row of which nothing is known is no clean one
        if not any(row[2:]):
            row[-1] = people[rows.index(row)][headers[-1]]
    return Sheet(headers, rows)


def invent(chance):
    """(therapists, clients): two clean sheets."""
    therapists = [therapist(chance, k + 1)
                  for k in range(chance.randint(3, 6))]
    for t in therapists:
        if int(t['age_min']) > int(t['age_max']):
            t['age_min'] = '0'
    clients = [client(chance, k + 1, [t['therapist_id'] for t in therapists])
               for k in range(chance.randint(3, 8))]
    return sheet_of(chance, therapists), sheet_of(chance, clients)
