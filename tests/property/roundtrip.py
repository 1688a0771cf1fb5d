#!/usr/bin/env python3
"""Hostile text goes through the program and comes out as it went in.

    roundtrip.py --rapport build/rapport

Names and ids that break programs are written as CSV, read by `match` and read
back from its results. The list below is our own; files of other projects are
used where the folder that RAPPORT_SHARED names, or ../shared, has them.
"""

import argparse
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata

sys.dont_write_bytecode = True

from oracle import lottery

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
SHARED = os.path.join(
    os.environ.get('RAPPORT_SHARED') or os.path.join(ROOT, '..', 'shared'),
    'data')
PLACE = re.compile(r'^[^:\n]+:\d+:\d+: error: ', re.MULTILINE)
HOSTILE = [
    'Ann', '0', '-7', '-7.5', '007', '1e5', '0x1F', 'NaN', '-inf', '1,200',
    'none', 'NULL', 'yes', '', ' ', '\u00a0', '\u3000 \u2003', ' Ann ',
    '\u00a0Ann\u00a0', 'a\tb', '\tAnn', 'Ann\t', 'Ann\n', '\nAnn', 'A\r\nB',
    'A\rB', '\r', '"', '""', '"""', '"Ann"', 'Ann "the" Lee', "'", "''",
    "'Ann'", "'=1+1", "''=1+1", '=1+1', '+1 555', '-1+1', '@here', '=', '+',
    '-', '--', '@', '=cmd|\' /C calc\'!A0', '=HYPERLINK("http://x.invalid")',
    '- Ann', '-\u00a01', '\u22125', ',', ';', '|', ',,,', ';;;', 'a,b;c|d',
    'a;b', 'sep=;', 'sep=,', '#comment', '\\', '\\n', '\\"', '$(true)', '`x`',
    '%s%n', '%00', '&amp;', '<b>', '../..', 'C:\\CON', 'x' * 5000,
    '\u00e9' * 3000, 'e\u0301', '\u00e9', '\ufb01', '\u0130i\u0131I',
    '\u1e9e\u00df', '\u202eAnn', '\u200bAnn\u200b', 'A\u00adnn', '\ufeffAnn',
    'Ann\ufeff', '\u2028', 'A\u2029B', 'A\x85B', 'A\x0bB', '\x1b[31mAnn',
    '\x01', '\x7f', '\x1c', '\ufffe', '\uffff', '\ufffd', '\ue000',
    '\U0001f469\u200d\U0001f467', '\U0010ffff', '\u0627\u0644\u0639',
    '\u0e01\u0e33', '\u1112\u1161\u11ab', 'Z' + '\u0317\u0320' * 15,
    '\u2066\u2067\u2068', '\ud55c\uae00', 'C01', 'T0001', 'T0001;T0002']


def is_blank(character):
    return (character in ' \t\n\v\f\r\x85' or
            unicodedata.category(character) in ('Zs', 'Zl', 'Zp'))


INVISIBLE = re.compile('[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e'
                       '\u2060-\u2064\u2066-\u2069\ufeff]')


def is_overmarked(text):
    """More marks on one letter than any language needs: refused."""
    run = 0
    for character in text:
        run = run + 1 if unicodedata.category(character) in ('Mn', 'Me') else 0
        if run > 30:
            return True
    return False


def seen(text):
    """Without what cannot be seen."""
    return INVISIBLE.sub('', text)


def trim(text):
    begin, end = 0, len(text)
    while begin < end and is_blank(text[begin]):
        begin += 1
    while end > begin and is_blank(text[end - 1]):
        end -= 1
    return text[begin:end]


def unguarded(text):
    """Without the apostrophes that shield formulas: at the beginning, and
    behind what may split a cell."""
    text = re.sub("([;,\t\r\n] *)'(?=[=+\\-@])", '\\1', text)
    return text[1:] if re.match("'[=+\\-@\t\r\n]", text) else text


NUMBER = re.compile(r'[+-]?[0-9]+(\.[0-9]+)?')


def is_run(text, delimiter):
    """Would a spreadsheet run a part of this cell, split by its delimiter or
    another?"""
    splits = ';,\t\r\n'.replace(delimiter, '')
    behind = re.split('[%s]' % splits, text)[1:]
    return text[:1] in set('\t\r\n') or any(
        part[:1] in set('=+-@') and not NUMBER.fullmatch(part)
        for part in [text] + [each.strip(' ') for each in behind])


