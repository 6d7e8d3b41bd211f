"""A rule is changed by two people, on a day, and never behind the back of what was decided."""

from datetime import UTC, date, datetime, timedelta

import pytest
from marshmallow import fields

from services.chassis.answering import rule_changes
from services.chassis.answering.rule_changes import RuleChangeStore
from services.chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.chassis.rules.change import ChangeStatus
from services.chassis.rules.ruledraft import Draft, compose
from services.chassis.rules.rulefile import RuleRow, make_row
from tests.fakes import FakeUnit

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
TODAY, TOMORROW = NOON.date(), NOON.date() + timedelta(days=1)
MIDNIGHT = datetime(2026, 5, 4, 22, 0, tzinfo=UTC)  # of tomorrow in Amsterdam


class CountryRow(RuleRow):
    country = fields.String(required=True)


def a_row(country="IQ", since="2016-01-01", until="", source="S"):
    return {"country": country, "valid_from": since, "valid_to": until, "source": source}


KEPT = (a_row(),)


class FakeRuleChanges:
    """Keeps changes, and drafts on one table of countries."""

    def __init__(self):
        self.changes, self.kept, self.in_force = {}, {}, "v-1"

    def add(self, change):
        self.changes[change.change_id] = change

    def get(self, change_id):
        return self.changes[change_id]

    def under_way(self, _table):
        return next(
            (one for one in self.changes.values() if one.status in ("proposed", "approved")), None
        )

    def draft(self, _table, added, without):
        cells = [one for one in KEPT if one["country"] not in without]
        rows = [make_row(CountryRow, one) for one in KEPT]
        return Draft(self.in_force, KEPT, rows, compose(cells, added, CountryRow, ("country",)))

    def keep(self, _table, draft, change_id):
        self.kept[change_id] = draft.file.version

    def version_in_force(self, _table):
        return self.in_force

    def put_in_force(self, change):
        self.in_force = change.draft_version


@pytest.fixture
def unit():
    return FakeUnit(stores={RuleChangeStore: FakeRuleChanges()}, now=NOON)


def by(unit, subject):
    unit.principal.subject = subject
    return unit


def proposed(unit, **changes):
    usual = {
        "table": "countries",
        "added": [a_row("AM", "2026-05-05")],
        "without": [],
        "takes_effect_on": TOMORROW,
        "touches_past": False,
        "reason": "Armenia was added.",
        "source": "a circular",
    }
    return rule_changes.propose(by(unit, "r.keeper"), **(usual | changes))


def approved(unit, **changes):
    change = proposed(unit, **changes)
    return rule_changes.approve(
        by(unit, "s.visor"), change_id=change.change_id, reason="As the circular says."
    )


def test_a_change_waits_for_another_person_with_owner_and_deadline(unit):
    change = proposed(unit)

    assert (change.status, change.owner) == ("proposed", "supervisor")
    assert change.waits_for == "another person to approve or reject it"
    assert change.due_at == NOON + timedelta(days=14)
    assert (change.proposed_by, change.proposed_at) == ("r.keeper", NOON)
    assert [(one.name, one.at) for one in unit.reminders] == [("rule_change_due", change.due_at)]


@pytest.mark.parametrize("spelt", ["r.keeper", " R.Keeper"])
def test_whoever_proposes_does_not_decide(unit, spelt):
    change = proposed(unit)

    with pytest.raises(Forbidden, match="does not decide") as refused:
        rule_changes.approve(by(unit, spelt), change_id=change.change_id, reason=None)
    with pytest.raises(Forbidden):
        rule_changes.reject(by(unit, spelt), change_id=change.change_id, reason="no")
    assert refused.value.code == "own-proposal"
    assert change.status == "proposed"


def test_an_approved_change_takes_effect_at_the_beginning_of_its_day(unit):
    change = approved(unit)
    store = unit.store(RuleChangeStore)

    assert (change.status, change.due_at, store.in_force) == ("approved", MIDNIGHT, "v-1")
    unit.clock = MIDNIGHT - timedelta(seconds=1)
    rule_changes.come_due(unit, change_id=change.change_id)
    assert store.in_force == "v-1"

    unit.clock = MIDNIGHT
    rule_changes.come_due(unit, change_id=change.change_id)
    assert (change.status, store.in_force) == ("in_force", change.draft_version)
    assert (change.decided_by, change.waits_for, change.due_at) == ("s.visor", None, None)


def test_a_reminder_that_comes_twice_changes_nothing_more(unit):
    change = approved(unit)
    unit.clock = MIDNIGHT
    for _ in range(2):
        rule_changes.come_due(unit, change_id=change.change_id)

    assert (change.status, change.version) == ("in_force", 3)


def test_a_change_that_takes_effect_today_does_so_at_once(unit):
    change = approved(unit, takes_effect_on=TODAY, added=[a_row("AM", "2026-05-04")])

    assert change.due_at == NOON


def test_a_change_whose_day_has_passed_is_not_approved(unit):
    change = proposed(unit)
    unit.clock = NOON + timedelta(days=3)

    with pytest.raises(Conflict, match="propose another day") as refused:
        rule_changes.approve(by(unit, "s.visor"), change_id=change.change_id, reason=None)
    assert refused.value.code == "too-late"


