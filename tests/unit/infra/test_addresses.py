"""Our own servers unless the environment names others, and never by accident."""

import pytest

from infra.local import addresses, settings, system
from infra.local.credentials import Credentials
from infra.local.place import Place
from infra.local.trouble import Trouble

ELSEWHERE = {
    "HOMEWARD_AMQP_URI": "amqp://homeward:secret@broker.example.org/homeward",
    "HOMEWARD_PARTNER_AMQP_URI": "amqp://broker.example.org/agents%2Fnl",
    "HOMEWARD_PARTNER_DESK_AMQP_URI": "amqp://desk:secret@broker.example.org/agents%2Fnl",
    "HOMEWARD_RABBITMQ_API": "http://root:secret@broker.example.org:15672",
}


@pytest.fixture
def place(tmp_path, monkeypatch):
    for name in (*ELSEWHERE, "HOMEWARD_DB_TRAVEL", "HOMEWARD_DB_TRAVEL_OWNER"):
        monkeypatch.delenv(name, raising=False)
    return Place(tmp_path, 21000)


@pytest.fixture
def found(place):
    return lambda: addresses.of(place, Credentials.load(place))


def test_everything_is_ours_when_nothing_is_named(found):
    where = found()

    assert where.own_broker
    assert where.own_postgres
    assert where.amqp.endswith("@127.0.0.1:21001/homeward")
    assert where.partner_amqp == "amqp://127.0.0.1:21001/partners"
    assert where.databases["travel"].endswith("@127.0.0.1:21006/homeward_travel")
    assert "//homeward_travel_owner:" in where.owners["travel"]


def test_another_broker_is_used_when_it_is_named_in_full(found, monkeypatch):
    for name, value in ELSEWHERE.items():
        monkeypatch.setenv(name, value)
    where = found()

    assert not where.own_broker
    assert where.amqp == ELSEWHERE["HOMEWARD_AMQP_URI"]
    assert where.partner_vhost == "agents/nl"
    assert (where.api.url, where.api.user) == ("http://broker.example.org:15672", "root")


def test_half_of_another_broker_is_refused(found, monkeypatch):
    monkeypatch.setenv("HOMEWARD_AMQP_URI", ELSEWHERE["HOMEWARD_AMQP_URI"])
    with pytest.raises(Trouble, match="set HOMEWARD_PARTNER_AMQP_URI and"):
        found()


def test_one_service_may_have_its_database_elsewhere(found, monkeypatch):
    monkeypatch.setenv("HOMEWARD_DB_TRAVEL", "postgresql://t:t@db.example.org/travel")
    where = found()

    assert where.databases["travel"] == "postgresql://t:t@db.example.org/travel"
    assert where.owners["travel"] == where.databases["travel"]
    assert where.own_postgres  # The others are still ours.


def test_a_database_elsewhere_may_name_the_owner_of_its_tables(found, monkeypatch):
    monkeypatch.setenv("HOMEWARD_DB_TRAVEL", "postgresql://t:t@db.example.org/travel")
    monkeypatch.setenv("HOMEWARD_DB_TRAVEL_OWNER", "postgresql://o:o@db.example.org/travel")

    assert found().migration("travel") == {
        "HOMEWARD_DB_TRAVEL": "postgresql://t:t@db.example.org/travel",
        "HOMEWARD_DB_TRAVEL_OWNER": "postgresql://o:o@db.example.org/travel",
    }


def test_no_process_is_told_who_owns_the_tables(found):
    where = found()
    told = [program.env for program in (*system.services(where), system.gateway(where))]

    assert "_owner:" not in str(told)


def test_our_own_file_read_into_a_shell_is_not_another_broker(place, found, monkeypatch):
    own = found().amqp
    settings.write(place.env_file, {"HOMEWARD_AMQP_URI": own})
    monkeypatch.setenv("HOMEWARD_AMQP_URI", own)

    assert found().own_broker
