"""A hidden journey is arranged as any other, and shown to those alone who must know of it."""

import pytest
from travel_builders import DETAILS, a_minor, an_adult, opened
from travel_fakes import a_unit

from services.chassis.errors import Forbidden
from services.travel.dossiers import usecases as dossiers
from services.travel.dossiers.schemas import show_dossier, show_line
from services.travel.parties import usecases
from services.travel.parties.schemas import unseal
from services.travel.waits.model import Status

WHEN = {"departs_at", "arrives_at", "due_at", "not_before", "not_after", "destination_airport"}
HIDDEN = ["fast_track", "restricted"]


def hidden(unit):
    return opened(unit, an_adult(handling=HIDDEN), a_minor())


def test_what_is_asked_for_one_holds_for_all_who_travel_along():
    """R-VOT-04."""
    movement = hidden(a_unit())

    assert (movement.restricted, movement.fast_track) == (True, True)


def test_an_ordinary_journey_is_shown_to_all():
    unit = a_unit()
    movement = opened(unit)

    assert not dossiers.is_hidden(unit, movement)
    assert set(show_dossier(dossiers.dossier_of(unit, movement_id=movement.id))) >= WHEN


def test_who_need_not_know_sees_that_it_exists_and_where_it_stands():
    """R-VOT-04."""
    unit = a_unit()
    movement = hidden(unit)

    (shown,) = [
        show_dossier(one) for one in dossiers.dossiers_of_case(unit, case_ref=movement.case_ref)
    ]
    line = show_line(movement, hidden=dossiers.is_hidden(unit, movement))

    assert shown == line
    assert shown["status"] == "quoting"
    assert not WHEN & set(shown)
    with pytest.raises(Forbidden) as refusal:
        dossiers.dossier_of(unit, movement_id=movement.id)
    assert refusal.value.code == "restricted"


def test_who_arranges_it_sees_it_whole():
    """R-VOT-04."""
    unit = a_unit()
    movement = hidden(unit)
    unit.principal.scopes = frozenset({"travel:restricted:read"})

    shown = show_dossier(dossiers.dossier_of(unit, movement_id=movement.id))

    assert set(shown) >= WHEN
    assert shown["fast_track"] is True


def test_a_journey_is_hidden_and_shown_again_without_asking_any_agent():
    """R-VOT-04: how we handle somebody at the airport concerns no agent."""
    unit = a_unit()
    movement = opened(unit)
    asked = len(unit.posted)
    for handling in (HIDDEN, []):
        usecases.change_needs(
            unit,
            case_ref=movement.case_ref,
            person_id="p-1",
            details=DETAILS | {"handling": handling},
        )
        assert movement.restricted is bool(handling)

    assert len(unit.posted) == asked
    assert movement.status is Status.QUOTING


def test_details_that_were_sealed_before_there_was_handling_are_read():
    unit = a_unit()
    sealed = unit.seal_for("travel", {"travellers": [DETAILS]})

    assert unseal(unit, sealed)["p-1"]["handling"] == []
