"""An expert's assignment with the real broker and database, travel's words played by the test."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from kombu import Connection, Exchange, Queue

from services.chassis.callers.identity import Principal
from services.chassis.callers.vouching import FILE, Voucher
from services.chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.chassis.ids import new_id
from services.chassis.messages import Envelope
from services.chassis.wire import envelope
from services.chassis.wire.rpc import RpcClient

SCOPES = frozenset(
    f"expert_deployment:{subject}:{act}"
    for subject in ("vacancies", "experts", "assignments")
    for act in ("read", "write")
)
OFFICER = Principal("d.officer", frozenset({"deployment_officer"}), SCOPES)
PRIVACY = Principal(
    "p.officer",
    frozenset({"privacy_officer"}),
    frozenset({"expert_deployment:rights:read", "expert_deployment:rights:write"}),
)
VACANCY = {
    "programme": "CD4D2",
    "country": "IQ",
    "sector": "justice",
    "mode": "physical",
    "host_institution": "Ministry of Justice",
    "terms_of_reference": "Train thirty judges in international criminal law.",
    "starts_on": "2035-02-01",
    "ends_on": "2035-03-14",
    "destination_airport": "BGW",
}
EXPERT = {
    "person": {
        "given_names": "Zahra",
        "family_name": "Quilliamson",
        "birth_date": "1984-03-09",
        "sex": "F",
        "nationality": "NL",
        "document": {
            "kind": "passport",
            "number": "SPECI2014",
            "issuing_country": "NL",
            "expires_on": "2041-05-01",
        },
    },
    "consent": {"signed_on": "2020-10-01", "language": "en"},
    "diaspora_of": ["IQ"],
    "sectors": ["justice"],
    "residence_country": "NL",
    "right_of_return": True,
}
ON_FILE = {
    "allowance": {"amount_minor": 420_000, "currency": "EUR", "reference": "AGR-1"},
    "insurance": {"covers_from": "2035-01-20", "covers_until": "2035-04-01", "reference": "POL-1"},
    "security_briefing": {"briefed_on": "2035-01-10", "reference": "SEC-1"},
}


@pytest.fixture(scope="module")
def place(database, broker):
    """What outlives one process: its database, its vhost, and a queue that hears every fact."""
    spy = Queue(f"spy-{new_id()}", Exchange("expert_deployment.events", "topic"), "#", durable=True)
    with Connection(broker.amqp_uri) as connection:
        spy(connection.default_channel).declare()
    return SimpleNamespace(database=database("expert_deployment"), broker=broker, spy=spy)


@pytest.fixture
def desk(place, service, keys):
    """The running service, and how to ask it."""
    service("expert_deployment", database=place.database, broker=place.broker)
    client = RpcClient(place.broker.amqp_uri, Voucher.of(keys / FILE))

    def ask(method, principal=OFFICER, key=None, **kwargs):
        return client.call(
            "expert_deployment", method, kwargs, principal=principal, idempotency_key=key
        )[0]

    ask.client = client
    yield ask
    client.close()


def facts_heard(place):
    """Take what has come to the spy's queue so far."""
    heard = []
    with Connection(place.broker.amqp_uri) as connection:
        queue = place.spy(connection.default_channel)
        while message := queue.get(no_ack=True):
            body = message.body
            heard.append(json.loads(body if isinstance(body, str) else bytes(body)))
    return heard


def travel_says(place, name, sequence, assignment_id, **content):
    """Publish a fact as travel would; returns the body, to send it again."""
    said = Envelope(
        id=new_id(),
        source="/homeward/travel",
        type=f"travel.{name}.v1",
        time=datetime.now(UTC),
        subject="m-1",
        sequence=sequence,
        correlation_id=assignment_id,
        causation_id="",
        trace_parent="",
    )
    fact = {"movement_id": "m-1", "case_ref": None, "assignment_id": assignment_id} | content
    body = envelope.write(said, fact)
    send_again(place, name, body)
    return body


def send_again(place, name, body):
    with Connection(place.broker.amqp_uri) as connection:
        connection.Producer().publish(
            body,
            exchange="travel.events",
            routing_key=f"{name}.v1",
            content_type="application/cloudevents+json",
            content_encoding="utf-8",
        )


def a_cleared_assignment(desk):
    vacancy = desk("draft_vacancy", body=VACANCY)
    desk("publish_vacancy", vacancy_id=vacancy["vacancy_id"])
    expert = desk("register_expert", body=EXPERT)
    candidate = desk(
        "propose_candidate",
        vacancy_id=vacancy["vacancy_id"],
        body={"expert_id": expert["expert_id"]},
    )
    for by in ("iom", "host"):
        candidate = desk("record_word", candidate_id=candidate["candidate_id"], body={"by": by})
    return desk("clear_assignment", assignment_id=candidate["assignment_id"], body=ON_FILE)


def test_an_expert_is_selected_travels_works_and_comes_to_an_end(desk, place, wait_for):
    assignment_id = a_cleared_assignment(desk)["assignment_id"]

    def has_become(status):
        return lambda: desk("assignment", assignment_id=assignment_id)["status"] == status

    names = []

    def travel_was_asked():
        names.extend(fact["type"] for fact in facts_heard(place))
        return "expert_deployment.assignment_travel_needed.v1" in names

    wait_for(travel_was_asked)
    assert names[-3:] == [
        "expert_deployment.expert_selected.v1",
        "expert_deployment.assignment_cleared.v1",
        "expert_deployment.assignment_travel_needed.v1",
    ]

    booked = travel_says(place, "movement_booked", 3, assignment_id)
    wait_for(has_become("booked"))
    travel_says(place, "person_departed", 5, assignment_id, person_id="p-1")
    wait_for(has_become("travelling"))
    travel_says(place, "person_arrived", 6, assignment_id, person_id="p-1")
    wait_for(has_become("started"))
    send_again(place, "movement_booked", booked)

    reports = {"expert_report": "DOC-1", "host_report": "DOC-2"}
    ended = desk("end_assignment", assignment_id=assignment_id, body=reports)
    assert (ended["status"], ended["outcome"]) == ("ended", "completed")
    assert place.database.value("SELECT count(*) FROM held_messages") == 0