def test_a_change_is_withdrawn_before_its_day_and_not_after(unit):
    change = approved(unit)
    rule_changes.withdraw(unit, change_id=change.change_id, reason="The circular was taken back.")
    unit.clock = MIDNIGHT
    rule_changes.come_due(unit, change_id=change.change_id)

    assert (change.status, unit.store(RuleChangeStore).in_force) == ("withdrawn", "v-1")
    assert (change.ended_by, change.ended_reason) == ("s.visor", "The circular was taken back.")
    assert (change.decided_by, change.decision_reason) == ("s.visor", "As the circular says.")

    other = approved(unit, takes_effect_on=date(2026, 5, 5))
    rule_changes.come_due(unit, change_id=other.change_id)
    with pytest.raises(Conflict, match="cannot withdraw"):
        rule_changes.withdraw(unit, change_id=other.change_id, reason="too late")


def test_a_rejected_change_says_why_and_changes_nothing(unit):
    change = proposed(unit)
    rule_changes.reject(by(unit, "s.visor"), change_id=change.change_id, reason="Only a draft.")

    assert (change.status, change.decision_reason) == ("rejected", "Only a draft.")
    assert unit.store(RuleChangeStore).in_force == "v-1"


def test_nobody_decides_in_time_and_that_is_told_again_and_again(unit):
    change = proposed(unit)
    for weeks in (2, 3):
        unit.clock = NOON + timedelta(weeks=weeks)
        rule_changes.come_due(unit, change_id=change.change_id)
        assert (change.status, change.overdue) == ("proposed", True)
        assert unit.reminders[-1].at == unit.clock + timedelta(days=7)


def test_only_one_change_of_a_table_is_under_way(unit):
    first = proposed(unit)

    with pytest.raises(Conflict, match=first.change_id):
        proposed(unit)


def test_a_table_that_was_replaced_meanwhile_is_not_approved_and_not_changed(unit):
    change, store = proposed(unit), unit.store(RuleChangeStore)
    store.in_force = "v-2"
    with pytest.raises(Conflict, match="replaced after this was drafted"):
        rule_changes.approve(by(unit, "s.visor"), change_id=change.change_id, reason=None)

    change.status, store.in_force = ChangeStatus.PROPOSED, "v-1"
    rule_changes.approve(unit, change_id=change.change_id, reason=None)
    store.in_force, unit.clock = "v-2", MIDNIGHT
    rule_changes.come_due(unit, change_id=change.change_id)
    assert (change.status, store.in_force) == ("set_aside", "v-2")


def test_nothing_takes_effect_in_the_past(unit):
    with pytest.raises(Invalid) as refused:
        proposed(unit, takes_effect_on=TODAY - timedelta(days=1))

    assert refused.value.errors[0]["pointer"] == "/takes_effect_on"


@pytest.mark.parametrize(
    "draft",
    [
        {"added": [a_row("AM", "2020-01-01")]},
        {"without": ["IQ"], "added": [a_row("AM", "2026-05-05")]},
        {"without": ["IQ"], "added": [a_row("IQ", until="2020-01-01")]},
    ],
    ids=["added", "left out", "ended earlier"],
)
def test_what_the_past_was_decided_by_is_not_changed_without_saying_so(unit, draft):
    with pytest.raises(Invalid, match="say that it touches the past") as refused:
        proposed(unit, **draft)
    assert refused.value.code == "touches-the-past"
    assert "country" in refused.value.errors[0]["detail"]

    assert proposed(unit, **draft, touches_past=True).touches_past


def test_a_row_that_ends_on_the_day_before_leaves_the_past_as_it_was(unit):
    ends = a_row(until=TODAY.isoformat(), source="another source says the same")
    begins = a_row(since=TOMORROW.isoformat())

    assert proposed(unit, without=["IQ"], added=[ends, begins]).status == "proposed"


def test_a_draft_that_changes_nothing_is_refused(unit):
    with pytest.raises(Invalid, match="says already"):
        proposed(unit, without=["IQ"], added=[a_row()])


def test_a_draft_is_refused_with_every_fault_and_its_place():
    with pytest.raises(Invalid) as refused:
        compose(KEPT, [a_row("AM", "yesterday"), a_row("", "2020-01-01")], CountryRow)

    assert [fault["pointer"] for fault in refused.value.errors] == [
        "/added/0/valid_from",
        "/added/1/country",
    ]
    assert "row 1 of the draft, column valid_from: Not a valid date" in str(refused.value)


@pytest.mark.parametrize(
    ("added", "place"),
    [
        ([{**a_row("AM"), "colour": "red"}], "/added/0/colour"),
        ([a_row("IQ", "2020-01-01")], "/added/0/valid_from"),
        ([a_row("IQ", "2010-01-01", "2016-06-01")], "/without"),
        ([a_row("AM", "2020-01-01", "2019-01-01")], "/added/0/valid_to"),
    ],
    ids=["unknown column", "overlaps", "is overlapped", "ends before it begins"],
)
def test_a_draft_is_read_as_strictly_as_a_file(added, place):
    with pytest.raises(Invalid) as refused:
        compose(KEPT, added, CountryRow, ("country",))

    assert refused.value.errors[0]["pointer"] == place


def test_a_table_is_not_emptied():
    with pytest.raises(Invalid, match="Nothing would be left"):
        compose([], [], CountryRow)


def test_a_trial_stays_with_the_change_while_it_is_under_way(unit):
    change = proposed(unit)
    change.note_trial({"looked_at": 3})

    assert change.tried == [{"looked_at": 3}]
    rule_changes.withdraw(unit, change_id=change.change_id, reason="enough")
    with pytest.raises(Conflict, match="not tried"):
        change.note_trial({})


def test_an_unknown_table_is_not_found():
    class Session:
        """A unit's session that is not asked."""

    unit = FakeUnit(now=NOON)
    unit.session, unit.service = Session(), "nobody"

    with pytest.raises(NotFound, match="no rule table colours"):
        RuleChangeStore(unit).draft("colours", [], [])
