#!/usr/bin/env python3
"""Calendars: what libical makes of them, against schedule.csv.

usage: calendars.py --build build

Reads every calendar of the demo, and of a clinic whose ids are hostile and
whose hours lie around midnight, in weeks A and B, with groups and
prescribers. Each event is repeated for some weeks and laid beside the rows of
schedule.csv. Then a few calendars are broken, and have to be refused or
differ. The last line is "calendars: N passed, N failed".
"""
import argparse
import csv
import datetime
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DAYS = ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')
WEEKS = 5
AS_OF = datetime.date(2026, 11, 5)
EVEN = datetime.date(1970, 1, 5)

NASTY = {
    'therapists': (
        'therapist_id,name,openings,slots,session_minutes,'
        'prescriber_openings\r\n'
        '"Ü. \\n o\'Neill/..","Dr. Ünal, PhD; ""Uli""",3,'
        'sun 22:00-24:00; mon 00:00-01:00,45,\r\n'
        '=T.2,"Bell\\, A.",4,tue 17:30-20:00; thu 17:30-20:00,,1\r\n'
        f'{"x" * 90},Long,2,wed 09:00-11:00; fri 09:00-11:00,50,2\r\n'
        'T4,,1,,,\r\n'),
    'clients': (
        'client_id,referred_on,slots,frequency,needs_prescriber,wants_group,'
        'avoid_therapists\r\n'
        '"Zoë \\ ""Z"" (2)",2026-10-01,sun 20:00-24:00,biweekly,no,,\r\n'
        f'{"é" * 60},2026-10-01,sun 20:00-24:00; tue 17:00-20:00,biweekly,'
        'yes,supplement,\r\n'
        '+3,2026-10-02,mon 00:00-01:00,weekly,no,,\r\n'
        'BEGIN VEVENT,2026-10-03,,twice_weekly,yes,instead,\r\n'
        'C5,2026-10-03,tue 17:00-20:00; thu 17:00-20:00,twice_weekly,yes,'
        'supplement,\r\n'
        'C6,2026-10-03,wed 08:00-12:00,biweekly,yes,,\r\n'
        'C8,2026-10-03,wed 08:00-12:00,biweekly,no,,\r\n'
        'C7,2026-10-04,,weekly,open,supplement,\r\n'),
    'groups': (
        'group_id,leaders,hour,max_size\r\n'
        'G 1,=T.2,thu 18:30-20:00,4\r\n'),
    'policy': 'setting,value\r\nhours,1\r\n'}


def read(path):
    with open(path, newline='', encoding='utf-8-sig') as file:
        return [{k: v[1:] if v[:1] == "'" and v[1:2] in '=+-@' else v
                 for k, v in row.items()} for row in csv.DictReader(file)]


