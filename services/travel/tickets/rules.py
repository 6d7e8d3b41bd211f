"""What tickets must be: one for each who flies, rightly numbered, at the price agreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.chassis.errors import Invalid

Ticket = Mapping[str, Any]


def refuse_wrong_tickets(tickets: Sequence[Ticket], references: Sequence[str]) -> None:
    """One ticket for each, each with a number of its own.

    A ticket number's last digit is the number made of the first twelve, modulo 7.
    """
    if sorted(ticket["passenger_reference"] for ticket in tickets) != sorted(references):
        raise _invalid(
            "wrong-tickets",
            "One ticket for each who flies is needed.",
            "/tickets",
            f"Expected: {', '.join(references)}.",
        )
    seen: set[str] = set()
    for position, ticket in enumerate(tickets):
        number, pointer = ticket["ticket_number"], f"/tickets/{position}/ticket_number"
        if int(number[:12]) % 7 != int(number[12]):
            sentence = "A ticket number's check digit is wrong."
            raise _invalid("wrong-check-digit", sentence, pointer, "Check digit.")
        if number in seen:
            raise ticket_known(pointer)
        seen.add(number)


def refuse_taken_tickets(tickets: Sequence[Ticket], taken: set[str]) -> None:
    """A ticket is of one booking: no number comes twice, whoever's it was."""
    for position, ticket in enumerate(tickets):
        if ticket["ticket_number"] in taken:
            raise ticket_known(f"/tickets/{position}/ticket_number")


def refuse_other_price(
    price: Mapping[str, Any], price_minor: int, currency: str, references: Sequence[str]
) -> None:
    """The price is the one that was agreed, in its currency, and its lines make it up."""
    lines = price["passengers"]
    if price["currency"] != currency:
        sentence = f"Ordered in {currency}, confirmed in {price['currency']}."
        raise _invalid("another-price", sentence, "/price/currency", "Not what was agreed.")
    if price["total_minor"] != price_minor:
        sentence = f"Ordered for {price_minor}, confirmed for {price['total_minor']}."
        raise _invalid("another-price", sentence, "/price/total_minor", "Not what was agreed.")
    if sorted(line["passenger_reference"] for line in lines) != sorted(references):
        sentence = "The price is not that of exactly those who fly."
        raise _invalid("another-price", sentence, "/price/passengers", "One line for each.")
    if sum(line["amount_minor"] for line in lines) != price_minor:
        sentence = "The passengers' prices do not make up the total."
        raise _invalid("another-price", sentence, "/price/passengers", "They must add up.")


def ticket_known(pointer: str) -> Invalid:
    return _invalid("ticket-known", "A ticket number came before.", pointer, "Not new.")


def _invalid(code: str, sentence: str, pointer: str, detail: str) -> Invalid:
    return Invalid(code, sentence, [{"pointer": pointer, "detail": detail}])
