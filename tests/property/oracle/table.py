"""Table: from the bytes of a CSV file to a header and rows of cells."""

import re

from .findings import CellError

DELIMITERS = ',;\t'
MAX_COLUMNS = 256
MAX_CELL = 1 << 20
WORKBOOKS = (b'PK\x03\x04', b'\xd0\xcf\x11\xe0')


class Row(list):
    """The cells of a row, trimmed, and as typed: blanks in quotes are kept."""

    def __init__(self, typed):
        super().__init__(cell.strip() for cell in typed)
        self.typed = list(typed)

    def fit(self, width):
        """Drop blank cells beyond the width and pad up to it."""
        while len(self) > width and not self[-1]:
            self.pop()
        self += [''] * (width - len(self))
        self.typed += [''] * (width - len(self.typed))


class Table:
    """A file: its path, raw header names, rows, and how decimals look."""

    def __init__(self, path, header, rows, delimiter):
        self.path = path
        self.header = header
        self.rows = rows
        self.decimal_comma = delimiter != ','


def decode(data):
    """UTF-8, UTF-16 with a BOM, else Windows-1252."""
    if data.startswith(WORKBOOKS):
        raise CellError('a workbook, not a CSV file')
    try:
        if data[:2] in (b'\xff\xfe', b'\xfe\xff'):
            text = data.decode('utf-16')
        elif data[:3] == b'\xef\xbb\xbf':
            text = data[3:].decode('utf-8')
        else:
            try:
                text = data.decode('utf-8')
            except UnicodeDecodeError:
                text = data.decode('cp1252')
    except UnicodeDecodeError as problem:
        raise CellError('cannot be decoded: %s' % problem)
    if '\0' in text:
        raise CellError('a NUL byte')
    return text


def find_delimiter(text):
    """Return the delimiter and the text after a `sep=` line, if any."""
    declared = re.match(r'"?sep=([,;\t])"?[ \t]*(?:\r\n|\r|\n|\Z)', text)
    if declared:
        return declared.group(1), text[declared.end():]
    header = re.match(r'(?:[ \t,;]*[\r\n])*((?:[^"\r\n]|"[^"]*(?:"|\Z))*)',
                      text).group(1)
    bare = re.sub(r'"[^"]*(?:"|\Z)', '', header)
    return max(DELIMITERS, key=bare.count), text


def split(text, delimiter):
    """Strict RFC 4180, with blanks allowed around a quoted cell."""
    blank = ' ' if delimiter == '\t' else ' \t'
    pattern = re.compile('[%s]*"((?:[^"]|"")*)"[%s]*|([^"%s\r\n]*)'
                         % (blank, blank, delimiter))
    rows, row, at = [], [], 0
    while at < len(text) or row:
        match = pattern.match(text, at)
        quoted, bare = match.groups()
        cell = bare if quoted is None else quoted.replace('""', '"')
        if len(cell.encode('utf-8', 'replace')) > MAX_CELL:
            raise CellError('a cell larger than 1 MiB')
        row.append(cell.strip(' \t') if quoted is None else cell)
        at = match.end()
        if at < len(text) and text[at] == delimiter:
            at += 1
            continue
        rows.append(Row(row))
        row = []
        if at == len(text):
            break
        if text[at] not in '\r\n':
            raise CellError('a stray or unterminated quote in row %d'
                            % len(rows))
        at += 2 if text.startswith('\r\n', at) else 1
    return rows


def read_table(path, findings):
    """Return the table, or None after an error that leaves none."""
    try:
        with open(path, 'rb') as file:
            text = decode(file.read())
        delimiter, text = find_delimiter(text)
        rows = split(text, delimiter)
    except CellError as problem:
        findings.error(path, 1, '', str(problem))
        return None
    rows = [row for row in rows if any(row)]
    if not rows:
        findings.error(path, 1, '', 'an empty file')
        return None
    header = rows.pop(0)
    header.fit(0)
    if len(header) > MAX_COLUMNS:
        findings.error(path, 1, '', 'too many columns')
        return None
    for number, row in enumerate(rows, 2):
        row.fit(len(header))
        if len(row) > len(header):
            findings.error(path, number, '', 'wider than the header')
    return Table(path, header, rows, delimiter)
