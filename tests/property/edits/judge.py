"""What a clinic comes to, by the independent implementation (oracle/)."""
import os

from oracle import plan, rules
from oracle.findings import Findings, Stop
from oracle.policy import read_policy
from oracle.results import Clinic as Market
from oracle.results import Options
from oracle.roster import Map, read_roster
from oracle.schema import Schema
from oracle.score import World
from oracle.taxonomy import read_taxonomy

plan.TRIALS = 0     # one of its two solvers is enough here


class Outcome(Market):
    """Rosters, verdicts and the plan of one pair of files."""

    taxonomy = None

    def __init__(self, paths, forbids, today, policy, queue):
        findings = Findings()
        if Outcome.taxonomy is None:
            Outcome.taxonomy = read_taxonomy(None, findings)
        self.options = Options(*paths, today=today, queue=queue)
        self.roster = read_roster(paths, Schema(self.taxonomy, False), Map(),
                                  findings)
        findings.stop_on_errors()
        self.world = World(read_policy(policy, findings), self.taxonomy, None,
                           forbids)
        self.therapists = self.roster.therapists
        self.clients = self.roster.clients
        self.judge()
        self.assign()

    def tiers(self):
        tiers = [self.tier(self.clients[c]) for c in self.placed]
        return [tiers.count(tier) for tier in plan.TIERS]

    def points(self):
        return sum(self.fits[c, t].units + self.wait_units(self.clients[c])
                   for c, t in self.placed.items())

    def blocked(self, client, therapist):
        """[(rule, verdict)] of the rules that forbid a pair."""
        fit = self.fits[client, therapist]
        return [(rule, verdict) for rule, verdict in fit.verdicts
                if verdict == rules.FAIL or
                (verdict != rules.PASS and self.world.forbid_unknown)]


class Judge:
    """Outcomes of edited clinics; each is written and read as files."""

    def __init__(self, scratch, forbids, today, policy, queue):
        self.folder = os.path.join(scratch, 'judged')
        os.makedirs(self.folder, exist_ok=True)
        self.settings = forbids, today, policy, queue

    def __call__(self, clinic):
        """None where the files have errors."""
        try:
            return Outcome(clinic.save(self.folder), *self.settings)
        except Stop:
            return None
