"""A process says at once what its environment lacks, and never shows a password."""

from pathlib import Path

import pytest

from services.chassis.errors import Invalid
from services.chassis.settings import Settings, database_uri_of, owner_uri_of

WHOLE = {
    "HOMEWARD_AMQP_URI": "amqp://homeward:amqp-secret@127.0.0.1:5/homeward",
    "HOMEWARD_DB_EXPERT_DEPLOYMENT": "postgresql://role:db-secret@/name?host=/run/pg",
    "HOMEWARD_KEYS_DIR": "keys",
    "HOMEWARD_METRICS_PORT": "9301",
    "HOMEWARD_PROCESS": "expert_deployment-1",
}


def settings(**changes):
    return Settings.of("expert_deployment", WHOLE | changes)


def test_all_that_is_set_is_read():
    read = settings(HOMEWARD_CLOCK_FILE="clock")

    assert read.process == "expert_deployment-1"
    assert read.metrics_port == 9301
    assert read.keys_dir == Path("keys")
    assert read.clock_file == Path("clock")
    assert read.broker("internal") == WHOLE["HOMEWARD_AMQP_URI"]


def test_the_driver_that_yields_under_eventlet_is_named():
    wanted = "postgresql+psycopg2://role:db-secret@/name?host=/run/pg"

    assert settings().database_uri == wanted
    assert database_uri_of("expert_deployment", WHOLE) == wanted


def test_migrations_run_as_the_owner_or_as_the_service_when_there_is_none():
    owned = WHOLE | {"HOMEWARD_DB_EXPERT_DEPLOYMENT_OWNER": "postgresql://owner:x@/name"}

    assert owner_uri_of("expert_deployment", owned) == "postgresql+psycopg2://owner:x@/name"
    assert owner_uri_of("expert_deployment", WHOLE) == settings().database_uri


def test_everything_that_is_missing_is_named_in_one_sentence():
    with pytest.raises(Invalid) as refused:
        Settings.of("intake", {"HOMEWARD_DB_INTAKE": ""})

    assert str(refused.value) == (
        "intake needs HOMEWARD_AMQP_URI, HOMEWARD_DB_INTAKE, HOMEWARD_KEYS_DIR, which are not set."
    )


def test_a_broker_without_an_address_is_refused_when_it_is_asked_for():
    with pytest.raises(Invalid, match="HOMEWARD_PARTNER_DESK_AMQP_URI, which is not set"):
        settings().broker("partners")
    with pytest.raises(Invalid, match="no broker carrier-pigeon"):
        settings().broker("carrier-pigeon")


@pytest.mark.parametrize("port", ["-1", "65536", "http", "8e3", "٣"])
def test_a_port_that_is_none_is_refused(port):
    with pytest.raises(Invalid, match="HOMEWARD_METRICS_PORT must be a port"):
        settings(HOMEWARD_METRICS_PORT=port)


def test_another_database_is_refused():
    with pytest.raises(Invalid, match="HOMEWARD_DB_EXPERT_DEPLOYMENT must be a postgresql"):
        settings(HOMEWARD_DB_EXPERT_DEPLOYMENT="mysql://db-secret@somewhere/db")


def test_no_password_is_shown():
    shown = repr(settings(HOMEWARD_PARTNER_DESK_AMQP_URI="amqp://desk:amqp-secret@127.0.0.1/p"))

    assert "secret" not in shown


def test_the_time_for_which_a_crash_is_tried_again_is_whole_seconds_of_a_day_at_most():
    assert settings().retry_seconds == 756
    assert settings(HOMEWARD_RETRY_SECONDS="60").retry_seconds == 60

    for wrong in ("-1", "1.5", "soon", "86401"):
        with pytest.raises(Invalid, match="HOMEWARD_RETRY_SECONDS"):
            settings(HOMEWARD_RETRY_SECONDS=wrong)
