"""Expert deployment: experts of the diaspora who work in their country of origin for a while."""

from services.chassis.answering.parked import ParkedMessages
from services.chassis.answering.rule_desk import RuleDesk
from services.chassis.answering.trail import AuditTrail
from services.chassis.work import Work
from services.expert_deployment.assignments.entrypoints import Assignments
from services.expert_deployment.erasures.entrypoints import ExpertErasures
from services.expert_deployment.experts.entrypoints import Experts
from services.expert_deployment.matching.entrypoints import Matching
from services.expert_deployment.need_to_know import NEED_TO_KNOW
from services.expert_deployment.rights.entrypoints import Rights
from services.expert_deployment.vacancies.entrypoints import Vacancies


class ExpertDeploymentService(
    Vacancies,
    Experts,
    Matching,
    Assignments,
    Rights,
    ExpertErasures,
    ParkedMessages,
    AuditTrail,
    RuleDesk,
):
    """Everything expert_deployment listens to and answers, by subject."""

    name = "expert_deployment"

    work = Work()
    need_to_know = NEED_TO_KNOW
