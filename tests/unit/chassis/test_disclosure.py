"""Errors are told for operators by type, place and technical names, without the values in hand."""

from types import SimpleNamespace

import psycopg2
import pytest
from amqp.exceptions import NotFound as NoSuchQueue
from sqlalchemy.exc import IntegrityError

from services.chassis.errors import Conflict
from services.chassis.watch import disclosure

DETAIL = "DETAIL:  Key (document_number)=(AB1234567) already exists."


class TakenError(psycopg2.Error):
    """As psycopg2 raises it when a row is there already."""

    pgcode = "23505"
    diag = SimpleNamespace(constraint_name="uq_documents_token", table_name="documents")


def test_an_error_of_the_database_keeps_its_code_and_names_and_drops_the_row():
    original = TakenError(f'duplicate key value violates unique constraint "uq"\n{DETAIL}')
    error = IntegrityError("insert into documents", {"number": "AB1234567"}, original)

    assert disclosure.reason_of(error) == "TakenError 23505 uq_documents_token documents"
    assert "AB1234567" not in disclosure.told(error)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ConnectionRefusedError(111, "x"), "ConnectionRefusedError: Connection refused"),
        (Conflict("not-open", "Jane has gone."), "Conflict not-open"),
        (KeyError("Jane"), "KeyError"),
        (TimeoutError("Jane"), "TimeoutError"),
        (NoSuchQueue("no queue 'travel.in'"), "NotFound: Basic.publish: (404) no queue"),
        (
            psycopg2.OperationalError("connection to server failed: refused\n  more"),
            "OperationalError: connection to server failed: refused",
        ),
        (psycopg2.DataError('invalid input: "Jane"'), "DataError"),
    ],
)
def test_a_message_is_kept_only_where_no_value_can_be_in_it(error, reason):
    assert disclosure.reason_of(error).startswith(reason.partition(" Basic")[0])
    assert "Jane" not in disclosure.reason_of(error)


def test_an_error_is_told_with_its_causes_and_places():
    try:
        try:
            {}["Jane"]
        except KeyError as cause:
            raise ValueError("Jane") from cause
    except ValueError as error:
        told = disclosure.told(error).splitlines()

    assert told[0] == "ValueError"
    assert told[1].startswith("  unit/chassis/test_disclosure.py:")
    assert told[2] == "caused by KeyError"


def test_a_hidden_cause_stays_hidden():
    error = ValueError("Jane")
    error.__context__ = KeyError("Jane")
    assert disclosure.told(error) == "ValueError\ncaused by KeyError"

    error.__suppress_context__ = True
    assert disclosure.told(error) == "ValueError"


def test_lists_are_shown_item_by_item():
    assert disclosure.shown(["travel", "Jane", 3]) == ["travel", "***", 3]


def test_a_word_with_a_capital_is_shown_where_it_names_an_error():
    fields = {"error": "OperationalError", "cause": "Conflict", "who": "Fatima"}

    assert disclosure.shown_fields(fields) == fields | {"who": "***"}
    assert disclosure.shown_fields({"error": "Jane Doe"}) == {"error": "***"}


def test_a_hostile_text_is_masked_at_once():
    assert disclosure.shown("travel." + "#" * 150 + "!") == disclosure.MASK
    assert disclosure.shown("travel.from-agents.#") == "travel.from-agents.#"
