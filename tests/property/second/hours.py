"""Hours of prescribers: one hour in one week for each, which nobody else has."""
from oracle import hours as week
from oracle import rules

DAYS = ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')
WEEKS = ('A', 'B')


def begin_of(name):
    """`tue 18:00` as a minute of the week."""
    day, clock = name.split()
    hour, minute = clock.split(':')
    return DAYS.index(day) * week.DAY + int(hour) * 60 + int(minute)


def name_of(begin, in_week):
    day, minute = divmod(begin, week.DAY)
    return '%s %02d:%02d %s' % (DAYS[day], *divmod(minute, 60), in_week)


def held(cell):
    """[(begin, weeks)] of the column `hour` of assignments.csv."""
    found = []
    for piece in filter(None, cell.split(';')):
        words = piece.split()
        if words[-1] == '?':
            words.pop()
        weeks = (words.pop(),) if words[-1] in WEEKS else WEEKS
        found.append((begin_of(' '.join(words)), weeks))
    return found


class Hours:
    """What the first plan leaves of each week."""

    def __init__(self, clinic, rows, seats=None):
        """rows: {client: row of assignments.csv}; seats: {client: group}, whose
        window is in the client's time."""
        self.clinic, self.world = clinic, clinic.world
        self.taken = {}     # therapist -> {(begin, week)}
        self.busy = {}      # client -> {week: minutes of the client's week}
        for c, row in rows.items():
            t = clinic.therapists.get(row['therapist_id'])
            for begin, weeks in held(row.get('hour') or ''):
                length = int(week.session(t, self.world))
                minutes = week.moved(week.span(begin, begin + length),
                                     week.shift(clinic.clients[c], t))
                for each in weeks:
                    self.taken.setdefault(t.id, set()).add((begin, each))
                    busy = self.busy.setdefault(c, dict.fromkeys(WEEKS, 0))
                    busy[each] |= minutes
        for c, group in (seats or {}).items():
            busy = self.busy.setdefault(c, dict.fromkeys(WEEKS, 0))
            for each in WEEKS if group.hour else ():
                busy[each] |= group.hour

    def whole(self, c):
        """All that is taken of a client's week, whichever."""
        busy = self.busy.get(c, {})
        return busy.get('A', 0) | busy.get('B', 0)

    def needs(self, c, t, own):
        return self.clinic.therapists[t].slots is not None and t != own

    def seats(self, c, t):
        """[(begin, week)] that a client may have, the earliest first."""
        client, therapist = self.clinic.clients[c], self.clinic.therapists[t]
        common = rules.common_formats(client, therapist) if (
            client.formats and therapist.formats is not None) else []
        found = []
        for hour in week.suiting(client, therapist, self.world, common):
            minutes = week.moved(week.span(*hour[:2]),
                                 week.shift(client, therapist))
            for each in WEEKS:
                if (hour[0], each) in self.taken.get(t, ()):
                    continue
                if minutes & self.busy.get(c, {}).get(each, 0):
                    continue
                found.append((hour[0], each))
        return sorted(found)

    def can_hold(self, wishes):
        """Is there a seat for each of these lists?"""
        holder = {}

        def place(number, seen):
            for seat in wishes[number]:
                if seat in seen:
                    continue
                seen.add(seat)
                if seat not in holder or place(holder[seat], seen):
                    holder[seat] = number
                    return True
            return False
        return all(place(number, set()) for number in range(len(wishes)))

    def fit(self, given, first):
        """Can all who are given to a prescriber hold an hour?"""
        return all(self.can_hold(list(wishes.values()))
                   for wishes in self.by_therapist(given, first).values())

    def by_therapist(self, given, first):
        found = {}
        for c in self.clinic.line:
            if c in given and self.needs(c, given[c], first.get(c)):
                found.setdefault(given[c], {})[c] = self.seats(c, given[c])
        return found

    def deal(self, given, first):
        """{client: name of the hour}: the earliest that lets all others."""
        dealt = {}
        for wishes in self.by_therapist(given, first).values():
            for c in wishes:
                for seat in wishes[c]:
                    if self.can_hold(list(dict(wishes, **{c: [seat]}).values())):
                        wishes[c] = [seat]
                        unsure = self.clinic.clients[c].slots is None
                        dealt[c] = name_of(*seat) + ' ?' * unsure
                        break
        return dealt
