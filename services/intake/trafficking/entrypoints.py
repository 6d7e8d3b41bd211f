"""What is kept apart about victims, for the few who may know of it.

The calls have a plain name, because the audit shows the names of calls to more than those few.
"""

from __future__ import annotations

from typing import Any

from services.chassis.bus import reminder, rpc
from services.chassis.unit import Unit
from services.intake.trafficking import schemas, usecases

Body = dict[str, Any]


class Trafficking:
    """Records a presumed victim's choice, extra services and time to reflect (R-VOT-03)."""

    @rpc("intake:trafficking:read")
    def confidential_record(self, unit: Unit, *, ref: str, person_id: str) -> Body:
        """Return what is kept apart about a person."""
        found = usecases.show_record(unit, ref=ref, person_id=person_id)
        return schemas.ConfidentialRecordView().dump(found)

    @rpc("intake:trafficking:write")
    def keep_confidential_record(self, unit: Unit, *, ref: str, person_id: str, body: Body) -> Body:
        """Record that somebody is presumed a victim."""
        told = schemas.SignalBody().load(body)
        kept = usecases.record_signal(unit, ref=ref, person_id=person_id, **told)
        return schemas.ConfidentialRecordView().dump(kept)

    @rpc("intake:trafficking:write")
    def opt_in_to_services(self, unit: Unit, *, ref: str, person_id: str, body: Body) -> Body:
        """R-VOT-03: the person wants the extra services."""
        told = schemas.OptInBody().load(body)
        kept = usecases.opt_in(unit, ref=ref, person_id=person_id, **told)
        return schemas.ConfidentialRecordView().dump(kept)

    @rpc("intake:trafficking:write")
    def opt_out_of_services(self, unit: Unit, *, ref: str, person_id: str) -> Body:
        """R-VOT-03: the person no longer wants them."""
        kept = usecases.opt_out(unit, ref=ref, person_id=person_id)
        return schemas.ConfidentialRecordView().dump(kept)

    @rpc("intake:trafficking:write")
    def choose_services(self, unit: Unit, *, ref: str, person_id: str, body: Body) -> Body:
        """R-VOT-03, R-VOT-04: which extra services the person wants."""
        told = schemas.ServicesBody().load(body)
        kept = usecases.want_services(unit, ref=ref, person_id=person_id, **told)
        return schemas.ConfidentialRecordView().dump(kept)

    @reminder("traveller_told_again")
    def on_traveller_told_again(self, unit: Unit, case_ref: str, person_id: str) -> None:
        """Something is known of a traveller that others must hear under seal (R-VOT-02)."""
        usecases.tell_again(unit, case_ref=case_ref, person_id=person_id)

    @rpc("intake:trafficking:write")
    def record_reflection(self, unit: Unit, *, ref: str, person_id: str, body: Body) -> Body:
        """R-VOT-05: the authorities granted a time to reflect."""
        told = schemas.ReflectionBody().load(body)
        kept = usecases.grant_reflection(unit, ref=ref, person_id=person_id, **told)
        return schemas.ConfidentialRecordView().dump(kept)
