"""Letters: every language says the same, each tells what the case says, and the bytes stay."""

import base64
import hashlib
import re
from datetime import timedelta

import pytest
import yaml

from services.chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.intake.alerts.model import What
from services.intake.alerts.store import AlertStore
from services.intake.cases.usecases import withdraw_case
from services.intake.clearance.model import Clearing
from services.intake.departure_letters.usecases import issue_letter as issue_and_tell
from services.intake.eligibility.usecases import decide_eligibility
from services.intake.files.store import FileStore
from services.intake.journeys.model import Journey
from services.intake.kinds.model import Kind
from services.intake.letters import rules
from services.intake.letters.model import Form, LetterKind, Promise
from services.intake.letters.schemas import FOLDER, languages, read_language
from services.intake.letters.usecases import (
    content_for,
    issue_letter,
    letter_content,
    letters_of_case,
    offered,
)
from services.intake.progress import schemas as heard
from services.intake.progress.usecases import follow, waits_of_case
from services.intake.timeline.store import TimelineStore
from tests.unit.intake.intake_scene import (
    TODAY,
    a_case_at_the_ind,
    a_child,
    a_person,
    a_unit,
    an_accepted_case,
    an_applied_case,
    an_open_case,
    answer,
    told,
)

CONTACT = {"office": "IOM Iraq, Baghdad", "telephone": "+964 000 000", "address": None}
WORDS = sorted(FOLDER.glob("*.yaml"))
# A word in capitals in the rules is the code of a reason; this one is a rule without a number.
CODE, NO_CODE = re.compile(r'"([A-Z]{2,}[A-Z_]{2,})"'), {"WINDOW"}


def reserve(unit, case, *, amount=261500, id_="e-1", sequence=1):
    line = {
        "person_id": case.applicant_id,
        "kind": "reintegration",
        "amount_minor": amount,
        "cash_max_minor": 61500,
        "currency": "EUR",
    }
    fact = {"entitlement_id": id_, "case_ref": case.case_ref, "lines": [line]}
    told(unit, "reintegration.entitlement_reserved", sequence=sequence)
    follow(unit, heard.EntitlementReserved().load(fact), Journey.entitlement_reserved)


def book(unit, case, departs_on):
    fact = {
        "movement_id": "m-1",
        "case_ref": case.case_ref,
        "person_ids": sorted(case.person_ids),
        "departs_at": f"{departs_on}T10:00:00+02:00",
        "arrives_at": f"{departs_on}T16:00:00+03:00",
    }
    told(unit, "travel.movement_booked", sequence=2)
    follow(unit, heard.MovementBooked().load(fact), Journey.movement_booked)


def waiting(unit, case):
    waits = waits_of_case(unit, ref=case.case_ref)["waits"]
    return [one["waits_for"] for one in waits if "R-AVRR-09" in one["waits_for"]]


def says(unit, case, kind, language="en", contact=()):
    """Return every line of a letter as it is set, without the PDF around it."""
    content = content_for(unit, case, kind)
    content.contact = list(contact)
    names = dict.fromkeys(case.person_ids, "N. N.")
    return [text for _, text in rules.composed(languages()[language], content, names, "", None)]


# The words.


def test_there_are_letters_in_dutch_and_english():
    assert {"nl", "en"} <= set(languages())


@pytest.mark.parametrize("path", WORDS, ids=lambda path: path.stem)
def test_every_language_names_the_same_fields_in_every_letter(path):
    words, english = read_language(path), languages()["en"]

    def named(language, form):
        wording = language.letters[form]
        return frozenset().union(*map(rules.named_in, wording.paragraphs))

    assert {form: named(words, form) for form in Form} == {
        form: named(english, form) for form in Form
    }
    assert set(words.reasons) == set(english.reasons)


