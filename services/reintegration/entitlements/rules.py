"""What people are entitled to: tariff table T1 and country list T3, by date, with reasons.

The application date chooses the terms (R-AVRR-03). Whoever applied before 1 July 2017 keeps the old
terms when they depart on or before 31 August 2017, and is priced as of 1 July 2017 otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from services.reintegration.entitlements.model import Assessment, Line, LineKind
from services.reintegration.persons.model import Person, PersonType, Reason, Victim
from services.reintegration.tariffs.model import Country, Rulebook, Tariff

CHANGED_ON = date(2017, 7, 1)
OLD_TERMS_DEPARTURE_LAST = date(2017, 8, 31)
ALLOWANCE_SCHEME, NO_SCHEME = "OSB", "none"
# One at a time (R-AVRR-16); DTenV pays the amounts of the EURP and for Syria.
NEW_AMOUNTS = "NATIONAL_2SEP"
SCHEMES = (NEW_AMOUNTS, "HRT", "AVRR_NL")
# R-VOT-02. The row says for whom it is; a line and its reasons do not (decision 23).
OF_EU13 = "VOT_EU13"
ESTABLISHED = "What intake has established opens a reintegration budget."
CONFIDENCES = ("low", "medium", "high")


def terms_date(application_date: date, departs_on: date | None) -> date:
    """Return the day whose tariffs hold: the transition clause of 2017 (R-AVRR-03)."""
    kept = departs_on is None or departs_on <= OLD_TERMS_DEPARTURE_LAST
    return application_date if application_date >= CHANGED_ON or kept else CHANGED_ON


def assess(
    *, application_date: date, departs_on: date | None, persons: Iterable[Person], book: Rulebook
) -> Assessment:
    """Price a case: an allowance and a reintegration budget per person, each with its reasons."""
    day = terms_date(application_date, departs_on)
    lines: list[Line] = []
    reasons: list[Reason] = []
    for person in persons:
        for part, why in (
            allowance_of(person, application_date, book),
            budget_of(person, application_date, day, book),
        ):
            lines += [part] if part else []
            reasons += why
    schemes = [line.scheme for line in lines if line.kind is LineKind.REINTEGRATION]
    return Assessment(schemes[0] if schemes else NO_SCHEME, tuple(lines), tuple(reasons))


def allowance_of(
    person: Person, application_date: date, book: Rulebook
) -> tuple[Line | None, list[Reason]]:
    """R-REAN-18: 200 per adult or unaccompanied minor, 40 per accompanied minor, or nothing."""
    if not person.leaves:
        return None, [person.not_due("R-REAN-18", book.tariffs_version)]
    # R-VOT-02: the full allowance, whatever the age and the country.
    barred = [] if person.victim else sorted(set(person.nationalities) & book.without_allowance)
    aged = replace(person, person_type=PersonType.ADULT) if person.victim else person
    rows = [] if barred else _in_force(book.tariffs, application_date, ALLOWANCE_SCHEME, aged)
    line = _line(person, LineKind.ALLOWANCE, rows) if rows else None
    outcome, sentence = (
        ("fail", f"No allowance is paid for nationality {', '.join(barred)}.")
        if barred
        else ("pass", f"The allowance is {line.money}.")
        if line
        else ("fail", f"No allowance was in force on {application_date} for {person.person_type}.")
    )
    evidence = f"applied {application_date}; {_held(person)}"
    version = book.allowances_version if barred else book.tariffs_version
    return line, [Reason("R-REAN-18", person.person_id, outcome, evidence, version, sentence)]


def budget_of(
    person: Person, application_date: date, day: date, book: Rulebook
) -> tuple[Line | None, list[Reason]]:
    """Decide whether a person has a reintegration budget, and how much (R-AVRR-01 to 07, 18)."""
    if not person.returns:
        return None, [person.not_due("R-AVRR-01", book.tariffs_version)]
    reasons = [
        _listed(person, application_date, book),
        _unbarred(person, book),
    ]
    scheme = scheme_on(person, day, book)
    reasons.append(_detention(person, day, book))
    rows = _rows_of(person, day, scheme, book)
    entitled = bool(rows) and all(reason.outcome == "pass" for reason in reasons)
    line = _line(person, LineKind.REINTEGRATION, rows, scheme) if entitled else None
    reasons.append(_priced(person, application_date, day, book, line))
    reasons.append(
        Reason(
            "R-AVRR-18",
            person.person_id,
            "pass",
            f"person type {person.person_type}",
            book.tariffs_version,
            f"The tariff of {person.person_type} holds, as intake established for the departure.",
        )
    )
    return line, reasons


def _rows_of(person: Person, day: date, scheme: str, book: Rulebook) -> list[Tariff]:
    """R-VOT-02: the thirteen states have an amount of their own, under the scheme of the day."""
    if person.victim is not Victim.EU13:
        return _in_force(book.tariffs, day, scheme, person)
    return [row for row in book.tariffs if row.scheme == OF_EU13 and _holds(row, day)]


def scheme_on(person: Person, day: date, book: Rulebook) -> str:
    """Return the one scheme a person falls under on a day; HRT is for an asylum background."""
    for scheme in SCHEMES:
        if scheme == NEW_AMOUNTS and not book.new_amounts:
            continue
        if scheme == "HRT" and (not person.asylum_background or person.in_detention):
            continue
        if _in_force(book.tariffs, day, scheme, person):
            return scheme
    return NO_SCHEME


def _listed(person: Person, application_date: date, book: Rulebook) -> Reason:
    listed = [
        row.country
        for row in book.countries
        if row.country in person.nationalities and _holds(row, application_date) and row.listed
    ]
    sentence = (
        f"{', '.join(listed)} was on the reintegration list on {application_date}."
        if listed
        else ESTABLISHED
        if person.victim
        else f"No nationality was on the reintegration list on {application_date}."
    )
    outcome = "pass" if listed or person.victim else "fail"
    version = book.countries_version
    return Reason("R-AVRR-01", person.person_id, outcome, _held(person), version, sentence)


def _unbarred(person: Person, book: Rulebook) -> Reason:
    bars = ", ".join(person.reintegration_bars)
    return Reason(
        "R-AVRR-06",
        person.person_id,
        "fail" if bars else "pass",
        f"bars found by intake: {bars or 'none'}",
        book.tariffs_version,
        f"Barred from reintegration support by {bars}." if bars else "Nothing bars the support.",
    )


def _detention(person: Person, day: date, book: Rulebook) -> Reason:
    """R-AVRR-07. Not recorded and not given read alike: neither opens HRT."""
    detained = "in detention" if person.in_detention else "not in detention"
    sentence = "Detention does not stand in the way."
    if day < CHANGED_ON and person.in_detention:
        sentence = "Detention closes the HRT scheme; it does not close AVRR-NL."
    elif day < CHANGED_ON and not person.asylum_background:
        sentence = "HRT is closed as long as no asylum background is recorded; AVRR-NL is not."
    version = book.tariffs_version
    return Reason("R-AVRR-07", person.person_id, "pass", detained, version, sentence)


def _priced(
    person: Person, application_date: date, day: date, book: Rulebook, line: Line | None
) -> Reason:
    terms = "as of the application" if day == application_date else f"as of {day} (transition)"
    sentence = (
        f"{line.scheme}: at most {line.money}, of which {line.cash_max_minor / 100:.2f} in cash."
        if line
        else "No reintegration budget."
    )
    return Reason(
        "R-AVRR-03",
        person.person_id,
        "pass" if line else "fail",
        f"applied {application_date}; terms {terms}",
        book.tariffs_version,
        sentence,
    )


def _line(
    person: Person, kind: LineKind, rows: Sequence[Tariff], scheme: str | None = None
) -> Line:
    return Line(
        person_id=person.person_id,
        kind=kind,
        scheme=scheme or rows[0].scheme,
        amount_minor=sum(row.maximum_minor for row in rows),
        cash_max_minor=sum(row.cash_maximum_minor or 0 for row in rows),
        currency="EUR",
        confidence=min((row.confidence for row in rows), key=CONFIDENCES.index),
    )


def _in_force(tariffs: Sequence[Tariff], day: date, scheme: str, person: Person) -> list[Tariff]:
    return [
        row for row in tariffs if row.scheme == scheme and row.is_for(person) and _holds(row, day)
    ]


def _holds(row: Tariff | Country, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)


def _held(person: Person) -> str:
    return f"nationality {', '.join(person.nationalities) or 'unknown'}"
