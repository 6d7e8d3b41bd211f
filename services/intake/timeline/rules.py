"""How a fact is told in a sentence. A fact that is missing here would be told by its name."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from services.intake.timeline.model import Entry

SENTENCES = {
    "intake.case_opened": "The case was opened.",
    "intake.case_assigned": "Somebody else works on the case too.",
    "intake.case_released": "Somebody no longer works on the case.",
    "intake.case_unassigned": "Nobody works on the case; the {owner} must assign somebody.",
    "intake.case_still_unassigned": "Still nobody works on the case; the {owner} must act.",
    "intake.glass_broken": "Somebody who is not assigned sees the case until {ends_at}: {reason}.",
    "intake.access_reviewed": "The access in an emergency was looked at: {finding}.",
    "intake.access_not_reviewed": "Nobody looked at the access in time; the {owner} must act.",
    "intake.case_corrected": "Facts of the case were corrected.",
    "intake.application_signed": "Application and data exchange were signed on {signed_on}.",
    "intake.case_eligible": "Every eligibility rule is met.",
    "intake.decision_open": "The eligibility decision is open on {open_rules}.",
    "intake.case_declined": "The case was declined: {reason_codes}.",
    "intake.clearance_requested": "The IND was asked for clearance.",
    "intake.clearance_granted": "Clearance was granted on {answered_on}.",
    "intake.clearance_refused": "Clearance was refused on {answered_on}.",
    "intake.clearance_withdrawn": "Clearance was withdrawn on {answered_on}.",
    "intake.clearance_dtv_decision": "The DT&V has to choose: removal steps are running.",
    "intake.safeguards_lapsed": "What was signed for a traveller no longer counts.",
    "intake.notice_sent": "Sent for reintegration: {what}.",
    "intake.safeguard_recorded": "Recorded for a traveller: {what}.",
    "intake.consent_recorded": "Consent given by {by}, signed on {signed_on}.",
    "intake.consent_withdrawn": "A consent was withdrawn: {scope}, signed by the {by}.",
    "intake.document_registered": "A document was registered: {kind}, held by: {holder}.",
    "intake.document_requested": "The {asked_of} was asked for a document, by {answer_by}: {kind}.",
    "intake.document_handed_over": "A document went from {giver} to {receiver}: {kind}, {place}.",
    "intake.copy_added": "A copy of a document was kept: {kind}.",
    "intake.checklist_signed": "At the airport the check-list was signed; documents: {documents}.",
    "intake.letter_issued": "A letter was issued: {kind}, in {language}.",
    "intake.departure_letter_found_missing": "Nobody departs before the letter about the money.",
    "intake.departure_letter_settled": "No letter about the money keeps anybody from leaving.",
    "intake.case_accepted": "The case was accepted; the journey may be arranged.",
    "intake.case_withdrawn": "The departure was called off: {reason_code}.",
    "intake.traveller_needs_changed": "What a traveller needs on the way has changed.",
    "intake.case_closed": "The case was closed: {outcome}.",
    "intake.case_reopened": "After the no-show the person still wants to leave.",
    "intake.identity_decided": "Two records were compared: {verdict}.",
    "intake.look_back_overridden": "The case goes on with records not compared: {ground}.",
    "intake.person_corrected": "What is recorded of a traveller was corrected: {what}.",
    "intake.request_received": "Asked by right: {right}; to be answered by {due_on}.",
    "intake.request_extended": "The answer to a request takes longer, until {due_on}: {right}.",
    "intake.request_answered": "A request was answered: {right}.",
    "intake.request_refused": "A request was refused, and where to complain was told: {right}.",
    "intake.request_overdue": "A request was not answered by {due_on}; the {owner} must act.",
    "intake.person_erased": "A traveller was forgotten: {ground}.",
    "intake.retention_review": "The term of the case is over; the {owner} must review it.",
    "intake.retention_overdue": "What becomes of the case was not decided; the {owner} must act.",
    "intake.retention_kept": "The case is kept longer, until {review_on}.",
    "intake.retention_held": "A legal hold keeps the case.",
    "intake.retention_released": "The legal hold is over; the case is reviewed.",
    "intake.retention_ended": "The case is kept no longer.",
    "intake.erasure_done": "Everybody has forgotten the traveller.",
    "intake.erasure_overdue": "Somebody has not said that a traveller is forgotten: {outstanding}.",
    "expert_deployment.expert_erased": "{by} has forgotten an expert.",
    "travel.expert_erasure_acknowledged": "{by} has forgotten an expert.",
    "travel.erasure_acknowledged": "{by} has forgotten a traveller.",
    "reintegration.erasure_acknowledged": "{by} has forgotten a traveller.",
    "expert_deployment.erasure_acknowledged": "{by} has forgotten a traveller.",
    "intake.booking_late": "Four weeks after the application nothing is booked: {reason_code}.",
    "intake.deadline_moved": "The deadline is now {due_at}.",
    "intake.deadline_passed": "The {owner} let a deadline pass: {waits_for}.",
    "intake.case_book": "Every traveller has a seat.",
    "intake.case_unbook": "The travellers have no seat any more.",
    "intake.case_depart": "The case has departed.",
    "intake.case_arrive": "Everyone who departed has arrived.",
    "intake.case_miss": "Nobody boarded.",
    "intake.case_put_back": "Everything that was opened is put back.",
    "intake.alert_raised": "{what} That is on {breaks_on}; the {owner} must act.",
    "intake.detention_recorded": "The detention is recorded; it lasts until {ends_by} at most.",
    "intake.detention_ended": "The person was released on {released_on}.",
    "intake.booking_announced": "The {to} was told of the booking.",
    "intake.journey_ordered": "The sponsor ordered a {service} on {ordered_on}.",
    "intake.case_order": "The order of the sponsor is there.",
    "intake.visa_recorded": "A visa: to be collected by {collect_by}, to enter by {enter_by}.",
    "intake.case_collect_visas": "Every traveller has a visa.",
    "intake.cost_estimated": "The journey is estimated at {amount_minor} {currency} cents.",
    "intake.case_estimate": "The estimate is made.",
    "intake.money_received": "{amount_minor} {currency} cents were received.",
    "intake.case_pay_deposit": "The deposit covers the estimate.",
    "intake.cost_entered": "A cost was entered: {kind}, {amount_minor} {currency} cents.",
    "intake.dearer_than_estimated": "At {amount_minor} {currency} cents it exceeds the estimate.",
    "intake.family_warned": "The family was told of {amount_minor} {currency} cents.",
    "intake.account_stated": "Final statement: a balance of {amount_minor} {currency} cents.",
    "intake.money_refunded": "{amount_minor} {currency} cents were given back.",
    "intake.case_account": "The account of the family is settled.",
    "intake.contact_led_here": "The person first asked on {asked_on}: {channel}.",
    "intake.nominated": "The family was nominated on {nominated_on}: {entry}.",
    "intake.interviewed": "The family was interviewed, or its dossier read, on {interviewed_on}.",
    "intake.selected": "The family was selected on {decided_on}.",
    "intake.quota_exceeded": "Selected on {decided_on} beyond the quota: {override_reason}",
    "intake.training_ended": "Training {number} of cultural orientation ended on {ended_on}.",
    "intake.exit_permit_recorded": "The exit permit is recorded; granted on {granted_on}.",
    "intake.municipality_assigned": "{municipality} takes the family in.",
    "intake.handed_over": "The COA handed the family over to {municipality} at {at}.",
    "intake.case_interview": "The family waits for the selection.",
    "intake.case_select": "A place in the quota is taken.",
    "intake.case_orient": "Cultural orientation is finished.",
    "intake.case_examine": "Everybody was found fit to travel.",
    "intake.case_document": "Everybody has a visa or travel document.",
    "intake.case_permit_exit": "The family may leave the country of stay.",
    "intake.case_hand_over": "The family is where it will live.",
    "intake.permit_seen": "The original of the permanent permit was seen on {seen_on}.",
    "intake.case_see_permit": "The country admits the person for good.",
    "intake.fee_claimed": "A fee was claimed: {kind}, {amount_minor} {currency} cents.",
    "intake.fee_approved": "A fee was approved: {kind}, {amount_minor} {currency} cents.",
    "intake.fee_refused": "A fee was refused: {kind}; {reason}",
    "intake.fee_refunded": "A fee was refunded: {kind}, {amount_minor} {currency} cents.",
    "intake.fare_lent": "The fare is lent: {amount_minor} {currency} cents to each adult.",
    "intake.note_signed": "A promissory note was signed on {signed_on}.",
    "intake.note_cancelled": "A promissory note was given back.",
    "intake.instalment_paid": "{amount_minor} {currency} cents of a loan were paid back.",
    "intake.loan_repaid": "A loan is paid back.",
    "intake.case_announce": "Whoever must know of the departure from detention does.",
    "travel.movement_opened": "Travel opened a movement.",
    "travel.movement_quoted": (
        "{offers_received} offers came in, {offers_allowed} of them allowed; chosen: {agent}."
    ),
    "travel.movement_booked": "Booked with {agent}, departing {departs_at}.",
    "travel.movement_changed": "The journey changed; departure is {departs_at}.",
    "travel.movement_cancelled": "The journey was cancelled: {reason_code}.",
    "travel.movement_stuck": "The journey waits too long for {waits_for}; {owner} must act.",
    "travel.departure_declared": "The departure declaration was signed.",
    "travel.person_departed": "A traveller departed; evidence: {evidence}; without: {without}.",
    "travel.person_arrived": "A traveller arrived.",
    "travel.hand_over_failed": "A child stays with the escort: {reason_code}; {owner} must act.",
    "travel.person_brought_back": "A child came back with the escort.",
    "travel.person_no_show": "A traveller did not board.",
    "travel.travel_cost_recorded": "A cost was recorded: {kind}, {amount_minor} {currency} cents.",
    "reintegration.entitlement_reserved": "Money was reserved under {scheme}.",
    "reintegration.entitlement_released": "The reservation was released: {reason_code}.",
    "reintegration.allowance_paid": "An allowance of {amount_minor} {currency} cents was paid.",
    "reintegration.allowance_returned": "An allowance was returned: {reason_code}.",
    "reintegration.plan_agreed": "A reintegration plan was agreed.",
    "reintegration.payment_released": "A payment of {amount_minor} {currency} cents was released.",
    "reintegration.payment_settled": "A payment of {amount_minor} {currency} cents was settled.",
    "reintegration.payment_rejected": "A payment was rejected: {reason_code}.",
    "reintegration.follow_up_due": "A follow-up is due on {due_on}.",
    "reintegration.reintegration_completed": "Reintegration is completed.",
    "expert_deployment.vacancy_published": "A vacancy was published: {sector}, {country}.",
    "expert_deployment.expert_selected": "An expert was selected.",
    "expert_deployment.assignment_cleared": "An assignment was cleared.",
    "expert_deployment.assignment_travel_needed": "An assignment needs a journey.",
    "expert_deployment.assignment_started": "An assignment started.",
    "expert_deployment.assignment_ended": "An assignment ended: {outcome}.",
    "expert_deployment.assignment_withdrawn": "An assignment was called off: {reason_code}.",
}


def sentence_of(type_: str, facts: dict[str, Any]) -> str:
    """Tell a fact in a sentence; what is not known of it shows as a dash."""
    known = {key: _told(value) for key, value in facts.items() if value not in (None, "", [], ())}
    template = SENTENCES.get(type_, f"{type_.replace('_', ' ')}.")
    return template.format_map(defaultdict(lambda: "-", known))


# When somebody flies, and with whom: of a hidden journey this is not shown to everybody.
JOURNEY = frozenset(
    {
        "agent",
        "arrived_at",
        "arrives_at",
        "brought_back_at",
        "booking_reference",
        "breaks_on",
        "departed_at",
        "departs_at",
        "departs_on",
        "due_at",
        "handed_over_at",
        "kept_at",
    }
)


def without_journey(entry: Entry) -> Entry:
    """R-VOT-04: tell a fact without when and with whom a hidden journey is."""
    facts = {key: value for key, value in entry.facts.items() if key not in JOURNEY}
    return Entry(
        entry_id=entry.entry_id,
        about=entry.about,
        at=entry.at,
        type=entry.type,
        sentence=sentence_of(entry.type, facts),
        facts=facts,
        actor=entry.actor,
    )


def _told(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value).replace("_", " ")
