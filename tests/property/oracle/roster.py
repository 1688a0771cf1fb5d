"""Roster: the therapists and clients that two files describe.

A therapist or client is a namespace with one attribute per column of the
schema: None where the sheet is blank (unknown), a list for a list column.
"""

import re
from types import SimpleNamespace

from . import cells, danger, partings
from .findings import CellError
from .table import read_table
from .words import normal_header

NO_MUST = ('want_ethnicity', 'want_faith', 'want_values')


class Roster:
    def __init__(self, therapists, clients, headers):
        self.therapists = therapists    # by id, in bytewise order
        self.clients = clients
        self.headers = headers          # names of columns, as understood


def in_byte_order(ids):
    return sorted(ids, key=lambda text: text.encode('utf-8'))


class Map:
    """What --map files say of headers, and of the values below them."""

    def __init__(self):
        self.headers = {}       # (sheet or '', normal header) -> new header
        self.values = {}        # the same -> {normal value: what it is}

    def header(self, sheet, name):
        """The new header, '' to leave the column out, None if not said."""
        for where in (sheet, ''):
            if (where, asked(name)) in self.headers:
                return self.headers[where, asked(name)]
        return None

    def placed(self, sheet, name):
        both = dict(self.values.get(('', asked(name)), {}))
        both.update(self.values.get((sheet, asked(name)), {}))
        return both


def asked(header):
    """A header without the marks that a form puts behind it."""
    return normal_header(header.strip().rstrip('?:* ') or header)


def read_map(paths, findings):
    """What every --map file says, of either form."""
    said = Map()
    for path in paths:
        table = read_table(path, findings)
        if not table:
            continue
        names = [normal_header(name) for name in table.header]
        source = 'from' if 'from' in names else 'column'
        if source not in names or 'to' not in names:
            findings.error(path, 1, '', 'a map has the columns from and to')
            continue
        for row in table.rows:
            cell = dict(zip(names, map(cells.unguarded, row)))
            if cell['to'] == '?':
                continue        # nobody has decided yet
            where = cell.get('sheet', '').casefold(), asked(cell[source])
            if cell.get('value'):
                said.values.setdefault(where, {})[
                    normal_header(cell['value'])] = cell['to']
            else:
                said.headers[where] = cell['to']
    return said


def place_values(cell, values, is_list):
    """A cell as the value rows of its column would have it."""
    if normal_header(cell) in values:
        return values[normal_header(cell)]
    if not is_list or not cell:
        return cell
    breaks = r'[;|\r\n]' if re.search(r'[;|\r\n]', cell) else ','
    parts = [part.strip() for part in re.split(breaks, cell)]
    if not any(normal_header(part) in values for part in parts):
        return cell
    joint = ', ' if breaks == ',' else '; '
    return joint.join(part for part in (
        values.get(normal_header(part), part) for part in parts) if part)


