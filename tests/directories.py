#!/usr/bin/env python3
"""Directories: nothing is lost around the place that a run writes to.

    directories.py --rapport build/rapport [--runs N]

Two runs at once leave one whole run; files of others, inputs and what links
lead to stay as they are, whatever command writes; what a killed run left is
put back, with and without its journal.
"""

import argparse
import base64
import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile

LIMIT = 60
LOCK = '.rapport.lock'
TAXONOMY = os.path.join(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))), 'datasets', 'taxonomy')
THERAPISTS = (
    'therapist_id,name,openings,licensed_in,specialties\n'
    't1,Ann,2,ny,ptsd\nt2,Ben,1,ny,grief\n'
    't3,Cy,1,ca,ptsd\nt4,Di,1,ca,grief\n')
CLIENTS = (
    'client_id,referred_on,urgency,lives_in,concerns\n'
    'c1,2026-01-05,,ny,ptsd\nc2,2026-01-06,,ny,grief\n'
    'c3,2026-01-07,,ca,ptsd\nc4,2026-01-08,crisis,ca,grief\n')
CASES = []


def page_of(client, day):
    """Where the page of a client is, by the day to which waits are counted."""
    letters = base64.b32encode(hashlib.sha256((client + day).encode()).digest())
    return 'shortlists/%s.html' % letters.decode()[:8]


def case(function):
    CASES.append(function)
    return function


class Place:
    """A folder with a clinic, and the program."""

    def __init__(self, rapport, folder):
        self.rapport = rapport
        self.folder = folder
        self.write('therapists.csv', THERAPISTS)
        self.write('clients.csv', CLIENTS)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), 'w', encoding='utf-8', newline='') as to:
            to.write(text)

    def read(self, name):
        with open(self.path(name), 'rb') as file:
            return file.read()

    def start(self, *words):
        return subprocess.Popen([self.rapport, *words], cwd=self.folder,
                                stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT,
                                stdin=subprocess.DEVNULL)

    def run(self, *words, stdin=None):
        done = subprocess.run(
            [self.rapport, *words], cwd=self.folder, check=False,
            stdin=stdin or subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=LIMIT)
        return done.returncode, done.stdout.decode()

    def match(self, *more, sheets=('therapists.csv', 'clients.csv')):
        return self.run('match', '--threads', '1', *more, *sheets)

    def snapshot(self, name='.'):
        """Everything below a folder by name: bytes, or where a link leads."""
        found = {}
        top = self.path(name)
        for above, folders, names in os.walk(top):
            for each in folders + names:
                path = os.path.join(above, each)
                key = os.path.relpath(path, top)
                if os.path.islink(path):
                    found[key] = os.readlink(path)
                elif os.path.isfile(path):
                    with open(path, 'rb') as file:
                        found[key] = file.read()
        return found

    def is_run(self, name):
        files = self.snapshot(name)
        if 'run.json' not in files:
            return False
        told = json.loads(files.pop('run.json').decode())['files']
        return {key: hashlib.sha256(data).hexdigest()
                for key, data in files.items()} == told


def refused(place, named, *words, **how):
    """A command that has to end with 4, name a file, and change nothing."""
    before = place.snapshot()
    status, said = place.run(*words, **how)
    assert status == 4, 'status %d: %s' % (status, said)
    assert named + ': ' in said, '%s is not named: %s' % (named, said)
    assert 'c4 is in crisis' in said or words[0] == 'diff', said
    after = place.snapshot()
    assert after == before, 'changed: %s' % sorted(
        name for name in set(before) | set(after)
        if before.get(name) != after.get(name))


FILES = ('therapists.csv', 'clients.csv')
HOLDER = '''
import fcntl, sys
lock = open(sys.argv[1], 'w')
fcntl.lockf(lock, fcntl.LOCK_EX)
print('held', flush=True)
sys.stdin.read()
'''


