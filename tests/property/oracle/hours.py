"""Hours: when two can meet, and who holds which hour (src/docs/weeks.md,
Hours).

Minutes are those of a week that begins Monday 00:00; a set of them is a whole
number whose bit m is minute m.
"""

from . import cells
from .findings import CellError
from .words import normal

DAY = cells.DAY_MINUTES
WEEK = 7 * DAY


class Week(int):
    """The minutes of a therapist's slots, and [(begin, end, site)] in order."""

    def __new__(cls, windows):
        bits = 0
        for begin, end, _ in windows:
            bits |= span(begin, end)
        week = super().__new__(cls, bits)
        week.windows = windows
        return week


def span(begin, end):
    return ((1 << (end - begin)) - 1) << begin


def runs(bits):
    """[(begin, end)] of the set bits that stand together."""
    found, at = [], 0
    while bits >> at:
        while not bits >> at & 1:
            at += 1
        begin = at
        while bits >> at & 1:
            at += 1
        found.append((begin, at))
    return found


def sited_week(text):
    """A reader of a therapist's slots, with sites behind @."""
    by_site = {}
    for piece in cells.week_pieces(text):
        times, at, site = piece.partition('@')
        site = site.strip()
        if at and (not site or ':' in site or '@' in site):
            raise CellError('no site: %r' % piece)
        site = normal(site) if at else None
        by_site[site] = by_site.get(site, 0) | cells.window(times.strip())
    taken, windows = 0, []
    for site, bits in by_site.items():
        if taken & bits:
            raise CellError('at two places at once: %r' % text)
        taken |= bits
        windows += [(begin, end, site) for begin, end in runs(bits)]
    return Week(sorted(windows, key=lambda w: w[:2])) if windows else None


def offset(text, decimal_comma=False):
    """Minutes before or behind UTC."""
    word = text.strip().replace('\u2212', '-')
    if word[:3] in ('UTC', 'GMT'):
        word = word[3:].strip()
    sign = -1 if word[:1] == '-' else 1
    word = word[1:] if word[:1] in '+-' and word else word
    if not word[:1].isdigit():
        raise CellError('no offset: %r' % text)
    if ':' in word:
        hours, _, minutes = word.partition(':')
        if not (hours.isdigit() and len(hours) < 3 and minutes.isdigit()
                and len(minutes) == 2 and int(minutes) < 60):
            raise CellError('no offset: %r' % text)
        value = sign * (int(hours) * 60 + int(minutes))
    else:
        value = sign * cells.number(word, decimal_comma) * 60
    if value % 15 or not -12 * 60 <= value <= 14 * 60:
        raise CellError('no offset: %r' % text)
    return int(value)


def clock(minutes):
    return '%02d:%02d' % divmod(minutes, 60)


# one pair

def session(t, world):
    return t.session_minutes or world.policy['session_minutes']


def hours_of(t, world):
    """[(begin, end, site)] of a therapist who names slots."""
    length = int(session(t, world))
    return [(at, at + length, site) for begin, end, site in t.slots.windows
            for at in range(begin, end - length + 1, length)]


def shift(c, t):
    if c.utc_offset is None or t.utc_offset is None:
        return 0
    return c.utc_offset - t.utc_offset


def moved(bits, by):
    """The same minutes, later, around the end of the week."""
    by %= WEEK
    bits <<= by
    return bits % (1 << WEEK) | bits >> WEEK


def common_minutes(c, t):
    return cells.minutes_in(c.slots & moved(int(t.slots), shift(c, t)))


def suits(c, t, hour, common):
    begin, end, site = hour
    if c.slots is not None:
        minutes = moved(span(begin, end), shift(c, t))
        if minutes & ~int(c.slots):
            return False
    return not (common == ['in_person'] and site and c.sites
                and site not in c.sites)


def suiting(c, t, world, common):
    return [h for h in hours_of(t, world) if suits(c, t, h, common)]


def is_possible(c, t, world, common):
    """Rule time of a therapist who names slots."""
    if world.policy['hours']:
        days = [begin // DAY for begin, _, _ in suiting(c, t, world, common)]
        wanted = 2 if c.frequency == 'twice_weekly' else 1
        return len(set(days)) >= wanted
    if c.slots is None:
        return True
    by, length = shift(c, t), session(t, world)
    if not by:
        return cells.has_stretch(c.slots & t.slots, length)
    # the client's week twice, as a window may lie across its end
    twice = int(c.slots) | int(c.slots) << WEEK
    return any(cells.has_stretch(
        twice & span((begin + by) % WEEK, (begin + by) % WEEK + end - begin),
        length) for begin, end, _ in t.slots.windows)


# one therapist

def ways(c, hours):
    """All ways to hold hours, best first: sets of (begin, week)."""
    begins = [begin for begin, _, _ in hours]
    if c.frequency == 'biweekly':
        return [frozenset({(b, week)}) for b in begins for week in 'AB']
    if c.frequency != 'twice_weekly':
        return [frozenset({(b, 'A'), (b, 'B')}) for b in begins]
    pairs = [(a, b) for a in begins for b in begins if a // DAY < b // DAY]
    pairs.sort(key=lambda p: (p[0], p[0] // DAY - p[1] // DAY, p[1]))
    return [frozenset((b, week) for b in p for week in 'AB') for p in pairs]


def can_hold(choices):
    """Whether each can take one of their ways, none twice."""
    if not choices:
        return True
    first, *rest = sorted(choices, key=len)
    return any(can_hold([[w for w in others if not w & way]
                         for others in rest]) for way in first)


def deal(choices):
    """One after the other takes the best way that lets all others hold
    theirs; who has no way at all holds nothing."""
    held = [None] * len(choices)
    now = [list(c) for c in choices]
    for at, mine in enumerate(choices):
        for way in mine:
            now[at] = [way]
            if can_hold([c for c in now if c]):
                held[at] = way
                break
    return held


def told(c, way):
    """The cell `hour`."""
    if way is None:
        return ''
    week = ' ' + min(w for _, w in way) if c.frequency == 'biweekly' else ''
    names = [cells.DAYS[b // DAY] + ' ' + clock(b % DAY) + week
             for b in sorted({b for b, _ in way})]
    return '; '.join(names) + ('' if c.slots is not None else ' ?')
