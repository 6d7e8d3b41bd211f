"""How long what is kept of a person is: as long for everybody."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from services.chassis.messages import as_json

# More than anything that is known of one person can be long.
ROOM_BYTES = 256
PADDING = "padding"


def padded(known: Mapping[str, Any]) -> dict[str, Any]:
    """Ciphertext shows how long it is, and so what it says, unless all are of one length."""
    bare = {name: said for name, said in known.items() if name != PADDING}
    length = len(json.dumps(as_json(bare), separators=(",", ":")))
    return bare | {PADDING: "." * (ROOM_BYTES - length)}
