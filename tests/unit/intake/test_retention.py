"""R-DP-04: an ended case is kept for a term, then a person decides, and a legal hold stops it."""

from datetime import date, timedelta

import pytest

from services.chassis.errors import Conflict, Invalid, NotFound
from services.intake.cases.usecases import withdraw_case
from services.intake.erasure.model import Ground
from services.intake.erasure.store import ErasureStore
from services.intake.erasure.usecases import erase_after_review, erase_person
from services.intake.retention import usecases
from services.intake.retention.model import RetentionStatus
from services.intake.retention.schemas import TABLE
from services.intake.retention.store import RetentionStore
from tests.unit.intake.intake_scene import RULES, a_child, a_person, a_unit, an_eligible_case

REASON = "Nothing of it is needed any more."


@pytest.fixture
def unit():
    return a_unit(roles=("privacy_officer",))


def an_ended_case(unit, *persons):
    case = an_eligible_case(unit, *persons)
    return withdraw_case(unit, ref=case.case_ref, reason_code="changed_mind")


def retention_of(unit, case):
    return unit.store(RetentionStore).get(case.case_ref)


def reminded(unit, case):
    """The clock is set to the deadline, and the reminder that was asked for it comes."""
    retention = retention_of(unit, case)
    reminder = next(
        one
        for one in reversed(unit.reminders)
        if one.name == "retention_due" and one.at == retention.due_at
    )
    unit.clock = reminder.at
    usecases.review_due(unit, **reminder.ids)
    return retention


def test_the_end_of_a_case_sets_the_day_of_its_review(unit):
    """R-DP-04: by the term of its class, kept with the version of the table."""
    retention = retention_of(unit, an_ended_case(unit))

    assert (retention.record_class, retention.status) == ("not_departed", "kept")
    assert retention.review_on == date(2028, 5, 4)
    assert retention.rules_version == RULES[TABLE].version
    assert (retention.owner, retention.waits_for) == ("privacy_officer", "the end of its term")


def test_whoever_departed_is_kept_as_long_as_we_look_back(unit):
    """R-DP-04: R-REAN-03 asks about five years."""
    usecases.begin_retention(unit, "NL-2026-000009-9", [None, date(2026, 4, 1)])

    assert unit.store(RetentionStore).get("NL-2026-000009-9").review_on == date(2031, 5, 4)


def test_a_case_that_goes_on_has_no_day_of_review(unit):
    with pytest.raises(NotFound):
        retention_of(unit, an_eligible_case(unit))


def test_the_end_of_the_term_asks_the_privacy_officer_and_silence_goes_higher(unit):
    """R-DP-04: nothing is erased by a clock alone."""
    case = an_ended_case(unit)
    retention = reminded(unit, case)
    assert (retention.status, retention.owner) == ("review", "privacy_officer")
    assert retention.due_at == unit.clock + timedelta(days=30)

    reminded(unit, case)
    assert (retention.status, retention.owner, retention.overdue) == ("review", "supervisor", True)
    assert unit.vault.remembers(case.applicant_id)


def test_a_reminder_of_a_deadline_that_moved_is_ignored(unit):
    case = an_ended_case(unit)
    old = next(one for one in unit.reminders if one.name == "retention_due")
    retention = reminded(unit, case)
    version = retention.version
    usecases.review_due(unit, **old.ids)

    assert (retention.status, retention.version) == ("review", version)


def test_a_review_forgets_everybody_of_the_case_everywhere(unit):
    """R-DP-04."""
    case = an_ended_case(unit, a_person(), a_child())
    reminded(unit, case)
    retention = erase_after_review(unit, ref=case.case_ref, reason=REASON)
    told = [fact for fact in unit.published if fact.name == "person_erased"]

    assert not any(unit.vault.remembers(one) for one in case.person_ids)
    assert {fact.person_id for fact in told} == set(case.person_ids)
    assert {one.ground for one in unit.store(ErasureStore).added} == {Ground.RETENTION}
    assert (retention.status, retention.reason, retention.due_at) == ("erased", REASON, None)


def test_nothing_is_erased_before_its_term_on_that_ground(unit):
    case = an_ended_case(unit)

    with pytest.raises(Conflict, match="cannot erase"):
        erase_after_review(unit, ref=case.case_ref, reason=REASON)
    assert unit.vault.remembers(case.applicant_id)


def test_a_case_is_kept_longer_with_a_reason_and_a_new_day(unit):
    case = an_ended_case(unit)
    retention = reminded(unit, case)
    until = unit.today() + timedelta(days=90)
    with pytest.raises(Invalid, match="ahead of today"):
        usecases.keep_longer(unit, ref=case.case_ref, until=unit.today(), reason="An objection.")
    usecases.keep_longer(unit, ref=case.case_ref, until=until, reason="An objection.")

    assert (retention.status, retention.review_on) == ("kept", until)
    assert (retention.reason, retention.decided_by) == ("An objection.", "c.jansen")
    assert reminded(unit, case).status == "review"


def test_a_legal_hold_stops_every_erasure_until_it_is_released(unit):
    """R-DP-04: also the one that the person asks for."""
    case = an_ended_case(unit)
    usecases.hold(unit, ref=case.case_ref, reason="A claim is before the court.")
    with pytest.raises(Conflict, match="legal hold"):
        erase_person(unit, person_id=case.applicant_id, ground=Ground.REQUEST)
    with pytest.raises(Conflict, match="cannot erase"):
        erase_after_review(unit, ref=case.case_ref, reason=REASON)
    assert unit.vault.remembers(case.applicant_id)

    usecases.release(unit, ref=case.case_ref, reason="The court has decided.")
    assert erase_after_review(unit, ref=case.case_ref, reason=REASON).status == "erased"


def test_a_hold_that_nobody_ends_is_told(unit):
    case = an_ended_case(unit)
    usecases.hold(unit, ref=case.case_ref, reason="A claim is before the court.")
    retention = reminded(unit, case)

    assert (retention.status, retention.overdue, retention.owner) == ("held", True, "supervisor")


def test_whoever_was_forgotten_on_request_is_not_reviewed_again(unit):
    case = an_ended_case(unit)
    erase_person(unit, person_id=case.applicant_id, ground=Ground.REQUEST)

    assert retention_of(unit, case).status == "erased"


def test_what_waits_for_a_review_is_listed(unit):
    first, second = an_ended_case(unit), an_ended_case(unit)
    usecases.hold(unit, ref=second.case_ref, reason="A claim is before the court.")
    everything, following = usecases.retentions(unit, status=None, after=None, limit=1)
    rest, end = usecases.retentions(unit, status=None, after=following, limit=1)

    assert [one.case_ref for one in (*everything, *rest)] == [first.case_ref, second.case_ref]
    assert end is None
    held, _ = usecases.retentions(unit, status=RetentionStatus.HELD, after=None, limit=9)
    assert [one.case_ref for one in held] == [second.case_ref]
