"""What the local system writes down: settings, secrets, and what must run."""

import stat
import subprocess

import pytest

from infra.local import programs, server_user, settings, system
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


def test_an_agents_password_does_not_stand_on_its_command_line(tmp_path):
    agent = system.agent(Place(tmp_path, 21000), "polder", "amqp://polder:secret@127.0.0.1:1/p")

    assert "secret" not in " ".join(agent.command)
    assert agent.env == {"HOMEWARD_AGENT_URI": "amqp://polder:secret@127.0.0.1:1/p"}


def test_a_place_is_closed_to_everybody_and_the_servers_user_still_passes(tmp_path):
    home = tmp_path / "home"
    (home / "postgres").mkdir(parents=True)
    server_user.close(home)

    assert stat.S_IMODE(home.stat().st_mode) == (0o710 if server_user.is_root() else 0o700)


@pytest.mark.skipif(not server_user.is_root(), reason="only root starts servers as another user")
def test_a_server_passes_through_closed_folders_and_writes_no_further(tmp_path):
    inner = tmp_path / "closed" / "inner"
    inner.mkdir(parents=True)
    inner.chmod(0o755)
    (tmp_path / "closed").chmod(0o700)
    (inner / "file").write_text("read me")
    (inner / "file").chmod(0o644)
    command = server_user.prefix(inner / "file")

    def run(*words):
        return subprocess.run([*command, *words], capture_output=True, text=True, check=False)

    assert run("cat", str(inner / "file")).stdout == "read me"
    assert run("touch", str(inner / "new")).returncode != 0
