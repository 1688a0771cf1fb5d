"""Selftest: the oracle against cases worked out by hand."""

import glob
import os
import random
import tempfile
import unittest

from . import cells, lottery, plan
from .cells import guarded
from .compare import expect
from .findings import CellError, Findings
from .form import save_earlier
from .results import Options
from .schema import Schema
from .score import printed_points
from .table import find_delimiter, split
from .taxonomy import read_taxonomy
from .words import normal, normal_header

DATASETS = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                        '..', '..', '..', 'datasets')

TAXONOMY = {
    'concerns': 'concern,label,parent,aliases,icd10\n'
                'trauma,Trauma and PTSD,,,F43\n'
                'ptsd,PTSD,trauma,,F43.1\n'
                'birth,"Pregnancy, Prenatal, Postpartum",,,\n'
                'danger,Danger,,,\n',
    'modalities': 'modality,label,parent,aliases\n'
                  'cbt,CBT,,\nexposure,Exposure,cbt,\nemdr,EMDR,,\n'
                  'hoax,Hoax,,\n',
    'evidence': 'concern,modality,rating,source,note,status\n'
                'trauma,cbt,modest,J,,\nptsd,emdr,strong,J,,\n'
                'ptsd,hoax,contraindicated,J,,\n'
                'danger,any,flag_human,J,,\n',
    'languages': 'code,name,aliases\nes,Spanish,spa\nen,English,eng\n'}


class Example(unittest.TestCase):
    """Writes sheets and the little taxonomy to a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        for name, text in TAXONOMY.items():
            self.save(name + '.csv', text)

    def save(self, name, text):
        path = os.path.join(self.folder, name)
        data = text if isinstance(text, bytes) else text.encode()
        with open(path, 'wb') as file:
            file.write(data)
        return path

    def match(self, therapists, clients, policy=None, scores=None, **more):
        if policy:
            more['policy'] = self.save('policy.csv',
                                       'setting,value,source\n' + policy)
        if scores:
            more['scores'] = self.save(
                'scores.csv', 'client_id,therapist_id,score\n' + scores)
        return expect(Options(self.save('t.csv', therapists),
                              self.save('c.csv', clients),
                              taxonomy=self.folder, **more))

    def results(self, *arguments, **more):
        status, results = self.match(*arguments, **more)
        self.assertEqual(status, 0, results)
        return results

    def status(self, *arguments, **more):
        return self.match(*arguments, **more)[0]


class Reading(Example):
    def test_numbers(self):
        for text, value in (('$75', 75), ('1 200.5', 1200.5), ('75 €', 75),
                            ('\u22122', -2), ('1\u202f000', 1000)):
            self.assertEqual(cells.number(text), value)
        self.assertEqual(cells.number('75,00', True), 75)
        for text in ('nan', 'inf', '0x1', '1,200', '', '1 20', '--1'):
            self.assertRaises(CellError, cells.number, text)

    def test_week(self):
        evening = cells.week('mon-tue 23:00-24:00|Wednesday 00:00–00:30')
        self.assertEqual(cells.minutes_in(evening), 150)
        self.assertTrue(cells.has_stretch(evening, 90))
        self.assertFalse(cells.has_stretch(evening, 91))
        self.assertEqual(cells.minutes_in(cells.week('fri')), 1440)
        for text in ('sat-mon', 'mon 10:00-10:00', 'mon 24:00-24:00', 'tues'):
            self.assertRaises(CellError, cells.week, text)

    def test_lists(self):
        names = Schema(read_taxonomy(self.folder, Findings()), False)
        knows = names.clients['concerns'].names.knows
        self.assertEqual(
            cells.pieces('ocd, Pregnancy, Prenatal, Postpartum:3, ptsd',
                         knows),
            ['ocd', 'Pregnancy, Prenatal, Postpartum:3', 'ptsd'])
        find = names.clients['concerns'].names.find
        self.assertEqual(find('f43.10'), ['ptsd'])
        self.assertEqual(find('F438'), ['trauma'])
        self.assertEqual(cells.merge([('a', None), ('b', 2), ('a', 1),
                                      ('b', 1)]), [('a', 1), ('b', 2)])

    def test_normal_forms(self):
        self.assertEqual(normal(' Blue–Cross / plus '), 'blue_cross_plus')
        self.assertEqual(normal('STRASSE'), normal('straße'))
        self.assertEqual(normal_header('Therapist-ID *'), 'therapist_id')
        self.assertEqual([guarded(t) for t in ('=1', '-7', '-x', 'a')],
                         ["'=1", '-7', "'-x", 'a'])

    def test_tables(self):
        self.assertEqual(find_delimiter('"a,b,c";d\n1'), (';', '"a,b,c";d\n1'))
        self.assertEqual(find_delimiter('sep=\t\r\na,b'), ('\t', 'a,b'))
        self.assertEqual(split(' "a ""x""" ,b\r\n\r\n"c\rd",', ','),
                         [['a "x"', 'b'], [''], ['c\rd', '']])
        for text in ('"a', 'a"b', '"a"b'):
            self.assertRaises(CellError, split, text, ',')

    def test_yes_no_columns(self):
        head = 'id,openings,insurance:a,insurance:b%s\n'
        client = 'id,insurance\nc,A\n'
        for head_more, cells_of_row, outcome in (
                ('', 'yes,no', ''), ('', 'no,no', 'cost:1'),
                ('', ',no', 'insurance'), (',payers', 'no,no,', 'insurance'),
                (',payers', 'no,yes,A', ''), (',payers', 'no,no,b', 'cost:1'),
                (',payers', ',,none', 'cost:1')):
            results = self.results(head % head_more +
                                   't,1,%s\n' % cells_of_row, client)
            blocked = results['waitlist']
            self.assertEqual(blocked[0]['blocked_by'] if blocked else
                             results['ranked'][0]['confirm'], outcome,
                             cells_of_row)

    def test_errors(self):
        good = 'client_id\nc\n'
        for therapists in ('id,openings\n', '', 'id\nt\n', 'id,openings\nt,\n',
                           'id,npi,openings\nt,t,1\n', 'id,openings\nt,1,2\n',
                           'id,openings\nt,1\nt,1\n',
                           'id,openings,age_min,age_max\nt,1,5,4\n',
                           'id,openings,formats\nt,1,fax\n'):
            self.assertEqual(self.status(therapists, good), 1, therapists)
        roster = 'id,openings\nt,1\n'
        self.assertEqual(self.status(roster, 'id,pin\nc,u\n'), 1)
        self.assertEqual(self.status(roster, 'id,concerns\nc,odd\n'), 0)
        self.assertEqual(
            self.status(roster, 'id,concerns\nc,odd\n', strict=True), 1)


