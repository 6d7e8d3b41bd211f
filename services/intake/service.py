"""Intake: who asks for help, and where each case stands. A table of contents."""

from services.chassis.answering.parked import ParkedMessages
from services.chassis.answering.rule_desk import RuleDesk
from services.chassis.answering.trail import AuditTrail
from services.chassis.work import Work
from services.intake.acceptance.entrypoints import Acceptance
from services.intake.alerts.entrypoints import Alerts
from services.intake.application.entrypoints import Application
from services.intake.assignments.entrypoints import Assignments
from services.intake.cases.entrypoints import Cases
from services.intake.clearance.entrypoints import Clearances
from services.intake.copies.entrypoints import Copies
from services.intake.counselling.entrypoints import Counselling
from services.intake.departure_letters.entrypoints import DepartureLetters
from services.intake.detention.entrypoints import Detentions
from services.intake.documents.entrypoints import Documents
from services.intake.eligibility.entrypoints import Eligibility
from services.intake.emergency_access.entrypoints import EmergencyAccesses
from services.intake.erasure.entrypoints import Erasures
from services.intake.figures.entrypoints import Figures
from services.intake.letters.entrypoints import Letters
from services.intake.loans.entrypoints import Loans
from services.intake.lookback.entrypoints import LookBack
from services.intake.medical.entrypoints import Medical
from services.intake.need_to_know import NEED_TO_KNOW
from services.intake.needs.entrypoints import Safeguarding
from services.intake.person_requests.entrypoints import PersonRequests
from services.intake.progress.entrypoints import (
    ExpertFacts,
    ReintegrationFacts,
    Timeline,
    TravelFacts,
    Waits,
)
from services.intake.radar.entrypoints import Radar
from services.intake.resettlement.entrypoints import Resettlements
from services.intake.retention.entrypoints import Retentions
from services.intake.reunification.entrypoints import Reunifications
from services.intake.rights.entrypoints import Rights
from services.intake.third_country.entrypoints import ThirdCountry
from services.intake.trafficking.entrypoints import Trafficking
from services.intake.what_if.entrypoints import WhatIf


class IntakeService(
    Cases,
    Assignments,
    EmergencyAccesses,
    Application,
    Eligibility,
    Clearances,
    Safeguarding,
    Trafficking,
    Medical,
    Detentions,
    ThirdCountry,
    Loans,
    Reunifications,
    Resettlements,
    Radar,
    Counselling,
    Figures,
    Alerts,
    Acceptance,
    Letters,
    DepartureLetters,
    Documents,
    Copies,
    Timeline,
    Waits,
    TravelFacts,
    ReintegrationFacts,
    ExpertFacts,
    LookBack,
    WhatIf,
    Rights,
    PersonRequests,
    Erasures,
    Retentions,
    ParkedMessages,
    AuditTrail,
    RuleDesk,
):
    """Everything intake answers and listens to, by subject."""

    name = "intake"

    work = Work()
    need_to_know = NEED_TO_KNOW
