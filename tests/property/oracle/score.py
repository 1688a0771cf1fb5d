"""Score: the five criteria of one pair (src/docs/scoring.md)."""

import math

from . import rules
from . import cells, hours, partings
from .words import AXES, CRITERIA

STRENGTH = {cells.MUST: 1.0, cells.STRONG: 1.0, cells.MILD: 0.5}
WISHES = ('gender', 'ethnicity', 'faith', 'populations', 'values')


class World:
    """What a pair is judged by: policy, taxonomy, scores from elsewhere."""

    def __init__(self, policy, taxonomy, scores, forbid_unknown):
        self.policy = policy
        self.taxonomy = taxonomy
        self.scores = scores
        self.forbid_unknown = forbid_unknown
        self.has_prescribers = False    # as a second role, in a plan of theirs

    # expertise

    def listed_depth(self, t, concern):
        cases = t.specialties[concern]
        if cases is None:
            return 0.5
        return cases / (cases + self.policy['depth_half'])

    def depth(self, t, concern):
        if t.specialties is None:
            return self.policy['specialties_blank']
        if concern in t.specialties:
            return self.listed_depth(t, concern)
        parent = self.taxonomy.concerns.parent
        related = [self.listed_depth(t, other) for other in t.specialties
                   if parent.get(other) == concern
                   or parent.get(concern) == other]
        return self.policy['related'] * max(related, default=0.0)

    def expertise(self, c, t, confirm):
        if not c.concerns:
            return None
        if t.specialties is None:
            confirm.append('specialties')
        value = 0.0
        for concern, share in c.concerns:
            value += share * self.depth(t, concern)
        return value

    # modality

    def is_or_under(self, modality, names):
        parent = self.taxonomy.modalities.parent.get(modality)
        return modality in (names or ()) or parent in (names or ())

    def usable(self, c, t):
        """The therapist's modalities that the client does not avoid."""
        return [m for m in t.modalities
                if not self.is_or_under(m, c.avoid_modalities)]

    def offers(self, c, t, wanted):
        return any(self.is_or_under(m, [wanted]) for m in self.usable(c, t))

    def evidence(self, c, modality, concern):
        rating = self.taxonomy.rating(modality, concern) or 'none'
        value = self.policy.get('rating.' + rating, 0.0)
        if (self.is_or_under(modality, c.tried_modalities) or
                self.is_or_under(modality, c.counts_as_tried)):
            value /= 2
        return value

    def modality(self, c, t, confirm):
        if not c.concerns and not c.want_modalities:
            return None
        if t.modalities is None:
            confirm.append('modalities')
            return 0.5
        usable = self.usable(c, t)
        evidence = 0.0
        for concern, share in c.concerns or ():
            evidence += share * max(
                (self.evidence(c, m, concern) for m in usable), default=0.0)
        if not c.want_modalities:
            return evidence
        offered = [STRENGTH[mark] for m, mark in c.want_modalities.items()
                   if self.offers(c, t, m)]
        best = max(STRENGTH[mark] for mark in c.want_modalities.values())
        preference = max(offered, default=0.0) / best
        if not c.concerns:
            return preference
        return (evidence + preference) / 2

    # style

    def style(self, c, t, confirm):
        zone = self.policy['style.dead_zone']
        gaps = shares = 0.0
        for axis in AXES:
            wish = partings.wish(c, axis)
            way = getattr(t, 'style_' + axis)
            weight = self.policy['style.' + axis]
            if wish is None:
                continue
            asked = max(0.0, abs(wish / 3) - zone) / (1 - zone)
            if asked <= 0 or weight <= 0:
                continue
            if way is None:
                confirm.append('style_' + axis)
                gap = 0.5
            else:
                gap = abs(wish / 3 - way / 3) / 2
            gaps += weight * asked * gap
            shares += weight * asked
        return 1 - gaps / shares if shares > 0 else None

    # preferences

    def preferences(self, c, t, confirm):
        parts = []      # (s, m)
        for name in WISHES:
            wishes = getattr(c, 'want_' + name)
            has = getattr(t, name)
            if not wishes:
                continue
            most = max(STRENGTH[mark] for mark in wishes.values())
            if has is None:
                confirm.append(name)
                parts.append((most, 0.5))
            else:
                met = [STRENGTH[wishes[tag]] for tag in has if tag in wishes]
                parts.append((most, max(met, default=0.0) / most))
        if c.languages:
            if t.languages is None:
                confirm.append('languages')
                parts.append((1.0, 0.5))
            else:
                parts.append((1.0, best_place(c.languages, t.languages)))
        if c.requested_therapist:
            asked_for = t.id in c.requested_therapist
            parts.append((1.0, 1.0 if asked_for else 0.0))
        if not parts:
            return None
        return sum(s * m for s, m in parts) / sum(s for s, _ in parts)

    # access

    def access(self, c, t, confirm):
        parts = []
        fit = self.cost_part(c, t)
        if fit is not None:
            parts.append(fit)
        if c.formats and t.formats is not None:
            parts.append(best_place(c.formats, rules.common_formats(c, t)))
        if c.slots is not None and t.slots is not None:
            shared = hours.common_minutes(c, t)
            parts.append(min(1.0, shared / self.policy['access_minutes']))
        return sum(parts) / len(parts) if parts else None

    def cost_part(self, c, t):
        verdict = rules.cost(c, t, self)
        if not c.insurance and c.max_fee is None:
            return None
        if verdict == rules.FAIL:
            return 0.0
        if verdict != rules.PASS:
            return None
        if rules.insurer_matches(c, t):
            return 1.0
        return 1.0 if t.fee is not None and t.fee <= c.max_fee else 0.5

    # the whole

    def weights(self, c):
        """The weight of each criterion for this client."""
        found = {name: self.policy['weight.' + name] for name in CRITERIA}
        for place, name in enumerate(c.priorities or (), 1):
            found[name] *= self.policy['priority.%d' % place]
        for name, factor in partings.factors(c).items():
            found[name] *= factor
        return found

    def score(self, c, t):
        """S, the points by criterion or None, and columns to confirm."""
        if self.scores is not None:
            return self.scores.get((c.id, t.id), 0), None, []
        weights = self.weights(c)
        present, confirm = [], []
        for name in CRITERIA:
            if weights[name] > 0:
                value = getattr(self, name)(c, t, confirm)
                if value is not None:
                    present.append((name, weights[name], value))
        if not present:
            return 5000, None, confirm
        total = sum(weight for _, weight, _ in present)
        points = {name: 100 * weight * value / total
                  for name, weight, value in present}
        score = 100 * sum(w * v for _, w, v in present) / total
        return math.floor(100 * score + 0.5 + 1e-6), points, confirm


