#!/usr/bin/env python3
"""What a run tells of health records beside its results: no more than it must.

usage: tests/private.py RAPPORT

Every cell of a clinic holds a word or a number that stands nowhere else. Then
one cell after another is spoilt in many ways, and standard error is looked
through for all others. A control lets a marked word be told, and has to find
it. Also: no core dump, files for their owner alone.
"""
import csv
import os
import re
import resource
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

RAPPORT = Path(sys.argv[1]).resolve()
ROWS = 4
passed = failed = 0


def check(name, holds, what=""):
    global passed, failed
    passed += bool(holds)
    failed += not holds
    if not holds:
        print(f"FAILED {name} {what}")


# by column: what stands in row k, unlike any other cell
CLIENTS = {
    "client_id": lambda k: f"client{k}",
    "referred_on": lambda k: f"2026-03-{11 + k}",
    "urgency": lambda k: "soon", "severity": lambda k: "moderate",
    "concerns": lambda k: ["ptsd", "ocd", "grief", "insomnia"][k],
    "age": lambda k: str(41 + k),
    "style_directive": lambda k: f"1.{k}71",
    "languages": lambda k: ["Hausa", "Tagalog", "Khmer", "Yoruba"][k],
    "want_faith": lambda k: f"faithmark{k}",
    "want_values": lambda k: f"valuemark{k}",
    "requested_therapist": lambda k: f"therapist{k}",
    "past_therapists": lambda k: f"therapist{(k + 1) % ROWS}:no_connection",
    "sites": lambda k: f"sitemark{k}", "insurance": lambda k: f"paymark{k}",
    "max_fee": lambda k: str(7131 + k),
    "slots": lambda k: f"mon 1{k}:17-1{k + 3}:29",
    "name": lambda k: f"Namemark Ofclient{k}",
    "audit_gender": lambda k: f"auditmark{k}",
    "phone": lambda k: f"phonemark{k}",
}
THERAPISTS = {
    "therapist_id": lambda k: f"therapist{k}",
    "name": lambda k: f"Theramark Ofname{k}", "openings": lambda k: f"{k + 1}",
    "specialties": lambda k: ["ptsd", "ocd", "grief", "insomnia"][k],
    "languages": CLIENTS["languages"], "sites": CLIENTS["sites"],
    "faith": CLIENTS["want_faith"], "values": CLIENTS["want_values"],
    "insurance": CLIENTS["insurance"], "fee": lambda k: str(6131 + k),
    "slots": CLIENTS["slots"], "age_min": lambda k: str(21 + k),
    "declines": lambda k: f"client{(k + 2) % ROWS}",
    "about": lambda k: f"Aboutmark{k} am I.",
    "licensed_in": lambda k: "ny",
}
# too short to be looked for, or the same for all; an id may be named, as the
# nearest to one that nobody has
COMMON = {"urgency", "severity", "openings", "client_id", "therapist_id",
          "licensed_in", "declines", "requested_therapist", "past_therapists"}
SPOILT = ["%%", "-1", "99999999999", "2026-13-45", "x" * 60, "=cmd|' /C calc'!A0",
          "\x01\x02", "gad:99; panic:x", "", "a;b;c", '"', "none", "1.200"]


