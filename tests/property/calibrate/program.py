"""Linear programs by the plain tableau: slow, and another road than the
program's to the same answer."""

import itertools

SMALL = 1e-9
PATIENCE = 2000     # from then on by Bland's rule, which never goes in circles


class Program:
    """min c x, rows a x = b with b >= 0, x >= 0; rows are {column: value}."""

    def __init__(self, width):
        self.width = width
        self.rows, self.basis = [], []

    def column(self):
        self.width += 1
        return self.width - 1

    def at_least(self, row, least):
        row = dict(row)
        row[self.column()] = -1.0
        self.equal(row, least)

    def at_most(self, row, most):
        row = dict(row)
        row[self.column()] = 1.0
        self.equal(row, most)

    def equal(self, row, value):
        if value < 0:
            row, value = {k: -v for k, v in row.items()}, -value
        self.rows.append((row, value))

    def open(self):
        """A first point: what each row lacks is driven out."""
        count, width = len(self.rows), self.width
        self.table = []
        for i, (row, value) in enumerate(self.rows):
            line = [0.0] * (width + count + 1)
            for k, v in row.items():
                line[k] = v
            line[width + i], line[-1] = 1.0, value
            self.table.append(line)
        self.basis = [width + i for i in range(count)]
        lacking = self.improve({width + i: 1.0 for i in range(count)},
                               width + count)
        assert lacking < 1e-7, 'no point at all'
        for i in range(count):
            if self.basis[i] >= width:
                enters = [k for k in range(width)
                          if abs(self.table[i][k]) > SMALL]
                if enters:
                    self.pivot(i, enters[0])
        keep = [i for i in range(count) if self.basis[i] < width]
        self.table = [self.table[i][:width] + [self.table[i][-1]]
                      for i in keep]
        self.basis = [self.basis[i] for i in keep]

    def pivot(self, i, k):
        scale = self.table[i][k]
        mine = self.table[i] = [v / scale for v in self.table[i]]
        for j, line in enumerate(self.table):
            times = line[k]
            if j != i and times:
                self.table[j] = [v - times * w if w else v
                                 for v, w in zip(line, mine)]
        self.basis[i] = k

    def improve(self, cost, width):
        line = [cost.get(k, 0.0) for k in range(width)] + [0.0]
        for i, b in enumerate(self.basis):
            if line[b]:
                times = line[b]
                line = [v - times * w for v, w in zip(line, self.table[i])]
        for turn in itertools.count():
            enters = min(range(width), key=line.__getitem__)
            if turn > PATIENCE:
                enters = next((k for k in range(width) if line[k] < -SMALL),
                              enters)
            if line[enters] >= -SMALL:
                return -line[-1]
            ratios = [(row[-1] / row[enters], self.basis[i], i)
                      for i, row in enumerate(self.table)
                      if row[enters] > SMALL]
            self.pivot(min(ratios)[2], enters)
            times = line[enters]
            line = [v - times * w for v, w in
                    zip(line, self.table[self.basis.index(enters)])]

    def least(self, cost):
        """The least cost from the point that is there."""
        return self.improve(cost, self.width)

    def hold(self, cost, most):
        """Stay at costs of at most so much, which the point has."""
        slack = self.column()
        line = [cost.get(k, 0.0) for k in range(self.width)] + [most]
        line[slack] = 1.0
        for row in self.table:
            row.insert(-1, 0.0)
        for i, b in enumerate(self.basis):
            if line[b]:
                times = line[b]
                line = [v - times * w for v, w in zip(line, self.table[i])]
        self.table.append(line)
        self.basis.append(slack)

    def point(self):
        found = [0.0] * self.width
        for i, b in enumerate(self.basis):
            found[b] = self.table[i][-1]
        return found
