"""Compare: the program's results, cell by cell, with the expected ones."""

import csv
import hashlib
import io
import json
import os
import stat
import subprocess
import tempfile

from .findings import (CONTRADICTORY_PINS, INPUT_ERRORS, RESULTS, UNREADABLE,
                       Findings, Stop)
from .results import Clinic
from .table import read_table
from .words import CRITERIA

HEADERS = {
    'assignments': 'client_id,status,therapist_id,therapist_name,score,rank,'
                   'tier,weeks_waited,because,but,confirm,flags,margin,'
                   'firmness,held',
    'ranked': 'client_id,rank,therapist_id,therapist_name,status,price,'
              'score,expertise,modality,style,preferences,access,because,but,'
              'confirm',
    'waitlist': 'place,client_id,status,tier,weeks_waited,'
                'eligible_therapists,blocked_by,only_obstacle,note',
    'workload': 'therapist_id,therapist_name,openings,assigned,left,'
                'eligible_clients,mean_score',
    'schedule': 'day,begin,end,week,therapist_id,client_id,kind',
    'prices': 'objective,urgent,soon,routine,total,mean,worst,p10,'
              'below_floor,envy',
    'envy': 'client_id,therapist_id,score,own_score,reason,price',
    'moved': 'client_id,from,to,from_score,to_score,reason,price,words'}
HOURS = {'assignments': 'hour', 'ranked': 'hours'}   # where promised
KEYS = {'assignments': ['client_id'], 'ranked': ['client_id', 'rank'],
        'waitlist': ['client_id'], 'workload': ['therapist_id'],
        'schedule': ['therapist_id', 'day', 'begin', 'week', 'client_id'],
        'prices': ['objective'], 'envy': ['client_id', 'therapist_id'],
        'moved': ['client_id']}
SHOWN = 40
BOM = b'\xef\xbb\xbf'


def expect(options):
    """The exit status, and the results or the reasons for none."""
    try:
        return RESULTS, Clinic(options).results()
    except Stop as stop:
        return stop.status, stop.reasons
    except OSError as problem:
        return UNREADABLE, [str(problem)]


