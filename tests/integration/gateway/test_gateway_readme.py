"""The walk through a case in README.md is true: it is run as it stands there."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.roles import ROLES, SERVICES
from infra.local.bench.running import free_port
from services.chassis.callers import tokens
from services.chassis.privacy.keys import ensure_keys

README = Path(__file__).parents[3] / "README.md"
BLOCK = re.compile(r"```bash\n(.*?)```", re.DOTALL)
ISSUER, AUDIENCE = "https://issuer.example", "homeward"
EXPECTED = [201, 201, 422, 200, 200, 200, 200, 200, 200, 200, 401, 403, 422, 409, 428, 200]


@pytest.fixture
def gateway(service, database, broker, tmp_path):
    """Start all four services and the gateway."""
    keys = tmp_path / "keys"
    ensure_keys(keys, SERVICES)
    port = free_port()
    started = [
        service(name, database=database(name), broker=broker, ready=False, HOMEWARD_KEYS_DIR=keys)
        for name in SERVICES
    ]
    for each in started:
        each.wait_until_ready()
    door = service(
        "gateway",
        database=database("intake"),
        broker=broker,
        ready=False,
        command=[
            *(sys.executable, "-W", "ignore", "-m", "gunicorn", "-c", "python:gateway.gunicorn"),
            "gateway.wsgi:app",
        ],
        HOMEWARD_GATEWAY_PORT=port,
        HOMEWARD_TOKEN_ISSUER=ISSUER,
        HOMEWARD_TOKEN_AUDIENCE=AUDIENCE,
        HOMEWARD_JWKS_FILE=keys / tokens.JWKS_FILE,
    )
    door.url = f"http://127.0.0.1:{port}"
    door.wait_until_ready()
    return door, keys


def tokens_as_a_shell_function(keys):
    """Return `token ROLE` for the shell, which `homeward token` is in the README."""
    key = tokens.load_signing_key(keys)
    made = {
        role: tokens.mint(key, issuer=ISSUER, audience=AUDIENCE, subject=role, roles=[role])
        for role in ROLES
    }
    cases = [f"{role}) echo {token};;" for role, token in made.items()]
    return "token() { case $1 in\n" + "\n".join(cases) + "\nesac; }\n"


def test_the_walk_in_the_readme_goes_as_it_says(gateway):
    door, keys = gateway
    blocks = BLOCK.findall(README.read_text())
    script = tokens_as_a_shell_function(keys) + "\n".join(blocks)

    walk = subprocess.run(
        ["bash", "-eu"],
        input=script,
        env={"PATH": "/usr/bin:/bin", "HOMEWARD_GATEWAY_URL": door.url},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert walk.returncode == 0, walk.stderr
    lines = [line for line in walk.stdout.splitlines() if line]
    answers = [json.loads(line) for line in lines if line.startswith("{")]
    statuses = [int(line) for line in lines if line.isdecimal()]
    assert statuses == EXPECTED, walk.stdout
    assert answers[0] == answers[1]
    assert answers[2]["code"] == "key-reused"
    assert answers[7]["status"] == "accepted"
    assert answers[12]["errors"] == [{"pointer": "/shoe_size", "detail": "Unknown field."}]
    assert answers[-1]["status"] in {"withdrawing", "withdrawn"}