@pytest.mark.parametrize("tag", sorted(languages()))
def test_every_reason_that_a_rule_can_give_has_a_sentence_in_every_language(tag):
    rule_files = [FOLDER.parent / one / "rules.py" for one in ("eligibility", "exclusions")]
    rule_files += [FOLDER.parent / one / "rules.py" for one in ("acceptance", "admission")]
    codes = {code for path in rule_files for code in CODE.findall(path.read_text())}

    assert {"MEANS", "EXCLUDED_NATIONALITY", "DUBLIN_DESTINATION", "NO_CLEARANCE"} <= codes
    assert codes - NO_CODE == set(languages()[tag].reasons)


def test_another_language_is_another_file(tmp_path, monkeypatch):
    french = tmp_path / "fr.yaml"
    french.write_text((FOLDER / "nl.yaml").read_text())
    monkeypatch.setattr("services.intake.letters.schemas.FOLDER", tmp_path)
    languages.cache_clear()
    try:
        assert rules.chosen("fr-BE", languages()) == ("fr", None)
    finally:
        languages.cache_clear()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda read: read["letters"].pop("declined"), "no letter declined"),
        (lambda read: read["frame"].pop("closing"), "must have"),
        (lambda read: read["lines"].update(allowance="{sum}"), "names sum, unknown"),
        (lambda read: read["letters"]["accepted"].update(title="{nobody}"), "names nobody"),
        (lambda read: read["letters"]["reintegration"].update(paragraphs=["{total}"]), "amounts"),
        (lambda read: read["letters"]["accepted"]["paragraphs"].append("So {travellers}"), "alone"),
        (lambda read: read["frame"].update(closing="{"), "Braces"),
        (lambda read: read["frame"].update(heading="{name.__class__}"), "unknown"),
        (lambda read: read["lines"].update(allowance="{amount!r}"), "nothing more"),
    ],
)
def test_words_that_would_print_wrong_are_refused(tmp_path, change, says):
    read = yaml.safe_load((FOLDER / "en.yaml").read_text())
    change(read)
    path = tmp_path / "xx.yaml"
    path.write_text(yaml.safe_dump(read))

    with pytest.raises(Invalid, match=says):
        read_language(path)


def test_an_amount_and_a_day_are_said_as_the_language_says_them():
    dutch, english = languages()["nl"], languages()["en"]

    assert rules.said_money(dutch, 261500, "EUR") == "€ 2.615,00"
    assert rules.said_money(english, 261505, "EUR") == "€2,615.05"
    assert rules.said_money(english, 100, "USD") == "USD 1.00"
    assert rules.said_day(dutch, TODAY) == "4 mei 2026"


def test_what_is_in_kind_alone_promises_no_cash():
    promise = {"person_id": "p", "kind": "reintegration", "currency": "EUR"}
    one = Promise(**promise, amount_minor=100000, cash_max_minor=0)
    (line,) = rules.said_promises(languages()["en"], [one], {"p": "N. N."})

    assert "cash" not in line


# What a case has to tell.


def test_the_application_is_confirmed_with_its_date_and_the_clock_that_a_source_states():
    unit = a_unit()
    case = an_applied_case(unit)

    assert any("4 May 2026" in line for line in says(unit, case, LetterKind.APPLICATION))
    assert any("within 28 days" in line for line in says(unit, case, LetterKind.APPLICATION))
    assert issue_letter(unit, ref=case.case_ref, kind=LetterKind.APPLICATION).assumed == []


def test_whoever_is_declined_reads_every_reason_and_how_to_object():
    """R-REAN-23: the reason can be objected to; within how many days no source says."""
    unit = a_unit()
    case = an_applied_case(unit, facts={"means_minor": 900_00, "intends_permanent": False})
    decide_eligibility(unit, ref=case.case_ref)
    lines = says(unit, case, LetterKind.DECISION)
    letter = issue_letter(unit, ref=case.case_ref, kind=LetterKind.DECISION)

    assert "You can pay for the journey yourself." in lines
    assert "You do not intend to leave the Netherlands for good." in lines
    assert any("you can object" in line and "42 days" in line for line in lines)
    assert (letter.form, letter.assumed) == (Form.DECLINED, ["objection_term"])


