"""One call of the gateway: carried out once when it has a key, and accounted for."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import LargeBinary, Text, bindparam, text
from sqlalchemy.exc import DBAPIError

from services.chassis.audit.deeds import WRITE, WRITTEN, Deed, ids_in
from services.chassis.database import sqlstate
from services.chassis.errors import Conflict, Invalid, Refusal
from services.chassis.frame import Frame
from services.chassis.messages import as_json
from services.chassis.privacy.answers import OUTCOMES
from services.chassis.unit import OF_COLUMNS, SEND, Circumstances, Unit, write_but_outgoing

# The lock and what was kept in one round trip. The look may be older than the lock by a moment,
# in which the first request has committed: then KEEP finds its row, and all is undone and tried
# again.
LOOK = text(
    "SELECT pg_try_advisory_xact_lock(hashtextextended(:name, 0)) AS mine, fingerprint, outcome "
    "FROM (SELECT) AS once LEFT JOIN idempotency ON principal = :principal AND key = :key"
)
# The last statement of a command: its facts, its kept answer and its deed. Three statements took a
# third of the time that the service spent on a command, beside the row itself.
CLOSE = text(
    f"WITH sent AS ({SEND}), written AS ({WRITTEN}), kept AS ("  # noqa: S608 - constants of ours
    "INSERT INTO idempotency (principal, key, method, fingerprint, outcome) "
    "SELECT :principal, :key, :method, :fingerprint, :outcome WHERE :key <> '' "
    "ON CONFLICT DO NOTHING RETURNING 1) SELECT count(*) FROM kept"
).bindparams(*OF_COLUMNS, bindparam("deeds", type_=Text), bindparam("outcome", type_=LargeBinary))

# What PostgreSQL says when a read locks or writes; the methods of this process that do so are
# carried out in a transaction, as a command is.
READ_ONLY_STATE = "25006"
LOCKING: set[str] = set()


class KeptMeanwhile(Exception):  # noqa: N818 - it names what is so, not what went wrong
    """The same request, sent twice, was carried out by another a moment ago."""


class Command:
    """One call; with an idempotency key it is carried out once and its answer is kept."""

    def __init__(
        self, method: str, scope: str, function: Callable[..., Any], kwargs: Any, key: str
    ) -> None:
        if not isinstance(kwargs, dict):
            raise Invalid("unreadable", "The call's arguments are not a JSON object.")
        self.method, self.scope, self.function = method, scope, function
        self.kwargs, self.key = kwargs, key
        self._said = json.dumps([method, kwargs], sort_keys=True, separators=(",", ":"))

    def fingerprint(self, unit: Unit) -> str:
        """Tell this command from another: who asks in other roles does not get the old answer.

        Keyed, since a body may name people and a plain hash could be tried out.
        """
        roles = ",".join(sorted(unit.principal.roles))
        return unit.vault.token(f"command {roles} {self._said}")

    @property
    def act(self) -> str:
        """Whether it looks or does."""
        return "read" if self.scope.endswith(":read") else "write"

    def carry_out(self, frame: Frame, circumstances: Circumstances) -> tuple[Any, bool]:
        """Return the answer, and whether it is the one that was kept; who asked is on the disk.

        So is who was refused, and why: nobody is told no before that is written.
        """
        try:
            circumstances.principal.require(self.scope)
            return self._carry_out(frame, circumstances)
        except Refusal as refusal:
            frame.scribe.write(self._attempt(frame, circumstances, refusal))
            raise

    def _carry_out(self, frame: Frame, circumstances: Circumstances) -> tuple[Any, bool]:
        if self.act == "read" and not self.key and self.method not in LOCKING:
            try:
                return self._look(frame, circumstances), False
            except DBAPIError as error:
                if sqlstate(error) != READ_ONLY_STATE:
                    raise
                LOCKING.add(self.method)
        return self._do(frame, circumstances)

    def _look(self, frame: Frame, circumstances: Circumstances) -> Any:
        """Read; the deed is written after it, with those of all who read at the same time."""
        with frame.looking() as session:
            unit = Unit(frame, session, circumstances)
            answer = as_json(self.function(unit, **self.kwargs))
            deed = self._deed(unit, answer, act=self.act)
        frame.scribe.write(deed)
        return answer

    def _do(self, frame: Frame, circumstances: Circumstances) -> tuple[Any, bool]:
        """Do it once; the deed is written in the same transaction."""
        with frame.deeds.series() as series, frame.session() as session:
            unit = Unit(frame, session, circumstances)
            kept = self.kept_outcome(unit)
            if kept is not None:
                answer = kept["answer"]
                deed = self._deed(unit, answer, act="replay")
                session.execute(WRITE, {"deeds": frame.deeds.written(series, [deed])})
            else:
                answer = as_json(self.function(unit, **self.kwargs))
                deed = self._deed(unit, answer, act=self.act)
                self._close(unit, answer, frame.deeds.written(series, [deed]))
        # Once committed: every command after this one asks the database one thing less.
        unit.vault.make_lasting(OUTCOMES)
        return answer, kept is not None

    def _attempt(self, frame: Frame, circumstances: Circumstances, refusal: Refusal) -> Deed:
        """Say for the audit who tried what, and by which code it was refused; no sentence."""
        return Deed(
            at=frame.clock.now(),
            who=circumstances.principal.subject,
            act="refused",
            what=self.method,
            about=tuple(ids_in(self.kwargs)),
            why=f"{self.scope} {refusal.code}",
        )

    def _deed(self, unit: Unit, answer: Any, *, act: str) -> Deed:
        """Say for the audit who asked what, about whom, and on which ground it was allowed."""
        return Deed(
            at=unit.now(),
            who=unit.principal.subject,
            act=act,
            what=self.method,
            about=tuple(ids_in(self.kwargs) | ids_in(answer)),
            why=" ".join([self.scope, *unit.grounds]),
        )

    def kept_outcome(self, unit: Unit) -> dict[str, Any] | None:
        """Return what the same command with this key came to; refuse another command."""
        if not self.key:
            return None
        principal = unit.principal.subject
        names = {"name": f"{principal} {self.key}", "principal": principal, "key": self.key}
        row = unit.session.connection().execute(LOOK, names).one()
        if not row.mine:
            raise Conflict("still-running", "The first request with this key is still running.")
        if row.outcome is None:
            return None
        if row.fingerprint != self.fingerprint(unit):
            raise Invalid("key-reused", "This idempotency key was used for another request.")
        return unit.vault.open(OUTCOMES, row.outcome)

    def _close(self, unit: Unit, answer: Any, deeds: str) -> None:
        """Write what it says, keeps and did in the transaction that did the work."""
        outgoing = write_but_outgoing(unit.session, [unit])
        kept = (
            unit.session.connection()
            .execute(
                CLOSE,
                {
                    **outgoing,
                    "deeds": deeds,
                    "principal": unit.principal.subject,
                    "key": self.key,
                    "method": self.method,
                    "fingerprint": self.fingerprint(unit) if self.key else "",
                    "outcome": unit.vault.seal(OUTCOMES, {"answer": answer}) if self.key else b"",
                },
            )
            .scalar_one()
        )
        if self.key and not kept:
            raise KeptMeanwhile
