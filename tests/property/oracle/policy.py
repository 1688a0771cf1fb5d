"""Policy: the settings, their defaults and ranges (src/docs/scoring.md)."""

import math
import re

from . import cells
from .findings import CellError
from .table import read_table
from .words import AXES, CRITERIA, normal_header

ENDLESS = 1e300


class Setting:
    def __init__(self, default, low=0.0, high=ENDLESS, whole=False,
                 places=None, open_low=False, open_high=False):
        self.default = float(default)
        self.low, self.high = low, high
        self.whole, self.places = whole, places
        self.open_low, self.open_high = open_low, open_high

    def allows(self, value):
        if not self.low <= value <= self.high:
            return False
        if self.open_low and value == self.low:
            return False
        if self.open_high and value == self.high:
            return False
        return not self.whole or value == math.floor(value)


SETTINGS = {
    'depth_half': Setting(10, open_low=True),
    'related': Setting(0.5, 0, 1),
    'specialties_blank': Setting(0.25, 0, 1),
    'rating.strong': Setting(1, 0, 1),
    'rating.modest': Setting(0.6, 0, 1),
    'rating.insufficient': Setting(0.25, 0, 1),
    'rating.avoid_sole': Setting(0.1, 0, 1),
    'rating.not_recommended': Setting(0, 0, 1),
    'rating.none': Setting(0.25, 0, 1),
    'style.dead_zone': Setting(0.34, 0, 1, open_high=True),
    'session_minutes': Setting(60, 1),
    'access_minutes': Setting(180, 1),
    'hours': Setting(1, 0, 1, whole=True),
    'stale_days': Setting(90, whole=True),
    'require_concern': Setting(0, 0, 1, whole=True),
    'human_flag': Setting(1, 0, 1, whole=True),
    'min_score': Setting(0, 0, 100, places=2),
    'fair_floor': Setting(50, 0, 100, places=2),
    'keep_points': Setting(500, 0, 10000, whole=True),
    'choice_drop': Setting(1000, 0, 10000, whole=True),
    'choice_points': Setting(500, 0, 10000, whole=True),
    'lottery': Setting(0, 0, 999999, whole=True),
    'offer_days': Setting(14, whole=True),
    'leave_weeks': Setting(8, whole=True),
    'promote_weeks': Setting(6, whole=True),
    'promote_rematch': Setting(1, 0, 1, whole=True),
    'wait_points': Setting(25, 0, 1000, whole=True),
    'wait_weeks_max': Setting(26, whole=True),
}
SETTINGS.update(
    ('weight.' + name, Setting(weight))
    for name, weight in zip(CRITERIA, (0.30, 0.20, 0.20, 0.15, 0.15)))
SETTINGS.update(
    ('style.' + axis, Setting(weight))
    for axis, weight in zip(AXES, (0.40, 0.20, 0.15, 0.25)))
SETTINGS.update(
    ('priority.%d' % place, Setting(factor, 1))
    for place, factor in ((1, 2), (2, 1.5), (3, 1.25)))


# Settings that are texts: hours of a day.
HOURS = {'morning': '08:00-12:00', 'afternoon': '12:00-17:00',
         'evening': '17:00-21:00'}


def read_hours(text):
    match = re.fullmatch(r'(\d\d):(\d\d)-(\d\d):(\d\d)', text, re.ASCII)
    if not match:
        raise CellError('no hours: %r' % text)
    begin, first, end, last = map(int, match.groups())
    if max(first, last) > 59 or \
            not begin * 60 + first < end * 60 + last <= 24 * 60:
        raise CellError('no hours: %r' % text)
    return text


def read_policy(path, findings):
    """{setting: value} of the file over the defaults."""
    policy = {name: s.default for name, s in SETTINGS.items()}
    policy.update(HOURS)
    table = read_table(path, findings) if path else None
    if not table:
        return policy
    names = [normal_header(name) for name in table.header]
    if 'setting' not in names or 'value' not in names:
        findings.error(path, 1, '', 'a policy has setting and value')
        return policy
    seen = set()
    for row_number, row in enumerate(table.rows, 2):
        name = row[names.index('setting')]
        text = row[names.index('value')]
        if name not in policy or name in seen:
            findings.error(path, row_number, name, 'unknown or twice')
            continue
        seen.add(name)
        try:
            policy[name] = (read_hours(text) if name in HOURS else
                            read_setting(SETTINGS[name], text,
                                         table.decimal_comma))
        except CellError as problem:
            findings.error(path, row_number, name, problem)
    for prefix, members in (('weight.', CRITERIA), ('style.', AXES)):
        if not any(policy[prefix + member] > 0 for member in members):
            findings.error(path, '', prefix, 'all weights are 0')
    if policy['hours'] and not whole_from_15(policy['session_minutes']):
        findings.error(path, '', 'session_minutes', 'not whole, 15 or more')
    return policy


def whole_from_15(value):
    return value >= 15 and value == math.floor(value)


def read_setting(setting, text, decimal_comma):
    value = cells.number(text, decimal_comma)
    if not setting.allows(value):
        raise CellError('out of range: %r' % text)
    if setting.places is not None and has_more_places(value, setting.places):
        raise CellError('too many decimals: %r' % text)
    return value


def has_more_places(value, places):
    return abs(value * 10 ** places - round(value * 10 ** places)) > 1e-6


def read_scores(path, roster, findings):
    """{(client, therapist): S} of a scores file, or None without one."""
    if not path:
        return None
    scores = {}
    table = read_table(path, findings)
    if not table:
        return scores
    names = [normal_header(name) for name in table.header]
    needed = ('client_id', 'therapist_id', 'score')
    if any(name not in names for name in needed):
        findings.error(path, 1, '', 'a missing column')
        return scores
    for row_number, row in enumerate(table.rows, 2):
        client, therapist, text = (row[names.index(n)] for n in needed)
        pair = cells.unguarded(client), cells.unguarded(therapist)
        try:
            value = cells.number(text, table.decimal_comma)
            if not 0 <= value <= 100 or has_more_places(value, 2):
                raise CellError('a score is 0..100: %r' % text)
        except CellError as problem:
            findings.error(path, row_number, 'score', problem)
            continue
        if pair in scores:
            findings.error(path, row_number, 'client_id', 'a pair twice')
        scores[pair] = round(value * 100)
    return {pair: s for pair, s in scores.items()
            if pair[0] in roster.clients and pair[1] in roster.therapists}
