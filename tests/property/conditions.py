#!/usr/bin/env python3
"""Conditions: what a run promised, checked from the files alone, and tiny
clinics against every plan there is.

usage: conditions.py [--rapport PROGRAM] [--count N] [--tiny N] [--seed S]
                     [--without FEATURES] [--demo DIR] [--keep DIR]

--count clinics in which conditions bind, and the demo: every hour, seat, link,
limit, group, prescriber, row of schedule.csv and calendar is verified; --tiny
smaller ones whose counts, shortfalls, total and ties are compared with trying
every plan. Nothing is shared with the program. Standard library only. The last
line is "conditions: N passed, N failed".
"""
import argparse
import collections
import os
import random
import shutil
import sys
import tempfile
import traceback

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from conditions import invent, tiny, verify  # noqa: E402

DEMO = os.path.join(HERE, '..', '..', 'datasets', 'demo')


class Campaign:
    def __init__(self, given):
        self.given = given
        self.passed = self.failed = 0
        self.sums = collections.Counter()

    def note(self, what, troubles):
        self.passed += not troubles
        self.failed += bool(troubles)
        for trouble in troubles[:8]:
            print(f'{what}: {trouble}')

    def clinic(self, what, seed, check):
        chance = random.Random(f'{what} {seed}')
        with tempfile.TemporaryDirectory() as folder:
            try:
                troubles = check(self.given.rapport, folder, chance,
                                 self.allowed(), self.sums)
            except Exception:   # a crash of a check is a finding, too
                troubles = [traceback.format_exc(limit=-4)]
            if troubles and self.given.keep:
                shutil.copytree(folder, os.path.join(self.given.keep,
                                                     f'{what}-{seed}'),
                                dirs_exist_ok=True)
        self.note(f'{what} clinic {seed}', troubles)

    def allowed(self):
        without = set(self.given.without.split(','))
        if self.given.only:
            return sorted(set(self.given.only.split(',')))
        return [f for f in invent.FEATURES if f not in without]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--rapport', default='build/rapport')
    parser.add_argument('--count', type=int, default=20)
    parser.add_argument('--tiny', type=int, default=40)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--without', default='', metavar='FEATURES')
    parser.add_argument('--only', default='', metavar='FEATURES')
    parser.add_argument('--demo', default=DEMO)
    parser.add_argument('--keep', metavar='DIR')
    given = parser.parse_args()
    given.rapport = os.path.abspath(given.rapport)
    campaign = Campaign(given)
    if given.demo:
        campaign.note('demo', verify.demo(given.rapport, given.demo,
                                          campaign.sums))
    for number in range(given.count):
        campaign.clinic('messy', given.seed * 1000003 + number, verify.check)
    for number in range(given.tiny):
        campaign.clinic('tiny', given.seed * 1000003 + number, tiny.check)
    print(', '.join(f'{n} {k}' for k, n in sorted(campaign.sums.items())))
    print(f'conditions: {campaign.passed} passed, {campaign.failed} failed')
    return 1 if campaign.failed else 0


if __name__ == '__main__':
    sys.exit(main())
