"""An agent's program is told its address where the list of processes does not show it."""

import argparse

import pytest

from partner_kit.address import VARIABLE, add_address, address_of


@pytest.fixture
def told(monkeypatch):
    """Read a command line with a given environment."""
    monkeypatch.delenv(VARIABLE, raising=False)

    def read(*words, variable=None):
        if variable is not None:
            monkeypatch.setenv(VARIABLE, variable)
        parser = argparse.ArgumentParser()
        add_address(parser, "where")
        return address_of(parser, parser.parse_args(words))

    return read


def test_the_address_may_stand_in_the_environment(told):
    assert told(variable="amqp://a") == "amqp://a"


def test_the_address_may_stand_in_a_file_of_ones_own(told, tmp_path):
    (tmp_path / "address").write_text("amqp://b\n")

    assert told("--uri-file", str(tmp_path / "address"), variable="amqp://a") == "amqp://b"


def test_what_the_command_line_says_goes_first(told):
    assert told("--uri", "amqp://c", variable="amqp://a") == "amqp://c"


@pytest.mark.parametrize("words", [[], ["--uri-file", "/no/such/file"]])
def test_a_program_without_an_address_says_what_is_missing(told, words, capsys):
    with pytest.raises(SystemExit):
        told(*words)

    assert "--uri-file" in capsys.readouterr().err