def run_program(rapport, options, out, command='match'):
    """Run the program; return its exit status, output and talk."""
    arguments = [rapport, command]
    if command == 'check':
        arguments += options.input_arguments()
    else:
        arguments += options.arguments()
    if command == 'match':
        arguments += options.keep_arguments()
        arguments += ['--analyses', ','.join(options.analyses) or 'none',
                      '--objective', options.objective,
                      '--queue', options.queue, '--out', out]
    done = subprocess.run(
        arguments + [options.therapists, options.clients],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    return (done.returncode, done.stdout,
            done.stderr.decode('utf-8', 'replace'))


def read_result(data, bom, delimiter, problems, name, wanted):
    """A result file's rows as dictionaries, its form checked."""
    if data.startswith(BOM) != bom:
        problems.append('%s: byte-order mark' % name)
    text = data.decode('utf-8-sig')
    rows = list(csv.reader(io.StringIO(text, newline=''), strict=True,
                           delimiter=delimiter))
    if not data.endswith(b'\r\n'):
        problems.append('%s: does not end with CRLF' % name)
    if rows[0] != header_of(name, wanted):
        problems.append('%s: header %r' % (name, rows[0]))
    return [dict(zip(rows[0], row)) for row in rows[1:]]


def compare_rows(name, got, wanted, problems):
    keys = KEYS[name]

    def key(row):
        return tuple(row.get(k) for k in keys)

    if [key(row) for row in got] != [key(row) for row in wanted]:
        extra = [key(r) for r in got if key(r) not in map(key, wanted)]
        missing = [key(r) for r in wanted if key(r) not in map(key, got)]
        problems.append('%s: rows differ; extra %r, missing %r, or order' %
                        (name, extra[:SHOWN], missing[:SHOWN]))
    found = {key(row): row for row in got}
    for row in wanted:
        other = found.get(key(row), {})
        for column, cell in row.items():
            if other and other.get(column) != cell:
                problems.append('%s: %s: %s: program %r, oracle %r' % (
                    name, '/'.join(key(row)), column, other.get(column),
                    cell))


def header_of(name, wanted):
    timed = wanted['run']['policy']['hours'] and name in HOURS
    return HEADERS[name].split(',') + ([HOURS[name]] if timed else [])


def compare_values(place, got, wanted, problems):
    if isinstance(wanted, dict) and isinstance(got, dict):
        for name in sorted(set(wanted) | set(got)):
            compare_values(place + '.' + name, got.get(name, 'missing'),
                           wanted.get(name, 'missing'), problems)
    elif isinstance(wanted, float) and isinstance(got, (int, float)):
        if abs(got - wanted) > 1e-9 * max(1, abs(wanted)):
            problems.append('%s: program %r, oracle %r' %
                            (place, got, wanted))
    elif got != wanted:
        problems.append('%s: program %r, oracle %r' % (place, got, wanted))


def rows_of(path):
    return len(read_table(path, Findings()).rows)


def compare_run(run, wanted, options, problems):
    for name, value in wanted.items():
        got = run.get(name, 'missing')
        compare_values('run.json: ' + name, got, value, problems)
    if run.get('command', [''])[0] != 'match':
        problems.append('run.json: command %r' % run.get('command'))
    paths = [options.therapists, options.clients]
    paths += [p for p in (options.scores, options.policy) if p]
    paths += options.maps
    wanted = [{'path': path, 'sha256': sha256(path), 'rows': rows_of(path)}
              for path in paths]
    got = run.get('inputs', [])
    if len(got) != len(wanted):
        problems.append('run.json: inputs %r' % got)
    for one, other in zip(got, wanted):
        compare_values('run.json: inputs', one, other, problems)


def sha256(path):
    with open(path, 'rb') as file:
        return hashlib.sha256(file.read()).hexdigest()


def check_points(rows, problems):
    """Printed points add up exactly to the printed score."""
    for row in rows:
        cells = [row[name] for name in CRITERIA if row[name]]
        tenths = [int(cell.replace('.', '')) for cell in cells]
        if cells and sum(tenths) != int(row['score'].replace('.', '')):
            problems.append('ranked: %s/%s: points do not add up' %
                            (row['client_id'], row['therapist_id']))


def check_private(out, files, problems):
    modes = [(out, 0o700)] + [(os.path.join(out, f), 0o600) for f in files]
    for path, mode in modes:
        if stat.S_IMODE(os.stat(path).st_mode) != mode:
            problems.append('%s: mode' % os.path.basename(path))


def compare_results(out, wanted, options):
    problems = []
    with open(os.path.join(out, 'run.json'), encoding='utf-8') as file:
        run = json.load(file)
    compare_run(run, wanted['run'], options, problems)
    names = [name for name in HEADERS if name in wanted]
    files = sorted(name + '.csv' for name in names)
    if sorted(run.get('files', ())) != files:
        problems.append('run.json: files %r' % run.get('files'))
    if sorted(os.listdir(out)) != sorted(files + ['run.json']):
        problems.append('files: %r' % sorted(os.listdir(out)))
    check_private(out, files + ['run.json'], problems)
    for name in names:
        path = os.path.join(out, name + '.csv')
        if run.get('files', {}).get(name + '.csv') != sha256(path):
            problems.append('run.json: files: %s: wrong hash' % name)
        with open(path, 'rb') as file:
            rows = read_result(file.read(), options.bom, options.delimiter,
                               problems, name, wanted)
        compare_rows(name, rows, wanted[name], problems)
        if name == 'ranked':
            check_points(rows, problems)
    return problems


def compare(rapport, options, out):
    """Differences between the program and the oracle, as sentences."""
    status, wanted = expect(options)
    got, _, talk = run_program(rapport, options, out)
    if got != status:
        return ['exit status: program %d, oracle %d\n  oracle: %s\n'
                '  program: %s' % (got, status,
                                   wanted if status else 'results', talk)]
    if status == RESULTS:
        dropped = talk.count(' is not kept: ')
        problems = compare_results(out, wanted, options)
        compare_values('warnings of dropped pairs', dropped,
                       wanted.get('dropped', 0), problems)
        return problems
    return ['results beside exit status %d' % got] if written(out) else []


def written(out):
    return os.path.isdir(out) and bool(os.listdir(out))


def compare_rank(rapport, options, wanted):
    """`rank` prints ranked.csv without status and price."""
    problems = []
    got, data, talk = run_program(rapport, options, None, 'rank')
    if got != RESULTS:
        return ['rank: exit status %d: %s' % (got, talk)]
    rows = read_result(data, False, options.delimiter, problems, 'ranked',
                       wanted)
    blank = [dict(row, status='', price='') for row in wanted['ranked']]
    compare_rows('ranked', rows, blank, problems)
    return ['rank: ' + problem for problem in problems]


def compare_check(rapport, options, status):
    """`check` ends with 1 just when the input has errors."""
    if status == CONTRADICTORY_PINS:
        return []       # whether pins are a problem of the files is open
    wanted = INPUT_ERRORS if status == INPUT_ERRORS else RESULTS
    got, _, talk = run_program(rapport, options, None, 'check')
    if got != wanted:
        return ['check: exit status: program %d, oracle %d: %s' %
                (got, wanted, talk)]
    return []


def command_compare(rapport, options):
    with tempfile.TemporaryDirectory() as folder:
        problems = compare(rapport, options, os.path.join(folder, 'out'))
    for problem in problems:
        print(problem)
    print('oracle: %d passed, %d failed' % (not problems, len(problems)))
    return 1 if problems else 0
