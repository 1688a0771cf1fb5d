#!/usr/bin/env python3
"""Hours: every hour, row of schedule.csv and calendar of a run, checked again.

usage: hours.py --rapport build/rapport [--count N] [--seed S] [--demo DIR]

Reads the two sheets and the results of a run as any stranger would, by the
words of src/docs/weeks.md alone, and shares nothing with the program: hours
are cut again, who holds which is dealt again by a plain matching, calendars
are unfolded and laid on a real calendar. Small clinics in which hours bind are
matched by trying every plan.
"""

import argparse
import csv
import datetime
import hashlib
import itertools
import json
import pathlib
import random
import subprocess
import sys
import tempfile

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAY, WEEK = 1440, 7 * 1440
TODAY = datetime.date(2026, 11, 5)


# ---- reading ---------------------------------------------------------------

def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def minute(day, clock):
    hours, minutes = clock.split(":")
    return DAYS.index(day) * DAY + int(hours) * 60 + int(minutes)


def clock(at):
    return f"{at // 60:02}:{at % 60:02}"


def name(begin):
    return f"{DAYS[begin // DAY]} {clock(begin % DAY)}"


def windows(cell):
    """[(begin, end, site)], joined where one site's touch."""
    pieces = []
    for piece in filter(None, (p.strip() for p in cell.split(";"))):
        times, _, site = piece.partition("@")
        days, hours = times.split()
        first, _, last = days.partition("-")
        begin, end = hours.split("-")
        for day in range(DAYS.index(first), DAYS.index(last or first) + 1):
            pieces.append([minute(DAYS[day], begin), minute(DAYS[day], end),
                           site.strip().lower()])
    joined = []
    for begin, end, site in sorted(pieces):
        if joined and joined[-1][2] == site and begin <= joined[-1][1]:
            joined[-1][1] = max(end, joined[-1][1])
        else:
            joined.append([begin, end, site])
    return joined


def hours_of(therapist, session):
    """{begin: (end, site)}"""
    length = int(therapist.get("session_minutes") or session)
    return {at: (at + length, site)
            for begin, end, site in windows(therapist.get("slots") or "")
            for at in range(begin, end - length + 1, length)}


def listed(cell):
    return {v.strip().lower() for v in (cell or "").split(";") if v.strip()}


def shift(c, t):
    zones = [p.get("utc_offset") or "" for p in (c, t)]
    return int((float(zones[0]) - float(zones[1])) * 60) if all(zones) else 0


def suiting(c, t, session):
    """The beginnings of the hours of t that suit c, in order."""
    free = set()
    for begin, end, _ in windows(c.get("slots") or ""):
        free.update(range(begin, end))
    both = listed(c.get("formats")) & listed(t.get("formats"))
    found = []
    for begin, (end, site) in sorted(hours_of(t, session).items()):
        mine = {(m + shift(c, t)) % WEEK for m in range(begin, end)}
        if free and not mine <= free:
            continue
        if (both == {"in_person"} and site and listed(c.get("sites"))
                and site not in listed(c.get("sites"))):
            continue
        found.append(begin)
    return found


# ---- dealing ---------------------------------------------------------------