def write(path, columns, spoilt=None):
    header = list(columns)
    rows = [header] + [[columns[name](k) for name in header]
                       for k in range(ROWS)]
    if spoilt:
        rows[spoilt[0] + 1][header.index(spoilt[1])] = spoilt[2]
    with open(path, "w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows(rows)


def marks(columns, but):
    """All that may be told of nobody; what stands in an offending cell may."""
    for name, of_row in columns.items():
        for k in range(ROWS):
            if name not in COMMON and (k, name) not in but and len(of_row(k)) > 3:
                yield name, of_row(k)


def others(text, sheet, spoilt, both):
    """What lines tell of cells other than those at their places; the value
    nearest to one is of the other sheet, and may be anybody's."""
    for line in text.splitlines():
        at = re.match(r"(\w+\.csv):(\d+):\d+: \w+: (\w+): ", line)
        line = re.sub(r",? nearest: \S+", "", line)
        for whose, columns in both.items():
            but = {(k, c) for w, k, c in [(sheet, *spoilt)] if w == whose}
            if at and at[1] == whose:
                but.add((int(at[2]) - 2, at[3]))
            for mark in marks(columns, but):
                if mark[1] in line:
                    yield mark, line


def told(folder, command="check"):
    words = ["--out", "made"] if command == "match" else ["--each"]
    made = subprocess.run(
        [str(RAPPORT), command, "therapists.csv", "clients.csv", *words],
        cwd=folder, capture_output=True)
    check("a known status", made.returncode in (0, 1, 3), made.returncode)
    return made.stderr.decode()


def of_cells(folder):
    both = {"clients.csv": CLIENTS, "therapists.csv": THERAPISTS}
    for sheet, columns in both.items():
        other = next(name for name in both if name != sheet)
        write(folder / other, both[other])
        for number, column in enumerate(columns):
            for turn, value in enumerate(SPOILT):
                k = (number + turn) % ROWS
                write(folder / sheet, columns, (k, column, value))
                found = list(others(told(folder), sheet, (k, column), both))
                check(f"{sheet} {column} {value!r}", not found, found[:2])


def of_controls(folder):
    """The search finds what is told: an offending cell with a mark."""
    write(folder / "therapists.csv", THERAPISTS)
    write(folder / "clients.csv", CLIENTS, (1, "age", "agemark"))
    check("an offending cell is told", "'agemark'" in told(folder))
    leak = "clients.csv:2:3: error: age: expected 1, in row 'Namemark Ofclient2'"
    check("a leak is found", len(list(others(
        leak, "clients.csv", (0, "age"), {"clients.csv": CLIENTS}))) == 1)
    long = "longmark" * 30
    write(folder / "clients.csv", CLIENTS, (1, "age", long))
    text = told(folder)
    check("and cut to 40 bytes", long[:40] in text and long[:41] not in text)


def of_crashes(folder):
    write(folder / "therapists.csv", THERAPISTS)
    write(folder / "clients.csv", CLIENTS)
    os.mkfifo(folder / "pipe")
    run = subprocess.Popen(
        [str(RAPPORT), "check", "therapists.csv", "pipe"], cwd=folder,
        stderr=subprocess.DEVNULL, preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2)
        if resource.getrlimit(resource.RLIMIT_CORE)[1] ==
        resource.RLIM_INFINITY else None)
    with open(folder / "pipe", "w", encoding="utf-8"):
        limits = Path(f"/proc/{run.pid}/limits")
        line = next((at for at in limits.read_text().splitlines()
                     if "core" in at), "") if limits.exists() else ""
        run.send_signal(signal.SIGSEGV)
        run.wait()
    check("no core dumps", not line or line.split()[4:6] == ["0", "0"], line)
    check("nothing is left of a crash",
          not [p.name for p in folder.iterdir() if "core" in p.name])


def of_modes(folder):
    write(folder / "therapists.csv", THERAPISTS)
    write(folder / "clients.csv", CLIENTS)
    os.umask(0)
    told(folder, "match")
    for path in [folder / "made", *(folder / "made").rglob("*")]:
        check("for the owner alone",
              not stat.S_IMODE(path.stat().st_mode) & 0o077, path.name)
    (folder / "made").chmod(0o755)
    check("an open folder is told of", "others can read this folder" in
          told(folder, "match"))


with tempfile.TemporaryDirectory() as scratch:
    for test in (of_cells, of_controls, of_crashes, of_modes):
        place = Path(scratch) / test.__name__
        place.mkdir()
        test(place)
print(f"private: {passed} passed, {failed} failed")
sys.exit(failed > 0)
