"""An independent second implementation of the contract, to test against.

Written from the contract alone (formats, scoring, matching and cli of
src/docs), without a look at the C sources.

    oracle.py compare --rapport build/rapport [options] THERAPISTS CLIENTS
    oracle.py random  --rapport build/rapport --count N --seed S [--keep DIR]
    oracle.py dump    [options] THERAPISTS CLIENTS      expected results, JSON
    oracle.py selftest                                  the oracle's own tests
"""

# Where the specification leaves a choice, the oracle reads:
#
# Reading
#  1. List values from yes/no columns follow those of the list's own column,
#     in the order of the file's columns.
#  2. `none` for a therapist is a known, empty list also in client_types,
#     formats, modalities and specialties (none offered; not "blank").
#  3. `.5` and `5.` are numbers, a + sign or an exponent makes none; 6.0 is
#     whole; a blank between digits must begin a group of three, and the first
#     group has one to three; 1,200 is refused where commas are points, too.
#     A colon that no number follows belongs to the concern's name.
#  4. needs_prescriber is any boolean, or open.
#  5. Names keep the blanks inside quotes; a name of blanks alone is blank.
#  6. A header's name for sensitive_columns is the one after --map and alias;
#     a column mapped to nothing has no name.
#  7. A requested_therapist cell whose ids are all unknown is blank.
#  8. ICD-10 prefixes do not count as known names when commas are split.
# Rules and scores
#  9. in_person alone in common, with the therapist's sites blank: the rule is
#     unknown, yet the format part of access is known (both formats are).
# 10. fee blank, fee_min within max_fee: the cost part is 0.5.
# 11. Listed with 0 cases is listed: depth 0, no help from a relative.
# 12. contraindicated looks at all listed modalities, avoided ones included.
# 13. A pinned pair that is not eligible still lists its columns to confirm.
# Plan and results
# 14. Clients made human by human_flag are like crisis clients (no tier count,
#     the pin keeps its opening), but the tier column shows their own tier.
# 15. as_of looks at every row, crisis too; with --today it is that day.
# 16. counts.assigned is without pinned clients, workload's assigned with.
# 17. eligible_clients counts pinned clients, not human ones; pairs_checked
#     counts pairs with therapists without openings as well.
# 18. blocked_by is given for waitlist rows too; with --unknown forbid an
#     unknown counts under its rule.
# 19. weeks_waited is given for human rows.
# 20. `rank` prints no row for human clients.
# Answers: see oracle/answers.py.

import argparse
import json
import sys

sys.dont_write_bytecode = True

from oracle import campaign, compare, selftest
from oracle.results import Options


def add_roster_options(parser):
    parser.add_argument('therapists')
    parser.add_argument('clients')
    for name in ('policy', 'scores', 'taxonomy', 'today'):
        parser.add_argument('--' + name)
    parser.add_argument('--map', action='append', default=[])
    parser.add_argument('--unknown', choices=['allow', 'forbid'],
                        default='allow')
    parser.add_argument('--strict', action='store_true')
    parser.add_argument('--top', type=int, default=0)
    parser.add_argument('--no-bom', action='store_true')
    parser.add_argument('--delimiter', default=',')
    parser.add_argument('--objective', choices=['total', 'fair'],
                        default='total')
    parser.add_argument('--queue', choices=['points', 'strict'],
                        default='points')
    parser.add_argument('--analyses', choices=['margins', 'prices', 'envy', 'choices'],
                        nargs='+', default=[], metavar='NAME')


def roster_options(given):
    return Options(given.therapists, given.clients, policy=given.policy,
                   scores=given.scores, maps=given.map,
                   taxonomy=given.taxonomy, unknown=given.unknown,
                   today=given.today, strict=given.strict, top=given.top,
                   bom=not given.no_bom, delimiter=given.delimiter,
                   objective=given.objective, queue=given.queue,
                   analyses=given.analyses)


def dump(options):
    status, results = compare.expect(options)
    json.dump({'status': status, 'results' if status == 0 else 'reasons':
               results}, sys.stdout, indent=1, ensure_ascii=False)
    print()
    return status


def main(arguments):
    parser = argparse.ArgumentParser(
        description=__doc__, prog='oracle.py',
        formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest='command', required=True)
    comparing = commands.add_parser('compare')
    comparing.add_argument('--rapport', required=True)
    add_roster_options(comparing)
    add_roster_options(commands.add_parser('dump'))
    trying = commands.add_parser('random')
    trying.add_argument('--rapport', help='without it the oracle alone runs')
    trying.add_argument('--count', type=int, default=200)
    trying.add_argument('--seed', type=int, default=1)
    trying.add_argument('--keep', metavar='DIR')
    trying.add_argument('--seconds', type=float,
                        help='start no further clinic after so long')
    trying.add_argument('--largest', type=int, default=9,
                        help='clients of the largest clinic (9)')
    commands.add_parser('selftest')
    given = parser.parse_args(
        ['dump' if a == '--dump' else a for a in arguments])
    if given.command == 'selftest':
        return selftest.run()
    if given.command == 'random':
        return campaign.command_random(given.rapport, given.count, given.seed,
                                       given.keep, given.seconds,
                                       given.largest)
    if given.command == 'dump':
        return dump(roster_options(given))
    return compare.command_compare(given.rapport, roster_options(given))


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
