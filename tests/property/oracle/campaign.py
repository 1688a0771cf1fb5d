"""Campaign: many random clinics, each held against the program."""

import json
import os
import random
import shutil
import sys
import tempfile
import time
import traceback

from .cells import unguarded
from .clinic import Inventor
from .compare import (HEADERS, compare, compare_check, compare_rank,
                      compare_values, expect, run_program, written)
from .findings import INPUT_ERRORS, RESULTS, Findings
from .form import Form, save_clinic
from .results import Options
from .schema import Schema
from .spoil import spoil_bytes, spoil_clinic
from .taxonomy import read_taxonomy

SPOILED = 0.15
AWKWARD = 0.6
ANALYSED = 0.5
TIMED = 0.5         # hours are promised, and bind
OTHERS = 0.15       # how often rank and check are run as well
SHOWN = 12


class Case:
    """One clinic from a seed, in a folder of its own."""

    def __init__(self, seed, rapport, folder, largest=9):
        self.rapport, self.folder = rapport, folder
        self.chance = chance = random.Random(seed)
        inventor = Inventor(chance, largest)
        self.clinic = inventor.invent()
        self.asked = {'objective': chance.choice(['total', 'fair']),
                      'queue': chance.choice(['points', 'points', 'strict'])}
        if chance.random() < ANALYSED:
            self.asked['analyses'] = ('margins', 'prices', 'envy', 'choices')
            inventor.press()
        if chance.random() < TIMED:
            inventor.crowd()
        self.limit_hours()
        self.spoiled = None
        if chance.random() < SPOILED:
            self.spoiled = chance.choice(['clinic', 'clinic', 'bytes'])
        if self.spoiled == 'clinic':
            spoil_clinic(chance, self.clinic)
        taxonomy = None
        if self.clinic.taxonomy:
            self.save('plain', Form(), None)
            taxonomy = os.path.join(folder, 'plain', 'taxonomy')
        self.schema = Schema(read_taxonomy(taxonomy, Findings()), False)
        self.top = chance.choice([0, 0, 0, 1, 3])
        self.writing = chance.choice([
            {}, {}, {}, {'bom': False}, {'delimiter': ';'},
            {'delimiter': '\t'}])

    def limit_hours(self):
        """Kept pairs know of no hours here, analyses of no other rhythms."""
        policy = dict(self.clinic.policy or [])
        if self.clinic.earlier is not None:
            policy['hours'] = '0'
            self.clinic.policy = sorted(policy.items())
        if policy.get('hours') != '0' and 'analyses' in self.asked:
            for client in self.clinic.clients:
                client['frequency'] = None

    def save(self, name, form, schema):
        schema = schema or Schema(read_taxonomy(None, Findings()), False)
        return save_clinic(self.clinic, form,
                           os.path.join(self.folder, name), schema)

    def options(self, name, form):
        therapists, clients, options = self.save(name, form, self.schema)
        options.update(self.writing, top=self.top, **self.asked)
        return Options(therapists, clients, **options)

    def out(self, name):
        return os.path.join(self.folder, name, 'out')

    def invent_earlier(self):
        """Pairs of an earlier run, most of them possible in this one."""
        earlier, frozen = self.clinic.earlier, self.clinic.frozen
        self.clinic.earlier, self.clinic.frozen = None, False
        status, found = expect(self.options('first', Form()))
        self.clinic.earlier, self.clinic.frozen = earlier, frozen
        mine = {}
        for row in found['ranked'] if status == RESULTS else ():
            mine.setdefault(unguarded(row['client_id']), []).append(
                unguarded(row['therapist_id']))
        self.clinic.earlier = [
            (client, self.chance.choice(mine[client])
             if client in mine and self.chance.random() < 0.8 else therapist)
            for client, therapist in earlier]

    def check(self):
        """Every difference found, as sentences."""
        if self.clinic.earlier is not None and not self.spoiled:
            self.invent_earlier()
        plain = self.options('plain', Form())
        if self.spoiled == 'bytes':
            spoil_bytes(self.chance, os.path.join(self.folder, 'plain'))
        status, wanted = expect(plain)
        if self.spoiled and status != INPUT_ERRORS:
            return ['the oracle accepts a spoiled clinic']
        if not self.spoiled and status == INPUT_ERRORS:
            return ['the oracle refuses a sound clinic: %s' % wanted]
        problems = []
        if self.rapport:
            problems = compare(self.rapport, plain, self.out('plain'))
            if status == RESULTS and self.chance.random() < OTHERS:
                problems += compare_rank(self.rapport, plain, wanted)
            if self.chance.random() < OTHERS:
                problems += compare_check(self.rapport, plain, status)
        if self.spoiled != 'bytes' and self.chance.random() < AWKWARD:
            problems += self.check_awkward(status, wanted)
        return problems

    def check_awkward(self, status, wanted):
        """Another form of the same clinic gives the same bytes."""
        options = self.options('awkward', Form(self.chance))
        again, found = expect(options)
        if again != status or status == RESULTS and found != wanted:
            return ['the oracle reads the awkward form differently: %s' %
                    (found if again else first_difference(found, wanted))]
        if not self.rapport:
            return []
        got, _, talk = run_program(self.rapport, options,
                                   self.out('awkward'))
        if got != status:
            return ['awkward: exit status: program %d, oracle %d: %s' %
                    (got, status, talk)]
        if got != RESULTS or self.spoiled:
            return (['awkward: results beside exit status %d' % got]
                    if got and written(self.out('awkward')) else [])
        return self.same_bytes()

    def same_bytes(self):
        if not written(self.out('plain')):
            return []       # told already
        problems = []
        for name in HEADERS:
            if not os.path.exists(os.path.join(self.out('plain'),
                                               name + '.csv')):
                continue    # not asked for
            plain, awkward = (self.result(form, name + '.csv')
                              for form in ('plain', 'awkward'))
            if plain != awkward:
                problems.append('awkward: %s.csv: %s' % (
                    name, first_line(plain, awkward)))
        runs = [json.loads(self.result(form, 'run.json').decode())
                for form in ('plain', 'awkward')]
        for run in runs:
            run.pop('inputs', None)
            run.pop('command', None)
        if runs[0] != runs[1]:
            problems.append('awkward: run.json: %s' %
                            first_difference(runs[1], runs[0]))
        return problems

    def result(self, form, name):
        with open(os.path.join(self.out(form), name), 'rb') as file:
            return file.read()


