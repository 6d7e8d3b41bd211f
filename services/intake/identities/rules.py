"""The texts by which a person is found again: skeletons of names joined to birth dates.

Only their keyed tokens are ever kept (protection.md). No text stands for a name or a birth date
alone, so that nobody who counts equal tokens learns how often either occurs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from services.intake.facts.model import PersonFacts
from services.intake.facts.rules import normalised
from services.intake.identities.model import Kind
from services.intake.scripts.rules import in_latin

Found = tuple[Kind, str]

# Letters that come apart into no plain letter, or into the wrong one.
SPECIAL = str.maketrans(
    {
        **dict(zip("øłəđðþğ", "oleddtg", strict=True)),
        "ß": "ss",
        "æ": "e",
        "ş": "sh",
        "š": "sh",
        "ç": "ch",
        "č": "ch",
        "ć": "ch",
        "ž": "j",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "'": None,
        "`": None,
        "\N{RIGHT SINGLE QUOTATION MARK}": None,
        "\N{MODIFIER LETTER LEFT HALF RING}": None,
        "\N{MODIFIER LETTER RIGHT HALF RING}": None,
    }
)
PARTICLES = frozenset(
    ["al", "el", "ul", "ar", "as", "ad", "an", "at", "bin", "ibn", "ben", "bint", "oglu", "zade"]
)
SERVANTS = frozenset(["abd", "abdul", "abdel", "abdal", "abdur", "abdoel", "abdol"])
# One sound in many spellings, the longest first; what is written by English, French, Dutch,
# German, Turkish and Somali ears ends as the same letters.
SOUNDS = {
    "tsch": "s",
    "dsch": "j",
    "sch": "s",
    "tch": "s",
    "dzh": "j",
    "kh": "h",
    "sh": "s",
    "sj": "s",
    "ch": "s",
    "dj": "j",
    "zh": "j",
    "th": "t",
    "dh": "t",
    "ph": "f",
    "gh": "k",
    "ck": "k",
    "ts": "s",
    "tz": "s",
    "ex": "eks",
    "x": "h",
    "q": "k",
    "c": "k",
    "g": "k",
    "z": "s",
    "d": "t",
    "w": "v",
    "p": "b",
}
EARLIEST_YEAR = 1900
MONTHS = 12
WORDS_MAX = 3


def keys_of(person: PersonFacts) -> list[Found]:
    """Return under which texts a person is kept, each with its kind."""
    born = person.birth_date.isoformat()
    family, given = _parts(person)
    names = _names(person)
    keys: list[Found] = [
        (Kind.SPELLED, _spelled(person)),
        (Kind.SOUNDED, f"sounded:{names}:{born}"),
        (Kind.YEAR, f"year:{names}:{born[:4]}"),
    ]
    if person.document:
        keys.append((Kind.DOCUMENT, _document(person)))
    if not _unsure(person.birth_date):
        # Of the many who are entered as born on the first of January, these would find too many.
        keys.append((Kind.FAMILY_BORN, f"family_born:{family}:{born}"))
        keys += [
            (Kind.GIVEN_BORN, f"given_born:{given}:{born}:{person.sex}:{nation}")
            for nation in sorted(set(person.nationalities))
        ]
    return keys


def searches_of(person: PersonFacts, today: date) -> list[Found]:
    """Return the texts under which the same person may be kept, and what each would mean."""
    names, born = _names(person), person.birth_date
    found: list[Found] = [(kind, key) for kind, key in keys_of(person) if kind is not Kind.YEAR]
    if _unsure(born):
        found.append((Kind.FIRST_OF_JANUARY, f"year:{names}:{born.year}"))
    else:
        found.append((Kind.FIRST_OF_JANUARY, _sounded(names, date(born.year, 1, 1))))
    if born.day <= MONTHS and born.day != born.month:
        found.append((Kind.SWAPPED, _sounded(names, date(born.year, born.day, born.month))))
    found += [(Kind.SOUNDED, _sounded(pair, born)) for pair in _other_pairs(person)]
    found += [(Kind.ONE_DIGIT, _sounded(names, day)) for day in _one_digit_off(born, today)]
    return found


def skeleton(word: str) -> str:
    """Return what stays of a name's word in every spelling: its sounds without the vowels."""
    plain = _plain(word)
    if plain.startswith("abd"):
        plain = re.sub(r"^abd[aeou]+l?", "abd", plain)
    for spelling, sound in SOUNDS.items():
        plain = plain.replace(spelling, sound)
    # At the beginning Y and J are one letter; elsewhere a Y is a vowel.
    plain = re.sub(r"^y", "j", plain)
    first, rest = plain[:1], plain[1:]
    if first in "aeiou":
        first = "a"
    return first + re.sub(r"[aeiouyh]", "", rest)


def _names(person: PersonFacts) -> str:
    """The first given and the last family name; whichever way round they were written down."""
    return " ".join(sorted(_parts(person)))


def _parts(person: PersonFacts) -> tuple[str, str]:
    family, given = _words(person.family_name), _words(person.given_names)
    return skeleton(family[-1]), skeleton(given[0])


def _other_pairs(person: PersonFacts) -> list[str]:
    """Every other given with every other family name: which is which, differs from form to form."""
    pairs = {
        " ".join(sorted((skeleton(given), skeleton(family))))
        for given in _words(person.given_names)[:WORDS_MAX]
        for family in _words(person.family_name)[:WORDS_MAX]
    }
    return sorted(pairs - {_names(person)})


def _words(name: str) -> list[str]:
    """Split a name; particles go, and `Abd al Rahman` is one word."""
    words: list[str] = []
    servant = False
    for word in re.split(r"[\W_]+", in_latin(name).casefold().translate(SPECIAL)):
        if not word or word in PARTICLES:
            continue
        words.append(f"abd{word}" if servant else word)
        servant = word in SERVANTS
        if servant:
            words.pop()
    return words or [normalised(name)]


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.casefold().translate(SPECIAL))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"(.)\1+", r"\1", plain)


def _spelled(person: PersonFacts) -> str:
    family, given = normalised(person.family_name), normalised(person.given_names)
    return f"name:{family}:{given}:{person.birth_date.isoformat()}"


def _sounded(names: str, born: date) -> str:
    return f"sounded:{names}:{born.isoformat()}"


def _document(person: PersonFacts) -> str:
    document = person.document
    if document is None:
        return ""
    return f"document:{document.issuing_country}:{normalised(document.number)}"


def _unsure(born: date) -> bool:
    """Whoever does not know the day is entered as born on the first of January."""
    return (born.month, born.day) == (1, 1)


def _one_digit_off(born: date, today: date) -> Iterator[date]:
    """Every possible birth date that is one slip of the keyboard away."""
    digits = born.strftime("%Y%m%d")
    for place, digit in enumerate(digits):
        for other in "0123456789":
            text = digits[:place] + other + digits[place + 1 :]
            day = _as_date(text)
            if other != digit and day and day.year >= EARLIEST_YEAR and day <= today:
                yield day


def _as_date(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
