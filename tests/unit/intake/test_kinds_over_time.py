"""Cases of every kind, moved at random: nothing stands still unowned, and all can be undone.

Each machine is driven through its use cases in any order. What a state does not allow is refused,
and changes nothing. SEED=n repeats a run.
"""

import os
from functools import partial

from hypothesis import HealthCheck, seed
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.chassis.errors import Refusal
from services.intake.application.usecases import sign_application
from services.intake.cases.usecases import close_case, reopen_case, withdraw_case
from services.intake.clearance.model import Clearing, DtvChoice
from services.intake.clearance.usecases import answer_clearance, request_clearance
from services.intake.detention.model import Authority
from services.intake.detention.usecases import announce_booking, release
from services.intake.eligibility.usecases import decide_eligibility
from services.intake.loans import usecases as loans
from services.intake.requirements.usecases import requirements_of
from services.intake.reunification import usecases as family
from services.intake.states.model import BEFORE_JOURNEY, UNDER_WAY, CaseStatus
from services.intake.third_country import usecases as third_country
from services.intake.third_country.model import FeeKind
from tests.examples import examples
from tests.unit.intake import intake_kinds as kinds
from tests.unit.intake.intake_scene import TODAY, a_unit, an_application, an_open_case

SEED = int(os.environ.get("SEED", "20261124"))
BRIEF = examples(
    25,
    stateful_step_count=30,
    database=None,
    suppress_health_check=list(HealthCheck),
)
TRAVEL = ("movement_opened", "movement_booked", "movement_cancelled", "person_no_show")
FLOWN = ("person_departed", "person_arrived")


class ACase(RuleBasedStateMachine):
    """What every kind has in common. A subclass opens a case and adds the acts of its kind."""

    def __init__(self):
        super().__init__()
        self.unit, self.movement = a_unit(), 1
        self.case = self.opened()

    def opened(self):
        raise NotImplementedError

    def tried(self, act, *args, **kwargs):
        """Do it, or be refused: then nothing of the case has moved."""
        before = (self.case.status, self.case.waits_for, self.case.owner, self.case.held)
        try:
            return act(*args, **kwargs)
        except Refusal:
            after = (self.case.status, self.case.waits_for, self.case.owner, self.case.held)
            assert after == before
            return None

    @initialize(steps=st.integers(0, 14))
    def begin(self, steps):
        """Cases begin anywhere on their way, so that its end is tried as much as its start."""
        for _ in range(steps):
            self.onward()

    @rule()
    def onward(self):
        """Do what the state waits for."""
        for act in self.acts().get(self.case.status, ()):
            act()

    def acts(self):
        """What each state waits for, as something to do."""
        m = f"m-{self.movement}"
        return {
            CaseStatus.CLEARED: (self.sign, self.accept),
            CaseStatus.ACCEPTED: (lambda: kinds.booked(self.unit, self.case, movement=m),),
            CaseStatus.BOOKED: (lambda: self.fly("person_departed"),),
            CaseStatus.ANNOUNCED: (lambda: self.fly("person_departed"),),
            CaseStatus.DEPARTED: (lambda: self.fly("person_arrived"),),
            CaseStatus.ARRIVED: (self.money, self.close),
            CaseStatus.NO_SHOW: (self.reopen,),
        }

    @rule()
    def sign(self):
        self.tried(sign_application, self.unit, ref=self.case.case_ref, **an_application())

    @rule()
    def accept(self):
        before = self.case.status
        points = requirements_of(self.unit, self.case)
        self.tried(kinds.accepted, self.unit, self.case)
        if before is not CaseStatus.ACCEPTED and self.case.status is CaseStatus.ACCEPTED:
            assert not points, "accepted while a safeguard was missing"

    @rule(name=st.sampled_from(TRAVEL))
    def journey(self, name):
        if self.case.was_accepted and not self.case.journey.gone():
            movement = f"m-{self.movement}"
            kinds.travels(self.unit, self.case, name, movement=movement)

    @rule(name=st.sampled_from(FLOWN))
    def fly(self, name):
        booked = any(one.booked and one.live for one in self.case.journey.movements.values())
        if booked and self.case.status not in BEFORE_JOURNEY:
            kinds.travels(self.unit, self.case, name, movement=f"m-{self.movement}")

    @rule()
    def reopen(self):
        if self.tried(reopen_case, self.unit, ref=self.case.case_ref):
            self.movement += 1

    @rule()
    def money(self):
        if self.case.was_accepted:
            kinds.completed(self.unit, self.case)

    @rule()
    def close(self):
        self.tried(close_case, self.unit, ref=self.case.case_ref, outcome=None)

    @rule(sure=st.integers(0, 9))
    def withdraw(self, sure):
        if sure == 0:
            self.tried(withdraw_case, self.unit, ref=self.case.case_ref, reason_code="family")

    @invariant()
    def it_says_what_it_waits_for_who_must_act_and_by_when(self):
        said = (self.case.waits_for, self.case.owner, self.case.due_at)
        assert all(said) or (self.case.ended and not any(said))

    @invariant()
    def what_has_ended_holds_nothing(self):
        if self.case.ended:
            assert not self.case.outstanding() or self.case.status is CaseStatus.CLOSED
            assert not self.case.held

    def settle_what_is_held(self):
        """Give back what this kind may hold."""

    def teardown(self):
        """Withdrawal from any state before boarding ends in everything put back (R-REAN-15)."""
        before_boarding = self.case.status in BEFORE_JOURNEY | UNDER_WAY | {CaseStatus.NO_SHOW}
        if not before_boarding or self.case.journey.gone():
            return
        accepted = self.case.was_accepted
        withdraw_case(self.unit, ref=self.case.case_ref, reason_code="changed_mind")
        if accepted:
            for movement in list(self.case.journey.movements) or ["m-1"]:
                name = movement.removesuffix(f"-{self.case.case_ref}")
                kinds.travels(self.unit, self.case, "movement_cancelled", movement=name)
            kinds.put_back(self.unit, self.case)
        self.settle_what_is_held()
        assert self.case.status is CaseStatus.WITHDRAWN, self.case.outstanding()