def quoted(text):
    return '"%s"' % text.replace('"', '""')


def table(header, rows, delimiter=',', newline='\r\n'):
    lines = [delimiter.join(map(quoted, row)) for row in [header] + rows]
    return newline.join(lines + ['']).encode('utf-8')


class Clinic:
    """A folder with two rosters, and what `match` makes of it."""

    def __init__(self, rapport, therapists, clients, maps=b'', options=()):
        with tempfile.TemporaryDirectory() as folder:
            arguments = [rapport, 'match', '--out',
                         os.path.join(folder, 'out')] + list(options)
            if maps:
                arguments += ['--map', self.save(folder, 'map.csv', maps)]
            arguments += [self.save(folder, 'therapists.csv', therapists),
                          self.save(folder, 'clients.csv', clients)]
            done = subprocess.run(arguments, stderr=subprocess.PIPE,
                                  timeout=120)
            self.status = done.returncode
            self.talk = done.stderr.decode('utf-8', 'replace')
            self.files = {}
            if os.path.isdir(os.path.join(folder, 'out')):
                self.files = {
                    name: self.load(os.path.join(folder, 'out', name))
                    for name in os.listdir(os.path.join(folder, 'out'))}

    @staticmethod
    def save(folder, name, data):
        path = os.path.join(folder, name)
        with open(path, 'wb') as file:
            file.write(data)
        return path

    @staticmethod
    def load(path):
        with open(path, 'rb') as file:
            return file.read()

    def rows(self, name, delimiter=','):
        text = self.files[name].decode('utf-8-sig')
        return list(csv.DictReader(io.StringIO(text, newline=''),
                                   strict=True, delimiter=delimiter))

    def is_refused(self):
        """Status 1, a place in a file, and nothing written."""
        return (self.status == 1 and bool(PLACE.search(self.talk)) and
                not self.files)


class Counts:
    def __init__(self):
        self.passed = self.failed = 0

    def check(self, what, got, wanted):
        if got == wanted:
            self.passed += 1
        else:
            self.failed += 1
            print('%s: got %.200r, expected %.200r' % (what, got, wanted))


def name_as_read(text):
    text = seen(text)
    return '' if not trim(text) else unguarded(text)


def check_names(rapport, names, counts, delimiter):
    """Each name is a therapist's; a pin puts it into assignments.csv."""
    ids = ['T%04d' % i for i in range(len(names))]
    therapists = [[i, name, '1'] for i, name in zip(ids, names)]
    clients = [['C' + i, i] for i in ids]
    clinic = Clinic(
        rapport,
        table(['therapist_id', 'name', 'openings'], therapists, delimiter),
        table(['client_id', 'pin'], clients, delimiter, '\n'),
        options=['--delimiter', delimiter, '--top', '1'])
    counts.check('names: exit status', (clinic.status, clinic.talk[:400]
                                        if clinic.status else ''), (0, ''))
    if clinic.status != 0:
        return
    for file in ('assignments.csv', 'workload.csv'):
        rows = clinic.rows(file, delimiter)
        counts.check('%s: what would be run' % file,
                     [cell for row in rows for cell in row.values()
                      if is_run(cell, delimiter)], [])
        found = {row['therapist_id']: row['therapist_name'] for row in rows}
        for i, name in zip(ids, names):
            counts.check('%s: %.60r' % (file, name),
                         unguarded(found.get(i, 'no row')),
                         name_as_read(name))


def check_ids(rapport, texts, counts):
    """What may be an id comes back as one: who won the only place by lottery
    first, the others in bytewise order."""
    ids = {}
    for text in texts:
        text = trim(unicodedata.normalize('NFKC', trim(seen(text))))
        if text and not set(text) & set(':;|,\r\n'):
            ids[re.sub("^'([=+\\-@])", r'\1', text)] = text
    clinic = Clinic(rapport, table(['therapist_id', 'openings'], [['T', '1']]),
                    table(['client_id'], [[text] for text in ids.values()]))
    counts.check('ids: exit status', (clinic.status, clinic.talk[:400]
                                      if clinic.status else ''), (0, ''))
    if clinic.status != 0:
        return
    rows = clinic.rows('assignments.csv')
    wanted = sorted(ids, key=lambda text: text.encode('utf-8'))
    placed = [row['client_id'] for row in rows if row['therapist_id']]
    others = [row['client_id'] for row in rows if not row['therapist_id']]
    winner = min(ids, key=lambda text: lottery.client_number(text, 0))
    counts.check('ids: first place', list(map(unguarded, placed)), [winner])
    wanted.remove(winner)
    for got, identifier in zip(others, wanted):
        counts.check('id %.60r' % identifier, unguarded(got),
                     unguarded(identifier))
    counts.check('ids: rows', len(rows), len(ids))
    counts.check('ids: what would be run',
                 [row['client_id'] for row in rows
                  if is_run(row['client_id'], ',')], [])