class Sheet:
    """A table with its header understood: where each column stands."""

    def __init__(self, table, kind, columns, said, taxonomy, findings):
        self.table = table
        self.taxonomy = taxonomy
        self.columns = columns
        self.findings = findings
        self.own = {}           # column -> index
        self.tagged = {}        # column -> [(index, tag)]
        self.names = []         # every column by its known or normal name
        spellings = {alias: c.name for c in columns.values()
                     for alias in [c.name] + c.aliases}
        for index, header in enumerate(table.header):
            values = said.placed(kind, header)
            renamed = said.header(kind, header)
            if renamed == '':
                continue
            self.place(index, renamed or header, spellings)
            is_list = any(own == index and columns[name].kind == 'list'
                          for name, own in self.own.items())
            for row in table.rows if values else ():
                row[index] = place_values(row[index], values, is_list)
        for c in columns.values():
            if c.required and c.name not in self.own:
                findings.error(table.path, 1, c.name, 'missing column')

    def place(self, index, header, spellings):
        head, colon, tag = header.partition(':')
        name = normal_header(head)
        if name == 'telehealth' and not colon and self.all_booleans(index):
            name, colon, tag = 'formats', ':', 'video'
        name = spellings.get(name, name)
        self.names.append(name)
        if name not in self.columns:
            return
        if colon and self.columns[name].kind == 'list':
            known = self.tagged.setdefault(name, [])
            try:
                tags = self.columns[name].names.find(tag)
            except CellError as problem:
                self.error(1, header, problem)
                return
            if any(tags == other for _, other in known):
                self.error(1, header, 'the same column twice')
            known.append((index, tags))
        elif not colon:
            if name in self.own:
                self.error(1, header, 'the same column twice')
            self.own.setdefault(name, index)

    def all_booleans(self, index):
        filled = [row[index] for row in self.table.rows if row[index]]
        return all(cell.casefold() in cells.BOOLEANS for cell in filled)

    def error(self, row, column, message):
        self.findings.error(self.table.path, row, column, message)

    def records(self):
        for number, row in enumerate(self.table.rows, 2):
            record = SimpleNamespace(row=number)
            for c in self.columns.values():
                try:
                    value = self.value(c, row)
                except CellError as problem:
                    self.error(number, c.name, problem)
                    value = None
                setattr(record, c.name, value)
            self.watch(record, row)
            yield record

    def watch(self, record, row):
        """Words of danger: in concerns that nobody knows, then elsewhere."""
        taxonomy = self.taxonomy
        record.concern_texts, record.notes = {}, ()
        if 'concerns' not in self.columns:
            return
        own = self.own.get('concerns')
        names = self.columns['concerns'].names
        cell = row[own] if own is not None else ''
        for item in cells.pieces(cell, names.knows) if cell else ():
            text = danger.written(item)
            if not taxonomy.concerns.known(text):
                grade, concern, _ = taxonomy.danger.find(text)
                if grade != danger.NONE:
                    record.notes += ((grade, concern),)
            record.concern_texts.setdefault(taxonomy.concerns.find(text),
                                            []).append(text)
        for index, tags in self.tagged.get('concerns', ()):
            if row[index] and cells.boolean(row[index]):
                record.concern_texts.setdefault(tags[0], [])
        skipped = [own] + [i for i, _ in self.tagged.get('concerns', ())]
        for index in range(len(self.table.header)):
            if index not in skipped and row[index]:
                grade, concern, _ = taxonomy.danger.find(row[index])
                if grade != danger.NONE:
                    record.notes += ((grade, concern),)

    def value(self, c, row):
        cell = row[self.own[c.name]] if c.name in self.own else ''
        if c.kind == 'list':
            return self.list_value(c, row, cell)
        if not cell:
            if c.required and c.name in self.own:
                raise CellError('a required cell is blank')
            return None
        if c.kind == 'id':
            return cells.identifier(cell)
        if c.kind == 'other':
            return cells.unguarded(cell)
        if c.kind == 'text':
            return cells.unguarded(row.typed[self.own[c.name]])
        if c.kind == 'number':
            return c.reader(cell, self.table.decimal_comma)
        return c.reader(cell)

    def list_value(self, c, row, cell):
        """[(name, number or mark)], [] when known empty, None if unknown."""
        said_none = cell.casefold() == 'none'
        entries, said_nobody = [], False
        if cell and not said_none:
            for item in cells.pieces(cell, c.names.knows):
                if item.casefold() == 'none':
                    raise CellError('none beside other values')
                text, value = c.reader(item)
                names = c.names.find(text)
                if c.name == 'concerns':
                    names, value, entries = self.concerns(
                        item, names, value, entries)
                said_nobody |= not names
                entries += [(name, value) for name in names]
        answers = []
        for index, tags in self.tagged.get(c.name, ()):
            answer = cells.boolean(row[index]) if row[index] else None
            answers.append(answer)
            if answer:
                plain = c.reader('x')[1]
                entries += [(tag, plain) for tag in tags]
        if c.name == 'priorities':
            check_priorities(entries)
        if entries:
            if said_none:
                raise CellError('none beside other values')
            return cells.merge(entries)
        all_no = answers and all(answer is False for answer in answers)
        if said_none or said_nobody or all_no and c.name not in self.own:
            return []
        return None


    def concerns(self, item, names, value, entries):
        """An entry that asks for a person: what is known in it, then the
        concern of its words."""
        taxonomy, text = self.taxonomy, danger.written(item)
        if taxonomy.concerns.known(text):
            grade, concern, whole = taxonomy.danger.find(text)
            if not whole or grade != danger.PERSON or danger.always(
                    names[0], taxonomy):
                return names, value, entries
            entries = entries + [(names[0], value)]
            return [concern] if concern else [], value, entries
        grade, concern, _ = taxonomy.danger.find(text)
        if grade != danger.PERSON:
            return names, value, entries
        known = [taxonomy.concerns.find(piece) for piece in
                 re.split(r'/| & | and ', re.sub(r'\s*\(.*\)$', '', text))
                 if taxonomy.concerns.known(piece.strip())]
        if known:
            entries = entries + [(name, value) for name in known]
            value = None
        concern = taxonomy.concerns.find(concern)
        if not taxonomy.concerns.known(concern):
            return ([] if known else names), value, entries
        return [concern], value, entries


def check_priorities(entries):
    names = [name for name, _ in entries]
    if len(names) > 3 or len(set(names)) < len(names):
        raise CellError('up to three different priorities')


