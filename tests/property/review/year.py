"""A year of a small clinic: every Monday clients are matched with those kept
who had a place, then come to their sessions and answer questionnaires, and a
review proposes what to try next, which is taken.

Three promises are held against what the year remembers by itself: nobody who
is at risk is ever without a person, nobody is given back to a therapist whom
they left, and no step is taken twice on the same data.
"""
import csv
import datetime
import os
import random
import subprocess

SHEET = ('client_id therapist_id date measure score attended homework_done '
         'risk').split()
CLIENTS = ('client_id referred_on concerns needs_prescriber past_therapists '
           'review_step reviewed_on').split()
THERAPISTS = [
    ('T1', 4, 'depression:40; ptsd:9', 'supportive; cbt'),
    ('T2', 4, 'ptsd:30; gad', 'emdr; supportive'),
    ('T3', 3, 'gad:25; depression', 'cbt; act'),
    ('T4', 3, 'bipolar:12; depression:8', 'ipt; supportive'),
    ('T5', 2, 'depression; gad; ptsd', 'psychodynamic')]
KINDS = ['better', 'better', 'stuck', 'stuck', 'worse', 'away', 'risk']
ALL_STEPS = {'talk', 'goals', 'approach', 'add', 'change', 'human'}


def read(path):
    with open(path, encoding='utf-8-sig', newline='') as file:
        return list(csv.DictReader(file))


def write(path, columns, rows):
    with open(path, 'w', encoding='utf-8', newline='') as file:
        out = csv.DictWriter(file, columns)
        out.writeheader()
        out.writerows(rows)


class Life:
    """How a client fares; with another therapist it may be better."""

    def __init__(self, chance, kind):
        self.chance, self.kind = chance, kind
        self.level, self.sessions, self.danger = chance.randint(13, 17), 0, 0
        self.start = chance.randint(2, 10)

    def change_therapist(self):
        self.kind = self.chance.choice(['better', 'better', 'stuck'])

    def session(self):
        """(score, attended, homework, risk)"""
        c = self.chance
        self.sessions += 1
        slope = {'better': -1, 'worse': 1}.get(self.kind, 0)
        self.level = min(19, max(3, self.level + slope))
        if self.kind == 'risk' and self.sessions == self.start:
            self.danger, self.kind = c.randint(1, 3), 'better'
        risk = 'several days' if self.danger > 0 else c.choice(['', 'no'])
        if self.danger > 0:
            self.danger -= 1
        elif self.sessions > self.start:
            risk = 'no'
        attended = 'no' if self.kind == 'away' and self.sessions > 3 else 'yes'
        return (min(27, max(0, self.level + c.randint(-1, 1))), attended,
                c.choice(['', 'yes', 'no']), risk)


