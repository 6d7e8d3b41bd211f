"""The checker finds what it is there to find: each promise is switched off once."""

import signal

SLEEPING = (
    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'"
)


def test_a_house_that_keeps_its_promises_is_left_alone(watched):
    watched.start("alpha")
    beta = watched.start("beta")
    for number in range(5):
        watched.say(f"word {number}", key=f"key {number}")
    watched.wait_until_quiet(heard=5)

    found = watched.violations("bus", "kept once", "drain", metrics={"beta": f"{beta.url}/metrics"})

    assert found == {}


def test_a_fact_that_was_forgotten_before_anybody_had_it_is_found(watched, gate, wait_for):
    door = gate(watched.twins.broker.port)
    broker = watched.twins.broker.through(door.port)
    alpha = watched.start("alpha", switched_off="outbox", through=broker)
    watched.start("beta")
    watched.say("one", key="one")
    watched.wait_until_quiet(heard=1)
    watched.twins.ask("alpha", "say_later", key="two", body={"seconds": 2, "word": "two"})
    door.shut()

    recorded = "SELECT count(*) FROM chaos_recorded"
    wait_for(lambda: watched.twins.alpha.value(recorded) == 2)
    wait_for(lambda: watched.twins.alpha.value("SELECT count(*) FROM outbox") == 0)
    door.open()
    wait_for(alpha.is_ready, 20)

    assert "said is published" in watched.violations("bus")


def test_a_listener_that_does_not_know_what_it_has_handled_is_found(watched):
    watched.start("alpha")
    watched.start("beta", switched_off="inbox")
    watched.say("one", key="one")
    watched.wait_until_quiet(heard=1)

    assert "handled once" in watched.violations("bus")


def test_a_process_that_leaves_without_acknowledging_is_found(watched, wait_for):
    assert stopped_while_at_work(watched, wait_for, "drain") != {}


def test_a_process_that_drains_is_given_nothing_twice(watched, wait_for):
    assert stopped_while_at_work(watched, wait_for, "nothing") == {}


def stopped_while_at_work(watched, wait_for, switched_off):
    """Beta is told to stop in the middle of its work, and another one goes on."""
    watched.start("alpha")
    beta = watched.start("beta", switched_off=switched_off)
    watched.say("one", key="one", behaviour="slow:1.5")
    wait_for(lambda: watched.twins.beta.itself.value(SLEEPING) > 0)
    beta.signal(signal.SIGTERM)
    beta.wait(20)
    beta.restart()
    watched.say("two", key="two")
    watched.wait_until_quiet(heard=2)
    return watched.violations("drain", metrics={"beta": f"{beta.url}/metrics"})


def test_a_command_that_is_not_kept_with_its_answer_is_found(watched):
    watched.start("alpha", switched_off="idempotency")
    watched.start("beta")
    watched.say("one", key="one")
    watched.wait_until_quiet(heard=1)

    assert "kept once" in watched.violations("kept once")
