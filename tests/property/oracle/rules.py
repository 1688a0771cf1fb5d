"""Rules: who may see whom (src/docs/matching.md, Eligibility).

A rule returns PASS, FAIL, or the tuple of blank therapist columns that leave
it unknown.
"""

from . import cells, hours

PASS, FAIL = 'pass', 'fail'


def meet(asked, offered, column):
    if not asked:
        return PASS
    if offered is None:
        return (column,)
    return PASS if set(asked) & set(offered) else FAIL


def common_formats(c, t):
    """The client's formats, in order, that the therapist shares."""
    conflict = c.sites and t.sites and not set(c.sites) & set(t.sites)
    return [f for f in c.formats if f in t.formats
            and not (f == 'in_person' and conflict)]


def insurer_matches(c, t):
    return bool(c.insurance and t.insurance
                and set(c.insurance) & set(t.insurance))


def lowest_fee(t):
    return t.fee if t.fee_min is None else t.fee_min


def licence(c, t, world):
    verdict = meet(c.lives_in, t.licensed_in, 'licensed_in')
    if verdict != FAIL:
        return verdict
    formats = world.taxonomy.compacts.formats_in(t.licensed_in, c.lives_in)
    for had in (c.formats, t.formats):
        if not formats or had is not None and not formats & set(had):
            return FAIL
    if t.formats is None:
        return ('formats',)
    if c.formats is None:
        return PASS
    return PASS if formats & set(c.formats) & set(t.formats) else FAIL


def age(c, t, world):
    if c.age is None:
        return PASS
    if t.age_min is None and t.age_max is None:
        return ('age_min',)
    if t.age_min is not None and c.age < t.age_min:
        return FAIL
    if t.age_max is not None and c.age > t.age_max:
        return FAIL
    return PASS


def client_type(c, t, world):
    offered = ['individual'] if t.client_types is None else t.client_types
    return PASS if (c.client_type or 'individual') in offered else FAIL


def language(c, t, world):
    both = [meet(spoken, t.languages, 'languages')
            for spoken in (c.languages, c.guardian_languages)]
    return (FAIL if FAIL in both else
            next((v for v in both if v != PASS), PASS))


def format(c, t, world):
    if not c.formats:
        return PASS
    if t.formats is None:
        return ('formats',)
    common = common_formats(c, t)
    if not common:
        return FAIL
    if common == ['in_person'] and c.sites and t.sites is None:
        return ('sites',)
    return PASS


def cost(c, t, world):
    if not c.insurance and c.max_fee is None:
        return PASS
    if insurer_matches(c, t):
        return PASS
    low = lowest_fee(t)
    if c.max_fee is not None and low is not None and low <= c.max_fee:
        return PASS
    blank = ()
    if c.insurance and t.insurance is None:
        blank += ('insurance',)
    if c.max_fee is not None and low is None:
        blank += ('fee',)
    return blank or FAIL


def time(c, t, world):
    if t.slots is None:
        return PASS if c.slots is None else ('slots',)
    common = common_formats(c, t) if c.formats and t.formats else []
    return PASS if hours.is_possible(c, t, world, common) else FAIL


def prescriber(c, t, world):
    if c.needs_prescriber != 'yes' or world.has_prescribers:
        return PASS
    if t.prescribes is None:
        return ('prescribes',)
    return PASS if t.prescribes else FAIL


def not_treated(c, t, world):
    parents = world.taxonomy.concerns.parent
    for concern, _ in c.concerns or ():
        for name in (concern, parents.get(concern)):
            if name in (t.not_treated or ()):
                return FAIL
    return PASS


def severity(c, t, world):
    if c.severity is None or t.severity_max is None:
        return PASS
    order = ('mild', 'moderate', 'severe')
    return (PASS if order.index(c.severity) <= order.index(t.severity_max)
            else FAIL)


def contraindicated(c, t, world):
    for concern, _ in c.concerns or ():
        for modality in t.modalities or ():
            if world.taxonomy.rating(modality, concern) == 'contraindicated':
                return FAIL
    return PASS


def musts(wishes):
    return [tag for tag, mark in (wishes or {}).items()
            if mark == cells.MUST]


def must_gender(c, t, world):
    return meet(musts(c.want_gender), t.gender, 'gender')


def must_modality(c, t, world):
    asked = musts(c.want_modalities)
    if not asked:
        return PASS
    if t.modalities is None:
        return ('modalities',)
    return PASS if any(world.offers(c, t, m) for m in asked) else FAIL


def must_populations(c, t, world):
    return meet(musts(c.want_populations), t.populations, 'populations')


def avoid(c, t, world):
    refused = (t.id in (c.past_therapists or ()) or
               t.id in (c.avoid_therapists or ()) or c.id in t.declines)
    return FAIL if refused else PASS


def not_listed(c, t, world):
    if world.scores is None or (c.id, t.id) in world.scores:
        return PASS
    return FAIL


def concern(c, t, world):
    if not world.policy['require_concern'] or not c.concerns:
        return PASS
    if t.specialties is None:
        return ('specialties',)
    return PASS if world.depth(t, c.concerns[0][0]) > 0 else FAIL


TABLE = [(rule.__name__, rule) for rule in (
    licence, age, client_type, language, format, cost, time, prescriber,
    not_treated, severity, contraindicated, must_gender, must_modality,
    must_populations, avoid, not_listed, concern)]
NAMES = [name for name, _ in TABLE] + ['minimum']


def verdicts(c, t, world, units):
    """[(rule, PASS, FAIL or blank columns)] in table order."""
    found = [(name, rule(c, t, world)) for name, rule in TABLE]
    low = units < round(100 * world.policy['min_score'])
    return found + [('minimum', FAIL if low else PASS)]
