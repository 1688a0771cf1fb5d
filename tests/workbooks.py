#!/usr/bin/env python3
"""Workbooks in and out, with the programs that people have.

    workbooks.py --build build [--office]

Sheets that were saved as .xlsx are read as the CSV files were that they were
made from: each form of datasets/awkward, by libxlsxwriter, and with --office by
LibreOffice. results.xlsx holds the cells of the CSV files, twice the same
bytes, and every kind of file that a run writes is opened by a reader that is
not ours: CSV by Python and LibreOffice, .xlsx by LibreOffice, JSON by jq. (HTML
is opened by Chromium: tests/browser.)
"""

import argparse
import csv
import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from xml.etree import ElementTree

import workbook
import workbook_looks

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PLAIN = os.path.join(ROOT, "tests", "clinics", "plain")
FORMS = ["excel-semicolon", "utf16", "mac-cr", "comma-lists", "aliases",
         "shuffled", "small/windows-1252", "small/yes-no"]
MAIN = {"m": workbook.MAIN}
SHEETS = {"Assignments": "assignments.csv", "Waiting": "waitlist.csv",
          "Ranked": "ranked.csv", "Therapists": "workload.csv",
          "Whom to call": "unknowns.csv"}
# What CSV lacks and a workbook has: numbers are numbers.
NUMBER = re.compile(r"-?\d+(\.\d+)?$")


class Tests:
    def __init__(self):
        self.passed = self.failed = 0

    def check(self, holds, words):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print("----", words)


def rows_of(path):
    """A CSV file by Python's reader; the guard before formulas dropped."""
    with open(path, encoding="utf-8-sig", newline="") as source:
        return [[re.sub(r"^'(?=[=+\-@\t\r])", "", cell) for cell in row]
                for row in csv.reader(source, strict=True)]


def plain(cell):
    """A number without the zeros that a format shows."""
    return f"{float(cell):.15g}" if NUMBER.match(cell) else cell


def cells_of(path):
    """{sheet: rows} of a workbook, by Python's zip and XML readers."""
    with zipfile.ZipFile(path) as book:
        shared = ["".join(t.text or "" for t in si.iter(f"{{{workbook.MAIN}}}t"))
                  for si in ElementTree.fromstring(
                      book.read("xl/sharedStrings.xml"))]
        tabs = ElementTree.fromstring(book.read("xl/workbook.xml")).findall(
            "m:sheets/m:sheet", MAIN)
        sheets = {}
        for k, tab in enumerate(tabs):
            xml = book.read(f"xl/worksheets/sheet{k + 1}.xml")
            rows = []
            for row in ElementTree.fromstring(xml).iter(
                    f"{{{workbook.MAIN}}}row"):
                cells = {}
                for c in row.findall("m:c", MAIN):
                    assert c.find("m:f", MAIN) is None, "a formula"
                    value = c.find("m:v", MAIN)
                    letters = re.match("[A-Z]+", c.get("r")).group()
                    at = 0
                    for letter in letters:
                        at = at * 26 + ord(letter) - 64
                    if value is not None:
                        cells[at - 1] = (shared[int(value.text)]
                                         if c.get("t") == "s" else value.text)
                rows.append([cells.get(i, "") for i in
                             range(max(cells, default=-1) + 1)])
            sheets[tab.get("name")] = rows
        return sheets


def run(command, **more):
    return subprocess.run(command, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False, **more)


def match(rapport, out, files, folder=None):
    options = ["--top", "0", "--analyses", "none", "--quiet"]
    if folder and os.path.exists(os.path.join(folder, "map.csv")):
        options += ["--map", os.path.join(folder, "map.csv")]
    done = run([rapport, "match", *options, "--out", out, *files])
    if done.returncode:
        print(done.stderr.decode(errors="replace")[-2000:])
    return done.returncode == 0


def day_of(out):
    with open(os.path.join(out, "run.json"), encoding="utf-8") as source:
        return json.load(source)["as_of"]