class AReturn(ACase):
    def opened(self):
        return an_open_case(self.unit)

    @rule()
    def decide(self):
        self.tried(decide_eligibility, self.unit, ref=self.case.case_ref)

    @rule()
    def ask(self):
        self.tried(request_clearance, self.unit, ref=self.case.case_ref)

    @rule(
        outcome=st.sampled_from([one for one in Clearing if one is not Clearing.REQUESTED]),
        dtv_choice=st.sampled_from([None, *DtvChoice]),
    )
    def answer(self, outcome, dtv_choice):
        self.tried(
            answer_clearance,
            self.unit,
            ref=self.case.case_ref,
            outcome=outcome,
            answered_on=TODAY,
            dtv_choice=dtv_choice if outcome is Clearing.DTV_DECISION else None,
        )

    def acts(self):
        return super().acts() | {
            CaseStatus.OPEN: (self.sign,),
            CaseStatus.APPLIED: (self.decide,),
            CaseStatus.ELIGIBLE: (self.ask,),
            CaseStatus.CLEARANCE_REQUESTED: (self.grant,),
        }

    def grant(self):
        granted = {"outcome": Clearing.GRANTED, "answered_on": TODAY}
        self.tried(answer_clearance, self.unit, ref=self.case.case_ref, **granted)


class ADetention(AReturn):
    def opened(self):
        return an_open_case(self.unit, kind="return_from_detention")

    def acts(self):
        tell = [partial(self.announce, to) for to in Authority]
        return super().acts() | {
            CaseStatus.OPEN: (self.record, self.sign),
            CaseStatus.BOOKED: tell,
        }

    @rule()
    def record(self):
        self.tried(kinds.detained, self.unit, self.case)

    @rule(to=st.sampled_from(list(Authority)))
    def announce(self, to):
        self.tried(announce_booking, self.unit, ref=self.case.case_ref, to=to)

    @rule()
    def release(self):
        self.tried(release, self.unit, ref=self.case.case_ref, released_on=TODAY)