class Year:
    def __init__(self, program, folder, seed):
        self.program, self.folder = program, folder
        self.chance = random.Random(seed)
        self.monday = datetime.date(2026, 1, 5)
        self.lives, self.rows, self.clients = {}, [], []
        self.left = {}      # client -> therapists whom they left
        self.taken = {}     # client -> (step, newest row) of the last step
        self.steps, self.changed, self.wrong = set(), 0, []
        self.last = None    # the newest run
        self.places = {}    # client -> therapist, also of who is at risk
        write(self.path('therapists.csv'),
              'therapist_id openings specialties modalities'.split(),
              [dict(zip('therapist_id openings specialties modalities'.split(),
                        t)) for t in THERAPISTS])

    def path(self, name):
        return os.path.join(self.folder, name)

    def run(self, *arguments):
        done = subprocess.run([self.program, *arguments], capture_output=True,
                              text=True, check=False, cwd=self.folder)
        if done.returncode:
            raise AssertionError('%s: status %d: %s' % (
                arguments[0], done.returncode, done.stderr[-300:]))
        return done

    def say(self, words):
        self.wrong.append('%s: %s' % (self.monday, words))

    def arrive(self):
        """New clients; who is well again leaves the list."""
        gone = {c for c, life in self.lives.items()
                if life.level <= 4 and life.sessions > 6}
        self.clients = [c for c in self.clients if c['client_id'] not in gone]
        for _ in range(self.chance.choice([0, 0, 1, 2])):
            if len(self.clients) >= 18:
                return
            name = 'C%d' % (len(self.lives) + 1)
            kind = self.chance.choice(KINDS)
            self.lives[name] = Life(self.chance, kind)
            self.clients.append(dict(
                dict.fromkeys(CLIENTS, ''), client_id=name,
                referred_on=self.monday.isoformat(), concerns=self.chance.choice(
                    ['depression', 'ptsd', 'gad', 'bipolar'])))

    def at_risk(self):
        """Whose newest day that says anything about risk says yes."""
        newest = {}
        for row in self.rows:
            if row['risk']:
                newest[row['client_id']] = row['risk']  # rows are by date
        here = {c['client_id'] for c in self.clients}
        return {c for c, said in newest.items() if said != 'no'} & here

    def match(self, week):
        out = 'run%d' % week
        keep = ['--keep', self.last] if self.last else []
        done = self.run('match', 'therapists.csv', 'clients.csv', *keep,
                        '--outcomes', 'outcomes.csv', '--out', out,
                        '--analyses', 'none', '--today',
                        self.monday.isoformat())
        self.last = out
        for row in read(self.path(out + '/assignments.csv')):
            client, therapist = row['client_id'], row['therapist_id']
            if client in self.at_risk():
                if row['status'] != 'human' or therapist:
                    self.say('%s is at risk, and %s' % (client, row['status']))
                if 'client %s is in crisis' % client not in done.stderr:
                    self.say('%s is at risk, and match does not say so' %
                             client)
                continue    # a person sees to them: their therapist goes on
            if therapist in self.left.get(client, ()):
                self.say('%s is back with %s' % (client, therapist))
            if not therapist:
                self.places.pop(client, None)
                continue
            if self.places.get(client, therapist) != therapist and \
                    client in self.left:
                self.changed += 1
                self.lives[client].change_therapist()
            self.places[client] = therapist

    def meet(self):
        """A session of everybody who has a place, some days after Monday."""
        for c in self.clients:
            client = c['client_id']
            therapist = self.places.get(client)
            if not therapist or therapist in self.left.get(client, ()):
                continue
            score, attended, homework, risk = self.lives[client].session()
            day = (self.monday + datetime.timedelta(days=3)).isoformat()
            row = dict.fromkeys(SHEET, '')
            row.update(client_id=client, therapist_id=therapist, date=day,
                       attended=attended)
            if attended == 'yes':
                row.update(measure='phq9', score=score, risk=risk,
                           homework_done=homework)
            self.rows.append(row)
        write(self.path('outcomes.csv'), SHEET, self.rows)

    def newest_row(self, client):
        return max((r['date'] for r in self.rows if r['client_id'] == client),
                   default='')

    def take(self, before, after):
        """What one client's step changed in the sheet."""
        client = before['client_id']
        if after['review_step'] == before['review_step'] and \
                after['reviewed_on'] == before['reviewed_on']:
            return
        step, newest = int(after['review_step']), self.newest_row(client)
        old, then = self.taken.get(client, (0, ''))
        if step <= old:
            self.say('%s has step %d after step %d' % (client, step, old))
        if newest <= then:
            self.say('%s has a step twice on the data of %s' % (client, then))
        self.taken[client] = step, newest

    def review(self, week):
        saved = 'saved%d' % week
        sheets = ['therapists.csv', 'clients.csv', '--outcomes',
                  'outcomes.csv', '--quiet']
        done = self.run('review', *sheets, '--write', saved)
        rows = list(csv.DictReader(done.stdout.splitlines()))
        for client in self.at_risk():
            mine = [r for r in rows if r['client_id'] == client]
            if not any(r['action'] == 'human' for r in mine):
                self.say('%s is at risk, and no person is asked' % client)
            if any(r['step'] for r in mine):
                self.say('%s is at risk, and gets a step' % client)
            if 'client %s is in crisis' % client not in done.stderr:
                self.say('%s is at risk, and review does not say so' % client)
        after = read(self.path(saved + '/clients.csv'))
        for old, new in zip(self.clients, after):
            self.take(dict.fromkeys(CLIENTS, '') | old, new)
        for row in rows:
            self.steps.add(row['action'])
            if row['action'] == 'change':
                self.left.setdefault(row['client_id'], set()).add(
                    self.places[row['client_id']])
        self.clients = after
        write(self.path('clients.csv'), CLIENTS, self.clients)
        if week % 8 == 0:
            again = self.run('review', *sheets).stdout
            for row in csv.DictReader(again.splitlines()):
                if row['step']:
                    self.say('%s gets another step at once' %
                             row['client_id'])

    def play(self, weeks):
        write(self.path('outcomes.csv'), SHEET, [])
        for week in range(weeks):
            self.arrive()
            write(self.path('clients.csv'), CLIENTS, self.clients)
            if self.clients:
                self.match(week)
                self.meet()
                self.review(week)
            self.monday += datetime.timedelta(days=7)
        if weeks >= 52 and (ALL_STEPS - self.steps or not self.changed):
            self.say('shows nothing: %d changes, never %s' % (
                self.changed, ' '.join(sorted(ALL_STEPS - self.steps))))
        return self.wrong


def play(program, folder, seed, weeks):
    """Sentences of promises that a year of a clinic did not keep."""
    return Year(program, folder, seed).play(weeks)