def are_same(one, two):
    """The day, too: where every date is a day late, everybody has waited as
    long as before."""
    names = ["assignments.csv", "ranked.csv", "waitlist.csv", "workload.csv"]
    return (day_of(one) == day_of(two) and
            not any(filecmp.cmpfiles(one, two, names, shallow=False)[1:]))


def office(scratch, kind, *paths):
    """Convert by LibreOffice, into a folder of its own."""
    out = tempfile.mkdtemp(dir=scratch)
    done = run(["soffice", "--headless", "--norestore",
                f"-env:UserInstallation=file://{scratch}/profile",
                "--convert-to", kind[0], *kind[1:], "--outdir", out, *paths],
               timeout=300)
    if done.returncode:
        print(done.stderr.decode(errors="replace"))
    return out


def test_forms(tests, options, scratch):
    """Each awkward form, saved as a workbook by libxlsxwriter."""
    rapport = os.path.join(options.build, "rapport")
    writer = os.path.join(options.build, "tests", "as_workbook")
    data = os.path.join(ROOT, "datasets")
    for reference, folder in (("demo", PLAIN),
                              ("small", f"{data}/awkward/small/plain")):
        tests.check(match(rapport, os.path.join(scratch, reference),
                          [os.path.join(folder, f"{side}.csv")
                           for side in ("therapists", "clients")]),
                    f"{reference} is refused")
    for form in FORMS:
        folder = os.path.join(data, "awkward", form)
        reference = "small" if form.startswith("small/") else "demo"
        book = os.path.join(scratch, form.replace("/", "-") + ".xlsx")
        done = run([writer, book, f"Clients={folder}/clients.csv",
                    f"Therapists={folder}/therapists.csv"])
        out = os.path.join(scratch, "out")
        shutil.rmtree(out, ignore_errors=True)
        tests.check(done.returncode == 0 and
                    match(rapport, out, [book], folder) and
                    are_same(os.path.join(scratch, reference), out),
                    f"{form} by libxlsxwriter differs from {reference}")


def test_office_forms(tests, options, scratch):
    """The same, saved by LibreOffice: one workbook a sheet."""
    rapport = os.path.join(options.build, "rapport")
    filters = {"excel-semicolon": "59,34,76,1,,1031",
               "utf16": "9,34,65535,1,,1031",
               "small/windows-1252": "59,34,1,1,,1031"}
    for form in FORMS + ["plain"]:
        folder = PLAIN if form == "plain" else os.path.join(
            ROOT, "datasets", "awkward", form)
        reference = "small" if form.startswith("small/") else "demo"
        how = filters.get(form, "44,34,76,1")
        sheets = [os.path.join(folder, f"{side}.csv")
                  for side in ("therapists", "clients")]
        made = office(scratch, ["xlsx", f"--infilter=CSV:{how}"], *sheets)
        out = os.path.join(scratch, "out")
        shutil.rmtree(out, ignore_errors=True)
        tests.check(match(rapport, out,
                          [os.path.join(made, f"{side}.xlsx")
                           for side in ("therapists", "clients")], folder) and
                    are_same(os.path.join(scratch, reference), out),
                    f"{form} by LibreOffice differs from {reference}")


