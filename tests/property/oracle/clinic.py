"""Clinics: small random rosters that use every column, rule and setting.

A cell is a string; a cell of a list column is a list of item strings, or
None when blank. How they are written to a file is the form's business.
"""

import datetime

from . import partings
from .findings import Findings
from .taxonomy import read_taxonomy
from .words import AXES, CRITERIA

SITES = ['Oak St', 'oak-st', 'Harbour', 'North Clinic', 'Łódź']
INSURERS = ['Aetna', 'aetna', 'Blue Cross', 'blue-cross', 'ÖGK', 'Medicare',
            'BlueCross', 'self-pay', 'Cash', 'United Healthcare', 'UHC']
PLACES = ['NY', 'New York', 'nj', 'Ontario', 'on', 'qc', 'Quebec', 'bern']
LICENCES = PLACES + ['PSYPACT', 'psypact', 'counseling compact']
SAYINGS = ['wants to kill himself', 'denies suicidal thoughts', 'passive SI',
           'my husband hits me', 'suicidal in college', 'abuse',
           'self harm and cutting', 'lost her father to suicide',
           'I have felt low for months', 'no suicidal thoughts until now']
GENDERS = ['female', 'F', 'woman', 'male', 'm', 'Non-binary', 'nb', 'agender']
COMMUNITIES = ['LGBTQ+', 'veterans', 'Deaf', 'students', 'new parents']
FAITHS = ['Muslim', 'Jewish', 'christian', 'secular']
ETHNICITIES = ['Latina', 'Black', 'asian', 'Māori']
VALUES = ['feminist', 'Humour', 'family-first', 'social justice']
FORMATS = ['in_person', 'In-Person', 'video', 'online', 'telehealth', 'phone',
           'hybrid', 'virtual']
CLIENT_TYPES = ['individual', 'Couple', 'family', 'group']
LANGUAGES = ['en', 'English', 'eng', 'es', 'Spanish', 'pl', 'polish', 'deu',
             'Klingonish']
SLOTS = ['mon 09:00-12:00', 'Monday 10:00-11:00', 'mon-wed 17:00–20:00',
         'tue 09:00-10:00', 'tue 10:00-10:30', 'Wednesday 22:00-24:00',
         'thu 00:00-02:00', 'fri', 'sat-sun 08:00-08:45', 'sun 23:30-24:00',
         'mon 00:00-00:30', 'THU 16:00-18:00', 'thu-fri 17:30-19:00']
CROWDED = ['mon 09:00-10:00', 'mon 11:00-12:00', 'tue 09:00-10:00',
           'wed 17:00-18:00']
# no two overlap, whatever their sites
DISJOINT = ['mon 09:00-12:00', 'mon-wed 17:00–20:00', 'tue 09:00-10:30',
            'Wednesday 22:00-24:00', 'thu 00:00-02:00', 'fri',
            'sat-sun 08:00-08:45', 'sun 23:00-24:00', 'mon 00:00-01:00',
            'THU 16:00-18:20']
OFFSETS = ['0', '-5', '+1', 'UTC-3.5', '5:30', '14', '−12', '0.25']
FREQUENCIES = ['weekly', 'Biweekly', 'twice weekly', 'fortnightly',
               'every other week']
NAMES = ['Ann Lee', 'José Peña', "O'Brien, Pat", 'Łucja "Lu" Ż', '=SUM(A1)',
         '-7', '@home', ' Lee ', 'Ann  ', '  ', '李雷', "'quoted'", '+1 team',
         'أمل', 'Zoë\nKlein']
DEMANDS = ['lives_in', 'languages', 'insurance', 'slots', 'formats', 'age_min',
           'age_max', 'age', 'client_type', 'want_gender', 'want_populations']
FIRST_DAY = datetime.date(2025, 1, 1)

# what a rule reads of a therapist
RULED = ('not_treated', 'client_types', 'formats', 'sites', 'licensed_in',
         'age_min', 'age_max', 'languages', 'insurance', 'fee', 'fee_min',
         'slots', 'prescribes', 'gender', 'populations')


def say_something(therapist):
    """A therapist of whom no rule knows anything is refused."""
    if all(not therapist[name] for name in RULED):
        therapist['age_max'] = '120'
    return therapist


class Clinic:
    def __init__(self):
        self.therapists, self.clients = [], []
        self.policy = None      # [(setting, text)]
        self.scores = None      # [(client, therapist, text)]
        self.taxonomy = None    # {file: [rows]}
        self.unknown, self.today, self.strict = 'allow', None, False
        self.earlier, self.frozen = None, False   # [(client, therapist)]


