"""Counselling as staff ask for it."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import reminder, rpc
from services.chassis.unit import Unit
from services.intake.counselling import schemas, usecases
from services.intake.counselling.schemas import ContactView

Body = dict[str, Any]


class Counselling:
    """Records who asked, when they come, and what they were told."""

    @rpc("intake:counselling:write")
    def ask_advice(self, unit: Unit, *, body: Body) -> Body:
        """Somebody asks; who it is need not be said."""
        return ContactView().dump(usecases.ask(unit, **schemas.ContactBody().load(body)))

    @rpc("intake:counselling:read")
    def contacts(self, unit: Unit, *, query: Body) -> Body:
        """Return a page of contacts, which name nobody."""
        found, following = usecases.contacts(unit, **schemas.ContactsQuery().load(query))
        return {"items": ContactView(many=True).dump(found), "next": following}

    @rpc("intake:counselling:read")
    def contact(self, unit: Unit, *, contact_id: str) -> Body:
        """Return a contact, with as much of the person as the caller needs to know."""
        shown = usecases.show_contact(unit, contact_id=contact_id)
        return schemas.WholeContactView().dump(shown["contact"]) | {"person": shown["person"]}

    @rpc("intake:counselling:write")
    def appoint(self, unit: Unit, *, contact_id: str, body: Body) -> Body:
        """Give the person a time at a consulting hour."""
        told = schemas.AppointmentBody().load(body)
        return ContactView().dump(usecases.appoint(unit, contact_id=contact_id, **told))

    @rpc("intake:counselling:write")
    def miss_appointment(self, unit: Unit, *, contact_id: str) -> Body:
        """The person did not come."""
        return ContactView().dump(usecases.miss(unit, contact_id=contact_id))

    @rpc("intake:counselling:write")
    def advise(self, unit: Unit, *, contact_id: str, body: Body) -> Body:
        """What was told, and in which language."""
        told = schemas.TalkBody().load(body)
        return ContactView().dump(usecases.advise(unit, contact_id=contact_id, **told))

    @rpc("intake:counselling:write")
    def end_contact(self, unit: Unit, *, contact_id: str, body: Body) -> Body:
        """It ends, with nothing or elsewhere."""
        told = schemas.EndingBody().load(body)
        return ContactView().dump(usecases.end(unit, contact_id=contact_id, **told))

    @rpc("intake:counselling:write")
    def link_case(self, unit: Unit, *, contact_id: str, body: Body) -> Body:
        """The person applied; the case says where it stands."""
        told = schemas.CaseOfContactBody().load(body)
        return ContactView().dump(usecases.link_case(unit, contact_id=contact_id, **told))

    @rpc("intake:counselling:read")
    def consulting_hours(self, unit: Unit, *, query: Body) -> Body:
        """Return where and when counsellors are."""
        found = usecases.places(unit, city=query.get("city"))
        return {"items": schemas.HoursView(many=True).dump(found), "next": None}

    @reminder("contact_due")
    def on_contact_due(self, unit: Unit, contact_id: str, status: str, due_at: str) -> None:
        """The deadline of a contact has come."""
        usecases.wait_no_longer(unit, contact_id=contact_id, status=status, due_at=due_at)
