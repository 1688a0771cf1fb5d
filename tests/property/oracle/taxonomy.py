"""Taxonomy: concerns, modalities, languages, and the evidence for a pair."""

import os

from . import danger
from .places import Compacts, Payers
from .table import read_table
from .words import normal

HOME = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                    '..', '..', '..', 'datasets', 'taxonomy')

RATINGS = ('strong', 'modest', 'insufficient', 'not_recommended',
           'avoid_sole', 'contraindicated')
WARNINGS = ('avoid_sole', 'not_recommended', 'contraindicated')
FLAGS = ('flag_prescriber', 'flag_medical', 'flag_human', 'offer_prescriber',
         'screen_ipv', 'specialist')


class Vocabulary:
    """Names with their spellings and parents."""

    def __init__(self):
        self.spellings = {}     # normal spelling -> name
        self.parent = {}        # name -> name of its parent
        self.codes = {}         # ICD-10 prefix without dots -> name

    def spell(self, text, name):
        if text.strip():
            self.spellings.setdefault(normal(text), name)

    def knows(self, text):
        return normal(text) in self.spellings

    def find(self, text):
        """The name of a spelling or code; otherwise a literal tag."""
        tag = normal(text)
        if tag in self.spellings:
            return self.spellings[tag]
        code = text.strip().replace('.', '').casefold()
        for length in range(len(code), 0, -1):
            if code[:length] in self.codes:
                return self.codes[code[:length]]
        return tag

    def known(self, text):
        """Is it a name, or a code that stands for one?"""
        return self.find(text) in self.spellings.values()

    def names(self):
        return sorted(set(self.spellings.values()))


class Taxonomy:
    def __init__(self, folder, findings):
        folder = folder or HOME
        self.concerns = read_vocabulary(folder, 'concerns', 'concern',
                                        findings)
        self.modalities = read_vocabulary(folder, 'modalities', 'modality',
                                          findings)
        if not os.path.exists(os.path.join(folder, 'languages.csv')):
            self.languages = read_vocabulary(HOME, 'languages', 'code',
                                             findings)
        else:
            self.languages = read_vocabulary(folder, 'languages', 'code',
                                             findings)
        self.made_for = read_purposes(folder, self.concerns, self.modalities,
                                      findings)
        self.evidence = {}      # (concern, modality) -> rating
        self.flags = {}         # concern -> set of flags
        self.read_evidence(folder, findings)
        if danger.folder_of(folder, HOME, 'danger.csv') == folder:
            self.danger = danger.Danger(self.rows(folder, 'danger', findings))
        else:
            self.danger = read_taxonomy(None, findings).danger
        self.safety = danger.Safety(
            self.rows(folder, 'couple_safety', findings), self.concerns)
        self.payers = Payers(self.rows(folder, 'payers', findings))
        self.compacts = Compacts(self.rows(folder, 'compacts', findings))

    def rows(self, folder, name, findings):
        """Of a table that may be left out of a folder."""
        file = name + '.csv'
        home = danger.folder_of(folder, HOME, file)
        return dictionaries(os.path.join(home, file), findings)

    def read_evidence(self, folder, findings):
        for row in dictionaries(os.path.join(folder, 'evidence.csv'),
                                findings):
            concern = self.concerns.find(row['concern'])
            rating = normal(row['rating'])
            if normal(row['modality']) == 'any' and rating in FLAGS:
                self.flags.setdefault(concern, set()).add(rating)
            elif rating in RATINGS:
                modality = self.modalities.find(row['modality'])
                self.evidence.setdefault((concern, modality), rating)
            else:
                findings.error(folder, '', 'rating', row['rating'])

    def borrows(self, modality, concern):
        """May a modality use good ratings of its parent for a concern?"""
        purposes = self.made_for.get(modality)
        if not purposes:
            return True
        return (concern in purposes or
                self.concerns.parent.get(concern) in purposes)

    def rating(self, modality, concern):
        """The first row for the pair or its parents, or None.

        A protocol borrows from its parent only what it was made for, but
        warnings always.
        """
        parent = self.modalities.parent.get(modality)
        for c in (concern, self.concerns.parent.get(concern)):
            own = self.evidence.get((c, modality))
            if own:
                return own
            lent = self.evidence.get((c, parent)) if parent else None
            if lent and (lent in WARNINGS or self.borrows(modality, concern)):
                return lent
        return None

    def asks_for_human(self, concern):
        parent = self.concerns.parent.get(concern)
        return ('flag_human' in self.flags.get(concern, ()) or
                'flag_human' in self.flags.get(parent, ()))


OWN = []        # the program's own, once it was read


def read_taxonomy(folder, findings):
    """That of a folder, or else the program's own, which nobody amends: to read
    its phrases takes longer than to judge a small clinic."""
    if folder:
        return Taxonomy(folder, findings)
    if not OWN:
        OWN.append(Taxonomy(None, findings))
    return OWN[0]


def dictionaries(path, findings):
    """The rows of a plain CSV file, as {column: cell}."""
    table = read_table(path, findings)
    if not table:
        return []
    names = [normal(name) for name in table.header]
    return [dict(zip(names, row)) for row in table.rows]


def read_purposes(folder, concerns, modalities, findings):
    """What each modality was made for: {modality: set of concerns}."""
    purposes = {}
    for row in dictionaries(os.path.join(folder, 'modalities.csv'), findings):
        for concern in row.get('protocol_for', '').split(';'):
            if concern.strip():
                name = modalities.find(row['modality'])
                purposes.setdefault(name, set()).add(concerns.find(concern))
    return purposes


def read_vocabulary(folder, file, key, findings):
    vocabulary = Vocabulary()
    path = os.path.join(folder, file + '.csv')
    rows = dictionaries(path, findings) if os.path.exists(path) else []
    for row in rows:
        name = normal(row[key])
        vocabulary.spell(row[key], name)
        for code in row.get('icd10', '').split(';'):
            if code.strip():
                prefix = code.strip().replace('.', '').casefold()
                vocabulary.codes[prefix] = name
    for row in rows:
        name = normal(row[key])
        vocabulary.spell(row.get('label', ''), name)
        vocabulary.spell(row.get('name', ''), name)
        for alias in row.get('aliases', '').split(';'):
            vocabulary.spell(alias, name)
        if row.get('parent', ''):
            vocabulary.parent[name] = vocabulary.find(row['parent'])
    return vocabulary
