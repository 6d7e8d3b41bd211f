"""R-DP-04: who asked for advice and led to no case is kept no longer than the term of a contact."""

from datetime import UTC, datetime

import pytest

from services.chassis.errors import Invalid
from services.chassis.rules.rulefile import make_row
from services.intake.counselling.model import Channel, Ending, Interpreting
from services.intake.counselling.usecases import ask, end, link_case
from services.intake.erasure import usecases
from services.intake.erasure.entrypoints import Erasures
from services.intake.person_requests.model import Right, Subject
from services.intake.person_requests.usecases import record_request
from services.intake.retention.schemas import RetentionClassRow
from tests.unit.intake.intake_scene import TODAY, a_unit, an_open_case

ROW = {"months": "12", "valid_from": "2006-05-01", "standing": "open", "source": "OPEN: assumed"}
LAST_DAY, DAY_AFTER = datetime(2027, 5, 4, 12, tzinfo=UTC), datetime(2027, 5, 5, tzinfo=UTC)


def a_contact(unit, **told):
    usual = {"channel": Channel.TELEPHONE, "asked_on": TODAY, "place": None, "language": "ar"}
    named = {"person": {"given_names": "Zêynab"}, "agrees_to_be_recorded": True}
    return ask(unit, **usual | named | told)


def ended(unit, **told):
    contact = a_contact(unit, **told)
    return end(unit, contact_id=contact.contact_id, outcome=Ending.NOTHING)


def the_day_comes(unit, moment):
    unit.clock = moment
    Erasures().on_old_contacts_due(unit)


def test_who_asked_is_forgotten_a_year_after_the_end_and_what_was_told_stays():
    unit = a_unit()
    contact = ended(unit)
    the_day_comes(unit, LAST_DAY)
    assert (unit.vault.remembers(contact.contact_id), contact.sealed_person is None) == (
        True,
        False,
    )
    the_day_comes(unit, DAY_AFTER)

    assert not unit.vault.remembers(contact.contact_id)
    assert (contact.sealed_person, contact.status, contact.outcome) == (None, "ended", "nothing")


def test_who_sent_somebody_is_forgotten_too():
    unit = a_unit()
    contact = ended(
        unit, channel=Channel.REFERRAL, referred_by="N. Voogd", agrees_to_be_recorded=False
    )
    the_day_comes(unit, DAY_AFTER)

    assert contact.referred_by is None


def test_a_contact_that_goes_on_or_led_to_a_case_is_not_forgotten_by_the_clock():
    unit = a_unit()
    case, open_one, applied = an_open_case(unit), a_contact(unit), a_contact(unit)
    applied.advise([], "ar", Interpreting.NONE, "c.jansen", unit.now())
    link_case(unit, contact_id=applied.contact_id, case_ref=case.case_ref)
    the_day_comes(unit, DAY_AFTER)

    assert all(unit.vault.remembers(one.contact_id) for one in (open_one, applied))


def test_the_round_is_made_every_day_and_at_once_while_there_is_more(monkeypatch):
    unit = a_unit()
    monkeypatch.setattr(usecases, "CONTACTS_AT_ONCE", 1)
    ended(unit)
    the_day_comes(unit, DAY_AFTER)
    assert unit.reminders[-1].at == unit.now()
    the_day_comes(unit, DAY_AFTER)

    assert (unit.reminders[-1].name, unit.reminders[-1].ids) == ("old_contacts_due", {})
    assert unit.reminders[-1].at == datetime(2027, 5, 6, tzinfo=UTC)


def test_whoever_asked_to_be_forgotten_meanwhile_is_answered_by_it():
    unit = a_unit()
    contact = ended(unit)
    request = record_request(
        unit,
        right=Right.ERASURE,
        subject=Subject.CONTACT,
        person_id=contact.contact_id,
        received_on=TODAY,
    )
    the_day_comes(unit, DAY_AFTER)

    assert request.answer == "erased"


@pytest.mark.parametrize(("record_class", "then"), [("contact", "review"), ("departed", "removal")])
def test_no_row_lets_a_clock_decide_on_a_case(record_class, then):
    with pytest.raises(Invalid) as refusal:
        make_row(RetentionClassRow, ROW | {"record_class": record_class, "then": then})

    assert "A case is reviewed" in refusal.value.errors[0]["detail"]
