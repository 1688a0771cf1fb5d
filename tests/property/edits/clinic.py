"""Clinics as CSV files, edits of them, and runs of the program."""
import json
import os
import re
import shutil
import subprocess


def read_csv(path):
    """Rows of cells: RFC 4180, whatever the delimiter."""
    with open(path, 'rb') as file:
        text = file.read().decode('utf-8-sig')
    first = text.split('\n', 1)[0]
    delimiter = max(',;\t', key=first.count)
    plain = re.compile('[^"\r\n%s]*' % delimiter)
    rows, row, cell, quoted, at = [], [], '', False, 0
    while at < len(text):
        # all up to the next character that means something
        end = text.find('"', at) if quoted else plain.match(text, at).end()
        end = len(text) if end < 0 else end
        cell += text[at:end]
        char, at = text[end:end + 1], end + 1
        if quoted:
            if text[at:at + 1] == '"':
                cell += '"'
                at += 1
            else:
                quoted = False
        elif char == '"':
            quoted = True
        elif char == delimiter:
            row.append(cell.strip())
            cell = ''
        elif char == '\n':
            rows.append(row + [cell.strip()])
            row, cell = [], ''
    if cell or row:
        rows.append(row + [cell.strip()])
    return [row for row in rows if any(row)], delimiter


def write_csv(path, rows, delimiter):
    with open(path, 'w', encoding='utf-8', newline='') as file:
        for row in rows:
            file.write(delimiter.join(
                '"%s"' % cell.replace('"', '""') for cell in row) + '\r\n')


def read_result(path):
    """A result file as dictionaries."""
    if not os.path.exists(path):
        return []
    rows, _ = read_csv(path)
    return [dict(zip(rows[0], row)) for row in rows[1:]]


class Edit:
    """One cell, as a suggestion names it."""

    def __init__(self, row):
        self.side = row['file']
        self.id = row['id']
        self.column = row['column']
        self.before = row.get('from')
        self.to = row['to']


class Clinic:
    def __init__(self, therapists, clients):
        self.tables = {}
        for side, path in (('therapists', therapists), ('clients', clients)):
            rows, delimiter = read_csv(path)
            width = len(rows[0])
            self.tables[side] = (
                [row + [''] * (width - len(row)) for row in rows], delimiter)

    def copy(self):
        other = Clinic.__new__(Clinic)
        other.tables = {side: ([list(row) for row in rows], delimiter)
                        for side, (rows, delimiter) in self.tables.items()}
        return other

    def ids(self, side):
        return [row[0] for row in self.tables[side][0][1:]]

    def cell(self, side, person, column):
        rows = self.tables[side][0]
        if column not in rows[0]:
            return ''
        at = rows[0].index(column)
        return next(row for row in rows[1:] if row[0] == person)[at]

    def edited(self, *edits):
        """A copy with some cells set; a missing column goes to the end."""
        other = self.copy()
        for edit in edits:
            rows = other.tables[edit.side][0]
            if edit.column not in rows[0]:
                for row in rows:
                    row.append(edit.column if row is rows[0] else '')
            at = rows[0].index(edit.column)
            row = next(row for row in rows[1:] if row[0] == edit.id)
            if edit.before is not None and row[at] != edit.before:
                raise ValueError('%s.%s is not %r' % (edit.id, edit.column,
                                                      edit.before))
            row[at] = edit.to
        return other

    def is_bound(self):
        """Are there limits, or columns of them?"""
        return ('limits' in self.tables or
                'reserve' in self.tables['therapists'][0][0])

    def without(self, side, people):
        """A copy without some rows."""
        other = self.copy()
        rows, delimiter = other.tables[side]
        other.tables[side] = ([row for row in rows if row[0] not in people],
                              delimiter)
        return other

    def hired(self, person, name):
        """A copy with a copy of a therapist's row, with one opening."""
        other = self.copy()
        rows = other.tables['therapists'][0]
        row = list(next(row for row in rows[1:] if row[0] == person))
        row[0] = name
        row[rows[0].index('openings')] = '1'
        rows.append(row)
        return other

    def before(self):
        """The clinic of an earlier run: other openings, a therapist by another
        name, and one client less."""
        other = self.copy()
        rows = other.tables['therapists'][0]
        at = rows[0].index('openings')
        openings = [row[at] for row in rows[1:]]
        for row, value in zip(rows[1:], openings[1:] + openings[:1]):
            row[at] = value
        if len(rows) > 3:
            rows[-1][0] += '-gone'
        clients = other.tables['clients'][0]
        for column in ('pin', 'linked_to'):
            if column in clients[0]:
                for row in clients[1:]:
                    row[clients[0].index(column)] = ''
        del clients[1]
        return other

    def save(self, folder):
        paths = []
        for side, (rows, delimiter) in self.tables.items():
            paths.append(os.path.join(folder, side + '.csv'))
            write_csv(paths[-1], rows, delimiter)
        return paths


