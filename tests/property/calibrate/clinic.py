"""Clinics with histories whose truth is known."""

import csv
import math
import os
import subprocess

from oracle.findings import Findings
from oracle.policy import read_policy
from oracle.roster import read_map, read_roster
from oracle.schema import Schema
from oracle.score import World
from oracle.taxonomy import read_taxonomy
from oracle.words import CRITERIA

from .reference import Row


def generated(generate, clients, therapists, seed):
    """Sheets with every column; they take long to read here."""
    def make(folder):
        subprocess.run([generate, '--clients', str(clients), '--therapists',
                        str(therapists), '--seed', str(seed), '--out', folder],
                       check=True, stderr=subprocess.DEVNULL)
    return make


def plain(clients, therapists, chance):
    """Sheets with few columns, one word a cell, and some blanks."""
    concerns = ['ptsd', 'depression', 'insomnia', 'ocd', 'grief', 'anger']
    modalities = ['cbt', 'emdr', 'act', 'ipt', 'dbt']
    styles = ['style_directive', 'style_emotion', 'style_past',
              'style_support']

    def some(names, most):
        return ';'.join(chance.sample(names, chance.randint(1, most)))

    def cell(value):
        return '' if chance.random() < 0.1 else value

    def style():
        return {name: cell(chance.randint(-3, 3)) for name in styles}

    def make(folder):
        own = [dict(style(), therapist_id='T%03d' % k, openings=9,
                    specialties=cell(';'.join(
                        '%s:%d' % (c, chance.randint(0, 60)) for c in
                        chance.sample(concerns, 3))),
                    modalities=cell(some(modalities, 3)),
                    gender=cell(chance.choice(['female', 'male'])),
                    formats=cell(some(['video', 'phone', 'in_person'], 2)),
                    fee=cell(chance.randint(60, 160)))
               for k in range(therapists)]
        their = [dict(style(), client_id='C%05d' % k,
                      concerns=cell(some(concerns, 2)),
                      want_modalities=cell(some(modalities, 1)),
                      want_gender=cell(chance.choice(['female', 'male'])),
                      formats=cell(some(['video', 'phone', 'in_person'], 2)),
                      max_fee=cell(chance.randint(60, 160)),
                      priorities=cell(chance.choice(list(CRITERIA))))
                 for k in range(clients)]
        for name, rows in (('therapists', own), ('clients', their)):
            with open(os.path.join(folder, name + '.csv'), 'w',
                      newline='') as file:
                out = csv.DictWriter(file, rows[0], lineterminator='\n')
                out.writeheader()
                out.writerows(rows)
    return make


class Clinic:
    """Rosters as the oracle reads them, and the values of any pair."""

    def __init__(self, folder, make, policy=None):
        os.makedirs(folder, exist_ok=True)
        make(folder)
        self.folder = folder
        self.paths = [os.path.join(folder, side + '.csv')
                      for side in ('therapists', 'clients')]
        findings = Findings()
        taxonomy = read_taxonomy(None, findings)
        self.policy = None
        if policy:
            self.policy = os.path.join(folder, 'policy.csv')
            with open(self.policy, 'w') as file:
                file.write('setting,value\n' + policy)
        settings = read_policy(self.policy, findings)
        roster = read_roster(self.paths, Schema(taxonomy, False),
                             read_map([], findings), findings)
        assert not findings.errors, findings.errors
        self.world = World(settings, taxonomy, None, False)
        self.therapists, self.clients = roster.therapists, roster.clients
        self.weights = {n: settings['weight.' + n] for n in CRITERIA}
        self.known = {}
        for c in self.clients.values():
            c.partings, c.counts_as_tried = [], set()

    def row(self, client, therapist, worth):
        key = client, therapist
        if key not in self.known:
            c, t = self.clients[client], self.therapists[therapist]
            values = {n: getattr(self.world, n)(c, t, []) for n in CRITERIA}
            mine = self.world.weights(c)
            factors = {n: mine[n] / self.weights[n] if self.weights[n] else 0
                       for n in CRITERIA}
            self.known[key] = values, factors
        return Row(client, therapist, worth, *self.known[key])

    def merits(self, rows, weights):
        """Scores as shares of 1, an absent value as the mean of the others."""
        means = {}
        for name in CRITERIA:
            known = [r.values[name] for r in rows
                     if r.values[name] is not None]
            means[name] = sum(known) / len(known) if known else 0.0
        return [sum(weights[n] * (means[n] if r.values[n] is None
                                  else r.values[n]) for n in CRITERIA)
                for r in rows]

    def draw(self, chance, count, kind, truth, strength, each=1):
        """A history in which the weights of `truth` decide."""
        clients = chance.sample(sorted(self.clients), count)
        rows = []
        for client in clients:
            for therapist in chance.sample(sorted(self.therapists), each):
                rows.append(self.row(client, therapist, 0.0))
        merits = self.merits(rows, truth)
        middle = sum(merits) / len(rows)
        for r, merit in zip(rows, merits):
            lead = strength * (merit - middle)
            if kind == 'result':
                likely = 1 / (1 + math.exp(-max(-500, min(500, lead))))
                r.worth = 1.0 if chance.random() < likely else -1.0
            else:
                r.worth = round(lead + chance.gauss(0, 1), 4)
        if kind == 'preferred_rank':
            mine = {}
            for r in rows:
                mine.setdefault(r.client, []).append(r)
            for some in mine.values():
                order = sorted(some, key=lambda r: -r.worth)
                for place, r in enumerate(order, 1):
                    r.worth = -float(place)
        return rows

    def write(self, chance, kind, rows):
        """The sheet, its rows in any order."""
        path = os.path.join(self.folder, 'history.csv')
        rows = list(rows)
        chance.shuffle(rows)
        with open(path, 'w', newline='') as file:
            out = csv.writer(file, lineterminator='\n')
            out.writerow(['client_id', 'therapist_id', kind])
            for r in rows:
                said = r.worth
                if kind == 'result':
                    said = ('improved' if r.worth > 0 else
                            chance.choice(['not_improved', 'dropped_out']))
                elif kind == 'preferred_rank':
                    said = int(-r.worth)
                out.writerow([r.client, r.therapist, said])
        return path
