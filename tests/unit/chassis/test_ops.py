"""The operators' door: alive, ready or not and why, and the metrics."""

import json

import eventlet
import pytest
from eventlet.green.urllib import request
from eventlet.green.urllib.error import HTTPError

from services.chassis.watch import ops
from services.chassis.watch.metrics import Metrics
from services.chassis.watch.ops import OpsApp, OpsServer, Readiness


@pytest.fixture
def readiness():
    return Readiness()


@pytest.fixture
def ask(readiness):
    metrics = Metrics("travel")
    metrics.outbox_rows.set(2)
    server = OpsServer(OpsApp(metrics.registry, readiness), port=0)

    def get(path):
        with eventlet.Timeout(10):
            try:
                with request.urlopen(f"http://127.0.0.1:{server.port}{path}") as answer:
                    return answer.status, answer.read().decode()
            except HTTPError as refused:
                with refused:
                    return refused.code, refused.read().decode()

    yield get
    server.stop()


def test_the_metrics_are_shown(ask):
    status, text = ask("/metrics")

    assert status == 200
    assert 'outbox_rows{service="travel"} 2.0' in text


def test_a_process_is_alive_also_when_it_is_not_ready(ask, readiness):
    readiness.add("database", lambda: "The database does not answer.")

    assert ask("/healthz")[0] == 200


def test_ready_when_every_check_is_content(ask, readiness):
    assert ask("/readyz")[0] == 200
    readiness.add("database", lambda: None)
    assert ask("/readyz")[0] == 200


def test_not_ready_says_which_check_is_red_and_why(ask, readiness):
    readiness.add("database", lambda: None)
    readiness.add("listener", lambda: "travel.intake.case_accepted is not consumed.")

    status, text = ask("/readyz")

    assert status == 503
    assert json.loads(text)["red"] == {"listener": "travel.intake.case_accepted is not consumed."}


def test_a_check_that_breaks_is_red_and_tells_no_values(ask, readiness):
    readiness.add("database", lambda: {}["Jane Doe"])

    status, text = ask("/readyz")

    assert status == 503
    assert json.loads(text)["red"] == {"database": "The check failed: KeyError."}


def test_a_check_that_hangs_is_red(ask, readiness, monkeypatch):
    monkeypatch.setattr(ops, "CHECK_SECONDS_MAX", 0.05)
    readiness.add("database", lambda: eventlet.Event().wait())

    assert "No answer within" in ask("/readyz")[1]


def test_an_unknown_page_is_refused(ask):
    assert ask("/secrets")[0] == 404
