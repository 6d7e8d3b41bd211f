"""Counselling: whoever asks is heard, understood, and free to do nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from services.chassis.errors import Conflict, Invalid, NotFound
from services.intake.counselling import usecases
from services.intake.counselling.model import ContactStatus, Ending, Interpreting, Topic
from services.intake.counselling.schemas import ContactBody
from services.intake.timeline.store import TimelineStore
from tests.unit.intake.intake_scene import RULES, TODAY, a_unit, an_open_case

# A Wednesday morning: consulting hours in Amsterdam are on Mondays and Wednesdays, nine to twelve.
WEDNESDAY = datetime(2026, 5, 6, 8, 0, tzinfo=UTC)


def asked(unit, **changes):
    usual = {"channel": "walk_in", "language": "ar", "asked_on": TODAY.isoformat()}
    return usecases.ask(unit, **ContactBody().load(usual | changes))


def advised(unit, contact, language="ar", interpreting=Interpreting.NONE):
    return usecases.advise(
        unit,
        contact_id=contact.contact_id,
        topics=[Topic.RETURN, Topic.ENTRY_BAN],
        language=language,
        interpreting=interpreting,
    )


def appointed(unit, contact, place="amsterdam", at=WEDNESDAY):
    return usecases.appoint(unit, contact_id=contact.contact_id, place=place, at=at)


def test_a_migrant_may_ask_before_there_is_a_case_and_without_a_name():
    contact = asked(a_unit())

    assert (contact.status, contact.sealed_person, contact.case_ref) == ("asked", None, None)
    assert (contact.waits_for, contact.owner) == (
        "a talk, or an appointment for one",
        "counsellor",
    )


def test_who_it_is_is_kept_only_with_consent():
    """R-DP-01."""
    unit = a_unit()
    person = {"given_names": "Amina"}
    with pytest.raises(Invalid) as refusal:
        asked(unit, person=person)
    assert "R-DP-01" in refusal.value.errors[0]["detail"]

    contact = asked(unit, person=person, agrees_to_be_recorded=True)

    shown = usecases.show_contact(unit, contact_id=contact.contact_id)
    assert shown["person"]["given_names"] == "Amina"
    unit.principal.roles = frozenset({"auditor"})
    assert usecases.show_contact(unit, contact_id=contact.contact_id)["person"] is None


@pytest.mark.parametrize(
    ("channel", "allowed"),
    [("slip", True), ("telephone", True), ("walk_in", False), ("referral", False)],
)
def test_in_detention_only_the_persons_own_request_starts_a_contact(channel, allowed):
    """R-DET-01."""
    unit = a_unit()
    if allowed:
        assert asked(unit, channel=channel, place="zeist").place == "zeist"
    else:
        with pytest.raises(Conflict, match="R-DET-01"):
            asked(unit, channel=channel, place="zeist")


def test_an_appointment_is_at_a_consulting_hour():
    unit = a_unit()
    contact = asked(unit)
    for wrong in (WEDNESDAY + timedelta(days=1), WEDNESDAY + timedelta(hours=3)):
        with pytest.raises(Conflict, match="Consulting hours at amsterdam"):
            appointed(unit, contact, at=wrong)
    with pytest.raises(NotFound):
        appointed(unit, contact, place="atlantis")

    appointed(unit, contact)

    assert (contact.status, contact.due_at) == ("appointed", WEDNESDAY + timedelta(hours=2))


def test_two_people_do_not_come_at_one_time():
    unit = a_unit()
    appointed(unit, asked(unit))
    other = asked(unit)
    with pytest.raises(Conflict, match="Somebody else"):
        appointed(unit, other)

    appointed(unit, other, at=WEDNESDAY + timedelta(minutes=30))

    assert other.appointment_at == WEDNESDAY + timedelta(minutes=30)


def test_who_does_not_come_gets_another_time():
    unit = a_unit()
    contact = appointed(unit, asked(unit))
    with pytest.raises(Conflict, match="not been yet"):
        usecases.miss(unit, contact_id=contact.contact_id)
    unit.clock = WEDNESDAY + timedelta(hours=1)

    usecases.miss(unit, contact_id=contact.contact_id)

    assert (contact.status, contact.missed) == ("asked", 1)
    with pytest.raises(Invalid):
        appointed(unit, contact)


@pytest.mark.parametrize(
    ("spoken", "language", "interpreting", "understood"),
    [
        ("ar", "ar", "none", True),
        ("ar", "en", "none", False),
        ("ar", "en", "telephone", True),
        ("wo", "wo", "none", False),
        ("wo", "wo", "in_person", True),
    ],
)
def test_advice_is_given_in_the_persons_own_language(spoken, language, interpreting, understood):
    unit = a_unit()
    contact = asked(unit, language=spoken)

    if understood:
        talk = advised(unit, contact, language, Interpreting(interpreting)).talks[0]
        assert (talk["language"], talk["topics"]) == (language, ["return", "entry_ban"])
    else:
        with pytest.raises(Invalid, match="interpreter"):
            advised(unit, contact, language, Interpreting(interpreting))


def test_it_may_end_with_nothing():
    unit = a_unit()
    contact = advised(unit, asked(unit))

    usecases.end(unit, contact_id=contact.contact_id, outcome=Ending.NOTHING)

    assert (contact.status, contact.waits_for, unit.published) == ("ended", None, [])


def test_nobody_hurries_a_person_who_was_advised():
    unit = a_unit()
    contact = advised(unit, asked(unit))
    due = unit.reminders[-1]
    assert due.at == unit.now() + timedelta(days=90)

    usecases.wait_no_longer(unit, **due.ids)
    usecases.wait_no_longer(unit, **due.ids)

    assert (contact.status, contact.outcome) == (ContactStatus.ENDED, Ending.NOTHING)


def test_who_asked_is_forgotten_by_the_contact_when_it_ended_without_a_case():
    unit = a_unit()
    contact = asked(unit, person={"given_names": "Amina"}, agrees_to_be_recorded=True)
    with pytest.raises(Conflict, match="not ended"):
        usecases.forget_contact(unit, contact_id=contact.contact_id)
    usecases.end(unit, contact_id=contact.contact_id, outcome=Ending.NOTHING)

    usecases.forget_contact(unit, contact_id=contact.contact_id)

    assert (contact.sealed_person, contact.status) == (None, "ended")
    assert not unit.vault.remembers(contact.contact_id)
    assert unit.vault.answers_forgotten == {contact.contact_id}
    with pytest.raises(Conflict, match="has been forgotten"):
        usecases.forget_contact(unit, contact_id=contact.contact_id)


def test_who_applied_is_forgotten_with_the_case_and_not_by_the_contact():
    unit = a_unit()
    case, contact = an_open_case(unit), advised(unit, asked(unit))
    usecases.link_case(unit, contact_id=contact.contact_id, case_ref=case.case_ref)

    with pytest.raises(Conflict, match="forgotten with a person of that case"):
        usecases.forget_contact(unit, contact_id=contact.contact_id)


def test_a_case_begins_with_one_contact_at_most():
    unit = a_unit()
    case, first, second = (
        an_open_case(unit),
        advised(unit, asked(unit)),
        advised(unit, asked(unit)),
    )
    usecases.link_case(unit, contact_id=first.contact_id, case_ref=case.case_ref)

    with pytest.raises(Conflict, match="Another contact"):
        usecases.link_case(unit, contact_id=second.contact_id, case_ref=case.case_ref)


def test_whoever_waits_for_a_talk_too_long_is_told_to_the_supervisor():
    unit = a_unit()
    contact = asked(unit)

    usecases.wait_no_longer(unit, **unit.reminders[-1].ids)

    assert (contact.status, contact.owner, contact.overdue) == ("asked", "supervisor", True)


def test_who_decides_to_apply_has_a_case_and_its_timeline_begins_with_the_contact():
    unit = a_unit()
    case, contact = an_open_case(unit), advised(unit, asked(unit))

    usecases.link_case(unit, contact_id=contact.contact_id, case_ref=case.case_ref)

    told = unit.store(TimelineStore).of_case(case.case_ref, after=None, limit=9)
    assert (contact.status, contact.case_ref) == ("case_opened", case.case_ref)
    assert told[-1].sentence == f"The person first asked on {TODAY}: walk in."


def test_contacts_are_found_by_state_place_and_day():
    unit = a_unit()
    first, second = asked(unit, place="delft"), asked(unit)
    advised(unit, second)
    everything = {"status": None, "place": None, "asked_on": None, "after": None, "limit": 1}

    page, after = usecases.contacts(unit, **everything)
    rest, _ = usecases.contacts(unit, **(everything | {"after": after}))
    in_delft, _ = usecases.contacts(unit, **(everything | {"place": "delft"}))

    assert [one.contact_id for one in (*page, *rest)] == [first.contact_id, second.contact_id]
    assert list(in_delft) == [first]


def test_counsellors_are_at_more_than_sixty_places():
    rows = RULES["consulting_hours"].on(TODAY)

    assert len({row.place for row in rows}) > 60
    assert [one.city for one in usecases.places(a_unit(), city="Delft")] == ["Delft"]


def test_what_cannot_be_is_refused():
    unit = a_unit()
    with pytest.raises(Invalid):
        asked(unit, asked_on=(TODAY + timedelta(days=1)).isoformat())
    with pytest.raises(Invalid):
        asked(unit, referred_by="COA")
    with pytest.raises(NotFound):
        usecases.show_contact(unit, contact_id="nothing")
