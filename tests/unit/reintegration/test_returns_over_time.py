"""Money held for cases that are moved at random: no euro is lost, and all of it can be put back.

Facts come late, twice and out of order; one that cannot be understood yet comes again. SEED=n
repeats a run.
"""

import os
from datetime import date

from hypothesis import HealthCheck, seed
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.chassis.errors import NotYet, Refusal
from services.reintegration.allowances import usecases as allowances
from services.reintegration.allowances.model import MACHINE as ALLOWANCE
from services.reintegration.allowances.model import Status as Cash
from services.reintegration.allowances.store import AllowanceStore
from services.reintegration.entitlements.model import MACHINE as ENTITLEMENT
from services.reintegration.entitlements.model import Status as Held
from services.reintegration.entitlements.store import EntitlementStore
from services.reintegration.ledger.store import LedgerStore
from services.reintegration.returns import usecases
from services.reintegration.returns.model import Status as Case
from tests.examples import examples
from tests.unit.reintegration.money_builders import CASE, a_child, a_person
from tests.unit.reintegration.money_stores import a_unit, hears

SEED = int(os.environ.get("SEED", "20261124"))
BRIEF = examples(
    25,
    stateful_step_count=25,
    database=None,
    suppress_health_check=list(HealthCheck),
)
DAY = date(2026, 12, 1)
PEOPLE = {"p-1": a_person(), "p-2": a_child(person_id="p-2")}
RESERVED = ("reserved_allowances", "reserved_reintegration")


class ACase(RuleBasedStateMachine):
    """A parent and a child. `said` is what happened, `unheard` what reintegration was not told."""

    def __init__(self):
        super().__init__()
        self.unit = a_unit()
        self.journey, self.sequence = 1, 1
        self.standing = dict.fromkeys(PEOPLE, "expected")
        self.withdrawn = False
        self.unheard = []
        self._tell("accept")

    @property
    def movement_id(self):
        return f"m-{self.journey}"

    def _tell(self, what, **more):
        self.sequence += 1
        self.unheard.append((what, self.sequence, {"case_ref": CASE} | more))

    # What happens.

    @rule()
    def the_journey_is_booked(self):
        if not self.withdrawn:
            self._tell("book_departure", departs_on=DAY)

    @rule(person=st.sampled_from(sorted(PEOPLE)))
    def somebody_signs(self, person):
        if self.standing[person] == "expected" and not self.withdrawn:
            self.standing[person] = "signed"
            named = {"person_id": person, "movement_id": self.movement_id}
            self._tell("declare_departure", **named)

    @rule(person=st.sampled_from(sorted(PEOPLE)), outcome=st.sampled_from(["gone", "stayed"]))
    def somebody_boards_or_stays(self, person, outcome):
        if self.withdrawn or self.standing[person] != "signed":
            return
        self.standing[person] = outcome
        named = {"person_id": person, "movement_id": self.movement_id}
        if outcome == "gone":
            self._tell("depart", departed_on=DAY, **named)
        else:
            self._tell("miss_flight", **named)

    @rule(person=st.sampled_from(sorted(PEOPLE)))
    def somebody_arrives(self, person):
        if self.standing[person] == "gone":
            self.standing[person] = "home"
            self._tell("arrive", person_id=person, arrived_on=DAY)

    @rule(number=st.integers(0, 1))
    def cash_is_paid(self, number):
        mine = self.unit.store(AllowanceStore).things
        if number < len(mine) and mine[number].status is Cash.PAYABLE:
            allowances.pay_allowance(self.unit, allowance_id=mine[number].id, received_by="self")

    @rule()
    def cash_comes_back(self):
        for one in self.unit.store(AllowanceStore).things:
            if one.status is Cash.RETURN_DUE:
                allowances.return_allowance(self.unit, allowance_id=one.id)

    @rule(sure=st.integers(0, 9))
    def the_case_is_withdrawn(self, sure):
        if sure == 0:
            self._withdraw()

    def _withdraw(self):
        if not self.withdrawn and not self.boarded:
            self.withdrawn = True
            self._tell("end_case", status=Case.WITHDRAWN, reason_code="changed_mind")

    @property
    def boarded(self):
        return bool({"gone", "home"} & set(self.standing.values()))

    # What is heard of it.

    @precondition(lambda self: self.unheard)
    @rule(number=st.integers(0, 9), keep=st.booleans())
    def hear(self, number, keep):
        fact = self.unheard[number % len(self.unheard)]
        if self._hear(fact) and not keep:
            self.unheard.remove(fact)

    def _hear(self, fact):
        what, sequence, named = fact
        if what == "accept":
            people = {"persons": tuple(PEOPLE.values()), "application_date": date(2026, 10, 1)}
            what, named = "accept_case", named | people
        try:
            getattr(usecases, what)(hears(self.unit, sequence), **named)
        except (NotYet, Refusal):
            return False
        finally:
            self.unit.message = None
        return True

    # What must be true.

    @invariant()
    def each_says_by_when(self):
        for machine, store in ((ALLOWANCE, AllowanceStore), (ENTITLEMENT, EntitlementStore)):
            for one in self.unit.store(store).things:
                assert one.due_at or machine.final(one.status), one

    @invariant()
    def every_posting_balances_and_nothing_is_overdrawn(self):
        balances = self.unit.store(LedgerStore).balances()
        assert sum(balances.values()) == 0
        assert all(balances.get(account, 0) <= 0 for account in RESERVED)

    @invariant()
    def the_cash_that_is_out_is_with_those_who_were_paid(self):
        out = {Cash.PAID, Cash.SETTLED, Cash.RETURN_DUE}
        mine = self.unit.store(AllowanceStore).things
        with_people = sum(one.amount_minor for one in mine if one.status in out)
        balances = self.unit.store(LedgerStore).balances()
        assert balances.get("cash_at_schiphol", 0) == -with_people

    def teardown(self):
        """A withdrawal before boarding ends in everything put back, in whatever order."""
        if self.boarded:
            return
        self._withdraw()
        for _ in range(len(self.unheard) + 1):
            self.unheard = [fact for fact in self.unheard if not self._hear(fact)]
        self.cash_comes_back()
        held = self.unit.store(EntitlementStore).things
        assert [one.status for one in held] == [Held.RELEASED]
        assert not any(one.is_open for one in self.unit.store(AllowanceStore).things)
        assert self.unit.store(LedgerStore).balances() == {}


def driven(machine):
    case = seed(SEED)(machine).TestCase
    case.settings = BRIEF
    return case


TestACaseOverTime = driven(ACase)
