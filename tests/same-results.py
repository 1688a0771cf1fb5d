#!/usr/bin/env python3
"""Same results: an older build and this one write the same tables.

    same-results.py [options] OLD_RAPPORT [COUNT]

Both builds are run on COUNT (300) random clinics and on every case of
tests/golden. What has to be the same, byte for byte: the exit status of each
call, every CSV file, and tables on standard output. Left out are run.json,
pages, and what is written for a person: messages, help and texts.

With --words, a table whose cells hold the phrases of the older build passes
when each is replaced by its new one. The file is CSV: two phrases a row, the
old one first, without a header.

A golden case whose calls the older build refuses as wrong usage, and this one
does not, is about something new: it is counted as left out.
"""

import argparse
import concurrent.futures
import csv
import io
import os
import random
import shlex
import shutil
import subprocess
import sys
import tempfile
import traceback

sys.dont_write_bytecode = True
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'property'))

from oracle.campaign import Case
from oracle.form import Form
from oracle.spoil import spoil_bytes

LIMIT = 300             # seconds a call or a case may take
USAGE = 2               # the exit status of wrong usage
ANALYSES = ['margins', 'options', 'bottlenecks', 'unknowns', 'prices', 'envy']
AUDITED = ['insurance', 'lives_in', 'age', 'insurance,languages']
SHAPES = ['profiles', 'profiles', 'lowrank', 'coarse', 'tied', 'lists']
TABLE = ('client_id', 'therapist_id')   # how a table on stdout begins
BOM = b'\xef\xbb\xbf'
# A wrapper that keeps the exit status of each call.
WRAPPER = '''#!/bin/sh
%s "$@"
status=$?
echo "$status" >>"$STATUSES"
exit $status
'''


# ---- Tables ------------------------------------------------------------------

def cells(data):
    """A table's rows; the delimiter is the one that its header has most of."""
    text = data.decode('utf-8')
    header = text.split('\n', 1)[0]
    delimiter = max(',;\t', key=header.count)
    return list(csv.reader(io.StringIO(text, newline=''),
                           delimiter=delimiter))


def reworded(rows, words):
    for old, new in words:
        rows = [[cell.replace(old, new) for cell in row] for row in rows]
    return rows


def first_difference(old, new):
    for number, (a, b) in enumerate(zip(old, new), 1):
        if a != b:
            return 'row %d: older %r, this %r' % (number, a, b)
    return 'older has %d rows, this %d' % (len(old), len(new))


def differs(old, new, words):
    """What differs between two tables; None if nothing does."""
    if old == new:
        return None
    try:
        before, after = reworded(cells(old), words), cells(new)
    except (UnicodeDecodeError, csv.Error):
        before, after = old.splitlines(), new.splitlines()
    if before != after:
        return first_difference(before, after)
    if not words or old.startswith(BOM) != new.startswith(BOM):
        return 'the same cells in other bytes'
    return None


def compare(old, new, words):
    """Problems of {name: bytes} against another."""
    problems = []
    for name in sorted(set(old) | set(new)):
        if name not in new or name not in old:
            problems.append('%s: only the %s build has it' % (
                name, 'older' if name in old else 'newer'))
            continue
        found = differs(old[name], new[name], words)
        if found:
            problems.append('%s: %s' % (name, found))
    return problems


def tables_below(folder, known=()):
    """{name: bytes} of each CSV file below a folder, but for the inputs."""
    found = {}
    for above, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(above, name)
            if not name.endswith('.csv') or os.path.islink(path):
                continue
            with open(path, 'rb') as file:
                data = file.read()
            relative = os.path.relpath(path, folder)
            if relative not in known or known[relative] != data:
                found[relative] = data
    return found


# ---- Random clinics ----------------------------------------------------------

def from_oracle(seed, folder):
    """A clinic that uses every column; return (inputs, plan) arguments."""
    case = Case(seed, None, folder, largest=30 if seed % 5 == 0 else 9)
    if case.clinic.earlier is not None and not case.spoiled:
        case.invent_earlier()
    awkward = not case.spoiled and case.chance.random() < 0.3
    options = case.options('it', Form(case.chance) if awkward else Form())
    if case.spoiled == 'bytes':
        spoil_bytes(case.chance, os.path.join(folder, 'it'))
    # Of a clinic that is spoiled a client may have no id.
    clients = [row['client_id'] for row in case.clinic.clients
               if row['client_id']]
    return (options.arguments() + [options.therapists, options.clients],
            ['--objective', options.objective] + options.keep_arguments(),
            clients)


