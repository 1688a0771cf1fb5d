#!/usr/bin/env python3
"""Answers: choices against every plan there is, and the Mondays of a clinic.

usage: weeks.py [--rapport PROGRAM] [--generate PROGRAM] [--count N]
                [--clinics N] [--weeks N] [--seed S] [--verbose]

--count small clinics in which some have chosen, each compared with trying every
plan; --clinics clinics that are played for --weeks Mondays. Standard library
only. The last line is "weeks: N passed, N failed".
"""
import argparse
import os
import random
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from weeks import choices, mondays  # noqa: E402
from weeks.clinic import Clinic  # noqa: E402


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--rapport', default='build/rapport')
    parser.add_argument('--generate', default='build/generate')
    parser.add_argument('--count', type=int, default=60)
    parser.add_argument('--clinics', type=int, default=2)
    parser.add_argument('--weeks', type=int, default=8)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--verbose', action='store_true')
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
    sums = {}
    for number in range(options.clinics):
        seed = options.seed * 1000003 + number
        for offers in (True, False):
            with tempfile.TemporaryDirectory() as folder:
                played = mondays.play(options.rapport, options.generate,
                                      folder, seed, options.weeks, offers)
            note(f'Mondays of clinic {seed}', played.troubles)
            of = sums.setdefault(offers, [0, 0, 0, 0])
            for k, value in enumerate((played.told, played.moved,
                                       played.chosen, played.asked)):
                of[k] += value
    for offers, (told, moved, chosen, asked) in sums.items():
        print(f'{"with" if offers else "without"} offers: {moved} of {told} '
              f'told clients were moved; {chosen} of {asked} choices came true')
    print(f'weeks: {passed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
