"""The scribe: writes down what was read, for all who read at the same time in one transaction."""

from __future__ import annotations

from eventlet.event import Event
from eventlet.semaphore import Semaphore
from sqlalchemy import Engine

from services.chassis.audit.deeds import WRITE, Deed, DeedBook


class Page:
    """Deeds that are committed together, and whoever waits for that."""

    def __init__(self) -> None:
        self.deeds: list[Deed] = []
        self.written: Event = Event()


class Scribe:
    """Writes deeds on the database in pages; a reader is answered when their page is on the disk.

    A read of its own transaction cost a statement and a commit each: 64 readers then waited for 64
    commits. Whoever comes while a page is being written goes on the next, all of them together.
    """

    def __init__(self, engine: Engine, book: DeedBook) -> None:
        # One statement, and so one round trip, is the whole transaction.
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._book = book
        self._pen = Semaphore()
        self._open = Page()

    def write(self, deed: Deed) -> None:
        """Return when the deed is on the disk; raise when that is not known."""
        page = self._open
        page.deeds.append(deed)
        if len(page.deeds) > 1:
            page.written.wait()
            return
        with self._pen:
            self._open = Page()
            try:
                self._put(page.deeds)
            except BaseException as error:
                page.written.send_exception(error)
                raise
            page.written.send()

    def _put(self, deeds: list[Deed]) -> None:
        with self._book.series() as series, self._engine.connect() as connection:
            connection.execute(WRITE, {"deeds": self._book.written(series, deeds)})
