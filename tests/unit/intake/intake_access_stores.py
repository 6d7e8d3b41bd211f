"""The stores of who works on a case, in memory."""

from services.chassis.errors import NotFound
from services.intake.assignments.model import GapStatus
from services.intake.assignments.store import AssignmentStore
from services.intake.emergency_access.store import EmergencyStore


class FakeAssignmentStore:
    def __init__(self):
        self.added = []
        self.kept_gaps = {}
        self.held = []

    def add(self, assignment):
        self.added.append(assignment)

    def hold(self, case_ref):
        self.held.append(case_ref)

    def of_case(self, case_ref):
        mine = [one for one in self.added if one.case_ref == case_ref]
        return sorted(mine, key=lambda one: (one.assigned_at, one.assignment_id))

    def add_gap(self, gap):
        self.kept_gaps[gap.gap_id] = gap

    def gap(self, gap_id):
        if gap_id not in self.kept_gaps:
            raise NotFound("no-such-gap", f"There is no gap {gap_id}.")
        return self.kept_gaps[gap_id]

    def open_gap(self, case_ref):
        mine = [one for one in self._open() if one.case_ref == case_ref]
        return mine[0] if mine else None

    def gaps(self, *, after, limit):
        return [one for one in self._open() if after is None or one.gap_id > after][:limit]

    def _open(self):
        waiting = [gap for gap in self.kept_gaps.values() if gap.status is GapStatus.UNASSIGNED]
        return sorted(waiting, key=lambda gap: gap.gap_id)


class FakeEmergencyStore:
    def __init__(self):
        self.kept = {}

    def add(self, access):
        self.kept[access.access_id] = access

    def get(self, access_id):
        if access_id not in self.kept:
            raise NotFound("no-such-access", f"There is no access {access_id}.")
        return self.kept[access_id]

    def of_case(self, case_ref):
        return [one for one in self._in_order() if one.case_ref == case_ref]

    def page(self, *, status, after, limit):
        wanted = [
            one
            for one in self._in_order()
            if status in (None, one.status) and (after is None or one.access_id > after)
        ]
        return wanted[:limit]

    def _in_order(self):
        return sorted(self.kept.values(), key=lambda one: one.access_id)


def fake_access_stores():
    return {AssignmentStore: FakeAssignmentStore(), EmergencyStore: FakeEmergencyStore()}