def test_a_departure_that_comes_before_its_booking_is_not_lost(desk, place, wait_for):
    assignment_id = a_cleared_assignment(desk)["assignment_id"]
    travel_says(place, "person_departed", 5, assignment_id, person_id="p-1")
    wait_for(lambda: place.database.value("SELECT count(*) FROM held_messages") == 1)
    travel_says(place, "movement_booked", 3, assignment_id)

    wait_for(lambda: desk("assignment", assignment_id=assignment_id)["status"] == "travelling", 20)


def test_a_withdrawal_is_over_when_travel_has_put_the_journey_back(desk, place, wait_for):
    assignment = a_cleared_assignment(desk)
    assignment_id = assignment["assignment_id"]
    withdrawn = desk(
        "withdraw_assignment", assignment_id=assignment_id, body={"reason_code": "illness"}
    )
    assert (withdrawn["status"], withdrawn["owner"]) == ("withdrawing", "movement_officer")

    travel_says(place, "movement_cancelled", 4, assignment_id, reason_code="withdrawn")

    wait_for(lambda: desk("assignment", assignment_id=assignment_id)["status"] == "withdrawn")
    vacancy = desk("vacancy", vacancy_id=assignment["vacancy_id"])
    assert vacancy["status"] == "published"


def test_a_repeated_request_selects_once(desk):
    vacancy = desk("draft_vacancy", key="once", body=VACANCY)

    again = desk("draft_vacancy", key="once", body=VACANCY)

    assert again == vacancy
    with pytest.raises(Invalid, match="another request"):
        desk("draft_vacancy", key="once", body=VACANCY | {"sector": "health"})


def test_the_register_is_searched_by_country_and_sector_and_holds_no_name_in_clear(desk, place):
    expert = desk("register_expert", body=EXPERT | {"diaspora_of": ["NG"], "sectors": ["health"]})

    found = desk("experts", query={"country": "NG", "sector": "health", "limit": 50})
    assert [each["expert_id"] for each in found["items"]] == [expert["expert_id"]]
    assert desk("experts", query={"country": "NG", "sector": "water"})["items"] == []
    shown = desk("expert", expert_id=expert["expert_id"])
    assert shown["person"]["family_name"] == "Quilliamson"
    rows = place.database.value("SELECT string_agg(experts::text, ' ') FROM experts")
    assert "Quilliamson" not in rows
    assert "SPECI2014" not in rows
    assert "1984-03-09" not in rows


def test_an_expert_is_forgotten_on_request_and_the_name_can_be_read_no_more(desk, place):
    expert_id = desk("register_expert", body=EXPERT)["expert_id"]
    erasure = desk(
        "erase_expert", principal=PRIVACY, expert_id=expert_id, body={"ground": "request"}
    )
    listed = desk("expert_erasures", principal=PRIVACY, query={"status": "told", "limit": 200})
    exported = desk("export_person", principal=PRIVACY, person_id=expert_id)["rows"]

    assert (erasure["status"], erasure["outstanding"]) == ("told", ["travel"])
    assert (erasure["owner"], erasure["overdue"]) == ("privacy_officer", False)
    assert erasure["erasure_id"] in [one["erasure_id"] for one in listed["items"]]
    assert "Quilliamson" not in str(exported)
    assert exported["expert_erasures"][0]["asked_by"] == PRIVACY.subject
    with pytest.raises(NotFound, match="erased"):
        desk("expert", expert_id=expert_id)
    with pytest.raises(Forbidden):
        desk("erase_expert", expert_id=expert_id, body={"ground": "request"})


def test_pages_go_on_where_the_last_one_ended(desk):
    made = [desk("draft_vacancy", body=VACANCY | {"country": "SO"}) for _ in range(3)]

    first = desk("vacancies", query={"country": "SO", "limit": 2})
    rest = desk("vacancies", query={"country": "SO", "limit": 2, "after": first["next"]})

    read = [each["vacancy_id"] for each in first["items"] + rest["items"]]
    assert read == [each["vacancy_id"] for each in made]
    assert rest["next"] is None


def test_who_lacks_the_scope_is_refused(desk):
    nobody = Principal("c.jansen", frozenset({"counsellor"}), frozenset())

    with pytest.raises(Forbidden):
        desk("draft_vacancy", principal=nobody, body=VACANCY)


def test_a_refusal_crosses_the_bus_as_itself(desk):
    vacancy = desk("draft_vacancy", body=VACANCY | {"sector": "tourism"})

    with pytest.raises(Invalid, match="justice") as refused:
        desk("publish_vacancy", vacancy_id=vacancy["vacancy_id"])

    assert [problem["pointer"] for problem in refused.value.errors] == ["/sector"]
    with pytest.raises(Conflict, match="draft"):
        desk(
            "propose_candidate",
            vacancy_id=vacancy["vacancy_id"],
            body={"expert_id": "nobody"},
        )
