"""A person is shown what is kept, may have it corrected, and is forgotten when asked."""

from datetime import timedelta

import pytest

from services.chassis.errors import Conflict
from services.chassis.privacy.forgetting import ErasureStatus
from services.intake.cases.usecases import seen_by_caller, withdraw_case
from services.intake.counselling.model import Channel, Interpreting
from services.intake.counselling.usecases import ask, link_case, show_contact
from services.intake.eligibility.usecases import decisions_of_case
from services.intake.erasure.model import Ground
from services.intake.erasure.usecases import (
    KEEPERS,
    erase_person,
    escalate_erasure,
    note_acknowledgement,
)
from services.intake.rights.usecases import correct_person, history_of
from services.intake.timeline.store import TimelineStore
from tests.unit.intake.intake_scene import (
    a_child,
    a_person,
    a_unit,
    an_accepted_case,
    an_eligible_case,
    case_store,
)


def an_ended_case(unit, *persons):
    case = an_eligible_case(unit, *persons)
    return withdraw_case(unit, ref=case.case_ref, reason_code="changed_mind")


def forgotten(unit, case):
    return erase_person(unit, person_id=case.applicant_id, ground=Ground.REQUEST)


def a_contact_that_led_to(unit, case):
    """Somebody was sent to us, said who it is, was advised and applied."""
    contact = ask(
        unit,
        channel=Channel.REFERRAL,
        asked_on=unit.today(),
        place=None,
        language="ar",
        referred_by="N. Voogd",
        person={"given_names": "Zêynab"},
        agrees_to_be_recorded=True,
    )
    contact.advise([], "ar", Interpreting.NONE, "c.jansen", unit.now())
    return link_case(unit, contact_id=contact.contact_id, case_ref=case.case_ref)


def acknowledged(unit, erasure, by, awaits=()):
    note_acknowledgement(
        unit,
        erasure_id=erasure.erasure_id,
        by=by,
        awaits=awaits,
        case_ref=erasure.case_ref,
        person_id=erasure.person_id,
    )


def told(unit):
    return [entry.type for entry in unit.store(TimelineStore).added]


def test_nobody_is_forgotten_while_the_case_goes_on():
    unit = a_unit()
    case = an_eligible_case(unit)

    with pytest.raises(Conflict) as refusal:
        forgotten(unit, case)

    assert refusal.value.code == "case-open"
    assert unit.vault.remembers(case.applicant_id)


def test_forgetting_destroys_the_key_and_the_ways_to_find_the_person_and_tells_everybody():
    unit = a_unit()
    case = an_ended_case(unit)
    erasure = forgotten(unit, case)

    assert not unit.vault.remembers(case.applicant_id)
    assert case_store(unit).tokens[case.applicant_id] == []
    fact = unit.published[-1]
    assert (fact.name, fact.person_id) == ("person_erased", case.applicant_id)
    assert fact.acknowledge_by == unit.today() + timedelta(days=30)
    assert erasure.outstanding == sorted(KEEPERS)
    assert (erasure.owner, erasure.due_at) == ("privacy_officer", unit.now() + timedelta(days=30))


def test_a_person_is_forgotten_once():
    unit = a_unit()
    case = an_ended_case(unit)
    forgotten(unit, case)

    with pytest.raises(Conflict, match="has been forgotten"):
        forgotten(unit, case)


def test_who_asked_before_the_case_is_forgotten_with_anybody_of_the_family():
    unit = a_unit()
    case = an_ended_case(unit, a_person(), a_child())
    contact = a_contact_that_led_to(unit, case)
    version = contact.version
    (child,) = case.person_ids - {case.applicant_id}
    erase_person(unit, person_id=child, ground=Ground.REQUEST)

    assert not unit.vault.remembers(contact.contact_id)
    assert (contact.sealed_person, contact.referred_by) == (None, None)
    assert contact.version == version + 1
    assert show_contact(unit, contact_id=contact.contact_id)["person"] is None


def test_no_answer_about_a_forgotten_person_or_the_case_is_kept():
    unit = a_unit()
    case = an_ended_case(unit)
    contact = a_contact_that_led_to(unit, case)
    forgotten(unit, case)

    assert unit.vault.answers_forgotten == {case.applicant_id, case.case_ref, contact.contact_id}


