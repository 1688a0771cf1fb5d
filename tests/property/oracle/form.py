"""Forms: how a clinic is saved, from plain CSV to what other programs do."""

import hashlib
import json
import os

from . import cells
from .findings import CellError

UNORDERED = {
    'therapists': ['insurance', 'licensed_in', 'languages', 'gender',
                   'ethnicity', 'populations', 'values', 'formats',
                   'modalities', 'not_treated', 'client_types'],
    'clients': ['insurance', 'lives_in', 'sites']}
SEEN_IN_RUN = {'gender', 'ethnicity', 'faith', 'age', 'age_min', 'age_max',
               'want_gender', 'want_ethnicity', 'want_faith'}
PLACES = ('licensed_in', 'lives_in')    # a comma is behind a town
NAME_CELLS = ('therapist_id', 'client_id', 'name')


class Form:
    """Plain CSV; with a source of chance, something more awkward."""

    def __init__(self, chance=None):
        self.chance = chance
        self.encoding, self.delimiter, self.newline = 'utf-8', ',', '\n'
        self.decimal_comma = self.quote_all = self.awkward = False
        self.declared = False
        if chance:
            self.awkward = True
            self.encoding = chance.choice(
                ['utf-8', 'utf-8', 'utf-8-sig', 'utf-16', 'cp1252'])
            self.delimiter = chance.choice(',;\t')
            self.newline = chance.choice(['\n', '\r\n', '\r'])
            self.decimal_comma = (self.delimiter != ',' and
                                  chance.random() < 0.5)
            self.quote_all = chance.random() < 0.3
            self.declared = chance.random() < 0.2

    def may(self, rate):
        return self.awkward and self.chance.random() < rate

    # cells

    def list_cell(self, items, column):
        style = ';'
        if self.awkward:
            style = self.chance.choice(['; ', '|', ' | ', '\n', ', ', ','])
        text = style.join(items)
        knows = column.names.knows if column.kind == 'list' else None
        if ',' in style and (not knows or column.name in PLACES or
                             cells.pieces(text, knows) != items):
            text = '; '.join(items)
        return text

    def cell(self, value, column):
        if value is None:
            return ''
        if isinstance(value, list):
            return self.list_cell(value, column)
        if column.kind == 'number':
            if self.decimal_comma:
                value = value.replace('.', ',')
            if 'fee' in column.name and self.may(0.3):
                value = self.chance.choice(['$%s', '€ %s', '%s €']) % value
        if (column.name in NAME_CELLS and value[0] in '=+-@'
                and self.may(0.5)):
            value = "'" + value
        return value

    def quoted(self, text):
        if (self.quote_all and text or set(text) & set(',;\t"\r\n')
                or text != text.strip()):
            return '"%s"' % text.replace('"', '""')
        return text

    # headers

    def header(self, column):
        if not self.awkward:
            return column.name
        name = self.chance.choice([column.name] * 2 + column.aliases)
        name = name.replace('_', self.chance.choice('_ -'))
        dress = self.chance.choice([str.upper, str.title, str])
        return dress(name) + self.chance.choice(['', '', ' *', '  '])

    # tables: a header and rows of text

    def table(self, rows, columns, kind):
        """Return (header, rows, rows of a map: column, value, to)."""
        names = list(rows[0])
        if self.awkward:
            rows = self.chance.sample(rows, len(rows))
            kept = {names[0], 'openings'} | SEEN_IN_RUN
            names = [n for n in self.chance.sample(names, len(names))
                     if n in kept or not self.may(0.5)
                     or any(row[n] is not None for row in rows)]
        header, body, said = [], [[] for _ in rows], []
        for name in names:
            if name in UNORDERED[kind] and self.may(0.3):
                tags = self.yes_no_tags(rows, columns[name])
                if tags:
                    self.spread(name, tags, rows, columns, header, body)
                    continue
            label = self.header(columns[name])
            if self.may(0.1):
                label = 'Spalte %s %d' % (kind[0], len(header))
                said.append((label, '', name))
            header.append(label)
            for row, out in zip(rows, body):
                out.append(self.cell(row[name], columns[name]))
            if name not in NAME_CELLS and self.may(0.1):
                self.rename_value(label, body, said)
        if self.may(0.3):
            self.add_noise(header, body)
        return header, body, said

    def rename_value(self, label, body, said):
        """Call one text of the last column something else."""
        texts = sorted({out[-1] for out in body if out[-1].strip()})
        if not texts:
            return
        text, other = self.chance.choice(texts), 'Wert %d' % len(said)
        said.append((label, other, text))
        for out in body:
            if out[-1] == text:
                out[-1] = other

    def yes_no_tags(self, rows, column):
        """{tag: spelling} of a list that yes/no columns can express."""
        tags = {}
        for row in rows:
            for item in row[column.name] or ():
                if row[column.name] == ['none']:
                    continue
                if set(item) & set(':!?'):
                    return {}
                try:
                    found = column.names.find(item)
                except CellError:
                    return {}
                if len(found) != 1:
                    return {}
                tags.setdefault(found[0], item)
        return tags

    def spread(self, name, tags, rows, columns, header, body):
        label = self.header(columns[name]).strip(' *')
        find = columns[name].names.find
        for tag, spelling in tags.items():
            plain = (tag == 'video' and len(tags) > 1 and
                     self.chance.random() < 0.5)
            header.append('Telehealth' if plain else
                          '%s:%s' % (label, spelling))
            for row, out in zip(rows, body):
                value = row[name]
                if value is None:
                    out.append('')
                elif value != ['none'] and tag in [find(i)[0] for i in value]:
                    out.append(self.chance.choice(['yes', 'Y', '1', 'True']))
                else:
                    out.append('no' if value == ['none'] else
                               self.chance.choice(['no', 'N', '0', '']))

    def add_noise(self, header, body):
        header += ['Notes to self', 'audit_race']
        for out in body:
            out += [self.chance.choice(['', 'x, "y"; z', '42']), 'unsaid']

    def rows_with_numbers(self, rows, place):
        """Rows of text whose cell at this place is a number."""
        rows = [list(row) for row in rows]
        if self.awkward:
            self.chance.shuffle(rows)
        for row in rows:
            if self.decimal_comma:
                row[place] = row[place].replace('.', ',')
        return [row + ['said so'] if place == 1 else row for row in rows]

    # bytes

    def text(self, header, body):
        lines = []
        if self.declared:
            lines.append('sep=' + self.delimiter)
        for cells_of_row in [header] + body:
            line = self.delimiter.join(map(self.quoted, cells_of_row))
            if cells_of_row is not header and self.may(0.1):
                line += self.delimiter * 2
            lines.append(line)
            if self.may(0.1):
                lines.append(self.chance.choice(['', self.delimiter * 3]))
        end = '' if self.may(0.3) else self.newline
        return self.newline.join(lines) + end

    def encode(self, text):
        if self.encoding == 'utf-16' and self.may(0.5):
            return b'\xfe\xff' + text.encode('utf-16-be')
        try:
            data = text.encode(self.encoding)
        except UnicodeEncodeError:
            return text.encode('utf-8')
        if self.encoding == 'cp1252' and not text.isascii():
            try:
                data.decode('utf-8')
                return text.encode('utf-8')
            except UnicodeDecodeError:
                pass
        return data

    def save(self, path, header, body):
        with open(path, 'wb') as file:
            file.write(self.encode(self.text(header, body)))


