"""Words of danger, and the concerns that a person looks at first.

Read from datasets/taxonomy (danger.csv, couple_safety.csv) as its README and
src/docs/formats.md say.
"""

import os
import re
import unicodedata

NONE, LOOK, PERSON = 'none', 'look', 'person'
ENDS = ('until', 'now', 'current')
HURTING = ('self_harm', 'domestic_violence', 'harm_to_others',
           'child_protection', 'sexual_abuse')


class Word:
    def __init__(self, text, sentence):
        self.capital = text.isupper() and text.isascii()
        self.sentence = sentence
        bare = unicodedata.normalize('NFKD', text.casefold())
        self.text = ''.join(c for c in bare if not unicodedata.combining(c))


def words_of(text):
    text = unicodedata.normalize('NFKC', text)
    text = ''.join(c for c in text if unicodedata.category(c) != 'Cf')
    text = re.sub("['\u2019\u02bc\u2018`]", '', text)
    text = re.sub(r'\b(\w)\.(?=\w\b)', r'\1', text)
    found, sentence = [], 0
    for part in re.finditer(r'[^\W_]+|[.;!?]', text):
        if part.group() in '.;!?':
            sentence += 1
            continue
        if part.group().casefold() in ('but', 'pero'):
            sentence += 1
        found.append(Word(part.group(), sentence))
    return found


class Row:
    def __init__(self, row):
        self.kind = row['kind']
        self.concern = row['concern']
        phrase = row['phrase']
        self.capital = phrase.isupper()
        self.pieces = []
        for piece in phrase.split():
            stem = piece.endswith('*') or row['match'] == 'stem'
            self.pieces += [(w.text, stem) for w in words_of(piece)] or ['~']
        self.guards = row['not_before_after']

    def ends(self, words, at, k=0):
        """Where a match that begins at `at` may end."""
        if k == len(self.pieces):
            yield at
        elif self.pieces[k] == '~':
            for gap in range(4):
                if at + gap <= len(words):
                    yield from self.ends(words, at + gap, k + 1)
        elif at < len(words):
            text, stem = self.pieces[k]
            word = words[at]
            fits = word.text.startswith(text) if stem else word.text == text
            if fits and (not self.capital or word.capital):
                yield from self.ends(words, at + 1, k + 1)

    def matches(self, words):
        for at in range(len(words)):
            for end in self.ends(words, at):
                same = len({w.sentence for w in words[at:end]}) == 1
                if same and not self.is_guarded(words, at, end):
                    yield at, end
                    break

    def is_guarded(self, words, at, end):
        if self.kind == 'weaken':
            return False
        sentence = words[at].sentence
        for guard in filter(None, self.guards.split(';')):
            near = (words[max(0, at - 3):at] if guard.strip()[0] == '<'
                    else words[end:end + 3])
            stem = guard.strip()[1:]
            for w in near:
                same = (w.text.startswith(stem[:-1]) if stem.endswith('*')
                        else w.text == stem)
                if same and w.sentence == sentence:
                    return True
        return False


def weakened(words, at, end, weak):
    sentence = words[at].sentence
    ends = {e for row, _, e in weak if '<' in row.guards}
    begins = {b for row, b, _ in weak if '<' not in row.guards}
    for k in range(end, min(end + 3, len(words))):
        if words[k].sentence != sentence:
            break
        if k in begins:
            return True
        if words[k].text in ENDS:
            break
    later = [w.text for w in words[end:end + 3] if w.sentence == sentence]
    if 'until' in later:
        return False
    for k in range(at, max(at - 3, 0), -1):
        if k < at and words[k].text in ENDS:
            return False
        if words[k - 1].sentence != sentence:
            return False
        if k in ends:
            return True
    return False


