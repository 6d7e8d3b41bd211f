"""A number on a paper, as it is compared: people copy it with other spaces, dashes and zeros."""

from __future__ import annotations

import re
import unicodedata

RUN = re.compile(r"[0-9]+|[^\W\d_]+")


def number_key(written: str) -> str:
    """Return the same text for every honest spelling of one number.

    `INV-2026-118` and `inv 2026/0118` are one, and so are they in the digits of Baghdad. Where one
    run of digits ends and the next begins is kept: `1-18` and `11-8` are two.
    """
    plain = unicodedata.normalize("NFKC", written).casefold()
    digits = "".join(str(unicodedata.decimal(one, one)) for one in plain)
    runs = [run.lstrip("0") or "0" if run.isdecimal() else run for run in RUN.findall(digits)]
    return " ".join(runs) or digits.strip()
