"""Record locators and ticket numbers."""

from hashlib import sha256

# Without 0, 1, I and O, which are misread on the phone.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
SERIALS = 10**9


def ticket_number(prefix: str, serial: int) -> str:
    """Return 13 digits: the airline's three, nine of the serial, and the check digit."""
    first = f"{prefix}{serial % SERIALS:09d}"
    return f"{first}{check_digit(first)}"


def check_digit(first_twelve: str) -> int:
    """Return the number made of the first twelve digits, modulo 7."""
    return int(first_twelve) % 7


def record_locator(agent: str, serial: int) -> str:
    """Return six letters that look random and do not repeat for one agent in practice."""
    number = int.from_bytes(sha256(f"{agent}/{serial}".encode()).digest()[:8])
    letters = []
    for _ in range(6):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "".join(letters)