def claims(c, begins, settled):
    """All ways to hold hours: sets of half hours (begin, week), best first."""
    rhythm = c.get("frequency") or "weekly"
    if settled:
        return [settled]
    if rhythm == "weekly":
        return [frozenset({(b, "A"), (b, "B")}) for b in begins]
    if rhythm == "biweekly":
        return [frozenset({(b, week)}) for b in begins for week in "AB"]
    pairs = [(a, b) for a, b in itertools.combinations(begins, 2)
             if a // DAY != b // DAY]
    pairs.sort(key=lambda p: (p[0], -(p[1] // DAY - p[0] // DAY), p[1]))
    return [frozenset((b, week) for b in p for week in "AB") for p in pairs]


def can_hold(ways, taken=frozenset()):
    """Can each of some clients take one of their ways?"""
    if not ways:
        return True
    at = min(range(len(ways)), key=lambda i: len(ways[i]))
    rest = ways[:at] + ways[at + 1:]
    for way in ways[at]:
        if way & taken:
            continue
        left = [[w for w in r if not w & way] for r in rest]
        if all(left) and can_hold(left, taken | way):
            return True
    return False


def deal(members):
    """[(client, begins, settled)] in the order in which they come first.

    {client: half hours}; None where they cannot all hold theirs.
    """
    ways = [claims(c, begins, settled) for c, begins, settled in members]
    ways = [w for w in ways if w]           # whom nothing suits holds nothing
    if not can_hold(ways):
        return None
    held, at = {}, 0
    for c, begins, settled in members:
        mine = claims(c, begins, settled)
        if not mine:
            continue
        for way in mine:
            if can_hold(ways[:at] + [[way]] + ways[at + 1:]):
                break
        ways[at] = [way]
        held[c["client_id"]] = way
        at += 1
    return held


def cell_of(way, rhythm):
    begins = sorted({b for b, _ in way})
    week = f" {min(w for _, w in way)}" if rhythm == "biweekly" else ""
    return "; ".join(name(b) + week for b in begins)


# ---- the order of ties ------------------------------------------------------

MASK = (1 << 64) - 1


def lot(text):
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def mix(z):
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9 & MASK
    z = (z ^ z >> 27) * 0x94d049bb133111eb & MASK
    return z ^ z >> 31


def turn(c):
    day = c.get("referred_on") or ""
    return (not day, day, mix(lot(c["client_id"])), c["client_id"])


# ---- a run ------------------------------------------------------------------

class Run:
    def __init__(self, folder, out, session=60):
        self.therapists = {t["therapist_id"]: t
                           for t in read(folder / "therapists.csv")}
        self.clients = {c["client_id"]: c
                        for c in read(folder / "clients.csv")}
        self.rows = read(out / "assignments.csv")
        self.schedule = read(out / "schedule.csv")
        self.out, self.session = out, session
        self.record = json.loads((out / "run.json").read_text())

    def suiting(self, c, t):
        return suiting(self.clients[c], self.therapists[t], self.session)

    def check(self):
        self.check_hours()
        self.check_ranked()
        self.check_schedule()
        if any(f.startswith("calendars/") for f in self.record["files"]):
            self.check_calendars()

    def check_hours(self):
        """Every hour again: whose it is, whom it suits, and that no other
        was due."""
        told = {r["client_id"]: r for r in self.rows}
        for t, therapist in self.therapists.items():
            members = []
            for c in sorted(self.clients.values(), key=turn):
                row = told[c["client_id"]]
                pin = (c.get("pin") or "").split(" ")[0]
                here = pin if row["status"] == "human" else row["therapist_id"]
                if here == t:
                    members.append((c, self.suiting(c["client_id"], t),
                                    self.settled(c)))
            held = deal(members) if windows(therapist.get("slots") or "") else {}
            assert held is not None, f"{t}: not everybody can hold hours"
            for c, _, _ in members:
                row = told[c["client_id"]]
                way = held.get(c["client_id"])
                due = cell_of(way, c.get("frequency")) if way else ""
                if due and not c.get("slots"):
                    due += " ?"
                if row["status"] == "human":
                    due = ""
                assert row["hour"] == due, (
                    f"{c['client_id']} with {t}: '{row['hour']}', not '{due}'")
        for row in self.rows:
            assert row["therapist_id"] or not row["hour"], row

    def settled(self, c):
        """Half hours that a pin names in full, or None."""
        _, blank, hours = (c.get("pin") or "").partition(" ")
        if not blank:
            return None
        found = set()
        for piece in hours.split(";"):
            parts = piece.split()
            weeks = parts[2] if len(parts) > 2 else "AB"
            found |= {(minute(parts[0], parts[1]), w) for w in weeks}
        return frozenset(found)

    def check_ranked(self):
        for row in read(self.out / "ranked.csv"):
            t = self.therapists[row["therapist_id"]]
            due = (str(len(self.suiting(row["client_id"], row["therapist_id"])))
                   if t.get("slots") else "")
            assert row["hours"] == due, row

    def lines(self):
        """The rows of schedule.csv as the cells `hour` say them."""
        due = []
        for row in self.rows:
            length = lambda b: hours_of(self.therapists[row["therapist_id"]],
                                        self.session)[b][0]
            for piece in filter(None, row["hour"].rstrip(" ?").split("; ")):
                day, begin, *week = piece.split()
                at = minute(day, begin)
                end = clock(length(at) - at // DAY * DAY)
                due.append((row["therapist_id"].encode(), at,
                            week[0] if week else "", row["client_id"].encode(),
                            day, begin, end))
        return sorted(due)

    def check_schedule(self):
        due = [(d[4], d[5], d[6], d[2], d[0].decode(), d[3].decode(),
                "therapy") for d in self.lines()]
        columns = ["day", "begin", "end", "week", "therapist_id", "client_id",
                   "kind"]
        assert [tuple(r[k] for k in columns) for r in self.schedule] == due

    def check_calendars(self):
        as_of = datetime.date.fromisoformat(self.record["as_of"])
        monday = as_of + datetime.timedelta(7 - as_of.weekday())
        due = {}
        for number, row in enumerate(self.schedule):
            seen = [r for r in self.schedule[:number + 1]
                    if (r["therapist_id"], r["client_id"]) ==
                    (row["therapist_id"], row["client_id"])]
            first = monday
            even = (first - datetime.date(1970, 1, 5)).days // 7 % 2 == 0
            if row["week"] and even != (row["week"] == "A"):
                first += datetime.timedelta(7)
            start = datetime.datetime.combine(first, datetime.time())
            begin = start + datetime.timedelta(
                minutes=minute(row["day"], row["begin"]))
            end = start + datetime.timedelta(
                minutes=minute(row["day"], row["end"]))
            key = ",".join([row["therapist_id"], row["client_id"],
                            row["kind"], str(len(seen))])
            due.setdefault(row["therapist_id"], []).append({
                "UID": hashlib.sha256(key.encode()).hexdigest()[:32],
                "DTSTAMP": as_of.strftime("%Y%m%dT000000Z"),
                "DTSTART": begin.strftime("%Y%m%dT%H%M%S"),
                "DTEND": end.strftime("%Y%m%dT%H%M%S"),
                "RRULE": "FREQ=WEEKLY" + (";INTERVAL=2" if row["week"] else ""),
                "SUMMARY": row["client_id"]})
        files = {f for f in self.record["files"] if f.startswith("calendars/")}
        assert files == {file_of(t) for t in due}, files
        for t, events in due.items():
            assert events == parse(self.out / file_of(t)), t


def file_of(therapist):
    safe = "".join(chr(b) if chr(b).isascii() and (chr(b).isalnum()
                                                   or chr(b) in "-_")
                   else f"~{b:02x}" for b in therapist.encode())
    return f"calendars/{safe}.ics"


def parse(path):
    """Events of a calendar: {name: value}; any other shape is refused."""
    text = path.read_bytes()
    assert text.endswith(b"\r\n") and b"\n" not in text.replace(b"\r\n", b"")
    for line in text.split(b"\r\n"):
        assert len(line) <= 75, line
        line.decode()
    lines = text.decode().replace("\r\n ", "").split("\r\n")[:-1]
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-1] == "END:VCALENDAR"
    assert "VERSION:2.0" in lines and any(
        l.startswith("PRODID:") for l in lines)
    events, event = [], None
    for line in lines:
        key, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            events.append(event)
            event = None
        elif event is not None:
            assert key not in event, line
            event[key] = unescape(value)
    return events


def unescape(text):
    out, at = "", 0
    while at < len(text):
        at += text[at] == "\\"
        out += text[at]
        at += 1
    return out


# ---- clinics in which hours bind -------------------------------------------

SLOTS = ["mon 09:00-10:00", "mon 09:00-11:30", "tue 18:00-20:00",
         "wed 09:00-10:00", "thu 17:30-19:30", "sun 22:00-24:00",
         "mon 00:00-01:00", "fri 10:00-11:00"]


class Maker:
    def __init__(self, seed, rhythms):
        self.chance = random.Random(seed)
        self.rhythms = rhythms

    def some(self, most, blank):
        if self.chance.random() < blank:
            return ""
        count = self.chance.randint(1, most)
        return "; ".join(self.chance.sample(SLOTS, count))

    def zone(self):
        return self.chance.choice([""] * 6 + ["0", "1", "-1.5", "9"])

    def therapist(self, k):
        slots = self.some(3, 0.15)
        if slots and self.chance.random() < 0.3:
            slots = "; ".join(f"{s} @North" for s in slots.split("; "))
        return {"therapist_id": self.chance.choice(["T%d", "Ü.%d"])
                % k,
                "openings": self.chance.choice("1223"), "slots": slots,
                "session_minutes": self.chance.choice(["", "", "45", "30"]),
                "utc_offset": self.zone(), "sites": "",
                "formats": self.chance.choice(["in_person", "video",
                                               "in_person; video"])}

    def client(self, k, therapists):
        pin = ""
        if self.chance.random() < 0.1:
            pin = self.chance.choice(therapists)["therapist_id"]
        return {"client_id": "C%02d" % k,
                "referred_on": self.chance.choice(
                    ["", "2026-10-01", "2026-10-02", "2026-10-20"]),
                "urgency": self.chance.choice(["", "", "soon", "urgent"]),
                "slots": self.some(3, 0.2),
                "frequency": self.chance.choice(self.rhythms),
                "utc_offset": self.zone(),
                "formats": self.chance.choice(["", "in_person", "video"]),
                "sites": self.chance.choice(["", "North", "South"]),
                "pin": pin}

    def write(self, folder):
        therapists = [self.therapist(k) for k in range(3)]
        clients = [self.client(k, therapists)
                   for k in range(self.chance.randint(3, 6))]
        scores = [{"client_id": c["client_id"],
                   "therapist_id": t["therapist_id"],
                   "score": self.chance.choice(["40", "60", "60", "71.5"])}
                  for c in clients for t in therapists]
        for path, rows in (("therapists", therapists), ("clients", clients),
                           ("scores", scores)):
            with open(folder / f"{path}.csv", "w", newline="",
                      encoding="utf-8") as file:
                out = csv.DictWriter(file, rows[0])
                out.writeheader()
                out.writerows(rows)
        return therapists, clients, scores


def tier_of(c):
    if c["urgency"]:
        return c["urgency"]
    waited = TODAY - datetime.date.fromisoformat(c["referred_on"] or
                                                 str(TODAY))
    return "soon" if waited.days > 42 else "routine"


def best_plan(run, scores, eligible):
    """Counts by tier, and the total, of the best plan there is."""
    clients = sorted(run.clients.values(), key=turn)
    worth = {(s["client_id"], s["therapist_id"]): round(float(s["score"]) * 100)
             for s in scores}
    pins = {c["client_id"]: c["pin"] for c in clients if c["pin"]}
    rows = [[pins[c["client_id"]]] if c["client_id"] in pins
            else [None] + sorted(eligible.get(c["client_id"], ()))
            for c in clients]
    best = None
    for plan in itertools.product(*rows):
        if any(plan.count(t) > int(r["openings"])
               for t, r in run.therapists.items()):
            continue
        if not all(is_dealt(run, clients, plan, t) for t in set(plan) - {None}):
            continue
        placed = [tier_of(c) for c, t in zip(clients, plan) if t]
        total = sum(worth[c["client_id"], t] + 25 * weeks(c)
                    for c, t in zip(clients, plan) if t)
        key = [placed.count(k) for k in ("urgent", "soon", "routine")] + [total]
        best = max(best or key, key)
    return best


def weeks(c):
    if not c["referred_on"]:
        return 0
    return (TODAY - datetime.date.fromisoformat(c["referred_on"])).days // 7


def is_dealt(run, clients, plan, t):
    if not run.therapists[t]["slots"]:
        return True
    return deal([(c, run.suiting(c["client_id"], t), None)
                 for c, at in zip(clients, plan) if at == t]) is not None


def check_clinic(rapport, seed, rhythms, folder):
    _, clients, scores = Maker(seed, rhythms).write(folder)
    out = folder / "out"
    done = subprocess.run(
        [rapport, "match", "therapists.csv", "clients.csv", "--scores",
         "scores.csv", "--today", str(TODAY), "--out", "out", "--quiet",
         "--top", "0", "--ics", "--analyses", "none"], cwd=folder,
        capture_output=True, text=True)
    if done.returncode == 3:
        return "pins"
    assert done.returncode == 0, done.stderr
    run = Run(folder, out)
    run.check()
    eligible = {}
    for row in read(out / "ranked.csv"):
        eligible.setdefault(row["client_id"], set()).add(row["therapist_id"])
    tiers = run.record["tiers"]
    got = [tiers[k]["placed"] for k in ("urgent", "soon", "routine")]
    got.append(sum(run.record["objective"][k] for k in ("fit", "wait")))
    want = best_plan(run, scores, eligible)
    assert got == want, f"the best plan has {want}, the run {got}"
    binds = len(run.schedule) > 0
    return "hours" if binds else "plain"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rapport", default="build/rapport")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rhythms", default="weekly")
    parser.add_argument("--demo", default="tests/clinics/plain")
    options = parser.parse_args()
    rapport = str(pathlib.Path(options.rapport).resolve())
    passed = failed = 0
    kinds = {}
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        demo = pathlib.Path(options.demo)
        subprocess.run([rapport, "match", demo / "therapists.csv",
                        demo / "clients.csv", "--out", scratch / "demo",
                        "--quiet", "--top", "0", "--ics", "--analyses",
                        "none"], check=True, capture_output=True)
        Run(demo, scratch / "demo").check()
        passed += 1
        for seed in range(options.seed, options.seed + options.count):
            folder = scratch / str(seed)
            folder.mkdir()
            try:
                kind = check_clinic(rapport, seed, options.rhythms.split(","),
                                    folder)
                kinds[kind] = kinds.get(kind, 0) + 1
                passed += 1
            except AssertionError as problem:
                failed += 1
                print(f"---- seed {seed}: {problem}")
    print(", ".join(f"{n} {k}" for k, n in sorted(kinds.items())))
    print(f"hours: {passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
