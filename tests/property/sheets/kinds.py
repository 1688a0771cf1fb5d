"""Kinds of mutation: how people keep what a clean sheet says.

Each kind changes two sheets (therapists, clients) and returns False where it
finds nothing to change. SAME kinds must be read as the clean sheet was; EITHER
kinds may also be refused or warned of, by the name of the column.
"""

import datetime
import json
import re

from .clinic import DAYS, SITES, TODAY

SAME, EITHER = 'same', 'either'
KINDS = {}              # name: (function, what is expected)


def kind(expected):
    def note(function):
        KINDS[function.__name__] = function, expected
        return function
    return note


def pick(chance, sheets, *headers):
    """A sheet and one of its columns of these names; (None, None): none."""
    found = [(sheet, h) for sheet in sheets for h in sheet.free(*headers)]
    return chance.choice(found) if found else (None, None)


def rewrite(chance, sheets, headers, change):
    """Rewrite the filled cells of one column; a change may decline."""
    sheet, header = pick(chance, sheets, *headers)
    if not sheet:
        return False
    cells = sheet.cells(header)
    new = [change(cell) if cell else cell for cell in cells]
    if None in new or new == cells:
        return False
    sheet.put(header, new)
    return True


# ---- around the table ---------------------------------------------------

@kind(SAME)
def title_row(chance, sheets):
    sheet = chance.choice(sheets)
    words = chance.sample(['Northside Counseling', 'Exported 11/29/2026',
                           'Confidential - staff only', 'Page 1 of 1'],
                          chance.randint(1, 3))
    padded = chance.random() < 0.5
    sheet.above = [[word] + [''] * (len(sheet.headers) - 1) * padded
                   for word in words] + sheet.above
    if chance.random() < 0.5:
        sheet.above.append([''] * (len(sheet.headers) if padded else 1))
    return True


@kind(SAME)
def total_row(chance, sheets):
    sheet = chance.choice(sheets)
    row = [''] * len(sheet.headers)
    row[0] = chance.choice(['Total', 'TOTAL:', 'Grand total', 'Sum',
                            '%d records' % len(sheet.rows), 'Average'])
    for header in ('openings', 'fee', 'max_fee', 'age'):
        if header in sheet.headers and chance.random() < 0.5:
            row[sheet.column(header)] = '12'
    sheet.below.append(row)
    if chance.random() < 0.4:
        sheet.blank_after.add(len(sheet.rows) - 1)
    return True


@kind(SAME)
def last_note(chance, sheets):
    sheet = chance.choice(sheets)
    if sheet.below:
        return False
    sheet.blank_after.add(len(sheet.rows) - 1)
    sheet.below.append(['Prepared by the front desk'])
    return True


@kind(SAME)
def header_again(chance, sheets):
    sheet = chance.choice(sheets)
    at = chance.randint(1, len(sheet.rows))
    sheet.rows.insert(at, list(sheet.headers))
    return True


@kind(SAME)
def label_row(chance, sheets):
    sheet = chance.choice(sheets)
    labels = {'therapist_id': 'Provider ID', 'client_id': 'Client number',
              'concerns': 'Reason for visit', 'slots': 'Availability'}
    if chance.random() < 0.3:
        row = [json.dumps({'ImportId': 'QID%d' % k})
               for k in range(len(sheet.headers))]
    else:
        row = [labels.get(h, h.replace('_', ' ').title())
               for h in sheet.headers]
    sheet.rows.insert(0, row)
    return True


@kind(SAME)
def blank_columns(chance, sheets):
    sheet = chance.choice(sheets)
    for _ in range(chance.randint(1, 3)):
        sheet.insert(chance.randint(1, len(sheet.headers)), '',
                     [''] * len(sheet.rows))
    sheet.taken.discard('')
    return True


@kind(SAME)
def blank_rows(chance, sheets):
    sheet = chance.choice(sheets)
    if sheet.below:
        return False
    sheet.blank_after |= {chance.randrange(len(sheet.rows))
                          for _ in range(chance.randint(1, 3))}
    sheet.blank_after.discard(len(sheet.rows) - 1)
    return bool(sheet.blank_after)


