#!/usr/bin/env python3
"""Reviews: every cell of review.csv worked out again from the sheets by other
code, for invented therapies of the demo clinic; what `--write` saves, cell by
cell; and a year of a clinic, week by week.

usage: review.py [--rapport PROGRAM] [--count N] [--years N] [--seed S]

Standard library only. The last line is "review: N passed, N failed".
"""
import argparse
import csv
import datetime
import decimal
import io
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from oracle.results import Clinic as Oracle, Options  # noqa: E402
from review import year  # noqa: E402
from review.reference import Client, Ladder, STEPS  # noqa: E402
from track.reference import Measures  # noqa: E402

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
MEASURES = os.path.join(ROOT, 'datasets', 'taxonomy', 'measures.csv')
DEMO = os.path.join(ROOT, 'tests', 'clinics', 'plain')
D = decimal.Decimal
COLUMNS = ('client_id,therapist_id,measure,questionnaires,first,last,change,'
           'status,trigger,step,action,options,words').split(',')
SHEET = ('client_id therapist_id date measure score attended homework_done '
         'risk').split()

# spellings, and the scores between which a course moves
SCALES = [('phq9', 5, 24), ('PHQ-9', 5, 24), ('GAD-7', 3, 19), ('ors', 15, 33),
          ('core10', 6, 28), ('pcl5', 25, 60), ('srs', 31, 39),
          ('ybocs', 10, 30), ('Own scale', 0, 50)]
CONCERNS = ['bipolar', 'adhd_adult', 'ptsd', 'depression; insomnia', 'grief',
            'gad', 'ocd; depression', '', 'self_harm', 'couple_conflict']
MODALITIES = ['', '', '', 'cbt', 'emdr', 'supportive', 'act', 'dbt; ipt',
              'psychodynamic']


def read(path):
    with open(path, encoding='utf-8', newline='') as file:
        return list(csv.DictReader(file))


def write(path, columns, rows):
    with open(path, 'w', encoding='utf-8', newline='') as file:
        out = csv.DictWriter(file, columns)
        out.writeheader()
        out.writerows(rows)


class Sheets:
    """Some clients of the demo clinic, and what was measured of them."""

    def __init__(self, chance):
        self.chance = chance
        self.newest = datetime.date(2026, 11, 16)
        self.therapists = ['T%02d' % k for k in chance.sample(range(1, 25), 3)]
        self.therapists.append('T9-who-left')
        self.clients = [self.client(row) for row in chance.sample(
            read(DEMO + '/clients.csv'), chance.randint(1, 12))]
        ids = [row['client_id'] for row in self.clients] + ['P1']
        self.people = read(DEMO + '/therapists.csv')
        for row in self.people:
            row['declines'] = '; '.join(
                name for name in row['declines'].split('; ') if name in ids)
        rows = {}
        for _ in range(chance.choice([2, 20, 60])):
            self.course(rows, chance.choice(ids))
        self.rows = list(rows.values())
        chance.shuffle(self.rows)

    def client(self, row):
        c = self.chance
        row = dict(row)
        row['concerns'] = c.choice(CONCERNS + [row['concerns']] * 4)
        row['want_modalities'] = c.choice(MODALITIES + ['supportive'] * 3)
        row['avoid_modalities'] = c.choice(MODALITIES + [''] * 6)
        row['tried_modalities'] = c.choice(MODALITIES + [''] * 3)
        row['needs_prescriber'] = c.choice(['', 'no', 'open'])
        row['past_therapists'] = c.choice(
            ['', '', 'none', 'T09:not_helping', 'T05; T11:approach'])
        row['review_step'] = c.choice(['', '0', '1', '2', '2', '2', '3', '4', '5'])
        row['reviewed_on'] = '' if c.random() < .6 else self.day(-60).isoformat()
        row['note'] = c.choice(['', '=1+1', 'a, "b"', "'-x"])
        return row

    def day(self, least):
        return self.newest + datetime.timedelta(
            days=self.chance.randint(least, 0))

    def course(self, rows, client):
        c = self.chance
        therapist = c.choice(self.therapists)
        name, low, high = c.choice(SCALES + [(None, 0, 0)] * 2)
        day = self.day(-420)
        trend = c.choice([-1, 0, 0, 1])
        level = c.randint(low, high)
        shy = {column: c.choice(['', '', 'no', 'yes'])
               for column in ('attended', 'homework_done')}
        for k in range(c.choice([1, 2, 3, 8, 9, 12])):
            key = client, therapist, Measures.fold(name or 'none %d' % k), day
            key = tuple('phq9' if part == 'phq_9' else part for part in key)
            score = min(high, max(low, level + trend * k + c.randint(-1, 1)))
            half = c.choice([0, 0, 0, .5]) if low < score < high else 0
            rows.setdefault(key, {
                'client_id': client, 'therapist_id': therapist,
                'date': day.isoformat(), 'measure': name or '',
                'score': '' if name is None else
                ('%g' % (score + half)),
                'attended': c.choice(['', shy['attended']]),
                'homework_done': c.choice(['', shy['homework_done']]),
                'risk': c.choice([''] * 6 + ['no', 'never', '0'] * 2 +
                                 ['several days', 'yes'][:c.random() < .1])})
            day += datetime.timedelta(days=c.choice([1, 7, 7, 14]))
            if day > self.newest:
                return


