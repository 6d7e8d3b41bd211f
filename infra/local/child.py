"""One program under the supervisor: started, watched, restarted, stopped."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

from infra.local.place import Place
from infra.local.programs import Program, environment

STEADY_SECONDS = 10.0
PAUSES_SECONDS = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0)


class Child:
    """A program, and the process that runs it now, if any."""

    def __init__(self, place: Place, program: Program) -> None:
        self.program = program
        self._place = place
        self._running: subprocess.Popen[bytes] | None = None
        self._number_is_told = False
        self._started_at = 0.0
        self._quick_ends = 0
        self._start_at = 0.0
        self._kill_at: float | None = None

    def beat(self) -> None:
        """Start what should run and does not; note what has ended."""
        if self._kill_at is not None:
            return
        self._note_end()
        if self._running is None and time.monotonic() >= self._start_at:
            self._try_to_start()
        if self._running is not None and not self._number_is_told:
            self._tell_number(self._running.pid)

    def stop(self) -> None:
        """Ask it to end; asked again after its time is up, it is killed."""
        if self._kill_at is None:
            self._kill_at = time.monotonic() + self.program.grace_seconds
            if self._running is not None and self._running.poll() is None:
                self._running.send_signal(signal.Signals[self.program.stop_signal])
        elif time.monotonic() > self._kill_at:
            self._kill_group()

    @property
    def is_stopping(self) -> bool:
        return self._kill_at is not None

    def is_gone(self) -> bool:
        if self._kill_at is not None and time.monotonic() > self._kill_at:
            self._kill_group()
        self._note_end()
        return self._running is None

    def _try_to_start(self) -> None:
        """A disk that is full, or no room for a process: said, and tried again a little later."""
        try:
            self._start()
        except OSError as broken:
            say(f"{self.program.name} could not be started: {broken.strerror}")
            self._wait_longer()

    def _start(self) -> None:
        descriptor = os.open(
            self._place.log_file(self.program.name), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600
        )
        try:
            self._running = subprocess.Popen(
                self.program.command,
                env=environment(self._place, self.program),
                cwd=self.program.folder,
                stdin=subprocess.DEVNULL,
                stdout=descriptor,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        finally:
            os.close(descriptor)
        self._started_at = time.monotonic()
        self._number_is_told = False
        say(f"{self.program.name} started as {self._running.pid}")

    def _tell_number(self, pid: int) -> None:
        """As soon as there is room for it; nothing goes wrong meanwhile but 'make status'."""
        with suppress(OSError):
            self._place.pid_file(self.program.name).write_text(f"{pid}\n")
            self._number_is_told = True

    def _note_end(self) -> None:
        """Forget a process that has ended, and choose when the next one starts."""
        if self._running is None or self._running.poll() is None:
            return
        say(f"{self.program.name} ended with {self._running.returncode}")
        self._kill_group()
        self._place.pid_file(self.program.name).unlink(missing_ok=True)
        steady = time.monotonic() - self._started_at > STEADY_SECONDS
        self._quick_ends = -1 if steady else self._quick_ends
        self._wait_longer()
        self._running = None

    def _wait_longer(self) -> None:
        self._quick_ends += 1
        pause = PAUSES_SECONDS[min(self._quick_ends, len(PAUSES_SECONDS) - 1)]
        self._start_at = time.monotonic() + pause

    def _kill_group(self) -> None:
        """A leader that died leaves workers that still hold its port."""
        if self._running is not None:
            try:
                os.killpg(self._running.pid, signal.SIGKILL)
            except ProcessLookupError:
                return


def say(sentence: str) -> None:
    """A line in the supervisor's own log."""
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    with suppress(OSError):  # A disk that is full is no reason to leave the programs alone.
        sys.stderr.write(f"{moment} {sentence}\n")
        sys.stderr.flush()
