"""The keys of the local system, made at the first start by the chassis's own means."""

from pathlib import Path

from infra.local.place import SERVICES
from services.chassis.privacy.keys import ensure_keys


def ensure(folder: Path) -> None:
    """Every service's pair to seal with, the vault's master key, and the key that signs tokens."""
    ensure_keys(folder, SERVICES)
