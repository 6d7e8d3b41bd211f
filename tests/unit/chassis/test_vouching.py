"""Only who holds the key may say on whose behalf a call is made."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.chassis.callers.vouching import FILE, Voucher, fresh_key
from services.chassis.errors import Forbidden, Invalid

OURS, ANOTHER = Voucher(b"k" * 32), Voucher(b"x" * 32)
TEXTS = some.dictionaries(some.text(), some.text(), max_size=4)


@given(TEXTS, some.binary())
def test_what_was_signed_is_believed(headers, body):
    OURS.check(OURS.sign(headers, body), body)


@given(TEXTS, some.binary())
def test_another_key_is_not_believed(headers, body):
    with pytest.raises(Forbidden, match="vouches"):
        OURS.check(ANOTHER.sign(headers, body), body)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"principal": "boss", "method": "pay"}, b"{}"),
        ({"principal": "clerk", "method": "read"}, b"{}"),
        ({"principal": "clerk", "method": "pay"}, b"{1}"),
        ({"principal": "clerk", "method": "pay", "extra": ""}, b"{}"),
        ({"principalclerk": "", "method": "pay"}, b"{}"),
    ],
)
def test_what_was_touched_is_not_believed(headers, body):
    signed = OURS.sign({"principal": "clerk", "method": "pay"}, b"{}")

    with pytest.raises(Forbidden):
        OURS.check({**headers, "vouched": signed["vouched"]}, body)


def test_a_signature_that_was_there_before_says_nothing():
    OURS.check(OURS.sign({"vouched": "", "principal": "clerk"}, b"{}"), b"{}")


def test_a_signature_in_another_script_is_not_believed():
    with pytest.raises(Forbidden):
        OURS.check({"principal": "boss", "vouched": "подпись"}, b"{}")


def test_a_call_without_a_signature_is_not_believed():
    with pytest.raises(Forbidden):
        OURS.check({"principal": "boss"}, b"{}")


@pytest.mark.parametrize("content", ["", "zz", "00" * 31])
def test_a_damaged_key_file_is_refused(tmp_path, content):
    (tmp_path / FILE).write_text(content)

    with pytest.raises(Invalid, match=FILE):
        Voucher.of(tmp_path / FILE)


def test_a_fresh_key_can_be_read_back(tmp_path):
    (tmp_path / FILE).write_text(fresh_key())

    Voucher.of(tmp_path / FILE).check(Voucher.of(tmp_path / FILE).sign({}, b""), b"")
