"""Intake's stores in memory; the suite in tests/integration/intake holds them to the real ones."""

from services.chassis.errors import NotFound
from services.intake.cases.store import CaseStore
from services.intake.clearance.store import ClearanceStore
from services.intake.consent.store import ConsentStore
from services.intake.eligibility.store import DecisionStore
from services.intake.resettlement.store import NominationStore
from services.intake.safeguarding.store import SafeguardStore
from services.intake.timeline.store import TimelineStore
from tests.unit.intake.intake_kind_stores import fake_kind_stores


class FakeCaseStore:
    def __init__(self):
        self.added = []
        self.numbers = {}
        self.tokens = {}

    def add(self, case):
        self.added.append(case)

    def get(self, case_ref):
        for case in self.added:
            if case.case_ref == case_ref:
                return case
        raise NotFound("no-such-case", f"There is no case {case_ref}.")

    read = get

    def page(self, *, status, after, limit):
        cases = sorted(self.added, key=lambda case: case.case_ref)
        wanted = [
            case
            for case in cases
            if (status is None or case.status is status)
            and (after is None or case.case_ref > after)
        ]
        return wanted[:limit]

    def next_number(self, year):
        self.numbers[year] = self.numbers.get(year, 0) + 1
        return self.numbers[year]

    def set_tokens(self, person_id, tokens):
        self.tokens[person_id] = tokens

    def departed_like(self, tokens, *, beside):
        return [
            (person, kind)
            for case in self.added
            if case.case_ref != beside
            for person in case.people
            if person.departed_on is not None
            for kind, token in self.tokens[person.person_id].items()
            if token in tokens
        ]


class FakeConsentStore:
    def __init__(self):
        self.added = []

    def add(self, consent):
        self.added.append(consent)

    def of_case(self, case_ref):
        mine = [one for one in self.added if one.case_ref == case_ref]
        return sorted(mine, key=lambda one: (one.signed_on, one.consent_id))


class FakeDecisionStore:
    def __init__(self):
        self.added = []

    def add(self, decision):
        self.added.append(decision)

    def count(self, case_ref):
        return sum(one.case_ref == case_ref for one in self.added)

    def page(self, case_ref, *, after, limit):
        mine = [one for one in self.added if one.case_ref == case_ref and one.number > after]
        return sorted(mine, key=lambda one: one.number)[:limit]


class FakeClearanceStore:
    def __init__(self):
        self.added = []
        self.disclosures = []

    def add(self, clearance):
        self.added.append(clearance)

    def latest(self, case_ref):
        mine = [one for one in self.added if one.case_ref == case_ref]
        return max(mine, key=lambda one: (one.requested_at, one.clearance_id), default=None)

    def add_disclosure(self, disclosure):
        self.disclosures.append(disclosure)

    def disclosures_of_case(self, case_ref):
        mine = [one for one in self.disclosures if one.case_ref == case_ref]
        return sorted(mine, key=lambda one: (one.disclosed_at, one.disclosure_id))


class FakeSafeguardStore:
    def __init__(self):
        self.added = []

    def add(self, kept):
        self.added.append(kept)

    def find(self, person_id):
        return next((one for one in self.added if one.person_id == person_id), None)


class FakeTimelineStore:
    def __init__(self):
        self.added = []

    def add(self, entry):
        self.added.append(entry)

    def known(self, entry_id):
        return any(entry.entry_id == entry_id for entry in self.added)

    def of_case(self, about, *, after, limit):
        mine = [entry for entry in self.added if entry.about == about]
        mine.sort(key=lambda entry: (entry.at, entry.entry_id))
        ids = [entry.entry_id for entry in mine]
        start = ids.index(after) + 1 if after in ids else 0
        return mine[start : start + limit]


FAKES = {
    CaseStore: FakeCaseStore,
    ConsentStore: FakeConsentStore,
    DecisionStore: FakeDecisionStore,
    ClearanceStore: FakeClearanceStore,
    SafeguardStore: FakeSafeguardStore,
    TimelineStore: FakeTimelineStore,
}


def fake_stores():
    """Return one empty stand-in for each store of intake."""
    stores = {kind: fake() for kind, fake in FAKES.items()} | fake_kind_stores()
    stores[NominationStore].cases = stores[CaseStore]
    return stores
