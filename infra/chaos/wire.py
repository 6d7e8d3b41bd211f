"""A wire on the loopback that drops, delays, holds back, swallows: `python -m … IN OUT FILE`.

The file says how it is now, as {"number": 3, "mood": "delay", "seconds": 0.2}; a new number is a
new wish. Moods:

    good        passes everything
    drop        every connection is broken at once; new ones are welcome
    delay       each piece of bytes arrives `seconds` later, in order
    hold_up     nothing goes from the processes to the broker until the mood ends; then all of it
    hold_down   the same from the broker to the processes
    swallow     whoever is connected now is never answered again, and is not told so
"""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import suppress
from pathlib import Path

LOOK_SECONDS = 0.05
CHUNK = 65536


class Wire:
    """Every connection that passes, and the mood in which it does."""

    def __init__(self, target_port: int, wishes: Path) -> None:
        self._target_port = target_port
        self._wishes = wishes
        self._number = 0
        self._mood = "good"
        self._seconds = 0.0
        self._calm = asyncio.Event()
        self._calm.set()
        self._lines: set[Line] = set()

    async def listen(self, port: int) -> None:
        server = await asyncio.start_server(self._let_in, "127.0.0.1", port)
        async with server:
            await self._follow_wishes()

    async def wait(self, direction: str) -> None:
        """Hold a piece back for as long as the mood says."""
        if self._mood == f"hold_{direction}":
            await self._calm.wait()
        elif self._mood == "delay":
            await asyncio.sleep(self._seconds)

    async def _let_in(self, near: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        try:
            far, far_out = await asyncio.open_connection("127.0.0.1", self._target_port)
        except OSError:
            near_out.close()
            return
        line = Line(self, (near, near_out), (far, far_out))
        self._lines.add(line)
        try:
            await line.run()
        finally:
            self._lines.discard(line)

    async def _follow_wishes(self) -> None:
        while True:
            with suppress(OSError, ValueError):
                wish = json.loads(self._wishes.read_text())
                if wish["number"] != self._number:
                    self._number = wish["number"]
                    self._change(wish["mood"], float(wish.get("seconds", 0)))
                    self._wishes.with_suffix(".seen").write_text(str(self._number))
            await asyncio.sleep(LOOK_SECONDS)

    def _change(self, mood: str, seconds: float) -> None:
        self._mood, self._seconds = mood, seconds
        if mood.startswith("hold"):
            self._calm.clear()
        else:
            self._calm.set()
        for line in list(self._lines):
            if mood == "drop":
                line.cut()
            elif mood == "swallow":
                line.swallows = True


class Line:
    """One connection, both ways."""

    def __init__(
        self,
        wire: Wire,
        near: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        far: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        self._wire = wire
        self._near, self._far = near, far
        self.swallows = False

    async def run(self) -> None:
        """Pass bytes until either side hangs up; a swallowed one never hears that the other did."""
        up = asyncio.create_task(self._pass(self._near[0], self._far[1], "up"))
        down = asyncio.create_task(self._pass(self._far[0], self._near[1], "down"))
        await asyncio.wait([up, down], return_when=asyncio.FIRST_COMPLETED)
        if self.swallows:
            await up
        for way in (up, down):
            way.cancel()
        self.cut()

    def cut(self) -> None:
        for _, writer in (self._near, self._far):
            writer.transport.abort()

    async def _pass(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, direction: str
    ) -> None:
        with suppress(OSError):
            while piece := await source.read(CHUNK):
                await self._wire.wait(direction)
                if self.swallows:
                    continue
                sink.write(piece)
                await sink.drain()


if __name__ == "__main__":
    wire = Wire(int(sys.argv[2]), Path(sys.argv[3]))
    asyncio.run(wire.listen(int(sys.argv[1])))
