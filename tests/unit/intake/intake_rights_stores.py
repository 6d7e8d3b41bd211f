"""The stores of what persons ask for by right, in memory."""

from services.chassis.errors import NotFound
from services.intake.person_requests.store import OPEN, PersonRequestStore


class FakePersonRequestStore:
    def __init__(self):
        self.kept = {}

    def add(self, request):
        self.kept[request.request_id] = request

    def get(self, request_id):
        if request_id not in self.kept:
            raise NotFound("no-such-request", f"There is no request {request_id}.")
        return self.kept[request_id]

    def open_of(self, person_id, right):
        return next(
            (
                one
                for one in self.kept.values()
                if one.person_id == person_id and one.right is right and one.status in OPEN
            ),
            None,
        )

    def page(self, *, after, limit, **named):
        wanted = {name: value for name, value in named.items() if value is not None}
        found = [
            one
            for key, one in sorted(self.kept.items())
            if (after is None or key > after)
            and all(getattr(one, name) == value for name, value in wanted.items())
        ]
        return found[:limit]


def fake_rights_stores():
    return {PersonRequestStore: FakePersonRequestStore()}
