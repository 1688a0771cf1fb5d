"""Every figure that a run promised, against the run with the edit made."""
import re

from .clinic import Edit, hundredths


# the columns of the phone list
ASKED = ('licensed_in', 'age_min', 'languages', 'formats', 'sites',
         'insurance', 'fee', 'slots', 'gender', 'modalities', 'populations')


class Report:
    def __init__(self, name):
        self.name = name
        self.passed = self.failed = 0

    def expect(self, what, got, wanted):
        if got == wanted:
            self.passed += 1
            return
        self.failed += 1
        print('%s: %s: got %r, promised %r' % (self.name, what, got, wanted))

    def counts(self):
        return [self.passed, self.failed]


def as_today(clinic, base):
    """The day of the run, so that no edit moves it."""
    day = base.run['as_of']
    return ['--today', day] if day else []


def check_margins(report, program, clinic, base, more):
    for client, row in base.assignments.items():
        if row['status'] == 'pinned':
            report.expect('%s firmness' % client, ('forced', ''),
                          (row['firmness'], row['margin']))
        if row['status'] != 'assigned':
            continue
        column = 'avoid_therapists'
        before = clinic.cell('clients', client, column)
        to = (before + '; ' if before else '') + row['therapist_id']
        then = program.match(clinic.edited(Edit(
            {'file': 'clients', 'id': client, 'column': column, 'to': to})),
            more=more)
        fall = base.points() - then.points()
        same = program.holds(then, base)
        wanted = 'forced' if not same else 'firm' if fall >= 100 else 'toss-up'
        report.expect('%s firmness' % client, wanted, row['firmness'])
        report.expect('%s margin' % client, fall if same else None,
                      hundredths(row['margin']) if row['margin'] else None)


def check_options(report, program, clinic, base, more):
    groups = {}
    for row in base.options:
        key = row['client_id'], row['option']
        groups.setdefault(key, []).append(row)
    report.expect('clients with options', sorted(base.waiting()),
                  sorted({client for client, _ in groups}))
    for (client, number), rows in groups.items():
        if rows[0]['kind'] == 'none':
            continue
        what = '%s option %s (%s)' % (client, number, rows[0]['words'])
        then = program.match(clinic.edited(*map(Edit, rows)), more=more)
        if then is None:
            report.expect(what, 'errors', 'a clinic')
            continue
        report.expect(what, client in then.placed(), True)
        for row in rows:
            report.expect(what + ' placed',
                          len(then.placed()) - len(base.placed()),
                          int(row['placed']))
            report.expect(what + ' displaced',
                          len(base.placed() - then.placed()),
                          int(row['displaced']))
            report.expect(what + ' points', then.points() - base.points(),
                          hundredths(row['points_change']))


def check_bottlenecks(report, program, clinic, base, more):
    for row in base.bottlenecks:
        what = 'bottleneck %(kind)s %(id)s %(column)s %(to)s' % row
        edited = (clinic.hired(row['id'], row['to']) if row['kind'] == 'hire'
                  else clinic.edited(Edit(dict(row, file=(
                      'limits' if row['kind'] == 'limit' else
                      'therapists')))))
        then = program.match(edited, more=more)
        if then is None:
            report.expect(what, 'errors', 'a clinic')
            continue
        gained = [a - b for a, b in zip(then.tiers(), base.tiers())]
        report.expect(what, gained, [int(row['extra_' + tier]) for tier in
                                     ('urgent', 'soon', 'routine')])
        report.expect(what + ' points', then.points() - base.points(),
                      hundredths(row['extra_points']))


def check_unknowns(report, program, clinic, base, more):
    for row in base.unknowns:
        where = row['id'], row['column']
        report.expect('%s.%s is asked about' % where,
                      row['column'] in ASKED, True)
        report.expect('%s.%s is blank' % where,
                      clinic.cell('therapists', *where), '')
        report.expect('%s.%s is to be confirmed' % where, any(
            therapist == row['id'] and row['column'] in columns
            for (_, therapist), columns in base.confirm.items()), True)
        report.expect('%s.%s: another answer' % where,
                      row['favourable'] != row['unfavourable'], True)
        for answer in ('favourable', 'unfavourable'):
            what = '%s of %s.%s' % (answer, row['id'], row['column'])
            then = program.match(clinic.edited(Edit(
                dict(row, **{'from': '', 'to': row[answer]}))), more=more)
            if then is None:
                report.expect(what, 'errors', 'a clinic')
                continue
            report.expect(what + ' placed',
                          len(then.placed()) - len(base.placed()),
                          int(row['placed_if_' + answer]))
            report.expect(what + ' points', then.points() - base.points(),
                          hundredths(row['points_if_' + answer]))


