"""The roads that a case can take, as steps in staff's words; the dice choose where it leaves one.

The words are those of the demo's casebook, so that one vocabulary serves demo, load and chaos.
"""

from __future__ import annotations

from random import Random

CLEARED = (
    "opens the case",
    "signs the application",
    "is heard on eligibility",
    "clearance is asked",
    "the IND grants clearance",
)
TO_THE_GATE = ("comes to the airport", "signs the departure declaration")
CASH = "gets the allowance in cash"
HOME = ("boards", "arrives")
END = ("the final report is filed", "the case is closed")
PUT_BACK = "everything is put back"
REASONS = ("changed mind", "family", "health", "procedure", "other")
CATEGORIES = ("business", "education", "housing", "medical", "transport")
PROTECTED = (
    "guardian, child and receiving family consent",
    "to return is found to be in the child's best interest",
    "a social escort is needed",
    "reception with the grandmother is confirmed",
)
BEHAVIOURS = (
    "is good",
    "is cheap",
    "is slow",
    "sends nonsense",
    "sends everything twice",
    "lets offers expire",
    "changes the price",
    "has no seats left",
    "refuses",
    "is silent",
)
AGENTS = ("Polder", "Delta")


def agents_mood(dice: Random) -> list[str]:
    """How the agents treat this airport from now on; seldom are both of them bad."""
    if dice.random() < 0.5:  # noqa: PLR2004 - half of the cases take the agents as they are
        return []
    bad, other = dice.sample(AGENTS, 2)
    return [
        f"{bad} {dice.choice(BEHAVIOURS)} towards this airport",
        f"{other} {dice.choice(('is good', 'is good', 'is slow'))} towards this airport",
    ]


def home(dice: Random, *, with_plan: bool) -> list[str]:
    """All the way: the journey, the cash, and for some a plan that is paid."""
    cash_first = dice.random() < 0.85  # noqa: PLR2004 - some leave without the cash
    amount = dice.choice((300, 500, 800))
    planned, spent = _plan(dice, amount) if with_plan else ((), ())
    return [
        *agents_mood(dice),
        *CLEARED,
        "is accepted",
        *planned,
        "a journey is booked",
        *TO_THE_GATE,
        *((CASH,) if cash_first else ()),
        *HOME,
        *spent,
        *END,
    ]


def _plan(dice: Random, amount: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    category = dice.choice(CATEGORIES)
    planned = (
        f"a plan is made with 0 euro in cash and {amount} euro for {category}: a start at home",
        "the plan is agreed",
    )
    paid = f"the invoice of {amount} euro is paid"
    refused = (
        f"an invoice of {amount} euro is entered for payment",
        "the payment is approved",
        "the payment is released",
        "the bank rejects the payment because of account closed",
    )
    spent = (
        "the plan is reviewed and made final",
        "the vendor Market Traders is registered and found verified",
        *(refused if dice.random() < 0.3 else ()),  # noqa: PLR2004 - and is paid the second time
        paid,
    )
    return planned, spent


def child_alone(dice: Random) -> list[str]:
    return [
        *agents_mood(dice),
        CLEARED[0],
        "the guardian is recorded",
        *CLEARED[1:],
        *PROTECTED,
        "is accepted",
        "an offer is chosen and an escort is waited for",
        "Marieke Hoogendoorn is named as social escort",
        "a journey is booked",
        *TO_THE_GATE,
        CASH,
        "boards",
        "arrives and is handed over to whom the file names",
        *END,
    ]


def changed_mind(dice: Random) -> list[str]:
    """A withdrawal at any point before boarding, also with the cash in hand."""
    road = [*CLEARED, "is accepted", "a journey is booked", *TO_THE_GATE, CASH]
    walked = road[: dice.randint(1, len(road))]
    back = ["the cash is brought back"] if walked[-1] == CASH else []
    return [*agents_mood(dice), *walked, f"withdraws: {dice.choice(REASONS)}", *back, PUT_BACK]


def no_show(dice: Random) -> list[str]:
    """Did not come: some stay for good, some leave with the next flight."""
    with_cash = dice.random() < 0.5  # noqa: PLR2004
    missed = [
        *CLEARED,
        "is accepted",
        "a journey is booked",
        *TO_THE_GATE,
        *((CASH,) if with_cash else ()),
        "does not show up",
        *(("the cash is brought back",) if with_cash else ()),
    ]
    if with_cash or dice.random() < 0.5:  # noqa: PLR2004
        return [*missed, f"withdraws: {dice.choice(REASONS)}", PUT_BACK]
    again = ("still wants to leave", "is accepted", "a journey is booked")
    return [*missed, *again, *TO_THE_GATE, CASH, *HOME, *END]


def not_cleared(dice: Random) -> list[str]:
    """The authorities say no, wait for a choice, or take their word back."""
    asked = list(CLEARED[:4])
    endings: tuple[list[str], ...] = (
        [*asked, "the IND refuses clearance", "the case is closed"],
        [*asked, "the IND says that the DT&V must choose", "the DT&V chooses removal"],
        [*CLEARED, "is accepted", "a journey is booked", "clearance is withdrawn", PUT_BACK],
    )
    return dice.choice(endings)


def not_eligible(_: Random) -> list[str]:
    return list(CLEARED[:3])


def expert(dice: Random) -> list[str]:
    """A diaspora expert: the whole assignment, or a withdrawal with a ticket in hand."""
    selected = [
        "the host's vacancy is drafted",
        "the vacancy is published",
        "the expert is registered",
        "the expert applies",
        "IOM approves the expert",
        "the host approves the expert",
        "allowance, insurance and security briefing are on file",
        "a journey is booked",
        "the assignment becomes booked",
    ]
    if dice.random() < 0.4:  # noqa: PLR2004
        withdrawn = "the assignment is withdrawn: family"
        return [*selected, withdrawn, "the assignment becomes withdrawn"]
    travelled = ["boards", "the assignment becomes travelling", "arrives"]
    worked = ["the assignment becomes started", "the last day of work passes"]
    reported = ["the assignment becomes reports due", "expert and host report"]
    return [*selected, *travelled, *worked, *reported]
