"""Two at the same moment in intake: the second one sees what the first one did."""

from datetime import UTC, datetime, timedelta

import pytest

from services.chassis.calendar import AMSTERDAM
from services.chassis.errors import Conflict, NotFound
from services.chassis.ids import new_id
from services.chassis.locks import hold, locked
from services.chassis.privacy.vault import Vault, load_keyring
from services.chassis.rules import ruledraft
from services.chassis.rules.rulebook import lock_of
from services.intake.alerts.model import What
from services.intake.alerts.store import AlertStore
from services.intake.alerts.usecases import raise_alert
from services.intake.assignments.store import AssignmentStore
from services.intake.cases.model import Case
from services.intake.cases.store import CaseStore
from services.intake.counselling.store import ContactStore
from services.intake.emergency_access.store import EmergencyStore
from services.intake.person_requests.model import Right
from services.intake.person_requests.store import PersonRequestStore
from tests.fakes import NOON
from tests.integration.intake.conftest import days
from tests.integration.intake.test_intake_counselling import asked, next_monday
from tests.integration.intake.test_intake_rule_changes import a_proposal, approve, propose
from tests.meanwhile import meanwhile


@pytest.fixture
def now(place):
    with meanwhile(place.database, place.client) as opened:
        yield opened


def test_two_are_not_given_the_same_time_at_a_consulting_hour(place, now, wait_for):
    mine, other = asked(place)["contact_id"], asked(place)["contact_id"]
    at = next_monday() + timedelta(minutes=int(new_id()[-2:], 16) % 30, seconds=31)
    assert now.store(ContactStore).at("amsterdam", at) is None
    now.store(ContactStore).get(other).appoint("amsterdam", at, datetime.now(UTC))
    now.session.flush()

    body = {"place": "amsterdam", "at": at.isoformat()}
    with pytest.raises(Conflict, match="Somebody else"):
        now.then(lambda: place.ask("appoint", contact_id=mine, body=body), wait_for)


def test_two_corrections_of_one_person_are_both_kept(place, keys, now, wait_for):
    case = place.opened()
    [person_id] = case["person_ids"]
    vault = Vault(now.session, load_keyring(keys))
    [person] = now.store(CaseStore).get(case["case_ref"]).people
    person.sealed = vault.seal(
        person_id, vault.open(person_id, person.sealed) | {"given_names": "Nazdar"}
    )
    now.session.flush()

    body = {"ground": "request", "person": {"family_name": "Otherwise"}}
    correct = {"role": "privacy_officer", "person_id": person_id, "body": body}
    now.then(lambda: place.ask("correct_person", **correct), wait_for)

    [shown] = place.ask("case", ref=case["case_ref"])["persons"]
    assert (shown["given_names"], shown["family_name"]) == ("Nazdar", "Otherwise")


def test_a_contact_does_not_lead_to_a_case_of_somebody_who_is_forgotten_at_that_moment(
    place, keys, now, wait_for
):
    """It is forgotten with a person of its case; after the last of them nothing would forget it."""
    contact_id, case = asked(place)["contact_id"], place.opened()
    now.store(CaseStore).get(case["case_ref"])
    Vault(now.session, load_keyring(keys)).forget(*case["person_ids"])

    body = {"case_ref": case["case_ref"]}
    with pytest.raises(Conflict, match="has been forgotten"):
        now.then(lambda: place.ask("link_case", contact_id=contact_id, body=body), wait_for)


def test_an_alert_that_is_moved_on_its_very_day_is_told_on_the_new_one(place, now, wait_for):
    ref, today = place.applied()["case_ref"], datetime.now(AMSTERDAM).date()
    about = {"case_ref": ref, "about": ref}
    alert = now.store(AlertStore).find(ref, ref, What.BOOKING)
    before, later = alert.breaks_on, today + timedelta(days=90)
    alert.move(later, later)
    now.session.flush()

    def its_day_comes():
        with meanwhile(place.database) as other:
            other.now = lambda: NOON
            raise_alert(other, what="booking", breaks_on=before.isoformat(), **about)
            other.session.commit()

    now.then(its_day_comes, wait_for)
    told = "SELECT alerted_at FROM alerts WHERE case_ref = %s AND what = 'booking'"
    assert place.database.value(told, ref) is None


