"""A log line is one JSON object that tells what happened, in which thread, and nobody's data."""

import io
import json
import logging
import sys
import threading
import warnings

import eventlet
import pytest
import structlog
from eventlet.hubs import get_hub

from services.chassis.errors import Conflict, Invalid
from services.chassis.watch import logs
from services.chassis.watch.logs import Vouched, bound

JANE = "Jane Doe"


@pytest.fixture
def lines():
    root, excepthook = logging.getLogger(), sys.excepthook
    before = (list(root.handlers), root.level, threading.excepthook, logging.raiseExceptions)
    page = io.StringIO()
    logs.configure("travel", "travel-1", to=page)

    yield lambda: [json.loads(line) for line in page.getvalue().splitlines()]

    root.handlers, root.level, threading.excepthook, logging.raiseExceptions = before
    sys.excepthook = excepthook
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()
    logs.clear()


def test_what_reads_a_file_of_somebody_else_tells_nothing_of_it(lines):
    logging.getLogger("pypdf.filters").error("Ignoring %s", JANE)

    assert lines() == []


def our_log():
    return structlog.get_logger("services.travel")


def test_a_line_says_when_where_and_in_which_thread_of_work(lines):
    with bound(correlation_id="NL-2026-004635-7", causation_id="c-1", trace_id="4bf92f3577b34da6"):
        our_log().info("booked", attempts=2, queue="travel.intake.case_accepted.v1", ready=True)
    our_log().warning("done")

    first, second = lines()
    assert first["time"].endswith("Z")
    assert first | {"time": ""} == {
        "time": "",
        "level": "info",
        "service": "travel",
        "process": "travel-1",
        "event": "booked",
        "correlation_id": "NL-2026-004635-7",
        "causation_id": "c-1",
        "trace_id": "4bf92f3577b34da6",
        "attempts": 2,
        "queue": "travel.intake.case_accepted.v1",
        "ready": True,
        "logger": "services.travel",
    }
    assert "correlation_id" not in second


@pytest.mark.parametrize(
    "value",
    [JANE, "Jane", "1990-04-27", "AB1234567", "123456782", {"a": 1}, b"x", object(), "a" * 201],
)
def test_a_value_that_is_not_of_technical_shape_is_masked(lines, value):
    our_log().info("noted", what=value)

    assert lines()[0]["what"] == "***"


@pytest.mark.parametrize(
    "value",
    [
        "0190f2b4-7d3c-7aaa-8bbb-0123456789ab",
        "case_accepted.v1",
        "intake:cases:write",
        "2026-11-24T03:30:00.123+00:00",
        "127.0.0.1:5672",
        12,
        0.5,
        None,
    ],
)
def test_a_value_of_technical_shape_is_shown(lines, value):
    our_log().info("noted", what=value)

    assert lines()[0]["what"] == value


@pytest.mark.parametrize("key", ["name", "birth_date", "payload", "body", "document_number"])
def test_a_personal_key_is_masked_whatever_it_holds(lines, key):
    our_log().info("noted", **{key: "code"})

    assert lines()[0][key] == "***"


def test_a_text_whose_author_vouches_for_it_is_shown(lines):
    our_log().info("noted", why=Vouched("A sentence of ours."))

    assert lines()[0]["why"] == "A sentence of ours."


def test_libraries_speak_in_the_same_form_and_their_values_are_masked_too(lines):
    foreign = logging.getLogger("nameko.containers")
    with bound(correlation_id="c-1"):
        foreign.warning("worker %s failed %d times: %s", "on_case_accepted", 3, ValueError(JANE))
    foreign.info("what nobody needs to know")
    foreign.warning("%(queue)s has %(name)s", {"queue": "travel.in", "name": "jane"})
    foreign.warning("%d", JANE)
    foreign.warning("100%")

    assert [line["event"] for line in lines()] == [
        "worker on_case_accepted failed 3 times: ValueError",
        "travel.in has ***",
        "%d",
        "100%",
    ]
    assert lines()[0]["correlation_id"] == "c-1"
    assert lines()[0]["logger"] == "nameko.containers"


def test_an_error_tells_its_type_its_cause_and_where_but_no_values(lines):
    def book(name):
        raise ValueError(name)

    try:
        try:
            book(JANE)
        except ValueError as cause:
            raise KeyError(JANE) from cause
    except KeyError:
        our_log().exception("failed")
        logging.getLogger("kombu").exception("failed")

    for line in lines():
        assert (line["error"], line["error_causes"]) == ("KeyError", ["ValueError"])
        assert line["error_frames"][0].startswith("unit/chassis/test_logs.py:")
        assert "Jane" not in json.dumps(line)


def test_a_refusal_tells_its_code(lines):
    our_log().info("refused", exc_info=Conflict("not-open", f"{JANE} has gone."))

    assert lines()[0]["error"] == "Conflict not-open"


def test_a_warning_tells_no_values(lines):
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(JANE, stacklevel=1)

    assert len(lines()) == 1
    assert "Jane" not in json.dumps(lines())


def test_what_ends_the_process_is_told_the_same_way(lines):
    sys.excepthook(Invalid, Invalid("missing-setting", "travel needs X, which is not set."), None)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    thread = threading.Thread(target=lambda: {}[JANE])
    thread.start()
    thread.join()

    first, second = lines()
    assert first["event"] == "crashed: travel needs X, which is not set."
    assert (second["event"], second["error"]) == ("crashed: KeyError", "KeyError")


def test_each_greenthread_has_its_own_thread_of_work(lines):
    def work(number):
        with bound(correlation_id=f"c-{number}"):
            eventlet.sleep(0)
            our_log().info("worked", number_of_worker=number)

    threads = [eventlet.spawn(work, number) for number in range(5)]
    for thread in threads:
        thread.wait()

    assert len(lines()) == 5
    for line in lines():
        assert line["correlation_id"] == f"c-{line['number_of_worker']}"


def test_what_escapes_a_greenthread_is_logged_and_not_printed(lines, capsys):
    hub = get_hub()
    logs.guard_greenthreads()
    try:
        thread = eventlet.spawn(lambda: {}[JANE])
        with pytest.raises(KeyError):
            thread.wait()
        eventlet.sleep(0)
    finally:
        del hub.squelch_timer_exception, hub.squelch_generic_exception

    assert "Jane" not in "".join(capsys.readouterr())
    assert [line["error"] for line in lines()] == ["KeyError"]
