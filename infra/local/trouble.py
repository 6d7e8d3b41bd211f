"""What an operator is told when a command cannot do what was asked."""


class Trouble(Exception):  # noqa: N818 - it reads as what it is.
    """One full sentence that says what is wrong and what to do about it."""