def run(program, command, *arguments):
    done = subprocess.run([program, command, *arguments], capture_output=True,
                          check=False)
    if done.returncode:
        raise AssertionError('%s: status %d: %s' % (
            command, done.returncode, done.stderr.decode()[-600:]))
    return done.stdout.decode(), done.stderr.decode()


def is_number(text, exact):
    if exact is None:
        return text == ''
    return (D(text) == exact and len(text.strip('-').replace('.', '')) <= 10
            and text != '-0')


def check_words(row, names):
    """Sentences of what a row's words lack."""
    words = row['words']
    if row['measure'] in names and names[row['measure']] not in words:
        yield 'words do not name the measure: %r' % words
    for score in (row['first'], row['last']):
        if score and score not in words:
            yield 'words lack the score %s: %r' % (score, words)
    if row['action'] in ('talk', 'goals', 'approach', 'add') and \
            row['therapist_id'] not in words:
        yield 'words do not say with whom: %r' % words
    if row['action'] == 'change' and not all(
            t in words for t in row['options'].split('; ')):
        yield 'words do not name the others: %r' % words
    if bool(row['trigger']) != ('; ' in words.replace(
            '; how large a change', '')):
        yield 'words say nothing of what to do, or too much: %r' % words


def expected(sheets, oracle, ranked, measures, today, settings):
    """[(row of review.csv but its words)], and whom nothing but risk or the
    rosters makes a person's: {client: Client}."""
    since = today - datetime.timedelta(days=7 * settings['review.weeks'])
    ladder = Ladder(oracle, ranked)
    out, all_of = [], {}
    for client in sorted(sheets.clients, key=lambda r: r['client_id'].encode()):
        name = client['client_id']
        rows = [r for r in sheets.rows if r['client_id'] == name]
        if not rows:
            continue
        of = Client(rows, measures, since, settings['review.questionnaires'])
        said = {}
        for row in rows:
            if row['risk']:
                said.setdefault(row['date'], []).append(row['risk'])
        in_crisis = bool(said) and any(
            text not in ('no', 'never', '0') for text in said[max(said)])
        reviewed = client['reviewed_on']
        step = ladder.next(
            oracle.clients[name], of, int(client['review_step'] or 0),
            reviewed and datetime.date.fromisoformat(reviewed),
            in_crisis or name in oracle.human)
        all_of[name] = (of, step)
        for row in of.rows:
            out.append((name, row.therapist, row.measure, str(row.count),
                        row.first, row.last, row.change, row.status,
                        row.trigger, *(step if row.trigger else ('',) * 3)))
    return out, all_of


def compare(text, want, names):
    got = list(csv.DictReader(io.StringIO(text)))
    if text.split('\r\n')[0].split(',') != COLUMNS:
        yield 'header %r' % text.split('\r\n')[0]
    if len(got) != len(want):
        yield '%d rows, expected %d' % (len(got), len(want))
    for row, exact in zip(got, want):
        for column, value in zip(COLUMNS, exact):
            good = (is_number(row[column], value)
                    if column in ('first', 'last', 'change')
                    else row[column] == value)
            if not good:
                yield '%s: %s is %r, expected %s' % (
                    exact[:3], column, row[column], value)
        yield from check_words(row, names)


def check_saved(before, after, all_of, newest):
    """Sentences of what is not in the sheet with the steps."""
    for old, new in zip(before, after):
        of, step = all_of.get(old['client_id'], (None, ('', '', '')))
        want = dict(old)
        if step[0]:
            want.update(review_step=step[0], reviewed_on=newest)
        if step[1] == 'change':
            past = old['past_therapists']
            entry = '%s:not_helping' % of.therapist
            want['past_therapists'] = (
                entry if past in ('', 'none') else
                past if entry in past else '%s; %s' % (past, entry))
        for column, cell in want.items():
            if new[column] != cell:
                yield '%s: %s is %r, expected %r' % (
                    old['client_id'], column, new[column], cell)
    if len(before) != len(after):
        yield '%d clients saved, of %d' % (len(after), len(before))


