"""Starts a service with one of its promises switched off: `python -m … outbox alpha`.

Only tests of the checker do so: a checker that finds nothing here would find nothing anywhere.
"""

import sys
from unittest.mock import patch

# First of all: it makes the process cooperative, and its imports must see that.
from services.chassis import run
from services.chassis.engine.command import Command
from services.chassis.engine.desk import Desk
from services.chassis.engine.listener import Listener
from services.chassis.engine.relay import FETCH, WINDOW_ROWS, Letter, Relay
from services.chassis.wire.publisher import BROKER_ERRORS


def without_outbox():
    """A fact is forgotten as soon as it is sent, whether or not anybody has it."""

    def send_window(self):
        rows = self._run(FETCH, self._broker, WINDOW_ROWS)
        self._run("DELETE FROM outbox WHERE position = ANY(%s)", [row[0] for row in rows])
        try:
            self._publisher.send(Letter(*row[:4], bytes(row[4])) for row in rows)
        except BROKER_ERRORS:
            self._drop_publisher()
        return bool(rows)

    patch.object(Relay, "_send_window", send_window).start()


def without_inbox():
    """Whatever comes is handled, also when it comes again."""
    patch.object(Desk, "_mark", lambda _self, _session, works: works).start()


def without_drain():
    """What is handled while the process stops is not acknowledged, as with the stock framework."""
    acknowledge = vars(Listener)["_acknowledge"]

    def unless_stopping(self, inflow, tag):
        if not self._stopping:
            acknowledge(self, inflow, tag)

    patch.object(Listener, "_acknowledge", unless_stopping).start()


def without_idempotency():
    """A command is carried out as often as it is asked."""
    patch.object(Command, "kept_outcome", lambda _self, _unit: None).start()
    close = vars(Command)["_close"]

    def close_without_key(self, *of_the_command):
        self.key = ""
        close(self, *of_the_command)

    patch.object(Command, "_close", close_without_key).start()


SWITCHES = {
    "outbox": without_outbox,
    "inbox": without_inbox,
    "drain": without_drain,
    "idempotency": without_idempotency,
    "nothing": lambda: None,
}

if __name__ == "__main__":
    SWITCHES[sys.argv[1]]()
    sys.exit(run.main(sys.argv[2]))