@kind(SAME)
def delimiter(chance, sheets):
    sheet = chance.choice(sheets)
    sheet.delimiter = chance.choice(';\t')
    if sheet.above:     # a line of it must not outvote the table
        return False
    sheet.separator_line = chance.random() < 0.3
    return True


@kind(SAME)
def quotes(chance, sheets):
    chance.choice(sheets).quotes_all = True
    return True


@kind(SAME)
def line_ends(chance, sheets):
    chance.choice(sheets).line_end = chance.choice(['\r\n', '\r'])
    return True


@kind(SAME)
def encoding(chance, sheets):
    sheet = chance.choice(sheets)
    sheet.encoding = chance.choice(['utf-8-sig', 'utf-16', 'cp1252'])
    try:
        sheet.bytes()
    except UnicodeEncodeError:
        sheet.encoding = 'utf-8-sig'
    return True


@kind(SAME)
def odd_lines(chance, sheets):
    sheet = chance.choice(sheets)
    if sheet.encoding != 'utf-8' or sheet.line_end == '\r':
        return False
    sheet.odd_lines = True
    try:
        sheet.bytes()
    except UnicodeEncodeError:
        sheet.odd_lines = False
    return sheet.odd_lines


@kind(SAME)
def order_of_columns(chance, sheets):
    sheet = chance.choice(sheets)
    if sheet.below or sheet.above or ':' in ''.join(sheet.headers):
        return False            # columns of a list stand in its order
    order = list(range(len(sheet.headers)))
    chance.shuffle(order)
    sheet.headers = [sheet.headers[k] for k in order]
    sheet.rows = [[row[k] for k in order] for row in sheet.rows]
    return True


@kind(SAME)
def headers(chance, sheets):
    sheet = chance.choice(sheets)
    aliases = {'concerns': 'Presenting problem', 'slots': 'Availability',
               'client_id': 'Record ID', 'therapist_id': 'Provider ID',
               'max_fee': 'Budget', 'lives_in': 'State of residence',
               'fee_min': 'Sliding scale', 'languages': 'Languages spoken',
               'want_gender': 'Therapist gender preference',
               'age_min': 'Minimum age', 'insurance': 'Primary insurance',
               'specialties': 'Areas of focus', 'urgency': 'Acuity'}
    for k, header in enumerate(sheet.headers):
        style = chance.randrange(6)
        new = header
        if not re.fullmatch('[a-z_]+', header):
            continue
        if style == 0:
            new = header.replace('_', ' ').capitalize()
        elif style == 1:
            new = header.replace('_', '-').upper()
        elif style == 2:
            new = '  ' + header + chance.choice(['?', ':', ' *', '*'])
        elif style == 3:
            new = '\ufeff' + header if k == 0 else header[0] + '\u200b' + \
                header[1:]
        elif style == 4:
            new = aliases.get(header, header)
        sheet.headers[k] = new
    return True


# ---- cells of any kind ----------------------------------------------------

INVISIBLE = ['\u200b', '\u200e', '\u2060', '\ufeff', '\u00ad']


@kind(SAME)
def invisible(chance, sheets):
    def change(cell):
        at = chance.randint(0, len(cell))
        return cell[:at] + chance.choice(INVISIBLE) + cell[at:]
    return rewrite(chance, sheets,
                   ['therapist_id', 'client_id', 'openings', 'specialties',
                    'languages', 'slots', 'concerns', 'age', 'fee', 'lives_in',
                    'referred_on', 'prescribes', 'urgency', 'insurance',
                    'name', 'avoid_therapists'], change)


@kind(SAME)
def blanks_around(chance, sheets):
    return rewrite(chance, sheets,
                   ['therapist_id', 'client_id', 'openings', 'specialties',
                    'languages', 'slots', 'concerns', 'age', 'fee', 'lives_in',
                    'referred_on', 'prescribes', 'urgency', 'insurance'],
                   lambda cell: chance.choice([' ', '\u00a0', '  ', '\t']) +
                   cell + chance.choice(['', ' ', '\u00a0']))


