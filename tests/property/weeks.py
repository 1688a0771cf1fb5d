#!/usr/bin/env python3
"""Answers: choices against every plan there is, and the Mondays of a clinic.

usage: weeks.py [--rapport PROGRAM] [--generate PROGRAM] [--count N]
                [--true N] [--most N] [--clinics N] [--weeks N] [--seed S]

--count small clinics in which some have chosen, each compared with trying every
plan; the demo and --true others in which one client after the other chooses, at
most --most of each; --clinics clinics that are played for --weeks Mondays.
Standard library only. The last line is "weeks: N passed, N failed".
"""
import argparse
import os
import random
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from weeks import choices, mondays, true  # noqa: E402
from weeks.clinic import Clinic  # noqa: E402

DEMO = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..',
                    'datasets', 'demo')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--rapport', default='build/rapport')
    parser.add_argument('--generate', default='build/generate')
    parser.add_argument('--count', type=int, default=60)
    parser.add_argument('--true', type=int, default=1)
    parser.add_argument('--most', type=int, default=10)
    parser.add_argument('--clinics', type=int, default=2)
    parser.add_argument('--weeks', type=int, default=8)
    parser.add_argument('--seed', type=int, default=1)
    options = parser.parse_args()
    passed = failed = asked = held = 0

    def note(what, troubles):
        nonlocal passed, failed
        passed += not troubles
        failed += bool(troubles)
        for trouble in troubles:
            print(f'{what}: {trouble}')

    for number in range(options.count):
        seed = options.seed * 1000003 + number
        with tempfile.TemporaryDirectory() as folder:
            clinic = Clinic(options.rapport, folder)
            troubles, some, there = choices.check(clinic, random.Random(seed))
        asked, held = asked + some, held + there
        note(f'choices of clinic {seed}', troubles)
    if options.count:
        print(f'choices: {held} of {asked} held')
        if options.count >= 40 and not 0 < held < asked:
            note('choices', ['none was held, or none refused: a test that '
                             'cannot fail'])
    chosen = 0
    for number in range(options.true + 1 if options.most else 0):
        seed = options.seed * 1000003 + number
        chance = random.Random(seed)
        with tempfile.TemporaryDirectory() as folder:
            clinic = Clinic(options.rapport, folder)
            if number == 0:
                true.demo(clinic, DEMO)
            else:
                true.invented(clinic, options.generate, seed)
            how = [] if number == 0 else chance.choice(
                [[], ['--objective', 'fair'], ['--queue', 'strict']])
            troubles, some = true.check(clinic, how, chance, options.most)
        chosen += some
        note('one choice, ' + (f'clinic {seed}' if number else 'the demo'),
             troubles)
    if options.most:
        print(f'one client chooses: {chosen} choices')
    sums = {}
    for number in range(options.clinics):
        seed = options.seed * 1000003 + number
        for offers in (True, False):
            with tempfile.TemporaryDirectory() as folder:
                played = mondays.play(options.rapport, options.generate,
                                      folder, seed, options.weeks, offers)
            note(f'Mondays of clinic {seed}', played.troubles)
            of = sums.setdefault(offers, {})
            for name in ('told', 'moved', 'asked', 'chosen', 'lost'):
                of[name] = of.get(name, 0) + getattr(played, name)
    for offers, of in sums.items():
        print(f'{"with" if offers else "without"} offers: {of["moved"]} of '
              f'{of["told"]} told clients were moved; {of["chosen"]} of '
              f'{of["asked"]} choices came true, {of["lost"]} had neither then')
    print(f'weeks: {passed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