def best_place(wanted, common):
    """1 if the first is common, 0.5 if only a later one is, else 0."""
    if wanted[0] in common:
        return 1.0
    return 0.5 if any(w in common for w in wanted) else 0.0


def tenths(units):
    """S in tenths of a point, half up."""
    return (units + 5) // 10


def printed_points(units, points):
    """Points in tenths that add up to the printed score."""
    if points is None:
        return {}
    whole = {k: math.floor(10 * p + 1e-9) for k, p in points.items()}
    rest = {k: round(10 * p * 1e6) - whole[k] * 10 ** 6
            for k, p in points.items()}
    missing = tenths(units) - sum(whole.values())
    for name in sorted(points, key=lambda k: -rest[k])[:missing]:
        whole[name] += 1
    return whole


class Fit:
    """Everything that is known of one pair."""

    def __init__(self, c, t, world):
        self.client, self.therapist = c, t
        self.units, self.points, unknown = world.score(c, t)
        self.verdicts = rules.verdicts(c, t, world, self.units)
        self.refused_by = []
        columns = []
        for name, verdict in self.verdicts:
            refused = verdict == rules.FAIL
            if isinstance(verdict, tuple):
                columns += verdict
                refused = world.forbid_unknown
            if refused:
                self.refused_by.append(name)
        self.confirm = list(dict.fromkeys(columns + unknown))

    @property
    def forbidden_by(self):
        """The first rule that forbids the pair, or None."""
        return self.refused_by[0] if self.refused_by else None

    @property
    def eligible(self):
        return not self.refused_by
