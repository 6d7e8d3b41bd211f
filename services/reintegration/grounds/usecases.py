"""Keeping what decides a person's money, and adding it for as long as somebody is priced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from services.chassis.unit import Unit
from services.reintegration.grounds.model import Grounds, KeptGrounds, Told
from services.reintegration.grounds.rules import padded
from services.reintegration.grounds.schemas import GroundsView
from services.reintegration.grounds.store import GroundsStore
from services.reintegration.persons.model import Person


def keep_grounds(unit: Unit, case_ref: str, told: Iterable[Told]) -> None:
    """Keep what is newer than what is known; the facts may come in any order, and twice."""
    for one in told:
        kept = unit.store(GroundsStore).find(one.person_id)
        if not unit.vault.remembers(one.person_id):
            continue
        if kept is None:
            sealed = unit.vault.seal(one.person_id, padded(one.said))
            made = KeptGrounds(one.person_id, case_ref, one.told_at, sealed)
            unit.store(GroundsStore).add(made)
            continue
        known = unit.vault.open(one.person_id, kept.sealed)
        newer = one.told_at >= kept.told_at
        # Old news fills what is missing; it never overwrites what is newer.
        both = known | one.said if newer else one.said | known
        kept.sealed = unit.vault.seal(one.person_id, padded(both))
        kept.told_at = max(kept.told_at, one.told_at)


def with_grounds(unit: Unit, persons: Sequence[Person]) -> tuple[Person, ...]:
    """Return the people with all that decides their money, to be priced and not to be kept."""
    return tuple(_grounds_of(unit, person).of(person) for person in persons)


def all_remembered(unit: Unit, persons: Sequence[Person]) -> bool:
    """Whether everybody can still be priced as before: who was forgotten cannot."""
    return all(unit.vault.remembers(person.person_id) for person in persons)


def _grounds_of(unit: Unit, person: Person) -> Grounds:
    kept = unit.store(GroundsStore).find(person.person_id)
    if kept is None or not unit.vault.remembers(person.person_id):
        return Grounds()
    grounds: Grounds = GroundsView().load(unit.vault.open(person.person_id, kept.sealed))
    return grounds
