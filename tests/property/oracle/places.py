"""Payers and compacts of licences, by all their spellings."""

import re
import unicodedata

from .words import normal


def payer_key(text):
    bare = unicodedata.normalize('NFKD', text.strip().casefold())
    bare = ''.join(c for c in bare if not unicodedata.combining(c))
    bare = re.sub("['.\u2019]", '', bare.replace('&', ' and '))
    return re.sub(r'[^a-z0-9\u0080-\uffff]+', '_', bare).strip('_')


class Payers:
    def __init__(self, rows):
        self.names, self.nobody = {}, set()
        for row in rows:
            name = payer_key(row['payer'])
            for text in [name, row['label']] + row['aliases'].split(';'):
                if text.strip():
                    self.names.setdefault(payer_key(text), name)
            if row['kind'] == 'none':
                self.nobody.add(name)

    def knows(self, text):
        return ',' not in text and payer_key(text) in self.names

    def find(self, text):
        """[payer], [] for who pays themselves."""
        name = self.names.get(payer_key(text), normal(text))
        return [] if name in self.nobody else [name]


class Compacts:
    def __init__(self, rows):
        self.spellings, self.members, self.formats = {}, {}, {}
        for row in rows:
            name = normal(row['compact'])
            if not row['state']:
                for text in [name] + row['aliases'].split(';'):
                    if text.strip():
                        self.spellings[normal(text)] = name
                self.formats[name] = set(row['counts_for'].split(';')) - {''}
            elif row['membership'] == 'effective':
                self.members.setdefault(name, set()).add(row['state'])

    def formats_in(self, licences, homes):
        """The formats in which compacts stand for one of the homes."""
        found = set()
        for licence in licences:
            if self.members.get(licence, set()) & set(homes):
                found |= self.formats[licence]
        return found
