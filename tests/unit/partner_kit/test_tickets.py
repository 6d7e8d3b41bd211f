"""Ticket numbers and record locators are as the contract says."""

import re

import pytest

from partner_kit.emulator.tickets import check_digit, record_locator, ticket_number


@pytest.mark.parametrize(
    ("first_twelve", "digit"),
    [("000000000000", 0), ("000000000006", 6), ("000000000007", 0), ("235123456789", 4)],
)
def test_the_check_digit_is_the_first_twelve_modulo_seven(first_twelve, digit):
    assert check_digit(first_twelve) == digit == int(first_twelve) % 7


def test_a_ticket_number_begins_with_the_airline():
    number = ticket_number("235", 41)

    assert number == f"235000000041{235000000041 % 7}"


def test_a_wrong_digit_is_found_by_the_check_digit():
    number = ticket_number("235", 41)
    wrong = f"{number[:11]}{(int(number[11]) + 1) % 10}{number[12]}"

    assert int(wrong[:12]) % 7 != int(wrong[12])


def test_locators_have_six_characters_that_nobody_misreads():
    locators = {record_locator("polder", serial) for serial in range(2_000)}

    assert len(locators) == 2_000
    assert all(re.fullmatch("[A-HJ-NP-Z2-9]{6}", locator) for locator in locators)
