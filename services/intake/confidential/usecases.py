"""Opening and sealing what is kept apart.

Whoever calls this has asked for the scope, or decides something of which only the outcome is shown.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from services.chassis.messages import as_json
from services.chassis.schema import Reader, kept_again, read_back
from services.chassis.unit import Unit
from services.intake.alerts.model import What
from services.intake.alerts.usecases import settle_alert, watch
from services.intake.confidential.model import KeptApart, Kind, MedicalFile, Service, Victim
from services.intake.confidential.schemas import MedicalFileReader, VictimReader
from services.intake.confidential.store import RECORDS, ConfidentialStore

READERS: dict[Kind, type[Reader]] = {
    Kind.TRAFFICKING: VictimReader,
    Kind.MEDICAL: MedicalFileReader,
}


def token_of(unit: Unit, kind: Kind, person_id: str) -> str:
    """The only name that a record has in the database; without the key it leads to nobody."""
    return unit.vault.token(f"{kind}/{person_id}")


def may_open(unit: Unit, kind: Kind) -> bool:
    return f"intake:{kind}:read" in unit.principal.scopes


def record_of(unit: Unit, kind: Kind, person_id: str) -> KeptApart | None:
    return unit.store(ConfidentialStore).find(kind, token_of(unit, kind, person_id))


def opened(unit: Unit, kind: Kind, person_id: str) -> dict[str, Any] | None:
    """Return what is kept apart about a person, if anything is and the person is remembered."""
    record = record_of(unit, kind, person_id)
    if record is None or not unit.vault.remembers(person_id):
        return None
    return unit.vault.open(person_id, record.sealed)


def keep(unit: Unit, kind: Kind, person_id: str, content: Any) -> KeptApart:
    """Seal it in place of what was known before."""
    said = as_json(asdict(content))
    record = record_of(unit, kind, person_id)
    if record is not None:
        said = kept_again(READERS[kind](), unit.vault.open(person_id, record.sealed), said)
    sealed = unit.vault.seal(person_id, said)
    if record is None:
        record = RECORDS[kind](token_of(unit, kind, person_id), sealed)
        unit.store(ConfidentialStore).add(record)
    else:
        record.sealed = sealed
        record.version += 1
    return record


def victim_of(unit: Unit, person_id: str) -> Victim | None:
    known = opened(unit, Kind.TRAFFICKING, person_id)
    return read_back(VictimReader(), known) if known is not None else None


def medical_of(unit: Unit, person_id: str) -> MedicalFile | None:
    known = opened(unit, Kind.MEDICAL, person_id)
    return read_back(MedicalFileReader(), known) if known is not None else None


def wants(unit: Unit, person_id: str, service: Service) -> bool:
    """Whether a victim wants a service; of anybody else it is false, and tells nothing."""
    victim = victim_of(unit, person_id)
    return victim is not None and service in victim.services


def watch_apart(
    unit: Unit, kind: Kind, *, case_ref: str, person_id: str, breaks_on: date | None
) -> None:
    """Watch a day of which the table of alerts says neither what it is nor about whom."""
    about = {"case_ref": case_ref, "about": token_of(unit, kind, person_id)}
    if breaks_on is None:
        settle_alert(unit, what=What.CONFIDENTIAL, **about)
    else:
        watch(unit, what=What.CONFIDENTIAL, breaks_on=breaks_on, **about)
