#!/usr/bin/env python3
"""Every suggestion, applied: edit the CSV files as the suggestion says, run
`match` again, and compare every figure that was promised.

usage: edits.py [--rapport PROGRAM] [--generate PROGRAM] [--count N] [--seed S]
                [--demo]

Random small clinics are checked in full, and on each all candidates of some
clients are tried one by one, to see that nothing better was missed. --demo
checks the demo clinic as well. Standard library only; the CSV code is its
own. The last line is "edits: N passed, N failed".
"""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from edits.checks import check_clinic  # noqa: E402
from edits.clinic import Clinic, Edit, Program  # noqa: E402
from edits.trials import try_everything  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))


def generated(program, folder, seed):
    """A small clinic with too few openings; its shape depends on the seed."""
    clients, therapists = 6 + seed % 7, 3 + seed % 3
    supply = ('0.4', '0.6', '0.8')[seed % 3]
    blank = ('0.05', '0.3')[seed % 2]
    subprocess.run(
        [program, '--clients', str(clients), '--therapists', str(therapists),
         '--seed', str(seed), '--supply', supply, '--blank', blank,
         '--density', ('0.3', '0.5', '0.8')[seed // 2 % 3],
         '--pins', str(int(seed % 4 == 3)), '--out', folder],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    clinic = Clinic(os.path.join(folder, 'therapists.csv'),
                    os.path.join(folder, 'clients.csv'))
    if seed % 3 == 1:
        clinic = clinic.edited(Edit(
            {'file': 'clients', 'id': clinic.ids('clients')[-1],
             'column': 'urgency', 'to': 'crisis'}))
    return clinic


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--rapport', default='build/rapport')
    parser.add_argument('--generate', default='build/generate')
    parser.add_argument('--count', type=int, default=4)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--demo', action='store_true')
    options = parser.parse_args()
    passed, failed = 0, 0
    scratch = tempfile.mkdtemp()
    try:
        work = []
        if options.demo:
            demo = os.path.join(ROOT, 'datasets', 'demo')
            work.append(('demo', Clinic(os.path.join(demo, 'therapists.csv'),
                                        os.path.join(demo, 'clients.csv'))))
        for seed in range(options.seed, options.seed + options.count):
            folder = os.path.join(scratch, 'seed%d' % seed)
            os.mkdir(folder)
            work.append(('seed %d' % seed,
                         generated(options.generate, folder, seed)))
        for name, clinic in work:
            extra = (['--unknown', 'forbid'] if name.endswith('5') else
                     ['--objective', 'fair'] if name[-1] in '38' else [])
            program = Program(options.rapport, scratch, extra)
            if name[-1] in '23467':
                program.keep(clinic.before(), name.replace(' ', ''),
                             ['--frozen'] if name[-1] in '46' else [])
            counts = check_clinic(program, clinic, name)
            if name != 'demo':
                more = try_everything(program, clinic, name)
                counts = [a + b for a, b in zip(counts, more)]
            passed += counts[0]
            failed += counts[1]
    finally:
        shutil.rmtree(scratch)
    print('edits: %d passed, %d failed' % (passed, failed))
    return failed != 0


if __name__ == '__main__':
    sys.exit(main())
