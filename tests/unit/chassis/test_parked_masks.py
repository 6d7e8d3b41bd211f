"""What an operator sees of a parked message: our ids and its form, and nobody's details."""

import json

import pytest

from services.chassis.answering.parked import MASK, masked

ID, CASE = "01a20ba0-d237-70ec-90b6-1ae0708133bb", "NL-2026-004635-7"


def shown(value, member="word"):
    return masked(json.dumps({"data": {member: value}}).encode())["data"].get(member)


@pytest.mark.parametrize("value", [ID, CASE, "2026-11-24T10:00:00+00:00", "", None, True])
def test_our_own_ids_and_instants_are_shown(value):
    assert shown(value) == value


@pytest.mark.parametrize(
    "value",
    ["1991-04-17", "amina", "ALI", "+31612345678", "Omar Hassan", "case_opened.v1", 19910417, 1.5],
)
def test_what_could_be_about_a_person_is_hidden(value):
    assert shown(value) == MASK


def test_money_and_the_sequence_are_shown_as_numbers():
    assert shown(20000, "amount_minor") == 20000
    assert shown(3, "sequence") == 3


def test_a_member_that_is_no_word_of_ours_is_hidden_too():
    assert masked(b'{"amina.hassan": "x"}') == {MASK: MASK}


def test_the_envelope_stays_readable():
    body = {"type": "intake.case_opened.v1", "source": "/homeward/intake", "specversion": "1.0"}

    assert masked(json.dumps(body).encode()) == body


def test_what_is_not_json_is_only_measured():
    assert masked(b"Jan Jansen") == "10 bytes that are not JSON"
