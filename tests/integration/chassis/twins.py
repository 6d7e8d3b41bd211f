"""Two small services of the tests: alpha says things, beta hears them and writes them down."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import eventlet
from sqlalchemy import text

from services.chassis.answering.parked import ParkedMessages
from services.chassis.answering.trail import AuditTrail
from services.chassis.bus import event_handler, reminder, rpc
from services.chassis.errors import Conflict, Invalid, NotYet
from services.chassis.messages import Event
from services.chassis.work import Work


@dataclass(frozen=True, kw_only=True)
class Said(Event):
    """Something was said."""

    name: ClassVar[str] = "said"
    about: ClassVar[str] = "word"
    word: str
    behaviour: str = ""


@dataclass(frozen=True, kw_only=True)
class Heard(Event):
    """Something was heard."""

    name: ClassVar[str] = "heard"
    about: ClassVar[str] = "word"
    word: str


class AlphaService(ParkedMessages, AuditTrail):
    """Says what it is asked to say."""

    name = "alpha"
    work = Work()

    @rpc("alpha:words:write")
    def say(self, unit, *, body):
        for word in body["words"]:
            unit.publish(Said(word=word, behaviour=body.get("behaviour", "")), sequence=1)
        if body.get("fail"):
            raise Conflict("told-to-fail", "Told to fail after publishing.")
        return {"said": len(body["words"])}

    @rpc("alpha:words:write")
    def say_later(self, unit, *, body):
        unit.remind(unit.now() + timedelta(seconds=body["seconds"]), "say", word=body["word"])
        return {}

    @reminder("say")
    def on_say(self, unit, word):
        unit.publish(Said(word=word))

    @rpc("alpha:words:read")
    def sleep(self, unit, *, query):
        unit.session.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": query["seconds"]})
        return {"slept": query["seconds"]}

    @rpc("alpha:words:read")
    def words(self, unit, *, query):
        said = "SELECT word FROM words"
        said += " FOR UPDATE" if query["lock"] else ""
        return {"words": list(unit.session.scalars(text(said)))}

    @event_handler("beta", "heard.v1")
    def on_heard(self, unit, fact):
        _write(unit, fact["word"])


class BetaService(ParkedMessages):
    """Writes down each word that it hears, and misbehaves when the word asks for it."""

    name = "beta"
    work = Work()

    @event_handler("alpha", "said.v1")
    def on_said(self, unit, fact):
        misbehave(unit, fact.get("behaviour", ""))
        _write(unit, fact["word"])
        unit.publish(Heard(word=fact["word"]))

    @event_handler("alpha", "sung.v1")
    def on_sung(self, unit, fact):
        _write(unit, fact["word"])


def misbehave(unit, behaviour):
    """Do what the word asks for: refuse, crash, crash until mended, wait, or kill the process."""
    kind, _, amount = behaviour.partition(":")
    if kind == "refuse":
        raise Invalid("no-such-word", "That is not a word.")
    if kind == "crash" or (kind == "broken" and not _mended(unit)):
        raise RuntimeError(behaviour)
    if kind == "not-yet" and not _mended(unit):
        raise NotYet("the word before it has not come")
    if kind == "slow":
        unit.session.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": float(amount)})
    if kind == "kill":
        import os  # noqa: PLC0415
        import signal  # noqa: PLC0415

        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "spin":
        eventlet.sleep(float(amount))


def _mended(unit):
    return unit.session.scalar(text("SELECT count(*) FROM mended")) > 0


def _write(unit, word):
    unit.session.execute(text("INSERT INTO words (word) VALUES (:word)"), {"word": word})
