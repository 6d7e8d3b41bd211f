"""The roads of those who are held, admitted elsewhere, reunited, resettled, or only advised."""

from __future__ import annotations

from random import Random

from infra.generator.roads import CASH, CLEARED, END, HOME, TO_THE_GATE

BOOKED = ("is accepted", "a journey is booked")
LET_IN = ("comes to the airport", *HOME)
PLACES = ("Rotterdam", "Zeist", "Schiphol")
TOWNS = ("Delft", "Assen", "Venlo", "Goes")


def detained(dice: Random) -> list[str]:
    """Held, asked for us with a slip, and gone once DT&V and DJI were told (R-DET-03)."""
    return [
        CLEARED[0],
        f"asked for us with a slip, held in {dice.choice(PLACES)}",
        *CLEARED[1:],
        *BOOKED,
        "DT&V and DJI are told of the booking",
        *TO_THE_GATE,
        CASH,
        *HOME,
        *END,
    ]


def admitted(dice: Random) -> list[str]:
    """Admitted elsewhere for good; a fee is paid back only after the departure (R-3RD-02)."""
    fee = dice.choice((90, 150, 325))
    return [
        *CLEARED,
        f"a fee of {fee} euro is claimed on its receipt",
        "the original permit is seen",
        *BOOKED,
        "the supervisor approves the fee",
        *TO_THE_GATE,
        CASH,
        *HOME,
        "the fee is refunded",
        "the case is closed",
    ]


def lent(dice: Random) -> list[str]:
    """The fare is lent; some pay it back in instalments, some at once (R-LOAN-01)."""
    instalments = ["the first borrower pays back 40 dollar"] * dice.randint(0, 3)
    rest = ["the first borrower pays everything back"] if dice.random() < 0.5 else []  # noqa: PLR2004
    return [
        *CLEARED,
        "the original permit is seen",
        f"the fare of {dice.choice((720, 1080, 1440))} dollar is lent",
        "the promissory notes are signed",
        *BOOKED,
        *TO_THE_GATE,
        CASH,
        *HOME,
        *instalments,
        *rest,
        "the case is closed",
    ]


def reunited(dice: Random) -> list[str]:
    """Ordered and paid by the family, which signs whenever it likes before the journey."""
    euro = dice.choice((700, 1500, 2400))
    road = [
        "the sponsor orders a journey",
        "every traveller collects a visa",
        f"the journey is estimated at {euro} euro",
        f"the family pays {euro} euro",
    ]
    road.insert(dice.randint(0, len(road)), "signs the application")
    ends = ("the account of the family is settled", "the case is closed")
    return ["opens the case", *road, *BOOKED, *LET_IN, *ends]


def only_advice(_: Random) -> list[str]:
    return ["opens the case", "the sponsor orders advice"]


def resettled(dice: Random) -> list[str]:
    """Selected within the quota; what follows becomes known in any order (R-RES-03, R-RES-04)."""
    steps = [
        "the three trainings are followed",
        "everybody is examined and fit",
        "everybody has a visa and an exit permit",
        "signs the application",
        f"{dice.choice(TOWNS)} takes the family in",
    ]
    dice.shuffle(steps)
    ends = ("the COA hands the family over", "the case is closed")
    return [*NOMINATED, "the family is interviewed and selected", *steps, *BOOKED, *LET_IN, *ends]


def not_selected(_: Random) -> list[str]:
    return [*NOMINATED, "the family is interviewed and rejected"]


NOMINATED = ("opens the case", "the family is nominated by UNHCR")


def advice(dice: Random) -> list[str]:
    """A talk, perhaps by appointment, perhaps at the second one; most want nothing of it."""
    talk = ["asks for advice on the telephone"]
    if dice.random() < 0.6:  # noqa: PLR2004
        talk.append("gets an appointment in Den Haag")
        if dice.random() < 0.4:  # noqa: PLR2004
            talk += ["does not come to the talk", "gets an appointment in Den Haag"]
    talk.append("is told what there is")
    if dice.random() < 0.7:  # noqa: PLR2004
        return [*talk, "wants nothing of it"]
    case = ("opens the case", "the advice led to the case", "withdraws: changed mind")
    return [*talk, *case, "everything is put back"]
