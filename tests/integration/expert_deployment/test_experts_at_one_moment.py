"""Two at the same moment around one expert: the second one sees what the first one did."""

from datetime import date

import pytest
from test_expert_journeys import a_cleared_assignment, desk, place

from services.chassis.errors import Conflict, Invalid
from services.expert_deployment.assignments.model import Status
from services.expert_deployment.assignments.store import AssignmentStore
from services.expert_deployment.experts.store import ExpertStore
from tests.meanwhile import meanwhile

__all__ = ["desk", "place"]
ENDED = "UPDATE assignments SET status = 'ended' WHERE id = %s"


@pytest.fixture
def first_part(desk, place):
    """Work of six weeks that is done, of three months that it may take in all (R-EXP-05)."""
    assignment = a_cleared_assignment(desk)
    place.database.rows(ENDED, assignment["assignment_id"])
    return assignment["assignment_id"]


def a_further_part(desk, first_part, starts_on="2035-05-01", ends_on="2035-05-31"):
    body = {"after_assignment": first_part, "starts_on": starts_on, "ends_on": ends_on}
    return desk("open_next_part", body=body)


def test_two_parts_that_grow_at_once_stay_within_the_maximum(desk, place, first_part, wait_for):
    """R-EXP-05: each by itself would fit; together they are too long."""
    mine = a_further_part(desk, first_part, ends_on="2035-05-07")["assignment_id"]
    other = a_further_part(desk, first_part, "2035-06-01", "2035-06-07")["assignment_id"]
    days = {"starts_on": "2035-05-01", "ends_on": "2035-05-31"}

    with meanwhile(place.database, desk.client) as now:
        grown = now.store(AssignmentStore).get(other)
        now.store(AssignmentStore).parts(grown.vacancy_id, grown.expert_id)
        grown.ends_on = date(2035, 7, 1)
        now.session.flush()
        with pytest.raises(Invalid, match="R-EXP-05"):
            now.then(lambda: desk("set_period", assignment_id=mine, body=days), wait_for)


def test_nothing_is_planned_with_an_expert_who_is_being_forgotten(
    desk, place, first_part, wait_for
):
    with meanwhile(place.database, desk.client) as now:
        part = now.store(AssignmentStore).get(first_part)
        assert part.status is Status.ENDED
        now.store(ExpertStore).get(part.expert_id)
        now.rows(
            "UPDATE person_keys SET wrapped_key = NULL, master_key_id = NULL, forgotten_at = now()"
            " WHERE person_id = :who",
            who=part.expert_id,
        )
        with pytest.raises(Conflict, match="forgotten"):
            now.then(lambda: a_further_part(desk, first_part), wait_for)
