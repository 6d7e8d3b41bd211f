"""Processes that stop, die, wait and are slow: each effect stays single, and nobody else waits."""

import signal
import threading

import requests

from services.chassis.callers.vouching import FILE, Voucher
from services.chassis.wire.rpc import RpcClient
from tests.integration.chassis.talk import TESTER, a_fact

IN_SLEEP = (
    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%%'"
    " AND state = 'active' AND datname = current_database()"
)


def test_slow_queries_of_one_process_overlap(twins, wait_for):
    """psycopg2 yields under eventlet; a driver that blocks would let one query run at a time."""
    twins.start("alpha")
    callers = [threading.Thread(target=sleep_a_second, args=(twins,)) for _ in range(10)]

    for caller in callers:
        caller.start()

    wait_for(lambda: twins.alpha.itself.value(IN_SLEEP) == 10, 20)
    for caller in callers:
        caller.join()


def sleep_a_second(twins):
    client = RpcClient(twins.broker.amqp_uri, Voucher.of(twins.keys / FILE))
    client.call("alpha", "sleep", {"query": {"seconds": 3}}, principal=TESTER, deadline_seconds=20)
    client.close()


def test_whoever_is_told_to_stop_acknowledges_what_it_handled(twins, wait_for):
    """Trap 12."""
    twins.start("alpha")
    first = twins.start("beta")
    words = [f"word-{number}" for number in range(3000)]
    for start in range(0, 3000, 500):
        twins.say(*words[start : start + 500])
    wait_for(lambda: len(twins.heard()) > 100, 30)

    code = first.stop()
    handled = len(twins.heard())
    second = twins.start("beta")
    wait_for(lambda: len(twins.heard()) >= 3000, 60)

    assert code == 0
    assert handled < 3000, "it was stopped in the middle"
    assert sorted(twins.heard()) == sorted(words)
    assert outcomes(second, "alpha.said.v1").get("repeated", 0) == 0, "nothing came twice"


def test_what_a_killed_process_held_is_handled_once_by_another(twins, wait_for):
    """Trap 13, a few times; the chaos run does it a hundred times."""
    twins.start("alpha")
    betas = [twins.start("beta"), twins.start("beta")]
    words = []
    for round_ in range(4):
        more = [f"word-{round_}-{number}" for number in range(500)]
        words += more
        twins.say(*more)
        wait_for(lambda: len(twins.heard()) > len(words) - 450, 60)  # noqa: B023
        betas[round_ % 2].kill()
        betas[round_ % 2].restart()

    wait_for(lambda: len(twins.heard()) >= len(words), 60)
    wait_for(lambda: len(twins.heard(twins.alpha)) >= len(words), 60)
    assert sorted(twins.heard()) == sorted(words)
    assert sorted(twins.heard(twins.alpha)) == sorted(words)


def test_lost_acknowledgements_do_no_harm(twins, wait_for):
    """Trap 9: every connection is cut in the middle, so acks are lost and messages come again."""
    twins.start("alpha"), twins.start("beta")
    words = [f"word-{number}" for number in range(2000)]
    for start in range(0, 2000, 500):
        twins.say(*words[start : start + 500])
    wait_for(lambda: len(twins.heard()) > 100, 30)

    for connection in twins.broker.api.call("GET", "connections"):
        if connection.get("vhost") == twins.broker.vhost:
            twins.broker.api.call("DELETE", "connections", connection["name"], missing_ok=True)

    wait_for(lambda: len(twins.heard()) >= 2000, 60)
    assert sorted(twins.heard()) == sorted(words)


def test_a_slow_handler_delays_neither_another_queue_nor_the_heartbeat(twins, wait_for):
    """Trap 15."""
    twins.start("alpha")
    beta = twins.start("beta")
    twins.say("slow", behaviour="slow:30")
    wait_for(lambda: twins.beta.itself.value(IN_SLEEP) == 1, 20)

    sung = {**a_fact("song", id_="sung-1"), "type": "alpha.sung.v1"}
    twins.send(sung, routing_key="sung.v1")

    wait_for(lambda: twins.heard() == ["song"], 20)
    assert twins.beta.itself.value(IN_SLEEP) == 1, "the slow one is still at work"
    wait_for(lambda: twins.heard() == ["song", "slow"], 60)
    assert "listener_broker_away" not in beta.log
    assert outcomes(beta, "alpha.said.v1") == {"handled": 1.0}


def outcomes(running, event):
    """How many messages of this event the process handled, by outcome."""
    found = {}
    for line in requests.get(running.url + "/metrics", timeout=5).text.splitlines():
        if line.startswith("inbox_handled_total{") and f'event="{event}"' in line:
            labels, value = line.rsplit(" ", 1)
            found[labels.split('outcome="')[1].split('"')[0]] = float(value)
    return found


def test_a_stopped_process_is_gone_for_the_broker_too(twins, wait_for):
    beta = twins.start("beta")

    beta.signal(signal.SIGTERM)

    assert beta.wait(80) == 0


def test_an_answer_of_many_frames_comes_whole(twins):
    process = twins.start("alpha")
    long = "x" * 300_000
    twins.alpha.rows("INSERT INTO words (word) VALUES (repeat('x', 300000))")

    assert twins.ask("alpha", "words", query={"lock": False}) == {"words": [long]}
    assert twins.ask("alpha", "sleep", query={"seconds": 0}) == {"slept": 0}
    process.stop()