def from_generator(seed, folder, generate):
    """A larger clinic of tools/generate."""
    chance = random.Random(seed)
    clients = chance.choice([20, 60, 150])
    shape = chance.choice(SHAPES)
    subprocess.run(
        [generate, '--clients', str(clients), '--therapists',
         str(clients // chance.choice([2, 4])), '--seed', str(seed),
         '--supply', chance.choice(['0.7', '1.0', '1.4']), '--shape', shape,
         '--pins', str(chance.choice([0, 3])), '--out', folder] +
        (['--tiers'] if chance.random() < 0.5 else []),
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        timeout=LIMIT)
    inputs = [os.path.join(folder, name + '.csv')
              for name in ('therapists', 'clients')]
    if shape != 'profiles':
        inputs = ['--scores', os.path.join(folder, 'scores.csv')] + inputs
    if chance.random() < 0.3:
        inputs = ['--unknown', 'forbid'] + inputs
    with open(inputs[-1], encoding='utf-8') as file:
        ids = [row['client_id'] for row in csv.DictReader(file)]
    return inputs, ['--objective', chance.choice(['total', 'fair'])], ids


def calls(seed, inputs, plan, clients):
    """[(name, arguments)]; OUT stands for the directory to write."""
    chance = random.Random('%d calls' % seed)
    analyses = chance.sample(ANALYSES, chance.randint(0, len(ANALYSES)))
    match = ['match', *inputs, *plan, '--out', 'OUT', '--analyses',
             ','.join(analyses) or 'none']
    if 'bottlenecks' in analyses and chance.random() < 0.5:
        match += ['--bottlenecks', '3']
    if chance.random() < 0.3:
        match += ['--audit', chance.choice(AUDITED), '--small-cell',
                  chance.choice(['1', '2', '10'])]
    if chance.random() < 0.1:
        match += ['--pages']
    found = [('match', match), ('rank', ['rank', *inputs])]
    if not clients:
        return found
    client = chance.choice(clients)
    asked = [word for word in inputs if word != '--no-bom']
    return found + [
        ('suggest', ['suggest', *asked, *plan, '--client=' + client,
                     '--format', 'csv']),
        ('explain', ['explain', *without_top(asked), *plan,
                     '--client=' + client, '--format', 'csv'])]


def without_top(words):
    """`explain` has no use for --top."""
    if '--top' not in words:
        return words
    at = words.index('--top')
    return words[:at] + words[at + 2:]


def answers(rapport, asked, out):
    """{name: bytes} of what a build says and writes, statuses included."""
    found = {}
    for name, words in asked:
        done = subprocess.run(
            [rapport] + [out if word == 'OUT' else word for word in words],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, timeout=LIMIT, check=False)
        found[name + ' (exit status)'] = b'%d' % done.returncode
        if name != 'match':
            found[name + ' (standard output)'] = done.stdout
    found.update(tables_below(out))
    return found


def try_clinic(given, seed):
    """(problems, exit status of match, tables compared)"""
    folder = tempfile.mkdtemp(prefix='same-')
    try:
        if seed % 6 == 0:
            asked = from_generator(seed, folder, given.generate)
        else:
            asked = from_oracle(seed, folder)
        asked = calls(seed, *asked)
        old, new = (answers(rapport, asked, os.path.join(folder, name))
                    for rapport, name in ((given.old, 'old'),
                                          (given.rapport, 'new')))
        problems = compare(old, new, given.words)
        if problems and given.keep:
            keep(given.keep, str(seed), folder)
        return (problems, old['match (exit status)'].decode(),
                sum(not name.endswith(')') for name in old))
    finally:
        shutil.rmtree(folder)


# ---- Golden cases ------------------------------------------------------------

def write_wrapper(rapport, folder):
    """A folder for the PATH; before all threads, so that no process that
    another one starts holds the file open for writing."""
    os.mkdir(folder)
    path = os.path.join(folder, 'rapport')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(WRAPPER % shlex.quote(rapport))
    os.chmod(path, 0o755)
    return folder


def run_case(case, wrapper, folder):
    """Run a case; return ([exit status of each call], {name: bytes})."""
    work, log = (os.path.join(folder, name) for name in ('work', 'statuses'))
    shutil.copytree(case, work, symlinks=True,
                    ignore=shutil.ignore_patterns('expect'))
    before = tables_below(work)
    environment = dict(os.environ, LC_ALL='C', STATUSES=log,
                       PATH=wrapper + os.pathsep + os.environ['PATH'],
                       DATASETS=os.path.join(ROOT, 'datasets'))
    environment.pop('NO_COLOR', None)
    done = subprocess.run(
        ['sh', './command'], cwd=work, env=environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, timeout=LIMIT, check=False)
    subprocess.run(['chmod', '-R', 'u+rwX', work], check=True)
    found = tables_below(work, before)
    said = done.stdout[len(BOM) * done.stdout.startswith(BOM):]
    if said.decode('utf-8', 'replace').startswith(TABLE):
        found['standard output'] = done.stdout
    statuses = []
    if os.path.exists(log):
        with open(log, encoding='ascii') as file:
            statuses = file.read().split()
    return statuses, found


def is_new(old, new):
    """Does the older build refuse a call as wrong usage, and this one not?"""
    return any(int(a) == USAGE != int(b) for a, b in zip(old, new))


def try_case(given, name):
    """(problems, left out or not, tables compared)"""
    folder = tempfile.mkdtemp(prefix='same-')
    case = os.path.join(ROOT, 'tests', 'golden', name)
    try:
        both = []
        for side in ('old', 'new'):
            os.mkdir(os.path.join(folder, side))
            both.append(run_case(case, given.wrappers[side],
                                 os.path.join(folder, side)))
        (statuses, old), (others, new) = both
        if is_new(statuses, others):
            return [], True, 0
        problems = compare(old, new, given.words)
        if statuses != others:
            problems.append('exit statuses: older %s, this %s' % (
                ' '.join(statuses), ' '.join(others)))
        if problems and given.keep:
            keep(given.keep, name, folder)
        return problems, False, len(old)
    finally:
        shutil.rmtree(folder)


# ---- All of them -------------------------------------------------------------

def keep(where, name, folder):
    to = os.path.join(where, name)
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(folder, to, symlinks=True)


class Count:
    def __init__(self):
        self.passed = self.failed = self.tables = 0
        self.kinds = {}

    def add(self, title, problems, kind, tables):
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        self.tables += tables
        if not problems:
            self.passed += 1
            return
        self.failed += 1
        print('---- %s' % title)
        for problem in problems[:8]:
            print('  ' + problem[:400])
        sys.stdout.flush()


def guarded(try_one, given, what):
    try:
        return try_one(given, what)
    except Exception:
        return ['no comparison:\n' + traceback.format_exc()], 'broken', 0


def try_all(given, count):
    seeds = range(given.seed, given.seed + given.count)
    golden = os.path.join(ROOT, 'tests', 'golden')
    cases = sorted(name for name in os.listdir(golden)
                   if os.path.exists(os.path.join(golden, name, 'command')))
    with concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
        for seed, found in zip(seeds, pool.map(
                lambda seed: guarded(try_clinic, given, seed), seeds)):
            count.add('clinic of seed %d' % seed, found[0],
                      'status ' + found[1], found[2])
        print('%d clinics (%s), %d tables' % (
            len(seeds), ', '.join('%s: %d' % kind for kind in
                                  sorted(count.kinds.items())), count.tables))
        if given.count and not count.kinds.get('status 0'):
            count.add('clinics', ['none was matched'], 'no match', 0)
        count.kinds, before, left_out = {}, count.tables, []
        for name, found in zip(cases, pool.map(
                lambda name: guarded(try_case, given, name), cases)):
            count.add('case ' + name, found[0], found[1], found[2])
            if found[1] is True:
                left_out.append(name)
                count.passed -= 1
        print('%d golden cases, %d tables; left out: %s' % (
            len(cases), count.tables - before, ' '.join(left_out) or 'none'))


def read_words(path):
    if not path:
        return []
    with open(path, encoding='utf-8', newline='') as file:
        rows = [row for row in csv.reader(file) if row]
    for row in rows:
        if len(row) != 2 or not row[0]:
            sys.exit('%s: not two phrases in a row: %r' % (path, row))
    return rows


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('old', metavar='OLD_RAPPORT')
    parser.add_argument('count', metavar='COUNT', nargs='?', type=int,
                        default=300)
    parser.add_argument('--rapport', default='build/rapport')
    parser.add_argument('--generate', default='build/generate')
    parser.add_argument('--words', metavar='FILE')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--jobs', type=int, default=os.cpu_count() or 1)
    parser.add_argument('--keep', metavar='DIR',
                        help='keep there what differs')
    given = parser.parse_args()
    given.words = read_words(given.words)
    for name in ('old', 'rapport', 'generate'):
        setattr(given, name, os.path.abspath(getattr(given, name)))
        if not os.access(getattr(given, name), os.X_OK):
            sys.exit('%s: no program' % getattr(given, name))
    count = Count()
    with tempfile.TemporaryDirectory(prefix='same-') as folder:
        given.wrappers = {
            side: write_wrapper(rapport, os.path.join(folder, side))
            for side, rapport in (('old', given.old), ('new', given.rapport))}
        try_all(given, count)
    print('same-results: %d passed, %d failed' % (count.passed,
                                                  count.failed))
    return 1 if count.failed else 0


if __name__ == '__main__':
    sys.exit(main())