def occurrences(row, as_of):
    """[(begin, end)] of a row of schedule.csv, for some weeks from its
    first."""
    monday = as_of + datetime.timedelta(7 - as_of.weekday())
    step = 7
    if row['week']:
        step = 14
        if ((monday - EVEN).days // 7 % 2 == 0) != (row['week'] == 'A'):
            monday += datetime.timedelta(7)

    def moment(day, clock):
        hour, minute = clock.split(':')
        return datetime.datetime.combine(day, datetime.time()) + \
            datetime.timedelta(hours=int(hour), minutes=int(minute))

    first = monday + datetime.timedelta(DAYS.index(row['day']))
    return [tuple(moment(first + datetime.timedelta(n), row[k])
                  .strftime('%Y%m%dT%H%M%S') for k in ('begin', 'end'))
            for n in range(0, 7 * WEEKS, step)]


def file_of(therapist):
    return ''.join(chr(b) if b < 128 and (chr(b).isalnum() or chr(b) in '-_')
                   else f'~{b:02x}' for b in therapist.encode())


class Calendars:
    def __init__(self, build):
        self.reader = os.path.join(build, 'tests', 'calendar_reader')
        self.rapport = os.path.join(build, 'rapport')
        self.passed = self.failed = 0

    def note(self, what, trouble):
        self.passed += not trouble
        self.failed += bool(trouble)
        if trouble:
            print(f'{what}: {trouble}')

    def run(self, folder, words):
        done = subprocess.run(
            [self.rapport, 'match', *words, '--policy', 'policy.csv', '--ics',
             '--analyses', 'none', '--today', str(AS_OF), '--quiet',
             'therapists.csv', 'clients.csv'], cwd=folder,
            capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f'rapport: {done.stderr}')
        return os.path.join(folder, 'results')

    def read(self, path):
        """(sorted occurrences, what was wrong)"""
        done = subprocess.run([self.reader, path, str(WEEKS)],
                              capture_output=True, text=True, check=False)
        lines = [tuple(line.split('\t'))
                 for line in done.stdout.split('\n')[:-1]]
        return lines, done.stderr if done.returncode else ''

    def compare(self, out):
        """Every calendar of a result directory."""
        due = {}
        for row in read(os.path.join(out, 'schedule.csv')):
            due.setdefault(row['therapist_id'], []).extend(
                (*when, row['client_id']) for when in occurrences(row, AS_OF))
        files = os.listdir(os.path.join(out, 'calendars'))
        self.note('files', len(files) != len(due) and f'{files}')
        by_content = {}
        for name in files:
            lines, wrong = self.read(os.path.join(out, 'calendars', name))
            uids = {(line[2], line[3]) for line in lines if len(line) == 4}
            if len({u for u, _ in uids}) != len(uids):
                wrong = wrong or 'one UID of two events'
            by_content[name] = sorted((*line[:2], line[3]) for line in lines)
            self.note(name, wrong)
        for therapist, wanted in due.items():
            name = file_of(therapist) + '.ics'
            if name not in by_content:      # a long id goes by its hash
                name = next((n for n, c in by_content.items()
                             if c == sorted(wanted)), None)
            got = by_content.pop(name, None)
            self.note(f'calendar of {therapist}', got != sorted(wanted)
                      and f'{got}, expected {sorted(wanted)}')
        return due

    def demo(self, folder):
        demo = os.path.join(ROOT, 'datasets', 'demo')
        words = []
        for name in ('therapists', 'clients', 'groups', 'limits'):
            if os.path.exists(os.path.join(demo, name + '.csv')):
                shutil.copy(os.path.join(demo, name + '.csv'), folder)
                if name in ('groups', 'limits'):
                    words += ['--' + name, name + '.csv']
        write(folder, {'policy': NASTY['policy']})
        self.compare(self.run(folder, words))

    def nasty(self, folder):
        write(folder, NASTY)
        out = self.run(folder, ['--groups', 'groups.csv'])
        self.compare(out)
        rows = read(os.path.join(out, 'schedule.csv'))
        for column, value in (('week', 'A'), ('week', 'B'), ('week', ''),
                              ('day', 'sun'), ('kind', 'therapy'),
                              ('kind', 'group'), ('kind', 'prescriber')):
            self.note(f'{column} {value or "blank"}',
                      not any(row[column] == value for row in rows)
                      and 'never comes up: a test that cannot fail')
        self.broken(os.path.join(out, 'calendars'))

    def broken(self, calendars):
        """The reader has to notice."""
        path = max((os.path.join(calendars, n) for n in os.listdir(calendars)),
                   key=os.path.getsize)
        with open(path, 'rb') as file:
            good = file.read()
        before, _ = self.read(path)
        for old, new in ((b'DTSTART:', b'DTSTART;X:'), (b'\r\nUID:', b'\r\nX-UID:'),
                         (b'FREQ=WEEKLY', b'FREQ=WEAKLY'),
                         (b'BEGIN:VEVENT', b'BEGIN:VTODO'),
                         (b'DTSTAMP:2026', b'DTSTAMP:20Z6'),
                         (b'DTEND:2026', b'DTEND:2025'),
                         (b'T', b'Z')):
            with open(path, 'wb') as file:
                file.write(good.replace(old, new))
            lines, wrong = self.read(path)
            self.note(f'{old!r} as {new!r}', old not in good and 'not there'
                      or lines == before and not wrong and 'is not noticed')
        with open(path, 'wb') as file:
            file.write(good)


def write(folder, files):
    for name, text in files.items():
        with open(os.path.join(folder, name + '.csv'), 'w', newline='',
                  encoding='utf-8') as file:
            file.write(text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--build', default='build')
    calendars = Calendars(os.path.abspath(parser.parse_args().build))
    for test in (calendars.demo, calendars.nasty):
        with tempfile.TemporaryDirectory() as folder:
            test(folder)
    print(f'calendars: {calendars.passed} passed, {calendars.failed} failed')
    return 1 if calendars.failed else 0


if __name__ == '__main__':
    sys.exit(main())