class AThirdCountry(AReturn):
    receipts = 0

    def opened(self):
        america = {"destination_country": "US", "destination_airport": "JFK"}
        return kinds.a_third_country_case(self.unit, **america)

    def acts(self):
        notes = partial(self.notes, loans.sign_note)
        return super().acts() | {
            CaseStatus.PERMIT_AWAITED: (self.claim, self.lend, self.see),
            CaseStatus.CLEARED: (notes, self.accept),
        }

    @rule()
    def see(self):
        self.tried(kinds.seen, self.unit, self.case)

    @rule()
    def claim(self):
        self.receipts += 1
        fee = {"kind": FeeKind.APPLICATION, "amount_minor": 100, "currency": "EUR"}
        receipt = {"receipt_number": f"R{self.receipts}", "receipt_sha256": f"{self.receipts:064x}"}
        self.tried(third_country.claim_fee, self.unit, ref=self.case.case_ref, **fee, **receipt)

    @rule(approve=st.booleans())
    def decide_fees(self, approve):
        for fee in third_country.fees_of_case(self.unit, ref=self.case.case_ref):
            fee.claimed_by = "somebody.else"
            decision = {"approve": approve, "reason": "It was not needed."}
            self.tried(third_country.decide_fee, self.unit, fee_id=fee.fee_id, **decision)

    @rule()
    def lend(self):
        loan = {"principal_minor": 3_600, "currency": "USD"}
        self.tried(loans.lend, self.unit, ref=self.case.case_ref, **loan)

    @rule(act=st.sampled_from([loans.sign_note, loans.cancel_note]))
    def notes(self, act):
        signed = {"signed_on": TODAY} if act is loans.sign_note else {}
        for loan in loans.loans_of_case(self.unit, ref=self.case.case_ref):
            self.tried(act, self.unit, loan_id=loan.loan_id, **signed)

    @invariant()
    def each_loan_and_fee_says_what_it_waits_for(self):
        ref = self.case.case_ref
        for one in (
            *loans.loans_of_case(self.unit, ref=ref),
            *third_country.fees_of_case(self.unit, ref=ref),
        ):
            said = (one.waits_for, one.owner, one.due_at)
            assert all(said) or (one.ended and not any(said))

    def settle_what_is_held(self):
        self.decide_fees(False)
        self.notes(loans.cancel_note)


class AFamily(ACase):
    def opened(self):
        return kinds.a_family(self.unit)

    def acts(self):
        return super().acts() | {
            CaseStatus.OPEN: (self.order,),
            CaseStatus.ORDERED: (self.collect,),
            CaseStatus.VISAS_COLLECTED: (lambda: self.estimate(500_00),),
            CaseStatus.ESTIMATED: (lambda: self.pay(500_00),),
            CaseStatus.ARRIVED: (self.account,),
            CaseStatus.ACCOUNTED: (self.close,),
        }

    @rule()
    def order(self):
        self.tried(kinds.ordered, self.unit, self.case)

    @rule()
    def collect(self):
        self.tried(kinds.with_visas, self.unit, self.case)

    @rule(amount_minor=st.integers(1, 1_000_00))
    def estimate(self, amount_minor):
        self.tried(kinds.estimated, self.unit, self.case, amount_minor=amount_minor)

    @rule(amount_minor=st.integers(1, 1_000_00))
    def pay(self, amount_minor):
        self.tried(kinds.paid_in, self.unit, self.case, amount_minor)

    @rule(amount_minor=st.integers(1, 1_000_00), kind=st.sampled_from(["ticket", "refund"]))
    def cost(self, amount_minor, kind):
        if self.case.was_accepted and not self.case.ended:
            kinds.costs(self.unit, self.case, amount_minor, kind=kind)

    @rule()
    def account(self):
        self.tried(family.warn_of_cost, self.unit, ref=self.case.case_ref)
        self.tried(family.state_account, self.unit, ref=self.case.case_ref)
        self.balance()

    def balance(self):
        try:
            shown = family.show_order(self.unit, ref=self.case.case_ref)["statement"]
        except Refusal:
            return
        back = {"amount_minor": shown.balance_minor, "on": TODAY, "reference": "B"}
        if shown.balance_minor > 0:
            self.tried(family.refund, self.unit, ref=self.case.case_ref, **back)
        elif shown.balance_minor < 0:
            self.tried(kinds.paid_in, self.unit, self.case, -shown.balance_minor)

    def settle_what_is_held(self):
        if not self.case.ended:
            self.account()


class AResettlement(ACase):
    def opened(self):
        return kinds.a_nominated_family(self.unit)

    def acts(self):
        steps = kinds.steps_after_selection(self.unit, self.case)
        return super().acts() | {
            CaseStatus.NOMINATED: (self.select,),
            CaseStatus.SELECTED: (steps[4], steps[0]),
            CaseStatus.ORIENTED: (steps[1],),
            CaseStatus.EXAMINED: (steps[2],),
            CaseStatus.DOCUMENTED: (steps[3],),
        }

    @rule()
    def select(self):
        self.tried(kinds.selected, self.unit, self.case)

    @rule(number=st.integers(0, 4))
    def step(self, number):
        self.tried(kinds.steps_after_selection(self.unit, self.case)[number])


def driven(machine):
    """Return the machine as a test case of its own, short and repeatable."""
    case = seed(SEED)(machine).TestCase
    case.settings = BRIEF
    return case


TestAReturnOverTime = driven(AReturn)
TestADetentionOverTime = driven(ADetention)
TestAThirdCountryOverTime = driven(AThirdCountry)
TestAFamilyOverTime = driven(AFamily)
TestAResettlementOverTime = driven(AResettlement)
