"""What goes out: each committed fact, once the broker is there, and never one that was undone."""

import signal

import pytest

from services.chassis.callers.vouching import Voucher
from services.chassis.errors import Conflict, Forbidden, Invalid
from services.chassis.wire.rpc import DeadlinePassed, RpcClient, ServiceAway
from tests.integration.chassis.talk import TESTER

WAITING = "SELECT count(*) FROM outbox"
HOLDS = (
    " FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE locktype = 'advisory'"
    " AND granted AND datname = current_database()"
    " AND objid::bigint = hashtext('relay.internal')::bigint & 4294967295"
)
LOCKS = f"SELECT count(*) {HOLDS}"
END_HOLDER = f"SELECT pg_terminate_backend(l.pid) {HOLDS}"


def test_facts_that_were_recorded_while_the_broker_was_away_are_sent_when_it_is_back(
    twins, gate, wait_for
):
    """Trap 1."""
    keeper = gate(twins.broker.port)
    twins.start("alpha", through=twins.broker.through(keeper.port))
    twins.start("beta")
    twins.ask("alpha", "say_later", body={"word": "patience", "seconds": 2}, key="later")

    keeper.shut()
    wait_for(lambda: twins.alpha.value(WAITING) == 1, 20)
    keeper.open()

    wait_for(lambda: twins.heard() == ["patience"], 30)
    wait_for(lambda: twins.alpha.value(WAITING) == 0, 20)


def test_a_second_relay_takes_over_and_never_sends_beside_the_first(twins, wait_for):
    """Trap 2."""
    first = twins.start("alpha")
    twins.start("beta")
    wait_for(lambda: twins.alpha.value(LOCKS) == 1, 20)
    twins.start("alpha")
    assert twins.alpha.value(LOCKS) == 1
    twins.alpha.itself.rows(END_HOLDER)
    words = [f"word-{number}" for number in range(500)]

    for start in range(0, 500, 100):
        twins.say(*words[start : start + 100])
    first.stop()

    wait_for(lambda: len(twins.heard()) >= 500, 60)
    wait_for(lambda: twins.alpha.value(WAITING) == 0, 20)
    assert twins.heard() == words, "each once, and in order across the take-over"


def test_nothing_is_sent_of_what_was_undone(twins, wait_for):
    """Trap 4."""
    twins.start("alpha"), twins.start("beta")

    with pytest.raises(Conflict, match="Told to fail"):
        twins.say("never", fail=True)
    twins.say("always")

    wait_for(lambda: "always" in twins.heard(), 20)
    assert twins.heard() == ["always"]


def test_a_lost_binding_is_noticed_and_mended_and_nothing_is_lost(twins, wait_for):
    """Trap 8."""
    alpha = twins.start("alpha")
    beta = twins.start("beta")
    queue = "beta.alpha.said.v1"
    beta.stop()
    path = ("bindings", twins.broker.vhost, "e", "alpha.events", "q", queue, "said.v1")
    twins.broker.api.call("DELETE", *path)

    twins.say("unheard")

    wait_for(lambda: "relay_returned_total" in returned(alpha), 20)
    assert twins.alpha.value(WAITING) == 1, "the row stays"
    beta.restart()
    wait_for(lambda: twins.heard() == ["unheard"], 40)


def test_a_command_with_one_key_is_carried_out_once(twins, wait_for):
    twins.start("alpha"), twins.start("beta")
    call = ("alpha", "say", {"body": {"words": ["once"]}})

    answers = [
        twins.client.call(*call, principal=TESTER, idempotency_key="key-1") for _ in range(3)
    ]
    with pytest.raises(Invalid, match="another request"):
        twins.ask("alpha", "say", body={"words": ["other"]}, key="key-1")

    assert answers == [({"said": 1}, False), ({"said": 1}, True), ({"said": 1}, True)]
    wait_for(lambda: twins.heard() == ["once"], 20)


def test_nobody_waits_for_a_service_that_is_not_there(twins):
    with pytest.raises(ServiceAway):
        twins.ask("alpha", "say", body={"words": []})


def test_a_request_that_outlived_its_caller_is_not_carried_out(twins, wait_for):
    alpha = twins.start("alpha")
    twins.start("beta")
    alpha.signal(signal.SIGSTOP)
    with pytest.raises(DeadlinePassed):
        twins.client.call(
            "alpha", "say", {"body": {"words": ["late"]}}, principal=TESTER, deadline_seconds=1
        )
    alpha.signal(signal.SIGCONT)
    twins.say("in time")

    wait_for(lambda: "in time" in twins.heard(), 30)
    assert twins.heard() == ["in time"]


def returned(running):
    lines = running.get("/metrics").text.splitlines()
    return "".join(
        line
        for line in lines
        if line.startswith("relay_returned_total{") and not line.endswith(" 0.0")
    )


def test_whoever_only_knows_the_brokers_password_is_nobody(twins):
    """A call names its principal; only the gateway's key makes the name count."""
    twins.start("alpha")
    stranger = RpcClient(twins.broker.amqp_uri, Voucher(b"guessed" * 5))

    with pytest.raises(Forbidden, match="vouches"):
        stranger.call("alpha", "say", {"body": {"words": ["forged"]}}, principal=TESTER)

    stranger.close()
    assert twins.say("true") == {"said": 1}


def test_malformed_calls_do_not_silence_a_service(twins):
    """Twenty are as many as may be under way; each must give its place back."""
    alpha = twins.start("alpha")
    for _ in range(25):
        twins.send(b"nonsense", exchange="", routing_key="rpc.alpha", headers={"deadline": "abc"})

    assert twins.say("still here") == {"said": 1}
    assert alpha.is_ready()


def test_letters_with_one_id_are_each_sent_once(twins, wait_for):
    """An answer that is said again keeps its id; a window may hold it many times."""
    twins.start("beta")
    twins.alpha.rows(
        "INSERT INTO outbox (message_id, broker, exchange, routing_key, body)"
        " SELECT 'same', 'internal', 'alpha.events', 'sung.v1', 'x' FROM generate_series(1, 300)"
    )

    alpha = twins.start("alpha")

    wait_for(lambda: twins.alpha.value(WAITING) == 0, 20)
    sent = twins.beta.value("SELECT count(*) FROM held_messages")
    assert sent == 1, "all alike are parked as one"
    wait_for(lambda: parked_or_repeated(twins) == 300, 20)
    assert alpha.is_running()


def parked_or_repeated(twins):
    """How many copies came to the queue, by the broker's own count."""
    queue = twins.broker.api.call("GET", "queues", twins.broker.vhost, "beta.alpha.sung.v1")
    return queue.get("message_stats", {}).get("publish", 0)
