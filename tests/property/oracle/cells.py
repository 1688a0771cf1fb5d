"""Cells: the meaning of one cell, by kind. Every reader raises CellError."""

import datetime
import math
import re

from .findings import CellError
from .words import BOOLEANS, DASHES, normal

DAYS = ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')
DAY_NAMES = ('monday', 'tuesday', 'wednesday', 'thursday', 'friday',
             'saturday', 'sunday')
DAY_MINUTES = 24 * 60

MUST, STRONG, MILD = 2, 1, 0        # strengths, weakest last
MARKS = {'!': MUST, '?': MILD, '': STRONG}

BLANKS = ' \u00a0\u2009\u202f\u2007'
NUMBER = re.compile(r'(-?)[$€£]?[%s]*(\d{1,3}(?:[%s]\d{3})+|\d*)(\.?)(\d*)'
                    r'[%s]*[$€£]?' % (BLANKS, BLANKS, BLANKS))
AMBIGUOUS = re.compile(r'\D*[1-9]\d{0,2},\d{3}\D*')   # 1,200: never a number


def number(text, decimal_comma=False):
    text = text.strip().replace('\u2212', '-')
    if (decimal_comma and '.' not in text and
            not AMBIGUOUS.fullmatch(text)):
        text = text.replace(',', '.')
    match = NUMBER.fullmatch(text)
    if not match or not match.group(2) + match.group(4):
        raise CellError('not a number: %r' % text)
    sign, whole, _, fraction = match.groups()
    whole = re.sub('[%s]' % BLANKS, '', whole)
    return float(sign + (whole or '0') + '.' + (fraction or '0'))


def bounded(low, high, whole=False):
    """A reader of numbers from low to high."""
    def read(text, decimal_comma=False):
        value = number(text, decimal_comma)
        if not low <= value <= high or whole and value != math.floor(value):
            raise CellError('out of range: %r' % text)
        return int(value) if whole else value
    return read


def boolean(text):
    try:
        return BOOLEANS[normal(text)]
    except KeyError:
        raise CellError('not yes or no: %r' % text)


def date(text):
    if not re.fullmatch(r'\d{4}-\d\d-\d\d', text, re.ASCII):
        raise CellError('not YYYY-MM-DD: %r' % text)
    try:
        return datetime.date(*map(int, text.split('-')))
    except ValueError:
        raise CellError('no such day: %r' % text)


def choice(choices):
    """A reader of one word of a closed vocabulary."""
    def read(text):
        word = normal(text)
        if word not in choices:
            raise CellError('%r is none of %s' % (text, ', '.join(choices)))
        return word
    return read


def answer_or(word):
    """A reader of yes and no in all their spellings, or this word."""
    def read(text):
        if normal(text) == word:
            return word
        return 'yes' if boolean(text) else 'no'
    return read


def unguarded(text):
    """Without the apostrophe that shields a formula."""
    return text[1:] if re.match(r"'[=+\-@]", text) else text


def guarded(text):
    """A text cell as written: shielded from being read as a formula."""
    if re.match(r'[=+\-@\t\r]', text) and not is_plain_number(text):
        return "'" + text
    return text


def is_plain_number(text):
    return re.fullmatch(r'[+-]?(\d+(\.\d*)?|\.\d+)', text) is not None


def identifier(text):
    text = unguarded(text)
    if re.search('[:;|,\r\n]', text):
        raise CellError('an id with a separator in it: %r' % text)
    return text


# Lists

def pieces(text, knows):
    """The items of a list cell; commas split by the longest known name."""
    if re.search(r'[;|\r\n]', text):
        return [p.strip() for p in re.split(r'[;|\r\n]', text) if p.strip()]
    parts = [part.strip() for part in text.split(',')]
    items, at = [], 0
    while at < len(parts):
        end = len(parts)
        while end > at + 1:
            if (knows(without_suffix(', '.join(parts[at:end]))) and
                    all(p == without_suffix(p) for p in parts[at:end - 1])):
                break
            end -= 1
        items.append(', '.join(parts[at:end]))
        at = end
    return [item for item in items if item]


def without_suffix(text):
    return re.sub(r'(\s*:\s*\S+|\s*[!?]+)$', '', text)


def numbered(low, high):
    """A reader of `name` or `name:number`."""
    read_number = bounded(low, high, whole=True)

    def read(item):
        name, colon, count = item.rpartition(':')
        if not colon or not re.match(r'\s*[-+.0-9]', count):
            return item, None       # a colon without a number is of the name
        return name.strip(), read_number(count)
    return read


def marked(item):
    """`name`, `name!` or `name?`."""
    name = item.rstrip('!?').strip()
    mark = item[len(item.rstrip('!?')):]
    if mark not in MARKS:
        raise CellError('more than one mark: %r' % item)
    return name, MARKS[mark]


def bare(item):
    return item, None


def merge(entries):
    """Repeats count once, at the first position, with the best value."""
    best = {}
    for name, value in entries:
        if name not in best or best[name] is None:
            best[name] = value
        elif value is not None:
            best[name] = max(best[name], value)
    return list(best.items())


# Times of the week, as the bits of a whole number: bit 0 is Monday 00:00

def day(word):
    for names in (DAYS, DAY_NAMES):
        if word in names:
            return names.index(word)
    raise CellError('no day: %r' % word)


def minute(text):
    match = re.fullmatch(r'(\d\d?):(\d\d)', text, re.ASCII)
    if not match:
        raise CellError('no time: %r' % text)
    hour, minutes = map(int, match.groups())
    if minutes > 59 or hour > 24 or hour == 24 and minutes:
        raise CellError('no time: %r' % text)
    return hour * 60 + minutes


def window(text):
    text = re.sub(r'\s*-\s*', '-', text.translate(DASHES)).casefold()
    days, _, hours = text.strip().partition(' ')
    first, _, last = days.partition('-')
    first, last = day(first), day(last or first)
    if last < first:
        raise CellError('a range of days that wraps: %r' % text)
    if hours:
        begin, _, end = hours.strip().partition('-')
        begin, end = minute(begin), minute(end)
    else:
        begin, end = 0, DAY_MINUTES
    if end <= begin:
        raise CellError('an end not after its begin: %r' % text)
    bits = 0
    for d in range(first, last + 1):
        bits |= ((1 << (end - begin)) - 1) << (d * DAY_MINUTES + begin)
    return bits


def week_pieces(text):
    return [part for part in re.split(r'[;|\r\n]', text) if part.strip()]


def week(text):
    bits = 0
    for part in week_pieces(text):
        bits |= window(part)
    return bits


def minutes_in(bits):
    return bin(bits).count('1')


def has_stretch(bits, minutes):
    """Whether at least so many consecutive bits are set."""
    wanted, have = math.ceil(minutes), 1
    while have < wanted and bits:
        step = min(have, wanted - have)
        bits &= bits >> step
        have += step
    return bits != 0
