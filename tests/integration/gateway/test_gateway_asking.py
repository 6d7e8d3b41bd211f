"""The gateway and a service over a real broker: once, in time, and in the right version."""

import signal
from concurrent.futures import ThreadPoolExecutor

import requests


def problem(response, status, code):
    assert response.headers["Content-Type"] == "application/problem+json", response.text
    assert (response.status_code, response.json()["code"]) == (status, code), response.text
    return response


def test_the_same_request_twice_is_carried_out_once(counter, desk):
    counter()
    gateway = desk()

    first, again = gateway.add(key="k-1"), gateway.add(key="k-1")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json() == {"version": 2, "count": 1}
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert first.headers["ETag"] == '"2"'
    problem(gateway.add(amount=5, key="k-1"), 422, "key-reused")
    assert gateway.count() == 1


def test_ten_at_once_with_one_key_are_one(counter, desk):
    counter()
    gateway = desk()

    with ThreadPoolExecutor(10) as callers:
        answers = list(callers.map(lambda _: gateway.add(key="k-2"), range(10)))

    assert {answer.status_code for answer in answers} <= {201, 409}
    assert any(answer.status_code == 201 for answer in answers)
    assert gateway.count() == 1


def test_a_change_of_what_has_changed_is_stale(counter, desk):
    counter()
    gateway = desk()
    seen = gateway.ask("GET", "/v1/counter").headers["ETag"].strip('"')
    gateway.add()

    stale = gateway.ask("PATCH", "/v1/counter", {"amount": 1}, version=seen)
    fresh = gateway.ask("PATCH", "/v1/counter", {"amount": 1}, version=int(seen) + 1)

    problem(stale, 412, "stale")
    assert fresh.json() == {"version": 3, "count": 2}


def test_a_service_that_is_not_there_is_away_and_not_late(desk, counter):
    running = counter()
    running.stop()
    gateway = desk()

    answer = problem(gateway.add(), 503, "service-away")

    assert answer.headers["Retry-After"]
    running.restart()
    assert gateway.add().status_code == 201


def test_a_request_that_outlived_its_caller_is_not_carried_out(counter, desk, wait_for):
    running = counter()
    gateway = desk()
    assert gateway.add(key="before").status_code == 201

    running.signal(signal.SIGSTOP)
    problem(gateway.add(key="late"), 504, "deadline-passed")
    running.signal(signal.SIGCONT)

    wait_for(lambda: gateway.ask("GET", "/v1/counter").ok)
    assert gateway.count() == 1
    assert gateway.add(key="late").json()["count"] == 2


def test_without_a_broker_the_gateway_says_so_and_comes_back_by_itself(
    counter, desk, gate, broker, wait_for
):
    counter()
    keeper = gate(broker.port)
    gateway = desk(through=broker.through(keeper.port))
    assert gateway.add(key="before").status_code == 201

    keeper.shut()
    problem(gateway.add(key="during"), 503, "service-away")
    ready = requests.get(f"{gateway.url}/readyz", timeout=10)
    assert (ready.status_code, list(ready.json()["red"])) == (503, ["broker"])
    assert requests.get(f"{gateway.url}/healthz", timeout=10).ok
    keeper.open()

    wait_for(lambda: gateway.add(key="during").status_code == 201)
    assert gateway.count() == 2


def test_slow_requests_do_not_hold_up_others(counter, desk):
    counter()
    gateway = desk()

    with ThreadPoolExecutor(8) as callers:
        naps = [callers.submit(gateway.ask, "GET", "/v1/counter/nap?seconds=2") for _ in range(6)]
        # If the naps held the door, this would still be waiting when they are done.
        assert gateway.ask("GET", "/v1/counter").ok
        assert not all(nap.done() for nap in naps)
        assert all(nap.result().ok for nap in naps)


def test_a_stop_finishes_what_is_being_asked(counter, desk, wait_for):
    counter()
    gateway = desk()
    napping = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE query LIKE '%pg_sleep%' AND state = 'active' AND pid <> pg_backend_pid()"
    )

    with ThreadPoolExecutor(1) as caller:
        nap = caller.submit(gateway.ask, "GET", "/v1/counter/nap?seconds=2")
        wait_for(lambda: gateway.database.itself.value(napping))
        code = gateway.process.stop()

        assert nap.result().status_code == 200
    assert code == 0
