"""Whether another country admits a person for good: the rules beside those of every return."""

from __future__ import annotations

from services.intake.exclusions.model import Lists
from services.intake.facts.model import Question, Reason
from services.intake.facts.rules import answer


def permanent_permit(question: Question, _lists: Lists) -> Reason:
    """R-3RD-01: only a permit to stay for good counts, never a short-stay visa."""
    admission = question.case.admission
    return answer(
        "R-3RD-01",
        "NO_PERMANENT_PERMIT",
        None if admission is None else admission.permit != "permanent",
        ("The country admits the applicant for good.", "The permit is not for a permanent stay."),
        "It is not known which permit the country gives.",
        permit=admission.permit if admission else None,
    )


def no_capital_programme(question: Question, _lists: Lists) -> Reason:
    """R-3RD-01: a permit that was bought with capital is not helped with."""
    admission = question.case.admission
    return answer(
        "R-3RD-01",
        "CAPITAL_PROGRAMME",
        None if admission is None else admission.capital_programme,
        ("No capital was asked for the permit.", "The permit is given for capital."),
        "It is not known whether capital was asked for the permit.",
        capital_programme=admission.capital_programme if admission else None,
    )


def never_lived_there(question: Question, lists: Lists) -> Reason:
    """R-3RD-03: the older text bars whoever lived there legally before; the newer text does not."""
    admission, bars = question.case.admission, lists.earlier_residence_bars
    lived = None if admission is None else admission.lived_there_before
    return answer(
        "R-3RD-03",
        "LIVED_THERE_BEFORE",
        (None if lived is None else lived) if bars else False,
        ("Earlier residence does not stand in the way.", "The applicant lived there before."),
        "It is not known whether the applicant lived there before.",
        lived_there_before=lived,
        earlier_residence_bars=bars,
    )


RULES = (permanent_permit, no_capital_programme, never_lived_there)
