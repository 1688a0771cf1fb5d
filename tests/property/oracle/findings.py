"""Findings: what is wrong with the input, and how a run ends
(src/docs/cli.md).
"""

RESULTS = 0
INPUT_ERRORS = 1
CONTRADICTORY_PINS = 3
UNREADABLE = 4


class CellError(Exception):
    """A cell that cannot be read as its column's kind."""


class Stop(Exception):
    """The run ends without results, with this exit status."""

    def __init__(self, status, reasons):
        super().__init__('; '.join(reasons))
        self.status = status
        self.reasons = reasons


class Findings:
    """Collects the problems of every file; warnings do not matter here."""

    def __init__(self):
        self.errors = []
        self.warnings = []

    def error(self, path, row, column, message):
        self.errors.append('%s: row %s: %s: %s' % (path, row, column, message))

    def warn(self, path, row, column, message):
        self.warnings.append(
            '%s: row %s: %s: %s' % (path, row, column, message))

    def stop_on_errors(self):
        if self.errors:
            raise Stop(INPUT_ERRORS, self.errors)
