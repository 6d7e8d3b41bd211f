"""At one moment: a transaction that the test holds open, beside what a service does meanwhile."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from services.chassis.database import mapping_of
from services.chassis.settings import with_psycopg2

WAITS = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


class Meanwhile:
    """What stores take for a unit; nobody else sees what it does before it is committed."""

    def __init__(self, database: Any, session: Session, client: Any) -> None:
        self.session, self.service = session, database.service
        self._database, self._client = database, client

    def store(self, kind: Any) -> Any:
        return kind(self)

    def rows(self, statement: str, **values: Any) -> Any:
        return self.session.execute(text(statement), values)

    def somebody_waits(self) -> bool:
        return bool(self._database.itself.value(WAITS))

    def then(self, call: Callable[[], Any], wait_for: Any) -> Any:
        """Begin a call, commit once it waits for this transaction, and return its answer."""
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(self._ask, call)
            try:
                wait_for(lambda: asked.done() or self.somebody_waits())
                waited = not asked.done()
            finally:
                # Whatever came of it, nobody is left waiting.
                self.session.commit()
            answer = asked.result(60)
        assert waited, "It waited for nobody."
        return answer

    def _ask(self, call: Callable[[], Any]) -> Any:
        try:
            return call()
        finally:
            # A client has a connection for each thread that asks.
            if self._client is not None:
                self._client.close()


@contextmanager
def meanwhile(database: Any, client: Any = None) -> Iterator[Meanwhile]:
    """Open a transaction of a service's own database, in its own role."""
    import_module(f"services.{database.service}.service")
    mapping_of(database.service).configure()
    engine = create_engine(with_psycopg2(database.uri, "HOMEWARD_DB"))
    with Session(engine, expire_on_commit=False) as session:
        yield Meanwhile(database, session, client)
    engine.dispose()