class Scoring(Example):
    def only(self, criterion, **more):
        policy = ''.join('weight.%s,%d,\n' % (name, name == criterion)
                         for name in ('expertise', 'modality', 'style',
                                      'preferences', 'access'))
        return policy + ''.join('%s,%s,\n' % (k.replace('__', '.'), v)
                                for k, v in more.items())

    def score(self, therapist, client, policy):
        row = self.results(therapist, client, policy)['ranked'][0]
        return row['score'], row['confirm']

    def test_expertise(self):
        # ptsd 2/3, trauma 1/3: 30/40, and half of it as its parent
        self.assertEqual(self.score(
            'id,openings,specialties\nt,1,ptsd:30\n',
            'id,concerns\nc,ptsd;trauma\n', self.only('expertise')),
            ('62.5', ''))
        self.assertEqual(self.score(
            'id,openings,specialties\nt,1,\n', 'id,concerns\nc,ptsd\n',
            self.only('expertise')), ('25.0', 'specialties'))

    def test_modality(self):
        # exposure for ptsd: none of its own, so trauma x cbt = 0.6, tried
        self.assertEqual(self.score(
            'id,openings,modalities\nt,1,exposure\n',
            'id,concerns,tried_modalities\nc,ptsd,cbt\n',
            self.only('modality')), ('30.0', ''))
        # e = 1 by emdr; p = 0.5 / 1, as cbt is offered through exposure
        self.assertEqual(self.score(
            'id,openings,modalities\nt,1,exposure;emdr\n',
            'id,concerns,want_modalities\nc,ptsd,cbt?;hypnosis\n',
            self.only('modality')), ('75.0', ''))

    def test_style(self):
        # c = 1, t = -1/3: gap 2/3; only the one axis outside the dead zone
        self.assertEqual(self.score(
            'id,openings,style_directive,style_past\nt,1,-1,\n',
            'id,style_directive,style_past\nc,3,1\n', self.only('style')),
            ('33.3', ''))

    def test_preferences(self):
        # gender met 1, faith mild and blank 0.5 x 0.5, second language 0.5
        self.assertEqual(self.score(
            'id,openings,gender,languages\nt,1,f,eng\n',
            'id,want_gender,want_faith,languages\nc,woman!,x?,es;en\n',
            self.only('preferences')), ('70.0', 'faith'))

    def test_access(self):
        # cost 0.5, format 0.5 (in person meets a site conflict), time 1/3
        self.assertEqual(self.score(
            'id,openings,fee,fee_min,formats,sites,slots\n'
            't,1,90,40,hybrid,oak,mon 09:00-10:00\n',
            'id,max_fee,formats,sites,slots\n'
            'c,50,in_person;video,elm,mon\n',
            self.only('access')), ('44.4', ''))

    def test_points_add_up(self):
        self.assertEqual(printed_points(5000, {'a': 25.05, 'b': 24.95}),
                         {'a': 251, 'b': 249})
        self.assertEqual(printed_points(3333, {'a': 100 / 9, 'b': 200 / 9}),
                         {'a': 111, 'b': 222})