def first_line(one, other):
    for a, b in zip(one.splitlines(), other.splitlines()):
        if a != b:
            return 'plain %r, awkward %r' % (a, b)
    return 'one is longer'


def first_difference(found, wanted):
    """The first place where two results differ."""
    problems = []
    for name in wanted:
        if isinstance(wanted[name], list):
            pairs = list(zip(found[name], wanted[name]))
            problems += ['%s: awkward %r, plain %r' % (name, a, b)
                         for a, b in pairs if a != b][:1]
        elif found.get(name) != wanted[name]:
            compare_values(name, found.get(name), wanted[name], problems)
    return (problems or ['a different number of rows'])[0]


def check_seed(seed, rapport, folder, largest):
    try:
        return Case(seed, rapport, folder, largest).check()
    except Exception:
        return ['the oracle broke:\n' + traceback.format_exc()]


def command_random(rapport, count, first, keep, seconds, largest):
    """Check clinics of the seeds first, first + 1, …; return the status."""
    passed = failed = 0
    start = time.monotonic()
    for seed in range(first, first + count):
        folder = tempfile.mkdtemp(prefix='oracle-')
        problems = check_seed(seed, rapport, folder, largest)
        if problems:
            failed += 1
            print('seed %d: %d differences' % (seed, len(problems)))
            for problem in problems[:SHOWN]:
                print('  ' + problem)
            if keep:
                kept = os.path.join(keep, str(seed))
                shutil.rmtree(kept, ignore_errors=True)
                shutil.copytree(folder, kept)
                print('  kept in %s' % kept)
            sys.stdout.flush()
        else:
            passed += 1
        shutil.rmtree(folder)
        if seconds and time.monotonic() - start > seconds:
            break
    print('oracle: %d passed, %d failed' % (passed, failed))
    return 1 if failed else 0
