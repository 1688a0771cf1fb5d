#!/usr/bin/env python3
"""No id and no name gets out of a run with --pseudonyms, and reidentify gives
the ids back.

usage: tests/pseudonyms.py RAPPORT

People of the demo, and of a small clinic that is kept awkwardly, are given ids
and names that occur nowhere else; then every byte of every output of every
command that takes --pseudonyms is looked through for them. What reidentify
makes of the sheets is compared with those of the same run without pseudonyms.
"""
import csv
import io
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RAPPORT = Path(sys.argv[1]).resolve()
KEY = "bXkgdmVyeSBvd24ga2V5LCBvZiBubyB1c2UgZWxzZXdoZXJl\n"
passed = failed = 0


def check(name, holds, what=""):
    global passed, failed
    passed += bool(holds)
    failed += not holds
    if not holds:
        print(f"FAILED {name} {what}")


def run(folder, *words, expect=(0,)):
    made = subprocess.run([str(RAPPORT), *map(str, words)], cwd=folder,
                          capture_output=True)
    if made.returncode not in expect:
        check(" ".join(map(str, words)), False,
              f"status {made.returncode}: {made.stderr.decode()[-600:]}")
    return made


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.reader(f))


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows(rows)


def rename(rows, columns, ids):
    """Ids in some columns of a sheet, which lists may hold."""
    at = [k for k, name in enumerate(rows[0]) if name in columns]
    for row in rows[1:]:
        for k in at:
            row[k] = "; ".join(
                re.sub(r"^[A-Z]+\d+", lambda m: ids.get(m[0], m[0]), word)
                for word in row[k].split("; ")) if row[k] else ""


# unlike any word, and unlike each other; some need quotes, entities, a guard
CLIENT = ["Quaxo {:02d}", "quaxo&<{:02d}>", "=Quaxo{:02d}", "Quäxo-{:02d}",
          'qua"xo{:02d}', "QUAXO{:02d}'s", "quaxo,{:02d}"]
PEOPLE = {"therapists": ["requested_therapist", "past_therapists", "pin",
                         "avoid_therapists", "therapist_id", "leaders"],
          "clients": ["client_id", "declines", "linked_to"]}


def demo(folder):
    """The demo with other ids, and with names."""
    clients = read(ROOT / "datasets/demo/clients.csv")
    therapists = read(ROOT / "datasets/demo/therapists.csv")
    ids = {row[0]: CLIENT[k % 6].format(k)
           for k, row in enumerate(clients[1:])}
    ids |= {row[0]: f"Zorblat{k:02d}" for k, row in enumerate(therapists[1:])}
    names = []
    clients[0].append("name")
    clients[0].append("phone")
    for k, row in enumerate(clients[1:]):
        row += [f"Wimbledorf Xanthippus{k}", f"0555 Telefonix{k}"]
    at = therapists[0].index("name")
    for column in ("about", "credentials", "pronouns"):
        therapists[0].append(column)
    for k, row in enumerate(therapists[1:]):
        row[at] = f"Yggdrasilla Oxbowia{k}"
        row += [f"I am Oxbowia{k}.", "Phd-Krumhorn", "xe/Krumhorn"]
    names += ["Quaxo", "Quäxo", 'qua"xo', "qua&quot;xo", r'qua\"xo', "Zorblat",
              "Wimbledorf", "Xanthippus", "Yggdrasilla", "Oxbowia", "Telefonix",
              "Krumhorn"]
    outcomes = read(ROOT / "datasets/demo/outcomes.csv")
    groups = read(ROOT / "datasets/demo/groups.csv")
    for k, row in enumerate(groups[1:]):
        ids[row[0]] = f"Grumpelix{k}"
    names.append("Grumpelix")
    columns = [c for list_ in PEOPLE.values() for c in list_] + ["group_id"]
    for name, rows in (("clients", clients), ("therapists", therapists),
                       ("outcomes", outcomes), ("groups", groups)):
        rename(rows, columns, ids)
        write(folder / f"{name}.csv", rows)
    some = [row[0] for row in clients[1:]]
    who = [row[0] for row in therapists[1:]]
    write(folder / "answers.csv",
          [["client_id", "answer", "therapist_id", "answered_on", "until"],
           [some[20], "declined", who[3], "2026-11-02", ""],
           [some[21], "accepted", who[5], "2026-11-03", ""],
           [some[22], "hold", "", "2026-11-03", "2026-12-24"],
           ["Zorblatgone", "started", who[2], "2026-11-03", ""]])
    write(folder / "cleared.csv", [["client_id", "on", "by"],
                                   [some[3], "2026-11-01", "Ms Ok"]])
    write(folder / "policy.csv", [["setting", "value"], ["hours", "1"]])
    return names, some, who


