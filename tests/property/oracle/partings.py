"""Partings: why clients left therapists, and what that changes in what they
look for (src/docs/outcomes.md)."""

from .words import AXES, CRITERIA, normal

SHIFTS = {'too_directive': ('directive', -2), 'too_passive': ('directive', 2),
          'too_emotional': ('emotion', -2), 'too_reserved': ('emotion', 2),
          'too_much_past': ('past', -2), 'too_little_past': ('past', 2),
          'too_challenging': ('support', 2), 'too_soft': ('support', -2)}
TWICE = {'experience': 'expertise', 'values': 'preferences',
         'culture': 'preferences', 'schedule': 'access', 'cost': 'access',
         'place': 'access', 'no_connection': 'style'}
TRIED = ('approach', 'not_helping')
OTHERS = ('left', 'moved', 'insurance', 'finished', 'safety')
REASONS = [*SHIFTS, *TWICE, *TRIED, *OTHERS]
NOT_SOONER = {'schedule', 'cost', 'place', 'moved', 'insurance', 'finished',
              'safety'}


def read(named, reason):
    """(therapist or None, reason) of an entry; None where nothing acts."""
    reason = normal(reason)
    return (named, reason) if reason in REASONS else None


def promotes(c):
    return any(reason not in NOT_SOONER for _, reason in c.partings)


def unsafe(c):
    return any(reason == 'safety' for _, reason in c.partings)


def factors(c):
    """What each criterion's weight is multiplied with."""
    double = {TWICE[reason] for _, reason in c.partings if reason in TWICE}
    return {name: 2 if name in double else 1 for name in CRITERIA}


def wish(c, axis):
    """What the client asks for on an axis of style, or None."""
    moves = {SHIFTS[reason] for _, reason in c.partings if reason in SHIFTS}
    by = sum(step for other, step in moves if other == axis)
    written = getattr(c, 'style_' + axis)
    if not by:
        return written
    return max(-3, min(3, (written or 0) + by))


def tried(c, therapists, world):
    """The approaches that count as tried."""
    found = set()
    for therapist, reason in c.partings:
        if reason not in TRIED or therapist is None:
            continue
        has = therapists[therapist].modalities or []
        wanted = [m for m in has if world.is_or_under(m, c.want_modalities)]
        if not wanted and has and c.concerns:
            def merit(m):
                rating = world.taxonomy.rating(m, c.concerns[0][0]) or 'none'
                return (-world.policy.get('rating.' + rating, 0.0),
                        m.encode('utf-8'))
            wanted = [min(has, key=merit)]
        found.update(wanted)
    return found


assert {axis for axis, _ in SHIFTS.values()} == set(AXES)