def check_prices(report, program, clinic, base, more):
    """The rows of prices.csv that are plans of this program."""
    if not base.prices:     # not made where limits or links hold
        return
    rows = {row['objective']: row for row in base.prices}
    for objective in ('total', 'fair'):
        then = program.match(clinic, more=more + ['--objective', objective])
        row = rows[objective]
        report.expect(objective, then.tiers(), [
            int(row[tier]) for tier in ('urgent', 'soon', 'routine')])
        report.expect(objective + ' total', then.run['objective']['fit'],
                      hundredths(row['total']))
        report.expect(objective + ' below floor', then.below_floor(),
                      int(row['below_floor']))
    report.expect('fair has no more poor matches', True,
                  int(rows['fair']['below_floor']) <=
                  int(rows['total']['below_floor']))


def check_envy(report, program, clinic, base, more):
    """A price is what the pair costs when staff pin it; limits may be passed
    by a pin, and by no other pair."""
    for row in base.envy:
        client = row['client_id']
        then = program.match(clinic.edited(Edit(
            {'file': 'clients', 'id': client, 'column': 'pin',
             'to': row['therapist_id']})), more=more)
        if then is None:
            continue
        same = program.holds(then, base, client)
        if clinic.is_bound() and same and not row['price']:
            continue
        report.expect('%s envies %s' % (client, row['therapist_id']),
                      base.points() - then.points() if same else None,
                      hundredths(row['price']) if row['price'] else None)


def check_crisis(report, program, clinic, base, more):
    """A client in crisis is in no answer, and changes none by being there."""
    crisis = {client for client, row in base.assignments.items()
              if row['tier'] == 'crisis'}
    named = {client for client in crisis
             for rows in base.answers().values() for row in rows
             if re.search(r'\b%s\b' % re.escape(client),
                          ' '.join(row.values()))}
    report.expect('clients in crisis who are named', set(), named)
    if not crisis or any(clinic.cell('clients', client, 'pin')
                         for client in crisis):
        return          # a pin keeps an opening
    then = program.match(clinic.without('clients', crisis), 'all', more)
    for name, rows in base.answers().items():
        report.expect('%s without the clients in crisis' % name, rows,
                      then and then.answers()[name])


def check_moved(report, program, clinic, base, more):
    """Who was moved, and what it costs when staff pin the earlier pair."""
    if not program.kept:
        return
    then = {client: row['therapist_id'] for client, row in
            program.kept.assignments.items() if row['therapist_id']}
    now = {client: row['therapist_id'] for client, row in
           base.assignments.items() if row['status'] != 'human'}
    report.expect('moved', [row['client_id'] for row in base.moved],
                  sorted(client for client in now if client in then and
                         now[client] != then[client]))
    stand = sum(now.get(client) == therapist for client, therapist in
                then.items())
    report.expect('objective.keep', base.run['objective']['keep'],
                  stand * base.run['policy']['keep_points'])
    for row in base.moved:
        client, reason = row['client_id'], row['reason']
        what = 'moved %s from %s (%s)' % (client, row['from'], reason)
        pinned = program.match(clinic.edited(Edit(
            {'file': 'clients', 'id': client, 'column': 'pin',
             'to': row['from']})), more=more)
        if reason in ('gone', 'pin', 'rule', 'openings'):
            report.expect(what, {
                'gone': row['from'] not in clinic.ids('therapists'),
                'pin': clinic.cell('clients', client, 'pin') != '',
                'rule': row['from'] not in base.ranked.get(client, ()),
                'openings': '--frozen' in program.options or pinned is None,
            }[reason], True)
            continue
        wanted = ('tier' if pinned.tiers() != base.tiers() else
                  'queue' if program.is_strict() and
                  pinned.placed() != base.placed() else
                  'floor' if program.is_fair() and
                  pinned.below_floor(client) != base.below_floor() else
                  'tie' if pinned.points() == base.points() else 'gain')
        report.expect(what, wanted, reason)
        report.expect(what + ' price',
                      base.points() - pinned.points()
                      if wanted in ('tie', 'gain') else None,
                      hundredths(row['price']) if row['price'] else None)


def check_clinic(program, clinic, name):
    report = Report(name)
    base = program.match(clinic, 'all')
    if base is None:
        report.expect('the clinic', program.trouble, 'results')
        return report.counts()
    more = as_today(clinic, base)
    check_margins(report, program, clinic, base, more)
    check_options(report, program, clinic, base, more)
    check_bottlenecks(report, program, clinic, base, more)
    check_unknowns(report, program, clinic, base, more)
    check_prices(report, program, clinic, base, more)
    check_envy(report, program, clinic, base, more)
    check_crisis(report, program, clinic, base, more)
    check_moved(report, program, clinic, base, more)
    return report.counts()
