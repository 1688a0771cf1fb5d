"""Hours that the two of a pair could offer each other, from their slots."""
import re

from oracle import hours, rules

DAYS = ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')
DAY, WEEK = 24 * 60, 7 * 24 * 60


def text(begin, end):
    day = begin // DAY
    begin, end = begin - day * DAY, end - day * DAY
    assert end <= DAY
    return '%s %02d:%02d-%02d:%02d' % (DAYS[day], begin // 60, begin % 60,
                                       end // 60, end % 60)


def suiting(outcome, client, therapist):
    """Their hours that suit, [(begin, end, site)]; none where none are
    promised."""
    c, t = outcome.clients[client], outcome.therapists[therapist]
    if not outcome.world.policy['hours'] or t.slots is None:
        return []
    common = rules.common_formats(c, t) if c.formats and t.formats else []
    return hours.suiting(c, t, outcome.world, common)


def shut_day(c, found):
    """The day on which one hour more is of no use."""
    return (max(found)[0] // DAY if c.frequency == 'twice_weekly' and found
            else None)


def new_hour(outcome, client, therapist):
    """The hour that the therapist could offer besides, as text, or None."""
    c, t = outcome.clients[client], outcome.therapists[therapist]
    if not outcome.world.policy['hours'] or t.slots is None:
        return None
    length = int(hours.session(t, outcome.world))
    windows = list(t.slots.windows)
    before = {begin for begin, _, _ in hours.hours_of(t, outcome.world)}
    shut = shut_day(c, suiting(outcome, client, therapist))
    starts = [end for _, end, _ in windows]
    starts += [begin - length for begin, _, _ in windows]
    if c.slots is not None:
        by = hours.shift(c, t)
        for begin, end in joined(int(c.slots)):
            starts += [(at - by) % WEEK
                       for at in range(begin, end - length + 1, 15)]
    for at in starts:
        if not 0 <= at <= WEEK - length or at // DAY == shut:
            continue
        if any(begin < at + length and at < end for begin, end, _ in windows):
            continue
        # the week with it, joined and cut anew
        bits = int(t.slots) | hours.span(at, at + length)
        then = set()
        for begin, end in joined(bits):
            then |= set(range(begin, end - length + 1, length))
        common = rules.common_formats(c, t) if c.formats and t.formats else []
        if before | {at} <= then and hours.suits(
                c, t, (at, at + length, None), common):
            return text(at, at + length)
    return None


def joined(bits):
    """[(begin, end)] of minutes that are set, one behind the other."""
    return [(at.start(), at.end())
            for at in re.finditer('1+', bin(bits)[:1:-1])]


def own_hour(outcome, client, therapist, held):
    """An hour of theirs at which the client could come as well, as text, or
    None; held: their hours that somebody holds, by name."""
    c, t = outcome.clients[client], outcome.therapists[therapist]
    if (not outcome.world.policy['hours'] or t.slots is None or
            c.slots is None):
        return None
    mine = suiting(outcome, client, therapist)
    shut = shut_day(c, mine)
    others = [hour for hour in hours.hours_of(t, outcome.world)
              if hour not in mine and hour[0] // DAY != shut]
    free = [h for h in others if text(*h[:2]).split('-')[0] not in held]
    if not others:
        return None
    begin, end, site = (free or others)[0]
    assert not site and not hours.shift(c, t)
    return text(begin, end)
