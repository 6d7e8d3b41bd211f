"""One person is recognised in every spelling and slip, and two persons stay two."""

from datetime import date

import pytest

from services.intake.facts.model import TravelDocument
from services.intake.identities.model import LIKELY, TWICE, Kind, likeness_of
from services.intake.identities.rules import keys_of, searches_of, skeleton
from tests.unit.intake.intake_scene import TODAY, someone


def passport(number):
    return TravelDocument(
        kind="passport", number=number, issuing_country="IQ", expires_on=date(2031, 1, 1)
    )


def agreement(person, kept):
    """Return in what a person agrees with a record that was kept."""
    texts = {text for _, text in keys_of(kept)}
    return likeness_of([kind for kind, text in searches_of(person, TODAY) if text in texts])


KEPT = someone(given_names="Mohammed Ali", family_name="al-Hassan", document=passport("A1"))


def again(**changes):
    usual = {
        "given_names": "Muhammad",
        "family_name": "Al Hasan",
        "birth_date": KEPT.birth_date,
        "document": passport("B2"),
    }
    return someone(**(usual | changes))


@pytest.mark.parametrize(
    "spellings",
    [
        ("Mohammed", "Muhammad", "Mouhamed", "Maxamed", "Mehmet"),
        ("Yusuf", "Youssef", "Jusuf", "Yousif"),
        ("Aisha", "Aicha", "Ayşe", "Aysha"),
        ("Hussein", "Xuseen", "Hüseyin", "Hoessein"),
        ("Rachid", "Rashid", "Rasjid"),
        ("Zeynep", "Zainab", "Zeinab"),
        ("Qasim", "Kassem", "Gasim"),
        ("Abdelrahman", "Abdurrahman"),
    ],
)
def test_the_spellings_of_a_name_have_one_skeleton(spellings):
    assert len({skeleton(name) for name in spellings}) == 1


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, Kind.SOUNDED),
        ({"given_names": "Hasan", "family_name": "Mohamed"}, Kind.SOUNDED),
        ({"birth_date": date(1990, 3, 2)}, Kind.SWAPPED),
        ({"birth_date": date(1990, 1, 1)}, Kind.FIRST_OF_JANUARY),
        ({"birth_date": date(1980, 2, 3)}, Kind.ONE_DIGIT),
        ({"birth_date": date(1990, 2, 13)}, Kind.ONE_DIGIT),
        ({"given_names": "Abu Bakr"}, Kind.FAMILY_BORN),
        ({"family_name": "Najafi"}, Kind.GIVEN_BORN),
        ({"given_names": "Karim", "family_name": "Najafi", "document": passport("a-1")},
         Kind.DOCUMENT),
    ],
)  # fmt: skip
def test_a_returnee_is_recognised(changes, kind):
    found = agreement(again(**changes), KEPT)

    assert found.agreements[0] is kind
    assert found.score >= LIKELY


def test_whoever_was_entered_on_the_first_of_january_is_found_by_the_real_date():
    kept = again(birth_date=date(1990, 1, 1))

    assert Kind.FIRST_OF_JANUARY in agreement(KEPT, kept).agreements


@pytest.mark.parametrize(
    "changes",
    [
        {"birth_date": date(1991, 7, 4)},
        {"given_names": "Karim", "family_name": "Najafi"},
        {"family_name": "Najafi", "sex": "F" if KEPT.sex == "M" else "M"},
        {"family_name": "Najafi", "nationalities": ("AF",)},
    ],
)
def test_somebody_else_is_not_taken_for_the_returnee(changes):
    assert agreement(again(**changes), KEPT).score == 0


def test_a_family_name_alone_says_little_of_those_who_are_born_on_the_first_of_january():
    born = {"birth_date": date(1990, 1, 1), "document": None}

    assert agreement(again(given_names="Karim", **born), again(**born)).score == 0


def test_the_score_says_what_agrees_in_sentences():
    found = agreement(again(document=passport("A1")), KEPT)

    assert found.score >= TWICE
    assert "The document has the same number and country." in found.sentences
    assert found.certain


def test_no_key_stands_for_a_name_or_a_birth_date_alone():
    for _, text in keys_of(KEPT):
        joined = KEPT.birth_date.isoformat()[:4] in text
        assert joined or text.startswith("document:")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (("Mohammed", "al-Hassan"), ("محمد", "الحسن")),
        (("Omar", "Haddad"), ("عمر", "حداد")),
        (("Reza", "Hosseini"), ("رضا", "حسینی")),
        (("Zeynab", "Barzani"), ("زەینەب", "بارزانی")),
        (("Oleksandr", "Shevchenko"), ("Олександр", "Шевченко")),
        (("Giorgi", "Beridze"), ("გიორგი", "ბერიძე")),
        (("Hovhannes", "Sargsyan"), ("Հովհաննես", "Սարգսյան")),
        (("Tesfaye", "Gebremedhin"), ("ተስፋዬ", "ገብረመድህን")),
        (("Wei", "Wang"), ("伟", "王")),
    ],
)
def test_a_name_in_another_script_is_the_same_name(ours, theirs):
    """R-REAN-03."""
    kept = someone(given_names=ours[0], family_name=ours[1], document=passport("A1"))
    now = someone(given_names=theirs[0], family_name=theirs[1], document=passport("B2"))

    assert Kind.SOUNDED in agreement(now, kept).agreements
    assert Kind.SOUNDED in agreement(kept, now).agreements


def test_two_names_in_another_script_stay_two():
    kept = someone(given_names="محمد", family_name="الحسن", document=passport("A1"))
    other = someone(given_names="خالد", family_name="العمراني", document=passport("B2"))

    assert agreement(other, kept).score < LIKELY
