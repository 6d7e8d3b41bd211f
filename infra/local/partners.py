"""Admits travel agents: an account on the broker, and a public key that travel knows."""

from __future__ import annotations

import json
import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry

from infra.local import broker, settings
from infra.local.addresses import Addresses
from infra.local.calls import ask
from infra.local.credentials import Credentials
from infra.local.trouble import Trouble

NAME = re.compile(r"[a-z][a-z0-9-]{1,30}")
RESERVED = {broker.HOUSE_USER, broker.DESK_USER, "admin", "guest", "travel"}
SCOPES = ("travel:agents:read", "travel:agents:write")


def admit(where: Addresses, name: str, key_file: Path) -> str | None:
    """Admit a new agent and return its address, once; give a known one its next key."""
    check_name(name)
    jwk = read_public_key(key_file)
    address = None
    if name not in where.api.users():
        address = _open_account(where, name, secrets.token_urlsafe(24))
    register_key(where, name, jwk)
    return address


def admit_local(where: Addresses, credentials: Credentials, name: str) -> str:
    """Admit an agent that runs beside us; its key and address are made at the first start."""
    folder = where.place.home / "agents" / name
    if not (folder / "private.jwk").exists():
        _make_keys(folder)
    address = _open_account(where, name, credentials.password(f"AGENT_{name.upper()}"))
    credentials.remember(**{f"HOMEWARD_AGENT_{name.upper()}_AMQP_URI": address})
    register_key(where, name, read_public_key(folder / "public.jwk"))
    return address


def dismiss(where: Addresses, name: str) -> None:
    """Travel asks it for nothing new, and the broker lets it in no more."""
    check_name(name)
    if name not in where.api.users():
        raise Trouble(f"No agent is called '{name}'.")
    ask(where, "travel", "retire_agent", {"body": {"name": name}}, scopes=SCOPES)
    broker.dismiss_agent(where.api, where.partner_vhost, name)


def everyone(where: Addresses) -> list[dict[str, Any]]:
    answer = ask(where, "travel", "agents", {"query": {}}, scopes=SCOPES)
    return list(answer["items"])


def is_listening(where: Addresses, name: str) -> bool:
    readers = where.api.consumers(where.partner_vhost)
    return any(reader["queue"]["name"] == f"agent.{name}" for reader in readers)


def register_key(where: Addresses, name: str, jwk: dict[str, Any]) -> None:
    body = {"name": name, "jwk": jwk}
    ask(where, "travel", "register_agent", {"body": body}, scopes=SCOPES)


def check_name(name: str) -> None:
    if not NAME.fullmatch(name) or name in RESERVED:
        raise Trouble(
            f"'{name}' cannot be an agent's name: two to 31 small letters, digits and dashes, "
            "beginning with a letter."
        )


def read_public_key(path: Path) -> dict[str, Any]:
    """The one public key in the file; a private one never leaves its owner."""
    try:
        said = json.loads(path.read_text())
        keys = said.get("keys", [said])
        if len(keys) != 1:
            raise Trouble(f"{path} must hold exactly one key.")
        key = JWKRegistry.import_key(keys[0])
    except OSError as error:
        raise Trouble(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, TypeError, AttributeError, KeyError, JoseError) as error:
        raise Trouble(f"{path} does not hold a public key as a JWK (RFC 7517).") from error
    if key.is_private:
        raise Trouble(f"{path} holds a private key; give us the public one and keep that to you.")
    key.ensure_kid()
    return key.as_dict(private=False)


def _open_account(where: Addresses, name: str, password: str) -> str:
    broker.admit_agent(where.api, where.partner_vhost, name, password)
    parts = urlsplit(where.partner_amqp)
    return f"{parts.scheme}://{name}:{quote(password, safe='')}@{parts.netloc}{parts.path}"


def _make_keys(folder: Path) -> None:
    key = ECKey.generate_key("P-256", {"use": "enc", "alg": "ECDH-ES+A256KW"}, auto_kid=True)
    settings.write_private(folder / "public.jwk", json.dumps(key.as_dict(private=False)))
    settings.write_private(folder / "private.jwk", json.dumps(key.as_dict(private=True)))
