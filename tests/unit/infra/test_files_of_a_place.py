"""What the local system writes down: settings, secrets, and what must run."""

import stat

from infra.local import programs, settings
from infra.local.credentials import Credentials
from infra.local.place import Place
from infra.local.programs import Program


def test_settings_are_read_as_they_were_written(tmp_path):
    told = {"HOMEWARD_AMQP_URI": "amqp://homeward:a=b@127.0.0.1:1/homeward", "EMPTY": ""}
    settings.write(tmp_path / "env", told)

    assert settings.read(tmp_path / "env") == told
    assert stat.S_IMODE((tmp_path / "env").stat().st_mode) == 0o600
    assert settings.read(tmp_path / "not there") == {}


def test_a_password_is_made_once_and_kept(tmp_path):
    first = Credentials.load(Place(tmp_path))
    again = Credentials.load(Place(tmp_path))

    assert first.password("POSTGRES_ADMIN") == again.password("POSTGRES_ADMIN")
    assert first.database_password("intake") != first.database_password("travel")
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o600


def test_what_is_wanted_is_read_back_until_it_is_wanted_no_more(tmp_path):
    place = Place(tmp_path)
    travel = Program(name="travel-1", command=["true"], env={"HOMEWARD_DB_TRAVEL": "secret"})
    programs.want(place, travel)

    assert programs.wanted(place) == {"travel-1": travel}
    assert stat.S_IMODE((tmp_path / "wanted" / "travel-1.json").stat().st_mode) == 0o600
    programs.unwant(place, "travel-1")
    assert programs.wanted(place) == {}


def test_a_program_gets_its_own_settings_and_none_of_the_callers(tmp_path, monkeypatch):
    monkeypatch.setenv("HOMEWARD_DB_INTAKE", "not for travel")
    travel = Program(name="travel-1", command=["true"], env={"HOMEWARD_DB_TRAVEL": "mine"})
    given = programs.environment(Place(tmp_path), travel)

    assert given["HOMEWARD_DB_TRAVEL"] == "mine"
    assert "HOMEWARD_DB_INTAKE" not in given
