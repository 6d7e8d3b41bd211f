"""Writes docs/openapi.json from the routes: `python -m gateway.document`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from gateway.app import create_app
from gateway.resources import ROUTES
from gateway.settings import Settings
from services.chassis.callers.vouching import Voucher
from services.chassis.wire.rpc import RpcClient

FILE = Path(__file__).parents[1] / "docs" / "openapi.json"


def document() -> dict[str, Any]:
    """Return the document as the running gateway serves it; nothing is connected for that."""
    settings = Settings(amqp_uri="memory://", token_issuer="", token_audience="", jwks_file="none")
    app = create_app(settings, RpcClient(settings.amqp_uri, Voucher(b"")), ROUTES)
    described: dict[str, Any] = app.extensions["flask-smorest"]["apis"][""][
        "ext_obj"
    ].spec.to_dict()
    return described


def text() -> str:
    return json.dumps(document(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the file."""
    FILE.write_text(text())
    sys.stdout.write(f"Wrote {FILE.name} with {len(ROUTES)} operations.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