def naughty(path):
    with open(path, encoding='utf-8', newline='\n') as file:
        return list(dict.fromkeys(line.rstrip('\n') for line in file))


def check_three_columns(rapport, folder, counts):
    """csv-test-data: foo, bar, baz are an id, a name and the openings."""
    maps = b'from,to\nfoo,therapist_id\nbar,name\nbaz,openings\n'
    clients = b'client_id\nC\n'
    for name in sorted(os.listdir(os.path.join(folder, 'csv'))):
        data = Clinic.load(os.path.join(folder, 'csv', name))
        clinic = Clinic(rapport, data, clients, maps)
        path = os.path.join(folder, 'json', name[:-3] + 'json')
        rows = []
        if os.path.exists(path):
            rows = json.loads(Clinic.load(path).decode('utf-8'))
        if rows and isinstance(rows[0], dict):
            rows = [list(rows[0])] + [list(row.values()) for row in rows]
        if len(rows) < 2 or len(rows[0]) != 3:  # bad, or not such a table
            counts.check('%s is refused' % name, clinic.is_refused(), True)
            continue
        counts.check('%s: exit status' % name, clinic.status, 0)
        found = [[row['therapist_id'], row['therapist_name'], row['openings']]
                 for row in clinic.rows('workload.csv')]
        # blanks around a cell without quotes are no part of it
        counts.check(name, found, [[trim(cell) for cell in row]
                                   for row in rows[1:]])


def records(data):
    """The raw records of a CSV file, each with its line end."""
    found, begin, is_open = [], 0, False
    for at in range(len(data)):
        is_open ^= data[at:at + 1] == b'"'
        if data[at:at + 1] == b'\n' and not is_open:
            found.append(data[begin:at + 1])
            begin = at + 1
    return found + ([data[begin:]] if data[begin:] else [])


def check_each_column(rapport, folder, counts):
    """csv-spectrum: an id and openings in front, each column once a name."""
    for name in sorted(os.listdir(os.path.join(folder, 'csvs'))):
        data = records(Clinic.load(os.path.join(folder, 'csvs', name)))
        path = os.path.join(folder, 'json', name[:-3] + 'json')
        rows = json.loads(Clinic.load(path).decode('utf-8', 'replace'))
        data = [b'therapist_id,openings,' + data[0]] + [
            b'T%d,1,' % n + record for n, record in enumerate(data[1:])]
        if isinstance(rows, dict):      # stray quotes, and other rows in JSON
            clinic = Clinic(rapport, b''.join(data), b'client_id\nC\n')
            counts.check('%s is refused' % name, clinic.is_refused(), True)
            continue
        for column in rows[0]:
            maps = [[column, 'name']] + [[other, ''] for other in rows[0]
                                         if other != column]
            clinic = Clinic(rapport, b''.join(data), b'client_id\nC\n',
                            table(['from', 'to'], maps))
            found = [row['therapist_name'] for row in
                     clinic.rows('workload.csv')] if not clinic.status else []
            counts.check('%s: %s' % (name, column), found,
                         [row[column] for row in rows])


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--rapport', default='build/rapport')
    rapport = os.path.abspath(parser.parse_args().rapport)
    counts = Counts()
    texts = list(HOSTILE)
    for parts, use in ((('naughty', 'blns.txt'), None),
                       (('csv-test-data',), check_three_columns),
                       (('csv-spectrum',), check_each_column)):
        path = os.path.join(SHARED, *parts)
        if not os.path.exists(path):
            print('roundtrip: %s is not here, skipped' % '/'.join(parts))
        elif use:
            use(rapport, path, counts)
        else:
            texts += naughty(path)
    texts = [text for text in texts if not is_overmarked(text)]
    for delimiter in ',;\t':
        check_names(rapport, texts, counts, delimiter)
    check_ids(rapport, texts, counts)
    print('roundtrip: %d passed, %d failed' % (counts.passed, counts.failed))
    return 1 if counts.failed else 0


if __name__ == '__main__':
    sys.exit(main())