def test_whoever_gets_no_clearance_reads_that():
    unit = a_unit()
    case = a_case_at_the_ind(unit)
    answer(unit, case, Clearing.REFUSED)

    assert languages()["en"].reasons["NO_CLEARANCE"] in says(unit, case, LetterKind.DECISION)


def test_an_accepted_case_is_offered_its_letters_in_the_language_of_the_applicant():
    unit = a_unit()
    case = an_accepted_case(unit)
    found = offered(unit, ref=case.case_ref)

    assert [(one["form"], one["issued"]) for one in found] == [
        (Form.APPLICATION, False),
        (Form.ACCEPTED, False),
    ]
    # Signed in Arabic, in which there are no words yet.
    assert {(one["language"], one["fell_back_from"]) for one in found} == {("en", "ar")}


def test_before_there_is_anything_to_tell_no_letter_is_issued():
    unit = a_unit()
    case = an_open_case(unit)

    assert offered(unit, ref=case.case_ref) == []
    for kind in LetterKind:
        with pytest.raises(Conflict, match="nothing yet"):
            issue_letter(unit, ref=case.case_ref, kind=kind)


def test_who_comes_to_the_netherlands_gets_no_letter_of_departure():
    unit = a_unit()
    case = an_applied_case(unit, kind=Kind.FAMILY)

    assert offered(unit, ref=case.case_ref) == []


# The letter about reintegration.


def test_without_the_letter_a_case_with_reintegration_waits_for_it():
    """R-AVRR-09: amount and contact in a letter, or nobody departs."""
    unit = a_unit()
    case = an_accepted_case(unit)
    assert waiting(unit, case) == []

    reserve(unit, case)
    assert len(waiting(unit, case)) == 1

    issue_letter(unit, ref=case.case_ref, kind=LetterKind.REINTEGRATION, contact=CONTACT)
    assert waiting(unit, case) == []


def test_it_names_amount_cash_and_contact():
    """R-AVRR-09."""
    unit = a_unit()
    case = an_accepted_case(unit)
    reserve(unit, case)
    lines = says(unit, case, LetterKind.REINTEGRATION, "nl", contact=["IOM Irak", "+964"])

    assert any("€ 2.615,00" in line and "€ 615,00 contant" in line for line in lines)
    assert {"Samen: € 2.615,00.", "IOM Irak", "+964"} <= set(lines)


@pytest.mark.parametrize("contact", [None, {"office": "IOM Iraq"}])
def test_nobody_is_sent_off_without_knowing_whom_to_call(contact):
    """R-AVRR-09."""
    unit = a_unit()
    case = an_accepted_case(unit)
    reserve(unit, case)

    with pytest.raises(Invalid, match="R-AVRR-09"):
        issue_letter(unit, ref=case.case_ref, kind=LetterKind.REINTEGRATION, contact=contact)


def test_other_letters_name_no_contact():
    unit = a_unit()
    case = an_applied_case(unit)

    with pytest.raises(Invalid, match="Only the letter about reintegration"):
        issue_letter(unit, ref=case.case_ref, kind=LetterKind.APPLICATION, contact=CONTACT)


def test_when_the_amount_changes_the_letter_is_due_again():
    """R-AVRR-09: a letter with another amount is no letter of this one."""
    unit = a_unit()
    case = an_accepted_case(unit)
    reserve(unit, case)
    issue_letter(unit, ref=case.case_ref, kind=LetterKind.REINTEGRATION, contact=CONTACT)
    reserve(unit, case, amount=280000, sequence=3)
    assert len(waiting(unit, case)) == 1

    # Old news changes nothing.
    reserve(unit, case, amount=100, sequence=1)
    assert case.journey.promised_now()["e-1"]["lines"][0]["amount_minor"] == 280000