def test_results(tests, options, scratch):
    """results.xlsx, and the other files that a run writes."""
    rapport = os.path.join(options.build, "rapport")
    rosters = [os.path.join(ROOT, "datasets", "demo", f"{side}.csv")
               for side in ("therapists", "clients")]
    outs = [os.path.join(scratch, name) for name in ("first", "second")]
    for out in outs:
        if out != outs[0]:
            time.sleep(1.1) # a clock that reached the bytes would show
        done = run([rapport, "match", "--xlsx", "--pages", "--quiet",
                    "--out", out, *rosters])
        tests.check(done.returncode == 0, "match --xlsx fails")
    book = os.path.join(outs[0], "results.xlsx")
    tests.check(filecmp.cmp(book, os.path.join(outs[1], "results.xlsx"),
                            shallow=False), "two runs differ in results.xlsx")
    sheets = cells_of(book)
    tests.check(list(sheets) == ["Start here", *SHEETS, "Run"],
                f"the sheets are {list(sheets)}")
    for name, file in SHEETS.items():
        wanted = rows_of(os.path.join(outs[0], file))
        got = [row + [""] * (len(wanted[0]) - len(row))
               for row in sheets.get(name, [])]
        tests.check([list(map(plain, row)) for row in got] ==
                    [list(map(plain, row)) for row in wanted],
                    f"sheet {name} is not {file}")
    test_looks(tests, outs[0], sheets)
    with open(os.path.join(outs[0], "run.json"), encoding="utf-8") as source:
        record = json.load(source)
    tests.check("results.xlsx" in record["files"], "run.json has no hash of it")
    done = run([rapport, "match", "--quiet", "--analyses", "none", "--out",
                outs[1], *rosters])
    tests.check(done.returncode == 0 and
                not os.path.exists(os.path.join(outs[1], "results.xlsx")),
                "a run without --xlsx leaves the workbook of the earlier one")
    if options.office:
        test_readers(tests, outs[0], scratch)


def test_looks(tests, out, sheets):
    """What a table is held and coloured by, and what the first sheet says."""
    book = workbook_looks.Book(os.path.join(out, "results.xlsx"))
    for name, file in SHEETS.items():
        rows = rows_of(os.path.join(out, file))
        wrong = workbook_looks.of_table(book, name, rows)
        if "status" in rows[0]:
            wrong += workbook_looks.of_statuses(book, name, rows)
        tests.check(not wrong, f"sheet {name}: {'; '.join(wrong[:3])}")
    with open(os.path.join(out, "report.html"), encoding="utf-8") as source:
        needs = re.search(r'id="data">(.*?)</script>', source.read()).group(1)
    ids = json.loads(needs)["needs"]
    start = sheets["Start here"]
    tests.check([row[0] for row in start if row[1:] and row[0] in ids] == ids,
                "the first sheet names others than the report")
    tests.check(["need a person now", str(len(ids))] in start,
                "the first sheet counts others than the report")
    tests.check(f"{day_of(out)}T00:00:00Z<".encode() in
                book.parts["docProps/core.xml"], "it was made on another day")