def save_plain(path, rows):
    Form().save(path, rows[0], rows[1:])


def save_earlier(folder, pairs):
    """A result directory as an earlier run leaves it."""
    os.makedirs(folder, exist_ok=True)
    rows = [[cells.guarded(client), ('assigned', 'pinned')[k % 2],
             cells.guarded(therapist)]
            for k, (client, therapist) in enumerate(pairs)]
    path = os.path.join(folder, 'assignments.csv')
    save_plain(path, [['client_id', 'status', 'therapist_id']] + rows)
    with open(path, 'rb') as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    with open(os.path.join(folder, 'run.json'), 'w') as file:
        json.dump({'files': {'assignments.csv': digest}}, file)


def save_map(path, kind, said):
    """A map in the form that can say it."""
    if any(value for _, value, _ in said):
        save_plain(path, [('sheet', 'column', 'value', 'to', 'count', 'why')] +
                   [(kind, column, value, to, '3', 'so')
                    for column, value, to in said])
    else:
        save_plain(path, [('from', 'to')] +
                   [(column, to) for column, _, to in said])


def save_clinic(clinic, form, folder, schema):
    """Write the clinic's files; return the options that name them."""
    os.makedirs(folder, exist_ok=True)

    def path(name):
        return os.path.join(folder, name)

    options, renamed = {}, []
    for kind in ('therapists', 'clients'):
        header, body, more = form.table(getattr(clinic, kind),
                                        getattr(schema, kind), kind)
        form.save(path(kind + '.csv'), header, body)
        if more:
            save_map(path(kind + '-map.csv'), kind, more)
            renamed.append(path(kind + '-map.csv'))
    if clinic.policy is not None:
        form.save(path('policy.csv'), ['setting', 'value', 'source'],
                  form.rows_with_numbers(clinic.policy, 1))
        options['policy'] = path('policy.csv')
    if clinic.scores is not None:
        form.save(path('scores.csv'), ['client_id', 'therapist_id', 'score'],
                  form.rows_with_numbers(clinic.scores, 2))
        options['scores'] = path('scores.csv')
    if clinic.taxonomy:
        options['taxonomy'] = path('taxonomy')
        os.makedirs(options['taxonomy'], exist_ok=True)
        for name, rows in clinic.taxonomy.items():
            save_plain(path('taxonomy/%s.csv' % name), rows)
    if clinic.earlier is not None:
        options.update(keep=path('earlier'), frozen=clinic.frozen)
        save_earlier(path('earlier'), clinic.earlier)
    options.update(maps=renamed, unknown=clinic.unknown, today=clinic.today,
                   strict=clinic.strict)
    return path('therapists.csv'), path('clients.csv'), options