def check(program, folder, seed, seen):
    """Sentences of what is wrong with one review."""
    chance = random.Random(seed)
    sheets, measures = Sheets(chance), Measures(MEASURES)
    names = {name: row['label'] for name, row in measures.rows.items()}
    paths = {name: os.path.join(folder, name + '.csv')
             for name in ('therapists', 'clients', 'outcomes', 'policy')}
    write(paths['therapists'], sheets.people[0].keys(), sheets.people)
    write(paths['clients'], sheets.clients[0].keys(), sheets.clients)
    write(paths['outcomes'], SHEET, sheets.rows)
    settings = {'review.questionnaires': 8, 'review.weeks': 26}
    if chance.random() < .5:
        settings = {'review.questionnaires': chance.choice([2, 4, 9]),
                    'review.weeks': chance.choice([0, 4, 60])}
    with open(paths['policy'], 'w', encoding='utf-8') as file:
        file.write('setting,value,source\n' + ''.join(
            '%s,%d,test\n' % pair for pair in settings.items()))
    both = [paths['therapists'], paths['clients'], '--outcomes',
            paths['outcomes'], '--policy', paths['policy'], '--quiet']
    newest = max(map(str, (row['date'] for row in sheets.rows)))
    today = datetime.date.fromisoformat(newest)
    options = []
    if chance.random() < .4:
        today = sheets.newest - datetime.timedelta(days=chance.randint(0, 300))
        options = ['--today', today.isoformat()]
    saved = os.path.join(folder, 'saved')
    text, said = run(program, 'review', *both, *options, '--write', saved)
    ranked = {}
    for row in csv.DictReader(io.StringIO(
            run(program, 'rank', *both, *options, '--top', '0')[0])):
        ranked.setdefault(row['client_id'], []).append(row['therapist_id'])
    oracle = Oracle(Options(paths['therapists'], paths['clients'],
                            today=options[1] if options else None))
    want, all_of = expected(sheets, oracle, ranked, measures, today, settings)
    yield from compare(text, want, names)
    for name, (of, step) in all_of.items():
        seen.update([of.trigger, step[1], *(row.status for row in of.rows)])
        if of.trigger == 'risk' and name not in said:
            yield '%s is at risk, and nobody says so' % name
    yield from check_saved(sheets.clients, read(saved + '/clients.csv'),
                           all_of, newest)
    chance.shuffle(sheets.rows)
    write(paths['outcomes'], SHEET, sheets.rows)
    if run(program, 'review', *both, *options)[0] != text:
        yield 'another order of rows, another review'


# What a few dozen sheets have to have met, or they show nothing.
EVERYTHING = {'recovered', 'improved', 'worse', 'unchanged', 'too_early',
              'risk', 'alliance', 'absent', 'homework', 'human', *STEPS}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--rapport', default='build/rapport')
    parser.add_argument('--count', type=int, default=40)
    parser.add_argument('--years', type=int, default=1)
    parser.add_argument('--weeks', type=int, default=52)
    parser.add_argument('--seed', type=int, default=1)
    asked = parser.parse_args()
    asked.rapport = os.path.abspath(asked.rapport)
    failed, seen = 0, set()

    def note(what, wrong):
        nonlocal failed
        wrong = list(wrong)
        failed += bool(wrong)
        for sentence in wrong[:5]:
            print('review: %s: %s' % (what, sentence))

    for k in range(asked.count):
        with tempfile.TemporaryDirectory() as folder:
            note('sheets %d' % k, check(asked.rapport, folder,
                                        asked.seed * 1000003 + k, seen))
    note('sheets', ['never met: ' + ' '.join(sorted(EVERYTHING - seen))]
         if asked.count >= 40 and EVERYTHING - seen else [])
    for k in range(asked.years):
        with tempfile.TemporaryDirectory() as folder:
            note('year %d' % k, year.play(asked.rapport, folder,
                                          asked.seed * 1000003 + k,
                                          asked.weeks))
    print('review: %d passed, %d failed' % (
        asked.count + 1 + asked.years - failed, failed))
    return failed != 0


if __name__ == '__main__':
    sys.exit(main())
