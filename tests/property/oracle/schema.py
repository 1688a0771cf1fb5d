"""Schema: the columns of the two rosters and how each cell is read."""

from collections import namedtuple

from . import cells, hours
from .words import (AXES, CLIENT_TYPES, CRITERIA, FORMATS, GENDERS, PLACES,
                    SEVERITIES, URGENCIES, normal)
from .findings import CellError

ANY = 10 ** 9

# kind: 'id', 'other' (an id of the other roster), 'text', 'number' (reader
# takes decimal_comma), 'cell' (reader of one text) or 'list' (reader of one
# item; `names` looks its name up).
Column = namedtuple('Column', 'name kind aliases required reader names')


def column(name, kind, aliases='', reader=None, names=None, required=False):
    return Column(name, kind, aliases.split(), required, reader, names)


class OpenNames:
    """Tags that no list closes, some with other spellings."""

    def __init__(self, aliases=()):
        self.aliases = dict(aliases)

    def knows(self, text):
        return False

    def find(self, text):
        return [self.aliases.get(normal(text), normal(text))]


class ClosedNames:
    """A closed vocabulary: spelling -> names."""

    def __init__(self, names):
        self.names = names

    def knows(self, text):
        return normal(text) in self.names

    def find(self, text):
        try:
            return self.names[normal(text)]
        except KeyError:
            raise CellError('%r is none of %s' %
                            (text, ', '.join(sorted(self.names))))


class TaxonomyNames:
    """Names of a vocabulary; with `strict` a literal tag is an error."""

    def __init__(self, vocabulary, strict):
        self.vocabulary = vocabulary
        self.known = set(vocabulary.names())
        self.strict = strict

    def knows(self, text):
        return self.vocabulary.knows(text)

    def find(self, text):
        name = self.vocabulary.find(text)
        if self.strict and name not in self.known:
            raise CellError('unknown: %r' % text)
        return [name]


class Ids:
    """Names of rows, byte by byte."""

    def knows(self, text):
        return False

    def find(self, text):
        return [cells.unguarded(text)]


def itself(words):
    return {word: [word] for word in words}


def with_reason(item):
    who, colon, reason = item.partition(':')
    return (who.strip() + ':' + reason if reason.strip() else who.strip()), None


def frequency(text):
    said = {'every_other_week': 'biweekly', 'fortnightly': 'biweekly'}
    word = said.get(normal(text), normal(text))
    return cells.choice(('weekly', 'biweekly', 'twice_weekly'))(word)