@kind(SAME)
def formula_text(chance, sheets):
    return rewrite(chance, sheets,
                   ['therapist_id', 'client_id', 'openings', 'age',
                    'insurance', 'referred_on', 'avoid_therapists', 'fee'],
                   lambda cell: '="%s"' % cell)


@kind(SAME)
def nothing_stated(chance, sheets):
    words = ['n/a', 'N/A', 'na', 'No preference', 'unknown', '-', '—', '?',
             'not sure', "I don't know", 'TBD', 'Prefer not to say', '#N/A',
             "doesn't matter", 'null', 'unsure', 'no pref']
    sheet, header = pick(chance, sheets, 'specialties', 'modalities', 'sites',
                         'languages', 'insurance', 'fee', 'slots',
                         'prescribes', 'gender', 'age_min', 'age', 'lives_in',
                         'referred_on', 'want_gender', 'want_modalities',
                         'urgency', 'max_fee', 'style_directive', 'formats',
                         'needs_prescriber')
    if not sheet or '' not in sheet.cells(header):
        return False
    sheet.put(header, [cell or chance.choice(words)
                       for cell in sheet.cells(header)])
    return True


@kind(SAME)
def nothing_in_list(chance, sheets):
    words = ['no preference', 'n/a', 'not sure', 'unknown']
    return rewrite(chance, sheets,
                   ['specialties', 'languages', 'concerns', 'want_gender',
                    'want_modalities', 'sites'],
                   lambda cell: cell + '; ' + chance.choice(words))


@kind(SAME)
def case_of_letters(chance, sheets):
    return rewrite(chance, sheets,
                   ['specialties', 'modalities', 'languages', 'concerns',
                    'gender', 'urgency', 'lives_in', 'formats', 'slots',
                    'prescribes', 'insurance', 'sites', 'client_types'],
                   lambda cell: chance.choice([cell.upper(), cell.title()]))


# ---- dates and ages -------------------------------------------------------

def day_of(cell):
    return datetime.date.fromisoformat(cell)


MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split()


def date_form(chance, days):
    """A way to write days, and whether it can be read in one way alone."""
    mark = chance.choice('/.-')
    short = chance.random() < 0.3 and mark == '/'
    pad = chance.random() < 0.5
    american = chance.random() < 0.5
    clock = chance.choice(['', '', ' 14:22:10', ' 9:05 AM'])

    def numbers(day):
        year = '%02d' % (day.year % 100) if short else str(day.year)
        parts = [day.month, day.day] if american else [day.day, day.month]
        shape = '%02d' if pad else '%d'
        return mark.join([shape % p for p in parts] + [year]) + clock
    forms = [
        (numbers, any(day.day > 12 for day in days)),
        (lambda day: day.isoformat() + chance.choice(
            ['', 'T00:00:00', ' 08:30', 'T14:22:10Z']), True),
        (lambda day: '%d %s %d' % (day.day, MONTHS[day.month - 1], day.year),
         True),
        (lambda day: '%s %d, %d' % (MONTHS[day.month - 1], day.day, day.year),
         True),
        (lambda day: str((day - datetime.date(1899, 12, 30)).days), True)]
    return chance.choice(forms[:1] * 3 + forms)


@kind(EITHER)
def dates(chance, sheets):
    sheet, header = pick(chance, sheets, 'referred_on')
    if not sheet or not any(sheet.cells(header)):
        return False
    cells = sheet.cells(header)
    form, decides = date_form(chance, [day_of(c) for c in cells if c])
    sheet.decides = decides
    sheet.put(header, [form(day_of(c)) if c else c for c in cells])
    return True


@kind(SAME)
def ages_in_words(chance, sheets):
    forms = ['%s years', '%s y/o', '%syo', '%s yrs', '%s years old']
    return rewrite(chance, sheets, ['age'],
                   lambda cell: chance.choice(forms) % cell)


