#!/usr/bin/env python3
"""Make workbooks (.xlsx) for tests, from the standard library alone.

    python3 tests/workbook.py OUT.xlsx NAME=SHEET.csv ...

makes a workbook of CSV files, each cell a text. As a module, book() takes
cells of every kind, and whatever XML a test needs.
"""

import csv
import sys
import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = ("http://schemas.openxmlformats.org/officeDocument/2006/"
             "relationships")
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def letters(column):
    """A column as spreadsheets name it: A for 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def text(value):
    """The inside of an element that holds a text."""
    return f'<t xml:space="preserve">{escape(value)}</t>'


def inline(value):
    """A cell of text that is in the sheet itself."""
    return ' t="inlineStr"', f"<is>{text(value)}</is>"


def number(value, style=None):
    return "" if style is None else f' s="{style}"', f"<v>{value}</v>"


def cell(place, made):
    attributes, inside = made
    return f'<c r="{place}"{attributes}>{inside}</c>'


def sheet(rows, hidden=(), merges=()):
    """A sheet of rows; a cell is None, a text, or (attributes, inside)."""
    out = []
    for r, row in enumerate(rows):
        cells = [cell(f"{letters(c)}{r + 1}",
                      inline(value) if isinstance(value, str) else value)
                 for c, value in enumerate(row) if value is not None]
        shown = ' hidden="1"' if r in hidden else ""
        if cells:
            out.append(f'<row r="{r + 1}"{shown}>{"".join(cells)}</row>')
    merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in merges)
    if merged:
        merged = f"<mergeCells>{merged}</mergeCells>"
    return (f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{"".join(out)}'
            f"</sheetData>{merged}</worksheet>")


def styles(codes):
    """Style 0 is general; then one for each code, or number of a format."""
    own, used = [], ["0"]
    for k, code in enumerate(codes):
        if isinstance(code, int):
            used.append(str(code))
        else:
            used.append(str(164 + k))
            own.append(f'<numFmt numFmtId="{164 + k}" '
                       f"formatCode={quoteattr(code)}/>")
    return (f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{"".join(own)}'
            '</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
            "<cellXfs>" + "".join(f'<xf numFmtId="{f}"/>' for f in used) +
            "</cellXfs></styleSheet>")


def book(path, sheets, codes=(), shared=None, from_1904=False, hidden=(),
         parts=None):
    """Write a workbook.

    sheets  [(name, XML of a sheet)]
    codes   of formats: see styles()
    shared  texts as the inside of <si>
    hidden  names of sheets
    parts   {name: content} in place of those made here; None: left out
    """
    tabs = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{k + 1}" r:id="rId{k + 1}"' +
        (' state="hidden"' if name in hidden else "") + "/>"
        for k, (name, _) in enumerate(sheets))
    kinds = [(f"rId{k + 1}", "worksheet", f"worksheets/sheet{k + 1}.xml")
             for k in range(len(sheets))]
    kinds += [("rId900", "styles", "styles.xml"),
              ("rId901", "sharedStrings", "sharedStrings.xml")]

    def relations(rows):
        lines = "".join(f'<Relationship Id="{i}" Type="{RELATIONS}/{kind}" '
                        f'Target="{target}"/>' for i, kind, target in rows)
        return (f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org'
                f'/package/2006/relationships">{lines}</Relationships>')

    date1904 = ' date1904="1"' if from_1904 else ""
    content = {
        "[Content_Types].xml":
            f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/'
            '2006/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="application/'
            'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            + "".join(
                f'<Override PartName="/xl/worksheets/sheet{k + 1}.xml" '
                'ContentType="application/vnd.openxmlformats-officedocument.'
                'spreadsheetml.worksheet+xml"/>' for k in range(len(sheets))) +
            '<Override PartName="/xl/styles.xml" ContentType="application/vnd.'
            'openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
            '<Override PartName="/xl/sharedStrings.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.spreadsheetml.'
            'sharedStrings+xml"/></Types>',
        "_rels/.rels": relations([("rId1", "officeDocument",
                                   "xl/workbook.xml")]),
        "xl/workbook.xml":
            f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
            f"<workbookPr{date1904}/><sheets>{tabs}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(kinds),
        "xl/styles.xml": styles(codes),
        "xl/sharedStrings.xml":
            f'{HEAD}<sst xmlns="{MAIN}">' +
            "".join(f"<si>{inside}</si>" for inside in shared or ()) +
            "</sst>",
    }
    for k, (_, xml) in enumerate(sheets):
        content[f"xl/worksheets/sheet{k + 1}.xml"] = xml
    content.update(parts or {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in content.items():
            if data is not None: # of no day, so that bytes stay the same
                out.writestr(zipfile.ZipInfo(name), data,
                             zipfile.ZIP_DEFLATED)


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as source:
        return [[value or None for value in row] for row in csv.reader(source)]


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    book(sys.argv[1], [(name, sheet(rows_of(path))) for name, path in
                       (each.split("=", 1) for each in sys.argv[2:])])


if __name__ == "__main__":
    main()
