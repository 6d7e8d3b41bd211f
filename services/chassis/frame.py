"""What one service process stands on: its settings, engine, clock, keys, rules and metrics."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from services.chassis.audit.deeds import DeedBook
from services.chassis.audit.scribe import Scribe
from services.chassis.callers import identity, vouching
from services.chassis.callers.vouching import Voucher
from services.chassis.clock import Clock
from services.chassis.database import mapping_of, open_engine
from services.chassis.privacy import sealing
from services.chassis.privacy.keyring import load_keyring
from services.chassis.rules.rulebook import Rulebook
from services.chassis.settings import Settings
from services.chassis.watch.metrics import Metrics
from services.chassis.watch.ops import Readiness
from services.chassis.wire.bell import SENDS_TO, Bell


class Frame:
    """Everything that lives as long as the process, made once and handed to each unit."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.service = settings.service
        self.itself = identity.system(settings.service)
        self.engine = open_engine(settings.database_uri, application_name=settings.process)
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)
        event.listen(self.sessions, "after_commit", self._ring)
        self.bells: dict[str, Bell] = {}
        self.looks = sessionmaker(
            open_engine(settings.database_uri, application_name=settings.process, reads_only=True),
            expire_on_commit=False,
        )
        self.clock = Clock(settings.clock_file)
        self.metrics = Metrics(self.service)
        self.readiness = Readiness()
        self.keyring = load_keyring(settings.keys_dir)
        self.deeds = DeedBook(self.keyring.index)
        self.scribe = Scribe(self.engine, self.deeds)
        self.lasting_keys: dict[str, bytes] = {}
        self.private_keys = sealing.load_private(settings.keys_dir, self.service)
        self.voucher = Voucher.of(settings.keys_dir / vouching.FILE)
        self.rulebook = Rulebook(self.service)
        mapping_of(self.service).configure()

    def _ring(self, session: Session) -> None:
        """Wake the relays of the brokers for which something was committed."""
        for broker in session.info.get(SENDS_TO, ()):
            if broker in self.bells:
                self.bells[broker].ring()

    def public_key(self, service: str) -> Any:
        """Return the key with which something is sealed for another service."""
        return sealing.load_public(self.settings.keys_dir, service)

    @contextmanager
    def looking(self) -> Iterator[Session]:
        """Open what can only read, each statement for itself: it begins and commits nothing."""
        with self.looks() as session:
            yield session
            session.flush()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open a plain transaction for the chassis's own bookkeeping."""
        with self.sessions() as session, session.begin():
            yield session


@cache
def frame_of(service: str) -> Frame:
    """Return the one frame of this process."""
    return Frame(Settings.of(service))