def read_sheet(path, kind, columns, said, taxonomy, findings):
    """The records of a roster by id, and the names of its columns."""
    table = read_table(path, findings)
    if not table:
        return {}, []
    sheet = Sheet(table, kind, columns, said, taxonomy, findings)
    if not table.rows:
        findings.error(path, 1, '', 'no rows')
    key = next(c.name for c in columns.values() if c.kind == 'id')
    found = {}
    for record in sheet.records():
        record.id = getattr(record, key)
        if record.id in found:
            findings.error(path, record.row, key, 'a duplicate id')
        elif record.id is not None:
            found[record.id] = record
    ordered = {i: found[i] for i in in_byte_order(found)}
    return ordered, sheet.names


def read_roster(paths, schema, said, findings):
    therapists, headers = read_sheet(paths[0], 'therapists',
                                     schema.therapists, said,
                                     schema.taxonomy, findings)
    clients, more = read_sheet(paths[1], 'clients', schema.clients, said,
                               schema.taxonomy, findings)
    for t in therapists.values():
        finish_therapist(t, clients, paths[0], findings)
    for c in clients.values():
        finish_client(c, therapists, paths[1], findings)
    return Roster(therapists, clients, headers + more)


def names_only(entries):
    return None if entries is None else [name for name, _ in entries]


def name_key(text):
    """`Last, First` as `first last`, without a title or degree."""
    last, comma, first = text.partition(',')
    words = (first + ' ' + last if comma else text).casefold().split()
    return ' '.join(w for w in words if w not in ('dr.', 'phd'))


def people(record, column, others, path, findings):
    """The ids in a list; who is nobody is an error where it matters."""
    found = []
    if column == 'past_therapists':
        record.partings = []
    for text in getattr(record, column) or ():
        text, _, reason = text.partition(':')
        named = [i for i, o in others.items()
                 if getattr(o, 'name', None) and name_key(o.name) == name_key(text)]
        before = len(found)
        if text in others:
            found.append(text)
        elif len(named) == 1:
            found += named
        if column == 'past_therapists' and reason.strip():
            whom = found[-1] if len(found) > before else None
            record.partings += filter(None, [partings.read(whom, reason)])
        if len(found) > before:
            continue
        if text.casefold() not in ('no', 'never', 'none', 'n/a', 'na') and (
                column != 'requested_therapist' and not reason):
            findings.error(path, record.row, column, 'nobody: %r' % text)
    return list(dict.fromkeys(found))


def finish_therapist(t, clients, path, findings):
    for name, value in list(vars(t).items()):
        if isinstance(value, list) and name != 'specialties':
            setattr(t, name, names_only(value))
    if t.specialties is not None:
        t.specialties = dict(t.specialties)
    for _, _, site in t.slots.windows if t.slots else ():
        if site:
            t.sites = list(dict.fromkeys((t.sites or []) + [site]))
    t.sites = t.sites or None
    t.declines = set(people(t, 'declines', clients, path, findings))
    if None not in (t.age_min, t.age_max) and t.age_min > t.age_max:
        findings.error(path, t.row, 'age_min', 'more than age_max')
    if None not in (t.fee_min, t.fee) and t.fee_min > t.fee:
        findings.error(path, t.row, 'fee_min', 'more than fee')


def finish_client(c, therapists, path, findings):
    for name, value in list(vars(c).items()):
        if value == []:
            value = None        # an empty list asks nothing
        if isinstance(value, list) and name.startswith('want_'):
            value = {tag: wish_strength(name, mark) for tag, mark in value}
        elif isinstance(value, list) and name != 'concerns':
            value = names_only(value)
        setattr(c, name, value)
    if c.concerns:
        c.concerns = weigh(c.concerns)
    for name in ('requested_therapist', 'past_therapists',
                 'avoid_therapists'):
        known = people(c, name, therapists, path, findings)
        setattr(c, name, known or None)
    if c.pin is not None:
        c.pin = [c.pin]
        c.pin = next(iter(people(c, 'pin', therapists, path, findings)), None)


def wish_strength(column, mark):
    if mark == cells.MUST and column in NO_MUST:
        return cells.STRONG
    return mark


def weigh(concerns):
    """[(concern, share)]: written weights, or 1, 1/2, 1/3 by position."""
    if any(weight is not None for _, weight in concerns):
        weights = [float(w if w is not None else 1) for _, w in concerns]
    else:
        weights = [1.0 / (i + 1) for i in range(len(concerns))]
    total = sum(weights)
    return [(name, w / total) for (name, _), w in zip(concerns, weights)]
