"""Names in other scripts, as they would be written in ours: compared by sound, they are one name.

Cyrillic, Armenian, Georgian, Ethiopic, Chinese and others go letter by letter (anyascii, ISC).
What is written in Arabic letters lacks short vowels and has one letter for several sounds; it is
read here as it is said in most of the countries that people come from, which is our choice.
"""

# ruff: noqa: RUF001 - they are letters of other scripts, and meant to be.

from __future__ import annotations

import re

from anyascii import anyascii

# Letters whose usual transcription would not sound like the name as clerks here write it.
ARABIC = str.maketrans(
    {
        **dict.fromkeys("اأإآٱعى", "a"),
        **dict.fromkeys("ضظذ", "z"),
        **dict.fromkeys("ؤوۆۇ", "o"),
        "ث": "s",
        "ئ": "y",
        "ء": None,
        # The h is weak; beside s, z, t or d it would be taken for another letter.
        "ه": None,
        "ة": "a",
        "ە": "a",
        "ھ": None,
    }
)
ARABIC_WORD = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]+")
# The article stands before a family name as El- does; these begin with the same letters by chance.
ARTICLE, NO_ARTICLE = "ال", frozenset(["الیاس", "الياس", "الهام", "الله"])
WITHOUT_ARTICLE_MIN = 3
# From here on letters are not Latin ones; Vietnamese and others have some more further up.
FIRST_OTHER, LATIN_AGAIN = 0x370, range(0x1E00, 0x1F00)


def in_latin(name: str) -> str:
    """Return a name in Latin letters; one that is written in them stays as it is."""
    if not any(map(_is_other, name)):
        return name
    return anyascii(ARABIC_WORD.sub(lambda found: _from_arabic(found.group()), name))


def _is_other(letter: str) -> bool:
    return letter.isalpha() and ord(letter) >= FIRST_OTHER and ord(letter) not in LATIN_AGAIN


def _from_arabic(word: str) -> str:
    if (
        word.startswith(ARTICLE)
        and word not in NO_ARTICLE
        and len(word) >= len(ARTICLE) + WITHOUT_ARTICLE_MIN
    ):
        word = word.removeprefix(ARTICLE)
    first, rest = word[0], word[1:]
    # At the beginning of a word these are consonants.
    begins = {"و": "w", "ه": "h", "ھ": "h"}.get(first, first.translate(ARABIC))
    return begins + rest.translate(ARABIC)
