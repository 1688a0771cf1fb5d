#!/usr/bin/env python3
"""Run golden cases, as tests/golden.sh says, which sets up what they need.

usage: golden_cases.py [CASE ...]
"""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

CASES = pathlib.Path('tests/golden')
UPDATE = os.environ.get('UPDATE', '')
# A process of its own, which also ends what is left when we were killed.
LIMIT = ['timeout', '-k', '10', os.environ.get('RAPPORT_CASE_LIMIT', '300')]


def run(folder, got):
    """Run the command there; its exit status as a shell has it."""
    limit = LIMIT if shutil.which(LIMIT[0]) else []
    with open(got / 'stdout', 'wb') as out, open(got / 'stderr', 'wb') as err:
        status = subprocess.run(
            [*limit, 'sh', './command'], cwd=folder, stdout=out, stderr=err,
            stdin=subprocess.DEVNULL, check=False).returncode
    return 128 - status if status < 0 else status


def copy(source, target, without):
    """A folder without one of its names, and with new times."""
    shutil.copytree(source, target, symlinks=True, copy_function=shutil.copy,
                    ignore=lambda folder, names:
                    [without] if folder == str(source) else [])


def allow(folder, mode, of_folders):
    """Add these rights, from the folder downwards."""
    for path in (folder, *folder.rglob('*')):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | mode |
                       (of_folders if path.is_dir() else 0))


def keep_new_files(case, work):
    """Take away what the command found there and left as it was."""
    for path in sorted(work.rglob('*'), reverse=True):
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
            continue
        before = case / path.relative_to(work)
        if before.is_file() and before.read_bytes() == path.read_bytes():
            path.unlink()


def files_of(folder):
    """Every file below a folder by its name there; an empty folder, too."""
    found = {}
    for path in folder.rglob('*'):
        if not path.is_dir():
            found[path.relative_to(folder)] = path.read_bytes()
        elif not any(path.iterdir()):
            found[path.relative_to(folder)] = None
    return found


def run_case(case, scratch):
    """What the command said and made, in a folder like `expect`."""
    work, got = scratch / 'work', scratch / 'got'
    for folder in (work, got):
        shutil.rmtree(folder, ignore_errors=True)
    got.mkdir()
    copy(case, work, 'expect')
    (got / 'status').write_text('%d\n' % run(work, got))
    if (case / 'expect' / 'files').is_dir() or UPDATE == 'files':
        allow(work, 0o600, 0o100)
        keep_new_files(case, work)
        if any(work.iterdir()):
            work.rename(got / 'files')
        else:   # git keeps no empty folder, so a file says it
            (got / 'files').mkdir()
            (got / 'files' / '.none').write_text('no file is made\n')
    return got


def passes(case, scratch):
    if not (case / 'command').is_file():
        print("---- %s: no case, a file 'command' is missing" % case)
        return False
    got = run_case(case, scratch)
    expected = case / 'expect'
    if UPDATE:
        shutil.rmtree(expected, ignore_errors=True)
        shutil.copytree(got, expected, symlinks=True)
        # Results are private; what git keeps is not.
        allow(expected, 0o644, 0o111)
    if expected.is_dir() and files_of(expected) == files_of(got):
        return True
    print('---- %s' % case, flush=True)
    subprocess.run(['diff', '-ru', expected, got], check=False)
    return False


def main():
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    # A case may be given by its bare name.
    cases = [pathlib.Path(name) if os.path.isdir(name) else CASES / name
             for name in sys.argv[1:]]
    cases = cases or sorted(p for p in CASES.iterdir() if p.is_dir())
    # Short and without blanks, as it may show up in a message.
    scratch = pathlib.Path(tempfile.mkdtemp())
    passed = 0
    try:
        for case in cases:
            passed += passes(case, scratch)
    except KeyboardInterrupt:
        return 130
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print('golden: %d passed, %d failed' % (passed, len(cases) - passed))
    return int(passed < len(cases))


if __name__ == '__main__':
    sys.exit(main())