def test_who_breaks_the_glass_twice_at_once_is_let_in_once(place, now, wait_for):
    ref = place.opened()["case_ref"]
    access_id = place.ask("break_glass", by="one", ref=ref, body={"reason": "danger"})["access_id"]
    [access] = now.store(EmergencyStore).of_case(ref)
    assert access.access_id == access_id
    access.staff_id = "two"
    now.session.flush()

    with pytest.raises(Conflict, match="has not ended"):
        now.then(
            lambda: place.ask("break_glass", by="two", ref=ref, body={"reason": "danger"}),
            wait_for,
        )


def test_one_request_that_two_record_at_once_is_recorded_once(place, now, wait_for):
    person_id = place.opened()["person_ids"][0]
    who = {"subject": "person", "person_id": person_id, "received_on": days(0)}
    officer = {"role": "privacy_officer"}
    first = place.ask("record_person_request", body=who | {"right": "access"}, **officer)
    assert now.store(PersonRequestStore).open_of(person_id, Right.CORRECTION) is None
    now.store(PersonRequestStore).get(first["request_id"]).right = Right.CORRECTION
    now.session.flush()

    body = who | {"right": "correction"}
    with pytest.raises(Conflict, match="waits for its answer"):
        now.then(lambda: place.ask("record_person_request", body=body, **officer), wait_for)


def test_a_case_that_is_given_away_as_its_deadline_passes_waits_for_nobody(place, now, wait_for):
    opened = place.opened()
    ref = opened["case_ref"]
    [mine] = place.ask("assignments_of_case", ref=ref)["assignments"]
    key = {"ref": ref, "assignment_id": mine["assignment_id"]}
    place.ask("release_case", role="supervisor", **key)
    gap = now.store(AssignmentStore).open_gap(ref)
    gap = now.store(AssignmentStore).gap(gap.gap_id)
    assert gap.escalate(gap.status, gap.due_at.isoformat(), datetime.now(UTC))
    now.session.flush()

    body = {"staff_id": "n.ew"}
    now.then(lambda: place.ask("assign_case", role="supervisor", ref=ref, body=body), wait_for)

    row = "SELECT overdue, owner, due_at, version FROM assignment_gaps WHERE case_ref = %s"
    assert place.database.rows(row, ref) == [(False, None, None, 3)]


def test_a_table_that_is_replaced_at_the_moment_of_the_approval_is_noticed(place, now, wait_for):
    """The change was drafted from what is no longer in force once it would be approved."""
    table = "rean_exclusions"
    change = propose(place, table, country="GE")
    hold(now.session, lock_of(table))
    drafted = ruledraft.draft(
        now.session, "intake", table, added=a_proposal(country="AM")["added"], without=[]
    )
    ruledraft.keep(now.session, table, drafted.file, "another")
    ruledraft.put_in_force(now.session, table, drafted.file.version, "another")

    with pytest.raises(Conflict, match="was replaced"):
        now.then(lambda: approve(place, change), wait_for)


def test_what_is_replayed_at_the_moment_of_a_discard_is_not_said_to_be_discarded(
    place, now, wait_for
):
    place.database.rows(
        "INSERT INTO held_messages"
        " (id, queue, identity, body, headers, state, cause, reason, attempts)"
        " VALUES ('h-1', 'q', 'i', '', '{}', 'parked', 'c', 'r', 1)"
    )
    now.rows("UPDATE held_messages SET state = 'retrying' WHERE id = 'h-1'")

    discard = {"role": "ops", "held_id": "h-1", "body": {"reason": "nobody needs it"}}
    with pytest.raises(NotFound):
        now.then(lambda: place.ask("parked_discard", **discard), wait_for)


def test_what_is_locked_is_shown_as_it_is_now(place, now):
    """A session that has loaded it before would show it as it was, and write that back."""
    case = place.opened()
    seen = now.store(CaseStore).read(case["case_ref"])
    assert seen.version == 1
    with meanwhile(place.database) as other:
        changed = other.store(CaseStore).get(case["case_ref"])
        changed.version, changed.people[0].departed_on = 2, NOON.date()
        other.session.commit()

    seen.outcome = "changed before it was locked"
    held = now.store(CaseStore).get(case["case_ref"])

    assert held is seen
    assert (held.version, held.people[0].departed_on) == (2, NOON.date())
    assert held.outcome == "changed before it was locked"
    assert locked(now.session, Case, case["case_ref"], "case") is seen
