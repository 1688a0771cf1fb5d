"""A random clinic for audits: every pair is listed with a score, so that a
mean can be added up exactly, and columns hang together in ways that give
groups away: one is a coarser other, one the same with gaps."""
import csv
import os


def write(path, header, rows):
    with open(path, 'w', newline='', encoding='utf-8') as file:
        csv.writer(file).writerows([header] + rows)


class Clinic:
    """Its two files and scores.csv, in a folder of their own."""

    COLUMNS = ['audit_part', 'audit_region', 'audit_again', 'audit_other',
               'audit_tags', 'urgency', 'lives_in', 'languages', 'age']

    def __init__(self, chance, folder):
        self.folder = folder
        self.therapists = chance.randint(2, 6)
        self.clients = [self.invent(chance, k) for k in
                        range(chance.choice([15, 40, 90, 160]))]
        self.shape(chance)
        share = chance.choice([0.3, 0.5, 0.7])
        each = max(1, round(len(self.clients) * share / self.therapists))
        self.scores = {}
        listed = []
        for client in self.clients:
            for t in range(self.therapists):
                if chance.random() < 0.95:
                    score = chance.randint(2000, 10000)
                    self.scores[client['client_id'], 'T%d' % t] = score
                    listed.append([client['client_id'], 'T%d' % t,
                                   '%d.%02d' % divmod(score, 100)])
        header = ['client_id', 'referred_on', 'pin'] + self.COLUMNS
        write(self.path('clients.csv'), header,
              [[client[name] for name in header] for client in self.clients])
        write(self.path('therapists.csv'), ['therapist_id', 'openings'],
              [['T%d' % t, each] for t in range(self.therapists)])
        write(self.path('scores.csv'), ['client_id', 'therapist_id', 'score'],
              listed)

    def path(self, name):
        return os.path.join(self.folder, name)

    def invent(self, chance, number):
        return {
            'client_id': 'C%03d' % number,
            'referred_on': '' if chance.random() < 0.1 else
                           '2026-%02d-%02d' % (chance.randint(5, 10),
                                               chance.randint(1, 28)),
            'pin': '',
            'urgency': chance.choices(
                ['', 'routine', 'soon', 'urgent', 'crisis'],
                [20, 20, 20, 8, 3])[0],
            'languages': '; '.join(chance.sample(
                ['en', 'es', 'fr', 'pl'], chance.randint(0, 2))),
            'age': chance.choice(['', '20', '20', '30', '40']),
        }

    def shape(self, chance):
        """Columns that hang together."""
        kinds = chance.randint(2, 7)
        uneven = chance.choice([1.0, 1.6, 2.5])
        weights = [uneven ** -k for k in range(kinds)]
        regions = [chance.randint(0, 2) for _ in range(kinds)]
        gaps = chance.choice([0.0, 0.03, 0.1])
        for client in self.clients:
            part = chance.choices(range(kinds), weights)[0]
            client['audit_part'] = chance.choice(['P%d', 'p%d']) % part
            client['audit_region'] = 'r%d' % regions[part]
            client['audit_again'] = (
                '' if chance.random() < gaps else 'q%d' % part)
            client['audit_other'] = chance.choices(
                ['x', 'y', 'z', ''], [5, 3, 1, 1])[0]
            client['audit_tags'] = ' | '.join(
                tag for tag, share in (('a', 0.9), ('b', 0.5), ('c', 0.1))
                if chance.random() < share)
            client['lives_in'] = ('ny', 'nj', 'ct')[regions[part]]
        pinned = chance.sample(self.clients, chance.randint(0, 2))
        for number, client in enumerate(pinned):
            client['pin'] = 'T%d' % number