@kind(EITHER)
def births(chance, sheets):
    sheet, header = pick(chance, sheets, 'age')
    if not sheet or not any(sheet.cells(header)):
        return False
    days = []
    for cell in sheet.cells(header):
        if cell:
            back = int(cell) * 365.2425 + chance.randint(3, 360)
            day = TODAY - datetime.timedelta(int(back))
            years = TODAY.year - day.year - (
                (TODAY.month, TODAY.day) < (day.month, day.day))
            if years != int(cell):
                return False
            days.append(day)
        else:
            days.append(None)
    form, _ = date_form(chance, [day for day in days if day])
    at = sheet.column(header)
    sheet.drop(header)
    sheet.taken.add(header)
    sheet.insert(at, chance.choice(['date_of_birth', 'DOB', 'Birthday']),
                 [form(day) if day else '' for day in days])
    return True


@kind(SAME)
def ages_column(chance, sheets):
    sheet = sheets[0]
    if set(sheet.free('age_min', 'age_max')) != {'age_min', 'age_max'}:
        return False
    cells = []
    for least, most in zip(sheet.cells('age_min'), sheet.cells('age_max')):
        words = ['%s-%s' % (least, most), '%s to %s' % (least, most),
                 '%s–%s' % (least, most), 'ages %s - %s' % (least, most)]
        named = {('0', '120'): ['all ages'], ('13', '17'): ['teens',
                                                            'adolescents'],
                 ('18', '120'): ['adults', '18+', '18 and up'],
                 ('13', '120'): ['13 and up'], ('0', '17'): ['under 18']}
        if bool(least) != bool(most):
            return False
        cells.append(chance.choice(words + named.get((least, most), []))
                     if least else '')
    if not any(cells):
        return False
    at = sheet.column('age_min')
    for header in ('age_min', 'age_max'):
        sheet.drop(header)
        sheet.taken.add(header)
    sheet.insert(min(at, len(sheet.headers)),
                 chance.choice(['ages', 'Age range', 'Ages served']), cells)
    return True


# ---- times ------------------------------------------------------------------

def windows(cell):
    """[(day, begin, end)] of a clean cell, in minutes."""
    found = []
    for window in cell.split('; '):
        day, a, b, c, d = re.fullmatch(
            r'(\w+) (\d\d):(\d\d)-(\d\d):(\d\d)', window).groups()
        found.append((day, int(a) * 60 + int(b), int(c) * 60 + int(d)))
    return found


def spoken(chance, minutes):
    hour, rest = divmod(minutes, 60)
    if minutes == 720 and chance.random() < 0.5:
        return 'noon'
    half = chance.choice(['am', ' AM', ' a.m.'] if hour < 12 else
                         ['pm', ' PM', ' p.m.'])
    shown = (hour + 11) % 12 + 1
    return ('%d:%02d' % (shown, rest) if rest or chance.random() < 0.2
            else str(shown)) + half


def hours(chance, begin, end):
    if chance.random() < 0.2 and end == 21 * 60:
        return 'after ' + spoken(chance, begin)
    if chance.random() < 0.2 and begin == 8 * 60:
        return 'before ' + spoken(chance, end)
    named = {(480, 720): 'morning', (720, 1020): 'afternoon',
             (1020, 1260): 'evening'}.get((begin, end))
    if named and chance.random() < 0.6:
        return named + chance.choice(['', 's'])
    if chance.random() < 0.2:
        return '%d:%02d-%d:%02d' % (begin // 60, begin % 60, end // 60,
                                    end % 60)
    return spoken(chance, begin) + chance.choice(['-', ' - ', ' to ', '–']) + \
        spoken(chance, end)


LONG = dict(mon='Monday', tue='Tuesday', wed='Wednesday', thu='Thursday',
            fri='Friday', sat='Saturday', sun='Sunday')
OTHER = dict(mon='Mondays', tue='Tues', wed='Weds', thu='Thurs', fri='Fri.',
             sat='Sat', sun='Sundays')


