"""Deadlines in the running service: the clock is moved, nobody waits."""

import pytest

from services.chassis.errors import Conflict
from tests.integration.intake.conftest import a_person, days


def test_when_the_ind_stays_silent_the_supervisor_must_act(timed, wait_for):
    """R-REAN-13; the clock of the answer is a setting."""
    ref = timed.applied(a_person(), not_after=days(200))["case_ref"]
    timed.ask("decide_eligibility", ref=ref)
    asked = timed.ask("request_clearance", ref=ref)
    assert (asked["owner"], asked["overdue"]) == ("IND", False)

    timed.ahead(15)
    wait_for(lambda: timed.ask("case", ref=ref)["owner"] == "supervisor", 20)
    timed.ahead(29)

    def told():
        items = timed.ask("timeline_of_case", ref=ref, query={})["items"]
        return [item["sentence"] for item in items]

    late = "Four weeks after the application nothing is booked: other."
    wait_for(lambda: late in told(), 20)
    assert "The IND let a deadline pass: the answer of the IND." in told()
    answer = {"outcome": "granted", "answered_on": days(29)}
    granted = timed.ask("answer_clearance", ref=ref, body=answer)
    assert (granted["status"], granted["owner"]) == ("cleared", "counsellor")
    assert timed.ask("accept_case", ref=ref)["status"] == "accepted"


def test_an_ended_case_is_reviewed_when_its_term_is_over_and_a_hold_stops_the_erasure(
    timed, wait_for
):
    """R-DP-04: the privacy officer decides, and whoever is forgotten is forgotten everywhere."""
    officer = {"role": "privacy_officer"}
    case = timed.opened()
    ref = case["case_ref"]
    timed.ask("withdraw_case", ref=ref, body={"reason_code": "changed_mind"})

    def retention():
        found = timed.ask("retentions", **officer, query={"limit": 200})["items"]
        return next(one for one in found if one["case_ref"] == ref)

    assert (retention()["status"], retention()["record_class"]) == ("kept", "not_departed")
    timed.ahead(3 * 366)
    wait_for(lambda: retention()["status"] == "review", 60)

    reason = {"reason": "A claim is before the court."}
    timed.ask("hold_case", **officer, ref=ref, body=reason)
    asked = {"person_id": case["person_ids"][0], "body": {"ground": "request"}}
    with pytest.raises(Conflict, match="legal hold"):
        timed.ask("erase_person", **officer, **asked)
    timed.ask("release_from_hold", **officer, ref=ref, body=reason)
    erased = timed.ask("erase_after_review", **officer, ref=ref, body=reason)

    assert (erased["status"], erased["waits_for"]) == ("erased", None)
    wait_for(lambda: "person_erased" in {one["type"].split(".")[1] for one in timed.said(ref)}, 60)