class Inventor:
    """Draws clinics; the same random state gives the same clinic."""

    def __init__(self, chance, largest=9):
        self.chance = chance
        self.largest = largest
        self.clinic = Clinic()
        self.blank = chance.choice([0.05, 0.3, 0.6])
        self.asking = chance.choice([0.5, 0.8, 0.95])   # blank hard demands
        self.coarse = chance.random() < 0.4     # few values, many ties

    def invent(self):
        chance, clinic = self.chance, self.clinic
        self.draw_words()
        therapists = chance.randint(1, max(2, self.largest * 2 // 3))
        clients = chance.randint(1, self.largest)
        self.therapist_ids = self.ids('t', therapists)
        self.client_ids = self.ids('c', clients)
        clinic.therapists = [self.therapist(i) for i in self.therapist_ids]
        clinic.clients = [self.client(i) for i in self.client_ids]
        self.copy_some(clinic.therapists, 'therapist_id')
        self.copy_some(clinic.clients, 'client_id')
        self.limit_pins()
        if chance.random() < 0.5:
            clinic.policy = self.policy()
        if chance.random() < 0.2:
            clinic.scores = self.scores()
        if chance.random() < 0.12:
            clinic.unknown = 'forbid'
        if chance.random() < 0.4:
            clinic.today = self.day()
        if chance.random() < 0.35:
            clinic.earlier = self.earlier()
            clinic.frozen = chance.random() < 0.4
        return clinic

    def press(self):
        """Few openings, many pairs, scores of all sizes: plans differ."""
        chance, clinic = self.chance, self.clinic
        for t in clinic.therapists:
            pins = sum(c['pin'] == t['therapist_id'] for c in clinic.clients)
            t['openings'] = str(pins + chance.choice([0, 1, 1, 1, 2]))
        for person in clinic.therapists + clinic.clients:
            for column in DEMANDS:
                if column in person and chance.random() < 0.95:
                    person[column] = None
        for t in clinic.therapists:
            say_something(t)
        clinic.scores = [(c['client_id'], t['therapist_id'],
                          '%.1f' % (chance.randint(0, 1000) / 10))
                         for c in clinic.clients for t in clinic.therapists
                         if chance.random() < 0.9]
        policy = dict(clinic.policy or [])
        policy['fair_floor'] = chance.choice(['50', '66.65', '80'])
        policy['min_score'] = '0'
        if chance.random() < 0.3:
            clinic.earlier, clinic.frozen = self.earlier(), False
        if clinic.earlier is not None:  # keep may lift a pair past the floor
            policy['keep_points'] = chance.choice(['500', '3000', '10000'])
        clinic.policy = list(policy.items())

    def crowd(self):
        """Few hours that many can come to."""
        chance, clinic = self.chance, self.clinic
        for person in clinic.therapists + clinic.clients:
            if 'openings' in person:
                person['session_minutes'] = None
            person['utc_offset'] = None
            if chance.random() < 0.85:
                person['slots'] = self.some(CROWDED)
        policy = dict(clinic.policy or [])
        policy.update(hours='1', session_minutes='60')
        clinic.policy = sorted(policy.items())

    def earlier(self):
        """Whom an earlier run may have given to whom: anybody to anybody."""
        chance = self.chance
        therapists = self.therapist_ids + ['former']
        return [(client, chance.choice(therapists))
                for client in self.client_ids + ['c-old']
                if chance.random() < 0.7]

    # small draws

    def some(self, pool, most=3):
        count = min(self.chance.randint(1, most), len(pool))
        return self.chance.sample(pool, count)

    def maybe(self, draw, *arguments, blank=None):
        """A drawn value, or blank."""
        rate = self.blank if blank is None else blank
        return None if self.chance.random() < rate else draw(*arguments)

    def day(self):
        return str(FIRST_DAY +
                   datetime.timedelta(self.chance.randint(0, 240)))

    def ids(self, letter, count):
        forms = ['%s-%02d', '%s%d', letter.upper() + '%s%d', 'Ü%s%d', '=%s%d',
                 '%s %d', "%s'%d"]
        form = self.chance.choice(forms)
        return [(form if self.chance.random() < 0.9 else '%s-%02d') %
                (letter, n) for n in range(1, count + 1)]

    def whole(self, low, high):
        return str(self.chance.randint(low, high))

    def money(self, low, high):
        amount = self.chance.randint(low, high)
        cents = self.chance.choice(['', '', '.5', '.25', '.00', '.'])
        return '%d%s' % (amount, cents)

    def style(self):
        if self.coarse:
            return self.chance.choice(['-3', '0', '3', '1'])
        return self.chance.choice(['-3', '-2', '\u22121', '0', '1', '2', '3',
                                   '1.5', '-2.5', '0.9', '-1.02'])

    def yes(self):
        return self.chance.choice(['yes', 'Y', 'TRUE', '1'])

    def no(self):
        return self.chance.choice(['no', 'n', 'False', '0'])

    def none_or(self, items, rate=0.05):
        return ['none'] if self.chance.random() < rate else items

    # taxonomy

    def draw_words(self):
        """Concerns and modalities with relatives among them."""
        if self.chance.random() < 0.5:
            self.clinic.taxonomy = self.invent_taxonomy()
            self.concern_words = [
                'worry', 'Deep Worry', 'w99.1', 'gloom', 'Dark, Deep, Gloom',
                'panic attack', 'pa', 'rage', 'unheard of']
            self.modality_words = ['talk', 'Deep Talk', 'walk', 'night-walk',
                                   'talk, slow', 'shout', 'unheard way']
            return
        findings = Findings()
        taxonomy = read_taxonomy(None, findings)
        self.concern_words = self.words_of(taxonomy.concerns, taxonomy, 0)
        self.modality_words = self.words_of(taxonomy.modalities, taxonomy, 1)

    def words_of(self, vocabulary, taxonomy, side):
        rated = sorted({pair[side] for pair in taxonomy.evidence})
        names = self.some(rated, 5)
        names += [vocabulary.parent[n] for n in names
                  if n in vocabulary.parent]
        if side == 0:
            names += sorted(c for c, f in taxonomy.flags.items()
                            if 'flag_human' in f)
        spellings = {}
        for spelling, name in sorted(vocabulary.spellings.items()):
            if not set(spelling) & set(':;|!?'):
                spellings.setdefault(name, []).append(spelling)
        return [self.chance.choice(spellings[n]) for n in names] + ['oddity']

    def invent_taxonomy(self):
        concerns = [['concern', 'label', 'parent', 'aliases', 'icd10'],
                    ['worry', 'Worry', '', 'fret;fear of all', 'W99'],
                    ['deep_worry', 'Deep worry', 'worry', '', 'W99.1;W98'],
                    ['panic', 'Panic', 'worry', 'pa;panic attack', ''],
                    ['gloom', 'Gloom', '', 'Dark, Deep, Gloom;dark', 'G1'],
                    ['rage', 'Rage', '', '', 'R1;R2']]
        modalities = [['modality', 'label', 'parent', 'aliases',
                       'protocol_for'],
                      ['talk', 'Talk', '', 'talking;talk, slow', ''],
                      ['deep_talk', 'Deep talk', 'talk', '',
                       self.chance.choice(['', 'worry', 'gloom;Panic'])],
                      ['walk', 'Walk', '', '', ''],
                      ['night_walk', 'Night walk', 'walk', 'dark walk',
                       self.chance.choice(['', 'fret', 'rage'])],
                      ['shout', 'Shout', '', '', 'rage']]
        evidence = [['concern', 'modality', 'rating', 'source', 'note',
                     'status']]
        for concern in [row[0] for row in concerns[1:]]:
            for modality in [row[0] for row in modalities[1:]]:
                if self.chance.random() < 0.4:
                    rating = self.chance.choice(
                        ['strong', 'strong', 'modest', 'insufficient',
                         'not_recommended', 'avoid_sole', 'contraindicated'])
                    evidence.append([concern, modality, rating, 'J', '',
                                     'judgement'])
        for flag in ('flag_human', 'flag_prescriber', 'specialist'):
            concern = self.chance.choice(concerns[1:])[0]
            evidence.append([concern, 'any', flag, 'J', '', 'judgement'])
        return {'concerns': concerns, 'modalities': modalities,
                'evidence': evidence}

    # rows

    def with_numbers(self, items, low, high, rate):
        return [item + ':' + self.whole(low, high)
                if self.chance.random() < rate else item for item in items]

    def therapist(self, identifier):
        chance, maybe = self.chance, self.maybe
        low, high = sorted([chance.randint(0, 30), chance.randint(15, 90)])
        fee = maybe(self.money, 62, 200)
        row = {
            'therapist_id': identifier,
            'name': maybe(chance.choice, NAMES),
            'openings': chance.choice(['0', '1', '1', '1', '2', '3']),
            'specialties': maybe(self.specialties),
            'not_treated': maybe(self.some, self.concern_words, 1, blank=0.8),
            'modalities': maybe(lambda: self.none_or(
                self.some(self.modality_words, 4))),
            'client_types': maybe(self.client_types, blank=0.7),
            'formats': maybe(lambda: self.none_or(self.some(FORMATS), 0.02)),
            'sites': maybe(lambda: self.none_or(self.some(SITES))),
            'licensed_in': maybe(self.some, LICENCES),
            'age_min': maybe(str, low, blank=0.6),
            'age_max': maybe(str, high, blank=0.6),
            'languages': maybe(self.some, LANGUAGES),
            'insurance': maybe(lambda: self.none_or(self.some(INSURERS))),
            'fee': fee,
            'fee_min': maybe(self.money, 10, 60, blank=0.6),
            'slots': maybe(self.windows),
            'session_minutes': maybe(chance.choice, ['30', '45', '60', '90'],
                                     blank=0.7),
            'utc_offset': maybe(chance.choice, OFFSETS, blank=0.8),
            'severity_max': maybe(chance.choice, ['mild', 'moderate'],
                                  blank=0.8),
            'updated_on': maybe(self.day, blank=0.6),
            'prescribes': maybe(chance.choice, ['yes', 'no', 'N', '1']),
            'gender': maybe(self.some, GENDERS, 1),
            'ethnicity': maybe(self.some, ETHNICITIES, 1),
            'faith': maybe(self.some, FAITHS, 1),
            'populations': maybe(self.some, COMMUNITIES),
            'values': maybe(lambda: self.none_or(self.some(VALUES))),
            'declines': maybe(self.some, self.client_ids, 1,
                              blank=0.9)}
        for axis in AXES:
            row['style_' + axis] = maybe(self.style)
        return say_something(row)

    def windows(self):
        """Windows, now and then at a site."""
        sites = [''] * 6 + ['@ Oak St', '@harbour']
        return [window + ' ' * bool(site) + site for window, site in
                ((w, self.chance.choice(sites)) for w in
                 self.some(DISJOINT, 3))]

    def specialties(self):
        items = self.some(self.concern_words, 4)
        if self.chance.random() < 0.1:
            items.append(items[0])
        return self.none_or(self.with_numbers(items, 0, 40, 0.5), 0.03)

    def client_types(self):
        types = self.some(CLIENT_TYPES)
        return types if self.chance.random() < 0.2 else ['individual'] + types

    def client_type(self):
        often = ['individual', 'Individual', 'individual']
        return self.chance.choice(often + CLIENT_TYPES)

    def concerns(self):
        items = self.some(self.concern_words, 4)
        if self.chance.random() < 0.1:
            items.append(self.chance.choice(SAYINGS))
        if self.chance.random() < 0.1:
            items.append(items[0])
        rate = self.chance.choice([0, 0, 0.5, 1])
        return self.with_numbers(items, 1, 9, rate)

    def wish(self, pool, must):
        marks = ['', '', '?'] + (['!'] if must else [])
        items = [item + self.chance.choice(marks)
                 for item in self.some(pool)]
        return self.none_or(items, 0.03)

    def client(self, identifier):
        chance, maybe, rare = self.chance, self.maybe, 0.75
        hard = self.asking
        people = self.therapist_ids
        must = chance.random() < 0.4
        row = {
            'client_id': identifier,
            'referred_on': maybe(self.day),
            'urgency': chance.choice([None, None, 'routine', 'Routine',
                                      'soon', 'soon', 'soon', 'urgent',
                                      'urgent', 'crisis']),
            'severity': maybe(chance.choice, ['mild', 'moderate', 'severe'],
                              blank=0.7),
            'concerns': maybe(self.concerns),
            'age': maybe(self.whole, 5, 90, blank=hard),
            'client_type': maybe(self.client_type, blank=hard),
            'want_modalities': maybe(self.wish, self.modality_words, must,
                                     blank=0.6),
            'avoid_modalities': maybe(self.some, self.modality_words, 1,
                                      blank=rare),
            'tried_modalities': maybe(self.some, self.modality_words, 2,
                                      blank=rare),
            'languages': maybe(self.some, LANGUAGES, blank=hard),
            'guardian_languages': maybe(self.some, LANGUAGES, 1, blank=0.9),
            'frequency': maybe(chance.choice, FREQUENCIES, blank=0.7),
            'utc_offset': maybe(chance.choice, OFFSETS, blank=0.8),
            'want_gender': maybe(self.wish, GENDERS, must, blank=rare),
            'want_ethnicity': maybe(self.wish, ETHNICITIES, must, blank=rare),
            'want_faith': maybe(self.wish, FAITHS, must, blank=rare),
            'want_populations': maybe(self.wish, COMMUNITIES, must,
                                      blank=rare),
            'want_values': maybe(self.wish, VALUES, must, blank=rare),
            'requested_therapist': maybe(self.some, people + ['nobody'], 2,
                                         blank=rare),
            'past_therapists': maybe(self.past, people, blank=0.7),
            'avoid_therapists': maybe(self.some, people, 1, blank=0.9),
            'formats': maybe(self.some, FORMATS, blank=hard),
            'sites': maybe(self.some, SITES, 2, blank=hard),
            'lives_in': maybe(lambda: self.none_or(
                self.some(PLACES)), blank=hard),
            'insurance': maybe(lambda: self.none_or(
                self.some(INSURERS)), blank=hard),
            'slots': maybe(self.some, SLOTS, 4, blank=hard),
            'max_fee': maybe(self.money, 20, 180, blank=hard),
            'needs_prescriber': maybe(
                chance.choice, ['yes', 'no', 'open', 'Y', 'false', '1'],
                blank=hard),
            'wants_group': maybe(chance.choice, ['no', 'open'], blank=0.9),
            'priorities': maybe(lambda: self.none_or(
                self.some(list(CRITERIA), 3)), blank=0.5),
            'pin': maybe(chance.choice, self.therapist_ids, blank=0.85)}
        for axis in AXES:
            row['style_' + axis] = maybe(self.style, blank=0.6)
        return row

    def past(self, people):
        reasons = ['', ':moved', ': no_progress'] + [
            ':' + reason for reason in partings.REASONS]
        return [person + self.chance.choice(reasons)
                for person in self.some(people, 1)] + self.chance.choice(
                    [[], [], ['nobody:has left'], ['nobody: Too directive'],
                     ['somebody:experience']])

    def copy_some(self, rows, key):
        """Copies with new ids make equal scores, so that ties matter."""
        for row in list(rows):
            if len(rows) < self.largest + 2 and self.chance.random() < 0.2:
                rows.append(dict(row, **{key: 'x' + row[key]}))

    def limit_pins(self):
        """Most pins fit the openings; a few contradict them."""
        if self.chance.random() < 0.1:
            return
        room = {t['therapist_id']: int(t['openings'])
                for t in self.clinic.therapists}
        for c in self.clinic.clients:
            if c['pin'] is not None:
                room[c['pin']] -= 1
                if room[c['pin']] < 0:
                    c['pin'] = None

    # policy and scores

    def policy(self):
        chance = self.chance

        def share():
            return chance.choice(['0', '0.1', '0.25', '0.5', '1'])

        draws = {'depth_half': lambda: chance.choice(['0.5', '5', '20']),
                 'session_minutes': lambda: chance.choice(['30', '50', '90']),
                 'hours': lambda: '0',
                 'stale_days': lambda: chance.choice(['0', '30', '400']),
                 'access_minutes': lambda: chance.choice(['1', '60', '240']),
                 'require_concern': lambda: '1',
                 'human_flag': lambda: '0',
                 'min_score': lambda: chance.choice(['30', '55.55', '70']),
                 'fair_floor': lambda: '40',
                 'keep_points': lambda: chance.choice(['0', '1', '10000']),
                 'choice_drop': lambda: chance.choice(['0', '300', '10000']),
                 'choice_points': lambda: chance.choice(['0', '50', '10000']),
                 'promote_weeks': lambda: self.whole(0, 12),
                 'promote_rematch': lambda: self.chance.choice('01'),
                 'wait_points': lambda: chance.choice(['0', '1', '400']),
                 'wait_weeks_max': lambda: self.whole(0, 30)}
        draws['evening'] = lambda: '16:30-20:00'
        draws['style.dead_zone'] = lambda: chance.choice(['0', '0.5', '0.9'])
        for name in ('related', 'specialties_blank', 'rating.strong',
                     'rating.modest', 'rating.insufficient', 'rating.none',
                     'rating.avoid_sole', 'rating.not_recommended'):
            draws[name] = share
        for name in CRITERIA[1:]:
            draws['weight.' + name] = share
        for axis in AXES[1:]:
            draws['style.' + axis] = share
        for place in '123':
            draws['priority.' + place] = lambda: chance.choice(['1', '3'])
        rate = chance.choice([0.1, 0.4])
        return [(name, draw()) for name, draw in sorted(draws.items())
                if chance.random() < rate]

    def scores(self):
        values = (['50', '60'] if self.coarse else
                  ['0', '12.5', '49.95', '50', '61.23', '87.05', '100'])
        rows = [(c['client_id'], t['therapist_id'],
                 self.chance.choice(values))
                for c in self.clinic.clients for t in self.clinic.therapists
                if self.chance.random() < 0.7]
        return rows + [('stranger', 'nobody', '3')]
