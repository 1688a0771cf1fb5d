"""Eight Mondays of a clinic: referrals, seats, offers, answers, starts, a leave.

Sixty wait at first; each week brings 15 referrals and 14 or 18 seats. Whoever
has a place is told of it, at the latest a week after the run; half answer within
a week, a quarter in two, the others never. Of those who have a choice 30 % take
one, 10 % decline, the rest accept; who accepted starts in the week after. In
week four a therapist says when they leave.
"""
import datetime
import os
import random
import subprocess

from weeks.clinic import Clinic, read

FIRST = datetime.date(2026, 9, 7)  # a Monday
WAITING, REFERRALS, SEATS = 60, 15, (14, 18)


class Played:
    def __init__(self):
        self.told = self.moved = self.asked = self.chosen = self.lost = 0
        self.troubles = []


class Mondays:
    def __init__(self, program, generate, folder, seed, offers):
        self.chance = random.Random(seed)
        self.offers = offers  # are there rows `offered`?
        self.clinic = Clinic(program, folder)
        self.played = Played()
        pool = os.path.join(folder, 'pool')
        subprocess.run(
            [generate, '--clients', '260', '--therapists', '40', '--seed',
             str(seed % 100000 + 1), '--out', pool], check=True,
            capture_output=True)
        self.pool = [row for row in read(os.path.join(pool, 'clients.csv'))
                     if row.get('urgency') != 'crisis']
        self.clinic.therapists = read(os.path.join(pool, 'therapists.csv'))
        for row in self.clinic.therapists:
            row['openings'] = '0'
            row['updated_on'] = row['declines'] = ''
            row['available_until'] = ''
        self.told = {}      # client: (therapist, day) that counts
        self.declined = {}  # client: therapists
        self.kept = {}      # client: therapist, accepted or chosen and held
        self.due = []       # (day, client, what they will say)
        self.run = None

    def say(self, client, answer, therapist, day):
        self.clinic.answers.append(
            {'client_id': client, 'answer': answer, 'therapist_id': therapist,
             'answered_on': day.isoformat(), 'until': ''})

    def wrong(self, words):
        self.played.troubles.append(words)

    # -- what happens between two Mondays ------------------------------------

    def refer(self, count, day):
        """New people; those of the first day have waited for a while."""
        for _ in range(min(count, len(self.pool))):
            row = self.pool.pop()
            wait = self.chance.randint(0, 6) if count == REFERRALS \
                else self.chance.randint(0, 90)
            row['referred_on'] = (day - datetime.timedelta(wait)).isoformat()
            row['pin'] = ''
            self.clinic.clients.append(row)

    def open_seats(self, day):
        """Openings are what is left today: who has started has theirs."""
        started = {}
        for row in self.clinic.answers:
            if row['answer'] == 'started':
                started.setdefault(row['therapist_id'], []).append(row)
        for row in self.clinic.therapists:
            since = [one for one in started.get(row['therapist_id'], [])
                     if one['answered_on'] > row['updated_on']]
            row['openings'] = str(max(0, int(row['openings']) - len(since)))
            row['updated_on'] = day.isoformat()
        for _ in range(self.chance.choice(SEATS)):
            row = self.chance.choice(
                [t for t in self.clinic.therapists if not t['available_until']])
            row['openings'] = str(int(row['openings']) + 1)

    def leave(self, day):
        """Somebody with people who were told says when they go."""
        busy = [t for t in self.clinic.therapists
                if t['therapist_id'] in self.run.pairs.values()]
        row = self.chance.choice(busy or self.clinic.therapists)
        row['available_until'] = (day + datetime.timedelta(45)).isoformat()

    def tell(self, day):
        """Whoever was given a place is told of it today."""
        choices = {}  # as the page of today says
        for row in self.run.ranked():
            if row['status'] in ('choice', 'open') and row['price']:
                choices.setdefault(row['client_id'], []).append(
                    row['therapist_id'])
        for row in self.run.sheet('to_offer.csv'):
            c, t = row['client_id'], row['therapist_id']
            if self.told.get(c, (None,))[0] == t and not self.offers:
                continue
            if t in self.declined.get(c, ()):
                self.wrong(f'{c} is offered {t}, whom they declined')
            self.told[c] = (t, day)
            self.played.told += 1
            if self.offers:
                self.say(c, 'offered', t, day)
            roll = self.chance.random()
            if roll < 0.75:
                late = self.chance.randint(1, 6) + (7 if roll >= 0.5 else 0)
                self.due.append((day + datetime.timedelta(late), c, t,
                                 choices.get(c, [])))

    def answer(self, until):
        """Answers that come before the next Monday."""
        for due in sorted(self.due):
            day, c, t, others = due
            if day >= until:
                continue
            self.due.remove(due)
            if self.told.get(c, (None,))[0] != t:
                continue  # it was withdrawn: told of another one since
            roll = self.chance.random()
            others = [other for other in others
                      if other not in self.declined.get(c, ())]
            if others and roll < 0.3:
                self.say(c, 'chosen', others[0], day)
                self.chosen[c] = others[0], t
                self.told.pop(c)
            elif 0.3 <= roll < 0.4:
                self.say(c, 'declined', t, day)
                self.declined.setdefault(c, set()).add(t)
                self.told.pop(c)
            else:
                self.say(c, 'accepted', t, day)
                self.kept[c] = t
                self.told.pop(c)
                self.due_start(c, t, day)

    def due_start(self, client, therapist, day):
        start = day + datetime.timedelta(self.chance.randint(3, 10))
        self.starts.append((start, client, therapist))

    def start(self, until):
        for one in sorted(self.starts):
            day, c, t = one
            if day >= until:
                continue
            self.starts.remove(one)
            if self.kept.get(c) == t and self.run.pairs.get(c) == t:
                self.say(c, 'started', t, day)
                self.kept.pop(c)
                if self.chance.random() < 0.5:  # some sheets are cleared at once
                    self.clinic.clients = [
                        row for row in self.clinic.clients
                        if row['client_id'] != c]

    # -- what has to hold -----------------------------------------------------

    def check(self, day):
        run = self.run
        room = {row['therapist_id']: int(row['openings'])
                for row in self.clinic.therapists}
        for c, t in run.pairs.items():
            room[t] -= 1
            if t in self.declined.get(c, ()):
                self.wrong(f'{day}: {c} is given {t}, whom they declined')
        for row in self.clinic.answers:
            if row['answer'] == 'started' and row['answered_on'] > next(
                    t['updated_on'] for t in self.clinic.therapists
                    if t['therapist_id'] == row['therapist_id']):
                room[row['therapist_id']] -= 1
        for t, left in room.items():
            if left < 0:
                self.wrong(f'{day}: an opening of {t} is used twice')
        for c, t in self.kept.items():
            if run.pairs.get(c) != t:
                self.wrong(f'{day}: {c} accepted {t} and has '
                           f'{run.pairs.get(c)}')
        for c, (t, own) in self.chosen.items():  # of last week's answers
            self.played.asked += 1
            self.played.chosen += run.pairs.get(c) == t
            self.played.lost += run.pairs.get(c) not in (t, own)
            if run.pairs.get(c) == t:
                self.kept[c] = t
                self.say(c, 'accepted', t, day)
        self.chosen = {}
        lapsed = datetime.timedelta(14)
        for c, (t, told) in list(self.told.items()):
            if run.pairs.get(c) != t and day - told <= lapsed:
                self.played.moved += 1
                if self.offers:
                    self.wrong(f'{day}: {c} was offered {t} on {told} and has '
                               f'{run.pairs.get(c)}')
            if run.pairs.get(c) != t or day - told > lapsed:
                self.told.pop(c)

    def play(self, weeks):
        self.starts, self.chosen = [], {}
        self.refer(WAITING, FIRST)
        for week in range(weeks):
            day = FIRST + datetime.timedelta(7 * week)
            if week > 0:
                self.refer(REFERRALS, day)
                self.answer(day)
                self.start(day)
            self.open_seats(day)
            if week == 3:
                self.leave(day)
            try:
                self.run = self.clinic.run(
                    '--analyses', 'choices', '--today', day.isoformat(),
                    command='week')
            except AssertionError as wrong:
                self.wrong(str(wrong)[:800])
                return self.played
            self.check(day)
            self.tell(day)
        return self.played


def play(program, generate, folder, seed, weeks, offers):
    return Mondays(program, generate, folder, seed, offers).play(weeks)
