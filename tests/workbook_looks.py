"""How a workbook that was written looks: parts of tests/workbooks.py.

Each function takes a path and what is wanted, and gives what is wrong, in words.
"""

import re
import zipfile
from xml.etree import ElementTree

import workbook

MAIN = {"m": workbook.MAIN}


class Book:
    """The XML of a workbook."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as book:
            self.parts = {name: book.read(name) for name in book.namelist()}
        self.tabs = [tab.get("name") for tab in self.xml(
            "xl/workbook.xml").findall("m:sheets/m:sheet", MAIN)]
        styles = self.xml("xl/styles.xml")
        self.codes = {f.get("numFmtId"): f.get("formatCode")
                      for f in styles.iter(f"{{{workbook.MAIN}}}numFmt")}
        self.fills = [fill.find("m:patternFill/m:fgColor", MAIN)
                      for fill in styles.findall("m:fills/m:fill", MAIN)]
        self.formats = styles.findall("m:cellXfs/m:xf", MAIN)
        self.texts = ["".join(t.text or "" for t in si.iter(
            f"{{{workbook.MAIN}}}t")) for si in self.xml(
                "xl/sharedStrings.xml").findall("m:si", MAIN)]

    def xml(self, part):
        return ElementTree.fromstring(self.parts[part])

    def sheet(self, tab):
        return self.xml(f"xl/worksheets/sheet{self.tabs.index(tab) + 1}.xml")

    def code(self, style):
        number = self.formats[int(style or 0)].get("numFmtId")
        return self.codes.get(number, {"0": "General", "49": "@"}.get(number))

    def fill(self, style):
        colour = self.fills[int(self.formats[int(style or 0)].get("fillId"))]
        return None if colour is None else colour.get("rgb")

    def cells(self, tab):
        """{place: (text or number as it stands, style)}"""
        found = {}
        for c in self.sheet(tab).iter(f"{{{workbook.MAIN}}}c"):
            value = c.find("m:v", MAIN)
            if value is not None:
                found[c.get("r")] = (
                    self.texts[int(value.text)] if c.get("t") == "s"
                    else value.text, c.get("s"))
        return found


def last_place(rows):
    return f"{workbook.letters(len(rows[0]) - 1)}{len(rows)}"


def of_table(book, tab, rows):
    """A table: head and first column in sight, a filter over all of it, the
    head on each sheet of paper, room for words, decimals as in the CSV."""
    xml, wrong = book.sheet(tab), []
    pane = xml.find("m:sheetViews/m:sheetView/m:pane", MAIN)
    if pane is None or [pane.get(each) for each in (
            "xSplit", "ySplit", "state")] != ["1", "1", "frozen"]:
        wrong.append("its head is not frozen")
    held = xml.find("m:autoFilter", MAIN)
    if held is None or held.get("ref") != f"A1:{last_place(rows)}":
        wrong.append("its filter is not over all of it")
    names = book.xml("xl/workbook.xml").iter(f"{{{workbook.MAIN}}}definedName")
    if not any(n.get("name") == "_xlnm.Print_Titles" and n.text.replace(
            "'", "") == f"{tab}!$1:$1" for n in names):
        wrong.append("its head is not on each sheet of paper")
    page = xml.find("m:pageSetup", MAIN)
    if page is None or page.get("orientation") != "landscape" or \
            page.get("fitToHeight") != "0":
        wrong.append("it is not printed across one page")
    widths = {int(col.get("min")) - 1: float(col.get("width"))
              for col in xml.iter(f"{{{workbook.MAIN}}}col")}
    cells = book.cells(tab)
    for k, head in enumerate(rows[0]):
        longest = max(len(row[k]) for row in rows)
        if widths.get(k, 0) < min(longest, 50):
            wrong.append(f"{head} is too narrow")
        for r, row in enumerate(rows[1:]):
            if not re.fullmatch(r"-?\d+\.\d{1,3}", row[k]):
                continue
            _, style = cells[f"{workbook.letters(k)}{r + 2}"]
            code = "0." + "0" * len(row[k].split(".")[1])
            if book.code(style) not in ("General", code):
                wrong.append(f"{head} shows {row[k]} as {book.code(style)}")
    return wrong


def of_statuses(book, tab, rows):
    """A status has a colour of its own beside its word."""
    at, cells, colours = rows[0].index("status"), book.cells(tab), {}
    for r, row in enumerate(rows[1:]):
        _, style = cells[f"{workbook.letters(at)}{r + 2}"]
        colours.setdefault(row[at], set()).add(book.fill(style))
    groups = [("human",), ("assigned", "pinned", "open"),
              ("waitlist", "ineligible", "choice"), ("full",)]
    found = [set().union(*(colours.get(word, set()) for word in group))
             for group in groups]
    wrong = [f"{group[0]} has {len(each)} colours" for group, each in
             zip(groups, found) if len(each) > 1 or None in each]
    shown = [next(iter(each)) for each in found if each]
    if len(set(shown)) != len(shown):
        wrong.append("two kinds of status have one colour")
    return wrong


def of_template(book, kinds):
    """Columns are typed: what is no date and no number is a text.

    kinds  {tab: {column: kind, as `rapport columns` says it}}
    """
    wrong = []
    for tab, columns in kinds.items():
        xml = book.sheet(tab)
        heads = [value for value, _ in book.cells(tab).values()]
        styles = {int(col.get("min")) - 1: col.get("style")
                  for col in xml.iter(f"{{{workbook.MAIN}}}col")}
        for k, head in enumerate(heads):
            kind = columns[head]
            wanted = ("yyyy-mm-dd" if kind.startswith("a date") else
                      "General" if "number" in kind else "@")
            if book.code(styles.get(k)) != wanted:
                wrong.append(f"{head} ({kind}) has {book.code(styles.get(k))}")
    return wrong
