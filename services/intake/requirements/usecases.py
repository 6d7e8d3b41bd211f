"""What a case of each kind needs before its journey may be arranged: every open point at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from services.chassis.unit import Unit
from services.intake.cases.model import Case
from services.intake.detention import usecases as detention
from services.intake.kinds.model import Kind
from services.intake.safeguarding import usecases as safeguarding
from services.intake.safeguarding.rules import OpenPoint

OWN: Mapping[Kind, Callable[[Unit, Case], list[OpenPoint]]] = {
    Kind.DETENTION: detention.points_of,
}
# A child who joins its family does not return: nobody asks whether to return is best, or whether a
# place abroad admits it. Its parents, or Nidos, are its guardians when it comes.
NOT_ASKED: Mapping[Kind, frozenset[str]] = {
    Kind.FAMILY: frozenset({"R-UAM-01", "R-UAM-03", "R-UAM-04"}),
    Kind.RESETTLEMENT: frozenset({"R-UAM-03", "R-UAM-04"}),
}


def requirements_of(unit: Unit, case: Case) -> list[OpenPoint]:
    """Return what is missing: what protects the travellers, and what this kind of case needs."""
    spared = NOT_ASKED.get(case.kind, frozenset())
    points = [one for one in safeguarding.points_of(unit, case) if one.rule_id not in spared]
    own = OWN.get(case.kind)
    return points + (own(unit, case) if own else [])
