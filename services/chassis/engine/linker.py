"""The linker: puts the deeds that were written since in the chain of the audit, a batch at a time.

It runs in every process of a service, and the one that has the lock links; see decision 0015.
"""

from __future__ import annotations

import eventlet
import structlog

from services.chassis.audit.chain import LINKED_AT_ONCE, Chain
from services.chassis.database import is_away
from services.chassis.frame import Frame

LOOK_SECONDS = 0.25
# What this process wrote is linked at its next look; what a killed one left, after so many.
LOOKS_MAX = 12

log = structlog.get_logger(__name__)


class Linker:
    """Runs until it is stopped, and then links what is left."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._stopping = False

    def run(self) -> None:
        """Link what there is, look again soon; wait out a database that is away."""
        book, looks = self._frame.deeds, 0
        while not self._stopping:
            looks += 1
            if book.fresh or looks >= LOOKS_MAX:
                book.fresh, looks = False, 0
                # Another process may have the lock: then look again.
                book.fresh = self._link() == LINKED_AT_ONCE
            eventlet.sleep(0 if book.fresh else LOOK_SECONDS)
        while self._link() == LINKED_AT_ONCE:
            pass

    def stop(self) -> None:
        """Begin the last round; nobody writes a deed any more."""
        self._stopping = True

    def _link(self) -> int:
        try:
            with self._frame.session() as session:
                return Chain(session, self._frame.keyring.index).link_some()
        except Exception as error:
            if not is_away(error):
                raise
            log.warning("linker_database_away")
            return 0
