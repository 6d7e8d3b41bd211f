"""The roads that a return can take, as steps in staff's words; the dice choose where it leaves one.

The words are those of the demo's casebook, so that one vocabulary serves demo, load and chaos. The
roads of the other kinds of case are in `other_roads`, those of experts in `expert_roads`.
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
# What was taken in, and the step that gives it back.
GIVEN_BACK = {
    "a fee of": "the supervisor refuses the fee",
    "the fare of": "the promissory notes are given back",
    "the family pays": "the account of the family is settled",
}
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
    "is dear",
    "is far too dear",
    "moves the flight by weeks and takes nothing back",
    "keeps more than its offer said",
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


def home(dice: Random, *, with_plan: bool = False) -> list[str]:
    """All the way: the journey, the cash, and for some a plan that is paid."""
    road = leaver(dice)
    if with_plan:
        planned, spent = _plan(dice, dice.choice((300, 500, 800)))
        at, end = road.index("a journey is booked"), road.index(END[0])
        road = [*road[:at], *planned, *road[at:end], *spent, *road[end:]]
    return road


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


def child_alone(_: Random) -> list[str]:
    return [
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


def leaver(dice: Random) -> list[str]:
    """The plainest road of a return: cleared, booked, paid in cash, gone, closed."""
    cash_first = dice.random() < 0.85  # noqa: PLR2004 - some leave without the cash
    cash = (CASH,) if cash_first else ()
    return [*CLEARED, "is accepted", "a journey is booked", *TO_THE_GATE, *cash, *HOME, *END]


def called_off(dice: Random, road: list[str]) -> list[str]:
    """The same road, left at any point before boarding; what was taken in is given back."""
    walked = road[: dice.randint(1, road.index(HOME[0]))]
    return [*walked, *_withdrawn(dice, walked), PUT_BACK]


def missed(dice: Random, road: list[str]) -> list[str]:
    """Did not come: some stay for good, some leave with the next flight."""
    at = road.index(HOME[0])
    came = [*road[:at], "does not show up"]
    if CASH in came or dice.random() < 0.5:  # noqa: PLR2004
        return [*came, *_withdrawn(dice, came), PUT_BACK]
    return [*came, "still wants to leave", *road[road.index("is accepted") :]]


def _withdrawn(dice: Random, walked: list[str]) -> list[str]:
    back = [
        settles
        for taken, settles in GIVEN_BACK.items()
        if any(step.startswith(taken) for step in walked)
    ]
    # Who did not come owes the cash at once; who withdraws at the gate, from then on.
    cash = ["the cash is brought back"] if CASH in walked else []
    withdraws = [f"withdraws: {dice.choice(REASONS)}"]
    first = [*cash, *withdraws] if "does not show up" in walked else [*withdraws, *cash]
    return [*first, *back]


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
