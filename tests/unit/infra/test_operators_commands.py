"""A command that cannot do what was asked says so in one sentence and exits with 1."""

import json

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from infra.local import keys, partners, settings
from infra.local.cli import main
from infra.local.trouble import Trouble


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOMEWARD_LOCAL", str(tmp_path))
    settings.write(tmp_path / "env", {"HOMEWARD_PORT_BASE": "21000"})
    keys.ensure(tmp_path / "keys")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["token", "--role", "captain", "--subject", "anna"], "There is no role 'captain'"),
        (["token", "--role", "ops", "--subject", " "], "A token says who acts"),
        (["token", "--role", "ops", "--subject", "a", "--minutes", "0"], "1 to 1440 minutes"),
        (["clock", "set", "tomorrow"], "is not a moment"),
        (["clock", "advance", "5"], "is not a span"),
        (["partner", "add", "Polder", "--key", "key.jwk"], "cannot be an agent's name"),
        (["partner", "add", "travel", "--key", "key.jwk"], "cannot be an agent's name"),
        (["partner", "add", "polder", "--key", "no.jwk"], "no.jwk cannot be read"),
        (["parked", "replay", "travel"], "Say which"),
        (["rules", "load", "--file", "x.csv"], "name the service and the table"),
        (["status"], "The system is down"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(home, capsys, words, sentence):
    assert main(words) == 1
    told = capsys.readouterr().err
    assert told.startswith("homeward: ")
    assert sentence in told


def test_before_the_first_start_a_command_says_what_to_do(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HOMEWARD_LOCAL", str(tmp_path / "nothing"))

    assert main(["token", "--role", "ops", "--subject", "anna"]) == 1
    assert "run 'make up' first" in capsys.readouterr().err


def test_a_token_says_who_acts_in_which_roles(home, capsys):
    main(["token", "--role", "counsellor", "--role", "medical", "--subject", "anna"])
    public = KeySet.import_key_set(json.loads((home / "keys" / "token.jwks").read_text()))
    claims = jwt.decode(capsys.readouterr().out.strip(), public, algorithms=["ES256"]).claims

    assert (claims["sub"], claims["roles"]) == ("anna", ["counsellor", "medical"])
    assert (claims["iss"], claims["aud"]) == ("https://homeward.local", "homeward-gateway")
    assert claims["exp"] > claims["nbf"]


def test_the_clock_moves_and_comes_back(home, capsys):
    main(["clock", "set", "2027-03-01T09:00"])
    main(["clock", "advance", "28d"])
    main(["clock", "reset"])
    shown = capsys.readouterr().out.split()

    assert shown[0].startswith("2027-03-01T09:00:0")
    assert shown[1].startswith("2027-03-29T10:00:0")  # Summer began on the day before.
    assert not (home / "clock").exists()


def test_a_private_key_is_not_taken_from_a_partner(tmp_path):
    key = ECKey.generate_key("P-256", auto_kid=True)
    (tmp_path / "private.jwk").write_text(json.dumps(key.as_dict(private=True)))
    (tmp_path / "public.jwk").write_text(json.dumps(key.as_dict(private=False)))
    (tmp_path / "nonsense.jwk").write_text("[]")

    assert partners.read_public_key(tmp_path / "public.jwk")["kid"] == key.kid
    with pytest.raises(Trouble, match="holds a private key"):
        partners.read_public_key(tmp_path / "private.jwk")
    with pytest.raises(Trouble, match="does not hold a public key"):
        partners.read_public_key(tmp_path / "nonsense.jwk")