def key(folder, text=KEY, mode=0o600, name="key"):
    path = folder / name
    path.write_text(text)
    path.chmod(mode)
    return path


def bytes_of(folder):
    """Every file with its name; the parts of a workbook one by one."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                for part in book.namelist():
                    yield f"{path.name}:{part}", book.read(part)
        elif path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()
        yield f"the name of {path.name}", path.name.encode()


def look(where, names, pieces):
    for what, data in pieces:
        text = data.replace(b"\r\n ", b"").lower()
        for name in names:
            check(f"{where}: {what}", name.lower().encode() not in text and
                  name.encode() not in data, f"holds {name}")


def streams(made):
    return [("standard output", made.stdout), ("standard error", made.stderr)]


def sheet_of(data):
    """Without order: that of ids is told by no row, and by no list in one."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    return rows[0], sorted([sorted(re.split("[;, ]+|(?<=.)'s", cell))
                            for cell in row] for row in rows[1:])


def nameless(folder, name):
    """The same sheet with its names left out, as with pseudonyms."""
    rows = read(folder / name)
    at = [k for k, head in enumerate(rows[0]) if head == "name"]
    write(folder / f"nameless-{name}",
          [rows[0]] + [["" if k in at else cell for k, cell in enumerate(row)]
                       for row in rows[1:]])
    return f"nameless-{name}"


def back(folder, files, out, plain, inputs):
    """Each sheet with its ids again is the sheet of the run without."""
    for path in sorted((folder / out).glob("*.csv")):
        made = run(folder, "reidentify", *files, path, "--pseudonyms", "key",
                   *inputs)
        check(f"reidentify {path.name}",
              made.stdout.startswith("\ufeff".encode()) and
              b"warning: " not in made.stderr.split(b"named ")[0][-160:]
              or not re.search(rb"[CTG]-[A-Z2-7]{16}", path.read_bytes()),
              made.stderr.decode()[-300:])
        left, right = sheet_of(made.stdout), sheet_of(
            (folder / plain / path.name).read_bytes())
        difference = [pair for pair in zip(left[1], right[1])
                      if pair[0] != pair[1]]
        check(f"reidentify {path.name} as without", left == right,
              difference[:1])


def of_demo(folder):
    names, clients, therapists = demo(folder)
    key(folder)
    files = ["therapists.csv", "clients.csv"]
    about = ["--groups", "groups.csv", "--outcomes", "outcomes.csv",
             "--cleared", "cleared.csv", "--answers", "answers.csv"]
    hide = ["--pseudonyms", "key"]
    every = ["--analyses", "all", "--audit", "audit_gender,requested_therapist",
             "--small-cell", "0", "--policy", "policy.csv"]
    shown = ["--pages", "--page-full", "--xlsx", "--ics"]
    for name in files:   # with somebody who has left since then
        text = (folder / name).read_text(encoding="utf-8")
        (folder / f"old-{name}").write_text(
            text.replace(therapists[7], "Zorblatleft"), encoding="utf-8")
    run(folder, "match", *[f"old-{name}" for name in files], "--analyses",
        "none", "--out", "before")
    keep = ["--keep", "before"]
    of_names = [nameless(folder, name) for name in files + ["groups.csv"]]
    run(folder, "match", *of_names[:2], *about, "--groups", of_names[2], *every,
        *keep, "--out", "plain")
    made = run(folder, "match", *files, *about, *every, *shown, *hide, "--keep",
               "before", "--out", "masked")
    look("match", names, [*streams(made), *bytes_of(folder / "masked")])
    kinds = {path.suffix for path in (folder / "masked").rglob("*.*")}
    check("match writes them all",
          {".csv", ".html", ".json", ".xlsx", ".ics"} <= kinds, kinds)
    made = run(folder, "pages", *files, "--results", "masked", *hide)
    look("pages", names, [*streams(made), *bytes_of(folder / "masked")])
    one = ["--client", clients[30]]
    for words in (["check", *files, "--each"], ["rank", *files, "--top", "0"],
                  ["suggest", *files, *one, "--format", "json"],
                  ["suggest", *files, *one],
                  ["explain", *files, *one],
                  ["explain", *files, *one, "--therapist", therapists[4]],
                  ["match", *files, "--out", "json", "--format", "json"]):
        made = run(folder, *words, *about, *hide)
        look(" ".join(words[:1] + words[3:4]), names, streams(made))
        check(words[0], re.search(rb"[CT]-[A-Z2-7]{16}", made.stdout) or
              words[0] == "check", made.stdout[:200])
    back(folder, files, "masked", "plain", about + keep)
    again = run(folder, "rank", *files, *hide).stdout
    check("equal keys, equal pseudonyms",
          again == run(folder, "rank", *files, *hide).stdout)
    other = key(folder, KEY[::-1].strip(), name="other")
    check("another key, others", not set(re.findall(rb"[CT]-[A-Z2-7]{16}",
          again)) & set(re.findall(rb"[CT]-[A-Z2-7]{16}",
          run(folder, "rank", *files, "--pseudonyms", other).stdout)))
    before = other.read_bytes()
    run(folder, "match", *files, "--pseudonyms", other, "--out", ".",
        expect=(0, 4))
    check("the key stays", other.read_bytes() == before)
    check("no key is written", KEY.strip().encode() not in b"".join(
        data for _, data in bytes_of(folder / "masked")))


