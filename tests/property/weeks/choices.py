"""Chosen pairs on small clinics: every plan is tried, and the program's has to
be the one that the words of the contract pick. In half of the clinics hours are
promised, and bind."""
import itertools

HOURS = [f'{day} {at:02}:00' for day in ('mon', 'tue') for at in (9, 10, 11)]
DAY = '2026-11-09'
TIERS = ('urgent', 'soon', 'routine')


def invent(clinic, chance):
    """At most 7 clients and 4 therapists, few different scores."""
    clients, therapists = chance.randint(2, 7), chance.randint(2, 4)
    clinic.therapists = [
        {'therapist_id': f'T{t}', 'openings': chance.choice([0, 1, 1, 1, 2])}
        for t in range(therapists)]
    clinic.clients = [
        {'client_id': f'C{c}',
         'urgency': chance.choice(['routine', 'routine', 'routine', 'urgent']),
         'referred_on': f'2026-11-0{chance.randint(1, 9)}'}
        for c in range(clients)]
    clinic.clients[0]['referred_on'] = DAY
    clinic.scores = {
        (f'C{c}', f'T{t}'): chance.choice([20, 40, 45, 50, 55, 60, 62, 65, 70])
        for c in range(clients) for t in range(therapists)
        if chance.random() < 0.85}
    clinic.policy = {'choice_drop': chance.choice([1000, 1000, 500, 3000]),
                     'choice_points': chance.choice([500, 500, 1000, 10000]),
                     'fair_floor': 50}
    clinic.answers = []
    clinic.hours = {}
    clinic.policy['hours'] = int(chance.random() < 0.5)
    if clinic.policy['hours']:
        promise(clinic, chance)


def promise(clinic, chance):
    """Slots of both sides, by the hour."""
    def some(most):
        return sorted(chance.sample(HOURS, chance.randint(1, most)))

    def slots(hours):
        return '; '.join(f'{h}-{int(h[4:6]) + 1:02}:00' for h in hours)

    for row in clinic.therapists + clinic.clients:
        most = 4 if 'openings' in row else 3
        if chance.random() < 0.85:
            hours = some(most)
            clinic.hours[row.get('client_id') or row['therapist_id']] = hours
            row['slots'] = slots(hours)


def can_meet(clinic, t, clients):
    """Can all of these hold an hour of the therapist?"""
    if t not in clinic.hours:
        return True
    suiting = [[h for h in clinic.hours[t] if h in clinic.hours.get(c, HOURS)]
               for c in clients]
    return any(len(set(dealt)) == len(dealt)
               for dealt in itertools.product(*suiting))


def plans(clinic, ids):
    """Every plan of these clients: {client: therapist or None}."""
    options = [[None] + [t['therapist_id'] for t in clinic.therapists
                         if (c, t['therapist_id']) in clinic.scores]
               for c in ids]
    room = {t['therapist_id']: t['openings'] for t in clinic.therapists}
    for places in itertools.product(*options):
        if all(places.count(t) <= n and
               can_meet(clinic, t, [c for c, at in zip(ids, places) if at == t])
               for t, n in room.items()):
            yield dict(zip(ids, places))


class Answer:
    """What the contract says of the clinic, by trying everything."""

    def __init__(self, clinic, without, fair):
        self.clinic, self.fair = clinic, fair
        self.ids = [row['client_id'] for row in clinic.clients]
        self.without = without  # the program's plan before anybody chose
        self.all = [p for p in plans(clinic, self.ids)]

    def score(self, c, t):
        return round(self.clinic.scores[c, t] * 100)

    def is_allowed(self, plan, choosers):
        """Everybody keeps a place, and nobody else falls far."""
        for c, own in self.without.items():
            if plan[c] is None:
                return False
            if c in choosers:
                continue
            was, now = self.score(c, own), self.score(c, plan[c])
            if now < was - self.clinic.policy['choice_drop']:
                return False
            floor = self.clinic.policy['fair_floor'] * 100
            if self.fair and was >= floor > now:
                return False
        return True

    def total(self, plan):
        return sum(self.score(c, t) for c, t in plan.items() if t)

    def best(self, fixed):
        found = [self.total(p) for p in self.all
                 if all(p[c] == t for c, t in fixed.items()) and
                 self.is_allowed(p, fixed) and self.is_waiting(p)]
        return max(found) if found else None

    def is_waiting(self, plan):
        """Nobody comes in by a choice."""
        return all(c in self.without or t is None for c, t in plan.items())

    def price(self, c, t):
        own, other = self.best({c: self.without[c]}), self.best({c: t})
        return None if other is None else own - other

    def held(self, wishes):
        """Who is held, in the order of the wishes."""
        fixed = {}
        for c, t in wishes:
            if c not in self.without:
                continue
            price = self.price(c, t)
            if price is None:
                continue
            fall = self.score(c, self.without[c]) - self.score(c, t)
            if price - fall > self.clinic.policy['choice_points']:
                continue
            if self.best({**fixed, c: t}) is not None:
                fixed[c] = t
        return fixed

    def key(self, plan, fixed):
        """Objective 2 and 3: waits are 0 here, all within a week or so."""
        urgency = {row['client_id']: row['urgency']
                   for row in self.clinic.clients}
        floor = self.clinic.policy['fair_floor'] * 100
        counts = [sum(urgency[c] == tier for c, t in plan.items() if t)
                  for tier in TIERS]
        poor = sum(self.score(c, t) < floor for c, t in plan.items()
                   if t and c not in fixed) if self.fair else 0
        return counts, -poor, self.total(plan)

    def best_key(self, fixed):
        return max(self.key(p, fixed) for p in self.all
                   if all(p[c] == t for c, t in fixed.items()) and
                   self.is_allowed(p, fixed))


def check(clinic, chance):
    """What is wrong, in sentences; how many choices were asked and held."""
    invent(clinic, chance)
    options = []
    fair, strict = chance.random() < 0.4, chance.random() < 0.3
    if fair:
        options += ['--objective', 'fair']
    if strict:
        options += ['--queue', 'strict']
    try:
        first = clinic.run(*options, out='without')
    except AssertionError as wrong:
        return [str(wrong)], 0, 0
    answer = Answer(clinic, first.pairs, fair)
    pairs = [p for p in clinic.scores]
    chance.shuffle(pairs)
    wishes = list({c: (c, t) for c, t in pairs}.values())
    wishes = wishes[:chance.randint(1, 3)]
    clinic.answers = [
        {'client_id': c, 'answer': 'chosen', 'therapist_id': t,
         'answered_on': f'2026-11-0{day + 1}'}
        for day, (c, t) in enumerate(wishes)]
    then = clinic.run(*options)
    expected = answer.held(wishes)
    got = {c: t for c, t in then.pairs.items()
           if then.held.get(c) == 'chosen'}
    troubles = []
    if got != expected:
        troubles.append(f'held are {got}, expected {expected}')
        return troubles, len(wishes), len(expected)
    plan = {c: then.pairs.get(c) for c in answer.ids}
    if expected:
        if not answer.is_allowed(plan, expected):
            troubles.append(f'somebody falls far: {first.pairs} -> {plan}')
        elif answer.key(plan, expected) != answer.best_key(expected):
            troubles.append(f'not the best plan: {plan}')
    elif then.pairs != first.pairs:
        troubles.append('a choice that is not held has an effect')
    refused = len(wishes) - len(expected)
    if then.said.count(' is not held for ') != refused:
        troubles.append(f'{refused} choices are refused; said: {then.said}')
    return troubles, len(wishes), len(expected)
