"""schedule.csv and calendars, from what the other files say."""
import datetime
import hashlib
import os

from oracle import cells
from oracle.hours import clock

from .reading import DAY, minute

COLUMNS = ('day', 'begin', 'end', 'week', 'therapist_id', 'client_id', 'kind')
EPOCH = datetime.date(1970, 1, 5)


def name(begin):
    return f'{cells.DAYS[begin // DAY]} {clock(begin % DAY)}'


def told(clinic, c, way):
    """The cell `hour`."""
    in_week = ' ' + min(w for _, w in way) \
        if clinic.frequency(c) == 'biweekly' else ''
    asked = '' if clinic.oracle.clients[c].slots is not None else ' ?'
    return '; '.join(name(b) + in_week for b in sorted({b for b, _ in way})) \
        + asked


def read_hours(cell):
    """[(begin, week or '')]"""
    found = []
    for piece in filter(None, cell.removesuffix(' ?').split('; ')):
        words = piece.split()
        found.append((minute(' '.join(words[:2])),
                      words[2] if len(words) > 2 else ''))
    return found


def line(t, begin, end, in_week, whom, kind):
    day = begin // DAY
    return {'day': cells.DAYS[day], 'begin': clock(begin - day * DAY),
            'end': clock(end - day * DAY), 'week': in_week,
            'therapist_id': t, 'client_id': whom, 'kind': kind}


def due_rows(clinic, run):
    found = []
    for c, row in run.rows.items():
        for begin, in_week in read_hours(row['hour']):
            t = row['therapist_id']
            found.append(line(t, begin, clinic.length(t)[begin], in_week, c,
                              'therapy'))
    for row in run.sheet('prescribers') or ():
        for begin, in_week in read_hours(row['hour']):
            t = row['therapist_id']
            found.append(line(t, begin, clinic.length(t)[begin], in_week,
                              row['client_id'], 'prescriber'))
    for row in run.sheet('groups') or ():
        g = clinic.groups[row['group_id']]
        if row['runs'] == 'yes' and g.hour is not None:
            begin = (g.hour & -g.hour).bit_length() - 1
            for t in g.leaders:
                found.append(line(t, begin, g.hour.bit_length(), '', g.id,
                                  'group'))
    found.sort(key=lambda r: (r['therapist_id'].encode(),
                              minute(f'{r["day"]} {r["begin"]}'), r['week'],
                              r['client_id'].encode()))
    return found


def check(clinic, run, sums):
    got = run.sheet('schedule')
    if got is None:
        return ['no schedule.csv']
    troubles = []
    if got and tuple(got[0]) != COLUMNS:
        troubles.append(f'schedule.csv: header {tuple(got[0])}')
    due = due_rows(clinic, run)
    for row in got:
        sums['rows of kind ' + row['kind']] += 1
    if got != due:
        extra = [r for r in got if r not in due]
        lost = [r for r in due if r not in got]
        troubles.append(f'schedule.csv: extra {extra}, missing {lost}')
    troubles += twice(clinic, due) + at_two_places(clinic, run)
    if clinic.has('--ics'):
        troubles += calendars(run, got, sums)
    return troubles


def twice(clinic, due):
    """Nobody is at two places at once, by minutes of the therapist's week; but
    for leaders of two groups, of which a warning tells."""
    troubles, busy = [], {}
    for row in due:
        begin = minute(f'{row["day"]} {row["begin"]}')
        end = minute(f'{row["day"]} {"00:00"}') + sum(
            int(v) * k for v, k in zip(row['end'].split(':'), (60, 1)))
        people = [row['therapist_id']]
        for at in range(begin, end):
            for each in row['week'] or 'AB':
                for who in people:
                    key = who, at % (7 * DAY), each
                    one, two = busy.get(key), (row['client_id'], row['kind'])
                    if one and one != two and {one[1], two[1]} != {'group'}:
                        troubles.append(f'{who}: {row} beside {busy[key]}')
                        return troubles
                    busy[key] = row['client_id'], row['kind']
    return troubles


