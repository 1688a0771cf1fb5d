#!/usr/bin/env python3
"""Faults: whatever fails, the status says so and nothing is half written.

    faults.py --rapport build/rapport --shim build/tests/faults.so
              [--full | --sample N] [--seed S] [--jobs N] [--only NAME]

Each call of a kind (an allocation, open, write, rename, …) fails in turn,
once, twice or from there on; signals come before each of them and at random
moments; disks are full. After each: a status of src/docs/cli.md, the old
results untouched or the new ones whole, and nothing else in the directory.
Where even going back failed, or the run was killed, that holds after the next
run has looked at the directory, whatever that run comes to itself.

Calls that are made from one stack go back through the same lines when they
fail, so not each of 20,000 allocations is tried but the first and the last from
each of 3,000 stacks; without --full a sample of N (90) of these.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

LIMIT = 60              # seconds a run may take
SAMPLE = 90             # allocations that fail, without --full
LAST = 40               # allocations at the end, where run.json is written
KILLS = 15              # signals at random moments, without --full
SHOWN = 40              # failures that are printed
EXCHANGES = 120         # kills in the exchange of two runs, without --full
KINDS = ['open', 'write', 'fsync', 'close', 'rename', 'unlink', 'mkdir',
         'stat', 'lock', 'rename, unlink']
LENGTHS = {1: '', 2: ' twice', 0: ' and on'}
# That these fail may leave a file of another name behind.
TOLERATED = {'unlink', 'rename, unlink'}
FILES = {
    'therapists.csv':
        'therapist_id,name,openings,specialties,modalities,languages,formats,'
        'insurance,licensed_in,fee,slots\n'
        't1,Ann,1,ptsd:12,emdr,en;es,video,aetna,ny,120,mon 09:00-12:00\n'
        't2,Łukasz,1,,cbt,,in_person,,,,\n'
        't3,Cy,0,grief,,en,phone,none,nj,60,fri\n',
    'clients.csv':
        'client_id,referred_on,urgency,concerns,age,insurance,lives_in,'
        'languages,pin,max_fee,slots\n'
        'c1,2026-10-05,urgent,ptsd:3,34,aetna,ny,es,,150,mon\n'
        'c2,2026-09-05,,grief,12,cigna,ny,,t2,,\n'
        'c3,,soon,ocd,70,,nj,,,40,fri 10:00-12:00\n'
        'c4,,crisis,,,,,,,,\n',
    'policy.csv': 'setting,value\nweight.style,0.5\n',
    'map.csv': 'from,to\nnotes,\n',
    'scores.csv': 'client_id,therapist_id,score\nc1,t1,90\nc3,t1,80\n',
    'bad.csv': 'therapist_id,openings\nt1,many\n',
}
LOCK = '.rapport.lock'


class Tester:
    """A folder with a clinic, an earlier run of it, and what to expect."""

    def __init__(self, options):
        self.rapport = os.path.abspath(options.rapport)
        # In memory where that is possible: each turn writes two runs anew.
        memory = '/dev/shm' if os.access('/dev/shm', os.W_OK) else None
        self.folder = tempfile.mkdtemp(prefix='rapport-faults-', dir=memory)
        # LD_PRELOAD cannot name a path with a blank in it.
        self.library = tempfile.mkdtemp(prefix='rapport-faults-')
        self.shim = shutil.copy(options.shim, self.library)
        self.passed = 0
        self.failures = []
        for name, text in FILES.items():
            with open(os.path.join(self.folder, name), 'w',
                      encoding='utf-16' if name == 'map.csv' else 'utf-8',
                      newline='') as to:
                to.write(text)
        self.inputs = sorted(FILES)
        self.old = self.results(['--top', '1', '--pages', '--analyses',
                                 'margins'], 'old')
        self.new = self.results(['--pages'], 'new')

    def close(self):
        shutil.rmtree(self.folder)
        shutil.rmtree(self.library)

    def path(self, name):
        return os.path.join(self.folder, name)

    def command(self, *options):
        return [self.rapport, 'match', self.path('therapists.csv'),
                self.path('clients.csv'), '--threads', '1', '--quiet',
                '--policy', self.path('policy.csv'), '--map',
                self.path('map.csv'), *options]

    def results(self, options, name):
        """Run match without a fault; what it writes."""
        out = self.path(name)
        subprocess.run(self.command(*options, '--out', out), check=True,
                       stderr=subprocess.DEVNULL, timeout=LIMIT)
        return snapshot(out)

    def environment(self, kind, at, length=1, number=None, count=None):
        env = dict(os.environ, LD_PRELOAD=self.shim, FAULT_KIND=kind,
                   FAULT_AT=str(at), FAULT_LENGTH=str(length))
        if number:
            env['FAULT_SIGNAL'] = str(int(number))
        if count:
            env['FAULT_COUNT'] = count
        return env

    def calls(self, kind, command):
        """The calls of a kind that a command makes, each by its stack."""
        count = self.path('count')
        subprocess.run(command, env=self.environment(kind, 0, count=count),
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       check=False, timeout=LIMIT)
        with open(count, encoding='ascii') as lines:
            calls = lines.read().split()
        os.unlink(count)
        return calls

    def check(self, title, wrong):
        if wrong:
            self.failures.append('%s: %s' % (title, wrong))
            if len(self.failures) <= SHOWN:
                print(self.failures[-1], flush=True)
        else:
            self.passed += 1


def snapshot(folder):
    """Every file below a folder, by its name."""
    found = {}
    for above, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(above, name)
            with open(path, 'rb') as file:
                found[os.path.relpath(path, folder)] = file.read()
    return found


def restore(folder, files):
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'wb') as to:
            to.write(data)


def differing(files, expected):
    """Status 0, but other results than without the fault."""
    names = sorted(name for name in set(files) | set(expected)
                   if files.get(name) != expected.get(name))
    return 'status 0, but not %s' % ', '.join(names[:4]) if names else None


def is_run(files):
    """Does run.json tell of exactly these bytes?"""
    record = json.loads(files['run.json'].decode())
    return all(hashlib.sha256(files.get(name, b'')).hexdigest() == digest
               for name, digest in record['files'].items())


def wrong_files(files, old, new):
    """What is wrong with a directory; None if it is the one run or the other."""
    if files in (old, new):
        return None
    names = sorted(set(files) - set(old) - set(new))
    if names:
        return 'left %s' % ', '.join(names[:3])
    return 'neither the old results nor the new ones'


def enter(tester, out):
    """A run that looks at a directory and stops at its input."""
    status, _, said = run([tester.rapport, 'match', tester.path('bad.csv'),
                           tester.path('clients.csv'), '--out', out], None)
    return None if status == 1 else 'then status %d: %s' % (status, said[-300:])


def wrong_after(tester, out, old, new):
    """The same once another run has looked at it."""
    return enter(tester, out) or wrong_files(snapshot(out), old, new)


def run(command, env):
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                          check=False, timeout=LIMIT)
    return done.returncode, done.stdout, done.stderr.decode(errors='replace')


def lacks_converter(kind, status, said):
    """iconv does not always tell lack of memory from that of an encoding."""
    return kind == 'memory' and status == 1 and 'cannot convert' in said


def fail_match(tester, kind, at, length, base):
    """A call of match fails, or some (0: all) in a row from there on."""
    out = tester.path('out-%d' % at)
    restore(out, base)
    status, _, said = run(tester.command('--pages', '--out', out),
                          tester.environment(kind, at, length))
    files = snapshot(out)
    after = None    # nothing to put back where one run is there, and no more
    if files not in (base, tester.new):
        after = wrong_after(tester, out, base, tester.new)
    shutil.rmtree(out, ignore_errors=True)
    if lacks_converter(kind, status, said):
        status = 4
    if status not in (0, 4):
        return 'status %d: %s' % (status, said[-300:])
    if status == 4 and not said.replace(CRISIS, ''):
        return 'status 4 without a word'
    if kind in TOLERATED:   # what could not be removed is there
        files = {name: data for name, data in files.items()
                 if not name.endswith(('.old', '.part', LOCK))}
    if after:
        return 'after the next run: %s' % after
    if status == 0:
        return differing(files, tester.new)
    if length != 1 and 'run.json' not in files:
        return None     # to be put back, which it was
    return wrong_files(files, base, base)


CRISIS = ('rapport: client c4 is in crisis: a person has to act now, no '
          'program matches them\n')


def each_turn(tester, jobs, title, turns, try_one):
    """Try all turns, some at a time."""
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for turn, wrong in zip(turns, pool.map(try_one, turns)):
            tester.check('%s %s' % (title, turn), wrong)


def by_stack(calls):
    """The numbers of calls, from 1, those from one stack together."""
    stacks = {}
    for at, stack in enumerate(calls, 1):
        stacks.setdefault(stack, []).append(at)
    return list(stacks.values())


def choose(chance, calls, most):
    """Which calls fail: one from each stack, of so many stacks at most."""
    stacks = by_stack(calls)
    if len(stacks) > most:
        stacks = chance.sample(stacks, most)
    return sorted(chance.choice(stack) for stack in stacks)


def ends(calls):
    """The first and the last call from each stack."""
    return sorted({at for stack in by_stack(calls)
                   for at in (stack[0], stack[-1])})


def fail_calls(tester, options, chance):
    """Each call fails in turn: once, twice, and from there on."""
    for kind in ['memory'] + KINDS:
        probe = tester.command('--pages', '--out', tester.path('probe'))
        restore(tester.path('probe'), tester.old)
        calls = tester.calls(kind, probe)
        if not calls:
            tester.check(kind, 'no such call: the shim is blind')
        most = options.sample // 3 if kind == 'memory' else 8
        for length in LENGTHS:
            for base in (tester.old, {}):
                if not options.full:
                    turns = choose(chance, calls, most)
                elif length == 1 and base:
                    turns = ends(calls)
                else:   # where there is nothing, less can be lost
                    turns = choose(chance, calls, len(calls)
                                   if length == 1 or base else SAMPLE)
                if kind == 'memory' and length == 1 and not base:
                    turns = sorted({*turns, *range(len(calls) - LAST,
                                                   len(calls) + 1)})
                each_turn(tester, options.jobs, '%s%s over %s' % (
                    kind, LENGTHS[length], 'a run' if base else 'nothing'),
                    turns, lambda at, kind=kind, length=length, base=base:
                    fail_match(tester, kind, at, length, base))


FORMS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..',
                     'datasets', 'forms', '%s.csv')
OUTCOMES = os.path.join(os.path.dirname(FORMS), '..', 'outcomes',
                        'courses.csv')
QUESTIONNAIRES = os.path.join(os.path.dirname(FORMS), '..', 'demo',
                              'outcomes.csv')
DEMO = [os.path.join(os.path.dirname(FORMS), '..', 'demo', name)
        for name in ('therapists.csv', 'clients.csv')]


def others(tester):
    """Commands that write to standard output or read only."""
    files = [tester.path('therapists.csv'), tester.path('clients.csv')]
    more = ['--threads', '1', '--scores', tester.path('scores.csv')]
    return {
        'rank': ['rank', *files, *more],
        'check': ['check', *files, *more],
        'map': ['map', FORMS % 'roster', FORMS % 'form'],
        'a map': ['rank', FORMS % 'roster', FORMS % 'form', '--map',
                  FORMS % 'map', '--threads', '1'],
        'suggest': ['suggest', *files, '--client', 'c1', '--threads', '1'],
        'explain': ['explain', *files, '--client', 'c3', '--threads', '1'],
        'whatif': ['whatif', *files, '--set', 't3.openings=2', '--threads',
                   '1'],
        'track': ['track', OUTCOMES, '--clients', DEMO[1]],
        'review': ['review', *DEMO, '--outcomes', QUESTIONNAIRES,
                   '--threads', '1'],
        'outcomes': ['rank', *DEMO, '--outcomes', OUTCOMES, '--threads', '1'],
        'policy': ['policy'],
        'template': ['template', 'clients'],
        'columns': ['columns', 'therapists'],
    }


def fail_memory_elsewhere(tester, options, chance):
    """No memory for the other commands: the whole answer or status 4."""
    for name, words in others(tester).items():
        command = [tester.rapport, *words]
        status, expected, _ = run(command, None)
        if status != 0:
            tester.check(name, 'status %d without a fault' % status)

        def try_one(at, command=command, expected=expected):
            status, said, errors = run(command,
                                       tester.environment('memory', at))
            if status == 4 and errors:
                return None
            if status == 0 and said == expected:
                return None
            return 'status %d: %s' % (status, errors[-300:])

        calls = tester.calls('memory', command)
        turns = ends(calls) if options.full else choose(
            chance, calls, options.sample // 10)
        each_turn(tester, options.jobs, 'memory of ' + name, turns, try_one)


def fill_output(tester, _options, _chance):
    """Standard output on a full disk: status 4, and a word."""
    for name, words in dict(others(tester), help=['help'], version=[
            '--version'], topic=['help', 'match']).items():
        if name == 'check':
            continue
        with open('/dev/full', 'wb') as full:
            done = subprocess.run(
                [tester.rapport, *words], stdout=full, check=False,
                stderr=subprocess.PIPE, timeout=LIMIT)
        wrong = None
        if done.returncode != 4 or b'standard output' not in done.stderr:
            wrong = 'status %d: %s' % (done.returncode, done.stderr)
        tester.check('full: ' + name, wrong)


def fill_disk(tester, _options, _chance):
    """A small file system, larger by a page each time, until all fits."""
    disk = tester.path('disk')
    os.mkdir(disk)
    size = sum(len(data) + 4096 for data in tester.old.values()) // 1024 + 16
    fits = False
    mounted = 0
    for more in range(0, 400, 8):
        mount = ['mount', '-t', 'tmpfs', '-o', 'size=%dk' % (size + more),
                 'tmpfs', disk]
        if os.geteuid() != 0 or subprocess.run(
                mount, stderr=subprocess.DEVNULL, check=False).returncode:
            break
        mounted += 1
        try:
            out = os.path.join(disk, 'out')
            restore(out, tester.old)
            status, _, said = run(
                tester.command('--pages', '--out', out), None)
            files = snapshot(out)
        finally:
            subprocess.run(['umount', disk], check=True)
        fits = status == 0
        wrong = None
        if status not in (0, 4) or (status == 4 and 'No space' not in said):
            wrong = 'status %d: %s' % (status, said)
        elif files != (tester.new if fits else tester.old):
            wrong = wrong_files(files, tester.old, tester.new)
        tester.check('disk of %d KiB' % (size + more), wrong)
        if fits:
            break
    if not mounted:
        print('a full disk: skipped, no file system can be mounted here')
    elif not fits or mounted < 2:
        tester.check('disk', 'never full or never large enough')


def signal_calls(tester, options, chance):
    """A signal before each write, rename and so on."""
    for number in (signal.SIGTERM, signal.SIGINT):
        for kind in ('open', 'write', 'fsync', 'close', 'rename', 'unlink'):
            probe = tester.command('--pages', '--out', tester.path('probe'))
            restore(tester.path('probe'), tester.old)
            calls = tester.calls(kind, probe)

            def try_one(at, kind=kind, number=number):
                out = tester.path('out-%d' % at)
                restore(out, tester.old)
                status, _, said = run(
                    tester.command('--pages', '--out', out),
                    tester.environment(kind, at, number=number))
                files = snapshot(out)
                shutil.rmtree(out)
                if status != -number:
                    return 'status %d: %s' % (status, said[-300:])
                return wrong_files(files, tester.old, tester.new)

            each_turn(tester, options.jobs, '%s before %s' % (number.name,
                                                              kind),
                      choose(chance, calls, len(calls) if options.full else 8),
                      try_one)


def signal_anytime(tester, options, _chance):
    """Signals at random moments; after SIGKILL a run or plainly none, and the
    next run leaves nothing of it."""
    command = tester.command('--pages', '--out')
    begin = time.monotonic()
    tester.results(['--pages'], 'clock')
    whole = time.monotonic() - begin

    def try_one(turn):
        own = random.Random('%d %d' % (options.seed, turn))
        number = own.choice([signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
        out = tester.path('any-%d' % turn)
        restore(out, tester.old)
        with subprocess.Popen(command + [out], stderr=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL) as process:
            time.sleep(own.uniform(0.0, 1.1) * whole)
            process.send_signal(number)
            status = process.wait(LIMIT)
        files = snapshot(out)
        if number == signal.SIGKILL:
            wrong = None
            if 'run.json' in files and not is_run(files):
                wrong = 'run.json tells of other files'
            wrong = wrong or wrong_after(tester, out, tester.old, tester.new)
            subprocess.run(command + [out], check=True, timeout=LIMIT,
                           stderr=subprocess.DEVNULL)
            wrong = wrong or wrong_files(snapshot(out), tester.new,
                                         tester.new)
        else:
            wrong = wrong_files(files, tester.old, tester.new)
        if status not in (0, -number):
            wrong = 'status %d' % status
        if status == 0 and number != signal.SIGKILL:
            wrong = wrong or differing(files, tester.new)
        shutil.rmtree(out)
        return wrong and '%s: %s' % (number.name, wrong)

    each_turn(tester, options.jobs, 'at any moment',
              range(KILLS * (20 if options.full else 1)), try_one)


def kill_exchange(tester, options, chance):
    """Killed before any call that changes the directory, some of them again
    while the next run puts it back: then one of the two runs is whole."""
    kinds = 'open, write, fsync, rename, unlink'
    ways = {}
    for base in ('old', 'nothing'):
        out = tester.path('probe')
        restore(out, tester.old if base == 'old' else {})
        ways[base] = len(tester.calls(kinds, tester.command(
            '--pages', '--out', out)))

    def try_one(turn):
        own = random.Random('%d %d' % (options.seed, turn))
        name = 'nothing' if own.random() < 0.25 else 'old'
        base = tester.old if name == 'old' else {}
        out = tester.path('out-%d' % turn)
        restore(out, base)
        # the exchange is the second half, by calls
        at = int(ways[name] * (1 - own.random() ** 1.5 * 0.9))
        run(tester.command('--pages', '--out', out),
            tester.environment(kinds, at, number=signal.SIGKILL))
        for _ in range(own.choice([0, 0, 1, 2])):
            run([tester.rapport, 'match', tester.path('bad.csv'),
                 tester.path('clients.csv'), '--out', out],
                tester.environment('rename, unlink', own.randint(1, 20),
                                   number=signal.SIGKILL))
        left = snapshot(out)
        wrong = wrong_after(tester, out, base, tester.new)
        if not wrong and own.random() < 0.3 and base:
            # no rename works: what is there stays
            before = snapshot(out)
            run(tester.command('--pages', '--out', out),
                tester.environment('rename', 1, length=0))
            wrong = wrong_after(tester, out, before, before)
        shutil.rmtree(out)
        return wrong and '%s (call %d of %d, over %s: %s)' % (
            wrong, at, ways[name], name, ' '.join(sorted(left)))

    each_turn(tester, options.jobs, 'kill', range(EXCHANGES * (
        17 if options.full else 1)), try_one)


SWEEPS = {'exchange': kill_exchange, 'calls': fail_calls, 'memory': fail_memory_elsewhere,
          'output': fill_output, 'disk': fill_disk, 'signals': signal_calls,
          'anytime': signal_anytime}


def interrupt(number, _frame):
    raise SystemExit(128 + number)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--rapport', required=True)
    parser.add_argument('--shim', required=True)
    parser.add_argument('--full', action='store_true')
    parser.add_argument('--sample', type=int, default=SAMPLE)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--jobs', type=int, default=os.cpu_count() or 1)
    parser.add_argument('--only', choices=SWEEPS)
    options = parser.parse_args()
    # Started with `&` they are ignored, and so they would be by what is run.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)
    tester = Tester(options)
    try:
        for name, sweep in SWEEPS.items():
            if options.only in (None, name):
                begin = tester.passed
                start = time.monotonic()
                sweep(tester, options, random.Random(options.seed))
                print('%-8s %5d turns, %.0f s' % (
                    name, tester.passed - begin, time.monotonic() - start),
                    flush=True)
    finally:    # an interrupted run tells what it has seen
        tester.close()
        print('faults: %d passed, %d failed' % (tester.passed,
                                                len(tester.failures)))
    return 1 if tester.failures else 0


if __name__ == '__main__':
    sys.exit(main())