class Planning(Example):
    def placed(self, results):
        return {row['client_id']: row['therapist_id'] + row['status'][0]
                for row in results['assignments']}

    def test_tiers_before_points(self):
        results = self.results(
            'id,openings\nt,1\n', 'id,urgency\na,\nb,soon\nc,urgent\nd,crisis',
            scores='a,t,100\nb,t,90\nc,t,1\nd,t,100\n')
        self.assertEqual(self.placed(results),
                         {'a': 'w', 'b': 'w', 'c': 'ta', 'd': 'h'})
        self.assertEqual(results['run']['tiers']['urgent'],
                         {'clients': 1, 'placed': 1})

    def test_waits(self):
        head, scores = 'id,referred_on\n', 'a,t,50\nb,t,50.25\n'
        results = self.results(
            'id,openings\nt,1\n', head + 'a,2025-01-01\nb,2025-01-08\n',
            scores=scores, today='2025-01-15')
        self.assertEqual(self.placed(results), {'a': 'ta', 'b': 'w'})
        results = self.results(             # 43 days: promoted
            'id,openings\nt,1\n', head + 'a,2025-01-01\nb,2025-01-02\n',
            scores='a,t,10\nb,t,99\n', today='2025-02-13')
        self.assertEqual(self.placed(results), {'a': 'ta', 'b': 'w'})

    def test_pins(self):
        roster = 'id,openings,prescribes\nt,1,no\nu,1,no\n'
        results = self.results(
            roster, 'id,pin,needs_prescriber\na,t,yes\nb,,\n')
        self.assertEqual(self.placed(results), {'a': 'tp', 'b': 'ua'})
        self.assertEqual(results['assignments'][0]['rank'], '')
        self.assertEqual(self.status(roster, 'id,pin\na,t\nb,t\n'), 3)
        self.assertEqual(
            self.status(roster, 'id,pin,avoid_therapists\na,t,t\n'), 3)
        results = self.results(roster, 'id,pin,urgency\na,t,crisis\nb,,\n')
        self.assertEqual(self.placed(results), {'a': 'h', 'b': 'ua'})
        self.assertEqual(
            [(r['assigned'], r['left']) for r in results['workload']],
            [('0', '0'), ('1', '0')])

    def test_lottery(self):
        for seed, client, therapist, alone, pair in (
                (0, 'C1', 'T1', 0x02c3fb9d2883973f, 0xb679b358c3d76aa9),
                (7, 'C1', 'T1', 0x90da4dcb94e8925f, 0x4697ffdedb4678a9),
                (0, 'C0001', 'T001', 0x7d700259a9cebcd0,
                 0x50d746e7f1509cc7)):
            self.assertEqual(lottery.client_number(client, seed), alone)
            self.assertEqual(lottery.pair_number(client, therapist, seed),
                             pair)

    def test_canonical_order(self):
        # all is equal: the earlier referral, a blank one last, takes the
        # therapist of the smallest number
        def first(client, among):
            return min(among, key=lambda t: lottery.pair_number(client, t, 0))

        results = self.results('id,openings\nt,1\nu,1\nv,1\n',
                               'id,referred_on\na,\nb,2026-01-02\n'
                               'c,2026-01-01\n')
        at, left = {}, {'t', 'u', 'v'}
        for client in 'cba':
            at[client] = first(client, left)
            left.remove(at[client])
        self.assertEqual(self.placed(results),
                         {c: t + 'a' for c, t in at.items()})
        for seed in '0', '1', '2', '3':     # without dates the lottery
            results = self.results('id,openings\nt,1\n', 'id\na\nb\n',
                                   policy='lottery,%s,\n' % seed)
            winner = min('ab', key=lambda c: lottery.client_number(
                c, int(seed)))
            self.assertEqual(self.placed(results)[winner], 'ta')

    def test_queue(self):
        roster = 'id,openings\nt,1\nu,1\n'
        clients = ('id,referred_on,urgency\na,2026-01-05,\nb,2026-01-01,\n'
                   'c,2026-01-03,\nd,2026-02-01,urgent\n')
        scores = 'a,t,99\nb,t,10\nc,t,50\nc,u,60\nd,u,5\n'
        for queue, wanted in (
                ('points', {'a': 'ta', 'b': 'w', 'c': 'w', 'd': 'ua'}),
                ('strict', {'a': 'w', 'b': 'ta', 'c': 'w', 'd': 'ua'})):
            results = self.results(roster, clients, scores=scores,
                                   queue=queue, analyses=('margins',))
            self.assertEqual(self.placed(results), wanted)
        self.assertEqual(results['run']['objective']['wait'], 0)
        self.assertEqual([(r['place'], r['client_id'])
                          for r in results['waitlist']],
                         [('1', 'c'), ('2', 'a')])
        self.assertEqual({r['firmness'] for r in results['assignments']},
                         {'forced', ''})

    def test_only_obstacle(self):
        roster = 'id,openings,languages,fee\nt,1,en,90\nu,1,en,50\nv,1,es,90\n'
        results = self.results(roster, 'id,languages,max_fee\na,es,60\n')
        row = results['waitlist'][0]
        self.assertEqual((row['place'], row['blocked_by'],
                          row['only_obstacle']),
                         ('', 'language:2;cost:1', 'language:1;cost:1'))

    def test_flags(self):
        client = 'id,concerns,urgency\na,danger,urgent\n'
        roster = 'id,openings\nt,1\n'
        results = self.results(roster, client, policy='human_flag,0,\n')
        self.assertEqual(self.placed(results), {'a': 'ta'})
        results = self.results(roster, client)
        self.assertEqual(self.placed(results), {'a': 'h'})
        self.assertEqual(results['assignments'][0]['tier'], 'urgent')

    def test_fair(self):
        roster = 'id,openings\nt,1\nu,1\n'
        scores = 'a,t,90\na,u,50\nb,t,60\nb,u,40\n'
        for objective, wanted, margin in (
                ('total', {'a': 'ta', 'b': 'ua'}, ('20.00', 'firm')),
                ('fair', {'a': 'ua', 'b': 'ta'}, ('', 'forced'))):
            results = self.results(
                roster, 'id\na\nb\n', scores=scores, objective=objective,
                analyses=('margins', 'prices', 'envy'))
            self.assertEqual(self.placed(results), wanted)
            for row in results['assignments']:
                self.assertEqual((row['margin'], row['firmness']), margin)
            self.assertEqual(
                [(row['total'], row['mean'], row['worst'], row['p10'],
                  row['below_floor'], row['envy'])
                 for row in results['prices']],
                [('130.00', '65.00', '40.00', '40.00', '1', '0'),
                 ('110.00', '55.00', '50.00', '50.00', '0', '1'),
                 ('130.00', '65.00', '40.00', '40.00', '1', '0'),
                 ('130.00', '65.00', '40.00', '40.00', '1', '0')])
            self.assertEqual(
                [list(row.values()) for row in results['envy']],
                [] if objective == 'total' else
                [['a', 't', '90.0', '50.0', 'lower_score', '']])

    def test_ways_by_hand(self):
        results = self.results(
            'id,openings\nt,1\nu,1\n',
            'id,urgency,referred_on\na,,2026-01-01\nb,,\nc,soon,2026-01-09\n',
            scores='a,t,90\nb,t,95\nb,u,20\nc,t,30\nc,u,10\n',
            policy='promote_weeks,9,\n', analyses=('prices', 'envy'))
        ways = {row['objective']: (row['soon'], row['routine'], row['total'])
                for row in results['prices']}
        self.assertEqual(ways, {     # c first, then a by the day, b without
            'total': ('1', '1', '105.00'), 'fair': ('1', '1', '105.00'),
            'first_come': ('1', '1', '50.00'),
            'greedy': ('1', '1', '105.00')})
        self.assertEqual(
            [(row['client_id'], row['therapist_id'], row['reason'],
              row['own_score'], row['price']) for row in results['envy']],
            [('c', 't', 'lower_tier', '10.0', '55.00')])

    def kept(self, pairs, **more):
        folder = os.path.join(self.folder, 'earlier')
        save_earlier(folder, pairs)
        results = self.results(
            'id,openings\nt,1\nu,1\n',
            'id,referred_on\na,2026-01-01\nb,2026-01-02\n',
            scores='a,t,50\na,u,49\nb,t,%s\nb,u,50\n' % more.pop('score'),
            keep=folder, **more)
        return results

    def test_keep(self):
        pairs = [('a', 't'), ('b', 'u')]
        results = self.kept(pairs, score='61')      # as much as both stand for
        self.assertEqual(self.placed(results), {'a': 'ta', 'b': 'ua'})
        self.assertEqual(results['run']['objective'],
                         {'fit': 10000, 'wait': 0, 'keep': 1000})
        results = self.kept(pairs, score='61.01')
        self.assertEqual(self.placed(results), {'a': 'ua', 'b': 'ta'})
        self.assertEqual([(r['from'], r['to'], r['reason'], r['price'])
                          for r in results['moved']],
                         [('t', 'u', 'gain', '0.01'),
                          ('u', 't', 'gain', '0.01')])
        results = self.kept(pairs, score='99', frozen=True)
        self.assertEqual(self.placed(results), {'a': 'tp', 'b': 'up'})
        results = self.kept([('a', 't'), ('b', 't'), ('c', 'x')], score='99',
                            frozen=True)
        self.assertEqual(self.placed(results), {'a': 'tp', 'b': 'ua'})
        self.assertEqual(results['dropped'], 2)

    def test_keep_under_fair(self):
        folder = os.path.join(self.folder, 'earlier')
        save_earlier(folder, [('a', 't'), ('b', 'u')])
        for objective, wanted in (('total', {'a': 'ta', 'b': 'ua'}),
                                  ('fair', {'a': 'ua', 'b': 'ta'})):
            results = self.results(     # b with u is a poor match, kept or not
                'id,openings\nt,1\nu,1\n', 'id\na\nb\n',
                scores='a,t,90\na,u,50\nb,t,60\nb,u,40\n',
                policy='keep_points,10000,\n', keep=folder,
                objective=objective)
            self.assertEqual(self.placed(results), wanted)
        self.assertEqual([(r['reason'], r['price'])
                          for r in results['moved']], [('floor', '')] * 2)

    def test_two_solvers(self):
        chance = random.Random(7)
        for number in range(300):
            seats = {t: chance.randint(1, 2) for t in 'pqr'}
            floor = number % 2 * chance.randint(0, 3)
            seekers = []
            for client in range(chance.randint(1, 5)):
                values = [(t, chance.randint(0, 3)) for t in seats
                          if chance.random() < 0.7]
                values.sort(key=lambda choice: (-choice[1], choice[0]))
                seekers.append(plan.Seeker(
                    client, chance.choice(plan.TIERS), values,
                    frozenset(t for t, v in values if v < floor)))
            for strict in False, True:
                self.assertEqual(
                    plan.by_paths(seekers, seats, strict=strict),
                    plan.by_trial(seekers, seats, strict))