@kind(SAME)
def times(chance, sheets):
    def change(cell):
        days = {}
        for day, begin, end in windows(cell):
            days.setdefault((begin, end), []).append(day)
        pieces = []
        for (begin, end), names in days.items():
            letters = {('mon', 'wed'): ['M/W', 'MW'],
                       ('mon', 'wed', 'fri'): ['MWF', 'M/W/F'],
                       ('tue', 'thu'): ['T/Th', 'TTh'],
                       ('sat', 'sun'): ['weekends', 'Weekend']}
            shown = [chance.choice([n, LONG[n], OTHER[n], n.title()])
                     for n in names]
            both = letters.get(tuple(names), []) + [
                ', '.join(shown), ' and '.join(shown), ' & '.join(shown)]
            pieces.append(chance.choice(both) + ' ' +
                          hours(chance, begin, end))
        return chance.choice(['; ', '\n', ' | ', ', ']).join(pieces)
    return rewrite(chance, sheets, ['slots'], change)


@kind(EITHER)
def vague_times(chance, sheets):
    def change(cell):
        return '; '.join('%s %d-%d' % (day, (begin // 60 + 11) % 12 + 1,
                                       (end // 60 + 11) % 12 + 1)
                         for day, begin, end in windows(cell))
    return rewrite(chance, sheets, ['slots'], change)


@kind(SAME)
def day_columns(chance, sheets):
    sheet, header = pick(chance, sheets, 'slots')
    if not sheet:
        return False
    columns = {day: [] for day in DAYS}
    for cell in sheet.cells(header):
        found = {}
        for day, begin, end in windows(cell) if cell else []:
            found.setdefault(day, []).append(hours(chance, begin, end))
        for day in DAYS:
            columns[day].append('; '.join(found.get(day, [])) or
                                (chance.choice(['', 'off', 'none'])
                                 if cell else ''))
    at = sheet.column(header)
    sheet.drop(header)
    sheet.taken.add(header)
    named = chance.choice(['%s', 'slots:%s'])
    for day in reversed(DAYS):
        sheet.insert(at, named % LONG[day].lower(), columns[day])
    return True


# ---- yes and no, numbers, money -----------------------------------------------

@kind(SAME)
def ticks(chance, sheets):
    cells = [c for sheet in sheets for h in ('prescribes', 'needs_prescriber')
             if h in sheet.headers for c in sheet.cells(h)]
    if 'no' not in cells or '' in cells:
        return False            # marks and blanks alone: see marks_alone
    yes = chance.choice(['x', 'X', '✓', '✔', '☑', 'checked', 'on', '1.0',
                         'Available', 'TRUE', '1'])
    no = chance.choice(['✗', 'off', 'unchecked', '0', 'False', 'N'])
    return rewrite(chance, sheets, ['prescribes', 'needs_prescriber'],
                   lambda cell: yes if cell == 'yes' else no)


@kind(EITHER)
def marks_alone(chance, sheets):
    sheet, header = pick(chance, sheets, 'prescribes')
    if not sheet or 'yes' not in sheet.cells(header):
        return False
    sheet.put(header, ['x' if cell == 'yes' else ''
                       for cell in sheet.cells(header)])
    return True


@kind(SAME)
def tag_columns(chance, sheets):
    sheet, header = pick(chance, sheets, 'insurance', 'languages',
                         'populations', 'client_types')
    if not sheet or ':' in ''.join(sheet.cells(header)):
        return False
    cells = [c.split('; ') if c else [] for c in sheet.cells(header)]
    if [] in cells:
        return False            # a blank among no would be no value
    tags = []
    for values in cells:
        tags += [v for v in values if v not in tags]
    for values in cells:
        if values != [t for t in tags if t in values]:
            return False        # the order of columns is that of the list
    at = sheet.column(header)
    sheet.drop(header)
    sheet.taken.add(header)
    yes, no = chance.choice([('yes', 'no'), ('x', ''), ('✓', '✗'),
                             ('TRUE', 'FALSE'), ('checked', 'unchecked')])
    for tag in reversed(tags):
        sheet.insert(at, '%s:%s' % (header, tag),
                     [yes if tag in values else no for values in cells])
    return True


@kind(SAME)
def money(chance, sheets):
    forms = ['$%s', '%s USD', '%s/session', '$%s.00', '$ %s', '%s.00']
    return rewrite(chance, sheets, ['fee', 'fee_min', 'max_fee'],
                   lambda cell: chance.choice(forms) % cell)


@kind(EITHER)
def odd_money(chance, sheets):
    forms = ['1,%03d', '1.%03d', '%d-ish', 'about %d', 'sliding scale %d']
    return rewrite(chance, sheets, ['fee', 'max_fee'],
                   lambda cell: chance.choice(forms) % int(cell))


@kind(SAME)
def fee_range(chance, sheets):
    sheet = sheets[0]
    if set(sheet.free('fee', 'fee_min')) != {'fee', 'fee_min'}:
        return False
    pairs = list(zip(sheet.cells('fee'), sheet.cells('fee_min')))
    if any(least and (not fee or int(least) >= int(fee))
           for fee, least in pairs):
        return False
    sheet.drop('fee_min')
    sheet.taken.add('fee_min')
    form = chance.choice(['$%s-$%s', '%s - %s', '$%s–%s', '$%s to $%s'])
    sheet.put('fee', [form % (least, fee) if least else fee
                      for fee, least in pairs])
    return True


@kind(SAME)
def openings_in_words(chance, sheets):
    def change(cell):
        return chance.choice(['full', 'none', 'Waitlist', 'closed']) \
            if cell == '0' else cell + chance.choice(['', ' (evenings only)'])
    return rewrite(chance, sheets, ['openings'], change)


@kind(SAME)
def capacity(chance, sheets):
    sheet = sheets[0]
    if not sheet.free('openings'):
        return False
    cells = sheet.cells('openings')
    have = [chance.randint(0, 30) for _ in cells]
    at = sheet.column('openings')
    sheet.drop('openings')
    sheet.taken.add('openings')
    if chance.random() < 0.3:
        sheet.insert(at, 'Capacity', cells)
        return True
    sheet.insert(at, 'caseload', [str(k) for k in have])
    sheet.insert(at, 'capacity', [str(k + int(c)) if int(c) or k < 2 else
                                  str(k - chance.randint(0, 1))
                                  for k, c in zip(have, cells)])
    return True


@kind(SAME)
def accepting(chance, sheets):
    sheet = sheets[0]
    if not sheet.free('openings'):
        return False
    cells = sheet.cells('openings')
    no = chance.choice(['no', 'full', 'Waitlist', 'closed', 'No'])
    yes = chance.choice(['yes', 'open', 'Yes'])
    sheet.insert(sheet.column('openings') + 1,
                 chance.choice(['accepting', 'Accepting new clients']),
                 [no if c == '0' else yes for c in cells])
    sheet.put('openings', [chance.choice(['0', '2']) if c == '0' else c
                           for c in cells])
    return True


# ---- lists ----------------------------------------------------------------------

PLAIN_LISTS = ['modalities', 'languages', 'populations', 'formats',
               'client_types', 'licensed_in', 'insurance', 'sites',
               'specialties', 'concerns']


@kind(SAME)
def list_marks(chance, sheets):
    mark = chance.choice(['|', '\n', ', ', ';', ' ; '])
    return rewrite(chance, sheets, PLAIN_LISTS,
                   lambda cell: mark.join(cell.split('; ')))


@kind(SAME)
def json_lists(chance, sheets):
    braces = chance.random() < 0.4

    def change(cell):
        values = cell.split('; ')
        if braces:
            return '{%s}' % ','.join(values)
        return json.dumps(values)
    return rewrite(chance, sheets,
                   [h for h in PLAIN_LISTS if h not in ('sites',)], change)


@kind(SAME)
def joined_lists(chance, sheets):
    """Every piece is a known name, and the whole is not."""
    mark = chance.choice(['/', ' & ', ' and '])
    return rewrite(chance, sheets,
                   ['modalities', 'languages', 'client_types', 'formats'],
                   lambda cell: mark.join(cell.split('; ')))


@kind(SAME)
def brackets(chance, sheets):
    words = ['since 2019', 'mild, getting better', 'level II', 'as needed']

    def change(cell):
        return '; '.join(v + ' (%s)' % chance.choice(words)
                         if ':' not in v else v for v in cell.split('; '))
    return rewrite(chance, sheets,
                   ['modalities', 'languages', 'specialties', 'concerns'],
                   change)


@kind(SAME)
def labels(chance, sheets):
    words = {'ptsd': 'Post-traumatic stress disorder', 'en': 'English',
             'es': 'Spanish', 'fr': 'French', 'de': 'German',
             'video': 'Telehealth', 'in_person': 'In person',
             'in_person': 'In-person', 'couple': 'Couples',
             'cbt': 'CBT', 'emdr': 'EMDR', 'female': 'Woman', 'male': 'Man',
             'nonbinary': 'Non-binary'}
    return rewrite(chance, sheets,
                   ['specialties', 'languages', 'concerns', 'formats',
                    'client_types', 'modalities', 'gender'],
                   lambda cell: '; '.join(words.get(v, v)
                                          for v in cell.split('; ')))


@kind(SAME)
def wishes(chance, sheets):
    def change(cell):
        if not cell.endswith('!'):
            return cell
        return chance.choice(['must be %s', 'only %s', '%s only']) % cell[:-1]
    return rewrite(chance, sheets, ['want_gender'], change)


# ---- columns that mean something together -------------------------------------------

@kind(SAME)
def telehealth(chance, sheets):
    sheet, header = pick(chance, sheets, 'formats')
    if not sheet:
        return False
    sites = sheet.cells('sites') if 'sites' in sheet.headers else \
        [''] * len(sheet.rows)
    cells, yes, no = [], chance.choice(['Yes', 'yes', 'Y']), 'No'
    for formats, site in zip(sheet.cells(header), sites):
        said = {'video': None if site else yes, 'in_person': no,
                'video; in_person': yes if site else None, '': ''}
        if said.get(formats) is None:
            return False
        cells.append(said[formats])
    if not any(cells):
        return False
    at = sheet.column(header)
    sheet.drop(header)
    sheet.taken |= {header, 'sites'}
    sheet.insert(at, chance.choice(['telehealth', 'Telehealth?']), cells)
    return True


CITIES = {'NY': ('Brooklyn', 'New York', '11201'),
          'NJ': ('Newark', 'New Jersey', '07102'),
          'PA': ('Pittsburgh', 'Pennsylvania', '15201'),
          'CT': ('Hartford', 'Connecticut', '06103'),
          'OR': ('Portland', 'Oregon', '97201')}


@kind(SAME)
def cities(chance, sheets):
    def change(cell):
        city, state, code = CITIES[cell]
        return chance.choice([
            '%s, %s' % (city, cell), '%s, %s %s' % (city, cell, code),
            '%s, %s, USA' % (city, cell), '%s %s' % (cell, code), state,
            '%s, %s' % (city, state), '%s, United States' % state])
    return rewrite(chance, sheets, ['lives_in'], change)


@kind(SAME)
def licences(chance, sheets):
    def change(cell):
        states = cell.split('; ')
        return chance.choice([
            '/'.join(states), ', '.join(states), '; '.join(
                '%s (LCSW %d)' % (s, chance.randint(100, 999))
                for s in states), '; '.join(CITIES[s][1] for s in states)])
    return rewrite(chance, sheets, ['licensed_in'], change)


@kind(EITHER)
def misspelt(chance, sheets):
    """A letter lost in a list: a name that is not known, or a new one."""
    def change(cell):
        values = cell.split('; ')
        at = chance.randrange(len(values))
        if len(values[at]) < 5 or ':' in values[at]:
            return cell
        cut = chance.randrange(1, len(values[at]) - 1)
        values[at] = values[at][:cut] + values[at][cut + 1:]
        return '; '.join(values)
    return rewrite(chance, sheets, ['concerns', 'specialties'], change)


@kind(EITHER)
def odd_numbers(chance, sheets):
    forms = ['%s?', '~%s', '%s-ish', 'approx %s', '%s or more', '%s+', '(%s)',
             '%s,0', '%s.5', '%se0', '0x%s']
    return rewrite(chance, sheets,
                   ['openings', 'age', 'age_min', 'age_max',
                    'style_directive'],
                   lambda cell: chance.choice(forms) % cell)
