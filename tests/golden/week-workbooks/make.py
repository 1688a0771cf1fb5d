"""Makes the workbooks: run in this folder, with tests on PYTHONPATH."""

import csv

from workbook import book, sheet


def rows(name):
    with open(name, encoding="utf-8", newline="") as source:
        return sheet([list(row) for row in csv.reader(source)])


therapists, clients = rows("therapists.csv"), rows("clients.csv")
book("clinic.xlsx", [("Therapists", therapists), ("Clients", clients)])
book("therapists.xlsx", [("Therapists", therapists)])
book("clients.xlsx", [("Clients", clients)])
book("answers.xlsx", [("Answers", sheet([
    ["client_id", "answer", "therapist_id", "answered_on", "until"],
    ["C1", "accepted", "T1", "2026-11-02"]]))])
