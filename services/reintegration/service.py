"""Reintegration: what people are entitled to, and every euro of it. A table of contents."""

from services.chassis.answering.parked import ParkedMessages
from services.chassis.answering.rule_desk import RuleDesk
from services.chassis.answering.trail import AuditTrail
from services.chassis.staff.case_access import CaseAccess
from services.chassis.work import Work
from services.reintegration.allowances.entrypoints import Allowances
from services.reintegration.entitlements.entrypoints import Entitlements
from services.reintegration.ledger.entrypoints import Ledger
from services.reintegration.monitoring.entrypoints import Monitoring
from services.reintegration.need_to_know import NEED_TO_KNOW
from services.reintegration.payments.entrypoints import Payments
from services.reintegration.plans.entrypoints import Plans
from services.reintegration.returns.entrypoints import Returns
from services.reintegration.rights.entrypoints import Rights
from services.reintegration.vendors.entrypoints import Vendors


class ReintegrationService(
    Returns,
    Entitlements,
    Allowances,
    Plans,
    Vendors,
    Payments,
    Ledger,
    Monitoring,
    CaseAccess,
    Rights,
    ParkedMessages,
    AuditTrail,
    RuleDesk,
):
    """Everything reintegration listens to and answers, by subject."""

    name = "reintegration"

    work = Work()
    need_to_know = NEED_TO_KNOW
