"""Intake's stores in memory; the suite in tests/integration/intake holds them to the real ones."""

from services.chassis.errors import NotFound
from services.intake.cases.store import CaseStore
from services.intake.clearance.store import ClearanceStore
from services.intake.confidential.store import RECORDS, ConfidentialStore
from services.intake.consent.store import ConsentStore
from services.intake.copies.store import CopyStore
from services.intake.departure_letters.store import DepartureLetterStore
from services.intake.documents.model import Checklist, Document, Handover
from services.intake.documents.store import DocumentStore
from services.intake.eligibility.store import DecisionStore
from services.intake.erasure.store import ErasureStore
from services.intake.files.store import FileStore
from services.intake.history.store import HistoryStore
from services.intake.letters.store import LetterStore
from services.intake.lookback.store import IdentityStore
from services.intake.resettlement.store import NominationStore
from services.intake.retention.store import RetentionStore
from services.intake.safeguarding.store import SafeguardStore
from services.intake.timeline.store import TimelineStore
from tests.unit.intake.intake_access_stores import fake_access_stores
from tests.unit.intake.intake_kind_stores import fake_kind_stores
from tests.unit.intake.intake_rights_stores import fake_rights_stores


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

    def find(self, case_ref):
        return next((case for case in self.added if case.case_ref == case_ref), None)

    def of_person(self, person_id):
        for case in self.added:
            if person_id in case.person_ids:
                return case
        raise NotFound("no-such-person", f"There is no person {person_id}.")

    def page(self, *, status, after, limit):
        cases = sorted(self.added, key=lambda case: case.case_ref)
        wanted = [
            case
            for case in cases
            if (status is None or case.status is status)
            and (after is None or case.case_ref > after)
        ]
        return wanted[:limit]

    def opened_since(self, day, *, start, limit):
        found = sorted(self.added, key=lambda case: case.case_ref)
        return [case for case in found if case.opened_on >= day][start : start + limit]

    def next_number(self, year):
        self.numbers[year] = self.numbers.get(year, 0) + 1
        return self.numbers[year]

    def set_tokens(self, person_id, tokens):
        self.tokens[person_id] = list(tokens)

    def with_tokens(self, tokens, beside):
        return [
            (person, token)
            for case in self.added
            if case.case_ref != beside
            for person in case.people
            for _, token in self.tokens[person.person_id]
            if token in tokens
        ]

    def persons(self, person_ids):
        everybody = [person for case in self.added for person in case.people]
        found = [person for person in everybody if person.person_id in person_ids]
        return sorted(found, key=lambda person: person.person_id)


class FakeIdentityStore:
    def __init__(self):
        self.added = []
        self.overrides = []

    def add(self, decision):
        self.added.append(decision)

    def of_persons(self, person_ids):
        mine = [one for one in self.added if {one.one_id, one.other_id} & set(person_ids)]
        return sorted(mine, key=lambda one: (one.decided_at, one.decision_id))

    def add_override(self, override):
        self.overrides.append(override)

    def is_overridden(self, case_ref):
        return any(one.case_ref == case_ref for one in self.overrides)


class FakeHistoryStore:
    def __init__(self):
        self.added = []

    def add(self, record):
        self.added.append(record)

    def of_person(self, person_id):
        mine = [one for one in self.added if one.person_id == person_id]
        return sorted(mine, key=lambda one: (one.replaced_at, one.record_id))


class FakeErasureStore:
    def __init__(self):
        self.added = []

    def add(self, erasure):
        self.added.append(erasure)

    def get(self, erasure_id):
        for erasure in self.added:
            if erasure.erasure_id == erasure_id:
                return erasure
        raise NotFound("no-such-erasure", f"There is no erasure {erasure_id}.")

    def of_person(self, person_id):
        return next((one for one in self.added if one.person_id == person_id), None)

    def page(self, *, status, after, limit):
        wanted = [
            one
            for one in sorted(self.added, key=lambda one: one.erasure_id)
            if (status is None or one.status is status)
            and (after is None or one.erasure_id > after)
        ]
        return wanted[:limit]