def test_hostile(tests, options, scratch):
    """What a formula begins with is a text; names stand on the first sheet."""
    rapport = os.path.join(options.build, "rapport")
    sheets = {"therapists": [["therapist_id", "name", "openings"],
                             ["T1", "=1+1", "1"], ["T2", "@SUM(A1)", "1"],
                             ["T3", "+3", "1"], ["T4", "-4", "1"]],
              "clients": [["client_id", "name", "urgency"],
                          ["C1", "=HYPERLINK(\"http://x.example\")", "crisis"],
                          ["C2", "", "crisis"],
                          *[[f"C{k}", "", "soon"] for k in range(3, 8)]]}
    paths = {}
    for side, rows in sheets.items():
        paths[side] = os.path.join(scratch, f"hostile-{side}.csv")
        with open(paths[side], "w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows(rows)
    out = os.path.join(scratch, "hostile")
    done = run([rapport, "match", "--xlsx", "--quiet", "--out", out,
                *paths.values()])
    got = cells_of(os.path.join(out, "results.xlsx"))
    names = {row[got["Assignments"][0].index("therapist_name")]
             for row in got["Assignments"][1:] if len(row) > 3}
    tests.check(done.returncode == 0 and
                {row[1] for row in sheets["therapists"][1:]} <= names,
                f"names that begin as formulas do are {names}")
    tests.check(["C1", sheets["clients"][1][1] + ": In crisis"] in
                got["Start here"] and ["C2", "In crisis"] in got["Start here"],
                "who needs a person is not on the first sheet by name")


def test_hidden(tests, options, scratch):
    """Of two sheets that fit alike the one that is shown is read."""
    rapport = os.path.join(options.build, "rapport")
    heads = ["client_id", "referred_on", "concerns"]
    clients = [workbook.sheet([heads, [who, "2026-11-03", "ptsd"]])
               for who in ("C1", "C2")]
    therapists = workbook.sheet([["therapist_id", "openings", "specialties"],
                                 ["T1", "1", "ptsd"]])
    for at, name in enumerate(("first", "last")):
        tabs = [("Old", clients[0]), ("New", clients[1])]
        tabs = tabs if at == 0 else tabs[::-1]
        path = os.path.join(scratch, f"hidden-{name}.xlsx")
        workbook.book(path, tabs + [("Staff", therapists)], hidden=["Old"])
        done = run([rapport, "rank", "--quiet", "--no-bom", path])
        ranked = done.stdout.decode().splitlines()
        tests.check(done.returncode == 0 and
                    [row[:3] for row in ranked[1:]] == ["C2,"],
                    f"with the hidden sheet {name}: {ranked} "
                    f"{done.stderr.decode(errors='replace')}")


def test_readers(tests, out, scratch):
    """Every kind of file by a program that people have."""
    names = sorted(name for name in os.listdir(out) if name.endswith(".csv"))
    made = office(scratch, ["csv:Text - txt - csv (StarCalc):44,34,76,1,,0,"
                            "false,true,false,false,false,-1",
                            "--infilter=CSV:44,34,76,1,,0,false,false"],
                  *[os.path.join(out, name) for name in names])
    converted = {name.split("-")[0]: os.path.join(made, name)
                 for name in os.listdir(made)}
    for name in names:
        path = converted.get(name[:-4])
        tests.check(path and [list(map(plain, r)) for r in rows_of(path)] ==
                    [list(map(plain, r)) for r in rows_of(
                        os.path.join(out, name))],
                    f"{name} is not what LibreOffice reads")
    made = office(scratch, ["csv:Text - txt - csv (StarCalc):44,34,76,1,,0,"
                            "false,true,false,false,false,-1"],
                  os.path.join(out, "results.xlsx"))
    for sheet, name in SHEETS.items():
        path = os.path.join(made, f"results-{sheet}.csv")
        tests.check(os.path.exists(path) and
                    [list(map(plain, r)) for r in rows_of(path)] ==
                    [list(map(plain, r)) for r in rows_of(
                        os.path.join(out, name))],
                    f"sheet {sheet} is not what LibreOffice reads")
    done = run(["jq", "-e", ".proof.optimal", os.path.join(out, "run.json")])
    tests.check(done.returncode == 0 and done.stdout.strip() == b"true",
                "jq does not find the proof in run.json")


def test_template(tests, options, scratch):
    """The template: a sheet each, no example rows, drop-downs, notes."""
    rapport = os.path.join(options.build, "rapport")
    path = os.path.join(scratch, "template.xlsx")
    done = run([rapport, "template", "--xlsx", "--out", path])
    tests.check(done.returncode == 0, "template --xlsx fails")
    sheets = cells_of(path)
    tests.check(list(sheets) == ["Therapists", "Clients", "Lists"],
                f"the template's sheets are {list(sheets)}")
    for side in ("therapists", "clients"):
        header = run([rapport, "template", side]).stdout.decode().splitlines()
        tests.check(sheets[side.capitalize()] == [header[0].split(",")],
                    f"the template of {side} has other columns, or rows")
    with zipfile.ZipFile(path) as book:
        names = book.namelist()
        xml = book.read("xl/worksheets/sheet2.xml").decode()
        tabs = book.read("xl/workbook.xml").decode()
    tests.check(any("comments" in name for name in names), "no notes")
    tests.check("<dataValidation " in xml, "no drop-downs")
    tests.check('name="Lists" sheetId="3" state="hidden"' in tabs,
                "the lists are not hidden")
    again = run([rapport, "template", "--xlsx", "--out", path])
    tests.check(again.returncode == 4, "a template replaces a file")
    kinds = {}
    for side in ("therapists", "clients"):
        columns = run([rapport, "columns", side]).stdout.decode().splitlines()
        kinds[side.capitalize()] = {row["column"]: row["kind"] for row in
                                    csv.DictReader(columns)}
    wrong = workbook_looks.of_template(workbook_looks.Book(path), kinds)
    tests.check(not wrong, f"columns of the template: {'; '.join(wrong[:3])}")
    if options.office:
        made = office(scratch, ["csv:Text - txt - csv (StarCalc):44,34,76,1,,0,"
                                "false,true,false,false,false,-1"], path)
        for side in ("Therapists", "Clients"):
            read = os.path.join(made, f"template-{side}.csv")
            tests.check(os.path.exists(read) and
                        rows_of(read) == sheets[side],
                        f"LibreOffice reads another template of {side}")


def test_week(tests, options, scratch):
    """A clinic's folder finds its sheets, whatever they were saved as."""
    rapport = os.path.join(options.build, "rapport")
    writer = os.path.join(options.build, "tests", "as_workbook")
    demo = os.path.join(ROOT, "datasets", "demo")
    sheets = {side: os.path.join(demo, f"{side}.csv")
              for side in ("therapists", "clients")}
    ways = {"csv": {}, "books": {side: [side] for side in sheets},
            "one": {"clinic": list(sheets)}, "mixed": {"clients": ["clients"]}}
    runs = {}
    for way, books in ways.items():
        folder = os.path.join(scratch, f"week-{way}")
        os.mkdir(folder)
        for name, sides in books.items():
            run([writer, os.path.join(folder, f"{name}.xlsx"),
                 *[f"{side.capitalize()}={sheets[side]}" for side in sides]])
        for side in set(sheets) - {s for some in books.values() for s in some}:
            shutil.copy(sheets[side], folder)
        # without bottlenecks, which take longer than all else: what may differ
        # is how a sheet is read
        done = run([rapport, "week", folder, "--quiet", "--analyses",
                    "margins,options,unknowns,prices,envy,choices"])
        found = os.listdir(os.path.join(folder, "runs")) \
            if done.returncode == 0 else []
        tests.check(len(found) == 1, f"week finds no sheets ({way}): "
                    f"{done.stderr.decode(errors='replace')}")
        runs[way] = os.path.join(folder, "runs", *found)
    for way, out in runs.items():
        tests.check(are_same(runs["csv"], out),
                    f"week of {way} differs from that of CSV files")
    clinic = os.path.join(scratch, "week-one")
    shutil.copy(sheets["clients"], clinic)
    done = run([rapport, "week", clinic, "--quiet"])
    tests.check(done.returncode == 1 and
                b"clients.csv and" in done.stderr and
                len(os.listdir(os.path.join(clinic, "runs"))) == 1,
                "week chooses between clients.csv and clinic.xlsx")


def test_bombs(tests, options, scratch):
    """A few kilobytes that would be gigabytes."""
    rapport = os.path.join(options.build, "rapport")
    path = os.path.join(scratch, "bomb.xlsx")
    sheet = workbook.sheet([["x"]])
    filler = b" " * (70 << 20)
    for part, xml in (
            ("xl/sharedStrings.xml", b"<sst>" + filler + b"</sst>"),
            ("xl/worksheets/sheet1.xml", b"<worksheet>" + filler +
             b"</worksheet>")):
        workbook.book(path, [("A", sheet)], parts={part: xml})
        done = run([rapport, "check", path, path])
        tests.check(done.returncode == 1 and b"unpacks to far more" in
                    done.stderr, f"a bomb in {part} is read")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build")
    parser.add_argument("--office", action="store_true")
    options = parser.parse_args()
    options.build = os.path.abspath(options.build)
    tests = Tests()
    with tempfile.TemporaryDirectory() as scratch:
        test_forms(tests, options, scratch)
        test_results(tests, options, scratch)
        test_template(tests, options, scratch)
        test_week(tests, options, scratch)
        test_hostile(tests, options, scratch)
        test_hidden(tests, options, scratch)
        test_bombs(tests, options, scratch)
        if options.office:
            test_office_forms(tests, options, scratch)
    print(f"workbooks: {tests.passed} passed, {tests.failed} failed")
    return tests.failed > 0


if __name__ == "__main__":
    sys.exit(main())