class Datasets(unittest.TestCase):
    """The awkward clinics mean what their references mean."""

    def check(self, reference, pattern):
        def read(folder):
            maps = glob.glob(os.path.join(folder, 'map.csv'))
            return expect(Options(os.path.join(folder, 'therapists.csv'),
                                  os.path.join(folder, 'clients.csv'),
                                  maps=maps))
        wanted = read(os.path.join(DATASETS, reference))
        for folder in sorted(glob.glob(os.path.join(DATASETS, pattern, ''))):
            name = os.path.basename(os.path.dirname(folder))
            if name not in ('roster', 'small'):
                with self.subTest(folder=name):
                    self.assertTrue(read(folder) == wanted)

    def test_plain(self):
        self.check('../tests/clinics/plain', 'awkward/*')

    def test_small(self):
        self.check('awkward/small/plain', 'awkward/small/*')


def run():
    suite = unittest.TestSuite()
    for case in (Reading, Scoring, Planning, Datasets):
        suite.addTests(unittest.defaultTestLoader.loadTestsFromTestCase(case))
    done = unittest.TextTestRunner(verbosity=1).run(suite)
    failed = len(done.failures) + len(done.errors)
    print('selftest: %d passed, %d failed' %
          (done.testsRun - failed, failed))
    return 0 if done.wasSuccessful() else 1