class Result:
    """What one run came to."""

    def __init__(self, folder):
        def rows(name):
            return read_result(os.path.join(folder, name + '.csv'))

        with open(os.path.join(folder, 'run.json'), encoding='utf-8') as file:
            self.run = json.load(file)
        self.assignments = {row['client_id']: row
                            for row in rows('assignments')}
        self.ranked, self.confirm = {}, {}
        for row in rows('ranked'):
            pair = row['client_id'], row['therapist_id']
            self.ranked.setdefault(pair[0], set()).add(pair[1])
            self.confirm[pair] = row['confirm'].split(';')
        self.options = rows('options')
        self.bottlenecks = rows('bottlenecks')
        self.unknowns = rows('unknowns')
        self.prices = rows('prices')
        self.envy = rows('envy')
        self.moved = rows('moved')

    def answers(self):
        """The files of the analyses."""
        return {'options': self.options, 'bottlenecks': self.bottlenecks,
                'unknowns': self.unknowns, 'prices': self.prices,
                'envy': self.envy}

    def placed(self):
        return {client for client, row in self.assignments.items()
                if row['status'] in ('assigned', 'pinned')}

    def waiting(self):
        return [client for client, row in self.assignments.items()
                if row['status'] in ('waitlist', 'ineligible')]

    def tiers(self):
        return [self.run['tiers'][tier]['placed']
                for tier in ('urgent', 'soon', 'routine')]

    def below_floor(self, but_pinned=None):
        """Assigned, not pinned clients below the floor; one who was pinned
        for a trial alone counts as if not."""
        floor = self.run['policy']['fair_floor']
        return sum(row['status'] in ('assigned', 'pinned') and
                   (row['status'] == 'assigned' or
                    row['client_id'] == but_pinned) and
                   float(row['score']) < floor
                   for row in self.assignments.values())

    def points(self):
        """Hundredths of a point."""
        return sum(worth for goal, worth in self.run['objective'].items()
                   if goal != 'short')

    def short(self):
        """What limits lack of their min."""
        return self.run['objective'].get('short', 0)


class Program:
    def __init__(self, rapport, scratch, options):
        self.rapport = rapport
        self.scratch = scratch
        self.options = options
        self.kept = None
        self.trouble = ''   # what the last run said

    def keep(self, clinic, name, more):
        """Keep, from now on, what another run gives a clinic."""
        if not self.match(clinic):
            raise ValueError('the earlier run: ' + self.trouble)
        kept = os.path.join(self.scratch, 'kept-' + name)
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(os.path.join(self.scratch, 'run', 'out'), kept)
        self.kept = Result(kept)
        self.options = self.options + ['--keep', kept] + more

    def policy(self):
        """The file, or None."""
        if '--policy' not in self.options:
            return None
        return self.options[self.options.index('--policy') + 1]

    def is_fair(self):
        return 'fair' in self.options

    def is_strict(self):
        return 'strict' in self.options

    def holds(self, then, base, pinned=None):
        """Is all as it was but the points? One who was pinned for a trial
        alone counts as if not."""
        return (then.tiers() == base.tiers() and
                then.short() == base.short() and
                (not self.is_strict() or then.placed() == base.placed()) and
                (not self.is_fair() or
                 then.below_floor(pinned) == base.below_floor()))

    def match(self, clinic, analyses='none', more=()):
        """The result of a clinic, or None where its files have errors."""
        folder = os.path.join(self.scratch, 'run')
        shutil.rmtree(folder, ignore_errors=True)
        os.mkdir(folder)
        paths = clinic.save(folder)
        if len(paths) > 2:      # a sheet of limits
            paths.insert(2, '--limits')
        out = os.path.join(folder, 'out')
        done = subprocess.run(
            [self.rapport, 'match', '--quiet', '--threads', '2', '--top', '0',
             '--analyses', analyses, '--out', out] + self.options +
            list(more) + paths,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self.trouble = done.stderr.decode('utf-8', 'replace')
        return Result(out) if done.returncode == 0 else None


def hundredths(text):
    """'-4.10' as -410."""
    sign = -1 if text.startswith('-') else 1
    whole, _, part = text.lstrip('-').partition('.')
    return sign * (int(whole) * 100 + int((part + '00')[:2]))
