"""An airport is three letters, and one wrong letter is another country."""

from __future__ import annotations

from collections.abc import Collection

from services.chassis.errors import Invalid


def check_airport(
    airport: str, lies_in: str | None, country: str, reached_from: Collection[str]
) -> None:
    """Refuse an airport that is none, or from which nobody comes to the country of destination.

    Who is flown to a country that is not theirs may be turned back, held, or in danger.
    """
    if lies_in is None:
        raise Invalid("no-such-airport", f"There is no airport {airport}.")
    if lies_in != country and lies_in not in reached_from:
        raise Invalid(
            "airport-abroad",
            f"{airport} lies in {lies_in}, and the case goes to {country}. One of the two is a"
            f" slip; that {country} is reached by land from {lies_in} is a row of ground_access.",
        )