def at_two_places(clinic, run):
    """Of clients, in their own time."""
    busy, troubles = {}, []

    def be(c, bits, weeks, where):
        for each in weeks:
            if bits & busy.setdefault((c, each), 0):
                troubles.append(f'{c}: {where} at the time of another')
            busy[c, each] |= bits

    for sheet, where in ((run.rows.values(), 'therapy'),
                         (run.sheet('prescribers') or (), 'prescriber')):
        for row in sheet:
            c, t = row['client_id'], row['therapist_id']
            for begin, in_week in read_hours(row['hour']):
                be(c, clinic.minutes(c, t, begin), in_week or 'AB', where)
    for row in run.sheet('group_seats') or ():
        if row['group_id'] and clinic.groups[row['group_id']].hour:
            be(row['client_id'], int(clinic.groups[row['group_id']].hour),
               'AB', 'group')
    return troubles


# calendars

def file_of(therapist):
    safe = ''.join(chr(b) if b < 128 and (chr(b).isalnum() or chr(b) in '-_')
                   else f'~{b:02x}' for b in therapist.encode())
    return f'calendars/{safe}.ics'


def first_day(as_of, in_week):
    monday = as_of + datetime.timedelta(7 - as_of.weekday())
    is_even = (monday - EPOCH).days // 7 % 2 == 0
    if in_week and is_even != (in_week == 'A'):
        monday += datetime.timedelta(7)
    return monday


def at(monday, row, end):
    """A begin or an end, hours counted on after midnight."""
    hour, rest = row['end' if end else 'begin'].split(':')
    return datetime.datetime.combine(monday, datetime.time()) + \
        datetime.timedelta(days=cells.DAYS.index(row['day']), hours=int(hour),
                           minutes=int(rest))


def due_events(run, rows):
    """{file: [event]}"""
    as_of = datetime.date.fromisoformat(run.run['as_of'])
    found, number = {}, {}
    for row in rows:
        key = row['therapist_id'], row['client_id'], row['kind']
        number[key] = number.get(key, 0) + 1
        words = ','.join((*key, str(number[key])))
        monday = first_day(as_of, row['week'])
        found.setdefault(file_of(row['therapist_id']), []).append({
            'UID': hashlib.sha256(words.encode()).hexdigest()[:32],
            'DTSTAMP': as_of.strftime('%Y%m%dT000000Z'),
            'DTSTART': at(monday, row, False).strftime('%Y%m%dT%H%M%S'),
            'DTEND': at(monday, row, True).strftime('%Y%m%dT%H%M%S'),
            'RRULE': 'FREQ=WEEKLY' + (';INTERVAL=2' if row['week'] else ''),
            'SUMMARY': row['client_id']})
    return found


def calendars(run, rows, sums):
    due = due_events(run, rows)
    there = sorted(f for f in run.run['files'] if f.startswith('calendars/'))
    if there != sorted(due):
        return [f'calendars {there}, expected {sorted(due)}']
    troubles = []
    for path, events in due.items():
        with open(os.path.join(run.out, path), 'rb') as file:
            got = parse(file.read())
        sums['events'] += len(events)
        if isinstance(got, str):
            troubles.append(f'{path}: {got}')
        elif got != events:
            troubles.append(f'{path}: {got}, expected {events}')
    return troubles


def parse(data):
    """Events of a calendar: [{name: value}], or what is wrong with its form."""
    if not data.endswith(b'\r\n') or b'\n' in data.replace(b'\r\n', b''):
        return 'lines do not end with CRLF'
    if any(len(row) > 75 for row in data.split(b'\r\n')):
        return 'a line of more than 75 bytes'
    lines = data.decode().replace('\r\n ', '').split('\r\n')[:-1]
    if lines[0] != 'BEGIN:VCALENDAR' or lines[-1] != 'END:VCALENDAR':
        return 'no calendar'
    if 'VERSION:2.0' not in lines or not any(
            row.startswith('PRODID:') for row in lines):
        return 'no version or product'
    events, event = [], None
    for row in lines:
        key, _, value = row.partition(':')
        if row == 'BEGIN:VEVENT':
            event = {}
        elif row == 'END:VEVENT':
            events.append(event)
            event = None
        elif event is not None:
            if key in event:
                return f'{key} twice'
            event[key] = unescaped(value)
    return events


def unescaped(text):
    out, place = '', 0
    while place < len(text):
        place += text[place] == '\\'
        out += text[place]
        place += 1
    return out
