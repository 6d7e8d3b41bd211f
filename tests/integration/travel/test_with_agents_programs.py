"""Travel with two agents' own programs: nobody plays, everybody runs."""

import json
import sys

import pytest
from joserfc.jwk import ECKey
from test_withdrawals import withdraw
from travel_house import a_child_alone, a_person

from infra.local.bench.running import Running, free_port

NAMES = ("polder", "delta")


class AgentProgram:
    """The kit's emulator under its own credentials, steered by a file."""

    def __init__(self, broker, stack, name, folder):
        self.name, self._folder = name, folder
        self.key = ECKey.generate_key("P-256", auto_kid=True)
        key_file = folder / "private.jwk"
        key_file.write_text(json.dumps(self.key.as_dict(private=True)))
        uri, port = broker.admit_agent(name, "an-agents-own-password"), free_port()
        command = [sys.executable, "-m", "partner_kit.emulator", "--name", name]
        command += ["--key", str(key_file), "--state", str(folder), "--ops-port", str(port)]
        self.running = Running(stack, command, {"HOMEWARD_AGENT_URI": uri}, port)
        self.running.start()
        self.running.wait_until_ready()

    def steer(self, **rule):
        (self._folder / "control.json").write_text(json.dumps(rule))


@pytest.fixture(scope="module")
def programs(open_house, broker, stack, tmp_path_factory):
    started = {}
    for prefix in NAMES:
        folder = tmp_path_factory.mktemp(prefix)
        name = f"{prefix}-{folder.name[-1]}{free_port()}"
        agent = started[prefix] = AgentProgram(broker, stack, name, folder)
        jwk = agent.key.as_dict(private=False)
        open_house.ask("register_agent", body={"name": name, "jwk": jwk})
    yield started
    for agent in started.values():
        agent.running.close()
        broker.api.remove_user(agent.name)


@pytest.fixture
def polder(programs):
    yield programs["polder"]
    programs["polder"].steer(behaviour="good")


@pytest.fixture
def delta(programs):
    yield programs["delta"]
    programs["delta"].steer(behaviour="good")


def test_a_family_is_booked_and_a_withdrawal_brings_the_money_back(house, polder, delta):
    case_ref = house.accept(
        a_person(),
        a_person("accompanied_minor", passenger_type="child", birth_date="2019-05-05"),
        destination_airport="EVN",
        destination_country="AM",
    )
    movement = house.movement(case_ref, "booked")
    assert len(movement["bookings"][0]["ticket_numbers"]) == 2
    assert {offer["agent"] for offer in movement["offers"]} == {polder.name, delta.name}
    assert all(offer["allowed"] for offer in movement["offers"])

    withdraw(house, case_ref)

    house.movement(case_ref, "cancelled")
    costs = {one["kind"]: one for one in house.told("travel_cost_recorded", case_ref, 3)}
    total = costs["refund"]["amount_minor"] + costs["penalty"]["amount_minor"]
    assert total == costs["ticket"]["amount_minor"]


def test_the_agent_whose_offer_expires_loses_to_the_second(house, polder, delta):
    polder.steer(behaviour="expire", seconds=600, price_percent=10)

    case_ref = house.accept(a_person())

    movement = house.movement(case_ref, "booked")
    assert movement["agent"] == delta.name
    lost = next(offer for offer in movement["offers"] if offer["agent"] == polder.name)
    assert (lost["status"], lost["lost_reason"]) == ("lost", "offer_expired")


def test_an_agent_that_sends_nonsense_is_told_so_and_the_other_books(house, polder, delta):
    polder.steer(behaviour="nonsense")

    case_ref = house.accept(a_person())

    rejected = "SELECT count(*) FROM partner_messages WHERE agent = %s AND outcome = 'rejected'"
    house.wait(lambda: house.database.value(rejected, polder.name) > 0)
    # What comes after the time to answer is refused: the other must have offered before.
    offered = "SELECT count(*) FROM offers WHERE agent = %s AND movement_id = %s"
    movement_id = house.movement(case_ref)["movement_id"]
    house.wait(lambda: house.database.value(offered, delta.name, movement_id) > 0)
    house.set_clock(5 * 3600)
    assert house.movement(case_ref, "booked")["agent"] == delta.name


def test_a_child_is_escorted_there_and_the_escort_back(house, polder, delta):
    child = a_child_alone(nationality="MA")
    case_ref = house.accept(child, destination_airport="CMN", destination_country="MA")
    movement = house.movement(case_ref, "chosen")
    fields = ("given_names", "family_name", "birth_date", "sex", "nationality", "document")
    details = {name: child["sealed"][name] for name in fields}
    naming = {"kind": "social", "staff_id": "staff-900", "details": details}

    house.ask("name_escort", movement_id=movement["movement_id"], body=naming)

    assert len(house.movement(case_ref, "booked")["bookings"][0]["ticket_numbers"]) == 2
