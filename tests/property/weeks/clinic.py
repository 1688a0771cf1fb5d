"""A clinic in a folder: its sheets, runs of the program on them, and what these
wrote."""
import csv
import json
import os
import subprocess


class Clinic:
    """Rows are lists of dictionaries; scores come from a file, so that what a
    pair is worth is known without the program."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.therapists, self.clients, self.answers = [], [], []
        self.scores = None  # {(client, therapist): points}, or computed
        self.policy = {}

    def write(self):
        sheets = {'therapists': self.therapists, 'clients': self.clients,
                  'answers': self.answers}
        if self.scores is not None:
            sheets['scores'] = [
                {'client_id': c, 'therapist_id': t, 'score': s}
                for (c, t), s in sorted(self.scores.items())]
        sheets['policy'] = [{'setting': k, 'value': v}
                            for k, v in sorted(self.policy.items())]
        for name, rows in sheets.items():
            path = os.path.join(self.folder, name + '.csv')
            if not rows:
                if os.path.exists(path):
                    os.remove(path)
                continue
            with open(path, 'w', newline='', encoding='utf-8') as file:
                fields = list(dict.fromkeys(k for row in rows for k in row))
                writer = csv.DictWriter(file, fields, restval='')
                writer.writeheader()
                writer.writerows(rows)

    def run(self, *words, command='match', out='out'):
        """What `match` wrote, or `week` with its newest run."""
        self.write()
        line = [self.program, command, '--analyses', 'none', '--threads', '1']
        if command == 'week':
            line += [*words, self.folder]
        else:
            line += ['--out', os.path.join(self.folder, out), '--top', '0']
            for name in ('scores', 'policy', 'answers'):
                path = os.path.join(self.folder, name + '.csv')
                if os.path.exists(path):
                    line += ['--' + name, path]
            line += [*words, os.path.join(self.folder, 'therapists.csv'),
                     os.path.join(self.folder, 'clients.csv')]
        done = subprocess.run(line, capture_output=True, text=True,
                              check=False)
        if done.returncode != 0:
            raise AssertionError(f'status {done.returncode}: {line}\n'
                                 f'{done.stderr}')
        where = os.path.join(self.folder, out)
        if command == 'week':
            where = [row.split(maxsplit=1)[1]
                     for row in done.stderr.splitlines()
                     if row.startswith('results ')][-1]
        return Run(where, done.stderr)


def read(path):
    with open(path, newline='', encoding='utf-8-sig') as file:
        return list(csv.DictReader(file))


class Run:
    def __init__(self, where, said):
        self.where, self.said = where, said
        rows = read(os.path.join(where, 'assignments.csv'))
        self.rows = {row['client_id']: row for row in rows}
        self.pairs = {c: row['therapist_id'] for c, row in self.rows.items()
                      if row['therapist_id']}
        self.held = {c: row['held'] for c, row in self.rows.items()
                     if row['held']}
        with open(os.path.join(where, 'run.json'), encoding='utf-8') as file:
            self.run = json.load(file)

    def sheet(self, name):
        path = os.path.join(self.where, name)
        return read(path) if os.path.exists(path) else []

    def ranked(self):
        return self.sheet('ranked.csv')