def of_awkward(folder):
    """Names for ids, spellings, sheets with errors: all that is told of."""
    key(folder)
    names = ["Quaxo", "Zorblat", "Wimbledorf", "Xanthippus", "Oxbowia"]
    (folder / "t.csv").write_text(
        "Clinician ID;Full Name;Openings;Specialties;Declines\n"
        "Zorblat1;Dr. Ana Oxbowia, PhD;1;anxiety;Xanthippus Wimbledorf\n"
        "Zorblat2;Bo Oxbowia;2;ptsd, depresion;Quaxo1\n"
        "7;Cy Oxbowiason;3;grief;\n", encoding="utf-8")
    (folder / "c.csv").write_text(
        "Patient ID;Name;Concerns;Requested therapist;Past therapists;Avoid "
        "therapists;Pin;Referral Date;Notes\n"
        "Quaxo1;Wimbledorf Xanthippus;anxiety;Ana Oxbowia;Zorblat2:too "
        "directive;;;2026-11-02;knows Zorblat1\n"
        "Quaxo2;;ptsd;Zorblat2;;;Bo Oxbowia;2026-11-02;\n"
        "12;Xanthippus Wimbledorf;grief, self harm;7;;Zorblat1;;2026-11-01;\n",
        encoding="utf-8")
    made = run(folder, "match", "t.csv", "c.csv", "--pseudonyms", "key",
               "--pages", "--out", "out")
    look("awkward", names, [*streams(made), *bytes_of(folder / "out")])
    bad = (folder / "c.csv").read_text(encoding="utf-8")
    for name, old, new in (("twice", "Quaxo2", "Quaxo1"),
                           ("pin", ";Bo Oxbowia;2026", ";Zorblat2 x;2026"),
                           ("day", ";;;2026-11-02", ";;;2026-31-02"),
                           ("avoid", ";Zorblat1;;2026", ";zorblat1;;2026"),
                           ("age", "Notes", "Age")):
        (folder / "bad.csv").write_text(bad.replace(old, new, 1),
                                        encoding="utf-8")
        made = run(folder, "check", "t.csv", "bad.csv", "--each",
                   "--pseudonyms", "key", expect=(0, 1))
        told = made.stderr.replace(b"'Zorblat2 x'", b"").replace(
            b"'zorblat1'", b"").replace(b"'knows Zorblat1'", b"")
        look(f"a bad sheet, {name}", names, [("standard error", told)])


def of_keys(folder):
    files = ["therapists.csv", "clients.csv"]
    write(folder / files[0], [["therapist_id", "openings"], ["Zorblat1", "1"]])
    write(folder / files[1], [["client_id", "age"], ["Quaxo1", "30"]])
    for name, path, words in (
            ("short", key(folder, "hunter2\n", name="short"),
             b"short:1:1: error: key: expected at least 32 bytes, got 7"),
            ("poor", key(folder, "ab" * 40, name="poor"), b"could guess it"),
            ("open", key(folder, KEY, 0o644, "open"), b"open:1:1: error: key: "
             b"others can read this file"),
            ("long", key(folder, KEY * 200, name="long"), b"at most 4094"),
            ("none", "none", b"none:1:1: error: file: cannot be read")):
        made = run(folder, "match", *files, "--pseudonyms", path, "--out", "made",
                   expect=(1, 4))
        check(f"key {name}", words in made.stderr and
              not (folder / "made").exists() and b"hunter2" not in made.stderr,
              made.stderr.decode())
        look(f"key {name}", ["Quaxo", "Zorblat"], streams(made))


with tempfile.TemporaryDirectory() as scratch:
    for test in (of_demo, of_awkward, of_keys):
        folder = Path(scratch) / test.__name__
        folder.mkdir()
        test(folder)
print(f"pseudonyms: {passed} passed, {failed} failed")
sys.exit(failed > 0)
