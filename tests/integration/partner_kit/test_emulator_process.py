"""The emulator as a process of its own, on the real broker, killed and cut off."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import pytest

from partner_kit.conformance import orders
from partner_kit.conformance.broker import BrokerLine

SEED = int(os.environ.get("SEED", "20260302"))
NEVER_SECONDS = 3_600


def rows(agent, query):
    with closing(sqlite3.connect(agent.state / "book.sqlite", timeout=5)) as book:
        return book.execute(query).fetchall()


def test_the_program_keeps_every_promise(agent, broker):
    command = [sys.executable, "-m", "partner_kit.conformance", "--name", agent.name]
    address = agent.state / "address"
    address.write_text(f"{broker.partner_desk_amqp_uri}\n")
    command += ["--uri-file", str(address), "--public-key", str(agent.public_key_file)]

    tried = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    assert tried.returncode == 0, tried.stdout + tried.stderr
    assert tried.stdout.endswith("17 promises kept, 0 broken.\n")


def test_a_bad_program_is_told_which_promise_it_breaks(agent, broker):
    agent.steer(behaviour="careless")
    command = [sys.executable, "-m", "partner_kit.conformance", "--name", agent.name]
    command += ["--uri", broker.partner_desk_amqp_uri]
    command += ["--public-key", str(agent.public_key_file)]

    tried = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    assert tried.returncode == 1
    assert "An escort has no seat on the way back." in tried.stdout


def test_the_list_of_processes_shows_no_password(agent):
    told = Path(f"/proc/{agent.running.pid}/cmdline").read_text()

    assert agent.name in told
    assert urlsplit(agent.uri).password not in told


def test_an_agent_killed_after_it_received_an_order_answers_once(agent, line, wait_for):
    trial = agent.trial(line)
    offer = trial.offer()
    agent.steer(behaviour="slow", seconds=NEVER_SECONDS)
    order = trial.order(offer)
    trial.talk.send(order)
    wait_for(lambda: rows(agent, "SELECT 1 FROM papers WHERE kind = 'booking'"))

    agent.running.kill()
    hurry(agent)
    agent.running.restart()

    first = trial.talk.answer_to(order)
    assert first["type"] == "booking_confirmed.v1"
    assert line.receive(1) is None
    assert rows(agent, "SELECT count(*) FROM papers WHERE kind = 'booking'") == [(1,)]


def test_an_agent_killed_at_any_moment_books_once(agent, line):
    chance = Random(SEED)  # noqa: S311 - dice for the moment of a kill
    trial = agent.trial(line)
    for _ in range(5):
        order = trial.order(trial.offer())
        trial.talk.send(order)
        # The moment is somewhere in the handling: before the broker delivers, or after the answer.
        agent.running.kill() if chance.random() < 0.5 else kill_after_some_work(agent, chance)
        agent.running.restart()

        first = trial.talk.answer_to(order)

        again = trial.talk.ask({**order, "id": trial.quote()["id"]})
        assert again["data"]["tickets"] == first["data"]["tickets"], f"SEED={SEED}"
    assert rows(agent, "SELECT count(*) FROM papers WHERE kind = 'booking'") == [(5,)]
    assert trial.talk.faults == []


def test_an_agent_told_to_stop_finishes_what_it_holds(agent, line):
    trial = agent.trial(line)
    asked = trial.quote()
    trial.talk.send(asked)

    assert agent.running.stop() == 0

    agent.running.restart()
    assert trial.talk.answer_to(asked)["type"] == "quote_offered.v1"


def test_an_agent_comes_back_when_the_broker_does(admitted, broker, gate, stack):
    agent = admitted()
    door = gate(broker.port)
    agent.begin(stack, uri=agent.uri.replace(f":{broker.port}/", f":{door.port}/"))
    line = BrokerLine(broker.partner_desk_amqp_uri, agent.name)
    trial = agent.trial(line)
    trial.offer()

    door.shut()
    asked = trial.quote()
    trial.talk.send(asked)
    door.open()

    assert trial.talk.answer_to(asked)["type"] == "quote_offered.v1"
    line.close()


def test_the_agents_clock_is_the_one_that_the_file_sets(agent, line):
    trial = agent.trial(line)
    offer = trial.offer()
    agent.set_clock(offset_seconds=26 * 3_600)

    failed = trial.talk.expect(trial.order(offer), "booking_failed.v1")

    assert failed["reason"] == "offer_expired"


def test_neither_log_nor_state_holds_a_passenger(agent, line):
    trial = agent.trial(line)
    people = [
        orders.person("P1", given_names="XIMENA QUILLA", birth_date="1987-06-05"),
        orders.person("E1", family_name="ZWARTKRUIS"),
    ]
    order = orders.booking(trial.offer(), orders.seal(people, agent.key))
    trial.talk.expect(order, "booking_confirmed.v1")

    kept = agent.running.log.encode()
    kept += b"".join(path.read_bytes() for path in agent.state.rglob("*") if path.is_file())

    assert b"booking_confirmed.v1" in kept
    for word in (b"XIMENA", b"QUILLA", b"1987-06-05", b"ZWARTKRUIS"):
        assert word not in kept


def test_the_operators_door_counts_messages(agent, line, wait_for):
    agent.trial(line).offer()
    sent = 'agent_messages_total{direction="sent",type="quote_offered.v1"} 1'

    wait_for(lambda: sent in agent.running.get("/metrics").text)

    assert "agent_connected 1" in agent.running.get("/metrics").text


@pytest.mark.parametrize("kind", ["not_json", "wrong_source"])
def test_nonsense_reaches_homeward_as_it_is(agent, line, kind):
    agent.steer(behaviour="nonsense", kinds=[kind])
    trial = agent.trial(line)

    trial.talk.send(trial.quote())
    arrival = line.receive(10)

    assert arrival.user_id == agent.name
    assert urlsplit(arrival.routing_key).path == f"{agent.name}.quote_offered.v1"


def hurry(agent):
    """What was to be answered in an hour is answered now: time passed while it was dead."""
    with closing(sqlite3.connect(agent.state / "book.sqlite")) as book:
        book.execute("UPDATE answers SET due_epoch = 0")
        book.commit()


def kill_after_some_work(agent, chance):
    """Kill the process after a number of looks at its log."""
    for _ in range(chance.randrange(400)):
        json.dumps(agent.running.log)
    agent.running.kill()
