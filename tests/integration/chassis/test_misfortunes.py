"""Poison, lost consumers and absent databases: what is not to blame goes on unharmed."""

import json
import signal

IN_SLEEP = (
    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%%'"
    " AND state = 'active' AND datname = current_database()"
)


def test_a_poison_message_costs_the_others_next_to_nothing(twins, wait_for):
    """Trap 14: of ten thousand messages less than a tenth has to be handled again beside it."""
    twins.start("alpha")
    twins.start("beta").stop()
    for start in range(0, 10000, 500):
        if start == 5000:
            twins.say("poison", behaviour="refuse")
        twins.say(*[f"word-{number}" for number in range(start, start + 500)])
    wait_for(lambda: twins.alpha.value("SELECT count(*) FROM outbox") == 0, 120)

    beta = twins.start("beta")
    wait_for(lambda: twins.beta.value("SELECT count(*) FROM words") == 10000, 300)

    assert twins.beta.rows("SELECT cause, state FROM held_messages") == [("no-such-word", "parked")]
    again = [size for size in sizes_of_split_batches(beta) if size > 1]
    assert 0 < sum(again) <= 1000


def sizes_of_split_batches(running):
    lines = [json.loads(line) for line in running.log.splitlines() if '"batch_split"' in line]
    return [line["size"] for line in lines]


def test_a_message_that_kills_the_process_is_taken_aside(twins, wait_for):
    twins.start("alpha")
    twins.say("fatal", behaviour="kill")
    beta = twins.start("beta", ready=False)

    def parked():
        if not beta.is_running():
            beta.start()
        rows = twins.beta.rows("SELECT queue, cause FROM held_messages")
        return rows == [("beta.alpha.said.v1", "delivery-limit")]

    wait_for(parked, 120)
    twins.say("harmless")
    beta.wait_until_ready()
    wait_for(lambda: twins.heard() == ["harmless"], 30)


def test_a_consumer_that_was_lost_is_noticed_and_comes_back(twins, wait_for):
    """Trap 7, on a shared node: the queue is deleted under its consumer."""
    twins.start("alpha")
    beta = twins.start("beta")
    twins.broker.api.remove_queue(twins.broker.vhost, "beta.alpha.said.v1")

    twins.say("afterwards")

    wait_for(lambda: "listener_broker_away" in beta.log, 20)
    wait_for(beta.is_ready, 20)
    wait_for(lambda: twins.heard() == ["afterwards"], 40)


def test_a_database_that_is_away_parks_nothing(twins, gate, wait_for):
    keeper = gate(twins.beta.port)
    twins.start("alpha")
    beta = twins.start("beta", database=twins.beta.through(keeper.port))
    keeper.shut()
    twins.say("meanwhile")
    wait_for(lambda: "database_away" in beta.log, 20)

    keeper.open()

    wait_for(lambda: twins.heard() == ["meanwhile"], 40)
    assert twins.beta.value("SELECT count(*) FROM held_messages") == 0


def test_a_database_that_hangs_is_told_though_no_connection_breaks(twins, gate, wait_for):
    """What is shown of it meanwhile is as old as its last answer, and looks as well as ever."""
    keeper = gate(twins.beta.port)
    beta = twins.start("beta", database=twins.beta.through(keeper.port))
    keeper.signal(signal.SIGSTOP)

    wait_for(lambda: beta.get("/readyz").status_code == 503, 60)
    assert "has not answered for" in beta.get("/readyz").json()["red"]["database"]
    assert silent_seconds(beta) > 20
    keeper.signal(signal.SIGCONT)

    wait_for(beta.is_ready, 30)
    assert silent_seconds(beta) < 5


def silent_seconds(running):
    lines = running.get("/metrics").text.splitlines()
    [line] = [line for line in lines if line.startswith("database_silent_seconds{")]
    return float(line.split()[1])


def test_a_finished_handler_whose_commit_failed_is_carried_out_again(twins, gate, wait_for):
    """Trap 3, the other half: what was rolled back is not taken for done."""
    keeper = gate(twins.beta.port)
    twins.start("alpha")
    twins.start("beta", database=twins.beta.through(keeper.port))
    twins.say("nearly", behaviour="slow:3")
    wait_for(lambda: twins.beta.itself.value(IN_SLEEP) == 1, 20)

    keeper.shut()
    keeper.open()

    wait_for(lambda: twins.heard() == ["nearly"], 60)