class Danger:
    def __init__(self, rows):
        self.rows = [Row(row) for row in rows]
        self.by_first = {}
        for number, row in enumerate(self.rows):
            for piece in row.pieces[:1]:
                self.by_first.setdefault(piece, []).append(number)

    def candidates(self, words):
        """The rows whose first piece is there, in their order."""
        numbers = set(self.by_first.get('~', ()))
        for text in {w.text for w in words}:
            numbers.update(self.by_first.get((text, False), ()))
            for end in range(len(text) + 1):
                numbers.update(self.by_first.get((text[:end], True), ()))
        return [self.rows[number] for number in sorted(numbers)]

    def find(self, text):
        """(grade, concern, whole) of a text; misspellings aside."""
        words = words_of(text)
        found = [(row, b, e) for row in self.candidates(words)
                 for b, e in row.matches(words)]
        taken = set()
        for row, b, e in sorted(found, key=lambda m: (m[1] - m[2], m[1])):
            if row.kind == NONE and not taken & set(range(b, e)):
                taken |= set(range(b, e))
        free = [m for m in found if not taken & set(range(m[1], m[2]))]
        weak = [m for m in free if m[0].kind == 'weaken']
        best = (NONE, '', bool(taken) and len(taken) == len(words), 0)
        for row, b, e in free:
            if row.kind not in (PERSON, LOOK):
                continue
            grade = row.kind
            if grade == PERSON and weakened(words, b, e, weak):
                grade = LOOK
            if (best[0] == NONE or (best[0], grade) == (LOOK, PERSON) or
                    best[0] == grade and (b, -e) < best[3]):
                best = grade, row.concern, (b, e) == (0, len(words)), (b, -e)
        return best[:3]


class Safety:
    """Which concerns a person looks at first, and for whom."""

    def __init__(self, rows, concerns):
        self.rows = [(concerns.find(r['concern']), r['flag'],
                      set(re.split(r'\s*;\s*', r['when']))) for r in rows]
        self.parent = concerns.parent

    def asks(self, concern, who, abuse):
        """Is flag_human raised for those who come?"""
        raised = cleared = False
        for name, flag, when in self.rows:
            if name not in (concern, self.parent.get(concern)):
                continue
            if not when & (who | {'always'}):
                continue
            cleared |= flag == 'none'
            raised |= (flag == 'flag_human' or
                       flag == 'flag_human_if_abuse' and abuse)
        return raised and not cleared


def who_comes(c):
    who = {c.client_type} & {'couple', 'family'}
    if c.age is not None:
        who.add('minor' if c.age < 18 else 'adult')
    return who


def writes_abuse(text):
    return any(w.text.startswith(('abus', 'maltrat')) for w in words_of(text))


def folder_of(folder, home, file):
    return folder if os.path.exists(os.path.join(folder, file)) else home


def written(entry):
    """An entry of concerns without its weight and marks."""
    return re.sub(r'(\s*:\s*\d+)?\s*[!?]*$', '', entry).strip()


def always(name, taxonomy):
    """Does a person look at the concern first, whoever has it?"""
    return (taxonomy.asks_for_human(name) or
            taxonomy.safety.asks(name, set(), False))


def reasons(c, taxonomy):
    """Why a person looks at a client first: a set of what asks for it, and
    whether a couple or family is among those it asks for."""
    who, minor = who_comes(c), c.age is not None and c.age < 18
    found, joint = set(), False
    for name, texts in c.concern_texts.items():
        flagged = taxonomy.asks_for_human(name)
        abuse = any(map(writes_abuse, texts))
        safety = taxonomy.safety.asks(name, who, abuse)
        joint |= safety and bool(who & {'couple', 'family'})
        usual = always(name, taxonomy)
        mild = usual and bool(texts)
        for text in texts:
            if not taxonomy.concerns.known(text):
                mild = False
                continue
            grade, _, whole = taxonomy.danger.find(text)
            mild &= whole and grade != PERSON
            if whole and grade == PERSON and not usual:
                found.add(text)
        if mild and not who & {'couple', 'family', 'minor'}:
            continue
        if flagged or safety:
            found.add(name)
    for grade, concern in c.notes:
        parent = taxonomy.concerns.parent.get(concern)
        if grade == PERSON or (grade == LOOK and minor and
                               (concern in HURTING or parent in HURTING)):
            found.add(concern)
    return found, joint