@contextlib.contextmanager
def other_run(folder):
    """Another process holds a directory, and is killed in the end."""
    with subprocess.Popen(
            [sys.executable, '-c', HOLDER, os.path.join(folder, LOCK)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b'held\n'
        yield
        process.kill()


@case
def two_runs_at_once(place, runs):
    """One of two gets the directory, or both one after the other."""
    both = 0
    for turn in range(runs):
        shutil.rmtree(place.path('out'), ignore_errors=True)
        if turn % 2:
            place.match('--out', 'out', '--pages')
        started = [place.start('match', '--out', 'out', '--top', str(top),
                               '--pages', *FILES) for top in (1, 2)]
        said = [each.communicate(timeout=LIMIT)[0].decode()
                for each in started]
        states = [each.returncode for each in started]
        assert sorted(states) in ([0, 4], [0, 0]), (states, said)
        for status, words in zip(states, said):
            assert (status == 4) == (
                'out: another run is writing here' in words), words
        both += states == [0, 0]
        assert place.is_run('out'), sorted(place.snapshot('out'))
        command = json.loads(place.read('out/run.json').decode())['command']
        top = int(command[command.index('--top') + 1])
        assert states[top - 1] == 0, 'the run that stands is not one of 0'
    assert runs < 10 or both < runs, 'never two at once: nothing was tried'


@case
def lock_held(place, _runs):
    """While a lock is held nothing is touched, whatever wants to write."""
    place.match('--out', 'out')
    place.match('--out', 'other')
    place.run('split', '--out', 'parts', *FILES)
    subprocess.run(['sh', 'parts/jobs.txt'], cwd=place.folder, check=True,
                   stderr=subprocess.DEVNULL, env=dict(
                       os.environ, PATH='%s:%s' % (
                           os.path.dirname(place.rapport),
                           os.environ['PATH'])))
    with other_run(place.path('out')):
        for words in (('match', '--out', 'out', *FILES),
                      ('split', '--out', 'out', *FILES),
                      ('merge', '--out', 'out', 'parts'),
                      ('pages', '--results', 'out', *FILES),
                      ('whatif', '--set', 't1.openings=3', '--write', 'out',
                       *FILES),
                      ('diff', '--out', 'out', 'other', 'other')):
            refused(place, 'out', *words)
    status, said = place.match('--out', 'out')
    assert status == 0, said
    assert place.is_run('out'), 'the lock file of a dead run was not taken'


@case
def stranger_in_the_way(place, _runs):
    """A clinic's own files, in a folder without and with an earlier run."""
    for name in ('prices.csv', 'report.html', 'run.json', 'ranked.csv.part'):
        place.write(name, 'mine')
        refused(place, './' + name, 'match', '--out', '.', *FILES)
        os.unlink(place.path(name))
    place.match('--out', 'out', '--analyses', 'none')
    for name in ('out/prices.csv', 'out/report.html',
                 'out/' + page_of('c1', '2026-01-08'),
                 'out/waitlist.csv.old'):
        place.write(name, 'mine')
        refused(place, name, 'match', '--out', 'out', '--pages', *FILES)
        os.unlink(place.path(name))
    place.write('out/notes.txt', 'mine')
    place.write('out/shortlists/own.html', 'mine')
    status, said = place.match('--out', 'out', '--pages')
    assert status == 0, said
    place.match('--out', 'out')
    assert place.read('out/notes.txt') == b'mine'
    assert place.read('out/shortlists/own.html') == b'mine'
    assert page_of('c1', '2026-01-08') not in place.snapshot('out')


@case
def input_in_the_way(place, _runs):
    """An input stays, by its own name, through links and on a pipe."""
    os.rename(place.path('clients.csv'), place.path('waitlist.csv'))
    refused(place, './waitlist.csv', 'match', '--out', '.', 'therapists.csv',
            'waitlist.csv')
    os.rename(place.path('waitlist.csv'), place.path('clients.csv'))
    # a result that was listed, and is an input now
    place.match('--out', 'out')
    os.unlink(place.path('out/waitlist.csv'))
    os.link(place.path('clients.csv'), place.path('out/waitlist.csv'))
    os.symlink('clients.csv', place.path('soft.csv'))
    for name in ('clients.csv', 'soft.csv', 'out/waitlist.csv'):
        refused(place, 'out/waitlist.csv', 'match', '--out', 'out',
                'therapists.csv', name)
    with open(place.path('clients.csv'), 'rb') as stdin:
        refused(place, 'out/waitlist.csv', 'match', '--out', 'out',
                'therapists.csv', '-', stdin=stdin)
    # not written by this run, but listed: it would be removed
    place.match('--out', 'more')
    place.write('policy.csv', 'setting,value\nweight.style,0.5\n')
    os.unlink(place.path('more/envy.csv'))
    os.link(place.path('policy.csv'), place.path('more/envy.csv'))
    refused(place, 'more/envy.csv', 'match', '--out', 'more', '--analyses',
            'none', '--policy', 'policy.csv', *FILES)


@case
def taxonomy_in_the_way(place, _runs):
    """The tables of a taxonomy's folder are inputs, too."""
    shutil.copytree(TAXONOMY, place.path('words'))
    place.match('--out', 'out')
    os.unlink(place.path('out/envy.csv'))
    os.link(place.path('words/danger.csv'), place.path('out/envy.csv'))
    refused(place, 'out/envy.csv', 'match', '--out', 'out', '--taxonomy',
            'words', *FILES)
    # what is only of the same name is nobody's input
    place.match('--out', 'more')
    os.unlink(place.path('more/envy.csv'))
    place.write('concerns.csv', 'mine')
    os.link(place.path('concerns.csv'), place.path('more/envy.csv'))
    status, said = place.match('--out', 'more')
    assert status == 0 and place.is_run('more'), said
    assert place.read('concerns.csv') == b'mine'


@case
def split_over_its_input(place, _runs):
    place.run('split', '--out', 'parts', *FILES)
    first = [place.path('parts/part-0001/' + name) for name in FILES]
    assert all(os.path.exists(path) for path in first)
    place.write('parts/part-0001/clients.csv', CLIENTS)
    refused(place, 'parts/part-0001/clients.csv', 'split', '--out', 'parts',
            'therapists.csv', 'parts/part-0001/clients.csv')
    shutil.rmtree(place.path('parts'))
    place.write('parts/part-0001/clients.csv', CLIENTS)
    refused(place, 'parts/part-0001/clients.csv', 'split', '--out', 'parts',
            *FILES)
    shutil.rmtree(place.path('parts'))
    place.run('split', '--out', 'parts', *FILES)
    before = place.snapshot('parts')
    status, said = place.run('split', '--out', 'parts', *FILES)
    assert status == 0 and place.snapshot('parts') == before, said
    place.match('--out', 'out')
    refused(place, 'out/run.json', 'split', '--out', 'out', *FILES)


@case
def symbolic_links(place, _runs):
    """A link in the directory is refused; the directory may be one itself."""
    place.match('--out', 'out', '--pages')
    os.rename(place.path('out/shortlists'), place.path('elsewhere'))
    os.symlink('../elsewhere', place.path('out/shortlists'))
    for words in (('match', '--out', 'out', *FILES),
                  ('match', '--out', 'out', '--pages', *FILES),
                  ('pages', '--results', 'out', *FILES)):
        refused(place, 'out/shortlists', *words)
    place.match('--out', 'more')
    os.rename(place.path('more/ranked.csv'), place.path('ranked.csv'))
    os.symlink('../ranked.csv', place.path('more/ranked.csv'))
    refused(place, 'more/ranked.csv', 'match', '--out', 'more', *FILES)
    os.mkdir(place.path('third'))
    os.symlink('../clients.csv', place.path('third/' + LOCK))
    refused(place, 'third/' + LOCK, 'match', '--out', 'third', *FILES)
    os.symlink('last', place.path('link'))
    place.match('--out', 'last')
    status, said = place.match('--out', 'link', '--top', '1')
    assert status == 0 and place.is_run('last'), said


@case
def merge_over_a_part(place, _runs):
    place.run('split', '--out', 'parts', *FILES)
    path = dict(os.environ, PATH='%s:%s' % (os.path.dirname(place.rapport),
                                            os.environ['PATH']))
    subprocess.run(['sh', 'parts/jobs.txt'], cwd=place.folder, check=True,
                   stderr=subprocess.DEVNULL, env=path)
    refused(place, 'parts/part-0001/results/run.json', 'merge', '--out',
            'parts/part-0001/results', 'parts')
    status, said = place.run('merge', '--out', 'whole', 'parts')
    assert status == 0 and place.is_run('whole'), said


@case
def whatif_and_diff(place, _runs):
    edit = ('whatif', '--set', 't1.openings=3', '--write')
    refused(place, './therapists.csv', *edit, '.', *FILES)
    place.write('saved/clients.csv', 'mine')
    refused(place, 'saved/clients.csv', *edit, 'saved', *FILES)
    status, said = place.run(*edit, 'new/deep', *FILES)
    assert status == 0, said
    assert sorted(place.snapshot('new/deep')) == sorted(FILES)
    place.match('--out', 'old', '--today', '2026-02-01')
    place.match('--out', 'now')
    for _ in range(2):      # its own diff.csv is replaced
        status, said = place.run('diff', 'old', 'now', '--delimiter', ';')
        assert status == 0, said
    place.write('diff.csv', 'mine')
    refused(place, './diff.csv', 'diff', 'old', 'now')
    os.unlink(place.path('diff.csv'))
    os.link(place.path('now/assignments.csv'), place.path('diff.csv'))
    refused(place, './diff.csv', 'diff', 'old', 'now')


@case
def nothing_made(place, _runs):
    """Folders that were made for a run that wrote nothing go again."""
    place.write('bad.csv', 'therapist_id,openings\nt1,many\n')
    for words in (('match', '--out'), ('split', '--out'),
                  ('whatif', '--set', 't1.openings=3', '--write')):
        status, said = place.run(*words, 'a/b/c', 'bad.csv', 'clients.csv')
        assert status == 1, said
        assert not os.path.exists(place.path('a')), words


@case
def open_to_others(place, _runs):
    """A folder that others can read gets one warning, not with --quiet."""
    warning = 'out: warning: others can read this folder'
    for mode, expected in ((0o700, 0), (0o711, 0), (0o750, 1), (0o705, 1)):
        os.makedirs(place.path('out'), exist_ok=True)
        os.chmod(place.path('out'), mode)
        status, said = place.match('--out', 'out')
        assert status == 0, said
        assert said.count(warning) == expected, '%o: %s' % (mode, said)
        status, said = place.run('pages', '--results', 'out', *FILES)
        assert status == 0, said
        assert said.count(warning) == expected, '%o: %s' % (mode, said)
        assert warning not in place.match('--out', 'out', '--quiet')[1]
    assert 'warning: others' not in place.match('--out', 'fresh')[1]


def cut_short(place, moved):
    """A run that stands under NAME.old, but for what came back."""
    for name in moved:
        os.rename(place.path('out/' + name), place.path('out/%s.old' % name))


@case
def without_a_journal(place, _runs):
    """What was set aside comes back, also where nothing else tells of it."""
    place.write('bad.csv', 'therapist_id,openings\nt1,many\n')
    place.match('--out', 'out', '--pages')
    whole = place.snapshot('out')
    names = sorted(name for name in whole if name != 'run.json')
    for count in range(len(names) + 1):
        cut_short(place, ['run.json'] + names[:count])
        how = count % 3
        if how == 0:
            status, said = place.match('--out', 'out',
                                       sheets=('bad.csv', 'clients.csv'))
            assert status == 1, said
        elif how == 1:      # where it is only read
            status, said = place.run('diff', 'out', 'out', '--out', '.')
            assert status == 0, said
        else:
            status, said = place.match('--keep', 'out', '--out', 'kept')
            assert status == 0, said
        assert place.snapshot('out') == whole, count
    # somebody has put another file into its place: both stay
    cut_short(place, ['run.json', 'ranked.csv'])
    place.write('out/ranked.csv', 'mine')
    refused(place, 'out/ranked.csv', 'match', '--out', 'out', *FILES)
    os.unlink(place.path('out/ranked.csv'))
    assert place.match('--out', 'out')[0] == 0
    assert place.is_run('out')


@case
def keep_the_same(place, _runs):
    """The week's loop: the run that is kept is replaced by the next."""
    place.match('--out', 'out')
    status, said = place.match('--keep', 'out', '--out', 'out')
    assert status == 0 and place.is_run('out'), said


@case
def control_characters(place, _runs):
    """On a terminal a cell gives no orders, whatever prints it."""
    place.write('therapists.csv', 'therapist_id,name,openings,specialties\n'
                't1,"A\x1b[31mnn\x7f\u009b2J",2,"grief; p\x1b[2Jx"\n')
    place.write('clients.csv', 'client_id,concerns,referred_on,age\n'
                '"c\x1b[2Jx\x07","grief; p\x1b[2Jx",2026-01-01,40\n')
    client = 'c\x1b[2Jx\x07'
    for words in (('suggest', '--client', client),
                  ('explain', '--client', client),
                  ('explain', '--therapist', 't1', '--client', client),
                  ('whatif', '--set', 't1.name=B\x1b[31mob\u009b2J'),
                  ('whatif', '--copy', 't1')):
        status, said = place.run(*words, *FILES)
        assert status == 0, said
        wild = [c for c in said if (c < ' ' and c != '\n') or
                '\x7f' <= c < '\xa0']
        assert not wild, '%s: %r' % (words, said)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--rapport', required=True)
    parser.add_argument('--runs', type=int, default=30)
    parser.add_argument('--only')
    options = parser.parse_args()
    os.umask(0o077)
    passed = failed = 0
    for function in CASES:
        if options.only not in (None, function.__name__):
            continue
        folder = tempfile.mkdtemp(prefix='rapport-directories-')
        try:
            function(Place(os.path.abspath(options.rapport), folder),
                     options.runs)
            passed += 1
        except AssertionError as wrong:
            failed += 1
            print('%s: %s' % (function.__name__, wrong))
        finally:
            shutil.rmtree(folder)
    print('directories: %d passed, %d failed' % (passed, failed))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
