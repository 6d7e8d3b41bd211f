"""Money: an integer of minor units and an ISO 4217 code. Never a float."""

from __future__ import annotations

from dataclasses import dataclass
from functools import total_ordering

from services.chassis.errors import Invalid


@total_ordering
@dataclass(frozen=True)
class Money:
    """An amount in minor units (cents) of one currency; two currencies never mix."""

    amount_minor: int
    currency: str

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise Invalid(
                "mixed-currencies",
                f"{self.currency} and {other.currency} cannot be added or compared.",
            )

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount_minor + other.amount_minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount_minor - other.amount_minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount_minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.amount_minor < other.amount_minor

    def __str__(self) -> str:
        """Two decimals, as all currencies that we pay in have."""
        sign = "-" if self.amount_minor < 0 else ""
        units, cents = divmod(abs(self.amount_minor), 100)
        return f"{self.currency} {sign}{units}.{cents:02d}"