def test_whatever_was_sealed_about_a_case_opens_no_more_once_everybody_is_forgotten():
    """So a new thing that is sealed under a key of its own is found here."""
    unit = a_unit()
    case = an_ended_case(unit, a_person(), a_child())
    a_contact_that_led_to(unit, case)
    correct_person(
        unit, person_id=case.applicant_id, ground="request", patch={"family_name": "Bekirî"}
    )
    for person_id in case.person_ids:
        erase_person(unit, person_id=person_id, ground=Ground.REQUEST)

    assert len(unit.vault.owners) == len(case.person_ids) + 1
    assert unit.vault.owners <= unit.vault.forgotten


def test_the_erasure_is_done_when_everybody_has_said_so_in_any_order_and_more_than_once():
    unit = a_unit()
    erasure = forgotten(unit, an_ended_case(unit))
    for by in ("reintegration", "travel", "travel"):
        acknowledged(unit, erasure, by)
    assert erasure.outstanding == ["expert_deployment"]
    acknowledged(unit, erasure, "expert_deployment")
    acknowledged(unit, erasure, "expert_deployment")

    assert erasure.status is ErasureStatus.DONE
    assert (erasure.waits_for, erasure.owner, erasure.due_at) == (None, None, None)
    assert told(unit).count("intake.erasure_done") == 1


def test_the_agents_that_travel_has_told_are_waited_for_too():
    unit = a_unit()
    erasure = forgotten(unit, an_ended_case(unit))
    acknowledged(unit, erasure, "travel", ["polder"])
    acknowledged(unit, erasure, "reintegration")
    acknowledged(unit, erasure, "expert_deployment")
    assert (erasure.status, erasure.outstanding) == (ErasureStatus.TOLD, ["polder"])
    acknowledged(unit, erasure, "polder")

    assert erasure.status is ErasureStatus.DONE


def test_whoever_is_silent_by_the_day_is_named_to_the_supervisor():
    unit = a_unit()
    erasure = forgotten(unit, an_ended_case(unit))
    acknowledged(unit, erasure, "travel")
    unit.clock += timedelta(days=30)
    escalate_erasure(unit, erasure_id=erasure.erasure_id)

    assert (erasure.overdue, erasure.owner) == (True, "supervisor")
    assert erasure.outstanding == ["expert_deployment", "reintegration"]
    assert "intake.erasure_overdue" in told(unit)
    asked = [one for one in unit.reminders if one.name == "erasure_due" and one.at > unit.now()]
    assert len(asked) == 1


def test_a_day_that_comes_after_everything_is_done_changes_nothing():
    unit = a_unit()
    erasure = forgotten(unit, an_ended_case(unit))
    for by in KEEPERS:
        acknowledged(unit, erasure, by)
    unit.clock += timedelta(days=30)
    escalate_erasure(unit, erasure_id=erasure.erasure_id)

    assert not erasure.overdue


def test_the_case_stays_readable_without_the_person_and_the_family_with_theirs():
    unit = a_unit()
    case = an_ended_case(unit, a_person(), a_child(given_names="Kani"))
    forgotten(unit, case)
    seen = seen_by_caller(unit, case)
    ((decision, reasons),), _ = decisions_of_case(unit, ref=case.case_ref, after=0, limit=50)

    assert seen["persons"][0]["erased"]
    assert "given_names" not in seen["persons"][0]
    assert seen["persons"][1]["given_names"] == "Kani"
    assert seen["facts"] is None
    assert (decision.verdict, reasons) == ("eligible", [])


def test_a_correction_is_possible_in_any_state_and_keeps_what_was_recorded_before():
    unit = a_unit()
    case = an_accepted_case(unit)
    version = case.version
    correct_person(
        unit,
        person_id=case.applicant_id,
        ground="request",
        patch={"family_name": "Bekirî"},
    )
    ((former,), _) = history_of(unit, person_id=case.applicant_id)

    assert former["record"]["family_name"] == "Testfamily"
    assert (former["ground"], former["replaced_by"]) == ("request", "c.jansen")
    assert seen_by_caller(unit, case)["persons"][0]["family_name"] == "Bekirî"
    assert case.version == version + 1


def test_travel_hears_of_a_correction_once_it_knows_the_traveller():
    unit = a_unit()
    case = an_accepted_case(unit)
    patch = {"family_name": "Bekirî"}
    correct_person(unit, person_id=case.applicant_id, ground="document", patch=patch)

    assert unit.published_names()[-1] == "traveller_needs_changed"
