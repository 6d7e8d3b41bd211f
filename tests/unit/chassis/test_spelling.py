"""One number on a paper is one, however it is copied."""

import pytest

from services.chassis.spelling import number_key

WIDE = "".join(chr(ord(one) + 0xFEE0) for one in "INV-2026-118")
ARABIC = "INV-" + "".join(chr(0x0660 + int(one)) if one != "-" else one for one in "2026-118")


@pytest.mark.parametrize(
    "written",
    [
        *("INV-2026-118", "inv-2026-118", " INV 2026 118 ", "INV/2026/0118", "INV2026-118"),
        *(WIDE, ARABIC, "INV_2026_118", "inv. 2026\u2013118"),
    ],
)
def test_a_number_copied_in_another_way_is_the_same(written):
    assert number_key(written) == "inv 2026 118"


@pytest.mark.parametrize("pair", [("1-18", "11-8"), ("A1", "B1"), ("10", "1"), ("0", "00-1")])
def test_other_numbers_stay_others(pair):
    one, other = pair
    assert number_key(one) != number_key(other)


@pytest.mark.parametrize(
    ("written", "key"), [("000", "0"), ("--", "--"), ("\u0641\u0667", "\u0641 7")]
)
def test_what_has_no_digits_or_no_letters_is_compared_too(written, key):
    assert number_key(written) == key
