"""How often a property is tried: `make check` tries a few examples, `make test` tries all.

A property costs seconds of one core, and `make check` is run before every commit.
"""

import os

from hypothesis import settings

FEW = os.environ.get("HOMEWARD_TEST_EXAMPLES") == "few"


def examples(number=100, **options):
    """Settings for so many examples, and no deadline: machines are slow when they are busy."""
    return settings(max_examples=max(4, number // 5) if FEW else number, deadline=None, **options)
