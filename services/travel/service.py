"""Travel: journeys of the people whose cases were accepted. A table of contents."""

from services.chassis.answering.parked import ParkedMessages
from services.chassis.answering.rule_desk import RuleDesk
from services.chassis.answering.trail import AuditTrail
from services.chassis.staff.case_access import CaseAccess
from services.chassis.work import Work
from services.travel.agents.entrypoints import Agents
from services.travel.bookings.entrypoints import Bookings
from services.travel.cancellations.entrypoints import Cancellations
from services.travel.constraints import schemas as _rule_tables  # noqa: F401
from services.travel.departures.entrypoints import Departures
from services.travel.dossiers.entrypoints import Dossiers
from services.travel.erasures.entrypoints import AgentErasures
from services.travel.escorts.entrypoints import Escorts
from services.travel.movements.entrypoints import Movements
from services.travel.need_to_know import NEED_TO_KNOW
from services.travel.offers.entrypoints import Offers
from services.travel.parties.entrypoints import Parties
from services.travel.partner_messages.entrypoints import PartnerDesk
from services.travel.rights.entrypoints import Rights
from services.travel.schedule_changes.entrypoints import ScheduleChanges


class TravelService(
    Parties,
    Offers,
    Escorts,
    Bookings,
    Departures,
    Cancellations,
    ScheduleChanges,
    Movements,
    Dossiers,
    PartnerDesk,
    Agents,
    CaseAccess,
    Rights,
    AgentErasures,
    ParkedMessages,
    AuditTrail,
    RuleDesk,
):
    """Everything travel listens to and answers, by subject."""

    name = "travel"

    work = Work()
    need_to_know = NEED_TO_KNOW