def test_a_departure_without_the_letter_is_on_the_radar_until_it_is_issued():
    """R-AVRR-09."""
    unit = a_unit()
    case = an_accepted_case(unit)
    departs_on = TODAY + timedelta(days=35)
    book(unit, case, departs_on)
    reserve(unit, case)
    alert = unit.store(AlertStore).find(case.case_ref, case.case_ref, What.LETTER)
    assert (alert.breaks_on, alert.settled) == (departs_on, False)

    issue_and_tell(unit, ref=case.case_ref, kind=LetterKind.REINTEGRATION, contact=CONTACT)
    assert alert.settled


def test_the_radar_does_not_tell_on_which_day_a_hidden_journey_departs():
    """R-VOT-04, R-AVRR-09."""
    unit = a_unit()
    case = an_accepted_case(unit)
    case.restricted = True
    book(unit, case, TODAY + timedelta(days=35))
    reserve(unit, case)
    alert = unit.store(AlertStore).find(case.case_ref, case.case_ref, What.LETTER)

    assert alert.breaks_on == case.not_after


def test_the_timeline_tells_no_amount_of_a_person():
    unit = a_unit()
    case = an_accepted_case(unit)
    reserve(unit, case)

    assert "261500" not in str([one.facts for one in unit.store(TimelineStore).added])


# What is kept.


def test_what_was_issued_comes_back_as_the_same_bytes():
    unit = a_unit()
    case = an_applied_case(unit, a_person(given_names="محمد", family_name="ተስፋይ Żółć"), a_child())
    letter = issue_letter(unit, ref=case.case_ref, kind=LetterKind.APPLICATION, language="nl")
    given = letter_content(unit, ref=case.case_ref, letter_id=letter.letter_id)
    content = base64.b64decode(given["content"])

    assert content.startswith(b"%PDF-")
    assert hashlib.sha256(content).hexdigest() == letter.sha256 == given["sha256"]
    assert given["file_name"] == f"{case.case_ref}-application-nl.pdf"
    assert (letter.issued_by, letter.template_version) == ("c.jansen", languages()["nl"].version)
    assert letters_of_case(unit, ref=case.case_ref) == [letter]


def test_the_same_words_at_the_same_moment_make_the_same_bytes():
    unit = a_unit()
    case = an_applied_case(unit)
    one, other = (
        issue_letter(unit, ref=case.case_ref, kind=LetterKind.APPLICATION) for _ in range(2)
    )

    assert one.letter_id != other.letter_id
    assert one.sha256 == other.sha256


def test_a_letter_is_read_by_whoever_may_know_whom_it_is_about():
    unit = a_unit()
    case = an_applied_case(unit)
    letter = issue_letter(unit, ref=case.case_ref, kind=LetterKind.APPLICATION)
    unit.principal.roles = frozenset({"auditor"})

    with pytest.raises(Forbidden):
        letter_content(unit, ref=case.case_ref, letter_id=letter.letter_id)


def test_a_letter_of_another_case_is_not_there():
    unit = a_unit()
    case, other = an_applied_case(unit), an_open_case(unit)
    letter = issue_letter(unit, ref=case.case_ref, kind=LetterKind.APPLICATION)

    with pytest.raises(NotFound):
        letter_content(unit, ref=other.case_ref, letter_id=letter.letter_id)


def test_a_file_that_is_not_what_was_kept_is_a_defect_and_no_answer():
    unit = a_unit()
    case = an_applied_case(unit)
    letter = issue_letter(unit, ref=case.case_ref, kind=LetterKind.APPLICATION)
    unit.store(FileStore).get(letter.file_id).sha256 = "0" * 64

    with pytest.raises(ValueError, match="not what was kept"):
        letter_content(unit, ref=case.case_ref, letter_id=letter.letter_id)


def test_a_case_that_was_called_off_is_promised_nothing_any_more():
    unit = a_unit()
    case = an_accepted_case(unit)
    reserve(unit, case)
    withdraw_case(unit, ref=case.case_ref, reason_code="changed_mind")

    assert waiting(unit, case) == []
