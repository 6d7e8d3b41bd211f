"""A database that is away while somebody asks: no crash, no untrue answer, and then the work."""

import pytest

from services.chassis.wire.rpc import DeadlinePassed
from tests.integration.chassis.talk import TESTER

QUESTION = {"body": {"words": ["hello"]}}


def test_a_call_that_finds_no_database_is_neither_done_nor_refused(twins, gate):
    door = gate(twins.alpha.port)
    alpha = twins.start("alpha", database=twins.alpha.through(door.port))
    twins.say("before")
    door.shut()

    with pytest.raises(DeadlinePassed):
        twins.client.call(
            "alpha", "say", QUESTION, principal=TESTER, deadline_seconds=2, idempotency_key="one"
        )

    assert "rpc_crashed" not in alpha.log
    door.open()
    assert twins.ask("alpha", "say", key="one", **QUESTION) == {"said": 1}
