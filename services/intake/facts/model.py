"""What is known when a decision is taken. `None` always means: nobody has told us."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    PASS = "pass"  # noqa: S105 - an outcome, not a secret
    FAIL = "fail"
    OPEN = "open"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """What one rule says of a case: its outcome, on what evidence, under which version."""

    rule_id: str
    outcome: Outcome
    code: str
    sentence: str
    rule_version: str
    evidence: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TravelDocument:
    """A passport or a replacement that lets a person in at the destination."""

    kind: str
    number: str
    issuing_country: str
    expires_on: date


@dataclass(frozen=True, kw_only=True)
class Departure:
    """An earlier departure that IOM or the government helped with."""

    departed_on: date
    assisted_by: str = "iom"


@dataclass(frozen=True, kw_only=True)
class Permit:
    """A right of residence in another country: regular, or for asylum and for how long."""

    issued_by: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class Lookalike:
    """A person of an earlier case, found by search tokens, who departed with our help.

    `certain`: the document number, or the whole name and birth date, are the same. Otherwise only
    family name and birth date are, as with twins, and a person has to judge.
    """

    person_id: str
    departed_on: date
    certain: bool


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """One traveller of a case."""

    person_id: str
    given_names: str
    family_name: str
    birth_date: date
    sex: str
    nationalities: tuple[str, ...]
    relation: str = "applicant"
    document: TravelDocument | None = None
    document_obtainable: bool | None = None
    previous_departures: tuple[Departure, ...] | None = None
    permits: tuple[Permit, ...] | None = None
    dutch_nationality_renounced: bool | None = None
    displaced_from_ukraine: bool | None = None
    medical: bool | None = None
    # A first negative decision, an application at least a month after the first request for asylum,
    # or a temporary permit that is given up (domain.md 2.2). HRT alone asked for it.
    asylum_background: bool | None = None
    # Neither is recorded with the person: they are looked up when something is decided.
    vot: bool = False
    lookalikes: tuple[Lookalike, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Guarantor:
    """Whoever stands surety for the stay in the Netherlands."""

    exists: bool
    means_minor: int | None = None


@dataclass(frozen=True, kw_only=True)
class Dublin:
    """Whether another Dublin state is responsible for the asylum request, and which."""

    claimant: bool
    state: str | None = None


@dataclass(frozen=True, kw_only=True)
class Admission:
    """What a third country gives: which permit, whether for capital, and whether to a stranger."""

    permit: str
    capital_programme: bool | None = None
    lived_there_before: bool | None = None


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """What was recorded of a case as a whole. Amounts are minor units of euro."""

    means_minor: int | None = None
    journey_cost_minor: int | None = None
    intends_permanent: bool | None = None
    remigration_claim: str | None = None
    guarantor: Guarantor | None = None
    false_pretences: bool | None = None
    cooperates: bool | None = None
    consents_to_termination: bool | None = None
    government_objection: bool | None = None
    dublin: Dublin | None = None
    admission: Admission | None = None
    not_the_same_person: tuple[str, ...] = ()
    reintegration_bars: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Question:
    """Everything that an eligibility decision looks at."""

    reference_date: date
    today: date
    destination_country: str
    arrives_by: date
    case: CaseFacts
    people: tuple[PersonFacts, ...]
    departure_signed_on: date | None = None
    exchange_signed_on: date | None = None
    clearance: str | None = None
    kind: str = "voluntary_return"