class Schema:
    """The columns of therapists and clients for one taxonomy."""

    def __init__(self, taxonomy, strict):
        self.concerns = TaxonomyNames(taxonomy.concerns, strict)
        self.modalities = TaxonomyNames(taxonomy.modalities, strict)
        self.languages = TaxonomyNames(taxonomy.languages, strict)
        self.payers = taxonomy.payers
        self.places = dict(PLACES, **taxonomy.compacts.spellings)
        self.taxonomy = taxonomy
        self.therapists = {c.name: c for c in self.therapist_columns()}
        self.clients = {c.name: c for c in self.client_columns()}

    def shared_columns(self, places='location office'):
        yield column('sites', 'list', places, cells.bare, OpenNames())
        yield column('languages', 'list', 'language', cells.bare,
                     self.languages)
        yield column('insurance', 'list', 'insurers payers plans', cells.bare,
                     self.payers)
        yield column('formats', 'list', 'telehealth session_format',
                     cells.bare, ClosedNames(FORMATS))
        yield column('utc_offset', 'number',
                     'utc timezone_offset time_zone_offset', hours.offset)
        for axis in AXES:
            yield column('style_' + axis, 'number', '', cells.bounded(-3, 3))

    def therapist_columns(self):
        whole = cells.bounded
        genders, tags = OpenNames(GENDERS), OpenNames()
        yield from self.shared_columns('location office city')
        yield column('slots', 'cell', 'availability', hours.sited_week)
        yield column('session_minutes', 'number',
                     'session_length minutes_per_session',
                     whole(15, 240, True))
        yield column('severity_max', 'cell', 'max_severity highest_severity',
                     cells.choice(SEVERITIES))
        yield column('therapist_id', 'id',
                     'id provider_id clinician_id npi', required=True)
        yield column('name', 'text', 'provider clinician full_name')
        yield column('openings', 'number',
                     'open_slots available_slots open_spots',
                     whole(0, 9999, True), required=True)
        yield column('specialties', 'list',
                     'issues concerns areas_of_focus expertise',
                     cells.numbered(0, ANY), self.concerns)
        yield column('not_treated', 'list', 'exclusions', cells.bare,
                     self.concerns)
        yield column('modalities', 'list',
                     'approaches therapy_types treatment_approach',
                     cells.bare, self.modalities)
        yield column('client_types', 'list', 'participants', cells.bare,
                     ClosedNames(itself(CLIENT_TYPES)))
        yield column('licensed_in', 'list',
                     'state states license_state telehealth_states',
                     cells.bare, OpenNames(self.places))
        yield column('age_min', 'number', '', whole(0, 120, True))
        yield column('age_max', 'number', '', whole(0, 120, True))
        yield column('fee', 'number', 'rate', cells.bounded(0, 1e15))
        yield column('fee_min', 'number', 'sliding_scale',
                     cells.bounded(0, 1e15))
        yield column('prescribes', 'cell',
                     'can_prescribe medication_management', cells.boolean)
        yield column('prescriber_openings', 'number',
                     'medication_openings prescriber_slots '
                     'psychiatry_openings', whole(0, 9999, True))
        yield column('gender', 'list', '', cells.bare, genders)
        yield column('ethnicity', 'list', '', cells.bare, tags)
        yield column('faith', 'list', '', cells.bare, tags)
        yield column('populations', 'list', 'allied communities', cells.bare,
                     tags)
        yield column('values', 'list', '', cells.bare, tags)
        yield column('available_from', 'cell', 'starts_on available_after',
                     cells.date)
        yield column('available_until', 'cell', 'leaves_on last_day',
                     cells.date)
        yield column('updated_on', 'cell',
                     'last_updated openings_updated_on', cells.date)
        yield column('declines', 'list', 'conflicts avoid_clients',
                     cells.bare, Ids())

    def client_columns(self):
        tags = OpenNames()
        yield from self.shared_columns()
        yield column('client_id', 'id', 'id patient_id', required=True)
        yield column('slots', 'cell', 'availability', cells.week)
        yield column('frequency', 'cell', 'how_often session_frequency',
                     frequency)
        yield column('guardian_languages', 'list',
                     'guardian_language parent_language parent_languages',
                     cells.bare, self.languages)
        yield column('referred_on', 'cell', 'referral_date date_added',
                     cells.date)
        yield column('urgency', 'cell', 'priority triage',
                     cells.choice(URGENCIES))
        yield column('severity', 'cell', '', cells.choice(SEVERITIES))
        yield column('concerns', 'list',
                     'issues presenting_problems problems diagnosis',
                     cells.numbered(1, 9), self.concerns)
        yield column('age', 'number', '', cells.bounded(0, 120, True))
        yield column('client_type', 'cell', '', cells.choice(CLIENT_TYPES))
        yield column('want_modalities', 'list', '', cells.marked,
                     self.modalities)
        yield column('avoid_modalities', 'list', '', cells.bare,
                     self.modalities)
        yield column('tried_modalities', 'list', '', cells.bare,
                     self.modalities)
        yield column('want_gender', 'list', '', cells.marked,
                     OpenNames(GENDERS))
        for wish in ('ethnicity', 'faith', 'populations', 'values'):
            yield column('want_' + wish, 'list', '', cells.marked, tags)
        yield column('requested_therapist', 'list', '', cells.bare, Ids())
        yield column('past_therapists', 'list', 'previous_therapists',
                     with_reason, Ids())
        yield column('avoid_therapists', 'list', '', with_reason, Ids())
        yield column('lives_in', 'list', 'state', cells.bare,
                     OpenNames(self.places))
        yield column('max_fee', 'number', 'budget', cells.bounded(0, 1e15))
        yield column('needs_prescriber', 'cell', '',
                     cells.answer_or('open'))
        yield column('wants_group', 'cell', '',
                     cells.choice(('no', 'open', 'supplement', 'instead')))
        yield column('priorities', 'list', '', cells.bare,
                     ClosedNames(itself(CRITERIA)))
        yield column('pin', 'other', '')