class FakeRetentionStore:
    def __init__(self):
        self.kept = {}

    def add(self, retention):
        self.kept[retention.case_ref] = retention

    def find(self, case_ref):
        return self.kept.get(case_ref)

    def get(self, case_ref):
        if case_ref not in self.kept:
            raise NotFound("no-such-retention", f"Case {case_ref} has not ended.")
        return self.kept[case_ref]

    def page(self, *, status, after, limit):
        found = [one for ref, one in sorted(self.kept.items()) if after is None or ref > after]
        return [one for one in found if status is None or one.status is status][:limit]


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


class FakeConfidentialStore:
    def __init__(self):
        self.kept = {}

    def add(self, record):
        self.kept[type(record), record.token] = record

    def find(self, kind, token):
        return self.kept.get((RECORDS[kind], token))


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


class FakeFileStore:
    def __init__(self):
        self.kept = {}

    def add(self, file):
        self.kept[file.file_id] = file

    def get(self, file_id):
        if file_id not in self.kept:
            raise NotFound("no-such-file", f"There is no file {file_id}.")
        return self.kept[file_id]

    def of_person(self, person_id):
        mine = [one for one in self.kept.values() if one.person_id == person_id]
        return sorted(mine, key=lambda one: (one.kept_at, one.file_id))


class FakeLetterStore:
    def __init__(self):
        self.added = []

    def add(self, letter):
        self.added.append(letter)

    def get(self, case_ref, letter_id):
        for letter in self.of_case(case_ref):
            if letter.letter_id == letter_id:
                return letter
        raise NotFound("no-such-letter", f"Case {case_ref} has no letter {letter_id}.")

    def of_case(self, case_ref):
        mine = [one for one in self.added if one.case_ref == case_ref]
        return sorted(mine, key=lambda one: (one.issued_at, one.letter_id))


class FakeDepartureLetterStore:
    def __init__(self):
        self.kept = {}

    def add(self, letter):
        self.kept[letter.case_ref] = letter

    def find(self, case_ref):
        return self.kept.get(case_ref)


class FakeDocumentStore:
    def __init__(self):
        self.added = []

    def add(self, thing):
        self.added.append(thing)

    def _all(self, kind):
        return [one for one in self.added if isinstance(one, kind)]

    def get(self, case_ref, document_id):
        for document in self.of_case(case_ref):
            if document.document_id == document_id:
                return document
        raise NotFound("no-such-document", f"Case {case_ref} has no document {document_id}.")

    read = get

    def of_case(self, case_ref):
        mine = [one for one in self._all(Document) if one.case_ref == case_ref]
        return sorted(mine, key=lambda one: one.document_id)

    def chain_of(self, document_id):
        mine = [one for one in self._all(Handover) if one.document_id == document_id]
        return sorted(mine, key=lambda one: one.number)

    def checklists_of(self, case_ref):
        mine = [one for one in self._all(Checklist) if one.case_ref == case_ref]
        return sorted(mine, key=lambda one: (one.signed_at, one.checklist_id))


class FakeCopyStore:
    def __init__(self):
        self.added = []

    def add(self, copy):
        self.added.append(copy)

    def of_document(self, document_id):
        mine = [one for one in self.added if one.document_id == document_id]
        return sorted(mine, key=lambda one: (one.added_at, one.copy_id))


FAKES = {
    CaseStore: FakeCaseStore,
    ConfidentialStore: FakeConfidentialStore,
    ConsentStore: FakeConsentStore,
    DecisionStore: FakeDecisionStore,
    ClearanceStore: FakeClearanceStore,
    ErasureStore: FakeErasureStore,
    CopyStore: FakeCopyStore,
    DocumentStore: FakeDocumentStore,
    FileStore: FakeFileStore,
    HistoryStore: FakeHistoryStore,
    LetterStore: FakeLetterStore,
    DepartureLetterStore: FakeDepartureLetterStore,
    IdentityStore: FakeIdentityStore,
    RetentionStore: FakeRetentionStore,
    SafeguardStore: FakeSafeguardStore,
    TimelineStore: FakeTimelineStore,
}


def fake_stores():
    """Return one empty stand-in for each store of intake."""
    stores = {kind: fake() for kind, fake in FAKES.items()}
    stores |= fake_kind_stores() | fake_access_stores() | fake_rights_stores()
    stores[NominationStore].cases = stores[CaseStore]
    return stores
